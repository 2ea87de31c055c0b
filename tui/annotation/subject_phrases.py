"""The phrase that a name or a noun stands in as a subject: article, role and title before it, "for X" behind a noun.

That is what the guideline takes for the mention of a speaker. The desk has no parser: the forms of words decide, and a
person sees the phrase before it is chosen.
"""

from tui.annotation.ladder import DETERMINERS, FUNCTION_WORDS, TITLES, capitalised_run
from tui.annotation.speaker_words import BODIES, CALENDAR, PEOPLE, PREPOSITIONS, REPORTING
from tui.annotation.tokens import Tokens, word_set

_AMOUNTS = word_set("several many all most few both two three four five six ten other others some one")
_FARTHEST = 8  # tokens before the head


def subject_phrase(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """Return the phrase around the head `start:end`; `start, end` where it has nothing beside it."""
    inside = tokens.inside(start, end)
    if not inside:
        return start, end
    named = tokens.is_capitalised(inside[-1]) and not (len(inside) == 1 and _is_role(_text(tokens, inside[0]).lower()))
    first = _leftmost(tokens, inside[0], named=named)
    if named:
        first = _with_role(tokens, first)
        return min(start, tokens.starts[first]), end
    return min(start, tokens.starts[first]), tokens.ends[_rightmost(tokens, inside[-1])]


def _text(tokens: Tokens, i: int) -> str:
    return tokens.text[tokens.starts[i] : tokens.ends[i]]


def _together(tokens: Tokens, i: int) -> bool:
    """Whether token `i` and the one after it stand in one line."""
    return "\n" not in tokens.text[tokens.ends[i] : tokens.starts[i + 1]]


def _leftmost(tokens: Tokens, first: int, *, named: bool) -> int:
    """Return the first token of the phrase whose head begins at `first`."""
    at = first
    while at > 0 and first - at < _FARTHEST and _together(tokens, at - 1):
        text = _text(tokens, at - 1)
        word = text.lower()
        if at > 1 and (
            word in ("'s", "’s") or (text == "." and _text(tokens, at - 2) in TITLES) or _hyphen(tokens, at - 1)
        ):
            at -= 2
            continue
        if word == "that":
            break  # more often "says that managers" than "that manager"
        if word in DETERMINERS or word in _AMOUNTS:
            return at - 1
        stops = word in FUNCTION_WORDS or word in CALENDAR or word.endswith("ly") or REPORTING.fullmatch(word)
        if stops or not tokens.is_word(at - 1):
            break
        if named and at == first and text.islower() and not _is_role(word):
            break  # more likely a verb
        at -= 1
    return at


def _hyphen(tokens: Tokens, i: int) -> bool:
    return _text(tokens, i) == "-" and tokens.ends[i - 1] == tokens.starts[i] and tokens.ends[i] == tokens.starts[i + 1]


def _is_role(word: str) -> bool:
    return bool(PEOPLE.fullmatch(word) or BODIES.fullmatch(word))


def _with_role(tokens: Tokens, first: int) -> int:
    """Return where a role before the name begins: "its president, Dr Brody"; `first` where there is none."""
    if first < 2 or _text(tokens, first - 1) != "," or not _together(tokens, first - 1):
        return first
    role = first - 2
    if not _is_role(_text(tokens, role).lower()):
        return first
    start = _leftmost(tokens, role, named=False)
    opens = _text(tokens, start).lower() in DETERMINERS or tokens.is_capitalised(start)
    return start if opens and start < role else first


def _rightmost(tokens: Tokens, last: int) -> int:
    """Return the last token of what follows a noun directly: "for the council", "in Ottawa"."""
    at = last + 2
    if (
        at >= len(tokens)
        or _text(tokens, last + 1) not in PREPOSITIONS
        or not (_together(tokens, last) and _together(tokens, last + 1))
    ):
        return last
    if _text(tokens, at).lower() in DETERMINERS | _AMOUNTS and at + 1 < len(tokens):
        at += 1
    if not tokens.is_word(at):
        return last
    _, end = capitalised_run(tokens, *tokens.span(at))
    return tokens.inside(tokens.starts[at], end)[-1]
