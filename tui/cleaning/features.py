"""What a line of text looks like, and what stands around it, as numbers: one row a line, one column a feature.

The columns are named in `NAMES`. Everything is counted over the whole text at once with numpy, because a page may have
thousands of lines and none may cost more than a few microseconds.
"""

from collections import Counter
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import CharCounts, count_chars
from tui.cleaning.lines import Lines
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
_SHIFTED_COLUMNS = [(OWN + SIGNS).index(name) for name in _SHIFTED]
_SHIFTS = (-1, 1, -2, 2)
NAMES = OWN + SIGNS + PLACE + tuple(f"{name} ({shift:+d})" for shift in _SHIFTS for name in _SHIFTED)


def own_features(lines: Lines, signs: LineSigns, counts: CharCounts) -> Matrix:
    """Return the columns `OWN + SIGNS`: what each line says by itself."""
    n = len(lines)
    words = np.fromiter(map(len, lines.words), np.float32, n)
    per_word = 1 / np.maximum(words, 1)
    chars = counts.total
    repeats = np.fromiter(lines.repeats, np.float32, n)
    space_above = np.fromiter(lines.blank_before, np.float32, n)
    space_below = np.append(space_above[1:], 1).astype(np.float32)
    own = np.column_stack((
        np.log1p(words), np.log1p(chars), chars * per_word,
        counts.ends_sentence, counts.ends_colon, counts.ends_comma, counts.ends_ellipsis, counts.ends_question,
        counts.starts_quote, counts.starts_lower, counts.starts_upper, counts.starts_digit, signs.bullet,
        counts.capitalised * per_word, counts.upper / np.maximum(counts.letters, 1), counts.digits / chars,
        counts.commas * per_word, np.minimum(counts.sentence_ends, 12), np.minimum(counts.quotes, 8),
        np.minimum(counts.separators, 8), np.minimum(counts.money, 4), np.minimum(counts.marks, 4),
        np.minimum(counts.brackets, 6), np.minimum(counts.exclamations, 3),
        signs.function_words, signs.link_words, signs.reporting_words, signs.reader_words, signs.calls,
        np.minimum(repeats, 6), signs.later_copy, 1 - space_above, 1 - space_below, signs.sure, signs.any,
    )).astype(np.float32)  # fmt: skip
    return np.concatenate((own, signs.groups), axis=1)


def body_mass(own: Matrix) -> Column:
    """Return for each line the words it adds to the body: its number of words where it is running text, else 0."""
    words = np.expm1(own[:, 0])
    running = ((words >= 8) & (own[:, 3] > 0)) | (words >= 25)
    prose = running & ((own[:, 24] < 0) | (own[:, 24] >= 0.15)) & (own[:, 33] == 0) & (own[:, 29] < 2)
    return np.where(prose, words, 0).astype(np.float32)


def all_features(lines: Lines, signs: LineSigns, common: frozenset[str] = frozenset()) -> Matrix:
    """Return the whole matrix, one row a line, the columns of `NAMES`.

    `common` words say nothing of a text's themes.
    """
    counts = count_chars(lines)
    own = own_features(lines, signs, counts)
    mass = body_mass(own)
    place = _place(lines, own, signs, mass, common)
    shifted = own[:, _SHIFTED_COLUMNS]
    return np.concatenate((own, place, *(_shift(shifted, by) for by in _SHIFTS)), axis=1)


def _place(lines: Lines, own: Matrix, signs: LineSigns, mass: Column, common: frozenset[str]) -> Matrix:
    n = len(lines)
    prose = (mass > 0).astype(np.float32)
    words = np.minimum(np.expm1(own[:, 0]), 60).astype(np.float32)
    index = np.arange(n, dtype=np.float32)
    through = np.cumsum(mass)
    total = max(float(through[-1]), 1.0)
    first, last = densest_stretch(mass, own)
    overlap, themes = _shared_words(lines, mass, common)
    sure, sentences = own[:, 33], own[:, 3]
    means = _window_means({
        "prose": prose, "sure": sure, "words": words, "bullets": own[:, 12], "sentences": sentences,
        "repeats": (own[:, 29] > 1).astype(np.float32),
    })  # fmt: skip
    length = own[:, 0]
    return np.column_stack((
        (through - mass) / total, (total - through) / total, np.full(n, np.log1p(total)), np.full(n, np.log1p(n)),
        index / n, overlap, themes, *_distances(prose), _run_lengths(prose == 0), _run_lengths_between(own[:, 31]),
        (index >= first) & (index <= last), np.clip(index - first, -_NEAR, _NEAR), np.clip(last - index, -_NEAR, _NEAR),
        np.full(n, 1 - own[:, 31].mean()), np.minimum(np.cumsum(signs.end_mark) - signs.end_mark, 5),
        means,
        np.abs(length - np.append(length[:1], length[:-1])), np.abs(length - np.append(length[1:], length[-1:])),
    )).astype(np.float32)  # fmt: skip


