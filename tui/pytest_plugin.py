"""Gold gates for any test suite: hold an extractor against gold articles in pytest.

    @pytest.mark.gold("gold/*.jsonl", layer="entities", labels=["PERSON", "ORG"])
    def test_names(gold):
        gold.score(extract).require(f1=0.80, bound="lower").no_regression(max_drop=0.005, alpha=0.05, new_errors=0)

The module is loaded by every run of pytest in an environment that has Copydesk, so all that it needs is imported when
a test asks for it. It imports neither Textual nor spaCy nor scikit-learn.
"""

import json
import warnings
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from tui.evaluation.baseline import Baseline
    from tui.evaluation.evaluation import Evaluation
    from tui.extraction.registry import Extractor
    from tui.gold.record import GoldArticle
    from tui.model import Layer, Predictions

_RESULTS = pytest.StashKey[list[dict[str, Any]]]()
_FILES = pytest.StashKey[dict[Path, "list[GoldArticle]"]]()
_METRICS = ("f1", "precision", "recall")


class GoldWarning(UserWarning):
    """Something about the gold or its gates that a person should look at; the test passes all the same."""


class GoldSet:
    """The gold articles of a test whose layer is complete. Iterating yields them, by id."""

    def __init__(
        self, articles: Sequence["GoldArticle"], layer: "Layer", labels: Sequence[str] | None, item: pytest.Item,
        baseline: Path, *, name: str = "",
    ) -> None:  # fmt: skip
        """Take the articles, what is scored of them, the test, where its baseline stands, and the name of a slice."""
        self.articles, self.layer, self.labels, self.baseline_path = tuple(articles), layer, labels, baseline
        self.name, self._item = name, item

    def __iter__(self) -> Iterator["GoldArticle"]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    def score(self, extract: Any) -> "Scored":
        """Run an extractor on every article and score it.

        `extract` is a function from text to spans, a spaCy pipeline, or one of Copydesk's extractors. A function gets
        the body of an article and returns `(start, end, label)` triples, mappings with these keys, spaCy spans, or a
        spaCy `Doc`. Errors that it raises pass through.
        """
        from tui.evaluation.evaluation import evaluate  # noqa: PLC0415
        from tui.gold.evaluation_input import scored_documents  # noqa: PLC0415

        extractor = _extractor(extract, self.layer)
        predictions: dict[str, Predictions] = {a.article.id: extractor.analyse(a.article) for a in self.articles}
        documents = scored_documents(self.articles, predictions)
        name = ", ".join(by.name for by in extractor.by.values())
        scored = Scored(self, evaluate(documents, name, [self.layer], self.labels))
        self._item.stash.setdefault(_RESULTS, []).append(scored.summary())
        for metric in _METRICS:
            value = scored.evaluation.tally(self.layer.value).score.metric(metric)
            self._item.user_properties.append((f"gold_{self.layer.value}_{metric}", value))
        return scored

    def slices(self, by: Callable[["GoldArticle"], str] | str) -> dict[str, "GoldSet"]:
        """Return the articles in groups, by name: `by="publisher"` (or site, year, lang, annotated), or a function.

        A function gets an article, as in `by=lambda gold: gold.article.source.author`. Each group has a baseline of its
        own. Raises `ValueError` for another property.
        """
        from tui.evaluation.baseline import slice_path  # noqa: PLC0415
        from tui.gold.evaluation_input import facet_of  # noqa: PLC0415

        if isinstance(by, str):
            facet = by
            by = lambda gold: facet_of(gold, self.layer, facet)  # noqa: E731
        groups: dict[str, list[GoldArticle]] = {}
        for article in self.articles:
            groups.setdefault(str(by(article)), []).append(article)
        return {
            name: GoldSet(
                groups[name], self.layer, self.labels, self._item, slice_path(self.baseline_path, name), name=name
            )
            for name in sorted(groups)
        }

    @property
    def config(self) -> pytest.Config:
        """The configuration of this run."""
        return self._item.config


