"""Keeping and exchanging: the project on disk, its store, and one module for each format."""

from typing import TYPE_CHECKING

from tui.model.lazily import lazily

if TYPE_CHECKING:
    from tui.gold.errors import (
        ConflictError,
        DamagedError,
        LockedError,
        NoSuchArticleError,
        NotSavedError,
        StoreError,
        TooNewError,
    )
    from tui.gold.gold_jsonl import export_gold, read_gold, write_gold
    from tui.gold.importing import import_gold
    from tui.gold.overview import Summary
    from tui.gold.project import Project
    from tui.gold.record import GoldArticle, Hidden, Review, gold_of
    from tui.gold.report import Loss, Report
    from tui.gold.scheme import SchemeError, default_scheme, load_scheme
    from tui.gold.session import Session
    from tui.gold.store import Store, Stored, utc_now
    from tui.gold.texts import Texts

__all__ = [
    "ConflictError", "DamagedError", "GoldArticle", "Hidden", "LockedError", "Loss", "NoSuchArticleError",
    "NotSavedError", "Project", "Report", "Review", "SchemeError", "Session", "Store", "StoreError", "Stored",
    "Summary", "Texts", "TooNewError", "default_scheme", "export_gold", "gold_of", "import_gold", "load_scheme",
    "read_gold", "utc_now", "write_gold",
]  # fmt: skip

__getattr__ = lazily(
    __name__,
    {
        "errors": "ConflictError DamagedError LockedError NoSuchArticleError NotSavedError StoreError TooNewError",
        "gold_jsonl": "export_gold read_gold write_gold",
        "importing": "import_gold",
        "overview": "Summary",
        "project": "Project",
        "record": "GoldArticle Hidden Review gold_of",
        "report": "Loss Report",
        "scheme": "SchemeError default_scheme load_scheme",
        "session": "Session",
        "store": "Store Stored utc_now",
        "texts": "Texts",
    },
)
