"""Find the ends of a span: what is known of each, and the instants in each tied group.

Rules: docs/scoring.md, section 3, points 3 and 4. A step with units means its last unit
where it stops a span and its first where it starts one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.plan.model import End, FirstOf, LastOf, Script, split_ref
from drillplanner.review.timeline import Instant, Point, Timeline

Side: TypeAlias = Literal["start", "stop"]
Standing: TypeAlias = Literal["timed", "failed", "not_performed", "not_recorded", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Edges:
    """An interval of instants: exact where both are the same, open where one is None."""

    low: Instant | None
    high: Instant | None

    @property
    def given(self) -> Instant:
        """The edge that a recorded time made: the upper where there is one."""
        edge = self.high or self.low
        if edge is None:
            raise ValueError(self)
        return edge


@dataclass(frozen=True, slots=True)
class EndState:
    """What is known of one end; `groups` holds its edges in every tied group that has it whole.

    `named` are the members that decide a standing other than timed. `partial` holds the
    edges of groups that have only some of the members: known, but not to be measured with.
    """

    standing: Standing
    groups: Mapping[int, Edges] = field(default_factory=dict)
    named: tuple[str, ...] = ()
    partial: Mapping[int, Edges] = field(default_factory=dict)


def find_end(end: End, side: Side, script: Script, timeline: Timeline) -> EndState:
    """Find what is known of one end of a span."""
    match end:
        case LastOf():
            states = [_of_ref(ref, side, script, timeline) for ref in end.last_of]
            return _join(states, "last", timeline)
        case FirstOf():
            states = [_of_ref(ref, side, script, timeline) for ref in end.first_of]
            return _join(states, "first", timeline)
        case _:
            return _of_ref(end, side, script, timeline)


def _of_ref(ref: str, side: Side, script: Script, timeline: Timeline) -> EndState:
    step_id, unit = split_ref(ref)
    if step_id in timeline.not_applicable:
        return EndState("not_applicable")
    step = script.step(step_id)
    if unit is not None or not step.units:
        return _of_point((step_id, unit), ref, side, timeline)
    states = [_of_point((step_id, u.id), f"{step_id}/{u.id}", side, timeline) for u in step.units]
    return _join(states, "last" if side == "stop" else "first", timeline)


def _of_point(point: Point, name: str, side: Side, timeline: Timeline) -> EndState:
    state = timeline.points[point]
    groups = {group: _edges(instant) for group, instant in state.instants.items()}
    match state.known:
        case "timed":
            return EndState("timed", groups)
        case "failed":
            # A start that failed at a known time counts at that time (contract, section 4).
            standing: Standing = "timed" if side == "start" and groups else "failed"
            return EndState(standing, groups, () if standing == "timed" else (name,))
        case "not_performed":
            return EndState("not_performed", named=(name,))
        case _:
            return EndState("not_recorded", named=(name,))


def _edges(instant: Instant) -> Edges:
    return Edges(
        None if instant.bound == "at_most" else instant,
        None if instant.bound == "at_least" else instant,
    )


def _join(
    members: Sequence[EndState], which: Literal["last", "first"], timeline: Timeline
) -> EndState:
    """Join members into the latest or the earliest of them."""
    states = [state for state in members if state.standing != "not_applicable"]
    if not states:
        return EndState("not_applicable")
    standing, named = _joined_standing(states, which)
    if standing == "timed":
        pool = [state for state in states if state.standing == "timed"]
    else:
        pool = [s for s in states if s.standing in ("timed", "failed") and (s.groups or s.partial)]
    whole, partial = _joined_groups(pool, which, timeline)
    return EndState(standing, whole, named, partial)


def _joined_standing(
    states: Sequence[EndState], which: Literal["last", "first"]
) -> tuple[Standing, tuple[str, ...]]:
    """Decide the standing of a group of members, and name those that made it so."""
    by_standing: dict[Standing, list[str]] = {}
    for state in states:
        by_standing.setdefault(state.standing, []).extend(state.named)
    order: tuple[Standing, ...] = (
        ("not_recorded", "not_performed", "failed", "timed")
        if which == "last"
        else ("timed", "not_recorded", "failed", "not_performed")
    )
    standing = next(s for s in order if s in by_standing)
    return standing, tuple(by_standing[standing]) if standing != "timed" else ()


def _joined_groups(
    pool: Sequence[EndState], which: Literal["last", "first"], timeline: Timeline
) -> tuple[dict[int, Edges], dict[int, Edges]]:
    """Join edges within each tied group; a group that lacks a member is only partial."""
    whole: dict[int, Edges] = {}
    partial: dict[int, Edges] = {}
    numbers = sorted({g for state in pool for g in (*state.groups, *state.partial)})
    for number in numbers:
        present = [s.groups.get(number) or s.partial.get(number) for s in pool]
        edges = _pick([e for e in present if e is not None], which, timeline)
        is_whole = all(number in state.groups for state in pool)
        (whole if is_whole else partial)[number] = edges
    return whole, partial


def _pick(edges: Sequence[Edges], which: Literal["last", "first"], timeline: Timeline) -> Edges:
    """Take [max of lows, max of highs], or [min, min]; an open edge is an infinity."""
    if len(edges) == 1:
        return edges[0]
    clock = edges[0].given.clock
    lows = [edge.low for edge in edges if edge.low is not None]
    highs = [edge.high for edge in edges if edge.high is not None]

    def place(instant: Instant) -> tuple[Fraction, Fraction, str]:
        return instant.at_s(clock, timeline.alignment), instant.variance_s2, instant.clock

    if which == "last":
        low = max(lows, key=place, default=None)
        high = max(highs, key=place) if len(highs) == len(edges) else None
    else:
        low = min(lows, key=place) if len(lows) == len(edges) else None
        high = min(highs, key=place, default=None)
    return Edges(low, high)
