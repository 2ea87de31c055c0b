"""Train the cleaner's forests from pages whose lines are labelled, and write them as plain arrays.

    python -m benchmarks.train_cleaner news-near.jsonl news-full.jsonl news-extr.jsonl other.jsonl

needs the `train` extra (CatBoost). `docs/cleaning.md` says where such files come from. With `--folds 5` nothing is
written: every page is judged by forests trained without its domain, and the scores are printed.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning_data import Row, interval, labels, load, shingle_score
from benchmarks.cleaning_variants import variant
from benchmarks.forests import save, train, train_choice
from tui.cleaning.body import is_article, kept_anywhere, kept_lines
from tui.cleaning.ends import NAMES as GAP_NAMES
from tui.cleaning.ends import TELLS, gaps_in
from tui.cleaning.evidence import Explainer, text_phrase
from tui.cleaning.features import NAMES, Matrix, all_features
from tui.cleaning.headline import NAMES as HEADLINE_NAMES
from tui.cleaning.headline import NOBODY, likeliest, reach, side_by_side
from tui.cleaning.language import Language, language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.shapes import BULLET
from tui.cleaning.signs import read_signs
from tui.cleaning.trees import Forest, load_forest
from tui.cleaning.verdict import Verdict, probability
from tui.model import freeze

ALLOWED = {"aeb": "MIT", "feval": "MIT", "ftest": "MIT", "wcxb": "CC BY 4.0"}
"""Sources whose pages the shipped forests may be trained on, by the `source` field of a row, and their licences."""

MODEL = Path(__file__).parents[1] / "tui" / "cleaning" / "model"
BODY: dict[str, Any] = {"trees": 150, "depth": 6, "rate": 0.12}
TITLE: dict[str, Any] = {"trees": 80, "depth": 4, "rate": 0.1}
ENDS: dict[str, Any] = {"trees": 100, "depth": 2, "rate": 0.1, "tells": TELLS}
HEADLINE: dict[str, Any] = {"trees": 150, "depth": 3, "rate": 0.07}
NOT_NEWS = 0.5  # weight of a page that is not a news article
SUFFIXES = ("", "-by-shape")
"""What the names of the forests end in: those that know the words of a language, and those for all others."""
FOLDS = 5


@dataclass
class Page:
    """One labelled page: its lines, the role of each, and its features with and without the words of a language."""

    row: Row
    lines: Lines
    roles: list[str]
    with_words: Matrix
    by_shape: Matrix

    def rows_for(self, suffix: str) -> Matrix:
        """Return the features that the forests see whose names end in `suffix`."""
        return self.by_shape if suffix else self.with_words


def read_page(row: Row) -> Page:
    """Return the page with its features."""
    lines, english = split_lines(freeze(row["raw"])), language("en")
    return Page(
        row, lines, labels(row, lines.starts),
        all_features(lines, read_signs(lines, english), english.function_words),
        all_features(lines, read_signs(lines, None)),
    )  # fmt: skip


def with_variants(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, each followed by what other tools might have made of it: two variants of news, else one."""
    made = []
    for page in pages:
        made.append(page)
        for n in range(2 if page.row["news"] else 1):
            text, roles = variant(
                page.lines, page.roles, page.row["level"], f"{page.row['id']} {page.row['level']} {n}"
            )
            lines, english = split_lines(freeze(text)), language("en")
            if len(lines) == len(roles):  # not taken for a text of fixed width
                words = all_features(lines, read_signs(lines, english), english.function_words)
                made.append(Page(page.row, lines, roles, words, all_features(lines, read_signs(lines, None))))
    return made


def line_weights(page: Page) -> NDArray[np.float64]:
    """Return the weight of each line: more for more words, less on long pages, none for what the gold leaves open."""
    words = np.minimum(page.lines.sizes, 50)
    open_ = np.isin(page.roles, ("mixed", "title"))
    weights = np.where(open_, 0, 1.5 + words / 12)
    return np.asarray(weights / max(weights.sum(), 1) ** 0.5 * (1 if page.row["news"] else NOT_NEWS), np.float64)


