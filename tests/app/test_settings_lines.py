"""What is wrong with the configuration is told with the file, the line and the mend."""

from pathlib import Path

import pytest

from tui.app.settings import Settings
from tui.gold import Project
from tui.model import CopydeskError


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ('# mine\n\ntheme = "red"\n', 3, 'take "dark" or "light"'),
        ('theme = "dark"\nblind = 7\n', 2, "a share between 0 and 1"),
        ('keys = "vim"\n', 1, "write [keys]"),
        ('theme = "dark"\n[keys]\nundo = "u"\nfly = "w"\n', 4, "`copydesk keys` lists them"),
        ('[keys]\n"undo" = "ctrl+i"\n', 2, "take another key"),
        ('[keys]\npreset = "emacs"\n', 2, "known are"),
    ],
)
def test_a_setting_that_can_not_be_used_is_told_with_its_line(tmp_path: Path, text: str, line: int, mend: str) -> None:
    project = Project.create(tmp_path)
    (tmp_path / "copydesk.toml").write_text(text)
    with pytest.raises(CopydeskError) as refused:
        Settings.of_project(Project.open(project.root))
    assert str(refused.value).startswith(f"{tmp_path / 'copydesk.toml'}, line {line}: "), refused.value
    assert mend in str(refused.value)


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        ('# mine\nthme = "light"\n', 2, "'thme' is no setting; did you mean theme?"),
        ('blind = 0.1\n[Keys]\nundo = "z"\n', 2, "'Keys' is no setting; did you mean keys?"),
        ('colour.red = "x"\n', 1, "'colour' is no setting; there are model, scheme"),
        ("blind = 0.1\nmodel = 3\n", 2, "model must be a name in quotation marks"),
        ('"\\u001b[2J" = 3\n', None, "is no setting"),
    ],
)
def test_what_is_no_setting_opens_no_project(tmp_path: Path, text: str, line: int | None, mend: str) -> None:
    Project.create(tmp_path)
    (tmp_path / "copydesk.toml").write_text(text)
    with pytest.raises(CopydeskError) as refused:
        Project.open(tmp_path)
    where = f"{tmp_path / 'copydesk.toml'}" + (f", line {line}" if line else "")
    assert str(refused.value).startswith(f"{where}: "), refused.value
    assert mend in str(refused.value)
    assert "\x1b" not in str(refused.value)


def test_a_label_scheme_is_told_with_its_own_file_and_line(tmp_path: Path) -> None:
    Project.create(tmp_path)
    (tmp_path / "copydesk.toml").write_text('scheme = "mine.toml"\n')
    (tmp_path / "mine.toml").write_text('name = "mine"\nversion = "1"\n[[entities]]\nname = "A B"\n')
    with pytest.raises(CopydeskError, match=r"mine\.toml, line 4: "):
        Settings.of_project(Project.open(tmp_path))
