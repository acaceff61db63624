"""Tie a clock by what it showed at a time of ours: a camera, a body camera, the 110 record."""

from __future__ import annotations

import csv
import io
import math
import re
from decimal import Decimal

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.services.review.decisions import TableText

_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", re.ASCII)
_NARROW = str.maketrans("０１２３４５６７８９：．", "0123456789:.")
_DAY_S = Decimal(86_400)
#: u of a second that is shown and not what lies behind it: a rectangle of half a second.
_SHOWN_U_S = 0.5 / math.sqrt(3)


def clock_table(
    source: str, shown: str, ours: str, at: str, *, watch_u_s: float, is_picture: bool
) -> TableText:
    """Make the log table that says how far a clock was from one of ours.

    Args:
        source: whose clock it is; its times are joined under this name.
        shown: what it showed.
        ours: the source whose clock it was compared with.
        at: what that clock showed at the same moment.
        watch_u_s: the uncertainty of a person reading a clock.
        is_picture: both were read off one picture, so that nobody had to be quick.

    Raises:
        UserError: a name is missing, or a time is none.
    """
    name, other = " ".join(source.split()), " ".join(ours.split())
    if not name or name == other:
        raise UserError(_("Write whose clock it is; it must not be the one it is compared with."))
    apart = _of_day(shown) - _of_day(at)
    apart -= _DAY_S * round(apart / _DAY_S)
    one = _SHOWN_U_S**2 + (0.0 if is_picture else watch_u_s**2)
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("source", "step", "time", "uncertainty_s", "bound", "note"))
    note = f"{name} {shown.strip()} = {other} {at.strip()}"
    table.writerow((name, f"@offset:{other}", f"{apart}", f"{math.sqrt(2 * one):.2f}", "", note))
    return TableText(f"{name} = {other}.csv", out.getvalue())


def _of_day(shown: str) -> Decimal:
    found = _OF_DAY.fullmatch(shown.strip().translate(_NARROW))
    if found is None:
        raise UserError(_("Write what that clock shows as 09:12:30."))
    return Decimal(int(found[1]) * 3600 + int(found[2]) * 60) + Decimal(found[3])