_WINDOWS = (
    ("prose", 3, 3), ("prose", 8, 8), ("prose", 20, 20), ("prose", 4, 0), ("prose", 0, 4), ("sure", 3, 3),
    ("sure", 8, 8), ("sure", 4, 0), ("sure", 0, 4), ("words", 2, 2), ("words", 6, 6), ("words", 3, 0), ("words", 0, 3),
    ("bullets", 2, 2), ("sentences", 3, 3), ("repeats", 3, 3),
)  # fmt: skip
"""Windows that a column's mean is taken over: its name, and how many lines above and below; 0 leaves the line out."""
_ABOVE = np.array([above for _, above, _ in _WINDOWS])
_BELOW = np.array([below for _, _, below in _WINDOWS])
_ONE_SIDED = (_ABOVE == 0) | (_BELOW == 0)


def _window_means(columns: dict[str, Column]) -> Matrix:
    """Return the means of the columns over `_WINDOWS`, from their running sums.

    A window around a line is cut at the ends of the text; in one to one side, lines that are not there count as 0.
    """
    n = len(next(iter(columns.values())))
    sums = np.zeros((n + 1, len(columns)))
    np.cumsum(np.column_stack(tuple(columns.values())), axis=0, dtype=np.float64, out=sums[1:])
    index = np.arange(n)[:, None]
    low = np.maximum(np.where(_ABOVE > 0, index - _ABOVE, index + 1), 0)
    high = np.minimum(np.where(_BELOW > 0, index + _BELOW + 1, index), n)
    column = [list(columns).index(name) for name, _, _ in _WINDOWS]
    width = np.where(_ONE_SIDED, _ABOVE + _BELOW, high - low)
    return np.asarray((sums[high, column] - sums[low, column]) / width, np.float32)


def densest_stretch(mass: Column, own: Matrix) -> tuple[int, int]:
    """Return the first and last line of the stretch with most running text and least else (maximum-sum segment).

    A line of running text counts an eighth of its words (at most 60), any other line something below zero, more where a
    sign says that it is clutter. After the idea of Body Text Extraction (Finn, Kushmerick and Smyth, 2001).
    """
    words = np.expm1(own[:, 0])
    gain = np.where(mass > 0, np.minimum(mass, 60) / 8, np.where(words > 12, -0.2, -0.8))
    gain = np.where((own[:, 33] > 0) | (own[:, 29] > 1), -1.2, gain)
    sums = np.concatenate(([0], np.cumsum(gain)))
    lowest = np.minimum.accumulate(sums)[:-1]
    last = int(np.argmax(sums[1:] - lowest))
    return int(np.argmin(sums[: last + 1])), last


def _shared_words(lines: Lines, mass: Column, common: frozenset[str]) -> tuple[Column, Column]:
    """Return which share of each line's longer words occurs in running text elsewhere: at all, and three times."""
    content = [distinct - common for distinct in lines.distinct]
    counts = Counter(chain.from_iterable(content[i] for i in np.flatnonzero(mass).tolist()))
    often = [set(counts)]
    for least in (2, 3, 4):
        often.append({word for word in often[-1] if counts[word] >= least})
    overlap, themes = [], []
    for words, own in zip(content, (mass > 0).tolist(), strict=True):
        size = max(len(words), 1)
        overlap.append(len(words & often[own]) / size)
        themes.append(len(words & often[2 + own]) / size)
    return np.array(overlap, np.float32), np.array(themes, np.float32)


def _distances(prose: Column) -> tuple[Column, Column]:
    """Return how many lines ago, and in how many lines, there is running text (0: the line above or below)."""
    n = len(prose)
    index = np.arange(n)
    at = np.where(prose > 0, index, -_NEAR)
    before = np.concatenate(([-_NEAR], np.maximum.accumulate(at)[:-1]))
    at = np.where(prose > 0, index, n + _NEAR)
    after = np.concatenate((np.minimum.accumulate(at[::-1])[::-1][1:], [n + _NEAR]))
    return np.minimum(index - before - 1, _NEAR).astype(np.float32), np.minimum(after - index - 1, _NEAR).astype(
        np.float32
    )


def _run_lengths(inside: NDArray[np.bool_]) -> Column:
    """Return for each line the length of the run of True that it stands in (0 outside), at most 60."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False]))))
    lengths = np.zeros(len(inside), np.float32)
    starts, ends = edges[::2], edges[1::2]
    lengths[inside] = np.repeat(ends - starts, ends - starts)
    return np.minimum(lengths, _NEAR)


def _run_lengths_between(glued: Column) -> Column:
    """Return for each line how many lines its paragraph has: lines that have no empty line between them."""
    starts = np.flatnonzero(glued == 0) if glued[0] == 0 else np.concatenate(([0], np.flatnonzero(glued == 0)))
    sizes = np.diff(np.append(starts, len(glued)))
    return np.asarray(np.minimum(np.repeat(sizes, sizes), 30), np.float32)


def _shift(columns: Matrix, by: int) -> Matrix:
    """Return the columns of the line `by` lines further on, -1 where there is none."""
    out = np.full_like(columns, -1)
    if by < 0:
        out[-by:] = columns[:by]
    elif by < len(columns):
        out[:-by] = columns[by:]
    return out
