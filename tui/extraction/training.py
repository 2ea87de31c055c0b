"""From labelled texts to what `spacy train` needs: DocBins, and a configuration that works on them as they are.

The trained pipeline is the old one with another recogniser of names: parser and tagger stay what they were, so that the
quote rules work on it, too.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.cli.init_config import init_config
from spacy.tokens import Span
from spacy.util import filter_spans

from tui.extraction.docbin import PlainDoc, PlainSpan, to_docbin
from tui.extraction.models import LoadedModel

NER = "ner"


@dataclass(frozen=True)
class LabelledText:
    """A text as extractors see it, and every entity in it: start and end in code points, and label."""

    text: str
    entities: Sequence[tuple[int, int, str]]


@dataclass
class Prepared:
    """Documents for a DocBin, how many entities they have, by label, and how many not, since tokens can't hold them.

    `overlapping` lie across a longer one; `between_tokens` begin or end within a token: there the recogniser is told
    that nobody knows.
    """

    docs: list[PlainDoc] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    overlapping: int = 0
    between_tokens: int = 0

    def to_bytes(self) -> bytes:
        """Return the DocBin."""
        return to_docbin(self.docs)


def prepared(texts: Iterable[LabelledText], model: LoadedModel) -> Prepared:
    """Return texts as documents with the tokens of `model` and complete entities."""
    made = Prepared()
    for labelled in texts:
        doc = model.nlp.make_doc(labelled.text)
        spans: list[Span] = []
        unknown: list[Span] = []
        for start, end, label in labelled.entities:
            span = doc.char_span(start, end, label)
            if span is not None:
                spans.append(span)
            elif (around := doc.char_span(start, end, label, alignment_mode="expand")) is not None:
                unknown.append(around)
        taken = filter_spans(spans)
        made.overlapping += len(spans) - len(taken)
        made.between_tokens += len(unknown)
        missing = {token.i for span in unknown for token in span}
        for span in taken:
            made.labels[span.label_] = made.labels.get(span.label_, 0) + 1
        made.docs.append(PlainDoc(
            labelled.text, [(token.idx, token.idx + len(token)) for token in doc],
            [PlainSpan(span.start_char, span.end_char, span.label_) for span in taken],
            [token.i in missing for token in doc], lang=str(model.nlp.lang),
        ))  # fmt: skip
    return made


def config(
    model: LoadedModel, base: str, labels: Collection[str], paths: Mapping[str, str], *, steps: int, fresh: bool = False
) -> tuple[str, bool]:
    """Return a configuration for `spacy train` as text, and whether the recogniser of `base` learns on.

    It does where it knows all `labels` and `fresh` is False; else a new one takes its place. `base` is the name or the
    path that `model` was loaded from, `paths` are those of `train` and `dev`, `steps` how many updates are made at the
    most.
    """
    nlp = model.nlp
    learns_on = not fresh and NER in nlp.pipe_names and set(labels) <= set(nlp.pipe_labels[NER])
    others = [name for name in nlp.pipe_names if name != NER]
    settings = init_config(lang=str(nlp.lang), pipeline=[NER], optimize="efficiency", silent=True)
    settings["paths"] |= dict(paths)
    settings["nlp"]["pipeline"] = [*others, NER]
    settings["components"] = {name: {"source": base} for name in others}
    settings["components"][NER] = _sourced(model, base) if learns_on else {"factory": NER}
    settings["training"] |= {
        "frozen_components": others, "max_steps": steps, "eval_frequency": max(1, min(200, steps // 2)),
    }  # fmt: skip
    # The others are not scored: the best state is that with the best entities.
    others_scores = {score for name in others for score in nlp.get_pipe_meta(name).default_score_weights or ()}
    settings["training"]["score_weights"] |= dict.fromkeys(sorted(others_scores))
    copied = {"@callbacks": "spacy.copy_from_base_model.v1", "tokenizer": base, "vocab": base}
    settings["initialize"]["before_init"] = copied
    if len(nlp.vocab.vectors):
        settings["paths"]["vectors"] = base
    return str(settings.to_str()), learns_on


def _sourced(model: LoadedModel, base: str) -> dict[str, Any]:
    """Return the recogniser of the old pipeline, with its own copy of an embedding that it has shared till now."""
    definition: Any = model.nlp.config["components"][NER]
    shared = "Listener" in str(definition.get("model", {}).get("tok2vec", {}).get("@architectures", ""))
    return {"source": base, **({"replace_listeners": ["model.tok2vec"]} if shared else {})}
