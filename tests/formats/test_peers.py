"""What other people's programs find in the files that we write."""

import json
import subprocess
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.formats.golds import files_of, full_gold
from tests.peers import needs
from tui.gold.formats import get_format
from tui.gold.formats.units import Offsets, Unit

GOLD = full_gold()
TEXT = GOLD.article.text
ENTITIES = {(label.name, label.spans[0].text) for label in GOLD.labels if label.layer == "entities"}


def test_bioc_reads_brat_with_its_relations_and_split_quotes(tmp_path: Path) -> None:
    brat = pytest.importorskip("bioc.brat")
    folder = files_of([GOLD], get_format("brat"), tmp_path)
    with (
        (folder / "harbour.txt").open(encoding="utf-8") as text,
        (folder / "harbour.ann").open(encoding="utf-8") as ann,
    ):
        document = brat.load(text, ann)
    assert document.text == TEXT
    stretches = {
        entity.id: (entity.type, " ".join(TEXT[place.begin : place.end] for place in sorted(entity.locations)))
        for entity in document.entities
    }
    assert all(e.text == stretches[e.id][1] for e in document.entities)
    assert set(stretches.values()) >= ENTITIES
    assert ("QUOTE_DIRECT", "“We won 🎉🎉,” “it’s over.”") in stretches.values()
    said = {(r.type, stretches[r.arguments["Arg1"]][0], stretches[r.arguments["Arg2"]][1]) for r in document.relations}
    assert ("SPOKEN_BY", "QUOTE_DIRECT", "Zoë O’Neil") in said
    assert ("CUE", "QUOTE_DIRECT", "said") in said


BRAT_S_OWN = """
import codecs, json, sys
root, document = sys.argv[1:]
sys.path[:0] = [root + "/server/src", root]
import annotation
# Python 3.11 has no mode "U" any more.
annotation.codecs_open = lambda name, mode, **more: codecs.open(name, mode.replace("U", ""), **more)
with annotation.TextAnnotations(document, read_only=True) as read:
    assert not read.failed_lines, read.failed_lines
    text = read.get_document_text()
    print(json.dumps({
        "marks": [[a.type, " ".join(text[start:end] for start, end in a.spans), a.text]
                  for a in read.get_textbounds()],
        "links": [[a.type, read.get_ann_by_id(a.arg1).type, read.get_ann_by_id(a.arg2).text]
                  for a in read.get_relations()],
        "clusters": [[read.get_ann_by_id(a.target).text, a.refdb, a.refid, a.reftext]
                     for a in read.get_normalizations()],
    }))
"""