def body_forest(made: Sequence[Page], suffix: str) -> Forest:
    """Return the forest that tells the lines of the body, trained on pages and their variants."""
    rows, wanted = _labelled(made, suffix, "body")
    weights = np.concatenate([line_weights(page) for page in made])
    return train(rows, wanted, weights, NAMES, **BODY)


def title_forest(made: Sequence[Page], suffix: str) -> Forest:
    """Return the forest that tells which line is the title."""
    rows, wanted = _labelled(made, suffix, "title")
    return train(rows, wanted, np.concatenate([title_weights(page) for page in made]), NAMES, **TITLE)


def _labelled(made: Sequence[Page], suffix: str, role: str) -> tuple[Matrix, NDArray[np.bool_]]:
    rows = np.concatenate([page.rows_for(suffix) for page in made])
    return rows, np.concatenate([page.roles for page in made]) == role


def train_all(made: Sequence[Page], suffixes: Sequence[str] = SUFFIXES) -> dict[str, Forest]:
    """Return the forests that look at lines, by name, trained on pages and their variants."""
    kinds = {"body": body_forest, "title": title_forest}
    return {kind + suffix: forest(made, suffix) for suffix in suffixes for kind, forest in kinds.items()}


def title_weights(page: Page) -> NDArray[np.float64]:
    """Return the weight of each line for the title's forest: pages alike, none where the gold has no title."""
    if "title" not in page.roles:
        return np.zeros(len(page.roles))
    return np.where(np.array(page.roles) == "title", 4.0, 20 / len(page.roles))


@dataclass
class LabelledGaps:
    """What is said of the gaps in a page's kept lines; whether the article goes on behind each, and its weight."""

    domain: str
    rows: Matrix
    goes_on: NDArray[np.bool_]
    weights: NDArray[np.float64]


def read_gaps(page: Page, odds: NDArray[np.float32]) -> LabelledGaps:
    """Return the gaps in what is kept of a page, given the log-odds of a forest that did not see it.

    The article goes on behind a gap if to end there would cost more recall than it would gain in precision, both by
    words. That is also the weight, up to a half, and twice as much where it ends: few do.
    """
    lines = page.lines
    verdict = verdict_on(page, odds, language("en"))
    keep = np.array(kept_anywhere(lines, verdict), np.bool_)
    gaps = gaps_in(odds, verdict.signs, lines.characters.words.sizes, page.with_words, keep)
    words = lines.characters.words.sizes.astype(np.float64)
    is_body, is_clutter = (np.array(page.roles) == role for role in ("body", "clutter"))
    right, wrong = (np.append(0, np.cumsum(words * keep * which)) for which in (is_body, is_clutter))
    precision = right / np.maximum(right + wrong, 1)
    recall = right / max((words * is_body).sum(), 1)
    behind = np.array(gaps.behind, np.intp)
    gain = (precision[behind] - precision[-1]) - (recall[-1] - recall[behind])
    weights = np.minimum(np.abs(gain), 0.5) * np.where(gain < 0, 1, 2)
    return LabelledGaps(page.row["domain"], gaps.rows, gain < 0, np.where(np.abs(gain) > 0.002, weights, 0))


def train_ends(gaps: Sequence[LabelledGaps]) -> Forest:
    """Return the forest that tells where articles end."""
    rows, goes_on, weights = (
        np.concatenate([getattr(gap, name) for gap in gaps]) for name in ("rows", "goes_on", "weights")
    )
    return train(rows, goes_on, weights, GAP_NAMES, **ENDS)


@dataclass
class LabelledChoice:
    """What is said of the lines of a page that may be its headline, and of none at all; which is right; its weight."""

    domain: str
    rows: Matrix
    right: NDArray[np.bool_]
    weight: float


def read_choices(found: Sequence["Stranger"]) -> list[LabelledChoice]:
    """Return what there is to choose from on each page, but for those whose headline would not be compared."""
    choices = []
    for stranger in found:
        page = stranger.page
        verdict = verdict_on(page, stranger.odds, language("en"))
        keep = kept_lines(page.lines, verdict).tolist()
        possible, rows = side_by_side(page.lines, verdict, keep, stranger.titles[: reach(keep)].tolist())
        right = [page.roles[i] == "title" for i in possible]
        if possible and any(right) == ("title" in page.roles):
            nobody = np.full((1, len(HEADLINE_NAMES)), NOBODY, np.float32)
            choices.append(
                LabelledChoice(
                    page.row["domain"], np.concatenate((rows, nobody)), np.array([*right, not any(right)]),
                    1 if page.row["news"] else NOT_NEWS,
                )
            )  # fmt: skip
    return choices


