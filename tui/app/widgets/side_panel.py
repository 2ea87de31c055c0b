"""What has the focus, in words: label, text, verdict, who proposed it, and for a quote its speaker and cue."""

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from tui.annotation import Label, LayerState, State, Status
from tui.app.layout.packed import packed
from tui.app.widgets.article_styles import ArticleStyles
from tui.app.widgets.legend import Legend, LegendKeys
from tui.app.widgets.panel import Panel
from tui.app.widgets.steady import Steady
from tui.model import Entity, Layer, Quote, screen_safe
from tui.model.scheme import Scheme

_VERDICTS = {
    Status.PENDING: "to review",
    Status.ACCEPTED: "accepted",
    Status.CORRECTED: "corrected",
    Status.ADDED: "added",
    Status.REJECTED: "rejected",
}
_HOW = {
    "same-sentence": "the report in its sentence",
    "inversion": "“said X” behind it",
    "according-to": "“according to X”",
    "noun": "a noun: “her claim that”",
    "colon": "who stands before the colon",
    "signature": "the name after the dash",
    "dialogue": "question and answer take turns",
    "reopened": "goes on from the paragraph before",
    "carried-in-paragraph": "who spoke before, same paragraph",
    "previous-paragraph": "who spoke in the paragraph before",
    "previous-sentence": "the sentence before",
    "next-sentence": "the sentence after",
    "none": "nobody found",
}
"""How a speaker was found, by the words that predictions record (docs/quotes.md)."""
_LONG = 240
_NAMES = {Layer.BLOCKS: "blocks", Layer.ENTITIES: "entities", Layer.QUOTES: "quotes"}

Row = tuple[str, str]


class SidePanel(Panel):
    """Rows of a name and a value, under a heading; the label set at its foot, but for a narrow screen."""

    DEFAULT_CSS = "SidePanel #about { height: 1fr; }"

    class Resized(Message):
        """There is another width to show rows in."""

    def __init__(self) -> None:
        super().__init__()
        self._about = Steady(id="about")
        self._legend = Legend()

    def compose(self) -> ComposeResult:
        """Show the rows and the label set."""
        yield self._about
        yield self._legend

    def on_resize(self) -> None:
        """Tell the screen, which knows the rows."""
        self.post_message(self.Resized())

    def show(self, heading: Content, rows: Sequence[Row], *, compact: bool) -> None:
        """Show a heading and rows; `compact` puts short rows side by side."""
        if compact:
            cells = [
                Content.assemble((f"{name} ", "$muted"), _safe(", ".join(value.split("\n"))))
                for name, value in rows
                if value
            ]
            self._put([heading, *packed(cells, "   ", self.content_size.width)])
            return
        lines = [heading, _BLANK]
        for name, value in rows:
            if value:
                lines += [_named(name, value), _BLANK]
        self._put(lines)

    def show_legend(self, keys: LegendKeys, styles: ArticleStyles, *, room: int) -> None:
        """Show the label set at the foot, in the room that `room` labels need."""
        self._legend.make_room(room)
        if self.content_size.width:
            self._legend.show(keys, styles, self.content_size.width, room)

    def show_choices(self, heading: str, choices: Sequence[Row], *, compact: bool) -> None:
        """Show the keys of a choice: all of them, with shorter names where there are many."""
        title = Content.styled(heading, "bold")
        room = self._about.size.height or 4
        names = [screen_safe(name) for _, name in choices]
        keys = max((len(key) for key, _ in choices), default=1)
        lines = [title] if compact else [title, Content(""), *self._hanging(choices, names, keys)]
        for longest in range(40, 2, -1) if compact or len(lines) > room else ():
            short = [name if len(name) <= longest else f"{name[: longest - 1]}…" for name in names]
            cells = [
                Content.assemble((f"{key:<{1 if compact else keys}}", "bold $accent"), " ", name)
                for (key, _), name in zip(choices, short, strict=True)
            ]
            if compact:
                lines = packed([title, *cells], "  ", self.content_size.width)
            else:
                wide = max(cell.cell_length for cell in cells)
                lines = [
                    title,
                    Content(""),
                    *packed((cell.pad_right(wide - cell.cell_length) for cell in cells), "  ", self.content_size.width),
                ]
            if len(lines) <= room:
                break
        self._put(lines)

    def _hanging(self, choices: Sequence[Row], names: Sequence[str], keys: int) -> list[Content]:
        """Return a line for each choice; what does not fit hangs under its name."""
        lines: list[Content] = []
        for (key, _), name in zip(choices, names, strict=True):
            first, *rest = wrap(name, max(12, self.content_size.width - keys - 4)) or [""]
            lines.append(Content.assemble((f" {key:<{keys}}  ", "bold $accent"), first))
            lines += [Content(" " * (keys + 3) + line) for line in rest]
        return lines

    def _put(self, lines: Sequence[Content]) -> None:
        self._about.update(*lines)


