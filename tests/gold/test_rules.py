"""The project's own rules on disk, and what they do to articles that are there already."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.gold.desk import article
from tui.annotation import LayerState
from tui.cleaning.project_rules import ProjectRule
from tui.gold import Project, Session, Store, StoreError
from tui.gold.rules import change_rules, decide_by_all, decide_elsewhere, lines_elsewhere, load_rules, rules_path
from tui.model import BlockKind, Layer, Source

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
    assert [line.article_id for line in lines_elsewhere(store, RULE, but="one")] == ["three", "two"]
    assert decide_elsewhere(store, RULE, "kim", but="one") == (2, 2)
    assert credit(store, "two") == credit(store, "three") == (True, BlockKind.BODY)
    assert credit(store, "one") == credit(store, "other") == (False, BlockKind.CREDIT)
    assert lines_elsewhere(store, RULE, but="one") == []


def test_what_was_decided_elsewhere_is_one_step_that_can_be_undone_there(store: Store) -> None:
    decide_elsewhere(store, RULE, "kim", but="one")
    Session(store, "two", "kim").undo()
    assert credit(store, "two") == (False, BlockKind.CREDIT)


def test_articles_whose_blocks_are_approved_stay_as_they_are(store: Store) -> None:
    Session(store, "two", "lee").do("approve", layers=[Layer.BLOCKS.value])
    assert [(line.article_id, line.approved) for line in lines_elsewhere(store, RULE, but="one")] == [
        ("three", False), ("two", True),
    ]  # fmt: skip
    assert decide_elsewhere(store, RULE, "kim", but="one") == (1, 1)
    assert credit(store, "two") == (False, BlockKind.CREDIT)
    assert store.load("two").state.layers[Layer.BLOCKS] is LayerState.COMPLETE


def test_all_rules_at_once_leave_what_a_person_decided(store: Store) -> None:
    Session(store, "one", "lee").do("set_block", start=CREDIT, keep=False, kind="caption")
    assert decide_by_all(store, [RULE], "kim") == (2, 2)
    assert credit(store, "one") == (False, BlockKind.CAPTION)
    assert decide_by_all(store, [RULE], "kim") == (0, 0)


def test_an_article_that_cant_be_read_is_passed_over(store: Store) -> None:
    store.project.article_path("two").write_text('{"meta": photo berg ola', encoding="utf-8")
    assert decide_by_all(store, [RULE], "kim") == (2, 2)
    assert [line.article_id for line in lines_elsewhere(store, RULE)] == []
