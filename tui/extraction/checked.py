"""What anybody's extractor returns, checked and made into entities and quotes."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, pairwise
from numbers import Real
from typing import Any

from tui.model import CopydeskError, Entity, Quote, QuoteKind, Span, Speaker, freeze

LONGEST_LABEL = 100
"""Characters."""


def taken(found: Iterable[Any], text: str, extractor: str) -> list[Any]:
    """Return what was found as a list. Raises `CopydeskError` where it does not end, or is more than a text can hold.

    Raises what the iterable raises.
    """
    most = 1000 + 10 * len(text)
    items = list(islice(found, most + 1))
    if len(items) > most:
        raise CopydeskError(
            f"the extractor {extractor!r} returned more than {most:,} spans for a text of {len(text):,} characters"
        )
    return items


def checked_entities(found: Sequence[Any], text: str, extractor: str) -> list[Entity]:
    """Return `found` as entities `e1`, `e2`, ... in text order.

    Each item is a `(start, end, label)` triple, a mapping with these keys and perhaps `text` and `score`, or a spaCy
    span. Raises `CopydeskError` saying which item is wrong and how.
    """
    made = []
    seen: dict[tuple[Span, str], int] = {}
    for n, item in enumerate(found, start=1):
        data = _as_mapping(item, extractor, n)
        made.append((_span(data, text, extractor, n), _label(data, extractor, n), _score(data, extractor, n)))
        where = (made[-1][0], made[-1][1])
        if (before := seen.setdefault(where, n)) != n:
            raise _wrong(extractor, n, f"says the same as span {before}: {where[0].text!r:.60} is a {where[1]}")
    made.sort(key=lambda item: (item[0].start, -item[0].end))
    return [Entity(f"e{n}", span, label, score=score) for n, (span, label, score) in enumerate(made, start=1)]


def checked_quotes(found: Sequence[Any], text: str, extractor: str) -> list[Quote]:
    """Return `found` as quotes `q1`, `q2`, ... in text order; the label of an item is the kind of the quote.

    A mapping may have `content`, a list of `(start, end)` pieces in the place of `start` and `end`, and `cue` and
    `speaker`. Raises `CopydeskError` saying which item is wrong and how.
    """
    made = []
    for n, item in enumerate(found, start=1):
        data = _as_mapping(item, extractor, n)
        label = _label(data, extractor, n)
        if label not in tuple(QuoteKind):
            raise _wrong(extractor, n, f"has the kind {label!r}; a quote is {', '.join(QuoteKind)}")
        pieces = data.get("content") or [(data.get("start"), data.get("end"))]
        if not isinstance(pieces, Sequence) or isinstance(pieces, str):
            raise _wrong(extractor, n, f"has the content {pieces!r:.60}; give a list of (start, end)")
        content = tuple(sorted(_pair(piece, text, extractor, n) for piece in pieces))
        if any(one.end > other.start for one, other in pairwise(content)):
            raise _wrong(extractor, n, "has pieces that overlap")
        cue, speaker = (data.get(part) and _pair(data[part], text, extractor, n) for part in ("cue", "speaker"))
        made.append((content, QuoteKind(label), cue or None, Speaker(speaker) if speaker else None))
    made.sort(key=lambda item: item[0])
    return [Quote(f"q{n}", kind, content, cue, who) for n, (content, kind, cue, who) in enumerate(made, start=1)]


def _as_mapping(item: Any, extractor: str, n: int) -> Mapping[str, Any]:
    if isinstance(item, Mapping):
        return item
    if hasattr(item, "start_char") and hasattr(item, "end_char"):
        return {"start": item.start_char, "end": item.end_char, "label": item.label_}
    if isinstance(item, Sequence) and not isinstance(item, str) and len(item) == 3:
        return dict(zip(("start", "end", "label"), item, strict=True))
    raise _wrong(extractor, n, f"is {item!r:.80}; give (start, end, label), a mapping with these keys, or a spaCy span")


def _label(data: Mapping[str, Any], extractor: str, n: int) -> str:
    label = data.get("label")
    if not isinstance(label, str) or not label.strip():
        raise _wrong(extractor, n, f"has the label {label!r:.60}; a label is a string that is not empty")
    if len(label) > LONGEST_LABEL or "\n" in label or freeze(label) != label:
        what = f"a label has up to {LONGEST_LABEL} characters, and none that controls a terminal"
        raise _wrong(extractor, n, f"has the label {label!r:.60}; {what}")
    return label


def _score(data: Mapping[str, Any], extractor: str, n: int) -> float | None:
    score = data.get("score")
    if score is None:
        return None
    # Numpy's numbers are wanted, too; truth values and NaN are no scores.
    if isinstance(score, bool) or not isinstance(score, Real) or not 0 <= float(score) <= 1:
        raise _wrong(extractor, n, f"has the score {score!r:.60}, which is not between 0 and 1")
    return float(score)


def _span(data: Mapping[str, Any], text: str, extractor: str, n: int) -> Span:
    span = _pair((data.get("start"), data.get("end")), text, extractor, n)
    surface = data.get("text", span.text)
    if surface != span.text:
        raise _wrong(
            extractor, n, f"says that {surface!r:.60} stands at {span.start}:{span.end}; there stands {span.text!r:.60}"
        )
    return span


def _pair(pair: Any, text: str, extractor: str, n: int) -> Span:
    try:
        start, end = pair
    except (TypeError, ValueError):
        raise _wrong(extractor, n, f"has {pair!r:.60} for a (start, end)") from None
    try:
        if isinstance(start, bool) or isinstance(end, bool):
            raise TypeError
        start, end = operator.index(start), operator.index(end)  # also the whole numbers of numpy
    except TypeError:
        what = f"has the offsets {start!r:.40}:{end!r:.40}; offsets are whole numbers of code points"
        raise _wrong(extractor, n, what) from None
    if not 0 <= start < end <= len(text):
        start, end = (max(-(10**12), min(offset, 10**12)) for offset in (start, end))  # Python prints no huger ones
        raise _wrong(
            extractor, n, f"has the offsets {start}:{end}, which lie not within the text of {len(text)} characters"
        )
    return Span.of(text, start, end)


def _wrong(extractor: str, n: int, what: str) -> CopydeskError:
    return CopydeskError(f"span {n} of the extractor {extractor!r} {what}")
