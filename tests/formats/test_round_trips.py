"""Ours to another format and back is what it was, but for what the report says."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tests.formats.golds import back_from, files_of, full_gold, golds
from tui.annotation import Label
from tui.gold import GoldArticle
from tui.gold.formats import Format, Holds, Losses, formats, get_format, reduced
from tui.gold.formats.conll import letters
from tui.gold.formats.holds import no_review
from tui.model import Layer

NAMES = [form.name for form in formats()]


def comparable(gold: GoldArticle, form: Format) -> GoldArticle:
    """Return what should be the same on both sides: what the format holds, without what reading makes anew."""
    left = reduced(gold, form.holds)

    def bare(label: Label) -> Label:
        return label if Holds.SIGNATURES in form.holds else replace(label, by=None, created=None, modified=None)

    review = left.review if Holds.ARTICLE in form.holds else no_review()
    labels = (*map(bare, left.labels), *map(bare, left.rejected))
    return GoldArticle.of(left.article, review, labels, left.clusters)


def as_lines(gold: GoldArticle) -> list[str]:
    """Return the article as gold JSONL has it, a line a value, for messages that show what differs."""
    return json.dumps(gold.as_json(), indent=1, ensure_ascii=False).split("\n")


@pytest.mark.parametrize("name", NAMES)
@settings(
    max_examples=16, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking two whole articles takes minutes
)  # fmt: skip
@given(data=st.data())
def test_there_and_back_is_the_identity_up_to_the_loss_report(name: str, data: st.DataObject) -> None:
    form = get_format(name)
    sent = [data.draw(golds("one")), data.draw(golds("two"))]
    sent = sent[: 1 if letters(sent[0].article.text) == letters(sent[1].article.text) else 2]
    if name == "quotes-csv":
        sent = [gold for gold in sent if any(label.layer is Layer.QUOTES for label in gold.labels)]
        assume(sent)
    losses, read = Losses(), Losses()
    with tempfile.TemporaryDirectory() as folder:
        path = files_of(sent, form, Path(folder), losses)
        back = back_from(path, form, sent, read)
    by_id = {gold.article.id: gold for gold in back}
    for gold in sent:
        assert as_lines(comparable(by_id[gold.article.id], form)) == as_lines(comparable(gold, form))
    assert not read.of_labels
    if not losses.of_labels and not losses.of_records:
        assert [as_lines(by_id[gold.article.id]) for gold in sent] == [as_lines(gold) for gold in sent]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_format_can_not_hold_is_counted_with_its_place(name: str, tmp_path: Path) -> None:
    form, gold, losses = get_format(name), full_gold(), Losses()
    path = files_of([gold], form, tmp_path, losses)
    (back,) = back_from(path, form, [gold])
    assert as_lines(comparable(back, form)) == as_lines(comparable(gold, form))
    counted = " ".join(loss.what for loss in (*losses.of_labels, *losses.of_records))
    words = {
        Holds.OVERLAPS: "overlap", Holds.SPLIT: "several pieces", Holds.CUES: "cues",
        Holds.SPEAKERS: "speakers of quotes",
        Holds.CLUSTERS: "clusters (which", Holds.CLUSTER_FORMS: "clusters", Holds.REJECTED: "turned down",
        Holds.PROPOSALS: "proposed", Holds.NOTES: "notes",
        Holds.SIGNATURES: "annotators and times", Holds.ARTICLE: "blocks", Holds.TEXT: "texts", Holds.IDS: "new ids",
    }  # fmt: skip
    if Holds.QUOTES not in form.holds:
        words = {Holds.QUOTES: "quotes", Holds.OVERLAPS: "overlap"}
    if Holds.ENTITIES not in form.holds:
        words = {Holds.ENTITIES: "entities"}
    for ability, word in words.items():
        assert (word in counted) is (ability not in form.holds), (ability, counted)
    assert all(place.startswith("harbour") for loss in losses.all for place in loss.where)
