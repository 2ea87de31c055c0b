"""`python -m tui` is the `copydesk` command."""

from tui.cli import main

main(prog_name="copydesk")
