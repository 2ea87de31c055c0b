"""Marks and links of another tool to gold: which mark is what, what it says in code points, and what was recorded."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from tui import __version__
from tui.annotation import Label, LayerState, Status
from tui.cleaning import as_is
from tui.gold.formats.holds import no_review
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import (
    CUE,
    KINDS,
    LINK_CUE,
    LINK_PIECE,
    LINK_SPEAKER,
    SPEAKER,
    Link,
    Mark,
    Page,
    digest,
)
from tui.gold.formats.units import Claim, Offsets, Unit
from tui.gold.record import GoldArticle, Review
from tui.gold.store import Stored, article_from
from tui.model import (
    Article,
    Cluster,
    CopydeskError,
    Entity,
    Layer,
    Provenance,
    Quote,
    Span,
    Speaker,
    freeze,
    text_sha256,
    trimmed,
)

_ID = re.compile(r"[eq][A-Za-z0-9._-]{1,63}")
_LONGEST_LABEL = 200


@dataclass(frozen=True)
class Terms:
    """On what terms a file is read: who imports and when, which tool wrote it, and what the person said about it.

    `names` maps the file's labels and relations to ours (the empty string: leave it out); `complete` are the layers in
    which the file has all there is.
    """

    by: str
    at: str
    tool: str
    unit: Unit | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    complete: frozenset[Layer] = frozenset()


def claims_of(page: Page, offsets: Offsets) -> Iterator[tuple[Mark, Claim]]:
    """Yield what the page says of each piece of each mark. Empty pieces claim nothing."""
    for mark in (*page.marks, *page.rejected):
        for i, (start, end) in enumerate(mark.pieces):
            surface = mark.surfaces[i] if i < len(mark.surfaces) else None
            yield mark, Claim(offsets, start, end, surface, page.loose)


class Draft:
    """One page on its way to gold."""

    def __init__(self, page: Page, offsets: Offsets, unit: Unit, terms: Terms, losses: Losses) -> None:
        self._page, self._offsets, self._unit = page, offsets, unit
        self._terms, self._losses = terms, losses
        record = page.record
        if record is not None and not _is_about(record, offsets.text):
            losses.record("records of ours that belong to another text", page.where)
            record = None
        self._record = record
        self._rows: Mapping[str, Any] = record["labels"] if record else {}
        self._links = self._named_links()

    def gold(self, article_id: str, here: Stored | None) -> GoldArticle:
        """Return the page as gold of the article `article_id`; `here` is the project's article with that text.

        Raises `CopydeskError` for marks that don't fit the text, and what the parts of a record raise.
        """
        article, review = self._article(article_id, here)
        marks = [self._placed(mark) for mark in self._page.marks if self._name(mark)]
        found = [mark for mark in marks if mark is not None]
        labels = [*self._entities(found), *self._quotes(found)]
        labels = self._without_doubles(labels)
        rejected = [self._turned_down(mark) for mark in map(self._placed, self._page.rejected) if mark is not None]
        if self._record:
            rejected = [_rejected(row) for row in self._record["rejected"]]
        people = {label.by for label in labels if label.by}
        review = replace(review, annotators=tuple(sorted(people | set(review.annotators))))
        clusters = [Cluster.from_json(row) for row in self._record["clusters"]] if self._record else self._clusters()
        known = {cluster.id for cluster in clusters}
        labels = [_known_cluster(label, known) for label in labels]
        return GoldArticle.of(article, review, self._with_ids([*labels, *rejected]), clusters)

    def _article(self, article_id: str, here: Stored | None) -> tuple[Article, Review]:
        terms = self._terms
        if self._record:
            row = {**self._record, "id": article_id, "text": self._offsets.text}
            article, review = article_from(row), Review.from_json(self._record["review"])
        elif here is not None:
            article = replace(here.state.current_article(), id=article_id)
            review = replace(no_review(), layers=here.state.layers, extractors=here.state.proposers)
        else:
            article, review = as_is(self._offsets.text, id=article_id), no_review()
            article = replace(article, lang=self._page.lang)
        layers = {layer: LayerState.COMPLETE if layer in terms.complete else review.layers[layer] for layer in Layer}
        # Nobody can say whether suggestions were shown over there, so a layer said to be complete is not called blind.
        unknown = Provenance(f"{terms.tool}-import", __version__)
        extractors = dict(review.extractors)
        if self._record is None:
            extractors |= {layer: unknown for layer in terms.complete if layer not in extractors}
        return article, replace(review, layers=layers, extractors=extractors)

    def _name(self, mark: Mark) -> str:
        """Return our name for the label of a mark, empty where it is to be left out."""
        name = self._terms.names.get(mark.label, mark.label)
        if not name:
            self._losses.label(f"labels {mark.label}, left out as you asked", self._at(mark))
        elif freeze(name) != name or len(name) > _LONGEST_LABEL or not name.strip() or "\n" in name:
            raise CopydeskError(
                f"{self._page.where}: {name[:40]!r} can't be the name of a label; give it another one with --map"
            )
        return name

    def _placed(self, mark: Mark) -> Mark | None:
        """Return the mark with our label, in code points of the frozen text, white space at the edges left out."""
        pieces: list[tuple[int, int]] = []
        text = self._offsets.text
        for i, (start, end) in enumerate(mark.pieces):
            surface = mark.surfaces[i] if i < len(mark.surfaces) else None
            claim = Claim(self._offsets, start, end, surface, self._page.loose)
            if (found := claim.read_in(self._unit)) is None:
                raise CopydeskError(self._misfit(mark, claim))
            before = (self._offsets.frozen(found[0]), self._offsets.frozen(found[1]))
            after = trimmed(text, *before)
            if after[0] == after[1]:
                self._losses.label("labels on no text or on white space", self._at(mark))
                continue
            if after != before:
                self._losses.label("labels with white space at an edge, moved inwards", self._at(mark))
            pieces.append(after)
        pieces = self._joined(sorted(pieces))
        return replace(mark, label=self._name(mark), pieces=tuple(pieces), surfaces=()) if pieces else None

    def _misfit(self, mark: Mark, claim: Claim) -> str:
        bare = replace(claim, surface=None).read_in(self._unit)
        where = f"{self._page.where}: the label {mark.label[:60]} at {claim.start}:{claim.end}"
        if bare is None:
            length = self._offsets.from_codepoint(len(self._offsets.raw), self._unit)
            return (
                f"{where} ends after the text, which has {length} {_UNIT_NAMES[self._unit]}, or cuts a character in "
                f"two; say what its offsets count with --offset-unit, or mend the file"
            )
        found = self._offsets.raw[bare[0] : bare[1]]
        return (
            f"{where} says {(claim.surface or '')[:40]!r}, but there stands {found[:40]!r} (counting "
            f"{_UNIT_NAMES[self._unit]}); say what its offsets count with --offset-unit, or mend the file"
        )

    def _joined(self, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the pieces with those joined that only a line end parts, where the format must part them there."""
        if not self._page.loose:
            return pieces
        found: list[tuple[int, int]] = []
        for start, end in pieces:
            if found and not (gap := self._offsets.text[found[-1][1] : start]).strip() and "\n" in gap:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _at(self, mark: Mark) -> str:
        return f"{self._page.id or self._page.where}:{mark.id or f'{mark.label} {mark.pieces[0][0]}'}"

    def _span(self, piece: tuple[int, int]) -> Span:
        return Span.of(self._offsets.text, *piece)

    def _named_links(self) -> list[Link]:
        names = self._terms.names
        links = [replace(link, label=names.get(link.label, link.label)) for link in self._page.links]
        for link in links:
            if link.label not in (LINK_CUE, LINK_SPEAKER, LINK_PIECE):
                what = f"relations {link.label[:60]}" if link.label else "relations, left out as you asked"
                self._losses.label(what, f"{self._page.id or self._page.where}:{link.head}")
        return links

    def _entities(self, marks: Sequence[Mark]) -> Iterator[Label]:
        for mark in marks:
            if mark.label in KINDS or mark.label in (CUE, SPEAKER):
                continue
            if len(mark.pieces) > 1:
                self._losses.label("entities in several pieces, taken as one stretch", self._at(mark))
            row = self._rows.get(mark.id, {})
            cluster = row.get("cluster", mark.cluster[0] if mark.cluster else None)
            value = Entity(mark.id, self._span((mark.start, mark.end)), mark.label, cluster)
            yield self._label(value, mark, row)

    def _quotes(self, marks: Sequence[Mark]) -> Iterator[Label]:
        by_id = {mark.id: mark for mark in marks}
        heads: dict[str, dict[str, list[Mark]]] = {}
        taken: set[str] = set()
        for link in self._links:
            ends = [by_id.get(link.head), by_id.get(link.child)]
            if ends[0] is not None and ends[0].label not in KINDS:
                ends.reverse()  # drawn the other way round
            head, child = ends
            if head is None or child is None or head.label not in KINDS:
                if link.label in (LINK_CUE, LINK_SPEAKER, LINK_PIECE):
                    self._losses.label(f"relations {link.label} that no quote has", self._page.id or self._page.where)
                continue
            heads.setdefault(head.id, {}).setdefault(link.label, []).append(child)
            taken.add(child.id)
        for mark in marks:
            if mark.label in (CUE, SPEAKER) and mark.id not in taken:
                self._losses.label("cues and speakers that no quote has", self._at(mark))
        continued = {piece.id for parts in heads.values() for piece in parts.get(LINK_PIECE, ())}
        for mark in marks:
            if mark.label in KINDS and mark.id not in continued:
                yield self._quote(mark, heads.get(mark.id, {}), heads)

    def _quote(self, mark: Mark, parts: dict[str, list[Mark]], heads: Mapping[str, Any]) -> Label:
        pieces = list(mark.pieces)
        seen, rest = {mark.id}, list(parts.get(LINK_PIECE, ()))
        while rest:  # a tool may have chained the pieces: each to the next
            part = rest.pop()
            if part.id not in seen:
                seen.add(part.id)
                pieces += part.pieces
                rest += heads.get(part.id, {}).get(LINK_PIECE, [])
        content = tuple(map(self._span, self._without_overlaps(sorted(set(pieces)), mark)))
        cues, speakers = parts.get(LINK_CUE, []), parts.get(LINK_SPEAKER, [])
        for what, found in (("cues", cues), ("speakers", speakers)):
            if len(found) > 1:
                self._losses.label(f"{what} of a quote that has another one already", self._at(mark))
        cue = self._span((cues[0].start, cues[0].end)) if cues else None
        mention = self._span((speakers[0].start, speakers[0].end)) if speakers else None
        row = self._rows.get(mark.id, {})
        cluster = row.get("cluster", mark.cluster[0] if mark.cluster else None)
        if row and row.get("named", False) is (mention is None):  # the other tool gave or took away the mention
            cluster = None
        speaker = Speaker(mention, cluster) if mention or cluster else None
        return self._label(Quote(mark.id, KINDS[mark.label], content, cue, speaker), mark, row)

    def _without_overlaps(self, pieces: list[tuple[int, int]], mark: Mark) -> Iterator[tuple[int, int]]:
        end = -1
        for piece in pieces:
            if piece[0] < end:
                self._losses.label("pieces of a quote that overlap another one", self._at(mark))
                continue
            end = piece[1]
            yield piece

    def _label(self, value: Entity | Quote, mark: Mark, row: Mapping[str, Any]) -> Label:
        """Return the label with what was recorded of it. Another tool's change to it is that of who imports."""
        terms = self._terms
        proposed = None
        if "proposed" in row:
            kind = type(value)
            proposed = kind.from_json({**row["proposed"], "id": value.id})
        who, created, modified = self._page.by or terms.by, terms.at, terms.at
        if row:
            created = row.get("created", terms.at)
            if row.get("is") == digest(value):
                who, modified = row.get("by", who), row.get("modified", terms.at)
        note = row.get("note", "") or mark.note
        status = _status(value, proposed)
        return Label(mark.id, value, status, proposed, row.get("proposed_by"), who, created, modified, freeze(note))

    def _without_doubles(self, labels: Sequence[Label]) -> list[Label]:
        seen: set[tuple[Any, ...]] = set()
        kept = []
        for label in labels:
            key = (label.layer, label.name, label.spans)
            if key in seen:
                self._losses.label("labels that say the same as another one", f"{self._page.where}:{label.id}")
            else:
                kept.append(label)
            seen.add(key)
        return kept

    def _turned_down(self, mark: Mark) -> Label:
        value: Entity | Quote
        if mark.label in KINDS:
            value = Quote(mark.id, KINDS[mark.label], tuple(map(self._span, mark.pieces)))
        else:
            value = Entity(mark.id, self._span((mark.start, mark.end)), mark.label)
        by = self._page.by or self._terms.by
        return Label(mark.id, value, Status.REJECTED, value, self._terms.tool, by, self._terms.at, self._terms.at)

    def _clusters(self) -> list[Cluster]:
        found = {mark.cluster[0]: mark.cluster[1] for mark in self._page.marks if mark.cluster}
        return [Cluster(name, freeze(shown)) for name, shown in found.items()]

    def _with_ids(self, labels: Sequence[Label]) -> Iterator[Label]:
        """Yield the labels with ids that are ours: those we gave, where the file has a record, and new ones else."""
        taken = {label.id for label in labels} | set(self._rows)
        if self._record:
            taken |= {row["id"] for row in self._record["rejected"]}
        fresh = {layer: _fresh(layer.value[0], taken) for layer in (Layer.ENTITIES, Layer.QUOTES)}
        used: set[str] = set()
        for label in sorted(labels, key=lambda x: (x.start, -x.end, x.layer, x.name)):
            ours = self._record is not None and _ID.fullmatch(label.id) and label.id[0] == label.layer.value[0]
            name = label.id if ours and label.id not in used else next(fresh[label.layer])
            used.add(name)
            proposed = replace(label.proposed, id=name) if label.proposed else None
            yield replace(label, id=name, value=replace(label.value, id=name), proposed=proposed)


