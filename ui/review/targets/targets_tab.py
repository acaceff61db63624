"""The tab of targets: the table, and below it the evidence of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.services.review.view_models import Shown, TargetLine
from ui.context import AppContext
from ui.review.cells import Cells
from ui.review.targets.evidence_panel import EvidencePanel
from ui.widgets.columns import words_label
from ui.widgets.rows_model import RowsModel
from ui.widgets.rows_table import RowsTable


class TargetsTab(QWidget):
    """Shows targets of all owners or one; a chosen target opens to its entries."""

    evidenceAsked = Signal(str)
    #: kind of ruling, target, name, reason.
    rulingEntered = Signal(str, str, str, str)
    decisionWithdrawn = Signal(str)
    #: The id of the target that an organisation objects to.
    objectionAsked = Signal(str)

    def __init__(self, context: AppContext, cells: Cells, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._cells = context, cells
        self._lines: dict[str, TargetLine] = {}
        self._shown: Shown | None = None
        self._may_object = True
        dress = context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        column.addLayout(self._make_filter())
        self.model = RowsModel(cells.target_columns())
        self.table = RowsTable(self.model, dress, context.say(_("Targets")), parent=self)
        self.table.setIconSize(cells.icon_size)
        self.table.setMinimumHeight(dress.px(130))
        self.table.rowChosen.connect(self._on_chosen)
        self.evidence = EvidencePanel(context, cells, self)
        self.ruling = _RulingBar(context, self)
        self.ruling.entered.connect(self.rulingEntered)
        self.ruling.withdrawn.connect(self.decisionWithdrawn)
        self.evidence.column.insertWidget(2, self.ruling)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        parts.addWidget(self.evidence)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setSizes([dress.px(300), dress.px(320)])
        column.addWidget(parts, 1)

    def show_targets(self, shown: Shown) -> None:
        """Show the targets of a review, keeping the owner and the target that were chosen."""
        self._shown = shown
        self._lines = {line.id: line for line in shown.targets}
        role, target = self.owner.currentData(), self.chosen
        self.owner.blockSignals(True)
        self.owner.clear()
        self.owner.addItem(self._context.say(_("All responsible")), "")
        for line in shown.owners:
            self.owner.addItem(self._context.say(line.name), line.role)
        self.owner.setCurrentIndex(max(0, self.owner.findData(role or "")))
        self.owner.blockSignals(False)
        self._fill()
        if target in self._lines:
            self.table.choose(target)

    @property
    def chosen(self) -> str:
        """Give the id of the target that is open; empty where none is."""
        index = self.table.currentIndex()
        return self.model.row(index.row()).id if index.isValid() else ""

    def show_owner(self, role: str) -> None:
        self.owner.setCurrentIndex(max(0, self.owner.findData(role)))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_refusal(self, words: str) -> None:
        """Let nothing be decided while there is a reason not to."""
        self.ruling.setEnabled(not words)
        self._may_object = not words
        self.objection.setEnabled(self._may_object and bool(self.chosen))

    def line(self, target: str) -> TargetLine | None:
        return self._lines.get(target)

    def _make_filter(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = words_label(self._context.say(_("Responsible")), self, "muted")
        self.owner = QComboBox(self)
        self.owner.setMinimumContentsLength(16)
        self.owner.setMinimumWidth(self._context.dress.px(120))
        self.owner.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.owner.setAccessibleName(self._context.say(_("Responsible")))
        label.setBuddy(self.owner)
        self.owner.currentIndexChanged.connect(self._fill)
        row.addWidget(label)
        row.addWidget(self.owner)
        row.addStretch(1)
        self.objection = QPushButton(self._context.say(_("Objection…")), self)
        self.objection.setToolTip(
            self._context.say(_("What an organisation objects to the chosen target's verdict"))
        )
        self.objection.setEnabled(False)
        self.objection.clicked.connect(self._on_objection)
        row.addWidget(self.objection)
        return row

    def _on_objection(self) -> None:
        if self.chosen:
            self.objectionAsked.emit(self.chosen)

    def _fill(self) -> None:
        role = self.owner.currentData() or ""
        lines = [line for line in self._lines.values() if role in ("", line.role)]
        self.model.show_all([self._cells.target(line) for line in lines])
        self.evidence.clear()
        self.ruling.hide()

    def _on_chosen(self, target: str) -> None:
        self.ruling.show_target(self._lines[target])
        self.objection.setEnabled(self._may_object)
        self.evidenceAsked.emit(f"target:{target}")


class _RulingBar(QFrame):
    """Lets a named person admit an interrupted target, or confirm a reversed one."""

    entered = Signal(str, str, str, str)
    withdrawn = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._line: TargetLine | None = None
        self.setProperty("role", "banner")
        column = QVBoxLayout(self)
        self.words = words_label("", self, wraps=True)
        self.words.setMinimumHeight(context.dress.px(22))
        self.name = QLineEdit(self)
        self.name.setPlaceholderText(context.say(_("Name")))
        self.name.setAccessibleName(context.say(_("Name of who decides")))
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText(context.say(_("Reason")))
        self.reason.setAccessibleName(context.say(_("Reason of the decision")))
        self.button = QPushButton(self)
        self.button.clicked.connect(self._enter)
        self.undo = QPushButton(context.say(_("Take the decision back")), self)
        self.undo.clicked.connect(self._withdraw)
        row = QHBoxLayout()
        row.addWidget(self.name, 1)
        row.addWidget(self.reason, 2)
        row.addWidget(self.button)
        row.addWidget(self.undo)
        column.addWidget(self.words)
        column.addLayout(row)
        self.hide()

    def show_target(self, line: TargetLine) -> None:
        """Show what is asked or was decided of a target; nothing where nothing is."""
        say = self._context.say
        self._line = line
        is_ruled = bool(line.rulings)
        self.setVisible(is_ruled or line.asks is not None)
        for part in (self.name, self.reason, self.button):
            part.setVisible(not is_ruled)
        self.undo.setVisible(is_ruled)
        if is_ruled:
            ruling = line.rulings[-1]
            said = (
                _("Admitted by {name}: {reason}", name=ruling.by, reason=ruling.reason)
                if ruling.kind == "admit"
                else _("Confirmed by {name}: {reason}", name=ruling.by, reason=ruling.reason)
            )
            self.words.setText(say(said))
        elif line.asks == "admit":
            self.words.setText(
                say(_("The drill was paused inside this span. A named person may admit the time."))
            )
            self.button.setText(say(_("Admit the time")))
        elif line.asks == "confirm":
            self.words.setText(
                say(_("The stop is before the start. A named person may confirm it was so."))
            )
            self.button.setText(say(_("Confirm the order")))

    def _enter(self) -> None:
        if self._line is not None and self._line.asks is not None:
            self.entered.emit(self._line.asks, self._line.id, self.name.text(), self.reason.text())

    def _withdraw(self) -> None:
        if self._line is not None and self._line.rulings:
            self.withdrawn.emit(self._line.rulings[-1].fact)
