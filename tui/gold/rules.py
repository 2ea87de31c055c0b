"""The project's own rules for lines of scraped articles (`tui.cleaning.project_rules`) on disk, and at work.

They are kept in `rules.toml` in the project's folder, where they can be read, edited and compared. Whoever adds
articles applies them first (`apply_rules`); `decide_elsewhere` and `decide_by_all` bring them to what is there already.
Articles whose blocks somebody has approved stay as they are.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
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
    """Blocks of another article that rules would change; `approved` where somebody has approved its blocks."""

    article_id: str
    starts: tuple[int, ...]
    approved: bool


def lines_elsewhere(store: Store, rules: Sequence[ProjectRule], *, but: str = "") -> Iterator[LineElsewhere]:
    """Yield for each article (but that named `but`) which of its blocks the rules would change: often none.

    What can't be read has none. Takes about a millisecond for an article without a line. Raises `CopydeskError` where
    a rule's pattern takes too long.
    """
    for article_id in store.ids():
        if article_id == but:
            continue
        starts: tuple[int, ...] = ()
        approved = False
        if _may_hold(store.project.article_path(article_id), rules):
            with suppress(StoreError):
                state = store.load(article_id).state
                starts = tuple(block.start for block, _ in _blocks_for(rules, state))
                approved = state.layers[Layer.BLOCKS] is LayerState.COMPLETE
        yield LineElsewhere(article_id, starts, approved)


def _blocks_for(rules: Sequence[ProjectRule], state: State) -> Iterator[tuple[Block, ProjectRule]]:
    """Yield the blocks that the first rule which fits would change, with that rule."""
    for start in sorted(state.blocks):
        block = state.blocks[start]
        if (rule := rule_for(block, state, rules)) is not None:
            yield block, rule


def rule_for(block: Block, state: State, rules: Sequence[ProjectRule]) -> ProjectRule | None:
    """Return the first of `rules` that fits a block of an article, None where there is none or it is decided so.

    Raises `CopydeskError` where a pattern takes too long on it.
    """
    site = site_of(state.article.source)
    text = state.text[block.start : block.end]
    rule = next((rule for rule in rules if rule.fits(text, site)), None)
    return None if rule is None or rule.decides(block) else rule


def _may_hold(path: Path, rules: Sequence[ProjectRule]) -> bool:
    """Whether the file may hold a line of the rules: the longest of its plain words. Much quicker than loading."""
    words = [max(_ASCII_WORD.findall((rule.line or "").lower()), key=len, default="") for rule in rules]
    if "" in words:
        return True
    try:
        held = path.read_bytes().lower()
    except OSError:
        return False
    return any(word.encode() in held for word in words)


@dataclass(frozen=True, slots=True)
class Decided:
    """How far a pass over the articles is: blocks and articles that were changed, and articles that were seen.

    `steps` are the ids of the changed articles, each with the number of the event there: what `take_back` takes back.
    """

    blocks: int
    articles: int
    seen: int
    total: int
    steps: Sequence[tuple[str, int]] = ()


def decide_elsewhere(store: Store, rules: Sequence[ProjectRule], who: str, *, but: str = "") -> Iterator[Decided]:
    """Give every block in the other articles whose blocks nobody has approved the verdict of the first rule that fits.

    In each article that is one step of `who`, which can be undone there. Yields how far it is after each article, and
    once before the first; whoever stops asking ends the pass, and what was decided stays. What can't be read is passed
    over. Raises what `Session.do` and `ProjectRule.fits` raise; what was done in other articles before that stays done.
    """

    def like_the_rules(state: State) -> list[Block]:
        return [Block(b.start, b.end, rule.kind, rule.keep, rule.reason) for b, rule in _blocks_for(rules, state)]

    ids = [article_id for article_id in store.ids() if article_id != but]
    return _decide(store, ids, who, like_the_rules, lambda name: _may_hold(store.project.article_path(name), rules))


def decide_by_all(store: Store, rules: Sequence[ProjectRule], who: str) -> Iterator[Decided]:
    """Apply all rules, the first that fits, to the articles whose blocks nobody has approved.

    Blocks that a person has decided stay as they are. Yields and raises as `decide_elsewhere`.
    """

    def ruled(state: State) -> list[Block]:
        now = state.current_article()
        return [
            new for old, new in zip(now.blocks, apply_rules(now, rules).blocks, strict=True)
            if (old.keep, old.kind) != (new.keep, new.kind) and not old.reason.startswith("person:")
        ]  # fmt: skip

    return _decide(store, list(store.ids()), who, ruled, lambda _: True)


def _decide(
    store: Store, ids: Sequence[str], who: str, wanted: Callable[[State], list[Block]], held: Callable[[str], bool]
) -> Iterator[Decided]:
    blocks = 0
    steps: list[tuple[str, int]] = []
    yield Decided(0, 0, 0, len(ids))
    for seen, article_id in enumerate(ids, 1):
        if held(article_id):
            changed, event = _decide_in(store, article_id, who, wanted)
            if changed:
                blocks += changed
                steps.append((article_id, event))
        yield Decided(blocks, len(steps), seen, len(ids), steps)


def _decide_in(store: Store, article_id: str, who: str, wanted: Callable[[State], list[Block]]) -> tuple[int, int]:
    """Return how many blocks were decided, and the number of the event that did."""
    try:
        session = Session(store, article_id, who)
    except StoreError:
        return 0, 0
    if session.state.layers[Layer.BLOCKS] is LayerState.COMPLETE:
        return 0, 0
    changed = wanted(session.state)
    if changed:
        session.do("batch", edits=[block_edit(block.start, block) for block in changed])
    return len(changed), session.state.n


def take_back(store: Store, steps: Sequence[tuple[str, int]], who: str) -> Iterator[Decided]:
    """Take the steps of a pass back, in each article where nothing was done since; the others stay as they are.

    That is an undo of `who` in each. Yields and raises as `decide_elsewhere`, with the blocks that are as before.
    """
    blocks = 0
    undone: list[tuple[str, int]] = []
    yield Decided(0, 0, 0, len(steps))
    for seen, (article_id, event) in enumerate(steps, 1):
        with suppress(StoreError):
            session = Session(store, article_id, who)
            if session.history.done and session.history.done[-1].n == event:
                blocks += sum(change.table == "blocks" for change in session.undo())
                undone.append((article_id, session.state.n))
        yield Decided(blocks, len(undone), seen, len(steps), undone)
