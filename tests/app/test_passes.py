"""Lines decided in the whole project: the desk can be used meanwhile, it can be stopped, and nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.commands.blocks import CREDIT, blocks, go_to, on
from tests.app.newsroom import article, desk, said, settled
from tui.annotation import State
from tui.annotation.replay import Recording
from tui.app import passes
from tui.app.app import Desk
from tui.app.replay_ui import differences, type_again
from tui.app.screens.chooser import Chooser
from tui.app.screens.rules import RulesScreen
from tui.cleaning.project_rules import ProjectRule
from tui.gold import Project, Session, Store
from tui.gold import rules as gold_rules
from tui.gold.rules import change_rules, load_rules
from tui.model import Block, BlockKind

MANY = 8
RULE = ProjectRule(False, BlockKind.AD, line="Photo: Ola Brandt / Kyst Images")


class Gate:
    """Holds the pass before each article until it is let through."""

    def __init__(self) -> None:
        self.waiting = threading.Semaphore(0)
        self.open = threading.Semaphore(0)
        self.done = threading.Semaphore(0)

    def decide(
        self, store: Store, article_id: str, who: str, wanted: Callable[[State], list[Block]]
    ) -> tuple[int, int]:
        self.waiting.release()
        assert self.open.acquire(timeout=20)
        try:
            return DECIDE(store, article_id, who, wanted)
        finally:
            self.done.release()


DECIDE = gold_rules._decide_in


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()
    monkeypatch.setattr(gold_rules, "_decide_in", made.decide)
    monkeypatch.setattr(passes, "_SLICE", 0.0)  # a look after every article
    yield made
    made.open.release(1000)


async def until(pilot: Pilot[None], happened: Callable[[], bool]) -> None:
    for _ in range(400):
        if happened():
            return
        await pilot.pause(0.01)
    raise AssertionError("it did not happen")


def kinds(store: Store) -> list[BlockKind]:
    return [store.load(name).state.blocks[CREDIT].kind for name in store.ids()]


async def begun(app: Desk, pilot: Pilot[None], gate: Gate) -> RulesScreen:
    """Apply the rules and wait until the pass stands before its first article."""
    change_rules(app.store.project, lambda _: (RULE, ProjectRule(True, BlockKind.BODY, line="x")))
    await pilot.press("g", "R")
    await pilot.pause()
    await pilot.press("A", "enter")
    await until(pilot, lambda: gate.waiting.acquire(blocking=False))
    assert isinstance(app.screen, RulesScreen)
    return app.screen


async def applied_from_blocks(app: Desk, pilot: Pilot[None]) -> None:
    """Apply the rule from the blocks of the open article, and wait until the pass is done; its list stays open."""
    change_rules(app.store.project, lambda _: (RULE,))
    await go_to(app, pilot)
    await on(app, pilot, CREDIT)
    await pilot.press("g", "R")
    await settled(pilot)
    await pilot.press("A", "enter")
    await settled(pilot)


async def test_the_desk_can_be_used_while_rules_are_applied_and_says_how_far_they_are(
    tmp_path: Path, gate: Gate
) -> None:
    async with desk(tmp_path, articles=[article(f"a{n}") for n in range(MANY)], open_ids=()) as (app, pilot):
        shown = await begun(app, pilot, gate)
        await pilot.press("down")
        assert shown.rule.line == "x"  # the desk answers keys although the pass stands still
        gate.open.release(4)
        await until(pilot, lambda: "4 of 8 articles" in said(app))
        gate.open.release(100)
        await settled(pilot)
        assert f"{MANY} lines decided alike, in {MANY} articles" in said(app)
        assert kinds(app.store) == [BlockKind.AD] * MANY


async def test_a_quick_pass_says_what_came_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(f"a{n}") for n in range(MANY)], open_ids=()) as (app, pilot):
        change_rules(app.store.project, lambda _: (RULE,))
        await pilot.press("g", "R")
        await pilot.pause()
        await pilot.press("A", "enter")
        await settled(pilot)
        assert f"{MANY} lines decided alike, in {MANY} articles" in said(app)


async def test_a_pass_can_be_stopped_and_the_next_one_does_the_rest(tmp_path: Path, gate: Gate) -> None:
    async with desk(tmp_path, articles=[article(f"a{n}") for n in range(MANY)], open_ids=()) as (app, pilot):
        await begun(app, pilot, gate)
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(app.screen, Chooser)
        await pilot.press("enter")  # stop
        gate.open.release(1)
        await settled(pilot)
        assert "stopped after 1 of 8 articles" in said(app)
        assert kinds(app.store).count(BlockKind.AD) == 1
        gate.open.release(100)
        await pilot.press("A", "enter")
        await settled(pilot)
        assert f"{MANY - 1} lines decided alike" in said(app)
        assert kinds(app.store) == [BlockKind.AD] * MANY


async def test_leaving_the_desk_ends_a_pass_between_two_articles(tmp_path: Path, gate: Gate) -> None:
    async with desk(tmp_path, articles=[article(f"a{n}") for n in range(MANY)], open_ids=()) as (app, pilot):
        await begun(app, pilot, gate)
        gate.open.release(2)
        for _ in range(2):  # the third article is begun
            await until(pilot, lambda: gate.waiting.acquire(blocking=False))
        await pilot.press("ctrl+q")
    gate.open.release(1)  # the article that it was in
    assert all(gate.done.acquire(timeout=20) for _ in range(3))
    store = Store(Project.open(tmp_path))
    assert {len(store.load(name).events) for name in store.ids()} <= {1, 2}
    assert kinds(store).count(BlockKind.AD) <= 3
    gate.open.release(100)
    *_, last = gold_rules.decide_by_all(store, [RULE], "kim")
    assert last.seen == MANY
    assert kinds(store) == [BlockKind.AD] * MANY


async def test_the_same_line_is_decided_here_and_kept_as_a_rule_before_the_other_articles_are_done(
    tmp_path: Path, gate: Gate
) -> None:
    made = [article(), *(article(f"a{n}") for n in range(3))]
    async with desk(tmp_path, articles=made) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        await pilot.press("9", "k", "asterisk", *"whole", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: gate.waiting.acquire(blocking=False))
        assert [rule.kind for rule in load_rules(app.store.project)] == [BlockKind.FOOTER]
        assert kinds(app.store).count(BlockKind.FOOTER) == 1  # the open one
        gate.open.release(100)
        await settled(pilot)
        assert "3 lines decided alike, in 3 other articles; the rule is kept" in said(app)
        assert kinds(app.store) == [BlockKind.FOOTER] * 4


async def test_a_pattern_that_takes_too_long_is_named_and_the_desk_goes_on(tmp_path: Path) -> None:
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        slow = ProjectRule(False, BlockKind.AD, pattern=r"(?:.|.)+[!;]")
        change_rules(app.store.project, lambda _: (slow,))
        await pilot.press("g", "R")
        await pilot.pause()
        await pilot.press("A", "enter")
        await settled(pilot)
        assert "takes more than 0.5 s on the line" in said(app)
        assert app.passes.at is None


async def test_a_pass_is_taken_back_from_the_list_of_rules(tmp_path: Path) -> None:
    names = ("ferry", "second", "third")
    async with desk(tmp_path, articles=[article(name) for name in names], open_ids=names) as (app, pilot):
        await applied_from_blocks(app, pilot)
        assert kinds(app.store) == [BlockKind.AD] * 3
        Session(app.store, "third", "lee").do("set_block", start=0, keep=True)
        await pilot.press("x", "A")  # the rule is wrong
        await settled(pilot)
        options = app.screen.query_one("OptionList")
        assert [str(options.get_option_at_index(i).prompt) for i in range(options.option_count)] == [
            " take the last back  in 3 articles, where nothing was done since"
        ]
        await pilot.press("enter")
        await settled(pilot)
        assert kinds(app.store) == [BlockKind.CREDIT, BlockKind.CREDIT, BlockKind.AD]
        assert "2 lines as before, in 2 articles; something was done since in 1 article, which stays" in said(app)
        await pilot.press("A")
        assert "there is no rule to apply yet" in said(app)


async def test_the_open_article_shows_what_a_pass_has_decided_in_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await applied_from_blocks(app, pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert [str(cell) for cell in blocks(app).table.get_row_at(1)][1] == "ad"
        await pilot.press("u")
        await settled(pilot)
        assert kinds(app.store) == [BlockKind.CREDIT]
        assert [str(cell) for cell in blocks(app).table.get_row_at(1)][1] == "credit"


async def test_a_log_in_which_a_pass_has_decided_lines_can_be_typed_again(tmp_path: Path) -> None:
    async with desk(tmp_path / "first", articles=[article(), article("second")]) as (app, pilot):
        change_rules(app.store.project, lambda _: (RULE,))
        await pilot.press("b", "g", "R")
        await settled(pilot)
        await pilot.press("A", "enter")
        await settled(pilot)
        await pilot.press("escape", "g", "g", "j", "a")
        await settled(pilot)
        logs = {name: app.store.load(name).events for name in ("ferry", "second")}
    assert [event.do for event in logs["ferry"]][-2:] == ["batch", "set_block"]
    typed = await type_again(Recording(article(), logs["ferry"]), tmp_path / "again")
    assert differences(logs["ferry"], typed) == []
