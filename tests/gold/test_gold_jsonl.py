"""Gold out of a project and into another: nothing lost silently, the same bytes every time, mistakes found."""

import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gold.acts import work
from tests.gold.desk import TEXT, article, new_session, new_store, span
from tui.gold import Hidden, Store, StoreError, Texts, default_scheme, export_gold, import_gold, read_gold, write_gold
from tui.gold.check import SCHEMAS, check_file, schema_text
from tui.gold.record import natural
from tui.model import CopydeskError

SCHEME = default_scheme()


def exported(store: Store, **options: Any) -> bytes:
    stream = io.BytesIO()
    export_gold(store, stream, SCHEME, **options)
    return stream.getvalue()


def annotated(store: Store) -> Store:
    """An article in which a person accepted, corrected, added, rejected and left something."""
    session = new_session(store)
    derry, she, berg = span("Derry"), span("she"), span("Berg", 1)
    session.do("relabel", id="e2.1", label="PERSON")
    session.do("reject", id="e2.2")
    session.do("add_entity", id=session.new_id("e"), start=derry.start, end=derry.end, label="GPE")
    session.do("accept", id="q2.1")
    session.do("set_speaker", id="q2.1", mention=[she.start, she.end], cluster="c2.1")
    session.do("set_cluster", id=session.new_id("c"), name="Unused")
    session.do("set_layer", layer="quotes", state="complete")
    session.do("note", id="e2.1", text="a mayor\u2028and\u0085more")
    assert session.state.label("e2.3").value.span == berg  # stays pending
    return store


def test_gold_has_what_people_decided_and_the_report_what_they_did_not(store: Store) -> None:
    stream = io.BytesIO()
    report = export_gold(annotated(store), stream, SCHEME)
    (row,) = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(e["id"], e["label"], e["status"], e["text"]) for e in row["entities"]] == [
        ("e2.1", "PERSON", "corrected", "Zoë Ní Bhriain"),
        ("e5.1", "GPE", "added", "Derry"),
    ]
    proposed = row["entities"][0]["proposed"]
    assert (proposed["label"], proposed["score"]) == ("ORG", 0.91)
    assert row["entities"][0]["proposed_by"] == "names@1+sm@3.8.0"
    assert [(q["id"], q["status"], q["speaker"]["cluster"]) for q in row["quotes"]] == [("q2.1", "accepted", "c2.1")]
    assert [(r["id"], r["layer"], r["label"], r["text"]) for r in row["rejected"]] == [
        ("e2.2", "entities", "DATE", "Monday")
    ]
    assert [c["name"] for c in row["clusters"]] == ["Zoë Ní Bhriain"]
    assert row["review"]["layers"] == {"blocks": "open", "entities": "open", "quotes": "complete"}
    assert (row["review"]["annotators"], row["review"]["scheme"]) == (["ann"], "news/1")
    assert row["review"]["labels"]["quotes"] == ["direct", "mixed", "indirect"]
    assert list(row)[-1] == "text"
    assert (report.articles, report.labels) == (1, 3)
    assert [str(loss) for loss in report.losses] == [
        "suggestions that nobody decided on, left out: 1 (bridge)",
        "clusters that no exported label speaks of, left out: 1 (bridge)",
    ]


def test_a_layer_annotated_without_suggestions_is_marked_blind(store: Store) -> None:
    store.add(article(), "importer")
    session = new_session(store)
    session.do("set_layer", layer="entities", state="complete")
    assert json.loads(exported(store))["review"]["blind"] == ["entities"]


def test_every_line_is_a_line_for_every_program(store: Store) -> None:
    assert len(exported(annotated(store)).decode().splitlines()) == 1


