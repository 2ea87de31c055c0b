"""Gold as examples to learn names from: the kept text of articles whose entities are complete, by split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.annotation import LayerState
from tui.gold.record import GoldArticle
from tui.gold.report import Loss, summed
from tui.gold.splits import Shares
from tui.model import CopydeskError, Entity, Layer

if TYPE_CHECKING:
    from tui.extraction.training import LabelledText


@dataclass(frozen=True)
class Examples:
    """The examples to learn from and to choose by, the articles to test with, and what of the gold is in none."""

    train: "Sequence[LabelledText]"
    dev: "Sequence[LabelledText]"
    test: Sequence[GoldArticle]
    losses: tuple[Loss, ...]

    @property
    def labels(self) -> set[str]:
        """Every label that an example has."""
        return {label for text in (*self.train, *self.dev) for _, _, label in text.entities}


def examples(golds: Iterable[GoldArticle], shares: Shares) -> Examples:
    """Return the examples in gold articles. Raises `CopydeskError` where there is none to learn from or choose by."""
    losses: list[Loss] = []
    complete = []
    for gold in golds:
        if gold.review.layers[Layer.ENTITIES] is LayerState.COMPLETE:
            complete.append(gold)
        else:
            losses.append(Loss("articles whose entities are not complete, left out", 1, (gold.article.id,)))
    splits = shares.divided(complete)
    texts = {name: [_labelled(gold, losses) for gold in splits[name]] for name in ("train", "dev")}
    if empty := [name for name, found in texts.items() if not found]:
        raise CopydeskError(
            f"of {len(complete)} articles with complete entities, none falls to {' and '.join(empty)}; approve more, "
            "or give other shares, as in --shares 60,20,20"
        )
    return Examples(texts["train"], texts["dev"], splits["test"], summed(losses))


def _labelled(gold: GoldArticle, losses: list[Loss]) -> "LabelledText":
    from tui.extraction.training import LabelledText  # noqa: PLC0415 - spaCy takes a second

    kept = gold.article.kept
    entities = [label.value for label in gold.labels if isinstance(label.value, Entity)]
    placed = [(kept.from_whole(x.span.start, x.span.end), x.label) for x in entities]
    if lost := sum(where is None for where, _ in placed):
        losses.append(Loss("entities in dropped blocks, left out", lost, (gold.article.id,)))
    return LabelledText(kept.text, [(*where, label) for where, label in placed if where is not None])
