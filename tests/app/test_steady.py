"""Text of which only the lines that have changed are drawn anew: what is shown where there is not room for all."""

from textual.app import App, ComposeResult
from textual.content import Content

from tui.app.widgets.steady import Steady


class Panel(App[None]):
    """Nothing but a panel of five lines."""

    CSS = "Steady { width: 20; height: 5; }"

    def compose(self) -> ComposeResult:
        yield Steady()


async def test_a_name_never_stands_at_the_end_without_its_value() -> None:
    app = Panel()
    async with app.run_test() as pilot:
        panel = app.query_one(Steady)

        def shown() -> list[str]:
            return [panel.render_line(y).text.rstrip() for y in range(5)]

        panel.update(Content("speaker\nAnna Berg"), Content(""), Content("cue\nsaid"))
        await pilot.pause()
        assert shown() == ["speaker", "Anna Berg", "", "cue", "said"]
        panel.update(Content("speaker\nAnna Berg\nof Big Oil"), Content(""), Content("cue\nsaid"))
        await pilot.pause()
        assert shown() == ["speaker", "Anna Berg", "of Big Oil", "", ""]


async def test_a_line_alone_is_cut_where_its_place_ends() -> None:
    app = Panel()
    async with app.run_test() as pilot:
        panel = app.query_one(Steady)
        panel.styles.height = 1
        panel.update(Content("a accept  x reject  Tab next"))
        await pilot.pause()
        assert panel.render_line(0).text.rstrip() == "a accept  x reject"
