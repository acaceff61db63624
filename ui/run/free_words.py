"""Name marks in words: those used before are tiles with keys of their own, new ones are typed.

In free play (自由记录) the board is made of these tiles. A press of one makes two entries, the
mark and its label, so that the instant is on its way to the disk before anything is said of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.free_play import is_free_play, tidy
from drillplanner.run.entries import Entry, Made
from drillplanner.run.instant import Caught
from drillplanner.services.recorder import Recorder
from drillplanner.services.running_board import STEP_KEYS, Board
from ui.run.step_tile import TileLook
from ui.run.wording import Wording, stopwatch

if TYPE_CHECKING:
    from ui.run.console_page import ConsolePage
    from ui.run.questions import Questions

#: What the names of these tiles begin with; no id of a step holds a colon.
_TILE = "words:"


class FreeWords:
    """The words that marks were given on this post, and the marks that wait for some.

    Args:
        page: where tiles are shown.
        recorder: what words are logged with.
        board: the steps, and which marks wait.
        wording: how things are said.
        attempt: logs something, and says why where it is refused.
        mark: marks without a step, as the mark key does.
        questions: what asks for words in place.
    """

    def __init__(
        self,
        page: ConsolePage,
        recorder: Recorder,
        board: Board,
        wording: Wording,
        attempt: Callable[[Callable[[], Entry]], Entry | None],
        mark: Callable[[Caught, Made], Entry | None],
        questions: Questions,
    ) -> None:
        self._page, self._recorder, self._board = page, recorder, board
        self._wording, self._attempt, self._mark = wording, attempt, mark
        self._questions = questions
        self.is_free_play = is_free_play(wording.script)
        #: The marks that count for each wording, in order of first use.
        self._marks: dict[str, dict[str, Entry]] = {}
        self._keys = [key for key in STEP_KEYS if key not in board.step_by_key]

    @property
    def words(self) -> tuple[str, ...]:
        """List the words used before, in order of first use."""
        return tuple(self._marks)

    def looks(self) -> list[tuple[str, TileLook]]:
        """Give the tiles of free play; a drill with a script has its steps only."""
        if not self.is_free_play:
            return []
        return [(f"{_TILE}{number}", self._look(number)) for number in range(len(self._marks))]

    def press(self, what: str, caught: Caught, made: Made) -> bool:
        """Mark with the words of a key or a tile; tell whether it is one of these."""
        number = self.number(what)
        if number is None:
            return False
        words = self.words[number]
        entry = self._mark(caught, made)
        if entry is not None:
            self._attempt(lambda: self._recorder.label_free(entry.id, words))
        return True

    def number(self, what: str) -> int | None:
        """Give which words a key or a tile stands for, if for any."""
        if not self.is_free_play:
            return None
        if what.startswith(_TILE):
            return int(what.removeprefix(_TILE))
        number = self._keys.index(what) if what in self._keys else len(self._marks)
        return number if number < len(self._marks) else None

    def take_in(self, entry: Entry, *, is_shown: bool) -> None:
        """Follow the log: words that are new get a tile, others their count."""
        if entry.kind == "label" and entry.step is None and entry.amends is not None:
            mark = self._board.find(entry.amends)
            is_new = entry.text not in self._marks
            if mark is not None:
                self._marks.setdefault(entry.text, {})[mark.id] = mark
                self._show(entry.text, is_new=is_new, is_shown=is_shown)
        elif entry.kind == "void":
            target = self._board.find(entry.amends or "")
            gone = target.amends or target.id if target is not None else ""
            for words, marks in self._marks.items():
                if marks.pop(gone, None) is not None:
                    self._show(words, is_new=False, is_shown=is_shown)

    def ask(self, entry: str = "", *, types: bool = False) -> bool:
        """Ask for the words of a mark that waits, the oldest unless one is given.

        Keys go on being logged meanwhile, unless `types` puts the cursor into the line.
        Tell whether there is such a mark.
        """
        waiting: dict[str, Entry] = {one.id: one for one in self._board.unlabelled}
        found = waiting.get(entry) if entry else next(iter(waiting.values()), None)
        if found is None:
            return False
        time = self._wording.time(found, self._board)
        self._questions.ask_words(found.id, self.words, self._asked(time, len(waiting)), types)
        return True

    def refresh(self) -> None:
        """Show all tiles anew, once T0 is known or was taken back."""
        for tile, look in self.looks():
            self._page.show_step(tile, look)

    def next_words(self) -> Text:
        """Say what the keys do in free play, and how many marks wait."""
        count = len(self._board.unlabelled)
        if count:
            return ngettext(
                "{count} mark waits for words: F2 to type them, or Shift and an arrow key to "
                "choose another.",
                "{count} marks wait for words: F2 to type them, or Shift and an arrow key to "
                "choose another.",
                count,
            )
        return _("Space marks an instant; its words come after. Hold F12 to end the drill.")

    def _asked(self, time: str, count: int) -> Text:
        if count == 1:
            return _("What happened at {time}?", time=time)
        return _("What happened at {time}? ({count} marks wait)", time=time, count=count)

    def _show(self, words: str, *, is_new: bool, is_shown: bool) -> None:
        if not is_shown or not self.is_free_play:
            return
        if is_new:
            self._page.add_tiles(self.looks())
        else:
            number = self.words.index(words)
            self._page.show_step(f"{_TILE}{number}", self._look(number))

    def _look(self, number: int) -> TileLook:
        words = self.words[number]
        marks = tuple(self._marks[words].values())
        status = []
        zero = self._board.zero_ns
        if marks and zero is not None:
            status.append(stopwatch(self._board.axis_ns(marks[-1]) - zero))
        if len(marks) > 1:
            said = ngettext("{count} mark", "{count} marks", len(marks))
            status.append(self._wording.say(said))
        key = self._keys[number] if number < len(self._keys) else ""
        return TileLook(key, tidy(words), "  ".join(status), "disc" if marks else None)
