"""What the documents say is what the program does."""

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


@pytest.mark.parametrize("command", sorted(main.commands))
def test_the_readme_names_every_command(command: str) -> None:
    assert f"`copydesk {command}" in README
