"""Recorded sessions as regression tests of a label set, of a keymap, and of the desk: do the keys still do the same?

    @pytest.mark.desk_session("sessions/*.jsonl", config="copydesk.toml")
    def test_sessions(desk_session):
        desk_session.folds().types()

The test runs once for each file that `copydesk record` wrote. Loaded by every run of pytest where Copydesk is
installed: nothing heavy is imported before a test asks for a session.
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

if TYPE_CHECKING:
    from tui.app.settings import Settings


class RecordedSession:
    """A recorded session and the settings of the desk to type it into. Each check returns the session again."""

    def __init__(self, path: Path, config: Path | None = None) -> None:
        """Take the session's file, and the `copydesk.toml` whose keys and labels are tried (None: the defaults)."""
        self.path, self.config = path, config

    def folds(self) -> "RecordedSession":
        """Fail unless the log makes the labels that it made when it was recorded. Takes milliseconds."""
        from tui.annotation.replay import replay  # noqa: PLC0415
        from tui.model import CopydeskError  # noqa: PLC0415

        try:
            result = replay(self.path)
        except CopydeskError as error:
            _fail(str(error))
        if not result.same:
            _fail(f"{self.path}: {result.reason}")
        return self

    def types(self) -> "RecordedSession":
        """Fail unless the keys, typed into the real app, make the same log; name the first event that differs."""
        from tui.annotation.replay import read_session  # noqa: PLC0415
        from tui.app.replay_ui import first_difference  # noqa: PLC0415 - Textual, only here
        from tui.model import CopydeskError  # noqa: PLC0415

        try:
            recording, settings = read_session(self.path), self._settings()
        except CopydeskError as error:
            _fail(str(error))
        with tempfile.TemporaryDirectory() as folder:
            found = first_difference(recording, Path(folder) / "project", settings)
        if found is not None:
            _fail(f"{self.path}: {found}")
        return self

    def _settings(self) -> "Settings | None":
        from tui.app.settings import Settings  # noqa: PLC0415
        from tui.model import CopydeskError  # noqa: PLC0415
        from tui.model.toml import parse_toml  # noqa: PLC0415

        if self.config is None:
            return None
        try:
            config = parse_toml(self.config.read_text(encoding="utf-8"))
        except (OSError, ValueError, CopydeskError) as error:
            raise CopydeskError(f"{self.config} can't be read: {error}") from error
        return Settings.of(config, self.config.parent)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line(
        "markers",
        "desk_session(*patterns, config=None): run the test once for each recorded session of these files (relative to "
        "the test file), as the fixture desk_session; config is the copydesk.toml to try them with",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each recorded session."""
    if "desk_session" not in metafunc.fixturenames:
        return
    marker = metafunc.definition.get_closest_marker("desk_session")
    if marker is None or not marker.args or set(marker.kwargs) - {"config"}:
        _fail(f'{metafunc.definition.nodeid}: mark it as desk_session("sessions/*.jsonl", config="copydesk.toml")')
    folder = metafunc.definition.path.parent
    config = folder / marker.kwargs["config"] if marker.kwargs.get("config") else None
    paths = []
    for pattern in marker.args:
        found = sorted(folder.glob(pattern))
        if not found:
            _fail(f"{metafunc.definition.nodeid}: no session matches {pattern!r} in {folder}")
        paths += found
    sessions = [RecordedSession(path, config) for path in paths]
    metafunc.parametrize("desk_session", sessions, ids=[path.stem for path in paths])


def _fail(message: str) -> NoReturn:
    """Fail without a traceback, which would only hide the message."""
    raise pytest.fail.Exception(message, pytrace=False) from None
