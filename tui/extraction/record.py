"""One line of `copydesk extract --jsonl`: an article and what the extractors say of it."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, BinaryIO

from tui.model import Article, CopydeskError, Predictions, SpanError
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

    `name` is the file's, for messages. Raises `CopydeskError` naming the line that is no record, or is about another
    text.
    """
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE), b""), 1):
        where = f"{name}, line {number}"
        try:
            text = line.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CopydeskError(f"{where} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
        if text.strip() and (found := _read_line(text, where, articles)) is not None:
            yield found


def _read_line(line: str, where: str, articles: Mapping[str, Article]) -> tuple[str, Predictions] | None:
    try:
        data = json.loads(line)
        article = articles.get(data["id"])
        if article is None:
            return None
        predictions = Predictions.from_json({"clusters": (), "candidates": (), "quotes": (), "entities": (), **data})
        if predictions.text_sha256 != article.text_sha256:
            raise SpanError(f"{article.id!r} has another text here than in the gold")
        predictions.check(article.text)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CopydeskError) as error:
        raise CopydeskError(
            f"{where} is not what `copydesk extract --jsonl` writes of this text ({what_is_wrong(error)}); "
            "write it again"
        ) from error
    return article.id, predictions
