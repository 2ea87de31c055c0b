"""How soon what is done comes to the screen.

Textual paints at most 60 times a second: a picture that follows another one waits up to 17 ms, which is most of what it
takes to say that an edit is saved. And Python lets a thread wait 5 ms for another one: the thread that writes to the
terminal would stand behind the save of what it is to show. And garbage is collected when there is enough of it, which
is sooner or later in the middle of a key: 3 ms for what a few dozen edits leave behind.
"""

import asyncio
import gc
import os
import sys

PICTURES = 120
"""Pictures a second at most."""
TURN = 0.003
"""Seconds that a picture has for getting to the terminal before the processor is wanted for something else."""
SWITCH = 0.0002
"""Seconds after which a thread that runs gives way to one that waits."""
SOON = 0.02
"""Seconds after a key at which its garbage is collected: its pictures are there by then."""
REST = 0.5
"""Seconds without a key after which all that was left behind is collected."""
FULL = 20_000, 200, 100
"""How much garbage there may be where no key is followed by a pause, as for `gc.set_threshold`."""
_MANY = 10  # collections of what has lived for some keys, after which all is looked through


class Tidying:
    """Collects garbage between keys."""

    def __init__(self) -> None:
        self._next: asyncio.TimerHandle | None = None

    def after_a_key(self) -> None:
        """Collect what the key leaves behind, and later more, unless another key comes before."""
        if self._next is not None:
            self._next.cancel()
        self._next = asyncio.get_running_loop().call_later(SOON, self._young)

    def _young(self) -> None:
        self._next = None
        if gc.isenabled():  # it is not before the first screen is there
            gc.collect(0)
            self._next = asyncio.get_running_loop().call_later(REST, self._all)

    def _all(self) -> None:
        self._next = None
        gc.collect(2 if gc.get_count()[2] > _MANY else 1)


def set_pictures_a_second() -> None:
    """Set how often Textual paints; it reads that when it is imported. What a person has set themselves stays."""
    os.environ.setdefault("TEXTUAL_FPS", str(PICTURES))


def let_the_writer_write() -> None:
    """Let the thread that writes to the terminal have its turn soon, whatever else is done."""
    sys.setswitchinterval(SWITCH)
