"""Let Enter do what has the focus, everywhere: press a button, open a list, go on from a field.

Qt's buttons take Space alone outside of dialogs, and its fields do nothing there; who looks at
what is focused presses Enter.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QWidget,
)
from typing_extensions import override

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WATCHED = (QAbstractButton, QLineEdit, QComboBox)
#: Says of a line that it takes Enter itself, though nothing hears its `returnPressed`.
OWN_ENTER = "takes_enter"
#: What hears Enter in the line of every editable list: the list itself.
_OF_LIST = 1
_PRESSED = "2returnPressed()"


class EnterPresses(QObject):
    """Watches what has the focus where it can be entered; it costs the console nothing."""

    def __init__(self, application: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._application = application
        application.focusChanged.connect(self._follow)

    def rest(self) -> None:
        """Watch no more."""
        self._application.focusChanged.disconnect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, _WATCHED):
            before.removeEventFilter(self)
        if isinstance(now, _WATCHED):
            now.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter once; a held key does it once.
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(watched, QWidget)
            or not isinstance(event, QKeyEvent)
            or event.key() not in _KEYS
            or not watched.isEnabled()
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        return (event.isAutoRepeat() and _is_entered(watched)) or _enter(watched)


def _is_entered(watched: QWidget) -> bool:
    return isinstance(watched, QAbstractButton) or _opens(watched) or _leads_on(watched)


def _enter(watched: QWidget) -> bool:
    """Do what Enter does at a widget; False leaves the key to the widget."""
    if isinstance(watched, QAbstractButton):
        watched.click()
        return True
    if isinstance(watched, QComboBox) and _opens(watched):
        watched.showPopup()
        return True
    if _leads_on(watched):
        watched.focusNextChild()
        return True
    return False


def _opens(watched: QWidget) -> bool:
    is_list = isinstance(watched, QComboBox) and not watched.isEditable()
    return is_list and not _has_enter_of_its_own(watched)


def _leads_on(watched: QWidget) -> bool:
    """Tell whether Enter would do nothing in a field."""
    if _has_enter_of_its_own(watched):
        return False
    if isinstance(watched, QLineEdit):
        return not watched.receivers(_PRESSED)
    line = watched.lineEdit() if isinstance(watched, QComboBox) else None
    return line is not None and line.receivers(_PRESSED) <= _OF_LIST


def _has_enter_of_its_own(watched: QWidget) -> bool:
    """Tell whether Enter means something here already: a dialog's answer, a table's next row."""
    if watched.property(OWN_ENTER):
        return True
    above: QWidget | None = watched
    while above is not None:
        if isinstance(above, QDialog | QAbstractItemView):
            return True
        above = above.parentWidget()
    return False
