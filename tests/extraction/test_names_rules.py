# ruff: noqa: E501 - a table of texts before and after is read by its columns
"""What each rule does to names that a model marked: `[Anna Berg|PERSON]` in the text before, and after."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.extraction.names import RULES, refine
from tui.extraction.names.document import long_form

MARK = re.compile(r"\[([^\[\]|]*)\|([A-Z_]+)\]")


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of `marked`, and its mentions."""
    text, mentions, last = "", [], 0
    for found in MARK.finditer(marked):
        text += marked[last : found.start()]
        mentions.append((len(text), len(text) + len(found.group(1)), found.group(2)))
        text += found.group(1)
        last = found.end()
    return text + marked[last:], mentions


def marked(text: str, mentions: list[tuple[int, int, str]]) -> str:
    for start, end, label in sorted(mentions, reverse=True):
        text = f"{text[:start]}[{text[start:end]}|{label}]{text[end:]}"
    return text


def after(rule: str, before: str) -> str:
    text, mentions = unmarked(before)
    page = refine(text, mentions, off=RULES.keys() - {rule})
    return marked(text, [(m.start, m.end, m.label) for m in page.result()])


CASES = [
    ("boundaries", "[Merkel's|PERSON] car", "[Merkel|PERSON]'s car"),
    ("boundaries", "[“Acme”,|ORG] said", "“[Acme|ORG]”, said"),
    ("boundaries", "[Acme Inc.|ORG] and [Acme.|ORG]", "[Acme Inc.|ORG] and [Acme|ORG]."),
    ("boundaries", "[Lima\nPhoto|GPE]", "[Lima|GPE]\nPhoto"),
    ("boundaries", "the [World Club (WC)|ORG]", "the [World Club|ORG] (WC)"),
    ("boundaries", "[Ravi Rao 14.02|PERSON]", "[Ravi Rao|PERSON] 14.02"),
    ("boundaries", "[US|GPE]$5", "US$5"),
    ("boundaries", "[Lima 🇵🇪|GPE] won 🎉 [🇵|CARDINAL]🇪 [–|DATE] [☀️|ORG] [½|CARDINAL]", "[Lima|GPE] 🇵🇪 won 🎉 🇵🇪 – ☀️ [½|CARDINAL]"),
    ("article", "[the Netherlands|GPE]", "the [Netherlands|GPE]"),
    ("article", "he told [The Herald|ORG] and [a Finn|NORP]", "he told The [Herald|ORG] and a [Finn|NORP]"),
    ("article", "in [The Hague|GPE]", "in [The Hague|GPE]"),
    ("article", "read [The Trial|WORK_OF_ART]", "read [The Trial|WORK_OF_ART]"),
    ("title", "[Prime Minister Anna Berg|PERSON]", "Prime Minister [Anna Berg|PERSON]"),
    ("title", "[Lt. Gen. Karl Holm|PERSON]", "Lt. Gen. [Karl Holm|PERSON]"),
    ("lower-case", "[km/h|ORG] and [iOS|PRODUCT]", "km/h and [iOS|PRODUCT]"),
    ("generic", "the [State|ORG] and its [GDP|ORG]", "the State and its GDP"),
    ("generic", "[Curfews|PERSON] end. No more curfews in [Lima|GPE].", "Curfews end. No more curfews in [Lima|GPE]."),
    ("generic", "[Anna Cook|PERSON] can cook. [Cook|PERSON] left", "[Anna Cook|PERSON] can cook. [Cook|PERSON] left"),
    ("generic", "[Gender Minister|PERSON] Holm and [Natural Resources|ORG] Minister Berg", "Gender Minister Holm and Natural Resources Minister Berg"),
    ("generic", "a Professor of [Practice|ORG] at [Yale|ORG]", "a Professor of Practice at [Yale|ORG]"),
    ("split", "[Perdue Holm|PERSON] won. [Holm and Berg|ORG] met", "[Perdue Holm|PERSON] won. [Holm|PERSON] and [Berg|PERSON] met"),
    ("split", "[Qatar’s Ministry of Interior|ORG]", "[Qatar|GPE]’s [Ministry of Interior|ORG]"),
    ("extend", "met [Ursula von|PERSON] der Leyen", "met [Ursula von der Leyen|PERSON]"),
    ("extend", "minister [Kim Hyun|PERSON]-sook said", "minister [Kim Hyun-sook|PERSON] said"),
    ("extend", "met Ana [García Vilchis|PERSON]", "met [Ana García Vilchis|PERSON]"),
    ("extend", "a [Beijing|GPE]-based firm, an [Oscar|PERSON]-winning film", "a [Beijing|GPE]-based firm, an [Oscar|PERSON]-winning film"),
    ("extend", "met Sheriff [Chad Holm|PERSON] on Monday", "met Sheriff [Chad Holm|PERSON] on Monday"),
    ("place-head", "in [Virunga|LOC] National Park today", "in [Virunga National Park|LOC] today"),
    ("dateline", "BEIRUT (Reuters) - A man", "[BEIRUT|GPE] (Reuters) - A man"),
    ("dateline", "BREAKING NEWS about [Lima|GPE]", "BREAKING NEWS about [Lima|GPE]"),
    ("honorific", "met Mr. Holm and Dr [Berg|ORG]", "met Mr. [Holm|PERSON] and Dr [Berg|PERSON]"),
    ("honorific", "President Ingrida Šimonytė left", "President [Ingrida Šimonytė|PERSON] left"),
    ("honorific", "the General Staff and the Prime Minister of Peru", "the General Staff and the Prime Minister of Peru"),
    ("acronym", "the [Financial Times|ORG] (FT) said. FT again", "the [Financial Times|ORG] ([FT|ORG]) said. [FT|ORG] again"),
    ("acronym", "the World Food Board (WFB) and [WFB|PERSON]", "the [World Food Board|ORG] ([WFB|ORG]) and [WFB|ORG]"),
    ("acronym", "the [Guardia Naval|ORG] (PNX) of the PNX", "the [Guardia Naval|ORG] ([PNX|ORG]) of the [PNX|ORG]"),
    ("acronym", "[Port of Narva|ORG] staff told the PN at 6 AM. [Arts Museum|ORG]", "[Port of Narva|ORG] staff told the [PN|ORG] at 6 AM. [Arts Museum|ORG]"),
    ("country", "from [Qatar|PERSON] to Burkina Faso, US$3", "from [Qatar|GPE] to [Burkina Faso|GPE], US$3"),
    ("country", "[Chad Holm|PERSON] and [Chad|PERSON]", "[Chad Holm|PERSON] and [Chad|PERSON]"),
    ("country", "the Bank of Israel in New Mexico", "the Bank of Israel in New Mexico"),
    ("demonym", "the [Lithuanian|ORG] army", "the [Lithuanian|NORP] army"),
    ("demonym", "On Friday, Lithuanian Prime Minister Holm, a German-Polish friend of Danes", "On Friday, [Lithuanian|NORP] Prime Minister Holm, a [German-Polish|NORP] friend of [Danes|NORP]"),
    ("demonym", "the [Dutch|NORP]-French firm and the Indian Ocean", "the [Dutch-French|NORP] firm and the Indian Ocean"),
    ("demonym", "a [European NATO|ORG] member, says NATO", "a [European|NORP] [NATO|ORG] member, says NATO"),
    ("demonym", "urging Western allies in Western Australia. Western parts", "urging [Western|NORP] allies in Western Australia. Western parts"),
    ("head-noun", "[Spree River|PERSON] and [Ministry of Trade|GPE]", "[Spree River|LOC] and [Ministry of Trade|ORG]"),
    ("surname", "[Ingrida Šimonytė|PERSON] left. [Simonyte|ORG] and Šimonytė's car", "[Ingrida Šimonytė|PERSON] left. [Simonyte|PERSON] and [Šimonytė|PERSON]'s car"),
    ("surname", "[Dawn French|PERSON] and a French chef", "[Dawn French|PERSON] and a French chef"),
    ("surname", "[Ann Reef|PERSON] saw a reef. Reef New House", "[Ann Reef|PERSON] saw a reef. Reef New House"),
    ("context", "in [Tura|PERSON] and near [Tura|ORG]", "in [Tura|GPE] and near [Tura|GPE]"),
    ("context", "the firm [Vostro|PERSON] said [Vostro|PERSON] shares fell", "the firm [Vostro|ORG] said [Vostro|ORG] shares fell"),
    ("context", "in [Tura|NORP], near [Tura|NORP]; [Inuit|NORP] live in [Inuit|NORP] towns", "in [Tura|GPE], near [Tura|GPE]; [Inuit|NORP] live in [Inuit|NORP] towns"),
    ("context", "the director of [Vostro|PERSON] and the son of [Lia Holm|ORG]", "the director of [Vostro|ORG] and the son of [Lia Holm|PERSON]"),
    ("context", "[Tura|ORG], where she lives, and [Vostro Bank|ORG], where she works", "[Tura|GPE], where she lives, and [Vostro Bank|ORG], where she works"),
    ("context", "[Lustosa|ORG], who is 66", "[Lustosa|PERSON], who is 66"),
    ("language", "She spoke little [Dutch|NORP]. In [Croatian|NORP], he asked", "She spoke little [Dutch|NORP]. In [Croatian|LANGUAGE], he asked"),
    ("language", "in [Dutch|NORP], English, [Hebrew|NORP] and [Czech|NORP] courts", "in [Dutch|LANGUAGE], [English|LANGUAGE], [Hebrew|LANGUAGE] and [Czech|NORP] courts"),
    ("language", "a [Finnish|NORP]-speaking nurse in [English|NORP] football", "a [Finnish|LANGUAGE]-speaking nurse in [English|NORP] football"),
    ("language", "speaks [Swedish|NORP]; the [Swedish|NORP] won, her [Swedish|NORP] is good", "speaks [Swedish|LANGUAGE]; the [Swedish|NORP] won, her [Swedish|LANGUAGE] is good"),
    ("money", "offered £[3.4|MONEY]m, or [28|CARDINAL] euros", "offered [£3.4m|MONEY], or [28 euros|MONEY]"),
    ("money", "[between 610 million|MONEY] and [650 million|CARDINAL] euros", "[between 610 million and 650 million euros|MONEY]"),
    ("money", "rose from [€55 to €43.89|MONEY]", "rose from [€55|MONEY] to [€43.89|MONEY]"),
    ("money", "from [2019|DATE] to [147 trillion|MONEY] rupiah", "from [2019|DATE] to [147 trillion rupiah|MONEY]"),
    ("money", "a [three-million-pound|QUANTITY] smudge and 40 crowns", "a [three-million-pound|MONEY] smudge and [40 crowns|MONEY]"),
    ("money", "[some $2 billion or so|MONEY]", "[some $2 billion or so|MONEY]"),
    ("percent", "about [4.1 per cent|MONEY], 19 percentage points, [70|CARDINAL] - 80%", "[about 4.1 per cent|PERCENT], [19 percentage points|PERCENT], [70|CARDINAL] - [80%|PERCENT]"),
    ("percent", "[between 20%|PERCENT] and 30% of it", "[between 20% and 30%|PERCENT] of it"),
    ("quantity", "a [2.1|CARDINAL]-hectare field, [83|CARDINAL] g, a metre and a half", "a [2.1-hectare|QUANTITY] field, [83 g|QUANTITY], [a metre and a half|QUANTITY]"),
    ("quantity", "[410 milligrams|QUANTITY] per kilogram; [28|CARDINAL] to [61|CARDINAL] knots", "[410 milligrams per kilogram|QUANTITY]; [28 to 61 knots|QUANTITY]"),
    ("quantity", "3 miles per hour in [May|DATE]; [$10 a tonne|MONEY]", "[3 miles per hour|QUANTITY] in [May|DATE]; [$10 a tonne|MONEY]"),
    ("clock", "at [2.40am|CARDINAL], at [0940|DATE] [GMT|ORG], at 25:10", "at [2.40am|TIME], at [0940 GMT|TIME], at 25:10"),
    ("clock", "[Saturday|DATE] [afternoon|TIME] to the night of [3 May|DATE]", "[Saturday afternoon|TIME] to [the night of 3 May|TIME]"),
    ("clock", "from [16:00 to 22:00|TIME], for half a second", "from [16:00 to 22:00|TIME], for [half a second|TIME]"),
    ("date", "on [31 December|DATE] 2027, [two|CARDINAL] winters, [six nights|TIME]", "on [31 December 2027|DATE], [two winters|DATE], [six nights|DATE]"),
    ("date", "every Sunday, once [a year|DATE], [the winter of|DATE] 2028", "[every Sunday|DATE], [once a year|DATE], [the winter of 2028|DATE]"),
    ("age", "[Dana Kanaan|PERSON] is [nineteen|CARDINAL] and I'm [fifty-two|CARDINAL].", "[Dana Kanaan|PERSON] is [nineteen|DATE] and I'm [fifty-two|DATE]."),
    ("age", "aged [88|CARDINAL], a boy of about fifteen, at [14|CARDINAL] she left", "aged [88|DATE], a boy of [about fifteen|DATE], at [14|DATE] she left"),
    ("age", "It is [12|CARDINAL]. He was [300|CARDINAL]. She is [one of us|CARDINAL].", "It is [12|CARDINAL]. He was [300|CARDINAL]. She is [one of us|CARDINAL]."),
    ("number", "A [third|ORDINAL] of them saw [2|CARDINAL]-1 in the 27th minute", "[A third|CARDINAL] of them saw [2-1|CARDINAL] in the [27th|ORDINAL] minute"),
    ("number", "a [one|CARDINAL]-time fee, at [first|ORDINAL], [July 9-11|DATE], the 5th Avenue", "a one-time fee, at first, [July 9-11|DATE], the 5th Avenue"),
    ("value-edges", "[only two|CARDINAL] of [the 31.5%|PERCENT] by [no later than May|DATE]", "only [two|CARDINAL] of the [31.5%|PERCENT] by no later than [May|DATE]"),
    ("value-edges", "[eleven days a year|DATE], [twice a year|DATE], [$8m a year|MONEY]", "[eleven days|DATE] a year, [twice a year|DATE], [$8m|MONEY] a year"),
    ("propagate", "[Abu Lia Centre|ORG] is open. Abu Lia Centre is shut", "[Abu Lia Centre|ORG] is open. [Abu Lia Centre|ORG] is shut"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "expected"), CASES)
