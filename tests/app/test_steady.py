"""Lines that are kept are the lines that would be made anew, and a key draws no more than it changes."""

from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.geometry import Region
from textual.widget import Widget

from tests.app.newsroom import BY, desk, fake_analyser, screen, settled
from tui.app.widgets.side_panel import SidePanel
from tui.model import Article, Block, BlockKind, Predictions

# Verdicts, moves, a selection, a search, jump labels, undo, folds, a choice, approving: whatever changes what is seen.
KEYS = (
    "tab", "a", "x", "u", "w", "w", "right_curly_bracket", "s", "escape", "v", "w", "w", "escape", "0", "escape",
    "slash", *"ferry", "enter", "n", "escape", "tab", "tab", "r", "escape", "j", "j", "k",
    "question_mark", "escape", "g", "e",
)  # fmt: skip


def picture(app: App[None]) -> list[list[tuple[str, str]]]:
    """What stands on the screen: for each line its stretches and their styles."""
    return [
        [(part.text, str(part.style)) for part in strip.simplify()] for strip in app.screen._compositor.render_strips()
    ]


def forget(app: App[None]) -> None:
    """Let every widget make every line of itself anew."""
    for widget in app.screen.query(Widget):
        widget.notify_style_update()
        widget.refresh()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_what_is_kept_looks_as_if_it_were_made_anew(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        for i, key in enumerate(KEYS):
            await pilot.press(key)
            if i % 12 == 11:
                app.switch_theme()
                await pilot.resize_terminal(size[0] + i // 12, size[1])
                await settled(pilot)
            if i % 2:
                continue
            kept = picture(app)
            forget(app)
            await settled(pilot)
            assert kept == picture(app), key


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Region]:
    """The regions of the screen that were drawn anew."""
    regions: list[Region] = []
    update = Compositor.render_partial_update

    def noted(self: Compositor) -> object:
        regions.extend(self._dirty_regions)
        return update(self)

    monkeypatch.setattr(Compositor, "render_partial_update", noted)
    return regions


async def test_a_step_to_the_next_word_draws_the_lines_that_it_leaves_and_enters(
    tmp_path: Path, drawn: list[Region]
) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("slash", *"plan for", "enter", "escape", "escape", "w")
        drawn.clear()
        await pilot.press("w")
        assert screen(app).editor.focused is None
        assert len({y for region in drawn for y in region.line_range}) <= 2
        panel = screen(app).query_one(SidePanel).region
        assert not any(panel.overlaps(region) for region in drawn)


async def test_a_step_to_the_next_label_draws_the_lines_of_the_panel_that_it_changes(
    tmp_path: Path, drawn: list[Region]
) -> None:
    async with desk(tmp_path) as (app, pilot):
        panel = screen(app).query_one(SidePanel).region
        drawn.clear()
        await pilot.press("tab")
        lines = [y for region in drawn if panel.overlaps(region) for y in region.line_range]
        assert 0 < len(set(lines)) < panel.height / 2


async def test_a_window_made_smaller_at_the_end_of_a_long_article_shows_it_still(tmp_path: Path) -> None:
    text = "\n".join(f"Paragraph {i} of a long article about the ferry to the island, as it came." for i in range(200))
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block(start, start + len(line), BlockKind.BODY, True, "rule:prose"))
        start += len(line) + 1
    async with desk(
        tmp_path,
        articles=[Article("ferry", text, tuple(blocks))],
        analyser=fake_analyser(lambda of: Predictions(of.text_sha256, BY)),
    ) as (app, pilot):
        await pilot.press("slash", *"Paragraph 199", "enter")
        for size in ((140, 40), (90, 24), (120, 12), (60, 40), (200, 60), (100, 40)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
            assert "Paragraph 199" in shown
