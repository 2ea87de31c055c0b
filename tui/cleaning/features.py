"""What a line of text looks like, and what stands around it, as numbers: one row a line, one column a feature.

The columns are named in `NAMES`. Everything is counted over all lines of all texts at once with numpy, because a page
may have thousands of lines and none may cost more than a few microseconds; nothing looks beyond the text of its line.
"""

from collections.abc import Sequence
from functools import cache
from math import inf, log1p

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import (
    ASK,
    BRACKET,
    CALL,
    CAPITAL,
    COLON,
    COMMA,
    DIGIT,
    LOWER,
    MARK,
    MONEY,
    OTHER,
    PIPE,
    QUOTE,
    STOP,
    UPPER,
)
from tui.cleaning.constants import ONE, ONE_PLACE, ZERO, of_column, of_places
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import Lines
from tui.cleaning.segments import Segments
from tui.cleaning.signs import KIND_GROUPS, LineSigns
from tui.cleaning.windows import WINDOWS, window_means

Matrix = NDArray[np.float32]
Column = NDArray[np.float32]

_NEAR, _FAR_ABOVE = of_column(60), of_column(-60)  # lines: distances beyond this say no more
_AT_THE_TOP = of_column(59)  # lines since body text of a first line, as the forests have learned it

OWN = (
    "words", "characters", "word length", "ends a sentence", "ends with a colon", "ends with a comma",
    "ends with an ellipsis", "ends with a question", "begins with a quote mark", "begins in lower case",
    "begins with a capital", "begins with a digit", "bullet", "capitalised words", "capital letters", "digits",
    "commas", "sentence ends", "quote marks", "separators", "money", "marks", "brackets", "exclamations",
    "function words", "link-like words", "reporting words", "words to the reader", "begins with a call",
    "repeats", "later copy", "no space above", "no space below", "sure sign", "any sign", "words in capitals",
)  # fmt: skip
SIGNS = tuple(f"sign: {group}" for group in KIND_GROUPS)
PLACE = (
    "body text before", "body text after", "body text", "lines", "place", "words of the body", "themes of the body",
    "lines since body text", "lines to body text", "run of short lines", "lines in the paragraph",
    "in the densest stretch", "after its start", "before its end", "lines with space above", "end marks before",
    "body text within 3", "body text within 8", "body text within 20", "body text in the 4 before",
    "body text in the 4 after", "signs within 3", "signs within 8", "signs in the 4 before", "signs in the 4 after",
    "words within 2", "words within 6", "words in the 3 before", "words in the 3 after", "bullets within 2",
    "sentences within 3", "repeats within 3", "like the line above", "like the line below",
    "lines since a colon", "lines of the same shape within 4",
)  # fmt: skip
_SHIFTED = (
    "words", "ends a sentence", "ends with a colon", "bullet", "capitalised words", "function words",
    "link-like words", "repeats", "no space above", "sure sign", "any sign", "begins with a quote mark",
    *SIGNS,
)  # fmt: skip
_SHIFTED_COLUMNS = np.array([(OWN + SIGNS).index(name) for name in _SHIFTED])
_SHIFTS = (-1, 1, -2, 2)
_FURTHEST = 2
NAMES = OWN + SIGNS + PLACE + tuple(f"{name} ({shift:+d})" for shift in _SHIFTS for name in _SHIFTED)
_SHARED = slice(PLACE.index("words of the body"), PLACE.index("themes of the body") + 1)
_WORDS, _ENDS_SENTENCE, _COLON, _BULLET, _FUNCTION_WORDS, _REPEATS, _NO_SPACE_ABOVE, _SURE = (
    OWN.index(name) for name in (
        "words", "ends a sentence", "ends with a colon", "bullet", "function words", "repeats", "no space above",
        "sure sign",
    )
)  # fmt: skip


def all_features(lines: Lines, signs: LineSigns, common: frozenset[str] = frozenset()) -> Matrix:
    """Return the whole matrix, one row a line, the columns of `NAMES`; each column lies together in memory.

    `common` words say nothing of a text's themes.
    """
    columns = np.empty((len(NAMES), len(lines)), np.float32)
    own = columns[: len(OWN + SIGNS)]
    _fill_own(own, lines, signs)
    at = len(own) + len(PLACE)
    place = columns[len(own) : at]
    is_prose = _fill_place(place, own, signs.end_mark, lines.of_texts)
    _since_colons(own[_COLON] > 0, is_prose, lines.of_texts, place[-2])
    _alike(_shapes(own, lines), lines.of_texts, place[-1])
    place[_SHARED] = _shared_words(lines, is_prose, common)
    _fill_shifted(columns[at:], own, lines.of_texts)
    return columns.T


