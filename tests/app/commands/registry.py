"""Which test checks which command, where: filled by the modules that hold the checks."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from tui.app.app import Desk
from tui.app.commands import Place

Check = Callable[[Desk, Pilot[None]], Awaitable[None]]
CHECKS: dict[tuple[str, Place], Check] = {}


def checks(*command_ids: str, place: Place = Place.ARTICLE) -> Callable[[Check], Check]:
    """Say that a test checks these commands in this place."""

    def register(check: Check) -> Check:
        for command_id in command_ids:
            assert (command_id, place) not in CHECKS
            CHECKS[command_id, place] = check
        return check

    return register
