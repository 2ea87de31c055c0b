"""What every line of an article is, given which are kept and which is the title: kinds and reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tui.cleaning import live, rules
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence, is_item
from tui.cleaning.signs import Sign
from tui.model import BlockKind

_NOTES = (BlockKind.CORRECTION, BlockKind.AGENCY_CREDIT, BlockKind.LIVE_STAMP)
_BOXES = (BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.CONSENT)
"""Kinds that a whole box is of, the lines that name it, its field and its buttons; in the order they are asked."""
_IN_BOXES = (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.WIDGET, BlockKind.SUBTITLE)
_IN_LISTS = (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.RELATED)
_LONGEST_BOX = 10  # lines
_LEAST_OFFER = 3  # words of the line that names a box: fewer are a button, which stands in menus too
_ROWS = 3  # items that make a list
_LEAST_LINK = 3  # words that a line has at least by which it is told from the name of a section

Named = tuple[BlockKind, str]


@dataclass(frozen=True)
class Namer:
    """Gives every line its kind and reason, given which lines are kept and which is the title.

    `first` and `last` are the first and the last kept line.
    """

    lines: Lines
    signs: Sequence[Sign | None]
    keep: Sequence[bool]
    title: int | None
    first: int
    last: int

    def names(self) -> list[Named]:
        """Return kind and reason of every line."""
        names = [self._name(i, sign) for i, sign in enumerate(self.signs)]
        for i, kind in self._boxes(names):
            names[i] = (kind, "in a box with others")
        for i in self._links(names):
            names[i] = (BlockKind.RELATED, "in a list of links")
        for i in self._writers(names):
            names[i] = (BlockKind.BYLINE, "names below the headline")
        for i in rules.writers(self.lines, self.signs):
            if not self.keep[i] and i != self.title:
                kind = BlockKind.BYLINE if i < self.last else BlockKind.AUTHOR_BOX
                names[i] = (kind, "begins with the writer's name")
        keep = np.array(self.keep)
        for i in rules.tables(self.lines, ~keep):
            if self.first < i < self.last:
                names[i] = (BlockKind.WIDGET, "table of figures")
        for i in self._items():
            names[i] = (BlockKind.LIST_ITEM, "list item in the body")
        for i in live.stamps(self.lines, self.signs, keep):
            names[i] = (BlockKind.LIVE_STAMP, "time of a post")
        for i in self._pull_quotes():
            names[i] = (BlockKind.PULL_QUOTE, "repeats words of the body")
            if i + 1 < self.last and not self.keep[i + 1] and rules.is_names(self.lines, i + 1):
                names[i + 1] = (BlockKind.PULL_QUOTE, "names who said it")
        return names

    def _name(self, i: int, sign: Sign | None) -> Named:
        if i == self.title:
            return BlockKind.TITLE, "likeliest headline"
        if self.keep[i]:
            return self._kept(i, sign)
        is_named = sign is not None and sign.kind is not BlockKind.BODY
        return (sign.kind, sign.reason) if sign is not None and is_named else self._dropped(i)

    def _kept(self, i: int, sign: Sign | None) -> Named:
        if sign is not None and sign.kind in _NOTES:
            return sign.kind, sign.reason
        if is_item(self.lines.plain[i]):
            return BlockKind.LIST_ITEM, "list item in the body"
        if i < self.last and any(self.keep[i + 1 : i + 3]) and rules.is_heading(self.lines, i):
            return BlockKind.SUBHEADING, "short line above the text that follows"
        return BlockKind.BODY, "reads as the article's text"

    def _dropped(self, i: int) -> Named:
        """Name a line that has no sign of its own by what it repeats and where it stands."""
        lines = self.lines
        if lines.repeats[i] > 1:
            return BlockKind.REPEATED, f"repeated {lines.repeats[i]} times"
        if rules.is_on_caption(lines, self.signs, i):
            return BlockKind.CAPTION, "stands on a caption"
        is_phrase = not ends_sentence(lines.plain[i])
        short = BlockKind.NAVIGATION if is_phrase and lines.sizes[i] <= 5 else BlockKind.OTHER
        if self.title is not None and self.title < i < self.first and short is BlockKind.OTHER and i - self.title <= 3:
            return BlockKind.SUBTITLE, "between headline and body"
        if i < self.first:
            return short, "before the article"
        if i > self.last:
            is_headline = is_phrase and short is BlockKind.OTHER
            return BlockKind.RELATED if is_headline else short, "after the article"
        return BlockKind.OTHER, "does not read as the article's text"

    def _boxes(self, names: Sequence[Named]) -> Iterator[tuple[int, BlockKind]]:
        """Yield the lines of short runs without an empty line that one of them names, with the kind of the run."""
        start = 0
        for end in range(1, len(names) + 1):
            is_end = end == len(names) or self.lines.blank_before[end] or self.keep[end] or self.keep[start]
            if not is_end:
                continue
            kinds = {kind for (kind, _), size in zip(names[start:end], self.lines.sizes[start:end], strict=True)
                     if size >= _LEAST_OFFER}  # fmt: skip
            box = next((kind for kind in _BOXES if kind in kinds), None)
            if box is not None and end - start <= _LONGEST_BOX:
                yield from ((i, box) for i in range(start, end) if names[i][0] in _IN_BOXES)
            start = end

    def _links(self, names: Sequence[Named]) -> Iterator[int]:
        """Yield the lines in the shape of headlines that follow the heading of a list of links."""
        inside = False
        for i, (kind, _) in enumerate(names):
            sign = self.signs[i]
            if sign is not None and sign.sure and kind is BlockKind.RELATED:
                inside = True
            elif inside and kind in (BlockKind.TIMESTAMP, BlockKind.REPEATED):
                continue
            elif inside and sign is None and kind in _IN_LISTS and not ends_sentence(self.lines.plain[i]):
                if self.lines.sizes[i] >= _LEAST_LINK:
                    yield i
            else:
                inside = False

    def _writers(self, names: Sequence[Named]) -> Iterator[int]:
        """Yield names alone between the headline and the body, right above or below a time or a byline."""
        if self.title is None:
            return
        for i in range(self.title + 1, self.first):
            kind, _ = names[i]
            if kind not in _IN_BOXES or self.signs[i] is not None or not rules.is_names(self.lines, i):
                continue
            around = {names[j][0] for j in (i - 1, i + 1) if j < len(names)}
            if around & {BlockKind.TIMESTAMP, BlockKind.BYLINE, BlockKind.LIVE_STAMP}:
                yield i

    def _items(self) -> Iterator[int]:
        """Yield the kept items of lists without bullets: key points, and three or more lines with a label each."""
        keep = np.array(self.keep)
        yield from (
            i for i in live.key_points(self.lines, self.signs, keep) if keep[i] and self.lines.sizes[i] >= live.POINT
        )
        start = 0
        for i in range(len(self.keep) + 1):
            if i < len(self.keep) and self.keep[i] and rules.is_labelled(self.lines, i):
                continue
            if i - start >= _ROWS:
                yield from range(start, i)
            start = i + 1

    def _pull_quotes(self) -> list[int]:
        """Return dropped lines inside the body whose words occur in one of its paragraphs: they are quoted from it."""
        candidates = [
            i for i in range(self.first, self.last + 1)
            if not self.keep[i] and self.signs[i] is None and self.lines.sizes[i] >= 3
            and not rules.is_quoted_heading(self.lines, i)
            and (self.lines.sizes[i] >= rules.SAID_TWICE or rules.is_in_marks(self.lines, i))
        ]  # fmt: skip
        if not candidates:
            return []
        body = "\n".join(f" {self.lines.keys[i]} " for i in np.flatnonzero(self.keep))
        return [i for i in candidates[: rules.PULL_QUOTES] if f" {self.lines.keys[i]} " in body]
