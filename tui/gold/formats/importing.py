"""Labels from another tool's file into a project: the unit of its offsets, the same checks and events as our gold."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from tui.cleaning.ids import is_legal, mapped_id
from tui.gold.check import check_gold
from tui.gold.errors import MALFORMED, reading
from tui.gold.formats.exporting import Strictness
from tui.gold.formats.from_page import Draft, Terms, claims_of
from tui.gold.formats.holds import Holds, reduced
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Page
from tui.gold.formats.registry import Format
from tui.gold.formats.units import Claim, Offsets, Unit, agree, possible_units
from tui.gold.importing import bring_in
from tui.gold.record import GoldArticle, gold_of, is_untouched
from tui.gold.report import Report
from tui.gold.store import Store, Stored
from tui.gold.texts import StoreTexts, Texts
from tui.model import CopydeskError, Layer, Scheme, text_sha256

MAX_BYTES = 512 * 1024 * 1024
"""The largest file of another tool that is read."""


def import_format(
    store: Store, path: Path, form: Format, terms: Terms, scheme: Scheme, *,
    texts: Texts, strictness: Strictness | None = None,
) -> Report:  # fmt: skip
    """Bring the articles and labels of a file in another format into a project; all of them or none.

    Raises `CopydeskError` for a file that is not of the format or whose offsets could be meant in two ways, and what
    `tui.gold.import_gold` raises.
    """
    losses = Losses()
    here = texts if isinstance(texts, StoreTexts) and texts.store is store else StoreTexts(store)
    golds = read_format(path, form, terms, losses, texts=texts, here=here)
    known = {(layer, label.name) for layer in Layer for label in scheme.labels(layer)}
    for gold in golds:
        for name in sorted({x.name for x in gold.labels if (x.layer, x.name) not in known}):
            losses.note(f"articles with the label {name}, which the project's label set does not have", gold.article.id)
    if strictness is not None:
        strictness.check(losses, f"importing {path}")
    known_here, fresh = set(here.ids.values()), []
    for gold in golds:
        stored = store.load(gold.article.id) if gold.article.id in known_here else None
        if _says_the_same(gold, stored, form, scheme):
            losses.note("articles that are here already", gold.article.id)
        else:
            fresh.append(gold)
    report = bring_in(store, fresh, terms.by, scheme)
    return Report(report.articles, report.labels, (*report.losses, *losses.all))


def _says_the_same(gold: GoldArticle, stored: Stored | None, form: Format, scheme: Scheme) -> bool:
    """Return whether the project's article has these labels and no others, whoever made them and when."""
    if stored is None or is_untouched(stored):
        return False
    what = form.holds - {Holds.IDS, Holds.SIGNATURES, Holds.ARTICLE}
    theirs, ours = (reduced(x, what) for x in (gold, gold_of(stored, scheme)[0]))
    return (theirs.article.text, theirs.labels, theirs.rejected) == (ours.article.text, ours.labels, ours.rejected)


def read_format(
    path: Path, form: Format, terms: Terms, losses: Losses, *, texts: Texts, here: StoreTexts | None = None
) -> list[GoldArticle]:
    """Return the articles of a file in another format as gold that has been checked.

    `here` has the articles of the project. Raises `CopydeskError`.
    """
    pages = _pages(path, form, texts, losses)
    offsets = [_offsets(page, texts) for page in pages]
    units = _units(pages, offsets, form, terms)
    golds: list[GoldArticle] = []
    taken: set[str] = set()
    for page, positions, unit in zip(pages, offsets, units, strict=True):
        stored = here.stored(text_sha256(positions.text)) if here is not None else None
        article_id = _article_id(page, stored, path, taken)
        taken.add(article_id.lower())
        try:
            gold = Draft(page, positions, unit, terms, losses).gold(article_id, stored)
            check_gold(gold, page.where)
        except CopydeskError:
            raise
        except MALFORMED as error:
            raise CopydeskError(_not_ours(page.where, form, error)) from error
        golds.append(gold)
    return golds


