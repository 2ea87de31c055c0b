"""Input made to hurt: each is read or refused in a sentence, in bounded time and memory, and nothing is written."""

import contextlib
import io
import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gold.test_hostile_files import refusal
from tui.cleaning.reading import read
from tui.cli import main
from tui.gold.check import check_file
from tui.model import Article, CopydeskError, freeze

STORY = "Mayor Ada Bell said on Monday that the harbour would stay open. “We are not leaving,” Bell said.\n\n"
MB = 1024 * 1024
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)

BOMBS: dict[str, tuple[str, bytes]] = {
    "a line of 1 MB": ("a.txt", b"word " * (MB // 5)),
    "a word of 1 MB": ("a.txt", b"w" * MB),
    "a MB of open brackets": ("a.txt", b"(" * MB),
    "a MB of quotation marks": ("a.txt", "“".encode() * (MB // 3)),
    "a MB of straight quotation marks": ("a.txt", b'"' * MB),
    "a MB of white space": ("a.txt", STORY.encode() + b" \t" * (MB // 2) + b"x"),
    "200,000 empty lines": ("a.txt", STORY.encode() + b"\n" * 200_000 + STORY.encode()),
    "NULs": ("a.txt", STORY.encode() + b"\x00" * MB),
    "100,000 combining marks on one letter": ("a.txt", ("a" + "\u0301" * 100_000 + " " + STORY).encode()),
    "100,000 bidi overrides": ("a.txt", ("\u202e" * 100_000 + STORY).encode()),
    "100,000 joined emoji": ("a.txt", ("👩‍" * 100_000 + STORY).encode()),
    "half of UTF-16": ("a.txt", STORY.encode("utf-16")[:-1]),
    "100,000 elements deep": ("a.html", b"<div>" * 100_000 + STORY.encode()),
    "100,000 attributes": ("a.html", b"<p " + b"a=b " * 100_000 + b">" + STORY.encode()),
    "a table of 50,000 cells": ("a.html", b"<table><tr>" + b"<td>x" * 50_000 + b"</table>" + STORY.encode()),
    "a billion laughs": ("a.html", f"{LAUGHS}]><p>&m;</p><p>{STORY}</p>".encode()),
    "100,000 open comments": ("a.html", b"<!--" * 100_000 + STORY.encode()),
    "100,000 lists within lists": ("a.html", b"<ul><li>" * 100_000),
    "JSON 100,000 deep": ("a.jsonl", b'{"id": "a", "text": ' + b"[" * 100_000),
    "a number of 100,000 digits": ("a.jsonl", b'{"id": ' + b"9" * 100_000 + b', "text": "x"}\n'),
    "lone surrogates": ("a.jsonl", b'{"id": "a", "text": "\\ud800 said \\udfff. ' + STORY[:50].encode() + b'"}\n'),
    "200,000 records": ("a.jsonl", b'{"id": "a", "text": 1}\n' * 200_000),
    "an id out of the folder": ("a.jsonl", json.dumps({"id": "../../../etc/passwd", "text": STORY}).encode() + b"\n"),
}  # fmt: skip

SECONDS = 30
"""Of processor time. The slowest takes about 3; what grows with the square of its input would take minutes."""
MEMORY = 1500 * MB


def within_limits(do: Callable[[], object]) -> str:
    """Do it in a child with limits on its time and memory; return what it says, or how it ended."""
    fork = multiprocessing.get_context("fork")
    receive, send = fork.Pipe(duplex=False)

    def child() -> None:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        spent = int(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, spent + SECONDS))
        try:
            send.send(f"read {do()}")
        except CopydeskError as error:
            send.send(f"refused: {error}")
        except BaseException as error:  # noqa: BLE001 - told to the test
            send.send(f"{type(error).__name__}: {error}")

    process = fork.Process(target=child)
    process.start()
    send.close()
    try:
        said = str(receive.recv()) if receive.poll(SECONDS * 20) else "no answer"
    except EOFError:
        said = "killed"
    process.join()
    return said


def articles_are_sound(path: Path) -> int:
    """Read and clean a file; check what must hold of every article, and return how many there are."""
    found = list(read([str(path)]))
    for one in found:
        _is_sound(one)
    return len(found)


def _is_sound(one: Article) -> None:
    assert freeze(one.text) == one.text
    assert not any(0xD800 <= ord(c) < 0xE000 for c in one.text)
    position = 0
    for block in one.blocks:
        assert position <= block.start < block.end <= len(one.text)
        position = block.end


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    file, blob = BOMBS[name]
    (tmp_path / file).write_bytes(blob)
    said = within_limits(lambda: articles_are_sound(tmp_path / file))
    assert said.startswith(("read ", "refused: ")), (name, said[:500])
    assert len(said) < 1000, "a sentence, not the bomb itself"
    assert [path.name for path in tmp_path.iterdir()] == [file]


GOLD_BOMBS = {
    "lists": b"[" * 100_000,
    "objects": b'{"a":' * 100_000,
    "spaces": b'{"schema": "copydesk.gold/1"' + b" " * MB + b"}",
    "digits": b'{"schema": ' + b"9" * 5000 + b"}\n",
    "bytes": b"\xff\xfe" * 1000,
    "lines": b"{}\n" * 20_000,
}


@pytest.mark.parametrize("blob", GOLD_BOMBS.values(), ids=GOLD_BOMBS)
def test_a_bomb_for_gold_is_refused_in_a_sentence(tmp_path: Path, blob: bytes) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(blob)
    said = within_limits(lambda: len(list(check_file(path))))
    assert said.startswith(("read ", "refused: ")), said[:500]
    assert said != "read 0"


PAGE = f"<html><head><title>Harbour</title></head><body><article><h1>Harbour</h1><p>{STORY}</p></article></body></html>"
SEEDS = {
    ".txt": ("Harbour stays\n\n" + STORY * 3).encode(),
    ".html": PAGE.encode(),
    ".jsonl": json.dumps({"id": "a", "text": STORY, "title": "Harbour"}).encode() + b"\n",
}
PARTS = st.sampled_from(
    [
        *(b"\x00", b"\x1b[2J", b"\xff", "\u202e".encode(), b"<", b">", b"&#0;", b"\\ud800", b'"', b"{", b"\r", b"<!--"),
        *("“".encode(), b"</p>", b"\n\n", "\u0301".encode(), b"<script>", b"\xed\xa0\x80", b"<![CDATA["),
    ]
)


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with parts cut out, doubled, overwritten and put in."""
    blob = seed
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(blob)))
        to = min(len(blob), at + draw(st.integers(0, 30)))
        middle = draw(PARTS | st.binary(max_size=6) | st.just(blob[at:to] * 2))
        blob = blob[:at] + middle + blob[to:]
    return blob


@pytest.mark.parametrize("suffix", SEEDS)
@settings(max_examples=40)
@given(data=st.data())
def test_an_article_mutated_in_any_way_is_sound_or_refused(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / f"mutated{suffix}"
    path.write_bytes(data.draw(mutated(SEEDS[suffix])))
    said = refusal(lambda: articles_are_sound(path))
    assert said is None or (0 < len(said) < 1000 and "\n" not in said)


WORDS = st.sampled_from(
    [
        *(
            "clean",
            "check",
            "export",
            "import",
            "record",
            "replay",
            "schema",
            "keys",
            "--project",
            "--jsonl",
            "-o",
            "p",
        ),
        *("--explain", "--standoff", "./no/where", "-", "--", "", "a.txt", "\x00", "\ud800", "é", "--help", "\x1b[2J"),
    ]
)
"""No name here leads out of the folder: `-o` writes where it is told to."""


@settings(max_examples=60)
@given(st.lists(WORDS | st.text("abc-=.é\x00\x1b\ud800 ", max_size=5), max_size=5))
def test_no_command_line_ends_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, arguments: list[str]) -> None:
    folder = tmp_path_factory.getbasetemp() / "cli"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_bytes(SEEDS[".txt"])
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, arguments, input=io.BytesIO(b""))
    assert result.exit_code in (0, 1, 2), (arguments, result.output, result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