def test_labels_in_dropped_blocks_are_counted_or_left_out_never_silent(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.3")
    session.do("set_block", start=98, keep=False, kind="promo")
    for hidden, ids, what in (
        (Hidden.KEEP, ["e2.3"], "labels in dropped blocks, exported: 1 (bridge)"),
        (Hidden.LEAVE, [], "labels in dropped blocks, left out: 1 (bridge)"),
    ):
        stream = io.BytesIO()
        report = export_gold(store, stream, SCHEME, hidden=hidden)
        assert [row["id"] for row in json.loads(stream.getvalue())["entities"]] == ids
        assert what in [str(loss) for loss in report.losses]


def test_a_label_that_says_the_same_as_another_is_exported_once(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.3")
    berg = session.state.label("e2.3").value.span
    session.do("add_entity", id=session.new_id("e"), start=berg.start, end=berg.end, label="PERSON")
    stream = io.BytesIO()
    report = export_gold(store, stream, SCHEME)
    assert [row["id"] for row in json.loads(stream.getvalue())["entities"]] == ["e2.3"]
    assert "labels that say the same as another one, left out: 1 (bridge)" in report.sentences()


def test_untouched_and_damaged_articles_are_counted(store: Store) -> None:
    annotated(store)
    new_session(store, "tunnel")
    (store.project.articles / "torn.json").write_text("{")
    stream = io.BytesIO()
    report = export_gold(store, stream, SCHEME)
    assert report.articles == 1
    said = " ".join(report.sentences())
    assert "articles that nobody has annotated, left out: 1 (tunnel)" in said
    assert re.search(r"articles that can't be read .*torn\.json is damaged", said)


def test_gold_comes_back_as_it_went(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(exported(annotated(store)))
    other = new_store(tmp_path / "other")
    report = import_gold(other, path, "eve", SCHEME)
    assert (report.articles, report.labels) == (1, 3)
    assert exported(other) == path.read_bytes()
    loaded = other.load("bridge")
    assert [event.do for event in loaded.events] == ["open", "import"]
    assert loaded.state.label("e2.1").by == "ann"
    again = import_gold(other, path, "eve", SCHEME)
    assert (again.articles, str(again.losses[0])) == (0, "articles that are here already: 1 (bridge)")


def test_gold_is_imported_over_suggestions_but_not_over_other_decisions(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(exported(annotated(store)))
    other = new_store(tmp_path / "other")
    new_session(other)
    import_gold(other, path, "eve", SCHEME)
    assert exported(other) == path.read_bytes()
    third = new_store(tmp_path / "third")
    session = new_session(third, who="bob")
    session.do("accept", id="e2.3")
    with pytest.raises(StoreError, match="'bridge' has labels here that bob decided on"):
        import_gold(third, path, "eve", SCHEME)
    assert third.load("bridge").state == session.state


def test_nothing_is_imported_where_one_article_can_not_be(store: Store, tmp_path: Path) -> None:
    annotated(store)
    new_session(store, "tunnel").do("accept", id="e2.1")
    path = tmp_path / "gold.jsonl"
    path.write_bytes(exported(store))
    other = new_store(tmp_path / "other")
    other.add(article("tunnel", "Another text."), "x")
    with pytest.raises(StoreError, match="another text under the id 'tunnel'"):
        import_gold(other, path, "eve", SCHEME)
    assert other.ids() == ["tunnel"]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_import_of_export_is_the_same_gold_whatever_was_done(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = new_store(Path(folder) / "here"), new_store(Path(folder) / "there")
        for name in ("bridge", "tunnel"):
            work(new_session(here, name), data)
        out = exported(here)
        path = Path(folder) / "gold.jsonl"
        path.write_bytes(out)
        assert list(check_file(path)) == []
        if out:
            import_gold(there, path, "eve", SCHEME)
        assert exported(there) == out
        assert exported(here) == out
        shuffled = io.BytesIO()
        write_gold(reversed(read_gold(path) if out else []), shuffled)
        assert shuffled.getvalue() == out


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_standoff_and_the_text_give_the_gold_but_for_what_is_counted(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = new_store(Path(folder) / "here"), new_store(Path(folder) / "there")
        session = new_session(here)
        work(session, data)
        out = exported(here, standoff=True)
        path = Path(folder) / "standoff.jsonl"
        path.write_bytes(out)
        assert list(check_file(path)) == []
        if out:
            import_gold(there, path, "eve", SCHEME, texts=Texts.of_store(here))
        assert exported(there, standoff=True) == out
        if out:
            full, back = json.loads(exported(here)), json.loads(exported(there))
            for row in (full, back):
                for gone in ("clusters", "source", "blocks"):
                    row.pop(gone, None)
                row["review"].pop("note", None)
                for label in (*row["entities"], *row["quotes"], *row["rejected"]):
                    label.pop("note", None)
            assert back == full


def test_standoff_has_no_word_of_the_article(store: Store) -> None:
    annotated(store)
    out = exported(store, standoff=True).decode()
    for word in re.findall(r"\w{4,}", TEXT):
        assert word not in out.replace('"id":"bridge"', ""), word
    assert "mayor" not in out
    stream = io.BytesIO()
    report = export_gold(store, stream, SCHEME, standoff=True)
    assert "notes, left out: 1 (bridge)" in [str(loss) for loss in report.losses]


def test_standoff_gets_its_text_from_a_folder_and_refuses_another_text(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "standoff.jsonl"
    path.write_bytes(exported(annotated(store), standoff=True))
    folder = tmp_path / "texts"
    folder.mkdir()
    other = new_store(tmp_path / "other")
    with pytest.raises(CopydeskError, match="say where the texts are"):
        import_gold(other, path, "eve", SCHEME)
    (folder / "bridge.txt").write_text(TEXT.replace("Derry", "Perry"), encoding="utf-8")
    with pytest.raises(CopydeskError, match=r"the text of 'bridge' in .* is not the one that was annotated"):
        import_gold(other, path, "eve", SCHEME, texts=Texts.at(folder))
    (folder / "bridge.txt").rename(folder / "tunnel.txt")
    with pytest.raises(CopydeskError, match="has no text for 'bridge'"):
        import_gold(other, path, "eve", SCHEME, texts=Texts.at(folder))
    assert other.ids() == []
    (folder / "any-name.txt").write_text(TEXT, encoding="utf-8")
    import_gold(other, path, "eve", SCHEME, texts=Texts.at(folder))
    assert [e["text"] for e in json.loads(exported(other))["entities"]] == ["Zoë Ní Bhriain", "Derry"]
    import_gold(new_store(tmp_path / "third"), path, "eve", SCHEME, texts=Texts.at(store.project.root))


def entity(row: dict[str, Any]) -> dict[str, Any]:
    return row["entities"][0]


MISTAKES: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda r: entity(r).update(start=entity(r)["start"] + 1, end=entity(r)["end"] + 1),
     "e2.1: it says 'Zoë Ní Bhriain', but at 18:32 stands 'oë Ní Bhriain '"),
    (lambda r: entity(r).update(end=10_000), "e2.1: the span 17:10000 is empty or ends after the text"),
    (lambda r: entity(r).update(start=entity(r)["start"] - 1, text="\n" + entity(r)["text"]), "white space"),
    (lambda r: entity(r).update(cluster="c9.9"), "e2.1: there is no cluster 'c9.9'"),
    (lambda r: entity(r).update(id="e5.1"), "e5.1: this id is there twice"),
    (lambda r: entity(r).update(status="accepted"), "e2.1: its status is 'accepted' but it is not what was proposed"),
    (lambda r: entity(r).update(status="added"), "e2.1: its status is 'added' but it has a proposal"),
    (lambda r: r["entities"][1].update(status="corrected"), "e5.1: its status is 'corrected' but it has no proposal"),
    (lambda r: entity(r)["proposed"].update(label="PERSON"), "it is what was proposed"),
    (lambda r: entity(r).pop("proposed_by"), "e2.1: a proposal needs to say by whom it was"),
    (lambda r: entity(r).update(status="rejected"), "e2.1.status: 'rejected' is not one of"),
    (lambda r: entity(r).update(colour="red"), "e2.1: Additional properties are not allowed"),
    (lambda r: entity(r).update(created="yesterday"), "e2.1.created: 'yesterday' does not match"),
    (lambda r: r["entities"].append(dict(entity(r), id="e9.1")), "e9.1: it is the same as e2.1"),
    (lambda r: r["quotes"][0]["content"].append(dict(r["quotes"][0]["content"][0])), "q2.1: its pieces overlap"),
    (lambda r: r["quotes"][0]["speaker"].update(cluster="c7"), "q2.1: there is no cluster 'c7'"),
    (lambda r: r["quotes"][0].update(speaker={}), "q2.1.speaker: {} should be non-empty"),
    (lambda r: r["blocks"][1].update(start=3), "block 3:79: it overlaps the block before it"),
    (lambda r: r["blocks"][3].update(end=500), "block 98:500: it is empty or ends after the text"),
    (lambda r: r.update(text=r["text"].replace("paid", "left")), "its SHA-256 is not text_sha256"),
    (lambda r: r.update(text=r["text"].replace("\n", "\r\n")), "the text holds control characters or line ends"),
    (lambda r: r.update(title="Another title"), "the title is 'Another title', but the title block has 'Bridge to clo"),
    (lambda r: r["review"].update(blind=["quotes"]), "review.blind: it is ['quotes'], but layers and extractors say"),
    (lambda r: r["review"]["layers"].update(quotes="done"), "review.layers.quotes: 'done' is not one of"),
    (lambda r: r.update(id="../evil"), "id: '../evil' does not match"),
    (lambda r: r.update(schema="copydesk.gold/2"), "it needs a newer Copydesk"),
    (lambda r: r.update(offsets="utf-16"), "offsets: 'codepoint' was expected"),
    (lambda r: r["rejected"][0].pop("proposed_by"), "e2.2: 'proposed_by' is a required property"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), MISTAKES)
def test_a_mistake_in_a_gold_file_is_found_with_its_line_and_label(
    store: Store, tmp_path: Path, spoil: Callable[[dict[str, Any]], Any], sentence: str
) -> None:
    good = exported(annotated(store))
    row = json.loads(good)
    spoil(row)
    path = tmp_path / "gold.jsonl"
    path.write_text("\n" + json.dumps(row) + "\n", encoding="utf-8")
    findings = [str(finding) for finding in check_file(path)]
    assert any(sentence in finding for finding in findings), findings
    assert all(finding.startswith("line 2") for finding in findings)
    with pytest.raises(CopydeskError, match="line 2"):
        read_gold(path)


def test_an_article_that_is_there_twice_is_found(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(exported(annotated(store)) * 2)
    assert [str(f) for f in check_file(path)] == ["line 2, article 'bridge': line 1 has this article already"]


@pytest.mark.parametrize(
    ("blob", "message"),
    [
        (b"", "is empty"),
        (b"{\n", "line 1: it is not JSON"),
        (b"\xff\n", "line 1: byte 0 is not UTF-8"),
        (b"[]\n", "\"schema\" is None"),
        (b"[" * 100_000, "line 1: it is not JSON"),
    ],
)  # fmt: skip
def test_what_is_not_gold_is_refused_in_a_sentence(tmp_path: Path, blob: bytes, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(blob)
    with pytest.raises(CopydeskError, match=message):
        read_gold(path)
    with pytest.raises(CopydeskError, match="could not read"):
        read_gold(tmp_path / "absent.jsonl")


def test_offsets_out_of_a_standoff_text_are_found(store: Store, tmp_path: Path) -> None:
    row = json.loads(exported(annotated(store), standoff=True))
    entity(row).update(end=10_000)
    row["clusters"][0]["name"] = [5, 2]
    path = tmp_path / "standoff.jsonl"
    path.write_text(json.dumps(row) + "\n")
    said = " ".join(map(str, check_file(path)))
    assert "e2.1: the span 17:10000" in said
    assert "c2.1: the name at 5:2" in said
    with pytest.raises(CopydeskError):
        read_gold(path)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schemas_are_schemas(name: str) -> None:
    import jsonschema

    schema = json.loads(schema_text(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"]["const"] == name


def test_ids_are_ordered_by_their_numbers() -> None:
    assert sorted(["e10.2", "e2.10", "e2.9"], key=natural) == ["e2.9", "e2.10", "e10.2"]
