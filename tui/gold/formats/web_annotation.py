"""W3C Web Annotations as JSON-LD: for each article a page of annotations, without its text.

After the Web Annotation Data Model (W3C Recommendation, 2017). A target has a position selector, which must count code
points, and a quote selector with some text around, each by itself enough to find the place. The source of our targets
is the hash of the text; of others', an address or an id of an article that the project or --texts has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tui.annotation import Label
from tui.gold.formats import sniff
from tui.gold.formats.holds import EVERYTHING, Holds
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Link, Mark, Page, page_of, record_of
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.units import Unit
from tui.gold.jsonl import parsed
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.gold.texts import Texts
from tui.model import Article, CopydeskError

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_RECORD = "urn:copydesk:record"
_AROUND = 32
_SHA = "urn:sha256:"
_ENDINGS = (".jsonld", ".json")


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a page of annotations for each article."""
    for gold in golds:
        name = f"{gold.article.id}.jsonld"
        yield name, (compact(_document(gold)) + "\n").encode()


def _document(gold: GoldArticle) -> dict[str, Any]:
    page = page_of(gold, split=True)
    base = f"urn:copydesk:{gold.article.id}:"
    labels = {label.id: label for label in gold.labels}
    items = [_annotation(base, mark, gold.article, labels.get(mark.id)) for mark in page.marks]
    items += [_link(base, link, n) for n, link in enumerate(page.links, 1)]
    return {
        "@context": [CONTEXT, {"copydesk": _RECORD}], "id": f"{base}page", "type": "AnnotationPage", "items": items,
        "copydesk": compact(record_of(gold, Unit.CODEPOINT)),
    }  # fmt: skip


