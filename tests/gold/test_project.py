"""A project's folder: made, found, known by what is in it, and warned about."""

import contextlib
from pathlib import Path

import pytest

from tests.gold.desk import article, new_session
from tui.gold import (
    Project,
    Store,
    StoreError,
    project,
)
from tui.model import Article, CopydeskError


def test_a_project_is_found_from_a_folder_within_it(tmp_path: Path) -> None:
    assert Project.find(tmp_path) is None
    with pytest.raises(StoreError, match="no Copydesk project"):
        Project.open(tmp_path)
    made = Project.create(tmp_path / "p")
    inner = tmp_path / "p" / "notes" / "deep"
    inner.mkdir(parents=True)
    assert Project.find(inner) == made
    assert Project.create(tmp_path / "p") == made


def test_a_project_without_its_configuration_is_known_by_its_articles(store: Store) -> None:
    new_session(store)
    (store.project.root / "copydesk.toml").unlink()
    assert Project.open(store.project.root).config == {}
    (store.project.root / "copydesk.toml").write_text("")
    assert Project.open(store.project.root).config == {}


def test_a_broken_configuration_is_named_with_its_line(store: Store) -> None:
    (store.project.root / "copydesk.toml").write_text("who = 'ann'\nwho = 3 4\n")
    with pytest.raises(StoreError, match=r"copydesk\.toml can't be read .*not TOML.*line 2"):
        Project.open(store.project.root)


def test_a_project_on_a_network_is_warned_about(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.project.warnings() == ()
    monkeypatch.setattr(project, "file_system", lambda path: "nfs4")
    (warning,) = store.project.warnings()
    assert "network file system (nfs4)" in warning


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="only Linux tells what a folder is mounted from")
def test_the_type_of_a_file_system_is_known() -> None:
    assert project.file_system(Path("/proc/self")) == "proc"


def test_a_project_that_is_only_its_configuration_so_far_takes_articles(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("blind = 0.2\n")
    for made in (Project.create(tmp_path), Project.open(tmp_path)):
        Store(made).add(article(), "kim")
        assert list(Store(made).ids()) == ["bridge"]
        (tmp_path / "articles" / "bridge.json").unlink()
        (tmp_path / "articles").rmdir()
    assert (tmp_path / "copydesk.toml").read_text() == "blind = 0.2\n"


def test_a_project_that_was_made_for_nothing_goes_again_and_takes_nothing_with_it(tmp_path: Path) -> None:
    def refused(root: Path, *articles: Article) -> None:
        with contextlib.suppress(CopydeskError), Project.made(root) as project:
            for one in articles:
                Store(project).add(one, "ann")
            raise CopydeskError("the next one is mistyped")

    refused(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / ".gitignore").write_text("*.pdf\n")
    refused(mine)
    assert [path.name for path in mine.iterdir()] == [".gitignore"]
    refused(mine, article())
    assert Store(Project.open(mine)).ids() == ["bridge"]
    before = sorted(mine.rglob("*"))
    refused(mine)
    assert sorted(mine.rglob("*")) == before
