"""What the markup of a page and trafilatura say about each line, as numbers, beside the verdict on its text."""

from bisect import bisect_right
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.features import Column, Matrix, body_mass
from tui.cleaning.lines import Lines
from tui.cleaning.page import AREAS, TAGS, PageBlock
from tui.cleaning.verdict import Verdict

NAMES = (
    "text: odds", "text: above", "text: below", "text: within 3", "text: within 8",
    "text: kept", "text: kept above", "text: kept below", "text: kept within 3", "text: kept of the same parent",
    "text: kept of the grandparent",
    "kept", "kept above", "kept below", "kept within 3", "kept within 10", "kept before", "kept after",
    "kept: lines together", "kept: words together", "kept: between first and last", "kept: after the first",
    "kept: before the last", "kept: share of the text's verdict", "kept: agreed by the text's verdict", "kept: words",
    "links", "links above", "links below", "links within 3",
    "markup: text of the same parent", "markup: text of the grandparent", "markup: kept of the same parent",
    "text: of the same parent", "text: of the grandparent", "links of the same parent", "links of the grandparent",
    "markup: blocks of the same parent", "markup: blocks of the grandparent", "markup: depth",
    "markup: depth beside running text", "markup: running text in such elements",
    "markup: text of the same path", "text: of the same path", "text: kept of the same path",
    "markup: kept of the same path", "markup: blocks of the same path",
    "markup: names", *(f"markup: tag {tag}" for tag in TAGS), *(f"markup: in {area}" for area in AREAS),
)  # fmt: skip


def page_features(
    lines: Lines, blocks: Sequence[PageBlock], kept: Column, text: Verdict, kept_as_text: NDArray[np.bool_]
) -> Matrix:
    """Return one row a block, the columns `NAMES`.

    `lines` holds the same blocks as text, `kept` is how much of each trafilatura kept, `text` the verdict on them, and
    `kept_as_text` which would be kept by that alone.
    """
    parents, grandparents = (_numbered([block.parents[up] for block in blocks]) for up in (0, 1))
    body, mass = text.body, body_mass(text.rows)
    n = len(blocks)
    words = lines.characters.words.sizes.astype(np.float32)
    as_text = kept_as_text.astype(np.float32)
    links = np.fromiter((block.links for block in blocks), np.float32, n)
    numbers = (
        np.clip(text.odds, -7, 7), _moved(body, -1), _moved(body, 1), _mean(body, 3), _mean(body, 8),
        as_text, _moved(as_text, -1), _moved(as_text, 1), _mean(as_text, 3),
        _mean_of_group(parents, as_text, words), _mean_of_group(grandparents, as_text, words),
        *_extraction(kept, as_text, mass, words),
        links, _moved(links, -1), _moved(links, 1), _mean(links, 3),
        _share_of_group(parents, mass), _share_of_group(grandparents, mass), _share_of_group(parents, kept * mass),
        _mean_of_group(parents, body), _mean_of_group(grandparents, body),
        _mean_of_group(parents, links, words), _mean_of_group(grandparents, links, words),
        np.log1p(np.bincount(parents))[parents], np.log1p(np.bincount(grandparents))[grandparents],
        *_elements(blocks, mass), *_alike(blocks, mass, words, (body, as_text, kept)),
        np.fromiter((len(block.hints) for block in blocks), np.float32, n),
    )  # fmt: skip
    flags = np.zeros((n, len(TAGS) + len(AREAS)), np.float32)
    for row, block in zip(flags, blocks, strict=True):
        row[_TAG[block.tag]] = 1
        for area in block.areas:
            row[_AREA[area]] = 1
    return np.concatenate((np.column_stack(numbers).astype(np.float32), flags), axis=1)


_TAG = {tag: i for i, tag in enumerate(TAGS)}
_AREA = {area: len(TAGS) + i for i, area in enumerate(AREAS)}


def _extraction(kept: Column, as_text: Column, mass: Column, words: Column) -> tuple[NDArray[np.floating], ...]:
    """Return the columns about what trafilatura kept: of the line, of those around it, and of the page as a whole."""
    n = len(kept)
    through = np.cumsum(kept * mass)
    total = max(float(through[-1]), 1.0)
    index = np.arange(n, dtype=np.float32)
    found = np.flatnonzero(kept >= 0.5)
    first, last = (int(found[0]), int(found[-1])) if len(found) else (n, -1)
    both = float((as_text * words * kept).sum())
    kept_words = max(float((kept * words).sum()), 1.0)
    by_text = both / max(float((as_text * words).sum()), 1.0)
    return (
        kept, _moved(kept, -1), _moved(kept, 1), _mean(kept, 3), _mean(kept, 10),
        (through - kept * mass) / total, (total - through) / total, *_together(kept >= 0.5, words),
        ((index >= first) & (index <= last)).astype(np.float32), np.clip(index - first, -30, 30),
        np.clip(last - index, -30, 30), np.full(n, by_text), np.full(n, both / kept_words),
        np.full(n, np.log1p(kept_words)),
    )  # fmt: skip


