"""The socket: how many connections there may be, and how long one may say nothing.

aiohttp has a limit for what a request may hold, but none for connections, and one that never sends a request stays.
"""

import asyncio
from typing import Any

from aiohttp import web

MOST_CONNECTIONS = 64
SILENT_SECONDS = 10.0

_SORRY = b"too many connections are open; close a window and load this one again\n"
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_SORRY), _SORRY)
)


class Turnstile:
    """Makes the protocol of each connection: the server's, or one that refuses."""

    def __init__(self, server: web.Server, most: int = MOST_CONNECTIONS, silent: float = SILENT_SECONDS) -> None:
        self._server, self._most, self._silent = server, most, silent
        self._silent_ones: dict[Any, asyncio.TimerHandle] = {}

    def __call__(self) -> asyncio.BaseProtocol:
        """Return the protocol for a new connection."""
        if len(self._server.connections) >= self._most:
            return _Full()
        protocol = self._server()
        timer = asyncio.get_running_loop().call_later(self._silent, self._drop, protocol)
        self._silent_ones[protocol] = timer
        return protocol

    def heard(self, request: web.BaseRequest) -> None:
        """Note that a connection has sent a request."""
        timer = self._silent_ones.pop(request.protocol, None)
        if timer is not None:
            timer.cancel()

    def _drop(self, protocol: Any) -> None:
        del self._silent_ones[protocol]
        if protocol.transport is not None:
            protocol.transport.abort()


class _Full(asyncio.Protocol):
    """Says that there is no room, and hangs up."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(_FULL)
        transport.close()
