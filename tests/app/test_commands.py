"""Every command of the table does, from its own key, what its sentence says. A command without a test here fails."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app import block_checks
from tests.app.checks import CHECKS, Check, checks
from tests.app.newsroom import (
    TEXT,
    article,
    ask_also,
    at,
    desk,
    facts,
    focused,
    other_names,
    project,
    said,
    screen,
    settled,
)
from tests.app.scored import finish, listed, numbers, spans, to_the_numbers, to_the_spans, worked_out
from tui.annotation import LayerState
from tui.app.app import Desk
from tui.app.commands import COMMANDS, Place
from tui.app.keymap import Keymap
from tui.app.screens.chooser import Chooser
from tui.app.screens.help import HelpScreen
from tui.app.screens.library import LibraryScreen
from tui.app.screens.reading import TextScreen
from tui.app.screens.start import StartScreen
from tui.app.screens.tour import TourScreen
from tui.app.widgets.side_panel import SidePanel
from tui.cleaning import as_is
from tui.gold import Session, Store
from tui.model import Article, BlockKind, Entity, Layer, Quote, QuoteKind


def editor(app: Desk):
    return screen(app).editor


def quote(app: Desk, nth: int = 0) -> Quote:
    value = editor(app).state.in_order(Layer.QUOTES)[nth].value
    assert isinstance(value, Quote)
    return value


def put(app: Desk, surface: str, nth: int = 0) -> None:
    """Put the cursor on a word; a label there gets the focus."""
    editor(app).go(at(surface, nth).start)
    screen(app).show_state()


def on(app: Desk) -> str:
    """The word at the cursor."""
    start, end = editor(app).motion.token_at(editor(app).cursor)
    return TEXT[start:end]


def letters_for(app: Desk, offset: int) -> str:
    """The letters that lie over the word at `offset`."""
    mode = screen(app).mode
    assert mode is not None
    return mode.over[offset]


def panel(app: Desk) -> str:
    """What the side panel says, without empty lines."""
    return "\n".join(line for line in str(app.screen.query_one("#about").render()).split("\n") if line)


# Go


@checks("line_down", "line_up")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The harbour")
    await pilot.press("j")
    below = editor(app).cursor
    assert TEXT.index("The harbour") + 20 < below < TEXT.index("The harbour") + 100
    await pilot.press("down", "up", "k")
    assert on(app) == "The"


@checks("word_next", "word_previous", "word_end")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "has dropped")
    await pilot.press("w")
    assert on(app) == "dropped"
    await pilot.press("E")
    assert TEXT[editor(app).cursor - 6 : editor(app).cursor + 1] == "dropped"
    await pilot.press("left", "W")
    assert on(app) == "has"


@checks("sentence_next", "sentence_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The harbour")
    await pilot.press("right_parenthesis")
    assert editor(app).cursor == TEXT.index("“We listened")
    await pilot.press("left_parenthesis")
    assert editor(app).cursor == TEXT.index("The harbour")


@checks("paragraph_next", "paragraph_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Harbour council")
    await pilot.press("}")
    assert editor(app).cursor == TEXT.index("Photo:")  # the folded one, too
    await pilot.press("}", "{", "{")
    assert editor(app).cursor == 0


@checks("page_down", "page_up")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "pagedown")
    assert editor(app).cursor > TEXT.index("The owner")
    await pilot.press("ctrl+b")
    assert editor(app).cursor < TEXT.index("The harbour")


@checks("top", "bottom")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("G")
    assert editor(app).cursor == TEXT.index("“It is not over")
    await pilot.press("g", "g")
    assert editor(app).cursor == 0


# Find


@checks("next", "previous", "skip")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab")
    assert focused(app) == "Ingrid Aasen"
    await pilot.press("shift+tab", "space")
    assert focused(app) == "Ingrid Aasen"
    assert facts(app)[0] == "pending ORG Vesterby"


@checks("focus_by_jump")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("s")
    await pilot.press(*letters_for(app, at("Tomas Reyes").start))
    assert focused(app) == "Tomas Reyes"


@checks("least_sure")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "u")
    assert focused(app) == "“It is not over,”"
    assert "who spoke in the paragraph before, 50% sure" in " ".join(panel(app).split())
    await pilot.press("g", "u")
    assert focused(app).startswith("“We listened")
    await pilot.press("a", "g", "u", "a", "g", "u")
    assert "no undecided label says how sure" in said(app)


@checks("next_candidate", "previous_candidate")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The owner")
    await pilot.press("c")
    assert focused(app) == "(“a gift to the airport”)"
    await pilot.press("c")
    assert focused(app) == "(Kyst Post)"
    await pilot.press("C")
    assert focused(app) == "(“a gift to the airport”)"


@checks("search", "search_next", "search_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"aasen", "enter")
    await pilot.pause()
    first = editor(app).cursor
    await pilot.press("n")
    assert TEXT[editor(app).cursor :].startswith("Aasen")
    assert editor(app).cursor > first
    await pilot.press("N")
    assert editor(app).cursor == first


# Verdicts


@checks("accept")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("a")
    assert facts(app)[0] == "accepted ORG Vesterby"
    assert focused(app) == "Ingrid Aasen"


@checks("accept_up_to")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab", "tab", "A")
    assert [fact.split()[0] for fact in facts(app)[:4]] == ["accepted", "accepted", "accepted", "pending"]
    await pilot.press("u")
    assert all(fact.startswith("pending") for fact in facts(app))


@checks("reject")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("x")
    assert facts(app)[0] == "rejected ORG Vesterby"
    assert focused(app) == "Ingrid Aasen"


@checks(*(f"label_{n}" for n in range(1, 10)))
async def _(app: Desk, pilot: Pilot[None]) -> None:
    names = []
    for digit in "123456789":
        put(app, "Vesterby")
        await pilot.press(digit)
        names.append(editor(app).state.in_order()[0].name)
    assert names == [label.name for label in app.scheme.entities[:9]]
    put(app, "We listened")
    await pilot.press("2")
    assert quote(app).kind is QuoteKind.MIXED


@checks("label_list")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("0")
    assert isinstance(app.screen, Chooser)
    await pilot.press(*"langu", "enter")
    await pilot.pause()
    assert facts(app)[0] == "corrected LANGUAGE Vesterby"


@checks("direct", "mixed", "indirect")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "a gift")
    await pilot.press("q", "D")
    assert "added direct “a gift to the airport”" in facts(app)
    await pilot.press("M")
    assert "added mixed “a gift to the airport”" in facts(app)
    await pilot.press("I")
    assert "added indirect “a gift to the airport”" in facts(app)


# Select


@checks("jump", "jump_extend")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("f")
    await pilot.press(*letters_for(app, at("Mayor").start))
    assert focused(app) == "(Mayor Ingrid Aasen)"
    await pilot.press("escape", "f")
    await pilot.press(*letters_for(app, at("ninety").start))
    assert focused(app) == "(ninety)"
    await pilot.press("F")
    await pilot.press(*letters_for(app, at("jobs").start))
    assert focused(app) == "(ninety jobs)"


@checks("expand", "shrink")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Post")
    await pilot.press("o", "o")
    assert focused(app) == "(Kyst Post)"
    await pilot.press("o")
    assert focused(app) == "(the Kyst Post)"
    await pilot.press("i", "i")
    assert focused(app) == "(Post)"


@checks("end_left", "end_right", "start_left", "start_right")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("l")
    assert facts(app)[0] == "corrected ORG Vesterby has"
    await pilot.press("h", "H")
    assert facts(app)[0] == "corrected ORG in Vesterby"
    await pilot.press("L")
    assert facts(app)[0] == "accepted ORG Vesterby"
    await pilot.press("escape", "l")
    assert editor(app).cursor == at("Vesterby").start + 1  # nothing in focus: the cursor moves


@checks("quoted", "quoted_inside")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "gift")
    await pilot.press("q")
    assert focused(app) == "(“a gift to the airport”)"
    await pilot.press("Q")
    assert focused(app) == "(a gift to the airport)"


@checks("visual")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "night ferry")
    await pilot.press("v")
    assert focused(app) == "(night)"
    await pilot.press("w")
    assert focused(app) == "(night ferry)"
    await pilot.press("e", "b", "b", "b")
    assert focused(app) == "(a night)"


# Quotes


@checks("speaker")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("r")
    offered = [name for _, name in screen(app).mode.lines]
    digit = next(i for i, name in enumerate(offered, 1) if name == "Tomas Reyes")
    await pilot.press(str(digit))
    speaker = quote(app, 1).speaker
    assert speaker is not None
    assert speaker.mention == at("Tomas Reyes")
    assert editor(app).state.clusters[speaker.cluster].name == "Tomas Reyes"
    await pilot.press("r", "0")
    assert quote(app, 1).speaker is None
    put(app, "It is not over")
    put(app, "The owner")
    await pilot.press("v", "l", "r")
    assert quote(app, 1).speaker.mention == at("The owner")
    assert editor(app).focus == editor(app).quote


@checks("speaker_by_jump")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("R")
    await pilot.press(*letters_for(app, at("Reyes", 1).start))
    assert quote(app, 1).speaker.mention == at("Reyes", 1)


@checks("cue", "cue_extend")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("t")
    await pilot.press(*letters_for(app, at("did not").start))
    assert quote(app, 1).cue == at("did")
    await pilot.press("T")
    await pilot.press(*letters_for(app, at("answer").start))
    assert quote(app, 1).cue == at("did not answer")
    await pilot.press("t", "0")
    assert quote(app, 1).cue is None


@checks("add_piece", "next_piece", "drop_piece")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("p", "l", "p", "P")
    assert [piece.text for piece in quote(app, 1).content] == ["“and the council knows it.” Aasen"]
    await pilot.press("escape")
    put(app, "had a ferry")
    await pilot.press("v", "plus")
    assert [piece.text for piece in quote(app, 1).content] == ["“and the council knows it.” Aasen", "had"]
    assert focused(app) == "had"


@checks("link")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("e", "n")
    entity = editor(app).state.in_order()[0].value
    assert isinstance(entity, Entity)
    assert editor(app).state.clusters[entity.cluster].name == "Vesterby"
    await pilot.press("e", "1")
    entity = editor(app).state.in_order()[0].value
    assert editor(app).state.clusters[entity.cluster].name != "Vesterby"
    await pilot.press("e", "0")
    assert editor(app).state.in_order()[0].value.cluster is None
    put(app, "It is not over")  # of a quote, the link is its speaker's: the mention stays where it is
    await pilot.press("e", "1")
    speaker = quote(app, 1).speaker
    assert (speaker.mention, editor(app).state.clusters[speaker.cluster].name) == (at("he", 6), "Tomas Reyes")
    await pilot.press("e", "N", *"Ola", "enter")
    await settled(pilot)
    speaker = quote(app, 1).speaker
    assert (speaker.mention, editor(app).state.clusters[speaker.cluster].name) == (at("he", 6), "Ola")


# Save keys


@checks("propagate")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("3", "asterisk")
    assert "GPE for 2 more “Vesterby”?" in said(app)
    await pilot.press("enter")
    assert [fact for fact in facts(app) if "Vesterby" in fact] == [
        "corrected GPE Vesterby",
        "accepted GPE Vesterby",
        "added GPE Vesterby",
    ]
    await pilot.press("u")
    assert [fact for fact in facts(app) if "Vesterby" in fact] == ["corrected GPE Vesterby", "pending GPE Vesterby"]


@checks("repeat")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("6", "full_stop")
    assert facts(app)[:2] == ["corrected FAC Vesterby", "corrected FAC Ingrid Aasen"]


@checks("undo", "redo")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("a", "x", "u", "u")
    assert all(fact.startswith("pending") for fact in facts(app))
    await pilot.press("U")
    assert facts(app)[0] == "accepted ORG Vesterby"
    await pilot.press("u", "u")
    assert "nothing to undo" in said(app)


@checks("count")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "has dropped")
    await pilot.press("comma", "4", "w")
    assert on(app) == "for"


# Blocks


@checks("search_project")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "slash", *"ninety JOBS", "enter")
    await settled(pilot)
    assert isinstance(app.screen, Chooser)
    await pilot.press("down", "enter")
    await settled(pilot)
    assert app.current_id == "second"
    assert editor(app).cursor == TEXT.index("ninety jobs")
    assert editor(app).hits == [(TEXT.index("ninety jobs"), TEXT.index("ninety jobs") + 11)]
    await pilot.press("g", "slash", *"zebra", "enter")
    await settled(pilot)
    assert "stands in no article" in said(app)


@checks("search_project", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "slash", *"Tomas", "enter")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    assert app.current_id == "ferry"
    assert focused(app) == "Tomas Reyes"


@checks("search_same")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Nordlys Ferries")
    await pilot.press("g", "asterisk")
    await settled(pilot)
    assert isinstance(app.screen, Chooser)
    await pilot.press("down", "enter")
    await settled(pilot)
    assert app.current_id == "second"
    assert focused(app) == "Nordlys Ferries"


@checks("label_letter")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("apostrophe", "3")
    assert facts(app)[0] == "corrected GPE Vesterby"
    put(app, "harbour")
    await pilot.press("v", "apostrophe")
    assert "money" in panel(app).lower()
    await pilot.press("m")
    assert "added MONEY harbour" in facts(app)
    await pilot.press("apostrophe", "semicolon")
    assert "added MONEY harbour" in facts(app)


# Two people


async def compare_with_suggestions(app: Desk, pilot: Pilot[None]) -> None:
    """Correct the first two suggestions, then compare with what was suggested."""
    await pilot.press("3", "x", "d", "enter")
    await settled(pilot)


@checks("compare", "next_difference", "previous_difference")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("]")
    assert "nothing is compared" in said(app)
    await compare_with_suggestions(app, pilot)
    assert panel(app).startswith("entity: label  1 of 2")
    assert "1 kim\nGPE Vesterby" in panel(app)
    assert "2 the suggestions\nORG Vesterby" in panel(app)
    await pilot.press("]")
    assert focused(app) == "(Ingrid Aasen)"
    await pilot.press("[")
    assert focused(app) == "Vesterby"


@checks("take_first", "take_second", place=Place.COMPARE)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await compare_with_suggestions(app, pilot)
    await pilot.press("1")
    assert focused(app) == "(Ingrid Aasen)"
    await pilot.press("2")
    assert "every difference with the suggestions is settled" in said(app)
    assert facts(app)[:2] == ["corrected GPE Vesterby", "accepted PERSON Ingrid Aasen"]
    await pilot.press("u")
    assert facts(app)[1] == "rejected PERSON Ingrid Aasen"
    await pilot.press("escape", "escape")
    await pilot.press("2")
    assert facts(app)[0] == "corrected GPE Vesterby"


@checks("difference_filter", place=Place.COMPARE)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await compare_with_suggestions(app, pilot)
    await pilot.press("equals_sign", *"side", "enter")
    await settled(pilot)
    assert panel(app).startswith("entity: only on side 2  1 of 1")


@checks("extractor")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    ask_also(app, "en_core_web_md", other_names)
    await pilot.press("tab", "a", "g", "x", *"web md", "enter")
    await settled(pilot)
    assert "entities are suggested by en_core_web_md now" in said(app)
    assert facts(app)[:3] == ["pending GPE Vesterby", "accepted PERSON Ingrid Aasen", "pending DATE Monday"]


@checks("block_keep")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Photo:")
    await pilot.press("B")
    block = editor(app).state.blocks[TEXT.index("Photo:")]
    assert (block.keep, block.reason) == (True, "person:kim")


@checks("block_kind")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Photo:")
    await pilot.press("K", *"caption", "enter")
    await settled(pilot)
    assert editor(app).state.blocks[TEXT.index("Photo:")].kind is BlockKind.CAPTION


@checks("fold", "fold_all")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    folded = lambda: [row.folded for row in screen(app).view.view.rows]  # noqa: E731
    put(app, "Photo:")
    await pilot.press("z")
    assert folded() == [False, False, False, False, True, False]
    await pilot.press("z", "Z")
    assert not any(folded())
    await pilot.press("Z")
    assert sum(folded()) == 2


@checks("split_block", "join_blocks")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "“We listened")
    await pilot.press("vertical_line")
    assert TEXT.index("“We listened") in editor(app).state.blocks
    put(app, "The harbour")
    await pilot.press("J")
    assert sorted(editor(app).state.blocks) == sorted(block.start for block in article().blocks)


# The article


@checks("approve")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(app.screen, LibraryScreen)
    layers = app.store.load("ferry").state.layers
    assert set(layers.values()) == {LayerState.COMPLETE}


@checks("approve_entities", "approve_quotes", "approve_blocks")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, layer in (("e", Layer.ENTITIES), ("q", Layer.QUOTES), ("b", Layer.BLOCKS)):
        await pilot.press("g", key)
        assert editor(app).state.layers[layer] is LayerState.COMPLETE
        await pilot.press("g", key)
        assert editor(app).state.layers[layer] is LayerState.OPEN


@checks("note")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("semicolon", *"check", "enter")
    await pilot.pause()
    assert editor(app).state.in_order()[0].note == "check"
    await pilot.press("escape", "semicolon", *"odd", "enter")
    await pilot.pause()
    assert editor(app).state.note == "odd"


@checks("flag")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("exclamation_mark")
    assert editor(app).state.flagged
    await pilot.press("exclamation_mark")
    assert not editor(app).state.flagged


@checks("guideline")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "question_mark")
    assert isinstance(app.screen, TextScreen)
    assert "Companies" in str(app.screen.query_one("Static").render())
    await pilot.press("escape")
    assert focused(app) == "Vesterby"


@checks("write_report", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    assert app.store is not None
    report = app.store.project.root / "scores.html"
    await pilot.press("W", *["backspace"] * len("report.html"))
    prompt = app.screen.prompt
    prompt.paste(str(report))
    await pilot.press("enter")
    await settled(pilot)
    assert f"written to {report}" in said(app)
    page = report.read_text()
    assert "<title>" in page
    assert "Vesterby" in page


@checks("edit_guideline")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "G", *" No fans.", "ctrl+s", "g", "question_mark")
    assert "No fans." in str(app.screen.query_one("Static").render())


@checks("guideline", "edit_guideline", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "G", *" No fans.", "ctrl+s", "g", "question_mark")
    assert "No fans." in str(app.screen.query_one("Static").render())


@checks("next_article", "previous_article")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "n")
    assert app.current_id == "second"
    await pilot.pause()
    await pilot.press("backspace")
    assert app.current_id == "ferry"
    await pilot.pause()
    await pilot.press("backspace")
    assert "first article" in said(app)


@checks("library")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert isinstance(app.screen, LibraryScreen)


@checks("save")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+s")
    assert "everything is saved" in said(app)


@checks("write_out")
@checks("write_out", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "w", "ctrl+u", "enter")
    assert '{"article":{"id":"ferry"' in app.clipboard
    assert "in the clipboard" in said(app)


@checks("reload")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    other = app.store.load("ferry")
    from tui.model import Event

    app.store.append(other, [Event(other.state.n + 1, "2026-01-01T00:00:00Z", "lee", "flag", {"on": True})])
    await pilot.press("g", "r")
    assert editor(app).state.flagged
    assert "loaded again" in said(app)


# The desk


@checks("palette")
@checks("palette", place=Place.LIBRARY)
@checks("palette", place=Place.START)
@checks("palette", place=Place.EVALUATION)
@checks("palette", place=Place.SPANS)
@checks("palette", place=Place.BLOCKS)
@checks("palette", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    before = app.theme
    await pilot.press("colon", *"light or", "enter")
    await pilot.pause()
    assert app.theme != before


@checks("help")
@checks("help", place=Place.LIBRARY)
@checks("help", place=Place.START)
@checks("help", place=Place.EVALUATION)
@checks("help", place=Place.SPANS)
@checks("help", place=Place.BLOCKS)
@checks("help", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    assert isinstance(app.screen, HelpScreen)
    await pilot.press(*"leave cop")
    await pilot.pause()
    shown = str(app.screen.query_one("VerticalScroll Static").render())
    assert "Ctrl+Q" in shown
    assert "Tab" not in shown
    await pilot.press("escape")
    assert not isinstance(app.screen, HelpScreen)


@checks("side_panel")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "p")
    assert not app.screen.query_one(SidePanel).display
    await pilot.press("g", "p")
    assert app.screen.query_one(SidePanel).display


@checks("theme")
@checks("theme", place=Place.LIBRARY)
@checks("theme", place=Place.START)
@checks("theme", place=Place.EVALUATION)
@checks("theme", place=Place.SPANS)
@checks("theme", place=Place.BLOCKS)
@checks("theme", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "t")
    assert app.theme == "copydesk-light"
    await pilot.press("g", "t")
    assert app.theme == "copydesk-dark"


@checks("suspend")
@checks("suspend", place=Place.LIBRARY)
@checks("suspend", place=Place.START)
@checks("suspend", place=Place.EVALUATION)
@checks("suspend", place=Place.SPANS)
@checks("suspend", place=Place.BLOCKS)
@checks("suspend", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "action_suspend_process", lambda: told.append("stop"))
        await pilot.press("ctrl+z")
        assert not told  # a desk that no shell has started would never go on
        if app.screen.query("StatusLine"):
            assert "no shell to go to" in said(app)
        patch.setattr(Desk, "can_suspend", True)
        await pilot.press("ctrl+z")
        assert told == ["stop"]


@checks("leave")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("f", "escape")
    assert screen(app).mode is None
    await pilot.press("escape")
    assert focused(app) == ""


@checks("quit")
@checks("quit", place=Place.LIBRARY)
@checks("quit", place=Place.START)
@checks("quit", place=Place.EVALUATION)
@checks("quit", place=Place.SPANS)
@checks("quit", place=Place.BLOCKS)
@checks("quit", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+q")
    await pilot.pause()
    assert app.return_code == 0
    assert not app.is_running


# The library


def long_article(article_id: str) -> Article:
    """An article with more words than the others."""
    return as_is("The ferry will not run. " * 40, id=article_id)


def library(app: Desk) -> LibraryScreen:
    assert isinstance(app.screen, LibraryScreen)
    return app.screen


@checks("open", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    assert screen(app).editor.text == TEXT


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, there in (("j", "second"), ("k", "ferry"), ("G", "second"), ("home", "ferry"), ("pagedown", "second"),
                       ("pageup", "ferry")):  # fmt: skip
        await pilot.press(key)
        assert library(app).current_id == there


@checks("next_unreviewed", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("minus")
    await pilot.pause()
    await pilot.press("home", "n")
    assert library(app).current_id == "second"


@checks("filter", "leave", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"second", "enter")
    await pilot.pause()
    assert [row.id for row in library(app).shown] == ["second"]
    await pilot.press("escape")
    assert len(library(app).shown) == 2


@checks("sort", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("s")
    assert "by title" in said(app)


@checks("sort_turned", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.store.add(long_article("third"), "lee")
    await pilot.press("g", "r", "s", "s")
    assert library(app).shown[0].id == "third"
    await pilot.press("S")
    assert library(app).shown[-1].id == "third"
    assert "by words, turned round" in said(app)


@checks("compare", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    root = app.store.project.root
    lee = Session(Store(project(root.parent / "lee", (article(), article("second")))), "second", "lee")
    lee.do("add_entity", id="e2.1", start=0, end=7, label="ORG")
    await pilot.press("d", "enter")
    await settled(pilot)
    app.screen.query_one(Input).value = str(root.parent / "lee")
    await pilot.press("enter")
    await settled(pilot)
    assert library(app).differ == {"ferry": "–", "second": "1"}
    assert "compared with lee" in said(app)
    await pilot.press("j", "enter")
    await settled(pilot)
    assert panel(app).startswith("entity: only on side 2  1 of 1")


@checks("refresh", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.store.add(article("third"), "lee")
    await pilot.press("g", "r")
    assert len(library(app).shown) == 3


# The evaluation


@checks("evaluation", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    numbers_ = await to_the_numbers(app, pilot)
    assert [row[0] for row in numbers_.table.rows][:2] == ["entities, strict", "quotes, end to end"]
    assert numbers_.table.rows[0][3] == pytest.approx(2 * 4 / (5 + 6))  # 6 predicted, 5 in the gold, Monday is none


@checks("evaluation", "next_error", "previous_error")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    finish(app.store, "second")
    await pilot.press("g", "s")
    await worked_out(pilot)
    await pilot.press("l", "l", "enter")
    assert listed(app) == ["label Vesterby second", "spurious Monday second"]
    await pilot.press("enter")
    await settled(pilot)
    assert (app.current_id, focused(app)) == ("second", "Vesterby")
    assert "label: 1 of 2, predicted ORG “Vesterby”" in said(app)
    await pilot.press("y")
    await settled(pilot)
    assert focused(app) == "(Monday)"  # nothing in the gold stands there: it is selected, ready for a label
    await pilot.press("y")
    assert "this is the last span of the list" in said(app)
    await pilot.press("Y")
    await settled(pilot)
    assert focused(app) == "Vesterby"


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", "cell_left", "cell_right",
        place=Place.EVALUATION)  # fmt: skip
async def _(app: Desk, pilot: Pilot[None]) -> None:
    rows = [row[0] for row in numbers(app).table.rows]
    for key, row in (("j", 1), ("k", 0), ("G", -1), ("home", 0), ("pagedown", -1), ("pageup", 0)):
        await pilot.press(key)
        assert numbers(app).number.row[0] == rows[row]
    for key, column in (("l", "R"), ("right", "F1"), ("h", "R"), ("left", "P"), ("h", "layer"), ("h", "layer")):
        await pilot.press(key)
        assert numbers(app).number.column == column


@checks("next_table", "previous_table", "table_list", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab")
    assert numbers(app).at == "labels"
    await pilot.press("shift+tab", "shift+tab")
    await pilot.pause()
    assert numbers(app).at == "plots"
    assert app.screen.query_one("ScorePlots").display
    await pilot.press("0", *"confusion", "enter")
    await pilot.pause()
    assert numbers(app).at == "confusion"
    assert not app.screen.query_one("ScorePlots").display


@checks("spans", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("0", *"confusion", "enter")
    await pilot.pause()
    await pilot.press("j", "l", "l", "enter")  # gold GPE, predicted ORG
    assert listed(app) == ["label Vesterby ferry", "label Vesterby second"]


@checks("refresh", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    session = Session(app.store, "ferry", "lee")
    session.do("set_layer", layer="entities", state="open")
    assert numbers(app).table.rows[0][-1] == 2
    await pilot.press("g", "r")
    await worked_out(pilot)
    assert numbers(app).table.rows[0][-1] == 1


@checks("score_with", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for n in range(3):  # five articles are the fewest that are tested
        app.store.add(article(f"more{n}"), "lee")
        finish(app.store, f"more{n}")
    await pilot.press("g", "r")
    await worked_out(pilot)
    before = numbers(app).table.rows[0][3]
    ask_also(app, "other", other_names)
    await pilot.press("w", *"other", "enter")
    await worked_out(pilot)
    after = numbers(app).table.rows[0][3]
    assert after != before
    await pilot.press("0", *"differences", "enter")
    await pilot.pause()
    row = numbers(app).table.rows[0]
    assert (row[1], row[2], row[3]) == ("entities", pytest.approx(before), pytest.approx(after))
    await pilot.press("enter")
    assert listed(app)[0].startswith("boundary Ingrid Aasen")
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("x", "minus")  # the gold was wrong
    await worked_out(pilot)
    await pilot.press("minus")
    await worked_out(pilot)
    assert not numbers(app).trouble
    assert numbers(app).table.rows[0][2] != row[2]


@checks("back", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert library(app)


@checks("leave", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    assert library(app)


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, row in (("j", 1), ("k", 0), ("G", 3), ("home", 0), ("pagedown", 3), ("pageup", 0)):
        await pilot.press(key)
        assert spans(app).table.cursor_row == row


@checks("open_span", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("j", "enter")
    await settled(pilot)
    assert (app.current_id, focused(app)) == ("ferry", "(Monday)")
    await pilot.press("0", *"date", "enter")  # the gold was wrong
    await settled(pilot)
    await pilot.press("minus")
    await worked_out(pilot)
    assert listed(app) == ["label Vesterby ferry", "label Vesterby second", "spurious Monday second"]


@checks("filter", "leave", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"monday second", "enter")
    await pilot.pause()
    assert listed(app) == ["spurious Monday second"]
    await pilot.press("escape")
    assert len(spans(app).shown) == 4
    await pilot.press("escape")
    assert numbers(app)


@checks("back", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert numbers(app).number.column == "F1"


@checks("quit_library", place=Place.LIBRARY)
@checks("quit_library", place=Place.START)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("q")
    await pilot.pause()
    assert app.return_code == 0
    assert not app.is_running


@checks("tour", place=Place.START)
@checks("tour", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    under = app.screen
    await pilot.press("t")
    await settled(pilot)
    assert isinstance(app.screen, TourScreen)
    await pilot.press("escape", "escape")
    await settled(pilot)
    assert app.screen is under


@checks("tour_next", place=Place.TOUR)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.start_tour()
    await settled(pilot)
    await pilot.press("ctrl+n")
    assert app.screen.at == 1


@checks("samples", place=Place.START)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert [row.title for row in library(app).shown] == ["Library to close on Sundays"]


@pytest.mark.parametrize(
    ("command", "place"),
    [(command, place) for command in COMMANDS for place in command.places],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_every_command_has_a_check_and_a_key(command, place) -> None:
    assert (command.id, place) in CHECKS
    assert Keymap.of().first(command.id)


@pytest.mark.parametrize("check", list(dict.fromkeys(CHECKS.values())), ids=lambda check: "-".join(
    dict.fromkeys(command_id for (command_id, _), other in CHECKS.items() if other is check)))  # fmt: skip
async def test_a_command_does_what_its_sentence_says(check: Check, tmp_path: Path) -> None:
    for place in dict.fromkeys(place for (_, place), other in CHECKS.items() if other is check):
        if place is Place.START:
            await _at_the_start(check, tmp_path)
            continue
        both = (article(), article("second"))
        opened = () if place is Place.LIBRARY else ("ferry", "second")
        if check is CHECKS["approve", Place.ARTICLE]:
            opened = ("ferry",)
        async with desk(tmp_path / place.value, articles=both, open_ids=opened) as (app, pilot):
            if place is Place.EVALUATION:
                await to_the_numbers(app, pilot)
            elif place is Place.SPANS:
                await to_the_spans(app, pilot)
            elif place in (Place.BLOCKS, Place.RULES):
                await block_checks.go_to(place, app, pilot)
            await check(app, pilot)


async def _at_the_start(check: Check, folder: Path) -> None:
    samples = folder / "samples"
    samples.mkdir()
    text = "Library to close on Sundays\n\n" + "The town library will close on Sundays from May, the council said. " * 4
    (samples / "library.txt").write_text(text, encoding="utf-8")
    app = Desk(None, samples=samples, new_project=folder / "new", who="kim")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)
        await check(app, pilot)


async def test_a_search_says_when_the_words_stand_in_dropped_blocks_only(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("slash", *"morning", "enter")
        assert "stands in dropped blocks only: Z opens them" in said(app)
        await pilot.press("Z", "slash", *"morning", "enter")
        assert "hit 1 of 1" in said(app)
