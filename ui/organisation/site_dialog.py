"""The plan of a school: its picture, what is placed on it, and what can be done with both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.organisation.site_plan import MARK_KINDS, SITE_MARKS
from drillplanner.services.organisation.site_plan.keeping import SitePlan
from ui.context import AppContext
from ui.organisation.register_tab import SHEET_FILTER
from ui.organisation.site_view import SiteView
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.flow import Flow

_WIDE, _HIGH, _LIST_WIDE = 900, 640, 220


class SiteDialog(Sheet):
    """Shows a plan; every signal is something the user asked for."""

    pictureAsked = Signal(Path)
    pictureOutAsked = Signal()
    markPlaced = Signal(str, str, object)
    markRenamed = Signal(str, str)
    markOutAsked = Signal(str)
    undoAsked = Signal()
    redoAsked = Signal()
    printAsked = Signal(Path)

    def __init__(self, context: AppContext, label: str, parent: QWidget | None) -> None:
        title = pgettext("sheet", "Plan of {school}", school=label)
        super().__init__(context.say(title), parent)
        self._context = context
        say, dress = context.say, context.dress
        self.acts: dict[str, QPushButton] = {}
        self.column.addWidget(self._make_acts())
        tools = QHBoxLayout()
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(say(SITE_MARKS.field("kind").words))
        for key, choice in MARK_KINDS.items():
            self.kind.addItem(say(choice.words), key)
        self.name = QLineEdit(self)
        self.name.setMaxLength(100)
        self.name.setPlaceholderText(say(SITE_MARKS.field("name").words))
        self.name.setAccessibleName(say(SITE_MARKS.field("name").words))
        tools.addWidget(self.kind, 1)
        tools.addWidget(self.name, 2)
        self.column.addLayout(tools)
        row = QHBoxLayout()
        self.view = SiteView(self)
        self.view.setAccessibleName(say(title))
        self.marks = QListWidget(self)
        self.marks.setAccessibleName(say(SITE_MARKS.words))
        self.marks.setMaximumWidth(dress.px(_LIST_WIDE))
        row.addWidget(self.view, 3)
        row.addWidget(self.marks, 1)
        self.column.addLayout(row, 1)
        hint = _(
            "Click, or move the cross by arrow keys and press Space, to place the mark chosen "
            "above; a route or cordon takes several places and ends by Return or a double click. "
            "Delete takes the chosen mark out; + and - zoom."
        )
        self.hint = words_label(say(hint), "muted", self)
        self.column.addWidget(self.hint)
        self.add_buttons(say(_("Close")))
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.name.returnPressed.connect(self._on_name)
        self.view.placed.connect(self._on_placed)
        self.view.removeAsked.connect(self._on_remove)
        self.marks.currentItemChanged.connect(self._on_chosen)
        for keys, signal in (
            (("Ctrl+Z",), self.undoAsked), (("Ctrl+Y", "Ctrl+Shift+Z"), self.redoAsked),
        ):  # fmt: skip
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(one) for one in keys])
            shortcut.activated.connect(signal.emit)
        self.setMinimumSize(dress.px(320), dress.px(320))
        self.resize(dress.px(_WIDE), dress.px(_HIGH))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan(
        self, plan: SitePlan, picture: QImage | None, *, can_undo: bool, can_redo: bool
    ) -> None:
        """Show the plan as it stands now, the chosen mark chosen still."""
        chosen = self.chosen
        self.marks.blockSignals(True)
        self.marks.clear()
        for number, mark in enumerate(plan.marks, 1):
            kind = MARK_KINDS[mark.kind].words if mark.kind in MARK_KINDS else ""
            words = f"{number} {self._context.say(kind)} {mark.name}".strip()
            item = QListWidgetItem(words, self.marks)
            item.setData(Qt.ItemDataRole.UserRole, mark.id)
            if mark.id == chosen:
                self.marks.setCurrentItem(item)
        self.marks.blockSignals(False)
        self.view.show_plan(picture, plan.marks, self.chosen)
        has_picture = plan.picture is not None
        is_open = not plan.is_read_only
        for name, is_enabled in (
            ("picture", is_open),
            ("out", has_picture and is_open),
            ("undo", can_undo),
            ("redo", can_redo),
            ("remove", bool(plan.marks) and is_open),
            ("print", has_picture),
        ):
            self.acts[name].setEnabled(is_enabled)

    @property
    def chosen(self) -> str:
        """Name the mark that is chosen in the list; empty where none is."""
        item = self.marks.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _make_acts(self) -> QWidget:
        bar = QWidget(self)
        flow = Flow(bar, self._context.dress.px(6))
        acts: tuple[tuple[str, Text, Callable[[], object]], ...] = (
            ("picture", pgettext("button", "Picture…"), self._on_picture),
            ("out", pgettext("button", "Take the picture out"), self.pictureOutAsked.emit),
            ("undo", _("Undo"), self.undoAsked.emit),
            ("redo", _("Redo"), self.redoAsked.emit),
            ("remove", pgettext("button", "Take the mark out"), self._on_remove),
            ("larger", pgettext("button", "Larger"), self._on_larger),
            ("smaller", pgettext("button", "Smaller"), self._on_smaller),
            ("fit", pgettext("button", "Whole plan"), self._on_fit),
            ("print", pgettext("button", "Print…"), self._on_print),
        )
        for name, words, run in acts:
            self.acts[name] = push_button(self._context.say(words), run, quiet="true")
            self.acts[name].setAutoDefault(False)
            flow.addWidget(self.acts[name])
        return bar

    def _on_larger(self) -> None:
        self.view.larger()

    def _on_smaller(self) -> None:
        self.view.smaller()

    def _on_fit(self) -> None:
        self.view.fit()

    def _on_kind(self, _place: int) -> None:
        self.view.start(self.kind.currentData())

    def _on_placed(self, places: object) -> None:
        self.markPlaced.emit(self.kind.currentData(), self.name.text().strip(), places)
        self.name.clear()

    def _on_name(self) -> None:
        if self.chosen and self.name.text().strip():
            self.markRenamed.emit(self.chosen, self.name.text().strip())
            self.name.clear()
        self.view.setFocus()

    def _on_chosen(self, _now: object = None, _before: object = None) -> None:
        self.view.choose(self.chosen)

    def _on_remove(self) -> None:
        if self.chosen:
            self.markOutAsked.emit(self.chosen)

    def _on_picture(self) -> None:
        words = self._context.say(_("Picture of the plan"))
        chosen, _filter = QFileDialog.getOpenFileName(self, words, "", "*.jpg *.jpeg *.png")
        if chosen:
            self.pictureAsked.emit(Path(chosen))

    def _on_print(self) -> None:
        words, name = self._context.say(_("Save the sheet")), f"{self.windowTitle()}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(self, words, name, SHEET_FILTER)
        if chosen:
            path = Path(chosen)
            self.printAsked.emit(path if path.suffix else path.with_suffix(".pdf"))
