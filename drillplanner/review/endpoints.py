"""Find the ends of a span: what is known of each, and the instants in each tied group.

Rules: docs/scoring.md, section 3. A step with units means its last unit where it stops a span
and its first where it starts one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.plan.model import End, FirstOf, LastOf, Script, split_ref
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.instant import Edges, Instant, exactly
from drillplanner.review.timeline import Point, PointState, Timeline

Side: TypeAlias = Literal["start", "stop"]
Standing: TypeAlias = Literal["timed", "failed", "not_performed", "not_recorded", "not_applicable"]
_Which: TypeAlias = Literal["last", "first"]

#: Chooses what counts of a point in a tied group: what was joined, or one of its readings.
_Choice: TypeAlias = Callable[[PointState, int], Edges]


@dataclass(frozen=True, slots=True)
class EndState:
    """What is known of one end; `groups` holds its edges in every tied group that has it whole.

    `named` are the members that decide a standing other than timed, or that are missing from
    the earliest of several. `partial` holds the edges of groups that have only some of the
    members: known, but not to be measured with. `readings` are what the end may be instead
    where observers of it are disputed. `points` are all its members.
    """

    standing: Standing
    groups: Mapping[int, Edges] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    partial: Mapping[int, Edges] = field(default_factory=dict)
    readings: Mapping[int, tuple[Edges, ...]] = field(default_factory=dict)
    points: tuple[Point, ...] = ()


def find_ends(
    start: tuple[End, Side], stop: tuple[End, Side], script: Script, timeline: Timeline
) -> tuple[EndState, EndState]:
    """Find both ends of a span; which member of the stop is last is read on the start's clock."""
    began = find_end(*start, script, timeline)
    clocks = {group: edges.given.clock for group, edges in began.groups.items()}
    return began, find_end(*stop, script, timeline, clocks)


def find_end(
    end: End,
    side: Side,
    script: Script,
    timeline: Timeline,
    clocks: Mapping[int, str] | None = None,
) -> EndState:
    """Find what is known of one end of a span.

    Args:
        end: which steps make it.
        side: whether it starts or stops the span.
        script: whose steps they are.
        timeline: the merged log.
        clocks: the clock of each tied group that its members are compared on; by default the
            reference's where it saw one of them, else the first member's.
    """
    finder = _Finder(side, script, timeline, _joined, clocks or {})
    found = finder.find(end)
    disputed = {group for point in found.points for group in timeline.points[point].readings}
    if not disputed:
        return found
    if len(found.points) == 1:
        return replace(found, readings=timeline.points[found.points[0]].readings)
    lowest, highest = (
        _Finder(side, script, timeline, choice, clocks or {}).find(end).groups
        for choice in (_lowest, _highest)
    )
    readings = {
        group: (lowest.get(group, edges), highest.get(group, edges))
        for group, edges in found.groups.items()
        if group in disputed
    }
    return replace(found, readings=readings)


def _joined(state: PointState, group: int) -> Edges:
    return state.instants[group]


def _lowest(state: PointState, group: int) -> Edges:
    readings = state.readings.get(group)
    return readings[0] if readings else state.instants[group]


def _highest(state: PointState, group: int) -> Edges:
    readings = state.readings.get(group)
    return readings[-1] if readings else state.instants[group]


