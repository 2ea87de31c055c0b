"""What a log comes to, worked out by other means than the reducer's: whole snapshots, plain values, one dictionary.

The reducer says of each event which rows it changes, and takes the changes back one by one. The oracle changes its rows
in place and finds out afterwards, by comparing, what has changed. A mistake would have to be made twice to go unseen.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tui.annotation import State
from tui.model import Article, Entity, Event, Layer, Predictions, Quote, trimmed

Rows = dict[tuple[str, Any], Any]
MACHINES = ("open", "suggest", "import")


def of(article: Article, events: Iterable[Event]) -> "Oracle":
    """Return an oracle that has seen these events."""
    oracle = Oracle(article)
    for event in events:
        oracle.see(event)
    return oracle


def seen_in(state: State) -> Rows:
    """Return the rows of a state as the oracle has them."""
    rows: Rows = {("note", None): state.note, ("flagged", None): state.flagged}
    rows |= {("block", start): (block.end, block.kind.value, block.keep) for start, block in state.blocks.items()}
    rows |= {("layer", layer.value): value.value for layer, value in state.layers.items()}
    rows |= {("cluster", name): cluster.name for name, cluster in state.clusters.items()}
    rows |= {("verdict", key): (verdict.side, verdict.by) for key, verdict in state.verdicts.items()}
    for label in state.labels.values():
        proposed = said(label.proposed) if label.proposed is not None else None
        rows["label", label.id] = (
            label.layer.value, said(label.value), label.status.value, proposed, label.by, label.note,
        )  # fmt: skip
    return rows


def said(value: Entity | Quote) -> tuple[Any, ...]:
    """Return what a label says of the text: its stretches, its name, and whom it speaks of."""
    if isinstance(value, Entity):
        return ((value.span.start, value.span.end),), value.label, value.cluster
    pieces = tuple((span.start, span.end) for span in value.content)
    cue = (value.cue.start, value.cue.end) if value.cue else None
    speaker = None
    if value.speaker is not None:
        mention = value.speaker.mention
        speaker = ((mention.start, mention.end) if mention else None, value.speaker.cluster)
    return pieces, value.kind.value, cue, speaker


class Oracle:
    """The rows after the events seen so far, and how many steps can be undone and redone."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.rows: Rows = {("note", None): "", ("flagged", None): False}
        self.rows |= {("block", block.start): (block.end, block.kind.value, block.keep) for block in article.blocks}
        self.rows |= {("layer", layer.value): "open" for layer in Layer}
        self.done: list[tuple[Rows, Rows]] = []
        self.undone: list[tuple[Rows, Rows]] = []

    def see(self, event: Event) -> None:
        """Take an event that was acknowledged."""
        if event.do == "undo":
            self.undone.append(self.done.pop())
            self._put(self.undone[-1][0])
        elif event.do == "redo":
            self.done.append(self.undone.pop())
            self._put(self.done[-1][1])
        else:
            before = dict(self.rows)
            self._do(event, event.do, event.args)
            self.undone = []
            if event.do not in MACHINES:
                keys = {key for key in before | self.rows if before.get(key) != self.rows.get(key)}
                self.done.append(({k: before.get(k) for k in keys}, {k: self.rows.get(k) for k in keys}))

    def _put(self, rows: Mapping[tuple[str, Any], Any]) -> None:
        self.rows |= rows
        self.rows = {key: row for key, row in self.rows.items() if row is not None}

    def _do(self, event: Event, do: str, args: Mapping[str, Any]) -> None:
        match do:
            case "open":
                pass
            case "suggest":
                self._suggest(event, Predictions.from_json(args["predictions"]))
            case "accept" | "reject" | "relabel" | "move" | "set_content" | "set_cue" | "set_speaker" | "link":
                self._edit(event, do, args)
            case "add_entity":
                value = (((args["start"], args["end"]),), args["label"], args.get("cluster"))
                self._add(event, args["id"], "entities", value)
            case "add_quote":
                self._add(event, args["id"], "quotes", (_pieces(args["content"]), args["kind"], None, None))
            case "set_cluster":
                self.rows["cluster", args["id"]] = args["name"]
            case "set_block" | "split_block" | "join_blocks":
                self._block(do, args)
            case "set_layer":
                self.rows["layer", args["layer"]] = args["state"]
            case "approve":
                self._approve(event, args["layers"])
            case "note" if args["id"] is None:
                self.rows["note", None] = args["text"]
            case "note":
                self.rows["label", args["id"]] = (*self.rows["label", args["id"]][:5], args["text"])
            case "flag":
                self.rows["flagged", None] = args["on"]
            case "batch" | "settle":
                for edit in args["edits"]:
                    self._do(event, edit["do"], edit["args"])
                if do == "settle":
                    self.rows["verdict", args["key"]] = (args["side"], event.by)
            case _:
                raise AssertionError(f"the oracle knows no {do}")

    def _add(self, event: Event, name: str, layer: str, value: tuple[Any, ...]) -> None:
        assert ("label", name) not in self.rows
        assert all(0 <= start < end <= len(self.article.text) for start, end in value[0])
        self.rows["label", name] = (layer, value, "added", None, event.by, "")

    def _edit(self, event: Event, do: str, args: Mapping[str, Any]) -> None:
        layer, value, status, proposed, _, note = self.rows["label", args["id"]]
        if do == "reject":
            if proposed is None:
                del self.rows["label", args["id"]]
            else:
                self.rows["label", args["id"]] = (layer, proposed, "rejected", proposed, event.by, note)
            return
        pieces, name, *rest = proposed if do == "accept" and status == "rejected" and proposed else value
        if do == "relabel":
            name = args["label"]
        elif do == "move":
            at = args.get("piece", 0) if layer == "quotes" else 0
            pieces = (*pieces[:at], (args["start"], args["end"]), *pieces[at + 1 :])
        elif do == "set_content":
            pieces = _pieces(args["content"])
        elif do == "set_cue":
            rest[0] = tuple(args["span"]) if args["span"] else None
        elif do == "set_speaker":
            mention = tuple(args["mention"]) if args["mention"] else None
            rest[1] = (mention, args["cluster"]) if mention or args["cluster"] else None
        elif do == "link":
            rest[0] = args["cluster"]
        if do in ("set_speaker", "link"):
            assert args["cluster"] is None or ("cluster", args["cluster"]) in self.rows
        assert all(0 <= start < end <= len(self.article.text) for start, end in pieces)
        made = (pieces, name, *rest)
        status = "added" if proposed is None else "accepted" if made == proposed else "corrected"
        self.rows["label", args["id"]] = (layer, made, status, proposed, event.by, note)

    def _blocks(self) -> dict[int, tuple[int, str, bool]]:
        return {key: row for (table, key), row in self.rows.items() if table == "block"}

    def _block(self, do: str, args: Mapping[str, Any]) -> None:
        start = args["start"]
        end, kind, keep = self.rows["block", start]
        if do == "set_block":
            self.rows["block", start] = (end, args.get("kind", kind), args["keep"])
            if args["keep"] and not keep:  # what has come back has been read by nobody
                self.rows["layer", "entities"] = self.rows["layer", "quotes"] = "open"
        elif do == "split_block":
            text = self.article.text
            (one, one_end), (two, two_end) = trimmed(text, start, args["at"]), trimmed(text, args["at"], end)
            del self.rows["block", start]
            self.rows["block", one], self.rows["block", two] = (one_end, kind, keep), (two_end, kind, keep)
        else:
            after = min(other for other in self._blocks() if other > start)
            self.rows["block", start] = (self.rows.pop(("block", after))[0], kind, keep)

    def _approve(self, event: Event, layers: list[str]) -> None:
        dropped = [(start, end) for start, (end, kind, keep) in self._blocks().items() if not keep and kind != "title"]
        for (table, name), row in list(self.rows.items()):
            waits = table == "label" and row[0] in layers and row[2] == "pending"
            if waits and not any(s < end and start < e for s, e in row[1][0] for start, end in dropped):
                self._edit(event, "accept", {"id": name})
        self.rows |= {("layer", layer): "complete" for layer in layers}

    def _suggest(self, event: Event, found: Predictions) -> None:
        layers = [layer.value for layer in found.by if self.rows["layer", layer.value] == "open"]
        rows = {key[1]: row for key, row in self.rows.items() if key[0] == "label"}
        used = {key[1] for key in self.rows if key[0] in ("label", "cluster")}
        decided = {
            (row[0], what[0])
            for row in rows.values()
            if row[2] != "pending"
            for what in (row[1], row[3])
            if what is not None
        }

        def names(prefix: str, count: int) -> list[str]:
            free = (f"{prefix}{event.n}.{i}" for i in range(1, 10_000))
            return [name for name, _ in zip((x for x in free if x not in used), range(count), strict=False)]

        clusters = dict(zip((c.id for c in found.clusters), names("c", len(found.clusters)), strict=True))
        for cluster in found.clusters:
            self.rows["cluster", clusters[cluster.id]] = cluster.name
        waiting = [name for name, row in rows.items() if row[2] == "pending" and row[0] in layers]
        for layer, prefix, values in (("entities", "e", found.entities), ("quotes", "q", found.quotes)):
            for value, name in zip(values, names(prefix, len(values)), strict=True):
                pieces, kind, *rest = said(value)
                if isinstance(value, Entity):
                    rest = [clusters.get(value.cluster or "")]
                elif rest[1] is not None:
                    rest[1] = (rest[1][0], clusters.get(rest[1][1] or ""))
                made = (pieces, kind, *rest)
                if layer in layers and (layer, pieces) not in decided:
                    self.rows["label", name] = (layer, made, "pending", made, None, "")
        for name in waiting:
            del self.rows["label", name]


def _pieces(content: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(piece) for piece in content)
