"""The rules as a spaCy component: `nlp.add_pipe("copydesk_names")` after any named entity recogniser."""

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tui.extraction.names import RULES, refine
from tui.extraction.names.page import Mention
from tui.model import CopydeskError, RuleChange

FACTORY = "copydesk_names"


class NamesComponent:
    """Rewrites `doc.ents` by the rules and keeps a record of every change.

    `ent._.name_changes` holds the changes of an entity, `doc._.removed_names` what was taken out: dictionaries with
    `start`, `end` (characters) and `changes`. A change is `{"rule", "before", "after"}`, as `RuleChange.as_json` writes
    it. Both are plain data, so they survive `Doc.to_bytes` and several processes.

    Entities of a `Doc` consist of whole tokens: where a rule cuts inside one, the token stays out of the entity.
    """

    def __init__(self, rules: Mapping[str, bool]) -> None:
        """Take for each rule whether it is on. Raises `CopydeskError` for a rule that there isn't."""
        for name in rules:
            if name not in RULES:
                raise CopydeskError(f"{FACTORY} has no rule {name!r}; its rules are {', '.join(RULES)}")
        self.off = frozenset(name for name, on in rules.items() if not on)
        for owner, attribute in ((Span, "name_changes"), (Doc, "removed_names")):
            if not owner.has_extension(attribute):
                owner.set_extension(attribute, default=[])

    def __call__(self, doc: Doc) -> Doc:
        """Apply the rules to `doc.ents`."""
        page = refine(doc.text, ((ent.start_char, ent.end_char, ent.label_) for ent in doc.ents), self.off)
        entities: list[Span] = []
        for mention in page.result():
            span = doc.char_span(mention.start, mention.end, label=mention.label, alignment_mode="contract")
            if span is not None and len(span) and (not entities or span.start >= entities[-1].end):
                entities.append(span)
                span._.name_changes = _plain(mention.changes)
        doc.set_ents(entities)
        doc._.removed_names = [_removed(mention) for mention in page.removed]
        return doc


@Language.factory(
    FACTORY,
    default_config={"rules": dict.fromkeys(RULES, True)},
    requires=["doc.ents"],
    assigns=["doc.ents", "doc._.removed_names", "span._.name_changes"],
)
def make_names(nlp: Language, name: str, rules: dict[str, bool]) -> NamesComponent:  # noqa: ARG001 - spaCy gives them
    """Make the component; `config={"rules": {"surname": False}}` switches a rule off."""
    return NamesComponent(rules)


def _plain(changes: list[RuleChange]) -> list[dict[str, str]]:
    return [change.as_json() for change in changes]


def _removed(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "changes": _plain(mention.changes)}