def test_rule(rule: str, before: str, expected: str) -> None:
    assert after(rule, before) == expected


def test_every_rule_has_an_example_above() -> None:
    assert {rule for rule, _, _ in CASES} == set(RULES)


def test_changes_say_which_rule_made_what_of_what() -> None:
    text, mentions = unmarked("[the Berg's|PERSON] and [GDP|ORG], Dr Holm")
    page = refine(text, mentions)
    berg, holm = page.result()
    assert [(c.rule, c.before, c.after) for c in berg.changes] == [
        ("boundaries", "PERSON the Berg's", "PERSON the Berg"), ("article", "PERSON the Berg", "PERSON Berg"),
    ]  # fmt: skip
    assert [(c.rule, c.before, c.after) for c in holm.changes] == [("honorific", "", "PERSON Holm")]
    assert [(c.rule, c.before, c.after) for m in page.removed for c in m.changes] == [("generic", "ORG GDP", "")]


def test_dates_and_amounts_stay_unless_a_name_takes_their_place() -> None:
    text, mentions = unmarked("[Monday|DATE] [FT|CARDINAL] is the [Financial Times|ORG] (FT)")
    page = refine(text, mentions)
    assert marked(text, [(m.start, m.end, m.label) for m in page.result()]) == (
        "[Monday|DATE] [FT|ORG] is the [Financial Times|ORG] ([FT|ORG])"
    )


