"""One line of `copydesk extract --jsonl`: an article and what the extractors say of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from typing import Any, BinaryIO

from tui.model import Article, CopydeskError, Entity, Layer, Predictions, Quote, SpanError, text_sha256
from tui.model.errors import what_is_wrong

MAX_LINE = 256 * 1024 * 1024
"""Bytes of a line that is read; a longer one is no record."""


def record(article: Article, predictions: Predictions) -> dict[str, Any]:
    """Return the article and its predictions as one JSON object, as `extract_schema` describes it.

    Raises `SpanError` when the predictions are of another text.
    """
    if predictions.text_sha256 != article.text_sha256:
        raise SpanError(f"the predictions are not of the text of {article.id!r}; extract from this text")
    predictions.check(article.text)
    return {
        "id": article.id,
        "text": article.text,
        "blocks": [block.as_json() for block in article.blocks],
        **predictions.as_json(),
    }


def extract_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record."""
    schema: dict[str, Any] = json.loads(files("tui.extraction").joinpath("extract.schema.json").read_text("utf-8"))
    return schema


def read_predictions(stream: BinaryIO, name: str, articles: Mapping[str, Article]) -> Iterator[tuple[str, Predictions]]:
    """Yield id and predictions of each of `articles` (by id) that a file of records has; other records are left out.

    `name` is the file's, for messages. Of a record only `id`, a layer (`entities`, `quotes`) and either `text_sha256`
    or `text` have to be there. Raises `CopydeskError` naming the line that is no record, is about another text, or is
    the second about one article.
    """
    lines: dict[str, int] = {}
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE), b""), 1):
        where = f"{name}, line {number}"
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CopydeskError(f"{where} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
        if text.strip() and (found := _read_line(text, name, where, articles)) is not None:
            if (first := lines.setdefault(found[0], number)) != number:
                raise CopydeskError(f"{where} is about {found[0]!r}, and so is line {first}; keep one of the two")
            yield found


def _read_line(line: str, name: str, where: str, articles: Mapping[str, Article]) -> tuple[str, Predictions] | None:
    data: Any = None
    try:
        data = json.loads(line)
        article = articles.get(data["id"])
        if article is None:
            return None
        predictions = Predictions.from_json(_completed(data, name))
        if predictions.text_sha256 != article.text_sha256:
            raise SpanError(f"{article.id!r} has another text here than in the gold")
        predictions.check(article.text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CopydeskError) as error:
        raise CopydeskError(
            f"{where} is not what `copydesk extract --jsonl` writes of this text "
            f"({_culprit(data)}{what_is_wrong(error)}); write it again"
        ) from error
    return article.id, predictions


def _completed(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a record with what other programs leave out: ids of labels, who made it, the hash of a text given whole.

    Raises `KeyError` for a record without any layer, or without a text to check its offsets against.
    """
    made = [layer for layer in _LABELS if layer in data or layer in data.get("by", ())]
    if not made:
        raise KeyError(Layer.ENTITIES.value)
    given = {"clusters": (), "candidates": (), **dict.fromkeys(_LABELS, ()), **data}
    if "text_sha256" not in data and "text" in data:
        given["text_sha256"] = text_sha256(data["text"])
    if "by" not in data:
        given["by"] = {layer: {"extractor": name, "version": "unknown"} for layer in made}
    return given | {
        layer: [{"id": f"{layer[0]}{n}", **label} for n, label in enumerate(given[layer], 1)] for layer in made
    }


def _culprit(data: Any) -> str:
    """Name the first label of a record that can't be read, as "entity 3: "; nothing where the fault is elsewhere."""
    for layer, (one, read) in _LABELS.items():
        labels = data.get(layer) if isinstance(data, dict) else None
        for n, label in enumerate(labels if isinstance(labels, list) else (), 1):
            try:
                read({"id": "", **label})
            except (ValueError, KeyError, TypeError, AttributeError, CopydeskError):
                return f"{one} {n}: "
    return ""


_LABELS: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], object]]] = {
    Layer.ENTITIES.value: ("entity", Entity.from_json),
    Layer.QUOTES.value: ("quote", Quote.from_json),
}
"""The layers of a record with labels: what one is called, and how it is read."""
