"""Who is offered as the speaker of a quote: names and words for people near it, without the verb before them."""

from dataclasses import replace

import pytest

from tui.annotation import Label, State, Status
from tui.annotation.speakers import speaker_candidates
from tui.annotation.tokens import Tokens
from tui.model import Article, Block, BlockKind, Entity, Quote, QuoteKind, Speaker

TEXT = "Ola Berg waited in the rain. “We will not move,” she told reporters outside the town hall."


def test_the_pronoun_at_the_cue_comes_first_and_a_verb_is_no_part_of_a_mention() -> None:
    state = State.start(Article("rain", TEXT, (Block(0, len(TEXT), BlockKind.BODY, True, "rule"),)))
    start = TEXT.index("“")
    quote = Quote("q1", QuoteKind.DIRECT, (state.span(start, TEXT.index("”") + 1),))
    state.labels["e1"] = Label("e1", Entity("e1", state.span(0, 8), "PERSON"), Status.PENDING)
    state.labels["q1"] = Label("q1", quote, Status.PENDING)
    names = [x.name for x in speaker_candidates(state, Tokens.of(TEXT), state.labels["q1"])]
    assert names[0] == "she"
    assert {"Ola Berg", "reporters"} <= set(names)


def offered(text: str, *names: str, dropped: str = "", said: str = "") -> list[str]:
    """Who is offered for the text in curly marks; `names` are labelled as people, `said` says another quote."""
    blocks, position = [], 0
    for part in text.split("\n\n"):
        blocks.append(Block(position, position + len(part), BlockKind.BODY, part != dropped, "rule"))
        position += len(part) + 2
    state = State.start(Article("story", text, tuple(blocks)))
    quote = Quote("q1", QuoteKind.DIRECT, (state.span(text.index("“"), text.index("”") + 1),))
    for i, name in enumerate(names):
        span = state.span(text.index(name), text.index(name) + len(name))
        state.labels[f"e{i}"] = Label(f"e{i}", Entity(f"e{i}", span, "PERSON"), Status.PENDING)
    state.labels["q1"] = Label("q1", quote, Status.PENDING)
    if said:
        mention = state.span(text.index(said), text.index(said) + len(said))
        other = replace(quote, id="q2", content=(state.span(0, 3),), speaker=Speaker(mention))
        state.labels["q2"] = Label("q2", other, Status.ACCEPTED)
    return [x.span.text for x in speaker_candidates(state, Tokens.of(text), state.labels["q1"])]


@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("“No,” said council leader Ann Lee.", "Ann Lee", "council leader Ann Lee"),
        ("Its president, Dr. Omar Lund, said: “No.”", "Omar Lund", "Its president, Dr. Omar Lund"),
        ("The harbour's secretary, Ada Brook, said: “No.”", "Ada Brook", "The harbour's secretary, Ada Brook"),
        ("A spokesman for the Rowers wrote: “No.”", "", "A spokesman for the Rowers"),
        ("Officials in Ottawa said: “No.”", "", "Officials in Ottawa"),
        ("The co-driver Kit Moss said: “No.”", "Kit Moss", "The co-driver Kit Moss"),
    ],
)
def test_a_speaker_is_offered_as_the_subject_of_the_sentence_has_it(text: str, name: str, phrase: str) -> None:
    found = offered(text, *([name] if name else []))
    assert found[0] == phrase
    assert not name or name in found


@pytest.mark.parametrize(
    ("text", "name"), [("“No,” Lee told Omar Lund.", "Omar Lund"), ("On Monday Ann Lee said: “No.”", "Ann Lee")]
)
def test_a_verb_or_a_day_before_a_name_is_no_part_of_it(text: str, name: str) -> None:
    assert name in offered(text, name)
    assert not any(name in other and other != name for other in offered(text, name))


def test_pronouns_stand_alone_and_that_of_a_clause_belongs_to_no_subject() -> None:
    found = offered("It turned out that she knew that managers lied. “No,” she said.")
    assert {"she", "managers"} <= set(found)
    assert not any(name.startswith("that") for name in found)


def test_nobody_speaks_in_a_dropped_block_and_who_says_another_quote_is_offered_whole() -> None:
    promo = "Editor Kim Hall recommends more."
    found = offered(f"Yes, the old man from next door said.\n\n{promo}\n\n“No,” he said.", dropped=promo)
    assert not any("Hall" in name for name in found)
    text = "Yes said the one with the hat.\n\n“No,” he said."
    assert "the one with the hat" in offered(text, said="the one with the hat")
