"""Whose suggestions an article shows: ours, or those of another extractor, which is asked while the desk goes on."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from textual import work

from tui.annotation import LayerState, State
from tui.annotation.difference import pieces
from tui.app.doing import RefusedError
from tui.app.extractors import Extractors
from tui.app.screens.chooser import Item
from tui.app.screens.unsaved import UnsavedScreen
from tui.extraction import OURS
from tui.extraction.client import ArticleAnalyser
from tui.model import CopydeskError, Entity, Layer, Predictions, Quote

Then = Callable[[str, Predictions], None]

_ANOTHER = "another"


class ExtractorCommands(UnsavedScreen):
    """What an article screen does with several extractors. `analyser` makes the suggestions of this article."""

    blind: bool
    analyser: ArticleAnalyser | None = None
    maker: ArticleAnalyser | None = None
    """Who made the suggestions that came in this sitting."""
    analysing = False
    trouble = ""

    def do_extractor(self) -> None:
        """Choose who makes the suggestions."""
        state = self.editor.state
        if not any(state.layers[layer] is LayerState.OPEN for layer in (Layer.ENTITIES, Layer.QUOTES)):
            raise RefusedError(
                "entities and quotes are approved: {approve_entities} or {approve_quotes} opens them for suggestions"
            )
        items = [*self._items(), Item(_ANOTHER, "another spaCy pipeline", about="type its name or path")]
        self.choose("Suggestions by", items, self._chosen_extractor)

    def _chosen_extractor(self, chosen: str) -> None:
        if chosen == _ANOTHER:
            self.ask("extractor", "name or path of a spaCy pipeline", "", self._switch_to)
        else:
            self._switch_to(chosen.partition(":")[2])

    def _switch_to(self, name: str) -> None:
        if name.strip():
            self.ask_extractor(name.strip(), self._take_over)

    def _take_over(self, name: str, predictions: Predictions) -> None:
        self.analyser = self.maker = self.desk.extractors.get(name)
        self.take(beside_decided(predictions, self.editor.state))
        layers = " and ".join(layer.value for layer in Layer if layer in predictions.by)
        self.desk.say(f"{layers} are suggested by {name} now; what you decided stays")

    def other_extractors(self) -> list[Item]:
        """Return the extractors that did not make the suggestions of this article, to choose from."""
        return [] if self.blind else list(self._items(others=True))

    def _items(self, *, others: bool = False) -> Iterator[Item]:
        known: Extractors = self.desk.extractors
        makers = _makers(self.editor.state)
        own = known.are_own(self.editor.state.proposers.values())
        for name in known.names():
            if self.maker is not None:
                makes_them = known.is_running(name, self.maker)
            else:  # the suggestions are from an earlier sitting
                makes_them = name == OURS if own else name in makers
            if not (others and makes_them):
                about = "now" if makes_them else known.about(name)
                yield Item(f"extractor:{name}", name, about=about)

    def ask_extractor(self, name: str, then: Then) -> None:
        """Ask an extractor about the open article; its predictions go to `then`. Refused for a blind article."""
        if self.blind:
            raise RefusedError("this article is labelled blind: no extractor is asked about it")
        self._ask_extractor(name, then)

    @work(exclusive=True, group="analyse")
    async def _ask_extractor(self, name: str, then: Then) -> None:
        self.analysing, self.trouble = True, ""
        self.refresh_lines_below()
        try:
            predictions = await self.desk.extractors.get(name).analyse(self.editor.state.current_article())
        except CopydeskError as error:
            self.trouble = f"nothing from {name}: {error}"
        else:
            self.attempt(lambda: then(name, predictions))
        finally:
            self.analysing = False
            if self.is_attached:  # the article may have been left meanwhile
                self.refresh_lines_below()

    def take(self, predictions: Predictions) -> None:
        """Take predictions as suggestions; `ArticleScreen` does."""
        raise NotImplementedError


def beside_decided(predictions: Predictions, state: State) -> Predictions:
    """Return the predictions without those that overlap a label that a person has given or accepted."""
    decided = [
        (label.layer, span) for label in state.labels.values() if label.status.is_gold for span in pieces(label.value)
    ]

    def is_free(layer: Layer, value: Entity | Quote) -> bool:
        return not any(where is layer and span.overlaps(piece) for where, span in decided for piece in pieces(value))

    return replace(
        predictions,
        entities=tuple(entity for entity in predictions.entities if is_free(Layer.ENTITIES, entity)),
        quotes=tuple(quote for quote in predictions.quotes if is_free(Layer.QUOTES, quote)),
    )


def _makers(state: State) -> set[str]:
    """Return the extractors and spaCy pipelines that the suggestions of this article were made with."""
    return {name for by in state.proposers.values() for name in (by.extractor, by.model) if name}
