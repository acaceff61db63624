"""Judge targets and orders: the verdict of each, with its evidence.

Rules: docs/scoring.md, sections 3 and 4; JCGM 106:2012 for the decision with uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from drillplanner.base.exact import exact, root, surely_above, surely_not_above
from drillplanner.plan.model import Order, Script, Target
from drillplanner.review.endpoints import Edges, EndState, find_end
from drillplanner.review.holds import counted_holds
from drillplanner.review.observation import Log
from drillplanner.review.scorecard import (
    Conflict,
    EndResult,
    OrderResult,
    OrderVerdict,
    TargetResult,
    Verdict,
)
from drillplanner.review.span import Length, Span, choose_group, holds_of, measure
from drillplanner.review.timeline import Instant, Timeline


@dataclass(frozen=True, slots=True)
class Rulings:
    """What named persons decided, by target id: interruptions admitted, reversals confirmed."""

    admitted: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """Results in the script's order, and the conflicts that judging brought up."""

    targets: tuple[TargetResult, ...]
    orders: tuple[OrderResult, ...]
    conflicts: tuple[Conflict, ...]


def judge(script: Script, log: Log, timeline: Timeline, rulings: Rulings) -> Judged:
    """Judge every target and order of a script against a merged log."""
    conflicts: list[Conflict] = []
    log = replace(log, holds=counted_holds(log, timeline.alignment))
    targets = tuple(_target(t, script, log, timeline, rulings, conflicts) for t in script.targets)
    orders = tuple(_order(order, script, timeline, conflicts) for order in script.orders)
    return Judged(targets, orders, tuple(conflicts))


def _target(
    target: Target,
    script: Script,
    log: Log,
    timeline: Timeline,
    rulings: Rulings,
    conflicts: list[Conflict],
) -> TargetResult:
    start = find_end(target.start, "start", script, timeline)
    stop = find_end(target.stop, "stop", script, timeline)
    reference = script.scoring.reference
    group, others = choose_group(start, stop, reference, timeline)
    bare = TargetResult(target.id, "untied", *_ends(start, stop, group, reference, timeline))
    verdict = _standing_verdict(target, start, stop, log)
    if verdict is not None:
        return replace(bare, verdict=verdict)
    if group is None:
        return bare
    conflicts.extend(_left_out(target.id, others, start, stop))
    conflicts.extend(_unplaced_holds(target.id, log, group, timeline))
    holds = holds_of(group, log, timeline.alignment)
    span = measure(start.groups[group], stop.groups[group], holds, timeline.alignment)
    value = span.value
    factor = exact(script.scoring.coverage_factor)
    measured = replace(
        bare,
        verdict=_measured_verdict(target, span, factor, rulings),
        bound=span.bound,
        expanded_uncertainty_s=float(factor) * root((value or span.given).variance_s2),
        tie_uncertainty_s=root((value or span.given).tie_variance_s2),
    )
    if value is None:
        return measured
    return replace(measured, elapsed_s=value.net_s, gross_s=value.gross_s)


def _standing_verdict(target: Target, start: EndState, stop: EndState, log: Log) -> Verdict | None:
    """Decide the verdicts that need no measuring, in the order of the contract."""
    ends = (start.standing, stop.standing)
    if target.id in log.not_applicable or "not_applicable" in ends:
        return "not_applicable"
    if stop.standing == "not_performed":
        return "not_performed"
    if stop.standing == "failed":
        return "not_achieved"
    return None if ends == ("timed", "timed") else "not_recorded"


def _measured_verdict(target: Target, span: Span, factor: Fraction, rulings: Rulings) -> Verdict:
    value = span.value
    if value is not None and value.is_interrupted and target.id not in rulings.admitted:
        return "interrupted"
    if (
        span.high is not None
        and _is_above(-span.high.net_s, span.high, factor, Fraction(0))
        and target.id not in rulings.confirmed
    ):
        return "out_of_order"
    if target.limit_s is None:
        return "recorded"
    limit = exact(target.limit_s)
    if span.high is not None and surely_not_above(
        span.high.net_s, span.high.variance_s2, factor, limit
    ):
        return "met"
    low = span.low
    if low is not None and _is_above(low.net_s, low, factor, limit):
        return "missed"
    return "too_close"


