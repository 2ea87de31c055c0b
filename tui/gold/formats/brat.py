"""brat's stand-off: for each article a .txt with the text and an .ann with one annotation a line.

After brat's own description (brat.nlplab.org/standoff.html): T (a stretch, or several split by ";"), R (a relation),
N (a reference to an entry of a data base: what a mention's cluster is written as, since it has a place for a name) and
# (a note). A group of equals (*, "Equiv") is read as a cluster, too. Offsets count code points. A fragment may not
cross a line end, so a stretch that does is written as several.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from tui.gold.formats.holds import Holds
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import (
    CUE,
    KINDS,
    LINK_CUE,
    LINK_SPEAKER,
    SPEAKER,
    Link,
    Mark,
    Page,
    page_of,
)
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.units import Offsets, Unit
from tui.gold.record import GoldArticle
from tui.gold.texts import Texts
from tui.model import CopydeskError, Layer

HOLDS = frozenset({
    Holds.ENTITIES, Holds.OVERLAPS, Holds.QUOTES, Holds.SPLIT, Holds.CUES, Holds.SPEAKERS, Holds.CLUSTERS, Holds.NOTES,
    Holds.TEXT,
})  # fmt: skip

_STRETCH = re.compile(r"(T[^\t ]+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_RELATION = re.compile(r"(R[^\t ]+)\t(\S+) Arg1:(\S+) Arg2:(\S+)\s*")
_NOTE = re.compile(r"#[^\t]*\tAnnotatorNotes (\S+)\t(.*)")
_CLUSTERS = "copydesk:"  # the name of the data base that our clusters are entries of
_REFERENCE = re.compile(r"N[^\t]*\tReference (\S+) (\S{1,64})\t(.*)")
_EQUALS = re.compile(r"\*\tEquiv((?: T\S+){2,})\s*")
_TYPE = re.compile(r"[\w-]+", re.ASCII)
_OTHERS = {
    "E": "events", "A": "attributes", "M": "attributes", "N": "references that can't be read",
    "*": "groups of equals that can't be read", "#": "notes of other kinds",
}  # fmt: skip


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:
    """Yield a .txt and an .ann an article, and an annotation.conf with the labels. Raises `CopydeskError`.

    brat's names of labels have ASCII letters, digits, "-" and "_" only.
    """
    used: set[str] = set()
    for gold in golds:
        page = page_of(gold, split=True)
        lines, names = [], {}
        for n, mark in enumerate(page.marks, 1):
            if not _TYPE.fullmatch(mark.label):
                raise CopydeskError(
                    f"{gold.article.id}: brat can't have a label {mark.label!r} ({mark.id}), only letters without "
                    f"accents, digits, '-' and '_'; rename it in the scheme"
                )
            used.add(mark.label)
            names[mark.id] = f"T{n}"
            lines.append(_stretch(f"T{n}", mark, gold, losses))
        for n, link in enumerate(page.links, 1):
            lines.append(f"R{n}\t{link.label} Arg1:{names[link.head]} Arg2:{names[link.child]}")
        for n, (mark, (cluster, name)) in enumerate(((m, m.cluster) for m in page.marks if m.cluster), 1):
            lines.append(f"N{n}\tReference {names[mark.id]} {_entry(cluster)}\t{_escaped(name)}")
        noted = [mark for mark in page.marks if mark.note]
        lines += [f"#{n}\tAnnotatorNotes {names[mark.id]}\t{_escaped(mark.note)}" for n, mark in enumerate(noted, 1)]
        yield f"{gold.article.id}.txt", gold.article.text.encode()
        yield f"{gold.article.id}.ann", "".join(f"{line}\n" for line in lines).encode()
    asked = {label.name for label in writing.scheme.labels(Layer.ENTITIES)}
    yield "annotation.conf", _configuration(sorted((asked | used) - {*KINDS, CUE, SPEAKER})).encode()


def _entry(cluster: str) -> str:
    """Return a cluster as the entry of a data base. One that came from a data base keeps its own name there."""
    return cluster if ":" in cluster else _CLUSTERS + cluster


def _escaped(note: str) -> str:
    """Return a note, or a name, as one line."""
    return note.replace("\\", "\\\\").replace("\n", "\\n")


def _unescaped(note: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], note)


def _stretch(name: str, mark: Mark, gold: GoldArticle, losses: Losses) -> str:
    text = gold.article.text
    fragments: list[tuple[int, int]] = []
    for start, end in mark.pieces:
        if fragments and not text[fragments[-1][1] : start].strip() and "\n" in text[fragments[-1][1] : start]:
            losses.label("pieces of a quote that only a line end parts, one piece now", f"{gold.article.id}:{mark.id}")
        for line in re.finditer(r"[^\n]*[^\s](?=\s*(?:\n|\Z))", text[start:end]):
            left = len(line[0]) - len(line[0].lstrip())
            fragments.append((start + line.start() + left, start + line.end()))
    places = ";".join(f"{start} {end}" for start, end in fragments)
    return f"{name}\t{mark.label} {places}\t{' '.join(text[start:end] for start, end in fragments)}"


def _configuration(entities: list[str]) -> str:
    quotes = [*KINDS, CUE, SPEAKER]
    return (
        "[entities]\n" + "".join(f"{name}\n" for name in [*entities, *quotes]) + "\n[relations]\n"
        + f"{LINK_CUE} Arg1:{'|'.join(KINDS)}, Arg2:{CUE}\n{LINK_SPEAKER} Arg1:{'|'.join(KINDS)}, Arg2:<ENTITY>\n"
        + "<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
    )  # fmt: skip


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page for each .ann that has its .txt beside it, in a folder and those within it, or for the one named.

    Raises `CopydeskError` for a line that is not brat's and for an .ann without its text.
    """
    found = sorted(path.rglob("*.ann")) if path.is_dir() else [path.with_suffix(".ann")]
    for file in found:
        words = file.with_suffix(".txt")
        if not words.is_file():
            raise CopydeskError(f"{file} has no text beside it; put {words.name} there")
        name = file.relative_to(path).with_suffix("") if path.is_dir() else Path(file.stem)
        yield _page(file, _decoded(words), _decoded(file).removeprefix("\ufeff"), "-".join(name.parts), losses)


