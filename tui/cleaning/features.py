"""What a line of text looks like, and what stands around it, as numbers: one row a line, one column a feature.

The columns are named in `NAMES`. Everything is counted over all lines of all texts at once with numpy, because a page
may have thousands of lines and none may cost more than a few microseconds; nothing looks beyond the text of its line.
"""

from collections.abc import Sequence
from functools import cache
from math import log1p

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import (
    ASK,
    BRACKET,
    CALL,
    CAPITAL,
    COMMA,
    DIGIT,
    LOWER,
    MARK,
    MONEY,
    PIPE,
    QUOTE,
    STOP,
    UPPER,
)
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import Lines
from tui.cleaning.segments import Segments
from tui.cleaning.signs import KIND_GROUPS, LineSigns

Matrix = NDArray[np.float32]
Column = NDArray[np.float32]

_NEAR = 60  # lines: distances beyond this say no more

OWN = (
    "words", "characters", "word length", "ends a sentence", "ends with a colon", "ends with a comma",
    "ends with an ellipsis", "ends with a question", "begins with a quote mark", "begins in lower case",
    "begins with a capital", "begins with a digit", "bullet", "capitalised words", "capital letters", "digits",
    "commas", "sentence ends", "quote marks", "separators", "money", "marks", "brackets", "exclamations",
    "function words", "link-like words", "reporting words", "words to the reader", "begins with a call",
    "repeats", "later copy", "no space above", "no space below", "sure sign", "any sign",
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
)  # fmt: skip
_SHIFTED = (
    "words", "ends a sentence", "ends with a colon", "bullet", "capitalised words", "function words",
    "link-like words", "repeats", "no space above", "sure sign", "any sign", "begins with a quote mark",
    *SIGNS,
)  # fmt: skip
_SHIFTED_COLUMNS = np.array([(OWN + SIGNS).index(name) for name in _SHIFTED])
_SHIFTS = (-1, 1, -2, 2)
NAMES = OWN + SIGNS + PLACE + tuple(f"{name} ({shift:+d})" for shift in _SHIFTS for name in _SHIFTED)
_SHARED = slice(PLACE.index("words of the body"), PLACE.index("themes of the body") + 1)
_WORDS, _ENDS_SENTENCE, _BULLET, _FUNCTION_WORDS, _REPEATS, _NO_SPACE_ABOVE, _SURE = (
    OWN.index(name) for name in (
        "words", "ends a sentence", "bullet", "function words", "repeats", "no space above", "sure sign",
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
    place[_SHARED] = _shared_words(lines, is_prose, common)
    shifted = own[_SHIFTED_COLUMNS]
    for by in _SHIFTS:
        _shift(shifted, by, columns[at : at + len(shifted)], lines.of_texts)
        at += len(shifted)
    return columns.T


def _fill_own(own: Matrix, lines: Lines, signs: LineSigns) -> None:
    """Write the columns `OWN + SIGNS`: what each line says by itself."""
    characters = lines.characters
    kinds, chars, words = characters.by_kind, characters.total, characters.words.sizes.astype(np.float32)
    per_word = 1 / np.maximum(words, 1)
    upper = kinds[UPPER] + kinds[CAPITAL]
    np.log1p(words, out=own[0])
    np.log1p(chars, out=own[1])
    np.multiply(chars, per_word, out=own[2])
    own[3:12] = characters.edges
    own[12] = signs.bullet
    np.multiply(kinds[CAPITAL], per_word, out=own[13])
    np.divide(upper, np.maximum(kinds[LOWER] + upper, 1), out=own[14])
    np.divide(kinds[DIGIT], chars, out=own[15])
    np.multiply(kinds[COMMA], per_word, out=own[16])
    marks = kinds.take(_MARKS, axis=0)
    marks[0] += kinds[ASK] + kinds[CALL]
    np.minimum(marks, _MOST_MARKS, out=own[17:24])
    own[24:29] = signs.words
    own[29] = lines.repeats
    np.minimum(own[29], 6, out=own[29])
    own[30] = signs.later_copy
    space_above = np.array(lines.blank_before, np.float32)
    np.subtract(1, space_above, out=own[31])
    own[32, :-1] = own[31, 1:]
    own[32, lines.of_texts.last] = 0
    own[33], own[34] = signs.sure, signs.any
    own[35:] = signs.groups


_MARKS = (STOP, QUOTE, PIPE, MONEY, MARK, BRACKET, CALL)
_MOST_MARKS = np.array([[12], [8], [8], [4], [4], [6], [3]], np.float32)


def body_mass(own: Matrix) -> Column:
    """Return for each line the words it adds to the body: its number of words where it is running text, else 0."""
    return _body_mass(own.T, np.expm1(own[:, _WORDS]))


def _body_mass(own: Matrix, words: Column) -> Column:
    running = ((words >= 8) & (own[_ENDS_SENTENCE] > 0)) | (words >= 25)
    known = own[_FUNCTION_WORDS]
    prose = running & ((known < 0) | (known >= 0.15)) & (own[_SURE] == 0) & (own[_REPEATS] < 2)
    return np.asarray(words * prose, np.float32)


def _fill_place(place: Matrix, own: Matrix, end_mark: Column, of_texts: Segments) -> NDArray[np.bool_]:
    """Write the columns `PLACE`, but for `_SHARED`: where a line stands in its text, and among what.

    Returns which lines are running text.
    """
    words = np.expm1(own[_WORDS])
    mass = _body_mass(own, words)
    is_prose = mass > 0
    length, repeats, glued = own[_WORDS], own[_REPEATS], own[_NO_SPACE_ABOVE]
    index = of_texts.index.astype(np.float32)
    is_clutter = (own[_SURE] > 0) | (repeats > 1)
    through = np.empty_like(mass)
    stretches = []
    place[11] = 0
    for here in of_texts.slices:  # sums of fractions depend on what was added before: each text by itself
        mass[here].cumsum(out=through[here])
        first, last = densest_stretch(mass[here], words[here], is_clutter[here])
        place[11, here.start + first : here.start + last + 1] = 1
        stretches.append((first, last))
    totals = [max(total, 1.0) for total in through.take(of_texts.last).tolist()]
    total, n = of_texts.spread(np.array(totals, np.float32)), of_texts.spread(of_texts.sizes.astype(np.float32))
    np.divide(through - mass, total, out=place[0])
    np.divide(total - through, total, out=place[1])
    place[2] = of_texts.spread(np.array(list(map(log1p, totals))))
    place[3] = of_texts.spread(np.array(list(map(log1p, of_texts.sizes))))
    np.divide(index, n, out=place[4])
    _distances(is_prose, of_texts, place[7:9])
    _run_lengths(is_prose, of_texts, place[9])
    _paragraphs(glued, place[10])
    start, end = (of_texts.spread(edge) for edge in np.array(stretches, np.float32).T)
    np.minimum(np.maximum(index - start, -_NEAR), _NEAR, out=place[12])
    np.minimum(np.maximum(end - index, -_NEAR), _NEAR, out=place[13])
    place[14] = of_texts.spread(1 - np.add.reduceat(glued, of_texts.starts) / of_texts.sizes.astype(np.float32))
    marks = end_mark.cumsum() - end_mark
    np.minimum(marks - of_texts.spread(marks.take(of_texts.starts)), 5, out=place[15])
    _window_means(
        (is_prose, own[_SURE], np.minimum(words, 60), own[_BULLET], own[_ENDS_SENTENCE], repeats > 1),
        of_texts, place[16 : 16 + len(_WINDOWS)],
    )  # fmt: skip
    above, below = place[-2:]
    np.abs(length[1:] - length[:-1], out=above[1:])
    below[:-1] = above[1:]
    above[of_texts.starts] = below[of_texts.last] = 0
    return is_prose


_WINDOWS = (
    ("prose", 3, 3), ("prose", 8, 8), ("prose", 20, 20), ("prose", 4, 0), ("prose", 0, 4), ("sure", 3, 3),
    ("sure", 8, 8), ("sure", 4, 0), ("sure", 0, 4), ("words", 2, 2), ("words", 6, 6), ("words", 3, 0), ("words", 0, 3),
    ("bullets", 2, 2), ("sentences", 3, 3), ("repeats", 3, 3),
)  # fmt: skip
"""Windows that a column's mean is taken over: its name, and how many lines above and below; 0 leaves the line out."""
_SUMMED = ("prose", "sure", "words", "bullets", "sentences", "repeats")
_WIDEST = 21  # lines that a window reaches beyond the text, at most
_SLICES = [
    (
        _SUMMED.index(name),
        _WIDEST - 1 + (-above if above else 1),  # up to and without the first line of the window
        _WIDEST - 1 + (below + 1 if below else 0),
        0 if above and below else above + below,  # lines of a window to one side
    )
    for name, above, below in _WINDOWS
]


def _window_means(columns: Sequence[NDArray[np.generic]], of_texts: Segments, out: Matrix) -> None:
    """Write the means of the columns (`_SUMMED`) over `_WINDOWS`, from their running sums.

    A window around a line is cut at the ends of its text; in one to one side, lines that are not there count as 0. So
    texts are laid out with as many zeros around each as a window is wide.
    """
    n = out.shape[1] + (of_texts.count - 1) * _WIDEST
    at = of_texts.number * _WIDEST + np.arange(out.shape[1]) if of_texts.count > 1 else slice(None)
    values = np.zeros((len(_SUMMED) + 1, n), np.float32)
    for row, column in zip(values, columns, strict=False):
        row[at] = column
    values[-1, at] = 1  # its sums count the lines of a window
    sums = np.zeros((len(values), n + 2 * _WIDEST))
    inside = sums[:, _WIDEST : _WIDEST + n]
    values.cumsum(axis=1, dtype=np.float64, out=inside)
    sums[:, _WIDEST + n :] = inside[:, -1:]
    totals, widths = np.empty((2, len(_WINDOWS), n))
    for i, (summed, low, high, width) in enumerate(_SLICES):
        np.subtract(sums[summed, high : high + n], sums[summed, low : low + n], out=totals[i])
        if width:
            widths[i] = width
        else:
            np.subtract(sums[-1, high : high + n], sums[-1, low : low + n], out=widths[i])
    if of_texts.count > 1:
        np.maximum(widths, 1, out=widths)  # between texts
        out[:] = (totals / widths)[:, at]
    else:
        out[:] = totals / widths


def densest_stretch(mass: Column, words: Column, is_clutter: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the first and last line of the stretch with most running text and least else (maximum-sum segment).

    A line of running text counts an eighth of its words (at most 60), any other line something below zero, more where a
    sign says that it is clutter. After the idea of Body Text Extraction (Finn, Kushmerick and Smyth, 2001).
    """
    gain = np.where(mass > 0, np.minimum(mass, 60) / 8, np.where(words > 12, -0.2, -0.8))
    gain[is_clutter] = -1.2
    sums = np.zeros(len(gain) + 1)
    gain.cumsum(out=sums[1:])
    lowest = np.minimum.accumulate(sums)[:-1]
    last = int((sums[1:] - lowest).argmax())
    return int(sums[: last + 1].argmin()), last


def _shared_words(lines: Lines, is_prose: NDArray[np.bool_], common: frozenset[str]) -> Matrix:
    """Return which share of each line's longer words occurs in running text elsewhere: at all, and three times."""
    different = lines.different
    is_theme = _themes(common).take(lines.known.take(different.at))
    own = is_prose.take(different.line)
    own &= is_theme
    elsewhere = np.bincount(different.word[own], minlength=different.count).take(different.word)
    elsewhere -= own
    states = is_theme.astype(np.intp)
    states += is_theme & (elsewhere >= 1)
    states += is_theme & (elsewhere >= 3)
    counts = different.table(states, 4, len(lines)) @ _AT_LEAST
    return np.asarray(counts[:, 1:] / np.maximum(counts[:, :1], 1), np.float32).T


_AT_LEAST = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]], np.float32)


