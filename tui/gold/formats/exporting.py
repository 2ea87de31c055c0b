"""The gold of a project in another tool's format, with an account of what that format can't hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.gold.formats.holds import reduced
from tui.gold.formats.losses import Losses
from tui.gold.formats.registry import Format, Writing
from tui.gold.record import GoldArticle
from tui.gold.report import Loss
from tui.model import CopydeskError


@dataclass(frozen=True)
class Strictness:
    """What may not be lost: labels (what people decided), or with `records` also what is recorded about them."""

    labels: bool = False
    records: bool = False

    def check(self, losses: Losses, what: str) -> None:
        """Raise `CopydeskError` where something is lost that may not be; `what` is the subject of the sentence."""
        lost: tuple[Loss, ...] = ()
        if self.labels or self.records:
            lost = losses.of_labels
        if self.records:
            lost += losses.of_records
        if lost:
            raise CopydeskError(f"{what} would lose {'; '.join(map(str, lost))}; nothing was changed")


def write_format(
    golds: Iterable[GoldArticle], form: Format, writing: Writing, losses: Losses
) -> Iterator[tuple[str, bytes]]:
    """Yield file names and bytes (see `registry.Writer`) of articles in a format; what it can't hold is counted.

    Raises `CopydeskError` for what can't be written at all.
    """

    def fitted(gold: GoldArticle) -> GoldArticle:
        if form.remark is not None:
            form.remark(gold, losses)
        return reduced(gold, form.holds, losses)

    return form.write(map(fitted, golds), writing, losses)
