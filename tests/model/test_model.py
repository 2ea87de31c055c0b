"""The laws of texts, spans and articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model import Article, Block, BlockKind, KeptText, Span, SpanError, freeze, screen_safe, text_sha256

ANY_TEXT = st.text(alphabet=st.characters(codec=None), max_size=80)  # lone surrogates and controls too


@given(ANY_TEXT)
def test_a_frozen_text_holds_no_control_characters_and_freezes_to_itself(raw: str) -> None:
    text = freeze(raw)
    assert not [
        c for c in text if c not in "\t\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000)
    ]
    assert freeze(text) == text


def test_freezing_keeps_what_the_article_says() -> None:
    assert freeze("\ufeffa\r\nb\rc\x0cd\x85e\x1b[31m\u009b f\ud800 e\u0301 é") == "a\nb\nc\nd\ne[31m f\ufffd e\u0301 é"


@given(ANY_TEXT)
def test_the_screen_copy_has_the_same_length_and_can_not_command_a_terminal(text: str) -> None:
    safe = screen_safe(text)
    assert len(safe) == len(text)
    assert not [c for c in safe if ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2066\u200d\ufe0f"]
    assert screen_safe(text, keep_newlines=True).count("\n") == text.count("\n")


@given(st.text(max_size=40), st.integers(-3, 43), st.integers(-3, 43))
def test_a_span_is_a_slice_or_an_error(text: str, start: int, end: int) -> None:
    if 0 <= start < end <= len(text):
        span = Span.of(text, start, end)
        assert span.text == text[start:end]
        span.check(text)
        assert Span.from_json(span.as_json()) == span
    else:
        with pytest.raises(SpanError):
            Span.of(text, start, end)


def test_offsets_in_utf16_units_are_caught_by_the_surface_text() -> None:
    with pytest.raises(SpanError, match="there stands"):
        Span(3, 6, "Ana").check("😀 Ana")


@given(st.lists(st.text(alphabet="ab😀é ", min_size=1, max_size=12), max_size=8), st.data())
def test_kept_text_leads_back_to_the_whole_text(paragraphs: list[str], data: st.DataObject) -> None:
    whole, pieces, position = "\n".join(paragraphs), [], 0
    for paragraph in paragraphs:
        if data.draw(st.booleans()):
            pieces.append((position, position + len(paragraph)))
        position += len(paragraph) + 1
    kept = KeptText.of(whole, pieces)
    assert kept.text == "\n\n".join(whole[start:end] for start, end in pieces)
    assert list(kept.pieces()) == pieces
    for start in range(len(kept.text)):
        for end in range(start + 1, len(kept.text) + 1):
            span = kept.to_whole(start, end)
            if span is None:
                assert "\n" in kept.text[start:end]
            else:
                span.check(whole)
                assert kept.from_whole(span.start, span.end) == (start, end)


def test_an_article_refuses_blocks_that_overlap_and_a_text_that_is_not_its_own() -> None:
    block = Block(0, 3, BlockKind.BODY, True, "rule:x")
    with pytest.raises(SpanError, match="overlaps another"):
        Article("a", "abcdef", (block, Block(2, 5, BlockKind.BODY, True, "rule:x")))
    with pytest.raises(SpanError, match="not the one its SHA-256"):
        Article("a", "abcdef", (block,), text_sha256=text_sha256("abc"))
