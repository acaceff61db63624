"""The sheet of the safety gate: a box for each item, ticked by a named person before arming."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Script
from drillplanner.services.run.safety_gate import Confirmation, SafetyGate
from ui.context import AppContext
from ui.widgets.card import words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.rows_model import plain_tip

#: Characters of a name and of a reason; a line of the report holds them.
_NAME, _REASON = 60, 200


class SafetySheet(Sheet):
    """Asks who confirms which item, and where arming is barred who arms all the same, and why."""

    #: What is confirmed now: a SafetyGate.
    given = Signal(object)

    def __init__(
        self,
        context: AppContext,
        script: Script,
        gate: SafetyGate,
        keeper: str,
        refusal: Callable[[SafetyGate], Text | None],
        parent: QWidget | None,
    ) -> None:
        super().__init__(context.say(_("Safety items")), parent)
        self._context, self._script, self._refusal = context, script, refusal
        self._confirmed = {one.item: one for one in gate.confirmed}
        self.boxes: dict[str, QCheckBox] = {}
        self._told: dict[str, QLabel] = {}
        say = context.say
        self.name = self._line(say(_("Confirmed by")), _NAME, keeper)
        self.name.textChanged.connect(self._look)
        first = QFormLayout()
        first.addRow(say(_("Confirmed by")), self.name)
        self.column.addLayout(first)
        self.column.addWidget(self._make_items(), 1)
        self._make_override(gate)
        buttons = self.add_buttons(say(_("Cancel")))
        self.accept_button = buttons.addButton(say(_("OK")), buttons.ButtonRole.AcceptRole)
        self.accept_button.clicked.connect(self._give)
        self._look()
        self.resize(context.dress.px(620), context.dress.px(520))

    @property
    def gate(self) -> SafetyGate:
        """Give what is confirmed now."""
        confirmed = tuple(
            self._confirmed[item.id] for item in self._script.safety if item.id in self._confirmed
        )
        return SafetyGate(confirmed, _plain(self.answers.text()), _plain(self.reason.text()))

    # -- inside -----------------------------------------------------------------------

    def _make_items(self) -> QScrollArea:
        context = self._context
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        column = QVBoxLayout(body)
        for number, item in enumerate(self._script.safety, 1):
            words = context.words(item.text, self._script.language)
            box = QCheckBox(str(number), body)
            box.setAccessibleName(words)
            box.setChecked(item.id in self._confirmed)
            box.toggled.connect(lambda is_on, id_=item.id: self._tick(id_, is_on=is_on))
            self.boxes[item.id] = box
            self._told[item.id] = self._make_told(body)
            row, said = QHBoxLayout(), QVBoxLayout()
            said.addWidget(words_label(words, "", body))
            said.addWidget(self._told[item.id])
            row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(said, 1)
            column.addLayout(row)
        column.addStretch(1)
        area.setWidget(body)
        return area

    def _make_told(self, parent: QWidget) -> QLabel:
        """Make the line that says who confirmed an item; empty, it is as high as when it says so.

        Whoever ticks one box after another hits the boxes they saw.
        """
        told = words_label("", "muted", parent)
        told.setWordWrap(False)
        told.setFixedHeight(told.fontMetrics().lineSpacing() + self._context.dress.px(4))
        return told

    def _make_override(self, gate: SafetyGate) -> None:
        say = self._context.say
        self.bar = words_label("", "", self)
        self.column.addWidget(self.bar)
        self.override = QWidget(self)
        form = QFormLayout(self.override)
        form.setContentsMargins(0, 0, 0, 0)
        self.answers = self._line(say(_("Arms all the same")), _NAME, gate.answers)
        self.reason = self._line(say(_("Reason")), _REASON, gate.reason)
        form.addRow(say(_("Arms all the same")), self.answers)
        form.addRow(say(_("Reason")), self.reason)
        self.column.addWidget(self.override)

    def _line(self, name: str, most: int, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setMaxLength(most)
        line.setAccessibleName(name)
        return line

    def _tick(self, item: str, *, is_on: bool) -> None:
        if is_on:
            present_ns = self._context.services.clock.wall_utc_ns()
            self._confirmed[item] = Confirmation(item, _plain(self.name.text()), present_ns)
        else:
            self._confirmed.pop(item, None)
        self._look()

    def _look(self) -> None:
        """Show who confirmed what; nobody ticks without a name."""
        say, has_name = self._context.say, bool(_plain(self.name.text()))
        for item, box in self.boxes.items():
            done = self._confirmed.get(item)
            box.setEnabled(has_name or done is not None)
            said = ""
            if done is not None:
                time = local_time.second(done.wall_utc_ns, self._script.zone)
                said = say(_("{name}, {time}", name=done.name, time=time))
            self._told[item].setText(said)
            self._told[item].setToolTip(plain_tip(said))
        refused = self._refusal(SafetyGate(tuple(self._confirmed.values())))
        if refused is not None:
            self.bar.setText(say(refused))
            for part in (self.bar, self.override):
                # What is no longer asked leaves its room: a sheet that is scrolled stays so.
                policy = part.sizePolicy()
                policy.setRetainSizeWhenHidden(True)
                part.setSizePolicy(policy)
        self.bar.setVisible(refused is not None)
        self.override.setVisible(refused is not None)

    def _give(self) -> None:
        self.accept()
        self.given.emit(self.gate)


def _plain(text: str) -> str:
    return " ".join(text.split())
