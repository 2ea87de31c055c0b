"""Quotation marks become stretches, whatever marks a site uses and whatever it forgets."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.extraction.marks import find_stretches, paragraphs


def found(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_stretches(text)]


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ('The mayor said "no" and left.', ['"no"']),
        ("The mayor said “no” and left.", ["“no”"]),
        ("The mayor said ''no'' and ``never'' after.", ["''no''", "``never''"]),
        ("Der Wirt sagte „nein“, a guest „tak” and a third «oui».", ["„nein“", "„tak”", "«oui»"]),
        ("Danes print »ja« like that.", ["»ja«"]),
        ('A page mixes “one," and "the other”.', ['“one,"', '"the other”']),
    ],
)
def test_pairs_are_found_in_every_style(text: str, stretches: list[str]) -> None:
    assert found(text) == stretches


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("‘The players’ bus was late,’ she said. ‘Don’t wait.’", ["‘The players’ bus was late,’", "‘Don’t wait.’"]),
        ("'It's the dogs' dinner,' said Ann's son.", ["'It's the dogs' dinner,'"]),
        ("'Twas the '90s, rock 'n' roll, and 'em lads' songs.", []),
        ("She called the players 'heroes' and left.", ["'heroes'"]),
        ("The James' house and the Jones' garden.", []),
        ("‘He told me “go home” twice,’ she said.", ["‘He told me “go home” twice,’", "“go home”"]),
    ],
)
def test_british_marks_are_told_from_apostrophes(text: str, stretches: list[str]) -> None:
    assert found(text) == stretches


def test_nested_stretches_know_their_depth() -> None:
    stretches = find_stretches("“They sang ‘Home’ and “Away” all night,” he said.")
    assert [s.depth for s in stretches] == [0, 1, 1]


def test_a_quotation_of_several_paragraphs_is_reopened_in_each() -> None:
    text = "“We began in May.\n\n“We ended in June,” she said."
    first, second = find_stretches(text)
    assert (first.closed, first.reopened) == (False, False)
    assert (second.closed, second.reopened) == (True, True)
    assert text[first.start : first.end] == "“We began in May."


def test_a_mark_that_is_never_closed_costs_only_its_own_paragraph() -> None:
    text = '"We began in May, she said.\n\nThen she left. "Bye," she said.'
    assert found(text) == ['"We began in May, she said.', '"Bye,"']


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation() -> None:
    assert found("“We won, he said. “They lost,” he added.") == ["“We won, he said. ", "“They lost,”"]


def test_a_quotation_goes_on_where_the_mark_was_not_reopened() -> None:
    text = "“We began in May.\n\nWe ended in June,” she said."
    assert found(text) == ["“We began in May.", "We ended in June,”"]
    assert find_stretches(text)[1].reopened


def test_inches_and_feet_are_no_marks() -> None:
    assert found('The door is 6\'2" high and 30" wide.') == []


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = '"We shall never\nclose the pool," she said.\n"Never," he said.\n\nNext.'
    assert [text[a:b] for a, b in paragraphs(text)] == [
        '"We shall never\nclose the pool," she said.', '"Never," he said.', "Next.",
    ]  # fmt: skip


MARKS = "\"'“”‘’„«»`´‹›‚″"


@given(st.text(alphabet=st.one_of(st.sampled_from(MARKS + " \n.,as"), st.characters()), max_size=200))
def test_laws_hold_for_any_string(text: str) -> None:
    stretches = find_stretches(text)
    assert stretches == sorted(stretches, key=lambda s: (s.start, -s.end))
    for s in stretches:
        assert 0 <= s.start <= s.inner_start < s.inner_end <= s.end <= len(text)
        assert any(c.isalnum() for c in text[s.inner_start : s.inner_end])
        assert s.closed == (s.end > s.inner_end)
    for depth in {s.depth for s in stretches}:
        level = [s for s in stretches if s.depth == depth]
        assert all(a.end <= b.start for a, b in pairwise(level))
    for inner in stretches:
        around = [o for o in stretches if o is not inner and o.start <= inner.start and inner.end <= o.end]
        assert len(around) == inner.depth


@given(st.lists(st.sampled_from(["don't", "it’s", "players'", "dogs’", "'em", "’tis", "'90s", "rock", "o'clock", "."])))
def test_apostrophes_never_open_a_stretch(words: list[str]) -> None:
    assert find_stretches(" ".join(words)) == []


@pytest.mark.parametrize("unit", ['"', "“", "”", "“”", "'", "''", ' "a', "‘a ", "s' ", "“a ‘", "\n\n“a", ". \n"])
def test_a_long_run_of_marks_takes_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.process_time()
        find_stretches(text)
        return time.process_time() - start

    small = min(seconds(5_000) for _ in range(3))
    assert min(seconds(40_000) for _ in range(3)) < 8 * 4 * small + 0.05
