"""Score a log against its script: the one door into the rules of docs/scoring.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from drillplanner.plan.model import Script
from drillplanner.review.judging import Rulings, judge
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating, rated
from drillplanner.review.points.totals import owners, total, with_points
from drillplanner.review.rules import RULES
from drillplanner.review.scorecard import Conflict, Scorecard
from drillplanner.review.timeline import Timeline, merge


def score(
    script: Script, log: Log, ratings: Sequence[Rating] = (), rulings: Rulings | None = None
) -> Scorecard:
    """Score a log against its script.

    Args:
        script: a sound script; every observation of the log names its steps.
        log: what all sources saw, from drillplanner.exchange.tables.log_table or a workspace.
        ratings: what evaluators rated, of the script's criteria.
        rulings: what named persons decided; none by default.
    """
    return score_timeline(script, log, merge(script, log), ratings, rulings)


def score_timeline(
    script: Script,
    log: Log,
    timeline: Timeline,
    ratings: Sequence[Rating] = (),
    rulings: Rulings | None = None,
) -> Scorecard:
    """Score a timeline that was already merged from `log`."""
    judged = judge(script, log, timeline, rulings or Rulings())
    results = with_points(judged.targets, script)
    criteria = rated(script, ratings)
    return Scorecard(
        rules=RULES,
        whole=total(script, results, judged.orders, criteria),
        owners={
            owner: total(script, results, judged.orders, criteria, owner)
            for owner in owners(script)
        },
        targets=results,
        orders=judged.orders,
        conflicts=_distinct([*timeline.conflicts, *judged.conflicts]),
        ties=timeline.alignment.ties(),
        criteria=criteria,
        readings=log.readings,
        heads=log.standing_heads,
    )


def _distinct(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Name a conflict of one step once, not once a unit, where the same rows made it."""
    kept: dict[object, Conflict] = {}
    for conflict in conflicts:
        key = (conflict.kind, conflict.step, conflict.sources, conflict.places, conflict.target)
        is_same_rows = key in kept and bool(conflict.places)
        if is_same_rows:
            kept[key] = replace(kept[key], unit=None)
        else:
            kept[key if conflict.places else object()] = conflict
    return tuple(kept.values())
