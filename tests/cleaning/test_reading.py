"""Files, folders, JSONL and standard input, good and bad."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from tui.cleaning import MAX_BYTES, read
from tui.cleaning.ids import is_legal
from tui.model import Article, BlockKind, CopydeskError

STORY = (
    "Harbour Bridge Reopens After Repairs\n\n"
    "The harbour bridge reopened on Monday after eleven weeks of repairs to its eastern pier, the city said.\n\n"
    '"It is stronger than it was," said the engineer in charge, Marta Lind, who led a team of forty people.\n'
)
PAGE = f"<!doctype html><html><body><h1>Harbour Bridge Reopens</h1><p>{STORY.splitlines()[2]}</p></body></html>"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path | str, **options: bool) -> Article:
    (article,) = read([path], **options)
    return article


def refusal(*paths: Path | str) -> str:
    with pytest.raises(CopydeskError) as error:
        list(read(paths))
    message = str(error.value)
    assert "\n" not in message
    return message


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_text_file_becomes_an_article_named_after_it(tmp_path: Path) -> None:
    article = one(write(tmp_path, "bridge.txt", STORY))
    assert (article.id, article.title) == ("bridge", "Harbour Bridge Reopens After Repairs")
    assert article.source.name == "bridge.txt"
    assert article.source.media_type == "text/plain"
    assert len(article.source.raw_sha256 or "") == 64


def test_a_folder_is_read_recursively_in_order_of_name_without_other_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.html", "a/y.TXT", "notes.md", "photo.png", ".hidden.txt", ".git/x.txt"):
        write(tmp_path, name, PAGE if name.endswith("html") else STORY)
    assert [article.id for article in read([tmp_path])] == ["y", "z", "b"]


def test_gold_beside_the_articles_is_not_taken_for_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One paragraph.")
    (tmp_path / "gold.jsonl").write_text('{"schema":"copydesk.gold/1","id":"a","text":"One paragraph."}\n')
    assert [article.id for article in read([tmp_path])] == ["a"]


def test_files_of_one_name_in_two_folders_get_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("a/Story.txt", "b/story.txt", "c/story.html"):
        write(tmp_path, name, PAGE if name.endswith("html") else STORY)
    assert [article.id for article in read([tmp_path])] == ["Story", "story-2", "story-3"]


@pytest.mark.parametrize(
    "stem",
    ["CON", "nul", "com1", "..", "-rf", "šimonytė és a híd", "日本", "a" * 200, "x\x1b[31m", "..hidden", "lpt1.v2"],
)
def test_ids_from_file_names_are_safe_everywhere(tmp_path: Path, stem: str) -> None:
    assert is_legal(one(write(tmp_path, f"{stem}.txt", STORY)).id)


def test_a_named_file_is_read_by_what_it_holds(tmp_path: Path) -> None:
    assert one(write(tmp_path, "page.aspx", PAGE)).source.media_type == "text/html"
    assert one(write(tmp_path, "story", STORY)).source.media_type == "text/plain"


def test_without_cleaning_every_line_is_kept_and_none_is_the_title(tmp_path: Path) -> None:
    for path in (write(tmp_path, "a.txt", STORY), write(tmp_path, "b.html", PAGE)):
        article = one(path, no_clean=True)
        assert all(block.keep and block.kind is BlockKind.BODY for block in article.blocks)
        assert article.title == ""


def test_jsonl_gives_one_article_a_line_with_its_id(tmp_path: Path) -> None:
    lines = [{"id": "one", "text": STORY}, {"id": "news/2", "text": STORY}, {"id": 3, "text": STORY}]
    path = write(tmp_path, "corpus.jsonl", "\n\n".join(json.dumps(line) for line in lines))
    articles = list(read([path]))
    assert [article.id for article in articles] == ["one", "news-2-59951d62", "3"]
    assert articles[1].source.name == "corpus.jsonl#news/2"


@pytest.mark.parametrize("given", ["../../etc/passwd", "con", "a b", "é", "\ud800", "x" * 300, ".", " padded "])
def test_ids_of_jsonl_that_are_not_file_names_are_mapped_the_same_in_every_run(tmp_path: Path, given: str) -> None:
    path = write(tmp_path, "c.jsonl", json.dumps({"id": given, "text": STORY}))
    first, second = one(path).id, one(path).id
    assert first == second != given
    assert is_legal(first)


def test_standard_input_may_be_text_a_page_or_jsonl(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, ids in (
        (STORY.encode(), ["stdin"]),
        (PAGE.encode(), ["stdin"]),
        (json.dumps({"id": "x", "text": STORY}).encode(), ["x"]),
    ):
        stdin(monkeypatch, data)
        assert [article.id for article in read(["-"])] == ids


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    story = STORY.replace("Marta Lind", "Jarosław Stróżyk")
    article = one(write(tmp_path, "a.txt", story.encode(encoding)))
    assert article.text == story


def test_cp1252_is_read_where_it_can_be_nothing_else_and_recorded(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.txt", STORY.replace("It is", "It’s – José thinks").encode("cp1252")))
    assert article.source.encoding == "cp1252"
    assert "It’s – José" in article.text


def test_bytes_of_no_certain_encoding_are_refused_with_byte_and_offset(tmp_path: Path) -> None:
    for story, encoding in (
        ("Jarosław Stróżyk said", "cp1250"),
        ("Это новости дня", "cp1251"),
        ("voilà, très", "cp1252"),
    ):
        path = write(tmp_path, "a.txt", story.encode(encoding))
        bad = next(i for i, byte in enumerate(path.read_bytes()) if byte > 127)
        message = refusal(path)
        assert f"offset {bad}" in message
        assert f"0x{path.read_bytes()[bad]:02X}" in message


FRENCH = (
    "Le conseil a décidé mardi soir de fermer le vieux pont tournant pendant onze mois, malgré une pétition que plus "
    "de quatre mille habitants ont signée. « Je le traverse chaque jour depuis l’âge de six ans », dit Marta Quill."
)
POLISH = (
    "Rada miejska zdecydowała we wtorek wieczorem, że stary most zostanie zamknięty na jedenaście miesięcy. "
    "Inżynierowie powiedzieli, że dwa z czterech łożysk są zużyte i że nie może po nim jeździć żadna ciężarówka."
)
TURKISH = (
    "Belediye meclisi salı akşamı eski döner köprüyü on bir ay kapatma kararı aldı. Bu karar çok kişi için bir sürpriz "
    "değil, ama şimdi daha uzun bir yol var ve köprünün ne kadar süre kapalı olduğu herkes için çok önemli."
)
SWEDISH = (
    "Kommunfullmäktige beslutade på tisdagskvällen att stänga den gamla svängbron i elva månader. Ingenjörerna sade "
    "att två av brons fyra lager är utslitna och att ingen tung lastbil längre får köra på den."
)


@pytest.mark.parametrize(
    ("story", "encoding"),
    [(FRENCH, "cp1252"), (SWEDISH, "cp1252"), (POLISH, "cp1250"), (POLISH, "iso8859-2"), (TURKISH, "cp1254")],
)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_an_encoding_that_nothing_declares_is_told_by_the_language(
    tmp_path: Path, story: str, encoding: str, name: str
) -> None:
    story = story.replace("„", "") if encoding == "iso8859-2" else story
    data = story if name == "a.txt" else f"<html><body><div class='the of and to'><p>{story}</p></div></body></html>"
    article = one(write(tmp_path, name, data.encode(encoding)))
    assert (article.text, article.source.encoding) == (story, encoding)


@pytest.mark.parametrize(
    ("story", "encoding"),
    [(FRENCH, "mac_roman"), (SWEDISH, "cp850"), (SWEDISH, "mac_roman"), (POLISH, "cp852"), (TURKISH, "cp857")],
)
def test_what_is_in_no_code_page_of_its_language_is_refused_not_guessed(
    tmp_path: Path, story: str, encoding: str
) -> None:
    assert "fits no encoding that can be told for sure" in refusal(
        write(tmp_path, "a.txt", story.replace("’", "'").encode(encoding))
    )


def test_a_zero_byte_here_and_there_is_no_part_of_a_page(tmp_path: Path) -> None:
    page = f"<html><body><p>{FRENCH}</p></body></html>".encode().replace(b"vieux", b"vi\0eux")
    assert one(write(tmp_path, "a.html", page)).text == FRENCH
    assert "byte 0x00" in refusal(write(tmp_path, "a.txt", page))


def test_a_page_that_is_wrong_about_being_utf_8_is_read_by_its_language_or_refused(tmp_path: Path) -> None:
    def page(story: str) -> str:
        return f'<html><head><meta charset="utf-8"></head><body><p>{story}</p></body></html>'

    french = one(write(tmp_path, "a.html", page(FRENCH).encode("cp1252")))
    assert (french.text, french.source.encoding) == (FRENCH, "cp1252")
    russian = page("Городской совет решил закрыть старый мост").encode("cp1251")
    assert "says that it is UTF-8, but byte 0xC3" in refusal(write(tmp_path, "b.html", russian))
    cut = page(FRENCH).encode().replace("â".encode(), b"\xc3")  # a character cut off, as browsers show it
    assert one(write(tmp_path, "c.html", cut)).text == FRENCH.replace("â", "\ufffd")


@pytest.mark.parametrize("charset", ["iso-8859-2", "windows-1251", "Shift_JIS", "iso-8859-1", "utf-8"])
def test_the_charset_that_a_page_declares_is_used(tmp_path: Path, charset: str) -> None:
    word = {"iso-8859-2": "Stróżyk", "windows-1251": "новости", "Shift_JIS": "ニュース"}.get(charset, "Šimon’s"[1:])
    word = word.replace("’", "") if charset == "iso-8859-1" else word
    page = PAGE.replace("<html>", f'<html><head><meta charset="{charset}"></head>').replace("harbour", word)
    assert word in one(write(tmp_path, "a.html", page.encode(charset))).text


def test_a_page_that_declares_one_encoding_and_holds_another_is_refused(tmp_path: Path) -> None:
    page = b'<html><head><meta charset="euc-jp"></head><body><p>caf\xe9 \xff\xff</p></body></html>'
    assert "euc_jp" in refusal(write(tmp_path, "a.html", page))


# Bad input


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "nowhere.txt" in refusal(tmp_path / "nowhere.txt")


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    write(tmp_path, "notes.md", STORY)
    assert str(tmp_path) in refusal(tmp_path)


@pytest.mark.parametrize("content", [b"", b"  \n\t \r\n", "\u00a0\u2003\n".encode(), b"\xef\xbb\xbf", b"\x1b\x07"])
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl"])
def test_an_empty_file_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    assert name in refusal(write(tmp_path, name, content))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 text", b"\x89PNG\r\n", b"PK\x03\x04word", b"\x1f\x8bzip", b"ab\0cd text", bytes(range(256)) * 9]
)
def test_a_binary_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "a.txt" in refusal(write(tmp_path, "a.txt", data))


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert "20 MB" in refusal(path)


def test_a_special_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt" in refusal(tmp_path / "pipe.txt")
    assert "no article" in refusal(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, "secret.txt", STORY)
    path.chmod(0)
    assert "secret.txt" in refusal(path)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"), ('{"id": "x", "text": "a"', "not JSON"), ("[" * 100_000, "not JSON"), ("[1]", "object"),
        ('{"text": "a story"}', '"id"'), ('{"id": "", "text": "a"}', '"id"'), ('{"id": true, "text": "a"}', '"id"'),
        ('{"id": "x"}', '"text"'), ('{"id": "x", "text": null}', '"text"'), ('{"id": "x", "text": " "}', "no text"),
        (b'{"id": "x", "text": "\xff"}', "0xFF"),
    ],
)  # fmt: skip
def test_a_bad_line_of_jsonl_is_named_by_its_number(tmp_path: Path, line: str | bytes, says: str) -> None:
    good = json.dumps({"id": "good", "text": STORY}).encode() + b"\n"
    message = refusal(write(tmp_path, "c.jsonl", good + (line if isinstance(line, bytes) else line.encode())))
    assert "line 2" in message
    assert says in message


def test_articles_before_a_bad_line_or_file_come_before_what_is_said_of_it(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "The first text.")
    write(tmp_path, "b.html", "<html><body><p>The second text.</p></body></html>")
    good = [json.dumps({"id": name, "text": f"Text {name}."}) for name in "cd"]
    write(tmp_path, "e.jsonl", "\n".join([*good, "{"]))
    found = read([tmp_path])
    assert [next(found).id for _ in range(4)] == ["a", "b", "c", "d"]
    with pytest.raises(CopydeskError, match=r"line 3 is not JSON"):
        next(found)
    blank = write(tmp_path, "z.jsonl", "\n".join([*good, json.dumps({"id": "c", "text": " "})]))
    found = read([blank])
    assert [next(found).id for _ in range(2)] == ["c", "d"]
    with pytest.raises(CopydeskError, match=r"line 3: c holds no text"):
        next(found)


def test_an_id_given_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    path = write(tmp_path, "c.jsonl", "\n".join(json.dumps({"id": i, "text": STORY}) for i in ("a", "b", "A")))
    message = refusal(path)
    assert "line 1" in message
    assert "line 3" in message


# Text that is strange but readable


def test_mixed_line_ends_become_one_kind(tmp_path: Path) -> None:
    mixed = STORY.replace("\n\n", "\r\n\r", 1).replace("\n\n", "\r\n\r\n")
    article = one(write(tmp_path, "a.txt", mixed))
    assert "\r" not in article.text
    assert len(article.blocks) == 3


def test_control_characters_escapes_and_lone_surrogates_do_not_enter_an_article(tmp_path: Path) -> None:
    record = json.dumps({"id": "x", "text": STORY + "\x1b[31mred\x07 \ud800 \u009b2J"})
    text = one(write(tmp_path, "c.jsonl", record)).text
    assert not any(char < " " and char not in "\t\n" for char in text)
    assert not any("\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff" for char in text)


def test_one_line_of_a_megabyte_is_one_block(tmp_path: Path) -> None:
    article = one(write(tmp_path, "a.txt", STORY.splitlines()[2] * 10_000))
    assert len(article.blocks) == 1
    assert article.blocks[0].end == len(article.text)
