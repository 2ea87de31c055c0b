"""What goes over the pipe between the desk and its analyser: one JSON object a line, both ways.

To the analyser: `{"id": n, "article": {...}}` asks for an article, `{"cancel": n}` withdraws that.
From it: `{"ready": {layer: provenance}}` once, or `{"failed": sentence}` and the end; then for each article any number
of `{"id": n, "part": predictions, "done": characters, "of": characters}` and one of `{"id": n, "predictions": {...}}`,
`{"id": n, "error": sentence}` and `{"id": n, "cancelled": true}`.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from tui.model import Article, Block, Layer, Provenance


def article_as_json(article: Article) -> dict[str, Any]:
    """Return what an extractor may see of an article: its id, text and blocks."""
    return {"id": article.id, "text": article.text, "blocks": [block.as_json() for block in article.blocks]}


def article_from_json(data: Mapping[str, Any]) -> Article:
    """Return the article that `article_as_json` wrote."""
    return Article(data["id"], data["text"], tuple(Block.from_json(block) for block in data["blocks"]))


def encode(message: Mapping[str, Any]) -> bytes:
    """Return `message` as one line. Only ASCII goes over the pipe, whatever the text and the locale."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def analysis_key(article: Article, by: Mapping[Layer, Provenance]) -> str:
    """Return a key under which the predictions of `article` made `by` these extractors may be kept.

    It changes with the text, with which parts of it are kept, and with every extractor, model, version and weight.
    """
    kept = [(block.start, block.end) for block in article.blocks if block.keep]
    made = {layer.value: provenance.as_json() for layer, provenance in sorted(by.items())}
    data = json.dumps([article.text_sha256, kept, made], sort_keys=True)
    return hashlib.sha256(data.encode()).hexdigest()
