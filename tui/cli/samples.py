"""Where the sample articles are: beside the package in a clone, inside it when installed."""

from importlib.resources import files
from pathlib import Path

from tui.model import CopydeskError


def samples_folder() -> Path:
    """Return the folder of the sample articles. Raises `CopydeskError` where they were not installed."""
    package = Path(str(files("tui")))
    for folder in (package.parent / "sample_articles", package / "sample_articles"):
        if (folder / "README.md").is_file():
            return folder
    raise CopydeskError("the sample articles are not installed; open articles of your own with `copydesk open PATH`")
