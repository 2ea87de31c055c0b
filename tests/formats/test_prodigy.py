"""Prodigy's tasks: what its documentation says they hold, and tasks as its recipes write them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.formats.golds import back_from, files_of, full_gold
from tui.gold.formats import Losses, detect, get_format
from tui.model import CopydeskError

FORM = get_format("prodigy")


def tasks(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "tasks.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_tokens_spans_and_relations_point_at_each_other(tmp_path: Path) -> None:
    gold = full_gold()
    path = files_of([gold], FORM, tmp_path)
    task, refused = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    text, tokens = task["text"], task["tokens"]
    assert [token["id"] for token in tokens] == list(range(len(tokens)))
    for token in tokens:
        assert text[token["start"] : token["end"]] == token["text"]
        assert token["ws"] is (text[token["end"] : token["end"] + 1] == " ")
    for span in [*task["spans"], *refused["spans"]]:
        assert text[span["start"] : span["end"]] == span["text"]
        assert tokens[span["token_start"]]["start"] == span["start"]
        assert tokens[span["token_end"]]["end"] == span["end"]  # token_end is inclusive
    said = {(r["label"], text[r["head_span"]["start"] : r["head_span"]["end"]],
             text[r["child_span"]["start"] : r["child_span"]["end"]]) for r in task["relations"]}  # fmt: skip
    assert ("SPOKEN_BY", "“We won 🎉🎉,”", "Zoë O’Neil") in said
    assert ("CONTINUES", "“We won 🎉🎉,”", "“it’s over.”") in said
    assert all(r["head"] == r["head_span"]["token_end"] for r in task["relations"])
    assert (task["answer"], refused["answer"]) == ("accept", "reject")


def test_a_span_that_somebody_moved_in_prodigy_is_their_correction(tmp_path: Path) -> None:
    gold = full_gold()
    path = files_of([gold], FORM, tmp_path)
    task, refused = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    (bank,) = [span for span in task["spans"] if span["id"] == "e2.2"]
    bank.update(end=bank["end"] - len(" of Éire"), text="Bank")
    start = task["text"].index("Nyström")  # after an emoji, and with no text of its own to tell the unit from
    task["spans"].append({"start": start, "end": start + 7, "label": "FAC"})
    (back,) = back_from(tasks(tmp_path, task, refused), FORM, [])
    by_id = {label.id: label for label in back.labels}
    assert (by_id["e2.2"].spans[0].text, by_id["e2.2"].status, by_id["e2.2"].by) == ("Bank", "corrected", "eve")
    assert by_id["e2.2"].proposed is not None
    assert [(x.spans[0].text, x.status, x.by) for x in back.labels if x.name == "FAC"] == [("Nyström", "added", "eve")]
    assert by_id["e2.1"].by == "ann"
    assert back.review.annotators == ("ann", "eve")


def test_tasks_on_one_text_are_put_together_and_refusals_kept_apart(tmp_path: Path) -> None:
    text = "Ana left Bonn 🎉 for Köln."
    path = tasks(
        tmp_path,
        {"text": text, "spans": [{"start": 0, "end": 3, "label": "PERSON"}], "answer": "accept", "_input_hash": 1},
        {"text": text, "spans": [{"start": 9, "end": 13, "label": "GPE"}], "answer": "accept"},
        {"text": text, "spans": [{"start": 4, "end": 8, "label": "ORG"}], "answer": "reject"},
        {"text": text, "spans": [], "answer": "ignore"},
    )
    found, losses = detect(path), Losses()
    assert found is not None
    assert found.name == "prodigy"
    (gold,) = back_from(path, FORM, [], losses)
    assert [(x.name, x.spans[0].text) for x in gold.labels] == [("PERSON", "Ana"), ("GPE", "Bonn")]
    assert [(x.name, x.spans[0].text, x.proposed_by) for x in gold.rejected] == [("ORG", "left", "test")]
    assert [loss.what for loss in losses.of_labels] == ["tasks that were ignored"]


def test_the_work_of_two_people_on_one_text_is_not_mixed(tmp_path: Path) -> None:
    rows = [{"text": "Ana left.", "spans": [], "answer": "accept", "_session_id": who} for who in ("x-ann", "x-bob")]
    with pytest.raises(CopydeskError, match="'x-bob' annotated the text that 'x-ann' did"):
        back_from(tasks(tmp_path, *rows), FORM, [])
