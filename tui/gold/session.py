"""One person at work on one article: nothing counts as saved before it is on the disk."""

from dataclasses import replace
from itertools import islice
from typing import Any

from tui.annotation import Change, History, State, step
from tui.gold.store import Clock, Store, Stored, as_stored, utc_now
from tui.model import Article, Event


class Session:
    """An open article. `do` saves an act and only then changes `state`.

    Who shows an act while it is being saved calls `begin`, which changes `state` alone, and then `save`; between the
    two `is_ahead` is true, and `stored` is what is on the disk.

    Raises what `Store.load` raises.
    """

    def __init__(self, store: Store, article_id: str, who: str, *, clock: Clock = utc_now) -> None:
        self.store = store
        self.who = who
        self.unsaved: Event | None = None
        self.saved_at: str | None = None
        self._clock = clock
        self._stored = store.load(article_id)
        self._ahead: tuple[Event, History, tuple[Change, ...]] | None = None

    @property
    def stored(self) -> Stored:
        """The article as this session last read or wrote it."""
        return self._stored

    @property
    def article(self) -> Article:
        """The article as it came into the project (`state.current_article()` has the blocks as they are now)."""
        return self._stored.article

    @property
    def is_ahead(self) -> bool:
        """Whether `state` has an act that is not on the disk yet."""
        return self._ahead is not None

    @property
    def history(self) -> History:
        """The state and what can be undone and redone, with the act that is being saved."""
        return self._stored.history if self._ahead is None else self._ahead[1]

    @property
    def state(self) -> State:
        """The state after the last event that is on the disk, or that was begun since."""
        return self.history.state

    def new_id(self, prefix: str, i: int = 1) -> str:
        """Return the `i`-th id for what the next event makes: `prefix` is "e", "q" or "c"."""
        return next(islice(self.state.new_ids(prefix, self.state.n + 1), i - 1, None))

    def do(
        self, action: str, /, *, keys: tuple[str, ...] = (), ms: int | None = None, by: str | None = None, **args: Any
    ) -> tuple[Change, ...]:
        """Do an action (see `tui.annotation.reducer`), save it, and return what changed since the state before.

        Where another session has saved meanwhile, its changes come first. `by` is for what an extractor does.

        Raises `CopydeskError` where the action does not fit, another session changed the same thing, or the disk
        refuses. `state` is then as before and `unsaved` the event; doing the same again tries that event again, and
        saves it once even where the failed attempt had reached the disk.
        """
        self.begin(action, keys=keys, ms=ms, by=by, **args)
        return self.save()

    def begin(
        self, action: str, /, *, keys: tuple[str, ...] = (), ms: int | None = None, by: str | None = None, **args: Any
    ) -> tuple[Change, ...]:
        """Do an action in memory only, and return what it changes. What was begun before is saved first.

        Raises `CopydeskError` where the action does not fit (nothing has changed then), and what `save` raises.
        """
        self.save()
        event = as_stored(Event(self.state.n + 1, self._clock(), by or self.who, action, args, keys, ms))
        history, changes = step(self.history, event)
        if self.unsaved is not None and _is_same_act(self.unsaved, event):
            event = self.unsaved
            history, changes = step(self.history, event)
        self._ahead = event, history, changes
        return changes

    def save(self) -> tuple[Change, ...]:
        """Bring what was begun to the disk, and return what changed from the last state on the disk to the new one.

        Where another session has saved meanwhile, its changes come first, and what was begun may have another number.
        Returns () where nothing was begun. Raises what `do` raises; `state` is then as it was before `begin`.
        """
        if self._ahead is None:
            return ()
        (event, history, changes), self._ahead = self._ahead, None
        self.unsaved = event
        before = self._stored
        self._stored = self.store.append(before, [event])
        self.unsaved = None
        self.saved_at = event.at
        if self._stored.events[len(before.events) :] != (event,):
            return changes_between(before, self._stored)
        self._stored = replace(self._stored, history=history)  # what is shown already
        return changes

    def undo(self, *, keys: tuple[str, ...] = (), ms: int | None = None) -> tuple[Change, ...]:
        """Take the last step back. Raises what `do` raises, and `ActionError` where there is nothing to undo."""
        return self.do("undo", keys=keys, ms=ms)

    def redo(self, *, keys: tuple[str, ...] = (), ms: int | None = None) -> tuple[Change, ...]:
        """Do the step that was taken back again. Raises what `undo` raises."""
        return self.do("redo", keys=keys, ms=ms)

    def reload(self) -> bool:
        """Read the article again and return whether another session had changed it. Raises what `Store.load` raises."""
        before, self._stored = self._stored, self.store.load(self.article.id)
        self.unsaved = self._ahead = None
        return before.events != self._stored.events


def _is_same_act(one: Event, other: Event) -> bool:
    return (one.n, one.by, one.do, one.args) == (other.n, other.by, other.do, other.args)


def changes_between(before: Stored, after: Stored) -> tuple[Change, ...]:
    """Return what the events of `after` that `before` has not seen changed, in order."""
    history = before.history
    made: list[Change] = []
    for event in after.events[len(before.events) :]:
        history, changes = step(history, event)
        made += changes
    return tuple(made)
