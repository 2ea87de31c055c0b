"""The guideline reworded by keys, from an error in the evaluation or from the article, and kept in the project."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from tests.app.newsroom import desk, focused, project, said, screen, settled
from tests.app.scored import to_the_spans
from tui.app.app import Desk
from tui.app.screens.guideline import GuidelineScreen
from tui.app.screens.reading import TextScreen, flowing
from tui.app.screens.spans import SpansScreen
from tui.app.settings import Settings
from tui.gold import Project, default_scheme, load_scheme
from tui.gold.errors import ConflictError, StoreError
from tui.gold.guideline import HISTORY, Passage, Rewording, as_toml, earlier, reword, reworded, with_changes
from tui.gold.scheme import parse_scheme, project_scheme
from tui.model import Layer

OURS = """# Asked for by the sports desk.
name = "sports"
version = "2"   # since May

[[entities]]
name = "ORG"      # clubs, too
key = "1"
colour = "blue"
tag = "ORG"
guideline = "Clubs and bodies."

[[entities]]
name = "GPE"
key = "2"
colour = "green"
tag = "GPE"
guideline = "Places."
"""
ORG = Passage(Layer.ENTITIES, "ORG")


def with_scheme(root: Path) -> Project:
    made = project(root)
    (root / "sports.toml").write_text(OURS)
    (root / "copydesk.toml").write_text('# ours\nscheme = "sports.toml"\n\n[keys]\npreset = "vim"\n')
    return Project.open(made.root)


def box(app: Desk) -> GuidelineScreen:
    assert isinstance(app.screen, GuidelineScreen), app.screen
    return app.screen


def page(app: Desk) -> str:
    assert isinstance(app.screen, TextScreen), app.screen
    return str(app.screen.query_one("Static").render())


async def retype(pilot: Pilot[None], words: str) -> None:
    await pilot.press("f7", "delete", *words)


async def test_the_text_of_a_label_is_reworded_in_the_project_s_file_and_shown_at_once(tmp_path: Path) -> None:
    with_scheme(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "G")
        assert [area.text for area in box(app).boxes] == ["Clubs and bodies.", ""]
        assert "sports.toml" in str(app.screen.query_one(".where").render())
        await pilot.press(*" No fans.", "ctrl+s")
        assert "the guideline of ORG is changed, in sports.toml" in said(app)
        assert focused(app) == "Vesterby"
        await pilot.press("g", "question_mark")
        assert "Clubs and bodies. No fans." in page(app)
    assert (tmp_path / "sports.toml").read_text() == OURS.replace("bodies.", "bodies. No fans.")
    (row,) = map(json.loads, (tmp_path / HISTORY).read_text().splitlines())
    assert (row["by"], row["label"], row["was"]) == ("kim", "ORG", "Clubs and bodies.")


async def test_a_project_with_the_label_set_that_comes_with_copydesk_gets_its_own_copy(tmp_path: Path) -> None:
    made = project(tmp_path)
    (tmp_path / "copydesk.toml").write_text('# of the newsroom\n\n[keys]\naccept = "a"\n')
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "question_mark", "e")
        await pilot.pause()
        await retype(pilot, "Bodies.")
        await pilot.press("tab")
        await pilot.press(*" Ask Kim.", "ctrl+s")
        assert "the guideline of ORG and all labels is changed, in labels.toml" in said(app)
        await pilot.press("g", "G")  # again: the copy is the project's label set now
        assert box(app).boxes[0].text == "Bodies."
        await pilot.press("escape")
        await settled(pilot)
        assert screen(app).scheme.guideline.endswith("Ask Kim.")
    scheme = project_scheme(Project.open(made.root))
    assert scheme.by_name[Layer.ENTITIES, "ORG"].guideline == "Bodies."
    assert scheme.guideline == default_scheme().guideline + " Ask Kim."
    assert [label.key for label in scheme.entities] == [label.key for label in default_scheme().entities]
    assert (tmp_path / "labels.toml").read_text().startswith("# Labels for news articles.")
    config = (tmp_path / "copydesk.toml").read_text()
    assert config.startswith("# of the newsroom\n")
    assert Project.open(tmp_path).config == {"keys": {"accept": "a"}, "scheme": "labels.toml"}
    assert Settings.of_project(Project.open(tmp_path)).scheme == scheme


async def test_from_an_error_of_the_evaluation_one_key_leads_to_the_guideline(tmp_path: Path) -> None:
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        await to_the_spans(app, pilot)
        shown = app.screen.current.shown
        label = (shown.gold or shown.predicted).label
        await pilot.press("g", "question_mark")
        assert page(app).startswith(label)
        await pilot.press("x", "g", "G", *" See the list.", "ctrl+s")
        assert isinstance(app.screen, SpansScreen)
        assert f"the guideline of {label} is changed" in said(app)
        await pilot.press("enter")  # the article has it, too
        await settled(pilot)
        await pilot.press("g", "question_mark")
        assert "See the list." in page(app)


async def test_an_open_article_without_a_focus_shows_what_is_said_of_all_labels(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("escape", "g", "question_mark")
        assert page(app).startswith("Label set news")
        await pilot.press("x", "g", "G")
        assert [area.text for area in box(app).boxes] == [default_scheme().guideline]


async def test_esc_asks_before_it_throws_words_away(tmp_path: Path) -> None:
    with_scheme(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "G", *"xyz", "escape")
        assert "Not saved. Esc again" in str(box(app).query_one("#said").render())
        await pilot.press("z", "escape")
        assert box(app)  # typed on: asked again
        await pilot.press("escape")
        assert screen(app)
    assert (tmp_path / "sports.toml").read_text() == OURS
    assert not (tmp_path / HISTORY).exists()


async def test_older_wordings_come_back_with_a_key(tmp_path: Path) -> None:
    made = with_scheme(tmp_path)
    scheme = project_scheme(made)
    scheme, _ = reword(made, scheme, [Rewording(ORG, "Clubs and bodies.", "Clubs.")], "lee")
    reword(made, scheme, [Rewording(ORG, "Clubs.", "Bodies.")], "lee")
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "G")
        seen = []
        for _ in range(3):
            await pilot.press("ctrl+r")
            seen.append(box(app).boxes[0].text)
        assert seen == ["Clubs.", "Clubs and bodies.", "Bodies."]
        await pilot.press("ctrl+r", "ctrl+r", "ctrl+s")
        assert screen(app).scheme.by_name[Layer.ENTITIES, "ORG"].guideline == "Clubs and bodies."
    assert earlier(made, ORG) == ("Bodies.", "Clubs.", "Clubs and bodies.")


async def test_what_somebody_else_reworded_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    made = with_scheme(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "G", *" Mine.")
        reword(made, project_scheme(made), [Rewording(ORG, "Clubs and bodies.", "Theirs.")], "lee")
        await pilot.press("ctrl+s")
        assert "somebody else has reworded what is said of ORG" in str(box(app).query_one("#said").render())
        assert box(app).boxes[0].text == "Clubs and bodies. Mine."
    assert load_scheme(tmp_path / "sports.toml").by_name[Layer.ENTITIES, "ORG"].guideline == "Theirs."


async def test_a_label_that_the_label_set_does_not_have_is_refused(tmp_path: Path) -> None:
    with_scheme(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("tab", "g", "G")
        assert focused(app) == "Ingrid Aasen"
        assert "the label set sports has no label PERSON" in said(app)


async def test_a_file_that_cannot_be_written_changes_nothing_and_keeps_the_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scheme(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with desk(tmp_path) as (app, pilot):
        monkeypatch.setattr("tui.gold.guideline.replace_file", full)
        await pilot.press("g", "G", *" No fans.", "ctrl+s")
        assert "the disk is full" in str(box(app).query_one("#said").render())
        assert box(app).boxes[0].text == "Clubs and bodies. No fans."
        monkeypatch.undo()
        await pilot.press("ctrl+s")
        assert "No fans." in (tmp_path / "sports.toml").read_text()


async def test_what_is_pasted_or_stands_in_the_file_cannot_command_the_terminal(tmp_path: Path) -> None:
    with_scheme(tmp_path)
    path = tmp_path / "sports.toml"
    path.write_text(OURS.replace("Clubs and bodies.", "Clubs \u202eseidob"))
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "G")
        area = box(app).boxes[0]
        assert "\u202e" not in area.render_line(0).text
        app.post_message(events.Paste(" A\x1b[2J\x9bB"))
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert screen(app)
    assert load_scheme(path).by_name[Layer.ENTITIES, "ORG"].guideline == "Clubs \u202eseidob A[2JB"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Rewording(Passage(Layer.ENTITIES, "SHIP"), "", "x"), "has no label SHIP"),
        (Rewording(ORG, "Clubs.", "x"), "somebody else"),
    ],
)
def test_a_change_that_does_not_fit_leaves_every_file_as_it_was(tmp_path: Path, change: Rewording, says: str) -> None:
    made = with_scheme(tmp_path)
    with pytest.raises((StoreError, ConflictError), match=says):
        reword(made, project_scheme(made), [Rewording(Passage(), "", "All."), change], "kim")
    assert (tmp_path / "sports.toml").read_text() == OURS
    assert not (tmp_path / HISTORY).exists()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_come_back_from_the_file(one: str, every: str) -> None:
    changes = [Rewording(ORG, "Clubs and bodies.", one), Rewording(Passage(), "", every)]
    changed = with_changes(parse_scheme(OURS, "sports.toml"), changes)
    source = reworded(OURS, changes)
    assert parse_scheme(source, "sports.toml") == changed
    assert parse_scheme(as_toml(changed), "made.toml") == changed
    for kept in ("# Asked for by the sports desk.", "# since May", "# clubs, too"):
        assert kept in source


def test_a_guideline_flows_but_keeps_its_paragraphs_and_lists() -> None:
    text = "Mark the\nname.\n\n- no titles,\n  none\n- no verbs\n1. ask\nKim"
    assert flowing(text) == "Mark the name.\n\n- no titles, none\n- no verbs\n1. ask Kim"


async def test_keys_typed_before_the_editor_is_there_are_typed_into_it(tmp_path: Path) -> None:
    with_scheme(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        before = screen(app).session.stored.events
        for key in ("g", "question_mark", "e", "x", "a", "enter", "x"):  # as a terminal sends them: nobody waits
            app.post_message(events.Key(key, {"enter": "\r", "question_mark": "?"}.get(key, key)))
        await settled(pilot)
        assert box(app).boxes[0].text == "Clubs and bodies.xa\nx"
        await pilot.press("ctrl+s")
        assert screen(app).session.stored.events == before