@needs("brat")
def test_brat_s_own_parser_reads_every_line(tmp_path: Path) -> None:
    (root,) = (Path(folder) for folder in find_spec("brat").submodule_search_locations)
    folder = files_of([GOLD], get_format("brat"), tmp_path)
    command = [sys.executable, "-c", BRAT_S_OWN, str(root), str(folder / "harbour")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    read = json.loads(result.stdout)
    assert {(label, text) for label, text, _ in read["marks"]} >= ENTITIES
    assert all(said == text for _, text, said in read["marks"])
    assert ["QUOTE_DIRECT", "“We won 🎉🎉,” “it’s over.”"] in [mark[:2] for mark in read["marks"]]
    assert ["SPOKEN_BY", "QUOTE_DIRECT", "Zoë O’Neil"] in read["links"]
    assert ["Zoë O’Neil", "copydesk", "c2.1", "Zoë O’Neil"] in read["clusters"]


def test_spacy_converts_conll_to_the_same_entities(tmp_path: Path) -> None:
    from spacy.training.converters import conll_ner_to_docs

    lines = files_of([GOLD], get_format("conll"), tmp_path).read_text(encoding="utf-8")
    (doc,) = conll_ner_to_docs(lines, n_sents=0, no_print=True)
    found = {(ent.label_, "".join(token.text for token in ent)) for ent in doc.ents}
    flat = {("WORK_OF_ART", "Neil of the Bank"), ("GPE", "Éire"), ("PERSON", "Bob Ray"), ("PERSON", "ベルク")}
    assert found == {(label, text.replace(" ", "")) for label, text in flat}


@needs("seqeval")
def test_seqeval_scores_our_tags_as_whole(tmp_path: Path) -> None:
    from seqeval import metrics, scheme

    lines = files_of([GOLD], get_format("conll"), tmp_path).read_text(encoding="utf-8").splitlines()
    tags = [[line.split()[-1] for line in lines if line and not line.startswith("-DOCSTART-")]]
    assert metrics.f1_score(tags, tags, mode="strict", scheme=scheme.IOB2) == 1.0
    assert len(scheme.Entities(tags, scheme=scheme.IOB2).entities[0]) == 4


def test_conllu_reads_our_columns(tmp_path: Path) -> None:
    conllu = pytest.importorskip("conllu")
    lines = files_of([GOLD], get_format("conll"), tmp_path).read_text(encoding="utf-8")
    sentences = conllu.parse(
        lines.replace("-DOCSTART- -X- O O\n", "").replace(" ", "\t"), fields=["form", "x", "y", "ner"]
    )
    assert len(sentences) == 4
    tags = {token["form"]: token["ner"] for sentence in sentences for token in sentence}
    assert (tags["Bob"], tags["Ray"], tags["said"]) == ("B-PERSON", "I-PERSON", "O")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own use of it
def test_rdflib_reads_every_annotation_of_the_json_ld(tmp_path: Path) -> None:
    rdflib = pytest.importorskip("rdflib")
    folder = files_of([GOLD], get_format("web-annotation"), tmp_path)
    document = json.loads((folder / "harbour.jsonld").read_text(encoding="utf-8"))
    # The context of Web Annotations as far as we use it; the published one is on the network.
    terms = [
        "TextualBody",
        "SpecificResource",
        "TextQuoteSelector",
        "TextPositionSelector",
        "Annotation",
        "AnnotationPage",
    ]
    document["@context"] = {
        "@vocab": "http://www.w3.org/ns/oa#", "id": "@id", "type": "@type", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "value": "rdf:value", "target": {"@id": "oa:hasTarget", "@type": "@id"}, "oa": "http://www.w3.org/ns/oa#",
        "body": {"@id": "oa:hasBody", "@type": "@id"}, "source": {"@id": "oa:hasSource", "@type": "@id"},
        "selector": "oa:hasSelector", "items": "oa:items", "copydesk": "urn:copydesk:record",
        **{term: f"oa:{term}" for term in terms},
    }  # fmt: skip
    graph = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    oa = rdflib.Namespace("http://www.w3.org/ns/oa#")
    found = set()
    for annotation in graph.subjects(rdflib.RDF.type, oa.Annotation):
        label = str(graph.value(graph.value(annotation, oa.hasBody), rdflib.RDF.value))
        for target in graph.objects(annotation, oa.hasTarget):
            for selector in graph.objects(target, oa.hasSelector):
                if (selector, rdflib.RDF.type, oa.TextPositionSelector) in graph:
                    start, end = (int(graph.value(selector, oa[key])) for key in ("start", "end"))
                    found.add((label, TEXT[start:end]))
    assert found >= ENTITIES
    assert {text for label, text in found if label == "QUOTE_DIRECT"} == {"“We won 🎉🎉,”", "“it’s over.”"}


@pytest.mark.parametrize("name", ["cas-xmi", "cas-json"])
def test_cassis_reads_the_cas_and_the_file_counts_utf16_units(name: str, tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    folder = files_of([GOLD], get_format(name), tmp_path)
    if name == "cas-xmi":
        types = cassis.load_typesystem(folder / "TypeSystem.xml")
        cas = cassis.load_cas_from_xmi(folder / "harbour.xmi", typesystem=types)
    else:
        cas = cassis.load_cas_from_json((folder / "harbour.json").read_text(encoding="utf-8"))
    entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
    assert {(fs.value, fs.get_covered_text()) for fs in cas.select(entity)} == ENTITIES
    links = {(fs.label, fs.Governor.get_covered_text(), fs.Dependent.get_covered_text())
             for fs in cas.select("webanno.custom.QuoteLink")}  # fmt: skip
    assert ("SPOKEN_BY", "“We won 🎉🎉,”", "Zoë O’Neil") in links
    start = Offsets(TEXT).from_codepoint(TEXT.index("Bob Ray"), Unit.UTF16)
    raw = next(folder.glob("harbour.*")).read_text(encoding="utf-8")
    assert (f'begin="{start}"' if name == "cas-xmi" else f'"begin": {start}') in raw.replace('":', '": ').replace(
        "  ", " "
    )


@needs("label_studio_sdk")
def test_label_studios_sdk_finds_our_annotations_and_predictions_valid(tmp_path: Path) -> None:
    from label_studio_sdk.label_interface import LabelInterface

    folder = files_of([GOLD], get_format("label-studio"), tmp_path)
    project = LabelInterface((folder / "config.xml").read_text(encoding="utf-8"))
    (task,) = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    assert project.validate_annotation(task["annotations"][0])
    assert [project.validate_prediction(prediction) for prediction in task["predictions"]] == [True]
    task["annotations"][0]["result"][0]["value"]["labels"] = ["NO_SUCH_LABEL"]
    assert not project.validate_annotation(task["annotations"][0])


@needs("datasets")
@pytest.mark.parametrize(("name", "loader"), [("huggingface", "json"), ("parquet", "parquet")])
def test_datasets_loads_the_tables(name: str, loader: str, tmp_path: Path) -> None:
    import datasets

    path = files_of([GOLD], get_format(name), tmp_path)
    loaded = datasets.load_dataset(loader, data_files=str(path), split="train", cache_dir=str(tmp_path / "cache"))
    (row,) = loaded
    assert {(entity["label"], TEXT[entity["start"] : entity["end"]]) for entity in row["entities"]} == ENTITIES
    tags = row["ner_tags"]
    if name == "parquet":
        tags = [loaded.features["ner_tags"].feature.names[tag] for tag in tags]
    assert dict(zip(row["tokens"], tags, strict=True))["Bob"] == "B-PERSON"


def test_pyarrow_and_pandas_see_one_row_an_article(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = parquet.read_table(files_of([GOLD], get_format("parquet"), tmp_path))
    assert table.num_rows == 1
    assert table["id"].to_pylist() == ["harbour"]
    assert (
        json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]["ner_tags"]["feature"]["names"][0] == "O"
    )
