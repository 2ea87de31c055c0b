"""Where the cursor goes and how a selection grows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.app.layout.motion import Motion
from tui.model.text import screen_safe

TEXT = (
    "Mayor Ada O'Brien's plan cost $1,200 in the U.S. last May. Dr. Lund said: “It isn't over,” and left. Why?\n\n"
    "Folded caption here.\n\n"
    "The Museum of Modern Art in Kellington agreed. “They call it “the Box”, you know,” a guide said."
)
FIRST = (0, TEXT.index("\n\nFolded"))
LAST = (TEXT.index("The Museum"), len(TEXT))


@pytest.fixture
def motion() -> Motion:
    return Motion(TEXT, [FIRST, LAST])


def surfaces(motion: Motion, block: int = 0) -> list[str]:
    return [TEXT[a:b] for a, b in motion.tokens(block)]


def test_tokens_part_possessives_and_keep_names_numbers_and_acronyms(motion: Motion) -> None:
    assert surfaces(motion)[:14] == [
        "Mayor", "Ada", "O'Brien", "'s", "plan", "cost", "$", "1,200", "in", "the", "U.S.", "last", "May", ".",
    ]  # fmt: skip


def test_combining_marks_stay_in_their_word_and_ideographs_are_tokens_one_by_one() -> None:
    text = "Cafe\u0301 हिन्दी 東京で"
    motion = Motion(text, [(0, len(text))])
    assert [text[a:b] for a, b in motion.tokens(0)] == ["Cafe\u0301", "हिन्दी", "東", "京", "で"]


def test_words_are_walked_forth_and_back_without_signs_or_folded_blocks(motion: Motion) -> None:
    starts, at = [0], 0
    while (after := motion.next_word(at)) != at:
        starts.append(at := after)
    back = [at]
    while (before := motion.previous_word(at)) != at:
        back.append(at := before)
    assert back[::-1] == starts
    walked = {TEXT[a : a + 6] for a in starts}
    assert "Museum" in walked
    assert "Folded" not in walked
    assert all(TEXT[a].isalnum() or TEXT[a] == "'" for a in starts)


def test_the_end_of_a_word_is_its_last_character(motion: Motion) -> None:
    assert motion.word_end(0) == 4
    assert motion.word_end(4) == 8


def test_sentences_are_not_cut_behind_abbreviations(motion: Motion) -> None:
    sentences = [TEXT[a:b] for a, b in motion.sentences(0)]
    assert sentences == [
        "Mayor Ada O'Brien's plan cost $1,200 in the U.S. last May.",
        "Dr. Lund said: “It isn't over,” and left.",
        "Why?",
    ]


def test_sentences_and_paragraphs_are_walked_over_shown_blocks_only(motion: Motion) -> None:
    why = TEXT.index("Why?")
    assert motion.next_sentence(why) == LAST[0]
    assert motion.previous_sentence(LAST[0]) == why
    assert motion.previous_sentence(why + 2) == why
    assert motion.next_paragraph(3) == LAST[0]
    assert motion.next_paragraph(LAST[0]) == LAST[0]


def test_edges_move_by_tokens_and_never_past_each_other(motion: Motion) -> None:
    start = TEXT.index("Ada")
    span = (start, start + len("Ada O'Brien"))
    assert TEXT[slice(*motion.move_end(*span, 1))] == "Ada O'Brien's"
    assert TEXT[slice(*motion.move_end(*span, -1))] == "Ada"
    assert TEXT[slice(*motion.move_end(*span, -9))] == "Ada"
    assert TEXT[slice(*motion.move_start(*span, -1))] == "Mayor Ada O'Brien"
    assert TEXT[slice(*motion.move_start(*span, 9))] == "O'Brien"


def test_an_edge_inside_a_token_moves_to_its_nearest_edge(motion: Motion) -> None:
    start = TEXT.index("plan")
    assert TEXT[slice(*motion.move_end(start, start + 2, 1))] == "plan"
    assert TEXT[slice(*motion.move_start(start + 2, start + 9, -1))] == "plan cost"
    assert TEXT[slice(*motion.move_start(start + 2, start + 9, 1))] == "cost"


def test_nothing_shown_means_nowhere_to_go() -> None:
    motion = Motion("abc", [])
    moves = (motion.next_word, motion.previous_word, motion.next_sentence, motion.previous_sentence,
             motion.next_cluster, motion.previous_cluster, motion.word_end, motion.next_paragraph)  # fmt: skip
    assert [move(1) for move in moves] == [1] * len(moves)
    assert motion.token_at(1) == (1, 1)
    assert motion.move_end(1, 2, 1) == (1, 2)


PIECES = st.sampled_from([*"ab Z.,“”'\"’\n-1", "e\u0301", "👍🏽", "東", "\u200b"])
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map("".join)


@given(TEXTS)
def test_clusters_are_walked_the_same_both_ways(text: str) -> None:
    text = screen_safe(text, keep_newlines=True)
    motion = Motion(text, [(0, len(text))])
    forth, at = [0], 0
    while (after := motion.next_cluster(at)) != at:
        forth.append(at := after)
    back = [at]
    while (before := motion.previous_cluster(at)) != at:
        back.append(at := before)
    assert back[::-1] == forth


@given(TEXTS, st.integers(0, 59), st.integers(-3, 3))
def test_moved_edges_stay_in_the_text_and_in_order(text: str, at: int, by: int) -> None:
    motion = Motion(text, [(0, len(text))])
    start, end = motion.token_at(min(at, len(text) - 1))
    if start < end:
        for a, b in (motion.move_start(start, end, by), motion.move_end(start, end, by)):
            assert 0 <= a < b <= len(text)
