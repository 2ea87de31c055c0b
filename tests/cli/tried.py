"""What the commands are tried on: a text, and the source of an extractor."""

TEXT = "Mayor quits\n\nAna Müller left Bonn 😀 on Monday. “I am tired,” Müller said.\n"

EXTRACTOR = """
import pathlib, re

NAMES = {"Ines Okoro": "PERSON", "Ashford": "GPE", "Harbour Trust": "ORG"}

def extract(text, names=NAMES):
    with pathlib.Path("calls").open("a") as calls:
        calls.write(".")
    return [(m.start(), m.end(), label) for name, label in names.items() for m in re.finditer(name, text)]

def worse(text):
    return extract(text, {"Ines": "PERSON", "Ashford": "GPE", "Harbour Trust": "GPE"})
"""
