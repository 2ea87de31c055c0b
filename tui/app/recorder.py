"""The keys pressed since the last event, and the time since then: what makes a session one that can be typed again."""

import time
from collections.abc import Callable


class Recorder:
    """Collects key presses for the next event of the article that is open. `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._keys: list[str] = []
        self._since = clock()
        self._before: tuple[list[str], float] = [], self._since

    def press(self, key: str) -> None:
        """Note a key, by Textual's name, or what the mouse did (`click:120`, `drag:120:131`)."""
        self._keys.append(key)

    def peek(self) -> tuple[tuple[str, ...], int]:
        """Return the keys and the milliseconds since the last event."""
        return tuple(self._keys), round((self._clock() - self._since) * 1000)

    def clear(self) -> None:
        """Start anew: an event has been made, or another article opened."""
        self._keys, self._before = [], (self._keys, self._since)
        self._since = self._clock()

    def unclear(self) -> None:
        """Take the last start back: that event is not to be. What was pressed since comes behind."""
        keys, self._since = self._before
        self._keys[:0] = keys
        self._before = [], self._since
