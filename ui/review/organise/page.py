"""Show what was marked in words, and ask of each wording what it means (整理自由记录)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.services.run.free_play import Choice, Wording
from ui.context import AppContext
from ui.review.organise.choices import CHOICE_ROLE, Choices
from ui.run.console.wording import stopwatch
from ui.widgets.flow import Flow
from ui.widgets.narrow_page import make_column, wrap_narrow
from ui.widgets.opening import LeavablePage

_TIME, _WORDS, _MEANS = range(3)
_SECOND_NS = 10**9


class _Choice(QComboBox):
    """A choice that a wheel scrolls past: it must not change what a wording means."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class OrganisePage(LeavablePage):
    """One row a mark, in the order it happened; it decides nothing."""

    #: Another script was chosen, by its place in the list.
    scriptChosen = Signal(int)
    fileChosen = Signal(Path)
    organiseAsked = Signal()
    savedAs = Signal(Path)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.meanings: dict[str, QComboBox] = {}
        #: The words of each mark, and the marks whose meaning a person chose.
        self._words: dict[str, str] = {}
        self._decided: set[str] = set()
        self._column = make_column(self, context.dress)
        self._column.addWidget(self._label(_("Organise free play"), "title"))
        self.drill = self._label(None, "muted")
        self._column.addWidget(self.drill)
        self._column.addWidget(
            self._label(
                _(
                    "Say what each wording means. Presses and their times stay as they are; every "
                    "earlier word stays in the log. What is left in words is listed, not scored."
                )
            )
        )
        self._column.addWidget(self._make_form())
        self.rows = QWidget(self)
        self._grid = QGridLayout(self.rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(context.dress.px(16))
        self._grid.setVerticalSpacing(context.dress.px(6))
        self._grid.setColumnStretch(_WORDS, 2)
        self._grid.setColumnStretch(_MEANS, 3)
        self._column.addWidget(self.rows)
        self.told = self._label(None)
        self._column.addWidget(self.told)
        self._column.addWidget(self._make_buttons())
        self._column.addStretch(1)
        self.setFocusProxy(self.script)

    # -- what is shown ------------------------------------------------------------------

    def show_scripts(self, titles: Sequence[str], chosen: int, *, is_fixed: bool) -> None:
        """Offer scripts by title; one that is fixed is the drill's own."""
        self.script.blockSignals(True)
        self.script.clear()
        self.script.addItems(list(titles))
        self.script.setCurrentIndex(chosen)
        self.script.blockSignals(False)
        self.script.setEnabled(not is_fixed)
        self.file.setVisible(not is_fixed)

    def show_drill(self, title: str) -> None:
        """Name the drill."""
        self.drill.setText(title)

    @property
    def written_title(self) -> str:
        """Give the title that was written for a new script."""
        return self.title.text().strip()

    def show_title(self, title: str) -> None:
        """Ask how a script made of the words is called; empty asks nothing."""
        self.title.setText(title)
        for part in (self.title, self._title_label):
            part.setVisible(bool(title))

    def show_wordings(self, wordings: Sequence[Wording], choices: Choices) -> None:
        """Make a row of each wording, with what it most likely means."""
        self._clear()
        heads = (_("Since T0"), _("What was marked"), _("What it means"))
        for column, words in enumerate(heads):
            self._grid.addWidget(self._label(words, "muted"), 0, column)
        for number, wording in enumerate(wordings, 1):
            self._add_row(number, wording, choices)
        # Rows come after the buttons were made, and stand above them.
        before: QWidget = self.title
        for after in (*self.meanings.values(), self.organise, self.save, self.back):
            QWidget.setTabOrder(before, after)
            before = after
        self.organise.setEnabled(bool(wordings))

    def show_choices(self, wordings: Sequence[Wording], choices: Choices) -> None:
        """Offer the steps of another script, with what each wording most likely means in it."""
        self._decided = set()
        for wording in wordings:
            meaning = self.meanings[wording.key]
            meaning.setModel(choices.model)
            meaning.setCurrentIndex(choices.places[choices.suggested(wording)])

    def show_busy(self, *, is_busy: bool) -> None:
        """Let nothing be pressed twice."""
        self.organise.setEnabled(not is_busy and bool(self.meanings))
        self.file.setEnabled(not is_busy)

    def tell(self, words: str) -> None:
        """Say what came of it."""
        self.told.setText(words)

    def show_done(self, words: str, *, can_save: bool) -> None:
        """Say what was written, and offer the script as a file."""
        self.tell(words)
        self.save.setVisible(can_save)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> Mapping[str, Choice]:
        """Give what each wording means, by its key."""
        return {key: box.currentData(CHOICE_ROLE) for key, box in self.meanings.items()}

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wrap_narrow(self._form, self.width(), self.context.dress)

    # -- building -----------------------------------------------------------------------

    def _make_form(self) -> QFrame:
        context, dress = self.context, self.context.dress
        card = QFrame(self)
        card.setProperty("role", "card")
        self._form = form = QFormLayout(card)
        form.setContentsMargins(dress.px(20), dress.px(16), dress.px(20), dress.px(16))
        form.setHorizontalSpacing(dress.px(20))
        form.setVerticalSpacing(dress.px(10))
        self.script = self._choice(card)
        self.script.setAccessibleName(context.say(_("Script that the drill adopts")))
        self.script.activated.connect(self.scriptChosen)
        form.addRow(context.say(_("Script that the drill adopts")), self.script)
        self.file = QPushButton(context.say(_("Open a file…")), card)
        self.file.setAutoDefault(True)
        self.file.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.file.clicked.connect(self._ask_for_file)
        form.addRow("", self.file)
        self.title = QLineEdit(card)
        self.title.setMaxLength(120)
        self._title_label = QLabel(context.say(_("Title of the new script")), card)
        self._title_label.setBuddy(self.title)
        form.addRow(self._title_label, self.title)
        self.show_title("")
        return card

    def _make_buttons(self) -> QWidget:
        holder = QWidget(self)
        row = Flow(holder, self.context.dress.px(12))
        self.organise = self._button(_("Organise like this"), self.organiseAsked, holder)
        self.organise.setProperty("primary", "true")
        self.organise.setEnabled(False)
        self.save = self._button(_("Save the script as a file…"), None, holder)
        self.save.clicked.connect(self._ask_where_to_save)
        self.save.hide()
        self.back = self._button(pgettext("verb", "Back"), self.left, holder)
        for button in (self.organise, self.save, self.back):
            row.addWidget(button)
        return holder

    def _add_row(self, number: int, wording: Wording, choices: Choices) -> None:
        since = wording.since_t0_s
        time = "—" if since is None else stopwatch(round(since * _SECOND_NS))
        when = self._label(None)
        when.setText(time)
        self._grid.addWidget(when, number, _TIME)
        words = wording.words or self.context.say(_("(no name given)"))
        label = self._label(None)
        label.setText(words)
        self._grid.addWidget(label, number, _WORDS)
        box = self._choice(self.rows)
        box.setModel(choices.model)
        box.setCurrentIndex(choices.places[choices.suggested(wording)])
        box.setAccessibleName(f"{time} {words}")
        label.setBuddy(box)
        box.activated.connect(lambda place, key=wording.key: self._carry_on(key, place))
        self._grid.addWidget(box, number, _MEANS)
        self.meanings[wording.key] = box
        self._words[wording.key] = wording.words

    def _carry_on(self, key: str, place: int) -> None:
        """Let later marks of the same words mean the same, until they are given a meaning."""
        self._decided.add(key)
        keys = list(self.meanings)
        for later in keys[keys.index(key) + 1 :]:
            is_same = bool(self._words[key]) and self._words[later] == self._words[key]
            if is_same and later not in self._decided:
                self.meanings[later].setCurrentIndex(place)

    def _clear(self) -> None:
        self.meanings = {}
        self._words = {}
        self._decided = set()
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _choice(self, parent: QWidget) -> QComboBox:
        box = _Choice(parent)
        box.setMinimumHeight(self.context.dress.px(38))
        box.setMinimumContentsLength(6)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return box

    def _button(self, words: Text, signal: object, parent: QWidget) -> QPushButton:
        button = QPushButton(self.context.say(words), parent)
        button.setMinimumHeight(self.context.dress.px(44))
        button.setAutoDefault(True)
        if signal is not None:
            button.clicked.connect(signal)
        return button

    def _label(self, words: Text | None, role: str = "") -> QLabel:
        label = QLabel(self.context.say(words) if words is not None else "", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label

    # -- dialogs ------------------------------------------------------------------------

    def _ask_for_file(self) -> None:
        dialog = self._dialog(_("Open a script"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _ask_where_to_save(self) -> None:
        dialog = self._dialog(_("Save the script"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(self._on_save)
        dialog.open()

    def _dialog(self, title: Text) -> QFileDialog:
        dialog = QFileDialog(self, self.context.say(title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.context.say(_("Scripts (*.json)")))
        return dialog

    def _on_file(self, name: str) -> None:
        self.fileChosen.emit(Path(name))

    def _on_save(self, name: str) -> None:
        self.savedAs.emit(Path(name))