def _together(kept: NDArray[np.bool_], words: Column) -> tuple[Column, Column]:
    """Return for each line that was kept the logarithms of the lines and words kept in one run with it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], kept, [False]))))
    starts, ends = edges[::2], edges[1::2]
    sums = np.concatenate(([0], np.cumsum(words)))
    lines, run_words = np.zeros(len(kept), np.float32), np.zeros(len(kept), np.float32)
    lines[kept] = np.repeat(np.log1p(ends - starts), ends - starts)
    run_words[kept] = np.repeat(np.log1p(sums[ends] - sums[starts]), ends - starts)
    return lines, run_words


def _moved(column: Column, by: int) -> Column:
    """Return the column of the line above (-1) or below (1), -1 where there is none."""
    out = np.full_like(column, -1)
    if by < 0:
        out[1:] = column[:-1]
    else:
        out[:-1] = column[1:]
    return out


def _mean(column: Column, reach: int) -> Column:
    sums = np.concatenate(([0], np.cumsum(column, dtype=np.float64)))
    index = np.arange(len(column))
    low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(column))
    return np.asarray((sums[high] - sums[low]) / (high - low), np.float32)


def _numbered(groups: Sequence[Hashable]) -> NDArray[np.intp]:
    """Return for each block the number of its group, counted from 0."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(group, len(numbers)) for group in groups], np.intp)


def _share_of_group(groups: NDArray[np.intp], weight: Column) -> Column:
    """Return for each block the share of all weight that its group has."""
    sums = np.bincount(groups, weights=weight)
    return np.asarray((sums / max(float(sums.sum()), 1.0))[groups], np.float32)


def _mean_of_group(groups: NDArray[np.intp], column: Column, weight: Column | None = None) -> Column:
    """Return for each block the mean of a column over its group, 0 where nothing has weight."""
    weight = np.ones_like(column) if weight is None else weight
    sums, weights = np.bincount(groups, weights=column * weight), np.bincount(groups, weights=weight)
    return np.asarray((sums / np.maximum(weights, 1))[groups], np.float32)


def _elements(blocks: Sequence[PageBlock], mass: Column) -> tuple[Column, Column, Column]:
    """Return how deep each block stands, alone and beside the page's running text, and how much of that is like it.

    Paragraphs of an article stand in elements of one name at one depth.
    """
    depth = np.fromiter((block.depth for block in blocks), np.float32, len(blocks))
    weight = mass + np.float32(1e-6)
    mean = np.float32((depth * weight).sum() / weight.sum())
    return depth, depth - mean, _share_of_group(_numbered([(block.tag, block.depth) for block in blocks]), mass)


def _alike(
    blocks: Sequence[PageBlock], mass: Column, words: Column, said: tuple[Column, ...]
) -> tuple[NDArray[np.floating], ...]:
    """Return for each block how much of the running text has its path, what is `said` of all those, and how many.

    A site puts its paragraphs into elements of one make.
    """
    paths = _numbered([block.path for block in blocks])
    return (
        _share_of_group(paths, mass), *(_mean_of_group(paths, column, words) for column in said),
        np.log1p(np.bincount(paths))[paths],
    )  # fmt: skip


def kept_shares(lines: Lines, extracted: Lines) -> Column:
    """Return for each line how much of it an extractor kept: 1 or 0, or a share of its words.

    Lines are matched by their words, in order: where a line occurs more often in the page than in the extracted text,
    the copy that follows on the last one matched is taken. What the extractor split or joined is found by its shingles
    of four words.
    """
    shares = np.zeros(len(lines), np.float32)
    places: dict[str, list[int]] = {}
    for i, key in enumerate(lines.keys):
        places.setdefault(key, []).append(i)
    shingles: set[tuple[str, ...]] = set()
    at = -1
    for key, words in zip(extracted.keys, extracted.words, strict=True):
        copies = places.get(key)
        if copies:
            nearest = bisect_right(copies, at)
            at = copies.pop(nearest if nearest < len(copies) else 0)
            shares[at] = 1
        else:
            shingles.update(_shingles(words))
    if shingles:
        for i in np.flatnonzero(shares == 0).tolist():
            own = _shingles(lines.words[i])
            if own:
                shares[i] = sum(shingle in shingles for shingle in own) / len(own)
    return shares


def _shingles(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(words, words[1:], words[2:], words[3:], strict=False))
