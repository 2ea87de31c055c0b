"""Pages made from the project's own samples by damaging them: no crash, no broken law, and no unbounded time."""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cleaning.test_plain import assert_lawful
from tui.cleaning import clean, clean_html, read
from tui.cleaning.report import as_explanation, as_page, as_record, as_text
from tui.model import Article, CopydeskError

SAMPLES = Path(__file__).parents[2] / "sample_articles"
MB = 1024 * 1024


@cache
def samples(suffix: str) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob(f"*{suffix}")))


HOSTILE = (
    "\x1b[2J", "\x00", "\u202e", "\ufeff", "\ud800", "\u2028", "\r", "\x85", "&#0;", "&#x1b;", "&bogus;", "<", ">", '"',
    "\U0001f469\u200d\U0001f680", "e\u0301" * 40, "\u0627\u0644\u0628", "]]>", "<!--", "<![CDATA[", "</script>", "</p>",
)  # fmt: skip
BITS = st.sampled_from(HOSTILE) | st.text(max_size=12)


@st.composite
def damaged(draw: st.DrawFn, suffix: str) -> str:
    """A sample cut, doubled, shuffled and sprinkled with what breaks parsers."""
    text = draw(st.sampled_from(samples(suffix)))
    for _ in range(draw(st.integers(1, 6))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        b = min(b, a + 2000)
        match draw(st.sampled_from(("cut", "double", "insert", "lines", "case", "tail"))):
            case "cut":
                text = text[:a] + text[b:]
            case "double":
                text = text[:b] + text[a:b] + text[b:]
            case "insert":
                text = text[:a] + draw(BITS) + text[a:]
            case "lines":
                lines = text[a:b].split("\n")
                random.Random(a).shuffle(lines)
                text = text[:a] + "\n".join(lines) + text[b:]
            case "case":
                text = text[:a] + text[a:b].swapcase() + text[b:]
            case _:
                text = text[: max(a, 1)]
    return text


def articles_or_refusal(run: Callable[[], Iterable[Article]]) -> tuple[list[Article], str]:
    """What was read, or the sentence that refused it."""
    try:
        return list(run()), ""
    except CopydeskError as error:
        return [], str(error)


def check(text: str, *, is_page: bool) -> None:
    found, refusal = articles_or_refusal(lambda: [(clean_html if is_page else clean)(text)])
    assert "\n" not in refusal
    assert found or refusal
    for article in found:
        assert_lawful(article)
        blocks = json.loads(as_record(article))["blocks"]
        assert all(block["start"] < block["end"] <= len(article.text) for block in blocks)
        for shown in (as_explanation(article), as_text(article, for_terminal=True)):
            assert not set(shown) & {"\x1b", "\x00", "\x9b", "\u202e", "\r"}
        assert "<script" not in as_page([article]).lower()


@settings(max_examples=60, deadline=None)
@given(damaged(".txt"))
def test_damaged_texts_keep_the_law(text: str) -> None:
    check(text, is_page=False)


@settings(max_examples=40, deadline=None)
@given(damaged(".html"))
def test_damaged_pages_keep_the_law(page: str) -> None:
    check(page, is_page=True)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 10_000), st.sampled_from((".txt", ".html", ".jsonl")))
def test_damaged_bytes_are_read_or_refused_in_one_sentence(bits: bytes, at: int, suffix: str) -> None:
    data = samples(".html" if suffix == ".html" else ".txt")[0].encode()
    at = min(at, len(data))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page" + suffix)
        path.write_bytes(data[:at] + bits + data[at:])
        found, refusal = articles_or_refusal(lambda: read([path]))
    for article in found:
        assert_lawful(article)
    assert found or str(path) in refusal
    assert "\n" not in refusal


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_four_times_the_text_takes_about_four_times_as_long(suffix: str) -> None:
    """`python -m benchmarks.cleaning growth` goes on to 20 MB."""
    one = samples(suffix)[0]
    tool = clean_html if suffix == ".html" else clean
    body = one.split("<body", 1)[-1] if suffix == ".html" else one
    times = []
    for size in (MB // 2, 2 * MB):
        text = (body + "\n\n") * (size // len(body.encode()) + 1)
        start = time.process_time()
        assert_lawful(tool(text[:size]))
        times.append(time.process_time() - start)
    assert times[1] < 8 * times[0] + 1
