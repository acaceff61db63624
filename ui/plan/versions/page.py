"""The page of versions: two scripts side by side, who signed off, and a merge piece by piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.comparing.difference import Difference
from drillplanner.plan.sign_off import Stage
from ui.context import AppContext
from ui.plan.versions.difference_html import difference_page
from ui.plan.versions.merge_panel import MergePanel
from ui.plan.versions.state import ChoiceRow, SideCard, StageCard
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import LineSheet
from ui.widgets.flow import Flow
from ui.widgets.opening import LeavablePage


class VersionsPage(LeavablePage):
    """Two faces: the difference of two scripts, and the pieces of a merge."""

    compared = Signal(str, str)
    fileAsked = Signal(Path)
    mergeAsked = Signal(str)
    signAsked = Signal(str, str)
    #: The places of pieces, and the side they are taken from.
    takeAsked = Signal(object, str)
    doneAsked = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        px = context.dress.px
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(px(16), px(10), px(16), px(8))
        column.setSpacing(px(8))
        self.notice = words_label("", "", body)
        self.notice.hide()
        self.faces = QStackedWidget(body)
        self.faces.addWidget(self._make_reading())
        self.merging = MergePanel(context)
        self.merging.takeAsked.connect(self.takeAsked)
        self.merging.doneAsked.connect(self.doneAsked)
        self.merging.backAsked.connect(self._to_reading)
        self.faces.addWidget(self.merging)
        column.addWidget(self.faces, 1)
        column.addWidget(self.notice)
        self.setWidget(body)
        self.setFocusProxy(self.before)

    # -- what is shown -------------------------------------------------------------------------

    def show_sides(self, sides: Sequence[SideCard], before: str, after: str) -> None:
        for box, chosen in ((self.before, before), (self.after, after)):
            box.blockSignals(True)
            box.clear()
            for side in sides:
                box.addItem(side.label, side.id)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)

    def show_difference(self, difference: Difference, *, can_merge: bool) -> None:
        page = difference_page(difference, self._context.say, self._context.dress)
        self.text.setHtml(page)
        self.merge.setEnabled(can_merge and not difference.is_empty)
        self.faces.setCurrentIndex(0)

    def show_stages(self, stages: Sequence[StageCard]) -> None:
        self.stages.setVisible(bool(stages))
        for card in stages:
            label, button = self._stages[card.stage]
            line = _("{caption}: {said}", caption=card.label, said=card.said)
            label.setText(self._context.say(line))
            button.setEnabled(card.can_sign)

    def show_choices(self, rows: Sequence[ChoiceRow], taken: Sequence[str]) -> None:
        self.merging.show_choices(rows, taken)
        self.faces.setCurrentWidget(self.merging)
        self.setFocusProxy(self.merging)
        self.merging.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_taken(self, taken: Sequence[str]) -> None:
        self.merging.show_taken(taken)

    def show_notice(self, words: str) -> None:
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    def leave(self) -> None:
        self.left.emit()

    # -- how it is made ------------------------------------------------------------------------

    def _make_reading(self) -> QWidget:
        say, px = self._context.say, self._context.dress.px
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.addWidget(push_button(say(_("Back")), self.leave, quiet="true"))
        head.addWidget(words_label(say(_("Versions")), "heading", face), 1)
        self.file = push_button(say(_("Compare with a file…")), self._ask_file)
        self.merge = push_button(say(_("Merge into the draft…")), self._ask_merge, primary="true")
        self.merge.setEnabled(False)
        head.addWidget(self.file)
        head.addWidget(self.merge)
        column.addLayout(head)
        line = QWidget(face)
        flow = Flow(line, px(8))
        self.before, self.after = QComboBox(line), QComboBox(line)
        for box, words in (
            (self.before, pgettext("versions", "From")),
            (self.after, pgettext("versions", "To")),
        ):
            name = QLabel(say(words), line)
            box.setAccessibleName(name.text())
            box.setMinimumContentsLength(24)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.activated.connect(self._tell_compared)
            flow.addWidget(name)
            flow.addWidget(box)
        column.addWidget(line)
        self.stages = QWidget(face)
        stages = Flow(self.stages, px(12))
        self._stages: dict[Stage, tuple[QLabel, QPushButton]] = {}
        for stage, act in _SIGN.items():
            label = QLabel("", self.stages)
            label.setTextFormat(Qt.TextFormat.PlainText)
            button = push_button(say(act), partial(self._ask_name, stage), quiet="true")
            stages.addWidget(label)
            stages.addWidget(button)
            self._stages[stage] = (label, button)
        self.stages.hide()
        column.addWidget(self.stages)
        self.text = QTextBrowser(face)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(say(_("Difference")))
        column.addWidget(self.text, 1)
        return face

    # -- what a person does --------------------------------------------------------------------

    def _tell_compared(self) -> None:
        self.compared.emit(str(self.before.currentData()), str(self.after.currentData()))

    def _ask_file(self) -> None:
        words = self._context.say(_("Compare with a script file"))
        chosen, _filter = QFileDialog.getOpenFileName(self, words, "", "*.json")
        if chosen:
            self.fileAsked.emit(Path(chosen))

    def _ask_merge(self) -> None:
        self.mergeAsked.emit(str(self.before.currentData()))

    def _ask_name(self, stage: Stage) -> None:
        say = self._context.say
        hint = _("The name is kept as typed by you; it is no signature.")
        sheet = LineSheet(say, say(_SIGN[stage]), say(hint), "", self)
        sheet.given.connect(partial(self.signAsked.emit, stage))
        sheet.present()

    def _to_reading(self) -> None:
        self.faces.setCurrentIndex(0)
        self.setFocusProxy(self.before)
        self.before.setFocus(Qt.FocusReason.OtherFocusReason)


_SIGN: Mapping[Stage, Text] = {
    "prepared": _("Prepared by…"),
    "reviewed": _("Reviewed by…"),
    "approved": _("Approved by…"),
}
