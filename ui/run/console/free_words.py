"""Name marks in words: those used before are tiles with keys of their own, new ones are typed.

In free play (自由记录) the board is made of these tiles. A press of one makes two entries, the
mark and its label, so that the instant is on its way to the disk before anything is said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.plan.free_play import is_free_play, tidy
from drillplanner.run.entry import Entry
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder
from drillplanner.services.run.station_steps import STEP_KEYS
from ui.run.console.board import TileLook
from ui.run.console.questions import Attempt, Question, Questions
from ui.run.console.wording import Wording

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: What the names of these tiles and answers begin with; no id of a step holds a colon.
_WORDS = "words:"
#: The answer that types, and the one that keeps what was typed when something else comes up.
_TYPE, _KEEP = "type", "keep"
#: How many words used before are answers too; in free play all of them are tiles.
_OFFERED = 5


class FreeWords:
    """The words that marks were given on this post, and the marks that wait for some.

    Args:
        page: where tiles are shown.
        recorder: what words are logged with.
        board: the steps, and which marks wait.
        wording: how things are said.
        questions: what asks in place.
        attempt: logs something, and says why where it is refused.
    """

    def __init__(
        self,
        page: ConsolePage,
        recorder: Recorder,
        board: Board,
        wording: Wording,
        questions: Questions,
        attempt: Attempt,
    ) -> None:
        self._page, self._recorder, self._board = page, recorder, board
        self._wording, self._asking, self._attempt = wording, questions.asking, attempt
        self.is_free_play = is_free_play(wording.script)
        #: The marks that count for each wording, in order of first use.
        self._marks: dict[str, dict[str, Entry]] = {}
        self._keys = [key for key in STEP_KEYS if key not in board.step_by_key]
        self._is_open = False

    @property
    def has_marks(self) -> bool:
        """Say whether anything was marked that is of no step of a script."""
        return self.is_free_play or bool(self._marks or self._board.unlabelled)

    # -- tiles -------------------------------------------------------------------------

    def open(self) -> None:
        """Show the tiles of the words so far, in free play."""
        self._is_open = True
        if self.is_free_play:
            self._page.add_tiles(self._looks())

    def words_of(self, what: str) -> str:
        """Give the words that a key or a tile stands for; empty if it stands for none."""
        if not self.is_free_play:
            return ""
        if what.startswith(_WORDS):
            number = int(what.removeprefix(_WORDS))
        else:
            number = self._keys.index(what) if what in self._keys else len(self._marks)
        return tuple(self._marks)[number] if number < len(self._marks) else ""

    def take_in(self, entry: Entry) -> None:
        """Follow the log: words that are new get a tile, others their count."""
        if entry.kind == "label" and entry.step is None and entry.amends is not None:
            mark = self._board.find(entry.amends)
            is_new = entry.text not in self._marks
            if mark is not None:
                self._marks.setdefault(entry.text, {})[mark.id] = mark
                self._show(entry.text, is_new=is_new)
        elif entry.kind == "void":
            target = self._board.find(entry.amends or "")
            gone = (target.amends or target.id) if target is not None else ""
            for words, marks in self._marks.items():
                if marks.pop(gone, None) is not None:
                    self._show(words, is_new=False)

    def show(self) -> None:
        """Show all tiles anew once T0 is known, and in free play what the keys do next."""
        if not self.is_free_play or not self._is_open:
            return
        for tile, look in self._looks():
            self._page.show_step(tile, look)
        if self._board.unlabelled or not self._board.next_step:
            self._page.show_next(self._wording.say(self._next()))

    # -- naming ------------------------------------------------------------------------

    def ask(self, entry: str = "", *, types: bool = False) -> None:
        """Ask for the words of a mark that waits, the oldest unless one is given.

        Keys go on being logged meanwhile, unless `types` puts them into the line.
        """
        found = self._board.waiting(entry)
        if found is None:
            return
        about = found.id
        used = tuple(self._marks)[:_OFFERED]
        say = self._wording.say

        def take(name: str, text: str) -> None:
            if name == _TYPE and not text and not types:
                self.ask(about, types=True)
                return
            number = int(name.removeprefix(_WORDS)) if name.startswith(_WORDS) else None
            self.name(about, text if number is None else used[number])
            if self.is_free_play and name != _KEEP and (text or number is not None):
                self.ask()

        self._asking.ask(
            Question(
                self._asked(found, len(self._board.unlabelled)),
                [
                    (_TYPE, say(_("Type words…"))),
                    *((f"{_WORDS}{number}", words) for number, words in enumerate(used)),
                ],
                take,
                hint=say(_("new words; Enter names the mark")),
                types=types,
                otherwise=_KEEP,
                about=about,
            )
        )

    def name(self, entry: str, words: str) -> None:
        """Name a mark in words; without any it goes on waiting."""
        said = tidy(words)
        if said:
            self._attempt(lambda: self._recorder.label_free(entry, said))

    def name_or_ask(self, entry: str, words: str) -> None:
        """Name a mark in words; without any ask for them, with the keys in the line."""
        if words:
            self.name(entry, words)
        else:
            self.ask(entry, types=True)

    def name_waiting(self, words: str) -> bool:
        """Give words to the mark chosen in the log, else to the oldest that waits, if any."""
        entry = self._board.waiting(self._page.chosen_entry)
        if entry is None:
            return False
        is_asked = self._asking.about == entry.id
        if is_asked:
            self._asking.drop()
        self.name(entry.id, words)
        if is_asked:
            self.ask()
        return True

    # -- inside ------------------------------------------------------------------------

    def _asked(self, entry: Entry, count: int) -> Text:
        time = self._wording.time(entry, self._board)
        if count == 1:
            return _("What happened at {time}?", time=time)
        return _("What happened at {time}? ({count} marks wait)", time=time, count=count)

    def _next(self) -> Text:
        count = len(self._board.unlabelled)
        if count:
            return ngettext(
                "{count} mark waits for words: F2 types them, Shift and an arrow key choose.",
                "{count} marks wait for words: F2 types them, Shift and an arrow key choose.",
                count,
            )
        return _("Space marks an instant; its words come after. Hold F12 to end the drill.")

    def _show(self, words: str, *, is_new: bool) -> None:
        if not self._is_open or not self.is_free_play:
            return
        if is_new:
            self._page.add_tiles(self._looks())
        else:
            number = list(self._marks).index(words)
            self._page.show_step(f"{_WORDS}{number}", self._look(number, words))

    def _looks(self) -> list[tuple[str, TileLook]]:
        return [
            (f"{_WORDS}{number}", self._look(number, words))
            for number, words in enumerate(self._marks)
        ]

    def _look(self, number: int, words: str) -> TileLook:
        marks = tuple(self._marks[words].values())
        status: list[str] = []
        if marks and (since := self._wording.since(marks[-1], self._board)):
            status.append(since)
        if len(marks) > 1:
            said = ngettext("{count} mark", "{count} marks", len(marks))
            status.append(self._wording.say(said))
        key = self._keys[number] if number < len(self._keys) else ""
        return TileLook(key, words, "  ".join(status), "disc" if marks else None)
