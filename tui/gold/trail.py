"""The older part of a long log, moved out of the article's file so that a save stays fast.

The trail is a JSONL file beside the article's, one event a line. The article's file says how many events and bytes of
it count; what is behind them is left from a save that did not come to its end, and is cut off by the next. Events
are appended and synced before the article's file stops holding them, so that at every moment one of the two has them.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.gold.durable import append_at
from tui.gold.errors import MALFORMED, DamagedError, reading, writing
from tui.gold.remembered import Tables
from tui.gold.storage import compact
from tui.model import Event

# A log longer than LIMIT loses its oldest events to the trail until KEPT are left, so that the file is no longer read
# and written whole for every save (`benchmarks/store.py` measures it: 2.4 ms a save after 2 events, 5.2 ms after
# 10,000).
LIMIT = 1000
KEPT = 500


@dataclass(frozen=True, slots=True)
class Trail:
    """How much of the trail file counts: its first `events` events, which are its first `length` bytes."""

    path: Path
    events: int = 0
    length: int = 0

    @classmethod
    def of(cls, tables: Tables, path: Path) -> "Trail":
        """Return the trail that an article's tables tell of (none: one without events). Raises `TypeError`."""
        row = tables["meta"]["1"].get("trail", {})
        events, length = row.get("events", 0), row.get("bytes", 0)
        if not isinstance(events, int) or not isinstance(length, int):
            raise TypeError(f"the trail can't have {events!r} events in {length!r} bytes")
        return cls(path, events, length)

    def read(self) -> tuple[Event, ...]:
        """Return the trail's events. Raises `DamagedError` where it is shorter than it should be or not in order."""
        if not self.events:
            return ()
        with reading(self.path):
            blob = self.path.read_bytes()[: self.length]
        if len(blob) < self.length:
            raise DamagedError(
                f"{self.path} has {len(blob)} bytes and should have {self.length}; restore it from a copy"
            )
        events = []
        for number, line in enumerate(blob.splitlines(), 1):
            try:
                event = Event.from_json(json.loads(line))
            except (*MALFORMED, RecursionError) as error:
                raise DamagedError(f"{self.path}, line {number}: {error}; restore the file from a copy") from error
            if event.n != number:
                raise DamagedError(
                    f"{self.path}, line {number}: it holds event {event.n}; restore the file from a copy"
                )
            events.append(event)
        if len(events) != self.events:
            raise DamagedError(f"{self.path} has {len(events)} events and should have {self.events}; restore it")
        return tuple(events)

    def extended(self, rows: list[dict[str, Any]]) -> "Trail":
        """Append event rows durably and return the longer trail. Raises `NotSavedError`."""
        blob = b"".join(compact(row).encode() + b"\n" for row in rows)
        with writing(self.path):
            append_at(self.path, self.length, blob)
        return Trail(self.path, self.events + len(rows), self.length + len(blob))

    def as_json(self) -> dict[str, int]:
        """Return `{"events", "bytes"}`."""
        return {"events": self.events, "bytes": self.length}
