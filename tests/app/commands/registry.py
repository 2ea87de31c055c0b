"""Which test checks which command, where: filled by the modules that hold the checks."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from tui.app.app import Desk
from tui.app.commands import Place

Check = Callable[[Desk, Pilot[None]], Awaitable[None]]
CHECKS: dict[tuple[str, Place], Check] = {}
EVERYWHERE: list[Check] = []
"""What every screen has is checked in one desk for each place, in this order."""
SCREENS = (Place.ARTICLE, Place.LIBRARY, Place.START, Place.EVALUATION, Place.SPANS, Place.BLOCKS, Place.RULES)


def checks(*command_ids: str, place: Place = Place.ARTICLE) -> Callable[[Check], Check]:
    """Say that a test checks these commands in this place."""

    def register(check: Check) -> Check:
        for command_id in command_ids:
            assert (command_id, place) not in CHECKS
            CHECKS[command_id, place] = check
        return check

    return register


def checks_everywhere(command_id: str) -> Callable[[Check], Check]:
    """Say that a test checks this command on every screen, and leaves the desk as it was, unless it is the last."""

    def register(check: Check) -> Check:
        for place in SCREENS:
            checks(command_id, place=place)(check)
        EVERYWHERE.append(check)
        return check

    return register
