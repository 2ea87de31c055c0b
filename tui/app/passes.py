"""Verdicts on their way through the project's articles, a few at a time in a thread, while the desk can be used."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from tui.gold.rules import Decided
from tui.model import CopydeskError

_SLICE = 0.1  # seconds between two looks at how far it is
_QUIET = 3  # slices before it is worth a word

T = TypeVar("T")


async def last_of(steps: Iterator[T], each: Callable[[T], bool]) -> T | None:
    """Take all of `steps` in a thread, and return the last of them.

    `each` is told the last step about ten times a second, here in the loop; where it returns False, or the task is
    cancelled, no more are taken than the one that is at work.
    """
    last: T | None = None
    while True:
        some, is_more = await asyncio.to_thread(_slice, steps)
        if some:
            last = some[-1]
        if not is_more or (last is not None and not each(last)):
            return last


def _slice(steps: Iterator[T]) -> tuple[list[T], bool]:
    """Return the last step of those that there is time for, and whether there may be more."""
    until = time.monotonic() + _SLICE
    some: list[T] = []
    for step in steps:
        some = [step]
        if time.monotonic() >= until:
            return some, True
    return some, False


class Passes:
    """The passes of a desk, one after the other. `say` shows a sentence on its status line."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._turn = asyncio.Lock()
        self._stopped = False
        self.at: Decided | None = None
        """How far the pass is that is at work; None where none is."""
        self.last: Decided | None = None
        """The pass before, where it can be taken back."""

    def stop(self) -> None:
        """End the pass that is at work after the article that it is in; what was decided stays."""
        self._stopped = True

    async def run(
        self, steps: Iterator[Decided], already: int | None = None, more: str = "", *, back: bool = False
    ) -> None:
        """Go through a pass and say what came of it, and `more`.

        `already` lines were decided in the open article, which the pass leaves out; None where it takes all articles.
        `back` says that it takes one back.
        """
        async with self._turn:
            self._stopped, slices = False, 0
            self.at = Decided(0, 0, 0, 0)

            def told(now: Decided) -> bool:
                nonlocal slices
                slices += 1
                self.at = now
                if slices > _QUIET:
                    self._say(f"deciding lines: {now.seen:,} of {now.total:,} articles \u2026")
                return not self._stopped

            try:
                self.at = await last_of(steps, told) or self.at
                ended = "" if not self._stopped else f"stopped after {self.at.seen:,} of {self.at.total:,} articles: "
                said = _told_back(self.at) if back else _told(self.at, already)
                self._say(ended + "; ".join(filter(None, (said, more))))
            except CopydeskError as error:
                self._say(f"{error} ({_told(self.at, already)}; that stays)")
            finally:
                if back:
                    self.last = None
                elif self.at.steps:
                    self.last = self.at
                self.at = None


def _told_back(now: Decided) -> str:
    """Return how many lines are as they were before a pass, and where it stays."""
    lines = f"{_lines(now.blocks)} as before, in {_articles(now.articles)}"
    left = now.seen - now.articles
    return f"{lines}; something was done since in {_articles(left)}, which stay{'s' * (left == 1)}" if left else lines


def _lines(count: int) -> str:
    return f"{count:,} line{'' if count == 1 else 's'}"


def _articles(count: int, which: str = "") -> str:
    return f"{count:,} {which}article{'' if count == 1 else 's'}"


def _told(now: Decided, already: int | None) -> str:
    """Return how many lines were decided and where; in the open article they may have been before."""
    count = now.blocks + (already or 0)
    if not count:
        return "no other line to decide" if already is not None else "no line to decide"
    return f"{_lines(count)} decided alike, in {_articles(now.articles, 'other ' if already is not None else '')}"
