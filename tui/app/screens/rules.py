"""The project's own rules: listed, edited, removed, applied, written to a file. Every change is on disk at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from tui.app.block_edits import KEPT_KINDS, kept_as
from tui.app.block_kinds import kinds_to_choose
from tui.app.commands import Place
from tui.app.same_line import said_by
from tui.app.screens.chooser import Item
from tui.app.screens.table import TableScreen
from tui.app.widgets.lines import StatusLine
from tui.cleaning.project_rules import ProjectRule, as_toml, propose_pattern, with_rule
from tui.gold.durable import replace_file
from tui.gold.errors import writing
from tui.gold.rules import Rules, change_rules, decide_by_all, load_rules, rules_path
from tui.gold.store import Store
from tui.model import BlockKind, CopydeskError, screen_safe

_FIXED = 52


class RulesScreen(TableScreen):
    """A table with a row for each rule, in the order in which they are tried."""

    PLACE: ClassVar[Place] = Place.RULES

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store
        self.rules: Rules = ()
        self.before: list[Rules] = []

    @property
    def rule(self) -> ProjectRule:
        """The rule in the row of the cursor. Raises `CopydeskError` where there is none."""
        if not self.rules:
            raise CopydeskError("there is no rule yet: decide a block in the blocks view, then {propagate} makes one")
        return self.rules[min(self.table.cursor_row, len(self.rules) - 1)]

    def on_mount(self) -> None:
        """Read the rules."""
        try:
            self.rules = load_rules(self.store.project)
        except CopydeskError as error:
            self.desk.news = str(error)
        self.show_rules()

    def on_resize(self) -> None:
        """Give the lines what width there is."""
        self.show_rules()

    def show_rules(self) -> None:
        """Fill the table."""
        table, row = self.table, self.table.cursor_row
        width = self._width()
        table.clear(columns=True)
        for name, wide in (("", 4), ("Kind", 13), ("Site", 22), ("Line, or /pattern/", width)):
            table.add_column(name, width=wide)
        for rule in self.rules:
            cells = (
                "keep" if rule.keep else "drop",
                rule.kind.value.replace("-", " "),
                rule.site or "all",
                said_by(rule),
            )
            shown = [Text(screen_safe(" ".join(cell.split())), no_wrap=True, overflow="ellipsis") for cell in cells]
            for cell, size in zip(shown, (4, 13, 22, width), strict=True):
                cell.truncate(size, overflow="ellipsis")
            table.add_row(*shown)
        if self.rules:
            table.move_cursor(row=min(row, len(self.rules) - 1), animate=False)
        table.display = bool(self.rules)
        empty = self.query_one("#empty", Static)
        empty.display = not self.rules
        nothing = (
            "No rules yet.\n\nDecide a block in the blocks view ({blocks}), then press {propagate}: the same line can "
            "be decided in the whole project, and the rule for what is added later stands here. {rule_new} types one."
        )
        empty.update(Content(self.desk.keymap.told(nothing)))
        self.refresh_lines_below()

    def refresh_lines_below(self) -> None:
        """Bring the heading, the status line and the footer up to date."""
        count = f"   {len(self.rules)} rule{'' if len(self.rules) == 1 else 's'}"
        heading = Content.assemble(
            ("Rules", "bold $accent"), (f"   {screen_safe(self.desk.project_name)}", "bold"), (count, "$muted")
        )
        self.query_one("#masthead", Static).update(heading, layout=False)
        self.query_one(StatusLine).say(
            [f"kept in {rules_path(self.store.project).name}"], self.desk.news or self._cut()
        )
        self.show_footer(self.footer_keys())

    def _cut(self) -> str:
        """Return what the row of the cursor says where the table has no room for all of it."""
        said = said_by(self.rule) if self.rules else ""
        return said if cell_len(said) > self._width() else ""

    def _width(self) -> int:
        return max(20, self.size.width - _FIXED)

    def footer_commands(self) -> list[str]:
        """Return the commands of most use."""
        if not self.rules:
            last = ["rules_apply"] if self.desk.passes.last is not None else []
            return ["rule_new", *(["rule_undo"] if self.before else []), *last, "rules_back", "help"]
        return ["rule_text", "rule_keep", "rule_kind", "rule_site", "rule_pattern", "rule_remove", "rule_undo",
                "rules_apply", "rule_new", "rules_export", "rules_back", "help"]  # fmt: skip

    # Changes

    def _save(self, change: Callable[[Rules], Rules]) -> None:
        before = self.rules
        self.rules = change_rules(self.store.project, change)
        self.before.append(before)
        self.show_rules()

    def _replace(self, new: ProjectRule) -> None:
        old = self.rule
        self._save(lambda rules: tuple(new if rule == old else rule for rule in rules))

    def _ask(self, question: str, text: str, then: Callable[[str], object]) -> None:
        self.ask(question, question, text, lambda typed: then(typed.strip()))

    def do_rule_new(self) -> None:
        """Ask for the line of a rule, and put it before the others."""
        self._ask("line", "", self._add)

    def _add(self, text: str) -> None:
        new = ProjectRule(False, BlockKind.OTHER, line=" ".join(_needed(text, "line").split()))
        self._save(lambda rules: with_rule(rules, new))
        self.table.move_cursor(row=0, animate=False)
        self.refresh_lines_below()

    def do_rule_keep(self) -> None:
        """Keep what was dropped, or the other way about; a kind that contradicts that changes, too."""
        rule = self.rule
        kind = BlockKind.OTHER if rule.keep and rule.kind in KEPT_KINDS else rule.kind
        self._replace(replace(rule, keep=not rule.keep, kind=kind if rule.keep else BlockKind.BODY))

    def do_rule_kind(self) -> None:
        """Choose the kind."""
        rule = self.rule

        def give(name: str) -> None:
            kind = BlockKind(name)
            self._replace(replace(rule, kind=kind, keep=kept_as(kind, now=rule.keep)))

        self.choose("What these lines are", kinds_to_choose(rule.kind, title=False), give, at=rule.kind.value)

    def do_rule_text(self) -> None:
        """Edit the line or the pattern."""
        rule = self.rule
        if rule.line is not None:
            self._ask("line", rule.line, lambda text: self._replace(replace(rule, line=_needed(text, "line"))))
        else:
            then = lambda text: self._replace(replace(rule, pattern=_needed(text, "pattern")))  # noqa: E731
            self._ask("pattern", rule.pattern or "", then)

    def do_rule_site(self) -> None:
        """Say for which site the rule is."""
        rule = self.rule
        self._ask("site, empty for all", rule.site or "", lambda text: self._replace(replace(rule, site=text or None)))

    def do_rule_pattern(self) -> None:
        """Turn a line with numbers into a pattern; one without is typed on from the line as a pattern."""
        rule = self.rule
        if rule.line is None:
            raise CopydeskError("this rule has a pattern; {rule_text} edits it, {rule_undo} takes the last change back")
        if (pattern := propose_pattern(rule)) is not None:
            self._replace(pattern)
            return
        words = " ".join(map(re.escape, rule.line.split()))
        self._ask(
            "pattern", f"(?i:{words})",
            lambda text: self._replace(replace(rule, line=None, pattern=_needed(text, "pattern"))),
        )  # fmt: skip

    def do_rule_remove(self) -> None:
        """Remove the rule."""
        old = self.rule
        self._save(lambda rules: tuple(rule for rule in rules if rule != old))

    def do_rule_undo(self) -> None:
        """Take the last change back."""
        if not self.before:
            raise CopydeskError("nothing was changed here yet")
        before = self.before.pop()
        self.rules = change_rules(self.store.project, lambda _: before)
        self.show_rules()

    def do_rules_apply(self) -> None:
        """Ask, then apply the rules to what nobody has approved, or take the last pass back."""
        last = self.desk.passes.last
        if not self.rules and last is None:
            raise CopydeskError("there is no rule to apply yet")
        if self.desk.passes.at is not None:
            items = [Item("stop", "stop", about="what is decided stays; applying the rules again does the rest")]
            self.choose("Lines are being decided in the project's articles", items, lambda _: self.desk.passes.stop())
            return
        about = self.desk.keymap.told("blocks that a person decided stay; {undo} in each article takes it back")
        items = [Item("yes", "apply them", about=about)] if self.rules else []
        if last is not None:
            where = f"{len(last.steps):,} article{'' if len(last.steps) == 1 else 's'}"
            items.append(Item("back", "take the last back", about=f"in {where}, where nothing was done since"))
        rules = self.rules

        def apply(chosen: str) -> None:
            if chosen == "back":
                self.desk.take_back_lines()
            else:
                self.desk.decide_lines(lambda store: decide_by_all(store, rules, self.desk.who))

        self.choose("Apply all rules to the project's articles", items, apply)

    def do_rules_export(self) -> None:
        """Ask for a file and write the rules to it."""
        if not self.rules:
            raise CopydeskError("there is no rule to export yet")
        self._ask("write the rules to", "copydesk-rules.toml", self._export)

    def _export(self, name: str) -> None:
        path = Path(_needed(name, "file name")).expanduser()
        if path.exists():
            raise CopydeskError(f"{path} is there already; give another name")
        with writing(path):
            replace_file(path, as_toml(self.rules).encode())
        self.desk.say(f"written to {path.absolute()}")

    # The way

    def do_rules_back(self) -> None:
        """Go back."""
        self.dismiss()

    def do_leave(self) -> None:
        """Go back."""
        self.dismiss()


def _needed(text: str, what: str) -> str:
    if not text:
        raise CopydeskError(f"the {what} is empty; nothing has changed")
    return text
