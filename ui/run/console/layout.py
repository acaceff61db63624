"""Fit the console into its window: every key's tile is seen, and nothing moves while a drill runs.

Sizes follow from the window's size alone. Whatever comes and goes (a question, a strip, words
in passing) has room of its own that is there all the time, or lies over what is no target; so
the pixel that was a step a moment ago is that step still. A window in which not every tile would
be seen beside the log is laid out like a low one, which leaves the tiles all its width.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

#: The window that sizes are made for, in pixels at 100 %: in larger ones everything grows.
_USUAL_PX = (1366, 768)
#: How fast it grows with the window, and how far. House value, class D.
_GROWTH, _MOST = 0.8, 2.4
#: Plain words at 100 %, and the least that is legible.
_TEXT_PX, _LEAST_TEXT_PX = 15, 14
#: Below this width, in pixels at 100 %, the log goes under the steps, or is folded.
_NARROW_PX = 760
#: Below this height the log is folded to its newest entry, and everything else is close.
_LOW_PX = 560
#: Below this width a low head says less.
_TIGHT_PX = 560
#: Below this height only the line that is seen has a button.
_SHORT_PX = 680
#: The head takes this share of the height, within these bounds.
_HEAD_SHARE, _HEAD_PX, _LOW_HEAD_PX = 0.16, (96, 260), 53
_BAND_PX, _LOW_BAND_PX = 34, 24
#: Room for the newest entry and for words in passing.
_NEWS_PX, _LOW_NEWS_PX = 38, 23
#: A tile is at least so high and so wide: 44 px is more than the 9 mm that a wrong hit asks for
#: where it costs. Columns are wider where there is room for that.
LEAST_PX, LEAST_COLUMN_PX, _COLUMN_PX = 44, 112, 240
#: Between tiles, and between tiles and log.
GAP_PX, _LOG_GAP_PX = 4, 12
MOST_COLUMNS, _USUAL_COLUMNS = 8, 3
#: Shares of the width that tiles and log have, and the least width of the log.
TILES_SHARE, LOG_SHARE, LOG_PX = 8, 4, 240
#: Room for the buttons of lines above the tiles, where they have one: two rows, and one.
_LINES_PX, _SHORT_LINES_PX = 86, 44
#: Room for the verbs, or for a question in their place.
_VERBS_PX, _LOW_VERBS_PX = 90, 78


@dataclass(frozen=True, slots=True)
class ConsoleLayout:
    """How much room each part of a console has, in pixels of its window."""

    #: How high plain words are.
    text: int
    is_low: bool
    is_tight: bool
    is_short: bool
    is_narrow: bool
    #: The log is its newest entry; the rest is seen while a row is chosen, over the steps.
    is_log_folded: bool
    side: int
    top: int
    gap: int
    head: int
    band: int
    news: int
    verbs: int

    def shows(
        self,
        width: int,
        height: int,
        px: Callable[[float], int],
        tiles: int,
        *,
        has_lines: bool = False,
    ) -> bool:
        """Tell whether so many tiles are all seen in a window of this size."""
        wide = width - 2 * self.side
        tall = height - 2 * self.top - self.head - self.band - self.news - self.verbs - 4 * self.gap
        if has_lines and not self.is_low:
            tall -= px(_SHORT_LINES_PX if self.is_short else _LINES_PX)
        if not self.is_log_folded and self.is_narrow:
            tall = (tall - px(_LOG_GAP_PX)) * TILES_SHARE // (TILES_SHARE + LOG_SHARE)
        elif not self.is_log_folded:
            both = wide - px(_LOG_GAP_PX)
            wide = both - max(px(LOG_PX), both * LOG_SHARE // (TILES_SHARE + LOG_SHARE))
        # The frame of the scrolled area, and its inner margin.
        wide, tall = wide - px(6) - 2, tall - 2
        gap = px(GAP_PX)
        rows = -(-tiles // columns_for(tiles, wide, tall, px))
        return rows * (px(LEAST_PX) + gap) - gap <= tall


def lay_out(
    width: int,
    height: int,
    px: Callable[[float], int],
    tiles: int = 0,
    *,
    has_lines: bool = False,
) -> ConsoleLayout:
    """Give each part its room; `px` gives pixels of so many at 100 %.

    With `tiles` given, they are all to be seen, below the buttons of lines where there are any.
    """
    usual = _laid_out(width, height, px, is_low=height < px(_LOW_PX))
    if usual.is_low or usual.shows(width, height, px, tiles, has_lines=has_lines):
        return usual
    low = _laid_out(width, height, px, is_low=True)
    return low if low.shows(width, height, px, tiles, has_lines=has_lines) else usual


def columns_for(tiles: int, width: int, height: int, px: Callable[[float], int]) -> int:
    """Use as few columns as show all tiles in so much room, wide ones where there is room."""
    gap = px(GAP_PX)
    usual = max(1, min(_USUAL_COLUMNS, width // px(_COLUMN_PX)))
    most = max(usual, min(MOST_COLUMNS, (width + gap) // (px(LEAST_COLUMN_PX) + gap)))
    fits = max(1, (height + gap) // (px(LEAST_PX) + gap))
    needed = -(-tiles // fits)
    return max(usual, min(most, needed))


def _laid_out(
    width: int, height: int, px: Callable[[float], int], *, is_low: bool
) -> ConsoleLayout:
    usual_width, usual_height = _USUAL_PX
    share = min(width / px(usual_width), height / px(usual_height))
    growth = min(_MOST, max(1.0, share**_GROWTH))
    is_short = is_low or height < px(_SHORT_PX)
    is_narrow = width < px(_NARROW_PX)

    def size(usual: float, low: float) -> int:
        return px(low) if is_low else px(usual * growth)

    least, most = _HEAD_PX
    head = max(px(least), min(px(most * growth), round(height * _HEAD_SHARE)))
    return ConsoleLayout(
        text=max(px(_LEAST_TEXT_PX), px(_TEXT_PX * min(growth, max(share, 0.1) ** _GROWTH))),
        is_low=is_low,
        is_tight=is_low and width < px(_TIGHT_PX),
        is_short=is_short,
        is_narrow=is_narrow,
        is_log_folded=is_low or (is_narrow and height < width * 1.2),
        side=px(8) if is_low else px(16),
        top=px(3) if is_low else px(10),
        gap=px(3) if is_low else px(8),
        head=px(_LOW_HEAD_PX) if is_low else head,
        band=size(_BAND_PX, _LOW_BAND_PX),
        news=size(_NEWS_PX, _LOW_NEWS_PX),
        verbs=size(_VERBS_PX, _LOW_VERBS_PX),
    )
