"""One line of `copydesk extract --jsonl`: an article and what the extractors say of it."""

import json
from importlib.resources import files
from typing import Any

from tui.model import Article, Predictions, SpanError


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
