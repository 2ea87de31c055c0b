"""Every word of every screen can be read, in both themes: not only the highlights of an article."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.color import Color

from tests.app.commands.rules import OTHER, RULE
from tests.app.newsroom import article, desk, settled
from tests.app.scored import finish
from tui.app.app import Desk
from tui.app.themes import READABLE, THEMES, contrast
from tui.gold import Session
from tui.gold.rules import change_rules


def hard_to_read(app: Desk) -> dict[str, float]:
    """The words on the screen whose contrast is too low, with it."""
    found = {}
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or style.color is None or style.bgcolor is None or not any(map(str.isalnum, segment.text)):
                continue
            ratio = contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
            if ratio < READABLE or style.dim:
                found[segment.text.strip()] = round(ratio, 2)
    return found


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_every_word_is_readable_on_every_screen(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    doubtful = article().with_blocks(tuple(replace(b, confidence=0.6 + i / 20) for i, b in enumerate(article().blocks)))
    async with desk(tmp_path, articles=[doubtful, article("second"), article("third")]) as (app, pilot):
        app.theme = theme
        store = app.store
        assert store is not None
        finish(store, "second")
        Session(store, "third", "lee").do("flag", on=True)
        change_rules(store.project, lambda _: (RULE, OTHER))
        await settled(pilot)
        walk = (
            *("tab", "a", "x", "g", "question_mark", "escape", "0", "escape", "question_mark", "escape", "slash", "c"),
            *("escape", "R", "escape", "f", "escape", "b", "x", "j", "K", "escape", "k", "asterisk", "escape", "Z"),
            *("g", "R", "A", "escape", "escape", "escape", "colon", "escape", "minus", "j", "slash", "s", "escape"),
            *("g", "s", "tab", "enter", "j", "escape"),
        )
        seen, shown = {}, set()
        for key in walk:
            await pilot.press(key)
            await settled(pilot)
            seen |= {f"{type(app.screen).__name__} {word}": ratio for word, ratio in hard_to_read(app).items()}
            shown.add(type(app.screen).__name__)
        assert not seen, "\n".join(f"{ratio} {word}" for word, ratio in seen.items())
        assert shown >= {"ArticleScreen", "BlocksScreen", "RulesScreen", "Chooser", "TextScreen", "HelpScreen",
                         "LibraryScreen", "EvaluationScreen", "SpansScreen"}  # fmt: skip
