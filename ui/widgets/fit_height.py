"""Frames and stacks whose height suits the pages of a narrow window."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QStackedWidget
from typing_extensions import override


class Snug(QFrame):
    """A frame as high as its content needs at its width.

    It sets its height itself: a scroll area around content whose height follows from its
    width gives that content the height it would like, and scrolls sooner than needed.
    """

    @override
    def hasHeightForWidth(self) -> bool:
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return answer

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth() and self.isVisible():
            height = layout.heightForWidth(self.width())
            if height != self.minimumHeight():
                self.setFixedHeight(height)


class Steady(QStackedWidget):
    """A stack whose height does not follow from its width: its pages scroll inside."""

    @override
    def hasHeightForWidth(self) -> bool:
        # Say no, so that words that wrap in one page do not make all pages higher.
        return False
