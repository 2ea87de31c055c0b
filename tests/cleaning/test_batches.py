"""Texts that are cleaned together come out as each does alone, in their order, whatever stands beside them."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS
from tui.cleaning import batches, clean, clean_all
from tui.cleaning.batches import in_batches
from tui.cleaning.evidence import Decided
from tui.cleaning.plain import clean_together, uncleaned
from tui.model import Block, CopydeskError, Source

SAMPLES = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[2] / "sample_articles").glob("*.txt"))
]
LINES = [
    *PARAGRAPHS, "Harbour Bridge Reopens", "By Ada Holm", "June 3, 2024, 9:14 AM", "22:15", "21:38 CEST", "20:50",
    "Advertisement", "Share", "Menu", "Comments", "Related stories", "Ferry fares to rise again", "Best song: 4",
    "PRICES", "Bread: 3 crowns", "Milk: 2 crowns", "Eggs: 4 crowns", "Sign up for our daily newsletter", "\u2022 one",
    "Story continues below", "Rating: 9 Votes", "The bridge at dawn, with flags.Credit: Ada Holm", "Travel",
    "Ferry fares: what will change", "A crossing costs a fifth more than it does today.", "Feb. 26, 2024",
    "The bridge at dawn. Jon Berg/Reuters", "\u201cstronger now than on the day it was built\u201d",
    "Marta Lind, engineer", "\u201cIt is stronger now\u201d", "\u2013\u2013", "\u00a9 2024 The Harbour Post",
    "\u0130stanbul \u03a3\u03af\u03c3", "\U0001f600 \U00010400", "a\u2028b", "x" * 400,
    "Die Br\u00fccke ist seit Montag wieder offen, und die Stadt hat daf\u00fcr mehr bezahlt, als sie wollte.",
    "\u6e2f\u306e\u6a4b\u306f\u6708\u66dc\u65e5\u306b\u518d\u958b\u3057\u305f\u3002",
    fill(" ".join(PARAGRAPHS), 60),
]  # fmt: skip
SPACES = st.sampled_from(["\n", "\n\n", " \n\t\n"])
MADE = st.lists(st.tuples(st.sampled_from(LINES), SPACES).map("".join), min_size=1, max_size=25).map("".join)
TEXTS = st.lists(st.sampled_from(SAMPLES) | MADE, min_size=1, max_size=6)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_texts_cleaned_together_are_what_each_is_alone(texts: list[str]) -> None:
    alone = [clean(text, id=str(number)) for number, text in enumerate(texts)]
    together = list(clean_together([uncleaned(text, str(number), Source()) for number, text in enumerate(texts)]))
    assert together == alone
    assert [block.evidence for article in together for block in article.blocks] == [
        block.evidence for article in alone for block in article.blocks
    ]


def test_all_texts_come_in_their_order_with_their_ids_and_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*SAMPLES, "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", *LINES]
    wanted = [clean(text, id=f"n{number}", source=Source(name=text[:9])) for number, text in enumerate(texts)]
    for size in (1, 5_000, 150_000):
        monkeypatch.setattr(batches, "_BATCH", size)
        ids, sources = [article.id for article in wanted], [article.source for article in wanted]
        assert list(clean_all(texts, ids=ids, sources=sources)) == wanted
    assert [article.id for article in clean_all(iter(SAMPLES[:3]))] == ["1", "2", "3"]


def test_a_blank_text_is_named_at_its_place() -> None:
    given = clean_all([SAMPLES[0], " \n ", SAMPLES[1]], ids=["one", "two", "three"])
    assert next(given) == clean(SAMPLES[0], id="one")
    with pytest.raises(CopydeskError, match=r"^two holds no text"):
        next(given)


def test_each_text_has_its_own_id_and_source() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(clean_all(SAMPLES[:2], ids=["one"]))
    with pytest.raises(ValueError, match="longer"):
        list(clean_all(SAMPLES[:1], sources=[Source(), Source()]))


def test_no_more_texts_are_taken_ahead_than_fill_a_batch() -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "\n\n".join(PARAGRAPHS)

    length = len("\n\n".join(PARAGRAPHS))
    assert len(list(islice(clean_all(texts()), 3))) == 3
    assert (taken - 1) * length <= 150_000 < (taken + 2) * length


def test_a_text_that_comes_slowly_waits_for_the_next_one_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr(batches, "monotonic", lambda: next(clock))
    taken: list[str] = []

    def texts() -> Iterator[str]:
        for text in SAMPLES:
            taken.append(text)
            yield text

    for number, _ in enumerate(clean_all(texts()), 1):
        assert len(taken) <= number + 1


def test_what_needs_no_cleaning_and_what_is_wrong_keep_their_places() -> None:
    done, wrong = clean(SAMPLES[0], id="done"), CopydeskError("a bad line")
    items = [done, uncleaned(SAMPLES[1], "a", Source()), wrong, uncleaned(SAMPLES[2], "b", Source()), done]
    found = list(in_batches(items))
    assert found == [done, clean(SAMPLES[1], id="a"), wrong, clean(SAMPLES[2], id="b"), done]


def test_one_article_of_a_batch_does_not_hold_on_to_the_numbers_of_the_others() -> None:
    articles = list(clean_together([uncleaned(text, "a", Source()) for text in SAMPLES[:6]]))
    decided = vars(Block)["evidence"]._get(articles[2].blocks[-1])
    assert isinstance(decided, Decided)
    explainer = decided.explainer
    assert len(explainer.rows) == len(explainer.reached) == len(articles[2].blocks)
    assert explainer.rows.base is None
    assert explainer.reached.base is None
