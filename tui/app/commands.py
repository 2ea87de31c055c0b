"""Every command of the desk, once: its id, its keys, its words.

Dispatch, footer, help, palette and docs are made from this table.

A key is what a terminal sends: one printable character, or a name such as `tab`, `enter`, `ctrl+q`. Keys pressed one
after the other stand with a space between them: `g g`. Nothing here imports Textual.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Place(StrEnum):
    """Where a command works."""

    START = "start"
    LIBRARY = "library"
    ARTICLE = "article"
    BLOCKS = "blocks"
    RULES = "rules"
    COMPARE = "compare"
    TOUR = "tour"
    EVALUATION = "evaluation"
    SPANS = "spans"

    @property
    def under(self) -> "Place | None":
        """The place whose keys work here as well, where no command of this place has them."""
        return Place.ARTICLE if self in (Place.COMPARE, Place.TOUR) else None


class Group(StrEnum):
    """The headings of the help, in their order."""

    GO = "Go"
    FIND = "Find what to do"
    VERDICT = "Verdicts"
    SELECT = "Select"
    QUOTE = "Quotes and speakers"
    SAME = "Save keys"
    COMPARE = "Two people"
    BLOCK = "Blocks"
    BLOCKS_VIEW = "The blocks view"
    RULES = "The project's rules"
    ARTICLE = "The article"
    LIBRARY = "The library"
    EVALUATION = "The evaluation"
    DESK = "The desk"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `title` is for the footer and the palette (two or three words), `help` is a sentence."""

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    group: Group
    places: tuple[Place, ...] = (Place.ARTICLE,)


def _article(
    group: Group, *rows: tuple[str, str, str, str], places: tuple[Place, ...] = (Place.ARTICLE,)
) -> Iterator[Command]:
    """Make commands of the article screen from `(id, keys, title, help)`; ` | ` stands between keys."""
    for command_id, keys, title, text in rows:
        yield Command(command_id, tuple(keys.split(" | ")), title, text, group, places)


_BOTH = (Place.LIBRARY, Place.ARTICLE)
_SCORES = (Place.EVALUATION, Place.SPANS)
_LISTS = (Place.LIBRARY, *_SCORES, Place.BLOCKS, Place.RULES)
_EDITED = (Place.ARTICLE, Place.BLOCKS)
_LEAVABLE = (*_BOTH, *_SCORES, Place.BLOCKS, Place.RULES)
_ALL = (Place.START, *_LEAVABLE)


def _an(kind: str) -> str:
    name = kind.replace("-", " ")
    return {"body": "body text", "title": "the title", "related": "a link to another story"}.get(kind, f"a {name}")


def _kept(kind: str) -> str:
    return "kept" if kind in ("body", "subheading", "list-item") else "shown above" if kind == "title" else "dropped"


BLOCK_KINDS = ("body", "subheading", "list-item", "title", "caption", "byline", "related", "newsletter", "footer")
"""The kinds that are on digits in the blocks view."""

