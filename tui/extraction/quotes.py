"""Quotations of an article with their cues and speakers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from spacy.tokens import Doc

from tui.extraction.attribution import Attribution, Attributor
from tui.extraction.labels import label_reason
from tui.extraction.marks import Stretch, find_stretches, paragraphs
from tui.extraction.reports import Report, find_reports
from tui.extraction.sentences import narration_sentences
from tui.extraction.speakers import Cast
from tui.extraction.syntax import Parse
from tui.model import Candidate, Cluster, Entity, Layer, Quote, QuoteKind, Span, Speaker, trimmed


@dataclass(frozen=True, slots=True)
class QuoteFindings:
    """The quotes of an article, marked stretches that are none, and the clusters of speakers that no entity names."""

    quotes: tuple[Quote, ...]
    candidates: tuple[Candidate, ...]
    clusters: tuple[Cluster, ...]


_CARRIED = ("carried-in-paragraph", "previous-paragraph", "dialogue")
_SAID_HERE = ("same-sentence", "inversion")
_START = attrgetter("start")


@dataclass(slots=True)
class _Draft:
    """A quote in the making: character ranges of its pieces, and what was found about it."""

    kind: QuoteKind
    pieces: list[tuple[int, int]]
    found: Attribution
    last_stretch: int | None = None


def find_quotes(doc: Doc, entities: Sequence[Entity], *, attitudes: bool = False) -> QuoteFindings:
    """Return the quotes in `doc`, whose paragraphs are separated by blank lines.

    `doc` needs tags, lemmas and a dependency parse. `entities` are the mentions of names with offsets into the text of
    `doc`; a speaker gets the cluster of the entity that names them. All offsets of the result are into that text too.
    Without quotation marks, what is said is a quote; with `attitudes` also what is only thought, wanted or liked.
    """
    text = doc.text
    outermost = [s for s in find_stretches(text) if s.depth == 0]
    blocks = paragraphs(text)
    parse = Parse(doc, blocks)
    quoted = bytearray(len(parse))
    for stretch in outermost:
        tokens = parse.tokens(stretch.start, stretch.end)
        quoted[tokens.start : tokens.stop] = b"\1" * len(tokens)
    cast = Cast(parse, entities, quoted)
    sentences = narration_sentences(parse, blocks, outermost)
    reports = find_reports(parse, quoted, cast.people_tokens)
    attributor = Attributor(parse, outermost, sentences, reports=reports, quoted=quoted, cast=cast, attitudes=attitudes)
    spoken, candidates = [], []
    for stretch, found in zip(outermost, attributor.run(), strict=True):
        reason = label_reason(parse, stretch, found)
        if reason is None:
            spoken.append((stretch, found))
        else:
            candidates.append(Candidate(Span.of(text, stretch.start, stretch.end), Layer.QUOTES, reason))
    attributor.keep_spoken([stretch for stretch, _ in spoken])
    drafts = _join(parse, spoken, attributor)
    drafts += [_Draft(QuoteKind.DIRECT, [blocks[n]], found) for found, n in attributor.block_quotes()]
    drafts.sort(key=lambda draft: draft.pieces[0])
    return QuoteFindings(_finish(text, parse, cast, drafts), tuple(candidates), tuple(cast.invented.values()))


def _join(parse: Parse, spoken: Sequence[tuple[Stretch, Attribution]], attributor: Attributor) -> list[_Draft]:
    """Draft one quote for each report with its content, and one for each stretch outside of those."""
    stretches = [stretch for stretch, _ in spoken]
    by_report: dict[Report | None, _Draft] = {}
    for found, content in attributor.indirect():
        pieces = [_piece(parse, stretches, first, last) for first, last in content.ranges]
        by_report[found.report] = _Draft(QuoteKind.INDIRECT, pieces, found)
    drafts = list(by_report.values())
    previous: _Draft | None = None
    for index, (stretch, found) in enumerate(spoken):
        holder = by_report.get(found.report)
        if holder is not None and any(a <= stretch.start and stretch.end <= b for a, b in holder.pieces):
            previous = holder
        elif holder is not None and found.how in _SAID_HERE and _all_quoted(holder, stretches):
            # `"..." she said, "but ..."`: what stands after the cue was read off the parse already
            holder.pieces.append((stretch.start, stretch.end))
            previous = holder
        elif previous is not None and previous.last_stretch == index - 1 and _goes_on(parse, previous, stretch, found):
            previous.pieces.append((stretch.start, stretch.end))
        else:
            # A speaker carried over comes without the cue, which belongs to the quote that it was taken from.
            own = replace(found, report=None) if found.how in _CARRIED else found
            previous = _Draft(QuoteKind.DIRECT, [(stretch.start, stretch.end)], own)
            drafts.append(previous)
        previous.last_stretch = index
    for draft in drafts:
        draft.kind = _kind(parse, draft.pieces, stretches)
    return drafts


def _all_quoted(draft: _Draft, stretches: Sequence[Stretch]) -> bool:
    """Return whether every piece of the draft stands in marks."""
    around = [(_stretch_at(stretches, start), end) for start, end in draft.pieces]
    return all(stretch is not None and end <= stretch.end for stretch, end in around)


def _goes_on(parse: Parse, draft: _Draft, stretch: Stretch, found: Attribution) -> bool:
    """Return whether `stretch` is a further piece of the quote `draft`, split around its attribution or reopened."""
    if found.how == "reopened":
        return True
    if found.how == "carried-in-paragraph":
        return found.mention == draft.found.mention and _directly_after(parse, draft, stretch)
    return found.how != "previous-paragraph" and found.report is not None and found.report is draft.found.report


def _directly_after(parse: Parse, draft: _Draft, stretch: Stretch) -> bool:
    """Return whether only the sentence of the report stands between the draft and the stretch."""
    between = parse.tokens(draft.pieces[-1][1], stretch.start)
    return sum(parse.tags[i] == "." for i in between) <= 1


def _piece(parse: Parse, stretches: Sequence[Stretch], first: int, last: int) -> tuple[int, int]:
    """Return the characters of the tokens `first:last`, widened to whole quotation marks at both ends."""
    start, end = trimmed(parse.text, parse.starts[first], parse.ends[last - 1])
    around = _stretch_at(stretches, start)
    if around is not None:
        start = around.start
    around = _stretch_at(stretches, end - 1)
    if around is not None:
        end = around.end
    return start, end


def _stretch_at(stretches: Sequence[Stretch], position: int) -> Stretch | None:
    """Return the stretch that the character at `position` stands in; `stretches` are in order and apart."""
    i = bisect_right(stretches, position, key=_START) - 1
    return stretches[i] if i >= 0 and position < stretches[i].end else None


def _kind(parse: Parse, pieces: Sequence[tuple[int, int]], stretches: Sequence[Stretch]) -> QuoteKind:
    """Return how much of the words of `pieces` stands in marks; "that" before the quotation does not count."""
    inside = outside = 0
    for start, end in pieces:
        around = _stretch_at(stretches, start)
        if around is not None and end <= around.end:
            inside += 1
            continue
        for i in parse.tokens(start, end):
            if parse.words[i][0].isalnum():
                if _stretch_at(stretches, parse.starts[i]) is not None:
                    inside += 1
                elif parse.lemmas[i] != "that":
                    outside += 1
    if not inside:
        return QuoteKind.INDIRECT
    return QuoteKind.MIXED if outside else QuoteKind.DIRECT


def _finish(text: str, parse: Parse, cast: Cast, drafts: Sequence[_Draft]) -> tuple[Quote, ...]:
    quotes = []
    for number, draft in enumerate(drafts, 1):
        found, speaker, certainty = draft.found, None, 1.0
        if found.mention is not None:
            cluster, certainty = cast.cluster_of(found.mention)
            speaker = Speaker(Span.of(text, found.mention.start, found.mention.end), cluster)
        cue = None
        if found.report is not None:
            cue = Span.of(text, parse.starts[found.report.first], parse.ends[found.report.last - 1])
        content = tuple(Span.of(text, start, end) for start, end in sorted(draft.pieces))
        score = round(found.score * (0.5 + certainty / 2), 4)
        quotes.append(Quote(f"q{number}", draft.kind, content, cue, speaker, found.how, score))
    return tuple(quotes)
