"""Which mentions are one person or body, and what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.extraction.clusters import cluster
from tui.model import Cluster, Entity, Span


def clustered(*mentions: tuple[str, str], gap: str = " - ") -> tuple[list[str], list[Cluster]]:
    """The cluster of each `(text, label)` mention, in a text that has them one after the other."""
    text, entities = "", []
    for n, (surface, label) in enumerate(mentions, start=1):
        text += gap
        entities.append(Entity(f"e{n}", Span(len(text), len(text) + len(surface), surface), label))
        text += surface
    marked, clusters = cluster(text, entities)
    return [entity.cluster for entity in marked], clusters


def persons(*names: str) -> list[str]:
    return clustered(*((name, "PERSON") for name in names))[0]


def test_full_name_surname_and_name_without_diacritics_are_one() -> None:
    of, clusters = clustered(
        ("Ingrida Simonyte", "PERSON"), ("Šimonytė", "PERSON"), ("Vilnius", "GPE"), ("Simonyte", "PERSON"),
        ("Ingrida Šimonytė", "PERSON"), ("Šimonytė's", "PERSON"),
    )  # fmt: skip
    assert of == ["c1", "c1", "c2", "c1", "c1", "c1"]
    assert clusters[0] == Cluster("c1", "Ingrida Šimonytė", "PERSON", ("Ingrida Simonyte", "Šimonytė", "Simonyte"))


def test_two_people_of_one_surname_stay_two_and_the_nearest_full_name_before_wins() -> None:
    assert persons("Anna Berg", "Berg", "Karl Berg", "Berg", "Anna Berg", "Berg", "Karl") == [
        "c1", "c1", "c2", "c2", "c1", "c1", "c2",
    ]  # fmt: skip


def test_a_surname_before_any_full_name_waits_for_the_first() -> None:
    assert persons("Berg", "Anna Berg", "Karl Berg") == ["c1", "c1", "c2"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Donald J. Trump", "Donald Trump", True),
        ("J. Smith", "John Smith", True),
        ("Gabriel García", "Gabriel García Márquez", True),
        ("Donald Trump", "Donald Trump Jr.", False),
        ("Anna Berg", "Karl Berg", False),
        ("Anna Berg", "Anna Holm", False),
    ],
)
def test_when_two_full_names_are_one_person(one: str, other: str, *, same: bool) -> None:
    first, second = persons(one, other)
    assert (first == second) is same


def test_an_initial_does_not_make_two_people_one() -> None:
    assert persons("J. Smith", "John Smith", "Jane Smith") == ["c1", "c1", "c2"]


def test_a_body_its_acronym_and_its_name_without_inc_are_one() -> None:
    of, clusters = clustered(
        ("Financial Times", "ORG"), ("FT", "ORG"), ("Boeing Co.", "ORG"), ("Boeing", "ORG"), ("Times", "ORG"),
        ("United States", "GPE"), ("U.S.", "GPE"), ("US", "GPE"),
    )  # fmt: skip
    assert of == ["c1", "c1", "c2", "c2", "c3", "c4", "c4", "c4"]
    assert [found.name for found in clusters] == ["Financial Times", "Boeing Co.", "Times", "United States"]
    assert clusters[0].aliases == ("FT",)


def test_a_short_form_in_brackets_belongs_to_the_name_before_it() -> None:
    assert clustered(("Guardia Civil Naval", "ORG"), ("PNX", "ORG"), gap=" (")[0] == ["c1", "c1"]
    assert clustered(("Guardia Civil Naval", "ORG"), ("PNX", "ORG"), gap=", ")[0] == ["c1", "c2"]


def test_a_person_and_a_place_of_the_same_name_are_two() -> None:
    assert clustered(("Paris", "PERSON"), ("Paris", "GPE"))[0] == ["c1", "c2"]


def test_dates_and_amounts_have_no_cluster() -> None:
    assert clustered(("Monday", "DATE"), ("Monday", "DATE"), ("five", "CARDINAL"))[0] == [None, None, None]


NAME = st.sampled_from(["Anna Berg", "Karl Berg", "Berg", "Anna", "BERG", "A. Berg", "'s", "Anna Maria Berg", "Bérg"])


@given(st.lists(st.tuples(NAME, st.sampled_from(["PERSON", "ORG", "GPE", "DATE"])), max_size=12))
def test_every_name_is_in_one_cluster_and_clusters_stand_in_text_order(mentions: list[tuple[str, str]]) -> None:
    of, clusters = clustered(*mentions)
    assert [label == "DATE" for _, label in mentions] == [number is None for number in of]
    assert (
        [c.id for c in clusters]
        == list(dict.fromkeys(number for number in of if number))
        == [f"c{n}" for n in range(1, len(clusters) + 1)]
    )
    if "Anna Berg" in (names := [name for name, label in mentions if label == "PERSON"]) and "Karl Berg" in names:
        by_name = {name: number for (name, label), number in zip(mentions, of, strict=True) if label == "PERSON"}
        assert by_name["Anna Berg"] != by_name["Karl Berg"]
