"""A corpus in partitions is the same articles in the same order, wherever it is cut."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.newspapers import lines, text
from tui.cleaning import MAX_BYTES, read
from tui.cleaning.batches import in_batches
from tui.corpus.plan import LARGE, Plan, plan
from tui.model import Article, CopydeskError, freeze


def articles(planned: Plan, *, no_clean: bool = True) -> list[Article]:
    found = []
    for partition in planned.partitions:
        for piece in partition.pieces:
            for article in in_batches(piece.items(no_clean=no_clean)):
                assert isinstance(article, Article), article
                found.append(article)
    return found


def has_words(said: str) -> bool:
    return bool(freeze(said).strip())  # a byte order mark is no text


ROWS = st.lists(
    st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(has_words), st.sampled_from(
        ["", "\n", "  \n\n"])), min_size=1, max_size=9, unique_by=lambda row: row[0],
)  # fmt: skip


@settings(max_examples=40)
@given(rows=ROWS, size=st.integers(1, 5), end=st.sampled_from(["\n", "\r\n"]), bom=st.booleans(), last=st.booleans())
def test_partitions_of_jsonl_are_what_read_reads(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], size: int, end: str, bom: bool, last: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    written = end.join(blank + json.dumps({"id": str(n), "text": said}) for n, (said, blank) in enumerate(rows))
    path.write_bytes((b"\xef\xbb\xbf" if bom and not rows[0][1] else b"") + written.encode() + (b"\n" if last else b""))
    planned = plan([path], size)
    assert articles(planned) == list(read([path], no_clean=True))
    assert [partition.count for partition in planned.partitions[:-1]] == [size] * (len(planned.partitions) - 1)
    assert planned.articles == len(rows)


@pytest.mark.parametrize("size", [1, 3, 100])
def test_partitions_of_a_folder_are_what_read_reads(tmp_path: Path, size: int) -> None:
    for n in range(4):
        (tmp_path / f"t{n}.txt").write_text(text(n))
        (tmp_path / "deeper").mkdir(exist_ok=True)
        (tmp_path / "deeper" / f"t{n}.txt").write_text(text(n + 4))  # the same names: they get ids of their own
    (tmp_path / "page.html").write_text("<html><body><p>A page about nothing at all.</p></body></html>")
    lines(tmp_path / "m.jsonl", 5)
    planned = plan([tmp_path], size)
    assert articles(planned, no_clean=False) == list(read([tmp_path]))
    assert len({article.id for article in articles(planned)}) == 14


def test_partitions_of_parquet_are_what_read_reads(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from pyarrow import parquet

    table = pa.table({"n": range(7), "id": [f"a{n}" for n in range(7)], "text": [text(n) for n in range(7)]})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=3)
    planned = plan([tmp_path], 2)
    assert articles(planned) == list(read([tmp_path], no_clean=True))
    assert [article.text for article in articles(planned)] == [text(n) for n in range(7)]


def test_parquet_without_texts_is_told_in_a_sentence(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from pyarrow import parquet

    parquet.write_table(pa.table({"id": ["a"], "body": ["b"]}), tmp_path / "a.parquet")
    with pytest.raises(CopydeskError, match=r"a\.parquet has no column 'text' \(its columns: id, body\)"):
        plan([tmp_path / "a.parquet"], 2)
    (tmp_path / "b.parquet").write_text("not at all")
    with pytest.raises(CopydeskError, match=r"b\.parquet can't be read as Parquet"):
        list(read([tmp_path / "b.parquet"]))


def test_the_key_of_a_partition_is_what_is_in_it_not_where(tmp_path: Path) -> None:
    old = plan([lines(tmp_path / "old.jsonl", 10)], 4)
    grown = plan([lines(tmp_path / "grown.jsonl", 13)], 4)
    assert [p.content for p in old.partitions[:2]] == [p.content for p in grown.partitions[:2]]
    assert old.partitions[2].content != grown.partitions[2].content
    assert len({p.content for p in grown.partitions}) == 4


def test_large_articles_make_a_partition_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": "a " * (LARGE // 3)}) + "\n" for n in range(4)))
    assert [partition.count for partition in plan([path], 100).partitions] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ('{"id": "a0", "text": "again"}', "line 2: the id 'a0' is already that of .*line 1"),
        ("{", "line 2 is not JSON"),
        ('{"id": "b"}', 'line 2 has no "text"'),
        ('{"id": "b", "text": "%s"}' % ("x" * (MAX_BYTES + 30)), "line 2 is larger than 20 MB"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_found_before_the_work_begins_or_left_out(tmp_path: Path, bad: str, says: str) -> None:
    rows = [json.dumps({"id": f"a{n}", "text": text(n)}) for n in range(2)]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([rows[0], bad, rows[1]]) + "\n")
    with pytest.raises(CopydeskError, match=says):
        plan([path], 2)
    planned = plan([path], 2, skip=True)
    assert [article.id for article in articles(planned)] == ["a0", "a1"]
    assert len(planned.unusable) == 1
    assert "line 2" in planned.unusable[0]


def test_an_input_that_changes_after_the_plan_is_not_taken_for_the_old_one(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", 3)
    planned = plan([path], 2)
    path.write_text(path.read_text().replace("mayor", "baker"))
    with pytest.raises(CopydeskError, match="has changed since the run began"):
        articles(planned)
