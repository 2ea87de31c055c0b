"""Files as other tools write them, each with what its users stumble over."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.formats.golds import TERMS, article, back_from, files_of, full_gold
from tui.annotation import LayerState
from tui.gold import GoldArticle
from tui.gold.formats import Losses, Unit, detect, get_format
from tui.gold.formats.conll import chunks
from tui.gold.formats.quotes_csv import COLUMNS, guarded, unguarded
from tui.model import CopydeskError, Layer

FIXTURES = Path(__file__).parent / "fixtures"
GOLD = full_gold()


def put(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def said(gold: GoldArticle) -> list[tuple[str, ...]]:
    """Return name and pieces of each label, in order."""
    return [(label.name, *(span.text for span in label.spans)) for label in gold.labels]


def quotes(gold: GoldArticle) -> list[tuple[str, str | None, str | None]]:
    """Return the first piece, the cue and the speaker of each quote."""
    values: list[Any] = [label.value for label in gold.labels if label.layer == "quotes"]
    return [
        (q.content[0].text, q.cue and q.cue.text, q.speaker and q.speaker.mention and q.speaker.mention.text)
        for q in values
    ]


# doccano: the fixtures are what doccano 1.8.4 exported after importing ours (fixtures/make_doccano.py)


@pytest.mark.parametrize(("name", "file"), [("doccano", "sequence"), ("doccano-relations", "relations")])
def test_what_went_through_doccano_comes_back(name: str, file: str, tmp_path: Path) -> None:
    form, path = get_format(name), FIXTURES / f"doccano-{file}.jsonl"
    found = detect(path)
    assert found is not None
    assert found.name == name
    (through,) = back_from(path, form, [])
    (straight,) = back_from(files_of([GOLD], form, tmp_path), form, [])
    assert through == straight
    assert through.article.id == "harbour"


def test_the_fixture_is_of_what_we_write_now(tmp_path: Path) -> None:
    for name, file in (("doccano", "sequence"), ("doccano-relations", "relations")):
        ours = files_of([GOLD], get_format(name), tmp_path)
        assert ours.read_bytes().isascii()  # doccano guesses encodings, and takes UTF-8 for Turkish
        sent, came = json.loads(ours.read_bytes()), json.loads((FIXTURES / f"doccano-{file}.jsonl").read_bytes())
        assert sent["text"] == came["text"]
        if file == "sequence":
            assert sorted(sent["label"]) == sorted(came["label"])
        else:
            assert {(e["label"], e["start_offset"], e["end_offset"]) for e in sent["entities"]} == {
                (e["label"], e["start_offset"], e["end_offset"]) for e in came["entities"]
            }
            assert sorted(r["type"] for r in sent["relations"]) == sorted(r["type"] for r in came["relations"])


def test_a_doccano_file_with_emoji_needs_its_unit(tmp_path: Path) -> None:
    path = put(tmp_path / "all.jsonl", {"id": 7, "text": "🎉 Ana left Bonn.", "label": [[3, 6, "PER"]], "Comments": []})
    with pytest.raises(
        CopydeskError, match="3:6 is 'na ' with --offset-unit codepoint, or 'Ana' with --offset-unit utf16"
    ):
        back_from(path, get_format("doccano"), [])
    (gold,) = back_from(path, get_format("doccano"), [], terms=replace(TERMS, unit=Unit.UTF16))
    assert said(gold) == [("PER", "Ana")]


# Label Studio


def task(**more: Any) -> dict[str, Any]:
    value = {"start": 4, "end": 7, "text": "Ana", "labels": ["PER"]}
    result = [
        {"id": "x1", "from_name": "l", "to_name": "t", "type": "labels", "value": value},
        {"type": "choices", "value": {"choices": ["sport"]}},
        {"id": "x2", "type": "labels", "value": {"start": 17, "end": 21, "labels": ["LOC", "GPE"]}},
    ]
    annotations = [{"id": 1, "completed_by": {"id": 1, "email": "ann@example.org"}, "result": result}]
    return {"id": 31, "data": {"body": "🎉🎉, Ana has left Bonn."}, "annotations": annotations} | more


@pytest.mark.parametrize("body", ["🎉🎉, Ana has left Bonn.", "🎉, Ana has left Bonn."])
def test_label_studio_tasks_of_others_old_and_new(body: str, tmp_path: Path) -> None:
    """The first text has Ana at 4:7 in code points, as now, the second in UTF-16 units, as before 2022."""
    losses = Losses()
    path = put(tmp_path / "project.json", [task(data={"body": body}, predictions=[{"result": []}])])
    (gold,) = back_from(path, get_format("label-studio"), [], losses)
    assert said(gold) == [("PER", "Ana"), ("GPE", "Bonn"), ("LOC", "Bonn")]
    assert gold.article.id == "31"
    assert gold.labels[0].by == "ann@example.org"
    assert [loss.what for loss in losses.of_labels] == ["regions of type 'choices'"]
    assert [loss.what for loss in losses.notes] == ["tasks with predictions, which nobody confirmed"]


def test_label_studio_json_min_is_read_and_the_work_of_several_refused(tmp_path: Path) -> None:
    short = {"id": 5, "text": "Ana left.", "label": [{"start": 0, "end": 3, "text": "Ana", "labels": ["PER"]}]}
    (gold,) = back_from(put(tmp_path / "min.json", [short]), get_format("label-studio"), [])
    assert said(gold) == [("PER", "Ana")]
    two = task()
    two["annotations"] *= 2
    with pytest.raises(CopydeskError, match="task 1: it has 2 annotations"):
        back_from(put(tmp_path / "two.json", [two]), get_format("label-studio"), [])


# brat


def test_brat_s_groups_of_equals_are_clusters(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "Ana Berg left. Bonn saw Berg go; she waved to the city and to Lee.\n")
    put(
        tmp_path / "a.ann",
        "T1\tPER 0 8\tAna Berg\nT2\tLOC 15 19\tBonn\nT3\tPER 24 28\tBerg\nT4\tPER 33 36\tshe\nT5\tLOC 46 54\tthe city\n"
        "T6\tPER 62 65\tLee\n*\tEquiv T3 T1\n*\tEquiv T2 T5\n*\tEquiv T4 T3\n",
    )
    losses = Losses()
    (gold,) = back_from(tmp_path, get_format("brat"), [], losses)
    assert [(label.value.span.text, label.value.cluster) for label in gold.labels] == [
        ("Ana Berg", "c1.1"), ("Bonn", "c1.2"), ("Berg", "c1.1"), ("she", "c1.1"), ("the city", "c1.2"), ("Lee", None),
    ]  # fmt: skip
    assert [(cluster.id, cluster.name) for cluster in gold.clusters] == [("c1.1", "Ana Berg"), ("c1.2", "the city")]
    assert not list(losses.of_labels)


def test_brat_holds_clusters_with_their_names_but_not_what_else_they_are_called(tmp_path: Path) -> None:
    losses = Losses()
    folder = files_of([full_gold()], get_format("brat"), tmp_path, losses)
    lines = (folder / "harbour.ann").read_text(encoding="utf-8").splitlines()
    name = next(line.split("\t")[0] for line in lines if line.endswith("\tBob Ray") and "PERSON" in line)
    assert f"Reference {name} copydesk:c3.1\tBob Ray" in [line.partition("\t")[2] for line in lines]
    assert [(loss.what, loss.count) for loss in losses.of_records if "clusters" in loss.what] == [
        ("clusters' kinds and other forms", 1)
    ]
    (gold,) = back_from(folder, get_format("brat"), [])
    assert [(cluster.id, cluster.name) for cluster in gold.clusters] == [("c2.1", "Zoë O’Neil"), ("c3.1", "Bob Ray")]
    assert [q.value.speaker.cluster for q in gold.labels if q.layer is Layer.QUOTES and q.value.speaker] == [
        "c2.1", "c2.1", None,
    ]  # fmt: skip


def test_brat_files_of_others_with_what_we_have_no_place_for(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", "Ana left 🎉 Bonn,\nsaid she.\n")
    put(
        tmp_path / "a.ann",
        "T1\tPER 0 3\tAna\nT2\tQuote 4 8;11 15\tleft Bonn\nT3\tVerb 17 21\tsaid\nR1\tSaid Arg1:T2 Arg2:T3\n"
        "N1\tReference T1 Wikidata:Q1\tAna Berg\n"
        "A1\tSure T1\nE1\tLeave:T3 Who:T1\n#1\tAnnotatorNotes T1\tthe mayor\n*\tAlias T1 T3\n",
    )
    names = {"Quote": "QUOTE_INDIRECT", "Verb": "QUOTE_CUE", "Said": "CUE"}
    losses = Losses()
    (gold,) = back_from(tmp_path, get_format("brat"), [], losses, replace(TERMS, names=names))
    assert said(gold) == [("PER", "Ana"), ("indirect", "left", "Bonn")]
    assert quotes(gold) == [("left", "said", None)]
    assert gold.labels[0].note == "the mayor"
    assert [(cluster.id, cluster.name) for cluster in gold.clusters] == [("Wikidata:Q1", "Ana Berg")]
    assert sorted(loss.what for loss in losses.of_labels) == [
        "brat's attributes", "brat's events", "brat's groups of equals that can't be read",
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), [("7 8", "9 13"), ("9 10", "11 15")])
def test_the_unit_of_a_split_stretch_is_found_from_its_pieces(first: str, second: str, tmp_path: Path) -> None:
    """brat's pages of old counted UTF-16 units."""
    put(tmp_path / "a.txt", "Ana 🎉🎉 x Bonn 🎉.")
    put(tmp_path / "a.ann", f"T1\tQUOTE_MIXED {first};{second}\t\N{PARTY POPPER} Bonn\n")
    with pytest.raises(CopydeskError, match="but there stands"):
        back_from(tmp_path, get_format("brat"), [])
    put(tmp_path / "a.ann", f"T1\tQUOTE_MIXED {first};{second}\tx Bonn\n")
    (gold,) = back_from(tmp_path, get_format("brat"), [])
    assert said(gold) == [("mixed", "x", "Bonn")]


