"""What is said of a quote: its speaker, its cue, its pieces; and of a mention: whom it names."""

from collections.abc import Callable
from typing import Any

from tui.annotation import Label
from tui.annotation.speakers import SpeakerCandidate, mention_at, speaker_candidates
from tui.app.block_edits import BlockEdits
from tui.app.doing import RefusedError
from tui.app.jumps import Stretch
from tui.model import Cluster, Entity, Quote, Span


class QuoteEdits(BlockEdits):
    """An editor of quotes and links.

    `edited` is the label that the last edit was done to, `quote` the quote that had the focus
    last.
    """

    PLACE = (*BlockEdits.PLACE, "edited", "quote")

    edited: str | None = None
    quote: str | None = None

    def candidates_for_speaker(self) -> list[SpeakerCandidate]:
        """Return who may say the focused quote, the likeliest first."""
        label, _ = self.need_quote()
        return speaker_candidates(self.state, self.tokens, label)

    def set_speaker(self, mention: Stretch | None, cluster: str | None) -> None:
        """Set the speaker of the focused quote; nobody when both are None."""
        label, _ = self.need_quote()
        where = list(mention) if mention else None
        again = lambda: self.set_speaker(mention, cluster)  # noqa: E731 (what `repeat` calls)
        self._did(again, label.id, "set_speaker", id=label.id, mention=where, cluster=cluster)

    def speaker_at(self, offset: int) -> None:
        """Set the speaker of the focused quote to the mention at `offset`."""
        mention = mention_at(self.state, self.tokens, offset)
        if mention is None:
            raise RefusedError("no word stands there")
        self.set_speaker((mention.span.start, mention.span.end), mention.cluster)

    def speaker_from_selection(self) -> None:
        """Make the selection the speaker of the quote that had the focus last, and go back to that quote."""
        label = self.state.labels.get(self.quote or "")
        if self.selection is None or label is None:
            raise RefusedError("focus the quote, then select who says it, then choose the speaker")
        mention = self.selection
        known = mention_at(self.state, self.tokens, mention[0])
        same = known is not None and (known.span.start, known.span.end) == mention
        self.focus_label(label)
        self.set_speaker(mention, known.cluster if known and same else None)

    def set_cue(self, stretch: Stretch | None) -> None:
        """Set the cue of the focused quote, or take it away."""
        label, _ = self.need_quote()
        span = list(stretch) if stretch else None
        self._did(lambda: self.set_cue(stretch), label.id, "set_cue", id=label.id, span=span)

    def extend_cue(self, start: int, end: int) -> None:
        """Extend the cue of the focused quote to take in a word."""
        _, quote = self.need_quote()
        cue = quote.cue
        self.set_cue((min(start, cue.start), max(end, cue.end)) if cue else (start, end))

    def add_piece(self) -> None:
        """Add the selection to the quote that had the focus last."""
        label = self.state.labels.get(self.quote or "")
        if self.selection is None or label is None:
            raise RefusedError("focus the quote, then select the text that belongs to it, then add it")
        new = self.selection
        pieces = sorted([*((x.start, x.end) for x in label.spans), new])
        self.do("set_content", id=label.id, content=[list(piece) for piece in pieces])
        self.last = self.add_piece
        self.focus_label(self.state.label(label.id))
        self.piece = pieces.index(new)

    def next_piece(self) -> None:
        """Look at the next piece of the focused quote."""
        label, quote = self.need_quote()
        if len(quote.content) < 2:
            raise RefusedError("this quote has one piece")
        self.piece = (self.piece + 1) % len(quote.content)
        self.cursor = label.spans[self.piece].start

    def drop_piece(self) -> None:
        """Take the piece that is looked at out of the focused quote."""
        label, quote = self.need_quote()
        if len(quote.content) < 2:
            raise RefusedError("this quote has one piece: {reject} rejects the whole quote")
        left = [[x.start, x.end] for i, x in enumerate(quote.content) if i != self.piece]
        self.do("set_content", id=label.id, content=left)
        self.last = self.drop_piece
        self.piece = 0

    # Clusters

    def link_to(self, cluster: str | None) -> None:
        """Link the focused mention to a cluster, or to none; of a quote, its speaker."""
        label = self.need_label()
        if isinstance(label.value, Quote):
            mention = _mention_of(label.value)
            self.set_speaker((mention.start, mention.end) if mention else None, cluster)
            return
        self._did(lambda: self.link_to(cluster), label.id, "link", id=label.id, cluster=cluster)

    def link_to_new(self, name: str = "") -> None:
        """Make a cluster and link the focused mention, or the focused quote's speaker, to it, as one step.

        Without a name it is called like the mention. Raises `RefusedError` where there is none to call it by.
        """
        label = self.need_label()
        mention = _mention_of(label.value)
        if not (name := name.strip() or (mention.text if mention else "")):
            raise RefusedError("this quote has no mention to name its speaker by: N types the name")
        new = self.new_id("c")
        kind = label.value.label if isinstance(label.value, Entity) else None
        make = {"do": "set_cluster", "args": {"id": new, "name": name, "label": kind}}
        if isinstance(label.value, Entity):
            link = {"do": "link", "args": {"id": label.id, "cluster": new}}
        else:
            where = [mention.start, mention.end] if mention else None
            link = {"do": "set_speaker", "args": {"id": label.id, "mention": where, "cluster": new}}
        self.do("batch", edits=[make, link])
        self.last = lambda: self.link_to(new)
        self._note(label.id)

    def linked(self) -> tuple[str, str | None]:
        """Return the words that a link is about, of the focused mention or quote, and the cluster they have now."""
        value = self.need_label().value
        mention = _mention_of(value)
        if isinstance(value, Entity):
            return value.span.text, value.cluster
        return mention.text if mention else "who says this", value.speaker.cluster if value.speaker else None

    def clusters(self) -> list[tuple[str, str]]:
        """Return `(id, name)` of the clusters the focused mention may belong to, the likeliest first.

        Same words first, then the same label (of a quote, people), then what is mentioned nearest.
        """
        label = self.need_label()
        surface, now = self.linked()
        words = set(surface.casefold().split())
        wanted = label.value.label if isinstance(label.value, Entity) else "PERSON"
        near: dict[str | None, int] = {}
        for other in self.state.labels.values():
            if isinstance(other.value, Entity) and other.id != label.id:
                apart = abs(other.start - label.start)
                near[other.value.cluster] = min(apart, near.get(other.value.cluster, apart))

        def rank(cluster: Cluster) -> tuple[bool, bool, int, str]:
            far = near.get(cluster.id, len(self.text))
            return not words & set(cluster.name.casefold().split()), cluster.label != wanted, far, cluster.name

        return [(x.id, x.name) for x in sorted(self.state.clusters.values(), key=rank) if x.id != now]

    # What an edit leaves behind

    def _did(self, again: Callable[[], None], label_id: str, action: str, **args: Any) -> None:
        self.do(action, **args)
        self.last = again
        self._note(label_id)

    def _note(self, label_id: str) -> None:
        self.edited, self.edited_block = label_id, None

    def focus_label(self, label: Label | None) -> None:
        """Give the focus to a label; a quote is remembered for pieces that are added to it."""
        super().focus_label(label)
        self._remember_quote()

    def go(self, offset: int) -> None:
        """Move the cursor; a quote that gets the focus is remembered."""
        super().go(offset)
        self._remember_quote()

    def _remember_quote(self) -> None:
        if self.focused is not None and isinstance(self.focused.value, Quote):
            self.quote = self.focus


def _mention_of(value: Entity | Quote) -> Span | None:
    if isinstance(value, Entity):
        return value.span
    return value.speaker.mention if value.speaker else None
