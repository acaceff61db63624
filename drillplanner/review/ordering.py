"""Find where a log contradicts the order of steps that the script lays down (`after`).

Rules: docs/scoring.md, section 3. Lags are plans and do not count.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.exact import exact, surely_above
from drillplanner.plan.model import Script, Step
from drillplanner.review.endpoints import find_ends
from drillplanner.review.scorecard import Conflict
from drillplanner.review.span import choose_group, measure
from drillplanner.review.timeline import Timeline


def against_order(script: Script, timeline: Timeline) -> Iterator[Conflict]:
    """Name steps that were seen before one they come after, by more than U.

    Unit by unit where both steps have the same ones, else the first of one against the first
    of the other.
    """
    steps = {step.id: step for step in script.steps}
    for later in script.steps:
        for name in dict.fromkeys(after.step for after in later.after):
            earlier = steps.get(name)
            if earlier is None or earlier is later:
                continue
            for unit in _units(earlier, later):
                conflict = _reversed(earlier, later, unit, script, timeline)
                if conflict is not None:
                    yield conflict


def _units(earlier: Step, later: Step) -> tuple[str | None, ...]:
    known = {unit.id for unit in earlier.units}
    return tuple(unit.id for unit in later.units if unit.id in known) or (None,)


def _reversed(
    earlier: Step, later: Step, unit: str | None, script: Script, timeline: Timeline
) -> Conflict | None:
    one, other = (step.id if unit is None else f"{step.id}/{unit}" for step in (earlier, later))
    first, last = find_ends((one, "start"), (other, "start"), script, timeline)
    if (first.standing, last.standing) != ("timed", "timed"):
        return None
    group = choose_group(first, last, script.scoring.reference, timeline)
    if group is None:
        return None
    began, ended = first.groups[group], last.groups[group]
    if began.low is None or ended.high is None:
        return None
    length = measure(began, ended, timeline.alignment).high
    factor = exact(script.scoring.coverage_factor)
    if length is None or not surely_above(-length.gross_s, length.variance_s2, factor, exact(0)):
        return None
    rows = (*began.low.rows, *ended.high.rows)
    return Conflict(
        "against_order",
        tuple(dict.fromkeys(row.source for row in rows)),
        step=later.id,
        unit=unit,
        spread_s=float(-length.gross_s),
        places=tuple(dict.fromkeys(row.place for row in rows)),
        steps=(earlier.id, later.id),
    )