_BLANK = Content("")


@lru_cache(512)
def _named(name: str, value: str) -> Content:
    """Return a value below its name; what a panel shows again and again is the same object, and quickly compared."""
    return Content.assemble((f"{name}\n", "$muted"), _safe(value))


def _safe(value: str) -> Content:
    return Content(screen_safe(value, keep_newlines=True))


def label_heading(label: Label, scheme: Scheme) -> Content:
    """Return the label's name with its tag and what was decided."""
    kind = scheme.by_name.get((label.layer, label.name))
    name = label.name.replace("_", " ") if label.layer is Layer.ENTITIES else f"{label.name} quote"
    tag = f" {kind.tag}" if kind and kind.tag.casefold() != name[: len(kind.tag)].casefold() else ""
    return Content.assemble((name, "bold"), (tag, "$muted"), (f"  {_VERDICTS[label.status]}", _shade(label)))


def _shade(label: Label) -> str:
    return "$accent" if label.status is Status.PENDING else "$success"


def label_rows(label: Label, state: State) -> list[Row]:
    """Return what is known of a label."""
    rows: list[Row] = [("text", _shortened(" … ".join(span.text for span in label.spans)))]
    if isinstance(label.value, Entity):
        rows += _entity_rows(label.value, state)
    else:
        rows += _quote_rows(label.value, state)
    rows.append(("note", _shortened(label.note)))
    if label.status is Status.CORRECTED and label.proposed is not None:
        rows.append(("proposed", _proposal(label.proposed)))
    if label.proposed is not None:
        rows.append(("found by", _found(label.proposed)))
    if label.proposed_by:
        rows.append(("proposed by", label.proposed_by.replace("+", "\n")))
    if label.by:
        rows.append(("decided by", label.by))
    return rows


def _entity_rows(entity: Entity, state: State) -> list[Row]:
    cluster = state.clusters.get(entity.cluster or "")
    who = f"{cluster.name}, {_mentions(cluster.id, state)}" if cluster else ""
    rows = [("who", who)]
    changes = "\n".join(f"{x.rule}: {x.before or 'nothing'} → {x.after or 'nothing'}" for x in entity.changes)
    rows.append(("changed by rules", changes))
    return rows


def _mentions(cluster_id: str, state: State) -> str:
    mentions = sum(
        isinstance(x.value, Entity) and x.value.cluster == cluster_id and x.status is not Status.REJECTED
        for x in state.labels.values()
    )
    return f"{mentions} mention{'' if mentions == 1 else 's'}"


def _quote_rows(quote: Quote, state: State) -> list[Row]:
    speaker = quote.speaker
    cluster = state.clusters.get(speaker.cluster or "") if speaker else None
    mention = speaker.mention.text if speaker and speaker.mention else ""
    if cluster and mention and mention != cluster.name:
        who = f"{cluster.name} (“{mention}”)"
    else:
        who = cluster.name if cluster else mention
    rows = [("speaker", who or "nobody"), ("cue", quote.cue.text if quote.cue else "none")]
    if len(quote.content) > 1:
        rows.append(("pieces", str(len(quote.content))))
    return rows


def _found(value: Entity | Quote) -> str:
    """Return how an extractor found a quote's speaker, and how sure it is of what it proposed."""
    how = _HOW.get(value.how or "", value.how or "") if isinstance(value, Quote) else ""
    sure = f"{value.score:.0%} sure" if value.score is not None else ""
    return ", ".join(part for part in (how, sure) if part)


def selection_rows(start: int, end: int, state: State) -> list[Row]:
    """Return what is selected, and why an extractor left it as doubtful where one did."""
    why = next((x.reason for x in state.candidates if (x.span.start, x.span.end) == (start, end)), "")
    return [("text", _shortened(state.text[start:end])), ("why it is not suggested", why)]


def _proposal(value: Entity | Quote) -> str:
    if isinstance(value, Entity):
        return f"{value.label} {value.span.text}"
    return f"{value.kind.value} {_shortened(' … '.join(piece.text for piece in value.content))}"


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def article_rows(state: State, hidden: int) -> list[Row]:
    """Return what is known of the article: the layers, the note, how many labels are `hidden` in dropped blocks."""
    layers = "\n".join(
        f"{_NAMES[layer]}: {'approved' if state.layers[layer] is LayerState.COMPLETE else 'open'}" for layer in Layer
    )
    source = state.article.source
    origin = source.publisher or source.url or source.name or ""
    rows = [("layers", layers), ("note", _shortened(state.note)), ("from", origin)]
    if hidden:
        rows.append(("hidden", f"{hidden} label{'' if hidden == 1 else 's'} in dropped blocks, kept"))
    makers = sorted({provenance.name for provenance in state.proposers.values()})
    rows.append(("suggestions by", "\n".join(makers).replace("+", "\n")))
    return rows
