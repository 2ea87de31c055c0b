"""The steps of the tour: what is said, and when it is done. A step waits for the deed, not for a certain key."""

from collections.abc import Callable, Set
from dataclasses import dataclass

from tui.annotation import LayerState, State, Status
from tui.app.edits import Edits
from tui.app.tour.lesson import at
from tui.model import Entity, Quote, Span

Done = Callable[[Edits, Set[str]], bool]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `text` holds `{command}` where the key of a command is shown; `done` is told the commands run in it."""

    text: str
    done: Done
    edits_on_the_way: int = 0
    """How many edits it takes besides the one that it is done with."""


def _entity(state: State, span: Span) -> tuple[str, Status] | None:
    """Return the label and the status of the entity on exactly this stretch."""
    for label in state.labels.values():
        if isinstance(label.value, Entity) and label.value.span == span:
            return label.name, label.status
    return None


def _is_gold(span: Span, name: str) -> Done:
    def done(editor: Edits, _ran: Set[str]) -> bool:
        found = _entity(editor.state, span)
        return found is not None and found[0] == name and found[1].is_gold

    return done


def _speaker_is_right(editor: Edits, _ran: Set[str]) -> bool:
    quotes = (label.value for label in editor.state.labels.values() if isinstance(label.value, Quote))
    mentions = (quote.speaker.mention for quote in quotes if quote.speaker)
    return any(mention in (at("she"), at("Ingrid Aasen")) for mention in mentions)


def _selected(span: Span) -> Done:
    return lambda editor, _ran: editor.selection == (span.start, span.end)


def _ran(*commands: str) -> Done:
    return lambda _editor, ran: ran >= set(commands)


def _quoted(editor: Edits, _ran: Set[str]) -> bool:
    piece = at("“a good story, and a wrong one”")
    quotes = (label.value for label in editor.state.labels.values() if isinstance(label.value, Quote))
    return any(quote.content == (piece,) for quote in quotes)


def _nothing_waits(editor: Edits, _ran: Set[str]) -> bool:
    return not editor.pending()


def _approved(editor: Edits, _ran: Set[str]) -> bool:
    return all(state is LayerState.COMPLETE for state in editor.state.layers.values())


STEPS: tuple[Step, ...] = (
    Step(
        "Copydesk has marked what it takes for names and quotations. The one in brackets has the focus: a person, and "
        "that is right. {accept} accepts it, and the focus moves on by itself.",
        _is_gold(at("Ingrid Aasen"), "PERSON"),
    ),
    Step(
        "Lindvik is a town, so ORG is wrong. {label_3} makes it GPE, a place with a government; every label has a key, "
        "and {label_list} lists them all.",
        _is_gold(at("Lindvik"), "GPE"),
    ),
    Step(
        "A quotation has a cue (said) and a speaker. Tomas did not say this: {speaker}, then the number of the one who "
        "did.",
        _speaker_is_right,
    ),
    Step(
        "{next} goes to the next one that nobody has decided.",
        lambda editor, _: editor.focused is not None and editor.focused.start == at("Tomas").start,
    ),
    Step(
        "The name goes on. {end_right} takes in one more word at its end ({end_left} gives one back).",
        _is_gold(at("Tomas Reyes"), "PERSON"),
    ),
    Step(
        "Nobody has marked the Kyst Post. {jump} jumps to any word on the screen: press it, then the letter over Kyst.",
        _selected(at("Kyst Post")),
    ),
    Step("The whole name is selected. {label_2} makes it an ORG.", _is_gold(at("Kyst Post"), "ORG")),
    Step(
        "It stands here again. {propagate} does the same to every other equal string: it says how many, Enter does it.",
        _is_gold(at("Kyst Post", 1), "ORG"),
    ),
    Step(
        "{next_candidate} finds what may have been missed, names and quoted text without a label. Press it until the "
        "quotation “a good story” is selected.",
        _selected(at("“a good story, and a wrong one”")),
    ),
    Step(
        "Only part of what he says stands in quotation marks: {mixed} makes it a mixed quote ({direct} a direct one).",
        _quoted,
    ),
    Step(
        "Two are left: {next} goes there. Nordlys Ferries is right, {accept}; The Ferry is no name: {reject} rejects.",
        _nothing_waits,
        edits_on_the_way=1,
    ),
    Step(
        "{undo} takes the last edit back, {redo} does it again. There is no limit, not even tomorrow: every edit is on "
        "the disk when the line below says saved.",
        _ran("undo", "redo"),
    ),
    Step(
        "The dim line above is not part of the article, so it is folded away. {fold_all} shows all such blocks; with "
        "{block_keep} one comes back.",
        _ran("fold_all"),
    ),
    Step(
        "That is nearly all. {help} shows every key, {palette} finds any command by its name. {approve} approves the "
        "article, which makes its labels gold, and goes on.",
        _approved,
    ),
)