def _fill_own(own: Matrix, lines: Lines, signs: LineSigns) -> None:
    """Write the columns `OWN + SIGNS`: what each line says by itself."""
    characters = lines.characters
    kinds, chars, words = characters.by_kind, characters.total, characters.words.sizes.astype(np.float32)
    per_word = ONE / np.maximum(words, ONE)
    upper = kinds[UPPER] + kinds[CAPITAL]
    np.log1p(words, out=own[0])
    np.log1p(chars, out=own[1])
    np.multiply(chars, per_word, out=own[2])
    own[3:12] = characters.edges
    own[12] = signs.bullet
    np.multiply(kinds[CAPITAL], per_word, out=own[13])
    np.divide(upper, np.maximum(kinds[LOWER] + upper, ONE), out=own[14])
    np.divide(kinds[DIGIT], chars, out=own[15])
    np.multiply(kinds[COMMA], per_word, out=own[16])
    marks = kinds.take(_MARKS, axis=0)
    marks[0] += kinds[ASK] + kinds[CALL]
    np.minimum(marks, _MOST_MARKS, out=own[17:24])
    own[24:29] = signs.words
    own[29] = lines.repeat_counts
    np.minimum(own[29], _MOST_REPEATS, out=own[29])
    own[30] = signs.later_copy
    own[31] = lines.glued
    own[32, :-1] = own[31, 1:]
    own[32, lines.of_texts.last] = 0
    own[33], own[34] = signs.sure, signs.any
    np.multiply(own[0], (kinds[LOWER] == ZERO) & (upper > ZERO), out=own[35])
    own[36:] = signs.groups


_MARKS = np.array((STOP, QUOTE, PIPE, MONEY, MARK, BRACKET, CALL))
_MOST_REPEATS = of_column(6)
_MOST_MARKS = np.array([[12], [8], [8], [4], [4], [6], [3]], np.float32)


def body_mass(own: Matrix) -> Column:
    """Return for each line the words it adds to the body: its number of words where it is running text, else 0."""
    columns = own.T
    words = np.expm1(columns[_WORDS])
    return np.asarray(words * _running_text(columns, words, _clutter(columns)))


def _clutter(own: Matrix) -> NDArray[np.bool_]:
    """Return which lines are clutter by themselves: a sign is sure of it, or they are repeated."""
    return np.asarray((own[_SURE] > ZERO) | (own[_REPEATS] > ONE))


