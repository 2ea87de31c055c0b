"""UIMA's CAS, as XMI with its type system or as JSON, which INCEpTION and DKPro exchange.

Entities are DKPro's `NamedEntity`; pieces of quotes, cues and speakers are `webanno.custom.QuotePart`, and
`webanno.custom.QuoteLink` leads from a quote to each. Tokens and sentences are there because INCEpTION needs them. In
the file offsets count UTF-16 units; dkpro-cassis, which reads and writes it, turns them into code points.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.annotation.tokens import Tokens as Words
from tui.gold.formats import sniff
from tui.gold.formats.holds import EVERYTHING
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import RESERVED, Link, Mark, Page, page_of, record_of
from tui.gold.formats.registry import Format, Writing, needs
from tui.gold.formats.units import Unit
from tui.gold.jsonl import parsed
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.gold.texts import Texts
from tui.model import CopydeskError

TYPES = "TypeSystem.xml"
_DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
_ENTITY = f"{_DKPRO}.ner.type.NamedEntity"
_TOKEN, _SENTENCE = f"{_DKPRO}.segmentation.type.Token", f"{_DKPRO}.segmentation.type.Sentence"
_PART, _LINK, _ARTICLE = "webanno.custom.QuotePart", "webanno.custom.QuoteLink", "copydesk.Article"
_STRING, _ANNOTATION = "uima.cas.String", "uima.tcas.Annotation"
_LAYOUT = ("uima.tcas.DocumentAnnotation", f"{_DKPRO}.metadata.", f"{_DKPRO}.segmentation.", _ANNOTATION, "uima.cas.")
# XML holds no such characters, and a document may not bring entities of its own (they can fill the memory).
_NOT_XML = re.compile("[\ufffe\uffff]")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def _types(cassis: Any) -> Any:
    types = cassis.TypeSystem()
    string = types.get_type(_STRING)
    for name, features in {
        _TOKEN: (), _SENTENCE: (), _ENTITY: ("value", "identifier"), _PART: ("label", "name"), _LINK: ("label",),
        _ARTICLE: ("name", "record", "marks"),
    }.items():  # fmt: skip
        made = types.create_type(name, _ANNOTATION)
        for feature in features:
            types.create_feature(made, feature, string)
    for feature in ("Governor", "Dependent"):
        types.create_feature(types.get_type(_LINK), feature, types.get_type(_ANNOTATION))
    return types


def _cas(gold: GoldArticle, cassis: Any, types: Any) -> Any:
    article, page = gold.article, page_of(gold)
    if bad := _NOT_XML.search(article.text):
        raise CopydeskError(f"{article.id}: the character U+{ord(bad[0]):04X} in its text can't stand in XML")
    cas = cassis.Cas(
        types, sofa_string=article.text, sofa_mime="text/plain", document_language=article.lang or "x-unspecified"
    )
    words = Words.of(article.text)
    for paragraph in words.paragraphs:
        for start, end in words.sentences(*paragraph):
            cas.add(types.get_type(_SENTENCE)(begin=start, end=end))
    for i in range(len(words)):
        start, end = words.span(i)
        cas.add(types.get_type(_TOKEN)(begin=start, end=end))
    made: dict[str, Any] = {}
    for mark in page.marks:
        place = {"begin": mark.start, "end": mark.end}
        if mark.label in RESERVED:
            made[mark.id] = types.get_type(_PART)(**place, label=mark.label, name=mark.id)
        else:
            made[mark.id] = types.get_type(_ENTITY)(**place, value=mark.label)
        cas.add(made[mark.id])
    for link in page.links:
        head, child = made[link.head], made[link.child]
        cas.add(
            types.get_type(_LINK)(begin=child.begin, end=child.end, Governor=head, Dependent=child, label=link.label)
        )
    # DKPro's type has no place for an id: which entity is which is told by its stretch and its label.
    marks = [[mark.id, mark.label, mark.start, mark.end] for mark in page.marks if mark.label not in RESERVED]
    record = compact(record_of(gold, Unit.CODEPOINT))
    cas.add(
        types.get_type(_ARTICLE)(begin=0, end=len(article.text), name=article.id, record=record, marks=compact(marks))
    )
    return cas


def write_xmi(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the type system, and an XMI for each article. Raises `CopydeskError` for what XML can't hold."""
    (cassis,) = needs("cas", "cassis")
    types = _types(cassis)
    yield TYPES, types.to_xml().encode()
    for gold in golds:
        yield f"{gold.article.id}.xmi", _cas(gold, cassis, types).to_xmi().encode()


