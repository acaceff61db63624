"""List what was found in the draft; a row leads to its cell, a button mends what can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.services.plan.checklist import Finding, Weight
from drillplanner.terms.document import Shape
from drillplanner.terms.phrases import listed
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.sign import SignIcons

#: By which shape and word each weight is known.
_SHOWN: Mapping[Weight, tuple[Shape, Text]] = {
    "fault": ("cross", _("Fault")),
    "warning": ("triangle", _("Warning")),
    "hint": ("dot", _("Hint")),
}


class CheckPanel(QWidget):
    """Faults with a cross, warnings with a triangle, hints with a dot, each told apart."""

    goAsked = Signal(object)
    mendAsked = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        self._findings: tuple[Finding, ...] = ()
        px = context.dress.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), 0, 0, 0)
        column.setSpacing(px(6))
        self.head = words_label("", "heading", self)
        column.addWidget(self.head)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(context.say(_("Check list")))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.list.currentRowChanged.connect(self._show_mend)
        column.addWidget(self.list, 1)
        self.mend = push_button("", self._mend)
        column.addWidget(self.mend, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.list)
        self._show_mend(-1)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show other findings; the one that was current stays so if it is still there."""
        row = self.list.currentRow()
        before = self._findings[row] if 0 <= row < len(self._findings) else None
        self._findings = tuple(findings)
        self.head.setText(self._context.say(counted(findings)))
        self.list.clear()
        for one in findings:
            item = QListWidgetItem(self._context.say(one.text))
            shape, weight = _SHOWN[one.weight]
            item.setIcon(self._icons(shape))
            spoken = f"{self._context.say(weight)}: {item.text()}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.list.addItem(item)
        if before in self._findings:
            self.list.setCurrentRow(self._findings.index(before))
        self._show_mend(self.list.currentRow())

    def _current(self) -> Finding | None:
        row = self.list.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) else None

    def _go(self, _item: QListWidgetItem) -> None:
        found = self._current()
        if found is not None:
            self.goAsked.emit(found)

    def _mend(self) -> None:
        found = self._current()
        if found is not None and found.mend is not None:
            self.mendAsked.emit(found)

    def _show_mend(self, _row: int) -> None:
        found = self._current()
        mend = found.mend if found is not None else None
        self.mend.setVisible(mend is not None)
        if mend is not None:
            self.mend.setText(self._context.say(mend.words))


def counted(findings: Sequence[Finding]) -> Text:
    """Say how many faults and warnings there are."""
    faults, warnings, hints = (
        sum(one.weight == weight for one in findings) for weight in ("fault", "warning", "hint")
    )
    said = []
    if faults:
        said.append(ngettext("{count} fault", "{count} faults", faults))
    if warnings:
        said.append(ngettext("{count} warning", "{count} warnings", warnings))
    if hints:
        said.append(ngettext("{count} hint", "{count} hints", hints))
    return _("{counts}", counts=listed(said)) if said else _("Nothing found")
