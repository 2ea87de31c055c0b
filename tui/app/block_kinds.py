"""The kinds of a block as a person chooses them: what each is called, and what it means."""

from collections.abc import Mapping

from tui.app.screens.chooser import Item
from tui.model import BlockKind

MEANINGS: Mapping[BlockKind, str] = {
    BlockKind.TITLE: "the headline; what was the title becomes clutter",
    BlockKind.SUBTITLE: "the lines under the headline",
    BlockKind.BODY: "running text",
    BlockKind.SUBHEADING: "a heading inside the text",
    BlockKind.LIST_ITEM: "one point of a list inside the text",
    BlockKind.BLOCK_QUOTE: "a passage quoted from elsewhere",
    BlockKind.PULL_QUOTE: "words of the text, shown again in large type",
    BlockKind.CORRECTION: "an editor's note or a correction",
    BlockKind.BYLINE: "who wrote it",
    BlockKind.DATELINE: "where it was reported from, on a line of its own",
    BlockKind.TIMESTAMP: "when it was published or changed",
    BlockKind.LIVE_STAMP: "the time of a post in a live blog",
    BlockKind.CAPTION: "what a picture shows",
    BlockKind.CREDIT: "who took or owns a picture",
    BlockKind.AGENCY_CREDIT: "the news agency that it came from",
    BlockKind.AUTHOR_BOX: "about the writer",
    BlockKind.RELATED: "links to other articles",
    BlockKind.NEWSLETTER: "an invitation to sign up for mails",
    BlockKind.SUBSCRIPTION: "an invitation to subscribe or to log in",
    BlockKind.PROMO: "the site about itself, its apps and events",
    BlockKind.WIDGET: "something built in: a player, a poll, a chart",
    BlockKind.SHARE: "buttons to share, save or print",
    BlockKind.COMMENTS: "readers' comments, or an invitation to them",
    BlockKind.AD: "an advertisement, or the word for one",
    BlockKind.CONSENT: "cookies and terms of use",
    BlockKind.NAVIGATION: "menus and the way through the site",
    BlockKind.FOOTER: "copyright and contact at the page's end",
    BlockKind.REPEATED: "a line that stands on the page more than once",
    BlockKind.OTHER: "clutter of any other kind",
}


def kinds_to_choose(now: BlockKind, keys: Mapping[BlockKind, str] | None = None, *, title: bool = True) -> list[Item]:
    """Return every kind as something to choose, with the key that gives it and what it means, and which one it is."""
    return [
        Item(kind.value, kind.value.replace("-", " "), (keys or {}).get(kind, ""),
             f"{'now: ' if kind is now else ''}{MEANINGS[kind]}")
        for kind in BlockKind if title or kind is not BlockKind.TITLE
    ]  # fmt: skip
