"""Which articles train and which test: by a hash of the id, so that no article ever changes sides when gold grows."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from tui.gold.record import GoldArticle
from tui.model import CopydeskError

NAMES = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Shares:
    """What part of the articles each split gets, out of 1."""

    train: float = 0.8
    dev: float = 0.1
    test: float = 0.1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the shares written as "80,10,10". Raises `CopydeskError`."""
        try:
            train, dev, test = (float(part) for part in text.split(","))
        except ValueError:
            train, dev, test = -1.0, 0.0, 0.0
        total = train + dev + test
        if min(train, dev, test) < 0 or not 0 < total < float("inf"):
            raise CopydeskError(f"{text!r} are no shares; give those of train, dev and test, as in 80,10,10")
        return cls(train / total, dev / total, test / total)

    def split_of(self, article_id: str) -> str:
        """Return the name of the split that an article belongs to, whatever other articles there are.

        The first 8 bytes of the id's SHA-256 are a number from 0 to 1: test has those from 0 on, dev those that follow,
        train the rest.
        """
        number = int.from_bytes(hashlib.sha256(article_id.encode()).digest()[:8], "big") / 2**64
        return "test" if number < self.test else "dev" if number < self.test + self.dev else "train"

    def divided(self, golds: Iterable[GoldArticle]) -> dict[str, list[GoldArticle]]:
        """Return the articles of each split, by id."""
        splits: dict[str, list[GoldArticle]] = {name: [] for name in NAMES}
        for gold in sorted(golds, key=lambda gold: gold.article.id):
            splits[self.split_of(gold.article.id)].append(gold)
        return splits
