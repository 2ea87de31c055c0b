"""Every format that gold can leave in and come back in: what it is called, what it holds, who reads and writes it."""

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.cleaning.compressed import open_plain
from tui.gold.formats.holds import Holds
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Page
from tui.gold.formats.units import Unit
from tui.gold.record import GoldArticle
from tui.gold.scheme import default_scheme
from tui.gold.texts import Texts
from tui.model import CopydeskError, Scheme


@dataclass(frozen=True)
class Writing:
    """What writers may need besides the articles: the project's label set, and the model whose tokens are wanted."""

    scheme: Scheme
    model: str | None = None


# A writer yields file name and bytes: one name "" for a format of one file, which may come in several parts.
Writer = Callable[[Iterable[GoldArticle], Writing, Losses], Iterator[tuple[str, bytes]]]
# A reader takes a path, the texts that stand-off labels may be of, and where losses go.
Reader = Callable[[Path, Texts, Losses], Iterator[Page]]
# A detector gets the path (a file or a folder) and the first bytes of a file.
Detector = Callable[[Path, bytes], bool]


@dataclass(frozen=True)
class Format:
    """One format. `ending` is of its files; with `folder` there are several, in a folder.

    `unit` is what its offsets count (None: it has none), `declared` whether the format's specification says so, so that
    it is believed where a file's text doesn't tell. `extra` is what has to be installed for it. `remark` notes
    what somebody should know of an article in this format, before what does not fit is taken away.
    """

    name: str
    about: str
    ending: str
    holds: frozenset[Holds]
    unit: Unit | None
    write: Writer
    read: Reader
    detect: Detector
    declared: bool = False
    folder: bool = False
    extra: str | None = None
    remark: Callable[[GoldArticle, Losses], None] | None = None


# In the order in which a file is tried: what is surest to know its own first.
MODULES = (
    "docbin", "brat", "cas", "web_annotation", "hugging_face", "quotes_csv", "label_studio", "doccano", "conll",
    "prodigy",
)  # fmt: skip


def formats() -> Iterator[Format]:
    """Yield every format, in the order in which a file is tried."""
    for module in MODULES:
        yield from importlib.import_module(f"tui.gold.formats.{module}").FORMATS


def get_format(name: str) -> Format:
    """Return the format of that name. Raises `CopydeskError`."""
    known = {found.name: found for found in formats()}
    if name not in known:
        raise CopydeskError(f"there is no format {name!r}; `copydesk formats` lists them: {', '.join(known)}")
    return known[name]


def detect(path: Path) -> Format | None:
    """Return the format of a file or folder, by what is in it; None where none knows it. Raises `OSError`."""
    head = b""
    if path.is_file():
        with open_plain(path) as stream:
            head = stream.read(1 << 16)
    return next((found for found in formats() if found.detect(path, head)), None)


def needs(extra: str, *modules: str) -> list[Any]:
    """Return modules of an extra. Raises `CopydeskError` that says what to install."""
    try:
        return [importlib.import_module(module) for module in modules]
    except ImportError as error:
        raise CopydeskError(
            f"this format needs a package that is not installed ({error.name}); `pip install 'copydesk[{extra}]'`"
        ) from error


def default_writing() -> Writing:
    """Return what writers get where no project says otherwise: the label set for news, spaCy's tokens."""
    return Writing(default_scheme())
