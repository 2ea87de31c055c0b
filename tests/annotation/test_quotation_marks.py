"""What one key selects as quoted text."""

import pytest

from tui.annotation.quotation_marks import quoted_stretches


@pytest.mark.parametrize(
    ("paragraph", "stretches"),
    [
        ('She said "no" and "yes".', ['"no"', '"yes"']),
        ("‘It’s well,’ she said. ‘Isn’t it?’", ["‘It’s well,’", "‘Isn’t it?’"]),
        ("''Nobody comes,'' she said. ''Nobody at all.''", ["''Nobody comes,''", "''Nobody at all.''"]),
        ("He said. “And it goes on", ["“And it goes on"]),
        ("He said. ''And it goes on", ["''And it goes on"]),
        ("The dogs' tails and the '90s.", []),
    ],
)
def test_marks_are_paired_and_an_open_one_reaches_to_the_end(paragraph: str, stretches: list[str]) -> None:
    assert [paragraph[start:end] for start, end in quoted_stretches(paragraph, 0, len(paragraph))] == stretches
