"""The same page as other tools would have copied it: more lines to learn from, and none of them new text.

How a page is scraped decides where empty lines and bullets are and how much stands around the article; a forest that
saw each page in one layout takes the layout for a sign. Every variant keeps the order and the labels of the lines.
"""

import random
from collections.abc import Iterator, Sequence

from tui.cleaning.lines import Lines

LAYOUTS = ("flat", "spaced", "as it was", "paragraphs")
_BULLETS = ("\u2022 ", "* ", "- ")
_BEFORE, _AFTER = (0, 3, 15, 40), (0, 2, 5, 10, 25, 60, 1000)
"""Lines that may be left standing before the headline and after the end of the body."""


def variant(lines: Lines, roles: Sequence[str], level: str, seed: str) -> tuple[str, list[str]]:
    """Return a page in another layout, and the role of each of its lines. The same `seed` gives the same variant.

    A whole page ("full") or an article with residue ("near") is also cut anew around its body.
    """
    rng = random.Random(seed)
    low, high = _cut(roles, level, rng) if "body" in roles and level in ("near", "full") else (0, len(roles))
    layout = rng.choice(LAYOUTS)
    without_bullets = layout in ("flat", "as it was")
    gone = rng.choice((0.0, 0.0, 0.1))  # share of the clutter that was not copied
    text, kept = "", list[str]()
    for i, line in _plain_lines(lines, low, high):
        if roles[i] == "clutter" and rng.random() < gone:
            continue
        bare = line[2:].strip() if without_bullets and line.startswith(_BULLETS) and rng.random() < 0.9 else line
        if not bare:
            continue
        text += (_gap(layout, lines, i) if kept else "") + bare
        kept.append(roles[i])
    return text, kept


def _plain_lines(lines: Lines, low: int, high: int) -> Iterator[tuple[int, str]]:
    for i in range(low, high):
        yield i, " ".join(lines.text[lines.starts[i] : lines.ends[i]].split("\n"))


def _cut(roles: Sequence[str], level: str, rng: random.Random) -> tuple[int, int]:
    body = [i for i, role in enumerate(roles) if role == "body"]
    titles = [i for i, role in enumerate(roles) if role == "title" and i <= body[0]]
    first = titles[-1] if titles else body[0]
    earliest = max(0, first - rng.choice(_BEFORE))
    low = rng.randint(earliest, first) if level == "near" or rng.random() < 0.5 else 0
    return low, min(len(roles), body[-1] + 1 + rng.choice(_AFTER))


def _gap(layout: str, lines: Lines, i: int) -> str:
    match layout:
        case "flat":
            return "\n"
        case "spaced":
            return "\n\n"
        case "paragraphs":
            return "\n\n" if len(lines.words[i]) >= 12 else "\n"
        case _:
            return "\n\n" if lines.blank_before[i] else "\n"
