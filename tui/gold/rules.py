"""The project's own rules for lines of scraped articles (`tui.cleaning.project_rules`) on disk, and at work.

They are kept in `rules.toml` in the project's folder, where they can be read, edited and compared. Whoever adds
articles applies them first (`apply_rules`); `decide_elsewhere` and `decide_by_all` bring them to what is there already.
Articles whose blocks somebody has approved stay as they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.annotation import LayerState, State
from tui.annotation.same_lines import block_edit
from tui.cleaning.project_rules import ProjectRule, apply_rules, as_toml, from_toml, site_of
from tui.gold.durable import replace_file
from tui.gold.errors import StoreError, reading, writing
from tui.gold.project import Project
from tui.gold.session import Session
from tui.gold.store import Store
from tui.model import Block, CopydeskError, Layer

RULES = "rules.toml"

Rules = tuple[ProjectRule, ...]
_ASCII_WORD = re.compile(r"[a-z0-9]+")


def rules_path(project: Project) -> Path:
    """Return the file of the project's rules."""
    return project.root / RULES


def load_rules(project: Project) -> Rules:
    """Return the rules of the project, none where it has no file of them. Raises `CopydeskError`."""
    return read_rules(rules_path(project), missing=())


def read_rules(path: Path, *, missing: Rules | None = None) -> Rules:
    """Return the rules in a file, `missing` where there is none. Raises `CopydeskError` naming the file."""
    with reading(path):
        try:
            blob = path.read_bytes()
        except FileNotFoundError:
            if missing is None:
                raise
            return missing
    try:
        return from_toml(blob.decode())
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from None
    except CopydeskError as error:
        raise StoreError(f"{path}: {error}") from None


def change_rules(project: Project, change: Callable[[Rules], Sequence[ProjectRule]]) -> Rules:
    """Replace the project's rules by what `change` makes of them, under the project's lock, and return them.

    Raises `CopydeskError` where they can't be read or written; the old ones are then still there.
    """
    path = rules_path(project)
    with project.lock():
        rules = tuple(change(load_rules(project)))
        with writing(path):
            replace_file(path, as_toml(rules).encode())
    return rules


@dataclass(frozen=True, slots=True)
class LineElsewhere:
    """Blocks of another article that a rule would change; `approved` where somebody has approved its blocks."""

    article_id: str
    starts: tuple[int, ...]
    approved: bool


def lines_elsewhere(store: Store, rule: ProjectRule, *, but: str = "") -> list[LineElsewhere]:
    """Return where in the project's articles (that named `but` left out) the rule would change a block.

    What can't be read is passed over. Takes about a millisecond for an article without the line.
    """
    found = []
    for article_id in store.ids():
        if article_id == but or not _may_hold(store.project.article_path(article_id), rule):
            continue
        try:
            state = store.load(article_id).state
        except StoreError:
            continue
        starts = tuple(block.start for block in _blocks_for(rule, state))
        if starts:
            approved = state.layers[Layer.BLOCKS] is LayerState.COMPLETE
            found.append(LineElsewhere(article_id, starts, approved))
    return found


def _blocks_for(rule: ProjectRule, state: State) -> Iterator[Block]:
    site = site_of(state.article.source)
    for start in sorted(state.blocks):
        block = state.blocks[start]
        if not rule.decides(block) and rule.fits(state.text[block.start : block.end], site):
            yield block


def _may_hold(path: Path, rule: ProjectRule) -> bool:
    """Whether the file may hold the rule's line: it has the longest of its plain words. Much quicker than loading."""
    word = max(_ASCII_WORD.findall((rule.line or "").lower()), key=len, default="")
    try:
        return word.encode() in path.read_bytes().lower() if word else True
    except OSError:
        return False


def decide_elsewhere(store: Store, rule: ProjectRule, who: str, *, but: str = "") -> tuple[int, int]:
    """Give the rule's verdict to every block it fits in the other articles whose blocks nobody has approved.

    In each article that is one step of `who`, which can be undone there. Returns the numbers of blocks and articles.
    Raises what `Session.do` raises; what was done in other articles before that stays done.
    """
    blocks = articles = 0
    for there in lines_elsewhere(store, rule, but=but):
        if there.approved:
            continue
        session = Session(store, there.article_id, who)
        changed = list(_blocks_for(rule, session.state))
        like = [Block(block.start, block.end, rule.kind, rule.keep, rule.reason) for block in changed]
        session.do("batch", edits=[block_edit(block.start, block) for block in like])
        blocks += len(changed)
        articles += 1
    return blocks, articles


def decide_by_all(store: Store, rules: Sequence[ProjectRule], who: str) -> tuple[int, int]:
    """Apply all rules, the first that fits, to the articles whose blocks nobody has approved.

    Blocks that a person has decided stay as they are, and what can't be read is passed over. Returns and raises as
    `decide_elsewhere`.
    """
    blocks = articles = 0
    for article_id in store.ids():
        try:
            session = Session(store, article_id, who)
        except StoreError:
            continue
        state = session.state
        if state.layers[Layer.BLOCKS] is LayerState.COMPLETE:
            continue
        now = state.current_article()
        ruled = apply_rules(now, rules)
        edits = [
            block_edit(new.start, new) for old, new in zip(now.blocks, ruled.blocks, strict=True)
            if (old.keep, old.kind) != (new.keep, new.kind) and not old.reason.startswith("person:")
        ]  # fmt: skip
        if edits:
            session.do("batch", edits=edits)
            blocks += len(edits)
            articles += 1
    return blocks, articles
