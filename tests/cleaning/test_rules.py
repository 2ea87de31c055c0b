"""What holds for lines of any site: tables, boxes, pull quotes, names below them, notes at the end, live reports."""

import time

import pytest

from tests.cleaning.test_plain import BODY, TITLE, kept, kinds, with_line
from tui.cleaning import clean, confidence
from tui.model import BlockKind


def with_lines(lines: list[str], at: int = 3) -> list[str]:
    return kept(clean("\n\n".join([TITLE, *BODY[:at], "\n".join(lines), *BODY[at:]])))


def test_a_table_of_figures_with_its_heading_is_dropped() -> None:
    table = ["BRIDGE IN FIGURES", "Length: 412 metres", "Lanes: 4", "Cost: 9 million crowns"]
    assert with_lines(table) == BODY


def test_a_list_of_labels_without_figures_is_no_table() -> None:
    assert "Owner: the city" in with_lines(
        ["WHO DOES WHAT", "Owner: the city", "Builder: Lind and Sons", "Guard: police"]
    )


def test_a_line_in_a_box_of_offers_is_dropped() -> None:
    assert with_lines(["Subscribe to our letter", "One long story every Sunday.", "E-mail address", "Sign up"]) == BODY


def test_two_lines_in_the_box_of_a_newsletter_are_dropped() -> None:
    box = ["NEWSLETTER", "The Long Way Round", "A letter about roads, from people who walk them.", "Sign up"]
    assert with_lines([*box, "By signing up you agree to our terms of use."]) == BODY


def test_what_stands_in_for_a_picture_goes_with_its_caption() -> None:
    picture = "A bridge in the mist, hung with flags"
    assert with_lines([picture, "The harbour bridge on the day that it reopened. Photo: Ada Holm"]) == BODY


HEADLINE = "COUNCIL CLOSED THE ROAD FOR MONTHS AS ENGINEERS LOOKED FOR CRACKS IN THE SPRING"


def test_a_headline_in_capitals_is_a_link_to_another_story() -> None:
    article = clean("\n\n".join([TITLE, *BODY[:3], HEADLINE, *BODY[3:]]))
    assert kept(article) == BODY
    (block,) = [block for block in article.blocks if article.text[block.start : block.end] == HEADLINE]
    assert (block.kind, block.reason) == (BlockKind.RELATED, "headline in capitals")


def test_a_text_that_is_all_in_capitals_loses_none_of_its_paragraphs() -> None:
    capitals = [line.upper() for line in (TITLE, *BODY)]
    article = clean("\n\n".join(capitals))
    assert not [block for block in article.blocks if block.reason == "headline in capitals"]


def test_a_table_between_bars_is_dropped() -> None:
    table = ["| Bridge | Length |", "|---|---|", "| Old harbour bridge | 412 metres |", "| New bridge | 530 metres |"]
    assert with_lines(table) == BODY


def test_a_list_that_a_colon_announces_is_kept() -> None:
    dates = [f"{month} {day} -- {place}" for month, day, place in (
        ("June", 9, "Town hall, Harbour City"), ("June", 14, "Sailors' chapel, Northern Bank"),
        ("July", 2, "School of the Lower Harbour"), ("July", 22, "Fishmongers' hall, Old Quay"),
    )]  # fmt: skip
    paragraph = "The council will listen to shopkeepers at four meetings before it decides, on these dates:"
    assert kept(clean("\n\n".join([TITLE, *BODY, paragraph, *dates]))) == [*BODY, paragraph, *dates]


def test_the_name_below_a_pull_quote_goes_with_it() -> None:
    found = with_lines(["\u201cstronger now than on the day it was built\u201d", "Marta Lind"])
    assert found == BODY


def test_a_quotation_in_single_marks_is_a_heading_where_its_text_stands_below() -> None:
    heading = "\u2018It is stronger now than on the day it was built, twice as strong\u2019"
    paragraph = (
        "\u2018It is stronger now than on the day it was built, twice as strong,\u2019 said Lind, who led the team."
    )
    below = clean("\n\n".join([TITLE, *BODY[:2], heading, paragraph, *BODY[3:]]))
    assert heading in kept(below)
    above = clean("\n\n".join([TITLE, *BODY[:2], paragraph, *BODY[3:5], heading, BODY[5]]))
    assert heading not in kept(above)


def test_the_writer_s_name_above_a_part_is_a_byline() -> None:
    article = clean("\n\n".join([TITLE, "By Ada Holm and Jon Berg", *BODY[:3], "Jon Berg in Harbour City", *BODY[3:]]))
    assert kept(article) == BODY