class Scored:
    """The scores of one extractor over a gold set, and the gates it has to pass. Each returns the scores again."""

    def __init__(self, gold: GoldSet, evaluation: "Evaluation") -> None:
        """Take the gold set and what was scored."""
        self.gold, self.evaluation = gold, evaluation
        self._known: frozenset[tuple[str, str]] = frozenset()

    def require(
        self, *, f1: float | None = None, precision: float | None = None, recall: float | None = None,
        bound: str = "value", per_label: Mapping[str, float | Mapping[str, float]] | None = None, articles: int = 1,
        label_gold: int = 1,
    ) -> "Scored":  # fmt: skip
        """Fail unless the scores are at least these.

        With `bound="lower"`, the lower end of the 95 % interval has to reach them. `per_label` maps a label (a kind,
        for quotations) to an F1 or to metrics: `{"PERSON": {"recall": 0.9}}`. There have to be at least `articles`
        articles, and `label_gold` gold spans of each label that is asked for: a score of fewer says little. Raises
        `ValueError` for a metric that there is not, and for a score that nothing can have.
        """
        if bound not in ("value", "lower"):
            raise ValueError(f'bound is {bound!r}; it can be "value" or "lower"')
        from tui.evaluation.gates import too_few  # noqa: PLC0415

        layer, problems = self.gold.layer.value, too_few(len(self.gold), self.gold.layer, articles)
        wanted = {"f1": f1, "precision": precision, "recall": recall}
        problems += self._below(layer, layer, {k: v for k, v in wanted.items() if v is not None}, bound)
        for label, least in (per_label or {}).items():
            name = f"{layer}.{label}"
            support = self.evaluation.tally(name).score.gold if label in self.evaluation.labels(self.gold.layer) else 0
            if support < label_gold:
                problems.append(f"{label} has {int(support)} in the gold, {label_gold} required to hold it to a score")
                continue
            problems += self._below(name, label, least if isinstance(least, Mapping) else {"f1": least}, bound)
        if problems:
            self._failed(problems)
        return self

    def known_failures(self, *spans: str) -> "Scored":
        """Name errors that are known, each as "article LABEL start:end" as a failure prints it ("+" when spurious).

        They are never new errors. One that is no error any more brings a warning, so that the list stays short.
        """
        from tui.evaluation.baseline import error_of, fixed  # noqa: PLC0415
        from tui.model import CopydeskError  # noqa: PLC0415

        try:
            known = frozenset(error_of(span) for span in spans)
        except CopydeskError as error:
            _fail(f"gold: {error}")
        for article, key in fixed(self.baseline_now, known):
            warnings.warn(GoldWarning(f"fixed: {article} {key}; take it off the known failures"), stacklevel=2)
        self._known |= known
        return self

    def no_regression(
        self, *, max_drop: float = 0.0, per_label_drop: float | None = None, alpha: float | None = None,
        new_errors: int | None = None,
    ) -> "Scored":  # fmt: skip
        """Fail when the scores are worse than the baseline of this test; with `--gold-update`, write it instead.

        F1 may fall by `max_drop`, that of a label by `per_label_drop`. With `alpha`, a fall counts only when it is
        significant at that level. At most `new_errors` errors may be new.
        """
        from tui.evaluation.baseline import Limits, regressions  # noqa: PLC0415
        from tui.evaluation.baseline import new_errors as errors_since  # noqa: PLC0415
        from tui.model import CopydeskError  # noqa: PLC0415

        path = self.gold.baseline_path
        if self.gold.config.getoption("gold_update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.baseline_now.as_json(), encoding="utf-8")
            return self
        before = self._baseline_before()
        try:
            problems = regressions(
                before, self.baseline_now, Limits(max_drop, per_label_drop, alpha, new_errors), self._known
            )
        except CopydeskError as error:
            _fail(f"gold: {path}: {error}")
        if problems:
            self._failed(problems, before, errors_since(before, self.baseline_now, self._known))
        return self

    @cached_property
    def baseline_now(self) -> "Baseline":
        """The baseline that these scores would be."""
        from tui.evaluation.baseline import Baseline  # noqa: PLC0415

        return Baseline.of(self.evaluation, self.gold.layer, self.gold.labels)

    def summary(self) -> dict[str, Any]:
        """Return the main numbers and the baseline, for reports."""
        tally, interval = self.evaluation.tally(self.gold.layer.value), self.evaluation.interval(self.gold.layer.value)
        return {
            "slice": self.gold.name, "layer": self.gold.layer.value, "extractor": self.evaluation.extractor,
            "articles": len(self.gold),
            **tally.score.as_json(), "f1_low": interval.low, "f1_high": interval.high,
            "baseline": json.loads(self.baseline_now.as_json()),
        }  # fmt: skip

    def _below(self, name: str, shown_as: str, wanted: Mapping[str, float], bound: str) -> list[str]:
        from tui.evaluation.gates import METRIC_NAMES, Requirement, check  # noqa: PLC0415
        from tui.evaluation.metrics import METRICS, shown_beside  # noqa: PLC0415

        problems = []
        for metric, least in wanted.items():
            if metric not in METRIC_NAMES:
                raise ValueError(f"{metric!r} of {shown_as} isn't scored; it can be {', '.join(METRICS)}")
            if not 0 <= least <= 1:
                raise ValueError(f"{metric} of {shown_as} is {least}; it can be from 0 to 1")
            required = Requirement(name, METRIC_NAMES[metric], least, bound == "lower")
            (verdict,) = check(self.evaluation, [required])
            if not verdict.passed:
                what = "lower end of the interval of " if required.lower_bound else ""
                problems.append(
                    f"{shown_as}: {what}{required.metric} {shown_beside(verdict.value, least)} < {least:g} required"
                )
        return problems

    def _baseline_before(self) -> "Baseline":
        from tui.evaluation.baseline import Baseline  # noqa: PLC0415
        from tui.model import CopydeskError  # noqa: PLC0415

        path = self.gold.baseline_path
        if not path.exists():
            _fail(f"gold: there is no baseline at {path}; run once with --gold-update and commit the file")
        try:
            return Baseline.from_json(path.read_text(encoding="utf-8"), str(path))
        except CopydeskError as error:
            _fail(f"gold: {error}")

    def _failed(
        self, problems: Sequence[str], before: "Baseline | None" = None, new: Sequence[tuple[str, str]] = ()
    ) -> NoReturn:
        from tui.evaluation.gate_text import gate_text  # noqa: PLC0415

        most = self.gold.config.getoption("gold_max_diff")
        _fail(gate_text(self.evaluation, self.gold.layer, problems, before=before, new=new, most_articles=most))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of gold gates."""
    group = parser.getgroup("gold", "gold gates (Copydesk)")
    group.addoption("--gold-update", action="store_true", help="write the scores of this run as the new baselines")
    group.addoption("--gold-report", metavar="FILE", help="write the scores of every gold test to a JSON file")
    group.addoption(
        "--gold-max-diff", type=int, default=10, metavar="N", help="articles shown in a failure (default: 10)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and the part that gathers results."""
    config.addinivalue_line(
        "markers",
        "gold(*patterns, layer='entities', labels=None, baseline=None): give the test the gold articles of these JSONL "
        "files (relative to the test file) whose layer is complete, through the fixtures gold or gold_article",
    )
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Gatherer(config), "copydesk-gold-results")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each gold article for a test that uses `gold_article`."""
    marker = metafunc.definition.get_closest_marker("gold")
    if marker is not None and "gold_article" in metafunc.fixturenames:
        articles = _articles(metafunc.config, metafunc.definition, marker)
        metafunc.parametrize("gold_article", articles, ids=[a.article.id for a in articles], indirect=True)


@pytest.fixture
def gold(request: pytest.FixtureRequest) -> GoldSet:
    """The gold articles that the test's marker names."""
    marker = request.node.get_closest_marker("gold")
    if marker is None:
        _fail('the fixture "gold" needs a marker: @pytest.mark.gold("gold/*.jsonl")')
    return _gold_set(request, marker, _articles(request.config, request.node, marker))


