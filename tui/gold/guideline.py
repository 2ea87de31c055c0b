"""The guideline of a project's label set, corrected while people annotate.

The texts stand in the file that `scheme` in `copydesk.toml` names. A project that takes the label set that comes with
Copydesk gets a copy of it with the first change. Comments and the layout of both files stay. What a text was before,
who changed it and when goes to `guideline-history.jsonl` first, so that no wording is ever lost.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from tui.gold.durable import append_at, replace_file
from tui.gold.errors import ConflictError, StoreError, reading, writing
from tui.gold.project import CONFIG, Project
from tui.gold.scheme import DEFAULT, default_scheme, load_scheme, parse_scheme
from tui.gold.store import Clock, utc_now
from tui.model import LabelType, Layer, Scheme, freeze

HISTORY = "guideline-history.jsonl"
COPY = "labels.toml"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the guideline: what it says of a label, or, without a layer, of all labels."""

    layer: Layer | None = None
    label: str = ""

    def __str__(self) -> str:
        return self.label or "all labels"

    def of(self, scheme: Scheme) -> str:
        """Return the text in a scheme. Raises `StoreError` where that has no such label."""
        if self.layer is None:
            return scheme.guideline
        found = scheme.by_name.get((self.layer, self.label))
        if found is None:
            raise StoreError(f"the label set {scheme.name} has no label {self.label}, so no guideline for it")
        return found.guideline


@dataclass(frozen=True, slots=True)
class Rewording:
    """A change of a passage: what whoever made it saw, and what it shall be."""

    passage: Passage
    was: str
    now: str


def scheme_file(project: Project) -> Path | None:
    """Return the file of the project's own label set as its configuration stands now, None where it has none."""
    name = Project.open(project.root).config.get("scheme")
    return project.root / name if isinstance(name, str) else None


def reword(
    project: Project, scheme: Scheme, changes: Sequence[Rewording], who: str, *, clock: Clock = utc_now
) -> tuple[Scheme, Path]:
    """Make changes in the file of the label set; return `scheme` (as the desk has it) with them, and the file.

    Raises `ConflictError` where somebody else has reworded one of the passages meanwhile, and `StoreError` where a file
    can't be read or written or would be no label set any more. All changes are made, or none.
    """
    with project.lock():
        path = scheme_file(project)
        source = _source(path, scheme)
        there = parse_scheme(source, str(path or f"{DEFAULT}.toml"))
        for change in changes:
            if change.passage.of(there) not in (change.was, change.now):
                raise ConflictError(
                    f"somebody else has reworded what is said of {change.passage}; copy your words, close this, and "
                    f"open it again to see theirs"
                )
        target = path or _free(project.root)
        new = reworded(source, changes)
        parse_scheme(new, target.name)
        _remember(project, changes, who, clock())
        with writing(target):
            replace_file(target, new.encode())
        if path is None:
            _name_in_config(project, target.name)
    return with_changes(scheme, changes), target


def passages(project: Project, scheme: Scheme, wanted: Sequence[Passage]) -> tuple[str, ...]:
    """Return the texts of passages as they stand in the file now. Raises `StoreError`."""
    path = scheme_file(project)
    there = load_scheme(path) if path is not None else scheme
    return tuple(passage.of(there) for passage in wanted)


def earlier(project: Project, passage: Passage) -> tuple[str, ...]:
    """Return what a passage has said before, the latest first, each wording once. Raises `StoreError`."""
    return tuple(dict.fromkeys(row["was"] for row in reversed(_history(project)) if _is_of(row, passage)))


def _is_of(row: dict[str, Any], passage: Passage) -> bool:
    return (row["layer"], row["label"]) == (passage.layer and passage.layer.value, passage.label)


def _source(path: Path | None, scheme: Scheme) -> str:
    """Return the TOML to be changed: the file's, else that of the scheme that comes with Copydesk, else one made."""
    if path is not None:
        load_scheme(path)  # says best what is wrong with it
        return path.read_text(encoding="utf-8")
    if scheme.name == DEFAULT and scheme.by_name.keys() == default_scheme().by_name.keys():
        return (files("tui.gold") / "schemes" / f"{DEFAULT}.toml").read_text(encoding="utf-8")
    return as_toml(scheme)


