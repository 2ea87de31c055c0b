"""The gold gates as their users see them: whole runs of pytest over small suites."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

# pytest forgets what a run within this process has imported; what is imported here stays.
import tui.evaluation.gate_text
import tui.extraction.registry
import tui.gold.evaluation_input  # noqa: F401
from tests.evaluation.gold_files import SENTENCES, gold_article, write
from tui.annotation import LayerState

pytest_plugins = ["pytester"]

EXTRACTOR = """
import re

NAMES = {"Ines Okoro": "PERSON", "Ashford": "GPE", "Harbour Trust": "ORG"}

def extract(text, names=NAMES):
    return [(m.start(), m.end(), label) for name, label in names.items() for m in re.finditer(name, text)]

def worse(text):
    return extract(text, {"Ines": "PERSON", "Ashford": "GPE", "Harbour Trust": "GPE"})
"""


@pytest.fixture
def suite(pytester):
    """A folder with gold, an extractor, and a function that writes a test file and runs pytest on it."""
    write(pytester.path / "gold.jsonl", [gold_article(i, s) for i, s in enumerate(SENTENCES)])
    pytester.makepyfile(extractor=EXTRACTOR)

    def run(test: str, *args: str, plugins: tuple[str, ...] = (), apart: bool = False):
        pytester.makepyfile(test_gate="import pytest\nfrom extractor import extract, worse\n\n" + test)
        chosen = [part for name in ("tui.pytest_plugin", *plugins) for part in ("-p", name)]
        pytest_run = pytester.runpytest_subprocess if apart else pytester.runpytest_inprocess
        return pytest_run("--disable-plugin-autoload", *chosen, "--strict-markers", *args)

    run.path = pytester.path
    return run


GATE = """
@pytest.mark.gold("gold.jsonl", layer="entities")
def test_names(gold):
    gold.score({extract}){gates}
