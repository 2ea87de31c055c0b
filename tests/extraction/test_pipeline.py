"""What the analyser says of articles, ordinary and odd ones."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.extraction.chunks import chunks
from tui.extraction.pipeline import Analyser, in_whole
from tui.model import Article, Block, BlockKind, Entity, Layer, Predictions, Quote, QuoteKind, Span, Speaker


def article_of(*blocks: str, drop: tuple[int, ...] = ()) -> Article:
    """An article of `blocks` joined by a blank line, those numbered in `drop` not kept."""
    made, start = [], 0
    for n, text in enumerate(blocks):
        made.append(Block(start, start + len(text), BlockKind.BODY, n not in drop, "test"))
        start += len(text) + 2
    return Article("a", "\n\n".join(blocks), tuple(made))


def names(predictions: Predictions) -> list[tuple[str, str]]:
    return [(entity.span.text, entity.label) for entity in predictions.entities]


def test_entities_stand_at_their_offsets_in_the_whole_text(analyser: Analyser) -> None:
    article = article_of(
        "Angela Merkel flew to Paris.", "Buy a car at Ford.", "Emmanuel Macron met her in Berlin.", drop=(1,)
    )
    predictions = analyser.analyse(article)
    predictions.check(article.text)
    assert ("Emmanuel Macron", "PERSON") in names(predictions)
    assert all(text != "Ford" for text, _ in names(predictions))
    assert [entity.id for entity in predictions.entities] == [f"e{n}" for n in range(1, len(predictions.entities) + 1)]


def test_every_prediction_says_who_made_it(analyser: Analyser) -> None:
    by = analyser.analyse(article_of("Nobody was there.")).by
    assert set(by) == {Layer.ENTITIES, Layer.QUOTES}
    for provenance in by.values():
        assert provenance.model == analyser.model.name
        assert provenance.weights_sha256 is not None
        assert len(provenance.weights_sha256) == 64


def test_an_article_without_kept_text_has_no_predictions(analyser: Analyser) -> None:
    for article in (Article("empty", "", ()), article_of("Angela Merkel", drop=(0,)), Article("blank", " \n\n ", ())):
        predictions = analyser.analyse(article)
        assert predictions.entities == predictions.quotes == predictions.clusters == ()
        assert predictions.text_sha256 == article.text_sha256


def test_odd_text_is_analysed_without_an_error(analyser: Analyser) -> None:
    odd = (
        'ALL CAPS: OBAMA MEETS MERKEL IN BERLIN, "NO DEAL" SAYS MAYOR',
        "Vokietijos kanclerė Angela Merkel „nieko nepasakė“.",
        "東京で会議が開かれた。「はい」と彼は言った。",
        "👩‍👩‍👧‍👦 \u202eשלום\u202c \u200b \xad \x85 \t '''''' \"\"\" \u2028 x",
        '"',
        "A" * 5000,
    )
    for text in odd:
        article = article_of(text)
        analyser.analyse(article).check(article.text)


def test_several_articles_are_answered_in_order_and_each_as_if_alone(analyser: Analyser) -> None:
    one, two = article_of("Angela Merkel flew to Paris."), article_of("Tim Cook runs Apple.")
    together = list(analyser.analyse_many([one, two, two, one]))
    assert together == [analyser.analyse(article) for article in (one, two, two, one)]


def test_a_text_longer_than_one_piece_keeps_its_offsets(analyser: Analyser) -> None:
    article = article_of(*["Angela Merkel met Tim Cook in Berlin on Tuesday to talk about the price of bread."] * 300)
    predictions = analyser.analyse(article)
    predictions.check(article.text)
    assert sum(text == "Angela Merkel" for text, _ in names(predictions)) == 300


@given(st.text(alphabet="ab. \n", max_size=300), st.integers(min_value=4, max_value=40))
def test_chunks_joined_are_the_text_and_none_is_too_long(text: str, size: int) -> None:
    pieces = list(chunks(text, size))
    assert "".join(pieces) == text
    assert all(0 < len(piece) <= size for piece in pieces)


def test_a_chunk_ends_after_a_blank_line_where_there_is_one() -> None:
    assert list(chunks("one two.\n\nthree. four five", 16)) == ["one two.\n\n", "three. four five"]


@settings(max_examples=200)
@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=8), min_size=1, max_size=5), st.data())
def test_spans_that_leave_their_block_are_cut_never_wrong(blocks: list[str], data: st.DataObject) -> None:
    dropped = data.draw(st.sets(st.integers(0, len(blocks) - 1)))
    article = article_of(*blocks, drop=tuple(dropped))
    kept = article.kept
    if not kept.text:
        return
    start = data.draw(st.integers(0, len(kept.text) - 1))
    span = Span.of(kept.text, start, data.draw(st.integers(start + 1, len(kept.text))))
    made = Predictions(
        article.text_sha256, {}, (Entity("e1", span, "ORG"),),
        (Quote("q1", QuoteKind.DIRECT, (span,), span, Speaker(span)),),
    )  # fmt: skip
    moved = in_whole(made, kept)
    moved.check(article.text)
    for found in moved.spans():
        assert kept.from_whole(found.start, found.end) is not None
    if moved.quotes:
        assert "".join(p.text for p in moved.quotes[0].content).split() == span.text.split() or "\n" in span.text
