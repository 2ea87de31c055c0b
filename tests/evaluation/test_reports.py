import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tui.evaluation.context import errors
from tui.evaluation.data import Annotations, Document, KeptBlock, LabelledSpan, QuoteItem
from tui.evaluation.evaluation import evaluate
from tui.evaluation.groups import groups_table
from tui.evaluation.intervals import holm
from tui.evaluation.report import FORMATS, render
from tui.evaluation.report_terminal import terminal
from tui.evaluation.tables import comparison, notes, tables
from tui.model import Layer

HOSTILE = "<script>alert(1)</script> | `x`\x1b[31m & \u202eDana Whitlock\u202c\nspoke to the press. "
NAME = (HOSTILE.index("Dana"), HOSTILE.index("Dana") + 13)
TAIL = HOSTILE.index("the press")
QUOTE = QuoteItem(((TAIL, TAIL + 9),), "indirect", None, NAME, None, "cue")


def corpus(*, right: int, articles: int = 12) -> list[Document]:
    """Articles of hostile text; the extractor gets the first `right` of them right."""
    gold = Annotations((LabelledSpan(*NAME, "PERSON"), LabelledSpan(0, 8, "<b>")), (QUOTE,), (),
                       (KeptBlock(0, len(HOSTILE), True),))  # fmt: skip
    wrong = Annotations((LabelledSpan(NAME[0], NAME[1] - 9, "PERSON"), LabelledSpan(TAIL, TAIL + 3, "ORG")), (), (),
                        (KeptBlock(0, TAIL, True),))  # fmt: skip
    return [Document(f"=a{i}<i>", HOSTILE, gold, gold if i < right else wrong) for i in range(articles)]


@pytest.fixture(scope="module")
def pair():
    return [evaluate(corpus(right=9), "ours@1<u>"), evaluate(corpus(right=4), "theirs@2")]


