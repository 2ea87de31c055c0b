"""What every line of an article is, given which are kept and which is the title: kinds and reasons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.cleaning import live, rules
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence
from tui.cleaning.signs import Sign
from tui.cleaning.verdict import Verdict
from tui.model import BlockKind

_NOTES = (BlockKind.CORRECTION, BlockKind.AGENCY_CREDIT, BlockKind.LIVE_STAMP)
_BOXES = (BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.CONSENT)
"""Kinds that a whole box is of, the lines that name it, its field and its buttons; in the order they are asked."""
_IN_BOXES = (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.WIDGET, BlockKind.SUBTITLE)
_IN_LISTS = (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.RELATED)
_LONGEST_BOX = 10  # lines
_LEAST_OFFER = 3  # words of the line that names a box: fewer are a button, which stands in menus too
_ROWS = 3  # items that make a list
_LIST = 4  # short lines in a row that are no headings one below the other
_LEAST_LINK = 3  # words that a line has at least by which it is told from the name of a section

_NO_NAME = re.compile(r"[\d:]")  # "Serves 8" stands there, too

Named = tuple[BlockKind, str]
BODY = (BlockKind.BODY, "reads as the article's text")
_TITLE = (BlockKind.TITLE, "likeliest headline")
_ON_CAPTION = (BlockKind.CAPTION, "stands on a caption")
SUBTITLE = (BlockKind.SUBTITLE, "between headline and body")
BETWEEN = (BlockKind.OTHER, "does not read as the article's text")
_ITEM = (BlockKind.LIST_ITEM, "list item in the body")
_LISTED = (BlockKind.LIST_ITEM, "one of several short lines in a row")
_BELOW_TEXT = (BlockKind.BODY, "short line right below the text")
ABOVE, _MENU_ABOVE = ((kind, "before the article") for kind in (BlockKind.OTHER, BlockKind.NAVIGATION))
BELOW, _MENU_BELOW, _LINK_BELOW = (
    (kind, "after the article") for kind in (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.RELATED)
)


@dataclass(frozen=True)
class Namer:
    """Gives every line its kind and reason, given which lines are kept and which is the title.

    `first` and `last` are the first and the last kept line, `writers` the lines that begin with a writer's name.
    """

    lines: Lines
    verdict: Verdict
    keep: Sequence[bool]
    title: int | None
    first: int
    last: int
    writers: Sequence[int]

    @property
    def signs(self) -> Sequence[Sign | None]:
        """The sign of each line."""
        return self.verdict.signs

    def names(self) -> list[Named]:
        """Return kind and reason of every line."""
        names = self._first_names()
        for i in self._notes_and_headings():
            names[i] = self._kept(i)
        for i, kind in self._boxes(names):
            names[i] = (kind, "in a box with others")
        for i in self._links(names):
            names[i] = (BlockKind.RELATED, "in a list of links")
        for i in self._writers(names):
            names[i] = (BlockKind.BYLINE, "names below the headline")
        for i in self.writers:
            if not self.keep[i] and i != self.title:
                kind = BlockKind.BYLINE if i < self.last else BlockKind.AUTHOR_BOX
                names[i] = (kind, "begins with the writer's name")
        for i in rules.tables(self.lines, [not is_kept for is_kept in self.keep]):
            if self.first < i < self.last:
                names[i] = (BlockKind.WIDGET, "table of figures")
        times = live.post_times(self.lines, self.verdict, self.keep)
        for i in self._items(times):
            names[i] = _ITEM
        self._rename_short_lines(names)
        for i in live.stamps(self.signs, times):
            names[i] = (BlockKind.LIVE_STAMP, "time of a post")
        for i in self._pull_quotes():
            names[i] = (BlockKind.PULL_QUOTE, "repeats words of the body")
            if i + 1 < self.last and not self.keep[i + 1] and rules.is_names(self.lines, i + 1):
                names[i + 1] = (BlockKind.PULL_QUOTE, "names who said it")
        return names

    def _first_names(self) -> list[Named]:
        """Name every line by itself: kept lines as text of the article, all others by their sign or their place."""
        names = [BODY] * len(self.keep)
        signs, repeats, on_caption, by_place = self.signs, self.lines.repeats, self._on_captions(), self._by_place
        for i in (i for i, is_kept in enumerate(self.keep) if not is_kept):
            sign = signs[i]
            if sign is not None and sign.kind is not BlockKind.BODY:
                names[i] = (sign.kind, sign.reason)
            elif repeats[i] > 1:
                names[i] = (BlockKind.REPEATED, f"repeated {repeats[i]} times")
            else:
                names[i] = _ON_CAPTION if i in on_caption else by_place(i)
        if self.title is not None:
            names[self.title] = _TITLE
        return names

    def _on_captions(self) -> frozenset[int]:
        """Return the lines that a caption or credit follows without an empty line."""
        below = (*self.verdict.signed_as(BlockKind.CAPTION), *self.verdict.signed_as(BlockKind.CREDIT))
        return frozenset(i - 1 for i in below if not self.lines.blank_before[i])

    def _notes_and_headings(self) -> Iterator[int]:
        """Yield the kept lines that may be something else than the article's text."""
        for kind in _NOTES:
            yield from (i for i in self.verdict.signed_as(kind) if self.keep[i])
        yield from (i for i in self.lines.items if self.keep[i])
        yield from (i for i in self.lines.headings if self.keep[i])

    def _kept(self, i: int) -> Named:
        sign = self.signs[i]
        if sign is not None and sign.kind in _NOTES:
            return sign.kind, sign.reason
        if not self.lines.is_heading[i]:
            return _ITEM
        is_above_text = i < self.last and any(self.keep[i + 1 : i + 3])
        return (BlockKind.SUBHEADING, "short line above the text that follows") if is_above_text else BODY

    def _by_place(self, i: int) -> Named:
        """Name a dropped line that has no sign of its own by where it stands."""
        if self.first < i < self.last:
            return BETWEEN
        is_phrase = not ends_sentence(self.lines.plain[i])
        is_short = is_phrase and self.lines.sizes[i] <= 5
        if i < self.first:
            is_below_title = self.title is not None and self.title < i <= self.title + 3
            return _MENU_ABOVE if is_short else SUBTITLE if is_below_title else ABOVE
        return _MENU_BELOW if is_short else _LINK_BELOW if is_phrase else BELOW

    def _boxes(self, names: Sequence[Named]) -> Iterator[tuple[int, BlockKind]]:
        """Yield the lines of short runs without an empty line that one of them names, with the kind of the run."""
        offers = [
            i for kind in _BOXES for i in self.verdict.signed_as(kind)
            if not self.keep[i] and self.lines.sizes[i] >= _LEAST_OFFER
        ]  # fmt: skip
        boxed: set[int] = set()
        for i in offers:  # in the order of their kinds: the first names the run
            if i not in boxed and names[i][0] in _BOXES:
                run = self._run(i)
                boxed.update(run)
                if len(run) <= _LONGEST_BOX:
                    yield from ((j, names[i][0]) for j in run if names[j][0] in _IN_BOXES)

    def _run(self, i: int) -> range:
        """Return the dropped lines around a dropped line without an empty line between; not all where they are many."""
        start, end, keep, blank_before = i, i + 1, self.keep, self.lines.blank_before
        while start > 0 and not keep[start - 1] and not blank_before[start] and i - start <= _LONGEST_BOX:
            start -= 1
        while end < len(keep) and not keep[end] and not blank_before[end] and end - i <= _LONGEST_BOX:
            end += 1
        return range(start, end)

    def _links(self, names: Sequence[Named]) -> Iterator[int]:
        """Yield the lines in the shape of headlines that follow the heading of a list of links."""
        reached = 0
        for start in self.verdict.signed_as(BlockKind.RELATED, sure=True):
            if start < reached or names[start][0] is not BlockKind.RELATED:
                continue
            for i in range(start + 1, len(names)):
                reached = i
                kind, sign = names[i][0], self.signs[i]
                if sign is not None and sign.sure and kind is BlockKind.RELATED:
                    break  # where another list begins
                if kind in (BlockKind.TIMESTAMP, BlockKind.REPEATED):
                    continue
                if sign is not None or kind not in _IN_LISTS or ends_sentence(self.lines.plain[i]):
                    break
                if self.lines.sizes[i] >= _LEAST_LINK:
                    yield i

    def _writers(self, names: Sequence[Named]) -> Iterator[int]:
        """Yield names alone between the headline and the body, right above or below a time or a byline."""
        if self.title is None:
            return
        for i in range(self.title + 1, self.first):
            kind, _ = names[i]
            if kind not in _IN_BOXES or self.signs[i] is not None or not rules.is_names(self.lines, i):
                continue
            if _NO_NAME.search(self.lines.plain[i]):
                continue
            around = {names[j][0] for j in (i - 1, i + 1) if j < len(names)}
            if around & {BlockKind.TIMESTAMP, BlockKind.BYLINE, BlockKind.LIVE_STAMP}:
                yield i

    def _items(self, times: Sequence[int]) -> Iterator[int]:
        """Yield the kept items of lists without bullets: key points, and three or more lines with a label each.

        Lines of which two have the same label are no list: it names who speaks, as in the minutes of a conference.
        """
        points = live.key_points(self.lines, self.signs, times)
        yield from (i for i in points if self.keep[i] and self.lines.sizes[i] >= live.POINT)
        labelled = [i for i in self.lines.with_colon if self.keep[i] and rules.is_labelled(self.lines, i)]
        for run in _runs(labelled):
            labels = {self.lines.plain[i].partition(":")[0] for i in run}
            if len(run) >= _ROWS and len(labels) == len(run):
                yield from run

    def _rename_short_lines(self, names: list[Named]) -> None:
        """Give other names to what stands above the text as headings do, and is none.

        Of many short lines in a row all but those that stand above a group of others are a list. And a short line right
        below a paragraph, where empty lines stand between paragraphs, goes with it: the name below a letter, say.
        """
        keep = self.keep
        headings = [i for i in self.lines.headings if keep[i] and names[i][0] is BlockKind.SUBHEADING]
        glued = [i for i in headings if not self.lines.blank_before[i] and keep[i - 1]]
        if glued and self._is_spaced():
            for i in glued:
                names[i] = _BELOW_TEXT
        for run in _runs(headings):
            for i in self._listed(run) if len(run) >= _LIST else ():
                names[i] = _LISTED

    def _is_spaced(self) -> bool:
        """Return whether most paragraphs that are kept have an empty line above them."""
        blank_before, is_heading = self.lines.blank_before, self.lines.is_heading
        spaced = [blank_before[i] for i, is_kept in enumerate(self.keep) if is_kept and not is_heading[i]]
        return 2 * sum(spaced) > len(spaced)

    def _listed(self, run: Sequence[int]) -> Iterator[int]:
        """Yield the lines of a run that name no group: all but the first, or but those behind an empty line."""
        blank_before = self.lines.blank_before
        is_grouped = len({blank_before[i] for i in run[1:]}) > 1
        for i in run[1:]:
            names_group = is_grouped and blank_before[i] and i < run[-1] and not blank_before[i + 1]
            if not names_group:
                yield i

    def _pull_quotes(self) -> list[int]:
        """Return dropped lines inside the body whose words occur in one of its paragraphs: they are quoted from it."""
        signs, sizes, in_marks = self.signs, self.lines.sizes, frozenset(self.lines.in_marks)
        candidates = [
            i for i in range(self.first, self.last + 1)
            if not self.keep[i] and sizes[i] >= 3 and signs[i] is None
            and not rules.is_quoted_heading(self.lines, i) and (sizes[i] >= rules.SAID_TWICE or i in in_marks)
        ]  # fmt: skip
        lines_with = self.lines.lines_with
        return [i for i in candidates[: rules.PULL_QUOTES] if any(self.keep[j] for j in lines_with(i))]


def _runs(lines: Sequence[int]) -> Iterator[list[int]]:
    """Yield the runs of lines (in order) that follow right on one another."""
    run: list[int] = []
    for i in lines:
        if run and i != run[-1] + 1:
            yield run
            run = []
        run.append(i)
    if run:
        yield run
