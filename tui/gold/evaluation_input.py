"""Gold articles as the scorers read them."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from tui.annotation import LayerState
from tui.cleaning.project_rules import site_of
from tui.evaluation.agreement import AnnotatedText, in_body
from tui.evaluation.data import Annotations, Document, annotations_of, annotations_of_predictions
from tui.evaluation.evaluation import Evaluation, evaluate
from tui.evaluation.groups import ASSISTED, BLIND, FACETS, NOT_KNOWN, facet_name
from tui.gold.record import GoldArticle
from tui.model import Block, CopydeskError, Entity, Layer, Predictions, Quote

_YEAR = re.compile(r"\d{4}(?!\d)")


def gold_side(gold: GoldArticle) -> Annotations:
    """Return what people decided, as the gold side of a document."""
    values = [label.value for label in gold.labels]
    return annotations_of(
        (value for value in values if isinstance(value, Entity)),
        (value for value in values if isinstance(value, Quote)),
        gold.clusters,
        gold.article.blocks,
    )


def gold_document(gold: GoldArticle, predicted: Annotations | None = None) -> Document:
    """Return a gold article as a document, with predictions if there are any.

    Its facets are the publisher, the site, the year, the language, and for each layer whether it was annotated blind or
    with suggestions.
    """
    review, source = gold.review, gold.article.source
    facets = {layer.value: BLIND if layer in review.blind else ASSISTED for layer in (Layer.ENTITIES, Layer.QUOTES)}
    year = _YEAR.match(source.published or "")
    known = {
        "publisher": source.publisher,
        "site": site_of(source),
        "year": year and year[0],
        "lang": gold.article.lang,
    }
    facets |= {name: value for name, value in known.items() if value}
    asked = review.labels.get(Layer.ENTITIES)
    return Document(
        gold.article.id, gold.article.text, gold_side(gold), predicted or Annotations(),
        frozenset(layer for layer in review.layers if _complete(gold, layer)),
        frozenset(asked) if asked else None, facets,
    )  # fmt: skip


def facet_of(gold: GoldArticle, layer: Layer, facet: str) -> str:
    """Return a property of an article to group articles by, `NOT_KNOWN` where it has none. Raises `ValueError`."""
    if facet not in FACETS:
        raise ValueError(f"{facet!r} is nothing to group articles by; take one of {', '.join(FACETS)}, or a function")
    return gold_document(gold).facets.get(facet_name(facet, layer)) or NOT_KNOWN


def never_asked(articles: Iterable[GoldArticle], layer: Layer, labels: Iterable[str]) -> str | None:
    """Return a label that can't be right or wrong anywhere: a gate on it would hold for ever."""
    articles = list(articles)
    if not all(article.review.labels.get(layer) for article in articles):
        return None  # what people were asked for isn't known everywhere
    known = {label for article in articles for label in article.review.labels[layer]}
    known |= {label.name for article in articles for label in article.labels if label.layer is layer}
    return next((label for label in labels if label not in known), None)


def scored_documents(
    golds: Iterable[GoldArticle],
    predictions: Mapping[str, Predictions],
    blocks: Mapping[str, tuple[Block, ...]] | None = None,
) -> list[Document]:
    """Return a document for each gold article that has predictions, by article id.

    `blocks` are those that a cleaner proposes, by article id. Raises `CopydeskError` where predictions were made for
    another text.
    """
    documents = []
    for gold in golds:
        article = gold.article
        if article.id not in predictions:
            continue
        found = predictions[article.id]
        if found.text_sha256 != article.text_sha256:
            raise CopydeskError(f"the predictions for {article.id!r} were made from another text; extract it again")
        proposed = None if blocks is None else blocks.get(article.id)
        documents.append(gold_document(gold, annotations_of_predictions(found, proposed)))
    return documents


def evaluate_gold(
    golds: Iterable[GoldArticle],
    predictions: Mapping[str, Predictions],
    extractor: str,
    *,
    blocks: Mapping[str, tuple[Block, ...]] | None = None,
    layers: Collection[Layer] = tuple(Layer),
    labels: Iterable[str] | None = None,
) -> Evaluation:
    """Score those of `layers` that an extractor makes against gold articles; blocks only where a cleaner's are given.

    Raises what `scored_documents` raises.
    """
    made = {layer for one in predictions.values() for layer in one.by}
    if blocks is not None:
        made.add(Layer.BLOCKS)
    layers = made.intersection(layers)
    return evaluate(scored_documents(golds, predictions, blocks), extractor, layers, labels)


def annotated_texts(golds: Mapping[str, Iterable[GoldArticle]]) -> list[AnnotatedText]:
    """Return the texts whose entities all annotators have finished; `golds` has the articles of each by name.

    Of each text what all of them keep as the body. Raises `CopydeskError` where an article doesn't have the same text
    everywhere.
    """
    by_id = {
        name: {a.article.id: a for a in articles if _complete(a, Layer.ENTITIES)} for name, articles in golds.items()
    }
    common = set.intersection(*(set(articles) for articles in by_id.values())) if by_id else set()
    texts = []
    for article_id in sorted(common):
        versions = {name: articles[article_id] for name, articles in by_id.items()}
        _check_same_text(list(versions.values()))
        text = next(iter(versions.values())).article.text
        sides = {name: gold_side(gold) for name, gold in versions.items()}
        whole = AnnotatedText(article_id, text, {name: side.spans for name, side in sides.items()})
        texts.append(in_body(whole, (stretch for side in sides.values() for stretch in side.dropped)))
    return texts


def compared_documents(first: Iterable[GoldArticle], second: Iterable[GoldArticle]) -> list[Document]:
    """Return the articles that both have, the first's work as gold and the second's as predictions.

    A layer is complete where it is for both; the body is what both keep. Raises `CopydeskError` where an
    article doesn't have the same text on both sides.
    """
    others = {gold.article.id: gold for gold in second}
    documents = []
    for gold in first:
        other = others.get(gold.article.id)
        if other is not None:
            _check_same_text([gold, other])
            theirs = gold_side(other)
            document = gold_document(gold, theirs)
            complete = frozenset(layer for layer in document.complete if _complete(other, layer))
            documents.append(replace(document, complete=complete, asked=None, dropped_too=theirs.dropped))
    return documents


def compared(golds: Mapping[str, Iterable[GoldArticle]]) -> dict[tuple[str, str], Evaluation]:
    """Return every two people's work scored against each other, on the layers that both have finished, by their names.

    Raises what `compared_documents` raises.
    """
    found = {}
    for (first, ours), (second, theirs) in combinations(golds.items(), 2):
        documents = compared_documents(ours, theirs)
        complete = {layer for document in documents for layer in document.complete}
        found[first, second] = evaluate(documents, f"{first}, {second}", complete)
    return found


def _complete(gold: GoldArticle, layer: Layer) -> bool:
    return gold.review.layers[layer] is LayerState.COMPLETE


def _check_same_text(golds: list[GoldArticle]) -> None:
    if len({gold.article.text_sha256 for gold in golds}) > 1:
        raise CopydeskError(f"{golds[0].article.id!r} is not the same text for all annotators; export them again")
