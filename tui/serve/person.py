"""One person, one process: a desk of theirs at a time, whichever window they opened last."""

import asyncio
import contextlib
from asyncio.subprocess import Process
from dataclasses import dataclass, field

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tui.serve.messages import BadMessageError, Focus, Keys, Ping, Resize, parse

PATIENCE = 10.0
"""Seconds that a desk gets to leave. What a person did is on the disk long before."""

MOST_WAITING = 2
"""Windows of one person that may wait for the desk of the one before to leave."""

TAKEN_OVER = 4001
_ELSEWHERE = b"opened in another window"


@dataclass
class PersonDesk:
    """The desk of one person: `command` is run by a shell for each window, after the one before has ended."""

    command: str
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0
    _socket: web.WebSocketResponse | None = None

    @property
    def is_crowded(self) -> bool:
        """Whether another window would have to wait too long."""
        return self._waiting >= MOST_WAITING

    async def serve(self, socket: web.WebSocketResponse, width: int, height: int) -> None:
        """Run the desk for this window until it is closed, the desk is left, or another window takes it over."""
        self._waiting += 1
        try:
            if self._socket is not None:
                await self._socket.close(code=TAKEN_OVER, message=_ELSEWHERE)
            await self._turn.acquire()
        finally:
            self._waiting -= 1
        try:
            if self._waiting:  # a window was opened after this one
                await socket.close(code=TAKEN_OVER, message=_ELSEWHERE)
            else:
                self._socket = socket
                await _run(self.command, socket, width, height)
        finally:
            self._socket = None
            self._turn.release()

    async def close(self) -> None:
        """Take the desk away from the window that has it."""
        if self._socket is not None:
            await self._socket.close(code=WSCloseCode.GOING_AWAY, message=b"the server is leaving")


async def _run(command: str, socket: web.WebSocketResponse, width: int, height: int) -> None:
    async def close() -> None:
        await socket.close()

    service = AppService(
        command,
        write_bytes=socket.send_bytes,
        write_str=socket.send_str,
        close=close,
        download_manager=DownloadManager(),
    )
    await service.start(width, height)
    process = service._process  # textual-serve has no public way to wait for a desk, nor to end one that hangs
    assert process is not None
    ended = asyncio.create_task(process.wait())
    passing = asyncio.create_task(_pass_on(socket, service))
    try:
        await service.set_terminal_size(width, height)
        await asyncio.wait({ended, passing}, return_when=asyncio.FIRST_COMPLETED)
        if not passing.done():
            await socket.close()
        await passing
    finally:
        await asyncio.shield(_end(service, process))


async def _pass_on(socket: web.WebSocketResponse, service: AppService) -> None:
    """Hand what the window sends to the desk; close the window at the first message that no terminal sends."""
    async for message in socket:
        try:
            if message.type is not WSMsgType.TEXT:
                raise BadMessageError("not text")
            match parse(message.data):
                case Keys(data):
                    await service.send_bytes(data)
                case Resize(width, height):
                    await service.set_terminal_size(width, height)
                case Ping(text):
                    await socket.send_json(["pong", text])
                case Focus(has):
                    await (service.focus() if has else service.blur())
        except BadMessageError as error:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION, message=str(error).encode())
            return


async def _end(service: AppService, process: Process) -> None:
    """Let the desk leave; end it where it does not."""
    with contextlib.suppress(TimeoutError, OSError):
        await asyncio.wait_for(service.stop(), PATIENCE)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), PATIENCE)
    if process.returncode is None:
        process.kill()
        await process.wait()
