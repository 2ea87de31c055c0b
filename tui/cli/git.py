"""Gold in git: a file an article, lines to compare, and merging by label."""

import sys
from pathlib import Path

import click

from tui.cli.batch import output_option
from tui.cli.output import opened, say, write
from tui.model import CopydeskError


def export_split(lines: bytes, folder: Path) -> None:
    """Write each line of gold JSONL into a file of its own, and say what became of the folder."""
    from tui.gold.one_file import rows_of, split

    result = split(rows_of(lines, "gold")[0], folder)
    say([f"files written: {len(result.written)}, the same already: {len(result.same)}"])
    if result.others:
        names = ", ".join(path.name for path in result.others[:5])
        more = f" and {len(result.others) - 5} more" if len(result.others) > 5 else ""
        say([f"files of articles that this export does not have, left alone: {len(result.others)} ({names}{more})"])


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="DIR...", type=click.Path(exists=True, path_type=Path))
@output_option
def join(paths: tuple[Path, ...], output: Path | None) -> None:
    """Print the gold files in DIR (`copydesk export --split DIR` wrote them) as gold JSONL, checked."""
    from tui.gold.one_file import join as joined

    lines = list(joined(paths))
    with opened(output) as stream:
        stream.writelines(lines)


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def textconv(path: Path) -> None:
    """Print gold, or an article's file of a project, as lines for `git diff`: one for each label."""
    from tui.gold.rowwords import text_of_file

    write((f"{line}\n" for line in text_of_file(path)), None)


@click.command(name="merge-driver")
@click.argument("base", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("name", required=False)
def merge_driver(base: Path, ours: Path, theirs: Path, name: str | None) -> None:
    """Merge the gold of THEIRS into OURS by label, as `git merge` asks for it (%O %A %B %P). Status 1 for conflicts.

    What both sides changed differently stays as it is in OURS, with a note; the article is flagged and its layer open.
    """
    from tui.gold.check import checked_rows
    from tui.gold.merging import merge
    from tui.gold.one_file import rows_of, written_as

    shown = name or str(ours)
    sides, document = [], True
    for path, what in ((base, "the common ancestor"), (ours, "ours"), (theirs, "theirs")):
        blob = path.read_bytes()
        rows, one = rows_of(blob, f"{shown} ({what})") if blob.strip() else ([], document)
        sides.append(checked_rows(rows, f"{shown} ({what})"))
        document = one if path == ours else document
    merged, conflicts = merge(*sides)
    checked_rows(merged, f"{shown} (merged)")
    if len(merged) != 1 and document:
        raise CopydeskError(f"{shown} would hold {len(merged)} articles, but it is a file for one; merge it by hand")
    with opened(ours) as stream:
        stream.write(written_as(merged, document=document))
    if conflicts:
        say([*map(str, conflicts)])
        there = f"git show :3:{shown} > theirs.json"
        say([f"{shown}: conflicts: {len(conflicts)}; settle them with `{there}` and `copydesk compare theirs.json`"])
        sys.exit(1)


COMMANDS = (join, textconv, merge_driver)
