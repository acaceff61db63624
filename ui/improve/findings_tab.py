"""The tab of findings: what fell short in the drill, to be accepted or dismissed with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _, ngettext, pgettext
from ui.context import AppContext
from ui.improve.view_models import ProposalLine
from ui.widgets.card import Card, push_button, words_label
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.sign import SignIcons, SignLabel
from ui.widgets.two_parts import FittingTable, TwoParts


class FindingsTab(QWidget):
    """Shows findings, several of which may be decided on at once."""

    acceptAsked = Signal(list)
    dismissAsked = Signal(list, str)
    undoAsked = Signal(str)
    openAsked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        self._lines: dict[str, ProposalLine] = {}
        self._is_locked = False
        say, dress = context.say, context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        self.summary = words_label("", "muted", self)
        column.addWidget(self.summary)
        self.empty = words_label("", "muted", self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        self.model = RowsModel(
            (
                Column(say(_("What fell short")), 140),
                Column(say(_("Finding")), 180),
                Column(say(_("Standing")), 124),
                Column(say(_("Responsible")), 124),
            )
        )
        self.table = FittingTable(self.model, dress, say(_("Findings")), self)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self.table.activated.connect(self._accept)
        self.parts = TwoParts(dress, self.table, self._make_panel(), self)
        column.addWidget(self.parts, 4)
        self.show_nothing("")

    # -- what is shown ------------------------------------------------------------------------

    def show_nothing(self, words: str) -> None:
        """Say why there are no findings."""
        self._lines = {}
        self.model.show_all([])
        self.empty.setText(words)
        self.empty.setVisible(True)
        self.parts.setVisible(False)
        self.summary.setVisible(False)

    def show_lines(self, lines: Sequence[ProposalLine]) -> None:
        """Show findings, keeping the chosen one."""
        chosen = self.chosen
        before = self.table.currentIndex().row()
        self._lines = {line.id: line for line in lines}
        self.empty.setVisible(False)
        self.parts.setVisible(True)
        self.summary.setVisible(True)
        self.summary.setText(self._summary())
        self.model.show_all([self._row(line) for line in lines])
        kept = next((id_ for id_ in chosen if id_ in self._lines), "")
        if lines:
            self.table.choose(kept or lines[max(0, min(before, len(lines) - 1))].id)
        self._on_selection(QItemSelection(), QItemSelection())

    def lock(self, is_locked: bool) -> None:
        """Let nothing be decided while a drill runs or the workspace can only be read."""
        self._is_locked = is_locked
        self._on_selection(QItemSelection(), QItemSelection())

    @property
    def chosen(self) -> list[str]:
        rows = self.table.selectionModel().selectedRows()
        return [self.model.row(index.row()).id for index in sorted(rows, key=lambda i: i.row())]

    def _summary(self) -> str:
        lines = self._lines.values()
        new = sum(line.is_new for line in lines)
        said = ngettext(
            "{count} finding, {new} to be decided.",
            "{count} findings, {new} to be decided.",
            len(self._lines),
            new=new,
        )
        return self._context.say(said)

    def _row(self, line: ProposalLine) -> Row:
        kind = line.kind
        if line.is_critical:
            critical = self._context.say(pgettext("mark of a finding", "critical"))
            kind = f"{kind}\n{critical}"
        return Row(
            line.id,
            (
                Cell(kind, icon=self._icons(line.shape), is_bold=line.is_critical),
                Cell(line.words, is_bold=False),
                Cell(line.standing, icon=self._icons(line.standing_shape)),
                line.role or "—",
            ),
        )

    # -- the panel ----------------------------------------------------------------------------

    def _make_panel(self) -> QWidget:
        say, dress = self._context.say, self._context.dress
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        card = Card(dress)
        self.sign = SignLabel(dress, "dash", "", 16, card)
        self.words = words_label("", "heading", card)
        self.who = words_label("", "", card)
        self.detail = words_label("", "muted", card)
        self.accept = push_button(say(_("Enter into the ledger")), self._accept, primary="true")
        self.open = push_button(say(_("Show in the ledger")), self._open)
        self.reason = QLineEdit(card)
        self.reason.setMaxLength(1000)
        self.reason.setPlaceholderText(say(_("Why it needs no action")))
        self.reason.setAccessibleName(say(_("Reason to dismiss the finding")))
        self.reason.returnPressed.connect(self._dismiss)
        self.reason.textChanged.connect(self._on_reason)
        self.dismiss = push_button(say(_("Dismiss")), self._dismiss)
        self.undo = push_button(say(_("Take the dismissal back")), self._undo)
        for part in (self.sign, self.words, self.who, self.detail):
            card.column.addWidget(part)
        card.column.addSpacing(dress.px(8))
        for button in (self.accept, self.open, self.undo):
            card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.addWidget(self.reason, 1)
        row.addWidget(self.dismiss)
        card.column.addLayout(row)
        card.column.addStretch(1)
        area.setWidget(card)
        return area

    def _chosen_lines(self) -> list[ProposalLine]:
        return [self._lines[id_] for id_ in self.chosen if id_ in self._lines]

    def _on_selection(self, _now: QItemSelection, _before: QItemSelection) -> None:
        lines = self._chosen_lines()
        new = [line for line in lines if line.is_new]
        one = lines[0] if len(lines) == 1 else None
        self.accept.setVisible(bool(new))
        for part in (self.reason, self.dismiss):
            part.setVisible(bool(new))
        self.open.setVisible(one is not None and not one.is_new and not one.is_dismissed)
        self.undo.setVisible(one is not None and one.is_dismissed)
        for button in (self.accept, self.undo):
            button.setEnabled(not self._is_locked)
        self._on_reason()
        for shown in (self.sign, self.who, self.detail):
            shown.setVisible(one is not None)
        if one is not None:
            self._show(one)
            return
        count = ngettext("{count} finding is chosen.", "{count} findings are chosen.", len(lines))
        self.words.setText(
            self._context.say(count if lines else _("Choose a finding to decide on it."))
        )

    def _show(self, line: ProposalLine) -> None:
        self.sign.say(line.shape, line.kind)
        self.words.setText(line.words)
        self.who.setText(self._context.say(_("Responsible: {role}", role=line.role or "—")))
        self.detail.setText(line.detail)

    def _on_reason(self, _text: str = "") -> None:
        self.dismiss.setEnabled(bool(self.reason.text().strip()) and not self._is_locked)

    # -- what the user does -------------------------------------------------------------------

    def _new(self) -> list[str]:
        return [line.id for line in self._chosen_lines() if line.is_new]

    def _accept(self) -> None:
        if self._new() and not self._is_locked:
            self.acceptAsked.emit(self._new())

    def _dismiss(self) -> None:
        if self.dismiss.isEnabled() and self._new():
            self.dismissAsked.emit(self._new(), self.reason.text())

    def _undo(self) -> None:
        for line in self._chosen_lines():
            self.undoAsked.emit(line.id)

    def _open(self) -> None:
        for line in self._chosen_lines():
            self.openAsked.emit(line.id)
