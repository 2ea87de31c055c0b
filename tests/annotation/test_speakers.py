"""Who is offered as the speaker of a quote: names and words for people near it, without the verb before them."""

from tui.annotation import Label, State, Status
from tui.annotation.speakers import speaker_candidates
from tui.annotation.tokens import Tokens
from tui.model import Article, Block, BlockKind, Entity, Quote, QuoteKind

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
