"""How quotations with speakers are scored against gold that marks attributed spans.

A gold line is `{"id", "text", "quotes": [{"start", "end", "type", "speaker", "cue"}], "ignore": [[start, end]]}`;
`type` is direct, mixed or indirect, a speaker is `{"start", "end", "head": {"start", "end"}, "kind", "name"}` or null.
A prediction is a `Predicted` for each piece of each quote.

Spans are compared without marks, white space and punctuation at their edges, one line at a time, and matched one to
one, best intersection over union first; half is enough. A speaker is right when it covers the head word of the gold
speaker, or the person's name in it, and isn't more than three times as long: a pronoun for a name is wrong. End to end
means matched, with the right speaker (none where the gold has none).

Views: A, all stretches in double quotation marks that lie in an attribution; B, those alone that are quoted as a whole
(the quoted part of a mixed one is neither rewarded nor punished); C, everything attributed, with marks or without. For
A and B, predictions are cut to the marked stretches that they cover.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]
_EDGE = " \t\n\r\u00a0\u200c\"“”„«»‘’'`.,;:!?-–—…()[]"
_MARK = re.compile("“|”|„|\"|''|``|‘‘|’’|«|»|″")
_OPENING, _CLOSING = ("“", "„", "«", "``", "‘‘"), ("”", "»", "’’")
MATCH = 0.5


@dataclass(frozen=True)
class Predicted:
    """One piece of a predicted quote, with its speaker's mention, and how sure the system is of it (0 to 1)."""

    span: Span
    speaker: Span | None
    score: float | None = None


@dataclass
class Item:
    """A gold span that is scored: what it is, where its speaker stands, and the phenomena that it shows."""

    span: Span
    type: str
    quote: dict[str, Any]
    stretch: "Marked | None" = None
    found: bool = False
    right: bool = False


@dataclass(frozen=True)
class Marked:
    """A stretch between marks, without them; `reopened` at the start of a line after an unclosed one."""

    inner: Span
    mark: str
    closed: bool
    reopened: bool


@dataclass
class Scored:
    """What was counted in one document: end-to-end hits, matches, predictions, gold, speakers right and asked for."""

    right: int = 0
    matched: int = 0
    predicted: int = 0
    gold: int = 0
    speakers_right: int = 0
    speakers: int = 0
    items: list[Item] = field(default_factory=list)
    outcomes: list[tuple[float | None, bool]] = field(default_factory=list)
    """The score of each prediction that counts, and whether it is right."""


def marked_stretches(text: str) -> list[Marked]:
    """Pair double marks line by line, without a look at the words: a plain pairing that no system under test uses."""
    found: list[Marked] = []
    unclosed = False
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        begin = line.start() + len(line.group()) - len(line.group().lstrip())
        opened: re.Match[str] | None = None
        carried, unclosed = unclosed, False

        def add(opened: re.Match[str], end: int, closed: bool, reopened: bool) -> None:
            if re.search(r"\w", text[opened.end() : end]):
                found.append(Marked((opened.end(), end), opened.group(), closed, reopened))

        for mark in _MARK.finditer(text, line.start(), line.end()):
            sign = mark.group()
            if opened is None:
                opened = mark if sign not in _CLOSING else None
            elif sign in _CLOSING or (sign not in _OPENING and not _starts_word(text, mark, begin)):
                add(opened, mark.start(), True, carried and opened.start() == begin)
                opened = None
            elif sign not in _OPENING:
                add(opened, mark.start(), False, False)
                opened = mark
        if opened is not None:
            add(opened, line.end(), False, carried and opened.start() == begin)
            unclosed = True
    return found


