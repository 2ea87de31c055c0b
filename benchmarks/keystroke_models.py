"""What it costs to make gold out of suggestions in six other tools: a model of each.

Each is used in the cheapest way that its keys and its mouse allow, as read from its source or manual: SLATE 1.1.3,
Prodigy (`ner.correct`, `rel.manual`), doccano, Label Studio 1.23, INCEpTION 41 and brat with its dialog off for types
("rapid"). `benchmarks.keystrokes` has ours, measured.
"""

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.keystroke_cost import Cost
from benchmarks.keystroke_edits import Edit, Target, edits
from tui.annotation.tokens import Tokens

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
