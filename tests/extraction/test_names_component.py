"""The rules in a spaCy pipeline of one's own."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from tui.extraction.names import RULES
from tui.model import CopydeskError

PATTERNS = [
    {"label": "ORG", "pattern": "the Financial Times"},
    {"label": "GPE", "pattern": "Smith"},
    {"label": "PERSON", "pattern": "Anna Smith"},
    {"label": "ORG", "pattern": "State"},
]
TEXT = "Anna Smith writes for the Financial Times. Smith said the State paid her."


def pipeline(**config: object) -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns(PATTERNS)
    nlp.add_pipe("copydesk_names", config=config)
    return nlp


def test_it_works_in_anyones_pipeline_and_says_what_it_changed() -> None:
    doc = pipeline()(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("Anna Smith", "PERSON"), ("Financial Times", "ORG"), ("Smith", "PERSON"),
    ]  # fmt: skip
    assert doc.ents[0]._.name_changes == []
    assert doc.ents[2]._.name_changes == [{"rule": "surname", "before": "GPE Smith", "after": "PERSON Smith"}]
    assert [(TEXT[gone["start"] : gone["end"]], gone["changes"][0]["rule"]) for gone in doc._.removed_names] == [
        ("State", "generic")
    ]


def test_each_rule_can_be_switched_off() -> None:
    doc = pipeline(rules={"article": False, "surname": False, "context": False})(TEXT)
    assert [(ent.text, ent.label_) for ent in doc.ents[1:]] == [("the Financial Times", "ORG"), ("Smith", "GPE")]


def test_a_rule_that_there_is_not_is_refused() -> None:
    with pytest.raises(CopydeskError, match="no rule 'articel'; its rules are boundaries, article"):
        pipeline(rules={"articel": False})


def test_the_record_survives_being_stored_and_the_pipeline_too(tmp_path) -> None:
    nlp = pipeline(rules={"generic": False})
    doc = nlp(TEXT)
    assert Doc(nlp.vocab).from_bytes(doc.to_bytes()).ents[1]._.name_changes == doc.ents[1]._.name_changes != []
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert [(ent.text, ent.label_) for ent in again(TEXT).ents] == [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize("rule", RULES)
def test_a_blank_text_and_a_text_without_names_are_left_alone(rule: str) -> None:
    nlp = pipeline(rules={rule: False})
    for text in ("", " \n\n", "nothing here has a name"):
        assert nlp(text).ents == ()
