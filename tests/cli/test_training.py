"""The walk-through of docs/training.md, command by command, with few steps: from gold to a pipeline that is used."""

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import Result
from spacy.cli.train import train

from tests.command_line import run, run_well

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "training.md").read_text("utf-8")
GOLD = ROOT / "sample_articles" / "gold.jsonl"
STEPS = 2
# Some in each split, and none of the longest.
SOME = ("glacier-lake-study", "bronze-otter-return", "hospital-sepsis-alarm", "rail-strike-deal")


def commands() -> list[list[str]]:
    """The commands of the walk-through, in order."""
    blocks = re.findall(r"<!-- walk-through -->\n```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    lines = "".join(blocks).replace("\\\n", "").splitlines()
    return [shlex.split(line, comments=True) for line in lines if line.strip()]


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """The gold of some of the sample articles."""
    path = tmp_path / "gold.jsonl"
    lines = GOLD.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if json.loads(line)["id"] in SOME), "utf-8")
    return path


def test_the_walk_through_trains_a_pipeline_and_compares_it(gold: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(gold.parent)
    Path("article.txt").write_text("Anna Holm left Bonn on Monday.\n\n“It is late,” Holm said.\n")
    said: dict[str, Result] = {}
    for command in commands():
        match command:
            case ["copydesk", "train-config", *rest]:
                said["config"] = run_well("train-config", *rest, "--steps", str(STEPS))
            case ["python", "-m", "spacy", "train", config, "--output", folder]:
                train(config, Path(folder))
            case ["copydesk", name, *rest]:
                said[name] = run_well(name, *rest)
            case _:
                pytest.fail(f"the walk-through does {command}")
    assert "learns on" in said["config"].stderr
    (record,) = [json.loads(line) for line in said["extract"].stdout.splitlines()]
    assert record["by"]["entities"]["weights_sha256"]
    assert {e["text"] for e in record["entities"]} & {"Anna Holm", "Bonn", "Monday"}
    assert "model-best" in said["evaluate"].stdout or "core_web" in said["evaluate"].stdout
    # Parser and tagger have come with it, so that the rules for quotes work on it, too.
    quoted = run_well("extract", "--jsonl", "--no-clean", "--model", "training/model-best", "article.txt").stdout
    assert json.loads(quoted)["quotes"][0]["cue"]["text"] == "said"


def test_a_label_that_the_old_recogniser_does_not_know_gets_a_new_one(gold: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.jsonl"
    renamed.write_text(gold.read_text("utf-8").replace('"label":"PERSON"', '"label":"HUMAN"'), "utf-8")
    said = run_well("train-config", tmp_path / "t", renamed, "--shares", "60,20,20", "--steps", STEPS).stderr
    assert "a new recogniser" in said
    config = (tmp_path / "t" / "config.cfg").read_text("utf-8")
    assert 'factory = "ner"' in config
    assert config.count("source = ") == 5  # the others stay


def test_too_little_gold_is_said_with_what_to_do(gold: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.jsonl"
    one.write_bytes(gold.read_bytes().splitlines(keepends=True)[0])
    result = run("train-config", tmp_path / "t", one)
    assert result.exit_code == 2
    assert "none falls to" in result.stderr
    assert "--shares" in result.stderr
    assert not (tmp_path / "t").exists()


def test_a_configuration_that_somebody_has_edited_is_kept(gold: Path) -> None:
    folder = gold.parent / "training"
    for _ in range(2):
        assert (
            "another one"
            not in run_well("train-config", folder, gold, "--steps", str(STEPS), "--shares", "60,20,20").stderr
        )
    config = folder / "config.cfg"
    before = config.read_text()
    config.write_text(before.replace("dropout", "dropout ") + "# mine\n")
    edited = config.read_text()
    said = run_well("train-config", folder, gold, "--steps", str(STEPS), "--shares", "60,20,20").stderr
    assert f"the configuration that was there is another one; it is kept as {folder / 'config.cfg.1'}" in said
    assert (folder / "config.cfg.1").read_text() == edited
    assert config.read_text() == before
