"""What a person is looking at in an article, and where they go from there: the cursor, the focus, the selection.

No Textual here: the article screen calls these methods, then shows what has changed. `tui.app.edits` adds what
changes labels.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import ClassVar

from tui.annotation import Label, Status
from tui.annotation.candidates import candidates
from tui.annotation.ladder import capitalised_run
from tui.annotation.search import occurrences
from tui.annotation.tokens import Tokens
from tui.app.doing import Doing, RefusedError, Work
from tui.app.jumps import Stretch
from tui.app.layout.motion import Motion
from tui.app.recorder import Recorder
from tui.model import Entity, Quote
from tui.model.scheme import Scheme


class Editor(Doing):
    """The cursor (an offset), the focused label, the selection, and moves between them.

    `motion` knows the blocks that are shown; the screen sets it anew when a block is folded or opened.
    """

    PLACE: ClassVar[tuple[str, ...]] = ("cursor", "focus", "piece", "selection", "anchor", "hits")

    def __init__(self, work: Work, motion: Motion, scheme: Scheme, recorder: Recorder | None = None) -> None:
        super().__init__(work, recorder)
        self.scheme = scheme
        self.motion = motion
        self.cursor = max(0, motion.next_paragraph(-1))
        self.piece = 0
        self.hits: list[Stretch] = []

    @cached_property
    def tokens(self) -> Tokens:
        """The words of the whole article: in a long one it takes a while, and most keys ask for none of them."""
        return Tokens.of(self.work.article.text)

    @property
    def text(self) -> str:
        """The article's frozen text."""
        return self.work.state.text

    def new_ids(self, prefix: str) -> Iterator[str]:
        """Yield ids for what the next event makes."""
        return self.state.new_ids(prefix, self.state.n + 1)

    def new_id(self, prefix: str, i: int = 1) -> str:
        """Return the `i`-th of the ids for what the next event makes."""
        return next(islice(self.new_ids(prefix), i - 1, None))

    # The focus

    @property
    def focused(self) -> Label | None:
        """The label that has the focus."""
        return self.state.labels.get(self.focus or "")

    @property
    def focused_span(self) -> Stretch | None:
        """The stretch of the focused label that is looked at: the entity, or a piece of the quote."""
        label = self.focused
        if label is None:
            return None
        span = label.spans[min(self.piece, len(label.spans) - 1)]
        return span.start, span.end

    def need_label(self) -> Label:
        """Return the focused label. Raises `RefusedError` where nothing has the focus."""
        label = self.focused
        if label is None:
            raise RefusedError("nothing has the focus: {next} goes to the next label, {jump} to any word")
        return label

    def need_quote(self) -> tuple[Label, Quote]:
        """Return the focused quote, or the one at the cursor. Raises `RefusedError` where there is none."""
        label = self.focused
        if label is None or not isinstance(label.value, Quote):
            here = [x for x in self.order.between(self.cursor, self.cursor + 1) if isinstance(x.value, Quote)]
            if not here:
                raise RefusedError("this needs a quote: focus one with {next} or {focus_by_jump}")
            label = min(here, key=lambda x: x.end - x.start)
            self.focus_label(label)
        assert isinstance(label.value, Quote)
        return label, label.value

    def need_entity(self) -> tuple[Label, Entity]:
        """Return the focused entity. Raises `RefusedError` where it is a quote, or nothing."""
        label = self.need_label()
        if not isinstance(label.value, Entity):
            raise RefusedError("this needs an entity: focus one with {next} or {focus_by_jump}")
        return label, label.value

    def focus_label(self, label: Label | None) -> None:
        """Give the focus to a label, or to none; the selection goes."""
        self.selection, self.anchor = None, None
        self.piece = 0
        self.focus = label.id if label else None
        if label is not None:
            self.cursor = label.start

    def come_back(self, left_at: str | None) -> None:
        """Go to where the article was left: to the next undecided label behind `left_at`, or to that where none is."""
        if left_at is not None and self.order.is_shown(left_at):
            self.focus_label(self.state.label(left_at))
            self.advance(was_pending=self.state.label(left_at).status is not Status.PENDING)
        elif self.pending():
            self.next()

    def next(self) -> None:
        """Go to the next undecided label."""
        self._step(backwards=False)

    def previous(self) -> None:
        """Go to the undecided label before."""
        self._step(backwards=True)

    def least_sure(self) -> None:
        """Go to the undecided label that its extractor is least sure of; from one of those, to the next surer one."""
        waiting = [
            (label.value.score, label.start, label.id)
            for label in self.order.labels()
            if label.status is Status.PENDING and label.value.score is not None
        ]
        if not waiting:
            raise RefusedError("no undecided label says how sure its extractor is; {next} goes to the next label")
        waiting.sort()
        here = next((i for i, place in enumerate(waiting) if place[-1] == self.focus), -1)
        self.focus_label(self.state.label(waiting[(here + 1) % len(waiting)][-1]))

    def skip(self) -> None:
        """Leave the focused label undecided and go on."""
        self.need_label()
        self.next()

    def _step(self, *, backwards: bool) -> None:
        label = self.order.next(self.focus, self.cursor, backwards=backwards)
        if label is None:
            raise RefusedError("there are no labels yet: {jump} jumps to a word, a digit labels it")
        self.focus_label(label)

    def advance(self, was_pending: bool) -> None:
        """Go to the next undecided label after a verdict; stay where nothing is undecided."""
        if not was_pending:
            return
        label = self.order.next(self.focus, self.cursor)
        if label is not None and label.status is Status.PENDING:
            self.focus_label(label)

    def leave(self) -> bool:
        """Drop the selection, else the search, else the focus. Returns whether there was anything to drop."""
        if self.selection is not None:
            self.selection, self.anchor = None, None
        elif self.hits:
            self.hits = []
        elif self.focus is not None:
            self.focus = None
        else:
            return False
        return True

    # The cursor

    def go(self, offset: int) -> None:
        """Move the cursor; the label there gets the focus. While selecting by hand the selection follows."""
        self.cursor = max(0, min(offset, len(self.text)))
        if self.anchor is not None:
            self._extend_by_hand()
            return
        self.selection = None
        here = self.order.at(self.cursor)
        self.focus = here.id if here else None
        self.piece = self._piece_at(here)

    def _piece_at(self, label: Label | None) -> int:
        spans = label.spans if label else ()
        return next((i for i, span in enumerate(spans) if span.start <= self.cursor < span.end), 0)

    def _extend_by_hand(self) -> None:
        assert self.anchor is not None
        start, end = self.motion.token_at(self.cursor)
        self.selection = min(start, self.anchor[0]), max(end, self.anchor[1])

    def word_next(self) -> None:
        """Go to the next word."""
        self.go(self.motion.next_word(self.cursor))

    def word_previous(self) -> None:
        """Go to the word before."""
        self.go(self.motion.previous_word(self.cursor))

    def word_end(self) -> None:
        """Go to the end of the word."""
        self.go(self.motion.word_end(self.cursor))

    def sentence_next(self) -> None:
        """Go to the next sentence."""
        self.go(self.motion.next_sentence(self.cursor))

    def sentence_previous(self) -> None:
        """Go to the sentence before."""
        self.go(self.motion.previous_sentence(self.cursor))

    # The selection

    @property
    def target(self) -> Stretch:
        """What a selecting command starts from: the selection, the focused span, or the word at the cursor."""
        return self.selection or self.focused_span or self.motion.token_at(self.cursor)

    def select(self, start: int, end: int) -> None:
        """Select a stretch; the focus goes. A label on exactly this stretch gets the focus instead."""
        self.anchor = None
        self.cursor = start
        same = [x for x in self.order.between(start, end) if x.spans[0].start == start and x.spans[-1].end == end]
        self.selection, self.focus, self.piece = (None, same[0].id, 0) if same else ((start, end), None, 0)

    def visual(self) -> None:
        """Start a selection by hand at the word under the cursor, or end one."""
        if self.anchor is not None:
            self.anchor = None
            return
        self.focus = None
        self.anchor = self.motion.token_at(self.cursor)
        self._extend_by_hand()

    def name_at(self, start: int, end: int) -> Stretch:
        """Return what a jump to this word selects: the whole name where the word begins one."""
        low, high = capitalised_run(self.tokens, start, end)
        return (low, high) if low == start else (start, end)

    def next_candidate(self) -> None:
        """Select the next stretch worth a look that carries no label."""
        self._candidate(backwards=False)

    def previous_candidate(self) -> None:
        """Select the candidate before."""
        self._candidate(backwards=True)

    def _candidate(self, *, backwards: bool) -> None:
        found = [(x.span.start, x.span.end) for x in candidates(self.state, self.tokens)]
        if not found:
            raise RefusedError("every name and every quoted text here carries a label")
        before = [x for x in found if x[0] < self.cursor]
        after = [x for x in found if x[0] > self.cursor]
        self.select(*((before or found)[-1] if backwards else (after or found)[0]))

    # Search

    def search(self, words: str) -> int:
        """Find `words` from the cursor on, in what is shown; return how many hits there are."""
        found = list(occurrences(self.text, words))
        self.hits = [hit for hit in found if self._is_shown(hit[0])]
        if found and not self.hits:
            raise RefusedError(f"“{words}” stands in dropped blocks only: {{fold_all}} opens them, then search again")
        if not self.hits:
            raise RefusedError(f"“{words}” does not stand in this article")
        self._hit((hit for hit in self.hits if hit[0] >= self.cursor), self.hits[0])
        return len(self.hits)

    def _is_shown(self, offset: int) -> bool:
        start, end = self.motion.token_at(offset)
        return start <= offset < end or self.text[offset].isspace()

    def search_next(self) -> None:
        """Go to the next hit, round the end."""
        self._need_hits()
        self._hit((hit for hit in self.hits if hit[0] > self.cursor), self.hits[0])

    def search_previous(self) -> None:
        """Go to the hit before, round the start."""
        self._need_hits()
        self._hit((hit for hit in reversed(self.hits) if hit[0] < self.cursor), self.hits[-1])

    def _need_hits(self) -> None:
        if not self.hits:
            raise RefusedError("nothing was searched for: {search} starts a search")

    def _hit(self, hits: Iterator[Stretch], otherwise: Stretch) -> None:
        self.go(next(hits, otherwise)[0])

    @property
    def hit_at_hand(self) -> str:
        """Return which hit of the search the cursor is on, in words."""
        at = bisect_left(self.hits, (self.cursor, 0))
        many = len(self.hits)
        if at < many and self.hits[at][0] == self.cursor:
            return f"hit {at + 1} of {many}"
        return f"{many} hit{'' if many == 1 else 's'}"

    def pending(self) -> int:
        """Return how many labels nobody has decided."""
        return self.order.pending

    def labels_on_screen(self, start: int, end: int) -> list[Label]:
        """Return the labels that start between the two offsets."""
        return [x for x in self.order.between(start, end) if start <= x.start < end]
