"""What every command does with its output and with what goes wrong."""

import os
import stat
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import tui.cli
from tui.cli import ROOMS, main
from tui.cli.output import SentenceGroup, write
from tui.model import CopydeskError


def group_that(action: object) -> click.Group:
    @click.group(cls=SentenceGroup)
    def main() -> None:
        pass

    @main.command()
    def run() -> None:
        action()  # type: ignore[operator]

    return main


def test_what_a_person_can_mend_is_one_sentence_and_status_2() -> None:
    def act() -> None:
        raise CopydeskError("the file x\nis \x1b[31mred\x1b[0m; paint it")

    result = CliRunner().invoke(group_that(act), ["run"])
    assert result.exit_code == 2
    assert result.stderr == "copydesk: the file x is ␛[31mred␛[0m; paint it\n"
    assert result.stdout == ""


def test_a_full_disk_is_a_sentence_too() -> None:
    def act() -> None:
        raise OSError(28, "No space left on device", "gold.jsonl")

    result = CliRunner().invoke(group_that(act), ["run"])
    assert (result.exit_code, result.stderr) == (
        2,
        "copydesk: gold.jsonl: No space left on device; nothing was changed\n",
    )


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("before\n")
    output.chmod(0o640)

    def lines():
        yield "one\n"
        raise CopydeskError("the second input is broken")

    with pytest.raises(CopydeskError):
        write(lines(), output)
    assert output.read_text() == "before\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]

    write(["één\n", "two\n"], output)
    assert output.read_bytes() == "één\ntwo\n".encode()
    assert output.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["null", "pipe.gz"])
def test_a_device_and_a_pipe_are_written_to_and_never_replaced(name: str, tmp_path: Path) -> None:
    # /dev/null itself, where root runs the tests, would be everybody's: a pipe, and a link to the device, are ours.
    output = tmp_path / name
    if name == "null":
        output.symlink_to("/dev/null")
        write(["one\n"], output)
        assert output.is_symlink()
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    else:
        os.mkfifo(output)
        reader = os.open(output, os.O_RDONLY | os.O_NONBLOCK)
        write(["one\n"], output)
        assert os.read(reader, 100) == b"one\n"
        os.close(reader)
        assert stat.S_ISFIFO(output.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_what_stands_behind_dev_stdout_is_kept(tmp_path: Path) -> None:
    kept = tmp_path / "all.txt"
    kept.write_text("before\n")
    code = "from pathlib import Path; from tui.cli.output import write; write(['one\\n'], Path('/dev/stdout'))"
    with kept.open("ab") as stream:
        subprocess.run([sys.executable, "-c", code], stdout=stream, check=True)
    assert kept.read_text() == "before\none\n"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "one\n"


def test_a_link_stays_a_link_to_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real, link, lost = tmp_path / "deep" / "gold.jsonl", tmp_path / "gold.jsonl", tmp_path / "new.jsonl"
    real.write_text("before\n")
    link.symlink_to(real)
    lost.symlink_to(tmp_path / "deep" / "new.jsonl")
    for output in (link, lost):
        write(["one\n"], output)
        assert output.is_symlink()
        assert output.resolve().parent == tmp_path / "deep"
        assert output.read_text() == "one\n"


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CopydeskError, match="nowhere does not exist"):
        write(["x\n"], tmp_path / "nowhere" / "out.jsonl")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from tui.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = ('spacy', 'textual', 'tinydb', 'numpy', 'trafilatura')\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "Make gold labels for news" in done.stdout


def test_a_reader_that_leaves_is_nobodys_mistake() -> None:
    code = (
        "import click\nfrom tui.cli.output import SentenceGroup, write\n"
        "@click.group(cls=SentenceGroup)\ndef main(): pass\n"
        "@main.command()\ndef run(): write(('x' * 1000 + '\\n' for _ in range(10000)), None)\n"
        "main(['run'])"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stderr
        os.read(child.stdout.fileno(), 10)
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


def test_a_command_is_loaded_when_it_is_asked_for() -> None:
    code = "import sys; from tui.cli import main, ROOMS; print(*(m for m in ROOMS if f'tui.cli.{m}' in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == ["batch"]  # whose options `open` has, too


@pytest.mark.parametrize("room", ROOMS)
def test_the_table_of_commands_names_those_of_each_module(room: str) -> None:
    module = import_module(f"tui.cli.{room}")
    assert tuple(command.name for command in module.COMMANDS) == ROOMS[room]
    for command in module.COMMANDS:
        assert main.get_command(None, command.name) is command


def test_every_module_with_commands_is_in_the_table() -> None:
    folder = Path(tui.cli.__file__).parent
    assert {path.stem for path in folder.glob("*.py") if "\nCOMMANDS = " in path.read_text()} == {*ROOMS, "desk"}
