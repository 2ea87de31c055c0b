"""A folder in which everything that can hold words holds commands for a terminal."""

import json
import shutil
import zipfile
from pathlib import Path

from tests.gold.desk import PREDICTIONS, article
from tui.annotation.replay import session_lines
from tui.gold import Project, Session, Store, default_scheme, export_gold
from tui.model import Source

MARK = "PWNED"
EVIL = f"\x1b]0;title\x07\x1b[7777m{MARK}\x9b7777m\u202e\x90q"
"""Sets the title, rings, changes colours by a CSI in 7 and in 8 bits, turns the line round, begins a DCS."""

FORBIDDEN = (b"\x1b]0;title", b"\x1b[7777m", b"\xc2\x9b", b"\xc2\x90", b"title\x07", b"\xe2\x80\xae")


def commands_in(seen: bytes) -> list[bytes]:
    """Which of the hostile commands are in what a terminal was sent."""
    return [one for one in FORBIDDEN if one in seen]


def build(root: Path) -> None:
    """Fill the folder: projects, articles, gold, sessions, backups, settings, predictions."""
    _project(root / "p")
    store = Store(Project.open(root / "p"))
    stored = store.load("bridge")
    (root / "session.jsonl").write_text("".join(session_lines(stored.article, stored.events)), encoding="utf-8")
    with (root / "gold.jsonl").open("wb") as gold:
        export_gold(store, gold, default_scheme())
    records = [json.loads(line) for line in (root / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    for name, change in {
        "bad-label.jsonl": lambda row: row["entities"][0].update(label=EVIL),
        "bad-id.jsonl": lambda row: row.update(id=EVIL),
        "bad-text.jsonl": lambda row: row["entities"][0].update(text=EVIL),
        "bad-schema.jsonl": lambda row: row.update(schema=EVIL),
        "bad-title.jsonl": lambda row: row.update(title=EVIL),
        "bad-key.jsonl": lambda row: row.update({EVIL: EVIL}),
    }.items():
        rows = json.loads(json.dumps(records))
        change(rows[0])
        (root / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    lines = (root / "session.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    for name, at, hurt in (("id", 0, ('"bridge"', json.dumps(EVIL))), ("do", 2, ('"suggest"', json.dumps(EVIL)))):
        bad = [*lines[:at], lines[at].replace(*hurt), *lines[at + 1 :]]
        assert bad != lines
        (root / f"bad-session-{name}.jsonl").write_text("".join(bad), encoding="utf-8")
    (root / "broken.jsonl").write_text(f'{{"{EVIL}', encoding="utf-8")
    (root / f"{EVIL}.txt").write_text(f"{EVIL} in Paris\n\n“It is {EVIL},” Ada Bell said.\n" * 3, encoding="utf-8")
    (root / f"{EVIL}.bin").write_bytes(b"\xff\xfe\x00\xd8" * 20)
    (root / "page.html").write_text(
        f"<html><head><title>{EVIL}&#27;]0;title&#7;</title><meta name=author content='{EVIL}'></head><body><article>"
        f"<p>{EVIL} Ada Bell said “it is &#155;7777m late” in Paris. {'It went on and on. ' * 20}</p></article></body>",
        encoding="utf-8",
    )
    (root / "articles.jsonl").write_text(
        json.dumps({"id": "good", "text": f"{EVIL} Ada Bell went to Paris.", "title": EVIL, EVIL: EVIL}) + "\n"
        + json.dumps({"id": EVIL, "text": f"{EVIL} said Bo."}) + "\n",
        encoding="utf-8",
    )  # fmt: skip
    (root / "bad-articles.jsonl").write_text(json.dumps({"id": "x", "text": [EVIL]}) + "\n", encoding="utf-8")
    with zipfile.ZipFile(root / "backup.zip", "w") as archive:
        archive.writestr(f"articles/{EVIL}.json", "{")
        archive.writestr("copydesk.toml", "")
    _settings(root / "theme", f"theme = {_toml(EVIL)}\n")
    _settings(root / "keys", f"[keys]\n{_toml(EVIL)} = {_toml(EVIL)}\n")
    _settings(root / "model", f"model = {_toml(EVIL)}\n")
    _settings(root / "setting", f"{_toml(EVIL)} = 1\n")
    _settings(root / "broken", f"{EVIL} = \n")
    _settings(root / "scheme", 'scheme = "labels.toml"\n')
    label = f'[[entities]]\nname = {_toml(EVIL)}\ntag = "X"\ncolour = "blue"\n'
    (root / "scheme" / "labels.toml").write_text(f'name = "x"\nversion = "1"\n{label}', encoding="utf-8")
    damaged = root / "damaged"
    shutil.copytree(root / "p", damaged)
    (damaged / "articles" / "bridge.json").write_text(f'{{"meta": "{EVIL}', encoding="utf-8")
    (damaged / "articles" / f"bridge {EVIL}.json").write_text("{", encoding="utf-8")
    (damaged / "articles" / f"{EVIL}.trail.jsonl").write_text("{", encoding="utf-8")


def _project(root: Path) -> None:
    store = Store(Project.create(root))
    source = Source(name=EVIL, publisher=EVIL, author=EVIL, url=EVIL, importer=EVIL)
    one = article()
    hostile = type(one)(one.id, one.text, one.blocks, source, one.lang)
    store.add(hostile, EVIL)
    session = Session(store, "bridge", EVIL)
    session.do("suggest", by=EVIL, predictions=PREDICTIONS.as_json())
    session.do("note", id=None, text=EVIL)
    session.do("note", id=session.state.in_order()[0].id, text=EVIL)
    session.do("relabel", id=session.state.in_order()[0].id, label=EVIL)
    session.do("set_cluster", id=session.new_id("c"), name=EVIL)
    session.do("approve", layers=[])


def _settings(root: Path, text: str) -> None:
    Project.create(root)
    (root / "copydesk.toml").write_text(text, encoding="utf-8")


def _toml(text: str) -> str:
    return json.dumps(text)