def as_toml(scheme: Scheme) -> str:
    """Return a scheme as TOML that `parse_scheme` reads."""
    import tomlkit  # noqa: PLC0415 - only whoever changes a guideline needs it

    document = tomlkit.document()
    document.update({"name": scheme.name, "version": scheme.version, "guideline": _string(scheme.guideline)})
    for layer in (Layer.ENTITIES, Layer.QUOTES):
        rows = tomlkit.aot()
        for label in scheme.labels(layer):
            row = {"name": label.name, "key": label.key, "colour": label.colour, "tag": label.tag}
            rows.append(tomlkit.item({**row, "guideline": _string(label.guideline)}))
        if len(rows):
            document.append(layer.value, rows)
    return tomlkit.dumps(document)


def reworded(source: str, changes: Sequence[Rewording]) -> str:
    """Return the TOML of a scheme with changes made in it, its comments and everything else as they were."""
    import tomlkit  # noqa: PLC0415 - the same

    document: Any = tomlkit.parse(source)
    for change in changes:
        tables = [document] if change.passage.layer is None else document[change.passage.layer.value]
        for table in tables:
            if change.passage.layer is None or table["name"].strip() == change.passage.label:
                table["guideline"] = _string(change.now)
    return tomlkit.dumps(document)


def _string(text: str) -> Any:
    """Return a text as a TOML string, over several lines where it has them."""
    import tomlkit  # noqa: PLC0415 - the same

    text = freeze(text).strip()
    return tomlkit.string(f"\n{text}\n" if "\n" in text else text, multiline="\n" in text)


def with_changes(scheme: Scheme, changes: Sequence[Rewording]) -> Scheme:
    """Return a scheme with changes made in it."""
    texts = {(change.passage.layer, change.passage.label): freeze(change.now).strip() for change in changes}

    def said(layer: Layer) -> tuple[LabelType, ...]:
        labels = scheme.labels(layer)
        return tuple(replace(label, guideline=texts.get((layer, label.name), label.guideline)) for label in labels)

    general = texts.get((None, ""), scheme.guideline)
    return replace(scheme, guideline=general, entities=said(Layer.ENTITIES), quotes=said(Layer.QUOTES))


def _free(root: Path) -> Path:
    """Return a name for the project's own label set that no file has."""
    stem, _, ending = COPY.rpartition(".")
    names = (COPY, *(f"{stem}-{n}.{ending}" for n in range(2, 1000)))
    return next(root / name for name in names if not (root / name).exists())


def _name_in_config(project: Project, name: str) -> None:
    """Set `scheme` in the project's configuration."""
    import tomlkit  # noqa: PLC0415 - the same

    path = project.root / CONFIG
    with writing(path):
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        document = tomlkit.parse(old)
        document["scheme"] = name
        new = tomlkit.dumps(document)
        if tomllib.loads(new) != {**tomllib.loads(old), "scheme": name}:
            raise StoreError(f'could not set the label set in {path}; write scheme = "{name}" above its first table')
        replace_file(path, new.encode())


def _remember(project: Project, changes: Sequence[Rewording], who: str, at: str) -> None:
    path = project.root / HISTORY
    rows = [
        {"at": at, "by": who, "layer": change.passage.layer and change.passage.layer.value,
         "label": change.passage.label, "was": change.was, "now": freeze(change.now).strip()}
        for change in changes
    ]  # fmt: skip
    blob = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    with writing(path):
        whole = path.read_bytes() if path.exists() else b""
        append_at(path, whole.rfind(b"\n") + 1, blob)  # a line that was cut short was never acknowledged


def _history(project: Project) -> list[dict[str, Any]]:
    path = project.root / HISTORY
    with reading(path):
        lines = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    try:
        rows = [json.loads(line) for line in lines]
        return [row for row in rows if isinstance(row["was"], str) and row.keys() >= {"layer", "label"}]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{path} is damaged ({error}); move it away to go on without the older wordings") from None
