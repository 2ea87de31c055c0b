"""What takes bytes that anybody may have written, each as a function from bytes to nothing.

Each reads the bytes or refuses them with a `CopydeskError` of one line; anything else is a mistake. `test_targets.py`
feeds them damaged files; `python -m tests.fuzz.guided TARGET` lets atheris look for more, guided by what the code does.
"""

import contextlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.formats.golds import TERMS, files_of, full_gold
from tests.gold.desk import new_session, new_store
from tui.annotation.replay import replay
from tui.app.settings import Settings
from tui.cleaning import clean, clean_html
from tui.cleaning.reading import read
from tui.gold import Texts, default_scheme, export_gold
from tui.gold.check import check_file, checked_records
from tui.gold.configuration import read_configuration
from tui.gold.formats import formats, get_format
from tui.gold.formats.importing import read_format
from tui.gold.formats.losses import Losses
from tui.gold.rules import read_rules
from tui.gold.scheme import load_scheme
from tui.gold.storage import decode
from tui.gold.store import article_from
from tui.model import CopydeskError, Predictions, freeze
from tui.serve.messages import BadMessageError, parse

Target = Callable[[bytes], None]
STORY = "Mayor Ada Bell said on Monday that the harbour stays open.\n\n“We are not leaving,” Bell said.\n"


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Let a refusal in one sentence pass."""
    try:
        yield
    except CopydeskError as error:
        said = str(error)
        assert said, "a refusal without a word"
        assert "\n" not in said, f"more than a line: {said!r}"
        assert len(said) < 2000, f"more than a sentence: {said[:200]!r}"


@cache
def folder() -> Path:
    """A folder of this process, for the file that is read."""
    return Path(tempfile.mkdtemp(prefix="copydesk-fuzz-"))


def put(name: str, blob: bytes) -> Path:
    path = folder() / name
    path.write_bytes(blob)
    return path


def _sound(blob: bytes, name: str) -> None:
    with refusing():
        for one in read([str(put(name, blob))]):
            assert freeze(one.text) == one.text
            position = 0
            for block in one.blocks:
                assert position <= block.start < block.end <= len(one.text)
                position = block.end


def _importer(name: str) -> Target:
    form = get_format(name)
    gold = full_gold()

    def target(blob: bytes) -> None:
        path = folder() / name
        if not path.exists():
            path.mkdir()
            files_of([gold], form, path)
        file = _labels(path)
        file.write_bytes(blob)
        with refusing():
            form.detect(file, blob[: 1 << 16])
            read_format(path if form.folder else file, form, TERMS, Losses(), texts=Texts([gold.article], "here"))

    return target


def _labels(path: Path) -> Path:
    """The file of an export that holds the labels."""
    others = ("annotation.conf", "config.xml", "TypeSystem.xml")
    return next(file for file in sorted(path.rglob("*")) if file.is_file() and file.name not in others)


def _store(blob: bytes) -> None:
    with refusing():
        tables = decode(blob, Path("a.json"))
        with contextlib.suppress(
            LookupError, TypeError, ValueError, AttributeError
        ):  # `Store` makes sentences of these
            article_from(tables["article"]["1"])


def _gold(blob: bytes) -> None:
    with refusing():
        path = put("gold.jsonl", blob)
        found = list(check_file(path))
        assert all("\n" not in str(finding) for finding in found)
        checked_records(path)


def _session(blob: bytes) -> None:
    with refusing():
        replay(put("session.jsonl", blob))


def _scheme(blob: bytes) -> None:
    with refusing():
        load_scheme(put("labels.toml", blob))


def _configuration(blob: bytes) -> None:
    with refusing():
        Settings.of(read_configuration(put("copydesk.toml", blob)), folder())


def _rules(blob: bytes) -> None:
    with refusing():
        read_rules(put("rules.toml", blob))


def _predictions(blob: bytes) -> None:
    with refusing(), contextlib.suppress(LookupError, TypeError, ValueError, AttributeError, RecursionError):
        Predictions.from_json(json.loads(blob)).check(STORY)


def _text(blob: bytes) -> None:
    with refusing():
        clean(blob.decode("utf-8", "surrogatepass") if _is_utf8(blob) else blob.decode("latin-1"))


def _page(blob: bytes) -> None:
    with refusing():
        clean_html(blob.decode("utf-8", "replace"))


def _is_utf8(blob: bytes) -> bool:
    try:
        blob.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _message(blob: bytes) -> None:
    with contextlib.suppress(BadMessageError):  # what is no message closes the window
        parse(blob.decode("utf-8", "replace"))


TARGETS: dict[str, Target] = {
    "read-txt": lambda blob: _sound(blob, "a.txt"),
    "read-html": lambda blob: _sound(blob, "a.html"),
    "read-jsonl": lambda blob: _sound(blob, "a.jsonl"),
    "read-any": lambda blob: _sound(blob, "a"),
    "clean": _text,
    "clean-html": _page,
    "store": _store,
    "gold": _gold,
    "session": _session,
    "scheme": _scheme,
    "configuration": _configuration,
    "rules": _rules,
    "predictions": _predictions,
    "message": _message,
    **{f"import-{form.name}": _importer(form.name) for form in formats()},
}


@cache
def seed(name: str) -> bytes:
    """Return bytes that the target reads without a word."""
    if name.startswith("import-"):
        path = folder() / f"seed-{name}"
        path.mkdir(exist_ok=True)
        files_of([full_gold()], get_format(name.removeprefix("import-")), path)
        return _labels(path).read_bytes()
    page = f"<html><head><title>Harbour</title></head><body><article><p>{STORY}</p></article></body></html>"
    match name:
        case "read-html" | "clean-html":
            return page.encode()
        case "read-jsonl":
            return json.dumps({"id": "a", "text": STORY, "title": "Harbour", "url": "https://example.org/a"}).encode()
        case "store" | "gold" | "session":
            return _of_a_project(name)
        case "scheme":
            label = '[[entities]]\nname = "PERSON"\nkey = "1"\ncolour = "blue"\ntag = "P"\n'
            return f'name = "x"\nversion = "1"\n{label}'.encode()
        case "configuration":
            return b'theme = "light"\nblind = 0.2\ncompare = ["../lee"]\n[keys]\npreset = "prodigy"\nundo = "z"\n'
        case "rules":
            return b'[[rule]]\nline = "Sign up for our letter"\nkeep = false\nkind = "newsletter"\n'
        case "predictions":
            return json.dumps(Predictions("0" * 64, {}).as_json()).encode()
        case "message":
            return b'["resize", {"width": 80, "height": 24}]'
        case _:
            return STORY.encode()


def _of_a_project(name: str) -> bytes:
    from tui.annotation.replay import session_lines

    with tempfile.TemporaryDirectory() as there:
        store = new_store(Path(there) / "p")
        session = new_session(store)
        session.do("relabel", id="e2.1", label="PERSON")
        session.do("reject", id="e2.2")
        if name == "store":
            return store.project.article_path("bridge").read_bytes()
        if name == "session":
            return "".join(session_lines(session.article, session.stored.events)).encode()
        out = io.BytesIO()
        export_gold(store, out, default_scheme())
        return out.getvalue()
