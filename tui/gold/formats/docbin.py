"""spaCy's DocBin (.spacy), for `spacy train` and `spacy evaluate`.

Entities that don't overlap a longer one are in `doc.ents`, all of them in `doc.spans["entities"]`; pieces of quotes are
in "quotes", cues in "cues", speakers in "speakers", and entities that somebody turned down in "incorrect_spans", the
key that spaCy's own recogniser takes them from. A token that nobody has decided on is *missing*, not outside: all
tokens of an article whose entities are not complete, and those of dropped blocks.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tui.annotation import LayerState
from tui.gold.formats import sniff
from tui.gold.formats.holds import EVERYTHING
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import CUE, KINDS, SPEAKER, Link, Mark, Page, mark_name, page_of, record_of
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.tokens import cut_at
from tui.gold.formats.units import Unit
from tui.gold.jsonl import parsed
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.gold.texts import Texts
from tui.model import Block, Layer

_GROUPS = dict.fromkeys(KINDS, "quotes") | {CUE: "cues", SPEAKER: "speakers"}
_REJECTED = "incorrect_spans"
_RECORD, _LINKS = "copydesk", "copydesk_links"


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:
    """Yield one DocBin with a document an article."""
    from tui.extraction.docbin import PlainDoc, PlainSpan, to_docbin  # noqa: PLC0415 - spaCy
    from tui.extraction.tokenising import tokeniser  # noqa: PLC0415

    tokenise = tokeniser(writing.model)

    def plain(gold: GoldArticle) -> PlainDoc:
        page, article = page_of(gold), gold.article
        spans: dict[str, list[PlainSpan]] = {"entities": [], "quotes": [], "cues": [], "speakers": [], _REJECTED: []}
        for mark in page.marks:
            group = spans[_GROUPS.get(mark.label, "entities")]
            group.append(PlainSpan(mark.start, mark.end, mark.label, mark.id))
        for label in gold.rejected:
            group = spans[_REJECTED]
            group += [PlainSpan(piece.start, piece.end, mark_name(label), label.id) for piece in label.spans]
        edges = [edge for group in spans.values() for span in group for edge in (span.start, span.end)]
        tokens = cut_at(tokenise(article.text, article.lang), edges, article.id, losses)
        ents: list[PlainSpan] = []
        for span in sorted(spans["entities"], key=lambda x: (x.start - x.end, x.start, x.label, x.id)):
            if any(span.start < other.end and other.start < span.end for other in ents):
                losses.note('entities that overlap a longer one: in doc.spans["entities"], not in doc.ents',
                            f"{article.id}:{span.id}")  # fmt: skip
            else:
                ents.append(span)
        known = gold.review.layers[Layer.ENTITIES] is LayerState.COMPLETE
        if not known:
            losses.note("articles whose entities are not complete: tokens outside entities are missing", article.id)
        missing = [not known or _dropped(start, article.blocks) for start, _ in tokens]
        data = {
            _RECORD: compact(record_of(gold, Unit.CODEPOINT)),
            _LINKS: compact([[link.label, link.head, link.child] for link in page.links]),
        }
        return PlainDoc(article.text, tokens, ents, missing, spans, data, article.lang)

    yield "", to_docbin(map(plain, golds))


def _dropped(offset: int, blocks: Sequence[Block]) -> bool:
    return any(block.dropped and block.start <= offset < block.end for block in blocks)


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page a document: its entities, and the spans of every group."""
    from tui.extraction.docbin import ENTITIES, from_docbin  # noqa: PLC0415 - spaCy

    for number, doc in enumerate(from_docbin(path.read_bytes()), 1):
        where = f"{path}, document {number}"
        record = sniff.record(_json(doc.data, _RECORD, where))
        marks: dict[tuple[Any, ...], Mark] = {}
        rejected = []
        seen = set()
        for group, spans in sorted(doc.spans.items(), key=lambda item: item[0] == ENTITIES):
            for i, span in enumerate(spans, 1):
                mark = Mark(span.id or f"{group}{i}", span.label, ((span.start, span.end),))
                stretch = (span.start, span.end, span.label)
                if group == _REJECTED:
                    rejected.append(mark)
                elif group != ENTITIES or stretch not in seen:
                    marks.setdefault((*stretch, span.id), mark)
                    seen.add(stretch)
        links = [Link(*map(str, link)) for link in _json(doc.data, _LINKS, where) or []]
        article_id = record.get("id") if record else None
        yield Page(
            where, article_id, doc.text, tuple(marks.values()), tuple(links), record, tuple(rejected),
            unit=Unit.CODEPOINT,
        )  # fmt: skip


def _json(data: Any, key: str, where: str) -> Any:
    return parsed(data[key].encode(), where) if key in data else None


def detect(path: Path, head: bytes) -> bool:
    """Return whether the file unpacks to what a DocBin begins with."""
    if head[:1] != b"\x78" or path.is_dir():
        return False
    try:
        return b"version" in zlib.decompressobj().decompress(head, 64)
    except zlib.error:
        return False


FORMATS = (
    Format(
        "docbin", "spaCy's DocBin, for `spacy train`", ".spacy", EVERYTHING, Unit.CODEPOINT, write, read, detect,
        declared=True,
    ),
)  # fmt: skip
