"""One line of `copydesk extract --jsonl`: an article and what the extractors say of it."""

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tui.model import Article, CopydeskError, Predictions, SpanError


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


def read_predictions(path: Path, articles: Mapping[str, Article]) -> Iterator[tuple[str, Predictions]]:
    """Yield id and predictions of each of `articles` (by id) that a file of records has; other records are left out.

    Raises `CopydeskError` naming the line that is no record, or is about another text.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CopydeskError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CopydeskError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            article = articles.get(data["id"])
            if article is None:
                continue
            predictions = Predictions.from_json(
                {"clusters": (), "candidates": (), "quotes": (), "entities": (), **data}
            )
            if predictions.text_sha256 != article.text_sha256:
                raise SpanError(f"{article.id!r} has another text here than in the gold")
            predictions.check(article.text)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, CopydeskError) as error:
            raise CopydeskError(
                f"{path}, line {number} is not what `copydesk extract --jsonl` writes of this text "
                f"({type(error).__name__}: {error}); write it again"
            ) from error
        yield article.id, predictions
