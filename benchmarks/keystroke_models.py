"""What it costs to make gold out of suggestions, in key presses and in seconds of the keystroke-level model.

The model is that of Card, Moran and Newell (Communications of the ACM 23(7), 1980): seconds are motor time and the time
that the interface itself asks for (reading a letter that has just appeared, counting). Reading the article, deciding
what is right and scrolling are the same work in every tool and are left out. A button press counts as a key; a chord
counts every key of it, Shift too.

Here are the models of six tools that make span labels from suggestions, each used in the cheapest way that its keys and
its mouse allow, as read from its source or manual: SLATE 1.1.3, Prodigy (`ner.correct`, `rel.manual`), doccano, Label
Studio 1.23, INCEpTION 41 and brat with its dialog off for types ("rapid"). `benchmarks.keystrokes` has ours, measured.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tui.annotation.tokens import Tokens


@dataclass(frozen=True)
class Times:
    """Seconds of the model's operators. Dragging follows Fitts' law (MacKenzie, Sellen and Buxton, CHI 1991)."""

    key: float = 0.20
    button: float = 0.10  # pressing or releasing it
    point: float = 1.10
    point_near: float = 0.60  # at a menu that opened under the pointer
    home: float = 0.40  # the hand between mouse and keyboard
    look: float = 0.40  # seeing and reading a letter or a number that has just appeared
    count: float = 0.25  # counting one item
    hold: tuple[float, float, float] = (
        0.50,
        0.033,
        0.60,
    )  # until a key repeats, each repeat, stopping at the right one
    drag: tuple[float, float] = (0.135, 0.249)
    character: float = 9.0  # pixels; a token is five characters wide, a line a hundred


TIMES = Times()
SHIFTED = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZ~!@#$%^&*()_+{}|:"<>?')
"""Characters that take Shift on an American keyboard."""


@dataclass(frozen=True, order=True)
class Target:
    """A span with its label; `link` is where the speaker of a quote is named, `person` where else that person is."""

    start: int
    end: int
    label: str
    link: tuple[int, int] | None = field(default=None, compare=False)
    person: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Edit:
    """One thing to put right: what stands there, what should stand there, and whether the link is still to be made."""

    kind: str  # keep, relabel, bound, boundlabel, spurious, missing
    now: Target | None
    gold: Target | None
    link: bool

    @property
    def start(self) -> int:
        """Where in the text it is."""
        target = self.gold or self.now
        assert target is not None
        return target.start


def edits(suggested: Sequence[Target], gold: Sequence[Target]) -> list[Edit]:
    """Pair suggestions with gold: the same, then the same span, then the longest overlap. In the order of the text."""
    left, wanted = sorted(suggested), sorted(gold)
    pairs: list[tuple[Target, Target]] = []

    def pair(fits: Callable[[Target, Target], bool]) -> None:
        for target in list(wanted):
            found = next((x for x in left if fits(x, target)), None)
            if found is not None:
                left.remove(found)
                wanted.remove(target)
                pairs.append((found, target))

    pair(lambda x, y: x == y)
    pair(lambda x, y: (x.start, x.end) == (y.start, y.end))
    overlaps = [(min(x.end, y.end) - max(x.start, y.start), x, y) for x in left for y in wanted]
    for common, x, y in sorted(overlaps, key=lambda item: (-item[0], item[1], item[2])):
        if common > 0 and x in left and y in wanted:
            left.remove(x)
            wanted.remove(y)
            pairs.append((x, y))
    found = [Edit(_kind(x, y), x, y, _to_link(x, y)) for x, y in pairs]
    found += [Edit("spurious", x, None, False) for x in left]
    found += [Edit("missing", None, y, y.link is not None) for y in wanted]
    return sorted(found, key=lambda edit: (edit.start, edit.kind))


def _kind(now: Target, gold: Target) -> str:
    same_span, same_label = (now.start, now.end) == (gold.start, gold.end), now.label == gold.label
    if same_span:
        return "keep" if same_label else "relabel"
    return "bound" if same_label else "boundlabel"


def _to_link(now: Target, gold: Target) -> bool:
    return not is_same_speaker(now.link, now.person, gold.link, gold.person)


def is_same_speaker(
    now: tuple[int, int] | None,
    person: frozenset[tuple[int, int]],
    gold: tuple[int, int] | None,
    meant: frozenset[tuple[int, int]],
) -> bool:
    """Whether the mentions overlap or are of one person; anything will do where the gold has no mention."""
    if gold is None:
        return True
    return bool(person & meant) or (now is not None and now[0] < gold[1] and gold[0] < now[1])


@dataclass
class Cost:
    """Keys (and buttons) and seconds, as they add up; `hand` is where the right hand is."""

    keys: int = 0
    seconds: float = 0.0
    hand: str = "keys"

    def press(self, pressed: str | int = 1, *, left: bool = True) -> None:
        """Press keys, given as characters or as their number; `left`: the right hand may stay on the mouse."""
        number = pressed if isinstance(pressed, int) else sum(1 + (c in SHIFTED) for c in pressed)
        if not left:
            self.move("keys")
        self.keys += number
        self.seconds += number * TIMES.key

    def move(self, to: str) -> None:
        """Move the right hand."""
        if self.hand != to:
            self.hand = to
            self.seconds += TIMES.home

    def click(self, times: int = 1, *, near: bool = False) -> None:
        """Point and click, or double-click."""
        self.move("mouse")
        self.seconds += (TIMES.point_near if near else TIMES.point) + 2 * times * TIMES.button
        self.keys += times

    def drag(self, characters: int, *, snaps: bool) -> None:
        """Point, press, move over so many characters, release; to a token where the tool snaps to them."""
        self.move("mouse")
        wide, high = characters % 100 * TIMES.character, characters // 100 * 2 * TIMES.character
        width = TIMES.character * (5 if snaps else 1)
        base, slope = TIMES.drag
        self.seconds += TIMES.point + 2 * TIMES.button + base + slope * math.log2(math.hypot(wide, high) / width + 1)
        self.keys += 1

    def repeat(self, key: str, times: int, *, counted: bool = True) -> None:
        """Press one key so often, in the best way: one by one, held down, or with a number before it."""
        if times <= 0:
            return
        each = 1 + (key in SHIFTED)
        first, every, stop = TIMES.hold
        ways = [times * each * TIMES.key, first + times * every + stop]
        presses = times * each
        if counted:
            presses = min(presses, len(str(times)) + each)
            ways.append((len(str(times)) + each) * TIMES.key + times * TIMES.count)
        self.keys += presses
        self.seconds += min(ways)


Model = Callable[[str, Tokens, list[Edit], int, Cost], None]
_GONE = ("relabel", "bound", "boundlabel", "spurious")
_NEW = ("relabel", "bound", "boundlabel", "missing")


def _one_token(tokens: Tokens, target: Target) -> bool:
    return len(tokens.inside(target.start, target.end)) == 1


def slate(_text: str, tokens: Tokens, todo: list[Edit], _suggested: int, cost: Cost) -> None:
    """Select the old span, `u`, select the new one, Space and a letter; links in a second pass over the file."""
    cursor = _Slate(tokens, cost)
    for edit in todo:
        if edit.kind in _GONE and edit.now is not None:
            cursor.select(edit.now.start, edit.now.end)
            cost.press("u")
        if edit.kind in _NEW and edit.gold is not None:
            cursor.select(edit.gold.start, edit.gold.end)
            cost.press(" a")
    cost.press("]")
    links = [edit.gold for edit in todo if edit.link and edit.gold is not None]
    one, other = _Slate(tokens, cost), _Slate(tokens, cost)
    for target in links:
        assert target.link is not None
        one.select(target.start, target.start + 1)
        other.select(target.link[0], target.link[0] + 1)
        cost.press("d")
    if links:
        cost.press("]")


class _Slate:
    """SLATE's selection, which keeps its width: `i` `o` move it by lines (a sentence each), `j` `;` by tokens."""

    def __init__(self, tokens: Tokens, cost: Cost) -> None:
        self.tokens, self.cost = tokens, cost
        self.first = self.last = 0
        starts = sorted(start for paragraph in tokens.paragraphs for start, _ in tokens.sentences(*paragraph))
        self.lines: list[list[int]] = [[] for _ in starts]
        self.line_of = []
        line = 0
        for i in range(len(tokens)):
            while line + 1 < len(starts) and starts[line + 1] <= tokens.starts[i]:
                line += 1
            self.lines[line].append(i)
            self.line_of.append(line)

    def select(self, start: int, end: int) -> None:
        """Select the tokens of `start:end` by the cheapest of the ways there."""
        inside = self.tokens.inside(start, end)
        first, last = inside[0], inside[-1]
        plans = []
        down = self.line_of[first] - self.line_of[self.first]
        for lines in {0, down}:
            a, b = self._moved(self.first, lines), self._moved(self.last, lines)
            for jump in ("", "J", ":"):
                c, d = (a, b) if not jump else (self._edge(a, jump), self._edge(b, jump))
                if c > d or (lines and a == self.first):
                    continue
                steps = [("o" if lines > 0 else "i", abs(lines)), (jump, int(bool(jump)))]
                wide, width = d - c, last - first
                steps += [
                    (";" if first > c else "j", abs(first - c)),
                    ("/" if width > wide else "l", abs(width - wide)),
                ]
                plans.append(steps)

        def price(steps: list[tuple[str, int]]) -> Cost:
            trial = Cost()
            for key, times in steps:
                trial.repeat(key, times, counted=key != "l")
            return trial

        best = min((price(steps) for steps in plans), key=lambda trial: trial.seconds)
        self.cost.keys += best.keys
        self.cost.seconds += best.seconds
        self.first, self.last = first, last

    def _moved(self, token: int, lines: int) -> int:
        line = self.line_of[token]
        to = max(0, min(line + lines, len(self.lines) - 1))
        row = self.lines[to]
        return row[min(token - self.lines[line][0], len(row) - 1)] if row else token

    def _edge(self, token: int, jump: str) -> int:
        row = self.lines[self.line_of[token]]
        return row[0] if jump == "J" else row[-1]


