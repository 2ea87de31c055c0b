"""Predictions as a person reads them: who and what is named, and who says what."""

from collections import Counter

from tui.model import Article, Entity, Predictions, Quote

_GAP = " […] "


def summary(article: Article, predictions: Predictions) -> str:
    """Return a few lines on an article: its names by label, most frequent first, and its quotes with their speakers.

    A name stands once for each cluster, under the cluster's name, with the number of its mentions.
    """
    names = {cluster.id: cluster.name for cluster in predictions.clusters}
    lines = [f"{article.id}: {article.title}" if article.title else article.id]
    by_label: dict[str, Counter[str]] = {}
    for entity in predictions.entities:
        by_label.setdefault(entity.label, Counter())[_name(entity, names)] += 1
    for label, counts in by_label.items():
        shown = (name if n == 1 else f"{name} ({n})" for name, n in counts.most_common())
        lines.append(f"  {label:<11} {', '.join(shown)}")
    lines += [f"  {_who(quote, names)}: {_said(quote)}" for quote in predictions.quotes]
    return "\n".join(lines) + "\n\n"


def _name(entity: Entity, names: dict[str, str]) -> str:
    return _one_line(names.get(entity.cluster or "", entity.span.text))


def _who(quote: Quote, names: dict[str, str]) -> str:
    speaker = quote.speaker
    mention = _one_line(speaker.mention.text) if speaker and speaker.mention else ""
    name = _one_line(names.get(speaker.cluster or "", "")) if speaker else ""
    who = f"{name} ({mention})" if name and mention and name != mention else name or mention or "nobody named"
    return f"{who}, {_one_line(quote.cue.text)}" if quote.cue else who


def _said(quote: Quote) -> str:
    return _GAP.join(_one_line(piece.text) for piece in quote.content)


def _one_line(text: str) -> str:
    return " ".join(text.split())
