"""`Article` to predictions: entities, quotes, speakers. The only place that imports spaCy."""

OURS = "copydesk"
"""The name of our own extractor."""
