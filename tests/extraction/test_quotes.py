"""Quotes with kind, cue and speaker, on sentences made up for the purpose."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tests.extraction.quoting import Found, entities_of, quotes_of
from tui.extraction.models import LoadedModel
from tui.extraction.quotes import find_quotes


@pytest.fixture(scope="module")
def read(model: LoadedModel) -> Callable[[str], list[Found]]:
    return lambda text: quotes_of(model.nlp(text))


Read = Callable[[str], list[Found]]

PIECES = [
    "“We won,”", '"', "”", "“", "'", "Helen Marsh", "said", "he", "according to", "the mayor", "that",
    "the bridge fell",
    ".", ",", ":", "\n\n", "?", "- Peter Oduya", "who", "called it", "‘a joke’", "(", "told", "wants to go",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ('"The bridge will open in June," Helen Marsh said.', "Helen Marsh", "said"),
        ("“The bridge will open in June,” said Helen Marsh, the engineer.", "Helen Marsh", "said"),
        ('Helen Marsh told reporters: "The bridge will open in June."', "Helen Marsh", "told"),
        ('"Will the bridge ever open?" Helen Marsh asked.', "Helen Marsh", "asked"),
        ("''The bridge will open in June,'' a spokesman for the city said.", "a spokesman for the city", "said"),
        ("‘The bridge will open in June,’ Helen Marsh said.", "Helen Marsh", "said"),
    ],
)
def test_a_direct_quote_has_its_cue_and_speaker(read: Read, text: str, speaker: str, cue: str) -> None:
    (quote,) = read(text)
    assert (quote.kind, quote.speaker, quote.cue) == ("direct", speaker, cue)


def test_a_quote_split_around_its_attribution_is_one_quote(read: Read) -> None:
    (quote,) = read('"We lost the first boat," Helen Marsh said. "The second one came home."')
    assert quote.pieces == ('"We lost the first boat,"', '"The second one came home."')


def test_a_sentence_that_goes_on_after_its_attribution_is_one_quote(read: Read) -> None:
    text = 'Helen Marsh won. "They fear the pool, and they fear the mayor," she said, "but I think they fear me most."'
    (quote,) = read(text)
    assert quote.pieces == ('"They fear the pool, and they fear the mayor,"', '"but I think they fear me most."')
    assert quote.cue == "said"


def test_any_verb_where_a_report_verb_stands_is_a_cue(read: Read) -> None:
    (quote,) = read("“Bearings,” Helen Marsh corrected him. “In a bridge there are bearings.”")
    assert (quote.cue, quote.speaker) == ("corrected", "Helen Marsh")
    assert quote.pieces == ("“Bearings,”", "“In a bridge there are bearings.”")


def test_who_sends_a_message_says_it(read: Read) -> None:
    (quote,) = read('And this from the fire brigade at Oberilz: "You are a good person, all of you."')
    assert (quote.speaker, quote.how) == ("the fire brigade at Oberilz", "colon")


def test_a_quoted_part_of_a_reported_clause_makes_a_mixed_quote(read: Read) -> None:
    (quote,) = read('Helen Marsh said that the plan was "a very bad joke" from the start.')
    assert (quote.kind, quote.speaker) == ("mixed", "Helen Marsh")
    assert quote.pieces == ('that the plan was "a very bad joke" from the start',)


def test_reported_speech_without_marks_is_indirect(read: Read) -> None:
    (quote,) = read("Helen Marsh said that the bridge would open in June.")
    assert (quote.kind, quote.speaker, quote.pieces) == (
        "indirect", "Helen Marsh", ("that the bridge would open in June",),
    )  # fmt: skip


def test_according_to_names_the_speaker(read: Read) -> None:
    (quote,) = read("The bridge will open in June, according to Helen Marsh.")
    assert (quote.kind, quote.how, quote.cue, quote.speaker) == (
        "indirect", "according-to", "according to", "Helen Marsh",
    )  # fmt: skip


@pytest.mark.parametrize(
    "opening", ["Asked whether the bridge would open", "Speaking in Oslo on Monday", "Pressed on the date"]
)
def test_what_somebody_was_asked_or_where_they_spoke_is_not_what_they_said(read: Read, opening: str) -> None:
    (quote,) = read(f"{opening}, Helen Marsh said: “It will open in June.”")
    assert (quote.speaker, quote.cue, quote.pieces) == ("Helen Marsh", "said", ("“It will open in June.”",))


def test_a_body_named_in_apposition_is_the_speaker(read: Read) -> None:
    (quote,) = read("The employer, Microsoft, said that it was “relieved”.")
    assert (quote.speaker, quote.cluster) == ("The employer", "Microsoft")


def test_an_unnamed_source_is_called_by_all_its_words(read: Read) -> None:
    (quote,) = read("A person familiar with the department's thinking said the bridge would open in June.")
    assert quote.speaker == "A person familiar with the department's thinking"


def test_a_pronoun_means_the_person_who_agrees_with_it(read: Read) -> None:
    text = (
        "Mr. Peter Oduya met Mrs. Helen Marsh on the bridge on Monday.\n\n"
        '"It will open in June," she said.\n\n"It will not," he said.'
    )
    first, second = read(text)
    assert (first.speaker, first.cluster) == ("she", "Helen Marsh")
    assert (second.speaker, second.cluster) == ("he", "Peter Oduya")


def test_a_reopened_paragraph_goes_on_with_the_speaker(read: Read) -> None:
    (quote,) = read('Helen Marsh said: "We began in May.\n\n"We stopped in June because of the rain."')
    assert quote.speaker == "Helen Marsh"
    assert len(quote.pieces) == 2


def test_a_paragraph_that_is_only_a_quotation_goes_on_with_the_paragraph_before(read: Read) -> None:
    first, second = read('"We began in May," Helen Marsh said.\n\n"We stopped in June because of the rain."')
    assert (second.how, second.cue, second.cluster) == ("previous-paragraph", None, first.cluster)
    assert second.score < first.score


def test_a_quotation_with_nobody_around_has_no_speaker(read: Read) -> None:
    (quote,) = read('"The rain has come at last and it will stay."')
    assert (quote.speaker, quote.how) == (None, "none")


def test_an_empty_article_has_no_quotes(read: Read) -> None:
    assert read("") == []


def test_speakers_whom_no_entity_names_get_clusters_of_their_own(model: LoadedModel) -> None:
    doc: Doc = model.nlp('"We are late," a waiter said.\n\n"We are early," a cook said.')
    first, second = quotes_of(doc)
    assert first.cluster == "a waiter"
    assert second.cluster == "a cook"


def test_a_name_after_a_dash_signs_the_quotation(read: Read) -> None:
    (quote,) = read("“A boat is a hole in the water.” - Helen Marsh\n\nThe harbour was quiet on Monday.")
    assert (quote.how, quote.speaker) == ("signature", "Helen Marsh")


def test_a_name_before_a_colon_speaks(read: Read) -> None:
    (quote,) = read("Helen Marsh: “A boat is a hole in the water that we fill with money.”")
    assert quote.speaker == "Helen Marsh"


def test_question_and_answer_alternate(read: Read) -> None:
    *_, third, fourth = read(
        '"Will you sail in June?" Helen Marsh asked.\n\n"No, I will not," Peter Oduya said.\n\n'
        '"Why will you not sail?"\n\n"Because the boat has no bottom."'
    )
    assert (third.how, third.cluster) == ("dialogue", "Helen Marsh")
    assert (fourth.how, fourth.cluster) == ("dialogue", "Peter Oduya")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Helen Marsh said on the BBC's “Boats and People” that the bridge would open.", "title"),
        ("He read the novel “The Long Harbour” on the train.", "title"),
        ("The race was won by Peter “Duck” Oduya on Monday.", "nickname"),
        ("The town has a new “smart” bench in the park.", "scare words"),
        ("He bought a tool called “Otter” in town.", "name"),
    ],
)
def test_what_nobody_says_is_offered_as_a_candidate(model: LoadedModel, text: str, reason: str) -> None:
    doc = model.nlp(text)
    findings = find_quotes(doc, entities_of(doc))
    assert [c.reason for c in findings.candidates] == [reason]
    assert all(
        "“" not in piece.text for quote in findings.quotes for piece in quote.content if quote.kind != "indirect"
    )


@pytest.mark.parametrize(
    ("text", "kind", "pieces", "speaker"),
    [
        (
            "The bridge, Helen Marsh said, was never safe in winter.", "indirect",
            ("The bridge", "was never safe in winter"), "Helen Marsh",
        ),
        ("The bridge was never safe, Helen Marsh said.", "indirect", ("The bridge was never safe",), "Helen Marsh"),
        ("Helen Marsh promised to open the road in June.", "indirect", ("to open the road in June",), "Helen Marsh"),
        (
            "Helen Marsh urged the council not to appeal.", "indirect", ("the council not to appeal",), "Helen Marsh",
        ),
        (
            "Helen Marsh asked him to come back on Thursday.", "indirect", ("him to come back on Thursday",),
            "Helen Marsh",
        ),
        (
            "Helen Marsh estimated the cost at 2.6 million crowns.", "indirect", ("the cost at 2.6 million crowns",),
            "Helen Marsh",
        ),
        ("Helen Marsh accused the council of fraud.", "indirect", ("the council of fraud",), "Helen Marsh"),
        (
            "Helen Marsh called the new timetable “a work of fiction”.", "mixed",
            ("the new timetable “a work of fiction”",), "Helen Marsh",
        ),
        (
            "Peter Oduya dismissed a claim by Helen Marsh that the bridge was safe.", "indirect",
            ("that the bridge was safe",), "Helen Marsh",
        ),
    ],
)  # fmt: skip
def test_what_is_reported_without_marks(
    read: Read, text: str, kind: str, pieces: tuple[str, ...], speaker: str
) -> None:
    (quote,) = read(text)
    assert (quote.kind, quote.pieces, quote.speaker) == (kind, pieces, speaker)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Helen Marsh criticized the new timetable.", "the new timetable"),
        ("Helen Marsh wants to open the road in June.", "to open the road in June"),
        ("Helen Marsh declined to say whether the road would open in June.",
         "to say whether the road would open in June"),
        ("Helen Marsh remembered that the road had been closed.", "that the road had been closed"),
        ("Helen Marsh asked them not to use her name.", "them not to use her name"),
    ],
)  # fmt: skip
def test_what_nobody_voiced_is_a_quote_only_where_attitudes_are_asked_for(
    model: LoadedModel, text: str, piece: str
) -> None:
    doc = model.nlp(text)
    assert quotes_of(doc) == []
    (quote,) = quotes_of(doc, attitudes=True)
    assert (quote.kind, quote.pieces, quote.speaker) == ("indirect", (piece,), "Helen Marsh")


def test_words_in_marks_are_a_quote_in_a_wish_too(read: Read) -> None:
    (quote,) = read("Helen Marsh wants to end “this farce” in June.")
    assert (quote.kind, quote.speaker) == ("mixed", "Helen Marsh")


def test_reported_speech_inside_reported_speech_belongs_to_the_outer_speaker(read: Read) -> None:
    (quote,) = read("Helen Marsh said that Peter Oduya had told her the bridge was “a wreck”.")
    assert (quote.kind, quote.speaker) == ("mixed", "Helen Marsh")


def test_an_agency_that_passes_a_quotation_on_does_not_speak_it(read: Read) -> None:
    (quote,) = read("“The bridge is safe,” Helen Marsh said, according to the Harbour Gazette.")
    assert quote.speaker == "Helen Marsh"


def test_the_person_of_the_pronouns_gender_is_meant(read: Read) -> None:
    text = "Peter Oduya and Helen Marsh walked over the bridge.\n\n“It shakes,” he said.\n\n“It is meant to,” she said."
    first, second = read(text)
    assert (first.cluster, second.cluster) == ("Peter Oduya", "Helen Marsh")


def test_a_relative_pronoun_speaks_for_its_noun(read: Read) -> None:
    (quote,) = read("The court heard from a diver who said that the bridge had moved.")
    assert (quote.speaker, quote.cluster) == ("who", "a diver")


def test_the_person_interviewed_answers_the_narrators_questions(read: Read) -> None:
    text = (
        "Helen Marsh has built bridges for forty years. Helen Marsh lives by the sea.\n\nWhy bridges?\n\n"
        "“Because I can't swim.”\n\nAnd tunnels?\n\n“They are bridges for people who have given up.”"
        "\n\nYou once said that the sea was overrated.\n\n“The sea said it first.”"
    )
    assert [(q.how, q.cluster) for q in read(text) if q.kind == "direct"] == [("dialogue", "Helen Marsh")] * 3


def test_clusters_of_unnamed_speakers_never_clash_with_given_ones(model: LoadedModel) -> None:
    doc = model.nlp("“We are late,” a waiter told Helen Marsh.")
    (entity,) = [e for e in entities_of(doc) if e.label == "PERSON"]
    findings = find_quotes(doc, [replace(entity, cluster="speaker-1")])
    assert [c.id for c in findings.clusters] == ["speaker-2"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
def test_whatever_the_text_quotes_are_in_order_and_apart(model: LoadedModel, text: str) -> None:
    doc = model.nlp(text)
    findings = find_quotes(doc, entities_of(doc))
    for quote in findings.quotes:
        for span in (*quote.content, *(s for s in (quote.cue, quote.speaker and quote.speaker.mention) if s)):
            span.check(doc.text)
        assert all(a.end <= b.start for a, b in pairwise(quote.content))
        assert 0 <= (quote.score or 0) <= 1
    assert [q.start for q in findings.quotes] == sorted(q.start for q in findings.quotes)
    for candidate in findings.candidates:
        candidate.span.check(doc.text)


def test_a_paragraph_that_a_colon_opens_is_a_block_quote(read: Read) -> None:
    first, second = read(
        "In a letter Helen Marsh replied that she disagreed and wrote:\n\nThe bridge is safe. It has always been safe."
    )
    assert second.pieces == ("The bridge is safe. It has always been safe.",)
    assert (second.kind, second.how, second.cue, second.cluster) == ("direct", "colon", "wrote", "Helen Marsh")
    assert second.score < first.score


def test_the_mention_takes_in_the_role_before_the_name(read: Read) -> None:
    (quote,) = read("“The bridge is safe,” Transport Minister Helen Marsh said.")
    assert (quote.speaker, quote.cluster) == ("Transport Minister Helen Marsh", "Helen Marsh")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # British style: the comma outside the marks
        ("“The bridge is safe and will stay open all summer”, added Helen Marsh.", "Helen Marsh"),
        # a name that the parser takes for another part of the sentence, before an apposition
        (
            "But in a call with reporters on May 2, Col. Helen Marsh, a spokeswoman in Oslo, said, “A raid is no fun.”",
            "Col. Helen Marsh",
        ),
        # who sends a statement out speaks in it; a statement that nobody sends out speaks itself
        ("Helen Marsh issued a statement saying the bridge was “as safe as any other”.", "Helen Marsh"),
        ("The town got a letter saying the bridge was “as safe as any other”.", "a letter"),
        # no report verb at all before the colon
        ("Helen Marsh delivered a snappy retort: “Nobody will ever close this bridge.”", "Helen Marsh"),
        # a label of several names is the person's
        ("Helen Marsh, The Harbour Gazette: “The bridge is safe and it will stay open.”", "Helen Marsh"),
    ],
)  # fmt: skip
def test_a_speaker_is_found_where_no_report_verb_has_a_subject(read: Read, text: str, speaker: str) -> None:
    (quote,) = read(text)
    assert quote.speaker == speaker


def test_who_is_asked_does_not_speak(read: Read) -> None:
    asked, answered = read("Helen Marsh was asked, “Will the bridge stay open?” She answered, “I have no idea.”")
    assert (asked.speaker, asked.cue) == (None, "asked")
    assert answered.cluster == "Helen Marsh"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Helen Marsh said the town was ready.\n\nThe “Harbour Lights” festival opens in June.", "title"),
        ("Helen Marsh said the town was ready.\n\nThe new “smart benches” in the park are made of oak.", "scare words"),
        ("In the end the ferry went through the “narrow gate” into the harbour.", "scare words"),
        ("Helen Marsh told the hosts of “Boats and People” that the bridge would open in June.", "title"),
    ],
)  # fmt: skip
def test_a_few_words_in_marks_that_only_stand_near_a_speaker_are_candidates(
    model: LoadedModel, text: str, reason: str
) -> None:
    doc = model.nlp(text)
    findings = find_quotes(doc, entities_of(doc))
    assert [c.reason for c in findings.candidates] == [reason]
    assert all(quote.kind == "indirect" for quote in findings.quotes)


def test_a_short_sentence_in_marks_is_speech_also_from_the_paragraph_before(read: Read) -> None:
    _, second = read("“We began in May,” Helen Marsh said.\n\n“Never again!”")
    assert (second.how, second.cluster) == ("previous-paragraph", "Helen Marsh")


def test_a_line_that_is_nothing_but_words_in_marks_is_speech(read: Read) -> None:
    first, _ = read("‘The boat came without a bottom’\n\nHelen Marsh said: “The boat came without a bottom.”")
    assert (first.kind, first.pieces) == ("direct", ("‘The boat came without a bottom’",))
