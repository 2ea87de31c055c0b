"""Whether two sides mean the same speaker: the same mention, an overlapping one, or the same cluster of mentions.

The two sides name their clusters independently, so predicted clusters are first laid over gold clusters: one to one,
by how many mentions overlap, with an equal canonical name as the tie-breaker.
"""

from collections.abc import Sequence

from tui.evaluation.assignment import best_pairs
from tui.evaluation.data import Annotations, ClusterItem, Document, Offsets, QuoteItem

_PRONOUNS = frozenset(
    {"i", "we", "you", "he", "she", "they", "it", "one", "who", "me", "us", "him", "her", "them", "himself", "herself",
     "themselves", "this", "that", "these", "those"}
)  # fmt: skip


def overlap(first: Offsets | None, second: Offsets | None) -> bool:
    """Return whether both are there and share a character."""
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def speaker_kind(document: Document, quote: QuoteItem) -> str:
    """Return "name", "pronoun" or "none" for the way in which the text names the speaker of a quotation."""
    if quote.speaker is None:
        return "none"
    words = document.text[slice(*quote.speaker)].casefold().split()
    return "pronoun" if len(words) == 1 and words[0] in _PRONOUNS else "name"


class SpeakerMatch:
    """Compares speakers of one document.

    Where one side describes no clusters at all, ids are compared as if both sides shared them.
    """

    def __init__(self, gold: Annotations, predicted: Annotations) -> None:
        self._shared_ids = not (gold.clusters and predicted.clusters)
        self._gold_of = _laid_over(gold.clusters, predicted.clusters)
        self._gold_mentions, self._predicted_mentions = _mentions(gold), _mentions(predicted)

    def exact(self, gold: QuoteItem, predicted: QuoteItem) -> bool:
        """Return whether both name the same mention, or neither names any."""
        return gold.speaker == predicted.speaker

    def overlapping(self, gold: QuoteItem, predicted: QuoteItem) -> bool:
        """Return whether the mentions overlap, or neither side names any."""
        return gold.speaker is predicted.speaker is None or overlap(gold.speaker, predicted.speaker)

    def same(self, gold: QuoteItem, predicted: QuoteItem) -> bool:
        """Return whether both mean the same person, or neither names anybody.

        Where both sides give a cluster, the clusters decide: "he" resolved to the wrong person is wrong. Otherwise
        one side's mention has to overlap a mention of the other side's speaker.
        """
        if gold.cluster is not None and predicted.cluster is not None:
            if self._shared_ids:
                return gold.cluster == predicted.cluster
            return self._gold_of.get(predicted.cluster) == gold.cluster
        gold_mentions = _of_speaker(gold, self._gold_mentions)
        predicted_mentions = _of_speaker(predicted, self._predicted_mentions)
        if not gold_mentions and not predicted_mentions:
            return gold.cluster == predicted.cluster
        return any(overlap(mention, other) for mention in gold_mentions for other in predicted_mentions)


def _mentions(side: Annotations) -> dict[str, set[Offsets]]:
    """Return every mention of each cluster: its names, and where its speaker is named in a quotation."""
    mentions = {cluster.id: set(cluster.mentions) for cluster in side.clusters}
    for quote in side.quotes:
        if quote.cluster is not None and quote.speaker is not None:
            mentions.setdefault(quote.cluster, set()).add(quote.speaker)
    return mentions


def _of_speaker(quote: QuoteItem, mentions: dict[str, set[Offsets]]) -> set[Offsets]:
    own = {quote.speaker} if quote.speaker is not None else set()
    return own | (mentions.get(quote.cluster, set()) if quote.cluster is not None else set())


def _laid_over(gold: Sequence[ClusterItem], predicted: Sequence[ClusterItem]) -> dict[str, str]:
    """Return for each predicted cluster the gold cluster it corresponds to, if any."""
    weights = [[_likeness(g, p) for p in predicted] for g in gold]
    return {predicted[j].id: gold[i].id for i, j in best_pairs(weights)}


def _likeness(gold: ClusterItem, predicted: ClusterItem) -> int:
    """Return twice the number of shared mentions, and one more for an equal name."""
    shared = sum(any(overlap(mention, other) for other in predicted.mentions) for mention in gold.mentions)
    return 2 * shared + (gold.name.casefold() == predicted.name.casefold())
