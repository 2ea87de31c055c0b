"""The commands that score, as a shell sees them."""

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.tried import EXTRACTOR
from tests.command_line import run
from tests.evaluation.gold_files import SENTENCES, gold_article, write
from tui.annotation import LayerState
from tui.cli.output import progress


def calls() -> int:
    return len(Path("calls").read_text())


def test_a_table_has_every_label_with_its_interval(gold: Path) -> None:
    result = run("evaluate", gold, "--with", "found:worse", "--layer", "entities", "--errors", "2")
    assert result.exit_code == 0, result.stderr
    rows = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if line.strip()}
    assert rows["GPE"][:3] == ["0.500", "1.000", "0.667"]
    low, high = map(float, rows["GPE"][3:5])
    assert 0 <= low < 0.667 < high <= 1
    assert rows["PERSON"][5:] == ["3", "0", "3", "3"]  # support, TP, FP, FN
    assert "only 6 documents" in result.stdout
    assert "[Ines Okoro] came to Ashford." in result.stdout
    assert "+ PERSON 24:28" in result.stdout
    assert result.stdout.count("boundary  ") >= 2


def test_every_format_has_the_same_number_in_it(gold: Path) -> None:
    shown = {
        form: run("evaluate", gold, "--with", "found:worse", "--format", form).stdout
        for form in ("json", "csv", "markdown", "html")
    }
    assert json.loads(shown["json"])["extractors"][0]["scores"]["entities"]["f1"] == pytest.approx(1 / 3)
    assert float(next(csv.DictReader(io.StringIO(shown["csv"])))["f1"]) == pytest.approx(1 / 3)
    assert "| 0.333 |" in shown["markdown"]
    assert "0.333" in shown["html"]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium isn't installed")
def test_the_page_works_in_a_browser_without_a_network(gold: Path) -> None:
    page = gold.with_name("report.html")
    assert run("evaluate", gold, "--with", "found:worse", "--format", "html", "-o", page).exit_code == 0
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
         "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={gold.with_name('profile')}", "--dump-dom",
         page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "CONSOLE" not in done.stderr
    for expected in ("Confusion matrix", "<mark>Ines Okoro</mark>", 'class="interval"', "Errors in context"):
        assert expected in done.stdout


def test_two_extractors_are_compared_on_the_same_articles(gold: Path) -> None:
    result = run("evaluate", gold, "--with", "found:extract", "--with", "found:worse", "--format", "json")
    (row,) = json.loads(result.stdout)["comparison"]["rows"]
    assert row[:5] == [
        "found:worse v. found:extract", "entities", 1.0, pytest.approx(1 / 3), pytest.approx(-2 / 3),
    ]  # fmt: skip
    assert row[7] < 0.1


@pytest.mark.parametrize(
    ("requirement", "status", "says"),
    [
        ("entities.f1=0.3", 0, "entities.f1=0.3: reached with 0.3333"),
        ("entities.f1=0.8", 1, "entities.f1=0.8: not reached with 0.3333"),
        ("entities.f1.low=0.3", 1, "entities.f1.low=0.3: not reached with 0."),
        ("entities.GPE.recall>=0.9", 0, "entities.GPE.recall=0.9: reached with 1.0000"),
        ("entities.LAW.f1=0.5", 2, "'entities.LAW' isn't scored for found:worse; there are: entities,"),
        ("f1", 2, "'f1' isn't a requirement; write a name"),
    ],
)
def test_a_requirement_decides_the_exit_status(gold: Path, requirement: str, status: int, says: str) -> None:
    result = run("evaluate", gold, "--with", "found:worse", "--require", requirement)
    assert (result.exit_code, result.stderr.strip().removeprefix("copydesk: ")[: len(says)]) == (status, says)


def test_an_extractor_runs_once_on_a_text_until_its_code_changes(gold: Path) -> None:
    first = run("evaluate", gold, "--with", "found:extract")
    assert calls() == 6
    assert run("evaluate", gold, "--with", "found:extract").stdout == first.stdout
    assert calls() == 6
    run("evaluate", gold, "--with", "found:extract", "--no-cache")
    assert calls() == 12
    Path("found.py").write_text(EXTRACTOR + "\n# changed\n")
    run("evaluate", gold, "--with", "found:extract")
    assert calls() == 18


def test_predictions_may_come_from_a_file(gold: Path) -> None:
    articles = [json.loads(line) for line in gold.read_text().splitlines()]
    lines = [
        {"id": a["id"], "text_sha256": a["text_sha256"], "by": {"entities": {"extractor": "llm", "version": "1"}},
         "entities": a["entities"][:1]}
        for a in articles[:4]
    ]  # fmt: skip
    predictions = gold.with_name("llm.jsonl")
    predictions.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run("evaluate", gold, "--with", predictions, "--format", "json")
    assert "nothing about 2 of 6 gold articles, which are not scored: a4, a5" in result.stderr
    score = json.loads(result.stdout)["extractors"][0]["scores"]["entities"]
    assert (score["precision"], score["hits"], score["gold"]) == (1.0, 4, 7)
    of_others = gold.with_name("of-others.jsonl")
    of_others.write_text(json.dumps(lines[0] | {"id": "elsewhere"}) + "\n")
    result = run("evaluate", gold, "--with", of_others)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("says nothing about any of the 6 gold articles; are the ids others?\n")
    lines[1]["text_sha256"] = "0" * 64
    predictions.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run("evaluate", gold, "--with", predictions)
    assert (result.exit_code, "line 2 is not what" in result.stderr) == (2, True)
    for line, says in (("{}", "it has no 'id'"), ("[]", "a value is of another kind"), ("{", "Expecting")):
        predictions.write_text(line)
        assert says in run("evaluate", gold, "--with", predictions).stderr


