"""Sentences of the narration: what stands around quotations, cut where the narrator's own sentence ends.

spaCy cuts sentences inside quotations too, and often between a quotation and its "she said". Here a quotation is one
piece of the sentence that it stands in, however many sentences it holds itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tui.extraction.cues import cue_words
from tui.extraction.marks import Stretch
from tui.extraction.syntax import Parse

_ENDS = ".!?…"


@dataclass(slots=True)
class NarrationSentence:
    """Tokens `first:last` of one paragraph, and the stretches (by index) that stand in them."""

    paragraph: int
    first: int
    last: int
    stretches: list[int] = field(default_factory=list)


def narration_sentences(
    parse: Parse, paragraphs: Sequence[tuple[int, int]], stretches: Sequence[Stretch]
) -> list[NarrationSentence]:
    """Cut every paragraph into sentences of its narration; `stretches` are the outermost ones, in order."""
    result: list[NarrationSentence] = []
    next_stretch = 0
    for number, (start, end) in enumerate(paragraphs):
        tokens = parse.tokens(start, end)
        current = NarrationSentence(number, tokens.start, tokens.start)
        i = tokens.start
        while i < tokens.stop:
            if next_stretch < len(stretches) and parse.ends[i] > stretches[next_stretch].start:
                stretch = stretches[next_stretch]
                i = max(i + 1, min(parse.tokens(stretch.start, stretch.end).stop, tokens.stop))
                current.stretches.append(next_stretch)
                next_stretch += 1
                ended = _quotation_ends_sentence(parse, stretch, i, tokens.stop)
            else:
                ended = parse.tags[i] == "." and not _goes_on(parse, i + 1, tokens.stop)
                i += 1
            if ended:
                current.last = i
                result.append(current)
                current = NarrationSentence(number, i, i)
        if current.first < tokens.stop:
            current.last = tokens.stop
            result.append(current)
    return result


def _goes_on(parse: Parse, i: int, last: int) -> bool:
    """Return whether token `i` can't start a sentence (the full stop before it ended an abbreviation)."""
    return i < last and (parse.words[i][0].islower() or parse.words[i][0] in ",;:-–—)")


def _quotation_ends_sentence(parse: Parse, stretch: Stretch, i: int, last: int) -> bool:
    """Return whether the narrator's sentence is over after `stretch`, whose next token is `i`."""
    inner = parse.text[stretch.inner_start : stretch.inner_end].rstrip(" '’”\"")
    if not inner or inner[-1] not in _ENDS or i >= last:
        return False
    if _goes_on(parse, i, last):
        return False
    # `"Why?" Smith asked.`: after a question, a short clause with a report verb still belongs to it.
    if inner[-1] != ".":
        words = cue_words()
        for j in range(i, min(i + 7, last)):
            if parse.tags[j] == ".":
                break
            if parse.lemmas[j] in words.say and parse.is_verb(j):
                return False
    return True
