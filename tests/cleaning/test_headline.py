"""Which line of a page is its headline."""

import pytest

from tui.cleaning import clean
from tui.model import BlockKind

HEADLINE = "Old lighthouse at Skarvik sold to a family of bakers"
STORY = f"""{HEADLINE}
By Mina Holt
4 May 2026, 7.15am
The lighthouse at Skarvik, dark since 1998, has been sold to a family of bakers who want to live in it and sell bread \
from its lamp room.
The council accepted an offer of 2.1 million kroner on Tuesday, the highest of four. The bakers, Ola and Berit Sand, \
have run a shop in the village for eleven years.
"We looked at that tower every morning at four, when we lit the oven," said Berit Sand. "Somebody ought to light it as \
well."
The lighthouse keeper's house comes with the tower, and so does a duty to keep the path around it open to walkers.
Neighbours said they were glad that the lighthouse would be lived in again. It has lost most of its windows to storms.
"""
MENU = """News
Sport
Weather
Council votes to close three swimming pools
Why the number nine bus is always late
Rovers sack their manager after a fifth defeat
"""
TOPS = {
    "the name of the site": "Harbour Post: news, sport and stories from the whole of the coast\nSkip to content\n",
    "an edition": "Welcome to the Harbour Post's edition for readers in Europe\n",
    "an app": "The new Harbour Post app: all of the coast, wherever you are\n",
    "a browser": "We think that you use an old browser. For the best Harbour Post experience, use another\nSearch\n",
    "a button": f"Share this story: {HEADLINE}\nFacebook\nEmail\n",
    "a path": f"Home Coast {HEADLINE}\nShare\n",
    "a path with marks": f"Home > Coast > {HEADLINE}\nShare\n",
}


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("top", TOPS.values(), ids=TOPS.keys())
def test_what_stands_above_a_page_is_not_taken_for_its_headline(top: str, between: str) -> None:
    page = (top + MENU + STORY).replace("\n", between)
    article = clean(page)
    assert article.title == HEADLINE
    assert not [block.reason for block in article.blocks if block.keep and block.end <= page.index("The lighthouse at")]


def test_a_text_that_begins_with_its_first_paragraph_has_no_headline_and_loses_nothing() -> None:
    body = STORY[STORY.index("The lighthouse") :]
    article = clean(body)
    assert article.title == ""
    assert all(block.keep for block in article.blocks)


@pytest.mark.parametrize("mark", [">", "\u00bb", "\u203a"])
def test_the_path_to_a_page_is_no_headline_in_any_language(mark: str) -> None:
    page = (
        f"Startseite {mark} Politik {mark} Inland\nAnzeige\nStadtrat stimmt für neue Brücke\nVon Karla Mertens\n"
        "Stand: 14.05.2026, 18:32 Uhr\nDer Stadtrat hat am Donnerstag nach langer Debatte den Bau einer neuen Brücke "
        "über den Fluss beschlossen. Die Kosten sollen sich auf 42 Millionen Euro belaufen.\n"
        "„Wir haben lange genug gewartet“, sagte Bürgermeisterin Anna Vogel nach der Sitzung. „Jetzt wird gebaut.“\n"
        "Die Opposition kritisierte den Beschluss. Das Geld fehle an anderer Stelle, sagte Fraktionschef Jens Holm.\n"
    )
    article = clean(page)
    assert article.title == "Stadtrat stimmt für neue Brücke"
    assert article.blocks[0].kind is not BlockKind.TITLE