def write_json(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a JSON CAS, which has its type system in it, for each article."""
    (cassis,) = needs("cas", "cassis")
    types = _types(cassis)
    for gold in golds:
        yield f"{gold.article.id}.json", _cas(gold, cassis, types).to_json().encode()


def read_xmi(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page for each XMI of a folder, or for the one named; TypeSystem.xml has to be beside it."""
    (cassis,) = needs("cas", "cassis")
    folder = path if path.is_dir() else path.parent
    if not (folder / TYPES).is_file():
        raise CopydeskError(f"{folder} has no {TYPES}, which says what the annotations are; put it beside the .xmi")
    types = _safely(folder / TYPES, cassis.load_typesystem)
    for file in sorted(path.glob("*.xmi")) if path.is_dir() else [path]:
        yield _page(file, _safely(file, lambda stream: cassis.load_cas_from_xmi(stream, typesystem=types)), losses)


def read_json(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page for each JSON CAS of a folder, or for the one named."""
    (cassis,) = needs("cas", "cassis")
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        yield _page(file, _safely(file, cassis.load_cas_from_json), losses)


def _safely(file: Path, load: Callable[[Any], Any]) -> Any:
    with file.open("rb") as stream:
        if _DOCTYPE.search(stream.read().replace(b"\0", b"")):
            raise CopydeskError(f"{file} has a DOCTYPE, which no CAS needs; take it out")
        stream.seek(0)
        try:
            return load(stream)
        except Exception as error:  # anybody may have written the file: what cassis and lxml raise is of many kinds
            raise CopydeskError(f"{file} is not a CAS that can be read ({type(error).__name__}: {error})") from error


def _page(file: Path, cas: Any, losses: Losses) -> Page:
    text = sniff.text(cas.sofa_string, "the text of its first view", str(file))
    record, name, ids = _ours(cas, str(file))
    marks: list[Mark] = []
    names: dict[int, str] = {}
    links = []
    for fs in cas.select_all_annotations():
        kind = fs.type.name
        features = {feature.name for feature in fs.type.all_features}
        if kind == _ARTICLE or kind.startswith(_LAYOUT) or not hasattr(fs, "begin"):
            continue
        if {"Governor", "Dependent"} <= features:
            links.append(fs)
            continue
        label = next(
            (str(fs[key]) for key in ("value", "label") if key in features and fs[key]), kind.rpartition(".")[2]
        )
        stretch = (label, int(fs.begin), int(fs.end))
        given = fs["name"] if kind == _PART else next(iter(ids.get(stretch, [])), None)
        if kind == _ENTITY and stretch in ids and ids[stretch]:
            ids[stretch].pop(0)
        names[fs.xmiID] = str(given or f"a{fs.xmiID}")
        others = features - {"begin", "end", "sofa", "value", "label", "name", "identifier"}
        for key in sorted(key for key in others if fs[key] is not None):
            losses.label(f"features {key} of {kind.rpartition('.')[2]}", f"{name or file}:{stretch[1]}")
        marks.append(Mark(names[fs.xmiID], label, ((stretch[1], stretch[2]),)))
    drawn = [_link(fs, names) for fs in links]
    return Page(
        str(file), name or file.stem, text, tuple(marks), tuple(link for link in drawn if link), record,
        unit=Unit.CODEPOINT,
    )  # fmt: skip


def _link(fs: Any, names: Mapping[int, str]) -> Link | None:
    features = {feature.name for feature in fs.type.all_features}
    label = next(
        (str(fs[key]) for key in ("label", "value") if key in features and fs[key]), fs.type.name.rpartition(".")[2]
    )
    ends = [names.get(getattr(end, "xmiID", -1)) for end in (fs.Governor, fs.Dependent)]
    return Link(label, ends[0], ends[1]) if ends[0] and ends[1] else None


def _ours(cas: Any, where: str) -> tuple[Mapping[str, Any] | None, str | None, dict[tuple[str, int, int], list[str]]]:
    """Return our record of the article, its id, and the ids of entities by label and stretch."""
    ids: dict[tuple[str, int, int], list[str]] = {}
    if not cas.typesystem.contains_type(_ARTICLE):
        return None, None, ids
    for fs in cas.select(_ARTICLE):
        for mark_id, label, start, end in parsed((fs.marks or "[]").encode(), where):
            ids.setdefault((label, start, end), []).append(mark_id)
        return sniff.record(parsed((fs.record or "null").encode(), where)), fs.name, ids
    return None, None, ids


def detect_xmi(path: Path, head: bytes) -> bool:
    """Return whether it is an XMI, or a folder with some."""
    return next(path.glob("*.xmi"), None) is not None if path.is_dir() else b"<xmi:XMI" in head


def detect_json(path: Path, head: bytes) -> bool:
    """Return whether it is a JSON CAS, or a folder whose first JSON file is one."""
    if path.is_dir():
        first = next(iter(sorted(path.glob("*.json"))), None)
        if first is None:
            return False
        with first.open("rb") as stream:
            head = stream.read(4096)
    return b'"%TYPES"' in head or b'"%FEATURE_STRUCTURES"' in head


FORMATS = (
    Format(
        "cas-xmi", "UIMA CAS as XMI, with the types of DKPro: a file an article, and the type system", ".xmi",
        EVERYTHING, Unit.UTF16, write_xmi, read_xmi, detect_xmi, declared=True, folder=True, extra="cas",
    ),
    Format(
        "cas-json", "UIMA CAS as JSON, with the types of DKPro: a file an article", ".json", EVERYTHING, Unit.UTF16,
        write_json, read_json, detect_json, declared=True, folder=True, extra="cas",
    ),
)  # fmt: skip
