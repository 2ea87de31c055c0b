"""What a selection grows through, from a word to its paragraph."""

from hypothesis import given
from hypothesis import strategies as st

from tui.annotation.ladder import expanded
from tui.annotation.tokens import Tokens
from tui.model.text import screen_safe

PARAGRAPH = "The sale was stopped. The Museum of Modern Art in Kellington agreed. They call it “the Box”, you know."


def grown(text: str, word: str) -> list[str]:
    tokens, at = Tokens.of(text), text.index(word)
    span, found = (at, at + len(word)), []
    while (larger := expanded(tokens, *span)) != span:
        found.append(text[slice(*larger)])
        span = larger
    return found


def test_a_name_grows_to_its_run_its_noun_phrase_its_sentence_and_its_paragraph() -> None:
    assert grown(PARAGRAPH, "Modern") == [
        "Museum of Modern Art", "The Museum of Modern Art", "The Museum of Modern Art in Kellington agreed.", PARAGRAPH,
    ]  # fmt: skip


def test_quoted_text_is_a_rung_without_and_with_its_marks() -> None:
    assert grown(PARAGRAPH, "Box") == ["the Box", "“the Box”", "They call it “the Box”, you know.", PARAGRAPH]


PIECES = st.sampled_from([*"ab Z.,“”'\"’\n-1", "e\u0301", "👍🏽", "東", "\u200b"])
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


@given(TEXTS, st.integers(0, 59), st.integers(0, 59))
def test_each_rung_takes_in_the_one_before_and_the_last_is_the_paragraph(text: str, one: int, other: int) -> None:
    text = screen_safe(text, keep_newlines=True)
    tokens = Tokens.of(text)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for _ in range(len(text) + 8):
        low, high = expanded(tokens, start, end)
        assert low <= start <= end <= high
        start, end = low, high
    assert expanded(tokens, start, end) == (start, end)
