"""The commands of the project's rules: what each does from its own key."""

from pathlib import Path

from textual.pilot import Pilot

from tests.app.commands.blocks import CREDIT
from tests.app.commands.registry import checks
from tests.app.newsroom import said, settled
from tui.app.app import Desk
from tui.app.commands import Place
from tui.app.screens.article import ArticleScreen
from tui.app.screens.rules import RulesScreen
from tui.cleaning.project_rules import ProjectRule
from tui.gold.rules import change_rules, load_rules, read_rules
from tui.model import BlockKind

RULE = ProjectRule(False, BlockKind.FOOTER, line="More from Kyst Post 24")
OTHER = ProjectRule(True, BlockKind.BODY, line="Corrections")


async def go_to(app: Desk, pilot: Pilot[None]) -> None:
    """Open the rules, two of them, over the open screen."""
    change_rules(app.store.project, lambda _: (RULE, OTHER))
    await pilot.press("g", "R")
    await pilot.pause()
    assert isinstance(app.screen, RulesScreen)


def rules(app: Desk) -> tuple[ProjectRule, ...]:
    return load_rules(app.store.project)


@checks("rules")
@checks("rules", place=Place.BLOCKS)
@checks("rules", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    before = app.screen
    await pilot.press("g", "R")
    await pilot.pause()
    assert isinstance(app.screen, RulesScreen)
    await pilot.press("escape")
    await pilot.pause()
    assert app.screen is before


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    table = app.screen.query_one("DataTable")
    for key, row in (("j", 1), ("k", 0), ("G", 1), ("pageup", 0), ("pagedown", 1)):
        await pilot.press(key)
        assert table.cursor_row == row
    await pilot.press("g", "g")
    assert table.cursor_row == 0


@checks("rule_new", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("j", "n", *"Read  more", "enter")
    await pilot.pause()
    new = ProjectRule(False, BlockKind.OTHER, line="Read more")
    assert rules(app) == (new, RULE, OTHER)
    await pilot.press("B")  # it is the one at the cursor
    assert rules(app)[0].keep
    await pilot.press("n", "enter")
    await pilot.pause()
    assert "the line is empty; nothing has changed" in said(app)
    await pilot.press("n", *"READ more", "enter")  # one about the same line takes its place
    await pilot.pause()
    assert [rule.line for rule in rules(app)] == ["READ more", RULE.line, OTHER.line]


@checks("rule_text", "rule_undo", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("e", *["backspace"] * 2, *"25", "enter")
    await pilot.pause()
    assert rules(app)[0].line == "More from Kyst Post 25"
    await pilot.press("u")
    assert rules(app) == (RULE, OTHER)


@checks("rule_keep", "rule_kind", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("K", *"promo", "enter")
    await pilot.pause()
    assert rules(app)[0].kind is BlockKind.PROMO
    await pilot.press("B")
    assert rules(app)[0].keep


@checks("rule_site", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("S", *"kyst.example", "enter")
    await pilot.pause()
    assert rules(app)[0].site == "kyst.example"


@checks("rule_pattern", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("p")
    assert rules(app)[0].fits("more from KYST post 7", None)
    await pilot.press("e", "backspace", "enter")  # the last bracket of the pattern
    await pilot.pause()
    assert "no regular expression" in said(app)
    assert rules(app)[0].fits("more from KYST post 7", None)
    await pilot.press("j", "p", "backspace", *"( of .+)?)", "enter")  # a line without a number is typed on
    await pilot.pause()
    assert rules(app)[1].fits("CORRECTIONS of the week", None)
    await pilot.press("u")
    assert rules(app)[1] == OTHER


@checks("rule_remove", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("x")
    assert rules(app) == (OTHER,)
    await pilot.press("x", "x")
    assert "there is no rule yet" in said(app)


@checks("rules_apply", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    change_rules(
        app.store.project, lambda _: (ProjectRule(False, BlockKind.AD, line="PHOTO: ola brandt / kyst images"),)
    )
    await pilot.press("escape", "g", "R", "A", "enter")
    await settled(pilot)
    assert {app.store.load(name).state.blocks[CREDIT].kind for name in ("ferry", "second")} == {BlockKind.AD}
    assert "2 articles" in said(app)


@checks("rules_export", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    path = Path(app.store.project.root) / "mine.toml"
    for _ in range(2):
        await pilot.press("w", "ctrl+u")
        app.screen.prompt.paste(str(path))
        await pilot.press("enter")
        await pilot.pause()
        assert read_rules(path) == (RULE, OTHER)
    assert "is there already" in said(app)


@checks("rules_back", "leave", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("-")
    await pilot.pause()
    assert isinstance(app.screen, ArticleScreen)
    await pilot.press("g", "R", "escape")
    await pilot.pause()
    assert isinstance(app.screen, ArticleScreen)
