"""`copydesk extract --engine dask://...` with a real scheduler and two workers on loopback."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.newspapers import COMMAND, environment, lines, parts_of, run
from tests.waiting import until

pytest.importorskip("distributed", reason="the extra `dask` is not installed")


class Cluster:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path, *kind: str, **variables: str) -> None:
        self.variables = variables
        self.file = folder / "scheduler.json"
        self.log = (folder / "log").open("wb")
        self.processes = [self._start("scheduler", "--port", "0", "--no-dashboard", "--no-show")]
        until(self.file.exists)
        for n in range(2):
            self.processes.append(self._start(
                "worker", *kind, "--no-dashboard", "--nthreads", "1", "--name", f"w{n}", "--death-timeout", "60",
                "--local-directory", folder,
            ))  # fmt: skip
        until(lambda: (folder / "log").read_bytes().count(b"Registered to:") == 2)

    @property
    def address(self) -> str:
        """The scheduler's address as an engine's name."""
        return json.loads(self.file.read_text())["address"].replace("tcp://", "dask://")

    def _start(self, *what: str | Path) -> subprocess.Popen[bytes]:
        command = [
            sys.executable, "-m", "dask", *map(str, what), "--scheduler-file", str(self.file), "--host", "127.0.0.1",
        ]  # fmt: skip
        return subprocess.Popen(
            command, env={**environment(), **self.variables}, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def end(self) -> None:
        for process in self.processes:  # by their groups: a nanny may wait for ever for a worker that is dying
            os.killpg(process.pid, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        self.log.close()


@pytest.fixture
def cluster(tmp_path: Path, towns: str) -> Iterator[Cluster]:
    made = Cluster(tmp_path, "--no-nanny")
    yield made
    made.end()


def test_a_cluster_that_loses_a_worker_midway_writes_the_same_bytes(
    cluster: Cluster, towns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, parts, output = lines(tmp_path / "corpus.jsonl", 100), tmp_path / "parts", tmp_path / "out.jsonl"
    arguments = ("--with", towns, corpus, "--partition", "1", "--parts", parts, "-o", output, "--engine")
    client = subprocess.Popen(
        [*COMMAND, "extract", "--jsonl", *map(str, arguments), cluster.address], env=environment()
    )  # fmt: skip
    until(lambda: len(parts_of(parts)) > 3)
    cluster.processes[1].send_signal(signal.SIGKILL)
    assert len(parts_of(parts)) < 100
    assert client.wait(300) == 0
    assert output.read_text(encoding="utf-8") == run("--with", towns, corpus).stdout
    # What is there is not sent to the workers again.
    before = parts_of(parts)
    lines(corpus, 103)
    result = run(*arguments, f"dask:{cluster.file}")
    assert result.exit_code == 0, result.stderr
    assert len(parts_of(parts).items() - before.items()) == 3
    assert output.read_text(encoding="utf-8") == run("--with", towns, corpus).stdout
    # Without any worker there is nobody to wait for.
    cluster.processes[2].kill()
    monkeypatch.setattr("tui.corpus.cluster.PATIENCE", 5)
    lines(corpus, 104)
    told = run(*arguments, cluster.address)
    assert told.exit_code == 2
    assert "has no worker; start some" in told.stderr


def test_a_partition_that_kills_every_worker_is_set_aside_alone(towns: str, tmp_path: Path) -> None:
    corpus, parts = lines(tmp_path / "corpus.jsonl", 3, first=4), tmp_path / "parts"
    failures = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    made = Cluster(tmp_path, "--nanny", TOWNS_DIE_OF="with 5 others", **failures)
    try:
        result = run("--with", towns, corpus, "--partition", "1", "--parts", parts, "--engine", made.address)
    finally:
        made.end()
    assert result.exit_code == 2
    assert "every worker that began partition 1 (1 article from" in result.stderr
    assert "corpus.jsonl, line 2 on) died" in result.stderr
    assert len(parts_of(parts)) == 2
    result = run("--with", towns, corpus, "-j", "2", "--parts", parts)  # any engine goes on
    assert result.exit_code == 0, result.stderr
    assert "in 3 parts, 2 of them done before" in result.stderr


@pytest.mark.parametrize(
    ("engine", "says"),
    [
        ("spark://here", "there is no engine 'spark://here'; give dask://HOST:PORT"),
        ("dask://", "there is no engine 'dask://'"),
        ("dask:/nowhere.json", "there is no Dask scheduler at dask:/nowhere.json"),
    ],
)
def test_an_engine_that_is_not_there_is_told_in_a_sentence(engine: str, says: str, towns: str, tmp_path: Path) -> None:
    corpus = lines(tmp_path / "corpus.jsonl", 3)
    result = run("--with", towns, corpus, "--engine", engine, "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_cluster_needs_to_be_told_where_the_results_go(towns: str, tmp_path: Path) -> None:
    result = run("--with", towns, lines(tmp_path / "corpus.jsonl", 3), "--engine", "dask://127.0.0.1:1")
    assert result.exit_code == 2
    assert "-o FILE or --parts DIR" in result.stderr
