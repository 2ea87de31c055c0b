"""A project's own rules for lines that the cleaner can't know: "this site's footer", "keep this heading".

Rules are learned from a person's corrections (`propose`, `propose_pattern`, after asking), kept as TOML that can be
read and edited (`as_toml`, `from_toml`), and applied to articles as they come into a project (`apply_rules`). A rule
changes no offset.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from tui.cleaning.patterns import check_pattern, fits_whole
from tui.model import Article, Block, BlockKind, CopydeskError, Source, line_key
from tui.model.toml import parse_toml

_SPACE = re.compile(r"\s+")
_NUMBER_OR_SPACE = re.compile(r"(\d+)|(\s+)")
_HEADING = """\
# Rules of this project for lines of scraped articles; the first that fits wins. Each has keep (true or false), kind,
# and either line (a whole line; case and spacing don't matter) or pattern (a Python regular expression for a whole
# line). With site it is for one site only, without for all.
"""


@dataclass(frozen=True)
class ProjectRule:
    """What to do with lines that are `line`, or that `pattern` (a regular expression) matches as a whole.

    Exactly one of the two is given. Letter case and runs of white space don't matter to `line`. `site` limits the rule
    to the articles of one site (see `site_of`); None means all.
    """

    keep: bool
    kind: BlockKind
    line: str | None = None
    pattern: str | None = None
    site: str | None = None

    def __post_init__(self) -> None:
        if (self.line is None) == (self.pattern is None):
            raise CopydeskError("a rule of the project needs either a line or a pattern; give one of the two")
        if self.pattern is not None:
            check_pattern(self.pattern)  # now rather than at the first line

    def fits(self, text: str, site: str | None) -> bool:
        """Return whether the rule is about a line with this text, of an article from `site`.

        Raises `CopydeskError` where a pattern takes too long on it.
        """
        if self.site is not None and self.site != site:
            return False
        if self.pattern is not None:
            return fits_whole(self.pattern, text)
        return line_key(text) == self.key

    @cached_property
    def key(self) -> str | None:
        """The line as lines are compared, None where the rule has a pattern."""
        return None if self.line is None else line_key(self.line)

    def decides(self, block: Block) -> bool:
        """Return whether the block is already what the rule says."""
        return (block.keep, block.kind) == (self.keep, self.kind)

    @property
    def reason(self) -> str:
        """What a block that the rule decided gives as its reason."""
        return "rule of the project: " + ("this line" if self.line is not None else f"pattern {self.pattern}")

    def as_json(self) -> dict[str, Any]:
        """Return the fields that are set."""
        data: dict[str, Any] = {"keep": self.keep, "kind": self.kind.value}
        optional = {"line": self.line, "pattern": self.pattern, "site": self.site}
        return data | {name: value for name, value in optional.items() if value is not None}


def site_of(source: Source) -> str | None:
    """Return the site of an article: the host of its address without `www.`, else its publisher, else None."""
    host = urlsplit(source.url).hostname if source.url else None
    return host.removeprefix("www.") if host else source.publisher


def apply_rules(article: Article, rules: Sequence[ProjectRule]) -> Article:
    """Return the article with the verdict of the first rule that fits on every block that one fits.

    Lines are looked up, so that only rules with a pattern cost time for every block. Raises `CopydeskError` where one
    of those takes too long.
    """
    if not rules:
        return article
    book = _Book(rules, site_of(article.source))
    blocks = tuple(_ruled(article.text, block, book) for block in article.blocks)
    return article if blocks == article.blocks else article.with_blocks(blocks)


class _Book:
    """The rules for one site, their lines in a table."""

    def __init__(self, rules: Sequence[ProjectRule], site: str | None) -> None:
        here = [rule for rule in rules if rule.site is None or rule.site == site]
        self.site = site
        self.patterns = [(i, rule) for i, rule in enumerate(here) if rule.key is None]
        self.lines: dict[str | None, tuple[int, ProjectRule]] = {}
        for i, rule in enumerate(here):
            if rule.key is not None:
                self.lines.setdefault(rule.key, (i, rule))

    def rule_for(self, line: str) -> ProjectRule | None:
        """Return the first rule that fits the line."""
        at, found = self.lines.get(line_key(line), (len(self.lines) + len(self.patterns), None))
        earlier = (rule for i, rule in self.patterns if i < at and rule.fits(line, self.site))
        return next(earlier, found)


def _ruled(text: str, block: Block, book: _Book) -> Block:
    rule = book.rule_for(text[block.start : block.end])
    if rule is None:
        return block
    return replace(block, keep=rule.keep, kind=rule.kind, reason=rule.reason, confidence=None, evidence=())


def propose(article: Article, corrected: Block) -> ProjectRule:
    """Return the rule that a correction suggests: the same line, on the same site where that is known.

    `corrected` is the block as the person left it. Ask before the rule is kept.
    """
    line = _SPACE.sub(" ", article.text[corrected.start : corrected.end])
    return ProjectRule(corrected.keep, corrected.kind, line=line, site=site_of(article.source))


def propose_pattern(rule: ProjectRule) -> ProjectRule | None:
    """Return the rule for lines that differ from that of `rule` in their numbers alone; None where it has none."""
    if rule.line is None or not any(char.isdigit() for char in rule.line):
        return None
    parts, at = [], 0
    for found in _NUMBER_OR_SPACE.finditer(rule.line):
        parts += [re.escape(rule.line[at : found.start()]), r"\d+" if found[1] else r"\s+"]
        at = found.end()
    pattern = "".join([*parts, re.escape(rule.line[at:])])
    return replace(rule, line=None, pattern=f"(?i:{pattern})")


def with_rule(rules: Iterable[ProjectRule], new: ProjectRule) -> tuple[ProjectRule, ...]:
    """Return `rules` with `new` in front, without the ones about the same lines that it replaces."""

    def about(rule: ProjectRule) -> tuple[str | None, str | None, str | None]:
        return (rule.key, rule.pattern, rule.site)

    return (new, *(rule for rule in rules if about(rule) != about(new)))


def as_toml(rules: Iterable[ProjectRule]) -> str:
    """Return the rules as TOML, one `[[rule]]` each. `from_toml(as_toml(rules)) == tuple(rules)`."""
    tables = []
    for rule in rules:
        # A JSON string or boolean is a TOML one too, once DEL is escaped.
        fields = (
            f"{key} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
            for key, value in rule.as_json().items()
        )
        tables.append("[[rule]]\n" + "".join(fields))
    return "\n".join([_HEADING, *tables])


def from_toml(text: str) -> tuple[ProjectRule, ...]:
    """Return the rules that `as_toml` wrote, or that a person edited. Raises `CopydeskError` naming the bad rule."""
    try:
        data = parse_toml(text)
    except CopydeskError as error:
        raise CopydeskError(f"the project's rules can't be read ({error}); mend the file") from None
    tables = data.get("rule", [])
    if not isinstance(tables, list):
        raise CopydeskError("the project's rules must be tables written [[rule]]; mend the file")
    return tuple(_rule(number, table) for number, table in enumerate(tables, 1))


def _rule(number: int, table: Any) -> ProjectRule:
    where = f"rule {number} of the project"
    if not isinstance(table, dict) or not isinstance(table.get("keep"), bool):
        raise CopydeskError(f"{where} does not say keep = true or keep = false; add it")
    unknown = table.keys() - {"keep", "kind", "line", "pattern", "site"}
    if unknown:
        raise CopydeskError(f"{where} has the unknown field {min(unknown)!r}; remove it")
    texts = {name: table.get(name) for name in ("line", "pattern", "site")}
    if not all(value is None or isinstance(value, str) for value in texts.values()):
        raise CopydeskError(f"{where}: line, pattern and site must be texts in quotation marks")
    try:
        kind = BlockKind(table.get("kind", BlockKind.BODY if table["keep"] else BlockKind.OTHER))
    except ValueError:
        kinds = ", ".join(BlockKind)
        raise CopydeskError(f"{where} has the unknown kind {table['kind']!r}; take one of {kinds}") from None
    try:
        return ProjectRule(table["keep"], kind, **texts)
    except CopydeskError as error:
        raise CopydeskError(f"{where}: {error}") from None
