"""An article with its whole log in a file of its own, for an edit that the disk of the project refuses, and back.

The file is a recorded session (`tui.annotation.replay`), whose last event is the one that could not be saved. Taking it
in adds to a project what the project's log does not have yet.
"""

from pathlib import Path

from tui.annotation.replay import Recording, folded_again, read_session, session_lines
from tui.gold.durable import new_file
from tui.gold.errors import ConflictError, StoreError, reading, writing
from tui.gold.session import Session
from tui.gold.store import Store, folded
from tui.model import CopydeskError

_HEAD = b'{"article":'


def session_text(session: Session, *, unsaved: bool) -> str:
    """Return the article and its log as a session file has them; with `unsaved`, the edit that failed comes last."""
    more = (session.unsaved,) if unsaved and session.unsaved is not None else ()
    return "".join(session_lines(session.article, (*session.stored.events, *more)))


def write_out(session: Session, path: Path, *, unsaved: bool) -> None:
    """Write `session_text` into a new file, and return when it is on its disk.

    Raises `StoreError` where the file is there already, `NotSavedError` where the system refuses.
    """
    if path.exists():
        raise StoreError(f"{path} is there already; give the file a name of its own")
    with writing(path), new_file(path) as stream:
        stream.write(session_text(session, unsaved=unsaved).encode())


def is_session(path: Path) -> bool:
    """Whether a file begins as a recorded session does. Raises `StoreError` where it can't be read."""
    if not path.is_file():
        return False
    with reading(path), path.open("rb") as stream:
        return stream.read(len(_HEAD) + 8).replace(b" ", b"").startswith(_HEAD)


def take_in(store: Store, path: Path) -> str:
    """Add to a project what the log in a session file has more than the project's; return a sentence about it.

    An article that the project does not have comes in with its whole log. What others have done since is kept.
    Raises `CopydeskError` for a file whose log does not come out as recorded, where the project has another article or
    another log under that id, and what `Store.append` raises; nothing is changed then.
    """
    recording = read_session(path)
    if not (result := folded_again(recording)).same:
        raise CopydeskError(f"{path} can't be taken in: {result}")
    name, events = recording.article.id, recording.events
    if store.add_log(recording.article, events):
        return f"{name!r} is here now, with its log of {len(events)} events"
    there = store.load(name)
    if (there.article.text, there.article.blocks) != (recording.article.text, recording.article.blocks):
        raise StoreError(f"the project has another text under the id {name!r}; take {path} into another project")
    common = _in_common(recording, there.events)
    if common == 0:
        raise ConflictError(f"the project has another log of {name!r}; take {path} into another project")
    if common == len(events):
        return f"{name!r} has everything that {path} holds"
    store.append(folded(recording.article, events[:common], path), events[common:])
    more = len(events) - common
    return f"{name!r} has {more} event{'' if more == 1 else 's'} more now"


def _in_common(recording: Recording, there: tuple[object, ...]) -> int:
    pairs = zip(recording.events, there, strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(recording.events), len(there)))
