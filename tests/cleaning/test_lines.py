"""What is counted over all lines at once is what a plain loop over each would count."""

import pickle
import re
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from operator import contains

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks import pattern_needs
from tui.cleaning import clean
from tui.cleaning.chars import BRACKET, CAPITAL, COMMA, DIGIT, LOWER, MARKS, QUOTE, UNSPACED, UPPER
from tui.cleaning.features import NAMES, all_features
from tui.cleaning.language import language
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import split_lines, split_texts
from tui.cleaning.literals import Needs, needed_pieces
from tui.cleaning.search_table import SearchTable
from tui.cleaning.searches import Pattern
from tui.cleaning.signs import read_signs
from tui.cleaning.trees import load_forest
from tui.cleaning.words import Lexicon, character_numbers, word_numbers
from tui.model import freeze

# What makes the reading of characters go wrong first: letters that grow in lower case or look at what follows, scripts
# beyond the table, characters of two code units, marks between and around words, and every kind of space.
CHARS = (
    st.sampled_from("aB\u0130\u03a3\u03c3'\u2019\u2018\u02bc.-_/ \t\u00a0\u2028\u2029\n\n1\u00b2\uff11")
    | st.sampled_from("\u4e2d\u6587\u304b\u30fc\u3002\uff0c")
    | st.sampled_from("\u0939\u094b\u092e\u0964\u0e17\u0e48\u0e31\u05e9\u05b8\u0301")
    | st.sampled_from("\U0001f600\U00010400,(\u201c\u201d\u00a9")
    | st.characters(exclude_categories=["Cs", "Cc"])
)  # fmt: skip
TEXTS = st.text(CHARS, max_size=120).map(freeze)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_lines_are_what_stands_between_ends_of_lines(text: str) -> None:
    lines = split_lines(text)
    wanted = [piece.strip() for piece in re.split("[\n\u2028\u2029]", text) if piece.strip()]
    assert [text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)] == wanted
    ends = [0, *lines.ends]
    assert lines.blank_before[1:] == [
        text.count("\n", e, s) > 1 for e, s in zip(ends[1:], lines.starts[1:], strict=False)
    ]
    assert lines.blank_before[:1] == [True] * bool(wanted)


def words_of(line: str) -> list[str]:
    """The words of a line in lower case; where a script has no spaces between them, of so many characters."""

    def script(char: str) -> int:
        return 2 if any(low <= ord(char) <= high for low, high in UNSPACED) else 0

    parts: list[str] = []  # a part of a word each, and what stands between
    scripts: list[int | None] = []  # how many characters make a word, None for what stands between
    for char in line:
        size = script(char) if re.match(r"[^\W_]", char) else None
        if size is None and scripts and scripts[-1] == 0 and re.match(f"[{MARKS}]", char):
            size = scripts[-1]
        if size is not None and scripts and scripts[-1] == size and not len(parts[-1]) == size > 0:
            parts[-1] += char
        else:
            parts.append(char)
            scripts.append(size)
    words: list[str] = []
    for i, part in enumerate(parts):
        if i >= 2 and scripts[i] == scripts[i - 2] == 0 and parts[i - 1] in ("'", ".", "-"):
            words[-1] += parts[i - 1] + part
        elif scripts[i] is not None:
            words.append(part)
    return words


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_words_are_letters_and_digits_in_lower_case(text: str) -> None:
    lines = split_lines(text)
    words = [words_of(plain.lower()) for plain in lines.plain]
    assert lines.words == words
    assert lines.sizes == [len(line) for line in words]
    counts = Counter(lines.keys)
    assert lines.repeats == [counts[key] if key else 1 for key in lines.keys]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_characters_are_counted_by_their_kind(text: str) -> None:
    lines = split_lines(text)
    kinds = lines.characters.by_kind
    for i, (start, end) in enumerate(zip(lines.starts, lines.ends, strict=True)):
        line = text[start:end]
        below = [char for char in line if char < "\u3040"]
        assert kinds[:, i].sum() - kinds[0, i] == sum(not char.isspace() for char in line)
        assert kinds[COMMA, i] == sum(char in ",\u060c\u3001" for char in line)
        assert kinds[QUOTE, i] == sum(
            char in "\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039" for char in line
        )
        assert kinds[BRACKET, i] == sum(char in "()[]" for char in line)
        assert kinds[DIGIT, i] == sum(char.isdigit() for char in below)
        assert kinds[[UPPER, CAPITAL], i].sum() == sum(c.isupper() or c.istitle() for c in below)
        assert kinds[[LOWER, UPPER, CAPITAL], i].sum() >= sum(c.isalpha() for c in below)


