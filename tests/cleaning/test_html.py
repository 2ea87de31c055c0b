"""Pages of HTML: what is kept, what becomes of the rest, and pages that mean harm."""

import time

import pytest

from tests.cleaning.story import PARAGRAPHS
from tui.cleaning import clean_html
from tui.cleaning.html import MAX_ELEMENTS, page_as_is
from tui.cleaning.lines import split_lines
from tui.cleaning.page import page_blocks, parse_page
from tui.cleaning.page_verdict import extracted_lines
from tui.model import Article, BlockKind, CopydeskError, Source

HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge | The Harbour Post</title>
<link rel="canonical" href="https://post.example/bridge"><meta property="og:site_name" content="The Harbour Post">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle",
"headline": "Harbour Bridge Reopens After Repairs", "author": [{"@type": "Person", "name": "Ada Holm"}],
"datePublished": "2024-06-03T08:00:00Z"}]}</script></head>"""
BODY = f"""<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav><main><article>
<h1>Harbour Bridge Reopens After Repairs</h1><p class="byline">By Ada Holm</p>
<figure><img src="x.jpg" alt=""><figcaption>Cars cross the bridge. Photo: Jon Berg</figcaption></figure>
<div class="article-body"><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>Stronger than before</h2>
<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p><p>{PARAGRAPHS[4]}</p><p>{PARAGRAPHS[5]}</p></div></article></main>
<aside class="related"><h3>Read more</h3><ul><li><a href="/a">Ferry fares rise</a></li></ul></aside>
<footer><p>Copyright 2024 The Harbour Post. All rights reserved.</p></footer></body></html>"""
PAGE = HEAD + BODY


def shown(article: Article, kind: BlockKind) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind is kind]


def kept(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.keep]


def test_the_body_is_kept_with_its_heading_and_nothing_else() -> None:
    article = clean_html(PAGE)
    assert kept(article) == [*PARAGRAPHS[:2], "Stronger than before", *PARAGRAPHS[2:]]
    assert shown(article, BlockKind.SUBHEADING) == ["Stronger than before"]


DATES = ["June 9 -- Harbour Hall, Norport", "June 10 -- The Old Dock, Easthaven", "June 14 -- Town Square, Millby"]


def test_a_list_of_dates_may_end_the_body() -> None:
    listed = "<p>The bridge will be closed to cars on three days for a tour:</p>" + "".join(
        f"<p>{d}</p>" for d in DATES
    )
    page = PAGE.replace("</div></article>", f"{listed}</div></article>")
    assert kept(clean_html(page))[-3:] == DATES


def test_the_body_goes_on_behind_a_box_of_links_or_a_newsletter_within_it() -> None:
    offer = "<div class='newsletter'><h3>Sign up to our newsletter</h3><p>Your e-mail address</p></div>"
    last = "The next inspection of the bridge is due in a year, the engineers said, and the road will stay open."
    page = PAGE.replace("</div></article>", f"{offer}<p>{last}</p></div></article>")
    assert kept(clean_html(page))[-2:] == [PARAGRAPHS[5], last]


def test_blocks_whose_elements_have_the_same_names_and_classes_have_one_path() -> None:
    page = (
        "<div class='part part-1'><p>a</p></div><div class='part part-2'><p>b</p></div><div class='box'><p>c</p></div>"
    )
    a, b, c = (block.path for block in page_blocks(parse_page(page, "page")))
    assert a == b != c


@pytest.mark.parametrize(
    ("names", "hint"),
    [
        ("class='wide Share-bar author'", "share"),
        ("id='author' class='share'", "share"),
        ("class='wide' data-testid='Author  Box'", "author"),
        ("class='wide read' id='more'", None),
    ],
)
def test_the_first_word_of_a_name_that_says_something_counts(names: str, hint: str | None) -> None:
    (block,) = page_blocks(parse_page(f"<div {names}><p>a</p></div>", "page"))
    assert (block.hint, block.hints) == (hint, frozenset({hint} if hint else ()))


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.replace(". ", ". <svg><title>x</title><path d='M0'/></svg><style>p {}</style><script>1 < 2</script>"),
        f"""<html><head><meta name="a" content="b"><script type="application/ld+json">{{"@type": "NewsArticle",
        "articleBody": "{PARAGRAPHS[0]} {PARAGRAPHS[1]}"}}</script></head><body><p>Loading</p></body></html>""",
    ],
    ids=["plain", "elements that show no text", "an article in data"],
)
def test_what_is_taken_from_a_page_beforehand_changes_nothing_of_what_trafilatura_finds(page: str) -> None:
    import trafilatura

    alone = trafilatura.extract(page, include_comments=False, fast=True)
    assert alone
    found = extracted_lines(parse_page(page, "page"))
    assert found.plain == split_lines(alone).plain


def test_the_title_is_the_headline_that_the_page_names() -> None:
    assert clean_html(PAGE).title == "Harbour Bridge Reopens After Repairs"


def test_what_is_not_the_article_stays_as_blocks_with_kind_and_reason() -> None:
    article = clean_html(PAGE)
    assert shown(article, BlockKind.BYLINE) == ["By Ada Holm"]
    assert shown(article, BlockKind.CAPTION) == ["Cars cross the bridge. Photo: Jon Berg"]
    assert shown(article, BlockKind.FOOTER) == ["Copyright 2024 The Harbour Post. All rights reserved."]
    assert shown(article, BlockKind.RELATED) == ["Ferry fares rise"]
    assert all(block.reason for block in article.blocks)


def test_metadata_fill_the_source_but_do_not_overrule_it() -> None:
    source = clean_html(PAGE, source=Source(author="Someone Else")).source
    assert source.url == "https://post.example/bridge"
    assert source.publisher == "The Harbour Post"
    assert source.published == "2024-06-03T08:00:00Z"
    assert source.author == "Someone Else"
    assert clean_html(PAGE).lang == "en"


@pytest.mark.parametrize(
    "bad", ["{", "[" * 50_000, '{"@type": 3, "headline": []}', '{"@type": "NewsArticle", "headline": 1}']
)
def test_broken_metadata_are_passed_over(bad: str) -> None:
    page = f'<html><head><script type="application/ld+json">{bad}</script></head>{BODY}'
    assert kept(clean_html(page))[0] == PARAGRAPHS[0]


@pytest.mark.parametrize(
    "page",
    [
        BODY.replace("</p>", "").replace("</article>", "").replace("</li>", ""),
        BODY.replace("<html>", "").replace("</body>", "<p></b></i></div>"),
        f"<html amp><body><article>{BODY.split('<div class=')[1].partition('>')[2]}",
        "<table><tr><td>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
        "<br><br>".join(PARAGRAPHS).join(("<html><body><div>", "</div></body></html>")),
    ],
    ids=["unclosed", "stray tags", "amp", "a table", "line breaks for paragraphs"],
)
def test_pages_of_other_makes_keep_every_paragraph(page: str) -> None:
    assert [text for text in kept(clean_html(page)) if text in PARAGRAPHS] == PARAGRAPHS


def test_bytes_are_decoded_as_the_page_declares() -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="windows-1252"').replace("Marta", "Márta")
    assert "Márta" in clean_html(page.encode("cp1252")).text


def test_hidden_text_and_scripts_are_not_part_of_the_page() -> None:
    page = BODY.replace(
        "<main>", '<p hidden>secret one</p><p style="display: none">secret two</p><script>x("secret")</script>'
    )
    assert "secret" not in clean_html(page).text


def test_a_page_as_it_is_keeps_all_of_its_text() -> None:
    article = page_as_is(PAGE)
    assert all(block.keep for block in article.blocks)
    assert "Ferry fares rise" in article.text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>x</script></body></html>", "<!doctype html>", "<p>\x00</p>"]
)
def test_a_page_without_text_is_refused_in_one_sentence(page: str) -> None:
    with pytest.raises(CopydeskError) as error:
        clean_html(page)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 1000 + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</div>" * 1000,
        BODY.replace("<main>", "<script>" + "while(1){}" * 200_000 + "</script><main>"),
        BODY.replace("<main>", "<script>{}</script>".format("1") * 50_000 + "<main>"),
        BODY.replace("<main>", "<!--" + "-" * 2_000_000 + "--><main>"),
        BODY.replace('class="byline"', f'class="{"a" * 2_000_000}"'),
        BODY.replace("By Ada Holm", "&amp;" * 300_000),
    ],
    ids=["1,000 deep", "one long script", "many scripts", "long comment", "long attribute", "entities"],
)
def test_pages_that_mean_harm_end_in_bounded_time(page: str) -> None:
    start = time.process_time()
    article = clean_html(page)
    assert time.process_time() - start < 20
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS


@pytest.mark.parametrize("tag", ["<div>", "<b><i>", "<table><tr><td>", "<ul><li>"])
def test_nesting_without_end_is_refused_in_one_sentence(tag: str) -> None:
    with pytest.raises(CopydeskError, match="nests its elements too deep"):
        clean_html(tag * 10_000 + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS))


def test_a_page_with_megabytes_of_comments_is_read_in_bounded_time() -> None:
    comment = "".join(
        f"<p>I crossed it {i} times last year and will cross it again, whatever it costs.</p>" for i in range(500)
    )
    page = BODY.replace(
        "<footer>", f"<section class='comments'>{comment}</section>" * (2_000_000 // len(comment)) + "<footer>"
    )
    start = time.process_time()
    article = clean_html(page)
    assert time.process_time() - start < 20
    assert PARAGRAPHS[0] in article.text


def test_a_page_of_very_many_elements_is_read_without_copies_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(tree: object) -> None:
        raise AssertionError("trafilatura copies the page: four gigabytes for twenty megabytes of line breaks")

    monkeypatch.setattr("tui.cleaning.page_verdict.extracted_lines", ask)
    article = clean_html(BODY.replace("<footer>", "<br>" * (MAX_ELEMENTS + 1) + "<footer>"))
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS


JAPANESE_STORY = [
    "港町の橋が六日、三か月の補修工事を終えて再び通れるようになった。市の担当者によると、費用は当初の見積もりをわずかに下回ったという。",
    "橋は一九五八年に架けられ、毎日およそ二万台の車が通る。工事の間、住民は上流の古い橋まで遠回りしなければならなかった。",
    "商店街の会長は「客足が戻るのを待っていた。長い冬だった」と話した。市は秋にも歩道の照明を新しくする予定だ。",
]
JAPANESE = (
    "<!doctype html><html lang='ja'><head><title>港の橋、再び開通</title>{claim}</head><body><nav><ul>"
    + "".join(
        f"<li><a href='/'>{name}</a></li>"
        for name in ["速報", "政治", "経済", "社会", "国際", "文化", "科学", "天気", "社説"]
    )
    + "</ul></nav><main><article><h1>港の橋、再び開通</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in JAPANESE_STORY)
    + "</article></main><aside><h2>人気の記事</h2><ul><li><a href='/a'>駅前の広場に新しい図書館</a></li></ul></aside>"
    "<footer><p>港新聞社 無断転載を禁じます</p></footer></body></html>"
)


@pytest.mark.parametrize("claim", ["<meta property='og:type' content='article'>", ""])
def test_an_article_in_a_language_without_spaces_is_found_whether_or_not_the_page_says_that_it_is_one(
    claim: str,
) -> None:
    article = clean_html(JAPANESE.format(claim=claim))
    assert (article.title, kept(article), article.lang) == ("港の橋、再び開通", JAPANESE_STORY, "ja")


def test_a_short_text_in_a_language_that_is_not_known_is_an_article_where_the_page_says_so_and_else_kept_whole() -> (
    None
):
    page = JAPANESE
    for paragraph in JAPANESE_STORY[1:]:
        page = page.replace(f"<p>{paragraph}</p>", "")
    page = page.replace("三か月の補修工事を終えて再び通れるようになった。", "")
    assert all(block.keep for block in clean_html(page.format(claim="")).blocks)


def test_a_table_within_the_article_parts_it_from_none_of_its_paragraphs() -> None:
    cells = "".join(f"<td>{cell}</td>" for cell in ("Party", "For", "Against", "Labour", "11", "2", "Green", "5", "0"))
    page = BODY.replace(
        f"<p>{PARAGRAPHS[1]}", f"<table><caption>Votes</caption><tr>{cells}</tr></table><p>{PARAGRAPHS[1]}"
    )
    assert page != BODY
    article = clean_html(page)
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS
    assert {b.kind for b in article.blocks if article.text[b.start : b.end] in ("Labour", "11")} == {BlockKind.WIDGET}


def test_a_quotation_that_is_pulled_out_of_the_text_is_dropped_with_who_said_it() -> None:
    quote = '<aside class="c-pullquote"><p>It is stronger now than ever</p><cite>Marta Lind</cite></aside>'
    article = clean_html(BODY.replace(f"<p>{PARAGRAPHS[2]}", f"{quote}<p>{PARAGRAPHS[2]}"))
    pulled = [block for block in article.blocks if block.kind is BlockKind.PULL_QUOTE]
    assert [article.text[block.start : block.end] for block in pulled] == ["It is stronger now than ever", "Marta Lind"]
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS
