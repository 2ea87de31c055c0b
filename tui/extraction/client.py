"""The desk's side of the analyser: ask for an article, get predictions, never wait for spaCy in the interface.

Imports neither spaCy nor Textual.
"""

import asyncio
import contextlib
import itertools
import json
import sys
from collections import deque
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Protocol, Self

from tui.extraction.wire import article_as_json, encode
from tui.model import Article, CopydeskError, Layer, Predictions, Provenance

OnPart = Callable[[Predictions], None]
"""Called with what is known so far of a long article: entities of its first parts, to be replaced by the answer."""

_LONGEST_LINE = 1 << 30
_PATIENCE = 2.0  # seconds that a worker gets to leave by itself


class AnalyserError(CopydeskError):
    """The analyser could not start, stopped, or failed on an article."""


class ArticleAnalyser(Protocol):
    """What the desk needs of an analyser, wherever it runs."""

    async def ready(self) -> Mapping[Layer, Provenance]:
        """Return who makes each layer, once the models are loaded. Raises `AnalyserError`."""

    async def analyse(self, article: Article, on_part: OnPart | None = None) -> Predictions:
        """Return the predictions of `article`. Raises `AnalyserError`; may be cancelled like any task."""

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class AnalyserProcess:
    """An analyser in a child process of its own, started when it is first needed and again after it has stopped.

    `async with AnalyserProcess(model) as analyser: predictions = await analyser.analyse(article)`. The child has its
    own session, so neither its messages nor Ctrl-C pass between it and the terminal; it leaves when the pipe closes.
    """

    def __init__(self, model: str | None = None, extractor: str = "copydesk") -> None:
        """Take the spaCy pipeline (name or path, None: the default one) and the extractor by name."""
        # -P: a folder named tui in the working directory must not be run in place of ours.
        self._command = [sys.executable, "-P", "-m", "tui.extraction.worker", "--with", extractor]
        if model is not None:
            self._command += ["--model", model]
        self._child: _Child | None = None
        self._starting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._running()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._child is not None:
            await self._child.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child, None before it is started."""
        return self._child.process.pid if self._child else None

    async def ready(self) -> Mapping[Layer, Provenance]:
        """Return who makes each layer, once the models are loaded. Raises `AnalyserError` when they can't be."""
        child = await self._running()
        return await asyncio.shield(child.ready)

    async def analyse(self, article: Article, on_part: OnPart | None = None) -> Predictions:
        """Return the predictions of `article`. Raises `AnalyserError` when the child fails or stops.

        A task that is cancelled while it waits withdraws its request.
        """
        child = await self._running()
        return await child.ask(article, on_part)

    async def _running(self) -> "_Child":
        async with self._starting:
            if self._child is None or self._child.stopped:
                self._child = await _Child.start(self._command)
            return self._child


class _Child:
    """One run of the worker: its pipes, and who waits for what."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.stopped = False
        self.ready: asyncio.Future[Mapping[Layer, Provenance]] = asyncio.get_running_loop().create_future()
        self._numbers = itertools.count(1)
        self._waiting: dict[int, tuple[asyncio.Future[Predictions], OnPart | None]] = {}
        self._said: deque[str] = deque(maxlen=20)
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._drain())]

    @classmethod
    async def start(cls, command: list[str]) -> Self:
        pipe = asyncio.subprocess.PIPE
        try:
            return cls(
                await asyncio.create_subprocess_exec(
                    *command, stdin=pipe, stdout=pipe, stderr=pipe, limit=_LONGEST_LINE, start_new_session=True
                )
            )
        except OSError as error:
            raise AnalyserError(
                f"the analyser can't be started ({error}); check that {command[0]} can be run"
            ) from error

    async def ask(self, article: Article, on_part: OnPart | None) -> Predictions:
        number = next(self._numbers)
        answer: asyncio.Future[Predictions] = asyncio.get_running_loop().create_future()
        self._waiting[number] = (answer, on_part)
        try:
            await self._send({"id": number, "article": article_as_json(article)})
            return await answer
        except asyncio.CancelledError:
            with contextlib.suppress(AnalyserError):
                await self._send({"cancel": number})
            raise
        finally:
            self._waiting.pop(number, None)
            if not answer.cancel() and not answer.cancelled():
                answer.exception()  # asyncio complains about one that nobody looks at

    async def close(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), _PATIENCE)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()
            await self.process.wait()
        await asyncio.gather(*self._tasks)

    async def _send(self, message: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(encode(message))
            await self.process.stdin.drain()
        except ConnectionError:
            await self.process.wait()
            await asyncio.gather(*self._tasks)
            raise self._reason() from None

    async def _listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self._take(json.loads(line))
        await self.process.wait()
        await self._tasks[1]  # so that its last words are known
        self.stopped = True
        if not self.ready.done():
            self.ready.set_exception(self._gone())
        for answer, _ in self._waiting.values():
            if not answer.done():
                answer.set_exception(self._reason())

    def _take(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            by = {Layer(layer): Provenance.from_json(data) for layer, data in message["ready"].items()}
            self.ready.set_result(by)
        elif "failed" in message:
            self.ready.set_exception(AnalyserError(message["failed"]))
        else:
            answer, on_part = self._waiting.get(message["id"], (None, None))
            if answer is None or answer.done():
                return
            if "part" in message:
                try:
                    if on_part is not None:
                        on_part(Predictions.from_json(message["part"]))
                except Exception as error:  # noqa: BLE001 - the caller's, and so it goes to the caller
                    answer.set_exception(error)
            elif "predictions" in message:
                answer.set_result(Predictions.from_json(message["predictions"]))
            elif "error" in message:
                answer.set_exception(AnalyserError(message["error"]))

    async def _drain(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            self._said.append(line.decode("utf-8", "replace").rstrip())

    def _reason(self) -> BaseException:
        """Return why a stopped child can't answer: what it said at the start, else how it ended."""
        return self.ready.exception() or self._gone()

    def _gone(self) -> AnalyserError:
        status = self.process.returncode
        how = f"was ended by signal {-status}" if status is not None and status < 0 else f"left with status {status}"
        last = next((line for line in reversed(self._said) if line), "")
        return AnalyserError(f"the analyser {how}{f' ({last})' if last else ''}; open the article again to restart it")
