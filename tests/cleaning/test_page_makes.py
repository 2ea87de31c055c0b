"""Pages of makes that few sites have: where the article is, what the page says of itself, and what is refused."""

import gzip
import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS
from tests.cleaning.test_html import BODY, PAGE, kept, shown
from tests.cleaning.test_plain import assert_lawful
from tui.cleaning import clean_html, read
from tui.cleaning.metadata import read_metadata
from tui.cleaning.page import parse_page
from tui.cli import main
from tui.model import BlockKind, CopydeskError

HEADLINE = "Harbour Bridge Reopens After Repairs"
STORY = f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def with_data(data: object, rest: str = "") -> str:
    script = data if isinstance(data, str) else json.dumps(data)
    return f'<html><head>{rest}<script type="application/ld+json">{script}</script></head>{BODY}'


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><div id='root'></div><noscript><article>{STORY}</article></noscript></body></html>",
        f"<html><head><title>x</title></head><frameset><noframes><body>{STORY}</body></noframes></frameset></html>",
        f"<html><body><x-story><template shadowrootmode='open'>{STORY}</template></x-story></body></html>",
        f"<html><body><h1>{HEADLINE}</h1><pre>" + "\r\n \r\n".join(PARAGRAPHS) + "</pre></body></html>",
        f"<html><body>{STORY}</body></html><html><body><p>Home</p></body></html>",
        f"<html><body><p>Home</p></body></HTML >\n<!-- cached -->\n<body>{STORY}</body></html>\n",
        f"<html><head><img src='x.gif'><title>{HEADLINE} | Post</title></head><body>{STORY}</body></html>",
        f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><div class='ad'/>{STORY}</body></html>",
        f"<html><body><!-- a > b --><!-- {STORY} -->{STORY}<!-- open",
        f"<table><tr><td><a href='/'>Home</a></td><td>{STORY}</td><td>Advertisement</td></tr></table>",
        f"<amp-sidebar><ul><li><a href='/'>Home</a></ul></amp-sidebar><article>{STORY}</article><amp-ad></amp-ad>",
    ],
    ids=[
        "noscript",
        "noframes",
        "shadow root",
        "pre",
        "two pages",
        "an end too soon",
        "a broken head",
        "xhtml",
        "comments",
        "layout table",
        "amp",
    ],
)
def test_the_article_is_found_in_pages_of_any_make(page: str) -> None:
    article = clean_html(page)
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS
    assert "Home" not in kept(article)
    assert article.title == HEADLINE


def test_what_stands_behind_the_end_of_a_page_is_part_of_it_and_the_title_of_a_window_is_not() -> None:
    page = f"<html><body>{STORY}<title>Post, the paper</title></body></html> <p>Late</p></html><div>Later</div>"
    text = clean_html(page).text
    assert text.endswith("Late\n\nLater")
    assert "the paper" not in text


def test_what_a_page_says_where_there_are_no_scripts_is_passed_over_where_it_shows_its_article() -> None:
    page = BODY.replace("<main>", f"<noscript><p>{PARAGRAPHS[0]} Please turn on JavaScript.</p></noscript><main>")
    assert "JavaScript" not in clean_html(page).text


def test_a_page_for_printing_keeps_neither_its_byline_nor_its_date_nor_its_footer() -> None:
    lines = "<br><br>".join(PARAGRAPHS)
    page = (
        "<html><body onload='print()'><p>Printed from https://post.example/bridge on June 5, 2024</p>"
        f"<center><font size=2><b>{HEADLINE}</b><br>By Ada Holm<br>June 3, 2024<br><br>"
        f"{lines}<hr>URL: https://post.example/bridge<br>Copyright 2024 The Harbour Post. All rights reserved.</font>"
        "</center></body></html>"
    )
    article = clean_html(page)
    assert kept(article) == PARAGRAPHS
    assert article.title == HEADLINE


def test_a_headline_in_an_element_that_is_no_heading_is_the_title_where_the_page_names_it() -> None:
    page = f"<html><head><title>{HEADLINE} | The Harbour Post</title></head>" + BODY.replace(
        f"<h1>{HEADLINE}</h1>", f"<h1>The Harbour Post Online</h1><div>{HEADLINE}</div>"
    )
    assert clean_html(page).title == HEADLINE