def test_brat_without_its_text_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "a.ann", "T1\tPER 0 3\tAna\n")
    with pytest.raises(CopydeskError, match=r"a\.ann has no text beside it; put a\.txt there"):
        back_from(tmp_path, get_format("brat"), [])


# CoNLL


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("B-X I-X O B-X B-X", [(0, 1), (3, 3), (4, 4)]),  # IOB2
        ("I-X I-X O I-X B-X", [(0, 1), (3, 3), (4, 4)]),  # IOB1
        ("B-X E-X O S-X S-X", [(0, 1), (3, 3), (4, 4)]),  # IOBES
        ("B-X L-X O U-X U-X", [(0, 1), (3, 3), (4, 4)]),  # BILOU
        ("I-X I-Y O", [(0, 0), (1, 1)]),
        ("O B-X", [(1, 1)]),
    ],
)
def test_every_way_of_tagging_is_understood(tags: str, found: list[tuple[int, int]]) -> None:
    assert [(first, last) for first, last, _ in chunks(tags.split(), set())] == found


def test_conll_finds_its_text_again_or_makes_one(tmp_path: Path) -> None:
    path = put(
        tmp_path / "eng.testa",
        "-DOCSTART- -X- O O\n\nHarbour NNP B-NP O\n🎉🎉 X O O\nO'Neil NNP B-NP B-PER\n\n"
        "said VBD O O\nso RB O O\n. . O O\n",
    )
    found, losses = detect(path), Losses()
    assert found is not None
    assert found.name == "conll"
    (made,) = back_from(path, found, [], losses)
    assert made.article.text == "Harbour 🎉🎉 O'Neil\nsaid so ."
    assert said(made) == [("PER", "O'Neil")]
    assert [loss.what for loss in losses.notes] == ["articles whose text is made of the tokens, with single spaces"]
    original = replace(
        GOLD, article=replace(article(), text="Harbour  🎉🎉\nO'Neil said so.", blocks=(), text_sha256="")
    )
    (again,) = back_from(path, found, [original])
    assert (again.article.id, again.article.text) == ("harbour", original.article.text)
    assert said(again) == [("PER", "O'Neil")]