def _pages(path: Path, form: Format, texts: Texts, losses: Losses) -> list[Page]:
    with reading(path):
        if not path.exists():
            raise CopydeskError(f"there is no file {path}; check the name")
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise CopydeskError(f"{path} is larger than {MAX_BYTES // 2**20} MB; split it")
        try:
            pages = list(form.read(path, texts, losses))
        except (CopydeskError, OSError):
            raise
        except (*MALFORMED, RecursionError, OverflowError, MemoryError) as error:
            raise CopydeskError(_not_ours(str(path), form, error)) from error
    if not pages:
        raise CopydeskError(f"{path} holds no article in the format {form.name}; name another one with --format")
    return pages


def _not_ours(where: str, form: Format, error: BaseException) -> str:
    why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"{where}: it is not {form.name} as Copydesk knows it ({why[:200]}); see docs/formats.md"


def _offsets(page: Page, texts: Texts) -> Offsets:
    if page.text is not None:
        if not page.text.strip():
            raise CopydeskError(f"{page.where}: the text is empty or white space; an article needs one")
        return Offsets(page.text)
    if page.sha256 is not None:
        return Offsets(texts.find(page.id or "", page.sha256).text)
    return Offsets(texts.named(page.id or "").text)


def _article_id(page: Page, stored: Stored | None, path: Path, taken: set[str]) -> str:
    """Return the page's own id; else that of the project's article with the same text; else one after the file."""
    if page.id is not None and (page.record is not None or stored is None or page.text is None):
        name = page.id if is_legal(page.id) else mapped_id(page.id)
    elif stored is not None:
        name = stored.id
    else:
        name = next(x for n in count(1) if (x := mapped_id(f"{path.stem}-{n}")).lower() not in taken)
    if name.lower() in taken:
        raise CopydeskError(f"{page.where}: the article {name!r} is in the file already; give each its own id")
    return name


def _units(pages: Sequence[Page], offsets: Sequence[Offsets], form: Format, terms: Terms) -> list[Unit]:
    """Return the unit of each page's offsets: asked for, declared, or found out for the whole file."""
    usual = form.unit or Unit.CODEPOINT
    if terms.unit is not None:
        return [terms.unit] * len(pages)
    if form.unit is None:
        return [page.unit or usual for page in pages]
    pages = [_declared(page) for page in pages]
    undeclared = [(page, positions) for page, positions in zip(pages, offsets, strict=True) if page.unit is None]
    claims = [claim for page, positions in undeclared for _, claim in claims_of(page, positions)]
    fitting = possible_units(claims)
    if len(fitting) < 2 or (form.declared and usual in fitting):
        found = usual if len(fitting) != 1 else fitting[0]
    elif agree(claims, fitting):
        found = fitting[0]
    else:
        raise CopydeskError(_ambiguous(undeclared, fitting))
    return [page.unit or found for page in pages]


def _declared(page: Page) -> Page:
    """Return the page with the unit that its record names, where the file itself names none."""
    if page.unit is None and page.record is not None and page.record["offsets"] in set(Unit):
        return replace(page, unit=Unit(page.record["offsets"]))
    return page


def _ambiguous(undeclared: Sequence[tuple[Page, Offsets]], fitting: Sequence[Unit]) -> str:
    page, claim = next(
        (page, claim) for page, positions in undeclared for _, claim in claims_of(page, positions)
        if not agree([claim], fitting)
    )  # fmt: skip
    ways = ", or ".join(f"{_shown(claim, unit)!r} with --offset-unit {unit}" for unit in fitting)
    return (
        f"{page.where}: the file does not say what its offsets count, and the text has characters (emoji, say) that "
        f"count differently: {claim.start}:{claim.end} is {ways}; say which"
    )


def _shown(claim: Claim, unit: Unit) -> str:
    start, end = claim.read_in(unit) or (0, 0)
    return claim.offsets.raw[start:end][:40]
