"""Corrections at the real desk: from what our extractors suggest for an article to its gold."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.keystroke_cost import Cost
from benchmarks.keystroke_edits import Edit, Target, edits, is_same_speaker
from benchmarks.keystroke_typist import StuckError, Typist, Way, cheapest
from tui.annotation import Label, Status
from tui.annotation.propagation import propagated
from tui.annotation.speakers import mention_at
from tui.app.app import Desk
from tui.app.jumps import Stretch
from tui.app.screens.article import ArticleScreen
from tui.gold import Project, Session, Store
from tui.gold.record import GoldArticle
from tui.model import Entity, Layer, Predictions, Quote

MOST_CORRECTIONS = 400


@dataclass(frozen=True)
class Wanted:
    """A quote: its pieces, its kind, where its speaker is named (None: nowhere), and all mentions of that person."""

    pieces: tuple[Stretch, ...]
    kind: str
    mention: Stretch | None
    person: frozenset[Stretch] = frozenset()


@dataclass
class Measured:
    """What one article took: each layer apart, and the keys that only turned pages."""

    entities: Cost = field(default_factory=Cost)
    quotes: Cost = field(default_factory=Cost)
    scrolled: int = 0
    done: list[str] = field(default_factory=list)
    by_kind: dict[str, Cost] = field(default_factory=dict)

    def count(self, first: int, before: Cost, after: Cost) -> None:
        """Count what has been spent since `before` for the first of the corrections done since `first`."""
        if len(self.done) > first:
            spent = self.by_kind.setdefault(self.done[first], Cost())
            spent.keys += after.keys - before.keys
            spent.seconds += after.seconds - before.seconds


def entity_targets(values: list[Entity]) -> list[Target]:
    """Return entities as what is compared: span and label."""
    return [Target(x.span.start, x.span.end, x.label) for x in values]


def wanted(quote: Quote, mentions: Mapping[str, frozenset[Stretch]]) -> Wanted:
    """Return what is compared of a quote; `mentions` are those of each cluster."""
    speaker = quote.speaker
    mention = speaker.mention if speaker else None
    return Wanted(
        tuple((p.start, p.end) for p in quote.content),
        quote.kind.value,
        (mention.start, mention.end) if mention else None,
        mentions.get(speaker.cluster or "", frozenset()) if speaker else frozenset(),
    )


def mentions_of(values: Iterable[Entity | Quote]) -> dict[str, frozenset[Stretch]]:
    """Return where the names of each cluster stand."""
    found: dict[str, set[Stretch]] = {}
    for value in values:
        if isinstance(value, Entity) and value.cluster is not None:
            found.setdefault(value.cluster, set()).add((value.span.start, value.span.end))
    return {cluster: frozenset(spans) for cluster, spans in found.items()}


def says_the_same(now: Wanted, gold: Wanted) -> bool:
    """Whether pieces, kind and speaker are those of the gold."""
    same = is_same_speaker(now.mention, now.person, gold.mention, gold.person)
    return (now.pieces, now.kind) == (gold.pieces, gold.kind) and same


async def corrected(gold: GoldArticle, predictions: Predictions, size: tuple[int, int]) -> Measured:
    """Open the article at the desk with the suggestions, correct all of them, and compare with the gold.

    Raises `StuckError` where the labels are not those of the gold in the end.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Project.create(folder))
        store.add(gold.article, "benchmark")
        Session(store, gold.article.id, "benchmark").do("suggest", by="benchmark", predictions=predictions.as_json())
        app = Desk(store.project, who="benchmark", open_ids=[gold.article.id])
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, ArticleScreen)
            work = _Work(Typist(pilot, app.screen), gold)
            await work.entities()
            await work.quotes()
        _compare(Store(Project.open(Path(folder))), gold)
        return work.measured


def _compare(store: Store, gold: GoldArticle) -> None:
    state = store.load(gold.article.id).state
    made = [label.value for label in state.in_order() if label.status.is_gold]
    meant = [label.value for label in gold.labels]
    spans = [sorted(entity_targets([x for x in side if isinstance(x, Entity)])) for side in (made, meant)]
    quotes = [
        sorted((wanted(x, mentions_of(side)) for x in side if isinstance(x, Quote)), key=lambda q: (q.pieces, q.kind))
        for side in (made, meant)
    ]
    if spans[0] != spans[1]:
        raise StuckError(f"{gold.article.id}: entities differ: {set(spans[0]) ^ set(spans[1])}")
    if len(quotes[0]) != len(quotes[1]) or not all(map(says_the_same, *quotes)):
        raise StuckError(f"{gold.article.id}: quotes differ")


