"""Time the scorer beside nervaluate, seqeval and spaCy's scorer on the same invented spans, and how it grows.

    python -m benchmarks.evaluation [--articles 10000] [--spans 60] [--only-ours]

Ours includes all four schemes, scores of every label, overlap in characters and tokens, the confusion matrix, the error
classes, and 95 % intervals of every number. The others get their input in their own form, made before the clock
starts. Strict F1 of all is compared, so that nobody wins by counting something else. Times are of the processor, on one
core (set OMP_NUM_THREADS=1), so that other work on the machine doesn't count.
"""

import argparse
import random
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from tui.evaluation.data import Annotations, Document, LabelledSpan
from tui.evaluation.evaluation import evaluate
from tui.model import Layer

LABELS = ("PERSON", "ORG", "GPE", "NORP", "LOC", "EVENT", "DATE", "MONEY")
WORDS = 480  # of 4 letters and a space
TEXT = "word " * WORDS


def corpus(articles: int, spans: int, seed: int = 1) -> list[Document]:
    """Return articles with flat spans of whole words; the predictions have every kind of error."""
    chosen = random.Random(seed)
    return [_article(chosen, f"a{i}", spans) for i in range(articles)]


def _article(chosen: random.Random, name: str, spans: int) -> Document:
    gold, predicted, room = [], [], WORDS // spans
    for i in range(spans):
        first = i * room + chosen.randrange(room - 3)
        last, label = first + chosen.randint(1, 3), chosen.choice(LABELS)
        gold.append(_span(first, last, label))
        luck = chosen.random()
        if luck < 0.80:
            predicted.append(_span(first, last, label))
        elif luck < 0.86:
            predicted.append(_span(first, last, chosen.choice(LABELS)))
        elif luck < 0.93:
            predicted.append(_span(first, min(last + 1, (i + 1) * room), label))
        elif luck < 0.96:  # two predictions for one name
            predicted.append(_span(first, first + 1, label))
            predicted += [_span(first + 1, last, label)] if last > first + 1 else []
    return Document(name, TEXT, Annotations(tuple(gold)), Annotations(tuple(predicted)))


def _span(first: int, last: int, label: str) -> LabelledSpan:
    return LabelledSpan(5 * first, 5 * last - 1, label)


def ours(documents: Sequence[Document]) -> tuple[float, float]:
    """Return seconds and strict F1."""
    start = time.process_time()
    evaluation = evaluate(documents, "benchmark", [Layer.ENTITIES])
    spans = evaluation.entities
    assert spans is not None
    for name in evaluation.tallies:
        evaluation.interval(name)
    _ = spans.confusion, spans.error_counts, spans.macro(), spans.by_label
    return time.process_time() - start, spans.score().f1 or 0.0


def nervaluate(documents: Sequence[Document]) -> tuple[float, float]:
    """Return seconds and strict F1 of nervaluate, whose ends are inclusive."""
    from nervaluate import Evaluator

    gold, predicted = (
        [[{"label": s.label, "start": s.start, "end": s.end - 1} for s in side(d).spans] for d in documents]
        for side in (lambda d: d.gold, lambda d: d.predicted)
    )
    start = time.process_time()
    result = Evaluator(gold, predicted, tags=list(LABELS), loader="dict").evaluate()
    return time.process_time() - start, float(result["overall"]["strict"].f1)


def seqeval(documents: Sequence[Document]) -> tuple[float, float]:
    """Return seconds and micro F1 of seqeval's report, without intervals, which it doesn't have."""
    from seqeval.metrics import classification_report

    gold, predicted = ([_tags(side(d).spans) for d in documents] for side in (lambda d: d.gold, lambda d: d.predicted))
    start = time.process_time()
    report = classification_report(gold, predicted, output_dict=True)
    return time.process_time() - start, float(report["micro avg"]["f1-score"])


def _tags(spans: Sequence[LabelledSpan]) -> list[str]:
    tags = ["O"] * WORDS
    for start, end, label in spans:
        words = range(start // 5, end // 5 + 1)
        tags[words[0]] = f"B-{label}"
        for word in words[1:]:
            tags[word] = f"I-{label}"
    return tags


def spacy(documents: Sequence[Document]) -> tuple[float, float]:
    """Return seconds and F1 of spaCy's `score_spans`; the `Example` objects are made before the clock starts."""
    import spacy as package
    from spacy.scorer import Scorer
    from spacy.tokens import Doc
    from spacy.training import Example

    vocab, words = package.blank("en").vocab, ["word"] * WORDS

    def doc(spans: Sequence[LabelledSpan]) -> Any:
        made = Doc(vocab, words=words)
        made.spans["all"] = [package.tokens.Span(made, s.start // 5, s.end // 5 + 1, label=s.label) for s in spans]
        return made

    examples = [Example(doc(d.predicted.spans), doc(d.gold.spans)) for d in documents]
    start = time.process_time()
    scores = Scorer.score_spans(
        examples, "spans_all", getter=lambda d, _: d.spans.get("all", []), has_annotation=lambda _: True,
        allow_overlap=True,
    )  # fmt: skip
    return time.process_time() - start, float(scores["spans_all_f"])


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description="Time the scorer beside others.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--spans", type=int, default=60, help="gold spans in each article (at most 120)")
    parser.add_argument("--only-ours", action="store_true", help="only how ours grows")
    options = parser.parse_args()
    documents = corpus(options.articles, options.spans)
    print(f"{'articles':>9}  {'ours, with intervals':>20}")
    for part in (8, 4, 2, 1):
        size = options.articles // part
        print(f"{size:>9}  {ours(documents[:size])[0]:>18.2f} s")
    if options.only_ours:
        return
    warnings.simplefilter("ignore")
    seconds, f1 = ours(documents)
    print(f"\n{'scorer':<12}{'seconds':>9}{'strict F1':>11}{'ours is faster by':>20}")
    print(f"{'ours':<12}{seconds:>9.2f}{f1:>11.4f}")
    others: dict[str, Callable[[Sequence[Document]], tuple[float, float]]] = {
        "seqeval": seqeval, "spacy": spacy, "nervaluate": nervaluate,
    }  # fmt: skip
    for name, run in others.items():
        try:
            theirs, their_f1 = run(documents)
        except ImportError:
            print(f"{name:<12}  not installed (extras: test, peers)")
            continue
        print(f"{name:<12}{theirs:>9.2f}{their_f1:>11.4f}{theirs / seconds:>18.1f} x")
        assert abs(their_f1 - f1) < 1e-9, f"{name} counts something else"


if __name__ == "__main__":
    main()
