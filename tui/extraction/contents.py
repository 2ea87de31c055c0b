"""What a report reports: the clause, phrase or sentence that is said, read off the parse.

A content is a list of token ranges, because the words of the report may stand in its middle ("The plan, she said, is
dead").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tui.extraction.cues import cue_words
from tui.extraction.reports import Form, Report
from tui.extraction.sentences import NarrationSentence
from tui.extraction.syntax import Parse

Ranges = list[tuple[int, int]]
_EDGE_TAGS = frozenset({",", ".", ":", "_SP", "``", "''", "-LRB-", "-RRB-"})
_OBJECTS = ("dobj", "oprd", "attr", "acomp", "prep", "ccomp", "xcomp", "pcomp", "dative", "advcl", "npadvmod", "dep")
_PARTICIPLES = ("VBG", "VBN")
_SPEAKING = ("speak", "respond", "write", "testify", "appear", "comment", "address", "refer", "reply", "react", "talk")
_AFTER_CLAUSE = (",", "”", '"', "''", "’", "'")
_PREDICATING = {"accuse": "of", "estimate": "at"}
_PREDICATES = ("oprd", "prep", "xcomp", "acomp", "attr")


class Construction(Enum):
    """How a content hangs on its report."""

    CLAUSE = "clause"
    APART = "apart"
    ACCORDING = "according"
    INFINITIVE = "infinitive"
    PHRASE = "phrase"
    PREDICATION = "predication"
    OBJECT = "object"


CONFIDENCE = {
    Construction.CLAUSE: 0.8,
    Construction.APART: 0.85,
    Construction.ACCORDING: 0.8,
    Construction.INFINITIVE: 0.55,
    Construction.PHRASE: 0.75,
    Construction.PREDICATION: 0.55,
    Construction.OBJECT: 0.55,
}
"""How often such a reading is right, to the nearest twentieth, counted on development articles: orders review."""


@dataclass(frozen=True, slots=True)
class Content:
    """The token ranges of what is said, and the construction that showed them."""

    ranges: tuple[tuple[int, int], ...]
    construction: Construction


class Contents:
    """Finds the content of reports within the bounds of their sentence of the narration."""

    def __init__(self, parse: Parse, quoted: Sequence[int]) -> None:
        self.parse, self.quoted = parse, quoted

    def of(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """Return the content of `report`, None where the parse shows none."""
        if report.form is Form.ACCORDING:
            end = self.parse.subtree(report.cue)[1]
            return self._content(Construction.ACCORDING, sentence, [(sentence.first, report.cue), (end, sentence.last)])
        if report.form is Form.NOUN:
            return self._clause(report, sentence)
        return (
            self._clause(report, sentence)
            or self._around(report, sentence)
            or self._request(report, sentence)
            or self._infinitive(report, sentence)
            or self._object(report, sentence)
        )

    def phrase(self, report: Report, sentence: NarrationSentence, tokens: range) -> Content | None:
        """Return the phrase under `report` that holds the stretch `tokens`: "called [the plan “a joke” at best]"."""
        parse = self.parse
        if report.form is not Form.VERB or report.cue >= tokens.start or self._introduces(report, tokens):
            return None
        for child in parse.children[report.cue]:
            first, last = parse.subtree(child)
            if first <= tokens.start < last and child > report.cue and parse.deps[child] in _OBJECTS:
                start = self._phrase_start(report, child, tokens)
                return self._content(Construction.PHRASE, sentence, [(start, max(last, tokens.stop))])
        return None

    def _phrase_start(self, report: Report, child: int, tokens: range) -> int:
        """Return where the phrase starts: at "that", else with its clause, else with the object before it."""
        parse = self.parse
        first = parse.subtree(child)[0]
        that = next(
            (i for i in range(first, tokens.start) if parse.deps[i] == "mark" and parse.lemmas[i] == "that"), None
        )
        if that is not None or parse.deps[child] == "ccomp":
            return first if that is None else that
        objects = (c for c in parse.children[report.cue] if report.cue < c < child and parse.deps[c] == "dobj")
        spoken_of = next(objects, None)
        return parse.subtree(spoken_of)[0] if spoken_of is not None else self._after_cue(report)

    def _introduces(self, report: Report, tokens: range) -> bool:
        """Return whether only a comma, a colon or an addressee stands between the cue and the stretch."""
        before = self.parse.words[tokens.start - 1]
        return before in (",", ":") or tokens.start == report.last

    def _after_cue(self, report: Report) -> int:
        """Return the token after the cue, its particle and the preposition that belongs to it ("called for")."""
        parse, i = self.parse, report.last
        while i < len(parse) and (parse.deps[i] == "prt" or (parse.tags[i] == "IN" and parse.heads[i] == report.cue)):
            i += 1
        return i

    def _content(self, construction: Construction, sentence: NarrationSentence, ranges: Ranges) -> Content | None:
        clipped = ((max(first, sentence.first), min(last, sentence.last)) for first, last in ranges)
        trimmed = (self._trim(first, last) for first, last in clipped)
        kept = tuple((first, last) for first, last in trimmed if first < last)
        return Content(kept, construction) if kept else None

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        """Leave out punctuation at the edges that stands outside quotation marks."""
        tags = self.parse.tags
        while first < last and tags[first] in _EDGE_TAGS and not self.quoted[first]:
            first += 1
        while first < last and tags[last - 1] in _EDGE_TAGS and not self.quoted[last - 1]:
            last -= 1
        return first, last

    def _clause(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """`said (that) the plan is dead`."""
        parse = self.parse
        links = ("acl", "ccomp") if report.form is Form.NOUN else ("ccomp",)
        clauses = [c for c in parse.children[report.cue] if c > report.cue and parse.deps[c] in links]
        if not clauses:
            return None
        first, last = parse.subtree(clauses[0])
        return self._content(Construction.CLAUSE, sentence, [(max(first, report.last), last)])

    def _around(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """`The plan, she said, is dead` and `The plan is dead, she said`."""
        parse, verb = self.parse, report.cue
        if report.speaker is None or parse.lemmas[verb] not in cue_words().apart or parse.tags[verb] in _PARTICIPLES:
            return None
        first = min(verb, parse.subtree(report.speaker)[0]) if report.form is Form.VERB else verb
        last = self._past_circumstances(report, max(report.last, parse.subtree(report.speaker)[1]))
        if not self._stands_apart(report, first, last, sentence):
            return None
        start = self._clause_start(report, first, sentence)
        if parse.words[last : last + 1] == [":"] or self._opens_with_participle(report, start):
            return None  # "Asked about it, she said: “...”"
        before, after = range(start, first), range(min(last + 1, sentence.last), sentence.last)
        goes_on = bool(after) and parse.words[last] == "," and parse.tags[after.start] != "VBG"
        quotation_follows = goes_on and self.quoted[after.start]
        if not self._has_verb(before) and (quotation_follows or not goes_on):
            return None  # "On Monday, she said, “...”": circumstances, not what was said
        ranges = [(start, first), (after.start, after.stop)] if goes_on else [(start, first)]
        if self.quoted[start] and all(self.quoted[i] or not parse.words[i][0].isalnum() for i in before):
            return None  # a quotation, which needs no clause around it
        return self._content(Construction.APART, sentence, ranges)

    def _opens_with_participle(self, report: Report, start: int) -> bool:
        """Return whether the clause before the report says only when or how it was said: "Speaking in Oslo, ..."."""
        parse = self.parse
        if parse.deps[start] != "advcl" or parse.heads[start] != report.cue:
            return False
        return parse.tags[start] == "VBN" or parse.lemmas[start] in _SPEAKING

    def _stands_apart(self, report: Report, first: int, last: int, sentence: NarrationSentence) -> bool:
        """Return whether the words `first:last` of the report stand between commas, or after one at the end."""
        parse = self.parse
        if report.speaker is not None and parse.tags[report.speaker] in ("WP", "WDT"):
            return False
        if first <= sentence.first or parse.words[first - 1] not in _AFTER_CLAUSE:
            return False
        return last >= sentence.last or parse.tags[last] in (",", ".", ":", "_SP")

    def _has_verb(self, tokens: range) -> bool:
        return any(self.parse.pos[i] in ("VERB", "AUX") for i in tokens)

    def _past_circumstances(self, report: Report, last: int) -> int:
        """Return the end of "she said [on Monday] [in a letter]"."""
        for child in self.parse.children[report.cue]:
            if child >= last and self.parse.deps[child] in ("prep", "npadvmod", "advmod", "dobj", "dative", "prt"):
                first, end = self.parse.subtree(child)
                if first == last:
                    last = end
        return last

    def _clause_start(self, report: Report, first: int, sentence: NarrationSentence) -> int:
        """Return where the clause before the report at `first` starts: its subtree, or its sentence after any dash."""
        parse = self.parse
        clause = parse.child(report.cue, "ccomp")
        if clause is None and parse.deps[report.cue] in ("parataxis", "ccomp"):
            clause = parse.heads[report.cue]
        start = parse.subtree(clause)[0] if clause is not None else sentence.first
        start = max(start, sentence.first) if start < first else sentence.first
        breaks = (i for i in range(first - 2, start, -1) if parse.tags[i] == ":" and not self.quoted[i])
        return next(breaks, start - 1) + 1

    def _request(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """`urged [them to leave]`, `asked [not to be named]`: whom it is asked of is part of it."""
        parse = self.parse
        if parse.lemmas[report.cue] not in cue_words().request:
            return None
        asked = parse.child(report.cue, "dobj", "dative")
        if asked is None or asked < report.cue:
            return None
        first, last = parse.subtree(asked)
        for head, deps in ((report.cue, ("xcomp", "advcl", "ccomp")), (asked, ("acl", "relcl"))):
            for verb in parse.children[head]:
                if parse.deps[verb] in deps and self._is_infinitive(verb):
                    start, end = parse.subtree(verb)
                    if start == last or head == asked:
                        return self._content(Construction.INFINITIVE, sentence, [(first, end)])
        return None

    def _infinitive(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """`wants to leave`, `urged them to leave`."""
        parse = self.parse
        infinitive = parse.child(report.cue, "xcomp")
        words = cue_words()
        if parse.lemmas[report.cue] not in words.want | words.request or infinitive is None or infinitive < report.cue:
            return None
        if not self._is_infinitive(infinitive):
            return None
        first, last = parse.subtree(infinitive)
        return self._content(Construction.INFINITIVE, sentence, [(max(first, report.last), last)])

    def _is_infinitive(self, verb: int) -> bool:
        return any(self.parse.tags[child] == "TO" for child in self.parse.children[verb])

    def _object(self, report: Report, sentence: NarrationSentence) -> Content | None:
        """`criticised the plan`, `called the plan a joke`: for verbs whose object is what is expressed."""
        parse = self.parse
        if parse.lemmas[report.cue] not in cue_words().judge:
            return None
        start = self._after_cue(report)
        end, is_predication = start, False
        for child in parse.children[report.cue]:
            first, last = parse.subtree(child)
            if child < report.last or first < end:
                continue
            if first > end or parse.deps[child] not in (("dobj", "prep", "oprd") if end == start else _PREDICATES):
                break
            if end > start and parse.deps[child] == "prep" and not self._predicates(report, child):
                break
            is_predication = end > start or self._holds_predicate(report, child)
            end = last
        if end > start and parse.tags[start].startswith("PRP") and end == start + 1:
            return None  # "criticised it" says nothing that could be read alone
        construction = Construction.PREDICATION if is_predication else Construction.OBJECT
        return self._content(construction, sentence, [(start, end)]) if end > start else None

    def _predicates(self, report: Report, preposition: int) -> bool:
        """Return whether a phrase says something of the object before it: "as a joke", "of fraud", "at £3m"."""
        word = self.parse.words[preposition].lower()
        return word in ("as", "of", "for") or word == _PREDICATING.get(self.parse.lemmas[report.cue])

    def _holds_predicate(self, report: Report, noun: int) -> bool:
        """Return whether the parser gave an object the phrase that says something of it."""
        wanted = _PREDICATING.get(self.parse.lemmas[report.cue], "as")
        return any(self.parse.deps[c] == "prep" and self.parse.words[c].lower() == wanted
                   for c in self.parse.children[noun])  # fmt: skip
