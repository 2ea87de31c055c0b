"""The commands that need no terminal, as a shell sees them."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.cli.tried import TEXT
from tests.command_line import run
from tui.gold import Project, Store


def test_extract_gives_one_json_record_an_article_as_the_schema_says(page: Path) -> None:
    result = run("extract", "--jsonl", page)
    assert result.exit_code == 0, result.stderr
    (record,) = [json.loads(line) for line in result.stdout.splitlines()]
    jsonschema.validate(record, json.loads(run("schema", "extract").stdout))
    assert {"id", "text", "blocks", "entities", "quotes"} <= set(record)
    assert record["id"] == "mayor"
    for entity in record["entities"]:
        assert record["text"][entity["start"] : entity["end"]] == entity["text"]
    (quote,) = record["quotes"]
    assert [piece["text"] for piece in quote["content"]] == ["“I am tired,”"]
    assert (quote["cue"]["text"], quote["speaker"]["mention"]["text"]) == ("said", "Müller")
    assert record["by"]["entities"]["weights_sha256"]


def test_extract_reads_jsonl_from_standard_input_and_keeps_its_ids() -> None:
    lines = "".join(json.dumps({"id": f"a{n}", "text": "Paris is quiet."}) + "\n" for n in range(5))
    result = run("extract", "--jsonl", "--no-clean", "-", stdin=lines)
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a0", "a1", "a2", "a3", "a4"]
    assert result.stderr == ""  # no progress bar where nobody is looking


def test_extract_for_people_says_who_says_what(page: Path) -> None:
    result = run("extract", "--no-clean", page)
    assert "Ana Müller (Müller), said: “I am tired,”" in result.stdout


def test_clean_prints_the_article_and_explains_itself(tmp_path: Path) -> None:
    body = "The council voted on Tuesday to close the old bridge, which engineers had called unsafe for years. " * 3
    page = tmp_path / "bridge.txt"
    page.write_text(f"Council closes bridge\n\n{body}\n\nSign up for our newsletter\n\n© 2026 All rights reserved\n")
    assert run("clean", page).stdout == f"Council closes bridge\n\n{body.strip()}\n"
    (record,) = [json.loads(line) for line in run("clean", "--jsonl", page).stdout.splitlines()]
    assert [block["kind"] for block in record["blocks"] if block["keep"]] == ["body"]
    assert record["title"] == "Council closes bridge"
    assert "newsletter" in run("clean", "--explain", page).stdout
    assert "<details" in run("clean", "--html", page).stdout


def test_the_output_file_has_what_standard_output_would(page: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert run("extract", "--jsonl", page, "-o", output).stdout == ""
    assert output.read_text(encoding="utf-8") == run("extract", "--jsonl", page).stdout


def test_export_check_import_and_export_again_give_the_same_bytes(project: Path, tmp_path: Path) -> None:
    gold, again = tmp_path / "gold.jsonl", tmp_path / "again.jsonl"
    result = run("export", "--project", project, "-o", gold)
    assert result.exit_code == 0, result.stderr
    assert "articles: 1, labels: 1" in result.stderr
    assert "that nobody has annotated" in result.stderr
    assert "GPE" not in "".join(json.dumps(e) for e in json.loads(gold.read_text())["entities"])  # pending is not gold
    jsonschema.validate(json.loads(gold.read_text()), json.loads(run("schema").stdout))
    assert run("check", gold).exit_code == 0
    assert run("import", gold, "--project", tmp_path / "other").exit_code == 0
    run("export", "--project", tmp_path / "other", "-o", again)
    assert again.read_bytes() == gold.read_bytes()


def test_stand_off_gold_has_no_word_of_the_article_and_needs_its_text(
    project: Path, page: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "standoff.jsonl"
    run("export", "--project", project, "--standoff", "-o", gold)
    assert not [word for word in ("Müller", "Bonn", "tired", "Mayor") if word in gold.read_text(encoding="utf-8")]
    jsonschema.validate(json.loads(gold.read_text()), json.loads(run("schema", "standoff").stdout))
    other = tmp_path / "other"
    result = run("import", gold, "--project", other)
    assert result.exit_code == 2
    assert "has no text for 'mayor'" in result.stderr
    page.write_text(TEXT.replace("Bonn", "Köln"), encoding="utf-8")
    result = run("import", gold, "--project", other, "--texts", page.parent / "mayor.txt")
    assert result.exit_code == 2
    assert "not the one that was annotated" in result.stderr
    page.write_text(TEXT, encoding="utf-8")
    assert run("import", gold, "--project", other, "--texts", page).exit_code == 0
    assert Store(Project.open(other)).load("mayor").state.in_order()[0].spans[0].text == "Ana Müller"


def test_check_names_what_is_wrong_with_line_and_label(project: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    run("export", "--project", project, "-o", gold)
    gold.write_text(
        gold.read_text(encoding="utf-8").replace('"text":"Ana Müller"', '"text":"Ana Maller"'), encoding="utf-8"
    )
    result = run("check", gold)
    assert result.exit_code == 1
    assert "line 1, article 'mayor'" in result.stdout
    assert "Ana Maller" in result.stdout


def test_check_says_when_nothing_is_wrong_and_repairs_a_project(project: Path) -> None:
    assert run("check", "--project", project).exit_code == 0
    path = project / "articles" / "mayor.json"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace('"PERSON"', '"LOC"', 1), encoding="utf-8")
    assert run("check", "--project", project).exit_code == 1
    run("check", "--repair", "--project", project)
    assert run("check", "--project", project).exit_code == 0
    assert (project / "articles" / "mayor.json.damaged-1").is_file()


def test_a_recorded_session_replays_and_a_changed_one_does_not(project: Path, tmp_path: Path) -> None:
    session = tmp_path / "session.jsonl"
    run("record", "mayor", "--project", project, "-o", session)
    result = run("replay", session)
    assert (result.exit_code, result.stdout) == (0, "mayor: 3 events, 2 labels, the same as recorded\n")
    session.write_text(
        session.read_text(encoding="utf-8").replace('"label":"PERSON"', '"label":"LOC"'), encoding="utf-8"
    )
    result = run("replay", session)
    assert result.exit_code == 1
    assert "the same as recorded" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["clean", "no-such-file.txt"], "there is no file no-such-file.txt"),
        (["extract", "--model", "no_such_model", "-"], "no_such_model"),
        (["extract", "--with", "no-such-extractor", "-"], "no-such-extractor"),
        (["check", "no-such-gold.jsonl"], "no-such-gold.jsonl"),
        (["replay", "no-such-session.jsonl"], "no-such-session.jsonl"),
        (["export", "--project", "no-such-project"], "there is no Copydesk project"),
        (["export"], "there is no project in this folder"),
        (["open", "no-such-file.txt"], "the desk needs a terminal"),
        ([], "the desk needs a terminal"),
        (["clean"], "Missing argument"),
        (["clean", ""], "one of the paths is empty; write . for this folder"),
        (["fly"], "No such command"),
    ],
)
def test_bad_input_is_one_sentence_and_status_2(
    arguments: list[str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, stdin="A paragraph of text.")
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_import_that_is_refused_makes_no_project(project: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    run("export", "--project", project, "-o", gold)
    refused = run("import", gold, "--map", "PER=PERSON", "--project", tmp_path / "new")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "is our gold: --map, --complete and --offset-unit are for other tools' formats" in refused.stderr
    gold.write_text(gold.read_text()[:200])
    assert run("import", gold, "--project", tmp_path / "new").exit_code == 2
    assert not (tmp_path / "new").exists()


def test_an_output_file_survives_bad_input(tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text('{"id": "a", "text": "Fine."}\n{"id": "b"}\n')
    output = tmp_path / "out.jsonl"
    output.write_text("before\n")
    result = run("extract", "--jsonl", "--no-clean", tmp_path / "broken.jsonl", "-o", output)
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert output.read_text() == "before\n"


def test_the_version() -> None:
    assert run("--version").stdout.startswith("copydesk, version 0.")


@pytest.mark.parametrize("option", [("--who", "ann"), ("--project", "there"), ("--blind", "0.5")])
def test_an_option_before_a_command_that_would_be_ignored_is_refused(option: tuple[str, str]) -> None:
    refused = run(*option, "export")
    assert refused.exit_code == 2
    assert f"{option[0]} goes behind the command: copydesk export {option[0]}" in refused.output
