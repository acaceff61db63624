"""Fit the console into its window: every key's tile is seen, and nothing moves while a drill runs.

Sizes follow from the window's size alone. Whatever comes and goes (a question, a strip, words
in passing) has room of its own that is there all the time, or lies over what is no target; so
the pixel that was a step a moment ago is that step still.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: Below this width, in pixels at 100 %, the log goes under the steps, or is folded.
_NARROW_PX = 760
#: Below this height the verbs have no buttons; their keys go on working.
_LOW_PX = 480
#: Below this width a low head says less.
_TIGHT_PX = 560
#: Below this height only the line that is seen has a button.
_SHORT_PX = 640
#: The head takes this share of the height, within these bounds.
_HEAD_SHARE, _HEAD_PX, _LOW_HEAD_PX = 0.19, (118, 240), 64
#: Room for a question: its words, its line and two rows of answers, or one.
_FOOT_PX, _LOW_FOOT_PX = 126, 80
#: The verbs and the words in passing take no more of the height than this.
_FOOT_SHARE = 0.28
_BAND_PX, _LOW_BAND_PX = 34, 26


@dataclass(frozen=True, slots=True)
class ConsoleLayout:
    """How much room each part of a console has, in pixels of its window."""

    is_low: bool
    is_tight: bool
    is_short: bool
    is_narrow: bool
    #: The log is seen only while a row of it is chosen, over the steps.
    is_log_folded: bool
    has_verbs: bool
    side: int
    top: int
    gap: int
    head: int
    band: int
    hint: int
    foot: int


def lay_out(
    width: int, height: int, px: Callable[[float], int], verbs_height: Callable[[int], int]
) -> ConsoleLayout:
    """Give each part its room.

    Args:
        width: the console's, in pixels.
        height: likewise.
        px: pixels of so many at 100 %.
        verbs_height: how high the verbs' buttons are in so much width.
    """
    is_low, is_narrow = height < px(_LOW_PX), width < px(_NARROW_PX)
    hint = px(28 if is_low else 34)
    wanted = hint + px(6) + verbs_height(width - px(32))
    has_verbs = not is_low and wanted < height * _FOOT_SHARE
    foot = px(_LOW_FOOT_PX if is_low else _FOOT_PX)
    least, most = _HEAD_PX
    head = max(px(least), min(px(most), round(height * _HEAD_SHARE)))
    return ConsoleLayout(
        is_low=is_low,
        is_tight=is_low and width < px(_TIGHT_PX),
        is_short=height < px(_SHORT_PX),
        is_narrow=is_narrow,
        is_log_folded=is_narrow and (is_low or height < width * 1.2),
        has_verbs=has_verbs,
        side=px(8) if is_low else px(16),
        top=px(4) if is_low else px(10),
        gap=px(4) if is_low else px(8),
        head=px(_LOW_HEAD_PX) if is_low else head,
        band=px(_LOW_BAND_PX if is_low else _BAND_PX),
        hint=hint,
        foot=max(foot, wanted if has_verbs else 0),
    )
