"""A label scheme is data: what the default one has, and how a mistake in another is told."""

from pathlib import Path

import pytest

from tui.gold import SchemeError, StoreError, default_scheme, load_scheme
from tui.gold.scheme import parse_scheme
from tui.model import Layer
from tui.model.scheme import COLOURS

GOOD = """name = "mine"
version = "2"

[[entities]]
name = "DRUG"
key = "1"
colour = "red"
tag = "D"

[[entities]]
name = "DOSE"
colour = "blue"
tag = "X"

[[quotes]]
name = "direct"
colour = "grey"
tag = "Q"
"""


def test_the_scheme_for_news_has_the_labels_of_ontonotes_and_the_first_nine_on_digits() -> None:
    scheme = default_scheme()
    nine = ["PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "WORK_OF_ART", "LAW"]
    assert [scheme.by_key[Layer.ENTITIES, str(i)].name for i in range(1, 10)] == nine
    assert len(scheme.entities) == 18
    assert [label.name for label in scheme.quotes] == ["direct", "mixed", "indirect"]
    assert all(label.guideline for label in (*scheme.entities, *scheme.quotes))
    for word in ("article", "possessive", "titles and honorifics"):
        assert word in scheme.guideline


def test_a_scheme_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    scheme = load_scheme(path)
    assert (scheme.name, scheme.version) == ("mine", "2")
    assert scheme.by_name[Layer.ENTITIES, "DOSE"].key == ""
    assert scheme.labels(Layer.BLOCKS) == ()


def test_thirty_labels_are_allowed_and_one_more_is_not() -> None:
    def of(n: int) -> str:
        rows = (f'[[entities]]\nname = "L{i}"\ncolour = "{COLOURS[i % 16]}"\ntag = "{i}"\n' for i in range(n))
        return 'name = "many"\nversion = "1"\n' + "".join(rows)

    assert len(parse_scheme(of(30), "x").entities) == 30
    with pytest.raises(SchemeError, match="line 123: there are 31 entities; 30 is the most"):
        parse_scheme(of(31), "x")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "1"', 'key = "12"', "line 6: '12' can't be the key of a label; use one character"),
        ('key = "1"', 'key = "é"', "line 6: 'é' can't be the key"),
        ('key = "1"', "key = 1", "line 6: 'key' must be a text in quotation marks"),
        ('colour = "blue"', 'colour = "#00f"', "line 12: '#00f' can't be the colour of a label; use one of blue"),
        ('name = "DOSE"', 'name = "drug"', "line 11: DRUG and drug have the same name"),
        ('tag = "X"', 'tag = "d"', "line 13: DRUG and DOSE have the same tag 'd'; change one"),
        ('tag = "X"', 'tag = "X"\nkey = "1"', "line 14: DRUG and DOSE have the same key '1'"),
        ('tag = "X"', "", "line 10: '' can't be the tag of a label"),
        ('name = "DRUG"', 'name = "\\u001b[31m"', "line 5: 'name' holds a control character"),
        ('colour = "red"', 'color = "red"', "line 7: a label has no 'color'; it has name, key, colour"),
        ('name = "direct"', 'name = "shouted"', "line 16: 'shouted' is not a kind of quote; use direct, mixed"),
        ('version = "2"', 'versoin = "2"', "line 2: 'versoin' is not known here"),
        ('version = "2"', "", "line 1: a scheme needs a name and a version"),
        ('name = "mine"', "name = ", "not TOML.*line 1"),
        ("[[quotes]]", "[quotes]", r"line 15: 'quotes' must be a list of tables; write \[\[quotes\]\]"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_line_and_mend(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(SchemeError, match=message) as caught:
        parse_scheme(GOOD.replace(old, new, 1), "mine.toml")
    assert str(caught.value).startswith("mine.toml")


def test_a_scheme_without_labels_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="has no label"):
        parse_scheme('name = "none"\nversion = "1"\n', "none.toml")
    with pytest.raises(StoreError, match=r"could not read .*absent\.toml"):
        load_scheme(tmp_path / "absent.toml")
    (tmp_path / "latin.toml").write_bytes('name = "café"'.encode("latin-1"))
    with pytest.raises(SchemeError, match="byte 11 is not UTF-8"):
        load_scheme(tmp_path / "latin.toml")
