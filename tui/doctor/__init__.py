"""`copydesk doctor`: what is installed, what the terminal can do, whether the project is well, and what to do."""

from tui.doctor.examination import examine
from tui.doctor.finding import Finding, Health

__all__ = ["Finding", "Health", "examine"]
