"""Articles in Apache Parquet files: the columns `id` and `text`, as data sets on the web have them.

pyarrow reads the format (the extra `parquet`); nothing else of Copydesk needs it.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from tui.model import CopydeskError

COLUMNS = ("id", "text")
_AT_A_TIME = 256


def rows_of_groups(path: str | Path) -> list[int]:
    """Return how many rows each row group of the file has. Raises `CopydeskError` for a file without id and text."""
    file = _opened(path)
    missing = [name for name in COLUMNS if name not in file.schema_arrow.names]
    if missing:
        raise CopydeskError(
            f"{path} has no column {missing[0]!r} (its columns: {', '.join(file.schema_arrow.names) or 'none'}); "
            "give it the columns id and text"
        )
    return [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]


def rows(path: str | Path, group: int, start: int = 0, count: int | None = None) -> Iterator[tuple[Any, Any]]:
    """Yield id and text, as they stand there, of `count` rows (None: all) of a row group, from row `start` of it on.

    Raises `CopydeskError` for a file that can't be read.
    """
    stop = None if count is None else start + count
    yield from islice(_group(path, group), start, stop)


def _group(path: str | Path, group: int) -> Iterator[tuple[Any, Any]]:
    import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import

    try:
        for batch in _opened(path).iter_batches(_AT_A_TIME, row_groups=[group], columns=list(COLUMNS)):
            yield from zip(*(batch.column(name).to_pylist() for name in COLUMNS), strict=True)
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from error


def _opened(path: str | Path) -> Any:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
        import pyarrow.parquet as pq  # noqa: PLC0415 - the same
    except ImportError as error:
        raise CopydeskError(f"{path} is Parquet, which needs `pip install 'copydesk[parquet]'`") from error
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _broken(path, error) from error


def _broken(path: str | Path, error: Exception) -> CopydeskError:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return CopydeskError(f"{path} can't be read as Parquet ({reason}); write it again")
