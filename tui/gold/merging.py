"""Two people's gold of one article, and the gold that both began with, into one: by label, not by line.

What only one side changed is taken from it, point by point: an entity's stretch and label, its cluster; a quote's
content, kind, cue and speaker. Where both changed a point, and differently, ours stays, the label's note says what
theirs is, the article is flagged, and the layer is open again, since nobody has decided yet: `copydesk compare` shows
it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tui.gold.check import said
from tui.gold.merge_labels import (
    Row,
    Side,
    by_id,
    clusters_of,
    in_order,
    layer_of,
    paired,
    part,
    same,
    same_origin,
    told,
    with_status,
    without_doubles,
)
from tui.gold.record import natural
from tui.gold.rowwords import with_cluster
from tui.model import BlockKind, screen_safe

_POINTS = {
    "entities": (("start", "end", "text", "label"), ("cluster",)),
    "quotes": (("content",), ("kind",), ("cue",), ("speaker",)),
}
_MARK = "merge conflict"


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two sides say differently, and neither may be dropped: in which article, of what, and what each says."""

    article: str
    layer: str | None
    what: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        layer = f" {self.layer}," if self.layer else ""
        return screen_safe(f"{self.article}:{layer} {self.what}: ours {self.ours}, theirs {self.theirs}")


def merge(base: Sequence[Row], ours: Sequence[Row], theirs: Sequence[Row]) -> tuple[list[Row], list[Conflict]]:
    """Return the merged records of three gold files, by id, and what both sides changed differently."""
    sides = [{row["id"]: row for row in rows} for rows in (base, ours, theirs)]
    merged: list[Row] = []
    conflicts: list[Conflict] = []
    for name in sorted(sides[1].keys() | sides[2].keys()):
        row, found = _article(*(side.get(name) for side in sides))
        conflicts += found
        if row is not None:
            merged.append(row)
    return merged, conflicts


def _article(base: Row | None, ours: Row | None, theirs: Row | None) -> tuple[Row | None, list[Conflict]]:
    if theirs in (ours, base):
        return ours, []
    if ours == base:
        return theirs, []
    if ours is None or theirs is None:
        if base is None:
            return ours or theirs, []
        kept = ours or theirs
        assert kept is not None
        what = Conflict(
            kept["id"], None, "the article", *(("is changed" if x else "is deleted") for x in (ours, theirs))
        )
        return _flagged(kept, [what]), [what]
    if ours["text_sha256"] != theirs["text_sha256"] or ours["schema"] != theirs["schema"]:
        key = "text_sha256" if ours["schema"] == theirs["schema"] else "schema"
        what = Conflict(ours["id"], None, key, ours[key][:24], theirs[key][:24])
        return _flagged(ours, [what]), [what]
    return _Merging(base, ours, theirs).result()


