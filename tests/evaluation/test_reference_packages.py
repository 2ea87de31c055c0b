"""Agreement with the packages people know, on random documents where those packages mean the same thing."""

import re
import warnings
from functools import cache

import pytest
from hypothesis import given

from tests.evaluation.build import FLAT_TEXT, FLAT_WORDS, documents, flat_lists
from tests.peers import needs
from tui.evaluation.spans import score_spans

TOKEN = re.compile(r"\w+|[^\w\s]")
LABELS = "ABC"
FLAT = documents(flat_lists(LABELS), FLAT_TEXT)


def tags(spans):
    """IOB2 tags of the words of the flat text."""
    result = ["O"] * FLAT_WORDS
    for start, end, label in spans:
        words = range(start // 3, end // 3 + 1)
        for word in words:
            result[word] = f"{'B' if word == words[0] else 'I'}-{label}"
    return result


@cache
def english():
    import spacy

    return spacy.blank("en").vocab


@given(FLAT)
def test_nervaluate_counts_the_same_on_flat_spans(corpus):
    nervaluate = pytest.importorskip("nervaluate", reason="nervaluate isn't installed")

    def as_dicts(spans):  # its ends are inclusive, and its greedy matching depends on the order
        return [{"label": s.label, "start": s.start, "end": s.end - 1} for s in sorted(spans)]

    gold = [as_dicts(d.gold.spans) for d in corpus]
    predicted = [as_dicts(d.predicted.spans) for d in corpus]
    # its loader breaks on a first document without spans
    keep = sorted(range(len(corpus)), key=lambda i: not gold[i])
    if not gold[keep[0]]:
        return
    evaluator = nervaluate.Evaluator(
        [gold[i] for i in keep], [predicted[i] for i in keep], tags=list(LABELS), loader="dict"
    )
    theirs = evaluator.evaluate()["overall"]
    ours = score_spans(corpus)
    for scheme in ("strict", "exact", "partial"):
        result = theirs[scheme]
        want = (result.correct, result.incorrect, result.partial, result.missed, result.spurious)
        assert tuple(ours.counts(scheme).values()) == want
    # its type matching takes the first overlap, ours the best
    assert ours.counts("type")["COR"] >= theirs["ent_type"].correct


@needs("seqeval")
@given(FLAT)
def test_seqeval_gives_the_same_micro_scores_and_label_scores(corpus):
    from seqeval import metrics as seqeval

    gold, predicted = (
        [tags(side(d)) for d in corpus] for side in (lambda d: d.gold.spans, lambda d: d.predicted.spans)
    )
    ours = score_spans(corpus)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert seqeval.precision_score(gold, predicted) == pytest.approx(ours.score().precision or 0)
        assert seqeval.recall_score(gold, predicted) == pytest.approx(ours.score().recall or 0)
        assert seqeval.f1_score(gold, predicted) == pytest.approx(ours.score().f1 or 0)
        if not ours.labels:
            return
        assert seqeval.f1_score(gold, predicted, average="macro") == pytest.approx(ours.macro(every_label=True))
        report = seqeval.classification_report(gold, predicted, output_dict=True)
    for label, score in ours.by_label.items():
        assert report[label]["support"] == score.gold
        assert report[label]["f1-score"] == pytest.approx(score.f1 or 0)


@given(FLAT)
def test_spacy_gives_the_same_strict_scores(corpus):
    from spacy.scorer import Scorer
    from spacy.tokens import Doc
    from spacy.training import Example

    def doc(spans):
        made = Doc(english(), words=FLAT_TEXT.split())
        made.spans["all"] = [made.char_span(s.start, s.end, label=s.label) for s in spans]
        return made

    examples = [Example(doc(d.predicted.spans), doc(d.gold.spans)) for d in corpus]
    theirs = Scorer.score_spans(
        examples, "spans_all", getter=lambda d, _: d.spans.get("all", []), has_annotation=lambda _: True,
        allow_overlap=True, labeled=True,
    )  # fmt: skip
    ours = score_spans(corpus)
    assert theirs["spans_all_f"] == pytest.approx(ours.score().f1)
    for label, values in (theirs["spans_all_per_type"] or {}).items():
        assert values["f"] == pytest.approx(ours.by_label[label].f1 or 0)


@given(FLAT)
def test_scikit_learn_gives_the_same_token_overlap(corpus):
    sklearn = pytest.importorskip("sklearn.metrics", reason="scikit-learn isn't installed")
    from sklearn.preprocessing import MultiLabelBinarizer

    def sets(spans):
        return [{s.label for s in spans if s.start < m.end() and m.start() < s.end} for m in TOKEN.finditer(FLAT_TEXT)]

    binarizer = MultiLabelBinarizer(classes=list(LABELS))
    gold = binarizer.fit_transform([t for d in corpus for t in sets(d.gold.spans)])
    predicted = binarizer.transform([t for d in corpus for t in sets(d.predicted.spans)])
    precision, recall, f1, _ = sklearn.precision_recall_fscore_support(
        gold, predicted, average="micro", zero_division=0
    )
    ours = score_spans(corpus).tokens.score
    assert (ours.precision or 0, ours.recall or 0, ours.f1 or 0) == pytest.approx((precision, recall, f1))
