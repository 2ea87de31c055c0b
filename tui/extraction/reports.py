"""Reports: the places where the narration says that somebody spoke, with the words that say so and who it was.

A report is a verb with its subject ("she said", "said the minister", "was quoted as saying"), "according to" with its
object, or a noun with the person it belongs to ("her claim"). Found on the parse, outside quotation marks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from tui.extraction.cues import cue_words
from tui.extraction.syntax import Parse


class Form(Enum):
    """How a report is built."""

    VERB = "verb"
    INVERTED = "inversion"
    ACCORDING = "according-to"
    NOUN = "noun"


@dataclass(frozen=True, slots=True)
class Report:
    """Token indices: `cue` is the main word, `first:last` the whole cue, `speaker` the head of the speaker."""

    cue: int
    first: int
    last: int
    speaker: int | None
    form: Form


def find_reports(parse: Parse, quoted: Sequence[int]) -> list[Report]:
    """Return the reports of `parse` in order; tokens in quotation marks (`quoted[i]` true) report nothing."""
    words = cue_words()
    reports = []
    for i, lemma in enumerate(parse.lemmas):
        if quoted[i]:
            continue
        if lemma in words.verbs and parse.is_verb(i):
            speaker = speaker_of_verb(parse, i, quoted)
            if speaker is None and i and lemma in words.say:
                speaker = _speaker_beside(parse, i, quoted)
            inverted = speaker is not None and speaker > i and parse.heads[speaker] == i
            reports.append(Report(i, i, i + 1, speaker, Form.INVERTED if inverted else Form.VERB))
        elif parse.tags[i] in ("NN", "NNS") and lemma in words.say and parse.tags[i + 1 : i + 2] in ([","], ["."]):
            # `"...," the email read.`: a verb that the tagger took for a noun
            speaker = _speaker_beside(parse, i, quoted) if not quoted[i - 1] and i else None
            if speaker is not None and speaker < i:
                reports.append(Report(i, i, i + 1, speaker, Form.VERB))
        elif lemma == "put" and parse.words[i + 1 : i + 2] == ["it"] and parse.is_verb(i):
            reports.append(Report(i, i, i + 2, speaker_of_verb(parse, i, quoted), Form.VERB))
        elif lemma == "accord" and i + 1 < len(parse) and parse.lemmas[i + 1] == "to":
            speaker = parse.child(i + 1, "pobj")
            reports.append(Report(i, i, i + 2, speaker, Form.ACCORDING))
        elif lemma in words.nouns and parse.tags[i] in ("NN", "NNS") and (speaker := _owner(parse, i)) is not None:
            reports.append(Report(i, i, i + 1, speaker, Form.NOUN))
    return reports


def _owner(parse: Parse, noun: int) -> int | None:
    """Return who made the claim in "her claim that ..." or "a claim by the mayor that ...", None without a clause."""
    if parse.child(noun, "acl", "ccomp") is None:
        return None
    owner = parse.child(noun, "poss")
    if owner is not None:
        return owner
    by = next((c for c in parse.children[noun] if parse.deps[c] == "prep" and parse.lemmas[c] in ("by", "from")), None)
    return parse.child(by, "pobj") if by is not None else None


def speaker_of_verb(parse: Parse, verb: int, quoted: Sequence[int]) -> int | None:
    """Return the head token of who says what `verb` reports, or None where the sentence doesn't say."""
    i = verb
    for _ in range(8):
        children = [c for c in parse.children[i] if not quoted[c]]
        if i == verb and any(parse.deps[c] in ("nsubjpass", "auxpass") for c in children):
            agent = next((c for c in children if parse.deps[c] == "agent"), None)
            return parse.child(agent, "pobj") if agent is not None else None
        subjects = [c for c in children if parse.deps[c] in ("nsubj", "nsubjpass")]
        if subjects:
            return min(subjects, key=lambda c: abs(c - i))
        document = _document_before(parse, i) if i == verb else None
        if document is not None:
            return document
        dep, head = parse.deps[i], parse.heads[i]
        if head == i:
            break
        if i == verb and dep in ("acl", "advcl") and parse.tags[i] == "VBN" and parse.child(i, "aux") is None:
            # "a tool called Otter", "asked whether ...": what is named, and who is asked, does not speak
            agent = parse.child(i, "agent")
            return parse.child(agent, "pobj") if agent is not None else None
        if dep in ("acl", "relcl") and not quoted[head] and parse.pos[head] in ("NOUN", "PROPN", "PRON", "NUM", "DET"):
            return head
        if dep not in ("acl", "relcl", "conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "aux"):
            break
        i = head
    return None


def _speaker_beside(parse: Parse, verb: int, quoted: Sequence[int]) -> int | None:
    """Return the head of the name, pronoun or noun beside `verb`, for a verb whose subject the parser missed.

    Only where a quotation stands right before the verb and its subject, so that nothing else can be meant:
    `"..." said the clerk` and `"..." the clerk, a new man, said`.
    """
    first = verb
    while first and not quoted[first - 1] and parse.tags[first - 1] not in (".", "_SP") and verb - first < 25:
        first -= 1
    if not first or not quoted[first - 1]:
        return None
    for i in range(first, verb) if first < verb else range(verb + 1, min(verb + 12, len(parse))):
        modifies = parse.deps[i] in ("compound", "poss") and parse.heads[i] != verb
        if parse.tags[i] in ("PRP", "NN", "NNS", "NNP", "NNPS", "WP") and not modifies:
            return i
        if parse.words[i].istitle() and not any(word.istitle() for word in parse.words[i + 1 : i + 2]):
            return i  # a name that the tagger took for another word
        if parse.tags[i] in (",", ".", "_SP") or quoted[i]:
            return None
    return None


def _document_before(parse: Parse, verb: int) -> int | None:
    """Return the letter, draft or poll that "..., urging" or "... saying" speaks of: the nearest object before it."""
    if parse.tags[verb] != "VBG" or parse.deps[verb] not in ("advcl", "acl"):
        return None
    governor = parse.heads[verb]
    if parse.pos[governor] == "NOUN" and parse.lemmas[governor] in cue_words().documents:
        return governor
    document = parse.child(governor, "dobj")
    return document if document is not None and parse.lemmas[document] in cue_words().documents else None
