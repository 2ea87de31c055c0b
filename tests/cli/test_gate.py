"""`copydesk gate`: the gates of the pytest plugin, from a shell."""

import json
import sys
from pathlib import Path

import pytest

from tests.command_line import run
from tests.evaluation.gold_files import SENTENCES, gold_article, write

GOOD, WORSE = ("--with", "found:extract"), ("--with", "found:worse")


def test_a_good_extractor_passes(gold: Path) -> None:
    result = run("gate", gold, *GOOD, "--require", "f1=1", "--require", "PERSON.recall=0.9", "--articles", "6")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "passed: found:extract, entities F1 1.000 over 6 articles\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--require", "f1=0.8"), "gold: entities.f1=0.8: not reached with 0.3333"),
        (("--require", "entities.f1.low=0.3"), "gold: entities.f1.low=0.3: not reached with 0."),
        (("--require", "ORG.precision=0.1"), "gold: entities.ORG.precision=0.1: not reached with \u2013"),
        (("--require", "f1=0", "--articles", "10"), "gold: 6 articles are complete in entities, 10 required"),
    ],
)
def test_a_score_that_is_not_reached_is_status_1(gold: Path, arguments: tuple[str, ...], says: str) -> None:
    result = run("gate", gold, *WORSE, *arguments)
    assert result.exit_code == 1
    assert result.stdout.startswith(says)
    assert "want PERSON 24:34" in result.stdout
    assert "[Ines Okoro]" in result.stdout


def test_a_baseline_is_written_and_then_held_against(gold: Path) -> None:
    baseline = gold.with_name("baseline.json")
    result = run("gate", gold, *GOOD, "--baseline", baseline)
    assert (result.exit_code, "run once with --update" in result.stderr) == (2, True)
    assert run("gate", gold, *GOOD, "--baseline", baseline, "--update").exit_code == 0
    assert json.loads(baseline.read_text())["articles"]["a0"] == {"counts": [2, 2, 2], "wrong": []}
    assert run("gate", gold, *GOOD, "--baseline", baseline).exit_code == 0
    result = run("gate", gold, *WORSE, "--baseline", baseline, "--new-errors", "0", "--label-drop", "0.1")
    assert result.exit_code == 1
    assert "gold: F1 fell by 0.6667, from 1.0000 to 0.3333, allowed 0" in result.stdout
    assert "gold: 6 new errors in 5 articles, allowed 0" in result.stdout
    assert "gold: ORG F1 fell from 1.0000 to" in result.stdout
    assert "! - boundary" in result.stdout
    assert run("gate", gold, *WORSE, "--baseline", baseline, "--max-drop", "0.7").exit_code == 0


def test_a_baseline_of_other_gold_is_refused(gold: Path) -> None:
    baseline = gold.with_name("baseline.json")
    run("gate", gold, *GOOD, "--baseline", baseline, "--update")
    write(gold, [gold_article(i, s) for i, s in enumerate(SENTENCES[:5])])
    result = run("gate", gold, *GOOD, "--baseline", baseline)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "baseline.json: the gold has changed since the baseline was written" in result.stderr


def test_known_errors_are_no_new_ones_and_fixed_ones_are_told(gold: Path) -> None:
    baseline = gold.with_name("baseline.json")
    run("gate", gold, *GOOD, "--baseline", baseline, "--update")
    arguments = ("--baseline", baseline, "--max-drop", "1", "--new-errors", "5")
    assert run("gate", gold, *WORSE, *arguments).exit_code == 1
    result = run("gate", gold, *WORSE, *arguments, "--known", "a0 PERSON 24:34", "--known", "a4 GPE 34:41")
    assert result.exit_code == 0
    assert "fixed: a4 GPE 34:41; it is no known failure any more" in result.stderr
    result = run("gate", gold, *WORSE, *arguments, "--known", "nonsense")
    assert (result.exit_code, "'nonsense' doesn't name an error" in result.stderr) == (2, True)


def test_groups_of_articles_are_held_to_the_gates_one_by_one(gold: Path) -> None:
    result = run("gate", gold, *GOOD, "--require", "f1=1", "--slice", "publisher")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "passed: found:extract, Example Post, entities F1 1.000 over 3 articles\n"
        "passed: found:extract, Example Times, entities F1 1.000 over 3 articles\n"
    )
    baseline = gold.with_name("gate.json")
    arguments = ("--baseline", baseline, "--slice", "publisher")
    assert run("gate", gold, *GOOD, *arguments, "--update").exit_code == 0
    assert sorted(p.name for p in gold.parent.glob("gate*")) == ["gate.Example-Post.json", "gate.Example-Times.json"]
    assert run("gate", gold, *GOOD, *arguments).exit_code == 0
    result = run("gate", gold, *WORSE, *arguments, "--new-errors", "1", "--known", "a0 PERSON 24:34")
    assert result.exit_code == 1
    assert "gold: Example Post: F1 fell by" in result.stdout
    assert "gold: Example Times: 4 new errors in 3 articles, allowed 1" in result.stdout
    result = run("gate", gold, *GOOD, "--require", "f1=0", "--slice", "annotated")
    assert "passed: found:extract, blind, entities F1 1.000 over 6 articles" in result.stderr
    result = run("gate", gold, *GOOD, "--require", "f1=0", "--slice", "year", "--articles", "7")
    assert "gold: not known: 6 articles are complete in entities, 7 required" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "there is nothing to hold the extractor to"),
        (("--update",), "--update needs to know where"),
        (("--require", "f1=2"), "isn't a requirement"),
    ],
)
def test_a_gate_that_holds_nothing_is_refused(gold: Path, arguments: tuple[str, ...], says: str) -> None:
    result = run("gate", gold, *GOOD, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_the_example_is_held_to_its_gates_without_pytest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "docs" / "example_gate"
    monkeypatch.chdir(example)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.path", ["", *sys.path])
    labels = [part for label in ("PERSON", "GPE", "FAC") for part in ("--label", label)]
    result = run("gate", "gold/towns.jsonl", "--with", "towns:extract", "--require", "f1=0.8",
                 "--require", "GPE.recall=0.9", "--articles", "5", "--known", "council PERSON 75:85",
                 "--baseline", "__gold__/test_names.json", "--max-drop", "0.005", "--new-errors", "0",
                 *labels)  # fmt: skip
    sys.modules.pop("towns", None)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