def test_a_text_of_more_than_a_million_characters_is_read_like_its_parts() -> None:
    part = "\n".join(f"The Harbour Bridge, {n} metres long, isn't finished." for n in range(12_000)) + "\n"
    whole, one = split_lines(part * 2), split_lines(part)
    assert len(whole.text) > 1 << 20
    assert whole.keys == one.keys * 2
    assert np.array_equal(whole.characters.by_kind[1:], np.tile(one.characters.by_kind[1:], 2))
    assert np.array_equal(whole.characters.edges, np.tile(one.characters.edges, 2))


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_words_have_the_same_number_where_they_are_the_same(text: str) -> None:
    lines = split_lines(text)
    words = lines.characters.words
    flat = [word for line in lines.words for word in line]
    assert len(words.numbers) == len(flat)
    assert len(set(words.numbers.tolist())) == len(set(flat))
    assert len(set(zip(words.numbers.tolist(), flat, strict=True))) == len(set(flat))
    assert words.is_digit.tolist() == [word[0].isdigit() for word in flat]
    assert [number > 0 for number in lines.known.tolist()] == [word in lexicon().number for word in flat]
    parts = [part for word in flat for part in re.split("['.-]", word)]
    known = [number > 0 for number in lines.known_parts.tolist()]
    assert known == [part in lexicon().number for part in parts]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "the", "it's"]), max_size=6).map(" ".join), max_size=8))
def test_each_word_of_a_line_is_counted_once_and_found_in_other_lines(keys: list[str]) -> None:
    lines = split_lines("\n".join(keys))
    words, own = lines.characters.words, [frozenset(key.split()) for key in lines.keys]
    different = lines.different
    assert different.count == len(frozenset().union(*own))
    assert sorted(different.line.tolist()) == [i for i, line in enumerate(own) for _ in line]
    assert len(set(zip(different.line.tolist(), different.word.tolist(), strict=True))) == len(different.line)
    flat = [word for line in lines.words for word in line]
    assert len(
        {(number, flat[at]) for number, at in zip(different.word.tolist(), different.at.tolist(), strict=True)}
    ) == len(set(flat))
    counts = different.table(np.zeros(len(different.line), np.intp), 2, len(lines))
    assert counts.tolist() == [[len(line), 0] for line in own]
    for i, key in enumerate(lines.keys):
        wanted = [j for j, other in enumerate(lines.keys) if j != i and f" {key} " in f" {other} "]
        assert lines.lines_with(i) == wanted
        assert list(lines.pairs(i)) == [
            (words.numbers[words.bounds[i] + k], words.numbers[words.bounds[i] + k + 1])
            for k in range(lines.sizes[i] - 1)
        ]


def test_a_long_text_s_words_are_those_of_its_parts() -> None:
    rng = np.random.default_rng(5)
    sizes = rng.integers(1, 30, 9000)
    words = ["".join(map(chr, rng.integers(97, 100, size))) for size in sizes] + ["x" * 70_000, "x" * 70_001]
    whole, parts = split_lines(" ".join(words)), split_lines("\n".join(words))
    assert whole.characters.words.numbers.tolist() == parts.characters.words.numbers.tolist()
    assert whole.different.count == len(set(words))


def test_a_lexicon_knows_its_words_and_no_others() -> None:
    known = [f"w{n}" for n in range(3000)]
    words = Lexicon(known)
    text = " ".join([*known, "w3000", "w", "v1"])
    ends = np.array([match.span() for match in re.finditer(r"\S+", text)])
    numbers = word_numbers(character_numbers(np.frombuffer(text.encode("utf-32-le"), np.uint32)))(*ends.T)
    assert words.numbers_of(numbers).tolist() == [*range(1, 3001), 0, 0, 0]
    assert words.table(["w1", "w2", "nobody"], 4).nonzero()[0].tolist() == [2, 3]


def test_what_patterns_need_is_kept_as_it_is_worked_out() -> None:
    kept = pattern_needs.PATH.read_text(encoding="utf-8")
    assert kept == pattern_needs.as_text(), "write it anew with: python -m benchmarks.pattern_needs"


