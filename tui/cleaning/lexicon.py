"""All words that the data files of languages know, numbered, and the language that a text's words tell."""

from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.language import Language, codes, function_words, language
from tui.cleaning.shapes import credit_cues, credit_patterns
from tui.cleaning.words import Lexicon, Places


@cache
def lexicon() -> Lexicon:
    """Return the words that anything of the cleaner looks for."""
    languages = map(_words_of, map(language, sorted(codes())))
    of_credits = (pattern.words for pattern in credit_patterns())
    return Lexicon(chain(*function_words().values(), *languages, *of_credits, credit_cues()))


def _words_of(known: Language) -> chain[str]:
    classes = chain.from_iterable((c.cues, c.all_words, c.needs) for c in known.classes)
    needed = (pattern.words for line_class in known.classes for pattern in line_class.searches)
    return chain(*needed, known.reporting_words, known.reader_words, known.calls, known.link_words, *classes)


@cache
def _of_language() -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return the languages that can be told, and which of them each word of the lexicon is a function word of."""
    known = function_words()
    return tuple(known), np.array([lexicon().table(words) for words in known.values()], np.float64)


def tell_language(words: Places) -> str | None:
    """Return the code of the language of a text, None where none is clear; `words` are its words' numbers.

    The language whose function words make up most of its words, if those are at least one word in eight and a third
    more than those of any other language.
    """
    if not len(words):
        return None
    names, is_of = _of_language()
    counts = is_of @ np.bincount(words, minlength=is_of.shape[1])
    (best, code), (second, _) = sorted(zip((counts / len(words)).tolist(), names, strict=True), reverse=True)[:2]
    return code if best >= 0.125 and best >= 4 / 3 * second else None
