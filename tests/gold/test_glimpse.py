"""How an article begins, as it is read before the rest: the same text and blocks, or nothing."""

import json
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.app.newsroom import TEXT, article
from tui.gold import Project, Session, Store
from tui.gold.glimpse import CHARACTERS, SCHEMA, Glimpse, glimpse
from tui.gold.storage import schema_version
from tui.model import Article, Block, BlockKind


def stored(folder: Path, one: Article) -> tuple[Store, Path]:
    store = Store(Project.create(folder))
    store.add(one, "kim")
    return store, store.project.article_path(one.id)


def seen(path: Path) -> Glimpse:
    found = glimpse(path)
    assert found is not None
    return found


def test_it_reads_the_files_that_are_written_today() -> None:
    assert schema_version() == SCHEMA


def test_it_shows_the_text_and_the_blocks_as_they_were_saved_last(tmp_path: Path) -> None:
    store, path = stored(tmp_path, article())
    before = seen(path)
    assert (before.title, before.text, before.blocks) == ("Harbour council drops ferry plan", TEXT, article().blocks)
    promo = next(block for block in article().blocks if block.kind is BlockKind.PROMO)
    session = Session(store, "ferry", "kim")
    session.do("set_block", start=promo.start, keep=True)
    assert seen(path).blocks == session.state.current_article().blocks


def long_article(word: str, paragraphs: int, dropped: int) -> Article:
    text, blocks, at = [], [], 0
    for i in range(paragraphs):
        words = f"{word}\t“{i}” \\ \n{word} " * 5 + "."
        text.append(words)
        blocks.append(Block(at, at + len(words), BlockKind.BODY, i >= dropped, "rule:made-up"))
        at += len(words) + 2
    return Article("long", "\n\n".join(text), tuple(blocks))


@pytest.mark.parametrize("dropped", [3, 1_500])
@pytest.mark.parametrize("word", ["ferry", "føroyar", "渡船", "🚢", "nospacehere" * 40])
def test_of_a_long_text_it_reads_the_beginning(tmp_path: Path, word: str, dropped: int) -> None:
    one = long_article(word, 3_000, dropped)
    found = seen(stored(tmp_path, one)[1])
    assert one.text.startswith(found.text)
    assert found.blocks == one.blocks[: len(found.blocks)]
    assert found.blocks[-1].end == len(found.text)
    least = CHARACTERS + (one.blocks[dropped].start if one.blocks[dropped].start > CHARACTERS else 0)
    assert least - 2 <= len(found.text) < least + 3_000


def test_it_leaves_files_alone_that_are_otherwise(tmp_path: Path) -> None:
    _, path = stored(tmp_path / "p", article())
    blob = path.read_bytes()
    assert glimpse(tmp_path / "missing") is None
    for other in (
        b"", b"{}", blob[:40], blob[: len(blob) // 3], b"\xff" + blob,
        json.dumps(json.loads(blob)).encode(),
        blob.replace(b'"schema":1', b'"schema":99'),
        blob.replace(b'"start":', b'"strat":'),
        blob.replace(b'"kind":"title"', b'"kind":"novel"'),
        blob.replace(b'"end":', b'"end":9'),
    ):  # fmt: skip
        path.write_bytes(other)
        assert glimpse(path) is None, other[:80]
    path.unlink()
    with TinyDB(path) as db:  # as another program writes it
        db.table("article").insert({"text": "A ferry."})
    assert glimpse(path) is None
    path.unlink()
    path.symlink_to(tmp_path)
    assert glimpse(path) is None
