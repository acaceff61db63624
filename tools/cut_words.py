"""Find words that a window shows only in part, in whatever size, scale and language."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTabBar,
    QWidget,
)

from ui.run.console.widgets.packed_rows import CutButton

#: A frame of so many pixels may lie outside; it holds no words.
_EDGE = 4


def cut_words(window: QWidget) -> list[str]:
    """Tell what in a shown window has less room than its words need, and how much less.

    What scrolls may lie outside of what is seen. What is cut on purpose, with the whole words in
    its tip, is not told.
    """
    return sorted({line for widget in _shown(window) for line in _cut(widget)})


def _shown(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window:
            yield widget


def _cut(widget: QWidget) -> Iterator[str]:
    match widget:
        case QTabBar():
            yield from _tabs(widget)
        case QHeaderView():
            yield from _sections(widget)
        case QLabel() if widget.text() and not widget.toolTip():
            yield from _label(widget)
        # A tile or an answer is cut where it and its neighbours are alike, by its own rule.
        case CutButton():
            pass
        case QAbstractButton() if widget.text() and not widget.toolTip():
            yield from _less(widget, widget.text(), widget.sizeHint())
        case QComboBox() if not widget.toolTip():
            wanted = widget.fontMetrics().horizontalAdvance(widget.currentText())
            if wanted > widget.width():
                yield f"{_name(widget)} {widget.currentText()!r}: {widget.width()} of {wanted}"
    text = getattr(widget, "text", None)
    if text is not None and callable(text) and text() and not _scrolls(widget):
        yield from _outside(widget, text())


def _label(label: QLabel) -> Iterator[str]:
    if not label.wordWrap():
        yield from _less(label, label.text(), label.sizeHint())
        return
    wanted = label.heightForWidth(label.width())
    # The leading below the last line may go; its words may not.
    if wanted - label.height() > label.fontMetrics().descent():
        yield f"{_name(label)} {label.text()[:40]!r}: {label.height()} px high of {wanted}"


def _less(widget: QWidget, text: str, wanted: QSize) -> Iterator[str]:
    if wanted.width() > widget.width() + 1:
        yield f"{_name(widget)} {text[:40]!r}: {widget.width()} px wide of {wanted.width()}"
    inked = widget.fontMetrics().tightBoundingRect(text.partition("\n")[0]).height()
    if widget.height() < inked:
        yield f"{_name(widget)} {text[:40]!r}: {widget.height()} px high of {inked}"


def _tabs(bar: QTabBar) -> Iterator[str]:
    if bar.usesScrollButtons() and bar.elideMode() == Qt.TextElideMode.ElideNone:
        return
    for place in range(bar.count()):
        wanted = bar.fontMetrics().horizontalAdvance(bar.tabText(place))
        if bar.isTabVisible(place) and wanted > bar.tabRect(place).width():
            yield f"tab {bar.tabText(place)!r}: {bar.tabRect(place).width()} of {wanted}"


def _sections(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return
    for place in range(header.count()):
        words = header.model().headerData(place, header.orientation())
        if header.isSectionHidden(place) or not isinstance(words, str):
            continue
        wanted = max(header.fontMetrics().horizontalAdvance(one) for one in words.split("\n"))
        if wanted > header.sectionSize(place):
            yield f"column {words!r}: {header.sectionSize(place)} of {wanted}"


def _outside(widget: QWidget, text: str) -> Iterator[str]:
    parent = widget.parentWidget()
    if parent is None or widget.isWindow():
        return
    out = widget.geometry()
    if not parent.rect().adjusted(-_EDGE, -_EDGE, _EDGE, _EDGE).contains(out):
        inside = parent.rect().intersected(out)
        yield (
            f"{_name(widget)} {text[:40]!r}: {inside.width()}×{inside.height()} of "
            f"{out.width()}×{out.height()} lie in its frame"
        )


def _scrolls(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    if parent is None:
        return False
    above = parent.parentWidget()
    return isinstance(above, QScrollArea | QAbstractScrollArea)


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__
