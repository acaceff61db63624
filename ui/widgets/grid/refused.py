"""Let no letters into a text that was refused, until it is taken away or moved in.

Who types with the eyes on the paper writes the next line's time else into this line, and every
time after it one line too high.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget

_REFUSED = "refused"
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


def shut(editor: QWidget) -> None:
    """Take no letters from now on: what stands in an editor was refused. It is marked and heard."""
    editor.setProperty(_REFUSED, True)
    line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
    if isinstance(line, QLineEdit | QPlainTextEdit):
        line.selectAll()
    QApplication.beep()


def is_shut(editor: QWidget) -> bool:
    """Tell whether an editor takes no letters, as its text was refused."""
    return bool(editor.property(_REFUSED))


def keeps_out(editor: QWidget, event: QEvent) -> bool:
    """Tell whether an event would type into a refused text; any other act on it opens it again."""
    if not is_shut(editor):
        return False
    if event.type() == QEvent.Type.InputMethod:
        return True
    if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
        if event.text().isprintable() and event.text():
            return True
        if event.key() not in _MODIFIERS:
            editor.setProperty(_REFUSED, False)
    elif event.type() == QEvent.Type.MouseButtonPress:
        editor.setProperty(_REFUSED, False)
    return False
