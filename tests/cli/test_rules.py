"""`copydesk rules`, and rules at work in `copydesk clean`."""

from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from tui.cleaning import as_is
from tui.cleaning.project_rules import ProjectRule, as_toml
from tui.gold import Project, Store
from tui.gold import rules as gold_rules
from tui.gold.rules import change_rules, load_rules
from tui.model import BlockKind

FOOTER = ProjectRule(False, BlockKind.FOOTER, line="More from the Post")
TEXT = "The council met on Monday.\n\nMore from the Post\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project.create(tmp_path / "project")
    Store(made).add(as_is(TEXT, id="council"), by="ann")
    change_rules(made, lambda _: (FOOTER, ProjectRule(True, BlockKind.BODY, pattern=r"\d+", site="post.example")))
    return made


def test_the_rules_are_listed_with_numbers(project: Project) -> None:
    first, second = run("rules", "--project", project.root).stdout.splitlines()
    assert first.split() == ["1", "drop", "footer", "all", "sites", "More", "from", "the", "Post"]
    assert second.split() == ["2", "keep", "body", "post.example", r"/\d+/"]


def test_what_is_exported_can_be_added_to_another_project(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    assert run("rules", "--project", project.root, "--toml", "-o", file).exit_code == 0
    other = Project.create(tmp_path / "other")
    result = run("rules", "--project", other.root, "--add", file)
    assert "2 rules added" in result.stderr
    assert load_rules(other) == load_rules(project)


def test_a_rule_is_removed_by_its_number(project: Project) -> None:
    assert run("rules", "--project", project.root, "--remove", "2").exit_code == 0
    assert load_rules(project) == (FOOTER,)
    refused = run("rules", "--project", project.root, "--remove", "2")
    assert refused.exit_code == 2
    assert "there is no rule 2" in refused.stderr
    assert load_rules(project) == (FOOTER,)


def test_rules_are_applied_to_what_is_there(project: Project) -> None:
    assert "1 block decided in 1 article" in run("rules", "--project", project.root, "--apply").stderr
    dropped = [block for block in Store(project).load("council").state.blocks.values() if not block.keep]
    assert [block.kind for block in dropped] == [BlockKind.FOOTER]


SLOW = ProjectRule(False, BlockKind.AD, pattern=r"(?:.|.)+[!;]")


def test_a_pattern_that_takes_too_long_is_one_sentence_and_says_what_stays(project: Project) -> None:
    Store(project).add(as_is("More from the Post\n\nIt voted.", id="a"), by="ann")
    change_rules(project, lambda _: (FOOTER, SLOW))
    result = run("rules", "--project", project.root, "--apply")
    assert result.exit_code == 2
    assert "takes more than 0.5 s on the line" in result.stderr
    assert result.stderr.count("\n") == 1
    assert load_rules(project) == (FOOTER, SLOW)


def test_a_pattern_that_is_too_large_is_not_brought_in(project: Project, tmp_path: Path) -> None:
    before, file = load_rules(project), tmp_path / "huge.toml"
    file.write_text("[[rule]]\nkeep = false\npattern = '(?:(?:a{999}){999}){999}'\n", encoding="utf-8")
    result = run("rules", "--project", project.root, "--add", file)
    assert result.exit_code == 2
    assert "repeats too much" in result.stderr
    assert load_rules(project) == before


def test_applying_that_is_interrupted_says_how_far_it_came(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        Store(project).add(as_is(TEXT, id=f"more{n}"), by="ann")
    decide, calls = gold_rules._decide_in, []

    def interrupted(store: Store, article_id: str, *others: Any) -> int:
        calls.append(article_id)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return decide(store, article_id, *others)

    monkeypatch.setattr(gold_rules, "_decide_in", interrupted)
    result = run("rules", "--project", project.root, "--apply")
    assert result.exit_code == 2
    assert "stopped after 2 of 4 articles; 2 blocks decided in 2 articles" in result.stderr
    monkeypatch.undo()
    assert "2 blocks decided in 2 articles" in run("rules", "--project", project.root, "--apply").stderr


def test_clean_takes_rules_from_a_file(tmp_path: Path) -> None:
    rules, text = tmp_path / "rules.toml", tmp_path / "council.txt"
    rules.write_text(as_toml([FOOTER]), encoding="utf-8")
    text.write_text(TEXT, encoding="utf-8")
    assert "More from" in run("clean", "--no-clean", text).stdout
    assert "More from" not in run("clean", "--no-clean", "--rules", rules, text).stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--add", "missing.toml"], "missing.toml"),
        (["--remove", "0"], "no rule 0"),
        (["--add", "x.toml", "--remove", "1"], "one after the other"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(project: Project, arguments: list[str], says: str) -> None:
    before = load_rules(project)
    result = run("rules", "--project", project.root, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1
    assert load_rules(project) == before
