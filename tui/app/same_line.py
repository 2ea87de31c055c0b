"""The question of `*` on a block: the same line in this article, in the project, and in articles that come later.

Chosen in two lists: how far the verdict is to reach, then, with the numbers, whether to do it. The lists depend on the
article alone, so that a session typed again meets the same ones.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import reduce
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
Rules = Sequence[ProjectRule]

_LONG = 40
"""Characters of a line that a question names it by."""


def ask_same_line(desk: "Desk", editor: BlockEdits, attempt: Attempt) -> None:
    """Ask how far the verdicts on blocks are to reach (`decided_blocks`). Raises `RefusedError` where there is none."""
    blocks = [block for block in editor.decided_blocks if block.kind is not BlockKind.TITLE]
    if not blocks:
        raise RefusedError("every article has its own title; this is for lines that come again")
    article = editor.state.current_article()
    rules = list(dict.fromkeys(propose(article, block) for block in blocks))
    here = len(editor.same_lines(blocks))
    reaches = _reaches(rules)
    items = [Item(name, name, about=about) for name, about, _ in reaches]
    if here:
        like = "it" if len(rules) == 1 else "them"
        items.insert(0, Item("here", "in this article", about=f"{_counted(here, 'more line')} like {like}"))

    def chosen(name: str | None) -> None:
        if name == "here":
            attempt(lambda: desk.say(_counted(editor.decide_same_lines(blocks), "line", "decided alike")))
        for reach, _, found in reaches:
            if reach == name:
                attempt(lambda rules=found: _ask_project(desk, editor, attempt, rules))  # type: ignore[misc]

    desk.push_screen(Chooser(f"{_verdict(rules)}: {_lines(rules)}", items), chosen)


def _reaches(rules: Rules) -> list[tuple[str, str, Rules]]:
    """Return the ways rules may reach into the project: name, what it means, the rules. They are of one article."""
    site = rules[0].site
    these = "this line" if len(rules) == 1 else "these lines"
    everywhere = [replace(rule, site=None) for rule in rules]
    found: list[tuple[str, str, Rules]] = []
    if site is not None:
        found.append((f"on {site}", f"{these}, in all of the site's articles, also later", rules))
    found.append(("in the whole project", f"{these}, in all articles, also later", everywhere))
    patterns = [propose_pattern(rule) or rule for rule in rules]
    if patterns != list(rules):
        where = f"on {site}" if site is not None else "in the whole project"
        found.append((f"with other numbers, {where}", "lines that differ in their numbers alone", patterns))
    return found


def _ask_project(desk: "Desk", editor: BlockEdits, attempt: Attempt, rules: Rules) -> None:
    """Ask at once; how many lines it would be is counted while the question stands, and said as soon as it is known."""
    the_rule = "the rule" if len(rules) == 1 else "the rules"
    items = [
        Item("both", f"do it and keep {the_rule}", about="counting the lines \u2026"),
        Item("rule", f"keep {the_rule} only", about="for articles that are added later"),
        Item("once", "do it without a rule", about="counting the lines \u2026"),
    ]

    def chosen(name: str | None) -> None:
        if name is not None:
            attempt(lambda: _do(desk, editor, rules, name))

    chooser = Chooser(f"{_verdict(rules)} {_where(rules)}: {_lines(rules)}", items)
    desk.push_screen(chooser, chosen)
    chooser.run_worker(_count(desk, chooser, rules, editor.state.article.id), group="count")


async def _count(desk: "Desk", chooser: Chooser, rules: Rules, but: str) -> None:
    """Say in the question how many lines there are elsewhere. It ends with the question."""
    from tui.gold import Store  # noqa: PLC0415 - only this question needs it
    from tui.gold.rules import lines_elsewhere  # noqa: PLC0415

    assert desk.store is not None
    store = Store(desk.store.project)  # of its own: it is used in a thread
    lines, articles, approved = 0, 0, 0

    def counted() -> Iterator[None]:
        nonlocal lines, articles, approved
        for there in lines_elsewhere(store, rules, but=but):
            approved += bool(there.starts) and there.approved
            if there.starts and not there.approved:
                lines, articles = lines + len(there.starts), articles + 1
            yield

    try:
        await last_of(counted(), lambda _: True)
    except CopydeskError as error:
        chooser.tell(dict.fromkeys(("both", "once"), str(error)))
        return
    there = "nothing to change in other articles"
    if lines:
        there = _counted(lines, "line", f"in {_counted(articles, 'other article')}")
    left = ""
    if approved:
        left = f"; {_counted(approved, 'approved article')} stay{'s as it is' if approved == 1 else ' as they are'}"
    chooser.tell({"both": f"{there}{left}; articles that are added later", "once": there + left})


def _do(desk: "Desk", editor: BlockEdits, rules: Rules, name: str) -> None:
    """Do what was chosen: the open article and the rules at once, the other articles one after the other."""
    from tui.gold.rules import change_rules, decide_elsewhere, rule_for  # noqa: PLC0415 - only this question needs it

    assert desk.store is not None
    state = editor.state
    here = [(start, rule) for start in sorted(state.blocks) if (rule := rule_for(state.blocks[start], state, rules))]
    if name != "rule" and here:
        edits = [
            {"do": "set_block", "args": {"start": start, "keep": rule.keep, "kind": rule.kind.value}}
            for start, rule in here
        ]
        editor.do("batch", edits=edits)
    editor.block_anchor = None
    kept = ""
    if name != "once":
        kept = f"the rule{' is' if len(rules) == 1 else 's are'} kept, {desk.keymap.first('rules')} lists them"
        change_rules(desk.store.project, lambda before: reduce(with_rule, reversed(rules), before))
    desk.say(kept)
    if name != "rule":
        this = editor.state.article.id
        desk.decide_lines(lambda store: decide_elsewhere(store, rules, desk.who, but=this), len(here), kept)


def _verdict(rules: Rules) -> str:
    """Return what rules do, as far as they do the same."""
    if len({rule.keep for rule in rules}) > 1:
        return "Keep or drop"
    verdict = "Keep" if rules[0].keep else "Drop"
    kinds = {rule.kind.value.replace("-", " ") for rule in rules}
    return f"{verdict} as {kinds.pop()}" if len(kinds) == 1 else verdict


def said_by(rule: ProjectRule) -> str:
    """Return the line or the pattern of a rule, on one line."""
    return " ".join((rule.line if rule.line is not None else f"/{rule.pattern}/").split())


def _lines(rules: Rules) -> str:
    """Return the line or the pattern of a rule, so short that it fits the title of a question; of several how many."""
    if len(rules) > 1:
        return f"{len(rules)} lines"
    line = screen_safe(said_by(rules[0]))
    return f"\u201c{line if len(line) <= _LONG else line[: _LONG - 1] + chr(0x2026)}\u201d"


def _where(rules: Rules) -> str:
    return f"on {rules[0].site}" if rules[0].site is not None else "in the whole project"


def _counted(n: int, what: str, more: str = "") -> str:
    return f"{n} {what}{'' if n == 1 else 's'}{' ' + more if more else ''}"
