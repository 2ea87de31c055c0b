"""Backup and restore as a shell sees them."""

from pathlib import Path

from click.testing import CliRunner

from tests.gold.desk import new_session, new_store
from tui.cli import main
from tui.gold import Project, Store


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.stderr


def test_a_project_goes_into_a_file_and_comes_back(tmp_path: Path) -> None:
    store = new_store(tmp_path / "p")
    session = new_session(store)
    assert run("backup", "--project", tmp_path / "p", tmp_path / "b.zip") == (0, f"{tmp_path}/b.zip: articles: 1\n")
    assert run("restore", tmp_path / "b.zip", tmp_path / "q")[0] == 0
    assert Store(Project.open(tmp_path / "q")).load("bridge").events == session.stored.events


def test_a_second_backup_of_that_name_is_refused_in_a_sentence(tmp_path: Path) -> None:
    new_session(new_store(tmp_path / "p"))
    (tmp_path / "b.zip").write_text("mine")
    status, said = run("backup", "--project", tmp_path / "p", tmp_path / "b.zip")
    assert status == 2
    assert said == f"copydesk: {tmp_path}/b.zip is there already; give the backup a name of its own\n"
    assert run("restore", tmp_path / "b.zip", tmp_path / "q")[0] == 2
