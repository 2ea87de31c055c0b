"""Prodigy's JSONL: one task a line, with tokens, spans, relations and an answer.

After the documentation of Prodigy's interfaces (prodi.gy/docs/api-interfaces): offsets count code points, `end` is
exclusive, `token_end` inclusive, and `head` and `child` of a relation are the last tokens of their spans. Hashes are
left out: Prodigy adds its own at `db-in`.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.gold.formats import sniff
from tui.gold.formats.holds import EVERYTHING
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Link, Mark, Page, mark_name, page_of, record_of
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.tokens import Tokens, covering, cut_at
from tui.gold.formats.units import Unit
from tui.gold.jsonl import line_of, records
from tui.gold.record import GoldArticle
from tui.gold.texts import Texts
from tui.model import CopydeskError

NAME = "prodigy"


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:
    """Yield a task an article, and a rejected task for each suggestion that somebody turned down."""
    from tui.extraction.tokenising import tokeniser  # noqa: PLC0415 - spaCy

    tokenise = tokeniser(writing.model)
    for gold in golds:
        page = page_of(gold)
        text = gold.article.text
        pieces = [piece for mark in page.marks for piece in mark.pieces]
        pieces += [(span.start, span.end) for label in gold.rejected for span in label.spans]
        edges = (edge for piece in pieces for edge in piece)
        tokens = cut_at(tokenise(text, gold.article.lang), edges, gold.article.id, losses)
        head = {"text": text, "meta": {"id": gold.article.id}, "tokens": _tokens(text, tokens)}
        yield (
            "",
            line_of(head | _labels(page, tokens) | {"answer": "accept", "copydesk": record_of(gold, Unit.CODEPOINT)}),
        )
        for label in gold.rejected:
            name = mark_name(label)
            spans = [_span(Mark(label.id, name, ((s.start, s.end),), (s.text,)), tokens) for s in label.spans]
            # Prodigy keeps what it doesn't know: `copydesk_of` tells that the task above has this one in its record.
            yield "", line_of(head | {"spans": spans, "answer": "reject", "copydesk_of": gold.article.id})


def _tokens(text: str, tokens: Tokens) -> list[dict[str, Any]]:
    return [
        {"text": text[start:end], "start": start, "end": end, "id": i, "ws": text[end : end + 1] == " "}
        for i, (start, end) in enumerate(tokens)
    ]


def _labels(page: Page, tokens: Tokens) -> dict[str, Any]:
    spans = {mark.id: _span(mark, tokens) for mark in page.marks}
    relations = [
        {
            "head": spans[link.head]["token_end"], "child": spans[link.child]["token_end"],
            "head_span": _bare(spans[link.head]), "child_span": _bare(spans[link.child]), "label": link.label,
        }
        for link in page.links
    ]  # fmt: skip
    return {"spans": list(spans.values())} | ({"relations": relations} if relations else {})


def _span(mark: Mark, tokens: Tokens) -> dict[str, Any]:
    at = covering(tokens, mark.start, mark.end)
    return {
        "id": mark.id, "start": mark.start, "end": mark.end, "token_start": at[0], "token_end": at[-1],
        "label": mark.label, "text": mark.surfaces[0],
    }  # fmt: skip


def _bare(span: Mapping[str, Any]) -> dict[str, Any]:
    return {key: span[key] for key in ("id", "start", "end", "token_start", "token_end", "label")}


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page for each text of the file; tasks on one text are put together.

    Raises `CopydeskError` for a row that is not a task, and where several people annotated the same text.
    """
    pages: dict[str, Page] = {}
    who: dict[str, str | None] = {}
    for number, row in records(path):
        where = f"{path}, line {number}"
        if not isinstance(row, dict):
            raise CopydeskError(f"{where}: it is not a task of Prodigy, which is an object with a text")
        text = sniff.text(row.get("text"), "text", where)
        page = _page(row, text, where, losses)
        if page is None:
            continue
        session = next((row[key] for key in ("_annotator_id", "_session_id") if isinstance(row.get(key), str)), None)
        if text in pages and row.get("answer", "accept") == "accept" and who[text] not in (None, session):
            raise CopydeskError(
                f"{where}: {session!r} annotated the text that {who[text]!r} did; write each one's tasks to a file of "
                f"their own and import them into projects of their own"
            )
        who[text] = who.get(text) or session
        pages[text] = _together(pages[text], page) if text in pages else page
    yield from pages.values()


