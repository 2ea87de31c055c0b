"""The commands that jump: letters over the words or the labels on the screen, the easiest to what is likeliest."""

from collections.abc import Callable

from tui.app.doing import RefusedError
from tui.app.jumps import Stretch, apart, by_distance
from tui.app.modes import Jump, Mode
from tui.app.screens.compare_commands import CompareCommands
from tui.app.widgets.article_view import ArticleView


class JumpCommands(CompareCommands):
    """`mode` is what the keys mean while letters lie over the text, a choice is open or a question is asked."""

    view: ArticleView
    mode: Mode | None = None

    def _words_on_screen(self) -> list[Stretch]:
        low, high = self.view.visible_offsets()
        motion = self.editor.motion
        found = []
        for block in range(motion.block_at(low), motion.block_at(max(low, high - 1)) + 1):
            found += [x for x in motion.tokens(block) if low <= x[0] < high and motion.is_word(x)]
        return found

    def _word_jump(
        self,
        prompt: str,
        then: Callable[[int, int], None],
        none: Callable[[], None] | None = None,
        *,
        near: tuple[Stretch, ...] = (),
        names_first: bool = True,
    ) -> Jump:
        """Return a jump over the words on the screen: the easiest letters to names, then to what is near `near`."""
        words = self._words_on_screen()
        if not names_first:
            return Jump(prompt, by_distance(words, near), then, none=none)
        text = self.editor.text
        first, end = [], -1
        for word in words:
            if text[word[0]].isupper() and word[0] >= end:
                first.append(word)
                end = self.editor.name_at(*word)[1]
        return Jump(prompt, sorted(words, key=lambda word: apart(word, near)), then, frozenset(first), none)

    def do_jump(self) -> None:
        """Jump to a word and select it, or the name that it begins."""
        select = lambda start, end: self.editor.select(*self.editor.name_at(start, end))  # noqa: E731
        self.mode = self._word_jump("jump to a word", select)

    def do_jump_extend(self) -> None:
        """Extend what is selected to a word."""
        near = (self.editor.target,)
        self.mode = self._word_jump("extend to a word", self.editor.extend_to, near=near, names_first=False)

    def label_places(self) -> dict[Stretch, str]:
        """Return the labels that start on the screen by the place of their letter; several at one place in a row."""
        by_place: dict[Stretch, str] = {}
        for label in self.editor.labels_on_screen(*self.view.visible_offsets()):
            start = label.start
            while (start, start + 1) in by_place and start + 1 < label.end:
                start += 1
            by_place[start, start + 1] = label.id
        return by_place

    def label_jump(self, places: dict[Stretch, str]) -> Jump:
        """Return a jump to one of the labels, the easiest letters to names."""
        names = frozenset(place for place in places if self.editor.text[place[0]].isupper())
        focus = lambda start, end: self.editor.focus_label(self.editor.state.label(places[start, end]))  # noqa: E731
        return Jump("focus a label", sorted(places), focus, names)

    def do_focus_by_jump(self) -> None:
        """Focus a label on the screen."""
        places = self.label_places()
        if not places:
            raise RefusedError("no label starts on this screen")
        self.mode = self.label_jump(places)