@pytest.mark.parametrize(
    ("words", "short", "found"),
    [
        ("the Bank for International Settlements", "BIS", "Bank for International Settlements"),
        ("our Department of Health and Care", "DHC", "Department of Health and Care"),
        ("a Big Red Bus", "XYZ", None),
        ("International Atomic Energy Agency's", "IAEA", "International Atomic Energy Agency"),
    ],
)
def test_long_form(words: str, short: str, found: str | None) -> None:
    span = long_form(words, len(words), short)
    assert (words[slice(*span)] if span else None) == found


PIECES = ["Anna Berg", "Berg", "the ", "The ", "'s", " (", ")", "FT", "Financial Times", "Qatar", " and ", ", ", ". ", "\n\n", " in ",
          "Dr ", "US", "$", "King", " van", " der ", "Leyen", "LONDON", " - ", "-based", "Šimonytė", "state", "State", "👩‍👧", "\u202e", " "]  # fmt: skip


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from([None, "PERSON", "ORG", "GPE", "DATE", "NORP", "FAC"])),
        max_size=14,
    )
)
def test_whatever_a_model_says_mentions_stay_in_order_apart_and_in_the_text(
    pieces: list[tuple[str, str | None]],
) -> None:
    text, mentions = "", []
    for piece, label in pieces:
        if label:
            mentions.append((len(text), len(text) + len(piece), label))
        text += piece
    result = list(refine(text, mentions).result())
    last = 0
    for mention in result:
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        if mention.changes:
            assert mention.changes[-1].after == f"{mention.label} {text[mention.start : mention.end]}"
