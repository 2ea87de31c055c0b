"""A log of events folded to a state, with undo and redo, which are events themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.annotation.change import Change, applied
from tui.annotation.reducer import changes_of
from tui.annotation.state import ActionError, State
from tui.model import Article, Event

# What nobody did by hand can't be taken back by hand.
NOT_UNDOABLE = ("open", "suggest", "import")


@dataclass(frozen=True, slots=True)
class Step:
    """One act that can be taken back: the event's number and action, and what it changed."""

    n: int
    do: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The state after a log, the steps that can be undone (the last one first to go) and those that can be redone."""

    state: State
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @classmethod
    def start(cls, article: Article) -> "History":
        """Return the history of an article that nobody has touched."""
        return cls(State.start(article))


def step(history: History, event: Event) -> tuple[History, tuple[Change, ...]]:
    """Return the history after `event`, and the changes it made.

    Raises `ActionError` (or `SpanError`) where the event's number is not the next one, where there is nothing to undo
    or redo, and where the action does not fit the state.
    """
    state = history.state
    if event.n != state.n + 1:
        raise ActionError(f"event {event.n} follows event {state.n}; the log has a gap or was put together wrongly")
    done, undone = history.done, history.undone
    if event.do == "undo":
        if not done:
            raise ActionError("there is nothing to undo")
        changes = tuple(change.reversed() for change in reversed(done[-1].changes))
        done, undone = done[:-1], (*undone, done[-1])
    elif event.do == "redo":
        if not undone:
            raise ActionError("there is nothing to redo")
        changes = undone[-1].changes
        done, undone = (*done, undone[-1]), undone[:-1]
    else:
        changes = changes_of(state, event)
        undone = ()
        if event.do not in NOT_UNDOABLE:
            done = (*done, Step(event.n, event.do, changes))
    return replace(history, state=applied(state, changes).numbered(event.n), done=done, undone=undone), changes


def fold(article: Article, events: Iterable[Event]) -> History:
    """Return the history that `events` make of `article`. Raises what `step` raises; no event is skipped."""
    history = History.start(article)
    for event in events:
        history, _ = step(history, event)
    return history
