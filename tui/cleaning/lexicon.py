"""All words that the data files of languages know, numbered, and the language that a text's words tell."""

from collections.abc import Iterable
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.language import Language, codes, function_words, language
from tui.cleaning.searches import Pattern
from tui.cleaning.shapes import credit_cues, credit_patterns
from tui.cleaning.words import Lexicon, Places


@cache
def lexicon() -> Lexicon:
    """Return the words that anything of the cleaner looks for."""
    languages = map(_words_of, map(language, sorted(codes())))
    of_credits = _needed_by(credit_patterns())
    return Lexicon(chain(*function_words().values(), *languages, of_credits, credit_cues()))


def _words_of(known: Language) -> chain[str]:
    classes = chain.from_iterable((c.cues, c.all_words, c.needs) for c in known.classes)
    needed = _needed_by(pattern for line_class in known.classes for pattern in line_class.searches)
    return chain(needed, known.reporting_words, known.reader_words, known.calls, known.link_words, *classes)


def _needed_by(patterns: Iterable[Pattern]) -> chain[str]:
    needs = (pattern.needs for pattern in patterns)
    return chain.from_iterable(words for each in needs for words in (*each.words, *each.pair, each.first))


@cache
def _of_languages() -> tuple[tuple[str, ...], Places, NDArray[np.float64]]:
    """Return the languages that can be told, the use of each word of the lexicon, and what languages each use is of.

    Words of one use are function words of the same languages.
    """
    known = function_words()
    bits = sum(lexicon().table(words, 1 << bit) for bit, words in enumerate(known.values()))
    uses, use = np.unique(bits, return_inverse=True)
    return tuple(known), use, (uses[:, None] >> np.arange(len(known)) & 1).astype(np.float64)


_SAMPLE = 20_000  # words of a text that are looked at to tell its language


def tell_languages(words: Places, bounds: Places) -> list[str | None]:
    """Return the code of the language of each text, None where none is clear.

    `words` are the numbers of the texts' words; those of text `k` stand from `bounds[k]` to `bounds[k + 1]`. The
    language whose function words make up most of a text's first 20,000 words, if those are at least one word in eight
    and a third more than those of any other language.
    """
    names, use, is_of = _of_languages()
    uses = use.take(words)
    sizes = bounds[1:] - bounds[:-1]
    if len(words) > _SAMPLE:
        sizes = np.minimum(sizes, _SAMPLE)
        uses = np.concatenate([uses[at : at + size] for at, size in zip(bounds.tolist(), sizes.tolist(), strict=False)])
    count = len(is_of)
    if len(sizes) > 1:
        uses += np.arange(0, len(sizes) * count, count).repeat(sizes)
    counts = np.bincount(uses, minlength=len(sizes) * count).reshape(len(sizes), count) @ is_of
    return [_clearest(*each, names) for each in zip(counts.tolist(), sizes.tolist(), strict=True)]


def _clearest(counts: list[float], size: int, names: tuple[str, ...]) -> str | None:
    *_, second, best = sorted(counts)
    return names[counts.index(best)] if best >= max(0.125 * size, 4 / 3 * second, 1) else None
