"""Taking a side in a difference: the edits that make an article say what the other side says there."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tui.annotation.difference import Difference, Disagreement, Side, pieces
from tui.annotation.state import ActionError, Label, State, Status
from tui.model import Block, Entity, Layer, Quote

Edit = Mapping[str, Any]


def settled(state: State, difference: Difference, side: int, second: Side) -> dict[str, Any]:
    """Return the arguments of the `settle` event that takes `side` (1: the article's own, 2: `second`).

    Taking side 1 accepts its label where that waits for a decision, and changes nothing else.
    Raises `ActionError` where the article can't be made to say what the other side says.
    """
    edits = _Settling(state, difference, second).edits() if side != 1 else _accepted(state, difference)
    return {
        "key": difference.key,
        "side": side,
        "against": second.name,
        "what": difference.what.value,
        "layer": difference.layer.value,
        "start": difference.start,
        "end": difference.end,
        "edits": edits,
    }


def _accepted(state: State, difference: Difference) -> list[Edit]:
    first = difference.first
    waits = isinstance(first, Entity | Quote) and state.label(first.id).status is Status.PENDING
    return [{"do": "accept", "args": {"id": first.id}}] if waits and isinstance(first, Entity | Quote) else []


class _Settling:
    """The edits of one difference; new labels and clusters get the ids that the next event gives."""

    def __init__(self, state: State, difference: Difference, second: Side) -> None:
        self.state, self.difference, self.second = state, difference, second
        self.made: list[Edit] = []
        self._clusters = state.new_ids("c", state.n + 1)
        self._known = {cluster.name.casefold(): cluster.id for cluster in reversed(list(state.clusters.values()))}

    def edits(self) -> list[Edit]:
        """Return the edits that take the second side."""
        first, second = self.difference.first, self.difference.second
        if isinstance(second, tuple):
            assert isinstance(first, tuple)
            self._blocks(first, second)
        elif second is None:
            assert isinstance(first, Entity | Quote)
            self._do("reject", id=first.id)
        elif first is None:
            self._add(second)
        else:
            assert isinstance(first, Entity | Quote)
            self._change(first, second, self.difference.what)
        return self.made

    def _do(self, action: str, **args: Any) -> None:
        self.made.append({"do": action, "args": args})

    # Labels

    def _add(self, wanted: Entity | Quote) -> None:
        """Add a label, or take one that waits or was turned down and stands on the same stretch."""
        there = self._waiting(wanted)
        if there is not None:
            self._do("accept", id=there.id)
            now = there.proposed if there.status is Status.REJECTED and there.proposed is not None else there.value
            self._change(now, wanted, None)
            return
        if isinstance(wanted, Entity):
            cluster = self._cluster(wanted.cluster)
            new = next(self.state.new_ids("e", self.state.n + 1))
            more = {"cluster": cluster} if cluster else {}
            self._do("add_entity", id=new, start=wanted.span.start, end=wanted.span.end, label=wanted.label, **more)
            return
        new = next(self.state.new_ids("q", self.state.n + 1))
        self._do("add_quote", id=new, kind=wanted.kind.value, content=_pairs(wanted))
        self._change(Quote(new, wanted.kind, wanted.content), wanted, None)

    def _waiting(self, wanted: Entity | Quote) -> Label | None:
        layer = Layer.ENTITIES if isinstance(wanted, Entity) else Layer.QUOTES
        for label in self.state.in_order(layer):
            value = label.proposed if label.status is Status.REJECTED else label.value
            undecided = label.status in (Status.PENDING, Status.REJECTED)
            if undecided and value is not None and pieces(value) == pieces(wanted):
                return label
        return None

    def _change(self, now: Entity | Quote, wanted: Entity | Quote, what: Disagreement | None) -> None:
        """Bring a label to what is wanted: in the point `what`, or (None) in all."""
        if isinstance(now, Entity) and isinstance(wanted, Entity):
            self._change_entity(now, wanted, link=what in (None, Disagreement.LINK))
        elif isinstance(now, Quote) and isinstance(wanted, Quote):
            self._change_quote(now, wanted, what)

    def _change_entity(self, now: Entity, wanted: Entity, *, link: bool) -> None:
        if now.label != wanted.label:
            self._do("relabel", id=now.id, label=wanted.label)
        if now.span != wanted.span:
            self._do("move", id=now.id, start=wanted.span.start, end=wanted.span.end)
        if link and wanted.cluster is not None:
            cluster = self._cluster(wanted.cluster)
            if cluster != now.cluster:
                self._do("link", id=now.id, cluster=cluster)

    def _change_quote(self, now: Quote, wanted: Quote, what: Disagreement | None) -> None:
        if what in (None, Disagreement.EDGES) and now.content != wanted.content:
            self._do("set_content", id=now.id, content=_pairs(wanted))
        if what in (None, Disagreement.KIND) and now.kind is not wanted.kind:
            self._do("relabel", id=now.id, label=wanted.kind.value)
        if what in (None, Disagreement.CUE) and now.cue != wanted.cue:
            self._do("set_cue", id=now.id, span=[wanted.cue.start, wanted.cue.end] if wanted.cue else None)
        if what in (None, Disagreement.SPEAKER):
            speaker = wanted.speaker
            cluster = self._cluster(speaker.cluster) if speaker else None
            if now.speaker != (replace(speaker, cluster=cluster) if speaker else None):
                mention = speaker.mention if speaker else None
                where = [mention.start, mention.end] if mention else None
                self._do("set_speaker", id=now.id, mention=where, cluster=cluster)

    def _cluster(self, theirs: str | None) -> str | None:
        """Return our cluster of the same name as theirs, made where there is none."""
        cluster = self.second.clusters.get(theirs or "")
        if cluster is None:
            return None
        ours = self.state.clusters.get(theirs or "")
        if ours is not None and ours.name == cluster.name:
            return ours.id
        known = self._known.get(cluster.name.casefold())
        if known is None:
            known = self._known[cluster.name.casefold()] = next(self._clusters)
            self._do("set_cluster", id=known, name=cluster.name, label=cluster.label)
        return known

    # Blocks

    def _blocks(self, ours: tuple[Block, ...], theirs: tuple[Block, ...]) -> None:
        if not ours or not theirs or (ours[0].start, ours[-1].end) != (theirs[0].start, theirs[-1].end):
            raise ActionError("the other side's blocks here don't cover the same text; split and join them by hand")
        if self.difference.what is Disagreement.CUT:
            start = ours[0].start
            for _ in ours[1:]:
                self._do("join_blocks", start=start)
            for before, block in pairwise(theirs):
                self._do("split_block", start=before.start, at=block.start)
        for block in theirs:
            self._do("set_block", start=block.start, keep=block.keep, kind=block.kind.value)


def _pairs(quote: Quote) -> list[list[int]]:
    return [[piece.start, piece.end] for piece in quote.content]
