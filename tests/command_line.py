"""`copydesk` as a shell runs it, in this process."""

from pathlib import Path

from click.testing import CliRunner, Result

from tui.cli import main


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def run_well(*arguments: str | Path) -> Result:
    """Run a command that has to end well."""
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return result
