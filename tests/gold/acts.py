"""What a person could do next, drawn by Hypothesis: for properties over whole sessions."""

from typing import Any

from hypothesis import strategies as st

from tests.gold.desk import PREDICTIONS
from tui.gold import Session
from tui.model import CopydeskError, trimmed

NAMES = st.sampled_from(["PERSON", "ORG", "GPE"])
DOING = [
    *["accept", "reject", "relabel", "move", "add_entity", "add_quote", "set_cue", "set_speaker", "link"],
    *["set_cluster", "set_block", "join_blocks", "set_layer", "approve", "note", "flag", "settle", "undo", "redo"],
    *[
        "suggest",
        "set_content",
        "split_block",
        "batch",
        *["undo", "redo", "batch", "move", "note", "suggest"] * 2,
        "undo",
    ],
]
LAYERS = st.sampled_from(["blocks", "entities", "quotes"])
KINDS = st.sampled_from(["direct", "mixed", "indirect"])


@st.composite
def spans(draw: st.DrawFn, text: str) -> list[int]:
    """A stretch of the text without white space at its edges."""
    start = draw(st.integers(0, len(text) - 1))
    start, end = trimmed(text, start, min(len(text), start + draw(st.integers(1, 30))))
    return [start, end] if start < end else [0, 1]


@st.composite
def acts(draw: st.DrawFn, session: Session) -> tuple[str, dict[str, Any]]:
    """An action and its arguments; most of them fit the session's state."""
    state = session.state
    names = sorted(state.labels) or ["e9.9"]
    labels = st.sampled_from([*names[:2], *names[-2:]]) | st.sampled_from(names)  # few, so that one is done more to
    clusters = st.sampled_from([*sorted(state.clusters), None, "c9.9"])
    where = spans(state.text)
    do = draw(st.sampled_from(DOING))
    match do:
        case "accept" | "reject":
            args: dict[str, Any] = {"id": draw(labels)}
        case "relabel":
            args = {"id": draw(labels), "label": draw(NAMES | KINDS)}
        case "move" | "add_entity":
            start, end = draw(where)
            args = {"id": draw(labels), "start": start, "end": end}
            if do == "move" and draw(st.booleans()):
                args["piece"] = draw(st.integers(0, 1))
            if do == "add_entity":
                args |= {"id": session.new_id("e"), "label": draw(NAMES), "cluster": draw(clusters)}
        case "add_quote":
            pieces = sorted(draw(st.lists(where, min_size=1, max_size=2)))
            args = {"id": session.new_id("q"), "kind": draw(KINDS), "content": pieces}
        case "set_cue":
            args = {"id": draw(labels), "span": draw(st.none() | where)}
        case "set_speaker":
            args = {"id": draw(labels), "mention": draw(st.none() | where), "cluster": draw(clusters)}
        case "link":
            args = {"id": draw(labels), "cluster": draw(clusters)}
        case "set_cluster":
            args = {"id": draw(st.sampled_from([session.new_id("c"), "c2.1"])), "name": draw(st.text(max_size=12))}
        case "set_block":
            args = {"start": draw(st.sampled_from(sorted(state.blocks))), "keep": draw(st.booleans())}
        case "set_content":
            args = {"id": draw(labels), "content": sorted(draw(st.lists(where, min_size=1, max_size=2)))}
        case "split_block":
            start = draw(st.sampled_from(sorted(state.blocks)))
            args = {"start": start, "at": draw(st.integers(start, state.blocks[start].end))}
        case "batch":
            start, end = draw(where)
            one = draw(labels)
            relabel = {"do": "relabel", "args": {"id": one, "label": draw(NAMES)}}
            args = {"edits": [relabel, {"do": "move", "args": {"id": one, "start": start, "end": end}}]}
        case "join_blocks":
            args = {"start": draw(st.sampled_from(sorted(state.blocks)))}
        case "set_layer":
            args = {"layer": draw(LAYERS), "state": draw(st.sampled_from(["open", "complete"]))}
        case "approve":
            args = {"layers": draw(st.lists(LAYERS, max_size=2, unique=True))}
        case "note":
            args = {"id": draw(st.none() | labels), "text": draw(st.text(max_size=12))}
        case "flag":
            args = {"on": draw(st.booleans())}
        case "settle":
            start, end = draw(where)
            edits = [{"do": "relabel", "args": {"id": draw(labels), "label": draw(NAMES)}}]
            side = draw(st.sampled_from([1, 2]))
            args = {"key": draw(st.sampled_from("kl")), "side": side, "against": "lee", "what": "label"}
            args |= {"layer": draw(LAYERS), "start": start, "end": end, "edits": edits if side == 2 else []}
        case "suggest":
            args = {"predictions": PREDICTIONS.as_json()}
        case _:
            args = {}
    return do, args


def work(session: Session, data: st.DataObject, most: int = 8) -> None:
    """Do up to `most` things; what does not fit is refused and changes nothing."""
    for _ in range(data.draw(st.integers(0, most), label="acts")):
        do, args = data.draw(acts(session), label="act")
        before = session.state
        try:
            session.do(do, **args)
        except CopydeskError:
            assert session.state is before