def prodigy(_text: str, tokens: Tokens, todo: list[Edit], _suggested: int, cost: Cost) -> None:
    """Click a span to remove it; a digit for the label, then drag or double-click; `a` for the text; links last."""
    cost.hand, label, links = "mouse", None, 0
    for edit in todo:
        if edit.kind in _GONE:
            cost.click()
        if edit.kind in _NEW and edit.gold is not None:
            if edit.gold.label != label:
                cost.press()
                label = edit.gold.label
            if _one_token(tokens, edit.gold):
                cost.click(2)
            else:
                cost.drag(edit.gold.end - edit.gold.start, snaps=True)
        links += edit.link
    cost.press()
    for _ in range(links):
        cost.click()
        cost.click()
    cost.press(int(links > 0))


def doccano(_text: str, _tokens: Tokens, todo: list[Edit], _suggested: int, cost: Cost) -> None:
    """Right-click removes, a click opens the menu of labels, no edge can be moved; links by a switch and two clicks."""
    cost.hand, label, links = "mouse", None, 0
    for edit in todo:
        if edit.kind in ("bound", "boundlabel", "spurious"):
            cost.click()
        if edit.kind in ("bound", "boundlabel", "missing") and edit.gold is not None:
            if edit.gold.label != label:
                cost.press()
                label = edit.gold.label
            cost.drag(edit.gold.end - edit.gold.start, snaps=False)
        if edit.kind == "relabel":
            cost.click()
            cost.click(near=True)
        links += edit.link
    for _ in range(links * 2 + 2 * (links > 0)):
        cost.click()
    cost.press(2, left=False)


