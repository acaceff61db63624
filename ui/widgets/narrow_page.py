"""Lay out a page of one column that scrolls and stays readable in a wide window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.theme.theme import Dress

#: Widest line that is read with ease, in pixels at 100 %.
_WIDEST = 860

#: A form narrower than this, in pixels at 100 %, has its names above the fields.
_NARROW = 480


class QuietBox(QComboBox):
    """A choice that a wheel scrolls past: the page moves, and nothing is chosen."""

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def wrap_narrow(form: QFormLayout, width: int, dress: Dress) -> None:
    """Put a form's names above their fields where there is little width, else beside them."""
    rows = QFormLayout.RowWrapPolicy
    is_narrow = width < dress.px(_NARROW)
    form.setRowWrapPolicy(rows.WrapAllRows if is_narrow else rows.WrapLongRows)


def make_column(area: QScrollArea, dress: Dress) -> QVBoxLayout:
    """Give the column of a scrolling page; it fills a narrow window and leaves a wide one room."""
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inner = QWidget(area)
    outer = QHBoxLayout(inner)
    outer.setContentsMargins(dress.px(32), dress.px(24), dress.px(32), dress.px(24))
    body = QWidget(inner)
    body.setMaximumWidth(dress.px(_WIDEST))
    # Nearly all of a narrow window; in a wide one the rest stays empty.
    outer.addWidget(body, 100)
    outer.addStretch(1)
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(dress.px(16))
    area.setWidget(inner)
    return column
