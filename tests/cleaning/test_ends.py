"""Where an article ends: what is kept behind a gap is compared with what is kept before it."""

from itertools import accumulate, groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS
from tui.cleaning import clean, clean_html
from tui.cleaning.ends import NAMES, TELLS, Gaps, first_lines_behind, gaps_in, gaps_of_verdict
from tui.cleaning.evidence import Explainer
from tui.cleaning.features import NAMES as LINE_NAMES
from tui.cleaning.segments import Segments
from tui.cleaning.signs import Sign
from tui.cleaning.trees import Forest, load_forest
from tui.cleaning.verdict import Verdict
from tui.model import Article, BlockKind

TIME = Sign(BlockKind.TIMESTAMP, "date or time", True)
CAPTION = Sign(BlockKind.CAPTION, "picture caption", True)
COMMENTS = Sign(BlockKind.COMMENTS, "asks for comments", True)


def gaps(odds: list[float], signs: dict[int, Sign] | None = None, sizes: list[int] | None = None) -> Gaps:
    n = len(odds)
    rows = np.zeros((n, len(LINE_NAMES)), np.float32)
    keep = np.array(odds) > 0
    return gaps_in(
        np.array(odds, np.float32), [(signs or {}).get(i) for i in range(n)], np.array(sizes or [10] * n), rows, keep
    )


def first_line_behind(found: Gaps, forest: Forest) -> int | None:
    return first_lines_behind([found], forest, [()])[0]


def column(found: Gaps, name: str) -> list[float]:
    return [round(float(value), 3) for value in found.rows[:, NAMES.index(name)]]


def test_every_gap_between_kept_lines_is_looked_at_and_none_around_them() -> None:
    assert gaps([-1, 2, 2, -1, 3, -1, -1, 1, -1]).behind == [4, 7]
    assert gaps([2, 2, 2]).behind == []
    assert gaps([-1, -1]).behind == []


def test_what_is_kept_behind_a_gap_is_compared_with_what_is_kept_before_it() -> None:
    found = gaps([4, 4, -2, 1, -2, 3], sizes=[10, 10, 2, 30, 2, 10])
    assert column(found, "odds behind") == [1.5, 3]
    assert column(found, "odds behind less those before") == [-2.5, 0.8]
    assert column(found, "highest odds behind") == [3, 3]
    assert column(found, "words of the longest line behind") == [30, 10]
    assert column(found, "lines of a stretch behind less those before") == [-1, -0.5]


def test_captions_are_no_gap_and_comments_are_counted() -> None:
    found = gaps([4, -2, -2, 4, -2, -2, 2], {1: CAPTION, 4: COMMENTS, 5: TIME}, sizes=[5] * 7)
    assert column(found, "lines of the gap") == [1, 1]
    assert column(found, "comments in the gap") == [0, 1]
    assert column(found, "comments above") == [0, 1]
    assert column(found, "share of times behind") == [0.25, 0]


def test_an_article_ends_at_the_first_gap_that_says_so() -> None:
    column_of_odds = np.full((1, 1), NAMES.index("odds behind"), np.int16)
    forest = Forest(
        NAMES, column_of_odds, np.full((1, 1), 1.5, np.float32), np.array([[-1, 1]], np.float32),
        np.zeros((1, 2, 1), np.float16), 0.0,
    )  # fmt: skip
    assert first_line_behind(gaps([4, -1, 4, -1, 1, -1, 1]), forest) == 4
    assert first_line_behind(gaps([4, -1, 4, -1, 3]), forest) is None
    assert first_line_behind(gaps([4, 4]), forest) is None


def test_no_article_ends_where_what_follows_is_as_sure_as_what_came_before() -> None:
    always = Forest(
        NAMES, np.zeros((1, 1), np.int16), np.zeros((1, 1), np.float32), np.full((1, 2), -1, np.float32),
        np.zeros((1, 2, 1), np.float16), 0.0,
    )  # fmt: skip
    assert first_line_behind(gaps([4, -1, 4, -1, 3.5]), always) is None
    assert first_line_behind(gaps([4, -1, 4, -1, 1.5]), always) == 4
    assert first_line_behind(gaps([4, -1, 4, -1, 2.5]), always) is None  # less sure, but not in doubt
    assert (
        first_line_behind(gaps([4, -1, 4, -1, 2.5], {3: COMMENTS}, sizes=[9] * 5), always) == 4
    )  # comments are in doubt
    assert first_lines_behind([gaps([4, -1, 4, -1, 1.5, -1, 1])], always, [{4}]) == [6]  # where it is known to go on


@given(st.lists(st.floats(-8, 8, width=16), max_size=40), st.integers(0, 3))
def test_gaps_are_those_between_runs_and_say_numbers(odds: list[float], shift: int) -> None:
    found = gaps(odds, {i: (TIME, CAPTION, COMMENTS)[i % 3] for i in range(shift, len(odds), 4)})
    runs = [(kept, len(list(run))) for kept, run in groupby(np.array(odds) > 0)]
    starts = np.cumsum([0, *(size for _, size in runs)])
    kept_runs = [int(start) for (kept, _), start in zip(runs, starts, strict=False) if kept]
    assert found.behind == kept_runs[1:]
    assert found.rows.shape == (len(found.behind), len(NAMES))
    assert np.isfinite(found.rows).all()
    end = first_line_behind(found, load_forest("ends"))
    assert end is None or end in found.behind


