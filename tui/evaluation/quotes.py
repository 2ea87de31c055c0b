"""Scores of quotations: content, cue and speaker, each alone and all together.

The quotations of the two sides are paired once for each document: as many equal contents as can be, then as many
contents that overlap by at least `soft` of their union, and among equals those whose speaker and cue agree.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tui.evaluation.assignment import best_pairs
from tui.evaluation.data import Annotations, Document, Offsets, QuoteItem
from tui.evaluation.metrics import Score
from tui.evaluation.speakers import SpeakerMatch, overlap, speaker_kind
from tui.evaluation.tally import Tally, tally_of
from tui.model import Layer

SOFT, HARD = 0.3, 0.8  # of the union of both contents; the thresholds used for the Gender Gap Tracker
_JACCARD_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class QuotePair:
    """What became of a quotation: gold and predicted side (one may be None) and what the two agree on.

    `jaccard` is the share of the union of both contents that they have in common.
    """

    document: str
    gold: QuoteItem | None
    predicted: QuoteItem | None
    jaccard: float = 0.0
    same_content: bool = False
    same_cue: bool = False
    cue_overlaps: bool = False
    same_mention: bool = False
    mention_overlaps: bool = False
    same_speaker: bool = False
    speaker_kind: str = "none"

    @property
    def kind(self) -> str:
        """The error class: "missed", "spurious", "speaker", "content", "content+speaker", or "correct"."""
        if self.predicted is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        wrong = [*(["content"] if not self.same_content else []), *(["speaker"] if not self.same_speaker else [])]
        return "+".join(wrong) or "correct"

    @property
    def start(self) -> int:
        """Where in the document to look."""
        return min(piece[0] for quote in (self.gold, self.predicted) if quote is not None for piece in quote.content)


Agreement = Callable[[QuotePair], bool]
"""What two paired quotations must agree on to be a hit."""

CRITERIA: dict[str, Agreement] = {
    "content": lambda pair: pair.same_content,
    "overlap": lambda _: True,
    "hard": lambda pair: pair.jaccard > HARD,
    "mention": lambda pair: pair.same_content and pair.same_mention,
    "speaker": lambda pair: pair.same_content and pair.same_speaker,
    "end-to-end": lambda pair: pair.same_speaker,
    "all": lambda pair: pair.same_content and pair.same_mention and pair.same_cue,
}
"""content: equal pieces; overlap and hard: enough of them in common; mention, speaker: equal pieces, and the same
mention or person; end-to-end: enough in common and the same person; all: equal pieces, cue and mention."""


@dataclass(frozen=True, slots=True)
class Found:
    """Gold and predicted quotations of one kind, how many of each were matched, and with the right speaker."""

    gold: int
    gold_matched: int
    gold_right: int
    predicted: int
    predicted_matched: int
    predicted_right: int

    @property
    def recall(self) -> float | None:
        """Share of the gold quotations of this kind that were matched with any prediction."""
        return self.gold_matched / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        """Share of the predicted quotations of this kind that were matched with any gold quotation."""
        return self.predicted_matched / self.predicted if self.predicted else None

    @property
    def attribution(self) -> float | None:
        """Share of the matched quotations whose speaker is right; of the gold's kind, or the predictions' without."""
        matched, right = (self.gold_matched, self.gold_right) if self.gold else (
            self.predicted_matched, self.predicted_right)  # fmt: skip
        return right / matched if matched else None


@dataclass(frozen=True)
class QuoteScores:
    """The scores of one extractor's quotations over the documents whose quotations are complete.

    `outside` counts gold and predicted quotations that reach into blocks outside the body; they aren't scored.
    """

    documents: tuple[Document, ...]
    skipped: tuple[str, ...]
    outside: tuple[int, int]
    pairs: tuple[tuple[QuotePair, ...], ...]
    characters: Tally

    def tally(self, criterion: str) -> Tally:
        """Return the counts of a criterion in `CRITERIA`; all quotations are in the denominators."""
        return self._tally(f"quotes.{criterion}", CRITERIA[criterion], lambda _: True)

    def score(self, criterion: str) -> Score:
        """Return the micro-averaged score of a criterion."""
        return self.tally(criterion).score

    def kind_tally(self, kind: str) -> Tally:
        """Return the end-to-end counts of one kind of quotation, which both sides have to give it."""
        return self._tally(f"quotes.{kind}", CRITERIA["end-to-end"], lambda quote: quote.kind == kind)

    @cached_property
    def parts(self) -> dict[str, Tally]:
        """Cue and speaker mention, equal and overlapping; only quotations that have one are counted."""
        cue: Callable[[QuoteItem], bool] = lambda quote: quote.cue is not None  # noqa: E731 - four of a kind
        mention: Callable[[QuoteItem], bool] = lambda quote: quote.speaker is not None  # noqa: E731
        return {
            name: self._tally(f"quotes.{name}", agree, has)
            for name, agree, has in (
                ("cue", lambda pair: pair.same_cue, cue),
                ("cue overlap", lambda pair: pair.cue_overlaps, cue),
                ("speaker mention", lambda pair: pair.same_mention, mention),
                ("speaker mention overlap", lambda pair: pair.mention_overlaps, mention),
            )
        }

    @property
    def attribution(self) -> dict[str, float | None]:
        """Share of the matched quotations whose speaker is right, by what "right" means; None without a match."""
        matched = [pair for pair in self.flat if pair.gold and pair.predicted]
        right = {
            "mention": sum(pair.same_mention for pair in matched),
            "mention overlap": sum(pair.mention_overlaps for pair in matched),
            "person": sum(pair.same_speaker for pair in matched),
        }
        return {name: count / len(matched) if matched else None for name, count in right.items()}

    @property
    def matched(self) -> int:
        """How many quotations were paired."""
        return sum(1 for pair in self.flat if pair.gold and pair.predicted)

    @property
    def flat(self) -> list[QuotePair]:
        """Every pair of every document, in order."""
        return [pair for pairs in self.pairs for pair in pairs]

    @property
    def by_kind(self) -> dict[str, Found]:
        """Matches by kind of quotation, direct, mixed and indirect."""
        return self._found(lambda _, quote: quote.kind)

    @property
    def by_how(self) -> dict[str, Found]:
        """Matches by the way in which the speaker was found, as the gold and as the extractor say it."""
        return self._found(lambda _, quote: quote.how or "not said")

    @property
    def by_speaker(self) -> dict[str, Found]:
        """Matches by how the text names the speaker in the gold: a name, a pronoun, or not at all."""
        return self._found(lambda pair, _: pair.speaker_kind)

    @property
    def error_counts(self) -> dict[str, int]:
        """How many quotations are in each error class."""
        counts: dict[str, int] = defaultdict(int)
        for pair in self.flat:
            counts[pair.kind] += 1
        return dict(sorted(counts.items()))

    def _tally(self, name: str, agree: Agreement, has: Callable[[QuoteItem], bool]) -> Tally:
        rows = []
        for pairs in self.pairs:
            hits = sum(
                agree(pair) for pair in pairs if pair.gold and pair.predicted and has(pair.gold) and has(pair.predicted)
            )
            predicted = sum(1 for pair in pairs if pair.predicted and has(pair.predicted))
            rows.append((float(hits), float(predicted), float(sum(1 for p in pairs if p.gold and has(p.gold)))))
        return tally_of(name, rows)

    def _found(self, kind_of: Callable[[QuotePair, QuoteItem], str]) -> dict[str, Found]:
        counts: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
        for pair in self.flat:
            both = pair.gold is not None and pair.predicted is not None
            for offset, quote in ((0, pair.gold), (3, pair.predicted)):
                if quote is not None:
                    row = counts[kind_of(pair, quote)]
                    row[offset] += 1
                    row[offset + 1] += both
                    row[offset + 2] += both and pair.same_speaker
        return {name: Found(*counts[name]) for name in sorted(counts)}


def score_quotes(documents: Sequence[Document], soft: float = SOFT) -> QuoteScores:
    """Score the documents whose quotations are complete.

    Two contents match when more than `soft` of their union is common to both.
    """
    scored = tuple(document for document in documents if Layer.QUOTES in document.complete)
    skipped = tuple(document.id for document in documents if Layer.QUOTES not in document.complete)
    pairs, characters, outside = [], [], [0, 0]
    for document in scored:
        document.check()
        body = _in_body(document)
        for side, (all_of, kept) in enumerate(
            ((document.gold, body.gold), (document.predicted, body.predicted))
        ):  # fmt: skip
            outside[side] += len(all_of.quotes) - len(kept.quotes)
        pairs.append(_paired(body, soft))
        gold, predicted = _characters(body.gold.quotes), _characters(body.predicted.quotes)
        characters.append((float(len(gold & predicted)), float(len(predicted)), float(len(gold))))
    return QuoteScores(
        scored, skipped, (outside[0], outside[1]), tuple(pairs), tally_of("quotes.characters", characters)
    )


def _in_body(document: Document) -> Document:
    """Return the document without quotations that reach into what lies outside the body."""
    dropped = document.outside

    def kept(side: Annotations) -> Annotations:
        quotes = [
            quote for quote in side.quotes if not any(overlap(piece, d) for piece in quote.content for d in dropped)
        ]
        return replace(side, quotes=tuple(quotes))

    return replace(document, gold=kept(document.gold), predicted=kept(document.predicted)) if dropped else document


def _paired(document: Document, soft: float) -> tuple[QuotePair, ...]:
    # Sorted, so that the order in which a side lists its quotations can't matter.
    golds, predictions = (sorted(side.quotes, key=_order) for side in (document.gold, document.predicted))
    speakers = SpeakerMatch(document.gold, document.predicted)
    many = 1 + min(len(golds), len(predictions))
    candidates: dict[tuple[int, int], QuotePair] = {}
    weights = [[0] * len(predictions) for _ in golds]
    contents = [_characters([quote]) for quote in golds], [_characters([quote]) for quote in predictions]
    for i, gold in enumerate(golds):
        for j, predicted in enumerate(predictions):
            shared = len(contents[0][i] & contents[1][j])
            jaccard = shared / len(contents[0][i] | contents[1][j]) if shared else 0.0
            if jaccard > soft:
                pair = _compared(document, gold, predicted, jaccard, speakers)
                candidates[i, j] = pair
                weights[i][j] = _weight(pair, many)
    found = best_pairs(weights)
    free_gold, free_predicted = set(range(len(golds))), set(range(len(predictions)))
    result = []
    for i, j in found:
        result.append(candidates[i, j])
        free_gold.discard(i)
        free_predicted.discard(j)
    result += [QuotePair(document.id, golds[i], None, speaker_kind=speaker_kind(document, golds[i])) for i in free_gold]
    result += [
        QuotePair(document.id, None, predictions[j], speaker_kind=speaker_kind(document, predictions[j]))
        for j in free_predicted
    ]
    return tuple(sorted(result, key=lambda pair: pair.start))


def _compared(
    document: Document, gold: QuoteItem, predicted: QuoteItem, jaccard: float, speakers: SpeakerMatch
) -> QuotePair:
    return QuotePair(
        document.id, gold, predicted, jaccard,
        same_content=sorted(gold.content) == sorted(predicted.content),
        same_cue=gold.cue == predicted.cue,
        cue_overlaps=gold.cue is predicted.cue is None or overlap(gold.cue, predicted.cue),
        same_mention=speakers.exact(gold, predicted),
        mention_overlaps=speakers.overlapping(gold, predicted),
        same_speaker=speakers.same(gold, predicted),
        speaker_kind=speaker_kind(document, gold),
    )  # fmt: skip


def _weight(pair: QuotePair, many: int) -> int:
    """Return ranks packed into one number, so that one of a higher rank beats all of a lower."""
    weight = 0
    for rank in (pair.same_content, True, pair.same_speaker, pair.same_mention, pair.same_cue):
        weight = weight * many + rank
    return weight * many * _JACCARD_STEPS + int(pair.jaccard * _JACCARD_STEPS)


def _order(quote: QuoteItem) -> tuple[tuple[Offsets, ...], str]:
    return tuple(sorted(quote.content)), repr(quote)


def _characters(quotes: Sequence[QuoteItem]) -> set[int]:
    return {i for quote in quotes for start, end in quote.content for i in range(start, end)}
