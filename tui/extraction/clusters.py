"""All mentions of one person, body or place in an article: one cluster with a canonical name.

By forms alone, no parse: full names that fit each other, then surnames and given names, acronyms, names without
diacritics. Pronouns are the business of the speaker rules.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter

from tui.extraction.names.lexicon import ORG_HEADS
from tui.extraction.names.page import NAMES, PLACES, fold
from tui.model import Cluster, Entity

_COUNTRY_SHORT = {"us": "united states", "usa": "united states", "uk": "united kingdom", "uae": "united arab emirates",
                  "britain": "united kingdom", "great britain": "united kingdom",
                  "united states of america": "united states"}  # fmt: skip
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))
_POSSESSIVE = re.compile("['’]s?$")


@dataclass
class _Group:
    """Mentions that are one thing, by their places in the list of entities."""

    kind: str
    members: list[int] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)


def cluster(text: str, entities: Sequence[Entity]) -> tuple[list[Entity], list[Cluster]]:
    """Return `entities` (of `text`, in its order) with their clusters, and the clusters `c1`, `c2`, ... in text order.

    Dates, amounts and the like get no cluster. Two persons with different full names are never one; a bare surname that
    fits both is the one whose full name stands nearest before it.
    """
    groups = [*_persons(entities), *_bodies(text, entities)]
    groups.sort(key=lambda group: group.members[0])
    of: dict[int, str] = {}
    clusters: list[Cluster] = []
    for n, group in enumerate(groups, start=1):
        of.update(dict.fromkeys(group.members, f"c{n}"))
        clusters.append(_described(f"c{n}", [entities[m] for m in group.members]))
    return [replace(entity, cluster=of.get(n)) for n, entity in enumerate(entities)], clusters


def _described(number: str, mentions: Sequence[Entity]) -> Cluster:
    forms = list(dict.fromkeys(_clean(mention.span.text) for mention in mentions))
    # The fullest form: not an abbreviation, most words, with its diacritics, longest, first.
    name = max(forms, key=lambda form: (not form.isupper(), len(form.split()), not form.isascii(), len(form)))
    label = Counter(mention.label for mention in mentions).most_common(1)[0][0]
    return Cluster(number, name, label, tuple(form for form in forms if form != name))


def _clean(form: str) -> str:
    return " ".join(_POSSESSIVE.sub("", form).split())


# Persons


def _persons(entities: Sequence[Entity]) -> Iterator[_Group]:
    groups: list[_Group] = []
    known: dict[tuple[str, ...], _Group] = {}
    short: list[tuple[int, tuple[str, ...]]] = []
    for n, entity in enumerate(entities):
        if entity.label == "PERSON":
            name = tuple(fold(part).strip(".") for part in _clean(entity.span.text).split())
            if len(name) < 2:
                short.append((n, name))
                continue
            if name not in known:
                group = next((g for g in groups if all(_same_person(name, other) for other in g.names)), None)
                if group is None:
                    groups.append(group := _Group("PERSON"))
                group.names.append(name)
                known[name] = group
            known[name].members.append(n)
    full = [(group, list(group.members)) for group in groups]
    alone: dict[tuple[str, ...], _Group] = {}
    for n, name in short:
        found = _nearest(n, name, full) or alone.get(name)
        if found is None:
            found = alone[name] = _Group("PERSON")
            groups.append(found)
        found.members.append(n)
    for group in groups:
        group.members.sort()
        yield group


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two full names can be one person's: same surname and given name, one of them perhaps shorter."""
    if _SUFFIXES.isdisjoint(one) != _SUFFIXES.isdisjoint(other):
        return False
    if len(one) > len(other):
        one, other = other, one
    if one[-1] == other[-1]:
        first, second = one[0], other[0]
        return first == second or (1 in (len(first), len(second)) and first[0] == second[0])
    # "Gabriel García" and "Gabriel García Márquez": the shorter one is how the longer one starts.
    return len(other) > len(one) and other[: len(one)] == one


def _nearest(n: int, name: tuple[str, ...], full: Sequence[tuple[_Group, list[int]]]) -> _Group | None:
    """Return the person that a bare surname, else a bare given name, stands for at place `n`."""
    part = name[0] if name else ""
    as_surname = [(group, members) for group, members in full if any(part == known[-1] for known in group.names)]
    candidates = as_surname or [(g, members) for g, members in full if any(part in known for known in g.names)]
    before = [(max(m for m in members if m < n), group) for group, members in candidates if members[0] < n]
    if before:
        return max(before, key=itemgetter(0))[1]
    return min(candidates, key=lambda pair: pair[1][0])[0] if candidates else None


# Bodies, places, and everything else with a name


def _bodies(text: str, entities: Sequence[Entity]) -> Iterator[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for n, entity in enumerate(entities):
        if entity.label in NAMES and entity.label != "PERSON":
            kind = "PLACE" if entity.label in PLACES else entity.label
            form = _form(entity.span.text, kind)
            groups.setdefault((kind, form), _Group(kind)).members.append(n)
    links = dict(_links(text, entities, groups))
    for key, group in groups.items():
        target = key
        while target in links:
            target = links[target]
        if target != key:
            groups[target].members.extend(group.members)
    for key, group in groups.items():
        if key not in links:
            group.members.sort()
            yield group


def _form(text: str, kind: str) -> str:
    form = fold(_clean(text))
    form = form.removeprefix("the ")
    if "." in form and len(form) <= 8:
        form = form.replace(".", "")
    return _COUNTRY_SHORT.get(form, form) if kind == "PLACE" else form


def _links(
    text: str, entities: Sequence[Entity], groups: dict[tuple[str, str], _Group]
) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield (short form, long form) for acronyms and for names with and without "Inc", "Group", "University"."""
    bodies = {form: entities[group.members[0]] for (kind, form), group in groups.items() if kind == "ORG"}
    long_forms = [(form, _initials(entity.span.text)) for form, entity in bodies.items() if " " in form]
    for form, entity in bodies.items():
        if " " in form:
            continue
        if _clean(entity.span.text).isupper() and len(form) > 1:
            candidates = [long for long, initials in long_forms if form in initials]
            before = _bracketed(text, entities, groups["ORG", form].members[0])
            if before in bodies and before not in candidates:
                candidates = [before]
        else:
            candidates = [long for long, _ in long_forms if _is_short_for(form, long)]
        if len(candidates) == 1 and candidates[0] != form:
            yield ("ORG", form), ("ORG", candidates[0])


def _initials(name: str) -> set[str]:
    words = [word for word in re.split(r"[\s\-&]+", _clean(name)) if word]
    capitals = "".join(word[0] for word in words if word[0].isupper())
    return {fold(capitals), fold("".join(word[0] for word in words))}


def _is_short_for(form: str, long: str) -> bool:
    first, *rest = long.split()
    return first == form and all(word.strip(".").capitalize() in ORG_HEADS or word in ("of", "the") for word in rest)


def _bracketed(text: str, entities: Sequence[Entity], n: int) -> str | None:
    """Return the form of the body whose short form in brackets entity `n` is: "National Civil Police (PNC)"."""
    if n == 0:
        return None
    before, short = entities[n - 1], entities[n]
    if before.label == "ORG" and text[before.span.end : short.span.start].strip("'’s\"” ") == "(":
        return _form(before.span.text, "ORG")
    return None