@given(st.lists(st.lists(st.floats(-8, 8, width=16), min_size=1, max_size=20), min_size=1, max_size=4))
def test_of_texts_together_those_are_looked_at_that_may_end_at_a_gap(texts: list[list[float]]) -> None:
    odds = np.array([odd for text in texts for odd in text], np.float32)
    rows = np.zeros((len(odds), len(LINE_NAMES)), np.float32)
    explain = Explainer(rows, np.empty((0, 0), np.uint8), lambda _: rows, (), lambda *_: "")
    none = np.zeros(len(odds), np.intp)
    verdict = Verdict([None] * len(odds), none, odds, odds, rows, load_forest("title"), None, None, explain)
    of_texts = Segments([0, *accumulate(map(len, texts))])
    together = gaps_of_verdict(verdict, none + 10, odds > 0, of_texts)
    for text, found in zip(texts, together, strict=True):
        alone = gaps(text)
        columns = [NAMES.index(name) for name in ("odds behind", "odds behind less those before")]
        may_end = any(behind < 2 and less < -1 for behind, less in alone.rows[:, columns].tolist())
        assert found.behind == (alone.behind if may_end else [])
        assert found.rows.tolist() == (alone.rows.tolist() if may_end else [])


def test_the_shipped_forest_asks_about_these_columns_and_goes_the_ways_they_tell() -> None:
    forest = load_forest("ends")
    assert forest.names == NAMES
    row = np.zeros((1, len(NAMES)), np.float32)
    for i, way in enumerate(TELLS):
        values = np.repeat(row, 3, axis=0)
        values[:, i] = (-50, 0, 50)
        low, middle, high = forest.log_odds(values)[0] * way
        assert low <= middle + 1e-5
        assert middle <= high + 1e-5


STORY = [
    *PARAGRAPHS,
    "A second inspection, of the western pier, is planned for next year and will take two days, the engineers said.",
]
TEASERS = [
    ("Ferry fares rise for the third year in a row", "Jon Berg", "Tuesday June 4, 2024",
     "Passengers will pay two crowns more for the crossing from July, and season tickets will no longer be sold."),
    ("Why the market hall has lost its last butcher", "Ada Holm", "Tuesday June 4, 2024",
     "He was the fourth generation behind the counter, and his daughter would rather be a vet than the fifth."),
    ("The library opens on Sundays, and nobody comes", "Per Strand", "Monday June 3, 2024",
     "A trial that was meant to last a year may end in the autumn, because too few people know about it."),
    ("Swimmers want the old jetty back", "Ada Holm", "Monday June 3, 2024",
     "It was torn down after the storm of 2019, and the council has promised a new one every spring since then."),
    ("A school without bells", "Jon Berg", "Sunday June 2, 2024",
     "The pupils of Northgate decide for themselves when a lesson is over, and most of them stay a little longer."),
]  # fmt: skip


@pytest.mark.parametrize("space", ["\n", "\n\n"])
def test_teasers_in_full_sentences_below_an_article_are_not_its_body(space: str) -> None:
    lines = ["Harbour bridge reopens after repairs", "By Ada Holm", *STORY, "Opinion", "Local",
             *(line for teaser in TEASERS for line in teaser)]  # fmt: skip
    assert kept(clean(space.join(lines))) == STORY


def kept(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.keep]


WINNERS = "".join(
    f"<h3>{prize}</h3><p>{first} - winner</p><p>{second}</p><p>{third}</p>"
    for prize, first, second, third in [
        ("Best song", "Lena Dahl", "Northern Lights", "The Ferrymen"),
        ("Best album", "The Ferrymen", "Ida Moe", "Glass Harbour"),
        ("Best newcomer", "Ida Moe", "Paper Boats", "Tor Vik"),
        ("Best band", "Glass Harbour", "The Ferrymen", "Paper Boats"),
        ("Best producer", "Tor Vik", "Anna Ek", "Nils Lund"),
    ]
)
LIST = (
    "<!doctype html><html lang='en'><head><title>All the winners of the music prize</title>{claim}</head><body>"
    "<nav><ul><li><a href='/'>News</a></li><li><a href='/s'>Sport</a></li><li><a href='/m'>Music</a></li></ul></nav>"
    "<main><article><h1>All the winners of the music prize</h1><p>Here is the full list of winners and of those who "
    "were named beside them at the ceremony on Saturday.</p>" + WINNERS + "</article></main>"
    "<footer><p>Copyright 2024 The Harbour Post</p></footer></body></html>"
)


def test_a_page_that_says_it_holds_an_article_is_not_kept_whole_where_it_is_a_list() -> None:
    article = clean_html(LIST.format(claim="<meta property='og:type' content='article'>"))
    texts = kept(article)
    assert {"Best song", "Lena Dahl - winner"} <= set(texts)
    assert not {"News", "Sport", "Copyright 2024 The Harbour Post"} & set(texts)
