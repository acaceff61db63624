"""Read ratings as they are typed from a paper sheet: by the sign that was circled, or in words."""

from __future__ import annotations

from drillplanner.base.errors import UserError
from drillplanner.exchange.fault_list import CellFault
from drillplanner.exchange.tables.ratings_table import rating_in
from drillplanner.plan.model import Script
from drillplanner.plan.scales import folded
from drillplanner.review.points.ratings import codes
from drillplanner.terms.phrases import Names


def typed_rating(script: Script, criterion_id: str, text: str) -> str:
    """Read what was typed for a criterion as one of its ratings.

    Raises:
        UserError: it is none; the message says what may be written.
    """
    criterion = next(one for one in script.criteria if one.id == criterion_id)
    for sign, rating in codes(criterion.scale):
        if folded(text) == folded(sign):
            return rating
    try:
        return rating_in(text, criterion, Names(script))
    except CellFault as fault:
        raise UserError(fault.text) from fault
