"""One edit at a time: done, shown, saved, or taken back where the disk refuses.

No Textual here: a screen shows what `drain` says has changed, and calls `settle` when that has been painted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from tui.annotation import Change, History, State
from tui.annotation.order import LabelOrder
from tui.app.jumps import Stretch
from tui.app.recorder import Recorder
from tui.gold import LockedError, NotSavedError
from tui.model import Article, CopydeskError


class RefusedError(CopydeskError):
    """A command that does not fit what has the focus: a sentence for the status line."""


_SHOWN_FIRST = frozenset({"labels", "clusters", "layers", "fields"})
"""The tables whose changes are shown before they are on the disk: everything that follows from others is asked for."""


@dataclass(frozen=True, slots=True)
class _Begun:
    """An edit that is shown and not on the disk yet: what it changed, and what was looked at before."""

    action: str
    args: dict[str, Any]
    changes: tuple[Change, ...]
    place: dict[str, Any]


def _copied(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


class Work(Protocol):
    """An open article whose acts are begun, and then saved; `tui.gold.Session` is one."""

    @property
    def article(self) -> Article: ...  # noqa: D102
    @property
    def history(self) -> History: ...  # noqa: D102
    @property
    def state(self) -> State: ...  # noqa: D102
    @property
    def is_ahead(self) -> bool: ...  # noqa: D102

    saved_at: str | None

    def begin(  # noqa: D102
        self, action: str, /, *, keys: tuple[str, ...] = (), ms: int | None = None, by: str | None = None, **args: Any
    ) -> tuple[Change, ...]: ...
    def save(self) -> tuple[Change, ...]: ...  # noqa: D102
    def reload(self) -> bool: ...  # noqa: D102


class Doing:
    """What an editor does its edits with.

    `touched` collects the labels that changed and `blocks_changed` says that blocks did, until `drain` is called.

    While `shows_first` is true, an edit of labels is in `state` before it is on the disk, so that it can be shown: who
    sets it calls `settle` when that is done, and before anything else is. At most one edit waits for it.
    """

    PLACE: ClassVar[tuple[str, ...]] = ()
    """What a person is looking at, by the names of attributes: an edit that is taken back leaves it as it was."""

    def __init__(self, work: Work, recorder: Recorder | None = None) -> None:
        self.work = work
        self.recorder = recorder or Recorder()
        self.order = LabelOrder(work.state)
        self.focus: str | None = None
        self.selection: Stretch | None = None
        self.anchor: Stretch | None = None
        self.failed: tuple[str, dict[str, Any]] | None = None
        self.touched: set[str] = set()
        self.blocks_changed = False
        self.shows_first = False
        self._begun: _Begun | None = None

    @property
    def state(self) -> State:
        """The article's state, with the edit that is being saved."""
        return self.work.state

    def do(self, action: str, **args: Any) -> tuple[Change, ...]:
        """Do an action with the keys pressed for it, and save it, at once or in `settle`.

        An edit that the disk refused is kept in `failed`; no other is done before it is tried again or given up.
        Raises `CopydeskError` where it does not fit or was not saved; nothing has changed then.
        """
        self.settle()
        if self.failed is not None and self.failed != (action, args):
            raise RefusedError("the last edit is not saved: try that again first, or give it up with {leave}")
        place = {name: _copied(getattr(self, name)) for name in self.PLACE}
        keys, ms = self.recorder.peek()
        changes = self.work.begin(action, keys=keys, ms=ms, **args)
        self._begun = _Begun(action, args, changes, place)
        self.recorder.clear()
        self.took(changes)
        if not self.shows_first or action == "approve" or any(change.table not in _SHOWN_FIRST for change in changes):
            self.settle()
        return changes

    @property
    def is_settled(self) -> bool:
        """Whether every edit is on the disk, or given back."""
        return self._begun is None

    def settle(self) -> bool:
        """Save the edit that is shown and not on the disk yet. Returns whether `state` is another one than was shown.

        Raises `CopydeskError` where it can't be saved: it is taken back then, and the person looks at what they did.
        """
        begun, self._begun = self._begun, None
        if begun is None:
            return False
        try:
            changes = self.work.save()
        except CopydeskError as error:
            for name, value in begun.place.items():
                setattr(self, name, value)
            self.recorder.unclear()
            self.took(change.reversed() for change in begun.changes)
            if isinstance(error, NotSavedError | LockedError):
                self.failed = begun.action, begun.args
            raise
        self.failed = None
        if changes == begun.changes:
            return False
        self.took((*begun.changes, *changes))
        return True

    def retry(self) -> None:
        """Try again what could not be saved."""
        if self.failed is None:
            raise RefusedError("everything is saved")
        action, args = self.failed
        self.do(action, **args)

    def give_up(self) -> None:
        """Give up the edit that could not be saved."""
        self.failed = None

    def took(self, changes: Iterable[Change]) -> None:
        """Take over changes that were made to the state."""
        changes = tuple(changes)
        changed = {change.key for change in changes if change.table == "labels"}
        self.order.update(self.state, changed)
        self.touched |= changed
        self.blocks_changed |= any(change.table == "blocks" for change in changes)
        if self.focus is not None and not self.order.is_shown(self.focus):
            self.focus = None

    def read_again(self) -> None:
        """Take over a state that was loaded anew."""
        self._begun = None
        self.order = LabelOrder(self.state)
        self.focus, self.selection, self.anchor = None, None, None

    def drain(self) -> tuple[set[str], bool]:
        """Return what changed since the last call: the ids of labels, and whether blocks did."""
        touched, blocks = self.touched, self.blocks_changed
        self.touched, self.blocks_changed = set(), False
        return touched, blocks
