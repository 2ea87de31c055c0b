"""Nothing is lost: what can't be saved is said and kept, another session is heard, no text commands the terminal."""

import asyncio
import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from textual import events

from tests.app.newsroom import BY, article, desk, facts, focused, predictions, project, said, screen, settled
from tests.gold.disk import Disk
from tests.in_process import InProcessAnalyser
from tui.app.blind import is_blind
from tui.app.screens.library import LibraryScreen
from tui.cli import main
from tui.extraction.client import AnalyserError
from tui.gold import NotSavedError, Project, Store, durable
from tui.model import Article, Block, BlockKind, Event, Predictions, freeze


def full_disk(*_: object, **__: object) -> None:
    raise NotSavedError("could not save ferry.json: the disk is full; free some space and try again")


async def test_a_failed_save_is_said_and_the_edit_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        with monkeypatch.context() as broken:
            broken.setattr(Store, "append", full_disk)
            await pilot.press("x")
            assert "the disk is full" in said(app)
            assert "NOT SAVED" in said(app)
            assert facts(app)[0] == "pending ORG Vesterby"
            await pilot.press("tab", "a")
            assert "the last edit is not saved" in said(app)
        await pilot.press("ctrl+s")
        assert facts(app)[0] == "rejected ORG Vesterby"
        assert "NOT SAVED" not in said(app)
        assert [event.do for event in Store(Project.open(tmp_path)).load("ferry").events][-1] == "reject"


async def test_an_edit_that_can_not_be_saved_may_be_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as (app, pilot):
        with monkeypatch.context() as broken:
            broken.setattr(Store, "append", full_disk)
            await pilot.press("x", "escape")
        await pilot.press("a")
        assert facts(app)[0] == "accepted ORG Vesterby"


async def test_an_article_with_an_edit_that_is_not_saved_is_not_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [article(), article("second")]
    async with desk(tmp_path, articles=both, open_ids=("ferry", "second")) as (app, pilot):
        with monkeypatch.context() as broken:
            broken.setattr(Store, "append", full_disk)
            await pilot.press("a")
            for keys in (("g", "n"), ("minus",), ("g", "s"), ("ctrl+q",)):
                await pilot.press(*keys)
                await settled(pilot)
                assert "the last edit is not saved: Ctrl+S tries again" in said(app), keys
                assert screen(app).session.article.id == "ferry"
        await pilot.press("ctrl+s", "g", "n")
        await settled(pilot)
        assert screen(app).session.article.id == "second"
        assert app.store.load("ferry").events[-1].do == "accept"


async def test_to_leave_copydesk_without_an_edit_that_is_not_saved_is_said_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        monkeypatch.setattr(Store, "append", full_disk)
        await pilot.press("a", "ctrl+q")
        assert "Ctrl+Q again leaves without it" in said(app)
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert app.return_code == 0


