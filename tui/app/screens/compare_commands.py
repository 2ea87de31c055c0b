"""The commands of two people's work: with whom to compare, the way from difference to difference, taking a side."""

from pathlib import Path
from typing import TYPE_CHECKING

from tui.annotation.difference import Difference, Disagreement, Side
from tui.annotation.difference_words import class_name
from tui.annotation.settling import settled
from tui.app.comparison import Comparison
from tui.app.doing import RefusedError
from tui.app.presenting import difference_highlights
from tui.app.screens.chooser import Item
from tui.app.screens.extractor_commands import ExtractorCommands
from tui.app.second_opinion import SecondOpinion
from tui.app.view_model import Highlight
from tui.model import Entity, Layer, Predictions, Quote

if TYPE_CHECKING:
    from tui.gold import Session
    from tui.gold.others import Other

_SUGGESTIONS, _PATH, _NOBODY = "suggestions", "path", "nobody"
_ALL = "all"


class CompareCommands(ExtractorCommands):
    """What an article screen does while it compares. `comparison` is None while it does not."""

    session: "Session"
    comparison: Comparison | None = None
    _drawn: tuple[list[Difference], list[Highlight]] | None = None

    # With whom

    def do_compare(self) -> None:
        """Choose with whom to compare."""
        from tui.gold.others import people  # noqa: PLC0415 - what reads gold files is needed when one is compared with

        stored = self.session.stored
        makers = ", ".join(sorted({by.extractor for by in stored.state.proposers.values()}))
        about = f"what {makers} proposed of all that is decided"
        items = [
            *([Item(_SUGGESTIONS, "the suggestions", about=about)] if makers else ()),
            *(Item(f"other:{other}", str(other), about="another project, or gold") for other in self.desk.others),
            *(
                Item(f"person:{name}", name, about="this article as they left it")
                for name in sorted(people(stored) - {self.session.who})
            ),
            *self.other_extractors(),
            Item(_PATH, "another project or a gold file", about="type where it is"),
            *([Item(_NOBODY, "stop comparing")] if self.comparison is not None else ()),
        ]
        self.choose("Compare with", items, self._compare_with)

    def _compare_with(self, chosen: str) -> None:
        from tui.gold.others import as_left_by  # noqa: PLC0415 - see above

        kind, _, name = chosen.partition(":")
        if kind == _SUGGESTIONS:
            self.compare(Side.proposed("the suggestions", self.editor.state))
        elif kind == "person":
            self.compare(as_left_by(self.session.stored, name))
        elif kind == "other":
            self.compare_at(name)
        elif kind == "extractor":
            self.ask_extractor(name, self.compare_extractor)
        elif kind == _PATH:
            self.ask("compare", "project's folder or gold file", "", self.compare_at)
        else:
            self.end_comparison()

    def compare_at(self, path: str) -> None:
        """Compare with a project or a gold file, and offer it from now on. Raises `CopydeskError`."""
        if path.strip():
            other = self.desk.other_at(Path(path.strip()))
            self.compare(other.side(self.editor.state.article))

    def compare_with_other(self, other: "Other") -> None:
        """Compare with what `other` says of this article. Raises `CopydeskError` where it says nothing."""
        self.compare(other.side(self.editor.state.article))

    def compare_extractor(self, name: str, predictions: Predictions) -> None:
        """Compare what is suggested with what another extractor predicts."""
        self._begin(SecondOpinion(name, predictions, self.editor.state))

    def compare(self, side: Side) -> None:
        """Compare with a side, and go to the first difference."""
        self._begin(Comparison(side, self.session.who, self.editor.state))

    def _begin(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.desk.say(self.comparison.sentence())
        if self.comparison.open:
            self._look_at_next(from_the_start=True)

    def end_comparison(self) -> None:
        """Compare no longer."""
        self.comparison = None

    @property
    def need_comparison(self) -> Comparison:
        """The comparison. Raises `RefusedError` where there is none."""
        if self.comparison is None:
            raise RefusedError("nothing is compared: {compare} chooses with whom")
        return self.comparison

    # From difference to difference

    def do_next_difference(self) -> None:
        """Go to the next difference."""
        self._look_at_next()

    def do_previous_difference(self) -> None:
        """Go to the difference before."""
        self._look_at_next(backwards=True)

    def _look_at_next(self, *, backwards: bool = False, from_the_start: bool = False) -> None:
        comparison = self.need_comparison
        difference = comparison.step(-1 if from_the_start else self.editor.cursor, backwards=backwards)
        self._look_at(difference.first, difference.start, difference.stretches())

    def _look_at(self, own: object, start: int, stretches: list[tuple[int, int]]) -> None:
        editor = self.editor
        label = editor.state.labels.get(own.id) if isinstance(own, Entity | Quote) else None
        if label is not None and editor.order.is_shown(label.id):
            editor.focus_label(label)
        elif isinstance(own, tuple):
            editor.focus_label(None)
            editor.cursor = start
        else:
            editor.focus_label(None)
            editor.select(*stretches[0])

    def do_difference_filter(self) -> None:
        """Choose a class of differences."""
        comparison = self.need_comparison
        counts = comparison.counts()
        items = [Item(_ALL, "all differences", about=str(len(comparison.open)))]
        items += [
            Item(f"{layer.value}/{what.value}", class_name(layer, what), about=str(count))
            for (layer, what), count in counts.items()
        ]
        self.choose("Step through", items, self._only)

    def _only(self, chosen: str) -> None:
        comparison = self.need_comparison
        layer, _, what = chosen.partition("/")
        comparison.only = frozenset() if chosen == _ALL else {(Layer(layer), Disagreement(what))}
        comparison.at = None
        if comparison.listed:
            self._look_at_next(from_the_start=True)

    # Taking a side

    def do_take_first(self) -> None:
        """Keep it as it is."""
        self._settle(1)

    def do_take_second(self) -> None:
        """Make it what the other side says."""
        self._settle(2)

    def _settle(self, side: int) -> None:
        comparison = self.need_comparison
        at = comparison.at
        if at is None:
            raise RefusedError("no difference is looked at: {next_difference} goes to the next one")
        if comparison.verdict is not None:
            raise RefusedError(f"this is settled for side {comparison.verdict.side}: {{undo}} takes the verdict back")
        if all(x.key != at.key for x in comparison.open):
            raise RefusedError("both sides say the same here now: {next_difference} goes to the next difference")
        self.editor.do("settle", **settled(self.editor.state, at, side, comparison.other))
        if isinstance(at.first, Entity | Quote):
            comparison.mine.add(at.first.id)
        comparison.refresh(self.editor.state)
        if comparison.listed:
            self._look_at_next()
        else:
            self.editor.focus_label(None)
            self.desk.say(comparison.sentence())

    # Showing

    @property
    def difference_at(self) -> tuple[int, int] | None:
        """The stretch of the difference that is looked at, where only the other side has a label."""
        at = self.comparison.at if self.comparison is not None else None
        return at.stretches()[0] if at is not None and at.first is None else None

    def difference_highlights(self) -> list[Highlight]:
        """Return the highlights of the open differences, blocks apart."""
        if self.comparison is None:
            return []
        if self._drawn is None or self._drawn[0] is not self.comparison.open:
            stretches = {y for x in self.comparison.open if x.layer is not Layer.BLOCKS for y in x.marked()}
            token_at = self.editor.motion.token_at
            made = [part for stretch in sorted(stretches) for part in difference_highlights(*stretch, token_at)]
            self._drawn = self.comparison.open, made
        return self._drawn[1]
