"""Rules that a project makes for itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cleaning import as_is
from tui.cleaning.project_rules import ProjectRule, apply_rules, as_toml, from_toml, propose, site_of, with_rule
from tui.model import Article, BlockKind, CopydeskError, Source

TEXT = "The council met.\n\nMore from the  Harbour Post\n\nIt voted."
SITE = Source(url="https://www.harbour-post.example/news/1")


def article(source: Source = SITE) -> Article:
    return as_is(TEXT, source=source)


def dropped(of: Article) -> list[str]:
    return [of.text[block.start : block.end] for block in of.blocks if not block.keep]


def test_a_line_is_recognised_whatever_its_case_and_spacing() -> None:
    rule = ProjectRule(False, BlockKind.FOOTER, line="MORE from the Harbour post")
    ruled = apply_rules(article(), [rule])
    assert dropped(ruled) == ["More from the  Harbour Post"]
    assert ruled.blocks[1].kind is BlockKind.FOOTER
    assert "project" in ruled.blocks[1].reason
    assert ruled.text == article().text


def test_a_pattern_must_fit_the_whole_line() -> None:
    assert dropped(apply_rules(article(), [ProjectRule(False, BlockKind.PROMO, pattern="More from.*")])) != []
    assert dropped(apply_rules(article(), [ProjectRule(False, BlockKind.PROMO, pattern="from")])) == []


def test_the_first_rule_that_fits_wins() -> None:
    rules = [ProjectRule(True, BlockKind.BODY, line="it voted."), ProjectRule(False, BlockKind.OTHER, pattern=".*")]
    assert dropped(apply_rules(article(), rules)) == ["The council met.", "More from the  Harbour Post"]


def test_a_rule_of_one_site_leaves_others_alone() -> None:
    block = replace(article().blocks[1], keep=False, kind=BlockKind.FOOTER)
    rule = propose(article(), block)
    assert rule.site == "harbour-post.example"
    assert dropped(apply_rules(article(), [rule])) == ["More from the  Harbour Post"]
    assert dropped(apply_rules(article(Source(url="https://other.example/")), [rule])) == []


def test_without_an_address_the_publisher_is_the_site() -> None:
    assert site_of(Source(publisher="Harbour Post")) == "Harbour Post"
    assert site_of(Source()) is None


def test_a_later_correction_replaces_the_rule_about_the_same_line() -> None:
    old = ProjectRule(False, BlockKind.FOOTER, line="It voted.")
    new = ProjectRule(True, BlockKind.BODY, line="it  VOTED.")
    assert with_rule([old], new) == (new,)


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
rules = st.builds(
    ProjectRule, keep=st.booleans(), kind=st.sampled_from(BlockKind), line=words, site=st.none() | words
) | st.builds(ProjectRule, keep=st.booleans(), kind=st.sampled_from(BlockKind), pattern=st.just(r"\d+ \"quoted\"$"))


@given(st.lists(rules))
def test_rules_survive_their_file(some: list[ProjectRule]) -> None:
    assert from_toml(as_toml(some)) == tuple(some)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("[[rule]", "TOML"), ("rule = 3", "[[rule]]"), ("rule = [3]", "rule 1"), ('[[rule]]\nline = "x"', "keep"),
        ('[[rule]]\nkeep = true\nline = "x"\npattern = "x"', "rule 1"), ("[[rule]]\nkeep = true", "rule 1"),
        ('[[rule]]\nkeep = true\npattern = "("', "regular expression"), ('[[rule]]\nkeep = true\nline = 3', "texts"),
        ('[[rule]]\nkeep = true\nline = "x"\nkind = "no"', "kind"), ('[[rule]]\nkeep = true\nfoo = 1', "foo"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_sentence(file: str, says: str) -> None:
    with pytest.raises(CopydeskError) as error:
        from_toml(file)
    assert says in str(error.value)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:(?:(?:a{100}){100}){100}){100}",
        "(?:a{99999999999}b){9}",
        "[)(]{3}(?:\\({200}){60,}",
    ],
)
def test_a_pattern_that_is_huge_when_written_out_is_refused_before_it_is_built(pattern: str) -> None:
    with pytest.raises(CopydeskError, match="repeats too much"):
        ProjectRule(False, BlockKind.AD, pattern=pattern)


@pytest.mark.parametrize("pattern", [r"\d{4}-\d{2}-\d{2} .{0,2000}", r"(?:[A-Z][a-z]{2,40} ){1,12}", r"\{9\}{3}[{9}]"])
def test_patterns_of_use_are_not_refused(pattern: str) -> None:
    assert ProjectRule(False, BlockKind.AD, pattern=pattern).pattern == pattern


def test_a_pattern_that_would_take_for_ever_ends_in_a_sentence() -> None:
    rule = ProjectRule(False, BlockKind.AD, pattern=r"(?:\w|\w)+[!;]")
    with pytest.raises(CopydeskError, match=r"takes more than 0.5 s on the line 'a+…'") as refused:
        rule.fits("a" * 100, None)
    assert "\n" not in str(refused.value)
    assert rule.fits("aaa!", None)
    assert not rule.fits("a" * 2001 + "!", None)