def _moved_edges(edit: Edit, cost: Cost) -> None:
    assert edit.now is not None
    assert edit.gold is not None
    cost.click()
    for old, new in ((edit.now.start, edit.gold.start), (edit.now.end, edit.gold.end)):
        if old != new:
            cost.drag(abs(old - new), snaps=True)
    cost.press(int(edit.kind == "boundlabel"))


def label_studio(_text: str, tokens: Tokens, todo: list[Edit], _suggested: int, cost: Cost) -> None:
    """A region is clicked, then relabelled by a digit, deleted, or dragged at its edges; Alt+R for a link."""
    cost.hand = "mouse"
    for edit in todo:
        if edit.kind == "spurious":
            cost.click()
            cost.press(left=False)
        elif edit.kind == "relabel":
            cost.click()
            cost.press()
        elif edit.kind in ("bound", "boundlabel"):
            _moved_edges(edit, cost)
        elif edit.kind == "missing" and edit.gold is not None:
            cost.press()
            if _one_token(tokens, edit.gold):
                cost.click(2)
            else:
                cost.drag(edit.gold.end - edit.gold.start, snaps=True)
        if edit.link:
            cost.click()
            cost.press(2)
            cost.click()
    cost.press(2, left=False)


def inception(_text: str, _tokens: Tokens, todo: list[Edit], suggested: int, cost: Cost) -> None:
    """All suggestions are accepted at once, then corrected: Shift+Delete, digits, handles; a link is a drag."""
    cost.hand = "mouse"
    if suggested:
        cost.click()
        cost.click(near=True)
    for edit in todo:
        if edit.kind == "spurious":
            cost.click()
            cost.press(2, left=False)
        elif edit.kind == "relabel":
            cost.click()
            cost.press()
        elif edit.kind in ("bound", "boundlabel"):
            _moved_edges(edit, cost)
        elif edit.kind == "missing" and edit.gold is not None:
            cost.drag(edit.gold.end - edit.gold.start, snaps=True)
            cost.press()
        if edit.link:
            cost.drag(60, snaps=True)
    cost.press(4, left=False)


