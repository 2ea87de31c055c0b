"""A person at a browser: real key presses in a headless Chromium, and the label is in the store."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import web

from tests.serve.browser import CHROMIUM, Page, chromium
from tests.serve.serving import Served, serving
from tests.waiting import until
from tui.gold import Project, Store

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed (Debian: apt install chromium)")


def labels(served: Served) -> list[str]:
    state = Store(Project.open(served.root)).load("ferry").state
    return [f"{x.status} {x.name} {x.spans[0].text}" for x in state.in_order()]


def events(served: Served) -> list[tuple[str, str]]:
    return [(event.by, event.do) for event in Store(Project.open(served.root)).load("ferry").events]


async def desk_in(page: Page, served: Served) -> None:
    """Open the desk, the article in it, and wait until it stands there."""
    await page.open(served.url)
    await page.wait_for_words("Harbour council")
    await page.press("Enter")
    await page.wait_for_words("entities open")


async def until_it_is(look: Callable[[], object], wanted: object, seconds: float = 20) -> None:
    deadline = asyncio.get_running_loop().time() + seconds
    while (found := look()) != wanted:
        assert asyncio.get_running_loop().time() < deadline, found
        await asyncio.sleep(0.05)


async def test_a_label_made_in_a_browser_is_in_the_store(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with chromium(tmp_path) as page:
            await desk_in(page, served)
            await page.press("}", "}", "w", "w", "w", "w", "v", "3")
            await until_it_is(lambda: labels(served), ["added GPE Vesterby"])
            assert ("kim", "add_entity") in events(served)
            await page.press("u")
            await until_it_is(lambda: labels(served), [])
            if folder := os.environ.get("COPYDESK_PICTURES"):
                await page.picture(Path(folder) / "serve.png")
            # Nothing was asked of another host, and nothing in the page was refused by its own policy.
            assert {url for url in page.asked_for if not url.startswith((served.origin, "data:"))} == set()
            assert not [said for said in page.said if "Content Security Policy" in said]
        until(lambda: not served.desks())


@contextlib.asynccontextmanager
async def another_site() -> AsyncIterator[str]:
    """A page of somebody else's server on this machine."""
    app = web.Application()
    app.router.add_get("/", lambda _: web.Response(text="<title>evil</title>", content_type="text/html"))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def test_a_page_of_another_site_gets_nothing_even_with_the_token(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        async with another_site() as evil, chromium(tmp_path) as page:
            await page.open(evil)
            await page.wait_for("document.title === 'evil'")
            address = served.url.replace("http", "ws") + "ws"
            outcome = await page.evaluate(
                f"new Promise(r => {{ const s = new WebSocket('{address}'); s.onopen = () => r('open'); "
                "s.onerror = () => r('refused') })"
            )
            assert outcome == "refused"
            assert "sent by a page of another site" in served.said()
            read = await page.evaluate(f"fetch('{served.url}').then(() => 'read', () => 'refused')")
            assert read == "refused"
            await page.evaluate(
                "new Promise(r => { const f = document.createElement('iframe'); f.onload = r; "
                f"f.src = '{served.url}'; document.body.append(f) }})"
            )
            assert any("frame-ancestors" in said for said in page.said)
        assert served.desks() == []