def has_words(text: str, needs: Needs) -> bool:
    """Return whether a text has the words that a pattern needs, and a pair of them side by side."""
    words = re.findall(r"[^\W_]+", text.lower())
    has_pair = any(all(map(contains, needs.pair, pair)) for pair in pairwise(words))
    return all(set(words) & set(needed) for needed in needs.words) and (has_pair or not needs.pair)


PATTERNS = sorted({pattern for line_class in language("en").classes for pattern in line_class.patterns})


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_a_pattern_finds_has_what_it_needs(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    found = data.draw(st.from_regex(pattern))
    pieces = needed_pieces(pattern)
    assert pieces
    assert any(piece in found for piece in pieces)
    needs = Pattern(pattern).needs
    assert has_words(found, needs)
    assert not needs.first or re.findall(r"[^\W_]+", found.lower())[0] in needs.first


SEARCHES = [Pattern(pattern) for pattern in PATTERNS]
TABLE = SearchTable(SEARCHES[::2], SEARCHES[1::2])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PATTERNS).flatmap(st.from_regex) | st.text(CHARS, max_size=30), min_size=1, max_size=6))
def test_no_search_that_finds_something_is_left_out(found: list[str]) -> None:
    text = freeze("\n\n".join(found))
    assume(not text.isspace())
    lines = split_lines(text)
    may_find = TABLE.may_find(lines, np.ones(len(lines), np.bool_))
    told = [set[tuple[str, int]]() for _ in lines.plain]
    for group, patterns in enumerate((SEARCHES[::2], SEARCHES[1::2])):
        of_number = dict(zip(TABLE.numbers[group], patterns, strict=True))
        for places, numbers in TABLE.pairs(may_find, np.arange(len(lines)), group):
            for i, number in zip(places.tolist(), numbers.tolist(), strict=True):
                told[i].add((of_number[number].pattern, i))
    for i, plain in enumerate(lines.plain):
        for search in SEARCHES:
            assert not search.is_in(plain) or (search.pattern, i) in told[i]


def test_what_lines_say_is_told_by_whole_words() -> None:
    lines = split_lines("1 2\n12\n1 2\nA B\nAB\n...\n...\nab")
    assert lines.repeats == [2, 1, 2, 1, 2, 1, 1, 2]
    assert lines.later_copies.tolist() == [2, 7]


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.sampled_from([
            "a", "b", "ab", r"\.", r"\u2013", r"\x41", ".", "[ab]", "[^a]", "[a-c]", r"[\u2013b-]", r"[\w-]", r"\d",
            r"\b", "^", "$", "(?!a)", "(?<!b)",
        ]),
        lambda inner: st.lists(inner, min_size=1, max_size=3).map("".join)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})")
        | st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{,1}", "{1,3}", "+?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
        max_leaves=8,
    ),
    st.text("ab.A\u2013-c", max_size=8),
)  # fmt: skip
def test_a_quick_look_finds_what_a_search_finds(pattern: str, text: str) -> None:
    try:
        wanted = re.search(pattern, text) is not None
    except re.error:
        assume(False)
    known = Pattern(pattern)
    assert known.is_in(text) == (re.match(pattern, text) is not None if pattern[0] == "^" else wanted)
    assert not wanted or has_words(text, known.needs)
    first = known.needs.first
    assert not first or not known.is_in(text) or re.findall(r"[^\W_]+", text.lower())[0] in first


@pytest.mark.parametrize(("pattern", "first"), [
    (r"^\W*read (?:more|on)\b", ("read",)),
    (r"^(?:an? )?(?:file )?(?:photo|image)s?\b.*", ("a", "an", "file", "image", "images", "photo", "photos")),
    (r"^DON'?T miss", ("don", "dont")),
    (r"^read", ()),  # "readers" begin with it, too
    (r"^(?:\d+ )?comments?\b", ()),
    (r"\bread more\b", ()),
])  # fmt: skip
def test_what_a_line_begins_with_is_told_of_a_pattern(pattern: str, first: tuple[str, ...]) -> None:
    assert Pattern(pattern).needs.first == first