def _starts_word(text: str, mark: re.Match[str], begin: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > begin else " "
    after = text[mark.end()] if mark.end() < len(text) else " "
    return before.isspace() and not after.isspace() and mark.start() != begin


def canonical(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of `span` on each line, without what does not count at their edges."""
    for line in re.finditer(r"[^\n]+", text[span[0] : span[1]]):
        start, end = _stripped(text, span[0] + line.start(), span[0] + line.end())
        if start < end and re.search(r"\w", text[start:end]):
            yield start, end


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def overlap(one: Span, other: Span) -> int:
    """Return how many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def iou(one: Span, other: Span) -> float:
    """Return intersection over union, in characters."""
    common = overlap(one, other)
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common else 0.0


def gold_items(row: dict[str, Any], view: str, stretches: Sequence[Marked]) -> list[Item]:
    """Return the gold spans of a view."""
    text, quotes = row["text"], [quote for quote in row["quotes"] if not quote.get("nested")]
    items = []
    if view == "C":
        items = [Item(s, q["type"], q) for q in quotes for s in canonical(text, (q["start"], q["end"]))]
    else:
        attributed = set()
        for stretch in stretches:
            best = max(quotes, key=lambda q: overlap((q["start"], q["end"]), stretch.inner), default=None)
            share = overlap((best["start"], best["end"]), stretch.inner) if best else 0
            if best and share >= MATCH * (stretch.inner[1] - stretch.inner[0]):
                attributed.add(id(best))
                kind = "direct" if best["type"] == "direct" else "partial"
                items += [Item(s, kind, best, stretch) for s in canonical(text, stretch.inner)]
        unmarked = (q for q in quotes if q["type"] == "direct" and id(q) not in attributed)
        items += [Item(s, "direct", q) for q in unmarked for s in canonical(text, (q["start"], q["end"]))]
    return list({item.span: item for item in reversed(items)}.values())[::-1]


def predicted_spans(
    text: str, predicted: Sequence[Predicted], view: str, stretches: Sequence[Marked]
) -> list[Predicted]:
    """Return the predictions as they are compared; the first of two with the same span counts."""
    spans: dict[Span, Predicted] = {}
    for piece in predicted:
        covered = [piece.span]
        if view != "C":
            cut = ((max(piece.span[0], s.inner[0]), min(piece.span[1], s.inner[1])) for s in stretches)
            covered = [(start, end) for start, end in cut if start < end]
        for span in (span for part in covered for span in canonical(text, part)):
            spans.setdefault(span, Predicted(span, piece.speaker, piece.score))
    return list(spans.values())


def speaker_right(text: str, gold: dict[str, Any], predicted: Span | None) -> bool:
    """Return whether a predicted mention is that of the gold speaker."""
    if predicted is None:
        return False
    wanted, found = _stripped(text, gold["start"], gold["end"]), _stripped(text, *predicted)
    if wanted == found:
        return True
    head = gold.get("head") or {"start": wanted[0], "end": wanted[1]}
    name = gold.get("name")
    covers = found[0] <= head["start"] < found[1] and head["end"] <= found[1] + 2
    covers = covers or predicted[0] <= head["start"] < predicted[1]
    covers = covers or bool(name and overlap((name["start"], name["end"]), found))
    return covers and found[1] - found[0] <= 3 * max(wanted[1] - wanted[0], 20)


def score(row: dict[str, Any], predicted: Sequence[Predicted], view: str) -> Scored:
    """Score one document in one view: "A", "B" or "C"."""
    text, stretches = row["text"], marked_stretches(row["text"])
    every, found = gold_items(row, view, stretches), predicted_spans(text, predicted, view, stretches)
    items = [item for item in every if view != "B" or item.type == "direct"]
    unasked = [item for item in every if view == "B" and item.type != "direct"]
    ignored = [(start, end) for start, end in row.get("ignore", ())]
    pairs = sorted(
        ((iou(item.span, piece.span), i, j) for i, item in enumerate(items) for j, piece in enumerate(found)
         if overlap(item.span, piece.span)), key=lambda pair: -pair[0],
    )  # fmt: skip
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for value, i, j in pairs:
        if i not in partner and j not in taken:
            partner[i] = (j, value)
            taken.add(j)
    matched = {j for j, value in partner.values() if value >= MATCH}

    def counts(j: int) -> bool:
        span = found[j].span
        inside = (iou(span, u.span) >= MATCH or (u.span[0] <= span[0] and span[1] <= u.span[1]) for u in unasked)
        return j in matched or not (any(overlap(span, i) for i in ignored) or any(inside))

    result = Scored(predicted=sum(counts(j) for j in range(len(found))))
    right: set[int] = set()
    for i, item in enumerate(items):
        if any(overlap(item.span, region) for region in ignored):
            continue
        result.gold += 1
        result.items.append(item)
        j, value = partner.get(i, (-1, 0.0))
        if value < MATCH:
            continue
        item.found = True
        speaker = item.quote.get("speaker")
        if speaker:
            item.right = speaker_right(text, speaker, found[j].speaker)
            result.speakers += 1
            result.speakers_right += item.right
        else:
            item.right = bool(item.quote.get("speaker_unknown")) or found[j].speaker is None
        result.matched += 1
        result.right += item.right
        right |= {j} if item.right else set()
    result.outcomes = [(found[j].score, j in right) for j in range(len(found)) if counts(j)]
    return result
