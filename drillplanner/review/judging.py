"""Judge targets and orders: the verdict of each, with its evidence.

Rules: docs/scoring.md, sections 3 and 4; JCGM 106:2012 for the decision with uncertainty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TypeVar

from drillplanner.base.exact import exact, root, surely_above, surely_not_above
from drillplanner.plan.model import Order, Script, Target, refs, split_ref
from drillplanner.review.clocks.holds import counted_holds
from drillplanner.review.endpoints import EndState, find_ends
from drillplanner.review.instant import Edges
from drillplanner.review.observation import Log, Observation
from drillplanner.review.ordering import against_order
from drillplanner.review.scorecard import Conflict, EndResult, OrderResult, TargetResult
from drillplanner.review.span import Holding, Length, Span, choose_group, holds_of, measure
from drillplanner.review.timeline import Timeline
from drillplanner.review.verdicts import Doubt, OrderVerdict, Verdict

_V = TypeVar("_V", bound=str)


@dataclass(frozen=True, slots=True)
class Rulings:
    """What named persons decided, by target id.

    Interruptions are admitted; reversals, and spans in which no time passed, are confirmed.
    """

    admitted: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()

    def with_log(self, log: Log) -> Rulings:
        """Add what rows of the log confirm: the target as it is, whatever is odd about it."""
        said = frozenset(one.target for one in log.confirmations)
        return Rulings(self.admitted | said, self.confirmed | said)


@dataclass(frozen=True, slots=True)
class Judged:
    """Results in the script's order, and the conflicts that judging brought up."""

    targets: tuple[TargetResult, ...]
    orders: tuple[OrderResult, ...]
    conflicts: tuple[Conflict, ...]


def judge(script: Script, log: Log, timeline: Timeline, rulings: Rulings) -> Judged:
    """Judge every target and order of a script against a merged log."""
    reversed_steps = tuple(against_order(script, timeline))
    bench = _Bench(script, log, timeline, rulings.with_log(log))
    targets = tuple(
        _with_doubts(target, bench.target(target), reversed_steps) for target in script.targets
    )
    orders = tuple(bench.order(order) for order in script.orders)
    return Judged(targets, orders, (*reversed_steps, *bench.conflicts))


def _with_doubts(
    target: Target, result: TargetResult, reversed_steps: tuple[Conflict, ...]
) -> TargetResult:
    ends = [split_ref(ref) for ref in (*refs(target.start), *refs(target.stop))]
    is_touched = any(
        step in conflict.steps and (unit is None or conflict.unit in (None, unit))
        for conflict in reversed_steps
        for step, unit in ends
    )
    return replace(result, doubts=("against_order", *result.doubts)) if is_touched else result


