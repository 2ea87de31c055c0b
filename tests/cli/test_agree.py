"""`copydesk agree`: two people's work on the same articles."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.app.newsroom import article, at, predictions
from tests.app.tmux import Tmux, needs_tmux
from tests.command_line import run
from tests.peers import needs
from tui.gold import Project, Session, Store
from tui.model import Layer


def annotate(project: Project, who: str, place: str = "GPE", *, monday: bool = True, finish: bool = True) -> None:
    """Go through every article: the first Vesterby is a `place`, Monday a date or nothing, the rest is accepted."""
    store = Store(project)
    for article_id in store.ids():
        session = Session(store, article_id, who)
        if not session.state.labels:
            session.do("suggest", by="fake", predictions=predictions(session.article).as_json())
        for label in session.state.in_order():
            if label.spans == (at("Vesterby"),):
                session.do("relabel", id=label.id, label=place)
            elif label.spans == (at("Monday"),) and not monday:
                session.do("reject", id=label.id)
            elif label.status.value == "pending":
                session.do("accept", id=label.id)
        for layer in Layer if finish else ():
            session.do("set_layer", layer=layer.value, state="complete")


def project(root: Path, ids: Sequence[str] = ("one", "two")) -> Project:
    made = Project.create(root)
    for name in ids:
        Store(made).add(article(name), "kim")
    return made


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """The projects of ann and of ben, who differ in Vesterby and in Monday."""
    ann, ben = project(tmp_path / "ann"), project(tmp_path / "ben")
    annotate(ann, "ann", "GPE", monday=False)
    annotate(ben, "ben", "ORG")
    return ann.root, ben.root


def test_the_table_has_every_measure_and_the_differences_their_context(two: tuple[Path, Path]) -> None:
    result = run("agree", *two)
    assert result.exit_code == 0, result.stderr
    shown = result.stdout
    assert "Agreement of ann, ben on 2 articles" in shown
    assert "ann, ben   0.727" in shown  # 4 of 5 and 6
    for words in ("kappa", "alpha of units and labels", "quotes, content and speaker   1.000", "body, lines"):
        assert words in shown
    assert "entities: label  one" in shown
    place = f"{at('Vesterby').start}:{at('Vesterby').end}"
    assert f"ann  GPE {place}" in shown
    assert f"ben  ORG {place}" in shown
    assert "ann  nothing" in shown
    assert "only 2 documents" in shown
    assert "and 3 more" in run("agree", *two, "--differences", "1").stdout


def test_gold_files_and_projects_give_the_same(two: tuple[Path, Path], tmp_path: Path) -> None:
    files = []
    for root in two:
        files.append(tmp_path / f"{root.name}.jsonl")
        assert run("export", "--project", root, "-o", files[-1]).exit_code == 0
    expected = json.loads(run("agree", *two, "--format", "json").stdout)
    found = json.loads(run("agree", *files, "--format", "json").stdout)
    assert found["pairs"][0]["f1"] == expected["pairs"][0]["f1"] == pytest.approx(8 / 11)
    assert [row["class"] for row in found["list"]] == ["label", "spurious"] * 2
    assert found["list"][0]["first"]["text"] == found["list"][0]["second"]["text"] == "Vesterby"


def test_the_list_goes_to_a_spreadsheet_and_the_tables_to_a_page(two: tuple[Path, Path]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("agree", *two, "--format", "csv").stdout)))
    assert [(row["article"], row["class"], row["first_label"], row["second_label"]) for row in rows] == [
        ("one", "label", "GPE", "ORG"), ("one", "spurious", "", "DATE"),
        ("two", "label", "GPE", "ORG"), ("two", "spurious", "", "DATE"),
    ]  # fmt: skip
    markdown = run("agree", *two, "--format", "markdown").stdout
    assert "## Every difference" in markdown
    assert "Vesterby" in markdown


def test_two_people_of_one_project_are_compared_as_each_left_it(tmp_path: Path) -> None:
    made = project(tmp_path / "desk", ["one"])
    annotate(made, "ann", "GPE")
    annotate(made, "ben", "LOC")
    data = json.loads(run("agree", f"{made.root}@ann", f"{made.root}@ben", "--format", "json").stdout)
    assert data["annotators"] == ["ann", "ben"]
    assert [(row["first"]["label"], row["second"]["label"]) for row in data["list"]] == [("GPE", "LOC")]
    result = run("agree", f"{made.root}@ann", f"{made.root}@cara")
    assert (result.exit_code, "cara has done nothing" in result.stderr) == (2, True)


def test_what_one_of_two_drops_is_compared_neither_way(two: tuple[Path, Path], tmp_path: Path) -> None:
    _, ben = two
    session = Session(Store(Project.open(ben)), "one", "ben")
    first = next(block for block in session.state.blocks.values() if block.start <= at("Vesterby").start < block.end)
    session.do("set_block", start=first.start, keep=False, kind="other")
    for sides in (two, two[::-1]):
        data = json.loads(run("agree", *sides, "--format", "json").stdout)
        entities = next(row for row in data["layers"] if row["layer"].startswith("entities"))
        assert data["pairs"][0]["f1"] == entities["F1"]
        assert [(row["article"], row["layer"]) for row in data["list"]] == [
            ("one", "blocks"), ("two", "entities"), ("two", "entities"),
        ]  # fmt: skip
        names = [Path(side).name for side in sides]
        assert any(note.startswith("entities: ") and "lie outside the body that both keep" in note
                   and note.index(names[0]) < note.index(names[1]) for note in data["notes"])  # fmt: skip


def test_people_who_label_quotes_alone_can_be_compared(two: tuple[Path, Path]) -> None:
    for root in two:
        store = Store(Project.open(root))
        for article_id in store.ids():
            Session(store, article_id, "ann").do("set_layer", layer="entities", state="open")
    result = run("agree", *two)
    assert result.exit_code == 0, result.stderr
    assert "entities: no article whose entities all have finished" in result.stdout
    assert "quotes, content and speaker   1.000" in result.stdout
    assert "Entities, two by two" not in result.stdout
    assert json.loads(run("agree", *two, "--format", "json").stdout)["alpha_tokens"] is None


def test_three_people_are_compared_two_by_two(two: tuple[Path, Path], tmp_path: Path) -> None:
    third = project(tmp_path / "cara")
    annotate(third, "cara", "GPE")
    data = json.loads(run("agree", *two, third.root, "--format", "json").stdout)
    assert [(pair["first"], pair["second"]) for pair in data["pairs"]] == [
        ("ann", "ben"), ("ann", "cara"), ("ben", "cara"),
    ]  # fmt: skip
    store = Store(Project.open(third.root))
    Session(store, "two", "cara").do("set_layer", layer="entities", state="open")
    shown = run("agree", *two, third.root).stdout
    assert "Agreement of ann, ben, cara on 1 article\n" in shown
    first, _, rest = shown.partition("Every layer, two by two")
    assert [line.split()[-1] for line in first.splitlines() if line.startswith(" ann, ben ")] == ["1"]
    assert [line.split()[-1] for line in rest.splitlines() if line.split()[:3] == ["ann,", "ben", "entities,"]] == ["2"]
    assert "of what all have finished and keep" in " ".join(shown.split())


def test_what_cannot_be_compared_is_one_sentence(two: tuple[Path, Path], tmp_path: Path) -> None:
    unfinished = project(tmp_path / "dora")
    annotate(unfinished, "dora", finish=False)
    for arguments, says in (
        ((two[0],), "agreement needs two sides"),
        ((two[0], two[0]), "a side is named twice"),
        ((two[0], unfinished.root), "have no article in common in which all have finished a layer"),
        ((two[0], tmp_path / "nowhere"), "there is no gold file and no project at"),
        ((*two, unfinished.root, "--open"), "--open settles differences between two"),
        ((*two, "--open"), "the desk needs a terminal"),
    ):
        result = run("agree", *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert says in result.stderr


@needs("pygamma_agreement", "gamma")
def test_gamma_is_given_where_the_extra_is_installed(two: tuple[Path, Path]) -> None:
    measured = json.loads(run("agree", *two, "--gamma", "--format", "json").stdout)
    assert 0.5 < measured["gamma"] < 1
    assert "gamma" in run("agree", *two, "--gamma").stdout.lower()


@pytest.mark.skipif(find_spec("pygamma_agreement") is not None, reason="the extra is installed")
def test_without_the_extra_gamma_is_one_sentence(two: tuple[Path, Path]) -> None:
    result = run("agree", *two, "--gamma")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "pip install 'copydesk[gamma]'" in result.stderr


@needs_tmux
def test_the_desk_opens_where_two_people_differ_and_a_digit_settles_it(two: tuple[Path, Path], tmp_path: Path) -> None:
    ann, ben = two
    command = (sys.executable, "-m", "tui", "agree", str(ann), str(ben), "--open", "--who", "ann")
    with Tmux(tmp_path, ("env", "COPYDESK_TOUR=never", *command), 120, 40) as terminal:
        terminal.wait_for_text("differences")
        terminal.press("2")
        terminal.wait_for(lambda _: Store(Project.open(ann)).load("one").events[-1].do == "settle")
        terminal.press("C-q")
