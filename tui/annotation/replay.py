"""A session on paper: an article, its log and digests of the labels on the way, to be folded again anywhere.

A session file is JSONL. Its first line is `{"article": {...}}`, then the log follows, one event a line, with
`{"checkpoint": n, "sha256": ...}` after every 25 events and after the last, which tells how the labels stood there.
The suggestions of the models are in the log, so that a replay needs no model.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.annotation.history import History, step
from tui.annotation.state import State
from tui.model import Article, Block, CopydeskError, Event, Source

EVERY = 25


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """Whether a log came out the same.

    `events` were folded. Where something differs, `differs_at` is the first event whose outcome can be the cause,
    `differs_by` the last (both None where all is the same), and `reason` a sentence.
    """

    article_id: str
    events: int
    labels: int
    differs_at: int | None = None
    differs_by: int | None = None
    reason: str = ""

    @property
    def same(self) -> bool:
        """Whether every event fits and the labels are as recorded at every checkpoint."""
        return not self.reason

    def __str__(self) -> str:
        what = f"{self.article_id}: {self.events} events, {self.labels} labels"
        return f"{what}, the same as recorded" if self.same else f"{what}; {self.reason}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How the state stood after event `n`."""

    n: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What a session file holds, in order."""

    article: Article
    steps: tuple[Event | Checkpoint, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """The log."""
        return tuple(part for part in self.steps if isinstance(part, Event))


def digest(state: State) -> str:
    """Return the SHA-256 of everything that a log makes of an article: equal digests, equal states."""
    data: dict[str, Any] = {
        "labels": {name: label.as_json() for name, label in state.labels.items()},
        "blocks": {str(start): block.as_json() for start, block in state.blocks.items()},
        "clusters": {name: cluster.as_json() for name, cluster in state.clusters.items()},
        "layers": {layer.value: value.value for layer, value in state.layers.items()},
        "proposers": {layer.value: by.as_json() for layer, by in state.proposers.items()},
        "candidates": [candidate.as_json() for candidate in state.candidates],
        "note": state.note,
        "flagged": state.flagged,
    }
    if state.verdicts:  # left out where there are none: sessions recorded before there were any keep their digests
        data["verdicts"] = {key: verdict.as_json() for key, verdict in state.verdicts.items()}
    canonical = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{state.article.text_sha256}{canonical}".encode()).hexdigest()


def session_lines(article: Article, events: Iterable[Event]) -> Iterator[str]:
    """Yield the lines of a session file, each with its line feed. Raises what `step` raises."""
    source = article.source.as_json()
    head = {
        "id": article.id, "text_sha256": article.text_sha256, "lang": article.lang, "source": source,
        "blocks": [block.as_json() for block in article.blocks], "text": article.text,
    }  # fmt: skip
    yield _line({"article": {key: value for key, value in head.items() if value}})
    history, recorded = History.start(article), 0
    for event in events:
        history, _ = step(history, event)
        yield _line(event.as_json())
        if event.n % EVERY == 0:
            recorded = event.n
            yield _line({"checkpoint": event.n, "sha256": digest(history.state)})
    if recorded != history.state.n:
        yield _line({"checkpoint": history.state.n, "sha256": digest(history.state)})


def read_session(path: str | Path) -> Recording:
    """Return what a session file holds. Raises `CopydeskError` naming the line that is not right."""
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CopydeskError(f"{path} can't be read: {error}") from error
    article: Article | None = None
    steps: list[Event | Checkpoint] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            if article is None:
                article = _article(data["article"])
            elif "checkpoint" in data:
                steps.append(Checkpoint(data["checkpoint"], data["sha256"]))
            else:
                steps.append(Event.from_json(data))
        except CopydeskError as error:
            raise CopydeskError(f"{path}, line {number}: {error}") from error
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise CopydeskError(f"{path}, line {number}: not a line of a recorded session ({error!r})") from error
    if article is None:
        raise CopydeskError(f"{path} is empty; a recorded session begins with its article")
    return Recording(article, tuple(steps))


def replay(path: str | Path) -> ReplayResult:
    """Fold the log in a session file and compare what comes out with what was recorded.

    Raises `CopydeskError` for a file that is not a session. An event that no longer fits is a difference, not an error.
    """
    return folded_again(read_session(path))


def folded_again(recording: Recording) -> ReplayResult:
    """Fold a recording and compare it with its checkpoints."""
    name = recording.article.id
    history = History.start(recording.article)
    good = 0
    for part in recording.steps:
        n, labels = history.state.n, len(history.state.labels)
        if isinstance(part, Event):
            try:
                history, _ = step(history, part)
            except CopydeskError as error:
                return ReplayResult(
                    name, n, labels, part.n, part.n, f"event {part.n} ({part.do}) does not fit: {error}"
                )
        elif part.n != n or digest(history.state) != part.sha256:
            reason = f"the labels differ after event {n}; they were the same after event {good}"
            return ReplayResult(name, n, labels, good + 1, n, reason)
        else:
            good = n
    n, labels = history.state.n, len(history.state.labels)
    if good != n or n == 0:
        return ReplayResult(name, n, labels, good + 1, n, f"the recording ends without saying how event {n} came out")
    return ReplayResult(name, n, labels)


def _article(data: Mapping[str, Any]) -> Article:
    return Article(
        data["id"], data["text"], tuple(Block.from_json(block) for block in data["blocks"]),
        Source.from_json(data.get("source", {})), data.get("lang"), data["text_sha256"],
    )  # fmt: skip


def _line(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":")) + "\n"
