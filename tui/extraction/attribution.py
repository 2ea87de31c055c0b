"""Which report, and so which speaker, a stretch in quotation marks belongs to.

A ladder of rules, surest first: the report after or before the stretch in the same sentence, the verb that governs it,
the quotation before it in the paragraph, the paragraph before.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from tui.extraction.contents import CONFIDENCE, Construction, Content, Contents, Ranges
from tui.extraction.cues import cue_words
from tui.extraction.marks import Stretch
from tui.extraction.reports import Form, Report, speaker_of_verb
from tui.extraction.sentences import NarrationSentence
from tui.extraction.speakers import Cast, Mention
from tui.extraction.syntax import Parse
from tui.extraction.voiced import is_voiced


@dataclass(frozen=True, slots=True)
class Attribution:
    """What was found for one stretch: its report, its speaker, how, and how sure (0 to 1)."""

    report: Report | None
    mention: Mention | None
    how: str
    score: float


_DASHES = frozenset("-–—―") | {"--"}
_NO_SPEAKERS = frozenset(["you", "it", "that", "which", "what", "this", "these", "those", "who"])
_YOU = frozenset(["you", "your", "yours", "yourself"])
_CUE = attrgetter("cue")
NOBODY = Attribution(None, None, "none", 0.2)


class Attributor:
    """Attributes the outermost stretches of one article, in order."""

    REACH = 120
    """How many tokens may stand between a stretch and its report."""
    LONGEST_LABEL = 20
    """How many tokens before a colon may name the speaker of what follows."""

    def __init__(
        self, parse: Parse, stretches: Sequence[Stretch], sentences: Sequence[NarrationSentence], *,
        reports: Sequence[Report], quoted: Sequence[int], cast: Cast, attitudes: bool = False,
    ) -> None:  # fmt: skip
        self.parse, self.stretches, self.sentences, self.quoted, self.cast = parse, stretches, sentences, quoted, cast
        self.reports_of: list[list[Report]] = [[] for _ in sentences]
        sentence = 0
        for report in reports:
            while sentence + 1 < len(sentences) and sentences[sentence].last <= report.cue:
                sentence += 1
            if sentences and sentences[sentence].first <= report.cue < sentences[sentence].last:
                self.reports_of[sentence].append(report)
        self.found: list[Attribution] = []
        self.contents: dict[Report, Content] = {}
        self.reader = Contents(parse, quoted)
        self._read_contents(attitudes=attitudes)

    def _read_contents(self, *, attitudes: bool) -> None:
        """Read the content of every report off the parse; what a reported clause reports in turn is left out.

        Without `attitudes`, content that nobody voiced is none, if no marks stand in it. What is reported within a wish
        or a thought was not said either, but within an object it was: "rejected [her claim that ...]".
        """
        for sentence, reports in zip(self.sentences, self.reports_of, strict=True):
            covered: Ranges = []
            for report in reports:
                if report.form is Form.ACCORDING and self._passed_on(sentence, reports, report):
                    continue
                covered = [(first, last) for first, last in covered if last > report.cue]
                if any(first <= report.cue for first, _ in covered):
                    continue
                content = self.reader.of(report, sentence)
                if content is None:
                    continue
                is_quoted = any(any(self.quoted[first:last]) for first, last in content.ranges)
                if attitudes or is_quoted or is_voiced(self.parse, report, content):
                    self.contents[report] = content
                elif content.construction is Construction.OBJECT:
                    continue
                covered += content.ranges

    def _passed_on(self, sentence: NarrationSentence, reports: Sequence[Report], according: Report) -> bool:
        """Return whether an agency passes on a quotation: `"..." she said, according to the agency`."""
        if not sentence.stretches:
            return False
        first = self.stretches[sentence.stretches[0]]
        tokens = self.parse.tokens(first.start, first.end)
        said = any(
            tokens.stop <= r.cue < according.cue and r.speaker is not None for r in reports if r is not according
        )
        return tokens.start <= sentence.first + 1 and said

    def keep_spoken(self, spoken: Sequence[Stretch]) -> None:
        """Forget the phrases that were read around marked stretches which all turned out to be no quotations."""
        starts = [self.parse.tokens(stretch.start, stretch.end).start for stretch in spoken]

        def holds_one(first: int, last: int) -> bool:
            i = bisect_left(starts, first)
            return i < len(starts) and starts[i] < last

        self.contents = {
            report: content
            for report, content in self.contents.items()
            if content.construction is not Construction.PHRASE or any(holds_one(*tokens) for tokens in content.ranges)
        }

    def indirect(self) -> list[tuple[Attribution, Content]]:
        """Return an attribution, and the content in tokens, for each report that has a content and a speaker."""
        return [
            (self._of_content(r, content), content) for r, content in self.contents.items() if r.speaker is not None
        ]

    def block_quotes(self) -> Iterator[tuple[Attribution, int]]:
        """Yield an attribution and the number of the paragraph for each paragraph without marks that a colon opens.

        `In a letter the board denied it:` and then a paragraph of the letter. The line must end with the colon after a
        report verb whose content it does not hold itself, and the paragraph must be one or more whole sentences.
        """
        marked = {self.stretches[i].paragraph for sentence in self.sentences for i in sentence.stretches}
        for before, after, reports in zip(self.sentences, self.sentences[1:], self.reports_of, strict=False):
            ends = self.parse.words[before.first : before.last]
            if after.paragraph == before.paragraph or after.paragraph in marked or ends[-1:] != [":"] or not reports:
                continue
            report, say = reports[-1], cue_words().say
            if report.speaker is None or self.parse.lemmas[report.cue] not in say or report.form is Form.ACCORDING:
                continue
            if self.parse.words[after.first][0].isupper() and self.parse.words[after.last - 1] in (".", "!", "?"):
                yield replace(self._of_report(report), how="colon", score=0.5), after.paragraph

    def _of_report(self, report: Report) -> Attribution:
        how = report.form.value if report.form is not Form.VERB else "same-sentence"
        mention = self.cast.mention(report.speaker) if report.speaker is not None else None
        return Attribution(report, mention, how, 0.95)

    def _of_content(self, report: Report, content: Content) -> Attribution:
        return replace(self._of_report(report), score=CONFIDENCE[content.construction])

    def run(self) -> list[Attribution]:
        """Return one attribution for each stretch."""
        for number, sentence in enumerate(self.sentences):
            for index in sentence.stretches:
                self.found.append(self._attribute(number, index))
        return self.found

    def _attribute(self, number: int, index: int) -> Attribution:
        stretch = self.stretches[index]
        tokens = self.parse.tokens(stretch.start, stretch.end)
        if stretch.reopened and index and not self._followed_by_report(number, tokens):
            return self._carry(index - 1, "reopened", 0.85)
        report = self._same_sentence(number, tokens)
        return (
            self._label(number, tokens)
            or self._reported(report, number, tokens)
            or self._led_in(number, tokens)
            or self._signature(tokens)
            or self._governed(report, number, tokens)
            or self._after_quotation(index)
            or self._in_paragraph(number)
            or self._from_before(number, index)
            or NOBODY
        )

    def _reported(self, report: Report | None, number: int, tokens: range) -> Attribution | None:
        if report is None:
            return None
        if report.speaker is None:
            return self._of_report(report) if self._by_nobody(report, tokens) else None
        self._read_phrase(report, number, tokens)
        return self._of_report(report)

    def _by_nobody(self, report: Report, tokens: range) -> bool:
        """Return whether a passive leads right into the stretch without saying who: `he was asked, "..."`."""
        leads_in = tokens.start - 3 <= report.cue < tokens.start or report.cue in self.parse.ancestors(tokens)
        return leads_in and self.parse.child(report.cue, "auxpass") is not None

    def _after_quotation(self, index: int) -> Attribution | None:
        """Return the speaker of the quotation before it in the same paragraph."""
        if not index or self.stretches[index - 1].paragraph != self.stretches[index].paragraph:
            return None
        return self._carry(index - 1, "carried-in-paragraph", 0.8) if self.found[index - 1].mention else None

    def _read_phrase(self, report: Report, number: int, tokens: range) -> None:
        """Widen a stretch to the phrase that it is part of, for a report whose content the parse did not show."""
        if not any(first <= tokens.start and tokens.stop <= last for first, last in self._ranges(report)):
            phrase = self.reader.phrase(report, self.sentences[number], tokens)
            if phrase is not None:
                self.contents[report] = phrase

    def _ranges(self, report: Report) -> tuple[tuple[int, int], ...]:
        content = self.contents.get(report)
        return content.ranges if content is not None else ()

    def _near(self, number: int, tokens: range) -> list[Report]:
        """Return the reports of the sentence within `REACH` tokens of the stretch `tokens`."""
        reports = self.reports_of[number]
        first = bisect_left(reports, tokens.start - self.REACH, key=_CUE)
        return reports[first : bisect_left(reports, tokens.stop + self.REACH, key=_CUE)]

    def _followed_by_report(self, number: int, tokens: range) -> bool:
        """Return whether a report with its own subject stands right behind the stretch."""
        return any(tokens.stop <= r.cue < tokens.stop + 8 and r.speaker is not None for r in self._near(number, tokens))

    def _carry(self, index: int, how: str, factor: float) -> Attribution:
        before = self.found[index]
        return Attribution(before.report, before.mention, how, before.score * factor)

    def _starts(self, number: int, tokens: range) -> bool:
        """Return whether no word of the sentence stands before the stretch."""
        words, i = self.parse.words, tokens.start - 1
        while i >= self.sentences[number].first and not words[i][0].isalnum():
            i -= 1
        return i < self.sentences[number].first

    def _is_whole(self, number: int, tokens: range) -> bool:
        """Return whether the stretch is all that its sentence holds."""
        words, i = self.parse.words, tokens.stop
        while i < self.sentences[number].last and not words[i][0].isalnum():
            i += 1
        return i >= self.sentences[number].last and self._starts(number, tokens)

    def _same_sentence(self, number: int, tokens: range) -> Report | None:
        """Return the report of the same sentence that the stretch belongs to, if there is one."""
        reports = self._near(number, tokens)
        closing = self._closing(tokens, reports)
        if closing is not None:
            return closing
        for report in reports:
            if any(first <= tokens.start and tokens.stop <= last for first, last in self._ranges(report)):
                return report
        before = [r for r in reports if r.cue < tokens.start]
        after = [r for r in reports if r.cue >= tokens.stop]
        if after and (not before or self._starts(number, tokens)):
            return after[0]
        if before:
            governing = self.parse.ancestors(tokens)
            named = (r for r in reversed(before) if r.speaker is not None)
            last = before[-1] if before[-1].last >= tokens.start - 1 else next(named, before[-1])
            return next((r for r in reversed(before) if r.cue in governing), last)
        return None

    def _closing(self, tokens: range, reports: Sequence[Report]) -> Report | None:
        """Return the report right behind a quotation that ends in a comma, unless another one leads into it."""
        if not any(self.parse.words[i] in (",", "?", "!") for i in tokens[-3:]):
            return None
        if any(tokens.start - 3 <= r.cue < tokens.start for r in reports):
            return None
        behind = (
            r for r in reports if r.speaker is not None and tokens.stop <= min(r.cue, r.speaker) < tokens.stop + 3
        )
        return next((r for r in behind if r.cue < tokens.stop + 5), None)

    def _signature(self, tokens: range) -> Attribution | None:
        """Return the name after a dash behind the stretch that ends its line or the next: `"..." - Ann Lee`."""
        words, i = self.parse.words, tokens.stop
        while i < len(words) and not words[i].strip(" .\n"):
            i += 1
        if i + 1 >= len(words) or words[i] not in _DASHES:
            return None
        name = self.cast.name_at(i + 1, fewest=1)
        if name is None:
            return None
        rest = range(i + 1, min(i + 15, len(words)))
        end = next((j for j in rest if "\n" in words[j]), len(words) if len(words) <= i + 15 else None)
        if end is None or any(self.parse.pos[j] in ("VERB", "AUX") for j in range(i + 1, end)):
            return None
        return Attribution(None, name, "signature", 0.85)

    def _label(self, number: int, tokens: range) -> Attribution | None:
        """Return the name before a colon in front of the stretch, as in an interview: `Ann Lee: "..."`.

        Of several names (`Ann Lee, The Herald: "..."`) the person's, of several persons the first; a line with a verb
        is no label.
        """
        first, colon = self.sentences[number].first, tokens.start - 1
        if colon <= first or self.parse.words[colon] != ":":
            return None
        line = range(max(first, colon - self.LONGEST_LABEL), colon)
        if any(self.parse.pos[i] in ("VERB", "AUX") for i in line):
            return None  # `said Ann Lee: "..."` has a report
        person = next((i for i in line if i in self.cast.people_tokens and not self.quoted[i]), None)
        name = self.cast.name_at(person if person is not None else colon - 1)
        return Attribution(None, name, "colon", 0.85) if name is not None else None

    def _led_in(self, number: int, tokens: range) -> Attribution | None:
        """Return the subject of a sentence whose colon opens the stretch: `The mayor had a short answer: "..."`."""
        first, parse = self.sentences[number].first, self.parse
        if tokens.start - 1 <= first or parse.words[tokens.start - 1] != ":":
            return None
        line = range(first, tokens.start - 1)
        for i in line:
            if parse.deps[i] == "nsubj" and not self.quoted[i] and parse.words[i].lower() not in _NO_SPEAKERS:
                return Attribution(None, self.cast.mention(i), "colon", 0.6)
        # `And this from the fire brigade:`
        sender = next((i for i in line if parse.deps[i] == "pobj" and parse.words[parse.heads[i]] == "from"), None)
        return Attribution(None, self.cast.mention(sender), "colon", 0.6) if sender is not None else None

    def _governed(self, report: Report | None, number: int, tokens: range) -> Attribution | None:
        """Return the subject of the nearest verb that governs a stretch which is only part of its sentence."""
        subject = None if self._is_whole(number, tokens) else self._governor(tokens)
        return Attribution(report, self.cast.mention(subject), "same-sentence", 0.6) if subject is not None else None

    def _governor(self, tokens: range) -> int | None:
        parse = self.parse
        i = next((i for i in tokens if parse.heads[i] not in tokens or parse.heads[i] == i), None)
        for _ in range(12):
            if i is None or parse.heads[i] == i:
                return None
            i = parse.heads[i]
            if parse.pos[i] in ("VERB", "AUX") and i not in tokens:
                subject = speaker_of_verb(parse, i, self.quoted)
                if subject is not None and subject not in tokens:
                    return subject
        return None

    def _in_paragraph(self, number: int) -> Attribution | None:
        """Return the report of the sentence before, else of the one after, in the same paragraph."""
        for other, how, score in ((number - 1, "previous-sentence", 0.6), (number + 1, "next-sentence", 0.5)):
            if 0 <= other < len(self.sentences) and self.sentences[other].paragraph == self.sentences[number].paragraph:
                found = self._last_report(other)
                if found is not None and found.speaker is not None:
                    return Attribution(found, self.cast.mention(found.speaker), how, score)
        return None

    def _last_report(self, number: int) -> Report | None:
        """Return the last report of a sentence whose speaker may go on speaking."""
        words = self.parse.words
        goes_on = (r for r in reversed(self.reports_of[number]) if r.speaker is not None)
        return next((r for r in goes_on if words[r.speaker or 0].lower() not in _NO_SPEAKERS), None)

    def _from_before(self, number: int, index: int) -> Attribution | None:
        """Return the speaker of the paragraph before, for a paragraph that is nothing but a quotation.

        It names nobody, so it goes on with whoever spoke before: a newspaper names the speaker again when that changes.
        It stays a quote of its own, without a cue, and its lower score sends it to review earlier. After a question
        the other one of two speakers answers.
        """
        paragraph = self.sentences[number].paragraph
        if self._question_before(number):
            return self._answerer(index, number)
        if index and self.stretches[index - 1].paragraph == paragraph - 1 and self.found[index - 1].mention:
            other = self._other_speaker(index)
            return other or self._carry(index - 1, "previous-paragraph", 0.7)
        for other_sentence in range(number - 1, max(-1, number - 4), -1):
            found = self._last_report(other_sentence)
            if found is not None and found.speaker is not None:
                return Attribution(found, self.cast.mention(found.speaker), "previous-paragraph", 0.5)
        return None

    def _question_before(self, number: int) -> bool:
        """Return whether the paragraph before is a question of the narrator, or speaks to "you", as in an interview."""
        if not number or self.sentences[number - 1].stretches:
            return False
        before = self.sentences[number - 1]
        if "?" in self.parse.words[max(before.first, before.last - 3) : before.last]:
            return True
        return any(self.parse.words[i].lower() in _YOU for i in range(before.first, before.last))

    def _answerer(self, index: int, number: int) -> Attribution | None:
        """Return who answers the questions: whoever answered last, else the person whom the article names most."""
        for before in reversed(self.found[max(0, index - 3) : index]):
            if before.how == "dialogue":
                return replace(before, report=None)
        name = self.cast.main_person(self.sentences[number].first)
        return Attribution(None, name, "dialogue", 0.55) if name is not None else None

    def _other_speaker(self, index: int) -> Attribution | None:
        """Return the one of the last two speakers who did not speak last, when question and answer alternate."""
        asked = self._asks(index - 1) or (self._asks(index) and index > 1 and self._asks(index - 2))
        last = self.found[index - 1].mention
        if not asked or index < 2 or last is None:
            return None
        for i in range(index - 2, max(-1, index - 5), -1):
            before = self.found[i].mention
            if (
                before is not None
                and before != last
                and self.stretches[i].paragraph < self.stretches[index - 1].paragraph
            ):
                return Attribution(None, before, "dialogue", 0.55)
        return None

    def _asks(self, index: int) -> bool:
        stretch = self.stretches[index]
        return self.parse.text[stretch.inner_start : stretch.inner_end].rstrip().endswith("?")
