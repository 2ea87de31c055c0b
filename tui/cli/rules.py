"""The command on the project's own rules for lines of scraped articles: list, export, bring in, remove, apply."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.batch import output_option
from tui.cli.desk import annotator, project_option, who_option
from tui.cli.labels import project_here
from tui.cli.output import progress, say, write
from tui.model import CopydeskError

if TYPE_CHECKING:
    from tui.cleaning.project_rules import ProjectRule
    from tui.gold import Store
    from tui.gold.rules import Decided


@click.command()
@project_option
@who_option
@output_option
@click.option("--toml", is_flag=True, help="Print them as TOML, for another project or for --rules.")
@click.option("--add", "added", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Put the rules in FILE before the project's own.")  # fmt: skip
@click.option("--remove", "removed", type=int, multiple=True, metavar="N", help="Remove rule N of the list.")
@click.option("--apply", "applied", is_flag=True, help="Apply the rules to the articles whose blocks nobody approved.")
def rules(
    project: Path | None, who: str | None, output: Path | None, toml: bool, added: Path | None,
    removed: tuple[int, ...], applied: bool,
) -> None:  # fmt: skip
    """List the project's own rules for lines of articles, or change and apply them.

    A rule keeps or drops a line ("this site's footer") in all articles, or in those of one site. Rules come from the
    blocks view of the desk (key *), are kept in rules.toml in the project's folder, and decide articles as they are
    added. What is applied to articles that are there already is a step in each that can be undone.
    """
    from tui.cleaning.project_rules import as_toml, with_rule
    from tui.gold import Store
    from tui.gold.rules import change_rules, load_rules, read_rules

    found = project_here(project)
    if added is not None and removed:
        raise CopydeskError("--add and --remove together would shift the numbers; give them one after the other")
    if added is not None:
        new = read_rules(added)

        def with_new(old: tuple["ProjectRule", ...]) -> tuple["ProjectRule", ...]:
            for rule in reversed(new):
                old = with_rule(old, rule)
            return old

        change_rules(found, with_new)
        say([f"{len(new)} rule{'' if len(new) == 1 else 's'} added"])
    if removed:
        change_rules(found, lambda old: _without(old, removed))
        say([f"{len(set(removed))} rule{'' if len(set(removed)) == 1 else 's'} removed"])
    now = load_rules(found)
    if applied:
        _apply(Store(found), now, annotator(who))
    elif toml:
        write([as_toml(now)], output)
    elif added is None and not removed:
        write(_listed(now), output)


def _apply(store: "Store", now: Sequence["ProjectRule"], who: str) -> None:
    from tui.gold.rules import decide_by_all

    steps = decide_by_all(store, now, who)
    done = next(steps)
    try:
        for step in progress(steps, "Applying the rules", done.total):
            done = step
    except KeyboardInterrupt:
        raise CopydeskError(
            f"stopped after {done.seen} of {done.total} articles; {_told(done)}, and the same command does the rest"
        ) from None
    except CopydeskError as error:
        before = f" ({_told(done)} before that; it stays)" if done.articles else ""
        raise CopydeskError(f"{error}{before}") from None
    say([_told(done)])


def _told(done: "Decided") -> str:
    return f"{_counted(done.blocks, 'block')} decided in {_counted(done.articles, 'article')}"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _without(rules: Sequence["ProjectRule"], numbers: Sequence[int]) -> tuple["ProjectRule", ...]:
    wrong = next((number for number in numbers if not 1 <= number <= len(rules)), None)
    if wrong is not None:
        raise CopydeskError(f"there is no rule {wrong}; `copydesk rules` numbers the {len(rules)} that there are")
    return tuple(rule for number, rule in enumerate(rules, 1) if number not in numbers)


def _listed(rules: Sequence["ProjectRule"]) -> Iterator[str]:
    if not rules:
        say(["this project has no rules yet; the blocks view of the desk makes them (key *)"])
    for number, rule in enumerate(rules, 1):
        said = rule.line if rule.line is not None else f"/{rule.pattern}/"
        verdict, site = "keep" if rule.keep else "drop", rule.site or "all sites"
        yield f"{number:>3}  {verdict}  {rule.kind.value:<13}  {site:<24}  {' '.join((said or '').split())}\n"


COMMANDS = (rules,)
