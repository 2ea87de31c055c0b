"""Articles that a person has finished, so that the extractors can be scored in the desk."""

from textual.pilot import Pilot

from tests.app.newsroom import at, predictions, settled
from tui.app.app import Desk
from tui.app.screens.evaluation import EvaluationScreen
from tui.app.screens.spans import SpansScreen
from tui.gold import Session, Store
from tui.model import Layer


def finish(store: Store, *ids: str) -> None:
    """Accept what the fake analyser says, but for the first Vesterby, which is a place, and for Monday."""
    for article_id in ids:
        session = Session(store, article_id, "lee")
        session.do("suggest", by="fake", predictions=predictions(session.article).as_json())
        for label in session.state.in_order():
            if label.spans == (at("Vesterby"),):
                session.do("relabel", id=label.id, label="GPE")
            elif label.spans == (at("Monday"),):
                session.do("reject", id=label.id)
            else:
                session.do("accept", id=label.id)
        for layer in Layer:
            session.do("set_layer", layer=layer.value, state="complete")


async def to_the_numbers(app: Desk, pilot: Pilot[None]) -> EvaluationScreen:
    """Finish every article and open the evaluation from the library."""
    assert app.store is not None
    finish(app.store, *(row.id for row in app.summaries()))
    await pilot.press("g", "s")
    await settled(pilot)
    return numbers(app)


async def to_the_spans(app: Desk, pilot: Pilot[None]) -> SpansScreen:
    """Open the list behind the F1 of entities."""
    await to_the_numbers(app, pilot)
    await pilot.press("l", "l", "enter")
    await settled(pilot)
    return spans(app)


def numbers(app: Desk) -> EvaluationScreen:
    assert isinstance(app.screen, EvaluationScreen), app.screen
    return app.screen


def spans(app: Desk) -> SpansScreen:
    assert isinstance(app.screen, SpansScreen), app.screen
    return app.screen


def listed(app: Desk) -> list[str]:
    """What the list says: class, text and article of each span."""
    found = []
    for one in spans(app).shown:
        side = one.shown.gold or one.shown.predicted
        assert side is not None
        found.append(f"{one.shown.kind} {side.inside} {one.shown.document}")
    return found
