"""Who may have said a quote: mentions near it, ranked so that the right one is nearly always among nine digits.

People first (names, pronouns, words for people), then bodies and places that speak, then other noun phrases; within
each, near before far, and outside quotation marks before inside. Nothing is decided here: a person presses a digit.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tui.annotation.ladder import capitalised_run, noun_phrase
from tui.annotation.quotation_marks import quoted_stretches
from tui.annotation.speaker_words import (
    BODIES,
    CALENDAR,
    NOT_HEADS,
    OF_PEOPLE,
    PEOPLE,
    PREPOSITIONS,
    PRONOUNS,
    REPORTING,
)
from tui.annotation.state import Label, State, Status
from tui.annotation.subject_phrases import subject_phrase
from tui.annotation.tokens import Tokens
from tui.model import Entity, Layer, Quote, Span

WINDOW = 1500
"""Characters searched before and after the quote."""

_PEOPLE_LABELS = frozenset({"PERSON", "PER"})
_SPEAKS = 70.0
"""Below this a mention is a person, a body, or a word for one: what may stand in a longer phrase."""
_BESIDE = 30.0
"""What a mention costs that stands in another's phrase: Ottawa in "officials in Ottawa"."""
_SHORT = 9.0
"""What the bare name costs where a longer phrase has been offered."""
_BODY_LABELS = frozenset({"ORG", "NORP", "GPE"})


@dataclass(frozen=True, slots=True)
class SpeakerCandidate:
    """A mention that may be the speaker: its span, its cluster where it has one, and the name to show."""

    span: Span
    cluster: str | None
    name: str


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    weight: float
    cluster: str | None = None


def speaker_candidates(state: State, tokens: Tokens, label: Label, most: int = 9) -> list[SpeakerCandidate]:
    """Return up to `most` mentions that may be the speaker of the quote `label`, the likeliest first.

    A name or a word stands once, at its best place. Returns none for an entity.
    """
    if not isinstance(label.value, Quote):
        return []
    quote = label.value
    low, high = max(0, quote.start - WINDOW), min(len(state.text), quote.end + WINDOW)
    stretches = [x for start, end in _paragraphs(tokens, low, high) for x in quoted_stretches(state.text, start, end)]
    cues = _cues(tokens, low, high, quote)
    near = tokens.paragraph(quote.start)
    best: dict[str, tuple[float, _Mention]] = {}
    for mention in _mentions(state, tokens, label, low, high):
        if any(piece.start < mention.end and mention.start < piece.end for piece in quote.content):
            continue
        cost = _cost(mention, quote, cues, near, stretches)
        key = state.text[mention.start : mention.end].casefold()
        if key in PRONOUNS:
            key += "<" if mention.end <= quote.start else ">"
        if key not in best or cost < best[key][0]:
            best[key] = (cost, mention)
    ranked = sorted(best.values(), key=lambda item: (item[0], item[1].start))
    return [
        SpeakerCandidate(state.span(mention.start, mention.end), mention.cluster, _name(state, mention))
        for _, mention in ranked[:most]
    ]


def mention_at(state: State, tokens: Tokens, offset: int) -> SpeakerCandidate | None:
    """Return the mention at `offset`: the entity there, else the capitalised run, else the word."""
    for label in state.in_order(Layer.ENTITIES):
        if label.status is not Status.REJECTED and label.start <= offset < label.end:
            assert isinstance(label.value, Entity)
            cluster = label.value.cluster
            known = state.clusters.get(cluster or "")
            name = known.name if known else label.value.span.text
            return SpeakerCandidate(label.value.span, cluster, name)
    here = [i for i in tokens.inside(offset, offset + 1) if tokens.is_word(i)]
    if not here:
        return None
    start, end = capitalised_run(tokens, *tokens.span(here[0]))
    return SpeakerCandidate(state.span(start, end), None, state.text[start:end])


def _name(state: State, mention: _Mention) -> str:
    text = state.text[mention.start : mention.end]
    cluster = state.clusters.get(mention.cluster or "")
    return text if cluster is None or cluster.name == text else f"{text} ({cluster.name})"


def _paragraphs(tokens: Tokens, low: int, high: int) -> Iterator[tuple[int, int]]:
    for start, end in tokens.paragraphs:
        if start < high and low < end:
            yield start, end


def _cues(tokens: Tokens, low: int, high: int, quote: Quote) -> list[tuple[int, int, bool]]:
    """Return the reporting verbs around the quote, and whether each is the quote's own cue."""
    cues = []
    for i in tokens.inside(low, high):
        start, end = tokens.span(i)
        if REPORTING.fullmatch(tokens.text[start:end].lower()) and not any(
            x.start <= start < x.end for x in quote.content
        ):
            cues.append((start, end, quote.cue is not None and quote.cue.start <= start < quote.cue.end))
    return cues


