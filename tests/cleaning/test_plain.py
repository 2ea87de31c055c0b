"""Plain text as scraped: what is kept, what becomes of the rest, and the laws that hold for any text."""

import re
from contextlib import suppress
from pathlib import Path
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS as BODY
from tui.cleaning import as_is, clean, clean_html
from tui.cleaning.language import language
from tui.cleaning.lines import split_lines
from tui.cleaning.trees import load_forest
from tui.model import Article, BlockKind, CopydeskError

TITLE = "Harbour Bridge Reopens After Eleven Weeks of Repairs"


def kinds(article: Article) -> dict[str, BlockKind]:
    return {article.text[b.start : b.end]: b.kind for b in article.blocks}


def kept(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.keep]


def with_line(line: str, at: int = 3) -> Article:
    return clean("\n\n".join([TITLE, *BODY[:at], line, *BODY[at:]]))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Advertisement", BlockKind.AD),
        ("Story continues below advertisement", BlockKind.AD),
        ("The bridge at dawn on Monday. Jon Berg/Reuters", BlockKind.CAPTION),
        ("Pictured: the eastern pier of the bridge", BlockKind.CAPTION),
        ("READ MORE: Ferry fares to rise again", BlockKind.RELATED),
        ("Sign up for our daily newsletter and never miss a story", BlockKind.NEWSLETTER),
        ("Share on Facebook", BlockKind.SHARE),
        ("June 3, 2024, 9:14 AM", BlockKind.TIMESTAMP),
        ("Published: March 14, 2025 at 4:52 p.m. ADT | Updated: March 14, 2025 at 7:10 p.m. ADT", BlockKind.TIMESTAMP),
        ("HARBOUR CITY, Norway (AP) \u2014", BlockKind.DATELINE),
        ("Please enter a valid email address.", BlockKind.WIDGET),
        ("A version of this article appears in print on May 8, 2025, on page A9", BlockKind.FOOTER),
        ("Source URL: https://post.example/bridge", BlockKind.FOOTER),
        ("\u201cstronger now than on the day it was built\u201d", BlockKind.PULL_QUOTE),
    ],
)
def test_clutter_inside_the_body_is_dropped_with_its_kind(line: str, kind: BlockKind) -> None:
    article = with_line(line)
    assert kept(article) == BODY
    assert kinds(article)[line] is kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Stronger than before", BlockKind.SUBHEADING),
        ("\u2018Stronger now than on the day\u2019", BlockKind.SUBHEADING),
        ("\u2022 The eastern pier was rebuilt from the river bed up.", BlockKind.LIST_ITEM),
        ("Nobody was hurt.", BlockKind.BODY),
        ("\u201cWe are relieved.\u201d", BlockKind.BODY),
        ("Was it worth the money?", BlockKind.BODY),
    ],
)
def test_headings_items_and_short_sentences_inside_the_body_are_kept(line: str, kind: BlockKind) -> None:
    article = with_line(line)
    assert line in kept(article)
    assert kinds(article)[line] is kind


def test_an_advertisement_label_above_and_below_makes_no_box() -> None:
    label, short = "Article content", "Nobody was hurt when the bridge was closed."
    article = clean("\n\n".join([TITLE, *BODY[:2], label, *BODY[2:4], label, short, label, *BODY[4:]]))
    assert kept(article) == [*BODY[:4], short, *BODY[4:]]


def test_the_times_of_a_live_blog_are_named_as_such() -> None:
    sample = Path(__file__).parents[2] / "sample_articles" / "river-flood-live.txt"
    found = kinds(clean(sample.read_text(encoding="utf-8")))
    assert {found[time] for time in ("22:15 CEST", "21:38 CEST", "20:50 CEST", "18:05 CEST")} == {BlockKind.LIVE_STAMP}
    assert found["Last updated: 22:41 CEST, 4 June 2024"] is BlockKind.TIMESTAMP
    assert with_line("22:15 CEST").blocks[4].kind is BlockKind.TIMESTAMP  # one time makes no live blog


def test_what_stands_around_the_article_is_dropped() -> None:
    before = ["Menu", "News", "Sport", TITLE, "By Ada Holm", "Updated June 3, 2024"]
    after = [
        "Related stories",
        "Ferry fares to rise again",
        "Most read",
        "\u00a9 2024 The Harbour Post. All rights reserved.",
    ]
    article = clean("\n".join(before) + "\n\n" + "\n\n".join(BODY) + "\n\n" + "\n".join(after))
    assert kept(article) == BODY
    assert article.title == TITLE
    assert kinds(article)["By Ada Holm"] is BlockKind.BYLINE


def test_the_lines_of_a_text_wrapped_at_a_fixed_width_become_paragraphs() -> None:
    paragraphs = [" ".join(BODY[i : i + 2]) for i in (0, 2, 4)]
    wrapped = [fill(paragraph, 72) for paragraph in paragraphs]
    article = clean("\n\n".join([TITLE, *wrapped, "* one\n* two"]))
    assert kept(article)[:3] == wrapped
    assert article.text[article.blocks[-1].start :] == "* two"


