"""Copy more than plain text, and leave the clipboard in a state that outlives Python.

A QMimeData that was made in Python calls back into it as it is destroyed. Qt destroys what is on
the clipboard after Python's end, and the process would end by a segmentation fault.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from shiboken6 import isValid

#: What was put there last; not valid any more once another program put something in its place.
_copied: list[QMimeData] = []


def put_on_clipboard(data: QMimeData) -> None:
    """Put something on the clipboard that has a plain text too."""
    _copied[:] = [data]
    QGuiApplication.clipboard().setMimeData(data)


def leave_clipboard() -> None:
    """Leave the plain text of what is still there, made by Qt; call it at the end."""
    if _copied and isValid(_copied[0]):
        QGuiApplication.clipboard().setText(_copied[0].text())
    _copied.clear()
