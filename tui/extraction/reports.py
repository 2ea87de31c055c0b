"""Reports: the places where the narration says that somebody spoke, with the words that say so and who it was.

A report is a verb with its subject ("she said", "said the minister", "was quoted as saying"), "according to" with its
object, or a noun with the person it belongs to ("her claim"). Found on the parse, outside quotation marks.
"""

from collections.abc import Collection, Sequence
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


def find_reports(parse: Parse, quoted: Sequence[int], people: Collection[int] = ()) -> list[Report]:
    """Return the reports of `parse` in order; tokens in quotation marks (`quoted[i]` true) report nothing.

    `people` are the tokens of the names of persons: they help where the parser missed the subject of a verb.
    """
    words = cue_words()
    reports = []
    for i, lemma in enumerate(parse.lemmas):
        if quoted[i]:
            continue
        if lemma in words.verbs and parse.is_verb(i):
            speaker = speaker_of_verb(parse, i, quoted)
            if speaker is None and i and lemma in words.say:
                speaker = _speaker_beside(parse, i, quoted) or _name_before(parse, i, quoted, people)
            inverted = speaker is not None and speaker > i and parse.heads[speaker] == i
            reports.append(Report(i, i, i + 1, speaker, Form.INVERTED if inverted else Form.VERB))
        elif parse.tags[i] in ("NN", "NNS") and lemma in words.say and parse.tags[i + 1 : i + 2] in ([","], ["."]):
            # `"...," the email read.`: a verb that the tagger took for a noun
            speaker = _speaker_beside(parse, i, quoted) if not quoted[i - 1] and i else None
            if speaker is not None and speaker < i:
                reports.append(Report(i, i, i + 1, speaker, Form.VERB))
        elif (speaker := _says_by_place(parse, i, quoted)) is not None:
            last = i + 2 if parse.deps[i + 1 : i + 2] == ["prt"] else i + 1
            reports.append(Report(i, i, last, speaker, Form.VERB))
        elif lemma == "put" and parse.words[i + 1 : i + 2] == ["it"] and parse.is_verb(i):
            speaker = speaker_of_verb(parse, i, quoted) or _name_before(parse, i, quoted, people)
            reports.append(Report(i, i, i + 2, speaker, Form.VERB))
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
        if i == verb and (_names_or_asks(parse, i) or any(parse.deps[c] in ("nsubjpass", "auxpass") for c in children)):
            agent = next((c for c in children if parse.deps[c] == "agent"), None)
            return parse.child(agent, "pobj") if agent is not None else None
        subjects = [c for c in children if parse.deps[c] in ("nsubj", "nsubjpass")]
        if subjects:
            return min(subjects, key=lambda c: abs(c - i))
        dep, head = parse.deps[i], parse.heads[i]
        document = _document_before(parse, i) if i == verb else None
        if document is None and i == verb and dep == "acl" and _issuer(parse, head, quoted) is not None:
            document = head
        if document is not None:
            return _issuer(parse, document, quoted) or document
        if head == i:
            break
        if dep in ("acl", "relcl") and not quoted[head] and parse.pos[head] in ("NOUN", "PROPN", "PRON", "NUM", "DET"):
            return head
        if dep not in ("acl", "relcl", "conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "aux"):
            break
        i = head
    return None


def _names_or_asks(parse: Parse, verb: int) -> bool:
    """Return whether `verb` is a participle that names or asks its noun, which then does not speak.

    As in "a tool called Otter", or "asked whether ..., she said", where the tagger may take it for a past tense.
    """
    opens = parse.tags[verb] == "VBD" and parse.deps[verb] == "advcl" and verb < parse.heads[verb]
    participle = parse.tags[verb] == "VBN" or opens
    if parse.deps[verb] not in ("acl", "advcl") or not participle:
        return False
    return parse.child(verb, "aux", "nsubj") is None


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
    while first < verb and parse.tags[first] == ",":
        first += 1  # British style: `"...", added the agency`
    for i in range(first, verb) if first < verb else range(verb + 1, min(verb + 12, len(parse))):
        modifies = parse.deps[i] in ("compound", "poss") and parse.heads[i] != verb
        if parse.tags[i] in ("PRP", "NN", "NNS", "NNP", "NNPS", "WP") and not modifies:
            return i
        if parse.words[i].istitle() and not any(word.istitle() for word in parse.words[i + 1 : i + 2]):
            return i  # a name that the tagger took for another word
        if parse.tags[i] in (",", ".", "_SP") or quoted[i]:
            return None
    return None


def _name_before(parse: Parse, verb: int, quoted: Sequence[int], people: Collection[int]) -> int | None:
    """Return the person named before a finite verb whose subject the parser missed, None where nobody is.

    Right before it ("Holm then described ..."), or before an apposition ("Col. Ann Holm, a spokeswoman in Oslo, said").
    """
    if (
        parse.tags[verb] not in ("VBD", "VBZ", "VBN", "VB")
        or parse.child(verb, "auxpass", "aux", "nsubjpass") is not None
    ):
        return None
    i = verb - 1
    while i >= 0 and parse.tags[i] == "RB":
        i -= 1
    if i in people and not quoted[i]:
        return i
    if i < 0 or parse.words[i] != "," or parse.tags[verb] not in ("VBD", "VBZ", "VB"):
        return None
    for j in range(i - 1, max(-1, i - 25), -1):
        if j in people and not quoted[j]:
            return j if parse.words[j + 1] == "," else None
        if parse.tags[j] in (".", ":", "_SP") or (parse.is_verb(j) and not quoted[j]):
            return None
    return None


def _says_by_place(parse: Parse, verb: int, quoted: Sequence[int]) -> int | None:
    """Return the subject of any verb that stands where a report does: `“Bearings,” Holm corrected her.`

    A quotation that ends in a comma stands right before the subject, and nothing follows but an object or a particle.
    """
    if parse.tags[verb] not in ("VBD", "VBZ") or verb < 3:
        return None
    subject = next((c for c in parse.children[verb] if parse.deps[c] == "nsubj" and c < verb), None)
    if subject is None or quoted[subject] or any(quoted[i] for i in range(subject, verb)):
        return None
    first = subject
    while not quoted[first - 1] and parse.heads[first - 1] == subject and first > 1:
        first -= 1
    if not quoted[first - 1] or not quoted[first - 2] or parse.words[first - 2] != ",":
        return None
    last = verb + 1
    while last < len(parse) and last <= verb + 3 and parse.deps[last] in ("prt", "dobj", "dative", "advmod"):
        last += 1
    return subject if last >= len(parse) or parse.tags[last] in (",", ".", ":", "_SP") else None


def _issuer(parse: Parse, document: int, quoted: Sequence[int]) -> int | None:
    """Return who sends out the statement or letter: "the board [issued a statement] saying ...", None elsewhere."""
    verb = parse.heads[document]
    if parse.deps[document] != "dobj" or parse.lemmas[verb] not in cue_words().issue:
        return None
    return speaker_of_verb(parse, verb, quoted)


def _document_before(parse: Parse, verb: int) -> int | None:
    """Return the letter, draft or poll that "..., urging" or "... saying" speaks of: the nearest object before it."""
    if parse.tags[verb] != "VBG" or parse.deps[verb] not in ("advcl", "acl"):
        return None
    governor = parse.heads[verb]
    if parse.pos[governor] == "NOUN" and parse.lemmas[governor] in cue_words().documents:
        return governor
    document = parse.child(governor, "dobj")
    return document if document is not None and parse.lemmas[document] in cue_words().documents else None
