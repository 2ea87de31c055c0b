"""Gold against predictions: scores, errors, intervals, agreement."""
