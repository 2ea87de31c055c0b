"""What `expand` and `shrink` step through: word, capitalised run, noun phrase, quoted text, sentence, paragraph.

The desk's process has no parser, so the noun phrase is what the words show: a capitalised run or a lower-case noun
with the determiner and the adjectives before it, up to the next function word. Its use is to save keys, never to
decide anything: a person sees what is selected before a label is set.
"""

from tui.annotation.quotation_marks import quoted_stretches, stretch_at
from tui.annotation.tokens import Tokens, word_set

_INSIDE_NAMES = word_set("of the and de la le du des van von der den di da dos el al bin ibn y & - for")
DETERMINERS = word_set("a an the this that these those his her its their our my your some any every each no another")
FUNCTION_WORDS = word_set(
    "and or but nor so yet if when while as than that which who whom whose what where why how to of in on at by "
    "for with from into onto over under after before about against between through during without within upon is "
    "are was were be been being am do does did has have had will would can could may might shall should must not "
    "it he she they we i you him them us me there here also just then now only very too up out off"
)

_NEVER_NAMES = DETERMINERS | FUNCTION_WORDS
TITLES = word_set("Mr Mrs Ms Dr Prof St Gen Col Capt Lt Sgt Sen Rep Gov Rev Jr Sr")


def word(tokens: Tokens, offset: int) -> tuple[int, int] | None:
    """Return the word at `offset`, else the nearest one after it, else the last one; None where there are no words."""
    i = tokens.at(offset)
    if i < 0:
        return None
    if tokens.is_word(i):
        return tokens.span(i)
    return tokens.word_after(offset) or tokens.word_before(offset)


def capitalised_run(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the run of capitalised words around `start:end`: "Bank of Norway", "Zoë Ní Bhriain", "Smith-Jones".

    Lower-case particles count between two capitalised words. Returns `start, end` where no word there is capitalised.
    """
    inside = [i for i in tokens.inside(start, end) if tokens.is_word(i)]
    if not inside or not any(_part_of_name(tokens, i) for i in inside):
        return start, end
    first, last = inside[0], inside[-1]
    while (i := _joined(tokens, first, -1)) is not None:
        first = i
    while (i := _joined(tokens, last, 1)) is not None:
        last = i
    return min(start, tokens.starts[first]), max(end, tokens.ends[last])


def _part_of_name(tokens: Tokens, i: int) -> bool:
    if not tokens.is_capitalised(i) or not tokens.is_word(i):
        return False
    text = tokens.text[tokens.starts[i] : tokens.ends[i]]
    return text.isupper() or text.lower() not in _NEVER_NAMES


def _joined(tokens: Tokens, i: int, step: int) -> int | None:
    """Return the next capitalised word in the direction `step` that belongs to the same name, or None."""
    j, particles = i + step, 0
    while 0 <= j < len(tokens) and particles <= 2:
        near, far = (i, j) if step > 0 else (j, i)
        if "\n" in tokens.text[tokens.ends[near] : tokens.starts[far]]:
            return None
        if _part_of_name(tokens, j):
            return j
        start, end = tokens.span(j)
        dot = tokens.text[start:end] == "." and _dotted(tokens, j)
        if not dot and tokens.text[start:end].lower() not in _INSIDE_NAMES:
            return None
        particles += not dot
        j += step
    return None


def _dotted(tokens: Tokens, i: int) -> bool:
    """Whether the full stop `i` belongs to a title or an initial: "Mr. Berg", "J. Berg"."""
    if i == 0 or tokens.ends[i - 1] != tokens.starts[i]:
        return False
    before = tokens.text[tokens.starts[i - 1] : tokens.ends[i - 1]]
    return before in TITLES or (len(before) == 1 and before.isupper())


def noun_phrase(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return `start:end` with the words before it up to its determiner, and the lower-case noun after it."""
    inside = tokens.inside(start, end)
    if not inside:
        return start, end
    first, last = inside[0], inside[-1]
    for _ in range(5):
        before = first - 1
        if before < 0 or not tokens.is_word(before) or "\n" in tokens.text[tokens.ends[before] : tokens.starts[first]]:
            break
        text = tokens.text[tokens.starts[before] : tokens.ends[before]].lower()
        if text in DETERMINERS:
            first = before
            break
        if text in FUNCTION_WORDS or text.endswith("ly"):
            break
        first = before
    return min(start, tokens.starts[first]), max(end, tokens.ends[last])


def without_article(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return `start:end` without a determiner at its start."""
    inside = tokens.inside(start, end)
    if len(inside) > 1 and tokens.text[slice(*tokens.span(inside[0]))].lower() in DETERMINERS:
        return tokens.starts[inside[1]], end
    return start, end


def rungs(tokens: Tokens, offset: int) -> list[tuple[int, int]]:
    """Return the rungs at `offset`, from the word up: each contains the one before, and is longer."""
    lowest = word(tokens, offset)
    if lowest is None:
        return []
    phrase = noun_phrase(tokens, *capitalised_run(tokens, *lowest))
    paragraph = tokens.paragraph(offset)
    found = [lowest, capitalised_run(tokens, *lowest), without_article(tokens, *phrase), phrase]
    quoted = stretch_at(quoted_stretches(tokens.text, *paragraph), offset)
    if quoted is not None and quoted[0] <= lowest[0] and lowest[1] <= quoted[1]:
        found.append(quoted)
    found += [tokens.sentence(offset), paragraph]
    ladder: list[tuple[int, int]] = []
    for low, high in sorted(found, key=lambda rung: rung[1] - rung[0]):
        if not ladder or (low <= ladder[-1][0] and ladder[-1][1] <= high and (low, high) != ladder[-1]):
            ladder.append((low, high))
    return ladder


def expanded(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the next rung that holds all of `start:end` and more, or `start, end` at the top."""
    for low, high in rungs(tokens, start):
        if low <= start and end <= high and (low, high) != (start, end):
            return low, high
    return start, end


def shrunk(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the largest rung inside `start:end` that has its last word, or `start, end` at the bottom."""
    inside = [rung for rung in rungs(tokens, end - 1) if start <= rung[0] and rung[1] <= end and rung != (start, end)]
    return inside[-1] if inside else (start, end)
