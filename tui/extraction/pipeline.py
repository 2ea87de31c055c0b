"""`Article` to `Predictions`: one parse of the kept text, then entities, clusters and quotes on it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from spacy.tokens import Doc

from tui import __version__
from tui.extraction import ATTITUDES
from tui.extraction.checked import checked_entities
from tui.extraction.chunks import chunks
from tui.extraction.clusters import cluster
from tui.extraction.models import LoadedModel, load
from tui.extraction.names import refine
from tui.extraction.quotes import find_quotes
from tui.extraction.sources import EntitySource, entities_alone
from tui.extraction.whole import in_whole
from tui.model import Article, Entity, Layer, Predictions, Quote, Span, trimmed

BATCH = 8
"""Pieces of text that spaCy gets at a time. More only cost memory: an article of 100,000 words takes 0.5 GB so, and
1.1 GB with pieces and batches of twice the size, in the same time."""


class Analyser:
    """Everything Copydesk itself says about an article, made with one spaCy pipeline."""

    def __init__(
        self,
        model: LoadedModel | str | None = None,
        off: Collection[str] = (),
        entities_from: EntitySource | None = None,
        *,
        attitudes: bool = False,
    ) -> None:
        """Take a loaded model, or load the pipeline of that name or path (None: the default one).

        `off` names the rules on names that are not applied; `entities_from` takes the place of our entities; with
        `attitudes`, what is thought, wanted or liked is a quote as well as what is said. Raises `CopydeskError` when
        the model can't be loaded or has no parser or no named entity recogniser.
        """
        self.model = model if isinstance(model, LoadedModel) else load(model)
        self.off = frozenset(off)
        self._source, self._attitudes = entities_from, attitudes
        self.by = {
            layer: self.model.provenance(f"copydesk-{layer.value}", __version__)
            for layer in (Layer.ENTITIES, Layer.QUOTES)
        }
        if attitudes:
            self.by[Layer.QUOTES] = self.model.provenance(f"{ATTITUDES}-{Layer.QUOTES.value}", __version__)
        if entities_from is not None:
            self.by[Layer.ENTITIES] = entities_from.by[Layer.ENTITIES]

    def analyse(self, article: Article) -> Predictions:
        """Return what the extractors say of the kept blocks of `article`; every span is of the whole text."""
        (predictions,) = self.analyse_many([article])
        return predictions

    def analyse_many(self, articles: Iterable[Article]) -> Iterator[Predictions]:
        """Yield the predictions of each article in turn; several articles share a batch, which is faster."""
        numbered = (
            (piece, (n, article))
            for n, article in enumerate(articles)
            for piece in (list(chunks(article.kept.text)) or [""])
        )
        parsed = self.model.nlp.pipe(numbered, as_tuples=True, batch_size=BATCH)
        for (_, article), group in groupby(parsed, key=itemgetter(1)):
            yield self._predict(article, _joined([doc for doc, _ in group]))

    def analyse_in_parts(self, article: Article) -> Iterator[tuple[int | None, Predictions]]:
        """Yield what is known of a long article while it is analysed, and its predictions at the end.

        First, for each piece of it, `(characters done, entities of that piece)`, which are provisional, since later
        pieces may change them; then `(None, predictions)`.
        """
        docs: list[Doc] = []
        done = found = 0
        pieces = list(chunks(article.kept.text)) or [""]
        for piece in pieces:
            docs.append(self.model.nlp(piece))
            if len(pieces) > 1:
                entities = [shifted(entity, done) for entity in self._entities(docs[-1], piece, after=found)]
                done, found = done + len(piece), found + len(entities)
                yield done, in_whole(Predictions(article.text_sha256, self.by, tuple(entities)), article.kept)
        yield None, self._predict(article, _joined(docs))

    def _predict(self, article: Article, doc: Doc) -> Predictions:
        text = article.kept.text  # spaCy would put the text of `doc` together anew whenever it is asked for
        entities, clusters = cluster(text, self._entities(doc, text))
        said = find_quotes(doc, entities, attitudes=self._attitudes)
        # Speakers that are no name ("a spokesman") have clusters of their own, numbered on from those of names.
        ids = {unnamed.id: f"c{n}" for n, unnamed in enumerate(said.clusters, start=len(clusters) + 1)}
        clusters += [replace(unnamed, id=ids[unnamed.id]) for unnamed in said.clusters]
        quotes = tuple(_with_speaker_id(quote, ids) for quote in said.quotes)
        made = Predictions(
            article.text_sha256, self.by, tuple(entities), quotes, tuple(clusters), tuple(said.candidates)
        )
        return in_whole(made, article.kept)

    def _entities(self, doc: Doc, text: str, after: int = 0) -> list[Entity]:
        if self._source is not None:
            return [replace(entity, id=f"e{n}") for n, entity in enumerate(self._source.find(text), after + 1)]
        found = ((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents)
        return [
            Entity(f"e{n}", Span.of(text, m.start, m.end), m.label, changes=tuple(m.changes))
            for n, m in enumerate(refine(text, found, self.off).result(), start=after + 1)
        ]


class PipelineExtractor:
    """The entities of a spaCy pipeline as they are."""

    def __init__(self, model: LoadedModel, name: str, version: str) -> None:
        """Take the pipeline, and the name and version of the extractor to record."""
        self.model, self._name = model, name
        self.by = {Layer.ENTITIES: model.provenance(name, version)}

    def find(self, text: str) -> list[Entity]:
        """Return the entities in `text`; white space at their edges is left out. Raises `CopydeskError`."""
        doc = _joined([self.model.nlp(piece) for piece in list(chunks(text)) or [""]])
        spans = ((trimmed(text, ent.start_char, ent.end_char), ent.label_) for ent in doc.ents)
        named = [(start, end, label) for (start, end), label in spans if start < end and label]
        return checked_entities(named, text, self._name)

    def analyse(self, article: Article) -> Predictions:
        """Return the entities of the kept text, and which of them are one thing."""
        return entities_alone(article, self)


def _joined(docs: Sequence[Doc]) -> Doc:
    """Return the pieces of one text as one document, with the offsets of the whole."""
    return docs[0] if len(docs) == 1 else Doc.from_docs(list(docs), ensure_whitespace=False)


def _with_speaker_id(quote: Quote, ids: Mapping[str, str]) -> Quote:
    speaker = quote.speaker
    if speaker is None or speaker.cluster is None or speaker.cluster not in ids:
        return quote
    return replace(quote, speaker=replace(speaker, cluster=ids[speaker.cluster]))


def shifted(entity: Entity, by: int) -> Entity:
    """Return `entity` moved to the right by a number of characters."""
    span = entity.span
    return replace(entity, span=Span(span.start + by, span.end + by, span.text))
