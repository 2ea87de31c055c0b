"""spaCy's DocBin, the file that `spacy train` reads, from and to plain data: nothing outside needs to know spaCy."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc, DocBin, Span

from tui.extraction.tokenising import blank
from tui.model import CopydeskError

ENTITIES = "ents"
"""The group of `PlainDoc.spans` that stands for `doc.ents`, when a file is read."""

MAX_BYTES = 1 << 31
"""The largest DocBin, unpacked, that is read."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PlainSpan:
    """A labelled stretch of a document's text, in code points, with an id where it has one."""

    start: int
    end: int
    label: str
    id: str = ""


@dataclass(frozen=True)
class PlainDoc:
    """A document: its text, its tokens (white space tokens included), and what is annotated.

    `ents` don't overlap. `missing` tells of each token outside them whether nobody has said that it is no entity.
    `spans` are groups of spans, which may overlap. All begin and end where a token does. `data` are JSON texts.
    """

    text: str
    tokens: list[tuple[int, int]]
    ents: list[PlainSpan] = field(default_factory=list)
    missing: list[bool] = field(default_factory=list)
    spans: Mapping[str, list[PlainSpan]] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    lang: str | None = None


def to_docbin(docs: Iterable[PlainDoc]) -> bytes:
    """Return the documents as a DocBin with entities, span groups and user data."""
    docbin = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for plain in docs:
        docbin.add(_doc(plain))
    return bytes(docbin.to_bytes())


def from_docbin(blob: bytes) -> Iterator[PlainDoc]:
    """Yield the documents of a DocBin. Raises `CopydeskError` for what is none, or what would fill the memory."""
    try:
        _check_size(blob)
        vocab = blank("xx").vocab
        for doc in DocBin().from_bytes(blob).get_docs(vocab):
            yield _plain(doc)
    except CopydeskError:
        raise
    except Exception as error:  # anybody may have written the file: whatever spaCy makes of it is told in one sentence
        raise CopydeskError(f"it is not a DocBin that spaCy can read ({type(error).__name__}: {error})") from error


def _doc(plain: PlainDoc) -> Doc:
    text, tokens = plain.text, plain.tokens
    words = [text[start:end] for start, end in tokens]
    starts = [start for start, _ in tokens[1:]] + [len(text)]
    spaces = [following > end for (_, end), following in zip(tokens, starts, strict=True)]
    doc = Doc(blank(plain.lang or "en").vocab, words=words, spaces=spaces)
    assert doc.text == text, "the tokens leave out more than single spaces"
    first = {start: i for i, (start, _) in enumerate(tokens)}
    last = {end: i + 1 for i, (_, end) in enumerate(tokens)}

    def span(one: PlainSpan) -> Span:
        return Span(doc, first[one.start], last[one.end], label=one.label, span_id=one.id)

    ents = [span(one) for one in plain.ents]
    inside = {i for ent in ents for i in range(ent.start, ent.end)}
    unknown = [Span(doc, i, i + 1) for i, missing in enumerate(plain.missing) if missing and i not in inside]
    doc.set_ents(ents, missing=unknown, default="outside")
    for key, group in plain.spans.items():
        doc.spans[key] = [span(one) for one in group]
    doc.user_data.update(plain.data)
    return doc


def _plain(doc: Doc) -> PlainDoc:
    groups = {ENTITIES: [_plain_span(span) for span in doc.ents]}
    for key, group in doc.spans.items():
        groups[str(key)] = [_plain_span(span) for span in group]
    data = {key: value for key, value in doc.user_data.items() if isinstance(key, str) and isinstance(value, str)}
    return PlainDoc(doc.text, [(token.idx, token.idx + len(token)) for token in doc], spans=groups, data=data)


def _plain_span(span: Span) -> PlainSpan:
    return PlainSpan(span.start_char, span.end_char, span.label_, span.id_)


def _check_size(blob: bytes) -> None:
    """Raise `CopydeskError` where a small file would unpack to a huge one."""
    unpacker, size, rest = zlib.decompressobj(), 0, blob
    while rest:
        size += len(unpacker.decompress(rest, _CHUNK))
        rest = unpacker.unconsumed_tail
        if size > MAX_BYTES:
            raise CopydeskError(f"the DocBin unpacks to more than {MAX_BYTES // 2**20} MB; split it")
