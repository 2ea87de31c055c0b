"""Requirements such as `entities.f1=0.8`, for a build that should fail when an extractor gets worse."""

from collections.abc import Iterable
from dataclasses import dataclass

from tui.evaluation.evaluation import Evaluation
from tui.evaluation.metrics import METRICS, articles_in_words, shown_beside
from tui.model import CopydeskError, Layer

METRIC_NAMES = {"p": "precision", "r": "recall", "f": "f1"} | {name: name for name in METRICS}


@dataclass(frozen=True, slots=True)
class Requirement:
    """A number that has to reach `least`; with `lower_bound`, the lower end of its 95 % interval has to."""

    name: str
    metric: str
    least: float
    lower_bound: bool = False

    def __str__(self) -> str:
        return f"{self.name}.{self.metric}{'.low' if self.lower_bound else ''}={self.least:g}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A requirement and the value it was held against, None where it is undefined (which doesn't reach anything)."""

    requirement: Requirement
    value: float | None

    @property
    def passed(self) -> bool:
        """Whether the value is defined and high enough."""
        return self.value is not None and self.value >= self.requirement.least

    def __str__(self) -> str:
        state = "reached" if self.passed else "not reached"
        return f"{self.requirement}: {state} with {shown_beside(self.value, self.requirement.least)}"


def requirement(text: str) -> Requirement:
    """Read `NAME[.METRIC][.low]=VALUE`, for example `entities.PERSON.recall=0.9` or `quotes.f1.low=0.6`.

    `>=` may stand for `=`; the metric is f1 where none is named. Raises `CopydeskError` for anything else.
    """
    name, equals, value = text.replace(">=", "=").partition("=")
    parts = name.strip().split(".")
    lower_bound = len(parts) > 1 and parts[-1] == "low"
    if lower_bound:
        parts.pop()
    metric = METRIC_NAMES[parts.pop()] if len(parts) > 1 and parts[-1] in METRIC_NAMES else "f1"
    try:
        least = float(value)
    except ValueError:
        least = -1.0
    if not equals or not all(parts) or not 0 <= least <= 1:
        raise CopydeskError(
            f"{text!r} isn't a requirement; write a name, a metric and a number from 0 to 1, like entities.f1=0.8"
        )
    return Requirement(".".join(parts), metric, least, lower_bound)


def too_few(articles: int, layer: Layer, least: int) -> list[str]:
    """Return what is to be said where fewer than `least` articles are complete in a layer, nothing elsewhere."""
    if articles >= least:
        return []
    are = "is" if articles == 1 else "are"
    return [f"{articles_in_words(articles)} {are} complete in {layer.value}, {least} required"]


def check(evaluation: Evaluation, requirements: Iterable[Requirement]) -> list[Verdict]:
    """Hold an evaluation against requirements. Raises `CopydeskError` for a name that isn't scored."""
    verdicts = []
    for wanted in requirements:
        found = evaluation.interval(wanted.name, wanted.metric)
        verdicts.append(Verdict(wanted, found.low if wanted.lower_bound else found.value))
    return verdicts
