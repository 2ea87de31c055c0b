"""What an attacker tries on a running server, each from a real client; the person at the desk notices nothing."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from tests.serve.serving import Served, newsroom, serving
from tests.serve.test_access import HOSTILE_MESSAGES
from tests.waiting import until
from tui.serve.listener import MOST_CONNECTIONS, SILENT_SECONDS, Turnstile
from tui.serve.messages import LONGEST


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serve"), who=("kim", "lee")) as running:
        yield running
        assert "Traceback" not in running.said()
        assert running.said().replace("\n", "").isprintable()


@contextlib.asynccontextmanager
async def window(
    served: Served, who: str = "kim", *, origin: str | None = None, token: str | None = None, **headers: str
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A WebSocket as a browser opens it, unless told otherwise."""
    address = served.addresses[who] if token is None else f"{served.origin}/{token}/"
    async with aiohttp.ClientSession() as client:
        origins = {"Origin": served.origin if origin is None else origin} if origin != "" else {}
        async with client.ws_connect(f"{address}ws?width=90&height=30", headers={**origins, **headers}) as opened:
            yield opened


async def painted(opened: aiohttp.ClientWebSocketResponse, words: bytes, seconds: float = 60) -> None:
    """Wait until the desk has written these words."""
    seen = b""
    async with asyncio.timeout(seconds):
        while words not in seen:
            message = await opened.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), (message, seen[-500:])
            seen += message.data if isinstance(message.data, bytes) else message.data.encode()


async def closing(opened: aiohttp.ClientWebSocketResponse, seconds: float = 60) -> int | None:
    """Read until the server closes the window, and return the code."""
    async with asyncio.timeout(seconds):
        while not opened.closed:
            await opened.receive()
    return opened.close_code


def raw(served: Served, request: bytes) -> bytes:
    """Send bytes as they are, and return what is answered before the server hangs up or has said all."""
    answer = b""
    with socket.create_connection(("127.0.0.1", served.port), timeout=20) as client:
        with contextlib.suppress(OSError):
            client.sendall(request)
        with contextlib.suppress(OSError):
            while part := client.recv(65536):
                answer += part
                client.settimeout(0.3)
    return answer


async def status(served: Served, path: str, method: str = "GET", **headers: str) -> int:
    async with (
        aiohttp.ClientSession() as client,
        client.request(method, served.origin + path, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status


# Without the token


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/static/js/textual.js", "/download/x", "/{short}/", "/{swapped}/", "/x/ws"]
)
async def test_nothing_is_told_without_the_whole_token(served: Served, path: str) -> None:
    path = path.format(short=served.token[:-1], swapped=served.token.swapcase())
    async with (
        aiohttp.ClientSession() as client,
        client.get(served.origin + path, headers={"Origin": served.origin}) as answer,
    ):
        assert answer.status == 403
        assert served.token not in (text := await answer.text())
        assert "There is no desk at this address" in text
    assert served.desks() == []


async def test_a_desk_is_not_opened_with_a_wrong_token(served: Served) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with window(served, token="A" * 43):
            pass
    assert refused.value.status == 403
    assert served.desks() == []


# With the token, from where it should not come


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost.evil.example:{port}"])
async def test_a_rebound_name_is_refused_even_with_the_token(served: Served, host: str) -> None:
    host = host.format(port=served.port)
    assert await status(served, f"/{served.token}/", Host=host) == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with window(served, origin=f"http://{host}", Host=host):
            pass
    assert refused.value.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "", "file://"])
async def test_another_sites_websocket_is_refused_even_with_the_token(served: Served, origin: str) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with window(served, origin=origin):
            pass
    assert refused.value.status == 403
    assert served.desks() == []


