"""Pages that a browser saved with their pictures into one file (MHTML)."""

import base64
import hashlib
import quopri
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS
from tests.cleaning.test_page_makes import BODY, HEADLINE
from tui.cleaning import clean_html, read
from tui.cleaning.mhtml import MAX_PARTS, saved_page
from tui.cli import main
from tui.corpus.plan import plan
from tui.model import Article, CopydeskError

PAGE = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{BODY}</body></html>"
URL = "https://harbour-post.example/ferry?from=home"
PICTURE = (
    b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://cdn.example/a.png\r\n"
    b"\r\niVBORw0KGgo=\r\n"
)
PICTURES = b"iVBORw0KGgo=\r\n" * 1_600_000  # 22 MB of them
FRAME = (
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: cid:frame-1@mhtml.blink\r\n\r\n<html><body>Buy a boat</body></html>\r\n"
)


def part(page: bytes, coding: str = "quoted-printable", headers: str = f"Content-Location: {URL}\r\n") -> bytes:
    """A page as a part."""
    code: dict[str, Callable[[bytes], bytes]] = {
        "quoted-printable": lambda data: quopri.encodestring(data).replace(b"\n", b"\r\n"),
        "base64": base64.encodebytes,
    }
    body = code.get(coding, bytes)(page)
    kind = "" if "Content-Type" in headers else "Content-Type: text/html\r\n"
    return f"{kind}Content-Transfer-Encoding: {coding}\r\n{headers}\r\n".encode() + body + b"\r\n"


def saved(
    *parts: bytes, headers: str = f"Snapshot-Content-Location: {URL}\r\n", more: str = "", end: bool = True
) -> bytes:  # fmt: skip
    """A file as Chrome saves it, of these parts."""
    head = (
        f"From: <Saved by Blink>\r\n{headers}Subject: Ferry\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related;\r\n\ttype="text/html";{more}\r\n\tboundary="----Boundary--x1"\r\n\r\n\r\n'
    )
    between = b"------Boundary--x1"
    return head.encode() + b"".join(between + b"\r\n" + one for one in parts) + (between + b"--\r\n") * end


def kept(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.keep]


def read_file(path: Path, data: bytes) -> Article:
    path.write_bytes(data)
    (article,) = read([path])
    return article


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "binary", "8bit"])
@pytest.mark.parametrize("name", ["ferry.mhtml", "ferry.mht", "ferry"])
def test_the_page_in_it_is_the_article_whatever_it_is_called(name: str, coding: str, tmp_path: Path) -> None:
    article = read_file(tmp_path / name, saved(part(PAGE.encode(), coding), FRAME, PICTURE))
    assert article.blocks == clean_html(PAGE).blocks
    assert article.title == HEADLINE
    source = article.source
    assert (source.url, source.media_type, source.encoding) == (URL, "text/html", "utf-8")
    assert article.id == "ferry"


def test_a_page_that_was_saved_without_pictures_is_the_whole_file(tmp_path: Path) -> None:
    page = PAGE.replace("<meta charset='utf-8'>", "").replace("Marta", "Zoë")
    data = (
        f'From: "Saved by Windows Internet Explorer 11"\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n'
        f'\tcharset="Windows-1252"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {URL}\r\n\r\n'
    ).encode() + quopri.encodestring(page.encode("cp1252"))
    article = read_file(tmp_path / "ferry.mht", data)
    assert "Zoë" in article.text
    assert (article.source.url, article.source.encoding) == (URL, "cp1252")


def test_the_charset_of_the_headers_goes_before_that_of_the_page(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "iso-8859-1").replace("Marta", "Łucja").replace("“", '"').replace("”", '"')
    headers = 'Content-Type: text/html; charset="iso-8859-2"\r\n'
    article = read_file(tmp_path / "a.mhtml", saved(part(page.encode("iso-8859-2"), headers=headers)))
    assert "Łucja" in article.text
    assert article.source.encoding == "iso8859-2"