def _running_text(own: Matrix, words: Column, is_clutter: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = words >= _SENTENCE
    found &= own[_ENDS_SENTENCE] > ZERO
    found |= words >= _PARAGRAPH
    found &= np.abs(own[_FUNCTION_WORDS]) >= _FUNCTION_SHARE  # -1 where nobody knows
    return np.asarray(found > is_clutter)


_SENTENCE, _PARAGRAPH = of_column(8), of_column(25)  # words of running text: one that ends as a sentence, and any
_FUNCTION_SHARE = of_column(0.15)


def _fill_place(place: Matrix, own: Matrix, end_mark: Column, of_texts: Segments) -> NDArray[np.bool_]:
    """Write the columns `PLACE`, but for `_SHARED`: where a line stands in its text, and among what.

    Returns which lines are running text.
    """
    words = np.expm1(own[_WORDS])
    is_clutter = _clutter(own)
    is_prose = _running_text(own, words, is_clutter)
    mass = words * is_prose
    length, glued = own[_WORDS], own[_NO_SPACE_ABOVE]
    index = of_texts.index.astype(np.float32)
    gain = _gain(words, is_prose, is_clutter)
    through = np.empty_like(mass)
    stretches = []
    place[11] = 0
    for here in of_texts.slices:  # sums of fractions depend on what was added before: each text by itself
        np.add.accumulate(mass[here], out=through[here])
        first, last = densest_stretch(gain[here].tolist())
        place[11, here.start + first : here.start + last + 1] = 1
        stretches.append((first, last))
    totals = [max(total, 1.0) for total in through.take(of_texts.last).tolist()]
    sizes = of_texts.sizes.tolist()
    marks = np.add.accumulate(end_mark) - end_mark
    of_text = np.array((
        totals, sizes, list(map(log1p, totals)), list(map(log1p, sizes)), *zip(*stretches, strict=True),
        np.add.reduceat(glued, of_texts.starts).tolist(), marks.take(of_texts.starts).tolist(),
    ), np.float32)  # fmt: skip
    total, n, *_, start, end, glued_lines, marks_above = of_texts.spread(of_text)
    np.divide(through - mass, total, out=place[0])
    np.divide(total - through, total, out=place[1])
    place[2:4] = of_texts.spread(of_text[2:4])
    np.divide(index, n, out=place[4])
    _distances(is_prose, of_texts, place[7:9], place[9])
    _paragraphs(glued, place[10])
    into_stretch = place[12:14]
    np.subtract(index, start, out=into_stretch[0])
    np.subtract(end, index, out=into_stretch[1])
    np.minimum(np.maximum(into_stretch, _FAR_ABOVE, out=into_stretch), _NEAR, out=into_stretch)
    np.subtract(ONE, glued_lines / n, out=place[14])
    np.minimum(marks - marks_above, _MOST_END_MARKS, out=place[15])
    window_means(
        (is_prose, own[_SURE], np.minimum(words, _MOST_WORDS), own[_BULLET], own[_ENDS_SENTENCE], own[_REPEATS] > ONE),
        of_texts, place[16 : 16 + len(WINDOWS)],
    )  # fmt: skip
    above, below = place[-4:-2]
    np.abs(length[1:] - length[:-1], out=above[1:])
    below[:-1] = above[1:]
    above[of_texts.starts] = below[of_texts.last] = 0
    return is_prose


_MOST_END_MARKS, _MOST_WORDS = of_column(5), of_column(60)


def _gain(words: Column, is_prose: NDArray[np.bool_], is_clutter: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return what each line adds to a stretch of text.

    A line of running text counts an eighth of its words (at most 60), any other line something below zero, more where a
    sign says that it is clutter.
    """
    gain = np.where(is_prose, np.minimum(words, _MOST_WORDS) / _EIGHT, _NO_PROSE.take(words > _SHORT))
    np.putmask(gain, is_clutter, -1.2)
    return gain


_EIGHT, _SHORT = of_column(8), of_column(12)
_NO_PROSE = np.array((-0.8, -0.2))  # what a line adds that is no running text: a short one, and a longer one


def densest_stretch(gain: Sequence[float]) -> tuple[int, int]:
    """Return the first and last line of the stretch that adds most (maximum-sum segment, Kadane 1984).

    After the idea of Body Text Extraction (Finn, Kushmerick and Smyth, 2001).
    """
    total = lowest = 0.0
    most, begin, first, last = -inf, 0, 0, 0
    for i, added in enumerate(gain):
        if total < lowest:
            lowest, begin = total, i
        total += added
        if total - lowest > most:
            most, first, last = total - lowest, begin, i
    return first, last


def _shared_words(lines: Lines, is_prose: NDArray[np.bool_], common: frozenset[str]) -> Matrix:
    """Return which share of each line's longer words occurs in running text elsewhere: at all, and three times."""
    different = lines.different
    is_theme = _themes(common).take(lines.known.take(different.at))
    own = is_prose.take(different.line)
    own &= is_theme
    elsewhere = np.bincount(different.word[own], minlength=different.count).take(different.word)
    elsewhere -= own
    states = _STATES.take(elsewhere, mode="clip")
    states *= is_theme
    counts = different.table(states, 4, len(lines)).astype(np.float32) @ _AT_LEAST  # exact: counts are small
    return np.asarray(counts[:, 1:] / np.maximum(counts[:, :1], ONE), np.float32).T


_STATES = np.array([1, 2, 2, 3])  # of a theme that occurs so many times elsewhere
_AT_LEAST = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]], np.float32)


@cache
def _themes(common: frozenset[str]) -> NDArray[np.bool_]:
    """Return which words of the lexicon are none of `common`."""
    return np.asarray(lexicon().table(common) == 0)


def _distances(is_prose: NDArray[np.bool_], of_texts: Segments, lines_between: Matrix, run: Column) -> None:
    """Write how many lines ago, and in how many lines, there is running text (0: the line above or below).

    And for each line the length of the run of lines that are no running text it stands in (else 0). At most 60 each.
    """
    n = len(is_prose)
    prose = is_prose.nonzero()[0]
    edges = np.empty(len(prose) + 2, np.intp)
    edges[0], edges[-1] = -1, n
    edges[1:-1] = prose
    passed = np.add.accumulate(is_prose.astype(np.intp))  # lines of running text up to each
    before, behind = edges.take(passed - is_prose), edges.take(passed + ONE_PLACE)
    index = np.arange(n)
    start, last = of_texts.spread(of_texts.starts), of_texts.spread(of_texts.last)
    np.subtract(index, before, out=lines_between[0], casting="same_kind")
    np.subtract(behind, index, out=lines_between[1], casting="same_kind")
    lines_between -= ONE
    np.putmask(lines_between[0], before < start, _NEAR)
    np.putmask(lines_between[1], behind > last, _NEAR)
    lines_between[0].put(of_texts.starts, _AT_THE_TOP)
    np.minimum(lines_between, _NEAR, out=lines_between)
    if of_texts.count > 1:  # runs end with their text
        before, behind = np.maximum(before, start - 1), np.minimum(behind, last + 1)
    np.subtract(behind, before, out=run, casting="same_kind")
    run -= ONE
    np.minimum(run, _NEAR, out=run)
    run[prose] = 0