_UNIT_NAMES = {Unit.CODEPOINT: "code points", Unit.UTF16: "UTF-16 units", Unit.UTF8: "bytes of UTF-8"}


def _fresh(prefix: str, taken: Container[str]) -> Iterator[str]:
    return (name for n in count(1) if (name := f"{prefix}1.{n}") not in taken)


def _is_about(record: Mapping[str, Any], text: str) -> bool:
    return bool(record["text_sha256"] == text_sha256(text))


def _status(value: Entity | Quote, proposed: Entity | Quote | None) -> Status:
    if proposed is None:
        return Status.ADDED
    return Status.ACCEPTED if _said(value) == _said(proposed) else Status.CORRECTED


def _said(value: Entity | Quote) -> tuple[Any, ...]:
    if isinstance(value, Entity):
        return value.span, value.label, value.cluster
    return value.kind, value.content, value.cue, value.speaker


def _rejected(row: Mapping[str, Any]) -> Label:
    return Label.from_json({**row, "status": "rejected", "value": row, "proposed": row})


def _known_cluster(label: Label, known: set[str]) -> Label:
    """Return the label without a cluster that is not there."""
    value = label.value
    if isinstance(value, Entity):
        return label if value.cluster in known else replace(label, value=replace(value, cluster=None))
    speaker = value.speaker
    if speaker is None or speaker.cluster is None or speaker.cluster in known:
        return label
    speaker = Speaker(speaker.mention) if speaker.mention else None
    return replace(label, value=replace(value, speaker=speaker))
