"""Rows of gold in words: one line for each label, block and cluster, for `git diff` and for sentences about them."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.gold.errors import reading
from tui.gold.one_file import rows_of
from tui.gold.storage import decode
from tui.model import CopydeskError, screen_safe
from tui.model.errors import what_is_wrong

Row = Mapping[str, Any]
_TABLES = b'"meta":{'


def text_of_file(path: str | Path) -> list[str]:
    """Return the lines that stand for a gold file, a stand-off file or an article's file in a project.

    One changed label is one changed line. Nothing in them can command a terminal. Raises `CopydeskError`.
    """
    with reading(Path(path)):
        blob = Path(path).read_bytes()
    try:
        if blob[:32].lstrip(b"{\n ").startswith(_TABLES):
            return list(_project_lines(decode(blob, Path(path))))
        return [screen_safe(line) for row in rows_of(blob, str(path))[0] for line in _gold_lines(row, path)]
    except (LookupError, TypeError, AttributeError) as error:
        raise CopydeskError(f"{path} is not whole ({what_is_wrong(error)}); `copydesk check` says more") from error


def in_words(row: Row) -> str:
    """Return what a label says of the text: offsets, label or kind, words, and what it is linked to."""
    if "content" not in row:
        linked = f" = {row['cluster']}" if "cluster" in row else ""
        return f"{_span(row)} {row['label']}{linked}"
    said = " + ".join(_span(piece) for piece in row["content"])
    cue = f", cue {_span(row['cue'])}" if "cue" in row else ""
    speaker = row.get("speaker", {})
    mention = f" {_span(speaker['mention'])}" if "mention" in speaker else ""
    cluster = f" = {speaker['cluster']}" if "cluster" in speaker else ""
    return f"{said} {row['kind']}{cue}{f', speaker{mention}{cluster}' if speaker else ''}"


def with_cluster(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a label that speaks of clusters by other names."""
    out = dict(row)
    if "cluster" in out:
        out["cluster"] = names.get(out["cluster"], out["cluster"])
    if "cluster" in out.get("speaker", {}):
        out["speaker"] = out["speaker"] | {"cluster": names.get(out["speaker"]["cluster"], out["speaker"]["cluster"])}
    if "proposed" in out:
        out["proposed"] = with_cluster(out["proposed"], names)
    return out


def _span(row: Row) -> str:
    words = f" “{row['text']}”" if "text" in row else ""
    return f"{row['start']}:{row['end']}{words}"


def _gold_lines(row: Any, path: str | Path) -> Iterator[str]:
    if not isinstance(row, dict) or not str(row.get("schema")).startswith("copydesk."):
        raise CopydeskError(f"{path} is neither gold nor an article of a project; `copydesk check` says more")
    review = row["review"]
    yield f"article {row['id']} {row.get('title', '')}".rstrip()
    yield f"text SHA-256 {row['text_sha256']}, {row.get('length', len(row.get('text', '')))} characters"
    yield f"review {', '.join(f'{layer} {state}' for layer, state in review['layers'].items())}"
    yield f"annotators {', '.join(review['annotators'])}"
    if "note" in review or review.get("flagged"):
        yield f"{'flagged' if review.get('flagged') else 'note'} {review.get('note', '')}".rstrip()
    yield from _block_lines(row["blocks"])
    for label in row["entities"]:
        yield f"entity {in_words(label)}{_signed(label)}"
    for cluster in row["clusters"]:
        yield _cluster_line(cluster)
    for label in row["quotes"]:
        yield f"quote {in_words(label)}{_signed(label)}"
    for label in row["rejected"]:
        yield f"rejected {in_words(label)}{_signed(label)}"


def _project_lines(tables: Mapping[str, Mapping[str, Row]]) -> Iterator[str]:
    article = next(iter(tables["article"].values()), {})
    review = next(iter(tables.get("review", {}).values()), {})
    yield screen_safe(f"article {article.get('id', '')}, text SHA-256 {article.get('text_sha256', '')}")
    yield f"review {', '.join(f'{layer} {state}' for layer, state in review.get('layers', {}).items())}"
    if review.get("note") or review.get("flagged"):
        yield screen_safe(f"{'flagged' if review.get('flagged') else 'note'} {review.get('note', '')}".rstrip())
    yield from map(screen_safe, _block_lines(sorted(tables.get("blocks", {}).values(), key=lambda row: row["start"])))
    labels = [{**row["value"], **row} for row in tables.get("labels", {}).values()]
    for label in sorted(labels, key=lambda row: row.get("start", 0) or row.get("content", [row])[0].get("start", 0)):
        yield screen_safe(f"{label['status']} {in_words(label)}{_signed(label | {'status': ''})}")
    for cluster in tables.get("clusters", {}).values():
        yield screen_safe(_cluster_line(cluster))
    events = list(tables.get("events", {}).values())
    if events:
        yield screen_safe(f"log up to event {events[-1]['n']}, by {events[-1]['by']}")


def _block_lines(blocks: Any) -> Iterator[str]:
    for block in blocks:
        yield f"block {block['start']}:{block['end']} {'kept' if block['keep'] else 'dropped'} {block['kind']}"


def _cluster_line(cluster: Row) -> str:
    aliases = "".join(f", {alias}" for alias in cluster.get("aliases", ()))
    return f"cluster {cluster['id']} {cluster.get('label', '')} {cluster.get('name', '')}{aliases}"


def _signed(label: Row) -> str:
    status = f" ({label['status']})" if label.get("status") else ""
    by = f" by {label['by']}" if "by" in label else ""
    note = f" note: {label['note']}" if label.get("note") else ""
    return f"{status}{by}{note}"
