"""What spaCy itself finds in our DocBin, and what we find in one that spaCy wrote."""

from pathlib import Path

import spacy
from spacy.tokens import DocBin, Span
from spacy.training import Corpus

from tests.formats.golds import back_from, files_of, full_gold
from tui.gold.formats import Losses, get_format

FORM = get_format("docbin")


def test_spacy_reads_entities_spans_and_what_nobody_has_decided(tmp_path: Path) -> None:
    gold, losses = full_gold(), Losses()
    path = files_of([gold], FORM, tmp_path, losses)
    (example,) = Corpus(path)(spacy.blank("en"))
    doc = example.reference
    assert doc.text == gold.article.text
    longest = [("Zoë O’Neil", "PERSON"), ("Neil of the Bank", "WORK_OF_ART"), ("Éire", "GPE"), ("ベルク", "PERSON")]
    assert {(e.text, e.label_) for e in doc.ents} == {("Bob Ray", "PERSON"), *longest[1:]}
    assert "in doc.spans" in losses.notes[1].what
    assert {(s.text, s.label_) for s in doc.spans["entities"]} > {*longest, ("Bank of Éire", "ORG")}
    assert next((s.text, s.label_, s.id_) for s in doc.spans["quotes"]) == ("🎉 opens", "QUOTE_MIXED", "q2.3")
    assert [s.text for s in doc.spans["cues"]] == ["said"]
    assert [s.text for s in doc.spans["incorrect_spans"]] == ["Photo"]
    tags = {token.text: token.ent_iob_ for token in doc}
    assert (tags["Bob"], tags["won"], tags["Photo"]) == ("B", "O", "")  # the credit is dropped: nobody looked


def test_a_docbin_that_spacy_wrote_comes_in_as_added_labels(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("Ana Müller 🎉 left Bonn.")
    doc.set_ents([Span(doc, 0, 2, "PERSON")])
    doc.spans["sc"] = [Span(doc, 0, 2, "PERSON"), Span(doc, 4, 5, "GPE")]
    doc.spans["incorrect_spans"] = [Span(doc, 3, 4, "ORG")]
    path = tmp_path / "train.spacy"
    DocBin(docs=[doc], attrs=["ENT_IOB", "ENT_TYPE"]).to_disk(path)
    (gold,) = back_from(path, FORM, [])
    assert gold.article.id == "train-1"
    assert [(x.id, x.name, x.spans[0].text, x.status, x.by) for x in gold.labels] == [
        ("e1.1", "PERSON", "Ana Müller", "added", "eve"), ("e1.3", "GPE", "Bonn", "added", "eve"),
    ]  # fmt: skip
    assert [(x.name, x.spans[0].text) for x in gold.rejected] == [("ORG", "left")]


def test_spacy_learns_from_it(tmp_path: Path) -> None:
    """A recogniser trained on the file finds its names, and not what somebody turned down."""
    path = files_of([full_gold()], FORM, tmp_path)
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner", config={"incorrect_spans_key": "incorrect_spans"})
    examples = list(Corpus(path)(nlp))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    found = {(ent.text, ent.label_) for ent in nlp(full_gold().article.text).ents}
    assert found >= {("Bob Ray", "PERSON"), ("Éire", "GPE")}
    assert "Photo" not in {text for text, _ in found}