class Page(HTMLParser):
    """Tags, ids and links of a page; raises when tags don't nest."""

    VOID = frozenset({"meta", "line", "circle", "rect", "polyline"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_the_page_is_whole_and_every_link_leads_somewhere(pair):
    page = Page(render(pair, "html"))
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.tags.count("svg") >= 6
    total = sum(1 for evaluation in pair for _ in errors(evaluation))
    assert page.tags.count("mark") >= total > 0


def test_nothing_of_an_article_or_a_label_gets_into_the_page_as_markup(pair):
    text = render(pair, "html")
    page = Page(text)
    assert "script" not in page.tags
    assert not {"b", "i", "u"} & set(page.tags)
    assert "&lt;script&gt;alert(1)" in text
    assert not re.search(r"https?://|//[a-z]|url\(|@import", text)
    assert not set(text) & {"\x1b", "\u202e", "\u202c"}


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium isn't installed")
def test_a_browser_shows_the_page_without_complaint(pair, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(render(pair, "html"), encoding="utf-8")
    done = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "<h3>Confusion matrix</h3>" in done.stdout
    assert "CONSOLE" not in done.stderr


def test_json_holds_every_number_and_every_error(pair):
    data = json.loads(render(pair, "json"))
    first, second = data["extractors"]
    assert first["scores"]["entities"]["f1"] == pytest.approx(18 / 24)
    assert first["scores"]["entities"]["interval"]["low"] < 18 / 24
    assert second["confusion"]["labels"] == ["<b>", "ORG", "PERSON"]
    assert len(second["errors"]) == sum(1 for _ in errors(pair[1]))
    assert data["comparison"]["rows"]


def test_undefined_is_null_in_json_empty_in_csv_and_a_dash_for_people():
    nothing = [evaluate([Document("a", "No names here.")], "none", [Layer.ENTITIES])]
    assert json.loads(render(nothing, "json"))["extractors"][0]["scores"]["entities"]["f1"] is None
    row = next(csv.DictReader(io.StringIO(render(nothing, "csv"))))
    assert row["f1"] == ""
    assert "\u2013" in render(nothing, "terminal")
    assert "\u2013" in render(nothing, "markdown")


def test_csv_rows_are_one_for_each_score_and_no_formulas():
    evaluation = evaluate(corpus(right=9), "=cmd()")
    rows = list(csv.DictReader(io.StringIO(render([evaluation], "csv"))))
    assert {row["extractor"] for row in rows} == {"'=cmd()"}
    assert [row["score"] for row in rows] == list(evaluation.tallies)
    assert float(rows[0]["f1"]) == pytest.approx(0.75)


def test_markdown_tables_keep_their_columns(pair):
    lines = render(pair, "markdown").splitlines()
    widths = []
    for line in lines:
        if line.startswith("|"):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        elif widths:
            assert len(set(widths)) == 1
            widths = []
    assert any(line.startswith("## Differences") for line in lines)
    assert "<script>" not in "\n".join(lines)


def test_the_terminal_gets_no_control_characters(pair):
    text = terminal(pair, every_table=True, most_errors=50)
    assert not set(text) & {chr(c) for c in range(32) if chr(c) != "\n"}
    assert "Confusion matrix" in text
    assert "- PERSON" in text
    assert "Confusion matrix" not in terminal(pair)


def test_a_wide_matrix_has_short_names_and_one_that_does_not_fit_is_a_list():
    labels = ("PERSON", "PERCENT", "PRODUCT", "ORG", "ORDINAL", "GPE")
    gold = tuple(LabelledSpan(i, i + 1, label) for i, label in enumerate(labels))
    other = tuple(LabelledSpan(i, i + 1, label) for i, label in enumerate(("PERSON", "PERSON", *labels[2:])))
    evaluation = evaluate([Document(f"a{i}", HOSTILE, Annotations(gold), Annotations(other)) for i in range(12)], "x")
    wide = terminal([evaluation], every_table=True, width=100).splitlines()
    header = next(line for line in wide if "gold \\ predicted" in line)
    assert header.split()[3:] == ["GPE", "ORD", "ORG", "PEC", "PES", "PRO", "\u2205"]  # PER means a person elsewhere
    assert next(line for line in wide if line.startswith(" PERCENT  ") and "\u00b7" in line).split() == [
        "PERCENT", "\u00b7", "\u00b7", "\u00b7", "\u00b7", "12", "\u00b7", "\u00b7",
    ]  # fmt: skip
    assert "Columns stand in the order of the rows." in " ".join(" ".join(wide).split())
    narrow = terminal([evaluation], every_table=True, width=40)
    assert "Most frequent confusions" in narrow
    assert "too wide for 40 columns" in " ".join(narrow.split())


@pytest.mark.parametrize("form", FORMATS)
def test_an_evaluation_of_nothing_can_be_shown(form):
    assert render([evaluate([], "nothing")], form)


def test_every_error_class_is_told_with_its_reason():
    kinds = {(error.layer, error.kind) for error in errors(evaluate(corpus(right=0, articles=1), "x"))}
    assert kinds == {
        (Layer.ENTITIES, "boundary"), (Layer.ENTITIES, "missed"), (Layer.ENTITIES, "spurious"),
        (Layer.QUOTES, "missed"), (Layer.BLOCKS, "lost"),
    }  # fmt: skip


def test_two_extractors_are_compared_and_few_articles_are_not(pair):
    (entities, quotes, *_) = comparison(pair).rows
    assert entities[:2] == ("theirs@2 v. ours@1<u>", "entities")
    assert quotes[4] == pytest.approx(2 * 4 / 16 - 2 * 9 / 21)
    assert comparison([evaluate(corpus(right=1, articles=4), name) for name in "ab"]).rows == ()


def test_extractors_are_compared_on_the_articles_that_both_have():
    some = evaluate(corpus(right=4)[:8], "some")
    (entities, *_) = comparison([evaluate(corpus(right=9), "all"), some]).rows
    assert entities[2:4] == (pytest.approx(1.0), pytest.approx(8 / 16))  # the first 8 of 12, of which 8 and 4 are right
    assert entities[-1] == 8


def test_p_of_several_pairs_is_adjusted():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    three = [evaluate(corpus(right=n), name) for n, name in ((9, "a"), (4, "b"), (6, "c"))]
    assert "adjusted by the method of Holm" in comparison(three).note
    assert "Holm" not in comparison(three[:2]).note
    single = {row[:2]: row[7] for pair in ([0, 1], [0, 2], [1, 2]) for row in comparison([three[i] for i in pair]).rows}
    assert all(row[7] >= single[row[:2]] for row in comparison(three).rows)


def test_groups_show_how_far_suggestions_pull():
    pulled = [replace(d, facets={"entities": "with suggestions"}) for d in corpus(right=6, articles=6)]
    blind = [replace(d, id=f"b{d.id}", facets={"entities": "blind"}) for d in corpus(right=2, articles=6)]
    rows = groups_table(evaluate([*pulled, *blind], "x")).rows
    assert [row[2] for row in rows] == ["blind", "with suggestions", "with suggestions, less blind"]
    assert [row[3] for row in rows] == pytest.approx([1 / 3, 1.0, 2 / 3])
    assert rows[2][4] > 0
    assert groups_table(evaluate(pulled, "x")).rows == ()


def test_notes_tell_what_was_left_out():
    documents = [*corpus(right=2, articles=3), Document("open", HOSTILE, complete=frozenset())]
    found = notes(evaluate(documents, "x", [Layer.ENTITIES]))
    assert any("3 of 4 articles are scored" in note for note in found)
    assert any("only 3 documents" in note for note in found)


def test_a_layer_that_nobody_finished_is_not_shown_as_a_row_of_dashes():
    documents = [replace(d, complete=frozenset({Layer.ENTITIES})) for d in corpus(right=3)]
    evaluation = evaluate(documents, "x")
    assert any(note.startswith("quotes: nothing to score") for note in notes(evaluation))
    shown = {table.id: table for table in tables(evaluation)}
    assert [row[0] for row in shown["summary"].rows] == ["entities, strict"]
    assert "quotes" not in shown


def test_layers_that_were_not_asked_for_are_not_shown():
    evaluation = evaluate(corpus(right=3), "x", [Layer.QUOTES])
    assert evaluation.entities is evaluation.blocks is None
    assert not {"labels", "schemes", "confusion"} & {table.id for table in tables(evaluation)}
