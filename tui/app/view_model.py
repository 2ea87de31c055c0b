"""What the article view shows: plain data, made by a screen from an article, its labels and what the person is doing.

The view knows nothing of stores, extractors or events; whatever can be shown can be said with these classes. All
offsets are code points into `ViewModel.text`, half-open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class RowStyle(StrEnum):
    """How a block is set. `ASIDE` is for a dropped block that was opened: readable, but plainly not the article."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BODY = "body"
    SUBHEADING = "subheading"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Row:
    """One block of the article, in reading order.

    A folded row takes one line, its `fold_label`. An open row that has a `fold_label` shows it as a heading above the
    text, so that it can be folded again. `mark` is drawn in the gutter beside the first line (at most two cells: a
    flag, a block that nobody has looked at).
    """

    start: int
    end: int
    style: RowStyle = RowStyle.BODY
    folded: bool = False
    fold_label: str = ""
    mark: str = ""


class HighlightLayer(StrEnum):
    """What a highlight is about, from the bottom of the paint to the top."""

    QUOTE = "quote"
    CUE = "cue"
    SPEAKER = "speaker"
    ENTITY = "entity"
    SEARCH = "search"
    WITHIN = "within"
    """What a long difference takes in; its first and its last word are `DIFFERENCE`."""
    DIFFERENCE = "difference"


class HighlightState(StrEnum):
    """What a person has said about it. Rejected highlights are not drawn."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of the text that is marked.

    `id` names what it belongs to: all pieces of a quote, its cue and its speaker share one, and are shown linked while
    that id has the focus. `tag` stands for `label`: its first letter is drawn beside the text, up to three beside the
    focus in the gutter; only entities and quotes have one. `colour`, of entities and of every letter, is one of
    `tui.app.themes.HUES` (unknown names are shown grey).
    """

    id: str
    start: int
    end: int
    layer: HighlightLayer
    label: str = ""
    tag: str = ""
    colour: str = ""
    state: HighlightState = HighlightState.PENDING


@dataclass(frozen=True, slots=True)
class ViewModel:
    """A document: the whole frozen text of an article, the blocks to show, and the highlights in any order."""

    text: str
    rows: Sequence[Row]
    highlights: Sequence[Highlight] = ()


@dataclass(frozen=True, slots=True)
class Focus:
    """The span a person is looking at, and the id of the highlight it belongs to ("" where there is none)."""

    start: int
    end: int
    id: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the highlights at the moment: none of it is part of the document."""

    cursor: int | None = None
    selection: tuple[int, int] | None = None
    focus: Focus | None = None
    jump_labels: Mapping[int, str] = field(default_factory=dict)
