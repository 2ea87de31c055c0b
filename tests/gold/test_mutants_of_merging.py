"""Mistakes planted in the merging of two people's gold: each is found by a look at what two sittings come to."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.gold.desk import span
from tests.gold.test_git import accepted, gold_rows
from tui.gold import Project, Session, Store, merging

Patch = pytest.MonkeyPatch
Spoil = Callable[[Patch], None]


def of_a_side(patch: Patch, name: str, spoilt: Callable[..., Any]) -> None:
    patch.setattr(merging._Merging, name, spoilt)


def what_they_added_is_left_out(patch: Patch) -> None:
    of_a_side(patch, "_new", lambda self, mine, other: [mine] if mine else [])


def what_one_turned_down_is_gone(patch: Patch) -> None:
    known = merging._Merging._known

    def gone(self: Any, was: Any, mine: Any, other: Any) -> Any:
        turned_down = any(side is not None and side[0] == "rejected" for side in (mine, other))
        return [] if turned_down else known(self, was, mine, other)

    of_a_side(patch, "_known", gone)


def a_clash_is_not_told(patch: Patch) -> None:
    of_a_side(patch, "_conflict", lambda self, *told: "")


def two_labels_get_one_id(patch: Patch) -> None:
    of_a_side(patch, "_with_own_ids", lambda self, labels: list(labels))


def two_people_become_one(patch: Patch) -> None:
    clusters = merging._Merging._clusters
    of_a_side(patch, "_clusters", lambda self: (clusters(self)[0], {}))


def their_note_is_left_out(patch: Patch) -> None:
    patch.setattr(merging, "_notes", lambda *rows: rows[0].get("note", ""))


def their_block_is_left_out(patch: Patch) -> None:
    of_a_side(patch, "_block", lambda self, base, ours, theirs: ours)


def who_they_are_is_left_out(patch: Patch) -> None:
    review = merging._Merging._review
    of_a_side(patch, "_review", lambda self: review(self) | {"annotators": self.ours["review"]["annotators"]})


def a_layer_with_a_clash_stays_complete(patch: Patch) -> None:
    review = merging._Merging._review
    of_a_side(patch, "_review", lambda self: review(self) | {"layers": self.ours["review"]["layers"]})


IN_MERGING: list[Spoil] = [
    what_they_added_is_left_out,
    what_one_turned_down_is_gone,
    a_clash_is_not_told,
    two_labels_get_one_id,
    two_people_become_one,
    their_note_is_left_out,
    their_block_is_left_out,
    who_they_are_is_left_out,
    a_layer_with_a_clash_stays_complete,
]


def merging_brings_together_what_two_people_did(folder: Path) -> None:
    """Kim and Lee, each with a copy of what Ann accepted; they agree on most, and differ on Berg and on Monday."""
    base = accepted(folder / "base")
    sides = {}
    for person in ("kim", "lee"):
        shutil.copytree(base.project.root, folder / person)
        sides[person] = Store(Project.open(folder / person))
    kim, lee = (Session(at, "bridge", person) for person, at in sides.items())
    derry, late = span("Derry"), span("late")

    kim.do("relabel", id="e2.1", label="PERSON")
    kim.do("note", id="e2.2", text="of kim")
    kim.do("set_cluster", id="c9.1", name="Derry", label="GPE")
    kim.do("add_entity", id="e9.1", start=derry.start, end=derry.end, label="GPE", cluster="c9.1")
    kim.do("relabel", id="e2.3", label="ORG")
    kim.do("reject", id="e2.2")
    kim.do("set_block", start=0, keep=False, kind="subtitle")

    lee.do("note", id="e2.1", text="of lee")
    lee.do("set_cluster", id="c9.1", name="Late", label="ORG")
    lee.do("add_entity", id="e9.1", start=late.start, end=late.end, label="ORG", cluster="c9.1")
    lee.do("set_block", start=span("Photo").start, keep=True)
    lee.do("relabel", id="e2.3", label="NORP")
    lee.do("relabel", id="e2.2", label="TIME")

    (merged,), conflicts = merging.merge(*(gold_rows(at) for at in (base, *sides.values())))
    assert {(e["text"], e["label"]) for e in merged["entities"]} == {
        ("Zoë Ní Bhriain", "PERSON"), ("Derry", "GPE"), ("late", "ORG"), ("Berg", "ORG"), ("Monday", "TIME"),
    }  # fmt: skip
    by_text = {e["text"]: e for e in merged["entities"]}
    assert "of lee" in by_text["Zoë Ní Bhriain"]["note"]
    names = {cluster["id"]: cluster["name"] for cluster in merged["clusters"]}
    assert (names[by_text["Derry"]["cluster"]], names[by_text["late"]["cluster"]]) == ("Derry", "Late")
    assert len({e["id"] for e in merged["entities"]}) == 5
    assert [block["keep"] for block in merged["blocks"]] == [False, True, True, True]
    assert merged["blocks"][0]["kind"] == "subtitle"
    assert merged["review"]["annotators"] == ["ann", "kim", "lee"]
    assert len(conflicts) == 2
    assert all(word in merged["review"]["note"] or word in str(conflicts) for word in ("ORG", "NORP", "TIME"))
    assert (merged["review"]["flagged"], merged["review"]["layers"]["entities"]) == (True, "open")


def test_merging_brings_together_what_two_people_did(tmp_path: Path) -> None:
    merging_brings_together_what_two_people_did(tmp_path)


@pytest.mark.parametrize("spoil", IN_MERGING, ids=lambda spoil: spoil.__name__)
def test_a_look_at_what_was_merged_finds(monkeypatch: Patch, tmp_path: Path, spoil: Spoil) -> None:
    spoil(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - in whatever way it breaks
        merging_brings_together_what_two_people_did(tmp_path)
