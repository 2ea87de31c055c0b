"""Stretches of text between quotation marks.

Works on characters alone, one paragraph at a time, in one pass each: marks are told apart from apostrophes, paired by
kind with a stack, and what stays open is closed at the end of its paragraph. Nothing here raises: any string has some
list of stretches, and an odd number of marks costs at most the stretch that it belongs to.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

# Marks that open with one sign and close with another. A low mark closes with either high one („Polish” and „German“).
_CLOSERS = {
    "“": "”",
    "„": "”“",
    "«": "»",
    "»": "«",
    "``": ("''", "”", "``"),
    "‘‘": ("’’",),
    "‹": "›",
    "‚": "’‘",
    "‘": "’'",
}
_DOUBLE = re.compile("“|”|„|\"|''|``|‘‘|’’|«|»|″")
_MARK = re.compile(_DOUBLE.pattern + "|[‘’‚'‹›]")

# Words whose first sound is left out: the apostrophe before them is no mark ('em, 'tis, the '90s).
_ELIDED = re.compile(
    r"(?:em|tis|twas|twere|twill|til|till|cause|cos|coz|bout|round|neath|gainst|nuff|fraid|sup|t|n|er|im|ere|ow"
    r"|[0-9]{2}s?)(?![\w])",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# A line break inside a block ends a paragraph only where the line before is complete and the next opens a mark:
# anything else may be a hard-wrapped line in the middle of a quote.
_NEW_LINE_OF_SPEECH = re.compile("(?<=[.!?:”\"'»])[^\\S\\n]*\\n\\s*(?=[“\"„«‘'])")


class MarkStyle(Enum):
    """The family of the mark that opens a stretch."""

    STRAIGHT = '"'
    CURLY = "“"
    LOW = "„"
    GUILLEMET = "«"
    DOUBLED = "''"
    SINGLE = "'"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text in quotation marks: `start:end` with its marks, `inner_start:inner_end` without them.

    `depth` is 0 unless the stretch lies inside another one. `closed` is False when the closing mark is missing (the
    stretch then ends with its paragraph); `reopened` is True when it carries on an unclosed stretch of the paragraph
    before, as newspapers print a quotation of several paragraphs (then it starts without a mark where that was
    forgotten). `paragraph` counts from 0.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    style: MarkStyle
    paragraph: int
    depth: int = 0
    closed: bool = True
    reopened: bool = False


@dataclass(slots=True)
class _Open:
    """A mark waiting for its closing one; `tentative` is where a single mark closes if nothing better comes."""

    start: int
    end: int
    sign: str
    tentative: int | None = None


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return `(start, end)` of the paragraphs of `text`, white space at their edges left out."""
    spans, start = [], 0
    breaks = sorted(
        {(m.start(), m.end()) for pattern in (_BLANK_LINE, _NEW_LINE_OF_SPEECH) for m in pattern.finditer(text)}
    )
    for left, right in [*breaks, (len(text), len(text))]:
        piece = text[start:left]
        stripped = piece.strip()
        if stripped:
            begin = start + len(piece) - len(piece.lstrip())
            spans.append((begin, begin + len(stripped)))
        start = max(start, right)
    return spans


def find_stretches(text: str) -> list[Stretch]:
    """Return the stretches of `text` in quotation marks, in order of their start, outer before inner.

    Time is linear in the length of `text`, whatever marks it holds.
    """
    found: list[Stretch] = []
    carried: str | None = None
    spans = paragraphs(text)
    for number, (start, end) in enumerate(spans):
        following = text[spans[number + 1][0]] if number + 1 < len(spans) else ""
        pairs = _Pairing(text, start, end, following, carried)
        stretches = [
            Stretch(
                o.start, right, o.end, inner_end, _style(o.sign), number, closed=closed,
                reopened=carried is not None and o.start == start and _style(o.sign) is _style(carried),
            )
            for o, inner_end, right, closed in pairs.run()
            if _says_something(text, o.end, inner_end)
        ]  # fmt: skip
        found += _with_depth(stretches)
        carried = next((text[s.start : s.inner_start] for s in stretches if not s.closed and s.end == end), None)
    return found


def _says_something(text: str, start: int, end: int) -> bool:
    return any(text[i].isalnum() for i in range(start, end))


def _style(sign: str) -> MarkStyle:
    if sign in ("''", "``", "‘‘", "’’"):
        return MarkStyle.DOUBLED
    if sign in ("'", "‘", "’", "‚"):
        return MarkStyle.SINGLE
    if sign in ("«", "»", "‹", "›"):
        return MarkStyle.GUILLEMET
    if sign == "„":
        return MarkStyle.LOW
    return MarkStyle.STRAIGHT if sign in ('"', "″") else MarkStyle.CURLY


def _with_depth(stretches: list[Stretch]) -> list[Stretch]:
    """Sort by start, outer first, and count how many stretches lie around each."""
    result: list[Stretch] = []
    ends: list[int] = []
    for stretch in sorted(stretches, key=lambda s: (s.start, -s.end)):
        while ends and ends[-1] <= stretch.start:
            ends.pop()
        result.append(replace(stretch, depth=len(ends)) if ends else stretch)
        ends.append(stretch.end)
    return result


