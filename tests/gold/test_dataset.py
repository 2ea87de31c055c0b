"""A dataset to be published: splits that stay, a datasheet that counts right, checksums that hold."""

import errno
import hashlib
import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.command_line import run, run_well
from tests.gold.desk import article, new_session, new_store
from tests.gold.disk import Disk
from tests.peers import needs
from tui.gold import Project, Session, Store, durable
from tui.gold.check import check_file
from tui.gold.splits import Shares
from tui.model import CopydeskError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of 30 articles: one with everything, the others approved without labels; one is open, one untouched."""
    store = new_store(tmp_path / "project")
    session = new_session(store)
    session.do("relabel", id="e2.1", label="PERSON")
    for name in ("e2.2", "e2.3", "q2.1"):
        session.do("accept", id=name)
    session.do("approve", layers=["blocks", "entities", "quotes"])
    for n in range(28):
        store.add(article(f"quiet-{n}", f"Nothing happened in week {n}."), "ann")
        Session(store, f"quiet-{n}", "ann").do("set_layer", layer="entities", state="complete")
    store.add(article("open", "Somebody looked."), "ann")
    Session(store, "open", "ann").do("note", id=None, text="later")
    store.add(article("untouched", "Nobody looked."), "ann")
    return store.project.root


def test_a_dataset_has_every_complete_article_once_and_its_sums_hold(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    result = run_well(
        "export", "--project", project, "--dataset", folder, "--license", "CC-BY-4.0", "--name", "Quiet news"
    )
    assert "of which no layer is complete, left out: 1 (open)" in result.stderr
    assert "that nobody has annotated, left out: 1 (untouched)" in result.stderr
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    every = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert every - {"SHA256SUMS"} == {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    ids: Counter[str] = Counter()
    for kind in ("data", "standoff"):
        for path in (folder / kind).iterdir():
            assert path.read_bytes() == b"" or list(check_file(path)) == []
            ids.update((kind, json.loads(line)["id"]) for line in path.read_text("utf-8").splitlines())
    assert set(ids.values()) == {1}
    assert len(ids) == 2 * 29
    assert "Zoë" not in "".join(path.read_text("utf-8") for path in (folder / "standoff").iterdir())


def test_the_datasheet_counts_and_names(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    run_well("export", "--project", project, "--dataset", folder, "--license", "CC-BY-4.0", "--name", "Quiet news")
    readme = (folder / "README.md").read_text("utf-8")
    rows = {cells[1].strip(): cells[2:-1] for line in readme.splitlines() if len(cells := line.split("|")) > 5}
    assert sum(int(cell) for cell in rows["articles"][:3]) == int(rows["articles"][3]) == 29
    totals = {name: int(rows[name][3]) for name in ("entities", "quotes", "DATE", "PERSON", "direct")}
    assert totals == {"entities": 3, "quotes": 1, "DATE": 1, "PERSON": 2, "direct": 1}
    for said in (
        "# Quiet news", 'license: "cc-by-4.0"', "path: data/train.jsonl", "CC-BY-4.0", "| Example Post | 1 |",
        "| ann | 29 |", "entities: names@1+sm@3.8.0", "Not measured",
    ):  # fmt: skip
        assert said in readme
    guideline = (folder / "guideline.md").read_text("utf-8")
    assert "**PERSON**: " in guideline


def test_the_same_gold_is_the_same_bytes_and_articles_stay_in_their_split(project: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run_well("export", "--project", project, "--dataset", one)
    run_well("export", "--project", project, "--dataset", two)
    assert (one / "SHA256SUMS").read_bytes() == (two / "SHA256SUMS").read_bytes()
    before = {name: splits(one)[name] for name in splits(one)}
    store = Store(Project.open(project))
    for n in range(20):
        store.add(article(f"new-{n}", f"More of week {n}."), "ann")
        Session(store, f"new-{n}", "ann").do("set_layer", layer="entities", state="complete")
    run_well("export", "--project", project, "--dataset", one)
    after = splits(one)
    assert before.items() <= after.items()
    assert len(after) == len(before) + 20


def splits(folder: Path) -> dict[str, str]:
    paths = (folder / "data").iterdir()
    return {json.loads(line)["id"]: path.stem for path in paths for line in path.read_text("utf-8").splitlines()}


def test_without_texts_no_word_of_an_article_is_published(project: Path, tmp_path: Path) -> None:
    run_well("export", "--project", project, "--dataset", tmp_path / "set", "--standoff")
    assert not (tmp_path / "set" / "data").exists()
    whole = "".join(path.read_text("utf-8") for path in (tmp_path / "set").rglob("*") if path.is_file())
    assert "Bhriain" not in whole
    assert "Nothing happened" not in whole
    assert "path: standoff/train.jsonl" in whole
    assert "Not stated" in whole  # the licence


def test_agreement_is_measured_where_there_is_a_second_annotator(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "lee"
    shutil.copytree(project, other)
    Session(Store(Project.open(other)), "bridge", "lee").do("relabel", id="e2.2", label="TIME")
    run_well("export", "--project", project, "--dataset", tmp_path / "set", "--second", other)
    readme = (tmp_path / "set" / "README.md").read_text("utf-8")
    assert "On the entities of 29 articles that two sides completed (first: ann; second: ann, lee)." in readme
    assert "0.667" in readme  # two of three labels are the same


def test_a_folder_with_other_things_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "README.md").write_text("mine")
    result = run("export", "--project", project, "--dataset", tmp_path / "mine")
    assert result.exit_code == 2
    assert "holds something else than a dataset" in result.stderr
    assert (tmp_path / "mine" / "README.md").read_text() == "mine"


@pytest.mark.parametrize("form", ["--dataset", "--split"])
def test_a_full_disk_leaves_no_empty_folder(
    form: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(tmp_path)
    monkeypatch.setattr(durable, "os", disk)
    disk.fail(1, errno.ENOSPC, for_ever=True)
    result = run("export", "--project", project, form, tmp_path / "new" / "set")
    assert (result.exit_code, "the disk is full" in result.stderr) == (2, True)
    assert not (tmp_path / "new").exists()
    (tmp_path / "mine").mkdir()
    assert run("export", "--project", project, form, tmp_path / "mine").exit_code == 2
    assert (tmp_path / "mine").is_dir(), "what was there before stays"
    disk.mend()
    assert run("export", "--project", project, form, tmp_path / "new" / "set").exit_code == 0


def test_sha256sum_agrees(project: Path, tmp_path: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum here")
    run_well("export", "--project", project, "--dataset", tmp_path / "set")
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=tmp_path / "set", check=True)


@given(ids=st.sets(st.text(min_size=1), max_size=30), more=st.sets(st.text(min_size=1), max_size=30))
def test_a_split_depends_on_the_id_alone(ids: set[str], more: set[str]) -> None:
    shares = Shares.parse("70,20,10")
    before = {name: shares.split_of(name) for name in ids}
    assert before.items() <= {name: shares.split_of(name) for name in ids | more}.items()


def test_shares_are_kept_in_the_long_run() -> None:
    counts = Counter(Shares(0.7, 0.2, 0.1).split_of(f"article-{n}") for n in range(10_000))
    assert 6_800 < counts["train"] < 7_200
    assert 1_850 < counts["dev"] < 2_150
    assert 850 < counts["test"] < 1_150


@pytest.mark.parametrize("text", ["80,20", "a,b,c", "-1,1,1", "0,0,0", "inf,1,1", "nan,1,1"])
def test_nonsense_for_shares_is_refused(text: str) -> None:
    with pytest.raises(CopydeskError, match="are no shares"):
        Shares.parse(text)


@needs("datasets")
@pytest.mark.parametrize("kind", ["data", "standoff"])
def test_load_dataset_finds_the_splits_of_a_folder_as_it_is_written(project: Path, tmp_path: Path, kind: str) -> None:
    import datasets

    folder = tmp_path / "set"
    run_well("export", "--project", project, "--dataset", folder, "--shares", "60,20,20",
        *(["--standoff"] if kind == "standoff" else []))  # fmt: skip
    loaded = datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))
    written = {name: [json.loads(line) for line in (folder / kind / f"{name}.jsonl").read_text().splitlines()]
               for name in ("train", "dev", "test")}  # fmt: skip
    assert {name.replace("validation", "dev"): sorted(rows["id"]) for name, rows in loaded.items()} == {
        name: sorted(row["id"] for row in rows) for name, rows in written.items()
    }
    row = next(row for rows in loaded.values() for row in rows if row["entities"])
    assert all(one["end"] > one["start"] for one in row["entities"])
    assert kind == "standoff" or all(row["text"][one["start"] : one["end"]] == one["text"] for one in row["entities"])


def test_the_card_declares_every_column_of_the_schema(project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    run_well("export", "--project", project, "--dataset", folder)
    (line,) = [x for x in (folder / "README.md").read_text().splitlines() if x.startswith("  features: ")]
    columns = {column["name"]: column for column in json.loads(line.removeprefix("  features: "))}
    assert columns.keys() == json.loads((folder / "gold.schema.json").read_text())["properties"].keys()
    entity = {column["name"]: column for column in columns["entities"]["list"]}
    assert entity["start"] == {"name": "start", "dtype": "int64"}
    assert {column["name"] for column in columns["rejected"]["list"]} >= {"layer", "label", "kind"}
