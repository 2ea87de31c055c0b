"""Short ways to write documents in the evaluation tests."""

from hypothesis import strategies as st

from tui.evaluation.data import Annotations, Document, LabelledSpan

Triple = tuple[int, int, str]
TEXT = "Mayor Dana Whitlock of Ashford met Lee Brandt and the Ashford Water Board on Friday."


def spans(*triples: Triple) -> Annotations:
    return Annotations(tuple(LabelledSpan(*triple) for triple in triples))


def document(gold: list[Triple], predicted: list[Triple], text: str = TEXT, name: str = "a") -> Document:
    return Document(name, text, spans(*gold), spans(*predicted))


def words(text: str = TEXT) -> list[tuple[int, int]]:
    edges, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        edges.append((start, position))
    return edges


def span_lists(labels: str = "ABC", length: int = 24, most: int = 7) -> st.SearchStrategy[list[Triple]]:
    """Any spans: nested, crossing, repeated."""
    one = st.tuples(st.integers(0, length - 1), st.integers(1, 6), st.sampled_from(labels))
    return st.lists(one.map(lambda t: (t[0], min(length, t[0] + t[1]), t[2])), max_size=most)


def flat_lists(labels: str = "ABC", most: int = 6) -> st.SearchStrategy[list[Triple]]:
    """Spans of whole words of "w0 w1 ...", sorted, none overlapping another; words are 2 characters and a space."""
    one = st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(labels))

    def lay_out(steps: list[tuple[int, int, str]]) -> list[Triple]:
        result, word = [], 0
        for gap, length, label in steps:
            word += gap
            result.append((3 * word, 3 * (word + length) - 1, label))
            word += length
        return result

    return st.lists(one, max_size=most).map(lay_out)


FLAT_WORDS = 30
FLAT_TEXT = " ".join(f"w{i % 10}" for i in range(FLAT_WORDS))


def documents(lists: st.SearchStrategy[list[Triple]], text: str, most: int = 4) -> st.SearchStrategy[list[Document]]:
    pairs = st.lists(st.tuples(lists, lists), min_size=1, max_size=most)
    return pairs.map(lambda sides: [document(g, p, text, f"d{i}") for i, (g, p) in enumerate(sides)])
