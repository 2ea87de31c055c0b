"""What a browser is given: one page, and the files of the terminal in it. Known by name when the server starts."""

import html
from importlib.resources import files
from pathlib import Path

OWN = Path(str(files("tui.serve"))) / "static"
_TYPES = (".css", ".js", ".ttf", ".png")
_FONT_SIZES = range(6, 41)
FONT_SIZE = 16


def static_files() -> dict[str, Path]:
    """Return the files that may be asked for, by the path in the address: ours, and those of textual-serve.

    Nothing else on the disk can be reached: a path that is not a key here is not looked for.
    """
    found = {}
    for folder in (Path(str(files("textual_serve"))) / "static", OWN):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _TYPES and path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def font_size(asked: str | None) -> int:
    """Return the size of the letters in pixels that the address asks for, the usual one where that is no size."""
    if asked is not None and asked.isascii() and asked.isdigit() and len(asked) < 4 and int(asked) in _FONT_SIZES:
        return int(asked)
    return FONT_SIZE


def page(title: str, path: str, websocket: str, letters: int) -> str:
    """Return the page of a desk: `path` is where it is on this server, `websocket` the address its terminal opens.

    The ids, classes and data of the elements are those that textual-serve's script looks for. There is no script in
    the page itself, so that the browser can be told to run none but these files.
    """
    at = html.escape(path, quote=True)
    return f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>{html.escape(title)}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="{at}static/css/xterm.css">
    <link rel="stylesheet" href="{at}static/desk.css">
    <script src="{at}static/js/textual.js"></script>
    <script src="{at}static/desk.js" defer></script>
  </head>
  <body>
    <p class="notice opening" role="status">Opening the desk…</p>
    <div class="notice closed" role="alert">
      <p>This desk was closed, or opened in another window. Everything that it showed as saved is saved.</p>
      <p><a href="{at}" autofocus>Open it here</a></p>
    </div>
    <button id="start" hidden></button>
    <div id="terminal" class="textual-terminal" data-session-websocket-url="{html.escape(websocket, quote=True)}"
      data-font-size="{letters}"></div>
    <noscript><p class="notice">The desk needs JavaScript: it is a terminal in the page.</p></noscript>
  </body>
</html>
"""


REFUSED = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>No desk here</title></head>
<body><p>There is no desk at this address. Open the whole address that <code>copydesk serve</code> printed.</p></body>
</html>
"""
