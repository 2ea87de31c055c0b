"""The record that `copydesk extract --jsonl` writes, and its schema."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.extraction.test_pipeline import article_of
from tui.extraction.pipeline import Analyser
from tui.extraction.record import extract_schema, record
from tui.model import Block, BlockKind, Predictions, SpanError

ARTICLE = article_of(
    "“It rains,” said Ingrida Šimonytė, the prime minister. “Every day,” she added.",
    "Buy now.",
    'A spokesman for the Financial Times (FT) said that nobody had asked. The FT\'s reporter said "never".',
    drop=(1,),
)


def test_a_record_fits_its_schema_and_is_found_again(analyser: Analyser) -> None:
    predictions = analyser.analyse(ARTICLE)
    assert predictions.quotes
    assert predictions.clusters
    line = json.loads(json.dumps(record(ARTICLE, predictions)))
    Draft202012Validator.check_schema(extract_schema())
    Draft202012Validator(extract_schema()).validate(line)
    assert Predictions.from_json(line) == predictions
    assert [Block.from_json(block) for block in line["blocks"]] == list(ARTICLE.blocks)


@pytest.mark.parametrize("field", ["id", "text", "blocks", "entities", "quotes"])
def test_the_schema_refuses_a_record_without_a_field_and_one_with_a_field_it_does_not_know(
    analyser: Analyser, field: str
) -> None:
    line = record(ARTICLE, analyser.analyse(ARTICLE))
    validator = Draft202012Validator(extract_schema())
    assert not validator.is_valid({name: value for name, value in line.items() if name != field})
    assert not validator.is_valid({**line, "other": 1})


def test_the_schema_knows_every_kind_of_block() -> None:
    assert extract_schema()["$defs"]["block"]["properties"]["kind"]["enum"] == [kind.value for kind in BlockKind]


def test_a_record_of_another_text_is_refused(analyser: Analyser) -> None:
    with pytest.raises(SpanError, match="not of the text"):
        record(article_of("Other text."), analyser.analyse(ARTICLE))
