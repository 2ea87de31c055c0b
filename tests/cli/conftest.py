"""A page, a project and gold with an extractor, for the tests of commands."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.tried import EXTRACTOR, TEXT
from tests.evaluation.gold_files import SENTENCES, gold_article, write
from tui.cleaning import as_is
from tui.gold import Project, Session, Store
from tui.model import Entity, Layer, Predictions, Provenance, Span


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "mayor.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one annotated article and one that nobody has touched."""
    made = Project.create(tmp_path / "project")
    store = Store(made)
    store.add(as_is(TEXT, id="mayor"), by="ann")
    store.add(as_is("Nothing here.", id="quiet"), by="ann")
    session = Session(store, "mayor", "ann")
    at = TEXT.index("Ana")
    entities = (
        Entity("e1", Span.of(TEXT, at, at + 10), "ORG"),
        Entity("e2", Span.of(TEXT, TEXT.index("Bonn"), TEXT.index("Bonn") + 4), "GPE"),
    )
    predictions = Predictions(session.article.text_sha256, {Layer.ENTITIES: Provenance("names", "1")}, entities)
    session.do("suggest", predictions=predictions.as_json())
    session.do("relabel", id=session.state.in_order()[0].id, label="PERSON")
    return made.root


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with gold and an extractor in it, which is where the command runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    (tmp_path / "found.py").write_text(EXTRACTOR)
    path = tmp_path / "gold.jsonl"
    write(path, [gold_article(i, s) for i, s in enumerate(SENTENCES)])
    yield path
    sys.modules.pop("found", None)