def test_lines_may_end_as_they_do_on_unix(tmp_path: Path) -> None:
    article = read_file(tmp_path / "a.mhtml", saved(part(PAGE.encode()), PICTURE).replace(b"\r\n", b"\n"))
    assert kept(article) == kept(clean_html(PAGE))


@pytest.mark.parametrize(
    ("headers", "of_the_page", "url"),
    [
        ("", f"Content-Location: {URL}\r\n", URL),
        (f"Content-Location: {URL}\r\n", "", URL),
        (
            "Snapshot-Content-Location: https://harbour-post.example/\r\n ferry\r\n",
            "",
            "https://harbour-post.example/ferry",
        ),
        ("Snapshot-Content-Location: file:///home/kim/ferry.html\r\n", "Content-Location: cid:frame@x\r\n", None),
        ("Snapshot-Content-Location: http://[half\r\n", "", None),
    ],
)
def test_the_address_is_where_the_page_was_saved_from(
    headers: str, of_the_page: str, url: str | None, tmp_path: Path
) -> None:
    data = saved(part(PAGE.encode(), headers=of_the_page), headers=headers)
    assert read_file(tmp_path / "a.mhtml", data).source.url == url


def test_the_page_that_the_file_starts_with_is_the_one_that_it_names(tmp_path: Path) -> None:
    page = part(PAGE.encode(), headers="Content-ID: <main@x>\r\n")
    assert read_file(tmp_path / "a.mhtml", saved(FRAME, page, more='\r\n\tstart="<main@x>";')).title == HEADLINE
    assert read_file(tmp_path / "b.mhtml", saved(page, FRAME, more='\r\n\tstart="<none@x>";')).title == HEADLINE


def test_a_page_beside_its_plain_text_is_found(tmp_path: Path) -> None:
    both = (
        b'Content-Type: multipart/alternative; boundary="in"\r\n\r\n'
        b"--in\r\nContent-Type: text/plain\r\n\r\nferry\r\n--in\r\n" + part(PAGE.encode()) + b"--in--\r\n"
    )
    assert read_file(tmp_path / "a.mht", saved(PICTURE, both)).title == HEADLINE


def test_what_stands_in_a_shadow_root_is_part_of_the_page(tmp_path: Path) -> None:
    first = PARAGRAPHS[0]
    assert f"<p>{first}</p>" in PAGE
    page = PAGE.replace(f"<p>{first}</p>", f'<div><template shadowmode="open"><p>{first}</p></template></div>')
    assert first in kept(read_file(tmp_path / "a.mhtml", saved(part(page.encode()))))


def test_a_folder_and_standard_input_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(part(PAGE.encode()), PICTURE)
    for name in ("b.mhtml", "a.mht"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "c.txt").write_text("The council met.\n", "utf-8")
    assert [article.id for article in read([tmp_path])] == ["a", "b", "c"]
    assert sum(partition.count for partition in plan([tmp_path], 8).partitions) == 3
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(data)))
    (article,) = read(["-"])
    assert (article.title, article.source.url) == (HEADLINE, URL)


def test_the_bytes_of_one_are_a_page_to_the_library() -> None:
    article = clean_html(saved(part(PAGE.encode()), PICTURE))
    assert (article.title, article.source.url) == (HEADLINE, URL)


def test_a_page_under_the_name_of_a_saved_one_is_read(tmp_path: Path) -> None:
    assert read_file(tmp_path / "a.mhtml", PAGE.encode()).title == HEADLINE


def test_a_text_that_begins_like_a_letter_is_a_text(tmp_path: Path) -> None:
    text = "From: the editor\n\nThe council of Vesterby met on Monday. It voted.\n"
    assert read_file(tmp_path / "a.txt", text.encode()).source.media_type == "text/plain"


