"""Fit the console into its window: every key's tile is seen, and nothing moves while a drill runs.

Sizes follow from the window's size alone. Whatever comes and goes (a question, a strip, words
in passing) has room of its own that is there all the time, or lies over what is no target; so
the pixel that was a step a moment ago is that step still.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QBoxLayout

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: Below this width, in pixels at 100 %, the log goes under the steps, or is folded.
_NARROW_PX = 760
#: Below this height the verbs have no buttons; their keys go on working.
_LOW_PX = 480
#: Below this height only the line that is seen has a button.
_SHORT_PX = 640
#: The head takes this share of the height, within these bounds.
_HEAD_SHARE, _HEAD_PX, _LOW_HEAD_PX = 0.19, (118, 240), 64
#: Room for a question: its words, its line and two rows of answers, or one.
_FOOT_PX, _LOW_FOOT_PX = 126, 80
#: The verbs and the words in passing take no more of the height than this.
_FOOT_SHARE = 0.28
_BAND_PX, _LOW_BAND_PX = 34, 26


def fit_console(page: ConsolePage) -> None:
    """Give every part its place."""
    px = page.context.dress.px
    is_low, is_narrow = page.height() < px(_LOW_PX), page.width() < px(_NARROW_PX)
    side, top = (px(8), px(4)) if is_low else (px(16), px(10))
    page.column.setContentsMargins(side, top, side, top)
    page.column.setSpacing(px(4) if is_low else px(8))
    least, most = _HEAD_PX
    head = px(_LOW_HEAD_PX) if is_low else round(page.height() * _HEAD_SHARE)
    page.head.show_low(is_low=is_low, is_tight=is_low and page.width() < px(560))
    page.head.setFixedHeight(head if is_low else max(px(least), min(px(most), head)))
    page.running.setFixedHeight(px(_LOW_BAND_PX if is_low else _BAND_PX))
    page.lines.show_short(is_short=page.height() < px(_SHORT_PX), is_none=is_low)
    page.asking.fit(is_low=is_low)
    _fit_foot(page, is_low=is_low)
    _fit_log(page, is_low=is_low, is_narrow=is_narrow)
    place_overlays(page)


def place_overlays(page: ConsolePage) -> None:
    """Lay what comes and goes over what is no target: questions below, strips on the band."""
    page.column.activate()
    page.asking.setGeometry(page.foot.geometry())
    band = page.running.geometry()
    for strip in (page.kept, page.unsaved, page.lost):
        strip.setGeometry(band)
        strip.raise_()
    page.asking.raise_()
    if page.is_log_folded:
        whole = page.board.geometry()
        width = min(whole.width(), page.context.dress.px(420))
        left = whole.right() - width
        page.log.setGeometry(QRect(left, whole.top(), width, whole.height()))
        page.log.raise_()


def _fit_foot(page: ConsolePage, *, is_low: bool) -> None:
    px = page.context.dress.px
    inner = page.width() - px(32)
    hint = px(28 if is_low else 34)
    wanted = hint + px(6) + page.verbs.height_at(inner)
    has_room = not is_low and wanted < page.height() * _FOOT_SHARE
    page.hint.setFixedHeight(hint)
    page.has_verbs = has_room
    page.verbs.setVisible(has_room and page.asking.isHidden())
    foot = px(_LOW_FOOT_PX if is_low else _FOOT_PX)
    page.foot.setFixedHeight(max(foot, wanted if has_room else 0))


def _fit_log(page: ConsolePage, *, is_low: bool, is_narrow: bool) -> None:
    is_folded = is_narrow and page.height() < page.width() * 1.2
    is_folded = is_folded or (is_low and is_narrow)
    wanted = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
    if page.body.direction() != wanted:
        page.body.setDirection(wanted)
    page.fold_log(is_folded=is_folded)
