"""Edit one cell in place: a line, a list that takes free text, or lines for what is long."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from ui.theme.theme import Dress
from ui.widgets.grid.model import CellsModel
from ui.widgets.grid.refused import keeps_out, shut

_MOST = 20_000
_HIGH_PX, _WIDE_PX = 110, 260
#: Marks an editor that was given its text: what is typed is never written over.
_FILLED = "filled"
#: Where each key leads that ends typing: rows down, columns right.
_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


class CellEditor(QStyledItemDelegate):
    """Makes editors and takes what was typed; what cannot stand stays open, and is told."""

    refused = Signal(str)
    #: Typing ended; go on by rows and columns.
    stepped = Signal(int, int)

    def __init__(self, dress: Dress, view: QTableView, clears: str = "") -> None:
        super().__init__(view)
        self._dress, self._view = dress, view
        #: What takes a refused text away, in words.
        self._clears = clears
        self.editor: QWidget | None = None
        self._where = QPersistentModelIndex()

    @override
    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        model = self._model()
        editor: QWidget
        if model.is_long(index):
            editor = QPlainTextEdit(parent)
            editor.setTabChangesFocus(True)
        elif choices := model.choices(index):
            editor = QComboBox(parent)
            editor.setEditable(True)
            editor.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            editor.addItems(list(dict.fromkeys(choices)))
            editor.setMaxVisibleItems(12)
            completer = editor.completer()
            if completer is not None:
                completer.setFilterMode(Qt.MatchFlag.MatchContains)
        else:
            editor = QLineEdit(parent)
            editor.setFrame(False)
            editor.setMaxLength(_MOST)
        editor.setStyleSheet("padding: 0; border-radius: 0;")
        self.editor, self._where = editor, QPersistentModelIndex(index)
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        if editor.property(_FILLED):
            return
        editor.setProperty(_FILLED, True)
        text = self._model().text(index)
        match editor:
            case QPlainTextEdit():
                editor.setPlainText(text)
                editor.selectAll()
            case QComboBox():
                editor.setEditText(text)
                line = editor.lineEdit()
                if line is not None:
                    line.selectAll()
            case QLineEdit():
                editor.setText(text)

    @override
    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        # Hand on what was typed, unless it cannot stand there.
        text = text_in(editor)
        why = self._model().refusal(index, text)
        if why:
            self._refuse(editor, why)
            return
        model.setData(index, text)

    @override
    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect = option.rect  # type: ignore[attr-defined]  # the stub forgets it
        if isinstance(editor, QPlainTextEdit):
            px = self._dress.px
            rect.setWidth(max(rect.width(), px(_WIDE_PX)))
            rect.setHeight(max(rect.height(), px(_HIGH_PX)))
            room = self._view.viewport().rect()
            rect.moveRight(min(rect.right(), max(room.right(), rect.width())))
            rect.moveBottom(min(rect.bottom(), max(room.bottom(), rect.height())))
        editor.setGeometry(rect)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Take in and go on at Enter and Tab; Alt+Enter begins a line in what is long.
        if not isinstance(watched, QWidget):
            return super().eventFilter(watched, event)
        if not (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _STEPS
        ):
            if keeps_out(watched, event):
                self.is_refused(watched)
                return True
            return super().eventFilter(watched, event)
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if isinstance(watched, QPlainTextEdit):
                watched.insertPlainText("\n")
                watched.moveCursor(QTextCursor.MoveOperation.NoMove)
            return True
        if isinstance(watched, QComboBox):
            completer = watched.completer()
            # Qt makes the list when it is first needed; the stub forgets that there may be none.
            popup: object = completer.popup() if completer is not None else None
            if isinstance(popup, QWidget):
                popup.hide()
        down, right = _STEPS[event.key()]
        is_back = is_enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return self._take(watched, -down if is_back else down, right)

    def _take(self, editor: QWidget, down: int, right: int) -> bool:
        if self.is_refused(editor):
            return True
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.stepped.emit(down, right)
        return True

    def is_refused(self, editor: QWidget) -> bool:
        """Tell whether what stands in an editor cannot stand in its cell; that is told, too."""
        if not self._where.isValid():
            return False
        why = self._model().refusal(self._where, text_in(editor))
        if why:
            self._refuse(editor, why)
        return bool(why)

    def _refuse(self, editor: QWidget, why: str) -> None:
        shut(editor)
        self.refused.emit(f"{why} {self._clears}".rstrip())

    def _model(self) -> CellsModel:
        model = self._view.model()
        if not isinstance(model, CellsModel):
            raise TypeError("the view of a grid shows a grid")
        return model


def text_in(editor: QWidget) -> str:
    """Give what stands in an editor."""
    match editor:
        case QPlainTextEdit():
            return editor.toPlainText()
        case QComboBox():
            return editor.currentText()
        case QLineEdit():
            return editor.text()
        case _:
            return ""
