"""Predictions that were made before, kept by the text, by who made them, and by the state of the maker's code.

A key changes with the text, with which blocks of it are kept, with every extractor, model, version and weight, and
with the files of the code: whoever works on an extractor sees new scores at once, without a new version.
"""

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tui.extraction.wire import analysis_key
from tui.model import Article, Layer, Predictions, Provenance

if TYPE_CHECKING:
    from tui.extraction.registry import Extractor

UNUSED_DAYS = 60
"""A prediction that nobody has asked for in this many days is forgotten."""

_DAY = 86_400.0
_MALFORMED = (OSError, ValueError, KeyError, TypeError, AttributeError)


class PredictionCache:
    """A folder of predictions. Losing any of it, or all, only costs the time to make them again."""

    def __init__(self, folder: Path | None) -> None:
        """Keep predictions in `folder`; with None, keep nothing."""
        self._folder = folder

    @classmethod
    def of_user(cls) -> Self:
        """Return the cache in the user's cache folder, which nobody else can read."""
        from platformdirs import user_cache_path  # noqa: PLC0415 - only where it is used

        return cls(user_cache_path("copydesk") / "predictions")

    def get(self, key: str) -> Predictions | None:
        """Return what was kept under `key`, or None."""
        if self._folder is None:
            return None
        path = self._path(key)
        try:
            found = Predictions.from_json(json.loads(path.read_bytes()))
            os.utime(path)
        except _MALFORMED:
            return None
        return found

    def put(self, key: str, predictions: Predictions) -> None:
        """Keep predictions. A disk that refuses is no reason to stop."""
        if self._folder is None:
            return
        path = self._path(key)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.mkdir(exist_ok=True)
            temporary.write_text(json.dumps(predictions.as_json(), separators=(",", ":")), encoding="utf-8")
            temporary.replace(path)

    def forget_unused(self, days: float = UNUSED_DAYS) -> None:
        """Delete what nobody has asked for in `days`."""
        oldest = time.time() - days * _DAY
        for path in self._folder.glob("*/*") if self._folder is not None else ():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / key[:2] / f"{key[2:]}.json"


def prediction_key(article: Article, by: Mapping[Layer, Provenance], code: str = "") -> str:
    """Return the key of the predictions of `article` made `by` these extractors with this state of their `code`."""
    return hashlib.sha256(f"{analysis_key(article, by)} {code}".encode()).hexdigest()


def predictions_of(
    extractor: "Extractor", articles: Iterable[Article], cache: PredictionCache, code: str = ""
) -> Iterator[tuple[str, Predictions]]:
    """Yield id and predictions of each article, those in the cache first. Raises what the extractor raises."""
    missing: dict[str, list[Article]] = {}
    for article in articles:
        key = prediction_key(article, extractor.by, code)
        found = cache.get(key)
        if found is None:
            missing.setdefault(key, []).append(article)
        else:
            yield article.id, found
    firsts = [same[0] for same in missing.values()]
    many = getattr(extractor, "analyse_many", None)
    made = many(firsts) if many is not None else map(extractor.analyse, firsts)
    for (key, same), predictions in zip(missing.items(), made, strict=True):
        cache.put(key, predictions)
        for article in same:
            yield article.id, predictions
    cache.forget_unused()
