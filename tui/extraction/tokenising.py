"""The tokens of a spaCy pipeline or language, for formats that people train with: plain offsets, no spaCy outside."""

from collections.abc import Callable
from functools import cache

import spacy
from spacy.language import Language

from tui.extraction.models import load

Tokeniser = Callable[[str, str | None], list[tuple[int, int]]]


def tokeniser(model: str | None = None) -> Tokeniser:
    """Return a function from a text and its language to its tokens, white space tokens included.

    The tokens are those of the pipeline `model`, or of spaCy's rules for the language (those for many languages where
    spaCy has none of its own; English where none is given). Raises `CopydeskError` where the model can't be loaded.
    """
    fixed = load(model, needs=()).nlp if model else None

    def tokens(text: str, lang: str | None) -> list[tuple[int, int]]:
        doc = (fixed or blank(lang or "en")).tokenizer(text)
        return [(token.idx, token.idx + len(token)) for token in doc]

    return tokens


@cache
def blank(lang: str) -> Language:
    """Return an empty pipeline for a BCP 47 language."""
    try:
        return spacy.blank(lang.partition("-")[0].lower())
    except ImportError:  # spaCy has no rules for it, or a package that they need is not installed
        return spacy.blank("xx")
