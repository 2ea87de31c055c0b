"""What differs between two overlays: the lines that are to be drawn anew."""

from tui.app.view_model import Overlay


def changed_stretches(old: Overlay, new: Overlay) -> list[tuple[int, int]]:
    """Return the stretches of text on which two overlays differ, jump labels left aside."""
    found: list[tuple[int, int]] = []
    if old.cursor != new.cursor:
        found += [(offset, offset + 1) for offset in (old.cursor, new.cursor) if offset is not None]
    before, after = old.selection, new.selection
    if before != after:
        if before and after and before[0] == after[0]:
            found.append((min(before[1], after[1]), max(before[1], after[1])))
        elif before and after and before[1] == after[1]:
            found.append((min(before[0], after[0]), max(before[0], after[0])))
        else:
            found += [stretch for stretch in (before, after) if stretch]
    if old.focus != new.focus:
        found += [(focus.start, focus.end) for focus in (old.focus, new.focus) if focus]
    return found
