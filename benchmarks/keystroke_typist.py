"""A practised person at the real desk: for each correction the cheapest keys of the keymap, pressed and counted.

What is on the screen, which letters a jump would show and where a key leads is read from the app itself. Then the keys
are pressed, and nothing is assumed to have worked: the state of the app is compared with the gold until they are equal.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from textual.pilot import Pilot

from benchmarks.keystroke_cost import SHIFTED, TIMES, Cost
from tui.annotation.ladder import expanded, shrunk
from tui.annotation.quotation_marks import quoted_stretches, stretch_at, without_marks
from tui.app.edits import Edits
from tui.app.jumps import Stretch, by_distance, jump_labels
from tui.app.label_keys import label_letters
from tui.app.screens.article import ArticleScreen
from tui.model import CopydeskError, Layer

MOST_STEPS = 60
_MODIFIED = {"shift+tab": 2}


class StuckError(Exception):
    """No keys lead to where the gold wants to go, or they did not get there."""


@dataclass(frozen=True)
class Way:
    """Keys to press, and how often a person has to look at what has just appeared before they can go on."""

    keys: tuple[str, ...] = ()
    looks: int = 0

    @property
    def presses(self) -> int:
        """Keys, Shift counted."""
        return sum(_MODIFIED.get(key, 1 + (key in SHIFTED)) for key in self.keys)

    @property
    def seconds(self) -> float:
        """Seconds of the model."""
        return self.presses * TIMES.key + self.looks * TIMES.look

    def then(self, other: "Way") -> "Way":
        """Return both, one after the other."""
        return Way(self.keys + other.keys, self.looks + other.looks)


def cheapest(ways: Iterable[Way]) -> Way | None:
    """Return the way that takes the fewest seconds, then the fewest keys; None where there is none."""
    return min(ways, key=lambda way: (way.seconds, way.presses), default=None)


@dataclass
class Typist:
    """One article, open in the desk. `cost` adds up what is compared, `scrolled` the keys that only move the page."""

    pilot: Pilot[None]
    screen: ArticleScreen
    cost: Cost = field(default_factory=Cost)
    scrolled: int = 0

    @property
    def editor(self) -> Edits:
        """The editor of the article."""
        return self.screen.editor

    async def go(self, way: Way) -> None:
        """Press the keys of a way."""
        for key in way.keys:
            await self.pilot.press(key)
        self.cost.keys += way.presses
        self.cost.seconds += way.seconds

    async def press(self, *keys: str, looks: int = 0) -> None:
        """Press keys."""
        await self.go(Way(keys, looks))

    async def bring(self, start: int, end: int) -> None:
        """Turn pages until `start:end` can be seen, or at least its start where it is longer than the screen."""
        pages, lines = ("pageup", "pagedown"), ("up", "down")
        turned: list[bool] = []
        for _ in range(MOST_STEPS):
            low, high = self.screen.view.visible_offsets()
            if low <= start < high and (end <= high or end - start > high - low):
                return
            turned.append(start >= high or end > high)
            # Where a page goes too far, lines do not.
            key = (lines if len(set(turned)) > 1 else pages)[turned[-1]]
            await self.pilot.press(key)
            self.scrolled += 1
        raise StuckError(f"{start}:{end} does not come on the screen")

    # Ways

    def letters(self, near: tuple[Stretch, ...] = ()) -> dict[Stretch, Way]:
        """Return for each word on the screen the letters that a jump lays over it, looked at once."""
        jump = self.screen._word_jump("", lambda *_: None, near=near)
        return {stretch: Way(tuple(label), 1) for label, stretch in jump._labels.items()}

    def to_label(self, label_id: str) -> Way:
        """Return the cheapest way to give a label the focus."""
        editor = self.editor
        if editor.focus == label_id and editor.selection is None:
            return Way()
        best = cheapest([*self._tabs(label_id), *self._letter_of(label_id)])
        if best is None:
            raise StuckError(f"no keys lead to the label {label_id}")
        return best

    def _tabs(self, label_id: str) -> Iterator[Way]:
        for key, backwards in (("tab", False), ("shift+tab", True)):
            focus, cursor = self.editor.focus, self.editor.cursor
            for n in range(1, 7):
                label = self.editor.order.next(focus, cursor, backwards=backwards)
                if label is None:
                    break
                focus, cursor = label.id, label.start
                if focus == label_id:
                    yield Way((key,) * n, int(n > 1))
                    break

    def _letter_of(self, label_id: str) -> Iterator[Way]:
        places = self.screen.label_places()
        for letter, stretch in self.screen.label_jump(places)._labels.items():
            if places[stretch] == label_id:
                yield Way(("s", *letter), 1)

    def to_stretch(self, start: int, end: int) -> Way | None:
        """Return the cheapest way to select `start:end`, None where there is none: a jump or candidate, then edges."""
        editor = self.editor
        # A jump to a whole label gives that label the focus, and its edges would be moved.
        labelled = {(x.spans[0].start, x.spans[-1].end) for x in editor.order.labels()}
        names = [(Way(("f",)).then(way), editor.name_at(*word)) for word, way in self.letters().items()]
        begun = [(way, found) for way, found in names if found not in labelled]
        begun += self._candidates()
        return self.edges([(way, found) for way, found in begun if found[0] < end and start < found[1]], (start, end))

    def _candidates(self) -> Iterator[tuple[Way, Stretch]]:
        editor = self.editor
        kept = editor.cursor, editor.selection, editor.focus, editor.anchor, editor.piece
        try:
            for n in range(1, 5):
                editor.next_candidate()
                if editor.selection is not None:
                    yield Way(("c",) * n, int(n > 1)), editor.selection
        except CopydeskError:
            pass
        finally:
            editor.cursor, editor.selection, editor.focus, editor.anchor, editor.piece = kept

    def edges(self, begun: Sequence[tuple[Way, Stretch]], target: Stretch) -> Way | None:
        """Return the cheapest way from a stretch of `begun` to `target`: a search over the keys that move edges."""
        words = self.screen._words_on_screen()
        queue = [(way.seconds, way.presses, i, way, stretch, False) for i, (way, stretch) in enumerate(begun)]
        heapq.heapify(queue)
        done: set[tuple[Stretch, bool]] = set()
        number = len(queue)
        while queue and len(done) < 4000:
            _, _, _, way, stretch, widened = heapq.heappop(queue)
            if stretch == target:
                return way
            if (stretch, widened) in done:
                continue
            done.add((stretch, widened))
            for more, reached, wide in self._steps(stretch, target, words, widened=widened):
                number += 1
                if reached != stretch and (reached, wide) not in done:
                    longer = way.then(more)
                    heapq.heappush(queue, (longer.seconds, longer.presses, number, longer, reached, wide))
        return None

    def _steps(
        self, stretch: Stretch, target: Stretch, words: Sequence[Stretch], *, widened: bool
    ) -> Iterator[tuple[Way, Stretch, bool]]:
        editor, (start, end) = self.editor, stretch
        motion, text = editor.motion, editor.text
        # A person moves an edge towards where it belongs.
        if end > target[1]:
            yield Way(("h",)), motion.move_end(start, end, -1), widened
        if end < target[1]:
            yield Way(("l",)), motion.move_end(start, end, 1), widened
        if start > target[0]:
            yield Way(("H",)), motion.move_start(start, end, -1), widened
        if start < target[0]:
            yield Way(("L",)), motion.move_start(start, end, 1), widened
        yield Way(("o",), int(widened)), expanded(editor.tokens, start, end), True
        if not widened:
            yield Way(("i",)), shrunk(editor.tokens, start, end), widened
        for label, word in jump_labels(by_distance(words, (stretch,))).items():
            if target[0] <= word[0] and word[1] <= target[1]:
                yield Way(("F", *label), 1), (min(start, word[0]), max(end, word[1])), widened
        found = stretch_at(quoted_stretches(text, *editor.tokens.paragraph(start)), start)
        if found is not None:
            yield Way(("q",)), found, widened
            yield Way(("Q",)), without_marks(text, *found), widened

    def label_keys(self, name: str, layer: Layer, *, new: bool) -> Way:
        """Return the keys that give a label: its digit, or its letter after the apostrophe."""
        scheme = self.editor.scheme
        if layer is Layer.QUOTES and new:
            return Way(({"direct": "D", "mixed": "M", "indirect": "I"}[name],))
        kind = scheme.by_name[layer, name]
        if kind.key:
            return Way((kind.key,))
        offered = (*scheme.entities, *scheme.quotes) if new else scheme.labels(layer)
        return next(Way(("'", key)) for key, label in label_letters(offered).items() if label.name == name)