def train_headline(choices: Sequence[LabelledChoice]) -> Forest:
    """Return the forest that chooses the headline; none of a page's lines is worth 0."""
    rows, right = (np.concatenate([getattr(choice, name) for choice in choices]) for name in ("rows", "right"))
    counts = [len(choice.rows) for choice in choices]
    forest = train_choice(rows, right, counts, [choice.weight for choice in choices], HEADLINE_NAMES, **HEADLINE)
    nobody = forest.log_odds(np.full((1, len(HEADLINE_NAMES)), NOBODY, np.float32))[0]
    return replace(forest, bias=forest.bias - float(nobody[0]))


def fold_of(domain: str, folds: int) -> int:
    """Return the fold of a domain: pages of one site are never on both sides."""
    return int(hashlib.sha1(domain.encode()).hexdigest(), 16) % folds


@dataclass
class Stranger:
    """A page or a variant of one, with the log-odds of forests that saw no page of its domain."""

    page: Page
    odds: NDArray[np.float32]
    titles: NDArray[np.float32]


def strangers(made: Sequence[Page], folds: int, suffix: str) -> list[Stranger]:
    """Return pages and their variants as judged by forests that were trained without their domain."""
    judged: list[Stranger] = []
    for fold in range(folds):
        forests = train_all([page for page in made if fold_of(page.row["domain"], folds) != fold], [suffix])
        for page in made:
            if fold_of(page.row["domain"], folds) == fold:
                body, titles = (forests[name + suffix].log_odds(page.rows_for(suffix))[0] for name in ("body", "title"))
                judged.append(Stranger(page, body, titles))
        print(f"fold {fold + 1} of {folds} judged", file=sys.stderr)
    return judged


def cross_validate(pages: Sequence[Page], folds: int, suffix: str) -> None:
    """Print the scores of every page judged by forests trained without its domain.

    `suffix` says which forests: "" for those that know words, "-by-shape" for those of other languages.
    """
    given = {id(page) for page in pages}
    found = strangers(with_variants(pages), folds, suffix)
    gaps = [] if suffix else [read_gaps(stranger.page, stranger.odds) for stranger in found]
    choices = [] if suffix else read_choices(found)
    judged: list[Judged] = []
    for fold in range(folds):
        headlines = ends = None
        if not suffix:
            headlines = train_headline([choice for choice in choices if fold_of(choice.domain, folds) != fold])
            ends = train_ends([gap for gap in gaps if fold_of(gap.domain, folds) != fold])
        judged += [
            _judged(stranger, None if suffix else language("en"), headlines, ends) for stranger in found
            if id(stranger.page) in given and fold_of(stranger.page.row["domain"], folds) == fold
        ]  # fmt: skip
    groups = dict.fromkeys(_group(page) for page in pages)
    for group in groups:
        chosen = [entry for entry in judged if _group(entry[0]) == group]
        print(f"{group:<11}", summary([(page, keep) for page, keep, _ in chosen]))
        has_one = [
            title is not None and page.roles[title] == "title" for page, _, title in chosen if "title" in page.roles
        ]
        has_none = [title is None for page, _, title in chosen if "title" not in page.roles]
        print(
            f"{group:<11} headline found on {np.mean(has_one):.1%} of {len(has_one)} pages that have one, none on "
            f"{np.mean(has_none):.1%} of {len(has_none)} that have none"
        )


Judged = tuple[Page, NDArray[np.bool_], int | None]
"""A page, which of its lines are kept, and which is the title."""


def _group(page: Page) -> str:
    return f"{'news' if page.row['news'] else 'other'} {page.row['level']}"