def _annotation(base: str, mark: Mark, article: Article, label: Label | None) -> dict[str, Any]:
    targets = [_target(article, start, end) for start, end in mark.pieces]
    row: dict[str, Any] = {"id": f"{base}{mark.id}", "type": "Annotation", "motivation": "classifying"}
    if label is not None:
        row |= {"creator": {"type": "Person", "name": label.by}} if label.by else {}
        row |= {key: value for key in ("created", "modified") if (value := getattr(label, key))}
    return row | {
        "body": {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": mark.label},
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(article: Article, start: int, end: int) -> dict[str, Any]:
    text = article.text
    quote = {
        "type": "TextQuoteSelector", "exact": text[start:end], "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }  # fmt: skip
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    return {"source": f"{_SHA}{article.text_sha256}", "selector": [position, quote]}


def _link(base: str, link: Link, number: int) -> dict[str, Any]:
    return {
        "id": f"{base}link{number}", "type": "Annotation", "motivation": "linking",
        "body": [
            {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": link.label},
            {"type": "SpecificResource", "purpose": "linking", "source": f"{base}{link.child}"},
        ],
        "target": f"{base}{link.head}",
    }  # fmt: skip


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:
    """Yield a page for each source that has annotations in a file, or in the files of a folder.

    Raises `CopydeskError` for what is no annotation, and for a source of which no text is there.
    """
    files = sorted(file for file in path.iterdir() if file.suffix in _ENDINGS) if path.is_dir() else [path]
    for file in files:
        document = parsed(file.read_bytes(), str(file))
        record = None
        if isinstance(document, dict) and isinstance(document.get("copydesk"), str):
            record = sniff.record(parsed(document["copydesk"].encode(), str(file)))
        yield from _Reader(file, texts, losses).pages(_items(document, str(file)), record)


def _items(document: Any, where: str) -> list[Mapping[str, Any]]:
    """Return the annotations of a page, of a collection with its first page, of a graph, of a list, or one alone."""
    if isinstance(document, dict):
        for key in ("items", "@graph"):
            if key in document:
                return sniff.rows(document[key], key, where)
        if isinstance(document.get("first"), dict):
            return sniff.rows(document["first"].get("items"), "items", where)
        return [document]
    return sniff.rows(document, "it", where)


class _Reader:
    def __init__(self, file: Path, texts: Texts, losses: Losses) -> None:
        self._file, self._texts, self._losses = file, texts, losses
        self._marks: dict[str, list[Mark]] = {}
        self._links: list[Link] = []
        self._articles: dict[str, Article] = {}

    def pages(self, items: Sequence[Mapping[str, Any]], record: Mapping[str, Any] | None) -> Iterator[Page]:
        for number, item in enumerate(items, 1):
            self._take(item, f"{self._file}, annotation {number}", number)
        if record is not None and not self._marks:
            self._marks[f"{_SHA}{record['text_sha256']}"] = []
        for source, marks in self._marks.items():
            article = self._article(source, f"{self._file}")
            ids = {mark.id for mark in marks}
            links = tuple(link for link in self._links if link.head in ids)
            ours = record if record is not None and record.get("text_sha256") == article.text_sha256 else None
            yield Page(f"{self._file}, article {article.id}", article.id, article.text, tuple(marks), links, ours)

    def _take(self, item: Mapping[str, Any], where: str, number: int) -> None:
        bodies = _many(item.get("body", item.get("bodyValue")))
        label = next((found for body in bodies if (found := _value(body))), None)
        name = _name(item.get("id", item.get("@id"))) or f"A{number}"
        targets = _many(item.get("target"))
        others = [body["source"] for body in bodies if isinstance(body, dict) and isinstance(body.get("source"), str)]
        if others and targets and isinstance(targets[0], str):
            self._links += [Link(label or "RELATED", _name(targets[0]), _name(other)) for other in others]
            return
        if label is None:
            self._losses.label("annotations without a word for a label", where)
            return
        places: dict[str, list[tuple[int, int, str | None]]] = {}
        for target in targets:
            if not isinstance(target, dict) or not isinstance(target.get("source"), str | dict):
                self._losses.label("annotations of something whole", where)
                return
            source = target["source"]
            source = source if isinstance(source, str) else str(source.get("id"))
            place = self._place(_many(target.get("selector")), source, where)
            places.setdefault(source, []).append(place)
        for source, stretches in places.items():
            pieces = tuple((start, end) for start, end, _ in stretches)
            mark = Mark(name, label, pieces, tuple(exact for *_, exact in stretches))
            self._marks.setdefault(source, []).append(mark)

    def _place(self, selectors: Sequence[Any], source: str, where: str) -> tuple[int, int, str | None]:
        by_type = {s.get("type"): s for s in selectors if isinstance(s, dict)}
        quote, position = by_type.get("TextQuoteSelector"), by_type.get("TextPositionSelector")
        exact = sniff.text(quote.get("exact"), "exact", where) if quote else None
        if position:
            return sniff.offset(position.get("start"), where), sniff.offset(position.get("end"), where), exact
        if quote is None or not exact:
            raise CopydeskError(f"{where}: it has neither a TextPositionSelector nor a TextQuoteSelector")
        text = self._article(source, where).text
        before, after = (str(quote.get(key, "")) for key in ("prefix", "suffix"))
        found = [match.start() for match in re.finditer(re.escape(before + exact + after), text)]
        if len(found) != 1:
            raise CopydeskError(
                f"{where}: the text has {exact[:40]!r} with these words around {len(found)} times, not once"
            )
        start = found[0] + len(before)
        return start, start + len(exact), exact

    def _article(self, source: str, where: str) -> Article:
        if source not in self._articles:
            if source.startswith(_SHA):
                self._articles[source] = self._texts.find(self._file.stem, source.removeprefix(_SHA))
            else:
                of_it = (a for a in self._texts if source in (a.source.url, a.id))
                found = next(of_it, None)
                if found is None:
                    raise CopydeskError(f"{where}: there is no text of {source[:80]!r}; say where it is (--texts PATH)")
                self._articles[source] = found
        return self._articles[source]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _value(body: Any) -> str | None:
    if isinstance(body, str):
        return body
    if isinstance(body, dict) and body.get("purpose") in (None, "classifying", "tagging"):
        return body["value"] if isinstance(body.get("value"), str) else None
    return None


def _name(iri: Any) -> str:
    """Return the last part of an id of ours; others' whole."""
    return iri.split(":", 3)[-1] if isinstance(iri, str) and iri.startswith("urn:copydesk:") else str(iri or "")


def detect(path: Path, head: bytes) -> bool:
    """Return whether it names the context of Web Annotations; a folder, whether it has .jsonld files."""
    if path.is_dir():
        return next(path.glob("*.jsonld"), None) is not None
    return CONTEXT.encode() in head


FORMATS = (
    Format(
        "web-annotation", "W3C Web Annotations as JSON-LD: a file an article, without its text", ".jsonld",
        EVERYTHING - {Holds.TEXT}, Unit.CODEPOINT, write, read, detect, declared=True, folder=True,
    ),
)  # fmt: skip
