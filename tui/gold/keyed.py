"""A table whose rows are known by a field, and the next one, in which a few rows are others.

TinyDB takes every document of a table in hand for each row that it writes. With 5,000 labels that was most of a save,
so a keyed table is never changed: the next one shares its rows, and knows in which documents the two differ.
"""

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]


class KeyedTable(dict[str, Row]):
    """Rows by the number of their document, in the order of the file. Nobody changes one, or a row of it.

    `numbers` are those of the documents, by the field. `before` is the table that this one was made from, as long as
    `differs`, the numbers of the documents that are others now, new or gone, is of use to somebody.
    """

    def __init__(self, rows: Mapping[str, Row], field: str) -> None:
        super().__init__(rows)
        self.numbers = {row[field]: number for number, row in rows.items()}
        self.last = max(map(int, rows), default=0)
        self.before: Mapping[str, Row] | None = None
        self.differs: frozenset[str] = frozenset()


def with_rows(table: Mapping[str, Row], field: str, rows: Mapping[Any, Row | None]) -> KeyedTable:
    """Return a table with these rows, by `field`: one that is known takes its place, None removes it, others follow."""
    old = table if isinstance(table, KeyedTable) else KeyedTable(table, field)
    made = KeyedTable({}, field)
    made.update(old)
    made.last = old.last
    numbers = old.numbers
    if any((row is None) == (key in numbers) for key, row in rows.items()):
        numbers = dict(numbers)
    differs = set()
    for key, row in sorted(rows.items(), key=lambda item: str(item[0])):
        number = numbers.get(key)
        if row is None:
            if number is None:
                continue
            del made[number], numbers[key]
        elif number is None:
            made.last += 1
            numbers[key] = number = str(made.last)
            made[number] = row
        else:
            made[number] = row
        differs.add(number)
    made.numbers, made.before, made.differs = numbers, table, frozenset(differs)
    return made
