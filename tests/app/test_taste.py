"""The theme chosen with a key is there at the next start."""

from pathlib import Path

import pytest

from tests.app.newsroom import project
from tui.app.app import Desk
from tui.app.settings import Settings

DARK, LIGHT = "copydesk-dark", "copydesk-light"


async def started(root: Path, home: Path, *keys: str, who: str = "kim", theme: str = "dark") -> str:
    made = project(root) if not root.exists() else None
    app = Desk(made, who=who, taste=home, settings=Settings.of({"theme": theme}), new_project=root)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        return app.theme


async def test_a_theme_that_was_chosen_comes_back_for_the_person_who_chose_it(tmp_path: Path) -> None:
    root, home = tmp_path / "news", tmp_path / "home"
    assert await started(root, home, "g", "t") == LIGHT
    assert await started(root, home) == LIGHT
    assert await started(root, home, who="lee") == DARK
    assert await started(root, home, "g", "t") == DARK
    assert await started(root, home) == DARK


async def test_a_project_that_asks_for_another_theme_gets_it(tmp_path: Path) -> None:
    root, home = tmp_path / "news", tmp_path / "home"
    await started(root, home, "g", "t")
    assert await started(root, home, theme="light") == LIGHT
    assert await started(root, home, "g", "t", theme="light") == DARK
    assert await started(root, home, theme="light") == DARK
    assert await started(root, home) == LIGHT


@pytest.mark.parametrize("kept", ["", "[]", '{"kim": 3}', '{"kim": {"copydesk-dark": "no-such-theme"}}'])
async def test_a_file_that_says_nothing_is_as_good_as_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / "theme.json").write_text(kept)
    assert await started(tmp_path / "news", tmp_path) == DARK


async def test_a_folder_that_can_not_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert await started(tmp_path / "news", tmp_path / "file", "g", "t") == LIGHT
