"""The analyser in a child process: answers, parts, withdrawal, failures, and a clean end."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from tests.extraction.test_pipeline import article_of
from tests.in_process import InProcessAnalyser
from tui.extraction.client import AnalyserError, AnalyserProcess
from tui.extraction.pipeline import Analyser
from tui.extraction.wire import analysis_key
from tui.model import CopydeskError, Predictions

SHORT = article_of("Angela Merkel flew to Paris.", "Buy now.", "„Ačiū“, said Ingrida Šimonytė.", drop=(1,))
LONG = article_of(*["Angela Merkel met Tim Cook in Berlin on Tuesday to talk about the price of bread."] * 300)


@pytest.fixture(scope="module")
def loop_and_process():
    """One child for all tests that leave it alive: starting it means loading the model."""
    with asyncio.Runner() as runner:
        process = AnalyserProcess()
        runner.run(process.__aenter__())
        yield runner, process
        runner.run(process.__aexit__(None, None, None))


def test_it_answers_as_the_analyser_in_this_process_does(loop_and_process, analyser: Analyser) -> None:
    runner, process = loop_and_process
    assert runner.run(process.analyse(SHORT)) == analyser.analyse(SHORT)
    assert runner.run(process.ready()) == analyser.by


def test_a_long_article_comes_in_parts_and_then_as_a_whole(loop_and_process, analyser: Analyser) -> None:
    runner, process = loop_and_process
    parts: list[Predictions] = []
    whole = runner.run(process.analyse(LONG, parts.append))
    assert whole == analyser.analyse(LONG)
    assert len(parts) > 1
    found = [entity for part in parts for entity in part.entities]
    assert len({entity.id for entity in found}) == len(found)
    assert {entity.span for entity in found} == {entity.span for entity in whole.entities}


def test_a_withdrawn_article_does_not_hold_up_the_next(loop_and_process, analyser: Analyser) -> None:
    runner, process = loop_and_process

    async def change_of_mind() -> Predictions:
        first = asyncio.Event()
        task = asyncio.create_task(process.analyse(LONG, lambda part: first.set()))
        await first.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await process.analyse(SHORT)

    assert runner.run(change_of_mind()) == analyser.analyse(SHORT)


async def test_a_killed_child_is_said_and_replaced(analyser: Analyser) -> None:
    async with AnalyserProcess() as process:
        await process.ready()
        first = process.pid
        task = asyncio.create_task(process.analyse(LONG, lambda part: os.kill(first, signal.SIGKILL)))
        with pytest.raises(AnalyserError, match="was ended by signal 9; open the article again"):
            await task
        assert await process.analyse(SHORT) == analyser.analyse(SHORT)
        assert process.pid != first


async def test_a_model_that_is_not_there_is_said_once_and_to_everyone() -> None:
    async with AnalyserProcess("en_core_nothing") as process:
        with pytest.raises(AnalyserError, match="no spaCy pipeline 'en_core_nothing'"):
            await process.analyse(SHORT)
        with pytest.raises(CopydeskError, match="no spaCy pipeline 'en_core_nothing'"):
            await process.ready()


async def test_leaving_at_once_ends_the_child() -> None:
    async with AnalyserProcess() as process:
        pid = process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_worker_leaves_when_its_input_ends_and_says_nothing_on_stderr() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tui.extraction.worker"], input=b"", capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert done.stdout.startswith(b'{"ready":')
    assert done.stderr == b""


def test_the_client_needs_neither_spacy_nor_textual() -> None:
    code = "import sys, tui.extraction.client; sys.exit(any(m in sys.modules for m in ('spacy', 'textual')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_an_analyser_in_process_has_the_same_interface(analyser: Analyser) -> None:
    async with InProcessAnalyser(analyser.analyse, analyser.by) as same:
        assert await same.analyse(SHORT) == analyser.analyse(SHORT)
        assert await same.ready() == analyser.by


def test_the_key_of_an_analysis_follows_what_it_depends_on(analyser: Analyser) -> None:
    key = analysis_key(SHORT, analyser.by)
    assert key == analysis_key(SHORT, dict(reversed(analyser.by.items())))
    kept = article_of("Angela Merkel flew to Paris.", "Buy now.", "„Ačiū“, said Ingrida Šimonytė.")
    assert analysis_key(kept, analyser.by) != key
    other = dict.fromkeys(analyser.by, analyser.model.provenance("other", "1"))
    assert analysis_key(SHORT, other) != key
