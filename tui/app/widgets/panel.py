"""The place beside the article on a wide screen, and below it on a narrow one."""

from tui.app.widgets.own_lines import OwnLines


class Panel(OwnLines):
    """A place of a size that does not depend on what is in it."""

    DEFAULT_CSS = """
    Panel { layout: vertical; overflow: hidden hidden; width: 36; height: 1fr; padding: 2 2 0 2;
        background: $surface; color: $foreground; }
    """
