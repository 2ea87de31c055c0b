"""`copydesk export --format`, `copydesk import` of another tool's file, and `copydesk formats`."""

import gzip
import json
import weakref
from pathlib import Path

import pytest

from tests.command_line import run
from tests.formats.golds import full_gold
from tui.gold import Project, Store, default_scheme, write_gold
from tui.gold.formats import formats
from tui.gold.importing import bring_in
from tui.model import Article

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = Project.create(tmp_path / "project")
    bring_in(Store(made), [full_gold()], "ann", default_scheme())
    return made.root


def test_export_and_import_through_another_format_give_the_same_gold(project: Path, tmp_path: Path) -> None:
    out, gold, again = tmp_path / "out.spacy", tmp_path / "gold.jsonl", tmp_path / "again.jsonl"
    result = run("export", "--format", "docbin", "--project", project, "-o", out, "--strict")
    assert result.exit_code == 0, result.stderr
    assert "articles: 1, labels: 9" in result.stderr
    result = run("import", out, "--project", tmp_path / "other", "--strict")
    assert result.exit_code == 0, result.stderr
    assert "read as docbin" in result.stderr
    for where, path in ((project, gold), (tmp_path / "other", again)):
        run("export", "--project", where, "-o", path)
    with (tmp_path / "expected.jsonl").open("wb") as stream:
        write_gold([full_gold()], stream)
    assert gold.read_bytes() == again.read_bytes() == (tmp_path / "expected.jsonl").read_bytes()