@pytest.mark.parametrize("name", ["conll", "huggingface"])
def test_an_o_that_nobody_has_looked_at_is_told(name: str, tmp_path: Path) -> None:
    unfinished = replace(
        GOLD, review=replace(GOLD.review, layers={**GOLD.review.layers, Layer.ENTITIES: LayerState.OPEN})
    )
    for gold, told in ((GOLD, False), (unfinished, True)):
        losses = Losses()
        files_of([gold], get_format(name), tmp_path, losses)
        notes = [loss.what for loss in losses.notes]
        assert any(note.endswith("O may mean that nobody has looked") for note in notes) is told
        assert any(note.startswith("articles with dropped blocks: their tokens are O") for note in notes)


# a table of quotes


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "'=1", "''=1", "'tis", "“=1”", "＝1", "plain", ""])
def test_no_cell_is_computed_and_every_one_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝")


def test_the_table_is_what_a_spreadsheet_shows(tmp_path: Path) -> None:
    blob = files_of([GOLD], get_format("quotes-csv"), tmp_path).read_bytes()
    assert blob.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(blob.decode("utf-8-sig"))))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["article"], row["speaker"], row["cue"], row["quote"]) for row in rows] == [
        ("harbour", "", "", "🎉 opens"),
        ("harbour", "Zoë O’Neil", "said", "“We won 🎉🎉,” […] “it’s over.”"),
        ("harbour", "さん", "", "met Bob Ray"),
    ]


