"""One thing that was looked at, how it is, and what to do where it is not well."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tui.model import screen_safe


class Health(StrEnum):
    """How bad it is: `NOTE` is worth knowing, `PROBLEM` needs something done."""

    WELL = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was found in an area ("versions", "model", "terminal", "project"), and `advice` on it."""

    area: str
    health: Health
    what: str
    advice: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as a JSON object."""
        return {"area": self.area, "health": self.health, "what": self.what, "advice": self.advice}


def report(findings: Sequence[Finding]) -> list[str]:
    """Return the lines to print: a heading for each area, a line for each finding, and its advice below it."""
    lines, area = [], ""
    for finding in findings:
        if finding.area != area:
            lines += [*([""] if area else []), finding.area.capitalize()]
            area = finding.area
        lines.append(f"  {finding.health:8} {finding.what}")
        if finding.advice:
            lines.append(f"           {finding.advice}")
    problems = sum(finding.health is Health.PROBLEM for finding in findings)
    total = "nothing needs to be done" if not problems else f"{problems} problem{'s' * (problems > 1)}"
    return [screen_safe(line) for line in (*lines, "", total)]