def test_short_lines_that_are_not_wrapped_stay_apart() -> None:
    verses = "\n".join(["over the water the old bridge stands", "and under the bridge the water runs"] * 6)
    assert len(clean(verses).blocks) == 12


def test_every_verdict_has_a_reason_a_confidence_and_evidence() -> None:
    for block in with_line("Advertisement").blocks:
        assert block.reason
        assert block.confidence is not None
        assert 0 <= block.confidence <= 1
        assert block.evidence or block.kind is BlockKind.TITLE


@pytest.mark.parametrize(
    "text",
    [
        "milk\neggs\nbread\nsalt",
        "Dear Jon,\n\nthe key is under the mat.\n\nYours, Ada",
        "def area(r):\n    return 3.14 * r * r\n\nprint(area(2))",
        "A note.",
        "\u2013\u2013\u2013",
    ],
    ids=["list", "letter", "code", "one sentence", "only dashes"],
)
def test_text_that_is_no_article_is_kept_whole(text: str) -> None:
    article = clean(text)
    assert all(block.keep for block in article.blocks)
    assert "no article" in article.blocks[0].reason


GERMAN = [
    "Die Hafenbrücke ist seit Montag nach elf Wochen wieder für den Verkehr freigegeben, teilte der Stadtrat mit.",
    "Ingenieure hatten bei einer Prüfung im März Risse im Fundament entdeckt und die Straße sofort sperren lassen.",
    "„Sie ist heute fester als an dem Tag, an dem sie gebaut wurde“, sagte Marta Lind, die vierzig Leute leitete.",
    "Die Arbeiten kosteten neun Millionen Kronen, zwei Millionen mehr, als der Stadtrat dafür vorgesehen hatte.",
    "Händler am nördlichen Ufer beklagten, dass ihnen während der Sperrung ein Drittel der Kunden gefehlt habe.",
    "Im Herbst will der Stadtrat entscheiden, ob sie für die Verluste dieses Sommers entschädigt werden sollen.",
]  # fmt: skip


def test_a_language_without_a_data_file_is_told_and_its_body_kept() -> None:
    article = clean(
        "\n\n".join(["Hafenbrücke nach elf Wochen wieder offen", *GERMAN, "Startseite", "Kontakt", "© 2024 Hafenpost"])
    )
    assert article.lang == "de"
    assert [line for line in kept(article) if line in GERMAN] == GERMAN
    assert "© 2024 Hafenpost" not in kept(article)


@pytest.mark.parametrize("text", ["", " \n\t\u00a0", "\x1b\x07", "\ufeff"])
def test_text_of_white_space_alone_is_refused(text: str) -> None:
    for read in (clean, as_is):
        with pytest.raises(CopydeskError):
            read(text)


def assert_lawful(article: Article) -> None:
    """Blocks slice the text, in order, and nothing but white space stands between them."""
    position = 0
    for block in article.blocks:
        assert position <= block.start < block.end <= len(article.text)  # no character belongs to two
        assert not article.text[position : block.start].strip()
        surface = article.text[block.start : block.end]
        assert surface
        assert surface == surface.strip()
        position = block.end
    assert not article.text[position:].strip()


scraps = st.sampled_from(
    [
        *BODY,
        TITLE,
        "Advertisement",
        "Share",
        "\u00a9 2024",
        "By Ada Holm",
        "___",
        "\u2022 x",
        "12:04",
        "\u2028",
        "\t",
        "",
    ]
)
texts = st.text(max_size=300) | st.lists(scraps | st.text(max_size=40), max_size=40).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(texts)
def test_every_character_is_in_one_block_or_between_two(text: str) -> None:
    for read in (clean, as_is):
        try:
            article = read(text)
        except CopydeskError:
            continue
        assert_lawful(article)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div class=nav>", "</div>", "<br>", "<h1>", "<li>", "<b", "<!--", "&amp;", *BODY[:3]]
        )
        | st.text(max_size=20),
        max_size=40,
    )
)
def test_no_page_breaks_the_law(pieces: list[str]) -> None:
    with suppress(CopydeskError):
        assert_lawful(clean_html("".join(pieces)))


def test_the_verdict_does_not_depend_on_line_ends() -> None:
    text = "\n\n".join([TITLE, *BODY])
    assert clean(text.replace("\n", "\r\n")).blocks == clean(text).blocks


@pytest.mark.parametrize("name", ["body", "body-by-shape", "title", "title-by-shape", "page"])
def test_what_the_questions_of_a_tree_add_up_to_is_its_leaf(name: str) -> None:
    forest = load_forest(name)
    means = forest.leaf - forest.gain.astype("f4").sum(axis=2)
    assert abs(means - means[:, :1]).max() < 0.02