def test_a_table_of_ones_own_needs_only_article_and_quote(tmp_path: Path) -> None:
    path = put(tmp_path / "q.csv", "Article;Quote;Speaker\nharbour;“We won 🎉🎉,” […] “it’s over.”;Zoë O’Neil\n")
    found = detect(path)
    assert found is not None
    (gold,) = back_from(path, found, [GOLD])
    assert said(gold) == [("direct", "“We won 🎉🎉,”", "“it’s over.”")]
    assert quotes(gold) == [("“We won 🎉🎉,”", None, "Zoë O’Neil")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("harbour,“We lost”\n", "line 2: the article does not say '“We lost”'"),
        ("harbour,of\n", "says 'of' 2 times; say which with a column quote_at (46-48 is the first)"),
        ("bridge,of\n", "has no article 'bridge'"),
        ("harbour,\n", "line 2: the quote is empty"),
    ],
)
def test_a_row_that_fits_nothing_is_named(rows: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CopydeskError) as refused:
        back_from(put(tmp_path / "q.csv", "article,quote\n" + rows), get_format("quotes-csv"), [GOLD])
    assert sentence in str(refused.value)


# tables for datasets


def test_a_table_of_tokens_and_tags_is_read(tmp_path: Path) -> None:
    path = put(tmp_path / "t.jsonl", {"id": "0", "tokens": ["Ana", "left", "."], "ner_tags": ["B-PER", "O", "O"]})
    found = detect(path)
    assert found is not None
    (gold,) = back_from(path, found, [])
    assert (found.name, gold.article.text, said(gold)) == ("huggingface", "Ana left .", [("PER", "Ana")])
    with pytest.raises(CopydeskError, match="the tag '1' has no name in the file"):
        back_from(put(path, {"tokens": ["Ana"], "ner_tags": [1]}), found, [])


# Web Annotations


def test_annotations_of_others_are_found_by_quote_or_position(tmp_path: Path) -> None:
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
            {"type": "Annotation", "body": {"type": "TextualBody", "value": "PERSON", "purpose": "tagging"},
             "target": {"source": "https://example.org/harbour", "selector": {
                 "type": "TextQuoteSelector", "exact": "Bob Ray", "prefix": "met ", "suffix": "."}}},
            {"type": "Annotation", "body": "GPE",
             "target": {"source": "harbour", "selector": {"type": "TextPositionSelector", "start": 0, "end": 7}}},
            {"type": "Annotation", "motivation": "bookmarking", "target": "https://example.org/harbour"},
        ],
    }  # fmt: skip
    losses, path = Losses(), put(tmp_path / "a.jsonld", page)
    with pytest.raises(CopydeskError, match="is in the file already"):  # one article under two names
        back_from(path, get_format("web-annotation"), [GOLD])
    page["items"][1]["target"]["source"] = "https://example.org/harbour"  # type: ignore[index]
    (gold,) = back_from(put(path, page), get_format("web-annotation"), [GOLD], losses)
    assert said(gold) == [("GPE", "Harbour"), ("PERSON", "Bob Ray")]
    assert [loss.what for loss in losses.of_labels] == ["annotations without a word for a label"]
    with pytest.raises(CopydeskError, match="there is no text of"):
        back_from(path, get_format("web-annotation"), [])


# UIMA CAS


def test_a_cas_of_others_gives_its_span_layers(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    types = cassis.TypeSystem()
    person = types.create_type("custom.Person")
    types.create_feature(person, "role", "uima.cas.String")
    cas = cassis.Cas(types, sofa_string="🎉 Ana left.", sofa_mime="text/plain")
    cas.add(person(begin=2, end=5, role="mayor"))
    path = put(tmp_path / "a.json", cas.to_json())
    losses = Losses()
    (gold,) = back_from(path, get_format("cas-json"), [], losses)
    assert (gold.article.id, said(gold)) == ("a", [("Person", "Ana")])
    assert [loss.what for loss in losses.of_labels] == ["features role of Person"]
    types.to_xml(tmp_path / "TypeSystem.xml")
    cas.to_xmi(tmp_path / "b.xmi")
    (gold,) = back_from(tmp_path / "b.xmi", get_format("cas-xmi"), [])
    assert said(gold) == [("Person", "Ana")]