@pytest.fixture
def gold_article(request: pytest.FixtureRequest) -> GoldSet:
    """One gold article, as a set of one; the test runs once for each article."""
    marker = request.node.get_closest_marker("gold")
    if marker is None:
        _fail('the fixture "gold_article" needs a marker: @pytest.mark.gold("gold/*.jsonl")')
    return _gold_set(request, marker, [request.param])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Put the scores into the report, which is what travels from a worker of xdist to its controller."""
    report = yield
    if report.when == "call" and _RESULTS in item.stash:
        report.gold_results = item.stash[_RESULTS]
    return report


class _Gatherer:
    """Gathers the scores of all tests, from workers too, and shows and writes them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._results: dict[str, list[dict[str, Any]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the scores of one test."""
        if results := getattr(report, "gold_results", None):
            self._results[report.nodeid] = results

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print one line for each score."""
        from tui.evaluation.metrics import articles_in_words, shown  # noqa: PLC0415
        from tui.model import screen_safe  # noqa: PLC0415

        if not self._results:
            return
        terminalreporter.section("gold")
        for name in sorted(self._results):
            for r in self._results[name]:
                if r["articles"] > 1:  # one line an article would bury the others
                    where = f"{name} ({r['slice']})" if r["slice"] else name
                    values = f"P {shown(r['precision'])}, R {shown(r['recall'])}, F1 {shown(r['f1'])}"
                    ends = f"{shown(r['f1_low'])} to {shown(r['f1_high'])}"
                    line = (
                        f"{where}: {r['layer']} {values} ({ends}), {articles_in_words(r['articles'])}, {r['extractor']}"
                    )
                    terminalreporter.write_line(screen_safe(line))

    def pytest_sessionfinish(self) -> None:
        """Write the report that was asked for."""
        if path := self._config.getoption("gold_report"):
            text = json.dumps(dict(sorted(self._results.items())), ensure_ascii=False, indent=1)
            Path(path).write_text(text + "\n", encoding="utf-8")


def _gold_set(request: pytest.FixtureRequest, marker: pytest.Mark, articles: Sequence["GoldArticle"]) -> GoldSet:
    from tui.evaluation.baseline import file_name  # noqa: PLC0415
    from tui.model import Layer  # noqa: PLC0415

    folder = request.node.path.parent
    named = marker.kwargs.get("baseline")
    baseline = folder / (named or f"__gold__/{file_name(request.node.name)}.json")
    layer = Layer(marker.kwargs.get("layer", "entities"))
    return GoldSet(articles, layer, marker.kwargs.get("labels"), request.node, baseline)


def _articles(config: pytest.Config, node: Any, marker: pytest.Mark) -> list["GoldArticle"]:
    """Return the articles that a marker names and whose layer is complete, by id. A file is read once a run."""
    from tui.annotation import LayerState  # noqa: PLC0415
    from tui.gold.evaluation_input import never_asked  # noqa: PLC0415
    from tui.gold.gold_jsonl import read_gold  # noqa: PLC0415
    from tui.model import CopydeskError, Layer  # noqa: PLC0415

    unknown = set(marker.kwargs) - {"layer", "labels", "baseline"}
    layers = [Layer.ENTITIES.value, Layer.QUOTES.value]
    if unknown or not marker.args or marker.kwargs.get("layer", "entities") not in layers:
        _fail(f'{node.nodeid}: mark it as gold("FILE.jsonl", layer={"|".join(layers)}, labels=[...], baseline=PATH)')
    layer, read = Layer(marker.kwargs.get("layer", "entities")), config.stash.setdefault(_FILES, {})
    found: dict[str, GoldArticle] = {}
    places: dict[str, Path] = {}
    for pattern in marker.args:
        paths = sorted(node.path.parent.glob(pattern))
        if not paths:
            _fail(f"{node.nodeid}: no gold file matches {pattern!r} in {node.path.parent}")
        for path in paths:
            try:
                if path not in read:
                    read[path] = read_gold(path)
            except CopydeskError as error:
                _fail(f"{node.nodeid}: {error}")
            for one in read[path]:
                if one.review.layers[layer] is LayerState.COMPLETE:
                    found[one.article.id] = one
                    if places.setdefault(one.article.id, path) != path:
                        _fail(
                            f"{node.nodeid}: {places[one.article.id]} and {path} both have the article "
                            f"{one.article.id!r}; name one of them"
                        )
    if not found:
        _fail(f"{node.nodeid}: no article of its gold files is complete in {layer.value}")
    if marker.kwargs.get("labels") and layer is Layer.QUOTES:
        _fail(f"{node.nodeid}: labels narrow entities down; for quotations, require(per_label={{'direct': ...}})")
    if wrong := never_asked(found.values(), layer, marker.kwargs.get("labels") or ()):
        _fail(f"{node.nodeid}: no article of its gold files was asked for the label {wrong!r}, and none has it")
    return [found[name] for name in sorted(found)]


def _extractor(extract: Any, layer: "Layer") -> "Extractor":
    """Return an extractor of ours made of whatever the test has."""
    if hasattr(extract, "analyse") and hasattr(extract, "by"):
        return extract  # type: ignore[no-any-return]
    from tui.extraction.registry import FunctionExtractor  # noqa: PLC0415 - imports no spaCy

    meta = getattr(extract, "meta", {})
    name = getattr(extract, "__qualname__", None) or meta.get("name") or type(extract).__name__
    return FunctionExtractor(extract, name, str(meta.get("version", "0")), layer)


def _fail(message: str) -> NoReturn:
    """Fail without a traceback, which would only hide the message."""
    raise pytest.fail.Exception(message, pytrace=False) from None
