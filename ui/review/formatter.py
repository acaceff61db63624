"""Put a review's states into sentences of the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.texts import Text, _
from drillplanner.run.drill_index_row import DrillSummary
from drillplanner.services.review.review_session import DrillReview
from drillplanner.services.review.view_models import TargetLine, difference_said

if TYPE_CHECKING:
    from ui.context import AppContext


def drill_said(context: AppContext, line: DrillSummary) -> str:
    """Name a drill in the list of drills."""
    when = line.held_utc_ns or line.drill.made_utc_ns
    said = _("{title} · {day}", title=line.drill.title, day=local_time.held(when, line.zone))
    if line.standing == "empty":
        said = _("{drill} (nothing logged)", drill=said)
    elif line.standing == "under_way":
        said = _("{drill} (not ended)", drill=said)
    elif line.standing == "broken_off":
        said = _("{drill} (broken off)", drill=said)
    elif line.standing == "void":
        said = _("{drill} (void)", drill=said)
    return context.say(said)


def issued_said(context: AppContext, review: DrillReview, *, is_issued: bool) -> str:
    """Say which result is on the page; empty where no scorecard was issued."""
    last = review.last_issued
    if last is None:
        return ""
    day = local_time.day_and_minute(last.made_utc_ns, review.script.zone)
    other = difference_said(review)
    if other is None and not review.differences:
        return context.say(
            _("This scorecard was issued on {day}; today's result is the same.", day=day)
        )
    shown = (
        _("This is the scorecard as issued on {day}.", day=day)
        if is_issued
        else _("This is today's result; a scorecard was issued on {day}.", day=day)
    )
    parts: list[Text] = [shown, *([other] if other else []), *review.differences]
    return "\n".join(context.say(part) for part in parts)


def target_said(context: AppContext, line: TargetLine) -> str:
    """Say how a target's number came about, above the entries behind it."""
    limit = _("Limit: {limit} ({class_})", limit=line.limit, class_=line.class_)
    if line.source:
        limit = _(
            "Limit: {limit} ({class_}: {source})",
            limit=line.limit,
            class_=line.class_,
            source=line.source,
        )
    parts: list[Text] = [
        _("Start: {start} → stop: {stop}", start=line.start, stop=line.stop),
        limit,
        _("Points: {why}", why=line.why),
    ]
    return "\n".join(context.say(part) for part in parts)


def target_heading(context: AppContext, line: TargetLine) -> str:
    """Name a target with what it came to."""
    return context.say(
        _(
            "{target}: {measured}, {verdict}",
            target=line.name,
            measured=line.measured,
            verdict=line.sign.words,
        )
    )
