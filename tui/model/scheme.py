"""The label scheme: which labels there are, the key, colour and tag of each, and what it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tui.model.annotation import Layer

# What a scheme may name; the themes of the desk say what each looks like, on a light and on a dark screen.
COLOURS = (
    "blue", "orange", "green", "violet", "teal", "red", "pink", "yellow", "cyan", "brown", "lime", "indigo", "magenta",
    "gold", "olive", "grey",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LabelType:
    """One label of a scheme.

    `key` is the one character that gives the label (empty: chosen from a list), `colour` one of `COLOURS`, `tag` the
    one to four letters shown beside the text, because colour is never the only sign.
    """

    name: str
    colour: str
    tag: str
    key: str = ""
    guideline: str = ""


@dataclass(frozen=True)
class Scheme:
    """The labels that annotators are asked for, and how far a span reaches."""

    name: str
    version: str
    entities: tuple[LabelType, ...]
    quotes: tuple[LabelType, ...]
    guideline: str = ""

    def labels(self, layer: Layer) -> tuple[LabelType, ...]:
        """Return the labels of a layer, in the order of the scheme; none for the blocks, whose kinds are fixed."""
        return {Layer.ENTITIES: self.entities, Layer.QUOTES: self.quotes}.get(layer, ())

    @cached_property
    def by_name(self) -> Mapping[tuple[Layer, str], LabelType]:
        """Every label by its layer and name."""
        return {(layer, label.name): label for layer in Layer for label in self.labels(layer)}

    @cached_property
    def by_key(self) -> Mapping[tuple[Layer, str], LabelType]:
        """Every label that has a key, by its layer and key."""
        return {(layer, label.key): label for layer in Layer for label in self.labels(layer) if label.key}
