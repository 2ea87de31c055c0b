"""Gold in a real git repository: one changed label is one changed line, and two people's work comes together."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.newspapers import environment
from tests.gold.acts import work
from tests.gold.desk import new_session, new_store, span
from tui.cli import main
from tui.gold import Project, Session, Store, default_scheme, export_gold
from tui.gold.check import check_file, checked_rows
from tui.gold.merging import merge
from tui.gold.one_file import document_of, join, rows_of, split
from tui.model import CopydeskError

COPYDESK = f"{sys.executable} -m tui"


def gold_rows(store: Store) -> list[dict[str, Any]]:
    stream = io.BytesIO()
    export_gold(store, stream, default_scheme())
    return rows_of(stream.getvalue(), "export")[0]


def accepted(folder: Path) -> Store:
    """A project in which ann has accepted everything that was proposed."""
    store = new_store(folder)
    session = new_session(store)
    for label in session.state.in_order():
        session.do("accept", id=label.id)
    session.do("set_layer", layer="entities", state="complete")
    return store


def git(repository: Path, *arguments: str, fails: bool = False) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=ann", "-c", "user.email=ann@example.org", *arguments],
        cwd=repository, capture_output=True, text=True, env=environment(),
    )  # fmt: skip
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout + done.stderr


class Repository:
    """A repository with gold in it, and people who work on branches of it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.root, self.name = folder / "repository", name
        self.store = accepted(folder / "project")
        self.root.mkdir()
        git(self.root, "init", "-q", "-b", "main")
        git(self.root, "config", "diff.copydesk.textconv", f"{COPYDESK} textconv")
        git(self.root, "config", "merge.copydesk.driver", f"{COPYDESK} merge-driver %O %A %B %P")
        (self.root / ".gitattributes").write_text(f"{name} diff=copydesk merge=copydesk\n")
        self.commit()

    def commit(self) -> None:
        if self.name.endswith(".json"):
            split(gold_rows(self.store), self.root)
        else:
            with (self.root / self.name).open("wb") as stream:
                export_gold(self.store, stream, default_scheme())
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "work")

    def work(self, branch: str, person: str, what: Callable[[Session], None]) -> None:
        """Let a person work on a branch of their own, from what is on main."""
        git(self.root, "checkout", "-q", "-B", branch, "main")
        copy = self.root.parent / f"of-{person}"
        shutil.copytree(self.store.project.root, copy)
        main, self.store = self.store, Store(Project.open(copy))
        what(Session(self.store, "bridge", person))
        self.commit()
        self.store = main

    def gold(self) -> dict[str, Any]:
        path = self.root / self.name
        assert list(check_file(path)) == []
        return rows_of(path.read_bytes(), "gold")[0][0]


