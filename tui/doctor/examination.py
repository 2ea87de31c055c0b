"""Everything that is looked at, in the order in which a person would ask."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.doctor.finding import Finding
from tui.doctor.installed import models, versions
from tui.doctor.projects import project_findings
from tui.doctor.terminal import terminal_findings


def examine(
    project: Path | None, environment: Mapping[str, str], *, config_model: str | None = None
) -> Iterator[Finding]:
    """Yield what was found. `project` is the project's folder, None where there is none here."""
    yield from versions()
    yield from models(config_model)
    yield from terminal_findings(environment)
    yield from project_findings(project)


def model_of(config: Mapping[str, Any]) -> str | None:
    """Return the model that a project's configuration asks for."""
    name = config.get("model")
    return name if isinstance(name, str) else None
