"""Quotes as a table for spreadsheets: article, speaker, cue and quote, a quote a row.

The file begins with a byte order mark, without which Excel takes UTF-8 for something else. Cells that a spreadsheet
would compute ("=...", "+...", "-...", "@...") get an apostrophe in front (OWASP, "CSV injection"), which is taken away
when the file is read. The columns `quote_at`, `cue_at` and `speaker_at` hold offsets in code points; without them the
words are looked up in the article, whose text has to be in the project or at --texts.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
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
)
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.units import Unit
from tui.gold.record import GoldArticle
from tui.gold.texts import Texts
from tui.model import CopydeskError, Quote, QuoteKind, Span

COLUMNS = ("article", "speaker", "cue", "quote", "kind", "quote_at", "cue_at", "speaker_at")
BETWEEN = " […] "
"""Stands between the pieces of a quote that is split around its attribution."""

HOLDS = frozenset({Holds.QUOTES, Holds.SPLIT, Holds.CUES, Holds.SPEAKERS})
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_PLACE = re.compile(r"\d+-\d+(?:;\d+-\d+)*")


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet computes; `unguarded` gives it back."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """Return the cell that `guarded` made safe."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the table's head and the rows of each article."""
    yield "", ("\ufeff" + _line(COLUMNS)).encode()
    for gold in golds:
        rows = [_row(gold.article.id, label.value) for label in gold.labels if isinstance(label.value, Quote)]
        if not rows:
            losses.record("articles without a quote, which have no row", gold.article.id)
        yield "", "".join(map(_line, rows)).encode()


def _row(article_id: str, quote: Quote) -> list[str]:
    mention = quote.speaker.mention if quote.speaker else None
    said = [(mention,) if mention else (), (quote.cue,) if quote.cue else (), quote.content]
    speaker, cue, words = (BETWEEN.join(span.text for span in spans) for spans in said)
    speaker_at, cue_at, at = (";".join(f"{span.start}-{span.end}" for span in spans) for spans in said)
    return [article_id, speaker, cue, words, quote.kind.value, at, cue_at, speaker_at]


def _line(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(map(guarded, cells))
    return stream.getvalue()


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:
    """Yield a page for each article that the table has quotes of. Raises `CopydeskError` naming the row."""
    by_article: dict[str, list[tuple[str, Mapping[str, str]]]] = {}
    for where, row in _rows(path):
        by_article.setdefault(row["article"], []).append((where, row))
    for article_id, rows in by_article.items():
        article = texts.named(article_id)
        marks: list[Mark] = []
        links: list[Link] = []
        for n, (where, row) in enumerate(rows, 1):
            drawn, said = _drawn(f"q{n}", where, row, article.text)
            marks += drawn
            links += said
        yield Page(f"{path}, article {article_id}", article_id, article.text, tuple(marks), tuple(links),
                   unit=Unit.CODEPOINT)  # fmt: skip
    unknown = {column for _, row in _rows(path) for column in row if column not in COLUMNS}
    for column in sorted(unknown):
        losses.label(f"cells of the column {column!r}", str(path))


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    try:
        lines = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CopydeskError(f"{path}: byte {error.start} is not UTF-8; save it as CSV UTF-8") from error
    head = lines.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter, strict=True)
        names = [name.strip().lower() for name in next(reader, [])]
        if not {"article", "quote"} <= set(names):
            has = [name[:20] for name in names[:9]]
            raise CopydeskError(f"{path}: the first row must name the columns article and quote, it has {has}")
        for cells in reader:
            if any(cells):
                row = dict(zip(names, map(unguarded, cells), strict=False))
                yield f"{path}, line {reader.line_num}", {name: row.get(name, "") for name in names}
    except csv.Error as error:
        raise CopydeskError(f"{path} is not CSV ({error}); save it as CSV UTF-8 again") from error


def _drawn(name: str, where: str, row: Mapping[str, str], text: str) -> tuple[list[Mark], list[Link]]:
    kind = row.get("kind", "").strip().lower() or _guessed(row["quote"])
    if kind not in set(QuoteKind):
        raise CopydeskError(f"{where}: the kind is {kind[:40]!r}, not direct, mixed or indirect")
    label = next(label for label, known in KINDS.items() if known == kind)
    content = _spans(row["quote"], row.get("quote_at", ""), text, where, near=None)
    if not content:
        raise CopydeskError(f"{where}: the quote is empty; write what was said, or take the row out")
    marks, links = [Mark(name, label, _places(content), tuple(span.text for span in content))], []
    for column, mark_label, link in (("cue", CUE, LINK_CUE), ("speaker", SPEAKER, LINK_SPEAKER)):
        found = _spans(row.get(column, ""), row.get(f"{column}_at", ""), text, where, near=content[0].start)
        if found:
            marks.append(Mark(f"{name}.{column}", mark_label, _places(found), tuple(span.text for span in found)))
            links.append(Link(link, name, f"{name}.{column}"))
    return marks, links


def _places(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)


def _guessed(words: str) -> str:
    return "direct" if words[:1] in "\"'“„«‘「『" and words else "indirect"


def _spans(words: str, at: str, text: str, where: str, near: int | None) -> list[Span]:
    """Return where the words stand: at the offsets given, or where the text has them once, or nearest to `near`."""
    if at.strip():
        if not _PLACE.fullmatch(at.strip()):
            raise CopydeskError(
                f"{where}: {at[:40]!r} is not a place in the text, which looks like 12-34 or 12-34;40-52"
            )
        return [Span.of(text, *map(int, place.split("-"))) for place in at.strip().split(";")]
    return [_found(piece, text, where, near) for piece in words.split(BETWEEN.strip()) if piece.strip()]


def _found(words: str, text: str, where: str, near: int | None) -> Span:
    words = words.strip()
    starts = [match.start() for match in re.finditer(re.escape(words), text)]
    if not starts:
        raise CopydeskError(f"{where}: the article does not say {words[:60]!r}; write it as it stands there")
    if near is None and len(starts) > 1:
        raise CopydeskError(
            f"{where}: the article says {words[:60]!r} {len(starts)} times; say which with a column quote_at "
            f"({starts[0]}-{starts[0] + len(words)} is the first)"
        )
    start = min(starts, key=lambda at: abs(at - (near or 0)))
    return Span.of(text, start, start + len(words))


def detect(path: Path, head: bytes) -> bool:
    """Return whether the first line names the columns article and quote."""
    line = head.partition(b"\n")[0].decode("utf-8-sig", "ignore").lower()
    names = {name.strip().strip('"') for name in re.split(r"[,;\t]", line)}
    return path.is_file() and {"article", "quote"} <= names


FORMATS = (
    Format(
        "quotes-csv", "a table of quotes for spreadsheets: article, speaker, cue, quote", ".csv", HOLDS,
        Unit.CODEPOINT, write, read, detect, declared=True,
    ),
)  # fmt: skip