@pytest.mark.parametrize(
    "note",
    [
        "($1 = 0.9604 euros)",
        "(1 British pound = 11.42 crowns)",
        "Marta Lind, engineer, was born on June 19, 1936. She died on February 24, 2025, aged 88",
        "Marta Lind, engineer, born 19 June 1936; died 24 February 2025",
    ],
)
def test_a_closing_note_on_the_facts_is_kept(note: str) -> None:
    assert kept(clean("\n\n".join([TITLE, *BODY, note, "Related stories", "Ferry fares to rise again"]))) == [
        *BODY,
        note,
    ]


def test_links_below_their_heading_are_dropped_up_to_the_next_paragraph() -> None:
    assert with_lines(["Read more:", "Ferry fares to rise again in May", "The five who never came home"]) == BODY


POSTS = ["22:15 CET", "21:40 CET", "20:05 CET"]


def test_a_live_report_keeps_its_key_points_and_the_headings_of_its_posts() -> None:
    points = ["The bridge reopened after eleven weeks of repairs", "Engineers had found cracks in the foundations",
              "The work cost nine million crowns in the end"]  # fmt: skip
    posts = [
        line
        for i, time in enumerate(POSTS)
        for line in (time, f"Post number {i + 1} of the day", *BODY[2 * i : 2 * i + 2])
    ]
    article = clean("\n\n".join([TITLE, "By Ada Holm", "What you need to know", *points, *posts, "Related stories"]))
    assert [line for line in kept(article) if line in points] == points
    assert "What you need to know" in kept(article)
    assert [line for line in kept(article) if line.startswith("Post number")] == [
        f"Post number {i} of the day" for i in (1, 2, 3)
    ]
    assert {kinds(article)[time] for time in POSTS} == {BlockKind.LIVE_STAMP}
    sure = [block.confidence for block in article.blocks if article.text[block.start : block.end] in points]
    assert confidence.POST.right in sure  # not what the forests say of lines that a rule brings back


def test_who_wrote_it_is_no_part_of_the_body_at_its_end() -> None:
    note = "Ada Holm covers the courts for the Harbour Post. Reach her on the newsroom tip line."
    assert kept(clean("\n\n".join([TITLE, *BODY, note, "Most read"]))) == BODY
    assert kept(with_line("Nobody was hurt.", at=6)) == [*BODY, "Nobody was hurt."]


@pytest.mark.parametrize("line", ["Read more: a", "COST: 5 CROWNS"])
def test_a_list_that_never_ends_is_read_in_time_that_grows_with_it(line: str) -> None:
    start = time.process_time()
    article = clean("\n\n".join([TITLE, *BODY, "\n".join(["BRIDGE IN FIGURES", *[line] * 8000]), *BODY]))
    assert len(article.blocks) == 8002 + 2 * len(BODY)
    assert time.process_time() - start < 5  # several times as much where each line looks at all that follow


def test_who_speaks_in_the_minutes_of_a_conference_makes_no_list() -> None:
    minutes = """Press conference on the bridge, 4 May 2026

MODERATOR: Good morning, everyone. The minister will take four questions from the press.

QUESTION: Minister, will the bridge open this year, as your office has said since March?

MINISTER: It will. We said October, and October it is, whatever the weather does in between.

QUESTION: And the tolls?

MINISTER: There'll be no tolls for residents. I have been clear on that since the spring.

MODERATOR: Last question, please."""
    kept = [block for block in clean(minutes).blocks if block.keep]
    assert len(kept) == 6
    assert {block.kind for block in kept} == {BlockKind.BODY}


TEASER = [
    "Travel", "Ferry fares: what will change", "From the spring on, a crossing costs a fifth more than it does today.",
    "Feb. 26, 2024",
]  # fmt: skip


def test_a_teaser_with_its_date_between_paragraphs_is_dropped() -> None:
    assert kept(clean("\n\n".join([TITLE, *BODY[:3], *TEASER, *BODY[3:]]))) == BODY


@pytest.mark.parametrize("below", ["Credit: Ada Holm", ". Photo: Ada Holm", ""])
@pytest.mark.parametrize("between", [[], ["6"]])
def test_a_caption_that_stands_there_twice_is_dropped(below: str, between: list[str]) -> None:
    caption = "Children wave flags from the northern bank as the first bus crosses"
    article = clean("\n\n".join([TITLE, *BODY[:3], caption, *between, caption + below, *BODY[3:]]))
    assert kept(article) == BODY
    assert kinds(article)[caption] is BlockKind.CAPTION


def test_a_sentence_with_a_name_behind_it_is_a_caption() -> None:
    caption = "The first bus crosses the harbour bridge after eleven weeks of repairs. Ada Holm"
    assert kinds(with_line(caption))[caption] is BlockKind.CAPTION
    assert kept(with_line(caption)) == BODY


