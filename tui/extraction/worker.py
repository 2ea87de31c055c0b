"""The analyser as a child process: `python -m tui.extraction.worker [--model NAME] [--with EXTRACTOR]`.

It answers articles from standard input on standard output (`tui.extraction.wire` has the messages), one after the
other, and leaves when standard input ends. It never writes to a terminal: whatever a library prints goes to standard
error, which the desk holds.
"""

import argparse
import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

from tui.extraction.registry import get_extractor
from tui.extraction.wire import article_from_json, encode
from tui.model import Article, CopydeskError, Predictions


class Inbox:
    """Requests as they come in, read by a thread so that a withdrawal is seen while an article is analysed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._requests: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._cancelled: set[int] = set()
        self.closed = False
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._stream:
            message = json.loads(line)
            if "cancel" in message:
                self._cancelled.add(message["cancel"])
            else:
                self._requests.put(message)
        self.closed = True
        self._requests.put(None)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        while not self.closed and (message := self._requests.get()) is not None:
            yield message

    def cancelled(self, number: int) -> bool:
        """Return whether nobody waits for the answer to request `number` any more."""
        return self.closed or number in self._cancelled

    def done(self, number: int) -> None:
        """Forget request `number`."""
        self._cancelled.discard(number)


def serve(inbox: Inbox, out: BinaryIO, model: str | None, extractor: str) -> int:
    """Answer every request of `inbox` on `out` until it ends; return the exit status."""

    def say(**message: Any) -> None:
        out.write(encode(message))
        out.flush()

    try:
        analyser = get_extractor(extractor, model)
    except CopydeskError as error:
        say(failed=str(error))
        return 2
    say(ready={layer.value: by.as_json() for layer, by in analyser.by.items()})
    for request in inbox:
        number = request["id"]
        try:
            article = article_from_json(request["article"])
            for done, predictions in _parts(analyser, article):
                if inbox.cancelled(number):
                    say(id=number, cancelled=True)
                    break
                if done is None:
                    say(id=number, predictions=predictions.as_json())
                else:
                    say(id=number, part=predictions.as_json(), done=done, of=len(article.kept.text))
        except CopydeskError as error:
            say(id=number, error=str(error))
        except Exception as error:  # noqa: BLE001 - an extractor may be anybody's: say so and stay for the next article
            say(id=number, error=f"the extractor {extractor!r} failed ({type(error).__name__}: {error})")
        inbox.done(number)
    return 0


def _parts(analyser: Any, article: Article) -> Iterator[tuple[int | None, Predictions]]:
    in_parts = getattr(analyser, "analyse_in_parts", None)
    if in_parts is None:
        yield None, analyser.analyse(article)
    else:
        yield from in_parts(article)


def main() -> int:
    """Run the worker on the standard streams."""
    parser = argparse.ArgumentParser(prog="python -m tui.extraction.worker")
    parser.add_argument("--model")
    parser.add_argument("--with", dest="extractor", default="copydesk")
    options = parser.parse_args()
    # Keep the pipe to the desk for answers alone: a library that prints would break the protocol.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        return serve(Inbox(sys.stdin.buffer), out, options.model, options.extractor)
    except BrokenPipeError:  # the desk is gone
        return 0


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # the reading thread may still wait for input; nothing is left to be written
