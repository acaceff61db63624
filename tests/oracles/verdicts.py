"""Give targets and orders their verdicts, exactly as the contract lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from tests.oracles.clocks import Clocks
from tests.oracles.joining import Instant, Leaf, Maker, Point, exceeds, tie_var
from tests.oracles.tables import Doc, Log

Key = tuple[str, str | None]
#: Verdicts that need no instants; their elapsed and U are absent.
BARE = ("not_applicable", "not_performed", "not_achieved", "not_recorded", "untied")


@dataclass(frozen=True, slots=True)
class Node:
    """An end of a target: one step or unit, or the latest or earliest of several."""

    kind: str
    key: Key = ("", None)
    members: tuple[Node, ...] = ()

    def leaf_keys(self) -> Iterator[Key]:
        if self.kind == "leaf":
            yield self.key
        for member in self.members:
            yield from member.leaf_keys()


@dataclass(frozen=True, slots=True)
class Size:
    """How long a span took at one end of what is known, with its variance."""

    d: Fraction
    gross: Fraction
    var: Fraction


@dataclass(slots=True)
class Span:
    """One pair of instants judged: sizes at the low and the high end, and the verdict."""

    verdict: str
    low: Size | None
    high: Size | None
    is_exact: bool
    start: Instant
    stop: Instant


@dataclass(slots=True)
class Verdict:
    """A target's verdict with what the answer shows of it."""

    id: str
    verdict: str
    span: Span | None = None
    doubts: tuple[str, ...] = ()


