"""The text that is shown while the rest is loaded stands where the article screen shows it, and is never gone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.strip import Strip

from tests.app.desk import DeskApp, document
from tests.app.newsroom import article, desk, screen, settled
from tui.app import opening
from tui.app.screens.first_look import FirstLook
from tui.app.widgets.article_view import ArticleView
from tui.model import Article, Block, BlockKind


@pytest.fixture(autouse=True)
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show the text first, although the article screen is loaded."""
    monkeypatch.setattr(opening, "_LONG", 0)


def below_many_folds() -> Article:
    """An article below more folded lines than a screen has."""
    parts = [
        *(f"Menu {i}" for i in range(80)),
        "Ferry stays in harbour",
        *(f"The {i}th ferry stays." for i in range(40)),
    ]
    blocks, at = [], 0
    for i, part in enumerate(parts):
        kind = BlockKind.NAVIGATION if i < 80 else BlockKind.TITLE if i == 80 else BlockKind.BODY
        blocks.append(Block(at, at + len(part), kind, kind is BlockKind.BODY, "rule:made-up"))
        at += len(part) + 2
    return Article("ferry", "\n\n".join(parts), tuple(blocks))


@pytest.mark.parametrize("make", [article, below_many_folds])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_word_stands_where_the_article_screen_has_it(
    tmp_path: Path, size: tuple[int, int], make: Callable[[], Article]
) -> None:
    async with desk(tmp_path, articles=[make()], size=size) as (app, _):
        look = app.screen_stack[0]
        assert isinstance(look, FirstLook)
        first, then = look.query_one(ArticleView), screen(app).view
        for one, other in ((first, then), (look.query_one("#masthead"), screen(app).query_one("#masthead"))):
            assert one.region == other.region
        assert first.scroll_offset == then.scroll_offset
        said = []
        for y in range(first.size.height):
            before, after = first.render_line(y).text, then.render_line(y).text
            said += [before]
            # What stood there stands there; only blanks may have been given to the letters of labels.
            assert all(one in (other, " ") for one, other in zip(before, after, strict=True)), (before, after)
        assert any("ferry" in line for line in said)


async def test_an_article_that_cannot_be_read_leads_to_the_library(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _):
        path = app.store.project.article_path("ferry")  # type: ignore[union-attr]
        app.exit()
    blob = path.read_bytes()
    path.write_bytes(blob.replace(b'"label":"ORG"', b'"label":"LAW"', 1))
    async with desk(tmp_path) as (app, pilot):
        await settled(pilot)
        assert isinstance(app.screen_stack[0], FirstLook)
        assert type(app.screen).__name__ == "LibraryScreen"
        assert "damaged" in str(app.screen.query_one("StatusLine").render())


async def test_going_back_from_it_shows_the_library(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("-")
        await settled(pilot)
        assert type(app.screen).__name__ == "LibraryScreen"
        await pilot.press("enter")
        await settled(pilot)
        assert screen(app).editor.text == article().text


class Watched(ArticleView):
    """A view that keeps what it gave to be painted."""

    frames: list[list[str]]

    def render_lines(self, crop: Region) -> list[Strip]:
        found = super().render_lines(crop)
        self.frames.append([strip.text for strip in found])
        return found


async def test_no_frame_is_without_text_however_the_size_changes() -> None:
    view = document("The ferry stays in the harbour, said the council. " * 20)
    app = DeskApp(view)
    app.article = Watched(view)
    app.article.frames = []
    async with app.run_test(size=(80, 24)) as pilot:
        for columns in (120, 60, 90):
            await pilot.resize_terminal(columns, 24)
            await pilot.pause()
    whole = [frame for frame in app.article.frames if len(frame) > 10]
    assert len(whole) >= 4
    assert all("ferry" in "".join(frame) for frame in whole)
