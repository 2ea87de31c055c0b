"""An article as other tools see it: marks on a text and links between marks. And ours drawn so.

An entity is a mark with its label. A quote is a mark `QUOTE_DIRECT`, `QUOTE_MIXED` or `QUOTE_INDIRECT`; its cue is a
mark `QUOTE_CUE` that a link `CUE` leads to; the speaker's mention is an entity's mark of the same stretch, or else a
mark `QUOTE_SPEAKER`, that a link `SPOKEN_BY` leads to. Where a mark has one piece only, the further pieces of a quote
are marks like the first, and a link `CONTINUES` leads from the first to each.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tui.annotation import Label
from tui.gold.formats.units import Offsets, Unit
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.model import CopydeskError, Entity, Quote, QuoteKind, Span, text_sha256

KINDS = {f"QUOTE_{kind.name}": kind for kind in QuoteKind}
CUE, SPEAKER = "QUOTE_CUE", "QUOTE_SPEAKER"
LINK_CUE, LINK_SPEAKER, LINK_PIECE = "CUE", "SPOKEN_BY", "CONTINUES"
RESERVED = frozenset({*KINDS, CUE, SPEAKER})


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch: its pieces as `(start, end)`, and the surface text of each where the file has it."""

    id: str
    label: str
    pieces: tuple[tuple[int, int], ...]
    surfaces: tuple[str | None, ...] = ()
    note: str = ""
    cluster: tuple[str, str] | None = None  # id and name of the cluster, for formats that hold just those

    @property
    def start(self) -> int:
        """Offset of the first piece."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Offset after the last piece."""
        return self.pieces[-1][1]


@dataclass(frozen=True, slots=True)
class Link:
    """A relation from one mark to another, by their ids."""

    label: str
    head: str
    child: str


@dataclass(frozen=True)
class Page:
    """One article of a file. `where` names file and line for messages.

    `text` is None where the file has none; `sha256` or `id` says then which text is meant. `record` is what
    `record_of` made, where we wrote the file. `rejected` are marks that somebody turned down. `unit` is what the file
    says its offsets count, where it does; `loose` as in `Claim`.
    """

    where: str
    id: str | None
    text: str | None
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    record: Mapping[str, Any] | None = None
    rejected: tuple[Mark, ...] = ()
    sha256: str | None = None
    unit: Unit | None = None
    lang: str | None = None
    by: str | None = None
    loose: bool = False


def page_of(gold: GoldArticle, *, split: bool = False) -> Page:
    """Draw an article as marks and links, offsets in code points. `split`: a mark may have several pieces.

    Raises `CopydeskError` where an entity's label is one of the names that quotes are drawn with.
    """
    marks: list[Mark] = []
    links: list[Link] = []
    names = {cluster.id: (cluster.id, cluster.name) for cluster in gold.clusters}
    entities: dict[Span, str] = {}
    for label in gold.labels:
        if isinstance(label.value, Entity):
            if label.name in RESERVED:
                raise CopydeskError(
                    f"{gold.article.id}: the label {label.name!r} of {label.id} is a name that other formats hold "
                    f"quotes under; rename the label in the scheme"
                )
            entities.setdefault(label.value.span, label.id)
            marks.append(
                _mark(label.id, label.name, (label.value.span,), label.note, names.get(label.value.cluster or ""))
            )
    for label in gold.labels:
        if isinstance(label.value, Quote):
            _draw_quote(label, entities, names, marks, links, split=split)
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    article = gold.article
    return Page(
        article.id, article.id, article.text, tuple(marks), tuple(links), lang=article.lang,
        sha256=article.text_sha256, unit=Unit.CODEPOINT,
    )  # fmt: skip


def record_of(gold: GoldArticle, unit: Unit) -> dict[str, Any]:
    """Return, as JSON, what marks and links don't say of an article; offsets in here count code points.

    `unit` is that of the marks in the file. Each label has a digest (`is`), so that a later reader sees which labels
    another tool has changed.
    """
    row = gold.as_json()
    kept = {key: row[key] for key in ("id", "lang", "text_sha256", "source", "review", "blocks", "clusters", "rejected")
            if key in row}  # fmt: skip
    labels: dict[str, Any] = {}
    for label in (*row["entities"], *row["quotes"]):
        extras = {key: label[key] for key in ("proposed", "proposed_by", "by", "created", "modified", "note", "cluster")
                  if key in label}  # fmt: skip
        if "cluster" in label.get("speaker", {}):
            extras["cluster"] = label["speaker"]["cluster"]
        if "mention" in label.get("speaker", {}):
            extras["named"] = True
        labels[label["id"]] = extras
    for one in gold.labels:
        labels[one.id]["is"] = digest(one.value)
    return {"offsets": unit.value} | kept | {"labels": labels}


def mark_name(label: Label) -> str:
    """Return the label of the mark that a label is drawn as."""
    return f"QUOTE_{label.value.kind.name}" if isinstance(label.value, Quote) else label.name


def digest(value: Entity | Quote) -> str:
    """Return a short hash of what a label says."""
    return text_sha256(compact(value.as_json()))[:12]


def _draw_quote(
    label: Label, entities: Mapping[Span, str], names: Mapping[str, tuple[str, str]], marks: list[Mark],
    links: list[Link], *, split: bool,
) -> None:  # fmt: skip
    quote = label.value
    assert isinstance(quote, Quote)
    name = mark_name(label)
    cluster = quote.speaker.cluster if quote.speaker else None
    first = quote.content if split else quote.content[:1]
    marks.append(_mark(label.id, name, first, label.note, names.get(cluster or "")))
    for n, piece in enumerate(() if split else quote.content[1:], 2):
        marks.append(_mark(f"{label.id}.piece{n}", name, (piece,)))
        links.append(Link(LINK_PIECE, label.id, f"{label.id}.piece{n}"))
    if quote.cue is not None:
        marks.append(_mark(f"{label.id}.cue", CUE, (quote.cue,)))
        links.append(Link(LINK_CUE, label.id, f"{label.id}.cue"))
    mention = quote.speaker.mention if quote.speaker else None
    if mention is not None:
        if mention not in entities:
            marks.append(_mark(f"{label.id}.speaker", SPEAKER, (mention,)))
        links.append(Link(LINK_SPEAKER, label.id, entities.get(mention, f"{label.id}.speaker")))


def _mark(
    mark_id: str, label: str, spans: tuple[Span, ...], note: str = "", cluster: tuple[str, str] | None = None
) -> Mark:
    pieces, surfaces = tuple((span.start, span.end) for span in spans), tuple(span.text for span in spans)
    return Mark(mark_id, label, pieces, surfaces, note, cluster)


def in_unit(page: Page, offsets: Offsets, unit: Unit) -> Page:
    """Return the page with the offsets of its marks, which count code points, in another unit."""

    def moved(mark: Mark) -> Mark:
        pieces = tuple(
            (offsets.from_codepoint(start, unit), offsets.from_codepoint(end, unit)) for start, end in mark.pieces
        )
        return replace(mark, pieces=pieces)

    return replace(page, marks=tuple(map(moved, page.marks)), unit=unit)
