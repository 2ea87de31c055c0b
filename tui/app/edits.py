"""What changes labels: verdicts, edges, the same again. Every edit is one event, saved when it is on the disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tui.annotation import LayerState, Status
from tui.annotation.ladder import expanded, shrunk
from tui.annotation.propagation import propagated
from tui.annotation.quotation_marks import quoted_stretches, stretch_at, without_marks
from tui.app.doing import RefusedError
from tui.app.jumps import Stretch
from tui.app.quote_edits import QuoteEdits
from tui.model import Entity, Layer, Quote, QuoteKind


@dataclass(frozen=True, slots=True)
class Propagation:
    """The same edit elsewhere, before it is done: in words, how many places, and the edits of the batch."""

    sentence: str
    edits: tuple[Mapping[str, Any], ...]


class Edits(QuoteEdits):
    """An editor that edits."""

    PLACE = (*QuoteEdits.PLACE, "widened")

    widened: list[tuple[Stretch, Stretch]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.widened = []

    # Verdicts

    def accept(self) -> None:
        """Accept the focused label and go on."""
        label = self.need_label()
        pending = label.status is Status.PENDING
        if pending:
            self._did(self.accept, label.id, "accept", id=label.id)
        self.advance(was_pending=True)

    def accept_up_to(self) -> None:
        """Accept every undecided label from the start up to the focus (or the cursor), as one step."""
        end = self.focused.start if self.focused else self.cursor
        waiting = [x for x in self.order.labels() if x.status is Status.PENDING and x.start <= end]
        if not waiting:
            raise RefusedError("nothing up to here is undecided")
        self.do("batch", edits=[{"do": "accept", "args": {"id": label.id}} for label in waiting])
        self.last = self.accept_up_to
        self.advance(was_pending=True)

    def reject(self) -> None:
        """Reject the focused suggestion, delete the focused label; go on."""
        label = self.need_label()
        self._did(self.reject, label.id, "reject", id=label.id)
        self.advance(label.status is Status.PENDING)

    def label_by_key(self, key: str) -> None:
        """Give the label on a digit to the selection or the focus; on a quote the digits are its kinds."""
        on_quote = self.selection is None and self.focused is not None and self.focused.layer is Layer.QUOTES
        kind = self.scheme.by_key.get((Layer.QUOTES if on_quote else Layer.ENTITIES, key))
        if kind is None:
            raise RefusedError(f"no label of this label set is on {key}: {{label_list}} lists them all")
        self.label(kind.name)

    def label(self, name: str) -> None:
        """Give an entity label to the selection (a new label) or to the focused entity; or a kind to a quote."""
        if name in tuple(QuoteKind):
            self.kind(QuoteKind(name))
            return
        if self.selection is not None:
            start, end = self.selection
            new = self.new_id("e")
            self._did(lambda: self.label(name), new, "add_entity", id=new, start=start, end=end, label=name)
            self.focus_label(self.state.label(new))
            return
        label, entity = self.need_entity()
        pending = label.status is Status.PENDING
        if entity.label != name:
            self._did(lambda: self.label(name), label.id, "relabel", id=label.id, label=name)
        elif pending:
            self._did(lambda: self.label(name), label.id, "accept", id=label.id)
        self.advance(pending)

    def kind(self, kind: QuoteKind) -> None:
        """Make the selection a quote of a kind, or give the focused quote that kind."""
        if self.selection is not None:
            new = self.new_id("q")
            content = [list(self.selection)]
            self._did(lambda: self.kind(kind), new, "add_quote", id=new, kind=kind.value, content=content)
            self.focus_label(self.state.label(new))
            return
        label, quote = self.need_quote()
        if quote.kind is kind and label.status is not Status.PENDING:
            raise RefusedError(f"this quote is {kind.value} already")
        if quote.kind is kind:
            self._did(lambda: self.kind(kind), label.id, "accept", id=label.id)
        else:
            self._did(lambda: self.kind(kind), label.id, "relabel", id=label.id, label=kind.value)

    def direct(self) -> None:
        """Make it a direct quote."""
        self.kind(QuoteKind.DIRECT)

    def mixed(self) -> None:
        """Make it a mixed quote."""
        self.kind(QuoteKind.MIXED)

    def indirect(self) -> None:
        """Make it an indirect quote."""
        self.kind(QuoteKind.INDIRECT)

    # Edges

    def end_left(self) -> None:
        """Move the right edge a token left; without anything selected, the cursor."""
        self._edge(lambda a, b: self.motion.move_end(a, b, -1), self.motion.previous_cluster)

    def end_right(self) -> None:
        """Move the right edge a token right; without anything selected, the cursor."""
        self._edge(lambda a, b: self.motion.move_end(a, b, 1), self.motion.next_cluster)

    def start_left(self) -> None:
        """Move the left edge a token left."""
        self._edge(lambda a, b: self.motion.move_start(a, b, -1))

    def start_right(self) -> None:
        """Move the left edge a token right."""
        self._edge(lambda a, b: self.motion.move_start(a, b, 1))

    def _edge(self, moved: Callable[[int, int], Stretch], cursor: Callable[[int], int] | None = None) -> None:
        if self.selection is None and self.focus is None:
            if cursor is None:
                raise RefusedError("nothing is selected: {visual} starts a selection, {jump} jumps to a word")
            self.go(cursor(self.cursor))
            return
        self.set_stretch(*moved(*self.target), again=lambda: self._edge(moved))

    def set_stretch(self, start: int, end: int, *, again: Callable[[], None]) -> None:
        """Set the selection, or the focused span, to `start:end`; `again` does the same to what has the focus then."""
        if self.selection is not None or self.focused is None:
            self.anchor = None
            self.selection = start, end
            self.cursor = start
            return
        if (start, end) == self.focused_span:
            raise RefusedError("this is as far as it goes")
        piece = {"piece": self.piece} if isinstance(self.focused.value, Quote) else {}
        self._did(again, self.focused.id, "move", id=self.focused.id, start=start, end=end, **piece)
        self.cursor = start

    def expand(self) -> None:
        """Widen the selection or the focused span by a rung; select the word where nothing is selected."""
        if self.selection is None and self.focus is None:
            self.selection = self.motion.token_at(self.cursor)
            return
        before = self.target
        after = expanded(self.tokens, *before)
        self.set_stretch(*after, again=self.expand)
        self.widened.append((before, after))

    def shrink(self) -> None:
        """Narrow the selection or the focused span by a rung."""
        if self.selection is None and self.focus is None:
            raise RefusedError("nothing is selected: {expand} selects the word and widens it")
        now = self.target
        while self.widened:
            before, after = self.widened.pop()
            if after == now:
                self.set_stretch(*before, again=self.shrink)
                return
        self.set_stretch(*shrunk(self.tokens, *now), again=self.shrink)

    def extend_to(self, start: int, end: int) -> None:
        """Extend the selection or the focused span to take in a word."""
        low, high = self.target
        tokens = self.motion.tokens(self.motion.block_at(low))
        before = sum(start <= token[0] < low for token in tokens)
        behind = sum(high < token[1] <= end for token in tokens)
        self.set_stretch(min(low, start), max(high, end), again=lambda: self._grow(before, behind))

    def _grow(self, before: int, behind: int) -> None:
        """Extend the selection or the focused span by so many tokens on either side."""
        start, end = self.target
        for _ in range(before):
            start, end = self.motion.move_start(start, end, -1)
        for _ in range(behind):
            start, end = self.motion.move_end(start, end, 1)
        self.set_stretch(start, end, again=lambda: self._grow(before, behind))

    def quoted(self) -> None:
        """Select the quoted text here with its marks; where a quote has the focus, set its piece to that."""
        self._select_quoted(inside=False)

    def quoted_inside(self) -> None:
        """Select the quoted text here without its marks."""
        self._select_quoted(inside=True)

    def _select_quoted(self, *, inside: bool) -> None:
        stretches = quoted_stretches(self.text, *self.tokens.paragraph(self.cursor))
        found = stretch_at(stretches, self.cursor)
        if found is None:
            raise RefusedError("nothing in this paragraph stands in quotation marks")
        stretch = without_marks(self.text, *found) if inside else found
        if self.focused is not None and isinstance(self.focused.value, Quote):
            self.set_stretch(*stretch, again=lambda: self._select_quoted(inside=inside))
        else:
            self.focus = None
            self.select(*stretch)

    # The same again

    def propagation(self) -> Propagation:
        """Return the focused label's edit on every other same string. Raises `RefusedError` where there is none."""
        label = self.focused
        if label is None or label.status is Status.PENDING:
            label = self.state.labels.get(self.edited or "", label)
        if label is None or label.status is Status.PENDING or not isinstance(label.value, Entity):
            raise RefusedError("decide an entity first: its label then goes to every other same string")
        edits = propagated(self.state, label, self.new_ids("e"))
        surface = label.value.span.text
        if not edits:
            raise RefusedError(f"every other “{surface}” has its label already")
        if label.status is Status.REJECTED:
            return Propagation(f"Reject {len(edits)} more “{surface}”", tuple(edits))
        places = len({edit["args"].get("start", edit["args"]["id"]) for edit in edits if edit["do"] != "reject"})
        return Propagation(f"{label.name} for {places} more “{surface}”", tuple(edits))

    def propagate(self, propagation: Propagation) -> None:
        """Do it, as one step."""
        self.do("batch", edits=list(propagation.edits))

    def repeat(self) -> None:
        """Do the last edit again."""
        if self.last is None:
            raise RefusedError("nothing has been edited yet")
        self.last()

    def undo(self) -> None:
        """Take the last edit back, and look at what it was done to."""
        self._travel("undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._travel("redo")

    def _travel(self, action: str) -> None:
        changes = self.do(action)
        self.selection, self.anchor, self.block_anchor = None, None, None
        keys = [change.key for change in changes if change.table == "labels" and self.order.is_shown(change.key)]
        if keys:
            self.focus_label(self.state.label(keys[0]))
            return
        blocks = [change.key for change in changes if change.table == "blocks"]
        if blocks:
            self.cursor = min(blocks)

    # The article

    def approve(self) -> None:
        """Approve the whole article."""
        self.do("approve", layers=[layer.value for layer in Layer])

    def approve_layer(self, layer: Layer) -> None:
        """Approve one layer, or open it again."""
        if self.state.layers[layer] is LayerState.COMPLETE:
            self.do("set_layer", layer=layer.value, state=LayerState.OPEN.value)
        else:
            self.do("approve", layers=[layer.value])

    def approve_entities(self) -> None:
        """Approve the entities alone, or open them again."""
        self.approve_layer(Layer.ENTITIES)

    def approve_quotes(self) -> None:
        """Approve the quotes alone, or open them again."""
        self.approve_layer(Layer.QUOTES)

    def approve_blocks(self) -> None:
        """Approve the blocks alone, or open them again."""
        self.approve_layer(Layer.BLOCKS)

    def set_note(self, text: str) -> None:
        """Write a note on the focused label, or on the article."""
        self.do("note", id=self.focus, text=text.strip())
        self.last = lambda: self.set_note(text)

    def flag(self) -> None:
        """Flag the article, or take the flag away."""
        self.do("flag", on=not self.state.flagged)
