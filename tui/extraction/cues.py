"""Words that announce speech: report verbs and nouns, and what pronouns and role nouns say about a person.

The lists are data (`cues.toml`, `given_names.toml`), so that a newsroom can read and change them without reading code.
"""

import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from importlib.resources import files


class Gender(Enum):
    """What agreement of a pronoun with a person needs."""

    MASCULINE = "masculine"
    FEMININE = "feminine"


@dataclass(frozen=True)
class CueWords:
    """The word lists: lemmas of verbs by what they report, lemmas of nouns, pronouns and gendered nouns."""

    say: frozenset[str]
    think: frozenset[str]
    want: frozenset[str]
    silent: frozenset[str]
    request: frozenset[str]
    show: frozenset[str]
    judge: frozenset[str]
    apart: frozenset[str]
    issue: frozenset[str]
    nouns: frozenset[str]
    documents: frozenset[str]
    works: frozenset[str]
    gender: dict[str, Gender]
    relative: frozenset[str]

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Every cue verb."""
        return self.say | self.think | self.want | self.show | self.judge


@cache
def given_names() -> dict[str, Gender]:
    """Return the gender of given names (lower case, without diacritics) that mostly belong to one."""
    data = tomllib.loads(files("tui.extraction").joinpath("given_names.toml").read_text(encoding="utf-8"))
    return {name: gender for gender in Gender for name in data[gender.value].split()}


@cache
def cue_words() -> CueWords:
    """Return the word lists, read once."""
    data = tomllib.loads(files("tui.extraction").joinpath("cues.toml").read_text(encoding="utf-8"))
    words = {
        f"{part}.{name}": frozenset(value.split()) for part, lists in data.items() for name, value in lists.items()
    }
    gender = {
        word: gender for gender in Gender for part in ("pronouns", "people") for word in words[f"{part}.{gender.value}"]
    }
    return CueWords(
        say=words["verbs.say"], think=words["verbs.think"], want=words["verbs.want"],
        silent=words["verbs.silent"], request=words["verbs.request"], show=words["verbs.show"],
        judge=words["verbs.judge"], apart=words["verbs.apart"], issue=words["verbs.issue"], nouns=words["nouns.say"],
        documents=words["nouns.documents"], works=words["nouns.works"], gender=gender,
        relative=words["pronouns.relative"],
    )  # fmt: skip
