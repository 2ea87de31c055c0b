"""`copydesk train-config`: from gold to everything that `spacy train` needs."""

import shlex
import shutil
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import click

from tui.cli.output import opened, say
from tui.model import CopydeskError


@click.command(name="train-config")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.argument("gold", type=click.Path(path_type=Path), required=False, metavar="[GOLD]")
@click.option("--base", metavar="NAME", help="The spaCy pipeline that learns on (default: the one that extracts).")
@click.option("--fresh", is_flag=True, help="Train a new recogniser of names, even where the old one could learn on.")
@click.option("--steps", type=click.IntRange(1), default=2000, show_default=True, help="Updates at the most.")
@click.option("--shares", default="80,10,10", show_default=True, help="What part train, dev and test get.")
def train_config(folder: Path, gold: Path | None, base: str | None, fresh: bool, steps: int, shares: str) -> None:
    """Write into DIR what `spacy train` needs to learn names from GOLD: a project, a gold file, or the project here.

    That is config.cfg, train.spacy and dev.spacy, and test.jsonl, the gold to evaluate with.
    """
    from tui.cli.labels import project_here
    from tui.extraction.models import default_model, load
    from tui.extraction.training import config, prepared
    from tui.gold import write_gold
    from tui.gold.durable import made_folder
    from tui.gold.gold_set import GoldSet
    from tui.gold.splits import Shares
    from tui.gold.training import examples

    golds = GoldSet.at(gold) if gold is not None else GoldSet.of_project(project_here(None))
    found = examples(golds.articles, Shares.parse(shares))
    name = base or default_model()
    # A folder's path has to be right wherever `spacy train` is run; an installed package's name is right everywhere.
    name = str(Path(name).absolute()) if Path(name).is_dir() else name
    model = load(name, needs=())
    docs = {split: prepared(texts, model) for split, texts in (("train", found.train), ("dev", found.dev))}
    if not docs["train"].labels:
        raise CopydeskError("the articles to train with have no entity; label some, or give other shares")
    paths = {split: str((folder / f"{split}.spacy").absolute()) for split in docs}
    written, learns_on = config(model, name, found.labels, paths, steps=steps, fresh=fresh)
    kept = _kept(folder / "config.cfg", written)
    with made_folder(folder), ExitStack() as all_or_none:
        for split, path in paths.items():
            all_or_none.enter_context(opened(Path(path))).write(docs[split].to_bytes())
        all_or_none.enter_context(opened(folder / "config.cfg")).write(written.encode())
        write_gold(found.test, all_or_none.enter_context(opened(folder / "test.jsonl")))
    if kept is not None:
        say([f"the configuration that was there is another one; it is kept as {kept}"])
    say(golds.unreadable)
    say(map(str, found.losses))
    overlapping, between = (
        sum(getattr(made, what) for made in docs.values()) for what in ("overlapping", "between_tokens")
    )
    if overlapping:
        say([f"entities that overlap a longer one, which a recogniser can't learn: {overlapping}"])
    if between:
        say([f"entities that begin or end within a token, where the recogniser is told nothing: {between}"])
    counts = (
        f"{split}: {len(texts)}" for split, texts in (("train", found.train), ("dev", found.dev), ("test", found.test))
    )
    recogniser = f"the recogniser of {name} learns on" if learns_on else "a new recogniser"
    say([
        f"articles of {', '.join(counts)}; {recogniser}",
        f"train: python -m spacy train {shlex.quote(str(folder / 'config.cfg'))} --output {shlex.quote(str(folder))}",
    ])  # fmt: skip


def _kept(path: Path, written: str) -> Path | None:
    """Copy a configuration that is not what will be written, and may be somebody's work, and return where it is."""
    if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") == written:
        return None
    kept = next(name for n in count(1) if not (name := path.with_name(f"{path.name}.{n}")).exists())
    shutil.copy2(path, kept)
    return kept


COMMANDS = (train_config,)
