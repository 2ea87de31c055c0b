from tui.evaluation.data import LabelledSpan, QuoteItem, annotations_of, annotations_of_predictions
from tui.model import (
    Article,
    Block,
    BlockKind,
    Cluster,
    Entity,
    Layer,
    Predictions,
    Provenance,
    Quote,
    QuoteKind,
    Speaker,
)  # fmt: skip

TEXT = 'Ines Okoro said: "We are open."'
ARTICLE = Article("bridge", TEXT, (Block(0, 31, BlockKind.BODY, True, "text"),))
INES = ARTICLE.span(0, 10)
PREDICTIONS = Predictions(
    ARTICLE.text_sha256, {Layer.ENTITIES: Provenance("rules", "1")},
    entities=(Entity("e1", INES, "PERSON", "c1"),),
    quotes=(Quote("q1", QuoteKind.DIRECT, (ARTICLE.span(17, 31),), ARTICLE.span(11, 15), Speaker(INES, "c1"), "cue"),),
    clusters=(Cluster("c1", "Ines Okoro", "PERSON"),),
)  # fmt: skip


def test_predictions_become_a_side_of_a_document():
    side = annotations_of_predictions(PREDICTIONS)
    assert side.spans == (LabelledSpan(0, 10, "PERSON"),)
    assert side.quotes == (QuoteItem(((17, 31),), "direct", (11, 15), (0, 10), "c1", "cue"),)
    assert side.clusters[0].mentions == ((0, 10),)
    assert side.blocks is None


def test_blocks_are_part_of_a_side_when_given():
    assert annotations_of(blocks=ARTICLE.blocks).blocks == ((0, 31, True),)
    assert annotations_of_predictions(PREDICTIONS, ARTICLE.blocks).blocks == ((0, 31, True),)