COMMANDS: tuple[Command, ...] = (
    *_article(
        Group.FIND,
        ("next", "tab", "next", "Go to the next label that nobody has decided; when all are decided, to the next one."),
        ("previous", "shift+tab", "previous", "Go to the label before, undecided ones first."),
        ("least_sure", "g u", "least sure", "Go to the undecided label that its extractor is least sure of, then on."),
        ("focus_by_jump", "s", "focus by jump", "Focus any label on the screen: type the letters laid over it."),
        ("next_candidate", "c", "next candidate", "Select the next name or quoted text that carries no label."),
        ("previous_candidate", "C", "previous candidate", "Select the candidate before."),
        ("search_same", "g *", "same in project", "Find the focused words in every article of the project."),
    ),
    *_article(
        Group.FIND,
        ("search", "/", "search", "Search the article; upper and lower case are the same."),
        ("search_next", "n", "next hit", "Go to the next hit of the search."),
        ("search_previous", "N", "previous hit", "Go to the hit before."),
        places=_EDITED,
    ),
    *_article(
        Group.VERDICT,
        ("accept", "a", "accept", "Accept the focused label and go to the next undecided one."),
        ("accept_up_to", "A", "accept to here", "Accept every undecided label from the start up to the focus."),
        ("reject", "x", "reject", "Reject the focused suggestion, or delete the focused label; go to the next one."),
        ("skip", "space", "skip", "Leave the focused label undecided and go to the next one."),
        *(
            (f"label_{n}", str(n), f"label {n}", f"Give label {n} of the label set to the focus or the selection.")
            for n in range(1, 10)
        ),
        ("label_list", "0", "all labels", "Choose from all labels: type to narrow the list down."),
        ("label_letter", "'", "label by letter", "Give any label by its letter: the side panel shows which is whose."),
        ("direct", "D", "direct quote", "Make the selection a direct quote, or the focused quote direct."),
        ("mixed", "M", "mixed quote", "Make the selection a mixed quote, or the focused quote mixed."),
        ("indirect", "I", "indirect quote", "Make the selection an indirect quote, or the focused quote indirect."),
    ),
    *_article(
        Group.SELECT,
        ("jump", "f", "jump", "Jump to a word and select it: type the letters laid over it."),
        ("jump_extend", "F", "extend by jump", "Extend the selection, or the focused label, to the word jumped to."),
        ("expand", "o", "wider", "Widen: word, name, noun phrase, quoted text, sentence, paragraph."),
        ("shrink", "i", "narrower", "Narrow again by one step."),
        ("end_left", "h", "end left", "Move the right edge one token to the left (nothing selected: the cursor)."),
        ("end_right", "l", "end right", "Move the right edge one token to the right (nothing selected: the cursor)."),
        ("start_left", "H", "start left", "Move the left edge one token to the left."),
        ("start_right", "L", "start right", "Move the left edge one token to the right."),
        ("quoted", "q", "quoted text", "Select the quoted text here with its marks; on a quote, set it to that."),
        ("quoted_inside", "Q", "inside the marks", "Select the quoted text here without its marks."),
        ("visual", "v", "select by hand", "Start a selection at this word; w, b and e then extend it."),
    ),
    *_article(
        Group.QUOTE,
        ("speaker", "r", "speaker", "Choose who says the quote: a digit, 0 nobody, R a jump; or select them first."),
        ("speaker_by_jump", "R", "speaker by jump", "Choose who says the focused quote: jump to the mention."),
        ("cue", "t", "cue", "Set the cue of the focused quote (“said”): jump to the word; 0 for none."),
        ("cue_extend", "T", "longer cue", "Extend the cue of the focused quote to another word (“according to”)."),
        ("add_piece", "+", "add piece", "Add the selection to the quote that had the focus last."),
        ("next_piece", "p", "next piece", "Move the edges of the quote's next piece from now on."),
        ("drop_piece", "P", "drop piece", "Take the piece whose edges are moved out of the quote."),
        ("link", "e", "link", "Say who the mention, or the quote's speaker, is: a digit, n or N a new one, 0 nobody."),
    ),
    *_article(
        Group.SAME,
        ("repeat", ".", "repeat", "Do the last edit again: to the focus, the selection, or the block here."),
        ("propagate", "*", "same everywhere", "Do the same to every equal string, or line of a block: asks first."),
        ("undo", "u", "undo", "Take the last edit back. There is no limit, also after a restart."),
        ("redo", "U", "redo", "Do again what was taken back."),
        places=_EDITED,
    ),
    *_article(
        Group.SAME,
        ("count", ",", "count", "Type a number for the next command: , 12 j; before gg or G, that of a paragraph."),
        places=_EDITED,
    ),
    *_article(
        Group.COMPARE,
        ("next_difference", "]", "next difference", "Go to the next difference."),
        ("previous_difference", "[", "difference before", "Go to the difference before."),
    ),
    Command("compare", ("d",), "compare", "Compare with the suggestions, another extractor, another person, or gold.",
            Group.COMPARE, _BOTH),
    Command("take_first", ("1",), "keep yours", "Settle the difference for side 1: it stays as it is.", Group.COMPARE,
            (Place.COMPARE,)),
    Command("take_second", ("2",), "take theirs", "Settle the difference for side 2: it becomes what they say.",
            Group.COMPARE, (Place.COMPARE,)),
    Command("difference_filter", ("=",), "only some", "Step through the differences of one class only, or of all.",
            Group.COMPARE, (Place.COMPARE,)),
    *_article(
        Group.BLOCK,
        ("blocks", "b", "blocks", "See every block with its kind, reason and confidence, and correct the cleaner."),
        places=_BOTH,
    ),
    *_article(
        Group.BLOCK,
        ("fold", "z", "fold", "Open or fold the dropped block at the cursor."),
        ("fold_all", "Z", "unfold all", "Open every dropped block in its place, or fold them all."),
    ),
    *_article(
        Group.BLOCK,
        ("block_keep", "B", "keep or drop", "Keep the block at the cursor as part of the article, or drop it."),
        ("block_kind", "K", "kind", "Choose what the block at the cursor is."),
        ("split_block", "|", "split block", "Split the block before the word at the cursor; the blocks view asks."),
        ("join_blocks", "J", "join blocks", "Join the block at the cursor with the one after it."),
        places=_EDITED,
    ),
    *_article(
        Group.BLOCKS_VIEW,
        ("keep_block", "a", "keep", "Keep the block as part of the article, and go to the next one."),
        ("drop_block", "x", "drop", "Drop the block, and go to the next one."),
        ("select_blocks", "v | V", "select", "Select blocks from here on: a verdict or kind is then for all of them."),
        ("other_end", "o", "other end", "Go to the other end of the selected blocks, to extend them there."),
        ("next_run", "}", "next run", "Go to where blocks are no longer kept, or no longer dropped."),
        ("previous_run", "{", "run before", "Go back to where blocks began to be kept, or to be dropped."),
        ("next_doubtful", "tab", "next in doubt", "Go to the next block that the cleaner was not sure of."),
        ("previous_doubtful", "shift+tab", "doubt before", "Go to the block before that the cleaner was not sure of."),
        ("block_title", "t", "title", "Make the block the title; what was the title becomes clutter."),
        *(
            (f"kind_{n}", str(n), kind, f"Say that the block is {_an(kind)}, {_kept(kind)}, and go to the next one.")
            for n, kind in enumerate(BLOCK_KINDS, 1)
        ),
        ("blocks_approved", "g B", "blocks done, next", "Approve the blocks, and go on to the next ones to approve."),
        ("show_in_article", "enter | b | -", "to the article", "Go back to the article, to this block."),
        places=(Place.BLOCKS,),
    ),
    Command("rules", ("g R",), "project's rules", "See and edit the project's own rules for lines of articles.",
            Group.BLOCK, (Place.ARTICLE, Place.BLOCKS, Place.LIBRARY)),
    *_article(
        Group.RULES,
        ("rule_new", "n", "new", "Type a line that is dropped from now on; the other keys change the rule."),
        ("rule_text", "e | enter", "edit", "Edit the line or the pattern of the rule."),
        ("rule_keep", "B", "keep or drop", "Make the rule keep its lines, or drop them."),
        ("rule_kind", "K", "kind", "Choose what lines of the rule are."),
        ("rule_site", "S", "site", "Make the rule one for all sites, or for one: type its name."),
        ("rule_pattern", "p", "to a pattern", "Make the rule's line a pattern: with any numbers, or as you type it."),
        ("rule_remove", "x", "remove", "Remove the rule. Articles that it has decided stay as they are."),
        ("rule_undo", "u", "undo", "Take the last change of the rules back."),
        ("rules_apply", "A", "apply", "Apply the rules to articles whose blocks nobody approved, or take that back."),
        ("rules_export", "w", "export", "Write the rules to a file, to use them in another project or with --rules."),
        ("rules_back", "- | q", "back", "Go back to where you came from."),
        places=(Place.RULES,),
    ),
    *_article(
        Group.ARTICLE,
        ("approve", "enter", "approve, next", "Approve the whole article and open the next one to review."),
        ("approve_entities", "g e", "entities done", "Approve the entities alone; again: open them."),
        ("approve_quotes", "g q", "quotes done", "Approve the quotes alone; again: open them."),
    ),
    *_article(
        Group.ARTICLE,
        ("approve_blocks", "g b", "blocks done", "Approve the blocks alone; again: open them."),
        places=_EDITED,
    ),
    *_article(
        Group.ARTICLE,
        ("note", ";", "note", "Write a note on the focused label, or on the article."),
        ("extractor", "g x", "extractor", "Choose which extractor makes the suggestions of this article."),
        ("flag", "!", "flag", "Flag the article, or take the flag away."),
    ),
    *_article(
        Group.ARTICLE,
        ("guideline", "g ?", "guideline", "Show what the guideline says of the label in focus; e edits it."),
        ("edit_guideline", "g G", "edit guideline", "Edit what the guideline says of the label in focus, and of all."),
        places=(Place.ARTICLE, Place.SPANS),
    ),
    *_article(
        Group.ARTICLE,
        ("previous_article", "backspace", "previous article", "Go back to the article before."),
        ("next_article", "g n", "next article", "Go to the next article without approving this one."),
        places=_EDITED,
    ),
    *_article(
        Group.ARTICLE,
        ("library", "- | g l", "library", "Go back to the library."),
        ("reload", "g r", "reload", "Load the article again, with what another session wrote."),
    ),
    *_article(
        Group.ARTICLE,
        ("save", "ctrl+s", "save again", "Try again to save what could not be saved."),
        ("write_out", "g w", "write out", "Write the article, with an edit that can't be saved, to a file elsewhere."),
        places=_EDITED,
    ),
    *_article(
        Group.GO,
        ("line_down", "j | down", "down", "Go down a line."),
        ("line_up", "k | up", "up", "Go up a line."),
        ("word_next", "w | right", "next word", "Go to the next word."),
        ("word_previous", "left | W", "word before", "Go to the word before; b does the same while selecting by hand."),
        ("word_end", "E", "word end", "Go to the end of the word; while selecting by hand, e does the same."),
        ("sentence_next", ")", "next sentence", "Go to the next sentence."),
        ("sentence_previous", "(", "sentence before", "Go to the sentence before."),
        ("paragraph_next", "}", "next paragraph", "Go to the next paragraph, a folded one too."),
        ("paragraph_previous", "{", "paragraph before", "Go to the paragraph before, a folded one too."),
        ("page_down", "pagedown | ctrl+f", "page down", "Go down a screen."),
        ("page_up", "pageup | ctrl+b", "page up", "Go up a screen."),
        ("top", "g g | home", "top", "Go to the first word."),
        ("bottom", "G | end", "bottom", "Go to the last paragraph."),
    ),
    Command("open", ("enter", "o"), "open", "Open the article.", Group.LIBRARY, (Place.LIBRARY,)),
    Command("row_down", ("j", "down"), "down", "Go down a row.", Group.LIBRARY, _LISTS),
    Command("row_up", ("k", "up"), "up", "Go up a row.", Group.LIBRARY, _LISTS),
    Command("row_page_down", ("pagedown", "ctrl+f"), "page down", "Go down a screen.", Group.LIBRARY, _LISTS),
    Command("row_page_up", ("pageup", "ctrl+b"), "page up", "Go up a screen.", Group.LIBRARY, _LISTS),
    Command("row_first", ("g g", "home"), "first", "Go to the first row.", Group.LIBRARY, _LISTS),
    Command("row_last", ("G", "end"), "last", "Go to the last row.", Group.LIBRARY, _LISTS),
    Command("next_unreviewed", ("n", "tab"), "next to review", "Go to the next article that is not approved.",
            Group.LIBRARY, (Place.LIBRARY,)),
    Command("search_project", ("g /",), "search project", "Search every article of the project, and go to a hit.",
            Group.FIND, _BOTH),
    Command("filter", ("/",), "filter", "Show only articles (title, person, open, flagged) or spans with these words.",
            Group.LIBRARY, (Place.LIBRARY, Place.SPANS)),
    Command("sort", ("s",), "sort", "Sort by the next column: order, title, words, to review, when.",
            Group.LIBRARY, (Place.LIBRARY,)),
    Command("sort_turned", ("S",), "turn the order", "Turn the order round.", Group.LIBRARY, (Place.LIBRARY,)),
    Command("refresh", ("g r",), "read again", "Read the project again, and score it again.", Group.LIBRARY,
            (Place.LIBRARY, Place.EVALUATION)),
    Command("quit_library", ("q",), "quit", "Leave Copydesk.", Group.LIBRARY, (Place.LIBRARY, Place.START)),
    Command("evaluation", ("g s",), "scores", "Score the extractors against what people have finished here.",
            Group.EVALUATION, _BOTH),
    Command("spans", ("enter", "o"), "the spans", "Show the spans behind the number at the cursor, wrong ones first.",
            Group.EVALUATION, (Place.EVALUATION,)),
    Command("cell_left", ("h", "left"), "left", "Go to the number on the left.", Group.EVALUATION, (Place.EVALUATION,)),
    Command("cell_right", ("l", "right"), "right", "Go to the number on the right.", Group.EVALUATION,
            (Place.EVALUATION,)),
    Command("next_table", ("tab",), "next table", "Show the next table, and after the last the plots.",
            Group.EVALUATION, (Place.EVALUATION,)),
    Command("previous_table", ("shift+tab",), "table before", "Show the table before.", Group.EVALUATION,
            (Place.EVALUATION,)),
    Command("table_list", ("0",), "tables", "Choose a table by its name.", Group.EVALUATION, (Place.EVALUATION,)),
    Command("score_with", ("w",), "another extractor", "Score another extractor, and compare it with those before.",
            Group.EVALUATION, (Place.EVALUATION,)),
    Command("write_report", ("W",), "write a report", "Write a page with every number and every error in its context.",
            Group.EVALUATION, (Place.EVALUATION,)),
    Command("open_span", ("enter", "o"), "open", "Open the article with the span in focus, ready to be corrected.",
            Group.EVALUATION, (Place.SPANS,)),
    Command("next_error", ("y",), "next of the list", "Go to the next span of the list opened in the evaluation.",
            Group.EVALUATION),
    Command("previous_error", ("Y",), "one before", "Go to the span before in that list.", Group.EVALUATION),
    Command("back", ("-", "backspace"), "back", "Go back: from the list to the numbers, and on to the library.",
            Group.EVALUATION, _SCORES),
    Command("samples", ("enter", "s"), "sample articles", "Make a project of the sample articles and open it.",
            Group.DESK, (Place.START,)),
    Command("tour", ("t",), "guided tour", "Take the guided tour: two minutes on an article made for it.", Group.DESK,
            (Place.START, Place.LIBRARY)),
    Command("tour_next", ("ctrl+n",), "next step", "Skip this step of the tour.", Group.DESK, (Place.TOUR,)),
    Command("palette", (":", "ctrl+p"), "commands", "Choose any command by its name.", Group.DESK, _ALL),
    Command("help", ("?", "f1"), "help", "Show every key; type to search.", Group.DESK, _ALL),
    Command("side_panel", ("g p",), "side panel", "Hide the side panel, or show it again.", Group.DESK),
    Command("theme", ("g t",), "light or dark", "Switch between the dark and the light theme.", Group.DESK, _ALL),
    Command("leave", ("escape",), "leave", "Leave the current state: a picker, a selection, a search, the focus.",
            Group.DESK, _LEAVABLE),
    Command("suspend", ("ctrl+z",), "to the shell", "Stop the desk and go to the shell; fg there comes back.",
            Group.DESK, _ALL),
    Command("quit", ("ctrl+q",), "quit", "Leave Copydesk from anywhere.", Group.DESK, _ALL),
)  # fmt: skip
"""Every command, in the order in which the help and the docs list them within a group."""

PRESETS: dict[str, dict[str, tuple[str, ...]]] = {
    "vim": {},
    "prodigy": {
        "undo": ("backspace", "u"),
        "previous_article": ("g h",),
        "next": ("right", "tab"),
        "previous": ("left", "shift+tab"),
        "word_next": ("w",),
        "word_previous": ("W",),
        "flag": ("!",),
        "save": ("ctrl+s",),
    },
}
"""Named keymaps: what differs from the table. `vim` is the default; `prodigy` has its Backspace and arrows."""


@cache
def by_id() -> dict[str, Command]:
    """Return the commands by their id."""
    return {command.id: command for command in COMMANDS}
