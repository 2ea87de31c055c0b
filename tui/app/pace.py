"""How soon what is done comes to the screen.

Textual paints at most 60 times a second: a picture that follows another one waits up to 17 ms, which is most of what it
takes to say that an edit is saved. And Python lets a thread wait 5 ms for another one: the thread that writes to the
terminal would stand behind the save of what it is to show.
"""

import os
import sys

PICTURES = 120
"""Pictures a second at most."""
TURN = 0.003
"""Seconds that a picture has for getting to the terminal before the processor is wanted for something else."""
SWITCH = 0.0002
"""Seconds after which a thread that runs gives way to one that waits."""


def set_pictures_a_second() -> None:
    """Set how often Textual paints; it reads that when it is imported. What a person has set themselves stays."""
    os.environ.setdefault("TEXTUAL_FPS", str(PICTURES))


def let_the_writer_write() -> None:
    """Let the thread that writes to the terminal have its turn soon, whatever else is done."""
    sys.setswitchinterval(SWITCH)
