"""The list of formats, for the command line and the documentation."""

from textwrap import fill

from tui.gold.formats.holds import Holds
from tui.gold.formats.registry import Format, formats
from tui.gold.formats.units import Unit

_UNITS = {Unit.CODEPOINT: "code points", Unit.UTF16: "UTF-16 units", Unit.UTF8: "bytes", None: "tokens"}


def as_text() -> str:
    """Return a paragraph a format: name, what it is, what it can't hold."""
    return "\n\n".join(_paragraph(form) for form in formats()) + "\n"


def as_markdown() -> str:
    """Return the table of what each format holds."""
    forms = list(formats())
    head = "| | " + " | ".join(f"`{form.name}`" for form in forms) + " |\n|---|" + "---|" * len(forms) + "\n"
    return head + "".join(
        f"| {ability.value} | " + " | ".join("yes" if ability in form.holds else "–" for form in forms) + " |\n"
        for ability in Holds
    ) + "| offsets count | " + " | ".join(_UNITS[form.unit] for form in forms) + " |\n"  # fmt: skip


def _paragraph(form: Format) -> str:
    where = "a folder" if form.folder else form.ending
    missing = [ability.value for ability in Holds if ability not in form.holds]
    lines = [
        form.about + (f" (needs copydesk[{form.extra}])" if form.extra else ""),
        f"can't hold: {', '.join(missing)}" if missing else "holds everything",
    ]
    return f"{form.name}  ({where})\n" + "\n".join(
        fill(line, 100, initial_indent="    ", subsequent_indent="    ") for line in lines
    )
