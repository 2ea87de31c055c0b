"""Copydesk: read a cleaned news article in the terminal, correct its annotations, keep gold labels."""

__version__ = "0.1.0"