def _decoded(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CopydeskError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8") from error


def _page(file: Path, text: str, annotations: str, name: str, losses: Losses) -> Page:
    marks: dict[str, Mark] = {}
    links: list[Link] = []
    notes: dict[str, str] = {}
    clusters: dict[str, tuple[str, str]] = {}
    equals: list[list[str]] = []
    for number, line in enumerate(annotations.split("\n"), 1):
        line = line.rstrip("\r")  # noqa: PLW2901
        where = f"{file}, line {number}"
        if stretch := _STRETCH.fullmatch(line):
            places = [tuple(map(int, piece.split())) for piece in stretch[3].split(";")]
            if stretch[1] in marks:
                raise CopydeskError(f"{where}: {stretch[1]} is there twice")
            marks[stretch[1]] = Mark(stretch[1], stretch[2], _placed(places), _surfaces(stretch[4], places))
        elif relation := _RELATION.fullmatch(line):
            links.append(Link(relation[2], relation[3], relation[4]))
        elif note := _NOTE.fullmatch(line):
            notes[note[1]] = _unescaped(note[2])
        elif reference := _REFERENCE.fullmatch(line):
            clusters[reference[1]] = _cluster(reference[2], reference[3])
        elif group := _EQUALS.fullmatch(line):
            equals.append(group[1].split())
        elif line[:1] in _OTHERS:
            losses.label(f"brat's {_OTHERS[line[0]]}", where)
        elif line.strip():
            raise CopydeskError(f"{where}: {line[:60]!r} is not an annotation as brat writes it")
    clusters = _grouped(equals, marks) | clusters
    noted = (Mark(m.id, m.label, m.pieces, m.surfaces, notes.get(m.id, ""), clusters.get(m.id)) for m in marks.values())
    return Page(str(file), name, text, tuple(noted), tuple(links), loose=True)


def _cluster(entry: str, name: str) -> tuple[str, str]:
    """Return id and name of the cluster that a reference to an entry of a data base is."""
    if entry.startswith(_CLUSTERS):
        return entry.removeprefix(_CLUSTERS), _unescaped(name)
    return entry, name or entry


def _grouped(equals: list[list[str]], marks: dict[str, Mark]) -> dict[str, tuple[str, str]]:
    """Return id and name of the cluster of each mark that is in a group, which is called by its longest mention."""
    groups: list[set[str]] = []
    for names in equals:
        one = set(names) & marks.keys()
        meeting = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + ([one.union(*meeting)] if one else [])
    found: dict[str, tuple[str, str]] = {}
    for n, group in enumerate(sorted(groups, key=lambda group: min(marks[name].start for name in group)), 1):
        said = [" ".join(filter(None, marks[name].surfaces)) for name in sorted(group, key=lambda x: marks[x].start)]
        found |= dict.fromkeys(group, (f"c1.{n}", max(said, key=len, default="")))
    return found


def _placed(places: list[tuple[int, ...]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in places)


def _surfaces(said: str, places: list[tuple[int, ...]]) -> tuple[str | None, ...]:
    """Return the surface of each piece: `said` has them with blanks between, and is as long as they are in one unit."""
    offsets = Offsets(said)
    lengths = [end - start for start, end in places]
    for unit in Unit:
        if offsets.from_codepoint(len(said), unit) != sum(lengths) + len(lengths) - 1:
            continue
        ends = [end + n for n, end in enumerate(accumulate(lengths))]
        cuts = [(offsets.to_codepoint(end - length, unit), offsets.to_codepoint(end, unit))
                for end, length in zip(ends, lengths, strict=True)]  # fmt: skip
        if all(start is not None and end is not None for start, end in cuts):
            return tuple(said[start:end] for start, end in cuts)
    return (said,) if len(places) == 1 else ()


def detect(path: Path, head: bytes) -> bool:  # noqa: ARG001
    """Return whether this is an .ann, or a folder with some."""
    return path.suffix == ".ann" or (path.is_dir() and next(path.rglob("*.ann"), None) is not None)


FORMATS = (
    Format(
        "brat", "brat's stand-off: a .txt and an .ann an article, and an annotation.conf", ".ann", HOLDS,
        Unit.CODEPOINT, write, read, detect, folder=True,
    ),
)  # fmt: skip