"""


def test_a_good_extractor_passes_and_its_scores_are_shown(suite):
    result = suite(GATE.format(extract="extract", gates='.require(f1=1.0, per_label={"PERSON": {"recall": 0.9}})'))
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*test_names: entities P 1.000, R 1.000, F1 1.000 (1.000 to 1.000), 6 articles, extract@0"]
    )


def test_a_failure_reads_like_a_diff_of_spans_in_their_context(suite):
    result = suite(GATE.format(extract="worse", gates=".require(f1=0.9)"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([
        "gold: entities: f1 0.3333 < 0.9 required",
        "  label *P      R     F1   gold    TP    FP    FN",
        "  ORG * 3     0     0     3",
        "  F1 0.333, 95 % interval * over 6 articles",
        "  a0 (1 wrong)",
        "    - boundary        want PERSON 24:34 *in the news [[]Ines Okoro] came to Ashford.",
        "    +                 got  PERSON 24:28 *in the news [[]Ines] Okoro came to As*",
    ])  # fmt: skip
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


@pytest.mark.parametrize(
    ("gates", "says"),
    [
        (".require(f1=0.2, bound='lower')", "*lower end of the interval of f1 0.* < 0.2 required"),
        (".require(per_label={'ORG': 0.1})", "gold: ORG: f1 0.0000 < 0.1 required"),
        (
            ".require(per_label={'PERSON': {'recall': 0.5, 'precision': 0}})",
            "gold: PERSON: recall 0.0000 < 0.5 required",
        ),
        (".require(per_label={'LAW': 0.1})", "gold: LAW has 0 in the gold, 1 required to hold it to a score"),
        (".require(f1=0, articles=10)", "gold: 6 articles are complete in entities, 10 required"),
        (".require(f1=80)", "E*ValueError: f1 of entities is 80; it can be from 0 to 1"),
        (
            ".require(per_label={'ORG': {'recal': 0.1}})",
            "E*ValueError: 'recal' of ORG isn't scored; it can be precision, *",
        ),
    ],
)
def test_what_can_be_required(suite, gates, says):
    result = suite(GATE.format(extract="worse", gates=gates))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([says])


def test_a_baseline_is_written_once_and_then_held_against(suite):
    gates = ".no_regression(new_errors=0)"
    result = suite(GATE.format(extract="extract", gates=gates))
    result.stdout.fnmatch_lines(["gold: there is no baseline at *test_names.json; run once with --gold-update*"])
    suite(GATE.format(extract="extract", gates=gates), "--gold-update").assert_outcomes(passed=1)
    file = suite.path / "__gold__" / "test_names.json"
    written = file.read_text(encoding="utf-8")
    assert json.loads(written)["articles"]["a0"] == {"counts": [2, 2, 2], "wrong": []}
    suite(GATE.format(extract="extract", gates=gates)).assert_outcomes(passed=1)
    result = suite(GATE.format(extract="worse", gates=gates))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([
        "gold: F1 fell by 0.6667, from 1.0000 to 0.3333, allowed 0",
        "gold: 6 new errors in 5 articles, allowed 0",
        "  PERSON *-1.000",
        "  a1 (2 wrong, 2 new)",
        "  ! - *want *",
    ])  # fmt: skip
    assert file.read_text(encoding="utf-8") == written


def test_a_better_extractor_passes_its_old_baseline(suite):
    gates = ".no_regression(max_drop=0, per_label_drop=0, alpha=0.05, new_errors=0)"
    suite(GATE.format(extract="worse", gates=gates), "--gold-update")
    suite(GATE.format(extract="extract", gates=gates)).assert_outcomes(passed=1)


def test_a_fall_that_chance_explains_passes_with_alpha(suite):
    missing_one = "lambda text: [] if 'left' in text else extract(text)"
    suite(GATE.format(extract="extract", gates=".no_regression()"), "--gold-update")
    suite(GATE.format(extract=missing_one, gates=".no_regression()")).assert_outcomes(failed=1)
    suite(GATE.format(extract=missing_one, gates=".no_regression(alpha=0.05)")).assert_outcomes(passed=1)
    result = suite(GATE.format(extract=missing_one, gates=".no_regression(max_drop=0.5, per_label_drop=0.1)"))
    result.stdout.fnmatch_lines(["gold: PERSON F1 fell from 1.0000 to 0.8000, allowed 0.1"])


def test_changed_gold_is_not_compared_with_an_old_baseline(suite):
    suite(GATE.format(extract="extract", gates=".no_regression()"), "--gold-update")
    write(suite.path / "gold.jsonl", [gold_article(i, s) for i, s in enumerate(SENTENCES[:-1])])
    result = suite(GATE.format(extract="extract", gates=".no_regression()"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the gold has changed since the baseline was written*"])


def test_a_broken_baseline_is_named(suite):
    (suite.path / "__gold__").mkdir()
    (suite.path / "__gold__" / "test_names.json").write_text("{}", encoding="utf-8")
    result = suite(GATE.format(extract="extract", gates=".no_regression()"))
    result.stdout.fnmatch_lines(["gold: *test_names.json isn't a baseline (it has no 'schema'); write it again"])


def test_known_failures_are_no_new_errors_and_warn_when_fixed(suite):
    gates = ".known_failures('a3 PERSON 24:34', 'a0 GPE 43:50').no_regression(max_drop=1, new_errors=0)"
    missing_one = "lambda text: [] if 'left' in text else extract(text)"
    suite(GATE.format(extract="extract", gates=gates), "--gold-update")
    result = suite(GATE.format(extract=missing_one, gates=gates))
    result.assert_outcomes(passed=1, warnings=1)
    result.stdout.fnmatch_lines(["*GoldWarning: fixed: a0 GPE 43:50; take it off the known failures"])


def test_one_test_for_each_article(suite):
    test = """
    @pytest.mark.gold("*.jsonl", labels=["PERSON"])
    def test_article(gold_article):
        gold_article.score(extract if "Trust" not in next(iter(gold_article)).article.text else worse).require(f1=1.0)
    """
    result = suite(test.replace("\n    ", "\n"), "-v")
    result.stdout.fnmatch_lines(["*test_article?a0? PASSED*", "*test_article?a1? FAILED*"])


def test_slices_are_gated_one_by_one(suite):
    test = """
    @pytest.mark.gold("gold.jsonl")
    def test_slices(gold):
        for name, part in gold.slices("publisher").items():
            assert len(part) == 3
            assert list(part.slices(lambda gold: gold.article.source.publisher)) == [name]
            part.score(extract).require(f1=1.0).no_regression()
    """
    suite(test.replace("\n    ", "\n"), "--gold-update").assert_outcomes(passed=1)
    assert sorted(path.name for path in (suite.path / "__gold__").iterdir()) == [
        "test_slices.Example-Post.json", "test_slices.Example-Times.json",
    ]  # fmt: skip
    result = suite(test.replace("\n    ", "\n"))
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*test_slices (Example Post): entities P 1.000*3 articles*"])


def test_quotations_are_a_layer_of_their_own(suite):
    test = """
    def quotes(text):
        start = text.find('"')
        speaker = (text.find("Harbour Trust"), text.find("Harbour Trust") + 13)
        return [{"label": "direct", "content": [(start, len(text))], "speaker": speaker}] if start >= 0 else []

    @pytest.mark.gold("gold.jsonl", layer="quotes")
    def test_quotes(gold):
        gold.score(quotes).require(f1=1.0, per_label={"direct": 1.0}).no_regression(new_errors=0)
    """
    suite(test.replace("\n    ", "\n"), "--gold-update").assert_outcomes(passed=1)
    suite(test.replace("\n    ", "\n")).assert_outcomes(passed=1)
    result = suite(test.replace("\n    ", "\n").replace("score(quotes)", "score(lambda text: [])"))
    result.stdout.fnmatch_lines(
        ["gold: quotes: f1 0.0000 < 1 required", "*want direct *We stay*speaker: Harbour Trust*"]
    )


def test_a_spacy_pipeline_and_an_extractor_of_ours_are_taken_as_they_are(suite):
    test = """
    import spacy
    from tui.extraction.registry import FunctionExtractor

    def pipeline():
        nlp = spacy.blank("en")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "PERSON", "pattern": "Ines Okoro"}, {"label": "GPE", "pattern": "Ashford"}])
        return nlp

    @pytest.mark.gold("gold.jsonl", labels=["PERSON", "GPE"])
    @pytest.mark.parametrize("extractor", [pipeline(), FunctionExtractor(extract, "ours", "2")], ids=["spacy", "ours"])
    def test_names(gold, extractor):
        gold.score(extractor).require(f1=1.0)
    """
    result = suite(test.replace("\n    ", "\n"), apart=True)
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["*6 articles, ours@2", "*6 articles, pipeline@0.0.0"])


def test_articles_that_are_not_complete_are_left_out(suite):
    articles = [gold_article(0, SENTENCES[0]), gold_article(1, SENTENCES[1], LayerState.OPEN)]
    write(suite.path / "gold.jsonl", articles)
    suite(
        GATE.format(extract="extract", gates=".require(f1=1, articles=1)") + "    assert len(gold) == 1\n"
    ).assert_outcomes(passed=1)
    write(suite.path / "gold.jsonl", articles[1:])
    result = suite(GATE.format(extract="extract", gates=""))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*no article of its gold files is complete in entities*"])


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ('@pytest.mark.gold("nowhere/*.jsonl")', "*no gold file matches 'nowhere/*.jsonl'*"),
        ('@pytest.mark.gold("extractor.py")', "*extractor.py, line 1: it is not JSON*"),
        ('@pytest.mark.gold("gold.jsonl", layer="blocks")', "*mark it as gold(*"),
        ('@pytest.mark.gold("gold.jsonl", label="PERSON")', "*mark it as gold(*"),
        (
            '@pytest.mark.gold("gold.jsonl", labels=["PERSON", "PRESON"])',
            "*no article of its gold files was asked for the label 'PRESON', and none has it",
        ),
        (
            '@pytest.mark.gold("gold.jsonl", layer="quotes", labels=["direct"])',
            "*labels narrow entities down; for quotations, require(per_label=*",
        ),
        ("", '*the fixture "gold" needs a marker*'),
    ],
)
def test_a_wrong_marker_says_what_is_wrong(suite, marker, says):
    result = suite(f"{marker}\ndef test_names(gold):\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([says])
    result.stdout.no_fnmatch_line("*exception*")


def test_an_article_of_two_files_is_not_taken_from_the_last_one(suite):
    write(suite.path / "of-ben.jsonl", [gold_article(0, SENTENCES[0])])
    result = suite('@pytest.mark.gold("*.jsonl")\ndef test_names(gold):\n    pass\n')
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*gold.jsonl and *of-ben.jsonl both have the article 'a0'; name one of them"])
    same = '@pytest.mark.gold("*.jsonl", "gold.jsonl")\ndef test_names(gold):\n    assert len(gold) == 6\n'
    (suite.path / "of-ben.jsonl").unlink()
    suite(same).assert_outcomes(passed=1)


def test_an_extractor_that_returns_nonsense_is_named(suite):
    result = suite(GATE.format(extract="lambda text: [(5, 500, 'ORG')]", gates=""))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*span 1 of the extractor*lie not within the text*"])


def test_scores_go_to_a_report_and_to_junit(suite):
    suite(GATE.format(extract="worse", gates=""), "--gold-report=scores.json", "--junitxml=junit.xml")
    ((name, (scores,)),) = json.loads((suite.path / "scores.json").read_text(encoding="utf-8")).items()
    assert name == "test_gate.py::test_names"
    assert scores["f1"] == pytest.approx(1 / 3)
    assert scores["baseline"]["articles"]["a3"] == {"counts": [0, 1, 1], "wrong": ["PERSON 24:34"]}
    assert 'name="gold_entities_f1" value="0.33' in (suite.path / "junit.xml").read_text(encoding="utf-8")


def test_workers_of_xdist_send_their_scores_home(suite):
    pytest.importorskip("xdist", reason="pytest-xdist isn't installed")
    test = GATE.format(extract="extract", gates=".no_regression()")
    two = test + test.replace("test_names", "test_more")
    result = suite(two, "-n2", "--gold-update", "--gold-report=scores.json", plugins=("xdist",))
    result.assert_outcomes(passed=2)
    assert len(json.loads((suite.path / "scores.json").read_text(encoding="utf-8"))) == 2
    assert len(list((suite.path / "__gold__").iterdir())) == 2
    result.stdout.fnmatch_lines(["*test_more: entities*", "*test_names: entities*"])


def test_the_number_of_articles_in_a_failure_can_be_chosen(suite):
    result = suite(GATE.format(extract="worse", gates=".require(f1=1)"), "--gold-max-diff=1")
    result.stdout.fnmatch_lines(["  ... and 4 more articles"])


def test_hostile_text_does_not_reach_the_terminal(suite):
    write(suite.path / "gold.jsonl", [gold_article(0, "Ines Okoro \u202eleft\u202c Ashford.")])
    result = suite(GATE.format(extract="worse", gates=".require(f1=1)"))
    assert "\u202e" not in result.stdout.str()


def test_neither_textual_nor_spacy_nor_scikit_learn_is_imported(suite):
    test = GATE.format(extract="extract", gates=".require(f1=1.0).no_regression()")
    (suite.path / "test_gate.py").write_text(f"import pytest\nfrom extractor import extract\n{test}", encoding="utf-8")
    code = (
        "import sys, pytest\n"
        "from tui import pytest_plugin\n"
        "assert not {'numpy', 'tinydb'} & set(sys.modules), 'loaded before a test asked for it'\n"
        "status = pytest.main(['-q', '-p', 'tui.pytest_plugin', '--disable-plugin-autoload', '--gold-update'])\n"
        "print({'textual', 'spacy', 'sklearn'} & set(sys.modules))\n"
        "raise SystemExit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=suite.path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("set()\n")


def test_the_example_passes_its_own_gates():
    example = Path(__file__).parents[2] / "docs" / "example_gate"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--disable-plugin-autoload"]
    done = subprocess.run(
        [*command, "-p", "tui.pytest_plugin", "-c", "/dev/null", "--rootdir", str(example)],
        cwd=example, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "test_towns.py::test_each_publisher (Ashford Times): entities P" in done.stdout
