"""Searching the blocks view: to the next block with some words, kept or dropped."""

from bisect import bisect_left, bisect_right

from tui.annotation.search import occurrences
from tui.app.doing import RefusedError
from tui.app.screens.block_selection import BlockSelection


class BlockSearch(BlockSelection):
    """A table of blocks that can be searched."""

    sought = ""
    """The words that were searched for last."""

    def do_search(self) -> None:
        """Ask for words, and go to the first block with them from here on."""
        self.ask("search", "/", "", self._search)

    def _search(self, words: str) -> None:
        if words.strip():
            self.sought = words
            rows = self._found()
            self._to_hit(rows, bisect_left(rows, self.table.cursor_row))

    def do_search_next(self) -> None:
        """Go to the next block with the words, round the end."""
        rows = self._found()
        self._to_hit(rows, bisect_right(rows, self.table.cursor_row))

    def do_search_previous(self) -> None:
        """Go to the block with the words before, round the start."""
        rows = self._found()
        self._to_hit(rows, bisect_left(rows, self.table.cursor_row) - 1)

    def _found(self) -> list[int]:
        """Return the rows of the blocks with the words. Raises `RefusedError` where there is none."""
        if not self.sought:
            raise RefusedError("nothing was searched for: {search} starts a search")
        starts = [start for start, _ in occurrences(self.editor.text, self.sought)]
        rows = sorted({max(0, bisect_right(self.starts, start) - 1) for start in starts})
        if not rows:
            raise RefusedError(f"“{self.sought}” does not stand in this article")
        return rows

    def _to_hit(self, rows: list[int], at: int) -> None:
        at %= len(rows)
        self.to_row(rows[at])
        self.desk.news = f"block {at + 1} of {len(rows)} with “{self.sought}”"