class _Work:
    def __init__(self, typist: Typist, gold: GoldArticle) -> None:
        self.typist, self.editor = typist, typist.editor
        values = [label.value for label in gold.labels]
        self.gold_entities = entity_targets([x for x in values if isinstance(x, Entity)])
        self.gold_quotes = [wanted(x, mentions_of(values)) for x in values if isinstance(x, Quote)]
        self.measured = Measured()
        self.last = ""

    def shown(self, layer: Layer) -> list[Label]:
        return [x for x in self.typist.editor.state.in_order(layer) if x.status is not Status.REJECTED]

    # Entities

    async def entities(self) -> None:
        """Correct the entities one after the other, then approve them."""
        typist = self.typist
        typist.cost = self.measured.entities
        for _ in range(MOST_CORRECTIONS):
            now = {(x.start, x.end, x.name): x for x in self.shown(Layer.ENTITIES)}
            todo = [e for e in edits([Target(*key) for key in now], self.gold_entities) if e.kind != "keep"]
            if not todo:
                break
            first, before = len(self.measured.done), replace(typist.cost)
            await self._entity(todo[0], now)
            await self._same_elsewhere()
            self.measured.count(first, before, typist.cost)
        else:
            raise StuckError(f"the entities do not come out right; the last thing done was {self.measured.done[-1]}")
        await typist.press("g", "e")
        self.measured.scrolled += typist.scrolled
        typist.scrolled = 0

    async def _entity(self, edit: Edit, now: dict[tuple[int, int, str], Label]) -> None:
        typist, gold = self.typist, edit.gold
        at = gold or edit.now
        assert at is not None
        await typist.bring(at.start, at.end)
        self.measured.done.append(edit.kind)
        if edit.now is None:
            assert gold is not None
            await self._add(gold)
            return
        label = now[edit.now.start, edit.now.end, edit.now.label]
        there = typist.to_label(label.id)
        if gold is None:
            await self._reject(there)
            return
        give = Way() if edit.kind == "bound" else self._give(gold.label, new=False)
        if edit.kind == "relabel":
            await typist.go(there.then(give))
            self.last = gold.label
            return
        span, target = (edit.now.start, edit.now.end), (gold.start, gold.end)
        moved = typist.edges([(Way(), span)], target)
        selected = typist.to_stretch(*target)
        given = self._give(gold.label, new=True)
        if moved is None or (selected and Way(("x",)).then(selected).then(given).seconds < moved.then(give).seconds):
            await self._reject(there)
            await typist.bring(*target)
            await self._add(gold)
            return
        await typist.go(there.then(moved).then(give))
        self.last = gold.label if give.keys else self.last

    async def _reject(self, there: Way) -> None:
        await self.typist.go(there.then(Way(("x",))))
        self.last = ""  # what `.` would repeat is no longer a label

    async def _add(self, gold: Target) -> None:
        await self._select(gold.start, gold.end, self._give(gold.label, new=True))
        self.last = gold.label

    async def _select(self, start: int, end: int, then: Way) -> None:
        way = self.typist.to_stretch(start, end)
        if way is None:
            raise StuckError(f"no keys make {self.editor.text[start:end]!r} the selection")
        await self.typist.go(way.then(then))

    def _give(self, name: str, *, new: bool) -> Way:
        keys = self.typist.label_keys(name, Layer.ENTITIES, new=new)
        return Way((".",)) if name == self.last and keys.presses > 1 else keys

    async def _same_elsewhere(self) -> None:
        """Do the same to every other equal string where that makes more right and nothing wrong."""
        editor = self.typist.editor
        label = editor.focused
        if label is None or label.status is Status.PENDING:
            label = editor.state.labels.get(editor.edited or "", label)
        if label is None or label.status is Status.PENDING or not isinstance(label.value, Entity):
            return
        now = {(x.start, x.end, x.name) for x in self.shown(Layer.ENTITIES)}
        after = set(now)
        for change in propagated(editor.state, label, editor.new_ids("e")):
            args = change["args"]
            if change["do"] == "add_entity":
                after.add((args["start"], args["end"], args["label"]))
                continue
            old = editor.state.label(args["id"])
            if change["do"] == "reject":
                after.discard((old.start, old.end, old.name))
            elif change["do"] == "relabel":
                after.discard((old.start, old.end, old.name))
                after.add((old.start, old.end, args["label"]))
        meant = {(t.start, t.end, t.label) for t in self.gold_entities}
        if (after - now) <= meant and not (now - after) & meant and after != now:
            self.measured.done.append("same")
            await self.typist.press("*", "*", looks=1)

    # Quotes

    async def quotes(self) -> None:
        """Correct the quotes one after the other, then approve the article."""
        typist = self.typist
        typist.cost = self.measured.quotes
        for _ in range(MOST_CORRECTIONS):
            first, before = len(self.measured.done), replace(typist.cost)
            if not await self._next_quote():
                break
            self.measured.count(first, before, typist.cost)
        else:
            raise StuckError(f"the quotes do not come out right; the last thing done was {self.measured.done[-1]}")
        await typist.press("enter")
        await typist.pilot.pause()
        self.measured.scrolled += typist.scrolled

    async def _next_quote(self) -> bool:
        mentions = mentions_of(x.value for x in self.shown(Layer.ENTITIES))
        now = [(x, wanted(x.value, mentions)) for x in self.shown(Layer.QUOTES) if isinstance(x.value, Quote)]
        pairs, spurious, missing = _paired(now, self.gold_quotes)
        if spurious:
            label = spurious[0]
            await self.typist.bring(label.start, label.start + 1)
            await self.typist.go(self.typist.to_label(label.id).then(Way(("x",))))
            self.measured.done.append("quote rejected")
            return True
        for label, has, gold in pairs:
            if not says_the_same(has, gold):
                await self._correct(label, has, gold)
                return True
        if missing:
            await self._add_quote(missing[0])
            return True
        return False

    async def _correct(self, label: Label, has: Wanted, gold: Wanted) -> None:
        typist = self.typist
        await typist.bring(label.start, label.start + 1)
        await typist.go(typist.to_label(label.id))
        if has.pieces != gold.pieces:
            await self._pieces(has, gold)
        elif has.kind != gold.kind:
            await typist.go(typist.label_keys(gold.kind, Layer.QUOTES, new=False))
            self.measured.done.append("quote kind")
        else:
            await self._speaker(gold)

    async def _pieces(self, has: Wanted, gold: Wanted) -> None:
        """Bring the pieces one step nearer to the gold's: drop one too many, move one, or add one that is missing."""
        typist = self.typist
        partner = {i: _nearest(piece, gold.pieces) for i, piece in enumerate(has.pieces)}
        taken = [j for j in partner.values() if j is not None]
        extra = [i for i, j in partner.items() if j is None or (taken.count(j) > 1 and has.pieces[i] != gold.pieces[j])]
        if len(has.pieces) > 1 and extra and (len(has.pieces) > len(gold.pieces) or len(set(taken)) < len(taken)):
            await typist.press(*"p" * extra[-1], "P")
            self.measured.done.append("piece dropped")
            return
        for i, j in partner.items():
            if j is not None and has.pieces[i] != gold.pieces[j]:
                way = typist.edges([(Way(), has.pieces[i])], gold.pieces[j])
                if way is None:
                    raise StuckError(f"no keys move {has.pieces[i]} to {gold.pieces[j]}")
                await typist.go(Way(("p",) * i).then(way))
                self.measured.done.append("piece moved")
                return
        add = next(piece for j, piece in enumerate(gold.pieces) if j not in taken)
        await typist.bring(*add)
        await self._select(*add, Way(("+",)))
        self.measured.done.append("piece added")

    async def _speaker(self, gold: Wanted) -> None:
        typist, editor = self.typist, self.typist.editor
        assert gold.mention is not None
        low, high = gold.mention
        ways = [
            Way(("r", str(n)), 1)
            for n, candidate in enumerate(editor.candidates_for_speaker(), 1)
            if candidate.span.start < high and low < candidate.span.end
        ]
        for word, letters in typist.letters(typist.screen._quote_at_hand()).items():
            found = mention_at(editor.state, editor.tokens, word[0])
            if low <= word[0] < high and found is not None and found.span.start < high and low < found.span.end:
                ways.append(Way(("R",)).then(letters))
        mentions = mentions_of(x.value for x in self.shown(Layer.ENTITIES))
        for n, (cluster, _) in enumerate(editor.clusters()[:9], 1):
            if mentions.get(cluster, frozenset()) & gold.person:
                ways.append(Way(("e", str(n)), 1))
        best = cheapest(ways)
        if best is None:
            raise StuckError(f"no key chooses {editor.text[low:high]!r} as the speaker")
        await typist.go(best)
        self.measured.done.append("speaker")

    async def _add_quote(self, gold: Wanted) -> None:
        first = gold.pieces[0]
        await self.typist.bring(*first)
        give = self.typist.label_keys(gold.kind, Layer.QUOTES, new=True)
        await self._select(*first, give)
        self.measured.done.append("quote added")


