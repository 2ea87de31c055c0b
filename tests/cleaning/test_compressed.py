"""Files that are compressed with gzip: read as what is in them, and never more of them than text could be."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cleaning import read
from tui.cleaning.compressed import FREE, open_plain, suffix_of
from tui.model import CopydeskError

LINES = b'{"id": "a", "text": "Paris is quiet."}\n{"id": "b", "text": "Oslo is not."}\n'


@given(st.binary(max_size=3000), st.integers(0, 3100))
def test_what_was_packed_is_read_from_anywhere(tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int) -> None:
    path = tmp_path_factory.mktemp("gz") / "x.gz"
    path.write_bytes(gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :]))  # two members
    with open_plain(path) as stream:
        assert stream.read() == data
        stream.seek(at)
        assert stream.read() == data[at:]


def test_a_compressed_file_of_lines_is_read_by_name_and_in_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(LINES))
    (tmp_path / "photo.jpg.gz").write_bytes(gzip.compress(b"no article"))
    assert suffix_of(path) == ".jsonl"
    for given_path in (path, tmp_path):
        assert [(one.id, one.text.strip()) for one in read([given_path])] == [
            ("a", "Paris is quiet."),
            ("b", "Oslo is not."),
        ]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    with gzip.open(path, "wb", 1) as stream:
        for _ in range(FREE // 2**20 + 60):
            stream.write(b" " * 2**20 + b"\n")
    assert path.stat().st_size < 2**20
    with pytest.raises(CopydeskError, match="unpacks to more than 100 times its size, which no text does"):
        list(read([path]))


@pytest.mark.parametrize("cut", [5, 40, 70])
def test_a_damaged_file_is_one_sentence(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress(LINES)[:cut])
    with pytest.raises(CopydeskError, match=r"news.jsonl.gz is damaged \(.*\); make it anew with gzip"):
        list(read([path]))