@pytest.fixture(params=["bridge.json", "gold.jsonl"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    return Repository(tmp_path, request.param)


def labels(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entity["text"], entity["label"]) for entity in row["entities"]]


def test_one_changed_label_is_one_changed_line(repository: Repository) -> None:
    repository.work("lee", "lee", lambda session: session.do("relabel", id="e2.1", label="PERSON"))
    diff = git(repository.root, "diff", "main", "lee", "--", repository.name)
    changed = [line for line in diff.splitlines() if line[0] in "+-" and line[:3] not in ("+++", "---")]
    assert changed == [
        "-annotators ann",
        "+annotators ann, lee",
        "-entity 17:31 “Zoë Ní Bhriain” ORG = c2.1 (accepted) by ann",
        "+entity 17:31 “Zoë Ní Bhriain” PERSON = c2.1 (corrected) by lee",
    ]


def test_what_two_people_did_comes_together(repository: Repository) -> None:
    derry = span("Derry")
    repository.work("lee", "lee", lambda session: session.do("relabel", id="e2.1", label="PERSON"))

    def kims(session: Session) -> None:
        session.do("reject", id="e2.2")
        session.do("add_entity", id=session.new_id("e"), start=derry.start, end=derry.end, label="GPE")

    repository.work("kim", "kim", kims)
    git(repository.root, "merge", "-q", "lee")
    merged = repository.gold()
    assert labels(merged) == [("Zoë Ní Bhriain", "PERSON"), ("Derry", "GPE"), ("Berg", "PERSON")]
    assert [row["text"] for row in merged["rejected"]] == ["Monday"]
    assert merged["review"]["annotators"] == ["ann", "kim", "lee"]
    assert merged["review"]["layers"]["entities"] == "complete"
    assert "flagged" not in merged["review"]


def test_what_both_changed_differently_is_marked_and_the_compare_view_finds_it(repository: Repository) -> None:
    repository.work("lee", "lee", lambda session: session.do("relabel", id="e2.1", label="PERSON"))

    def kims(session: Session) -> None:
        session.do("relabel", id="e2.1", label="GPE")
        session.do("relabel", id="e2.2", label="TIME")

    repository.work("kim", "kim", kims)
    told = git(repository.root, "merge", "lee", fails=True)
    assert "conflicts: 1" in told
    merged = repository.gold()  # which is gold all the same
    assert labels(merged) == [("Zoë Ní Bhriain", "GPE"), ("Monday", "TIME"), ("Berg", "PERSON")]
    assert "merge conflict: ann, lee: 17:31 “Zoë Ní Bhriain” PERSON" in merged["entities"][0]["note"]
    assert merged["review"]["flagged"]
    assert merged["review"]["layers"]["entities"] == "open"  # nobody has decided: no gold for recall
    theirs = repository.root.parent / f"theirs{Path(repository.name).suffix}"
    theirs.write_text(git(repository.root, "show", f":3:{repository.name}"))
    project = repository.root.parent / "of-kim"
    compared = subprocess.run(
        [*COPYDESK.split(), "compare", theirs, "--project", project, "--list"],
        capture_output=True, text=True, env=environment(), check=True,
    )  # fmt: skip
    assert "open differences: 2" in compared.stderr  # of e2.2, only kim has changed the label
    assert "PERSON" in compared.stdout


def test_a_file_that_is_broken_is_left_as_it_is(tmp_path: Path) -> None:
    row = gold_rows(accepted(tmp_path / "p"))[0]
    for name in ("base", "ours", "theirs"):
        (tmp_path / name).write_bytes(document_of(row))
    (tmp_path / "theirs").write_bytes(document_of(row)[:-40])
    done = subprocess.run(
        [*COPYDESK.split(), "merge-driver", "base", "ours", "theirs", "gold/bridge.json"],
        cwd=tmp_path, capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "gold/bridge.json (theirs): it is not JSON" in done.stderr
    assert (tmp_path / "ours").read_bytes() == document_of(row)


def test_an_article_a_file_and_back_is_the_same_gold(tmp_path: Path) -> None:
    store = accepted(tmp_path / "p")
    rows = gold_rows(store)
    first = split(rows, tmp_path / "gold")
    assert [path.name for path in first.written] == ["bridge.json"]
    assert not split(rows, tmp_path / "gold").written  # the same bytes are not written again
    stream = io.BytesIO()
    export_gold(store, stream, default_scheme())
    assert b"".join(join([tmp_path / "gold"])) == stream.getvalue()
    assert json.loads((tmp_path / "gold" / "bridge.json").read_text(encoding="utf-8")) == rows[0]
    assert max(map(len, (tmp_path / "gold" / "bridge.json").read_bytes().split(b"\n"))) < 600  # a label a line


def test_a_file_that_is_no_gold_is_not_written_over(tmp_path: Path) -> None:
    rows = gold_rows(accepted(tmp_path / "p"))
    path = tmp_path / "gold" / f"{rows[0]['id']}.json"
    path.parent.mkdir()
    path.write_text('{"name": "somebody\'s own"}\n')
    with pytest.raises(CopydeskError, match=r"bridge\.json is there already and is no gold; give another folder"):
        split(rows, path.parent)
    assert "somebody" in path.read_text()
    for mine in ("", "<<<<<<< ours\n{\n", '{\n"schema":"copydesk.gold/1",\n'):
        path.write_text(mine)
        assert split(rows, path.parent).written == (path,)


def test_the_commands_split_and_join(tmp_path: Path) -> None:
    accepted(tmp_path / "p")

    def run(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exit_code == 0, result.stderr
        return result

    told = run("export", "--project", tmp_path / "p", "--split", tmp_path / "gold").stderr
    assert "files written: 1, the same already: 0" in told
    run("join", tmp_path / "gold", "-o", tmp_path / "joined.jsonl")
    assert (tmp_path / "joined.jsonl").read_text("utf-8") == run("export", "--project", tmp_path / "p").stdout
    assert run("check", tmp_path / "gold" / "bridge.json").exit_code == 0
    run("import", tmp_path / "gold" / "bridge.json", "--project", tmp_path / "other")
    assert run("export", "--project", tmp_path / "other").stdout == run("export", "--project", tmp_path / "p").stdout
    refused = CliRunner().invoke(main, ["join", str(tmp_path / "gold"), str(tmp_path / "gold" / "bridge.json")])
    assert refused.exit_code == 2
    assert "which" in refused.stderr
    assert "has already" in refused.stderr


def test_a_project_s_own_file_is_lines_too(tmp_path: Path) -> None:
    store = accepted(tmp_path / "p")
    path = store.project.article_path("bridge")
    Session(store, "bridge", "ann").do("note", id="e2.1", text="\x1b[31mred")
    done = subprocess.run(
        [*COPYDESK.split(), "textconv", path], capture_output=True, text=True, env=environment(), check=True
    )
    assert "accepted 17:31 “Zoë Ní Bhriain” ORG = c2.1 by ann note: ␛[31mred\n" in done.stdout
    assert "\x1b" not in done.stdout


@settings(max_examples=20)
@given(data=st.data())
def test_merging_loses_nothing_that_either_decided(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    merging_loses_nothing(data, tmp_path_factory.mktemp("merge"))


def merging_loses_nothing(data: st.DataObject, folder: Path) -> None:
    """Let two people work on copies of one project, and merge; the list of mutants runs this, too."""
    base = accepted(folder / "base")
    sides = []
    for person in ("kim", "lee"):
        shutil.copytree(base.project.root, folder / person)
        store = Store(Project.open(folder / person))
        work(Session(store, "bridge", person), data)
        sides.append(gold_rows(store))
    was, (ours, theirs) = gold_rows(base), sides
    merged, conflicts = merge(was, ours, theirs)
    checked_rows(merged, "merged")
    assert merge(was, ours, was) == (ours, [])
    assert merge(was, was, theirs) == (theirs, [])
    assert merge(was, ours, ours) == (ours, [])

    def decided(row: dict[str, Any]) -> set[str]:
        return {json.dumps(stretches(label)) for kind in ("entities", "quotes") for label in row[kind]}

    def stretches(label: dict[str, Any]) -> list[Any]:
        pieces = label.get("content", [label])
        return [label.get("label", label.get("kind")), [[piece["start"], piece["end"]] for piece in pieces]]

    if conflicts:
        assert merged[0]["review"]["flagged"]
    else:  # what is new on either side is there
        new = (decided(ours[0]) | decided(theirs[0])) - decided(was[0])
        assert new <= decided(merged[0])