def test_a_link_in_capitals_between_two_paragraphs_is_not_the_article() -> None:
    link = "<p><a href='/f'>FERRY FARES RISE FOR THE THIRD TIME THIS YEAR</a></p>"
    page = PAGE.replace(f"<p>{PARAGRAPHS[2]}", f"{link}<p>{PARAGRAPHS[2]}")
    article = clean_html(page)
    assert kept(article) == [*PARAGRAPHS[:2], "Stronger than before", *PARAGRAPHS[2:]]
    assert "FERRY FARES RISE FOR THE THIRD TIME THIS YEAR" in shown(article, BlockKind.RELATED)


def test_an_article_that_the_page_gives_as_data_alone_comes_first_and_the_rest_can_be_brought_back() -> None:
    body = "".join(f"<p>{paragraph.replace('“', '&ldquo;')}</p>" for paragraph in PARAGRAPHS)
    data = {"@type": ["Article", "NewsArticle"], "headline": HEADLINE, "articleBody": body}
    page = with_data(data).replace(BODY, "<body><div id='app'></div><nav><a href='/'>Home</a></nav></body>")
    article = clean_html(page)
    assert kept(article) == PARAGRAPHS
    assert_lawful(article)
    assert article.title == HEADLINE
    assert [article.text[block.start : block.end] for block in article.blocks if not block.keep] == [HEADLINE, "Home"]
    assert all(block.reason for block in article.blocks)


def test_the_text_that_is_shown_goes_before_that_given_as_data() -> None:
    data = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": "A longer text that nobody is shown. " * 20}
    assert "nobody" not in clean_html(with_data(data)).text


@pytest.mark.parametrize(
    ("page", "there"),
    [
        ("<meta http-equiv='Refresh' content='0; URL=https://post.example/a'>", "https://post.example/a"),
        ("<frameset cols='20%,*'><frame src='menu.html'><frame src='b.html'></frameset>",
         "menu.html, b.html; give the one that holds the article"),
    ],
)  # fmt: skip
def test_a_page_that_leads_elsewhere_is_refused_and_the_other_one_named(page: str, there: str) -> None:
    with pytest.raises(CopydeskError, match="holds no text, but leads on to") as error:
        clean_html(f"<html><head>{page}</head></html>")
    assert there in str(error.value)


REFERRED = {
    "@graph": [
        {"@type": "WebPage", "@id": "#page", "name": "Page"},
        {"@type": "Person", "@id": "#ada", "name": "Ada Holm"},
        {"@type": "NewsMediaOrganization", "@id": "#post", "name": "The Harbour Post"},
        {"@type": "NewsArticle", "headline": "Bridge", "author": [{"@id": "#ada"}, {"name": "Jon Berg"}],
         "publisher": {"@id": "#post"}, "datePublished": "2024-06-03"},
    ]
}  # fmt: skip


@pytest.mark.parametrize(
    ("page", "author", "publisher", "published"),
    [
        (with_data(REFERRED), "Ada Holm, Jon Berg", "The Harbour Post", "2024-06-03"),
        (with_data({"@type": ["Article"], "headline": "B", "author": "By Ada &amp; Jon", "publisher": {"name": ["P"]},
                    "datePublished": {"@value": "June 3, 2024"}}), "Ada & Jon", "P", "2024-06-03"),
        (with_data('<!--\n{"@type": "NewsArticle", "headline": "B", "author": ["Ada", "Ada"], "datePublished": '
                   '1717401600000,}\n-->'), "Ada", None, "2024-06-03T08:00:00+00:00"),
        (with_data('//<![CDATA[\n{"@type": "BlogPosting", "name": "B", "creator": {"name": "<b>Ada</b>"}};\n//]]>'),
         "Ada", None, None),
        (with_data("{", "<meta name='author' content='Ada'><meta name='author' content='Jon'><meta name='dc.date' "
                   "content='Mon, 03 Jun 2024 08:00:00 GMT'><meta name='application-name' content='Post'>"),
         "Ada, Jon", "Post", "2024-06-03T08:00:00+00:00"),
        (with_data("{", "<meta property='article:author' content='https://post.example/ada'><meta name='dc.creator' "
                   "content='Ada'><meta name='date' content='03/06/2024'>"), "Ada", None, "03/06/2024"),
        (with_data("{").replace("<main>", "<time itemprop='datePublished' datetime='2024-06-03'>June</time><main>"),
         None, None, "2024-06-03"),
        (with_data("{").replace("<main>", "<a rel='nofollow author' href='/ada'>By <b>Ada</b></a><p itemprop='author'>"
                                "Jon, Editor</p><p itemprop='author'>Bo,</p><main>"), "Ada, Bo", None, None),
        (with_data({"@type": "Report", "headline": "B", "author": [[{"name": "x"}]], "datePublished": "soon",
                    "publisher": 3}), None, None, "soon"),
    ],
    ids=["references", "lists and values", "comment and comma", "wrapped", "metas", "addresses", "time", "marked",
         "odd values"],
)  # fmt: skip
def test_writer_publisher_and_date_are_found_in_any_form(
    page: str, author: str | None, publisher: str | None, published: str | None
) -> None:
    source = clean_html(page).source
    assert (source.author, source.publisher, source.published) == (author, publisher, published)