def test_predictions_of_another_program_need_no_more_than_the_spans(gold: Path) -> None:
    articles = [json.loads(line) for line in gold.read_text().splitlines()]
    spans = [[{k: e[k] for k in ("start", "end", "text", "label")} for e in a["entities"]] for a in articles]
    path = gold.with_name("llm.jsonl")
    lines = [{"id": a["id"], "text": a["text"], "entities": found} for a, found in zip(articles, spans, strict=True)]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (one,) = json.loads(run("evaluate", gold, "--with", path, "--format", "json").stdout)["extractors"]
    assert (one["extractor"], one["scores"]["entities"]["f1"]) == ("llm.jsonl", 1.0)
    assert "quotes" not in one["scores"]
    del lines[2]["entities"][0]["label"]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert "line 3 is not what" in (said := run("evaluate", gold, "--with", path).stderr)
    assert "(entity 1: it has no 'label')" in said


def test_two_predictions_of_one_article_are_refused(gold: Path) -> None:
    articles = [json.loads(line) for line in gold.read_text().splitlines()]
    lines = [{"id": a["id"], "text_sha256": a["text_sha256"], "entities": []} for a in (*articles, articles[1])]
    path = gold.with_name("twice.jsonl")
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    result = run("evaluate", gold, "--with", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("twice.jsonl, line 7 is about 'a1', and so is line 2; keep one of the two\n")


def test_files_of_one_name_are_told_apart_and_a_p_value_is_never_zero(gold: Path, tmp_path: Path) -> None:
    articles = [json.loads(line) for line in gold.read_text().splitlines()]
    more = [a | {"id": f"{a['id']}-{n}"} for n in range(4) for a in articles]
    gold.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in more))
    for folder, found in (("one", slice(None)), ("two", slice(0))):
        (tmp_path / folder).mkdir()
        lines = [{"id": a["id"], "text": a["text"], "entities": a["entities"][found]} for a in more]
        (tmp_path / folder / "p.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    shown = run("evaluate", gold, "--with", "one/p.jsonl", "--with", "two/p.jsonl", "--format", "markdown").stdout
    row = next(line for line in shown.splitlines() if line.startswith("| two/p.jsonl v. one/p.jsonl"))
    assert "| \\<0.001 |" in row
    page = run("evaluate", gold, "--with", "one/p.jsonl", "--with", "two/p.jsonl", "--format", "html").stdout
    assert "&lt;0.001" in page
    assert "<0.001" not in page


@pytest.mark.parametrize("command", [("evaluate",), ("gate", "--require", "f1=0.1")])
def test_a_label_that_nobody_uses_is_a_mistake_and_no_score(gold: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    result = run(name, gold, "--with", "found:worse", "--label", "PERSN", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no prediction has the label 'PERSN'; there are: GPE, ORG, PERSON" in result.stderr


@pytest.mark.parametrize("command", [("evaluate",), ("gate", "--require", "f1=0.1")])
def test_a_label_narrows_no_quotations_down_without_a_word(gold: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    result = run(name, gold, "--layer", "quotes", "--label", "direct", *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--label narrows entities down, which are not scored here" in result.stderr


def test_ours_is_scored_on_all_three_layers(gold: Path) -> None:
    result = run("evaluate", gold, "--format", "json")
    (one,) = json.loads(result.stdout)["extractors"]
    assert one["extractor"].startswith("copydesk@")
    assert {"entities", "quotes", "blocks"} <= set(one["scores"])
    assert one["scores"]["entities"]["recall"] > 0.5


def test_only_the_cleaner_needs_no_model(gold: Path) -> None:
    result = run("evaluate", gold, "--layer", "blocks", "--format", "csv")
    rows = {row["score"]: row for row in csv.DictReader(io.StringIO(result.stdout))}
    assert set(rows) == {"blocks", "blocks.lines", "blocks.characters"}
    assert float(rows["blocks"]["gold"]) == 6


def test_what_is_no_gold_is_one_sentence(gold: Path, tmp_path: Path) -> None:
    unfinished = tmp_path / "open.jsonl"
    write(unfinished, [gold_article(0, SENTENCES[0], LayerState.OPEN)])
    for arguments, says in (
        ((unfinished,), "no article of open.jsonl is complete in any layer"),
        ((tmp_path / "nowhere.jsonl",), "there is no gold file and no project at"),
        ((), "there is no project in this folder"),
        ((gold, "--with", "found:nothing"), "can't be imported (AttributeError"),
        ((gold, "--with", "found:extract", "--layer", "quotes"), "found:extract makes nothing of quotes"),
    ):
        result = run("evaluate", *arguments)
        assert result.exit_code == 2
        assert says in result.stderr
        assert result.stdout == ""


def test_a_progress_bar_says_how_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        assert list(progress(iter(range(40)), "Extracting", 40)) == list(range(40))
        terminal.flush()
        shown = ""
        while "/40" not in shown:  # a terminal hands on what it likes at a time
            shown += os.read(leader, 100_000).decode()
    os.close(leader)
    assert "Extracting" in shown
    assert "/40" in shown