class _Bench:
    """Judges targets and orders one by one, and gathers the conflicts that this brings up."""

    def __init__(self, script: Script, log: Log, timeline: Timeline, rulings: Rulings) -> None:
        self._script = script
        self._timeline = timeline
        self._alignment = timeline.alignment
        self._rulings = rulings
        self._log = replace(log, holds=counted_holds(log, timeline.alignment))
        self._factor = exact(script.scoring.coverage_factor)
        self._found: dict[Conflict, None] = {}

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Give what came up, each once."""
        return tuple(self._found)

    # -- targets --------------------------------------------------------------------------

    def target(self, target: Target) -> TargetResult:
        """Judge a target."""
        start, stop = find_ends(
            (target.start, "start"), (target.stop, "stop"), self._script, self._timeline
        )
        reference = self._script.scoring.reference
        group = choose_group(start, stop, reference, self._timeline)
        bare = TargetResult(target.id, "untied", *self._ends(start, stop, group))
        verdict = _standing_verdict(target, start, stop, self._log)
        if verdict is not None:
            return replace(bare, verdict=verdict)
        if group is None:
            return bare
        self._name_left_out(target.id, group, start, stop)
        self._name_unplaced_holds(target.id, group)
        self._name_weak_ties(start.groups[group], stop.groups[group])
        return self._measured(target, group, start, stop, bare)

    def _measured(
        self, target: Target, group: int, start: EndState, stop: EndState, bare: TargetResult
    ) -> TargetResult:
        holding = Holding(
            holds_of(group, self._log, self._alignment),
            self._factor,
            target.id in self._rulings.admitted,
        )

        def take(began: Edges, ended: Edges) -> tuple[Verdict, Span]:
            span = measure(began, ended, self._alignment, holding)
            return self._measured_verdict(target, began, ended, span), span

        began, ended = start.groups[group], stop.groups[group]
        own, span = take(began, ended)
        readings = [take(*ends) for ends in _readings(start, stop, group)]
        lengths = [one.value.net_s for _verdict, one in readings if one.value is not None]
        if _no_time_passed(began, ended, span):
            self._note(_instant_conflict(target.id, began, ended))
        value = span.value
        return replace(
            bare,
            verdict=_shared(own, [verdict for verdict, _span in readings], "disputed"),
            elapsed_s=value.net_s if value else None,
            gross_s=value.gross_s if value else None,
            elapsed_low_s=span.low.net_s if span.bound == "between" and span.low else None,
            bound=span.bound,
            expanded_uncertainty_s=self._expanded(value or span.given),
            tie_uncertainty_s=root((value or span.given).tie_variance_s2),
            least_s=min(lengths, default=None),
            greatest_s=max(lengths, default=None),
            doubts=_differing(began, ended),
        )

    def _measured_verdict(self, target: Target, began: Edges, ended: Edges, span: Span) -> Verdict:
        value, high, low = span.value, span.high, span.low
        if value and value.is_interrupted and target.id not in self._rulings.admitted:
            return "interrupted"
        if target.id not in self._rulings.confirmed:
            if high and self._is_above(-high.net_s, high, Fraction(0)):
                return "out_of_order"
            if _no_time_passed(began, ended, span):
                return "no_time_passed"
        if target.limit_s is None:
            return "recorded"
        limit = exact(target.limit_s)
        is_met = high is not None and surely_not_above(
            high.net_s, high.variance_s2, self._factor, limit
        )
        is_missed = low is not None and self._is_above(low.net_s, low, limit)
        # Both at once: edges that cross within what is no conflict yet. Nobody knows then.
        if is_met == is_missed:
            return "too_close"
        return "met" if is_met else "missed"

    def _is_above(self, value: Fraction, length: Length, bound: Fraction) -> bool:
        return surely_above(value, length.variance_s2, self._factor, bound)

    def _expanded(self, length: Length) -> float:
        return float(self._factor) * root(length.variance_s2)

    # -- orders ---------------------------------------------------------------------------

    def order(self, order: Order) -> OrderResult:
        """Judge an order: the last of `before` must precede the first of `after`."""
        before, after = find_ends(
            (order.before, "stop"), (order.after, "start"), self._script, self._timeline
        )
        if "not_applicable" in (before.standing, after.standing):
            return OrderResult(order.id, "not_applicable")
        if (before.standing, after.standing) != ("timed", "timed"):
            return OrderResult(order.id, "not_recorded", named=(*before.named, *after.named))
        group = choose_group(before, after, self._script.scoring.reference, self._timeline)
        if group is None:
            return OrderResult(order.id, "not_recorded")
        self._name_left_out(order.id, group, before, after)
        span = measure(before.groups[group], after.groups[group], self._alignment)
        verdict = _shared(
            self._order_verdict(span),
            [
                self._order_verdict(measure(*ends, self._alignment))
                for ends in _readings(before, after, group)
            ],
            "too_close",
        )
        shown = span.high or span.low
        if shown is None:
            return OrderResult(order.id, verdict)
        return OrderResult(order.id, verdict, shown.gross_s, self._expanded(shown))

    def _order_verdict(self, span: Span) -> OrderVerdict:
        low, high = span.low, span.high
        if low and surely_not_above(-low.gross_s, low.variance_s2, self._factor, Fraction(0)):
            return "met"
        if high and self._is_above(-high.gross_s, high, Fraction(0)):
            return "broken"
        return "too_close"

    # -- evidence -------------------------------------------------------------------------

    def _note(self, conflict: Conflict) -> None:
        self._found.setdefault(conflict)

    def _name_left_out(self, name: str, group: int, start: EndState, stop: EndState) -> None:
        """Name rows of either end in tied groups that do not count."""
        left: dict[int, list[Observation]] = {}
        for point in dict.fromkeys((*start.points, *stop.points)):
            for other, edges in self._timeline.points[point].instants.items():
                if other != group:
                    rows = [row for instant in edges.known for row in instant.rows]
                    left.setdefault(other, []).extend(rows)
        for rows in left.values():
            sources = tuple(dict.fromkeys(row.source for row in rows))
            places = tuple(dict.fromkeys(row.place for row in rows))
            steps = {row.step for row in rows}
            step = rows[0].step if len(steps) == 1 else None
            self._note(Conflict("untied_group", sources, step=step, target=name, places=places))

    def _name_unplaced_holds(self, name: str, group: int) -> None:
        """Name holds on clocks that no tie leads to: whether they lie inside cannot be known."""
        untied = [h for h in self._log.holds if self._alignment.group(h.source) != group]
        if untied:
            sources = tuple(dict.fromkeys(hold.source for hold in untied))
            places = tuple(hold.place for hold in untied)
            self._note(Conflict("untied_hold", sources, target=name, places=places))

    def _name_weak_ties(self, start: Edges, stop: Edges) -> None:
        clock = start.given.clock
        for instant in (*start.known, *stop.known):
            for part in instant.parts:
                for pair in self._alignment.weak_ties(part.at_s, part.source, clock):
                    self._note(Conflict("weak_tie", pair))

    def _ends(
        self, start: EndState, stop: EndState, group: int | None
    ) -> tuple[EndResult, EndResult]:
        began, ended = self._known(start, group), self._known(stop, group)
        clock = began.given.clock if began is not None else None
        return self._result(start, began, clock), self._result(stop, ended, clock)

    def _deciding(self, end: EndState) -> tuple[str, ...]:
        """Give the places of the rows that say that an end was not done, or failed."""
        if end.standing not in ("not_performed", "failed"):
            return ()
        named = [split_ref(ref) for ref in end.named]
        return tuple(
            row.place
            for step, unit in named
            for row in self._timeline.rows.get(step, ())
            if row.unit in (unit, None) and row.outcome == end.standing
        )

    def _known(self, end: EndState, group: int | None) -> Edges | None:
        """Give the edges of an end in the chosen group, else in the best group that has any."""
        known = {**end.partial, **end.groups}
        if group is not None:
            return known[group]
        if not known:
            return None
        reference = self._script.scoring.reference
        return known[self._timeline.preferred_group(known, reference, end.points)]

    def _result(self, end: EndState, edges: Edges | None, clock: str | None) -> EndResult:
        decided = self._deciding(end)
        if edges is None:
            return EndResult(named=end.named, evidence=decided)
        instant = edges.given
        own = instant.clock
        is_tied = clock is not None and self._alignment.group(clock) == self._alignment.group(own)
        read_on = clock if clock is not None and is_tied else own
        return EndResult(
            at_s=instant.at_s(read_on, self._alignment),
            sources=instant.sources,
            evidence=tuple(dict.fromkeys((*(row.place for row in instant.rows), *decided))),
            named=end.named,
            clock=read_on,
        )


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


def _readings(start: EndState, stop: EndState, group: int) -> Iterator[tuple[Edges, Edges]]:
    """Pair every reading of a disputed end with those of the other; none without a dispute."""
    began, ended = start.readings.get(group, ()), stop.readings.get(group, ())
    if not began and not ended:
        return iter(())
    return product(began or (start.groups[group],), ended or (stop.groups[group],))


def _shared(own: _V, others: list[_V], otherwise: _V) -> _V:
    """Let a verdict stand only where every reading of disputed steps shares it."""
    return own if all(verdict == own for verdict in others) else otherwise


def _no_time_passed(began: Edges, ended: Edges, span: Span) -> bool:
    """Tell whether two steps were typed as one instant, by clocks that show more than minutes."""
    if not span.is_exact or span.given.gross_s != 0:
        return False
    first, last = began.given.rows, ended.given.rows
    if first[0].step == last[0].step or not all(row.is_typed for row in (*first, *last)):
        return False
    return not all(row.is_minute for row in (*first, *last))


def _instant_conflict(name: str, began: Edges, ended: Edges) -> Conflict:
    rows = (*began.given.rows, *ended.given.rows)
    stop = ended.given.rows[0]
    return Conflict(
        "no_time_passed",
        tuple(dict.fromkeys(row.source for row in rows)),
        step=stop.step,
        unit=stop.unit,
        target=name,
        places=tuple(dict.fromkeys(row.place for row in rows)),
    )


def _differing(began: Edges, ended: Edges) -> tuple[Doubt, ...]:
    instants = (*began.known, *ended.known)
    return ("observers_differ",) if any(instant.differs for instant in instants) else ()
