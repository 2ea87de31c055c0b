"""The question of `*` on a block: the same line in this article, in the project, and in articles that come later.

Chosen in two lists: how far the verdict is to reach, then, with the numbers, whether to do it. The lists depend on the
article alone, so that a session typed again meets the same ones.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.app.block_edits import BlockEdits, decided
from tui.app.editor import RefusedError
from tui.app.screens.chooser import Chooser, Item
from tui.cleaning.project_rules import ProjectRule, propose, propose_pattern, with_rule
from tui.model import BlockKind

if TYPE_CHECKING:
    from tui.app.app import Desk

Attempt = Callable[[Callable[[], object]], None]


def ask_same_line(desk: "Desk", editor: BlockEdits, attempt: Attempt) -> None:
    """Ask how far the verdict on the block at the cursor is to reach. Raises `RefusedError` where there is none."""
    block = editor.block
    if not decided(block):
        raise RefusedError("decide the block first (keep, drop or a kind): that then goes to the same line elsewhere")
    if block.kind is BlockKind.TITLE:
        raise RefusedError("every article has its own title; this is for lines that come again")
    article = editor.state.current_article()
    rule = propose(article, block)
    here = len(editor.same_lines())
    reaches = _reaches(rule)
    lines = f"{here} more line{'' if here == 1 else 's'}" if here else "no other line"
    items = [
        Item("here", "in this article", about=f"{lines} like it"),
        *(Item(name, name, about=about) for name, about, _ in reaches),
    ]

    def chosen(name: str | None) -> None:
        if name == "here":
            attempt(lambda: desk.say(_counted(editor.decide_same_lines(), "line", "decided alike")))
        for reach, _, found in reaches:
            if reach == name:
                attempt(lambda rule=found: _ask_project(desk, editor, attempt, rule))  # type: ignore[misc]

    desk.push_screen(Chooser(f"{_verdict(rule)} the same line", items), chosen)


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
    from tui.gold.rules import lines_elsewhere  # noqa: PLC0415 - only this question needs it

    assert desk.store is not None
    there = lines_elsewhere(desk.store, rule, but=editor.state.article.id)
    open_ = [line for line in there if not line.approved]
    approved = len(there) - len(open_)
    blocks = _counted(sum(len(line.starts) for line in open_), "line", f"in {_counted(len(open_), 'other article')}")
    left = f"; {_counted(approved, 'approved article')} stay{'s' if approved == 1 else ''} as it is" if approved else ""
    items = [
        Item("both", "do it and keep the rule", about=f"{blocks}{left}; what is added later"),
        Item("rule", "keep the rule only", about="for articles that are added later"),
        Item("once", "do it without a rule", about=blocks),
    ]

    def chosen(name: str | None) -> None:
        if name is not None:
            attempt(lambda: desk.say(_done(desk, editor, rule, name)))

    desk.push_screen(Chooser(f"{_verdict(rule)} it {_where(rule)}", items), chosen)


def _done(desk: "Desk", editor: BlockEdits, rule: ProjectRule, name: str) -> str:
    from tui.gold.rules import change_rules, decide_elsewhere  # noqa: PLC0415 - only this question needs it

    assert desk.store is not None
    said = []
    if name in ("both", "once"):
        here = [block for block in editor.state.blocks.values() if _fits_here(editor, rule, block.start)]
        if here:
            edits = [
                {"do": "set_block", "args": {"start": b.start, "keep": rule.keep, "kind": rule.kind.value}}
                for b in here
            ]
            editor.do("batch", edits=edits)
        blocks, articles = decide_elsewhere(desk.store, rule, desk.who, but=editor.state.article.id)
        said.append(_counted(blocks + len(here), "line", f"decided alike, {_counted(articles, 'other article')}"))
    if name in ("both", "rule"):
        change_rules(desk.store.project, lambda rules: with_rule(rules, rule))
        said.append(f"the rule is kept, {desk.keymap.first('rules')} lists them")
    return "; ".join(said)


def _fits_here(editor: BlockEdits, rule: ProjectRule, start: int) -> bool:
    block = editor.state.blocks[start]
    return not rule.decides(block) and rule.fits(editor.text[block.start : block.end], rule.site)


def _verdict(rule: ProjectRule) -> str:
    return f"{'Keep' if rule.keep else 'Drop'} as {rule.kind.value.replace('-', ' ')}:"


def _where(rule: ProjectRule) -> str:
    return f"on {rule.site}" if rule.site is not None else "in the whole project"


def _counted(n: int, what: str, more: str = "") -> str:
    return f"{n} {what}{'' if n == 1 else 's'}{' ' + more if more else ''}"
