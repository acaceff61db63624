"""The panel of one action: its finding, its fields, what may be done next, and its history."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.improve.ledger import MOVES, Deed
from drillplanner.improve.vocabulary import MOVES as MOVE_WORDS
from ui.context import AppContext
from ui.improve.action_form import ActionForm
from ui.improve.view_models import ActionView
from ui.widgets.card import Card, push_button, words_label
from ui.widgets.sign import SignLabel

#: Moves that lead on are set in colour, those that lead back are not.
_ONWARD: tuple[Deed, ...] = ("start", "report", "close")
_BACK: tuple[Deed, ...] = ("send_back", "reopen")


class ActionEditor(QScrollArea):
    """Edits one action in place; each button asks for one step."""

    #: The draft as it stands, whenever a field changes.
    draftChanged = Signal(object)
    saveAsked = Signal()
    discardAsked = Signal()
    moveAsked = Signal(str, str)
    #: The drill that shows it, and the reason.
    closeAsked = Signal(str, str)
    undoAsked = Signal()
    settleAsked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._view: ActionView | None = None
        self._is_locked = False
        self._version_parts: list[QWidget] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dress = context.dress
        self._card = card = Card(dress)
        self.sign = SignLabel(dress, "ring", "", 16, card)
        self.words = words_label("", "heading", card)
        self.detail = words_label("", "muted", card)
        self.reason_said = words_label("", "", card)
        self.late = SignLabel(dress, "triangle", context.say(_("The deadline passed.")), 16, card)
        for part in (self.sign, self.late, self.words, self.detail, self.reason_said):
            card.column.addWidget(part)
        self._versions = QFrame(card)
        self._versions.setProperty("role", "banner")
        self._version_rows = QVBoxLayout(self._versions)
        card.column.addWidget(self._versions)
        self.form = ActionForm(context, card)
        self.form.changed.connect(self._on_change)
        card.column.addWidget(self.form)
        self._make_saving()
        self._make_moves()
        self._make_history()
        card.column.addStretch(1)
        self.setWidget(card)

    # -- what is shown ------------------------------------------------------------------------

    def show_view(self, view: ActionView) -> None:
        """Show an action; the same one again keeps where the person was."""
        is_other = self._view is None or self._view.line.id != view.line.id
        self._view = view
        self.sign.say(view.line.shape, " · ".join(view.line.state.split("\n")))
        self.late.setVisible(view.line.is_overdue)
        self.words.setText(view.line.words)
        self.detail.setText(view.detail)
        self._say(self.reason_said, view.reason)
        self._show_versions(view)
        self.form.show_draft(view.draft)
        self._show_moves(view)
        self.undo.setVisible(bool(view.undo))
        self.undo.setText(view.undo)
        self.history.setText("\n".join(view.history))
        self._refresh()
        if is_other:
            self.reason.clear()
            self.verticalScrollBar().setValue(0)

    def lock(self, is_locked: bool) -> None:
        """Let nothing be changed while a drill runs or the workspace can only be read."""
        self._is_locked = is_locked
        self._refresh()

    # -- building -----------------------------------------------------------------------------

    def _make_saving(self) -> None:
        say, dress = self._context.say, self._context.dress
        self.save = push_button(say(_("Save changes")), self.saveAsked.emit, primary="true")
        self.discard = push_button(say(_("Discard changes")), self.discardAsked.emit, quiet="true")
        row = QHBoxLayout()
        row.setSpacing(dress.px(8))
        row.addWidget(self.save)
        row.addWidget(self.discard)
        row.addStretch(1)
        self._card.column.addSpacing(dress.px(8))
        self._card.column.addLayout(row)

    def _make_moves(self) -> None:
        say, dress, column = self._context.say, self._context.dress, self._card.column
        column.addSpacing(dress.px(8))
        self.closing = words_label("", "", self._card)
        self.proofs = QComboBox(self._card)
        self.proofs.setAccessibleName(say(_("Drill that shows it was fixed")))
        self.proofs.setMinimumContentsLength(12)
        self.proofs.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.reason = QLineEdit(self._card)
        self.reason.setMaxLength(1000)
        self.reason.textChanged.connect(self._refresh)
        self.proofs.currentIndexChanged.connect(self._refresh)
        column.addWidget(self.closing)
        column.addWidget(self.proofs)
        self.moves: dict[Deed, QPushButton] = {
            deed: push_button(say(MOVE_WORDS[deed]), partial(self._move, deed)) for deed in MOVES
        }
        for deed in _ONWARD:
            column.addWidget(self.moves[deed], 0, Qt.AlignmentFlag.AlignLeft)
        back = QHBoxLayout()
        back.setSpacing(dress.px(8))
        back.addWidget(self.reason, 1)
        for deed in _BACK:
            back.addWidget(self.moves[deed])
        column.addLayout(back)

    def _make_history(self) -> None:
        say, dress, column = self._context.say, self._context.dress, self._card.column
        column.addSpacing(dress.px(12))
        column.addWidget(words_label(say(_("History")), "heading", self._card))
        self.history = words_label("", "muted", self._card)
        column.addWidget(self.history)
        self.undo = push_button("", self.undoAsked.emit)
        column.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_versions(self, view: ActionView) -> None:
        for part in self._version_parts:
            self._version_rows.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._version_parts.clear()
        self._versions.setVisible(bool(view.versions))
        if not view.versions:
            return
        said = _("This action was changed in two places. Choose the version to keep.")
        self._version_parts.append(words_label(self._context.say(said), "", self._versions))
        for number, version in enumerate(view.versions, 1):
            self._version_parts.append(words_label(version.words, "", self._versions))
            words = self._context.say(_("Keep version {number}", number=number))
            button = push_button(words, partial(self.settleAsked.emit, version.id))
            self._version_parts.append(button)
        for part in self._version_parts:
            is_button = isinstance(part, QPushButton)
            align = Qt.AlignmentFlag.AlignLeft if is_button else Qt.AlignmentFlag(0)
            self._version_rows.addWidget(part, 0, align)

    def _show_moves(self, view: ActionView) -> None:
        possible = {deed for deed, _words in view.moves}
        for deed, button in self.moves.items():
            button.setVisible(deed in possible)
        self.reason.setVisible(bool(possible & set(_BACK)))
        self.reason.setPlaceholderText(view.reason_hint)
        self.reason.setAccessibleName(view.reason_hint)
        self._say(self.closing, view.closing)
        self.proofs.setVisible(bool(view.proofs))
        chosen = self.proofs.currentData()
        self.proofs.clear()
        for drill, words, _is_admitted in view.proofs:
            self.proofs.addItem(words, drill)
        self.proofs.setCurrentIndex(max(0, self.proofs.findData(chosen)))

    def _refresh(self, _changed: str | int = "") -> None:
        view = self._view
        if view is None:
            return
        is_free = not self._is_locked
        is_dirty = view.is_editable and self.form.draft != view.saved
        self.form.setVisible(not view.versions)
        self.form.setEnabled(view.is_editable and is_free)
        for button in (self.save, self.discard):
            button.setVisible(view.is_editable)
            button.setEnabled(is_dirty and is_free)
        for deed, button in self.moves.items():
            has_reason = bool(self.reason.text().strip())
            is_said = has_reason if deed in _BACK else deed != "close" or self._may_close(view)
            button.setEnabled(is_free and is_said)
            is_next = deed in _ONWARD and not is_dirty
            if button.property("primary") != is_next:
                button.setProperty("primary", is_next)
                button.style().polish(button)
        self.undo.setEnabled(is_free)
        self._versions.setEnabled(is_free)

    def _may_close(self, view: ActionView) -> bool:
        """Tell whether there is what closing takes: a drill, or a reason, or both."""
        has_reason = bool(self.reason.text().strip())
        if view.is_decided:
            return has_reason
        admitted = {drill: needs for drill, _words, needs in view.proofs}
        chosen = self.proofs.currentData()
        return chosen in admitted and (has_reason or not admitted[chosen])

    def _say(self, label: QLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))

    # -- what the user does -------------------------------------------------------------------

    def _on_change(self) -> None:
        self._refresh()
        self.draftChanged.emit(self.form.draft)

    def _move(self, deed: Deed) -> None:
        if deed == "close":
            self.closeAsked.emit(self.proofs.currentData() or "", self.reason.text())
        else:
            self.moveAsked.emit(deed, self.reason.text() if deed in _BACK else "")
