"""Of two sides one sees at a glance where they differ."""

from tui.annotation.compare import differences
from tui.annotation.difference import Side
from tui.annotation.difference_words import in_full, in_short
from tui.model import Entity, Quote, QuoteKind, Span

TEXT = (
    "She told us that the council would in the end have to drop the whole of its plan for a second night ferry across "
    "the wide harbour, which had been debated for the better part of a year in town."
)


def quote(end: str) -> Quote:
    start = TEXT.index("that the")
    return Quote("q1", QuoteKind.INDIRECT, (Span.of(TEXT, start, TEXT.index(end) + len(end)),))


def said(first: Entity | Quote, second: Entity | Quote, most: int = 160) -> list[str]:
    sides = [Side.of(name, [value], []) for name, value in (("ann", first), ("lee", second))]
    (difference,) = differences(*sides)
    return [in_short(difference, x, side, TEXT, most) for x, side in zip((first, second), sides, strict=True)]


def test_edges_are_told_where_they_differ_and_not_from_the_start() -> None:
    assert said(quote("harbour"), quote("better part")) == [
        "indirect … ferry across the wide harbour",
        "indirect … ferry across the wide harbour, which had been debated for the better part",
    ]


def test_what_is_too_long_for_a_line_keeps_its_two_ends() -> None:
    first, second = said(quote("plan"), quote("in town"), 48)
    assert first == "indirect … whole of its plan"
    assert second.startswith("indirect … whole of its plan for a")
    assert second.endswith("in town")
    assert len(second) < 48 + len("indirect ") + 3


def test_short_names_are_told_whole() -> None:
    start = TEXT.index("night ferry")
    one, other = (Entity("e1", Span.of(TEXT, start, start + end), "PRODUCT") for end in (5, 11))
    assert said(one, other) == ["PRODUCT night", "PRODUCT night ferry"]


def test_the_panel_tells_all_of_a_quote_and_marks_the_edges() -> None:
    first, second = quote("harbour"), quote("better part")
    sides = Side.of("ann", [first], []), Side.of("lee", [second], [])
    (difference,) = differences(*sides)
    assert "▸ … ferry across the wide harbour" in in_full(difference, first, sides[0], TEXT)