async def write_out_what_failed(root: Path, to: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Accept a label, fail to save the next verdict, write the article out, and leave; return what was said."""
    async with desk(root) as (app, pilot):
        await pilot.press("3")
        disk = Disk(app.store.project.articles)
        with monkeypatch.context() as broken:
            broken.setattr(durable, "os", disk)
            disk.fail(1, errno.ENOSPC, for_ever=True)
            await pilot.press("x")
            assert "NOT SAVED" in said(app)
            await pilot.press("g", "w", "ctrl+u")
            disk.mend()  # the home folder is on another disk
            await pilot.press(*to, "enter")
            assert app.screen.editor.failed is not None, "what was written out is not in the project"
            return said(app)


def imported(path: Path, root: Path) -> Result:
    return CliRunner().invoke(main, ["import", str(path), "--project", str(root)])


async def test_an_edit_that_can_not_be_saved_is_written_elsewhere_and_brought_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = tmp_path / "p", tmp_path / "out.jsonl"
    assert str(out) in await write_out_what_failed(root, str(out), monkeypatch)
    store = Store(Project.open(root))
    before = store.load("ferry").events
    assert "reject" not in [event.do for event in before]
    assert "'ferry' has 1 event more now" in imported(out, root).output
    assert [event.do for event in store.load("ferry").events[len(before) :]] == ["reject"]
    assert "has everything" in imported(out, root).output
    assert len(store.load("ferry").events) == len(before) + 1
    there = tmp_path / "another"
    assert "is here now" in imported(out, there).output
    assert Store(Project.open(there)).load("ferry").state == store.load("ferry").state


async def test_what_was_written_out_comes_back_beside_what_others_did_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = tmp_path / "p", tmp_path / "out.jsonl"
    await write_out_what_failed(root, str(out), monkeypatch)
    store = Store(Project.open(root))
    seen = store.load("ferry")
    last = seen.state.in_order()[-1]
    store.append(seen, [Event(seen.state.n + 1, "2026-01-01T00:00:00Z", "lee", "reject", {"id": last.id})])
    assert imported(out, root).exit_code == 0
    assert [(event.do, event.by) for event in store.load("ferry").events[-2:]] == [("reject", "lee"), ("reject", "kim")]
    store = Store(Project.open(root))
    assert store.load("ferry").state.in_order()[-1].status == "rejected"


async def test_what_was_written_out_does_not_replace_what_somebody_did_to_the_same_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, out = tmp_path / "p", tmp_path / "out.jsonl"
    await write_out_what_failed(root, str(out), monkeypatch)
    store = Store(Project.open(root))
    seen = store.load("ferry")
    which = seen.state.in_order()[1].id
    theirs = store.append(seen, [Event(seen.state.n + 1, "2026-01-01T00:00:00Z", "lee", "accept", {"id": which})])
    said_of_it = imported(out, root)
    assert said_of_it.exit_code == 2
    assert "lee has changed the same part" in said_of_it.output
    assert store.load("ferry").events == theirs.events


@pytest.mark.parametrize(("to", "why"), [("/no/such/folder/x.jsonl", "could not save"), ("there", "is there already")])
async def test_a_file_that_can_not_take_the_edit_is_said_and_the_edit_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str, why: str
) -> None:
    (tmp_path / "there").write_text("mine")
    monkeypatch.chdir(tmp_path)
    assert why in await write_out_what_failed(tmp_path / "p", to, monkeypatch)
    assert (tmp_path / "there").read_text() == "mine"


async def test_an_edit_given_up_that_had_reached_the_disk_after_all_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        disk = Disk(app.store.project.articles)
        with monkeypatch.context() as broken:
            broken.setattr(durable, "os", disk)
            disk.fail(6, errno.EIO, for_ever=True)  # the sync of the folder: the new file has its name by then
            await pilot.press("x")
            assert "NOT SAVED" in said(app)
            assert facts(app)[0] == "pending ORG Vesterby"
            disk.mend()
        await pilot.press("escape")
        assert facts(app)[0] == "rejected ORG Vesterby"
        assert "u takes it back" in said(app)
        await pilot.press("u")
        assert facts(app)[0] == "pending ORG Vesterby"


async def test_what_another_session_did_to_the_same_label_is_named_and_loaded(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        store = Store(Project.open(tmp_path))
        seen = store.load("ferry")
        label = seen.state.in_order()[0]
        store.append(seen, [Event(seen.state.n + 1, "2026-01-01T00:00:00Z", "lee", "reject", {"id": label.id})])
        await pilot.press("3")
        assert "lee" in said(app)
        assert facts(app)[0] == "rejected ORG Vesterby"


async def test_what_another_session_did_elsewhere_comes_in_with_the_next_edit(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        store = Store(Project.open(tmp_path))
        seen = store.load("ferry")
        last = seen.state.in_order()[-1]
        store.append(seen, [Event(seen.state.n + 1, "2026-01-01T00:00:00Z", "lee", "reject", {"id": last.id})])
        await pilot.press("a")
        assert facts(app)[0] == "accepted ORG Vesterby"
        assert facts(app)[-1].startswith("rejected")


async def test_edits_are_undone_after_a_restart(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("3", "x")
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("u", "u")
        assert all(fact.startswith("pending") for fact in facts(app))


async def test_an_analyser_that_fails_leaves_the_desk_to_work_with(tmp_path: Path) -> None:
    def broken(_: Article) -> Predictions:
        raise AnalyserError("the analyser left with status 1; open the article again to restart it")

    async with desk(tmp_path, analyser=InProcessAnalyser(broken, BY)) as (app, pilot):
        assert "no suggestions: the analyser left" in said(app)
        await pilot.press("}", "}", "w", "v", "2")
        assert facts(app) == ["added ORG harbour"]


class NeverDone(InProcessAnalyser):
    async def analyse(self, article: Article, on_part: object = None) -> Predictions:
        await asyncio.Event().wait()
        raise AssertionError


async def test_an_article_may_be_left_before_its_suggestions_come(tmp_path: Path) -> None:
    async with desk(tmp_path, open_ids=(), analyser=NeverDone(predictions, BY)) as (app, pilot):
        for _ in range(2):
            await pilot.press("enter")
            await pilot.pause()
            assert "suggestions are coming" in said(app)
            await pilot.press("minus")
            await pilot.pause()
            assert isinstance(app.screen, LibraryScreen)


async def test_enter_pressed_again_opens_no_second_article_over_the_first(tmp_path: Path) -> None:
    """Enter, pressed again before the article stands there, must not lay a second one over the first."""
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        for _ in range(3):
            app.screen.post_message(events.Key("enter", "\r"))
        await settled(pilot)
        await pilot.press("minus")
        await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)


async def test_an_article_that_can_not_be_read_is_listed_with_the_reason(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article("a"), article("b"))):
        pass
    (tmp_path / "articles" / "a.json").write_text("{", encoding="utf-8")
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        assert isinstance(app.screen, LibraryScreen)
        await pilot.press("G")
        assert "a.json" in said(app)
        await pilot.press("enter")
        assert isinstance(app.screen, LibraryScreen)


async def test_blind_articles_get_no_suggestions_and_the_log_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path, blind=1.0) as (app, _):
        assert facts(app) == []
        assert "blind" in said(app)
        assert screen(app).session.stored.events[-1].args["blind"] is True


def test_the_same_share_of_articles_is_blind_each_time() -> None:
    ids = [f"article-{i}" for i in range(2000)]
    blind = [article_id for article_id in ids if is_blind("kim", article_id, 0.2)]
    assert 340 < len(blind) < 460
    assert blind == [article_id for article_id in ids if is_blind("kim", article_id, 0.2)]
    assert blind != [article_id for article_id in ids if is_blind("lee", article_id, 0.2)]
    assert not is_blind("kim", "a", 0.0)
    assert is_blind("kim", "a", 1.0)


async def test_a_block_that_comes_back_is_analysed_and_nothing_decided_is_lost(tmp_path: Path) -> None:
    seen: list[str] = []

    def analyse(what: Article) -> Predictions:
        seen.append(what.kept.text)
        return predictions(what)

    async with desk(tmp_path, analyser=InProcessAnalyser(analyse, BY)) as (app, pilot):
        await pilot.press("3")
        await pilot.press("g", "g", "}", "B")
        await settled(pilot)
        assert "Ola Brandt" not in seen[0]
        assert "Ola Brandt" in seen[1]
        assert facts(app)[0] == "corrected GPE Vesterby"
        assert focused(app) == ""


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_no_part_of_the_screen_passes_on_what_an_article_holds(tmp_path: Path, size: tuple[int, int]) -> None:
    text = freeze(
        "Title \u202e\u2067 here\n\n“Mayor \u202eevil of Town,” said \u2066Kim\u2069 Ng.\n\nDropped \u202eblock"
    )
    blocks = (
        Block(0, 13, BlockKind.TITLE, False, "rule:x"),
        Block(15, text.index("\n\nDropped"), BlockKind.BODY, True, "rule:x"),
        Block(text.index("Dropped"), len(text), BlockKind.PROMO, False, "rule:\u202ex"),
    )
    bare: Callable[[Article], Predictions] = lambda what: Predictions(what.text_sha256, BY)  # noqa: E731
    bad = Article("bad", text, blocks)
    async with desk(tmp_path, articles=(bad,), open_ids=("bad",), size=size, analyser=InProcessAnalyser(bare, BY)) as (
        app,
        pilot,
    ):
        for keys in (
            ("q", "D"),
            ("r",),
            ("escape",),
            ("semicolon", *"note", "enter"),
            ("Z",),
            ("minus",),
            ("slash", "t"),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            shown = "".join(strip.text for strip in app.screen._compositor.render_strips())
            assert not set(shown) & set("\u202e\u2066\u2069\u0085\x1b\x9b\x07"), keys


async def test_the_next_start_says_that_a_save_was_cut_short_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("3")
    left = tmp_path / "articles" / "ferry.json.tmp"
    left.write_bytes(b'{"half')
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        assert "the last save of ferry.json was cut short: everything that was shown as saved is there" in said(app)
        assert not left.exists()
        await pilot.press("enter")
        await settled(pilot)
        assert facts(app)[0] == "corrected GPE Vesterby"
    async with desk(tmp_path, open_ids=()) as (app, _):
        assert "cut short" not in said(app)


def test_what_another_session_is_writing_now_is_left_alone(tmp_path: Path) -> None:
    made = project(tmp_path)
    left = tmp_path / "articles" / "ferry.json.tmp"
    left.write_bytes(b'{"half')
    with made.lock():
        assert Project.open(tmp_path).clear_cut_short() == ()
        assert left.exists()
    assert made.clear_cut_short() == ("ferry.json",)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
async def test_every_operation_of_a_save_may_fail_under_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, for_ever: bool
) -> None:
    """Said in words, kept as unsaved, never shown as saved; Ctrl+S tries again, and then it is there once."""
    async with desk(tmp_path) as (app, pilot):
        store = Store(Project.open(tmp_path))
        disk = Disk(store.project.articles)
        monkeypatch.setattr(durable, "os", disk)
        failures = 0
        for k in range(1, 9):
            before = store.load("ferry").events
            disk.fail(k, code, for_ever=for_ever)
            await pilot.press("exclamation_mark")
            shown = said(app)
            disk.mend()
            if "NOT SAVED" not in shown:
                assert len(store.load("ferry").events) == len(before) + 1
                continue
            failures += 1
            assert "could not save" in shown
            assert " saved " not in shown.replace("NOT SAVED", "").replace("could not save", "")
            await pilot.press("ctrl+s")
            assert "NOT SAVED" not in said(app)
            assert [event.do for event in store.load("ferry").events[len(before) :]] == ["flag"]
        assert failures >= 4
