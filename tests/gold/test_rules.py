"""The project's own rules on disk, and what they do to articles that are there already."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gold.desk import article
from tui.annotation import LayerState
from tui.cleaning.project_rules import ProjectRule
from tui.gold import Project, Session, Store, StoreError
from tui.gold.rules import (
    Decided,
    change_rules,
    decide_by_all,
    decide_elsewhere,
    lines_elsewhere,
    load_rules,
    rules_path,
    take_back,
)
from tui.model import BlockKind, CopydeskError, Layer, Source


def done(steps: Iterator[Decided]) -> tuple[int, int]:
    """How many blocks and articles were changed at the end of a pass."""
    *_, last = steps
    assert last.seen == last.total
    return last.blocks, last.articles


def found(store: Store, rule: ProjectRule, *, but: str = "") -> list[tuple[str, bool]]:
    """The articles that have a block to change, and whether they are approved."""
    return [(there.article_id, there.approved) for there in lines_elsewhere(store, [rule], but=but) if there.starts]


CREDIT = article().blocks[2].start
RULE = ProjectRule(True, BlockKind.BODY, line="PHOTO:  ola berg", site="Example Post")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three articles of one site with the same line, and one of another site."""
    made = Store(Project.create(tmp_path / "project"))
    for name in ("one", "two", "three"):
        made.add(article(name), "kim")
    made.add(replace(article("other"), source=Source(url="https://www.elsewhere.example/1")), "kim")
    return made


def credit(store: Store, name: str) -> tuple[bool, BlockKind]:
    block = store.load(name).state.blocks[CREDIT]
    return block.keep, block.kind


def test_rules_are_kept_in_the_order_in_which_they_are_tried(store: Store) -> None:
    second = ProjectRule(False, BlockKind.AD, pattern="Ad.*")
    change_rules(store.project, lambda _: (RULE, second))
    assert load_rules(store.project) == (RULE, second)
    assert rules_path(store.project).read_text().startswith("# Rules of this project")


def test_a_project_without_rules_has_none(store: Store) -> None:
    assert load_rules(store.project) == ()


@pytest.mark.parametrize("broken", [b"[[rule]", b"\xff\xfe", b"[[rule]]\nkeep = 3"])
def test_a_broken_file_is_named_and_stays_as_it_is(store: Store, broken: bytes) -> None:
    path = rules_path(store.project)
    path.write_bytes(broken)
    with pytest.raises(StoreError, match=r"rules\.toml"):
        change_rules(store.project, lambda rules: (RULE, *rules))
    assert path.read_bytes() == broken


def test_a_verdict_goes_to_the_same_line_of_the_sites_other_articles(store: Store) -> None:
    assert found(store, RULE, but="one") == [("three", False), ("two", False)]
    assert done(decide_elsewhere(store, [RULE], "kim", but="one")) == (2, 2)
    assert credit(store, "two") == credit(store, "three") == (True, BlockKind.BODY)
    assert credit(store, "one") == credit(store, "other") == (False, BlockKind.CREDIT)
    assert found(store, RULE, but="one") == []


def test_of_several_rules_the_first_that_fits_decides_and_all_of_them_are_one_step(store: Store) -> None:
    title = ProjectRule(False, BlockKind.OTHER, line=article().text[: article().blocks[0].end])
    also = ProjectRule(False, BlockKind.FOOTER, line=RULE.line)
    events = len(store.load("two").events)
    assert done(decide_elsewhere(store, [RULE, also, title], "kim", but="one")) == (6, 3)
    assert credit(store, "two") == (True, BlockKind.BODY)
    assert credit(store, "other") == (False, BlockKind.FOOTER)
    assert len(store.load("two").events) == events + 1


def test_what_was_decided_elsewhere_is_one_step_that_can_be_undone_there(store: Store) -> None:
    done(decide_elsewhere(store, [RULE], "kim", but="one"))
    Session(store, "two", "kim").undo()
    assert credit(store, "two") == (False, BlockKind.CREDIT)


def test_a_pass_is_taken_back_where_nothing_was_done_since(store: Store) -> None:
    *_, last = decide_elsewhere(store, [RULE], "kim", but="one")
    assert [article_id for article_id, _ in last.steps] == ["three", "two"]
    Session(store, "two", "lee").do("set_block", start=0, keep=True)
    assert done(take_back(store, last.steps, "kim")) == (1, 1)
    assert credit(store, "three") == (False, BlockKind.CREDIT)
    assert credit(store, "two") == (True, BlockKind.BODY)
    assert [event.do for event in store.load("three").events][-2:] == ["batch", "undo"]
    assert done(take_back(store, last.steps, "kim")) == (0, 0)  # it is as before already


def test_articles_whose_blocks_are_approved_stay_as_they_are(store: Store) -> None:
    Session(store, "two", "lee").do("approve", layers=[Layer.BLOCKS.value])
    assert found(store, RULE, but="one") == [("three", False), ("two", True)]
    assert done(decide_elsewhere(store, [RULE], "kim", but="one")) == (1, 1)
    assert credit(store, "two") == (False, BlockKind.CREDIT)
    assert store.load("two").state.layers[Layer.BLOCKS] is LayerState.COMPLETE


def test_all_rules_at_once_leave_what_a_person_decided(store: Store) -> None:
    Session(store, "one", "lee").do("set_block", start=CREDIT, keep=False, kind="caption")
    assert done(decide_by_all(store, [RULE], "kim")) == (2, 2)
    assert credit(store, "one") == (False, BlockKind.CAPTION)
    assert done(decide_by_all(store, [RULE], "kim")) == (0, 0)


def test_an_article_that_cant_be_read_is_passed_over(store: Store) -> None:
    store.project.article_path("two").write_text('{"meta": photo berg ola', encoding="utf-8")
    assert done(decide_by_all(store, [RULE], "kim")) == (2, 2)
    assert found(store, RULE) == []


def test_a_pass_that_is_stopped_leaves_whole_articles_and_goes_on_the_next_time(store: Store) -> None:
    steps = decide_by_all(store, [RULE], "kim")
    while next(steps).articles < 1:
        pass
    steps.close()
    assert sorted(credit(store, name)[0] for name in ("one", "two", "three")) == [False, False, True]
    assert done(decide_by_all(store, [RULE], "kim")) == (2, 2)
    assert all(len(store.load(name).events) == 2 for name in ("one", "two", "three"))


def test_a_pattern_that_takes_too_long_ends_the_pass_in_a_sentence(store: Store) -> None:
    slow = ProjectRule(False, BlockKind.AD, pattern=r"(?:.|.)+[!;]")
    with pytest.raises(CopydeskError, match=r"takes more than 0.5 s on the line"):
        done(decide_by_all(store, [slow], "kim"))
    assert all(len(store.load(name).events) == 1 for name in ("one", "two", "three", "other"))