def test_what_a_page_says_of_itself_has_no_tags_entities_controls_or_marks_that_turn_lines_round() -> None:
    data = {"@type": "NewsArticle", "headline": "<i>Bridge</i> &amp;amp; \u202eferry\u200b \x1b[31m\x07a < b"}
    page = with_data(data, "<meta name='author' content='A\u2066da &#27;]0;x&#7; Holm'>")
    found = read_metadata(parse_page(page, "page"))
    assert found.title == "Bridge & ferry [31ma < b"
    assert found.author == "Ada ]0;x Holm"


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + f">x</p>{STORY}", "more than 1,000 attributes"),
        ("<p " + " ".join(f'a{i}=">"' for i in range(50_000)) + f">x</p>{STORY}", "more than 1,000 attributes"),
        ("<i>a</i><p>b" * 1_001, "more than 1,000 pieces of text"),
    ],
    ids=["attributes", "quoted attributes", "pieces"],
)
def test_what_would_take_minutes_or_gigabytes_is_refused_in_one_sentence(
    page: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.cleaning.page.MOST_BLOCKS", 1_000)  # of 250,000
    start = time.process_time()
    with pytest.raises(CopydeskError, match=says) as error:
        clean_html(page, id="bomb")
    assert str(error.value).startswith("bomb ")
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "extra",
    [
        "<p " + " ".join(f"a{i}=1" for i in range(900)) + ">x</p>",
        "<script>if(i<n){var data={" + ",".join(f'"k{i}": "v{i}"' for i in range(5_000)) + "}}</script>",
        '<input name="q" /><div class="box" ="">' + "<p>It's \"so</p>" * 3_000,
        "<img alt='' src='data:image/png;base64," + "A" * 500_000 + "'>",
    ],
    ids=["900 attributes", "data in a script", "stray quotes", "a picture in its address"],
)
def test_what_only_looks_like_a_bomb_is_read(extra: str) -> None:
    article = clean_html(BODY.replace("<main>", f"{extra}<main>"))
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS


def test_a_charset_that_is_declared_behind_long_scripts_is_found(tmp_path: Path) -> None:
    page = f"<html><head><script>{'x' * 9_000}</script><meta charset='iso-8859-2'></head>" + BODY.replace(
        "Marta", "Łucja"
    ).replace("“", '"').replace("”", '"')
    (tmp_path / "page.html").write_bytes(page.encode("iso-8859-2"))
    (article,) = read([tmp_path / "page.html"])
    assert "Łucja" in article.text


def test_a_page_that_is_compressed_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (article,) = read([tmp_path / "page.html.gz"])
    assert article.title == HEADLINE


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("page.html.zst", b"\x28\xb5\x2f\xfd\x04\x00", "page.html.zst is a zstd file"),
        ("page.html", b"<html><body><script>x()</script></body></html>", "page.html holds no text, only markup"),
    ],
)  # fmt: skip
def test_the_command_says_in_one_sentence_what_is_wrong_with_a_file(
    name: str, data: bytes, says: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    result = CliRunner().invoke(main, ["clean", str(tmp_path / name)])
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


KEYS = st.sampled_from((
    "@type", "@id", "@graph", "@value", "headline", "name", "author", "publisher", "datePublished", "mainEntity",
    "articleBody",
))  # fmt: skip
LEAVES = (
    st.none() | st.booleans() | st.integers(-(10**25), 10**25) | st.floats() | st.text(max_size=30)
    | st.sampled_from(("NewsArticle", "#a", "1717401600", "9999999999999", "June 3, 2024", "<p>", "&amp;", "\u202e"))
)  # fmt: skip
DATA = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=25
)


@settings(max_examples=40, deadline=None)
@given(DATA, st.booleans())
def test_data_of_any_shape_never_keep_a_page_from_being_read(data: object, shows_article: bool) -> None:
    page = with_data({"@type": "NewsArticle", "headline": "Bridge", "author": data, "datePublished": data, "b": [data]})
    page += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    article = clean_html(page if shows_article else page.replace(BODY, "<body>Home</body>"))
    assert_lawful(article)
    for value in article.source.as_json().values():
        assert value
        assert not set(value) & set("\n\r\x1b\u202e")
