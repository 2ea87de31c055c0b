"""Any order of saving, failing, crashing, reloading, exporting and importing, by two people, against a model.

The model is the list of events that were acknowledged, in the order in which they were. After every step the disk must
hold exactly them, and what they come to: by the reducer, and by an oracle that works it out in another way
(`tests/gold/oracle.py`). `test_mutants.py` plants mistakes in all that is tried here, and this finds each.
"""

import io
import os
import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.gold import oracle
from tests.gold.acts import acts
from tests.gold.desk import article, new_session, new_store
from tests.gold.disk import CODES, Disk, after_power_cut, copied
from tui.annotation import fold
from tui.annotation.replay import replay, session_lines
from tui.gold import ConflictError, NotSavedError, Project, Session, Store, default_scheme, durable, trail
from tui.gold.gold_jsonl import export_gold, read_gold
from tui.gold.importing import import_gold
from tui.gold.record import GoldArticle
from tui.gold.repair import check_project
from tui.gold.rescue import take_in
from tui.gold.store import Stored
from tui.model import CopydeskError, Event

PEOPLE = ("ann", "bob")
SCHEME = default_scheme()


class Desk(RuleBasedStateMachine):
    """Two sessions on one article, on a disk of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.saved = trail.LIMIT, trail.KEPT
        trail.LIMIT, trail.KEPT = 6, 3
        self.top = Path(tempfile.mkdtemp())
        self.cuts = 0
        self.new_project(self.top / "0")
        self.acknowledged: tuple[Event, ...] = ()
        self.start(self.top / "0")

    @classmethod
    def new_project(cls, root: Path) -> None:
        """Make a project with an article that has its suggestions."""
        new_session(new_store(root))

    def start(self, root: Path) -> None:
        """Open the project as two people do after the machine has started."""
        store = Store(Project.open(root))
        self.disk = Disk(store.project.articles)
        self.before = copied(store.project.articles, root / "before")
        durable.os = self.disk
        self.store = store
        # Each has a store of their own, as two processes have.
        self.sessions = [Session(Store(Project.open(root)), "bridge", who) for who in PEOPLE]
        self.acknowledged = self.sessions[0].stored.events

    def teardown(self) -> None:
        durable.os = os
        trail.LIMIT, trail.KEPT = self.saved
        shutil.rmtree(self.top)

    @rule(who=st.integers(0, 1), data=st.data())
    def act(self, who: int, data: st.DataObject) -> None:
        """Do something."""
        self.do_something(who, data)

    def do_something(self, who: int, data: st.DataObject) -> None:
        """Do something; what does not fit, or is in conflict, changes nothing."""
        session = self.sessions[who]
        do, args = data.draw(acts(session))
        before = session.stored
        try:
            session.do(do, **args)
        except ConflictError:
            assert before.events != self.acknowledged, "a conflict with nobody"
            assert session.stored is before
            session.reload()
        except CopydeskError:
            assert session.stored is before
        else:
            self.acknowledged = session.stored.events

    @rule(who=st.integers(0, 1), data=st.data(), k=st.integers(1, 14), code=st.sampled_from(CODES), again=st.booleans())
    def act_on_a_failing_disk(self, who: int, data: st.DataObject, k: int, code: int, again: bool) -> None:
        """Do something while the disk fails; then perhaps do it again."""
        session = self.sessions[who]
        session.reload()
        do, args = data.draw(acts(session))
        self.disk.fail(k, code, for_ever=data.draw(st.booleans()))
        try:
            session.do(do, **args)
        except NotSavedError:
            self.disk.mend()
            assert session.state.n == self.acknowledged[-1].n
            if again:
                session.do(do, **args)
            else:
                # The folder's sync may have been what failed: then the act is there, and is now made to stay.
                durable.sync_folder(self.store.project.articles)
                session.reload()
            assert session.stored.events[:-1] in (self.acknowledged, self.acknowledged[:-1])
            self.acknowledged = session.stored.events
        except CopydeskError:
            self.disk.mend()
        else:
            self.disk.mend()
            self.acknowledged = session.stored.events

    @rule(seed=st.integers(0, 2**16), data=st.data())
    def cut_the_power(self, seed: int, data: st.DataObject) -> None:
        """Cut the power now, or in the middle of one more act, and start from what the disk holds."""
        length, known = len(self.disk.record), self.acknowledged
        self.do_something(0, data)
        chance = random.Random(seed)
        cut = chance.randint(length, len(self.disk.record))
        if cut == len(self.disk.record):
            known = self.acknowledged
        durable.os = os
        self.cuts += 1
        root = self.top / str(self.cuts)
        root.mkdir()
        (root / "copydesk.toml").touch()
        after_power_cut(self.before, self.disk.record[:cut], chance, root / "articles")
        after = self.acknowledged
        self.start(root)
        assert self.acknowledged in (known, after)

    @rule()
    def export_and_import(self) -> None:
        """Take the gold to a new project; it is the same there."""
        durable.os = os
        out = io.BytesIO()
        export_gold(self.store, out, SCHEME)
        path = self.top / "gold.jsonl"
        path.write_bytes(out.getvalue())
        if out.getvalue():
            (gold,) = read_gold(path)
            self.holds_what_was_decided(gold)
            there = new_store(Path(tempfile.mkdtemp(dir=self.top)))
            import_gold(there, path, "eve", SCHEME)
            back = io.BytesIO()
            export_gold(there, back, SCHEME)
            assert back.getvalue() == out.getvalue()
            rows = oracle.seen_in(there.load("bridge").state)
            assert {key for key in rows if key[0] in ("note", "flagged", "block", "layer")} <= self.expected.rows.keys()
            for key, row in rows.items():
                assert key[0] == "cluster" or self.expected.rows[key] == row, key
        durable.os = self.disk

    def holds_what_was_decided(self, gold: GoldArticle) -> None:
        """Every label that somebody decided on, or one that says the same, is there, and nothing else."""
        rows = {key[1]: row for key, row in self.expected.rows.items() if key[0] == "label" and row[2] != "pending"}
        for label in (*gold.labels, *gold.rejected):
            layer, value, status, _, by, note = rows[label.id]
            assert (label.layer, oracle.said(label.value), label.status) == (layer, value, status)
            assert (label.by, label.note) == (by, note)
        kept = {(row[0], *row[1][:2]) for row in rows.values() if row[2] != "rejected"}
        assert {(label.layer.value, *oracle.said(label.value)[:2]) for label in gold.labels} == kept
        assert {label.id for label in gold.rejected} == {name for name, row in rows.items() if row[2] == "rejected"}

    @rule()
    def record_and_replay(self) -> None:
        """The recorded session folds to the same, and a project made from it is the same."""
        durable.os = os
        stored = self.store.load("bridge")
        path = self.top / "session.jsonl"
        path.write_text("".join(session_lines(stored.article, stored.events)), encoding="utf-8")
        assert replay(path).same
        there = new_store(Path(tempfile.mkdtemp(dir=self.top)))
        take_in(there, path)
        assert there.load("bridge").events == self.acknowledged
        durable.os = self.disk

    @property
    def expected(self) -> oracle.Oracle:
        """What the acknowledged events come to."""
        return oracle.of(article(), self.acknowledged)

    @invariant()
    def the_disk_holds_what_was_acknowledged(self) -> None:
        """The log is the acknowledged events; the rows are what they fold to; nothing else is wrong."""
        stored = self.store.load("bridge")
        assert stored.events == self.acknowledged
        assert stored.state == fold(stored.article, self.acknowledged).state
        self.comes_to_what_is_expected(stored)
        self.the_project_is_whole()

    def the_project_is_whole(self) -> None:
        """Every file of it is."""
        assert check_project(self.store.project.root) == []

    def comes_to_what_is_expected(self, stored: Stored) -> None:
        """The oracle says the same."""
        rows, expected = oracle.seen_in(stored.state), self.expected.rows
        other = {key: (rows.get(key), expected.get(key)) for key in rows | expected}
        other = {key: both for key, both in other.items() if both[0] != both[1]}
        assert not other, other
        steps = len(stored.history.done), len(stored.history.undone)
        assert steps == (len(self.expected.done), len(self.expected.undone))


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