class Judge:
    """Judge all spans and orders of one drill."""

    def __init__(self, doc: Doc, log: Log, clocks: Clocks, leaves: dict[Key, Leaf]) -> None:
        self._doc, self._log, self._clocks, self._leaves = doc, log, clocks, leaves
        self._scoring: Doc = doc["scoring"]
        self._k = Fraction(self._scoring["coverage_factor"])
        self._steps = {step["id"]: step for step in doc["steps"]}
        self._untaken: set[str] = set()
        self._against: list[tuple[str, str, str | None]] = []
        self.conflicts: list[Doc] = []

    def judge(self, options: dict[str, set[str]]) -> tuple[list[Verdict], list[Doc]]:
        """Judge every target and order; conflicts are listed on the way."""
        for _ in self._doc["steps"]:
            # A branch inside a branch is left with it, however deep.
            for step in self._doc["steps"]:
                asked = step.get("only_if")
                if asked and (
                    asked["step"] in self._untaken
                    or asked["option"] not in options.get(asked["step"], {asked["option"]})
                ):
                    self._untaken.add(step["id"])
        self._check_order()
        targets = [self._target(target) for target in self._doc["targets"]]
        orders = [
            {"id": order["id"], "verdict": self._order(order)}
            for order in self._doc.get("orders", [])
        ]
        return targets, orders

    # Ends.

    def node(self, ref: Any, role: str) -> Node:
        """Read an end: role is "start" or "stop"."""
        if isinstance(ref, dict):
            ((kind, refs),) = ref.items()
            return Node(kind, members=tuple(self.node(one, role) for one in refs))
        step, _, unit = ref.partition("/")
        units = self._steps[step].get("units", [])
        if unit or not units:
            return Node("leaf", (step, unit or None))
        kind = "last_of" if role == "stop" else "first_of"
        return Node(kind, members=tuple(Node("leaf", (step, one["id"])) for one in units))

    def _status(self, node: Node, role: str) -> str:
        if node.kind == "leaf":
            if node.key[0] in self._untaken:
                return "not_applicable"
            leaf = self._leaves[node.key]
            if role == "start" and leaf.status == "failed":
                # When it was tried nobody knows: it may have been the first of a first_of.
                return "time" if leaf.instants else "missing"
            return leaf.status if leaf.status in _LEAF_STATES else "missing"
        said = [self._status(member, role) for member in node.members]
        said = [one for one in said if one != "not_applicable"]
        if not said:
            return "not_applicable"
        if node.kind == "last_of":
            rank = ("missing", "not_performed", "failed", "time")
        else:
            rank = ("time", "missing", "failed", "not_performed")
        found = next(one for one in rank if one in said)
        if found == "time" and "missing" in said and self._is_void(node, role):
            return "missing"
        return found

    def _is_void(self, node: Node, role: str) -> bool:
        """Tell whether a group has all members of a first_of, and none that says anything."""
        members = [one for one in node.members if self._status(one, role) == "time"]
        groups = set(self._clocks.group.values())
        whole = [g for g in groups if all(self._instants(one, role, g) for one in members)]
        leaves = [self._leaves[key] for one in members for key in one.leaf_keys()]
        if not any(made.high for leaf in leaves for made in leaf.instants.values()):
            return True
        return bool(whole) and not any(self._instants(node, role, group) for group in whole)

    def _instants(self, node: Node, role: str, group: int) -> dict[Key, Instant] | None:
        """Take the instants of an end's leaves in one group; None if one is in another alone."""
        if node.kind == "leaf":
            made = self._leaves[node.key].instants.get(group)
            return {node.key: made} if made else None
        found: dict[Key, Instant] = {}
        for member in node.members:
            if self._status(member, role) == "time":
                some = self._instants(member, role, group)
                if some is None:
                    return None
                found |= some
        if found and node.kind == "first_of":
            made = self._fold(node, role, found, "")
            if not made.points:
                # Lower bounds alone, and who is missing may have been earlier still.
                return None
        return found or None

    def _fold(self, node: Node, role: str, chosen: dict[Key, Instant], clock: str) -> Instant:
        """Make an end of its members; they are compared on one clock, each stays on its own.

        Without a clock it is the reference's if one of them stands on it, else the first one's.
        """
        if node.kind == "leaf":
            return chosen[node.key]
        made_of: list[Instant] = []
        is_open = False
        for member in node.members:
            status = self._status(member, role)
            if status == "time":
                made_of.append(self._fold(member, role, chosen, clock))
            is_open = is_open or (status == "missing" and node.kind == "first_of")
        if len(made_of) == 1 and not is_open:
            return made_of[0]

        clocks = [made.some.clock for made in made_of]
        reference = self._scoring["reference"]
        clock = clock or (reference if reference in clocks else clocks[0])

        def place(point: Point) -> tuple[Fraction, Fraction, str]:
            u2 = point.var if node.kind == "last_of" else -point.var
            return point.on(clock, self._clocks).at, u2, point.clock

        return (
            _latest(made_of, place)
            if node.kind == "last_of"
            else _earliest(made_of, is_open, place)
        )

    def _start(self, node: Node, chosen: dict[Key, Instant], side: str = "start") -> Instant:
        """Fold a start; its members are compared level by level."""
        return self._fold(node, side, chosen, "")

    @staticmethod
    def _variants(instants: dict[Key, Instant]) -> Iterator[dict[Key, Instant]]:
        """Give what the readings of disputed steps make of an end, else its joined values."""
        if not any(made.readings for made in instants.values()):
            yield instants
            return
        if len(instants) == 1:
            ((key, made),) = instants.items()
            for reading in made.readings:
                yield {key: reading}
            return
        for which in (0, -1):
            yield {
                key: made.readings[which] if made.readings else made
                for key, made in instants.items()
            }

    def _combined(
        self, starts: dict[Key, Instant], stops: dict[Key, Instant]
    ) -> Iterator[tuple[dict[Key, Instant], dict[Key, Instant]]]:
        """Give the joined values, then every combination of the readings of disputed steps."""
        yield starts, stops
        yield from product(self._variants(starts), self._variants(stops))

    # Targets.

    def _target(self, target: Doc) -> Verdict:
        ident = target["id"]
        start, stop = self.node(target["start"], "start"), self.node(target["stop"], "stop")
        group = None
        bare = self._bare(ident, start, stop)
        if bare is None:
            group = self._group(start, stop)
        if bare or group is None:
            is_against = self._is_against(start, stop)
            return Verdict(ident, bare or "untied", None, ("against_order",) * is_against)
        self._list_others(start, stop, group)
        spans = [
            self._span(target, *ends) for ends in self._pairs(start, stop, ("start", "stop"), group)
        ]
        span = spans[0]
        verdict = span.verdict if len({one.verdict for one in spans}) == 1 else "disputed"
        if self._no_time(span):
            self._conflict("no_time_passed", span.stop.step, span.stop.some)
        doubts = self._doubts(start, stop, span)
        return Verdict(ident, verdict, span, tuple(doubts))

    def _bare(self, ident: str, start: Node, stop: Node) -> str | None:
        """Give the verdict that needs no instants, if one applies; ties are not looked at."""
        begun, done = self._status(start, "start"), self._status(stop, "stop")
        if ident in self._log.not_applicable or "not_applicable" in (begun, done):
            return "not_applicable"
        if done in ("not_performed", "failed"):
            return "not_performed" if done == "not_performed" else "not_achieved"
        return None if begun == done == "time" else "not_recorded"

    def _conflict(self, kind: str, step: str | None, *points: Point, **more: Any) -> None:
        sources = [maker.source for point in points for maker in point.makers]
        made = {"kind": kind, "step": step, "unit": None, "sources": sources, **more}
        if made not in self.conflicts:
            self.conflicts.append(made)

    def _group(
        self, start: Node, stop: Node, sides: tuple[str, str] = ("start", "stop")
    ) -> int | None:
        """Choose the group that counts; `_list_others` names the others."""
        groups = list(dict.fromkeys(self._clocks.group.values()))
        holding = [
            group
            for group in groups
            if self._instants(start, sides[0], group) and self._instants(stop, sides[1], group)
        ]
        return self._preferred(holding, start) if holding else None

    def _list_others(self, start: Node, stop: Node, chosen: int) -> None:
        keys = [key for node in (start, stop) for key in node.leaf_keys()]
        for group in dict.fromkeys(group for key in keys for group in self._leaves[key].instants):
            if group != chosen:
                made = {"kind": "untied_group", "step": None, "unit": None, "group": group}
                if made not in self.conflicts:
                    self.conflicts.append(made)

    def _preferred(self, holding: list[int], start: Node) -> int:
        if len(holding) == 1:
            return holding[0]
        reference = self._clocks.group.get(self._scoring["reference"] or "")
        if reference in holding:
            return reference
        counts = dict.fromkeys(holding, 0)
        for source, rows in self._log.timed_rows.items():
            group = self._clocks.group[source]
            if group in counts:
                counts[group] += rows
        most = [group for group in holding if counts[group] == max(counts.values())]
        wanted = set(start.leaf_keys())
        for entry in self._log.entries:
            # The log's first row of the start, used or not.
            group = self._clocks.group[entry.source]
            is_start = {(entry.step, entry.unit), (entry.step, None)} & wanted or (
                entry.unit is None and entry.step in {step for step, _ in wanted}
            )
            if is_start and group in most:
                return group
        return most[0]

    def _span(self, target: Doc, start: Instant, stop: Instant) -> Span:
        # Where nothing at all is known of the start, any clock serves.
        clock = (*start.points, *stop.points)[0].clock
        confirmed = target["id"] in self._log.confirmed
        high, held_high = self._size(start.low, stop.high, clock, confirmed)
        low, held_low = self._size(start.high, stop.low, clock, confirmed)
        is_exact = start.is_exact and stop.is_exact
        if low and not is_exact and low.d < 0:
            # That no span is shorter than nothing is no time anyone gave.
            low = None
        span = Span("", low, high, is_exact, start, stop)
        known = high or low
        held = held_high if high else held_low
        if held and not confirmed:
            span.verdict = "interrupted"
        elif known and high and exceeds(-high.d, self._k, high.var) and not confirmed:
            span.verdict = "out_of_order"
        elif self._no_time(span) and not confirmed:
            span.verdict = "no_time_passed"
        elif target["limit_s"] is None:
            span.verdict = "recorded"
        else:
            span.verdict = self._against_limit(span, Fraction(target["limit_s"]))
        return span

    def _against_limit(self, span: Span, limit: Fraction) -> str:
        is_met = bool(span.high) and not _less(limit - span.high.d, self._k, span.high.var)  # type: ignore[union-attr]
        is_missed = bool(span.low) and exceeds(span.low.d - limit, self._k, span.low.var)  # type: ignore[union-attr]
        if is_met == is_missed:
            # Edges that cross may say both.
            return "too_close"
        return "met" if is_met else "missed"

    def _size(
        self, start: Point | None, stop: Point | None, clock: str, confirmed: bool
    ) -> tuple[Size | None, bool]:
        if start is None or stop is None:
            return None, False
        start_at, stop_at = (p.on(clock, self._clocks).at for p in (start, stop))
        gross = stop_at - start_at
        var = start.var + stop.var + tie_var(stop, start, self._clocks)
        held, held_var = self._holds(start_at, stop_at, clock)
        if confirmed:
            var += held_var
        return Size(gross - held, gross, var), held > 0

    def _holds(
        self, start_at: Fraction, stop_at: Fraction, clock: str
    ) -> tuple[Fraction, Fraction]:
        """Sum the holds inside a span that are longer than their own uncertainty."""
        total, total_var = Fraction(0), Fraction(0)
        began: dict[str, tuple[Fraction, Fraction]] = {}
        spans: list[tuple[Fraction, Fraction, Fraction]] = []
        for source, word, edge in self._log.holds:
            if self._clocks.group[source] != self._clocks.group[clock]:
                continue
            at, tie, _ = self._clocks.convert(edge.at, source, clock)
            if word == "hold":
                began.setdefault(source, (at, edge.var + tie))
            elif source in began:
                since, var = began.pop(source)
                spans.append((since, at, var + edge.var))
        spans += [(since, max(since, stop_at), var) for since, var in began.values()]
        reached = start_at
        for since, until, var in sorted(spans):
            overlap = min(until, stop_at) - max(since, start_at)
            if exceeds(overlap, self._k, var):
                # What holds inside share is taken out once.
                total += max(Fraction(0), min(until, stop_at) - max(since, reached))
                total_var += var
                reached = max(reached, min(until, stop_at))
        return total, total_var

    def _no_time(self, span: Span) -> bool:
        return (
            span.is_exact
            and span.high is not None
            and span.high.gross == 0
            and span.start.step != span.stop.step
            and not all(one.minute for end in (span.start, span.stop) for one in _makers(end))
        )

    def _doubts(self, start: Node, stop: Node, span: Span) -> Iterator[str]:
        if self._is_against(start, stop):
            yield "against_order"
        if any(point.differ for end in (span.start, span.stop) for point in end.points):
            yield "observers_differ"
        # An entry that makes an end, read on the start's clock.
        clock = (*span.start.points, *span.stop.points)[0].clock
        weak = [
            self._clocks.convert(one.at, one.source, clock)[2]
            for end in (span.start, span.stop)
            for one in _makers(end)
        ]
        if any(weak):
            self._conflict("weak_tie", None, *span.start.points, *span.stop.points)
            yield "weak_tie"

    def _is_against(self, start: Node, stop: Node) -> bool:
        """Tell whether an end is a step (and unit) whose order in the log is not the script's."""
        keys = [key for node in (start, stop) for key in node.leaf_keys()]
        return any(
            key[0] in pair[:2] and pair[2] in (None, key[1])
            for key in keys
            for pair in self._against
        )

    # Orders.

    def _order(self, order: Doc) -> str:
        before, after = self.node(order["before"], "stop"), self.node(order["after"], "start")
        states = self._status(before, "stop"), self._status(after, "start")
        if "not_applicable" in states:
            return "not_applicable"
        sides = "stop", "start"
        group = self._group(before, after, sides) if states == ("time", "time") else None
        if group is None:
            return "not_recorded"
        self._list_others(before, after, group)
        found = {self._follows(*pair) for pair in self._pairs(before, after, sides, group)}
        return found.pop() if len(found) == 1 else "too_close"

    def _pairs(
        self, earlier: Node, later: Node, sides: tuple[str, str], group: int
    ) -> Iterator[tuple[Instant, Instant]]:
        """Give the joined values of two ends, then what disputed readings make of them."""
        firsts = self._instants(earlier, sides[0], group)
        seconds = self._instants(later, sides[1], group)
        assert firsts is not None
        assert seconds is not None
        clock = ""
        for one, other in self._combined(firsts, seconds):
            begun = self._start(earlier, one, sides[0])
            # The members of the later end are compared on the clock of the joined start.
            clock = clock or (*begun.points, next(iter(other.values())).some)[0].clock
            yield begun, self._fold(later, sides[1], other, clock)

    def _follows(self, earlier: Instant, later: Instant) -> str:
        if later.low and earlier.high:
            size = self._apart(later.low, earlier.high, earlier)
            var = later.low.var + earlier.high.var
            var += tie_var(later.low, earlier.high, self._clocks)
            if not _less(size, self._k, var):
                return "met"
        return "broken" if self._is_reversed(earlier, later) else "too_close"

    def _check_order(self) -> None:
        """List every `after` of the script that the log contradicts."""
        for later in self._doc["steps"]:
            for after in later.get("after", []):
                earlier = self._steps[after["step"]]
                mine, theirs = (
                    [unit["id"] for unit in step.get("units", [])] for step in (earlier, later)
                )
                for unit in [unit for unit in mine if unit in theirs] or [None]:
                    if self._contradicts(earlier["id"], later["id"], unit):
                        ids = earlier["id"], later["id"]
                        self._against.append((*ids, unit))
                        self._conflict("against_order", later["id"], steps=list(ids))

    def _contradicts(self, earlier: str, later: str, unit: str | None) -> bool:
        """Compare unit by unit, else first against first, in the group that counts."""
        one, other = (
            self.node(step if unit is None else f"{step}/{unit}", "start")
            for step in (earlier, later)
        )
        sides = "start", "start"
        if not self._status(one, "start") == self._status(other, "start") == "time":
            return False
        group = self._group(one, other, sides)
        if group is None:
            return False
        begun, ended = next(self._pairs(one, other, sides, group))
        return self._is_reversed(begun, ended)

    def _is_reversed(self, earlier: Instant, later: Instant) -> bool:
        if not (later.high and earlier.low):
            return False
        var = later.high.var + earlier.low.var + tie_var(later.high, earlier.low, self._clocks)
        return exceeds(-self._apart(later.high, earlier.low, earlier), self._k, var)

    def _apart(self, later: Point, earlier: Point, start: Instant) -> Fraction:
        """Measure on the start's clock, as a span is."""
        clock = start.some.clock
        return later.on(clock, self._clocks).at - earlier.on(clock, self._clocks).at


