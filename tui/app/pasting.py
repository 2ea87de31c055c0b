"""Pasted text is text, whatever is in it.

Textual 8 takes an escape character inside a bracketed paste for the beginning of a key, misses the end of the paste,
and runs the rest as keys: text copied from a log could approve an article. Many terminals filter what is pasted; tmux,
for one, does not. Here controls are taken out of it before Textual reads it.
"""

import re
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.drivers import linux_driver
from textual.message import Message

from tui.app.web import is_served

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class PasteParser(XTermParser):
    """Textual's parser of what a terminal sends, which is given pastes without control characters."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._held = ""
        """The end of what came last in a paste, where the mark of its end may have begun."""
        self._before = ""
        """The end of what came last outside of a paste: the mark of a beginning may come in two parts."""

    def feed(self, data: str) -> Iterable[Message]:
        """Parse some more; an empty string is the end of all."""
        cleaned = self._cleaned(data) if data else ""
        return super().feed(cleaned) if cleaned or not data else ()

    def _cleaned(self, data: str) -> str:
        data, self._held = self._held + data, ""
        parts: list[str] = []
        while data:
            if not self._pasting:
                at = (self._before + data).find(_BEGIN)
                end = len(data) if at < 0 else at + len(_BEGIN) - len(self._before)
                parts.append(data[:end])
                self._before = (self._before + data[:end])[-len(_BEGIN) + 1 :] if at < 0 else ""
                self._pasting = at >= 0
                data = data[end:]
                continue
            text, mark, data = data.partition(_END)
            if mark:
                self._pasting = False
            else:
                kept = next((n for n in range(len(_END) - 1, 0, -1) if text.endswith(_END[:n])), 0)
                text, self._held = text[: len(text) - kept], text[len(text) - kept :]
            parts += [_CONTROLS.sub("", text), mark]
        return "".join(parts)


def guard_pastes() -> None:
    """Let Textual's drivers read with `PasteParser`; they have no other place to say so."""
    # mypy takes a module's import for nobody else's
    linux_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
    if is_served():
        from textual.drivers import web_driver  # noqa: PLC0415 - not needed in a terminal

        web_driver.XTermParser = PasteParser  # type: ignore[attr-defined]