class _Finder:
    """Works out an end from its members, all of which stand on the same side of a span."""

    def __init__(
        self,
        side: Side,
        script: Script,
        timeline: Timeline,
        choice: _Choice,
        clocks: Mapping[int, str],
    ) -> None:
        self._side = side
        self._script = script
        self._timeline = timeline
        self._choice = choice
        self._clocks = clocks

    def find(self, end: End) -> EndState:
        match end:
            case LastOf():
                return self._join([self._of_ref(ref) for ref in end.last_of], "last")
            case FirstOf():
                return self._join([self._of_ref(ref) for ref in end.first_of], "first")
            case _:
                return self._of_ref(end)

    def _of_ref(self, ref: str) -> EndState:
        step_id, unit = split_ref(ref)
        step = self._script.step(step_id)
        if unit is not None or not step.units:
            return self._of_point((step_id, unit), ref)
        states = [self._of_point((step_id, u.id), f"{step_id}/{u.id}") for u in step.units]
        return self._join(states, "last" if self._side == "stop" else "first")

    def _of_point(self, point: Point, name: str) -> EndState:
        state = self._timeline.points[point]
        if point[0] in self._timeline.not_applicable or state.known == "not_applicable":
            return EndState("not_applicable", points=(point,))
        groups = {group: self._choice(state, group) for group in state.instants}
        match state.known:
            case "timed":
                return EndState("timed", groups, points=(point,))
            case "failed" if self._side == "start":
                # A start that failed counts at its time; without one it is not recorded.
                standing: Standing = "timed" if groups else "not_recorded"
                return EndState(standing, groups, () if groups else (name,), points=(point,))
            case "failed":
                return EndState("failed", groups, (name,), points=(point,))
            case "not_performed":
                return EndState("not_performed", named=(name,), points=(point,))
            case _:
                return EndState("not_recorded", named=(name,), points=(point,))

    def _join(self, members: Sequence[EndState], which: _Which) -> EndState:
        """Join members into the latest or the earliest of them."""
        points = tuple(point for member in members for point in member.points)
        states = [state for state in members if state.standing != "not_applicable"]
        if not states:
            return EndState("not_applicable", points=points)
        standing = _joined_standing(states, which)
        missing = which == "first" and any(s.standing == "not_recorded" for s in states)
        pool = [
            s
            for s in states
            if s.standing == "timed" or (s.standing == "failed" and standing != "timed")
        ]
        pool = [state for state in pool if state.groups or state.partial]
        whole, partial = self._joined_groups(pool, which, is_open=missing)
        all_tied = any(all(number in s.groups for s in pool) for s in pool for number in s.groups)
        if standing == "timed" and not whole and (all_tied or not partial):
            # Only lower bounds are known, and who is missing may have been earlier still.
            standing = "not_recorded"
        deciding = {standing, "not_recorded"} if missing else {standing}
        named = tuple(name for s in states if s.standing in deciding for name in s.named)
        return EndState(standing, whole, named, partial, points=points)

    def _joined_groups(
        self, pool: Sequence[EndState], which: _Which, *, is_open: bool
    ) -> tuple[dict[int, Edges], dict[int, Edges]]:
        """Join edges within each tied group; a group that lacks a member is only partial.

        `is_open` says that a member is missing that may have been earlier than all others.
        """
        whole: dict[int, Edges] = {}
        partial: dict[int, Edges] = {}
        numbers = sorted({g for state in pool for g in (*state.groups, *state.partial)})
        for number in numbers:
            present = [s.groups.get(number) or s.partial.get(number) for s in pool]
            known = [e for e in present if e is not None]
            edges = _pick(known, which, self._clock(number, known), self._timeline.alignment)
            if is_open:
                edges = Edges(None, edges.high)
            if edges.low is None and edges.high is None:
                continue
            is_whole = all(number in state.groups for state in pool)
            (whole if is_whole else partial)[number] = edges
        return whole, partial

    def _clock(self, group: int, members: Sequence[Edges]) -> str:
        """Choose the clock that members are compared on."""
        clocks = [member.given.clock for member in members]
        reference = self._script.scoring.reference
        return self._clocks.get(group) or (reference if reference in clocks else None) or clocks[0]


def _joined_standing(states: Sequence[EndState], which: _Which) -> Standing:
    """Decide the standing of a group of members."""
    known = {state.standing for state in states}
    order: tuple[Standing, ...] = (
        ("not_recorded", "not_performed", "failed", "timed")
        if which == "last"
        else ("timed", "not_recorded", "failed", "not_performed")
    )
    return next(standing for standing in order if standing in known)


def _pick(edges: Sequence[Edges], which: _Which, clock: str, alignment: Alignment) -> Edges:
    """Take [max of lows, max of highs], or [min, min]; an open edge is an infinity."""
    if len(edges) == 1:
        return edges[0]
    lows = [edge.low for edge in edges if edge.low is not None]
    highs = [edge.high for edge in edges if edge.high is not None]

    def place(instant: Instant) -> tuple[Fraction, Fraction, str]:
        # Of two at one instant the one with the greater u counts, whichever end is sought.
        u2 = instant.variance_s2 if which == "last" else -instant.variance_s2
        return instant.at_s(clock, alignment), u2, instant.clock

    if all(edge.is_exact for edge in edges):
        choose = max if which == "last" else min
        return exactly(choose((edge.given for edge in edges), key=place))
    if which == "last":
        low = max(lows, key=place, default=None)
        high = max(highs, key=place) if len(highs) == len(edges) else None
    else:
        low = min(lows, key=place) if len(lows) == len(edges) else None
        high = min(highs, key=place, default=None)
    exact = next((edge.low for edge in edges if edge.is_exact and edge.low in (low, high)), None)
    if low is None or high is None or exact is None or place(low)[0] != place(high)[0]:
        return Edges(low, high)
    # A bounded member at the very instant of an exact one moves nothing but its uncertainty.
    variance = max(low.variance_s2, high.variance_s2)
    instant = exact if exact.variance_s2 == variance else replace(exact, variance_s2=variance)
    return Edges(instant, instant, is_exact=True)
