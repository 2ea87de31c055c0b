"""Files of other tools that anybody may have written: read, or refused in a sentence with nothing changed."""

import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.golds import TERMS, files_of, full_gold
from tests.gold.test_hostile_files import spoilt
from tui.gold import Project, Store, Texts, default_scheme
from tui.gold.formats import detect, formats, get_format, import_format
from tui.model import CopydeskError

GOLD = full_gold()
TEXTS = Texts([GOLD.article], "here")
NAMES = [form.name for form in formats()]
JSON = ["prodigy", "doccano", "doccano-relations", "label-studio", "huggingface", "web-annotation", "cas-json"]


def files(path: Path) -> list[Path]:
    """Return the files with labels of an export."""
    found = [path] if path.is_file() else sorted(path.iterdir())
    return [file for file in found if file.name not in ("annotation.conf", "config.xml", "TypeSystem.xml")]


def read_or_refused(path: Path, name: str, folder: Path) -> str | None:
    """Import; return the sentence with which it is refused, after a look that nothing came into the project."""
    store = Store(Project.create(folder))
    try:
        import_format(store, path, get_format(name), TERMS, default_scheme(), texts=TEXTS)
    except CopydeskError as error:
        said = str(error)
    else:
        return None
    assert store.ids() == []
    return said


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: files_of([GOLD], get_format(name), tmp_path_factory.mktemp(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_every_format_is_told_from_what_is_in_it(name: str, exported: dict[str, Path]) -> None:
    found = detect(exported[name])
    assert found is not None
    assert found.name == name
    if exported[name].is_dir():
        inside = detect(files(exported[name])[0])
        assert inside is not None
        assert inside.name == name


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), flip=st.integers(1, 255), cut=st.booleans())
def test_a_file_with_a_byte_flipped_or_cut_is_read_or_refused(
    name: str, exported: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, at: float, flip: int, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    path = files_of([GOLD], get_format(name), folder) if exported[name].is_dir() else folder / exported[name].name
    file = files(path)[0] if path.is_dir() else path
    blob = bytearray((files(exported[name])[0]).read_bytes())
    place = int(at * (len(blob) - 1))
    blob[place] ^= flip
    file.write_bytes(blob[:place] if cut else blob)
    read_or_refused(path, name, folder / "p")
    detect(path)


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_json_with_anything_in_it_is_read_or_refused(
    name: str, exported: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    source = files(exported[name])[0]
    value = json.loads(source.read_text(encoding="utf-8").splitlines()[0] if source.suffix == ".jsonl"
                       else source.read_text(encoding="utf-8"))  # fmt: skip
    folder = tmp_path_factory.mktemp("json")
    path = folder / source.name
    if isinstance(value, list):
        value = {"tasks": value}
    spoiled = data.draw(spoilt(value))
    path.write_text(json.dumps(spoiled.get("tasks", spoiled) if "tasks" in value else spoiled), encoding="utf-8")
    read_or_refused(path, name, folder / "p")
    detect(path)


BOMB = zlib.compress(b"\0" * (1 << 22), 9)  # 4 MB in 4 KB

HOSTILE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("docbin", "x.spacy", lambda: BOMB, "unpacks to more than"),
    ("docbin", "x.spacy", lambda: zlib.compress(b"\x80"), "is not a DocBin"),
    ("cas-xmi", "x.xmi", lambda: b'<!DOCTYPE x [<!ENTITY a "aaaa">]><xmi:XMI>&a;</xmi:XMI>', "has a DOCTYPE"),
    ("cas-xmi", "x.xmi", lambda: b"<xmi:XMI", "is not a CAS that can be read"),
    ("cas-json", "x.json", lambda: b'{"%TYPES": {}, "%FEATURE_STRUCTURES": 3}', "is not a CAS that can be read"),
    ("parquet", "x.parquet", lambda: b"PAR1" + b"\xff" * 40 + b"PAR1", "is not Parquet"),
    ("label-studio", "x.json", lambda: b"[" * 100_000, "it is not JSON"),
    (
        "prodigy",
        "x.jsonl",
        lambda: b'{"text": "Ana", "spans": [{"start": 0, "end": 1e400, "label": "A"}]}',
        "not an off",
    ),
    ("brat", "x.ann", lambda: b"T1\tPERSON 0 99999999999999999999\tAna\n", "ends after the text"),
    ("brat", "x.ann", lambda: b"nonsense\n", "is not an annotation as brat writes it"),
    ("conll", "x.conll", lambda: b"Ana B-PERSON\nleft\n", "line 2: 'left' is not a token and its tag in 2 columns"),
    ("quotes-csv", "x.csv", lambda: b'article,quote\nharbour,"' + b"a" * 200_000, "is not CSV"),
    ("web-annotation", "x.jsonld", lambda: b'[{"body": "A", "target": {"source": "urn:x"}}]', "neither a TextPosition"),
]


@pytest.mark.parametrize(("name", "file", "blob", "sentence"), HOSTILE)
def test_what_is_broken_on_purpose_is_refused(
    name: str, file: str, blob: Callable[[], bytes], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.extraction.docbin.MAX_BYTES", 1 << 21)
    (tmp_path / file).write_bytes(blob())
    (tmp_path / "x.txt").write_text("Ana left.")
    if name == "cas-xmi":
        types = next(iter(files_of([GOLD], get_format(name), tmp_path).glob("TypeSystem.xml")))
        types.rename(tmp_path / types.name)
    said: Any = read_or_refused(tmp_path / file, name, tmp_path / "p")
    assert said is not None
    assert sentence in said
