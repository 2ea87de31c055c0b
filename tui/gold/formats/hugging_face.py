"""Tables for Hugging Face `datasets`: JSONL, or Parquet with the names of the tags in its schema.

A row is an article: id, text, lang, tokens and ner_tags (IOB2, of entities that don't overlap), entities and quotes
with their offsets in code points, and `copydesk`, a JSON text with all else. What is read needs either entities and
quotes like these, or tokens and ner_tags.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.gold.formats import sniff
from tui.gold.formats.conll import Tagged, letters, note_what_nobody_looked_at, page_of_tokens, tagged
from tui.gold.formats.holds import EVERYTHING, Holds, reduced
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import CUE, LINK_CUE, LINK_SPEAKER, SPEAKER, Link, Mark, Page, record_of
from tui.gold.formats.registry import Format, Writing, needs
from tui.gold.formats.units import Unit
from tui.gold.jsonl import line_of, parsed, records
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.gold.texts import Texts
from tui.model import CopydeskError, Layer, QuoteKind

_FLAT = frozenset({Holds.ENTITIES, Holds.TEXT, Holds.IDS, Holds.ARTICLE})
_MAX_ROWS, _BATCH = 10_000_000, 256
_MAX_UNPACKED = 4 << 30


def write_jsonl(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a line an article; tags are names."""
    for gold in golds:
        yield "", line_of(_row(gold, losses))


def write_parquet(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:
    """Yield one Parquet file; tags are numbers whose names stand in the schema, as `datasets` writes it."""
    pyarrow, parquet = needs("parquet", "pyarrow", "pyarrow.parquet")
    rows = [_row(gold, losses) for gold in golds]
    names = {label.name for label in writing.scheme.labels(Layer.ENTITIES)}
    names |= {entity["label"] for row in rows for entity in row["entities"]}
    tags = ["O", *(f"{kind}-{name}" for name in sorted(names) for kind in "BI")]
    numbers = {tag: n for n, tag in enumerate(tags)}
    for row in rows:
        row["ner_tags"] = [numbers[tag] for tag in row["ner_tags"]]
    schema = _schema(pyarrow, tags)
    sink = pyarrow.BufferOutputStream()
    parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), sink)
    yield "", sink.getvalue().to_pybytes()


def _row(gold: GoldArticle, losses: Losses) -> dict[str, Any]:
    article, data = gold.article, gold.as_json()
    flat = reduced(gold, _FLAT)
    kept = {label.id for label in flat.labels}
    for label in gold.labels:
        if label.layer is Layer.ENTITIES and label.id not in kept:
            losses.note("entities that overlap a longer one: in entities, not in ner_tags", f"{article.id}:{label.id}")
    tokens, tags, _ = tagged(flat, losses)
    return {
        "id": article.id, "text": article.text, "lang": article.lang,
        "tokens": [article.text[start:end] for start, end in tokens],
        "ner_tags": tags,
        "entities": [{key: row[key] for key in ("id", "start", "end", "label", "text")} for row in data["entities"]],
        "quotes": [
            {
                "id": row["id"], "kind": row["kind"], "content": row["content"], "cue": row.get("cue"),
                "speaker": row.get("speaker", {}).get("mention"),
            }
            for row in data["quotes"]
        ],
        "copydesk": compact(record_of(gold, Unit.CODEPOINT)),
    }  # fmt: skip


def _schema(pa: Any, tags: list[str]) -> Any:
    """Return the Arrow schema, with the features of `datasets` in its metadata."""
    span = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])
    entity = pa.struct([("id", pa.string()), ("start", pa.int64()), ("end", pa.int64()), ("label", pa.string()),
                        ("text", pa.string())])  # fmt: skip
    quote = pa.struct([("id", pa.string()), ("kind", pa.string()), ("content", pa.list_(span)), ("cue", span),
                       ("speaker", span)])  # fmt: skip

    def value(dtype: str) -> dict[str, Any]:
        return {"dtype": dtype, "_type": "Value"}

    def many(feature: dict[str, Any]) -> Any:
        return {"feature": feature, "_type": "List"}

    place = {"start": value("int64"), "end": value("int64"), "text": value("string")}
    features = {
        "id": value("string"), "text": value("string"), "lang": value("string"), "tokens": many(value("string")),
        "ner_tags": many({"names": tags, "_type": "ClassLabel"}),
        "entities": many({"id": value("string"), "start": value("int64"), "end": value("int64"),
                          "label": value("string"), "text": value("string")}),
        "quotes": many({"id": value("string"), "kind": value("string"), "content": many(place), "cue": place,
                        "speaker": place}),
        "copydesk": value("string"),
    }  # fmt: skip
    return pa.schema(
        [
            ("id", pa.string()), ("text", pa.string()), ("lang", pa.string()), ("tokens", pa.list_(pa.string())),
            ("ner_tags", pa.list_(pa.int64())), ("entities", pa.list_(entity)), ("quotes", pa.list_(quote)),
            ("copydesk", pa.string()),
        ],
        metadata={"huggingface": json.dumps({"info": {"features": features}})},
    )  # fmt: skip