def _is_above(value: Fraction, length: Length, factor: Fraction, bound: Fraction) -> bool:
    return surely_above(value, length.variance_s2, factor, bound)


# -- orders -------------------------------------------------------------------------------


def _order(
    order: Order, script: Script, timeline: Timeline, conflicts: list[Conflict]
) -> OrderResult:
    """Judge an order: the last of `before` must precede the first of `after`."""
    before = find_end(order.before, "stop", script, timeline)
    after = find_end(order.after, "start", script, timeline)
    if "not_applicable" in (before.standing, after.standing):
        return OrderResult(order.id, "not_applicable")
    if (before.standing, after.standing) != ("timed", "timed"):
        return OrderResult(order.id, "not_recorded", named=(*before.named, *after.named))
    group, others = choose_group(before, after, script.scoring.reference, timeline)
    if group is None:
        return OrderResult(order.id, "not_recorded")
    conflicts.extend(_left_out(order.id, others, before, after))
    span = measure(before.groups[group], after.groups[group], (), timeline.alignment)
    factor = exact(script.scoring.coverage_factor)
    verdict: OrderVerdict = "too_close"
    if span.low is not None and surely_not_above(
        -span.low.gross_s, span.low.variance_s2, factor, Fraction(0)
    ):
        verdict = "met"
    elif span.high is not None and _is_above(-span.high.gross_s, span.high, factor, Fraction(0)):
        verdict = "broken"
    shown = span.high or span.low
    if shown is None:
        return OrderResult(order.id, verdict)
    return OrderResult(order.id, verdict, shown.gross_s, float(factor) * root(shown.variance_s2))


# -- evidence -----------------------------------------------------------------------------


def _left_out(
    name: str, groups: tuple[int, ...], start: EndState, stop: EndState
) -> list[Conflict]:
    conflicts = []
    for group in groups:
        parts = [*start.groups[group].given.parts, *stop.groups[group].given.parts]
        sources = tuple(dict.fromkeys(part.source for part in parts))
        places = tuple(part.place for part in parts)
        conflicts.append(Conflict("untied_group", sources, target=name, places=places))
    return conflicts


def _unplaced_holds(name: str, log: Log, group: int, timeline: Timeline) -> list[Conflict]:
    """Name holds on clocks that no tie leads to: whether they lie inside cannot be known."""
    alignment = timeline.alignment
    untied = [hold for hold in log.holds if alignment.group(hold.source) != group]
    if not untied:
        return []
    sources = tuple(dict.fromkeys(hold.source for hold in untied))
    places = tuple(hold.place for hold in untied)
    return [Conflict("untied_hold", sources, target=name, places=places)]


def _ends(
    start: EndState, stop: EndState, group: int | None, reference: str | None, timeline: Timeline
) -> tuple[EndResult, EndResult]:
    began = _known(start, group, reference, timeline)
    ended = _known(stop, group, reference, timeline)
    clock = began.given.clock if began is not None else None
    return _result(start, began, clock, timeline), _result(stop, ended, clock, timeline)


def _known(
    end: EndState, group: int | None, reference: str | None, timeline: Timeline
) -> Edges | None:
    """Give the edges of an end in the chosen group, else in the best group that has any."""
    known = {**end.partial, **end.groups}
    if group is not None:
        return known[group]
    if not known:
        return None
    first = min(known, key=lambda g: min(part.number for part in known[g].given.parts))
    return known[timeline.preferred_group(known, reference, first)]


def _result(end: EndState, edges: Edges | None, clock: str | None, timeline: Timeline) -> EndResult:
    if edges is None:
        return EndResult(named=end.named)
    instant: Instant = edges.given
    alignment = timeline.alignment
    own = instant.clock
    is_tied = clock is not None and alignment.group(clock) == alignment.group(own)
    read_on = clock if clock is not None and is_tied else own
    return EndResult(
        at_s=instant.at_s(read_on, alignment),
        sources=tuple(dict.fromkeys(instant.sources)),
        evidence=tuple(part.place for part in instant.parts),
        named=end.named,
        clock=read_on,
    )
