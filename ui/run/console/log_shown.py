"""Decide how entries are shown in the log: as they come, are saved, are named or taken back."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from drillplanner.run.entry import Entry
from drillplanner.services.run.board import Board
from ui.run.console.log_table import KEPT_ROWS, LogRow, Saving
from ui.run.console.wording import Wording

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: Kinds that the key for "void last" takes back.
_VOIDABLE = ("mark", "failed", "not_performed", "note", "label", "sync")


class LogShown:
    """The rows of the log on a page, and which entry was made last.

    Args:
        page: what is seen.
        board: takes each entry in.
        wording: words.
    """

    def __init__(self, page: ConsolePage, board: Board, wording: Wording) -> None:
        self._page = page
        self._board = board
        self._wording = wording
        self._mine: list[str] = []
        #: The entries whose times are shown since a start, and that start.
        self._since: deque[Entry] = deque(maxlen=KEPT_ROWS)
        self._start = ""

    def take_in(self, entry: Entry, saving: Saving) -> frozenset[str]:
        """Show one more entry, and what it changes in rows before; give the steps it touched."""
        board, wording = self._board, self._wording
        touched = board.add(entry)
        self._follow_start()
        shape, words = wording.entry(entry, board)
        time = wording.time(entry, board)
        is_amendment = entry.kind in ("void", "label")
        self._page.add_row(LogRow(entry.id, time, words, shape, saving, False, is_amendment))
        if self._start:
            self._since.append(entry)
        if entry.kind in _VOIDABLE:
            self._mine.append(entry.id)
        self._show_amended(entry)
        return touched

    @property
    def last(self) -> str:
        """Give the newest entry that can be taken back; empty if there is none."""
        while self._mine and not self._board.voidable(self._mine[-1]):
            self._mine.pop()
        return self._mine[-1] if self._mine else ""

    def _follow_start(self) -> None:
        """Count anew from another start, or from none, what was counted from one before."""
        start = self._board.start
        now = start.id if start is not None else ""
        if now != self._start and self._since:
            time, board = self._wording.time, self._board
            self._page.retime_rows({one.id: time(one, board) for one in self._since})
        self._start = now

    def _show_amended(self, entry: Entry) -> None:
        board = self._board
        target = board.find(entry.amends) if entry.amends else None
        if entry.kind == "void" and target is not None:
            self._page.strike_row(target.id)
            target = board.find(target.amends or "") if target.kind == "label" else None
        if target is not None and target.amends is None and not board.is_void(target.id):
            self._page.reword_row(target.id, self._wording.entry(target, board)[1])