def test_two_hosts_or_none_are_refused(served: Served) -> None:
    path = f"/{served.token}/".encode()
    ours = f"127.0.0.1:{served.port}".encode()
    two = b"GET %s HTTP/1.1\r\nHost: %s\r\nHost: evil.example\r\n\r\n" % (path, ours)
    for request in (two, b"GET %s HTTP/1.0\r\n\r\n" % path, b"GET http://evil.example%s HTTP/1.1\r\n\r\n" % path):
        assert raw(served, request).split()[1] in (b"400", b"403"), request


# With the token, for what is not there


@pytest.mark.parametrize(
    "path",
    [
        "static/", "static", "static/js/", "static/js", "static/../server.py", "static/..%2f..%2fserver.py",
        "static/%2e%2e/%2e%2e/etc/passwd", "static//etc/passwd", "static/js/..", "static/js/textual.js/",
        "static/js/textual.js%00.css", "static/__init__.py", "download/x", "..%2f..%2fetc%2fpasswd", "static/\\..\\x",
    ],
)  # fmt: skip
def test_no_folder_is_listed_and_no_other_file_is_given(served: Served, path: str) -> None:
    request = f"GET /{served.token}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nConnection: close\r\n\r\n"
    answer = raw(served, request.encode())
    assert answer.split()[1] in (b"400", b"403", b"404"), answer
    assert b"textual.js" not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
async def test_only_reading_is_answered(served: Served, method: str) -> None:
    assert await status(served, f"/{served.token}/", method) in (400, 403, 405)


async def test_every_answer_forbids_frames_sniffing_and_referrers(served: Served) -> None:
    for path in (f"/{served.token}/", f"/{served.token}/static/js/textual.js", f"/{served.token}/nothing", "/"):
        async with aiohttp.ClientSession() as client, client.get(served.origin + path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "Access-Control-Allow-Origin" not in answer.headers
            assert "aiohttp" not in answer.headers["Server"]


def test_broken_and_endless_requests_are_refused(served: Served) -> None:
    ours = f"Host: 127.0.0.1:{served.port}\r\n".encode()
    for request in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20,
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + ours + b"\r\n",
        b"GET / HTTP/1.1\r\n" + ours + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + ours + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"\x00" * 5000,
        b"GET /\x1b[2J\x1b]0;pwned\x07 HTTP/1.1\r\n" + ours + b"\r\n",
        b"\x1b[2J\x1b]0;pwned\x07 / HTTP/1.1\r\n" + ours + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: \x1b[2J\r\n\r\n",
    ):
        answer = raw(served, request)
        assert not answer or answer.split()[1] in (b"400", b"403", b"413", b"414", b"431"), answer[:200]


# From within


async def test_no_message_of_a_window_ends_the_server_or_reaches_the_desk(served: Served) -> None:
    """One window tells the desk nonsense; it is closed, and the desk of it ended. The server goes on."""
    for nonsense in (HOSTILE_MESSAGES[-3], "x" * (LONGEST + 1)):
        async with window(served, "lee") as opened:
            await opened.send_str(nonsense)
            assert await closing(opened) in (aiohttp.WSCloseCode.POLICY_VIOLATION, aiohttp.WSCloseCode.MESSAGE_TOO_BIG)
    until(lambda: not served.desks(), 40)
    assert await status(served, f"/{served.token}/") == 200


async def test_a_second_window_takes_the_desk_over_and_one_process_runs(served: Served) -> None:
    async with window(served) as first:
        await painted(first, b"Harbour council")
        assert len(served.desks()) == 1
        async with window(served) as second:
            assert await closing(first) == 4001
            await painted(second, b"Harbour council")
            assert len(served.desks()) == 1
            await second.send_str('["stdin", "q"]')
            assert await closing(second) == aiohttp.WSCloseCode.OK
    until(lambda: not served.desks(), 40)


async def test_many_windows_at_once_end_with_one_desk(served: Served) -> None:
    async with contextlib.AsyncExitStack() as stack:

        async def try_to_open() -> aiohttp.ClientWebSocketResponse | int:
            try:
                return await stack.enter_async_context(window(served))
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status

        opened = await asyncio.gather(*(try_to_open() for _ in range(12)))
        windows = [one for one in opened if not isinstance(one, int)]
        assert windows
        assert {one for one in opened if isinstance(one, int)} <= {429}
        assert len(served.desks()) <= 1
    until(lambda: not served.desks(), 60)


def test_silent_connections_are_limited_and_the_limit_is_said(served: Served) -> None:
    def is_full() -> bool:
        return raw(served, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 503")

    with contextlib.ExitStack() as stack:
        for _ in range(MOST_CONNECTIONS):
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port)))
        until(is_full)
    until(lambda: not is_full(), 30)


