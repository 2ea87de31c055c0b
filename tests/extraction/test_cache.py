"""Predictions that were made before."""

import os
import time
from pathlib import Path

from tui.cleaning import as_is
from tui.extraction.cache import PredictionCache, predictions_of
from tui.extraction.code_state import code_state
from tui.extraction.registry import FunctionExtractor
from tui.model import Article

ARTICLES = [as_is("Ines left Ashford.", id="a"), as_is("Ines left Ashford.", id="b"), as_is("Nobody left.", id="c")]


class Counted(FunctionExtractor):
    def __init__(self, version: str = "1") -> None:
        self.seen: list[str] = []
        super().__init__(lambda _: [(0, 4, "PERSON")], "counted", version)

    def analyse(self, article: Article):
        self.seen.append(article.id)
        return super().analyse(article)


def ask(extractor: Counted, cache: PredictionCache, code: str = "") -> list[str]:
    """The articles that the extractor had to look at."""
    found = dict(predictions_of(extractor, ARTICLES, cache, code))
    assert {name: [e.span.text for e in made.entities] for name, made in found.items()} == {
        "a": ["Ines"], "b": ["Ines"], "c": ["Nobo"],
    }  # fmt: skip
    seen, extractor.seen = extractor.seen, []
    return seen


def test_the_same_text_is_looked_at_once(tmp_path: Path) -> None:
    cache, extractor = PredictionCache(tmp_path), Counted()
    assert ask(extractor, cache) == ["a", "c"]
    assert ask(extractor, cache) == []
    assert ask(extractor, cache, code="changed") == ["a", "c"]
    assert ask(Counted("2"), cache) == ["a", "c"]
    assert ask(extractor, PredictionCache(None)) == ["a", "c"]


def test_a_damaged_entry_and_a_full_disk_cost_only_time(tmp_path: Path) -> None:
    cache, extractor = PredictionCache(tmp_path), Counted()
    ask(extractor, cache)
    for path in tmp_path.glob("*/*.json"):
        path.write_text('{"text_sha256": 1}')
    assert ask(extractor, cache) == ["a", "c"]
    file = tmp_path / "file"
    file.touch()
    assert ask(extractor, PredictionCache(file)) == ["a", "c"]


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    cache, extractor = PredictionCache(tmp_path), Counted()
    ask(extractor, cache)
    long_ago = time.time() - 61 * 86_400
    first, second = sorted(tmp_path.glob("*/*.json"))
    os.utime(first, (long_ago, long_ago))
    cache.forget_unused()
    assert list(tmp_path.glob("*/*.json")) == [second]


def test_the_state_of_code_changes_with_its_files(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    package = tmp_path / "made_up_package"
    (package / "inner").mkdir(parents=True)
    (package / "__init__.py").touch()
    rules = package / "inner" / "rules.txt"
    rules.write_text("one")
    before = code_state("made_up_package.inner")
    assert before == code_state("made_up_package") != ""
    rules.write_text("three")
    assert code_state("made_up_package") != before
    assert code_state("no_such_package_anywhere") == ""
