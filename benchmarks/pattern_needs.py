"""Write what the patterns of the cleaner's data files need, so that no program has to work it out when it starts.

    python -m benchmarks.pattern_needs

To be run when a pattern or `tui/cleaning/literals.py` was changed; a test says so where it was forgotten.
"""

import json
from dataclasses import astuple, replace
from pathlib import Path
from re import _parser  # type: ignore[attr-defined] # how long matches are is told nowhere else

from tui.cleaning.language import codes, language
from tui.cleaning.literals import work_out
from tui.cleaning.shapes import credit_patterns

_LONGEST = 300  # characters beyond which a search from there is hardly quicker than one from the start
PATH = Path(__file__).parent.parent / "tui" / "cleaning" / "languages" / "needs.json"


def patterns() -> list[str]:
    """Return all patterns of the data files, and those of credits."""
    classes = [line_class for code in sorted(codes()) for line_class in language(code).classes]
    of_classes = (pattern for line_class in classes for pattern in line_class.patterns)
    return sorted({*of_classes, *(search.pattern for search in credit_patterns())})


def reach(pattern: str) -> int:
    """Return how far from the end of a text every match begins, at most (characters); 0 where that is not known."""
    longest = _parser.parse(pattern).getwidth()[1] + 1  # `$` stands before a line feed too
    return longest if pattern.endswith("$") and not pattern.startswith("^") and longest < _LONGEST else 0


def as_text() -> str:
    """Return the file: for each pattern, a line each, the fields of its `Needs`."""
    needs = {pattern: replace(work_out(pattern), reach=reach(pattern)) for pattern in patterns()}
    lines = [f"{json.dumps(pattern)}: {json.dumps(astuple(each))}" for pattern, each in needs.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    PATH.write_text(as_text(), encoding="utf-8")