def _nearest(piece: Stretch, pieces: tuple[Stretch, ...]) -> int | None:
    overlaps = [(min(piece[1], b) - max(piece[0], a), -j) for j, (a, b) in enumerate(pieces)]
    common, j = max(overlaps)
    return -j if common > 0 else None


def _paired(
    now: list[tuple[Label, Wanted]], gold: list[Wanted]
) -> tuple[list[tuple[Label, Wanted, Wanted]], list[Label], list[Wanted]]:
    """Pair quotes by equal pieces, then by how much they share; return pairs in text order, and what is left over."""
    left, open_ = list(now), list(gold)
    pairs = []
    for target in gold:
        same = next((x for x in left if x[1].pieces == target.pieces), None)
        if same is not None:
            left.remove(same)
            open_.remove(target)
            pairs.append((*same, target))
    shared = [(_shared(x[1], target), n, m) for n, x in enumerate(left) for m, target in enumerate(open_)]
    used: set[int] = set()
    met: set[int] = set()
    for common, n, m in sorted(shared, key=lambda item: (-item[0], item[1], item[2])):
        if common > 0 and n not in used and m not in met:
            used.add(n)
            met.add(m)
            pairs.append((*left[n], open_[m]))
    spurious = [x[0] for n, x in enumerate(left) if n not in used]
    missing = [target for m, target in enumerate(open_) if m not in met]
    return sorted(pairs, key=lambda pair: pair[2].pieces), spurious, missing


def _shared(one: Wanted, other: Wanted) -> int:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one.pieces for c, d in other.pieces)
