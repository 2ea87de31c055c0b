"""Reading a label scheme from TOML and checking it, so that a mistake is told at load and not while annotating."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from pkgutil import get_data
from typing import Any, NoReturn

from tui.gold.errors import StoreError, reading
from tui.gold.project import CONFIG, Project
from tui.model import CopydeskError, QuoteKind, freeze
from tui.model.scheme import COLOURS, LabelType, Scheme
from tui.model.toml import parse_toml

DEFAULT = "news"
MAX_LABELS = 30

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_TAG = re.compile(r"[A-Za-z0-9]{1,4}")
_KEY = re.compile(r"[!-~]?")
_FIELDS = ("name", "key", "colour", "tag", "guideline")
_TOP = ("name", "version", "guideline", "entities", "quotes")


class SchemeError(StoreError):
    """A label scheme that can't be used: which file, which line, and how to mend it."""


def default_scheme() -> Scheme:
    """Return the scheme for news that comes with Copydesk."""
    blob = get_data("tui.gold", f"schemes/{DEFAULT}.toml")
    assert blob is not None
    return parse_scheme(blob.decode(), f"{DEFAULT}.toml")


def load_scheme(path: str | Path) -> Scheme:
    """Return the scheme in a TOML file. Raises `SchemeError`, or `StoreError` where the file can't be read."""
    with reading(Path(path)):
        blob = Path(path).read_bytes()
    try:
        return parse_scheme(blob.decode(), str(path))
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def project_scheme(project: Project) -> Scheme:
    """Return the scheme that `scheme` in a project's `copydesk.toml` names, or the default. Raises as `load_scheme`."""
    name = project.config.get("scheme")
    if name is None:
        return default_scheme()
    if not isinstance(name, str):
        raise SchemeError(f"scheme in {project.root / CONFIG} must be the name of a TOML file, in quotation marks")
    return load_scheme(project.root / name)


def parse_scheme(source: str, name: str) -> Scheme:
    """Return the scheme that `source` describes; `name` is the file's, for messages. Raises `SchemeError`."""
    try:
        data = parse_toml(source)
    except CopydeskError as error:
        raise SchemeError(f"{name} can't be read ({error}); mend that line") from error
    return _Reader(source, name).scheme(data)


class _Reader:
    """Turns TOML data to a scheme; knows where in the source a table stands, for the messages."""

    def __init__(self, source: str, name: str) -> None:
        self._lines = source.splitlines()
        self._file = name

    def scheme(self, data: Mapping[str, Any]) -> Scheme:
        for key in data:
            if key not in _TOP:
                self._fail(self._line(key), f"{key!r} is not known here; a scheme has {', '.join(_TOP)}")
        layers: dict[str, tuple[LabelType, ...]] = {}
        for layer in ("entities", "quotes"):
            rows = data.get(layer, [])
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                self._fail(self._line(layer), f"{layer!r} must be a list of tables; write [[{layer}]] above each label")
            if len(rows) > MAX_LABELS:
                self._fail(self._line_of(layer, MAX_LABELS), f"there are {len(rows)} {layer}; {MAX_LABELS} is the most")
            layers[layer] = tuple(self._label(layer, i, row) for i, row in enumerate(rows))
            self._check_clashes(layer, layers[layer])
        if not layers["entities"] and not layers["quotes"]:
            self._fail(None, "it has no label; write [[entities]] and below it name, colour and tag")
        for i, label in enumerate(layers["quotes"]):
            if label.name not in set(QuoteKind):
                kinds = ", ".join(QuoteKind)
                self._fail(self._line_of("quotes", i, "name"), f"{label.name!r} is not a kind of quote; use {kinds}")
        top = {key: self._text(data.get(key, ""), key, self._line(key)) for key in ("name", "version", "guideline")}
        if not _NAME.fullmatch(top["name"]) or not top["version"]:
            self._fail(self._line("name"), 'a scheme needs a name and a version: name = "news", version = "1"')
        return Scheme(top["name"], top["version"], layers["entities"], layers["quotes"], top["guideline"])

    def _label(self, layer: str, i: int, row: Mapping[str, Any]) -> LabelType:
        for key in row:
            if key not in _FIELDS:
                self._fail(self._line_of(layer, i, key), f"a label has no {key!r}; it has {', '.join(_FIELDS)}")
        values = {key: self._text(row.get(key, ""), key, self._line_of(layer, i, key)) for key in _FIELDS}
        checks: tuple[tuple[str, Callable[[str], object], str], ...] = (
            ("name", _NAME.fullmatch, "start with a letter and use up to 40 letters, digits, '_' and '-'"),
            ("tag", _TAG.fullmatch, "use one to four letters or digits"),
            ("key", _KEY.fullmatch, "use one character that every keyboard has, or leave it out"),
            ("colour", COLOURS.__contains__, f"use one of {', '.join(COLOURS)}"),
        )
        for key, fits, mend in checks:
            if not fits(values[key]):
                self._fail(self._line_of(layer, i, key), f"{values[key][:60]!r} can't be the {key} of a label; {mend}")
        return LabelType(**values)

    def _check_clashes(self, layer: str, labels: tuple[LabelType, ...]) -> None:
        for key in ("name", "key", "tag"):
            seen: dict[str, str] = {}
            for i, label in enumerate(labels):
                value: str = getattr(label, key)
                # Names and tags that differ in case only would be mixed up; keys that do are different keys.
                folded = value if key == "key" else value.lower()
                if folded and folded in seen:
                    self._fail(
                        self._line_of(layer, i, key),
                        f"{seen[folded]} and {label.name} have the same {key} {value!r}; change one of them",
                    )
                seen[folded] = label.name

    def _text(self, value: Any, key: str, line: int | None) -> str:
        if not isinstance(value, str):
            self._fail(line, f"{key!r} must be a text in quotation marks")
        if freeze(value) != value:
            self._fail(line, f"{key!r} holds a control character; take it out")
        return value.strip()

    def _line(self, key: str) -> int | None:
        """Return the number of the first line that sets `key` or opens a table of that name."""
        pattern = re.compile(rf"\s*(\[\[?\s*)?[\"']?{re.escape(key)}[\"']?\s*(=|\])")
        return next((i for i, line in enumerate(self._lines, 1) if pattern.match(line)), None)

    def _line_of(self, table: str, nth: int, key: str | None = None) -> int | None:
        """Return the number of the line that sets `key` in the `nth` table of an array, or of the table's own."""
        header = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        starts = [i for i, line in enumerate(self._lines) if header.match(line)]
        if nth >= len(starts):
            return self._line(table)
        if key is not None:
            setter = re.compile(rf"\s*{re.escape(key)}\s*=")
            for i in range(starts[nth] + 1, len(self._lines)):
                if self._lines[i].lstrip().startswith("[["):
                    break
                if setter.match(self._lines[i]):
                    return i + 1
        return starts[nth] + 1

    def _fail(self, line: int | None, what: str) -> NoReturn:
        raise SchemeError(f"{self._file}{f', line {line}' if line else ''}: {what}")