def _since_colons(colon: NDArray[np.bool_], is_prose: NDArray[np.bool_], of_texts: Segments, out: Column) -> None:
    """Write for each line below one that ends with a colon how many lines that is ago (logarithm of 1 and that).

    What a colon announces goes on up to the next running text; -1 for all other lines.
    """
    out.fill(-1)
    at = colon.nonzero()[0]
    if not len(at):
        return
    announced = np.empty((2, len(colon)), np.intp)  # the last line that ends with a colon, or is running text
    announced.fill(-1)
    announced[0, at] = at
    ends = (is_prose > colon).nonzero()[0]
    announced[1, ends] = ends
    since, ended = np.maximum.accumulate(announced, axis=1)
    goes_on = since > ended
    goes_on &= since >= of_texts.spread(of_texts.starts)
    goes_on[at] = False
    below = goes_on.nonzero()[0]
    out[below] = np.log1p(below - since.take(below))


def _shapes(own: Matrix, lines: Lines) -> Column:
    """Return a number for the shape of each line: what it begins and ends with, and what marks it has."""
    bits = np.concatenate((own[_ENDS], own[_BULLET : _BULLET + 1], lines.characters.by_kind.take(_IN_SHAPES, axis=0)))
    return np.asarray(_BITS @ (bits > ZERO).astype(np.float32))


_ENDS = slice(OWN.index("ends a sentence"), OWN.index("bullet"))
_IN_SHAPES = (COMMA, COLON, PIPE, OTHER, BRACKET, DIGIT)
_BITS = np.array([1 << i for i in range(_ENDS.stop - _ENDS.start + 1 + len(_IN_SHAPES))], np.float32)


def _alike(shapes: Column, of_texts: Segments, out: Column) -> None:
    """Write for each line how many of the four above and below it have its shape."""
    at = of_texts.apart(_AROUND)
    n = len(out) + (of_texts.count - 1) * _AROUND
    row = np.empty(n + 2 * _AROUND, np.float32)  # with room around each text
    row.fill(-1)
    inside = row[_AROUND : _AROUND + n]
    inside[at] = shapes
    around = np.ndarray((2 * _AROUND + 1, n), row.dtype, row, strides=row.strides * 2)
    alike = np.add.reduce(around == inside, axis=0, dtype=np.float32)
    np.subtract(alike[at], ONE, out=out)  # without the line itself


_AROUND = 4  # lines


def _paragraphs(glued: Column, out: Column) -> None:
    """Write for each line how many lines its paragraph has: lines that have no empty line between them."""
    begins = np.empty(len(glued) + 1, np.bool_)
    np.equal(glued, ZERO, out=begins[:-1])
    begins[0] = begins[-1] = True
    edges = begins.nonzero()[0]
    sizes = edges[1:] - edges[:-1]
    np.minimum(sizes.repeat(sizes), _LONGEST, out=out, casting="same_kind")


_LONGEST = of_places(30)  # lines of a paragraph


def _fill_shifted(out: Matrix, own: Matrix, of_texts: Segments) -> None:
    """Write the columns `_SHIFTED` of the lines `_SHIFTS` further on, -1 where there is none in the text."""
    n = own.shape[1]
    padded = np.empty((len(_SHIFTED), n + 2 * _FURTHEST), np.float32)
    padded.fill(-1)
    padded[:, _FURTHEST : _FURTHEST + n] = own.take(_SHIFTED_COLUMNS, axis=0)
    blocks = out.reshape(len(_SHIFTS), len(_SHIFTED), n)
    for by, block in zip(_SHIFTS, blocks, strict=True):
        block[:] = padded[:, _FURTHEST + by : _FURTHEST + by + n]
        if of_texts.count > 1:
            for beyond in range(abs(by)):
                edge = of_texts.starts + beyond if by < 0 else of_texts.last - beyond
                block[:, edge.clip(0, n - 1)] = -1
