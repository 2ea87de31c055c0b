"""Gold without a word of the article: offsets and the text's hash, for corpora whose text may not be passed on.

Surface texts, the title, notes, evidence for blocks, records of rules and the names of clusters go; a cluster's name is
given as the offsets where the text has it. Whoever has the text, and only they, gets the gold back.
"""

from collections.abc import Mapping
from typing import Any

from tui.gold.record import GoldArticle
from tui.gold.report import Loss
from tui.model import CopydeskError, Span, SpanError, text_sha256

SCHEMA = "copydesk.standoff/1"

_WORDS = frozenset({"text", "title", "note", "evidence", "changes"})
_SOURCE = ("url", "publisher", "published", "media_type", "encoding", "raw_sha256", "importer")


def to_standoff(gold: GoldArticle) -> tuple[dict[str, Any], tuple[Loss, ...]]:
    """Return the article as one line of stand-off JSONL, and what can't be had back from it and the text."""
    data = gold.as_json()
    text: str = data["text"]
    lost: dict[str, int] = {}
    rows: dict[str, Any] = _bare(data, lost)
    source = {key: value for key, value in rows.pop("source", {}).items() if key in _SOURCE}
    clusters = [_located(row, data, text, lost) for row in data["clusters"]]
    out: dict[str, Any] = {"schema": SCHEMA}
    for key, value in rows.items():
        if key == "text_sha256":
            out["length"] = len(text)
        if key == "review" and source:
            out["source"] = source
        if key != "schema":
            out[key] = clusters if key == "clusters" else value
    return out, tuple(Loss(f"{what}, left out", count, (gold.article.id,)) for what, count in lost.items() if count)


def from_standoff(data: Mapping[str, Any], text: str) -> GoldArticle:
    """Return the gold that `to_standoff` made a line of, for the text that it was made from.

    Raises `CopydeskError` where the text is another one or an offset is out of it.
    """
    if text_sha256(text) != data["text_sha256"] or len(text) != data["length"]:
        raise CopydeskError(
            f"the text for {data['id']!r} is not the one that was annotated (its SHA-256 is "
            f"{text_sha256(text)[:12]}..., that of the annotated one {data['text_sha256'][:12]}...); get the original"
        )
    try:
        rows = _filled(dict(data), text)
    except SpanError as error:
        raise CopydeskError(f"{data['id']}: {error}") from error
    rows["text"] = text
    rows["clusters"] = [_named(row, text) for row in data["clusters"]]
    return GoldArticle.from_json(rows)


def _bare(value: Any, lost: dict[str, int]) -> Any:
    """Return a copy without words of the text; count what the offsets don't give back."""
    if isinstance(value, dict):
        for key, what in (("note", "notes"), ("evidence", "blocks' evidence"), ("changes", "records of rules")):
            lost[what] = lost.get(what, 0) + (key in value)
        return {key: _bare(part, lost) for key, part in value.items() if key not in _WORDS}
    return [_bare(part, lost) for part in value] if isinstance(value, list) else value


def _located(row: Mapping[str, Any], data: Mapping[str, Any], text: str, lost: dict[str, int]) -> dict[str, Any]:
    """Return a cluster with offsets for its name and aliases; the longest mention where the text lacks the name."""
    out: dict[str, Any] = {"id": row["id"]}
    if "label" in row:
        out["label"] = row["label"]
    start = text.find(row["name"])
    if start >= 0 and row["name"]:
        out["name"] = [start, start + len(row["name"])]
    else:
        lost["clusters' names that the text lacks"] = lost.get("clusters' names that the text lacks", 0) + 1
        # By negative length, so that the first of the longest is the least.
        mentions = [(e["start"] - e["end"], e["start"]) for e in data["entities"] if e.get("cluster") == row["id"]]
        if mentions:
            length, start = min(mentions)
            first = text.find(text[start : start - length])
            out["name"] = [first, first - length]
    name = text[slice(*out["name"])] if "name" in out else ""
    found = [(text.find(alias), len(alias)) for alias in row.get("aliases", ()) if alias not in ("", name)]
    if aliases := [[start, start + length] for start, length in found if start >= 0]:
        out["aliases"] = aliases
    lost["aliases that the text lacks"] = lost.get("aliases that the text lacks", 0) + sum(s < 0 for s, _ in found)
    return out


def _named(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    out = dict(row)
    out["name"] = Span.of(text, *row["name"]).text if "name" in row else row["id"]
    if "aliases" in row:
        out["aliases"] = [Span.of(text, *alias).text for alias in row["aliases"]]
    return out


def _filled(value: Any, text: str) -> Any:
    """Return a copy in which everything that has offsets has its surface text."""
    if isinstance(value, dict):
        out = {key: _filled(part, text) for key, part in value.items()}
        if "start" in value and "end" in value:
            out["text"] = Span.of(text, value["start"], value["end"]).text
        return out
    return [_filled(part, text) for part in value] if isinstance(value, list) else value
