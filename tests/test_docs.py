"""What the documents say is what the program does."""

import re
import tomllib
from pathlib import Path

import pytest

from tui.app import keymap
from tui.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def test_the_readme_lists_the_keys_as_they_are() -> None:
    listed = README.split("<!-- keys -->\n")[1].split("<!-- end of keys -->")[0].strip()
    now = keymap.as_markdown().strip()
    assert listed == now, "put the output of `copydesk keys --markdown` between the marks in README.md"


@pytest.mark.parametrize("command", main.list_commands(None))
def test_the_readme_names_every_command(command: str) -> None:
    assert f"`copydesk {command}" in README


def test_the_keys_that_the_configuration_shows_can_be_bound() -> None:
    example = (ROOT / "docs" / "configuration.md").read_text().split("```toml\n")[1].split("```")[0]
    keys = tomllib.loads(example)["keys"]
    found = keymap.Keymap.of(keys.pop("preset"), keys)
    assert found.keys["accept"] == ("a", "&")


@pytest.mark.parametrize(
    "page", sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")]), ids=lambda page: page.name
)
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []
