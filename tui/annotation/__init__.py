"""Predictions and a person's actions to labels: the reducer, undo, replay."""

from typing import TYPE_CHECKING

from tui.model.lazily import lazily

if TYPE_CHECKING:
    from tui.annotation.change import Change, applied
    from tui.annotation.history import History, Step, fold, step
    from tui.annotation.reducer import changes_of
    from tui.annotation.state import ActionError, Label, LayerState, State, Status, Verdict

__all__ = [
    "ActionError", "Change", "History", "Label", "LayerState", "State", "Status", "Step", "Verdict", "applied",
    "changes_of", "fold", "step",
]  # fmt: skip

__getattr__ = lazily(
    __name__,
    {
        "change": "Change applied",
        "history": "History Step fold step",
        "reducer": "changes_of",
        "state": "ActionError Label LayerState State Status Verdict",
    },
)
