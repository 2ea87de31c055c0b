"""The web server: every request is checked, then gets the page, one of its files, or the WebSocket of a desk."""

import asyncio
import contextlib
import shlex
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from aiohttp import web

from tui.model import CopydeskError, screen_safe
from tui.serve.access import HEADERS, Person, Site, person_of, url_of
from tui.serve.files import REFUSED, font_size, page, static_files
from tui.serve.listener import Turnstile
from tui.serve.log import SafeWriter, server_log
from tui.serve.messages import LONGEST, cells
from tui.serve.person import PersonDesk

HEARTBEAT = 15.0
CLOSING_SECONDS = 2.0
KEEP_ALIVE = 15.0
_LONGEST_LINE = 4096

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Address:
    """Where to listen, and where a proxy before it is reached, if one is. Port 0 takes any that is free."""

    host: str = "127.0.0.1"
    port: int = 8765
    public_url: str | None = None


def desk_command(person: Person, *, project: Path | None, more: Sequence[str] = ()) -> str:
    """Return the shell command that runs this person's desk, for textual-serve, which takes one."""
    where = ["--project", str(project)] if project else []
    # -P: a folder named tui where the server is started must not be run in place of ours.
    # exec: the process that is ended must be the desk's, not a shell's that leaves the desk behind.
    return "exec " + shlex.join([sys.executable, "-P", "-m", "tui", *where, "--who", person.name, *more])


class DeskServer:
    """Serves each person the desk that `commands` has for them. `say` gets a sentence for each kind of refusal."""

    def __init__(self, people: Sequence[Person], commands: Sequence[str], *, title: str, say: Say) -> None:
        self._people = tuple(people)
        self._desks = {person.name: PersonDesk(command) for person, command in zip(people, commands, strict=True)}
        self._title, self._say = title, say
        self._files = static_files()
        self._told: set[tuple[str, str]] = set()
        self._site = Site(frozenset())
        self._turnstile: Turnstile | None = None
        self._with_token = people[0].token is not None

    async def run(self, address: Address, ready: Callable[[int], None], until: asyncio.Event) -> None:
        """Listen until the event is set; `ready` gets the port. Raises `CopydeskError` where it can't listen."""
        runner = web.AppRunner(
            self._application(),
            access_log=None,
            keepalive_timeout=KEEP_ALIVE,
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            handle_signals=False,
            shutdown_timeout=CLOSING_SECONDS,
            logger=server_log(sys.stderr),
        )
        await runner.setup()
        assert runner.server is not None
        self._turnstile = Turnstile(runner.server)
        try:
            listening = await asyncio.get_running_loop().create_server(
                self._turnstile, address.host, address.port, backlog=32
            )
        except (OSError, OverflowError, UnicodeError) as error:
            await runner.cleanup()
            why = getattr(error, "strerror", None) or error
            raise CopydeskError(
                f"can't listen on {address.host} port {address.port}: {why}; choose another with --host or --port"
            ) from error
        port = int(listening.sockets[0].getsockname()[1])
        self._site = Site.of(address.host, port, machine=socket.gethostname(), public_url=address.public_url)
        try:
            ready(port)
            await until.wait()
        finally:
            listening.close()
            await asyncio.gather(*(desk.close() for desk in self._desks.values()))
            await runner.cleanup()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._checked], client_max_size=0)
        start = "/{token}/" if self._with_token else "/"
        app.router.add_get(start, self._page)
        app.router.add_get(f"{start}ws", self._websocket)
        app.router.add_get(f"{start}static/{{name:.+}}", self._file)
        return app

    @web.middleware
    async def _checked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse what may not come in, before anything looks at what it asks for."""
        if self._turnstile is not None:
            self._turnstile.heard(request)
        is_websocket = request.path.endswith("/ws")
        why = self._site.refusal(
            request.headers.get("Host"), request.headers.get("Origin"), is_websocket=is_websocket
        ) or ("asked for several hosts" if len(request.headers.getall("Host", [])) > 1 else None)
        if why is None:
            person = self._person(request)
            if person is None:
                why = "without a token that is known"
            else:
                request["person"] = person
        if why is not None:
            return self._refused(request, why)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            return _plain(error.status)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def _person(self, request: web.Request) -> Person | None:
        if not self._with_token:
            return self._people[0]
        return person_of(request.match_info.get("token", ""), self._people)

    def _refused(self, request: web.Request, why: str) -> web.Response:
        where = request.remote or "somewhere"
        if (why, where) not in self._told and len(self._told) < 100:
            self._told.add((why, where))
            self._say(f"refused a request from {screen_safe(where)}: {why}")
        return web.Response(status=HTTPStatus.FORBIDDEN, text=REFUSED, content_type="text/html", headers=HEADERS)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        person: Person = request["person"]
        scheme = "wss" if self._is_public(request) and (self._site.public or "").startswith("https:") else "ws"
        websocket = f"{scheme}://{request.headers['Host']}{person.path}ws"
        letters = font_size(request.query.get("fontsize"))
        return web.Response(text=page(self._title, person.path, websocket, letters), content_type="text/html")

    def _is_public(self, request: web.Request) -> bool:
        return self._site.public is not None and self._site.public.endswith(f"//{request.headers['Host'].lower()}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = self._files.get(request.match_info["name"])
        return web.FileResponse(path) if path is not None else _plain(HTTPStatus.NOT_FOUND)

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        desk = self._desks[request["person"].name]
        if desk.is_crowded:
            return _plain(HTTPStatus.TOO_MANY_REQUESTS)
        window = web.WebSocketResponse(
            heartbeat=HEARTBEAT, timeout=CLOSING_SECONDS, max_msg_size=LONGEST, compress=False
        )
        if not window.can_prepare(request).ok:
            return _plain(HTTPStatus.BAD_REQUEST)
        await window.prepare(request)
        await desk.serve(window, cells(request.query.get("width"), 80), cells(request.query.get("height"), 24))
        return window


def _plain(status: int) -> web.Response:
    return web.Response(status=status, text=f"{HTTPStatus(status).phrase}\n", headers=HEADERS)


def serve(server: DeskServer, address: Address, people: Sequence[Person], say: Say) -> None:
    """Serve until the process is asked to end; say where each person's desk is. Raises `CopydeskError`."""

    def ready(port: int) -> None:
        for person in people:
            local = url_of(address.host, port, person.path)
            public = f"{address.public_url.rstrip('/')}{person.path}" if address.public_url else local
            say(f"the desk of {person.name} is at {public}")

    async def run() -> None:
        leave = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under `nohup`
                loop.add_signal_handler(number, leave.set)
        await server.run(address, ready, leave)

    with contextlib.redirect_stdout(SafeWriter(sys.stdout)):  # where textual-serve writes what a desk said at its end
        asyncio.run(run())
