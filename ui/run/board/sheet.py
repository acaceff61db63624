"""The live board (看板): who is there, what came last, what is still to come, targets and limits.

It stands beside the console and is read from the shared folder. Rows are exchanged only where
they changed, so that a glance is all it costs.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from drillplanner.base import local_time
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _
from drillplanner.services.exchange.shared_folder import Dropped, changed, read_folder
from drillplanner.services.review.merging.board_view import board_sections
from drillplanner.services.review.merging.live_board import BoardNow
from drillplanner.services.review.view_models import Section
from ui.context import AppContext
from ui.review.cells import Cells
from ui.run.board.share_thread import ShareThread
from ui.run.board.sharing import choose_folder, shared_folder
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.rows_model import Row, RowsModel
from ui.widgets.rows_table import RowsTable

#: How often the folder is read at most, in milliseconds.
_TICK_MS = 3_000
#: Reading and putting together take at most this share of the time.
_PACE = 20


class BoardSheet(Sheet):
    """Reads the folder on a thread of its own, and puts it together on the work lane."""

    def __init__(self, context: AppContext, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Live board")), parent)
        self._context, self._cells = context, Cells(context)
        self._thread = ShareThread(self)
        self._found: tuple[Dropped, ...] = ()
        self._heard_s: dict[str, float] = {}
        self._is_first, self._is_asking = True, False
        self._began_s = self._next_s = 0.0
        self.folder = words_label("", "muted")
        self.choose = push_button(context.say(_("Shared folder…")), self._choose)
        self.leave = push_button(context.say(_("Share nothing")), self._leave)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        row.addWidget(self.leave)
        self.column.addLayout(row)
        self.told = words_label("", "muted")
        self.column.addWidget(self.told)
        self._body = QVBoxLayout()
        self.column.addLayout(self._body, 1)
        self.parts = {name: _Part(context, self._cells, self) for name in ("stations", "targets")}
        for name, part in self.parts.items():
            self._body.addWidget(part, 3 if name == "stations" else 2)
        self.add_buttons(context.say(_("Close")))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_TICK_MS)
        self.resize(context.dress.px(1_060), context.dress.px(640))
        self._show_folder()
        self.look()

    def look(self) -> None:
        """Read the folder, unless it or the last look is not through yet."""
        if self._is_asking or self._thread.is_busy or time.monotonic() < self._next_s:
            return
        self._began_s = time.monotonic()
        folder = shared_folder(self._context.settings)
        if folder is None:
            self._on_read(())
        else:
            self._thread.run(partial(read_folder, folder), self._on_read, self._on_out_of_reach)

    def _on_read(self, found: tuple[Dropped, ...]) -> None:
        now_s = time.monotonic()
        if not self._is_first:
            self._heard_s.update(dict.fromkeys(changed(self._found, found), now_s))
        self._is_first = self._is_first and not found
        self._found = found
        self._put_together()

    def _on_out_of_reach(self, error: BaseException) -> None:
        """Go on with what was read before: being out of reach is the normal case."""
        if isinstance(error, UserError | StoreFault):
            self.told.setText(self._context.say(error.text))
            self._put_together()
        else:
            self._context.failures.tell(error)

    def _put_together(self) -> None:
        context, now_s = self._context, time.monotonic()
        live = context.live if context.is_running and not context.is_practice else None
        drill = live.drill.id if live is not None else context.drill
        heard = {name: now_s - at_s for name, at_s in self._heard_s.items()}
        board, catalogue, found = context.services.board, context.services.catalogue, self._found
        self._is_asking = True
        context.jobs.run(
            "work",
            lambda: board.look(drill or catalogue.latest(), found, heard),
            self._show,
            self._on_nothing,
            owner=self,
        )

    def _show(self, board: BoardNow) -> None:
        self._end_look()
        at = local_time.second(self._context.services.clock.wall_utc_ns())
        words = _("{drill}, as known here at {time}", drill=board.title, time=at)
        self.told.setText(self._context.say(words))
        for section in board_sections(board):
            self.parts[section.id].show_section(section)

    def _on_nothing(self, error: BaseException) -> None:
        self._end_look()
        if isinstance(error, UserError | StoreFault):
            self.told.setText(self._context.say(error.text))
        else:
            self._context.failures.tell(error)

    def _end_look(self) -> None:
        self._is_asking = False
        now_s = time.monotonic()
        self._next_s = now_s + _PACE * (now_s - self._began_s)

    # -- the folder ---------------------------------------------------------------------

    def use_folder(self, folder: Path | None) -> None:
        """Share a folder from now on; None shares nothing."""
        choose_folder(self._context, folder)
        self._found, self._is_first, self._next_s = (), True, 0.0
        self._heard_s.clear()
        self._show_folder()
        self.look()

    def _choose(self) -> None:
        words = self._context.say(_("Folder that all stations reach"))
        name = QFileDialog.getExistingDirectory(self, words)
        if name:
            self.use_folder(Path(name))

    def _leave(self) -> None:
        self.use_folder(None)

    def _show_folder(self) -> None:
        folder = shared_folder(self._context.settings)
        words: Text = _(
            "No folder is shared: this laptop's own log is shown. On each station the same folder "
            "is chosen here."
        )
        if folder is not None:
            words = _(
                "Shared through {folder}: while a drill runs this laptop drops its log there, "
                "without names.",
                folder=str(folder),
            )
        self.folder.setText(self._context.say(words))
        self.leave.setEnabled(folder is not None)


class _Part(QWidget):
    """One section: heading, words, and a table whose rows are exchanged where they changed."""

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.heading = words_label("", "heading")
        self.words = words_label("", "muted")
        column.addWidget(self.heading)
        column.addWidget(self.words)
        self._column = column
        self.table: RowsTable | None = None
        self._keys: tuple[str, ...] = ()

    def show_section(self, section: Section) -> None:
        """Show a section anew."""
        say = self._context.say
        self.heading.setText(say(section.heading))
        words = "\n".join(say(one) for one in section.words)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        rows = self._cells.section_rows(section)
        if self.table is None:
            if not rows:
                return
            model = RowsModel(self._cells.section_columns(section), rows)
            self.table = RowsTable(model, self._context.dress, say(section.heading), parent=self)
            self.table.setIconSize(self._cells.icon_size)
            self._column.addWidget(self.table, 1)
        elif _ids(rows) != self._keys:
            self.table.rows.show_all(rows)
        else:
            for place, row in enumerate(rows):
                if _words(self.table.rows.row(place)) != _words(row):
                    self.table.rows.exchange(row)
        self._keys = _ids(rows)
        self.table.setVisible(bool(rows))


def _ids(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(row.id for row in rows)


def _words(row: Row) -> tuple[str, ...]:
    return tuple(cell if isinstance(cell, str) else cell.text for cell in row.cells)