class _Pairing:
    """Pairs the marks of one paragraph, left to right."""

    MAX_DEPTH = 4  # deeper nesting than this is noise, and a bound keeps every step constant in time

    def __init__(self, text: str, start: int, end: int, following: str, carried: str | None) -> None:
        self.text, self.start, self.end, self.following, self.carried = text, start, end, following, carried
        self.marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text, start, end)]
        self.stack: list[_Open] = []
        self.pairs: list[tuple[_Open, int, int, bool]] = []
        # How many curly closing marks minus opening ones lie at or after each mark: says whether a second opening
        # mark starts a quote inside a quote, or a new one after a closing mark that was forgotten.
        self.curly_closers = [0] * (len(self.marks) + 1)
        for i in range(len(self.marks) - 1, -1, -1):
            sign = self.marks[i][2]
            self.curly_closers[i] = self.curly_closers[i + 1] + (sign == "”") - (sign == "“")

    def run(self) -> list[tuple[_Open, int, int, bool]]:
        """Return `(opening mark, end of the inner text, end, closed)` for every stretch."""
        if self._goes_on_unmarked():
            self.stack.append(_Open(self.start, self.start, self.carried or ""))
        for i, (start, end, sign) in enumerate(self.marks):
            if len(sign) == 1 and sign in "‘’'‚":
                self._single(start, end, sign)
            else:
                self._double(i, start, end, sign)
        self._finish()
        return self.pairs

    def _goes_on_unmarked(self) -> bool:
        """Return whether the paragraph carries on an unclosed quotation without reopening it, and closes it."""
        if self.carried is None or _style(self.carried) is MarkStyle.SINGLE:
            return False
        doubles = ((start, end, sign) for start, end, sign in self.marks if len(sign) > 1 or sign not in "‘’'‚")
        first = next(doubles, None)
        if first is None or first[0] == self.start or _style(first[2]) is not _style(self.carried):
            return False
        return self._can_close(first[0], first[1]) and not self._can_open(first[0], first[1])

    def _before(self, position: int) -> str:
        return self.text[position - 1] if position > self.start else " "

    def _after(self, position: int) -> str:
        return self.text[position] if position < self.end else " "

    def _can_open(self, start: int, end: int) -> bool:
        before, after = self._before(start), self._after(end)
        return not after.isspace() and not before.isalnum() and (before.isspace() or before not in ".,!?;:…)]}%=")

    def _can_close(self, start: int, end: int) -> bool:
        return not self._before(start).isspace() and not self._after(end).isalnum()

    def _top_double(self) -> _Open | None:
        return next((o for o in reversed(self.stack) if _style(o.sign) is not MarkStyle.SINGLE), None)

    def _close(self, opened: _Open, start: int, end: int, *, closed: bool = True) -> None:
        """End `opened` at the mark `start:end`, and settle every mark that was opened after it."""
        while self.stack[-1] is not opened:
            self._settle_single(self.stack.pop())
        self.stack.pop()
        self.pairs.append((opened, start, end, closed))

    def _settle_single(self, opened: _Open) -> None:
        if opened.tentative is not None:
            self.pairs.append((opened, opened.tentative, opened.tentative + 1, True))

    def _push(self, start: int, end: int, sign: str) -> None:
        if len(self.stack) < self.MAX_DEPTH:
            self.stack.append(_Open(start, end, sign))

    def _double(self, i: int, start: int, end: int, sign: str) -> None:
        can_open, can_close = self._can_open(start, end), self._can_close(start, end)
        top = self._top_double()
        if top is not None and self._closes(top, sign, can_open, can_close):
            self._close(top, start, end)
            return
        opens = sign in _CLOSERS or (can_open and not (sign in "”’’" and can_close))
        if not opens or (sign == "″" and self._before(start).isdigit()):
            return
        if top is not None and _style(top.sign) is _style(sign) and not self._nests(i, sign):
            self._close(top, start, start, closed=False)
        self._push(start, end, sign)

    def _closes(self, top: _Open, sign: str, can_open: bool, can_close: bool) -> bool:
        """Return whether `sign` ends the stretch that `top` opened."""
        if sign in _CLOSERS.get(top.sign, ""):
            return True
        if _style(top.sign) is _style(sign) and top.sign == sign:
            # The same sign on both sides: it closes unless it stands like an opening mark.
            return can_close or not can_open
        if top.sign == "»":
            return sign == "«"
        # Two styles mixed in one text: a mark that can only close ends what is open.
        return can_close and not can_open and sign not in ("»", "›")

    def _nests(self, i: int, sign: str) -> bool:
        return sign == "“" and self.curly_closers[i + 1] >= 2

    def _single(self, start: int, end: int, sign: str) -> None:
        before, after = self._before(start), self._after(end)
        if before.isalnum() and after.isalnum():
            return
        top = self.stack[-1] if self.stack and _style(self.stack[-1].sign) is MarkStyle.SINGLE else None
        if top is not None and sign in "’'" and self._can_close(start, end) and start > top.end:
            if not self._may_be_apostrophe(start, end):
                self._close(top, start, end)
            elif top.tentative is None:
                top.tentative = start
            return
        if sign == "’" or not self._can_open(start, end) or _ELIDED.match(self.text, end):
            return
        if top is not None:
            self._settle_single(self.stack.pop())
        self._push(start, end, sign)

    def _may_be_apostrophe(self, start: int, end: int) -> bool:
        """Return whether the mark may be that of "the players' bus" or "goin' home" and not a closing one."""
        word = self.text[max(self.start, start - 2) : start].lower()
        rest = self.text[end : end + 2]
        return (word.endswith("s") or word == "in") and len(rest) == 2 and rest[0] == " " and rest[1].isalnum()

    def _finish(self) -> None:
        """Settle what is still open at the end of the paragraph."""
        outermost = next((o for o in self.stack if _style(o.sign) is not MarkStyle.SINGLE), None)
        if outermost is None and self.stack and self.stack[0].start == self.start:
            first = self.stack[0]
            # Single marks look like apostrophes, so an unclosed one counts only when the next paragraph reopens it.
            if first.tentative is None and first.sign == self.following:
                outermost = first
        while self.stack:
            opened = self.stack.pop()
            if opened is outermost:
                self.pairs.append((opened, self.end, self.end, False))
            else:
                self._settle_single(opened)
