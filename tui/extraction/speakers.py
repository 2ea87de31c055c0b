"""Who a speaker is: the mention in the text, and the cluster of the person or body meant."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.extraction.cues import Gender, cue_words, given_names
from tui.extraction.syntax import Parse
from tui.model import Cluster, Entity

_HONORIFIC = {"mr.": Gender.MASCULINE, "mr": Gender.MASCULINE, "mrs.": Gender.FEMININE, "mrs": Gender.FEMININE,
              "ms.": Gender.FEMININE, "ms": Gender.FEMININE, "sir": Gender.MASCULINE}  # fmt: skip
_AGENT_ENDINGS = ("er", "or", "man", "woman", "ist", "ian", "ent", "ant", "person", "ee")
_PEOPLE = frozenset({"PERSON"})
_BODIES = frozenset({"ORG", "GPE", "NORP"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as the text names it: `start:end` in characters, the head token, the cluster when a name gives it."""

    start: int
    end: int
    head: int
    cluster: str | None
    pronoun: bool = False


def _fold(word: str) -> str:
    """Return `word` in lower case without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


class Cast:
    """Everybody whom an article names, and how pronouns and role nouns point at them."""

    LONGEST_ROLE = 9
    """How many words of a title or role before a name belong to the mention."""
    REACH = 250
    """How many tokens back a pronoun may point."""

    def __init__(self, parse: Parse, entities: Sequence[Entity], quoted: Sequence[int]) -> None:
        self.parse, self.quoted = parse, quoted
        self.entity_at: dict[int, Entity] = {}
        for entity in entities:
            for token in parse.tokens(entity.span.start, entity.span.end):
                self.entity_at.setdefault(token, entity)
        self.people = sorted(
            (parse.tokens(e.span.start, e.span.end)[0], e)
            for e in entities
            if e.label in _PEOPLE and e.cluster is not None and parse.tokens(e.span.start, e.span.end)
        )  # fmt: skip
        self._person_tokens = [first for first, _ in self.people]
        self.people_tokens = frozenset(token for token, e in self.entity_at.items() if e.label in _PEOPLE)
        self.by_surname = {_fold(e.span.text.split()[-1]): e.cluster for _, e in reversed(self.people)}
        self.named = Counter(entity.cluster for _, entity in self.people)
        self.gender = self._genders()
        self.spoken: list[tuple[int, str]] = []
        self.invented: dict[str, Cluster] = {}
        self._taken = {e.cluster for e in entities if e.cluster is not None}

    def _genders(self) -> dict[str, Gender]:
        """Return the gender of each person: by title, role or given name, else by the pronouns that follow the name."""
        words, names = cue_words(), given_names()
        certain: dict[str, Gender] = {}
        votes: dict[str, Counter[Gender]] = {}
        for first, entity in self.people:
            cluster = entity.cluster or ""
            before = self.parse.words[first - 1].lower() if first else ""
            own = self.parse.words[first].lower()
            gender = _HONORIFIC.get(before) or _HONORIFIC.get(own) or words.gender.get(before)
            if gender is None and " " in entity.span.text:
                gender = names.get(_fold(own))
            if gender is not None:
                certain.setdefault(cluster, gender)
            elif (vote := self._pronoun_after(first)) is not None:
                votes.setdefault(cluster, Counter())[vote] += 1
        guessed = {cluster: counts.most_common(1)[0][0] for cluster, counts in votes.items()}
        return guessed | certain

    def _pronoun_after(self, first: int) -> Gender | None:
        """Return the gender of the first pronoun after the name at `first`, before any other name or full stop."""
        words, parse = cue_words(), self.parse
        name = self.entity_at.get(first)
        for i in range(first + 1, min(first + 20, len(parse))):
            if self.quoted[i] or parse.tags[i] == "." or self.entity_at.get(i, name) is not name:
                return None
            if parse.tags[i] in ("PRP", "PRP$") and (gender := words.gender.get(parse.words[i].lower())) is not None:
                return gender
        return None

    def name_at(self, token: int, fewest: int = 2) -> Mention | None:
        """Return the person or body whose name holds `token`, None where none does.

        Where no entity is known, `fewest` to three proper nouns from `token` on make a name.
        """
        entity = self.entity_at.get(token)
        if entity is not None and entity.label in _PEOPLE | _BODIES:
            return Mention(entity.span.start, entity.span.end, token, entity.cluster)
        last = token
        while last < len(self.parse) and self.parse.tags[last] == "NNP":
            last += 1
        if entity is not None or not fewest <= last - token <= 3:
            return None
        return Mention(self.parse.starts[token], self.parse.ends[last - 1], last - 1, None)

    def main_person(self, token: int) -> Mention | None:
        """Return the last mention before `token` of the person whom the article names most, None without people."""
        if not self.people:
            return None
        most = max(self.named.values())
        main = next(e.cluster for _, e in self.people if self.named[e.cluster] == most)
        before = [
            (first, e) for first, e in self.people[: bisect_left(self._person_tokens, token)] if e.cluster == main
        ]
        return self.name_at(before[-1][0]) if before else None

    def mention(self, head: int) -> Mention:
        """Return the mention whose head is the token `head`: a name, a pronoun, or a noun with what belongs to it."""
        parse = self.parse
        if parse.pos[head] == "PRON" or parse.tags[head] in ("WP", "WDT"):
            return Mention(parse.starts[head], parse.ends[head], head, None, pronoun=True)
        entity, body = self.entity_at.get(head), None
        if entity is None:
            apposed = self.entity_at.get(parse.child(head, "appos") or head)
            if apposed is not None and apposed.label in _PEOPLE:
                entity = apposed
            elif apposed is not None and apposed.label == "ORG" and parse.tags[head] == "NN":
                body = apposed.cluster  # "the firm, Acme, said": the mention is the noun, the speaker Acme
        if entity is not None and (entity.label in _PEOPLE or entity.label in _BODIES or parse.pos[head] == "PROPN"):
            return Mention(self._role_start(head, entity), entity.span.end, head, entity.cluster)
        first, last = self._noun_phrase(head)
        if first >= 2 and parse.words[first - 1] == "," and not self.quoted[first - 2]:
            # "Ann Lee, the head of the union, said": some parses make the apposition the subject.
            named = self.entity_at.get(first - 2)
            if named is not None and named.label in _PEOPLE:
                return Mention(named.span.start, named.span.end, first - 2, named.cluster)
        return Mention(parse.starts[first], parse.ends[last - 1], head, body)

    def _role_start(self, head: int, entity: Entity) -> int:
        """Return where the noun phrase with the name starts: a title or role before it belongs to the mention."""
        parse = self.parse
        named = parse.tokens(entity.span.start, entity.span.end).start
        first = self._noun_phrase(head)[0]
        role = range(first, named)
        if not 0 < len(role) <= self.LONGEST_ROLE or any(parse.pos[i] in ("VERB", "AUX", "CCONJ") for i in role):
            return entity.span.start
        return parse.starts[first]

    def _noun_phrase(self, head: int) -> tuple[int, int]:
        """Return the tokens of the noun phrase of `head` up to a clause, an apposition or a comma."""
        parse = self.parse
        first, _ = parse.subtree(head)
        breaks = (i + 1 for i in range(head - 1, first - 1, -1) if parse.tags[i] in (":", ".", "_SP") or self.quoted[i])
        first = next(breaks, first)
        while first < head and parse.tags[first] in (",", "``", "''", "CC", "-LRB-"):
            first += 1
        last = head + 1
        for child in parse.children[head]:
            # "a spokesman for the city", "a person familiar with it"
            if child >= last and parse.deps[child] in ("prep", "amod") and parse.subtree(child)[0] == last:
                end = parse.subtree(child)[1]
                while last < end and parse.tags[last] not in (",", ":", "_SP", "WP", "WDT") and not self.quoted[last]:
                    last += 1
        return first, last

    def cluster_of(self, mention: Mention) -> tuple[str | None, float]:
        """Return the cluster of a mention and how sure that is (0 to 1). To be asked in the order of the text."""
        if mention.cluster is not None:
            found: tuple[str | None, float] = (mention.cluster, 1.0)
        elif mention.pronoun:
            found = self._antecedent(mention)
        else:
            found = (self._namesake(mention) or self._invent(mention), 0.9)
        cluster, certainty = found
        if cluster is not None and self._may_be_one_person(mention, cluster):
            self.spoken.append((mention.head, cluster))
        return cluster, certainty

    def _may_be_one_person(self, mention: Mention, cluster: str) -> bool:
        """Return whether "he" or "she" may mean this speaker: a person's name, or a singular noun for a person."""
        if cluster in self.named:
            return True
        parse, head = self.parse, mention.head
        lemma = parse.lemmas[head]
        return parse.tags[head] == "NN" and (lemma in cue_words().gender or lemma.endswith(_AGENT_ENDINGS))

    def _namesake(self, mention: Mention) -> str | None:
        """Return the cluster of the person with the surname that `mention` ends in, which was not tagged as a name."""
        if not self.parse.words[mention.head][0].isupper():
            return None
        return self.by_surname.get(_fold(self.parse.words[mention.head]))

    def _invent(self, mention: Mention) -> str:
        text = self.parse.text[mention.start : mention.end]
        key = re.sub(r"^(?:the|an?|one|his|her|its|their)\s+", "", text.lower())
        if key not in self.invented:
            number = len(self.invented) + 1
            while f"speaker-{number}" in self._taken:
                number += 1
            self._taken.add(f"speaker-{number}")
            self.invented[key] = Cluster(f"speaker-{number}", text)
        return self.invented[key].id

    def _antecedent(self, mention: Mention) -> tuple[str | None, float]:
        """Return the person that a pronoun means: the subject or speaker named last that agrees with it."""
        words, parse = cue_words(), self.parse
        pronoun = parse.words[mention.head].lower()
        if pronoun in words.relative:
            return self._noun_before(mention)
        wanted = words.gender.get(pronoun)
        if wanted is None:
            return None, 0.5
        scores: dict[str, float] = {}
        for first, entity in self._people_before(mention.head):
            cluster = entity.cluster or ""
            known = self.gender.get(cluster)
            if known is not None and known is not wanted:
                continue
            score = -(mention.head - first) / 40.0 + (2.0 if self._is_subject(entity) else 0.0) + (known is wanted)
            score += min(self.named[entity.cluster], 8) / 8  # the article's main person is meant more often
            scores[cluster] = max(score, scores.get(cluster, score))
        for position, cluster in self.spoken[-3:]:
            known = self.gender.get(cluster)
            if known is None or known is wanted:
                score = -(mention.head - position) / 40.0 + 3.0 + (known is wanted)
                scores[cluster] = max(score, scores.get(cluster, score))
        if not scores:
            return None, 0.3
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        clear = len(ranked) == 1 or ranked[0][1] - ranked[1][1] > 1.0
        return ranked[0][0], 0.9 if clear else 0.6

    def _noun_before(self, mention: Mention) -> tuple[str | None, float]:
        """Return the cluster of the noun that a relative pronoun belongs to."""
        verb = self.parse.heads[mention.head]
        noun = self.parse.heads[verb]
        if self.parse.deps[verb] != "relcl" or self.parse.pos[noun] not in ("NOUN", "PROPN"):
            return None, 0.5
        meant = self.mention(noun)
        return meant.cluster or self._namesake(meant) or self._invent(meant), 0.9

    def _people_before(self, token: int) -> Iterator[tuple[int, Entity]]:
        """Yield the people named outside quotations in the `REACH` tokens before `token`, nearest first."""
        for i in range(bisect_left(self._person_tokens, token) - 1, -1, -1):
            first, entity = self.people[i]
            if token - first > self.REACH:
                return
            if not self.quoted[first]:
                yield first, entity

    def _is_subject(self, entity: Entity) -> bool:
        return any(
            self.parse.deps[t] in ("nsubj", "nsubjpass") for t in self.parse.tokens(entity.span.start, entity.span.end)
        )