def test_labels_of_another_tool_get_our_names_and_complete_layers(tmp_path: Path) -> None:
    path, other = tmp_path / "tasks.jsonl", tmp_path / "other"
    spans = [{"start": 0, "end": 3, "label": "PER"}, {"start": 9, "end": 13, "label": "MISC"}]
    path.write_text(json.dumps({"text": "Ana left Bonn.", "spans": spans, "answer": "accept"}))
    result = run(
        "import", path, "--project", other, "--who", "eve", "--map", "PER=PERSON", "--map", "MISC=", "--complete",
        "entities",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert "labels MISC, left out as you asked: 1 (tasks.jsonl" not in result.stdout
    assert "labels MISC, left out as you asked: 1" in result.stderr
    row = json.loads(run("export", "--project", other).stdout)
    assert [(e["label"], e["text"], e["status"], e["by"]) for e in row["entities"]] == [
        ("PERSON", "Ana", "added", "eve")
    ]
    assert row["review"]["layers"]["entities"] == "complete"
    assert row["review"]["blind"] == []


def test_labels_find_the_article_of_the_project_that_they_are_of(project: Path, tmp_path: Path) -> None:
    stored = Store(Project.open(project)).load("harbour")
    other = Project.create(tmp_path / "other")
    Store(other).add(stored.state.current_article(), "ann")
    path = tmp_path / "tasks.jsonl"
    path.write_text(json.dumps({"text": stored.article.text, "spans": [{"start": 0, "end": 7, "label": "FAC"}]}))
    assert run("import", path, "--project", other.root).exit_code == 0
    row = json.loads(run("export", "--project", other.root).stdout)
    assert (row["id"], row["title"], row["blocks"]) == (
        "harbour", "Harbour 🎉 opens", [block.as_json() for block in stored.state.current_article().blocks],
    )  # fmt: skip


def test_labels_that_are_here_already_are_left_as_they_are(project: Path, tmp_path: Path) -> None:
    for name in ("doccano-relations", "prodigy"):
        out, other = tmp_path / f"{name}.jsonl", tmp_path / name
        run("export", "--format", name, "--project", project, "-o", out)
        for said in ("articles: 1, labels: 9", "articles that are here already: 1 (harbour)"):
            result = run("import", out, "--project", other)
            assert result.exit_code == 0, result.stderr
            assert said in result.stderr
    rows = out.read_text(encoding="utf-8").replace('"label":"GPE"', '"label":"LOC"')
    out.write_text(rows, encoding="utf-8")
    result = run("import", out, "--project", other)
    assert result.exit_code == 2
    assert "'harbour' has labels here that ann decided on" in result.stderr


def test_a_label_that_the_project_does_not_have_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    path.write_text(json.dumps({"text": "Ana left.", "spans": [{"start": 0, "end": 3, "label": "PER"}]}))
    result = run("import", path, "--project", tmp_path / "other")
    assert "articles with the label PER, which the project's label set does not have: 1 (tasks-1)" in result.stderr


def test_strict_refuses_what_would_lose_something(tmp_path: Path) -> None:
    path = tmp_path / "tasks.jsonl"
    rows = [{"text": "Ana left.", "spans": [], "answer": "ignore"}, {"text": "Bob left.", "spans": []}]
    path.write_text("\n".join(map(json.dumps, rows)))
    result = run("import", path, "--project", tmp_path / "other", "--strict-labels")
    assert result.exit_code == 2
    assert "would lose tasks that were ignored: 1" in result.stderr
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["export", "--format", "docs"], "there is no format 'docs'; `copydesk formats` lists them"),
        (["export", "--format", "docbin", "--standoff"], "--standoff, --split and --dataset are forms of our gold"),
        (["import", "no-such-file"], "there is no file no-such-file"),
        (["import", "tasks.jsonl", "--map", "PER"], "write THEIRS=OURS"),
        (["import", "junk.bin"], "junk.bin"),
        (["import", "tasks.jsonl", "--format", "docbin"], "it is not a DocBin that spaCy can read"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(
    arguments: list[str], sentence: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tasks.jsonl").write_text(json.dumps({"text": "Ana left.", "spans": []}))
    Path("junk.bin").write_bytes(b"\x00\x01junk")
    before = (project / "articles" / "harbour.json").read_bytes()
    result = run(*arguments, "--project", project)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
    assert (project / "articles" / "harbour.json").read_bytes() == before


def test_a_folder_is_written_whole_and_nothing_is_overwritten(project: Path, tmp_path: Path) -> None:
    out = tmp_path / "brat"
    result = run("export", "--format", "brat", "--project", project)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "brat is several files; name a folder for them with -o FOLDER" in result.stderr
    assert run("export", "--format", "brat", "--project", project, "-o", out, "--strict").exit_code == 2
    assert not out.exists()
    assert run("export", "--format", "brat", "--project", project, "-o", out).exit_code == 0
    assert {file.name for file in out.iterdir()} == {"harbour.txt", "harbour.ann", "annotation.conf"}
    (out / "harbour.ann").write_text("mine")
    result = run("export", "--format", "brat", "--project", project, "-o", out)
    assert "is there already; remove it, or choose another folder" in result.stderr
    assert (out / "harbour.ann").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"project", "brat"}


def test_every_format_is_listed_with_what_it_can_hold() -> None:
    listed, table = run("formats").stdout, run("formats", "--markdown").stdout
    for form in formats():
        assert f"{form.name}  (" in listed
        assert f"`{form.name}`" in table.splitlines()[0]
    assert f"<!-- formats -->\n{table}<!-- end of formats -->" in (ROOT / "docs" / "formats.md").read_text()


def test_gold_and_predictions_go_out_and_come_in_compressed(tmp_path: Path, project: Path) -> None:
    plain, packed = tmp_path / "gold.jsonl", tmp_path / "gold.jsonl.gz"
    assert run("export", "--project", project, "-o", plain).exit_code == 0
    assert run("export", "--project", project, "-o", packed).exit_code == 0
    assert gzip.decompress(packed.read_bytes()) == plain.read_bytes()
    first = packed.read_bytes()
    run("export", "--project", project, "-o", packed)
    assert packed.read_bytes() == first  # the same gold, the same bytes
    assert run("check", packed).exit_code == 0
    other = tmp_path / "other"
    assert run("import", packed, "--project", other).exit_code == 0
    again = tmp_path / "again.jsonl"
    run("export", "--project", other, "-o", again)
    assert again.read_bytes() == plain.read_bytes()
    tasks = tmp_path / "tasks.jsonl.gz"
    assert run("export", "--project", project, "--format", "doccano", "-o", tasks).exit_code == 0
    assert run("import", tasks, "--project", tmp_path / "third").exit_code == 0


def test_an_import_holds_only_the_articles_that_the_file_speaks_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Project.create(tmp_path / "many")
    store = Store(made)
    for n in range(12):
        store.add(Article(f"a{n}", f"Ana left Bonn {n} times.", ()), "kim")
    path = tmp_path / "tasks.jsonl"
    rows = [{"text": f"Ana left Bonn {n} times.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]} for n in (3, 7)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    held: list[weakref.ref[Article]] = []
    most = 0
    load = Store.load

    def counted(self: Store, article_id: str):
        nonlocal most
        stored = load(self, article_id)
        held.append(weakref.ref(stored.article))
        most = max(most, sum(ref() is not None for ref in held))
        return stored

    monkeypatch.setattr(Store, "load", counted)
    assert run("import", path, "--project", made.root, "--format", "prodigy").exit_code == 0
    assert most < 8