def brat(_text: str, tokens: Tokens, todo: list[Edit], _suggested: int, cost: Cost) -> None:
    """A double click opens the dialog, a key gives the type and closes it; Insert selects anew; a link is a drag."""
    cost.hand = "mouse"
    for edit in todo:
        if edit.kind == "spurious":
            cost.click(2)
            cost.press(left=False)
        elif edit.kind == "relabel":
            cost.click(2)
            cost.press()
        elif edit.kind in ("bound", "boundlabel") and edit.gold is not None:
            cost.click(2)
            cost.press(int(edit.kind == "boundlabel"))
            cost.press(left=False)
            cost.drag(edit.gold.end - edit.gold.start, snaps=False)
        elif edit.kind == "missing" and edit.gold is not None:
            if _one_token(tokens, edit.gold):
                cost.click(2)
            else:
                cost.drag(edit.gold.end - edit.gold.start, snaps=False)
            cost.press()
        if edit.link:
            cost.drag(60, snaps=True)
            cost.press(left=False)
    cost.press(left=False)


MODELS: dict[str, Model] = {
    "SLATE": slate, "Prodigy": prodigy, "doccano": doccano, "Label Studio": label_studio, "INCEpTION": inception,
    "brat (rapid)": brat,
}  # fmt: skip


def modelled(text: str, suggested: Iterable[Target], gold: Iterable[Target]) -> dict[str, Cost]:
    """Return what each tool costs on one article."""
    given, wanted = list(suggested), list(gold)
    tokens, todo = Tokens.of(text), edits(given, wanted)
    found: dict[str, Any] = {}
    for name, model in MODELS.items():
        found[name] = cost = Cost()
        model(text, tokens, todo, len(given), cost)
    return found
