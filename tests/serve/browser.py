"""A headless Chromium, driven over its DevTools socket: pages, real key presses, pictures."""

import asyncio
import base64
import contextlib
import itertools
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)

_CODES = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, ""), "Escape": ("Escape", 27, ""), "/": ("/", 191, "/")}


class Page:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, session: str | None = None) -> None:
        self._socket, self._session = socket, session
        self._ids = itertools.count(1)
        self.asked_for: list[str] = []
        self.said: list[str] = []
        self.painted = b""
        """What the desk has written to the terminal in the page."""

    async def call(self, method: str, **params: Any) -> Any:
        """Send a command and return its result."""
        number = next(self._ids)
        message = {"id": number, "method": method, "params": params}
        await self._socket.send_json(message | ({"sessionId": self._session} if self._session else {}))
        while True:
            answer = await self._socket.receive_json(timeout=60)
            if answer.get("method") == "Network.requestWillBeSent":
                self.asked_for.append(answer["params"]["request"]["url"])
            if answer.get("method") == "Network.webSocketFrameReceived":
                frame = answer["params"]["response"]
                data = frame["payloadData"]
                self.painted += base64.b64decode(data) if frame["opcode"] == 2 else data.encode()
            if answer.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.said.append(str(answer["params"]))
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]

    async def open(self, url: str) -> None:
        """Go to an address, and note from now on what the page asks for and complains about."""
        for domain in ("Page", "Network", "Runtime", "Log"):
            await self.call(f"{domain}.enable")
        await self.call("Page.navigate", url=url)

    async def evaluate(self, script: str) -> Any:
        """Return what a script returns, a promise's value too."""
        result = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return result["result"].get("value")

    async def press(self, *keys: str) -> None:
        """Press keys as a keyboard does: a letter, a digit, or Enter, Tab, Escape."""
        for key in keys:
            name, code, text = _CODES.get(key) or (key, ord(key.upper()), key)
            what = {"key": name, "windowsVirtualKeyCode": code}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **what, **({"text": text} if text else {}))
            await self.call("Input.dispatchKeyEvent", type="keyUp", **what)

    async def wait_for(self, script: str, seconds: float = 40.0) -> None:
        """Wait until a script returns something true."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not await self.evaluate(script):
            assert loop.time() < deadline, (script, self.said)
            await asyncio.sleep(0.05)

    async def wait_for_words(self, words: str, seconds: float = 60.0) -> None:
        """Wait until the desk has written these words, and forget what it wrote before."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while words.encode() not in self.painted:
            assert loop.time() < deadline, (words, self.painted[-2000:], self.said)
            await self.evaluate("0")  # takes in what has come
            await asyncio.sleep(0.05)
        self.painted = b""

    async def picture(self, path: Path) -> None:
        """Save what the page looks like as a PNG."""
        path.write_bytes(base64.b64decode((await self.call("Page.captureScreenshot"))["data"]))


@contextlib.asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Page]:
    """Run Chromium with a profile of its own and yield an empty tab."""
    assert CHROMIUM is not None
    process = await asyncio.create_subprocess_exec(
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--disable-background-networking", f"--user-data-dir={folder / 'profile'}", "--remote-debugging-port=0",
        "--window-size=1100,700", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    try:
        while not (found := re.search(r"ws://\S+", (await process.stderr.readline()).decode())):
            assert process.returncode is None
        drain = asyncio.create_task(process.stderr.read())
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(found.group(), max_msg_size=0) as socket,
        ):
            browser = Page(socket)
            target = (await browser.call("Target.createTarget", url="about:blank"))["targetId"]
            attached = await browser.call("Target.attachToTarget", targetId=target, flatten=True)
            yield Page(socket, attached["sessionId"])
        drain.cancel()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