def _mentions(state: State, tokens: Tokens, label: Label, low: int, high: int) -> Iterator[_Mention]:
    """Yield the mentions between `low` and `high`, as the subject has them: with article, role and title.

    Who says another quote, then labels, then what the words themselves show; dropped blocks speak to nobody.
    """
    for other in state.in_order(Layer.QUOTES):
        speaker = other.value.speaker if isinstance(other.value, Quote) and other.id != label.id else None
        if speaker is not None and speaker.mention is not None and low <= speaker.mention.start < high:
            yield _Mention(speaker.mention.start, speaker.mention.end, 3.0, speaker.cluster)
    complements: list[tuple[int, int]] = []
    for mention in sorted(_heads(state, tokens, low, high), key=lambda mention: mention.start):
        if any(start <= mention.start < end for start, end in complements):
            mention = replace(mention, weight=mention.weight + _BESIDE)  # noqa: PLW2901
        elif mention.weight < _SPEAKS and state.text[mention.start : mention.end].lower() not in PRONOUNS:
            start, end = subject_phrase(tokens, mention.start, mention.end)
            if (start, end) != (mention.start, mention.end):
                yield replace(mention, start=start, end=end)
                complements.append((mention.end, end))
                mention = replace(mention, weight=mention.weight + _SHORT)  # noqa: PLW2901
        yield mention


def _heads(state: State, tokens: Tokens, low: int, high: int) -> Iterator[_Mention]:
    taken = [(block.start, block.end) for block in state.blocks.values() if not block.keep]
    for label in state.in_order(Layer.ENTITIES):
        if label.status is Status.REJECTED or label.end <= low or label.start >= high:
            continue
        assert isinstance(label.value, Entity)
        weight = 0.0 if label.name in _PEOPLE_LABELS else 25.0 if label.name in _BODY_LABELS else 70.0
        taken.append((label.start, label.end))
        yield _Mention(label.start, label.end, weight, label.value.cluster)
    speakers = {
        (label.value.speaker.mention.start, label.value.speaker.cluster)
        for label in state.labels.values()
        if isinstance(label.value, Quote) and label.value.speaker and label.value.speaker.mention
    }
    clusters = dict(speakers)
    position = low
    for i in tokens.inside(low, high):
        start, end = tokens.span(i)
        if start < position or not tokens.is_word(i) or any(a < end and start < b for a, b in taken):
            continue
        found = _worded(tokens, start, end)
        if found is not None:
            position = found.end
            yield _Mention(found.start, found.end, found.weight, clusters.get(found.start))


def _worded(tokens: Tokens, start: int, end: int) -> _Mention | None:
    """Return the mention whose head is the word `start:end`, judged by its form alone."""
    text = tokens.text[start:end]
    lower = text.lower()
    if lower in PRONOUNS:
        return _Mention(start, end, 4.0 if lower in OF_PEOPLE else 40.0)
    if text[0].isupper() and end - start > 1:
        low, high = capitalised_run(tokens, start, end)
        single = (low, high) == (start, end)
        opens = single and tokens.sentence(start)[0] in range(start - 2, start + 1)
        if not opens and lower not in CALENDAR:
            return _Mention(low, high, 12.0)
    if lower in NOT_HEADS or not text.isalpha():
        return None
    weight = 14.0 if PEOPLE.fullmatch(lower) else 30.0 if BODIES.fullmatch(lower) else None
    if weight is None:
        return None
    low, high = noun_phrase(tokens, start, end)
    for i in tokens.inside(low, start):  # "told reporters": the verb before is no part of the phrase
        if REPORTING.fullmatch(tokens.text[slice(*tokens.span(i))].lower()):
            low = min(start, tokens.span(i + 1)[0])
    if tokens.text[low : low + 5].lower() == "that " and not _is_behind_preposition(tokens, low):
        low += 5  # "it says that managers": no determiner
    return _Mention(low, high, weight)


def _is_behind_preposition(tokens: Tokens, offset: int) -> bool:
    before = tokens.word_before(offset)
    return before is not None and tokens.text[slice(*before)].lower() in PREPOSITIONS


def _cost(
    mention: _Mention,
    quote: Quote,
    cues: list[tuple[int, int, bool]],
    paragraph: tuple[int, int],
    stretches: list[tuple[int, int]],
) -> float:
    """Return how unlikely the mention is as the speaker: kind, distance in characters, cue, quotation marks."""
    gap = _gap(mention, quote)
    cost = mention.weight + gap * 0.12
    if not paragraph[0] <= mention.start < paragraph[1]:
        cost += 18.0
    if any(start < mention.end and mention.start < end for start, end in stretches):
        cost += 45.0
    for start, end, own in cues:
        apart = start - mention.end if mention.end <= start else mention.start - end
        if 0 <= apart <= 3:
            cost -= 60.0 if own else 22.0
            break
        if 0 <= apart <= 45 and own:
            cost -= 25.0
            break
    return cost


def _gap(mention: _Mention, quote: Quote) -> int:
    return min(max(piece.start - mention.end, mention.start - piece.end, 0) for piece in quote.content)
