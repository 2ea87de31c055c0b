"""The keys pressed since the last event, and the time since then: what makes a session one that can be typed again."""

import time
from collections.abc import Callable


class Recorder:
    """Collects key presses for the next event of the article that is open. `clock` returns seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._keys: list[str] = []
        self._since = clock()

    def press(self, key: str) -> None:
        """Note a key, by Textual's name, or what the mouse did (`click:120`, `drag:120:131`)."""
        self._keys.append(key)

    def peek(self) -> tuple[tuple[str, ...], int]:
        """Return the keys and the milliseconds since the last event."""
        return tuple(self._keys), round((self._clock() - self._since) * 1000)

    def clear(self) -> None:
        """Start anew: an event has been saved, or another article opened."""
        self._keys.clear()
        self._since = self._clock()