def test_a_first_sentence_with_a_dateline_is_kept() -> None:
    first = "HARBOUR CITY, Norway (AP) \u2014 A bridge is open again."
    article = clean("\n\n".join([TITLE, "By Ada Holm", "June 3, 2024", first, "Ada Holm", *BODY]))
    assert kept(article)[0] == first


OFFER = [
    "This content is for subscribers only", "Subscribe now to read the latest news in your city", "Unlimited access",
    "Daily puzzles", "Log in", "Create an account", "Already a subscriber?", "Read more of our stories", "Continue",
]  # fmt: skip


def test_below_a_line_that_says_so_the_article_goes_on() -> None:
    lines = [TITLE, *BODY[:2], *OFFER, *OFFER, "Story continues below", *BODY[2:]]
    assert kept(clean("\n\n".join(lines))) == BODY


def test_readers_votes_are_no_part_of_the_article() -> None:
    said = [
        "I crossed it on my way to work and it felt the same as ever, to be honest, only that the queue was longer.",
        "They should have built a tunnel when they had the chance, as everyone said twenty years ago in this town.",
        "My shop is on the northern bank and I have lost far more than a third, whatever the council may count.",
    ]
    comments = [line for n, text in enumerate(said) for line in (f"reader{n}", text, f"Rating: {9 - n} Votes")]
    assert kept(clean("\n\n".join([TITLE, *BODY, "Top Rated Comments", *comments]))) == BODY


def test_an_article_may_end_in_a_list() -> None:
    dates = [f"{month} {day} \u2013 {place}" for month, day, place in (
        ("June", 9, "Town hall, Harbour City"), ("June", 14, "Sailors' chapel, Northern Bank"),
        ("July", 2, "School gym, Lower Harbour"), ("July", 22, "Fishmongers' hall, Old Quay"),
        ("Aug.", 3, "Rope makers' yard, Old Quay"), ("Aug.", 9, "Lighthouse, Outer Harbour"),
    )]  # fmt: skip
    paragraph = "The council will listen to shopkeepers at these meetings before it decides:"
    article = clean("\n\n".join([TITLE, *BODY, paragraph, "\n".join(dates), "More News", "Ferry fares to rise again"]))
    assert kept(article) == [*BODY, paragraph, *dates]


def test_many_short_lines_in_a_row_are_a_list_and_not_headings() -> None:
    dough = ["For the dough", "500 g of flour", "300 ml of water", "A pinch of salt"]
    filling = ["For the filling", "Two onions, sliced", "100 g of butter"]
    article = clean("\n\n".join([TITLE, *BODY[:3], "\n".join(dough), "\n".join(filling), *BODY[3:]]))
    found = kinds(article)
    assert {found[line] for line in (dough[0], filling[0])} == {BlockKind.SUBHEADING}
    assert {found[line] for line in (*dough[1:], *filling[1:])} == {BlockKind.LIST_ITEM}


def test_winners_below_the_names_of_their_prizes_are_a_list() -> None:
    prizes = ["Best film\nThe Salt Road", "Best director\nAksel Borg", "Best actress\nInes Calder", "Best short\nSwan"]
    found = kinds(clean("\n\n".join([TITLE, *BODY[:3], *prizes, *BODY[3:]])))
    assert {found[prize.split("\n")[0]] for prize in prizes} == {BlockKind.SUBHEADING}
    assert {found[prize.split("\n")[1]] for prize in prizes} == {BlockKind.LIST_ITEM}


def test_the_name_right_below_a_letter_is_no_heading_of_the_next() -> None:
    letters = [f"{BODY[i]} {BODY[i + 1]}\nEdwin Harrowgate\nNether Pell" for i in (0, 2, 4)]
    headings = ["The bypass will not save us", "Nine minutes matter", "Bees in the post"]
    text = "\n\n".join(f"{heading}\n\n{letter}" for heading, letter in zip(headings, letters, strict=True))
    found = kinds(clean(f"{TITLE}\n\n{BODY[0]}\n\n{text}"))
    assert found["Nine minutes matter"] is BlockKind.SUBHEADING
    assert found["Nether Pell"] is not BlockKind.SUBHEADING


def test_what_a_recipe_says_below_its_headline_is_no_byline() -> None:
    article = clean(f"{TITLE}\nBy Ada Holm\nServes 8\nPrep 25 min\n\n" + "\n\n".join(BODY))
    found = kinds(article)
    assert found["By Ada Holm"] is BlockKind.BYLINE
    assert BlockKind.BYLINE not in {found["Serves 8"], found["Prep 25 min"]}


def test_what_an_archive_says_below_an_article_is_no_part_of_it() -> None:
    lines = ["Load-Date: June 5, 2024", "End of Document"]
    assert kept(clean("\n\n".join([TITLE, *BODY, *lines]))) == BODY
    assert kept(clean("\n\n".join([TITLE, *BODY, "- ENDS -"]))) == BODY
