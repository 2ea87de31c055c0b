"""One row of a state before and after: what an event comes to, and what undo turns round."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from tui.annotation.state import State
from tui.model import Cluster

Table = Literal["labels", "blocks", "clusters", "layers", "proposers", "verdicts", "fields"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of one table of the state, before and after (None: not there)."""

    table: Table
    key: Any
    before: Any
    after: Any

    def reversed(self) -> "Change":
        """Return the change that takes this one back."""
        return Change(self.table, self.key, self.after, self.before)


def applied(state: State, changes: tuple[Change, ...]) -> State:
    """Return the state after `changes`."""
    values: dict[str, Any] = {}
    for change in changes:
        if change.table == "fields":
            values[change.key] = change.after
            continue
        if change.table not in values:
            values[change.table] = dict(getattr(state, change.table))
        if change.after is None:
            values[change.table].pop(change.key, None)
        else:
            values[change.table][change.key] = change.after
    return replace(state, **values)


def field_change(state: State, key: str, value: Any) -> Change:
    """Return the change of one of the state's own fields (note, flag, candidates)."""
    return Change("fields", key, getattr(state, key), value)


def cluster_change(state: State, cluster: Cluster) -> Change:
    """Return the change that makes a cluster or renames it."""
    return Change("clusters", cluster.id, state.clusters.get(cluster.id), cluster)
