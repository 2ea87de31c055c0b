"""Write what the patterns of the cleaner's data files need, so that no program has to work it out when it starts.

    python -m benchmarks.pattern_needs

To be run when a pattern or `tui/cleaning/literals.py` was changed; a test says so where it was forgotten.
"""

import json
from pathlib import Path

from tui.cleaning.language import codes, language
from tui.cleaning.literals import work_out
from tui.cleaning.shapes import credit_patterns

PATH = Path(__file__).parent.parent / "tui" / "cleaning" / "languages" / "needs.json"


def patterns() -> list[str]:
    """Return all patterns of the data files, and those of credits."""
    classes = [line_class for code in sorted(codes()) for line_class in language(code).classes]
    of_classes = (pattern for line_class in classes for pattern in line_class.patterns)
    return sorted({*of_classes, *(search.pattern for search in credit_patterns())})


def as_text() -> str:
    """Return the file: for each pattern, a line each, its sets of words, its sets of pieces, and its first words."""
    needs = {pattern: work_out(pattern) for pattern in patterns()}
    lines = [
        f"{json.dumps(pattern)}: {json.dumps([each.words, each.pieces, each.first])}" for pattern, each in needs.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    PATH.write_text(as_text(), encoding="utf-8")