def test_a_page_of_which_the_pictures_are_large_is_read_and_all_of_its_file_is_hashed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = saved(part(PAGE.encode()), PICTURE + PICTURES)
    (tmp_path / "page.mhtml").write_bytes(data)
    (article,) = read([tmp_path])
    assert [text for text in kept(article) if text in PARAGRAPHS] == PARAGRAPHS
    assert article.source.url == URL
    assert article.source.raw_sha256 == hashlib.sha256(data).hexdigest()
    monkeypatch.setattr("tui.cleaning.reading.MAX_SAVED", len(data) - 1)
    with pytest.raises(CopydeskError, match=r"page.mhtml is larger than 21 MB; save the page as HTML only"):
        list(read([tmp_path]))


def test_a_run_over_a_corpus_sees_a_change_behind_the_first_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(saved(part(PAGE.encode()), PICTURE + PICTURES))
    (piece,) = plan([path], size=8).partitions[0].pieces
    assert [type(item) for item in piece.items(no_clean=False)] == [Article]
    path.write_bytes(saved(part(PAGE.encode()), PICTURE + PICTURES[:-2]))
    with pytest.raises(CopydeskError, match="has changed since"):
        list(piece.items(no_clean=False))


def nested(depth: int) -> bytes:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n" for i in range(depth))
    return f"MIME-Version: 1.0\r\n{head}".encode().replace(b"mixed", b"related", 1) + part(PAGE.encode())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (saved(part(PAGE.encode()), end=False), "is damaged: it ends within its page"),
        (saved(part(PAGE.encode())).replace(b'boundary="----Boundary--x1"', b""), "what stands between its parts"),
        (saved(PICTURE, PICTURE), "holds no page"),
        (saved(part(b" ")), "holds an empty page"),
        (saved(part(PAGE.encode(), "x-uuencode")), "an encoding that is not known ('x-uuencode')"),
        (saved(part(PAGE.encode(), "base64").replace(b"\r\n\r\n", b"\r\n\r\nA", 1)), "its page is cut off"),
        (saved(part(b"<html><body><script>x()</script></body></html>")), "holds no text, only markup"),
        (saved(*[PICTURE] * (MAX_PARTS + 2)), "more than 1,000 parts"),
        (nested(12), "more than 8 parts within one another"),
        (saved(PICTURE + PICTURES, part(PAGE.encode())), "does not hold its page in the first 20 MB; save it as HTML"),
        (saved(part(PAGE.encode()), FRAME + PICTURES, more='start="<b@x>";'), "does not hold its page in the first"),
        (saved(part(PAGE.encode() + b"<!--" + b"x" * 21_000_000 + b"-->", "8bit")), "does not hold its page in the"),
        (b"MIME-Version: 1.0\r\n" + part(PAGE.encode() + b" " * 21_000_000, "8bit"), "does not hold its page in the"),
        (b"\x00\x01 no headers", "does not begin as a saved page does"),
    ],
    ids=[
        "cut", "no-boundary", "no-page", "empty", "coding", "base64", "no-text", "parts", "nested", "behind pictures",
        "start behind pictures", "large page", "large page alone", "header",
    ],
)  # fmt: skip
def test_a_damaged_one_is_refused_in_one_sentence(data: bytes, says: str, tmp_path: Path) -> None:
    (tmp_path / "page.mhtml").write_bytes(data)
    result = CliRunner().invoke(main, ["clean", str(tmp_path / "page.mhtml")])
    assert result.exit_code == 2
    assert says in result.stderr
    assert "page.mhtml" in result.stderr
    assert result.stderr.count("\n") == 1


FILE = saved(part(PAGE.encode()), FRAME, PICTURE)


@given(st.integers(0, len(FILE)), st.integers(0, len(FILE)), st.binary(max_size=40))
def test_whatever_happened_to_a_file_it_is_read_or_refused(start: int, length: int, other: bytes) -> None:
    data = FILE[:start] + other + FILE[start + length % 400 :]
    try:
        page = saved_page(data, "page.mhtml")
    except CopydeskError:
        return
    assert page.markup.strip()
    assert page.url is None or page.url.startswith("http")
