"""Offsets in code points, UTF-16 units and bytes: found out, or asked for."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.golds import TERMS, back_from
from tui.gold.formats import Losses, Terms, Unit, get_format
from tui.gold.formats.units import Claim, Offsets, possible_units
from tui.model import CopydeskError, freeze

FORM = get_format("prodigy")
TEXT = "Grüße 🎉 from Ana in Köln."


def labelled(path: Path, unit: Unit, *, surface: bool, text: str = TEXT) -> Path:
    """Write a task whose two spans are counted in a unit."""
    offsets = Offsets(text)
    spans = []
    for word, label in (("Ana", "PERSON"), ("Köln", "GPE")):
        start = text.index(word)
        at = [offsets.from_codepoint(i, unit) for i in (start, start + len(word))]
        spans.append({"start": at[0], "end": at[1], "label": label} | ({"text": word} if surface else {}))
    path.write_text(json.dumps({"text": text, "spans": spans, "answer": "accept"}), encoding="utf-8")
    return path


@pytest.mark.parametrize("unit", Unit)
def test_the_unit_is_found_out_from_surface_texts(unit: Unit, tmp_path: Path) -> None:
    (gold,) = back_from(labelled(tmp_path / "t.jsonl", unit, surface=True), FORM, [])
    assert [label.spans[0].text for label in gold.labels] == ["Ana", "Köln"]


@pytest.mark.parametrize("unit", Unit)
def test_without_them_the_unit_is_asked_for_where_it_matters(unit: Unit, tmp_path: Path) -> None:
    path = labelled(tmp_path / "t.jsonl", unit, surface=False)
    if unit is not Unit.UTF8:  # these bytes end after the text, which no other unit would
        with pytest.raises(CopydeskError, match=r"line 1: the file does not say.* --offset-unit codepoint, or .*utf16"):
            back_from(path, FORM, [])
    (gold,) = back_from(path, FORM, [], terms=Terms("eve", TERMS.at, "test", unit))
    assert [label.spans[0].text for label in gold.labels] == ["Ana", "Köln"]


def test_without_them_nothing_is_asked_where_it_does_not_matter(tmp_path: Path) -> None:
    path = labelled(tmp_path / "t.jsonl", Unit.UTF16, surface=False, text="Grüße from Ana in Köln. 🎉")
    (gold,) = back_from(path, FORM, [])
    assert [label.spans[0].text for label in gold.labels] == ["Ana", "Köln"]


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ({"start": 3, "end": 99, "label": "X"}, "at 3:99 ends after the text, which has 25 code points"),
        ({"start": 0, "end": 3, "label": "X", "text": "Ana"}, "at 0:3 says 'Ana', but there stands 'Grü'"),
        ({"start": -1, "end": 3, "label": "X"}, "'-1' is not an offset"),
        ({"start": 0, "end": 3, "label": "a\x1b[31m"}, "can't be the name of a label"),
        ({"start": 0, "end": 3}, "the label of a span is 'None'"),
    ],
)
def test_what_does_not_fit_the_text_is_refused_with_its_place(
    span: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(json.dumps({"text": TEXT, "spans": [span], "answer": "accept"}), encoding="utf-8")
    with pytest.raises(CopydeskError) as refused:
        back_from(path, FORM, [])
    assert f"{path}, line 1: " in str(refused.value)
    assert sentence in str(refused.value)


def test_offsets_follow_a_text_that_is_frozen(tmp_path: Path) -> None:
    text = "\ufeffA\r\nB\x00 Ana\r\n\r\n Köln\x1b \ufeff!"
    path, losses = labelled(tmp_path / "t.jsonl", Unit.CODEPOINT, surface=True, text=text), Losses()
    (gold,) = back_from(path, FORM, [], losses)
    assert gold.article.text == freeze(text)
    assert [label.spans[0].text for label in gold.labels] == ["Ana", "Köln"]
    assert not losses.all


def test_white_space_at_an_edge_and_empty_labels_are_counted(tmp_path: Path) -> None:
    path, losses = tmp_path / "t.jsonl", Losses()
    spans = [{"start": 13, "end": 17, "text": "Ana ", "label": "A"}, {"start": 5, "end": 5, "label": "B"}]
    path.write_text(json.dumps({"text": TEXT, "spans": spans, "answer": "accept"}), encoding="utf-8")
    (gold,) = back_from(path, FORM, [], losses)
    assert [label.spans[0].text for label in gold.labels] == ["Ana"]
    assert {loss.what for loss in losses.of_labels} == {
        "labels on no text or on white space", "labels with white space at an edge, moved inwards",
    }  # fmt: skip


@given(st.text(), st.sampled_from(Unit))
def test_every_boundary_of_every_text_goes_there_and_back(text: str, unit: Unit) -> None:
    offsets = Offsets(text)
    assert [offsets.to_codepoint(offsets.from_codepoint(i, unit), unit) for i in range(len(text) + 1)] == list(
        range(len(text) + 1)
    )
    for i in range(len(text) + 1):
        assert freeze(text[:i] + "|")[: offsets.frozen(i)] == offsets.text[: offsets.frozen(i)]
    assert offsets.frozen(len(text)) == len(offsets.text)


@given(st.text(alphabet="aé🎉 ", min_size=1), st.data())
def test_a_true_claim_is_always_possible(text: str, data: st.DataObject) -> None:
    offsets = Offsets(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    unit = data.draw(st.sampled_from([Unit.CODEPOINT, Unit.UTF16]))
    there = [offsets.from_codepoint(i, unit) for i in (start, end)]
    assert unit in possible_units([Claim(offsets, there[0], there[1], text[start:end])])
