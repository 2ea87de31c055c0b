"""The document that the project starts from. Its text is not in the repository: checked by counts and hashes."""

from hashlib import sha256
from pathlib import Path

import pytest

from tui.cleaning import read
from tui.model import Article, BlockKind

SEEDS = Path(__file__).parents[2] / "seeds"
SEED = "000_24130ea0781c1e67"

pytestmark = pytest.mark.skipif(
    not (SEEDS / f"{SEED}.txt").is_file(), reason="the seed article is not part of the repository (seeds/README.md)"
)


@pytest.fixture(scope="module")
def seed() -> Article:
    return next(iter(read([SEEDS / f"{SEED}.txt"])))


def test_keeps_exactly_the_eighteen_paragraphs_of_the_body(seed: Article) -> None:
    kept = [block for block in seed.blocks if block.keep]
    assert [(block.start, block.end) for block in kept] == BODY


def test_the_kept_text_is_the_one_that_was_checked_by_hand(seed: Article) -> None:
    assert sha256(seed.kept.text.encode()).hexdigest() == KEPT_SHA256


def test_title_is_the_first_line(seed: Article) -> None:
    assert seed.blocks[0].kind is BlockKind.TITLE
    assert (seed.blocks[0].start, seed.blocks[0].end) == (0, 66)
    assert not seed.blocks[0].keep


def test_the_picture_caption_and_the_line_on_it_are_dropped_as_a_caption(seed: Article) -> None:
    inside = [block for block in seed.blocks if BODY[0][0] < block.start < BODY[-1][1] and not block.keep]
    assert [block.kind for block in inside] == [BlockKind.CAPTION, BlockKind.CAPTION]


def test_everything_after_the_body_is_dropped_for_a_reason(seed: Article) -> None:
    after = [block for block in seed.blocks if block.start > BODY[-1][1]]
    assert len(after) == 27
    assert all(not block.keep and block.reason for block in after)


BODY = [
    (68, 150),
    (152, 394),
    (396, 634),
    (636, 989),
    (1213, 1506),
    (1508, 1712),
    (1714, 1828),
    (1830, 2145),
    (2147, 2559),
    (2561, 2964),
    (2966, 3102),
    (3104, 3221),
    (3223, 3413),
    (3415, 3626),
    (3628, 3804),
    (3806, 3893),
    (3895, 4188),
    (4190, 4351),
]
KEPT_SHA256 = "adc89132a17c1d79911fb4be8f0c59ebd9c7bf9c747ee7b0ce227824d297a4e8"
