"""What a desk in a browser reads and writes."""

from textual.app import App
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Leaves when the server has gone, however it went: textual's driver would run on with nobody to see it."""

    _app: App[None]

    def run_input_thread(self) -> None:
        """Pass on what the server sends, until it sends no more."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.call_from_thread(self._app.exit)
