"""`copydesk extract` in parts: the same bytes whatever the engine, and nothing twice after a kill."""

import gzip
import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.corpus.newspapers import COMMAND, environment, lines, parts_of, run
from tests.waiting import until
from tui.corpus import Form, Parts, Settings, plan
from tui.corpus.local import processes


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return lines(tmp_path / "corpus.jsonl", 30)


def test_two_processes_write_what_one_writes(corpus: Path, towns: str, tmp_path: Path) -> None:
    alone = run("--with", towns, corpus)
    assert alone.exit_code == 0, alone.stderr
    assert [json.loads(line)["id"] for line in alone.stdout.splitlines()] == [f"a{n}" for n in range(30)]
    output = tmp_path / "out.jsonl"
    result = run("--with", towns, corpus, "-j", "2", "--partition", "4", "-o", output)
    assert result.exit_code == 0, result.stderr
    assert output.read_text(encoding="utf-8") == alone.stdout
    assert not (tmp_path / "out.jsonl.parts").exists()  # all is in the file


def test_rules_decide_lines_in_one_process_and_in_many(corpus: Path, towns: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("[[rule]]\nkeep = false\nkind = 'footer'\npattern = '.* with 7 others.'\n", encoding="utf-8")
    found = {json.loads(line)["id"]: json.loads(line) for line in run("--with", towns, corpus).stdout.splitlines()}
    ruled = run("--with", towns, corpus, "--rules", rules)
    assert ruled.exit_code == 0, ruled.stderr
    for line in ruled.stdout.splitlines():
        record = json.loads(line)
        assert (record == found[record["id"]]) == (record["id"] != "a7")
        assert bool(record["entities"]) == (record["id"] != "a7")
    parts = tmp_path / "parts"
    assert run("--with", towns, corpus, "--parts", parts, "--partition", "9").exit_code == 0
    output = tmp_path / "out.jsonl"
    many = run("--with", towns, corpus, "--rules", rules, "-j", "2", "--partition", "9", "-o", output)
    assert many.exit_code == 0, many.stderr
    assert output.read_text(encoding="utf-8") == ruled.stdout
    refused = run("--with", towns, corpus, "--rules", rules, "--parts", parts)  # those were made without rules
    assert refused.exit_code == 2


def test_rules_that_cant_be_used_are_refused_before_anything_is_extracted(corpus: Path, towns: str) -> None:
    for more in ((), ("-j", "2")):
        result = run("--with", towns, corpus, "--rules", "missing.toml", *more)
        assert result.exit_code == 2
        assert "missing.toml" in result.stderr
        assert result.stdout == ""


def test_compressed_lines_go_in_and_out_and_are_cut_into_partitions(corpus: Path, towns: str, tmp_path: Path) -> None:
    alone = run("--with", towns, corpus)
    packed, output = tmp_path / "packed" / "corpus.jsonl.gz", tmp_path / "out.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(corpus.read_bytes()))
    result = run("--with", towns, packed.parent, "-j", "2", "--partition", "4", "-o", output)
    assert result.exit_code == 0, result.stderr
    assert gzip.decompress(output.read_bytes()).decode() == alone.stdout
    assert run("--with", towns, packed).stdout == alone.stdout


def test_standard_input_and_output_work_in_parts_too(corpus: Path, towns: str) -> None:
    said = run("--with", towns, "--skip-errors", "-", stdin=corpus.read_text())
    assert said.exit_code == 0, said.stderr
    assert said.stdout == run("--with", towns, corpus).stdout


def test_parts_hold_the_results_and_a_list_of_them(corpus: Path, towns: str, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    result = run("--with", towns, corpus, "--partition", "7", "--parts", parts)
    assert result.exit_code == 0, result.stderr
    assert (result.stdout, result.stderr) == ("", f"articles: 30 of 30, in 5 parts: {parts}\n")
    told = json.loads((parts / "copydesk-parts.json").read_text())
    assert told["complete"]
    assert told["parts"] == sorted(parts_of(parts))
    whole = "".join((parts / name).read_text(encoding="utf-8") for name in told["parts"])
    assert whole == run("--with", towns, corpus).stdout


def test_a_run_that_was_killed_goes_on_and_does_nothing_twice(towns: str, tmp_path: Path) -> None:
    corpus, parts, output = lines(tmp_path / "corpus.jsonl", 200), tmp_path / "parts", tmp_path / "out.jsonl"
    arguments = ["extract", "--jsonl", "-j", "2", "--with", towns, corpus, "--partition", "1", "--parts", parts]
    command = [*COMMAND, *map(str, arguments)]
    # What runs in the background of a shell has its Ctrl-C ignored, and would hand that on.
    child = subprocess.Popen(
        command, env=environment(), stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    until(lambda: len(parts_of(parts)) > 3)
    child.send_signal(signal.SIGINT)
    said = child.communicate()[1]
    assert child.returncode == 2
    assert re.search(r"stopped, with \d+ of 200 partitions done; the same command goes on from there", said)
    stopped = parts_of(parts)
    child = subprocess.Popen(command, env=environment())
    until(lambda: len(parts_of(parts)) > len(stopped) + 3)
    child.kill()
    child.wait()
    before: dict[str, int] = {}

    def nothing_new() -> bool:  # the workers finish what they have begun, and leave
        nonlocal before
        found, before = before, parts_of(parts)
        time.sleep(0.3)
        return found == before

    until(nothing_new)
    assert 6 < len(before) < 200
    assert before.items() >= stopped.items()
    result = run("--with", towns, corpus, "--parts", parts, "-o", output)
    assert result.exit_code == 0, result.stderr
    assert parts_of(parts).items() >= before.items()
    assert output.read_text(encoding="utf-8") == run("--with", towns, corpus).stdout


def test_a_worker_that_dies_is_replaced_and_its_partition_done_again(towns: str, tmp_path: Path) -> None:
    corpus, folder = lines(tmp_path / "corpus.jsonl", 40), tmp_path / "parts"
    settings = Settings.checked(towns, form=Form.JSONL)
    planned = plan([corpus], 1)
    killed: set[int] = set()
    workers: set[int] = set()

    def engine(*arguments):
        for outcome in processes(2)(*arguments):
            pid = int(outcome.where.rpartition(":")[2])
            workers.add(pid)
            if len(killed) < 2 and pid not in killed:  # both that began
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)
            yield outcome

    with Parts(folder, [str(corpus)], settings) as parts:
        progress = list(parts.run(planned, 1, engine))
    assert [p.partitions_done for p in progress] == list(range(41))
    assert len(killed) == 2
    assert workers - killed
    names = json.loads((folder / "copydesk-parts.json").read_text())["parts"]
    assert "".join((folder / name).read_text(encoding="utf-8") for name in names) == run("--with", towns, corpus).stdout


def test_a_corpus_that_has_grown_costs_only_what_is_new(corpus: Path, towns: str, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    run("--with", towns, corpus, "--partition", "4", "--parts", parts)
    before = parts_of(parts)
    lines(corpus, 33)
    result = run("--with", towns, corpus, "--parts", parts)
    assert "articles: 33 of 33, in 9 parts, 7 of them done before" in result.stderr
    after = parts_of(parts)
    assert len(before.items() & after.items()) == 7  # the eighth had two articles, and its file is gone
    assert len(after) == 9


def test_parts_of_something_else_are_refused_and_left_alone(corpus: Path, towns: str, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    run("--with", towns, corpus, "--parts", parts)
    before = parts_of(parts)
    result = run("--with", towns, corpus, "--parts", parts, "--no-clean")
    assert result.exit_code == 2
    assert "holds the parts of another run (with another no_clean)" in result.stderr
    result = run("--with", towns, lines(tmp_path / "other.jsonl", 3), "--parts", parts)
    assert result.exit_code == 2
    assert "(of other input)" in result.stderr
    assert parts_of(parts) == before


def test_a_bad_line_stops_the_run_or_is_left_out_and_listed(corpus: Path, towns: str, tmp_path: Path) -> None:
    whole = run("--with", towns, corpus).stdout
    with corpus.open("a") as stream:
        stream.write("{\n")
    parts = tmp_path / "parts"
    stopped = run("--with", towns, corpus, "--parts", parts)
    assert (stopped.exit_code, stopped.stdout) == (2, "")
    assert "line 31 is not JSON" in stopped.stderr
    assert parts_of(parts) == {}
    result = run("--with", towns, corpus, "--skip-errors")
    assert (result.exit_code, result.stdout) == (0, whole)
    assert "line 31 is not JSON" in result.stderr
    assert "articles left out: 1" in result.stderr


def test_an_empty_file_in_a_folder_is_left_out_once_asked_for(towns: str, tmp_path: Path) -> None:
    folder, parts = tmp_path / "folder", tmp_path / "parts"
    folder.mkdir()
    (folder / "a.txt").write_text("Paris is quiet.")
    (folder / "b.txt").write_text("")
    arguments = ("--no-clean", "--with", towns, folder, "--parts", parts)
    stopped = run(*arguments)
    assert stopped.exit_code == 2
    assert "b.txt is empty" in stopped.stderr
    result = run(*arguments, "--skip-errors")
    assert result.exit_code == 0, result.stderr
    assert "articles left out: 1" in result.stderr
    assert run(*arguments).exit_code == 2  # without the option it is no complete part


def test_two_runs_in_one_folder_don_t_meet(corpus: Path, towns: str, tmp_path: Path) -> None:
    settings = Settings.checked(towns)
    with Parts(tmp_path / "parts", [str(corpus)], settings):
        result = run("--with", towns, corpus, "--parts", tmp_path / "parts")
    assert result.exit_code == 2
    assert "another run is at work in" in result.stderr


def test_a_partition_that_kills_its_process_is_set_aside_and_tried_again_by_the_same_command(
    towns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    corpus, output, parts = lines(tmp_path / "corpus.jsonl", 12), tmp_path / "out.jsonl", tmp_path / "out.jsonl.parts"
    whole = run("--with", towns, corpus).stdout.splitlines()
    monkeypatch.setenv("TOWNS_DIE_OF", "with 5 others")
    arguments = ("--with", towns, corpus, "-j", "2", "--partition", "1", "-o", output)
    result = run(*arguments)
    assert result.exit_code == 2
    assert "partition 5 (1 article from " in result.stderr
    assert "corpus.jsonl, line 6 on) ended its process 3 times (the last time with status 9)" in result.stderr
    assert f"all others are in {parts}, and the same command tries the rest again" in result.stderr
    assert not output.exists()
    assert len(parts_of(parts)) == 11
    assert not json.loads((parts / "copydesk-parts.json").read_text())["complete"]
    result = run(*arguments, "--skip-errors")
    assert result.exit_code == 1
    assert "partitions left out: 1; the same command tries them again" in result.stderr
    assert output.read_text(encoding="utf-8").splitlines() == [*whole[:5], *whole[6:]]
    monkeypatch.delenv("TOWNS_DIE_OF")
    before = parts_of(parts)
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    assert output.read_text(encoding="utf-8").splitlines() == whole
    assert len(before) == 11
    assert not parts.exists()


def test_a_run_in_which_nothing_can_be_done_ends(towns: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.corpus.run.HOPELESS", 1)
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    monkeypatch.setenv("TOWNS_DIE_OF", "with")
    corpus = lines(tmp_path / "corpus.jsonl", 9)
    result = run("--with", towns, corpus, "-j", "2", "--partition", "1", "--parts", tmp_path / "parts", "--skip-errors")
    assert result.exit_code == 2
    assert "none of the first 1 partitions could be done" in result.stderr
