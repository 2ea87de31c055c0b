"""The quotations of the document that the project starts from: checked by offsets, its text is not passed on."""

from pathlib import Path

import pytest

from tests.extraction.quoting import entities_of
from tui.cleaning import read
from tui.extraction.marks import find_stretches
from tui.extraction.models import LoadedModel
from tui.extraction.quotes import find_quotes
from tui.model import Quote

SEEDS = Path(__file__).parents[2] / "seeds"
SEED = "000_24130ea0781c1e67"

pytestmark = pytest.mark.skipif(
    not (SEEDS / f"{SEED}.txt").is_file(), reason="the seed article is not part of the repository (seeds/README.md)"
)

# For each of the 14 stretches in quotation marks: its offsets in the kept text, the kind of the quote it belongs to,
# the cue, and the end of the name of who said it. The last one stands alone in its paragraph, which names nobody: the
# speaker of the paragraph before goes on.
EXPECTED = [
    (328, 409, "direct", "said", "Šimonytė"),
    (509, 566, "direct", "said", "Šimonytė"),
    (697, 711, "mixed", "told", "Macron"),
    (923, 1097, "direct", "said", "Peskov"),
    (1218, 1325, "direct", "added", "Peskov"),
    (1857, 1971, "direct", "said", "Troitskiy"),
    (1998, 2269, "direct", "said", "Troitskiy"),
    (2676, 2802, "direct", "said", "Šimonytė"),
    (3080, 3104, "mixed", "urging", "document"),
    (3283, 3336, "mixed", "warned", "Stróżyk"),
    (3380, 3407, "mixed", "said", "Stróżyk"),
    (3471, 3514, "mixed", "said", "Stróżyk"),
    (3605, 3889, "direct", "said", "Troitskiy"),
    (3900, 4061, "direct", None, "Troitskiy"),
]


@pytest.fixture(scope="module")
def quotes(model: LoadedModel) -> dict[tuple[int, int], tuple[Quote, str]]:
    """Each stretch with the quote that holds it and the name of its speaker."""
    (article,) = read([SEEDS / f"{SEED}.txt"])
    doc = model.nlp(article.kept.text)
    findings = find_quotes(doc, entities_of(doc))
    names = {c.id: c.name for c in findings.clusters}
    held = {}
    for stretch in find_stretches(doc.text):
        for quote in findings.quotes:
            if any(p.start <= stretch.start and stretch.end <= p.end for p in quote.content):
                cluster = (quote.speaker.cluster if quote.speaker else None) or ""
                held[stretch.start, stretch.end] = quote, names.get(cluster, cluster)
    return held


def test_every_stretch_in_marks_belongs_to_a_quote(quotes: dict[tuple[int, int], tuple[Quote, str]]) -> None:
    assert sorted(quotes) == [(start, end) for start, end, *_ in EXPECTED]


@pytest.mark.parametrize(("start", "end", "kind", "cue", "person"), EXPECTED)
def test_each_stretch_has_the_right_kind_cue_and_person(
    quotes: dict[tuple[int, int], tuple[Quote, str]], start: int, end: int, kind: str, cue: str | None, person: str
) -> None:
    quote, name = quotes[start, end]
    assert quote.kind == kind
    assert (quote.cue.text if quote.cue else None) == cue
    assert name.endswith(person)


def test_the_quote_without_any_attribution_says_how_its_speaker_was_found(
    quotes: dict[tuple[int, int], tuple[Quote, str]],
) -> None:
    (*_, (before, _), (last, _)) = (quotes[key] for key in sorted(quotes))
    assert last.how == "previous-paragraph"
    assert (last.score or 0) < (before.score or 0)