_LEAF_STATES = ("time", "not_performed", "failed", "not_applicable")


def _less(size: Fraction, k: Fraction, var: Fraction) -> bool:
    """Tell whether size < k·√var, without a root."""
    return size < 0 or size * size < k * k * var


_Place = Callable[[Point], tuple[Fraction, Fraction, str]]


def _latest(made_of: list[Instant], place: _Place) -> Instant:
    lows = [made for made in made_of if made.low]
    low = max(lows, key=lambda m: place(m.low)) if lows else None  # type: ignore[arg-type]
    is_open = any(made.high is None for made in made_of)
    high = None if is_open else max(made_of, key=lambda m: place(m.high))  # type: ignore[arg-type]
    return _between(low, high, place)


def _earliest(made_of: list[Instant], is_open: bool, place: _Place) -> Instant:
    is_open = is_open or any(made.low is None for made in made_of)
    low = None if is_open else min(made_of, key=lambda m: place(m.low))  # type: ignore[arg-type]
    highs = [made for made in made_of if made.high]
    high = min(highs, key=lambda m: place(m.high)) if highs else None  # type: ignore[arg-type]
    return _between(low, high, place)


def _between(low: Instant | None, high: Instant | None, place: _Place) -> Instant:
    """Make one instant of the members that give its two ends.

    An exact member and a bounded one at the same instant make an exact one, with the greater u.
    """
    known = high or low
    if known is None:
        return Instant("", None, None)
    low_point = low.low if low else None
    high_point = high.high if high else None
    sure = next((m.low for m in (low, high) if m is not None and m.is_exact), None)
    if sure and low_point and high_point and place(low_point)[0] == place(high_point)[0]:
        low_point = high_point = replace(sure, var=max(low_point.var, high_point.var))
    return Instant(known.step, low_point, high_point)


def _makers(made: Instant) -> list[Maker]:
    return [maker for point in made.points for maker in point.makers]


def sources_of(made: Iterable[Point | None]) -> list[str]:
    """Name the sources whose entries make the points, each once."""
    return list(dict.fromkeys(m.source for point in made if point for m in point.makers))
