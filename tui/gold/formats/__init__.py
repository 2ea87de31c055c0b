"""In and out of the formats of other tools: one module a format, one registry, and a report of what is lost."""

from tui.gold.formats.exporting import Strictness, write_format
from tui.gold.formats.from_page import Terms
from tui.gold.formats.holds import Holds, reduced
from tui.gold.formats.importing import import_format, read_format
from tui.gold.formats.losses import Losses
from tui.gold.formats.registry import Format, Writing, default_writing, detect, formats, get_format
from tui.gold.formats.units import Unit

__all__ = [
    "Format", "Holds", "Losses", "Strictness", "Terms", "Unit", "Writing", "default_writing", "detect", "formats",
    "get_format",    "import_format", "read_format", "reduced", "write_format",
]  # fmt: skip
