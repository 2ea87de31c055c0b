"""Gold for the cleaner and how it is scored.

A row of the JSONL files is one page: `{"id", "source", "domain", "level", "raw", "lines", "gold_body"}`. `raw` is its
text as scraped, `lines` its lines as `{"start", "end", "keep", "role", "frac"}` (`role` body, title or clutter, `frac`
the share of its words that are in the gold), and `gold_body` the article's text. `docs/cleaning.md` says how such files
are made.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

_TOKEN = re.compile(r"\w+")
Row = dict[str, Any]


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1, each the mean over pages; F1 is that of the two means."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def load(path: str | Path) -> list[Row]:
    """Return the rows of a JSONL file."""
    with Path(path).open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    """Return the runs of `size` words in `text` with their counts (all words where there are fewer)."""
    tokens = _TOKEN.findall(text)
    count = max(1, len(tokens) - size + 1) if tokens else 0
    return Counter(tuple(tokens[i : i + size]) for i in range(count))


def shingle_score(pages: Iterable[tuple[str, str]]) -> Score:
    """Score `(gold, predicted)` texts by their common 4-word shingles.

    The measure of the article extraction benchmark (Zyte, 2020): multisets of shingles a page, precision and recall
    averaged over the pages where they are defined.
    """
    return mean_score([page_score(gold, predicted) for gold, predicted in pages])


PageScore = tuple[float | None, float | None]


def page_score(gold: str, predicted: str) -> PageScore:
    """Return precision and recall of one page, None where they are not defined."""
    wanted, found = shingles(gold), shingles(predicted)
    common = (wanted & found).total()
    return common / found.total() if found else None, common / wanted.total() if wanted else None


def mean_score(scores: Sequence[PageScore]) -> Score:
    """Return the means over pages."""
    precisions = [precision for precision, _ in scores if precision is not None]
    recalls = [recall for _, recall in scores if recall is not None]
    return Score(fmean(precisions or [0.0]), fmean(recalls or [0.0]))


def interval(pages: Sequence[tuple[str, str, str]], rounds: int = 1000) -> tuple[float, float]:
    """Return the 95 % interval of the F1 of `(domain, gold, predicted)`: percentiles of a bootstrap over domains."""
    by_domain: dict[str, list[PageScore]] = {}
    for domain, gold, predicted in pages:
        by_domain.setdefault(domain, []).append(page_score(gold, predicted))
    rng, domains = random.Random(0), sorted(by_domain)
    drawn = sorted(
        mean_score([score for domain in rng.choices(domains, k=len(domains)) for score in by_domain[domain]]).f1
        for _ in range(rounds)
    )
    return drawn[round(0.025 * rounds)], drawn[round(0.975 * rounds) - 1]


def labels(row: Row, starts: Sequence[int]) -> list[str]:
    """Return for lines that begin at `starts` their role in the gold: body, title, clutter, or mixed (not scored)."""
    by_start = sorted(row["lines"], key=lambda line: line["start"])
    roles, i = [], 0
    for start in starts:
        while i + 1 < len(by_start) and by_start[i + 1]["start"] <= start:
            i += 1
        line = by_start[i]
        mixed = line["frac"] is not None and 0.25 < line["frac"] < 0.75 and line["role"] != "title"
        roles.append("mixed" if mixed else line["role"])
    return roles