def _page(row: Mapping[str, Any], text: str, where: str, losses: Losses) -> Page | None:
    answer = row.get("answer", "accept")
    if answer == "ignore":
        losses.label("tasks that were ignored", where)
        return None
    if answer not in ("accept", "reject"):
        raise CopydeskError(f"{where}: the answer is {str(answer)[:40]!r}, not accept, reject or ignore")
    if answer == "reject" and "copydesk_of" in row:
        return None
    for key in ("accept", "label", "options", "image", "audio"):
        if row.get(key):
            losses.label(f"tasks with {key!r} (choices and classes of a whole text)", where)
    marks, links = _marks(row, where, losses)
    meta = row.get("meta")
    given = meta.get("id") if isinstance(meta, dict) else None
    article_id = str(given) if isinstance(given, str | int) and str(given).strip() else None
    if answer == "reject":
        return Page(where, article_id, text, rejected=tuple(marks))
    return Page(where, article_id, text, tuple(marks), tuple(links), sniff.record(row.get("copydesk")))


def _marks(row: Mapping[str, Any], where: str, losses: Losses) -> tuple[list[Mark], list[Link]]:
    tokens = {token.get("id"): token for token in sniff.rows(row.get("tokens"), "tokens", where)}
    found: dict[tuple[int | str, ...], Mark] = {}
    marks: list[Mark] = []

    def mark(span: Mapping[str, Any], *, again: bool) -> Mark:
        label = sniff.text(span.get("label"), "the label of a span", where)
        start, end = span.get("start"), span.get("end")
        if start is None and tokens:
            start = tokens[span["token_start"]]["start"]
            end = tokens[span["token_end"]]["end"]
        key = (sniff.offset(start, where), sniff.offset(end, where), label)
        surface, given = span.get("text"), span.get("id")
        if again and (*key, str(given)) in found:
            return found[*key, str(given)]
        if again and key in found:
            return found[key]
        made = Mark(
            given if isinstance(given, str) else f"s{len(marks) + 1}", label, (key[:2],),
            (surface if isinstance(surface, str) else None,),
        )  # fmt: skip
        found.setdefault(key, made)
        found[*key, str(given)] = made
        marks.append(made)
        return made

    for span in sniff.rows(row.get("spans"), "spans", where):
        mark(span, again=False)
    links = []
    for relation in sniff.rows(row.get("relations"), "relations", where):
        ends = [relation.get("head_span"), relation.get("child_span")]
        label = sniff.text(relation.get("label"), "the label of a relation", where)
        if not all(isinstance(end, dict) and isinstance(end.get("label"), str) for end in ends):
            losses.label(f"relations {label} between words, not spans", where)
            continue
        head, child = (mark(end, again=True) for end in ends if isinstance(end, dict))
        links.append(Link(label, head.id, child.id))
    return marks, links


def _together(one: Page, other: Page) -> Page:
    """Return two tasks on one text as one page; of marks that are there twice, one. Ids are made anew where needed."""
    seen = {(mark.label, mark.pieces) for mark in one.marks}
    shift = f"{len(one.marks) + len(one.rejected)}"
    names = {mark.id: f"{mark.id}+{shift}" for mark in (*other.marks, *other.rejected)}
    fresh = [Mark(names[m.id], m.label, m.pieces, m.surfaces) for m in other.marks if (m.label, m.pieces) not in seen]
    kept = {mark.id for mark in fresh}
    links = (Link(x.label, names[x.head], names[x.child]) for x in other.links)
    gone = {(mark.label, mark.pieces) for mark in one.rejected}
    rejected = (
        Mark(names[m.id], m.label, m.pieces, m.surfaces) for m in other.rejected if (m.label, m.pieces) not in gone
    )
    return Page(
        one.where, one.id or other.id, one.text, (*one.marks, *fresh),
        (*one.links, *(link for link in links if {link.head, link.child} <= kept)), one.record or other.record,
        (*one.rejected, *rejected),
    )  # fmt: skip


def detect(path: Path, head: bytes) -> bool:
    """Return whether the first line is a task with spans or an answer."""
    row = sniff.first_record(path, head)
    if row is None or not isinstance(row.get("text"), str):
        return False
    spans = row.get("spans")
    return bool(
        "_input_hash" in row
        or row.get("answer") in ("accept", "reject", "ignore")
        or (isinstance(spans, list) and "id" not in row and all(isinstance(s, dict) and "label" in s for s in spans))
    )


FORMATS = (
    Format(
        NAME, "Prodigy: a task a line, with tokens, spans and relations", ".jsonl", EVERYTHING, Unit.CODEPOINT, write,
        read, detect,
    ),
)  # fmt: skip
