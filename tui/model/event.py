"""What a person, or an extractor, did to an article: one line of its log."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of an article's log, numbered from 1 without gaps, appended and never changed.

    `at` is an ISO 8601 time in UTC, `by` a person or an extractor, `do` one of the actions that
    `tui.annotation.reducer` knows, `args` its JSON arguments, `keys` the keys pressed since the event before, as
    Textual names them (so that a session can be typed again). `ms` is the time since the event before, in
    milliseconds, as the desk measured it.
    """

    n: int
    at: str
    by: str
    do: str
    args: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    ms: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the event as JSON, without the fields that are unset."""
        data: dict[str, Any] = {"n": self.n, "at": self.at, "by": self.by, "do": self.do}
        if self.args:
            data["args"] = dict(self.args)
        if self.keys:
            data["keys"] = list(self.keys)
        if self.ms is not None:
            data["ms"] = self.ms
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the event that `as_json` wrote. Raises `KeyError` for a missing field, `TypeError` for a wrong one."""
        types = (("n", int), ("at", str), ("by", str), ("do", str))
        if wrong := [name for name, kind in types if not isinstance(data[name], kind)]:
            raise TypeError(f"{', '.join(wrong)} of an event can't be {data[wrong[0]]!r}")
        return cls(
            data["n"], data["at"], data["by"], data["do"], data.get("args", {}), tuple(data.get("keys", ())),
            data.get("ms"),
        )  # fmt: skip
