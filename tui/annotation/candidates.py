"""What is not labelled yet but worth a look, in the order of the text."""

from tui.annotation.ladder import capitalised_run
from tui.annotation.quotation_marks import quoted_stretches
from tui.annotation.state import State, Status
from tui.annotation.tokens import Tokens
from tui.model import BlockKind, Candidate, Layer, Span

_FEW_WORDS = 3


def candidates(state: State, tokens: Tokens) -> list[Candidate]:
    """Return capitalised runs and quoted text that carry no label, and what the extractors left as doubtful.

    A capitalised word that only starts a sentence is no candidate; nor is what a person rejected, or what stands in a
    dropped block.
    """
    taken = [
        (span.start, span.end, label.layer)
        for label in state.labels.values()
        if label.status is not Status.REJECTED
        for span in label.spans
    ]
    refused = {(span.start, span.end) for x in state.labels.values() if x.status is Status.REJECTED for span in x.spans}
    proposed = [x for x in state.candidates if not _inside_dropped(state, x.span)]
    found = [x for x in (*proposed, *_runs(state, tokens), *_quoted(state, tokens)) if not _covered(x, taken, refused)]
    unique = {(x.span.start, x.layer): x for x in reversed(found)}
    return sorted(unique.values(), key=lambda x: (x.span.start, x.span.end))


def _covered(candidate: Candidate, taken: list[tuple[int, int, Layer]], refused: set[tuple[int, int]]) -> bool:
    span = candidate.span
    return (span.start, span.end) in refused or any(
        start < span.end and span.start < end for start, end, layer in taken if layer is candidate.layer
    )


def _inside_dropped(state: State, span: Span) -> bool:
    return any(block.dropped and block.start <= span.start < block.end for block in state.blocks.values())


def _runs(state: State, tokens: Tokens) -> list[Candidate]:
    found: list[Candidate] = []
    for block in state.blocks.values():
        if not block.keep:
            continue
        openings = {start for start, _ in tokens.sentences(block.start, block.end)}
        position = block.start
        for i in tokens.inside(block.start, block.end):
            start, end = tokens.span(i)
            if start < position or not tokens.is_word(i) or not tokens.is_capitalised(i) or end - start < 2:
                continue
            low, high = capitalised_run(tokens, start, end)
            position = high
            opens = any(low - 2 <= opening <= low for opening in openings)
            if not (opens and high == end):
                found.append(Candidate(state.span(low, high), Layer.ENTITIES, "capitalised"))
    return found


def _quoted(state: State, tokens: Tokens) -> list[Candidate]:
    found: list[Candidate] = []
    for block in state.blocks.values():
        if not block.keep or block.kind is BlockKind.TITLE:
            continue
        for start, end in quoted_stretches(state.text, block.start, block.end):
            if sum(tokens.is_word(i) for i in tokens.inside(start, end)) >= _FEW_WORDS:
                found.append(Candidate(state.span(start, end), Layer.QUOTES, "in quotation marks"))
    return found
