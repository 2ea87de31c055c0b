"""`Article` to predictions: entities, quotes, speakers. The only place that imports spaCy."""

OURS = "copydesk"
"""The name of our own extractor."""

ATTITUDES = "copydesk-attitudes"
"""The name of our own extractor with every attribution as a quote: also what is only thought, wanted or liked."""
