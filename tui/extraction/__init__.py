"""`Article` to predictions: entities, quotes, speakers. The only place that imports spaCy."""
