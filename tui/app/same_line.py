"""The question of `*` on a block: the same line in this article, in the project, and in articles that come later.

Chosen in two lists: how far the verdict is to reach, then, with the numbers, whether to do it. The lists depend on the
article alone, so that a session typed again meets the same ones.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tui.app.block_edits import BlockEdits
from tui.app.doing import RefusedError
from tui.app.passes import last_of
from tui.app.screens.chooser import Chooser, Item
from tui.cleaning.project_rules import ProjectRule, propose, propose_pattern, with_rule
from tui.model import BlockKind, CopydeskError, screen_safe

if TYPE_CHECKING:
    from tui.app.app import Desk

Attempt = Callable[[Callable[[], object]], None]

_LONG = 40
"""Characters of a line that a question names it by."""


def ask_same_line(desk: "Desk", editor: BlockEdits, attempt: Attempt) -> None:
    """Ask how far the verdict on a block is to reach (`decided_block`). Raises `RefusedError` where there is none."""
    block = editor.decided_block
    if block.kind is BlockKind.TITLE:
        raise RefusedError("every article has its own title; this is for lines that come again")
    article = editor.state.current_article()
    rule = propose(article, block)
    here = len(editor.same_lines(block))
    reaches = _reaches(rule)
    items = [Item(name, name, about=about) for name, about, _ in reaches]
    if here:
        items.insert(0, Item("here", "in this article", about=f"{_counted(here, 'more line')} like it"))

    def chosen(name: str | None) -> None:
        if name == "here":
            attempt(lambda: desk.say(_counted(editor.decide_same_lines(block), "line", "decided alike")))
        for reach, _, found in reaches:
            if reach == name:
                attempt(lambda rule=found: _ask_project(desk, editor, attempt, rule))  # type: ignore[misc]

    desk.push_screen(Chooser(f"{_verdict(rule)}: {_line(rule)}", items), chosen)


def _reaches(rule: ProjectRule) -> list[tuple[str, str, ProjectRule]]:
    """Return the ways a rule may reach into the project: name, what it means, the rule."""
    everywhere = ProjectRule(rule.keep, rule.kind, line=rule.line)
    found = []
    if rule.site is not None:
        found.append((f"on {rule.site}", "this line, in all of the site's articles, also later", rule))
    found.append(("in the whole project", "this line, in all articles, also later", everywhere))
    pattern = propose_pattern(rule)
    if pattern is not None:
        where = f"on {rule.site}" if rule.site is not None else "in the whole project"
        found.append((f"with other numbers, {where}", "lines that differ in their numbers alone", pattern))
    return found


def _ask_project(desk: "Desk", editor: BlockEdits, attempt: Attempt, rule: ProjectRule) -> None:
    """Ask at once; how many lines it would be is counted while the question stands, and said as soon as it is known."""
    items = [
        Item("both", "do it and keep the rule", about="counting the lines \u2026"),
        Item("rule", "keep the rule only", about="for articles that are added later"),
        Item("once", "do it without a rule", about="counting the lines \u2026"),
    ]

    def chosen(name: str | None) -> None:
        if name is not None:
            attempt(lambda: _do(desk, editor, rule, name))

    chooser = Chooser(f"{_verdict(rule)} {_where(rule)}: {_line(rule)}", items)
    desk.push_screen(chooser, chosen)
    chooser.run_worker(_count(desk, chooser, rule, editor.state.article.id), group="count")


async def _count(desk: "Desk", chooser: Chooser, rule: ProjectRule, but: str) -> None:
    """Say in the question how many lines there are elsewhere. It ends with the question."""
    from tui.gold import Store  # noqa: PLC0415 - only this question needs it
    from tui.gold.rules import lines_elsewhere  # noqa: PLC0415

    assert desk.store is not None
    store = Store(desk.store.project)  # of its own: it is used in a thread
    lines, articles, approved = 0, 0, 0

    def counted() -> Iterator[None]:
        nonlocal lines, articles, approved
        for there in lines_elsewhere(store, rule, but=but):
            approved += bool(there.starts) and there.approved
            if there.starts and not there.approved:
                lines, articles = lines + len(there.starts), articles + 1
            yield

    try:
        await last_of(counted(), lambda _: True)
    except CopydeskError as error:
        chooser.tell(dict.fromkeys(("both", "once"), str(error)))
        return
    there = _counted(lines, "line", f"in {_counted(articles, 'other article')}") if lines else "no other article has it"
    left = ""
    if approved:
        left = f"; {_counted(approved, 'approved article')} stay{'s as it is' if approved == 1 else ' as they are'}"
    chooser.tell({"both": f"{there}{left}; articles that are added later", "once": there + left})


def _do(desk: "Desk", editor: BlockEdits, rule: ProjectRule, name: str) -> None:
    """Do what was chosen: the open article and the rule at once, the other articles one after the other."""
    from tui.gold.rules import change_rules, decide_elsewhere  # noqa: PLC0415 - only this question needs it

    assert desk.store is not None
    here = [block for block in editor.state.blocks.values() if _fits_here(editor, rule, block.start)]
    if name != "rule" and here:
        edits = [
            {"do": "set_block", "args": {"start": b.start, "keep": rule.keep, "kind": rule.kind.value}} for b in here
        ]
        editor.do("batch", edits=edits)
    kept = "" if name == "once" else f"the rule is kept, {desk.keymap.first('rules')} lists them"
    if kept:
        change_rules(desk.store.project, lambda rules: with_rule(rules, rule))
    desk.say(kept)
    if name != "rule":
        this = editor.state.article.id
        desk.decide_lines(lambda store: decide_elsewhere(store, rule, desk.who, but=this), len(here), kept)


def _fits_here(editor: BlockEdits, rule: ProjectRule, start: int) -> bool:
    block = editor.state.blocks[start]
    return not rule.decides(block) and rule.fits(editor.text[block.start : block.end], rule.site)


def _verdict(rule: ProjectRule) -> str:
    return f"{'Keep' if rule.keep else 'Drop'} as {rule.kind.value.replace('-', ' ')}"


def said_by(rule: ProjectRule) -> str:
    """Return the line or the pattern of a rule, on one line."""
    return " ".join((rule.line if rule.line is not None else f"/{rule.pattern}/").split())


def _line(rule: ProjectRule) -> str:
    """Return the line or the pattern of a rule, so short that it fits the title of a question."""
    line = screen_safe(said_by(rule))
    return f"\u201c{line if len(line) <= _LONG else line[: _LONG - 1] + chr(0x2026)}\u201d"


def _where(rule: ProjectRule) -> str:
    return f"on {rule.site}" if rule.site is not None else "in the whole project"


def _counted(n: int, what: str, more: str = "") -> str:
    return f"{n} {what}{'' if n == 1 else 's'}{' ' + more if more else ''}"
