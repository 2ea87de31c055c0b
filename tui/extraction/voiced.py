"""Which reports say that somebody said something, and not only that they thought, wanted or liked it.

The guideline of the default label set marks what was voiced. Corpora of attribution (PARC, PolNeAR) mark beliefs,
wishes and attitudes as well: `find_quotes` gives those with `attitudes`.
"""

from tui.extraction.contents import Construction, Content
from tui.extraction.cues import cue_words
from tui.extraction.reports import Form, Report
from tui.extraction.syntax import Parse

_NAMING = frozenset({"name", "identify", "quote"})


def is_voiced(parse: Parse, report: Report, content: Content) -> bool:
    """Return whether `content`, in which nothing stands in quotation marks, was said: by words, a request, a promise.

    Not: `wants to leave`, `declined to comment`, `praised the work`, `asked not to be named`.
    """
    words, lemma = cue_words(), parse.lemmas[report.cue]
    if report.form is not Form.VERB and report.form is not Form.INVERTED:
        return True
    match content.construction:
        case Construction.INFINITIVE:
            return lemma in words.request and not _is_condition(parse, content)
        case Construction.OBJECT:
            return False
        case _:
            return lemma not in words.silent


def _is_condition(parse: Parse, content: Content) -> bool:
    """Return whether somebody asks only not to be named."""
    words = [parse.lemmas[i] for first, last in content.ranges for i in range(first, last)]
    return "not" in words[:3] and not _NAMING.isdisjoint(words)
