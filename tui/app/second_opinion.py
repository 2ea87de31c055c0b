"""What another extractor says of the open article, as a review queue: where the two disagree, one is wrong.

Side 1 is what is suggested and not decided yet, side 2 the other extractor. Where nothing waits for a decision any
more, side 1 is what people decided, and the queue shows where the extractor would have misled them.
"""

from collections.abc import Set

from tui.annotation import State, Status
from tui.annotation.compare import differences, still_open
from tui.annotation.difference import Difference, Side, pieces
from tui.app.comparison import Comparison
from tui.model import Entity, Layer, Predictions, Quote, Span


class SecondOpinion(Comparison):
    """A comparison with the predictions of an extractor, in the layers that it makes."""

    def __init__(self, name: str, predictions: Predictions, state: State) -> None:
        self.layers = frozenset(predictions.by)
        waiting = [x for x in state.labels.values() if x.status is Status.PENDING and x.layer in self.layers]
        self._of_suggestions = bool(waiting)
        makers = {by.extractor for layer, by in state.proposers.items() if layer in self.layers}
        who = ", ".join(sorted(makers)) or "as suggested"
        other = Side.of_predictions(name, predictions)
        super().__init__(other, who if self._of_suggestions else "as decided", state)

    def refresh(self, state: State) -> None:
        """Compare anew. What people have decided on is no longer in dispute, unless it was settled just now."""
        self.state = state
        shown = [x for x in state.labels.values() if x.status is not Status.REJECTED and x.layer in self.layers]
        self.own = Side.of(self.who, (x.value for x in shown), state.clusters.values(), state.blocks.values())
        self.found = differences(self.own, self.other, self._memory)
        rejected = {(x.layer, pieces(x.value)) for x in state.labels.values() if x.status is Status.REJECTED}
        self.open = [x for x in still_open(self.found, state.verdicts) if not self._is_decided(x, rejected)]

    def _is_decided(self, difference: Difference, rejected: Set[tuple[Layer, tuple[Span, ...]]]) -> bool:
        first, second = difference.first, difference.second
        if isinstance(first, Entity | Quote):
            decided = self.state.labels[first.id].status is not Status.PENDING
            return self._of_suggestions and decided and first.id not in self.mine
        return isinstance(second, Entity | Quote) and (difference.layer, pieces(second)) in rejected

    def sentence(self) -> str:
        """Return in words how far the queue is."""
        if self.open:
            return super().sentence()
        what = " and ".join(layer.value for layer in Layer if layer in self.layers)
        left = "left to decide" if self._of_suggestions else "decided"
        return f"{self.other.name} says the same of all {what} that are {left}"