class _Merging:
    """One article that both sides have changed."""

    def __init__(self, base: Row | None, ours: Row, theirs: Row) -> None:
        self.name = ours["id"]
        self.base = base if base and base["text_sha256"] == ours["text_sha256"] else None
        self.ours, self.theirs = ours, theirs
        self.them = ", ".join(theirs["review"]["annotators"]) or "theirs"
        self.conflicts: list[Conflict] = []
        self._taken = {
            row["id"] for side in (ours, theirs, self.base or {}) for key in (*_POINTS, "rejected", "clusters")
            for row in side.get(key, ())
        }  # fmt: skip

    def result(self) -> tuple[Row, list[Conflict]]:
        clusters, names = self._clusters()
        labels = self._labels(names)
        blocks = self._blocks()
        merged = dict(self.ours)
        merged["blocks"] = blocks
        if "title" in merged:
            merged["title"] = _title(merged)
        for layer in _POINTS:
            merged[layer] = in_order(row for kind, row in labels if kind == layer)
        merged["rejected"] = in_order(row for kind, row in labels if kind == "rejected")
        spoken = set().union(*(clusters_of(row) for _, row in labels))
        merged["clusters"] = sorted((c for c in clusters if c["id"] in spoken), key=lambda row: natural(row["id"]))
        merged["review"] = self._review()
        return (_flagged(merged, self.conflicts) if self.conflicts else merged), self.conflicts

    def _conflict(self, layer: str | None, what: str, ours: str, theirs: str) -> str:
        """Note a conflict; return what to write beside what stays."""
        self.conflicts.append(Conflict(self.name, layer, what, ours, theirs))
        return f"{_MARK}: {self.them}: {theirs}"

    def _new_id(self, old: str) -> str:
        """Return an id like `old` that no side has used."""
        stem, number = old.rpartition(".")[0] or old, 1
        while (new := f"{stem}.{number}") in self._taken:
            number += 1
        self._taken.add(new)
        return new

    # Clusters

    def _clusters(self) -> tuple[list[Row], dict[str, str]]:
        """Return the clusters of both, and what theirs are called in the result."""
        base = {row["id"]: row for row in (self.base or {}).get("clusters", ())}
        merged = {row["id"]: row for row in self.ours["clusters"]}
        new_ours = {_name(row): row["id"] for row in self.ours["clusters"] if row["id"] not in base}
        names: dict[str, str] = {}
        for row in self.theirs["clusters"]:
            name = row["id"]
            if name in base:
                merged[name] = self._same_cluster(base[name], merged.get(name, base[name]), row)
            elif (same := new_ours.get(_name(row))) is not None:
                names[name] = same
            elif name in merged:
                names[name] = self._new_id(name)
                merged[names[name]] = row | {"id": names[name]}
            else:
                merged[name] = row
        return list(merged.values()), names

    def _same_cluster(self, base: Row, ours: Row, theirs: Row) -> Row:
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if _name(ours) != _name(theirs):
            self._conflict("entities", f"cluster {ours['id']}", str(ours.get("name")), str(theirs.get("name")))
        return ours

    # Labels

    def _labels(self, names: Mapping[str, str]) -> list[Side]:
        base = dict(by_id(self.base)) if self.base else {}
        ours = dict(by_id(self.ours))
        theirs = {key: (kind, with_cluster(row, names)) for key, (kind, row) in by_id(self.theirs)}
        merged: list[Side] = []
        for key, was in base.items():
            merged += self._known(was, ours.pop(key, None), theirs.pop(key, None))
        for mine, other in paired(ours, theirs):
            merged += self._new(mine, other)
        return self._with_own_ids(without_doubles(merged))

    def _with_own_ids(self, labels: Iterable[Side]) -> list[Side]:
        """Give a new id to each label whose id another one has: both sides counted on from the same number."""
        seen: set[str] = set()
        made = []
        for kind, row in labels:
            own = row["id"] if row["id"] not in seen else self._new_id(row["id"])
            seen.add(own)
            made.append((kind, row | {"id": own}))
        return made

    def _known(self, was: Side, mine: Side | None, other: Side | None) -> Iterator[Side]:
        """Yield the label that both began with, unless it is gone."""
        same_mine, same_other = (side is not None and same(was, side) for side in (mine, other))
        if same_other or (mine is None and other is None):
            kept = mine
        elif same_mine:
            kept = other
        elif mine is None or other is None or (mine[0] == "rejected") != (other[0] == "rejected"):
            # One has deleted it or turned it down, and the other has changed it.
            kept = max((mine, other), key=lambda side: side is not None and side[0] != "rejected")
            assert kept is not None
            note = self._conflict(layer_of(was), "a label", told(mine), told(other))
            kept = kept[0], kept[1] | {"note": _noted(kept[1], note)}
        else:
            kept = self._both(was[1], mine, other)
        if kept is not None:
            yield kept

    def _new(self, mine: Side | None, other: Side | None) -> Iterator[Side]:
        """Yield a label that came since, on one side or on both."""
        if mine is None or other is None:
            side = mine or other
            assert side is not None
            yield side
        elif mine[0] == other[0] and said(mine[1]) == said(other[1]):
            yield self._both(None, mine, other)
        else:
            note = self._conflict(layer_of(mine), "a label", told(mine), told(other))
            kept = mine if mine[0] != "rejected" else other
            yield kept[0], kept[1] | {"note": _noted(kept[1], note)}
            if mine[0] != "rejected" and other[0] != "rejected" and not same_origin(mine[1], other[1]):
                yield other

    def _both(self, base: Row | None, mine: Side, other: Side) -> Side:
        """Return the label with what each side changed of it."""
        kind, later = mine[0], max(mine[1], other[1], key=lambda row: row.get("modified", ""))
        row = dict(mine[1])
        if said(mine[1]) == said(other[1]):
            return kind, {**later, "id": row["id"], **({"note": note} if (note := _notes(mine[1], other[1])) else {})}
        taken, clashes = False, list[str]()
        for point in _POINTS.get(kind, ()):
            was, ours, theirs = (part(x, point) if x is not None else None for x in (base, mine[1], other[1]))
            if theirs in (ours, was):
                continue
            if ours == was:
                row = {key: value for key, value in row.items() if key not in point} | theirs  # type: ignore[operator]
                taken = True
            else:
                clashes.append(self._conflict(kind, point[-1], told(mine), told(other)))
        if taken:
            row |= {key: later[key] for key in ("by", "modified") if key in later}
        if note := _notes(mine[1], other[1], *clashes[:1]):
            row["note"] = note
        return kind, row if kind == "rejected" else with_status(row)

    # Blocks and review

    def _blocks(self) -> list[Row]:
        base, ours, theirs = (list[Row]((side or {}).get("blocks", ())) for side in (self.base, self.ours, self.theirs))
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        cuts = [[(row["start"], row["end"]) for row in side] for side in (base, ours, theirs)]
        if cuts[1] != cuts[2]:
            self._conflict("blocks", "where blocks end", f"{len(ours)} blocks", f"{len(theirs)} blocks")
            return ours
        before: list[Row | None] = [*base] if cuts[0] == cuts[1] else [None] * len(ours)
        return [self._block(*rows) for rows in zip(before, ours, theirs, strict=True)]

    def _block(self, base: Row | None, ours: Row, theirs: Row) -> Row:
        if ours == base:
            return theirs
        if theirs != base and (ours["keep"], ours["kind"]) != (theirs["keep"], theirs["kind"]):
            where = f"block {ours['start']}:{ours['end']}"
            self._conflict(
                "blocks", where, *(f"{'kept' if x['keep'] else 'dropped'} {x['kind']}" for x in (ours, theirs))
            )
        return ours

    def _review(self) -> Row:
        base, ours, theirs = ((side or {}).get("review", {}) for side in (self.base, self.ours, self.theirs))
        merged = {**ours, **{key: theirs[key] for key in theirs if ours.get(key) == base.get(key)}}
        merged["annotators"] = sorted({*ours["annotators"], *theirs["annotators"]})
        for key in ("layers", "extractors"):
            merged[key] = {
                layer: (theirs if ours[key].get(layer) == base.get(key, {}).get(layer) and layer in theirs[key] else
                        ours if layer in ours[key] else theirs)[key][layer]
                for layer in (*ours[key], *(x for x in theirs[key] if x not in ours[key]))
            }  # fmt: skip
        if note := _notes(ours, theirs) if ours.get("note") != base.get("note") else theirs.get("note", ""):
            merged["note"] = note
        for layer in {conflict.layer for conflict in self.conflicts if conflict.layer}:
            merged["layers"][layer] = "open"
        merged["blind"] = [
            layer for layer in ("entities", "quotes")
            if merged["layers"][layer] == "complete" and layer not in merged["extractors"]
        ]  # fmt: skip
        return {key: merged[key] for key in _REVIEW if key in merged}


_REVIEW = ("layers", "annotators", "scheme", "labels", "blind", "extractors", "note", "flagged")


def _name(cluster: Row) -> Any:
    name = cluster.get("name")
    return name.casefold() if isinstance(name, str) else (tuple(name) if name else cluster["id"])


def _title(row: Row) -> str:
    blocks = (block for block in row["blocks"] if block["kind"] == BlockKind.TITLE.value)
    return next((row["text"][block["start"] : block["end"]] for block in blocks), "")


def _notes(*rows: Row | str) -> str:
    """Return the different notes, one after the other."""
    notes = (row if isinstance(row, str) else row.get("note", "") for row in rows)
    return "; ".join(dict.fromkeys(filter(None, notes)))


def _noted(row: Row, note: str) -> str:
    return _notes(row, note)


def _flagged(row: Row, conflicts: Sequence[Conflict]) -> Row:
    """Return an article that says that somebody has to look at it."""
    count = f"{_MARK}s: {len(conflicts)}" if len(conflicts) > 1 else f"{_MARK}: {conflicts[0].what}"
    review = {**row["review"], "note": _notes(row["review"], count), "flagged": True}
    return row | {"review": {key: review[key] for key in _REVIEW if key in review}}
