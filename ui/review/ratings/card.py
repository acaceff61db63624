"""The card of one criterion: large ratings to choose with their meaning, note, evidence, reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QCompleter,
    QDoubleSpinBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.review.points.ratings import Rating
from drillplanner.services.review.evaluation.board import Evidence, RatedLine
from drillplanner.terms.phrases import itemised
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow

#: The value of the box for marks while none are given.
_NO_MARKS = -0.5
#: Height of a rating in pixels at 100 %: more than the 9 mm that a finger hits outdoors.
_TALL = 48
_MOST_WORDS = 1000


class RatingCard(QScrollArea):
    """Asks for one rating. It is `is_dirty` once anything on it was changed by hand."""

    changed = Signal()
    saveAsked = Signal()
    withdrawAsked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._line: RatedLine | None = None
        self._given: Rating | None = None
        self._evidence: dict[str, str] = {}
        self._chosen_evidence: list[str] = []
        self.is_dirty = False
        self.choices: dict[str, QPushButton] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._make_body())

    # -- what is shown ------------------------------------------------------------------

    def show_line(self, line: RatedLine, given: Rating | None, *, asks_reason: bool) -> None:
        """Show a criterion with what its evaluator gave before; a locked sheet asks why."""
        say = self._context.say
        self._line, self._given = line, given
        self.heading.setText(say(line.words))
        where = [line.role, *line.objectives, *line.notes]
        self.about.setText(say(itemised([one for one in where if one])))
        self._make_choices(line)
        self.marks.setVisible(line.full is not None)
        self.marks.setMaximum(line.full or 0)
        self.marks.setSuffix(f" / {line.full:.10g}" if line.full else "")
        self.marks.setValue(_NO_MARKS)
        self.note.setText(given.note if given else "")
        self.reason.clear()
        self.reason.setVisible(asks_reason)
        self.undo.setVisible(given is not None and not asks_reason)
        if given is not None:
            if given.rating in self.choices:
                self.choices[given.rating].setChecked(True)
            elif line.full is not None:
                self.marks.setValue(float(given.rating))
        self._chosen_evidence = list(given.evidence) if given else []
        self._show_evidence()
        self.verticalScrollBar().setValue(0)
        self.is_dirty = False

    def offer_evidence(self, entries: Sequence[Evidence]) -> None:
        """Offer the log's entries to rest a rating on."""
        say = self._context.say
        self._evidence = {one.id: say(one.words) for one in entries}
        self.evidence.clear()
        self.evidence.addItem(say(_("Add an entry that shows it…")), "")
        for id_, words in self._evidence.items():
            self.evidence.addItem(words, id_)

    @property
    def criterion(self) -> str:
        """Give the id of the criterion that is shown; empty where none is."""
        return self._line.id if self._line else ""

    def rating(self, evaluator: str) -> Rating | None:
        """Give what is chosen; None where nothing is."""
        chosen = next((key for key, one in self.choices.items() if one.isChecked()), None)
        if chosen is None and self._line is not None and self.marks.value() > _NO_MARKS:
            chosen = f"{self.marks.value():.10g}"
        if chosen is None or self._line is None:
            return None
        return Rating(
            self._line.id,
            evaluator,
            chosen,
            self.note.text().strip(),
            evidence=tuple(self._chosen_evidence),
            reason=self.reason.text().strip(),
        )

    def press(self, sign: str) -> bool:
        """Choose the rating that a sign stands for; False where it stands for none."""
        line = self._line
        if line is None or not self.isEnabled():
            return False
        for one in line.choices:
            if one.code == sign.upper():
                self.choices[one.rating].click()
                return True
        if line.full is not None and sign.isdecimal():
            self.marks.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.marks.selectAll()
            self.marks.lineEdit().insert(sign)
            return True
        return False

    # -- building -------------------------------------------------------------------------

    def _make_body(self) -> QWidget:
        say, dress = self._context.say, self._context.dress
        body = QWidget()
        body.setMinimumWidth(dress.px(260))
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(12), dress.px(4), dress.px(12), dress.px(8))
        column.setSpacing(dress.px(8))
        self.heading = words_label("", body, "heading", wraps=True)
        self.heading.setMinimumHeight(dress.px(26))
        self.about = words_label("", body, "muted", wraps=True)
        self.about.setMinimumHeight(dress.px(20))
        self._buttons = QWidget(body)
        self._stack = QVBoxLayout(self._buttons)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(dress.px(2))
        self._group = QButtonGroup(self)
        self.marks = self._make_marks(body)
        self.note = self._line_edit(body, say(_("Note")))
        self.evidence = QComboBox(body)
        self.evidence.setEditable(True)
        edit = QLineEdit(self.evidence)
        edit.setStyleSheet("padding: 0; border: 0; background: transparent;")
        self.evidence.setLineEdit(edit)
        self.evidence.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.evidence.setMinimumContentsLength(12)
        self.evidence.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.evidence.setAccessibleName(say(_("Entries that show it")))
        finder = QCompleter(self.evidence.model(), self.evidence)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.evidence.setCompleter(finder)
        self.evidence.activated.connect(self._add_evidence)
        self._chips = Snug(body)
        self._chip_flow = Flow(self._chips, dress.px(6))
        self.reason = self._line_edit(body, say(_("Why it is changed after the sheet was locked")))
        self.save = QPushButton(say(_("Save and go on (Enter)")), body)
        self.save.setProperty("primary", "true")
        self.save.setMinimumHeight(dress.px(_TALL))
        self.save.clicked.connect(self.saveAsked)
        self.undo = QPushButton(say(_("Take the rating back")), body)
        self.undo.setProperty("quiet", "true")
        self.undo.clicked.connect(self.withdrawAsked)
        for part in (
            self.heading,
            self.about,
            self._buttons,
            self.marks,
            self.note,
            self.evidence,
            self._chips,
            self.reason,
            self.save,
            self.undo,
        ):
            column.addWidget(part)
        column.addStretch(1)
        return body

    def _line_edit(self, body: QWidget, words: str) -> QLineEdit:
        line = QLineEdit(body)
        line.setMaxLength(_MOST_WORDS)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        line.textEdited.connect(self._on_change)
        line.returnPressed.connect(self.saveAsked)
        return line

    def _make_marks(self, body: QWidget) -> QDoubleSpinBox:
        """Make the box for marks; the value below zero stands for none given yet."""
        marks = QDoubleSpinBox(body)
        # A point parts decimals, as on the forms, whatever the system's locale.
        marks.setLocale(QLocale.c())
        marks.setSingleStep(0.5)
        marks.setMinimum(_NO_MARKS)
        marks.setSpecialValueText("—")
        marks.setMinimumHeight(self._context.dress.px(_TALL))
        marks.setAccessibleName(self._context.say(_("Marks")))
        marks.valueChanged.connect(self._on_marks)
        return marks

    def _make_choices(self, line: RatedLine) -> None:
        say, dress = self._context.say, self._context.dress
        while self._stack.count():
            widget = self._stack.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.choices = {}
        for one in line.choices:
            button = QPushButton(f"{one.code}   {say(one.words)}", self._buttons)
            button.setCheckable(True)
            # The style adds room above and below.
            tall = dress.px(_TALL * 3 // 4)
            button.setStyleSheet(f"text-align: left; min-height: {tall}px; font-weight: bold;")
            button.setAccessibleDescription(say(one.definition))
            button.clicked.connect(self._on_button)
            self._group.addButton(button)
            meaning = words_label(say(one.definition), self._buttons, "muted", wraps=True)
            meaning.setMinimumHeight(dress.px(20))
            self._stack.addWidget(button)
            self._stack.addWidget(meaning)
            self.choices[one.rating] = button

    # -- what the user does -----------------------------------------------------------------

    def _on_change(self) -> None:
        self.is_dirty = True
        self.changed.emit()

    def _on_marks(self, value: float) -> None:
        """Let marks and the buttons beside them exclude each other."""
        if value > _NO_MARKS:
            self._group.setExclusive(False)
            for button in self.choices.values():
                button.setChecked(False)
            self._group.setExclusive(True)
            self._on_change()

    def _on_button(self) -> None:
        self.marks.setValue(_NO_MARKS)
        self._on_change()

    def _add_evidence(self, place: int) -> None:
        id_ = str(self.evidence.itemData(place) or "")
        self.evidence.setCurrentIndex(0)
        if id_ and id_ not in self._chosen_evidence:
            self._chosen_evidence.append(id_)
            self._show_evidence()
            self._on_change()

    def _show_evidence(self) -> None:
        for old in self._chips.findChildren(QPushButton):
            self._chip_flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for id_ in self._chosen_evidence:
            words = self._evidence.get(id_, f"…{id_[-8:]}")
            chip = QPushButton(f"×  {words}", self._chips)
            chip.setAccessibleName(
                self._context.say(_("Take this entry away: {words}", words=words))
            )
            chip.setProperty("entry", id_)
            chip.clicked.connect(self._drop_evidence)
            self._chip_flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(self._chosen_evidence))

    def _drop_evidence(self) -> None:
        chip = self.sender()
        if chip is not None:
            self._chosen_evidence.remove(str(chip.property("entry")))
            self._show_evidence()
            self._on_change()