@cache
def _themes(common: frozenset[str]) -> NDArray[np.bool_]:
    """Return which words of the lexicon are none of `common`."""
    return np.asarray(lexicon().table(common) == 0)


def _distances(is_prose: NDArray[np.bool_], of_texts: Segments, out: Matrix) -> None:
    """Write how many lines ago, and in how many lines, there is running text (0: the line above or below)."""
    n = len(is_prose)
    index = np.arange(n)
    prose = is_prose.nonzero()[0]
    edges = np.empty(len(prose) + 2, np.intp)
    edges[0], edges[-1] = -_NEAR, n + _NEAR
    edges[1:-1] = prose
    passed = is_prose.cumsum()  # lines of running text up to each
    before, behind = edges.take(passed - is_prose), edges.take(passed + 1)
    if of_texts.count > 1:
        start, last = of_texts.spread(of_texts.starts), of_texts.spread(of_texts.last)
        before = np.where(before < start, start - _NEAR, before)
        behind = np.where(behind > last, last + 1 + _NEAR, behind)
    np.minimum(index - before - 1, _NEAR, out=out[0], casting="same_kind")
    np.minimum(behind - index - 1, _NEAR, out=out[1], casting="same_kind")


def _run_lengths(is_prose: NDArray[np.bool_], of_texts: Segments, out: Column) -> None:
    """Write for each line the length of the run of lines that are no running text it stands in (else 0), at most 60.

    A line is thought above every text and below the last, at which runs end too.
    """
    ends_run = np.ones(len(is_prose) + of_texts.count + 1, np.bool_)
    at = np.arange(1, len(is_prose) + 1)
    if of_texts.count > 1:
        at += of_texts.number
    ends_run[at] = is_prose
    edges = ends_run.nonzero()[0]
    sizes = edges[1:] - edges[:-1]
    np.minimum(sizes.repeat(sizes).take(at) - 1, _NEAR, out=out, casting="unsafe")
    out[is_prose] = 0


def _paragraphs(glued: Column, out: Column) -> None:
    """Write for each line how many lines its paragraph has: lines that have no empty line between them."""
    begins = np.empty(len(glued) + 1, np.bool_)
    np.equal(glued, 0, out=begins[:-1])
    begins[0] = begins[-1] = True
    edges = begins.nonzero()[0]
    sizes = edges[1:] - edges[:-1]
    np.minimum(sizes.repeat(sizes), 30, out=out, casting="same_kind")


def _shift(columns: Matrix, by: int, out: Matrix, of_texts: Segments) -> None:
    """Write to `out` the columns of the line `by` lines further on, -1 where there is none in the text."""
    if by < 0:
        out[:, :-by] = -1
        out[:, -by:] = columns[:, :by]
    else:
        out[:, -by:] = -1
        out[:, :-by] = columns[:, by:]
    if of_texts.count > 1:
        for beyond in range(abs(by)):
            edge = of_texts.starts + beyond if by < 0 else of_texts.last - beyond
            out[:, edge.clip(0, len(columns.T) - 1)] = -1