def _judged(stranger: Stranger, known: Language | None, headlines: Forest | None, ends: Forest | None) -> Judged:
    page, lines = stranger.page, stranger.page.lines
    verdict = verdict_on(page, stranger.odds, known, headlines, ends)
    keep = kept_lines(lines, verdict)
    if not is_article(lines, verdict.body, keep):
        return page, np.ones(len(keep), np.bool_), None
    title = likeliest(lines, verdict, keep.tolist(), stranger.titles[: reach(keep.tolist())].tolist())
    if title is not None:
        keep[title] = False
    return page, keep, title


def verdict_on(
    page: Page, odds: NDArray[np.float32], known: Language | None, headlines: Forest | None = None,
    ends: Forest | None = None,
) -> Verdict:  # fmt: skip
    """Return the verdict that the cleaner comes to, given the log-odds of a forest and the forests for what is left."""
    signs = read_signs(page.lines, known)
    explain = Explainer(page.with_words, np.empty((0, 0), np.uint8), lambda _: page.with_words[:, :0], (), text_phrase)
    return Verdict(
        signs.signs, signs.kinds, probability(odds), odds, page.with_words, load_forest("title"), headlines, ends,
        explain,
    )  # fmt: skip


def kept_text(page: Page, keep: NDArray[np.bool_]) -> str:
    """Return the kept lines of a page without its title, one a line."""
    lines = page.lines
    return "\n".join(
        lines.text[start:end]
        for start, end, is_kept, role in zip(lines.starts, lines.ends, keep, page.roles, strict=True)
        if is_kept and role != "title"
    )


def summary(judged: Sequence[tuple[Page, NDArray[np.bool_]]]) -> str:
    """Return shingle scores and what was lost, as one line."""
    texts, lost, body, clutter_kept, clutter = [], 0, 0, 0, 0
    short: dict[str, list[bool]] = {"headings": [], "items": []}
    for page, keep in judged:
        lines = page.lines
        texts.append((page.row["gold_body"], kept_text(page, keep)))
        for i, (role, words, is_kept) in enumerate(zip(page.roles, lines.words, keep, strict=True)):
            body += len(words) * (role == "body")
            lost += len(words) * (role == "body" and not is_kept)
            clutter += role == "clutter"
            clutter_kept += role == "clutter" and bool(is_kept)
            if role == "body" and BULLET.match(lines.plain[i]):
                short["items"].append(bool(is_kept))
            elif role == "body" and lines.is_heading[i]:
                short["headings"].append(bool(is_kept))
    score = shingle_score(texts)
    low, high = interval([(page.row["domain"], *text) for (page, _), text in zip(judged, texts, strict=True)])
    kept_of = "  ".join(f"{name} {sum(k) / max(len(k), 1):.0%} of {len(k)}" for name, k in short.items())
    return (
        f"P {score.precision:.4f} R {score.recall:.4f} F1 {score.f1:.4f} [{low:.3f}, {high:.3f}]  body words lost "
        f"{lost / max(body, 1):.2%}  clutter lines kept {clutter_kept / max(clutter, 1):.1%}  {kept_of}  "
        f"({len(texts)} pages)"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", type=Path, help="JSONL files of labelled pages")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by domain instead of writing the model")
    parser.add_argument("--by-shape", action="store_true", help="cross-validate the forests for other languages")
    parser.add_argument("-o", "--out", type=Path, default=MODEL)
    options = parser.parse_args()
    rows = [row for path in options.data for row in load(path)]
    refused = {row["source"] for row in rows} - ALLOWED.keys()
    if refused:
        sys.exit(f"pages of {', '.join(sorted(refused))} may not be trained on; leave them out")
    pages = [read_page(row) for row in rows]
    if options.folds:
        cross_validate(pages, options.folds, "-by-shape" if options.by_shape else "")
        return
    options.out.mkdir(exist_ok=True)
    made = with_variants(pages)
    found = strangers(made, FOLDS, "")
    forests = train_all(made)
    forests["ends"] = train_ends([read_gaps(stranger.page, stranger.odds) for stranger in found])
    forests["headline"] = train_headline(read_choices(found))
    for name, forest in forests.items():
        save(forest, options.out / f"{name}.npz")
        print(name, (options.out / f"{name}.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