def test_the_patterns_of_a_language_are_written_as_lines_are_searched() -> None:
    for line_class in language("en").classes:
        for pattern in line_class.patterns:
            outside = re.sub(r"\\.|\[[^\]]*\]", "", pattern)
            while (inner := re.sub(r"\([^()]*\)", "", outside)) != outside:
                outside = inner
            assert "|" not in outside, f"what {pattern} begins with must hold for all of it"
            assert line_class.case or not re.search("[A-Z]", re.sub(r"\\.", "", pattern)), pattern


JAPANESE = [
    "港町の橋が月曜日、東側の橋脚の補修工事を終えて十一週間ぶりに再び通れるようになったと、市議会が発表した。",
    "技術者らは三月の定期点検で基礎にひび割れを見つけ、直ちに道路を閉鎖していた。",
    "「建てられた日よりも今のほうが丈夫です」と、四十人の作業班を率いたマルタ・リンドさんは話した。",
    "工事費は九百万クローネで、市議会が春に確保していた額を二百万上回った。",
    "北岸の商店主たちは、橋が閉まっている間に客の三分の一を失ったと話している。",
    "市議会は秋に、夏の損失を補償するかどうかを決める。",
]
HINDI = [
    "बंदरगाह का पुल पूर्वी खंभे की ग्यारह सप्ताह की मरम्मत के बाद सोमवार को फिर से यातायात के लिए खोल दिया गया, नगर परिषद ने कहा।",
    "इंजीनियरों को मार्च में नियमित निरीक्षण के दौरान नींव में दरारें मिली थीं और उन्होंने तुरंत सड़क बंद कर दी थी।",
    "चालीस लोगों की टीम का नेतृत्व करने वाली मार्ता लिंड ने कहा, “यह आज उस दिन से भी अधिक मजबूत है जब इसे बनाया गया था।”",
    "इस काम पर नब्बे लाख क्राउन खर्च हुए, जो परिषद द्वारा वसंत में रखी गई राशि से बीस लाख अधिक है।",
    "उत्तरी तट के दुकानदारों ने कहा कि पुल बंद रहने के दौरान उन्होंने अपने एक तिहाई ग्राहक खो दिए।",
    "परिषद शरद ऋतु में तय करेगी कि उन्हें मुआवजा दिया जाए या नहीं।",
]


@pytest.mark.parametrize(
    ("above", "story", "below"),
    [
        (
            ["トップ", "ニュース", "スポーツ", "経済", "文化"],
            JAPANESE,
            ["関連記事", "フェリー運賃、再び値上げへ", "古い橋の行方", "港新聞社 無断転載を禁じます"],
        ),
        (["होम", "समाचार", "खेल"], HINDI, ["संबंधित खबरें", "नौका का किराया फिर बढ़ेगा", "सर्वाधिकार सुरक्षित"]),
    ],
    ids=["Japanese", "Hindi"],
)
def test_an_article_in_a_script_with_sentences_of_its_own_is_told_from_what_stands_around_it(
    above: list[str], story: list[str], below: list[str]
) -> None:
    for gap in ("\n", "\n\n"):
        article = clean(gap.join(["\n".join(above), *story, "\n".join(below)]))
        assert kept(article) == story


def test_two_characters_are_a_word_where_there_are_no_spaces() -> None:
    lines = split_lines("港口大桥于2024年重新开放。Bridge reopens")
    assert lines.words == [["港口", "大桥", "于", "2024", "年重", "新开", "放", "bridge", "reopens"]]


KOREAN = [
    "항구 다리가 동쪽 교각을 열한 주 동안 보수한 끝에 월요일 다시 개통됐다고 시의회가 밝혔다.",
    "기술자들은 3월 정기 점검에서 기초에 금이 간 것을 발견하고 곧바로 도로를 폐쇄했다.",
    "“지금은 지어진 날보다 더 튼튼하다”고 마흔 명의 작업반을 이끈 마르타 린드는 말했다.",
    "공사비는 구백만 크로네로, 시의회가 봄에 마련해 둔 금액보다 이백만이 더 들었다.",
    "북쪽 강변의 상점 주인들은 다리가 닫힌 동안 손님의 3분의 1을 잃었다고 말했다.",
    "시의회는 가을에 여름 손실을 보상할지 결정한다.",
]


def test_a_short_last_paragraph_in_a_language_without_a_data_file_is_kept_and_in_doubt() -> None:
    below = ["관련 기사", "여객선 요금 또 오른다", "무단 전재 및 재배포 금지"]
    article = clean("\n\n".join([*KOREAN, *below]))
    assert kept(article) == KOREAN
    (last,) = (block for block in article.blocks if article.text[block.start : block.end] == KOREAN[-1])
    assert (last.confidence or 1) < 0.5