@pytest.mark.parametrize("pattern", ["(?i:a)", "(?>ab)", "(a)(?(1)b)", "(", "a|(b"])
def test_a_pattern_in_other_syntax_is_always_searched(pattern: str) -> None:
    assert needed_pieces(pattern) == ()


@pytest.mark.parametrize("name", ["body", "title", "body-by-shape", "title-by-shape"])
def test_a_forest_says_what_its_trees_say_one_by_one(name: str) -> None:
    forest = load_forest(name)
    rows = np.random.default_rng(3).normal(0.5, 2, (700, len(NAMES))).astype(np.float32)
    odds, reached = forest.log_odds(rows)
    for i in (0, 300, 511, 512, 699):
        said = forest.bias
        for tree in range(len(forest.feature)):
            answers = rows[i][forest.feature[tree]] > forest.border[tree]
            leaf = sum(int(answer) << level for level, answer in enumerate(answers))
            assert reached[i, tree] == leaf
            said += float(forest.leaf[tree, leaf])
        assert odds[i] == pytest.approx(said, abs=1e-4)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["A sentence that has more than eight words in it, it says.", "Menu", "\u2022 one", ""]),
        max_size=40,
    )
)
def test_windows_and_neighbours_are_those_of_the_text(pieces: list[str]) -> None:
    lines = split_lines("\n".join(pieces))
    assume(len(lines) > 0)
    rows = all_features(lines, read_signs(lines, None))
    column = {name: rows[:, i] for i, name in enumerate(NAMES)}
    bullets, n = column["bullet"], len(lines)
    for i in range(n):
        around = bullets[max(i - 2, 0) : i + 3]
        assert column["bullets within 2"][i] == pytest.approx(around.mean())
        assert column["bullet (-2)"][i] == (bullets[i - 2] if i >= 2 else -1)
        assert column["bullet (+1)"][i] == (bullets[i + 1] if i + 1 < n else -1)
        after = np.minimum(np.expm1(column["words"]), 60)[i + 1 : i + 4]
        assert column["words in the 3 after"][i] == pytest.approx(after.sum() / 3, abs=1e-4)


def test_evidence_is_made_when_it_is_looked_at_and_is_the_same_as_ever() -> None:
    text = "\n\n".join([f"The council said on day {n} that the bridge will open again in spring." for n in range(9)])
    block, again = (clean(text + "\n\nShare\n\nSubscribe now").blocks[-1] for _ in range(2))
    assert 1 <= len(block.evidence) <= 3
    assert all(isinstance(phrase, str) for phrase in block.evidence)
    assert block == again
    assert hash(block) == hash(again)
    assert block == replace(block, evidence=tuple(block.evidence))
    assert replace(block, evidence=tuple(block.evidence)) == block
    assert block.evidence[0] == next(iter(block.evidence)) == block.as_json()["evidence"][0]
    for copy in (pickle.loads(pickle.dumps(block)), deepcopy(block)):
        assert copy == block
        assert isinstance(copy.evidence, tuple)


LISTED = st.sampled_from([
    "The council said so on Monday, and that it would go on to say it.", "These were the dates:", "June 9 -- Oslo",
    "- a thing", "June 10 -- Bergen", "Specs:", "Harbour City", "A LINE IN CAPITALS", "1. one", "",
])  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(LISTED, min_size=1, max_size=12).filter(any), min_size=1, max_size=3))
def test_what_a_colon_announces_goes_on_to_the_next_running_text(stories: list[list[str]]) -> None:
    lines = split_texts(["\n".join(story) for story in stories])
    english = language("en")
    rows = all_features(lines, read_signs(lines, english), english.function_words)
    since, capitals, alike = (
        rows[:, NAMES.index(name)]
        for name in ("lines since a colon", "words in capitals", "lines of the same shape within 4")
    )
    at = 0
    for story in stories:
        listed = [line for line in story if line]
        colon = None
        for i, line in enumerate(listed):
            running = line.startswith("The council") and listed.count(line) == 1
            if line.endswith(":"):
                colon = i
            elif running:
                colon = None
            expected = np.log1p(i - colon) if colon is not None and not line.endswith(":") else -1
            assert since[at + i] == pytest.approx(expected)
            assert (capitals[at + i] > 0) == line.isupper()
            assert alike[at + i] >= sum(other == line for other in listed[max(0, i - 4) : i + 5]) - 1
        at += len(listed)
    assert len(rows) == at
