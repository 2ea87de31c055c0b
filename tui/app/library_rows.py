"""The rows of the library: what is said of an article, which rows are shown, and in which order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from tui.gold import Summary
from tui.model import screen_safe

LAYERS = ("blocks", "entities", "quotes")
_GOLD = ("accepted", "corrected", "added")
_BAR = 7
_MANY = 1_000_000


def is_done(row: Summary) -> bool:
    """Whether every layer of the article is approved."""
    return bool(row.layers) and all(row.layers.get(layer) == "complete" for layer in LAYERS)


def are_blocks_done(row: Summary) -> bool:
    """Whether the article's blocks are approved."""
    return row.layers.get("blocks") == "complete"


def pending(row: Summary) -> int:
    """Return how many labels nobody has decided."""
    return row.labels.get("pending", 0)


def decided(row: Summary) -> int:
    """Return how many labels are gold."""
    return sum(row.labels.get(status, 0) for status in _GOLD)


def share(row: Summary, layer: str) -> float:
    """Return how much of a layer is done: 1 when it is approved, else the share of labels decided on."""
    if row.layers.get(layer) == "complete":
        return 1.0
    done, there = row.progress.get(layer, [0, 0])
    return min(done / there, 0.99) if there else 0.0


def about(row: Summary) -> str:
    """Return the words that the filter looks in."""
    state = "approved done" if is_done(row) else "started open" if row.who else "new open"
    flag = "flagged" if row.flagged else ""
    return f"{row.id} {row.title} {row.who or ''} {state} {flag} {row.note} {row.error or ''}".casefold()


@dataclass(frozen=True)
class Order:
    """A way to sort: its name, its key (ascending), and whether it begins at the greatest."""

    name: str
    key: Callable[[Summary], Any]
    descending: bool = False


ORDERS: tuple[Order, ...] = (
    Order("project order", lambda _: 0),
    Order("title", lambda row: row.title.casefold()),
    Order("words", lambda row: row.words, descending=True),
    Order("to review", pending, descending=True),
    Order("last touched", lambda row: row.when or "", descending=True),
)


def arranged(rows: Sequence[Summary], words: str, order: Order, *, turned: bool = False) -> list[Summary]:
    """Return the rows that hold every word, in an order or (`turned`) in the opposite one; unreadable ones last."""
    wanted = words.casefold().split()
    found = [row for row in rows if all(word in about(row) for word in wanted)]
    readable = [row for row in found if row.error is None]
    readable.sort(key=order.key, reverse=order.descending)
    return [*(reversed(readable) if turned else readable), *(row for row in found if row.error is not None)]


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in cells, and the order that a click on it gives."""

    name: str
    width: int
    order: str = ""


def columns(width: int, *, compared: bool) -> list[Column]:
    """Return the columns that a screen of `width` cells has room for; the title takes what is left."""
    fixed = [Column("To review", 10, "to review")]  # "unreadable" fits
    if compared:
        fixed.append(Column("Differ", 7))
    fixed += [Column("Blocks", 6), Column("Entities", 8), Column("Quotes", 8)]
    # The title first: a column that leaves it less than on a small screen waits for a wider one.
    if width >= (120 if compared else 100):
        labels = [Column("Labels", 6)] if width >= (140 if compared else 132) else []
        fixed = [Column("Words", 7, "words"), *labels, *fixed]
    if width >= (130 if compared else 118):
        fixed.append(Column("Last", 17, "last touched"))
    taken = sum(column.width + 2 for column in fixed) + 8
    return [Column("Title", max(16, width - taken), "title"), *fixed]


def cells(row: Summary, shown: Sequence[Column], differ: str = "") -> list[Text]:
    """Return the cells of a row for the columns that are shown; `differ` is what the comparison says."""
    title = " ".join(screen_safe(row.title or row.id).split())
    if row.error is not None:
        blank = {column.name: Text("") for column in shown}
        blank |= {
            "Title": Text(title, style="muted"),
            "To review": Text("unreadable", style="bold error", justify="right"),
        }
        return [blank[column.name] for column in shown]
    done = is_done(row)
    shade = "muted" if done else ""
    name = Text.assemble(Text("! ", style="bold error") if row.flagged else Text(""), (title, shade))
    name.truncate(shown[0].width, overflow="ellipsis")
    waiting = pending(row)
    last = f"{row.when[:10]} {row.who or ''}" if row.when else ""
    said = {
        "Title": name,
        "Words": Text(_words(row.words), justify="right", style=shade),
        "Labels": Text(str(decided(row)), justify="right", style=shade),
        "To review": Text(str(waiting) if waiting else "·", justify="right", style="bold" if waiting else "muted"),
        "Differ": Text(differ, justify="right"),
        "Blocks": _tick(row.layers.get("blocks") == "complete"),
        "Entities": _bar(share(row, "entities")),
        "Quotes": _bar(share(row, "quotes")),
        "Last": Text(screen_safe(last)[:17], style="muted"),
    }
    return [said[column.name] for column in shown]


def _words(count: int) -> str:
    """Return a number that fits its column: a digit cut off would make another number."""
    return f"{count:,}" if count < _MANY else f"{count / 1_000_000:.1f} m"


def _tick(done: bool) -> Text:
    return Text("✓" if done else "·", style="bold success" if done else "muted", justify="center")


def _bar(done: float) -> Text:
    """Return a bar that is full only when the layer is approved, then with a tick: colour is not the only sign."""
    if done == 1.0:
        return Text("━" * (_BAR - 1) + "✓", style="bold success")
    filled = min(_BAR - 1, round(_BAR * done)) if done else 0
    return Text.assemble(("━" * filled, "bold"), ("─" * (_BAR - filled), "muted"))
