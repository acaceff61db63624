"""Fit the console into its window: where room is short, what keys do as well is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout

if TYPE_CHECKING:
    from ui.run.console.page import ConsolePage

#: Below this width, in pixels at 100 %, the log goes under the steps.
_NARROW_PX = 640
#: Below this height the verbs have no buttons; their keys go on working.
_LOW_PX = 480
#: Below this height only the line that is seen has a button.
_SHORT_PX = 640
_VERBS_SHARE = 0.22
#: The head takes no more of the height than this.
_HEAD_SHARE = 0.34
#: And no more than this where the window is low and something is asked.
_CROWDED_SHARE = 0.25


def fit_console(page: ConsolePage) -> None:
    """Show as much as there is room for."""
    dress = page.context.dress
    is_narrow = page.width() < dress.px(_NARROW_PX)
    wanted = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
    if page.body.direction() != wanted:
        page.body.setDirection(wanted)
    is_low = page.height() < dress.px(_LOW_PX)
    inner = page.width() - dress.px(32)
    has_room = page.verbs.height_at(inner) < page.height() * _VERBS_SHARE
    is_short = page.height() < dress.px(_SHORT_PX)
    # A question takes the place of the verbs, so that the steps stay where they are.
    is_in_their_place = is_short and not page.asking.isHidden()
    page.verbs.setVisible(not is_low and has_room and not is_in_their_place)
    is_kept = not page.kept.isHidden() and is_narrow
    is_crowded = is_low and (is_kept or not page.asking.isHidden())
    page.head.show_low(is_low=is_low, is_tight=is_crowded and is_narrow)
    share = _CROWDED_SHARE if is_crowded else _HEAD_SHARE
    highest = max(dress.px(72), round(page.height() * share))
    page.head.setMaximumHeight(highest)
    # What stands in a low head fills it.
    is_full = is_low and not (is_crowded and is_narrow)
    page.head.setMinimumHeight(highest if is_full else dress.px(72))
    page.running.setVisible(not is_low)
    page.lines.show_short(is_short=is_short, is_none=is_crowded)
    page.hint.setMinimumHeight(0 if is_low else dress.px(34))
    page.log.setVisible(not (is_low and is_narrow))