def read_jsonl(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:
    """Yield a page a line. Raises `CopydeskError`."""
    yield from _pages(((f"{path}, line {n}", row) for n, row in records(path)), None, texts, losses)


def read_parquet(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:
    """Yield a page a row. Raises `CopydeskError`."""
    (parquet,) = needs("parquet", "pyarrow.parquet")
    try:
        file = parquet.ParquetFile(path)
        size = sum(file.metadata.row_group(i).total_byte_size for i in range(file.metadata.num_row_groups))
        if file.metadata.num_rows > _MAX_ROWS or size > _MAX_UNPACKED:
            raise CopydeskError(f"{path} has more than {_MAX_ROWS} rows or {_MAX_UNPACKED // 2**30} GB; split it")
        rows = (row for batch in file.iter_batches(batch_size=_BATCH) for row in batch.to_pylist())
        numbered = ((f"{path}, row {n}", row) for n, row in enumerate(rows, 1))
        yield from _pages(numbered, _names(file.schema_arrow.metadata, str(path)), texts, losses)
    except CopydeskError:
        raise
    except Exception as error:  # Arrow's errors are of many kinds, and anybody may have written the file
        said = " ".join(str(error).split())[:200]
        raise CopydeskError(f"{path} is not Parquet that can be read ({type(error).__name__}: {said})") from error


def _names(metadata: Mapping[bytes, bytes] | None, where: str) -> list[str] | None:
    """Return the names of the tags as `datasets` keeps them in the schema, where they are there."""
    if not metadata or b"huggingface" not in metadata:
        return None
    feature = parsed(metadata[b"huggingface"], where)["info"]["features"].get("ner_tags", {})
    names = feature.get("feature", feature).get("names")
    return [str(name) for name in names] if isinstance(names, list) else None


def _pages(rows: Iterable[tuple[str, Any]], names: list[str] | None, texts: Texts, losses: Losses) -> Iterator[Page]:
    known = None
    for where, row in rows:
        if not isinstance(row, dict):
            raise CopydeskError(f"{where}: it is not an object")
        given = row.get("id")
        article_id = str(given) if isinstance(given, str | int) and str(given).strip() else None
        if isinstance(row.get("entities"), list) and isinstance(row.get("text"), str):
            yield _page(where, article_id, row)
            continue
        if known is None:
            known = {letters(article.text): article for article in texts}
        tokens, tags = row.get("tokens"), row.get("ner_tags", row.get("tags"))
        if not isinstance(tokens, list) or not isinstance(tags, list) or len(tokens) != len(tags) or not tokens:
            raise CopydeskError(f"{where}: it has neither text and entities, nor as many ner_tags as tokens")
        words = Tagged(where, [sniff.text(x, "a token", where) for x in tokens], [_tag(x, names, where) for x in tags])
        yield page_of_tokens(words, known, article_id, losses)


def _page(where: str, article_id: str | None, row: Mapping[str, Any]) -> Page:
    marks = [_mark(entity, entity.get("label"), str(entity.get("id") or f"E{n}"), where)
             for n, entity in enumerate(sniff.rows(row["entities"], "entities", where), 1)]  # fmt: skip
    links = []
    for n, quote in enumerate(sniff.rows(row.get("quotes"), "quotes", where), 1):
        name = str(quote.get("id") or f"Q{n}")
        kind = quote.get("kind")
        if kind not in set(QuoteKind):
            raise CopydeskError(f"{where}: the kind of the quote {name} is {str(kind)[:40]!r}")
        pieces = [_mark(piece, "", name, where) for piece in sniff.rows(quote.get("content"), "content", where)]
        if not pieces:
            raise CopydeskError(f"{where}: the quote {name} has no content")
        marks.append(Mark(name, f"QUOTE_{QuoteKind(kind).name}", tuple(piece.pieces[0] for piece in pieces),
                          tuple(piece.surfaces[0] for piece in pieces)))  # fmt: skip
        for key, label, link in (("cue", CUE, LINK_CUE), ("speaker", SPEAKER, LINK_SPEAKER)):
            if isinstance(quote.get(key), dict):
                marks.append(_mark(quote[key], label, f"{name}.{key}", where))
                links.append(Link(link, name, f"{name}.{key}"))
    copydesk = row.get("copydesk")
    record = sniff.record(parsed(copydesk.encode(), where)) if isinstance(copydesk, str) else None
    lang = row.get("lang")
    return Page(
        where, article_id, row["text"], tuple(marks), tuple(links), record, lang=lang if isinstance(lang, str) else None
    )


def _mark(row: Mapping[str, Any], label: Any, name: str, where: str) -> Mark:
    start, end = (sniff.offset(row.get(key), where) for key in ("start", "end"))
    surface = row.get("text")
    place = ((start, end),)
    return Mark(name, sniff.text(label, "a label", where), place, (surface if isinstance(surface, str) else None,))


def _tag(tag: Any, names: list[str] | None, where: str) -> str:
    if isinstance(tag, str):
        return tag
    if names is not None and isinstance(tag, int) and 0 <= tag < len(names):
        return names[tag]
    raise CopydeskError(
        f"{where}: the tag {str(tag)[:40]!r} has no name in the file; write the tags as names (B-PERSON)"
    )


def detect_jsonl(path: Path, head: bytes) -> bool:
    """Return whether the first line has entities with offsets as ours, or tokens and tags."""
    row = sniff.first_record(path, head) or {}
    if isinstance(row.get("tokens"), list) and isinstance(row.get("ner_tags", row.get("tags")), list):
        return True
    return "copydesk" in row and isinstance(row.get("entities"), list)


def detect_parquet(path: Path, head: bytes) -> bool:  # noqa: ARG001
    """Return whether the file begins as Parquet does."""
    return head.startswith(b"PAR1")


FORMATS = (
    Format(
        "huggingface", "JSONL for Hugging Face datasets: tokens and tags, entities, quotes", ".jsonl", EVERYTHING,
        Unit.CODEPOINT, write_jsonl, read_jsonl, detect_jsonl, remark=note_what_nobody_looked_at,
    ),
    Format(
        "parquet", "the same as Parquet, with the names of the tags in its schema", ".parquet", EVERYTHING,
        Unit.CODEPOINT, write_parquet, read_parquet, detect_parquet, extra="parquet",
        remark=note_what_nobody_looked_at,
    ),
)  # fmt: skip
