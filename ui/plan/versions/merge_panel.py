"""The pieces of a merge, each with what the base, mine and theirs have, and what was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from drillplanner.base.texts import _, ngettext, pgettext
from ui.context import AppContext
from ui.plan.versions.state import ChoiceRow
from ui.widgets.card import push_button, words_label
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable


class MergePanel(QWidget):
    """A table of pieces; 1 takes mine, 2 theirs, 3 goes to the next that is open."""

    #: The places of pieces, and the side they are taken from.
    takeAsked = Signal(object, str)
    doneAsked = Signal()
    backAsked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._say = say = context.say
        self._rows: list[ChoiceRow] = []
        self._open: list[int] = []
        px = context.dress.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(push_button(say(_("Back")), self.backAsked.emit, quiet="true"))
        self.left_open = words_label("", "heading", self)
        head.addWidget(self.left_open, 1)
        self.done = push_button(say(_("Take over")), self.doneAsked.emit, primary="true")
        head.addWidget(self.done)
        column.addLayout(head)
        acts = QWidget(self)
        flow = Flow(acts, px(8))
        for words, key, run in (
            (_("Take mine (1)"), "1", partial(self._take, "mine")),
            (_("Take theirs (2)"), "2", partial(self._take, "theirs")),
            (_("Next open (3)"), "3", self._next_open),
        ):
            button = push_button(say(words), run)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)
        column.addWidget(acts)
        self._model = RowsModel(
            [
                Column(say(_("Taken from")), 100),
                Column(say(pgettext("merge", "Where")), 190),
                Column(say(_("What")), 110),
                Column(say(_("Base")), 190),
                Column(say(_("Mine")), 190),
                Column(say(_("Theirs")), 190),
            ]
        )
        self.table = RowsTable(
            self._model, context.dress, say(_("Pieces that differ")), lines=2, stretched=5
        )
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_choices(self, rows: Sequence[ChoiceRow], taken: Sequence[str]) -> None:
        """Show other pieces."""
        self._rows = list(rows)
        self._model.show_all(self._shown(taken))
        self._count(taken)
        self.table.choose(str(self._open[0] if self._open else 0))

    def show_taken(self, taken: Sequence[str]) -> None:
        """Show which side each piece is taken from now."""
        for row in self._shown(taken):
            self._model.exchange(row)
        self._count(taken)

    def _shown(self, taken: Sequence[str]) -> list[Row]:
        words = {"": _("(open)"), "mine": _("mine"), "theirs": _("theirs")}
        return [
            Row(
                str(place),
                (
                    Cell(self._say(words[side]), is_bold=not side),
                    *(row.place, row.name, row.base, row.mine, row.theirs),
                ),
            )
            for place, (row, side) in enumerate(zip(self._rows, taken, strict=True))
        ]

    def _count(self, taken: Sequence[str]) -> None:
        self._open = [place for place, side in enumerate(taken) if not side]
        left = ngettext("{count} choice is open", "{count} choices are open", len(self._open))
        all_made = _("All are chosen; look them through, then take them over.")
        self.left_open.setText(self._say(left if self._open else all_made))
        self.done.setEnabled(not self._open)

    def _take(self, side: str) -> None:
        places = [index.row() for index in self.table.selectionModel().selectedRows()]
        if places:
            self.takeAsked.emit(tuple(places), side)

    def _next_open(self) -> None:
        here = self.table.currentIndex().row()
        later = [one for one in self._open if one > here]
        for place in (*later, *self._open)[:1]:
            self.table.choose(str(place))