async def test_a_connection_that_says_nothing_is_dropped_though_its_end_is_open() -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        turnstile.heard(request)
        return web.Response(text="here\n")

    turnstile = Turnstile(web.Server(answer), most=2, silent=0.2)
    server = await asyncio.get_running_loop().create_server(turnstile, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, asyncio.timeout(20):
        silent, _ = await asyncio.open_connection("127.0.0.1", port)
        talking, say = await asyncio.open_connection("127.0.0.1", port)
        say.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await talking.readline()).startswith(b"HTTP/1.1 200")
        with contextlib.suppress(ConnectionResetError):
            assert await silent.read() == b""
        say.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")  # who has said something stays
        while not (await talking.readline()).startswith(b"HTTP/1.1 200"):
            pass
        say.close()
    assert SILENT_SECONDS <= 10


# When something ends


async def test_a_desk_leaves_when_its_window_or_its_server_goes(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with window(served) as opened:
            await painted(opened, b"Harbour council")
            await opened.send_str('["stdin", "\\r"]')
            await painted(opened, b"entities open")
            desk = served.desks()[0]
            os.kill(served.process.pid, signal.SIGKILL)
            until(lambda: not Path(f"/proc/{desk}").exists() or _state(desk) == "Z", 40)


async def test_under_nohup_the_server_and_its_desks_outlive_the_terminal(tmp_path: Path) -> None:
    with serving(tmp_path, nohup=True) as served:
        async with window(served) as opened:
            await painted(opened, b"Harbour council")
            os.killpg(served.process.pid, signal.SIGHUP)
            await opened.send_str('["stdin", "\\r"]')
            await painted(opened, b"entities open")
            assert len(served.desks()) == 1
    assert served.process.returncode == 0


async def test_no_token_is_for_this_machine_alone(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-token") as served:
        assert served.url == f"{served.origin}/"
        assert await status(served, "/") == 200
        assert await status(served, "/", Host="evil.example") == 403
        with pytest.raises(aiohttp.WSServerHandshakeError):
            async with window(served, origin="http://evil.example"):
                pass


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


async def test_the_token_is_said_nowhere_but_in_the_address(served: Served) -> None:
    """Not in what the desk's process was started with, where every user of the machine may read it."""
    async with window(served) as opened:
        await painted(opened, b"Harbour council")
        (desk,) = served.desks()
        for told in ("cmdline", "environ"):
            assert served.token.encode() not in Path(f"/proc/{desk}/{told}").read_bytes()
        assert served.token.encode() not in Path(f"/proc/{served.process.pid}/cmdline").read_bytes()
    refusals = [line for line in served.said().splitlines() if " is at " not in line]
    assert not any(served.token in line for line in refusals)


async def test_what_a_desk_says_at_its_end_does_not_command_the_servers_terminal(tmp_path: Path) -> None:
    project = newsroom(tmp_path / "room")
    with serving(tmp_path) as served:
        (project.root / "copydesk.toml").write_text('theme = "\x1b[2Jred"\n'.replace("\x1b", "\\u001b"))
        async with window(served) as opened:
            await closing(opened)
        until(lambda: "red" in served.said(), 30)
        assert "\x1b" not in served.said()
