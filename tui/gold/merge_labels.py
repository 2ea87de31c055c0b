"""The labels of two sides of a merge, as rows of gold: which belong together, and what comes of one."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tui.gold.check import said
from tui.gold.record import natural
from tui.gold.rowwords import in_words

Row = dict[str, Any]
Side = tuple[str, Row]
"""A label of one side: the list that it stands in (`entities`, `quotes`, `rejected`), and its row."""


def by_id(side: Row) -> Iterator[tuple[str, Side]]:
    """Yield the labels of an article, each with its id."""
    for kind in ("entities", "quotes", "rejected"):
        for row in side[kind]:
            yield row["id"], (kind, row)


def paired(ours: dict[str, Side], theirs: dict[str, Side]) -> Iterator[tuple[Side | None, Side | None]]:
    """Pair labels that came on both sides: the same ones, those of one proposal, and those that overlap."""
    left = dict(theirs)
    tests: tuple[Callable[[Side, Side], bool], ...] = (
        lambda one, other: one[0] == other[0] and said(one[1]) == said(other[1]),
        lambda one, other: one[1]["id"] == other[1]["id"] and same_origin(one[1], other[1]),
        lambda one, other: one[0] == other[0] != "rejected" and _overlap(one[1], other[1]),
    )
    waiting = list(ours.values())
    for test in tests:
        alone: list[Side] = []
        for mine in waiting:
            key = next((key for key, other in left.items() if test(mine, other)), None)
            if key is None:
                alone.append(mine)
            else:
                yield mine, left.pop(key)
        waiting = alone
    yield from ((mine, None) for mine in waiting)
    yield from ((None, other) for other in left.values())


def same(one: Side, other: Side) -> bool:
    """Return whether two labels say the same, their notes too."""
    return one[0] == other[0] and said(one[1]) == said(other[1]) and one[1].get("note") == other[1].get("note")


def same_origin(one: Row, other: Row) -> bool:
    """Return whether two labels were made from the same proposal (of a rejected one, it is itself the proposal)."""
    if one["id"] != other["id"] or "proposed_by" not in one or one.get("proposed_by") != other.get("proposed_by"):
        return False
    return said(one.get("proposed", one)) == said(other.get("proposed", other))


def _overlap(one: Row, other: Row) -> bool:
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in _pieces(one) for b in _pieces(other))


def _pieces(row: Row) -> list[Row]:
    return list(row.get("content", [row]))


def part(row: Row, point: Iterable[str]) -> Row:
    """Return what a label says of one point."""
    return {key: row[key] for key in point if key in row}


def with_status(row: Row) -> Row:
    """Return a label whose status says how it came from its proposal."""
    if "proposed" not in row:
        return row | {"status": "added"}
    return row | {"status": "accepted" if said(row) == said(row["proposed"]) else "corrected"}


def without_doubles(labels: list[Side]) -> list[Side]:
    """Return the labels without those that say the same as one before."""
    seen, kept = set(), []
    for kind, row in labels:
        name = row.get("label", row.get("kind"))
        key = (kind, name, tuple((piece["start"], piece["end"]) for piece in _pieces(row)))
        if kind == "rejected" or key not in seen:
            kept.append((kind, row))
        seen.add(key)
    return kept


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Return labels in canonical order, and the keys of each."""
    keys = (
        "id", "layer", "start", "end", "text", "label", "cluster", "kind", "content", "cue", "speaker", "how", "score",
        "changes", "status", "proposed", "proposed_by", "by", "created", "modified", "note",
    )  # fmt: skip
    ordered = [{key: row[key] for key in keys if key in row} for row in rows]
    return sorted(
        ordered,
        key=lambda row: (
            _pieces(row)[0]["start"], -_pieces(row)[-1]["end"], row.get("layer", ""),
            row.get("label", row.get("kind")), natural(row["id"]),
        ),
    )  # fmt: skip


def clusters_of(row: Row) -> set[str]:
    """Return the ids of the clusters that a label, or the proposal that it came from, is linked to."""
    parts = (row, row.get("proposed", {}))
    return {name for x in parts for name in (x.get("cluster"), x.get("speaker", {}).get("cluster")) if name}


def layer_of(side: Side) -> str:
    """Return the layer of a label."""
    return str(side[1]["layer"]) if side[0] == "rejected" else side[0]


def told(side: Side | None) -> str:
    """Return in words what a side has made of a label."""
    if side is None:
        return "deleted"
    return f"rejected {in_words(side[1])}" if side[0] == "rejected" else in_words(side[1])
