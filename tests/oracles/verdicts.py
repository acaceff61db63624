"""Give targets and orders their verdicts, exactly as the contract lists them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        self._against: list[tuple[str, str]] = []
        self.conflicts: list[Doc] = []

    def judge(self, options: dict[str, str]) -> tuple[list[Verdict], list[Doc]]:
        """Judge every target and order; conflicts are listed on the way."""
        for step in self._doc["steps"]:
            asked = step.get("only_if")
            if asked and options.get(asked["step"], asked["option"]) != asked["option"]:
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
                # Like a start that was not performed: out of a first_of, and no start alone.
                return "time" if leaf.instants else "not_performed"
            return leaf.status if leaf.status in _LEAF_STATES else "missing"
        said = [self._status(member, role) for member in node.members]
        said = [one for one in said if one != "not_applicable"]
        if not said:
            return "not_applicable"
        if node.kind == "last_of":
            rank = ("missing", "not_performed", "failed", "time")
        else:
            rank = ("time", "missing", "failed", "not_performed")
        return next(one for one in rank if one in said)

    def _instants(self, node: Node, role: str, group: int) -> dict[Key, Instant] | None:
        """Take the instants of an end's leaves in one group; None if one is in another alone."""
        found: dict[Key, Instant] = {}
        for key in node.leaf_keys():
            if self._status(Node("leaf", key), role) != "time":
                continue
            leaf = self._leaves[key]
            if group not in leaf.instants:
                return None
            found[key] = leaf.instants[group]
        return found or None

    def _fold(self, node: Node, role: str, chosen: dict[Key, Instant], clock: str) -> Instant:
        if node.kind == "leaf":
            made = chosen[node.key]
            low = made.low and made.low.on(clock, self._clocks)
            high = low if made.is_exact else made.high and made.high.on(clock, self._clocks)
            return replace(made, low=low, high=high)
        made_of: list[Instant] = []
        is_open = False
        for member in node.members:
            status = self._status(member, role)
            if status == "time":
                made_of.append(self._fold(member, role, chosen, clock))
            is_open = is_open or (status == "missing" and node.kind == "first_of")
        return _latest(made_of) if node.kind == "last_of" else _earliest(made_of, is_open)

    def _start(self, node: Node, chosen: dict[Key, Instant]) -> Instant:
        """Fold a start, and read it on the clock of what makes it."""
        first = next(iter(chosen.values()))
        reference = self._scoring["reference"]
        clocks = [made.some.clock for made in chosen.values()]
        clock = reference if reference in clocks else first.some.clock
        made = self._fold(node, "start", chosen, clock)
        # The clock of the start is that of the entry that makes it, read as it was made.
        for point in (point for one in chosen.values() for point in one.points):
            if made.points and point.makers == made.some.makers:
                low = made.low and made.low.on(point.clock, self._clocks)
                if made.is_exact:
                    return replace(made, low=point, high=point)
                if made.high is None:
                    return replace(made, low=point)
                return replace(made, low=low, high=point)
        return made

    @staticmethod
    def _variants(instants: dict[Key, Instant]) -> Iterator[dict[Key, Instant]]:
        """Give the joined values, then what the disputed ones' readings make of the end."""
        yield instants
        if not any(made.readings for made in instants.values()):
            return
        if len(instants) == 1:
            ((key, made),) = instants.items()
            for reading in made.readings:
                yield {key: reading}
            return
        for pick in (min, max):
            yield {
                key: pick(made.readings, key=lambda one: one.some.at) if made.readings else made
                for key, made in instants.items()
            }

    # Targets.

    def _target(self, target: Doc) -> Verdict:
        ident = target["id"]
        start, stop = self.node(target["start"], "start"), self.node(target["stop"], "stop")
        group = None
        bare = self._bare(ident, start, stop)
        if bare is None:
            group = self._group(start, stop)
        if bare or group is None:
            steps = {key[0] for node in (start, stop) for key in node.leaf_keys()}
            is_against = any(steps & set(pair) for pair in self._against)
            return Verdict(ident, bare or "untied", None, ("against_order",) * is_against)
        starts = self._instants(start, "start", group)
        stops = self._instants(stop, "stop", group)
        assert starts is not None
        assert stops is not None
        pairs = product(self._variants(starts), self._variants(stops))
        spans = [self._span(target, self._start(start, a), stop, b) for a, b in pairs]
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

    def _group(self, start: Node, stop: Node, *, is_order: bool = False) -> int | None:
        """Choose the group that counts, and list the others for a target."""
        groups = list(dict.fromkeys(self._clocks.group.values()))
        holding = [
            group
            for group in groups
            if self._instants(start, "start", group) and self._instants(stop, "stop", group)
        ]
        if not holding:
            return None
        chosen = self._preferred(holding, start)
        if is_order:
            return chosen
        rows = [
            row_group
            for node in (start, stop)
            for key in node.leaf_keys()
            for row_group in self._leaves[key].first_row
        ]
        for group in dict.fromkeys(rows):
            if group != chosen:
                made = {"kind": "untied_group", "step": None, "unit": None, "group": group}
                if made not in self.conflicts:
                    self.conflicts.append(made)
        return chosen

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
        first = {
            group: min(
                self._leaves[key].first_row[group]
                for key in start.leaf_keys()
                if group in self._leaves[key].first_row
            )
            for group in most
        }
        return min(most, key=lambda group: first[group])

    def _span(
        self, target: Doc, start: Instant, stop_node: Node, stops: dict[Key, Instant]
    ) -> Span:
        # Where nothing at all is known of the start, any clock serves.
        clock = (*start.points, next(iter(stops.values())).some)[0].clock
        stop = self._fold(stop_node, "stop", stops, clock)
        confirmed = target["id"] in self._log.confirmed
        high, held_high = self._size(start.low, stop.high, confirmed)
        low, held_low = self._size(start.high, stop.low, confirmed)
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
        if span.high and not _less(limit - span.high.d, self._k, span.high.var):
            return "met"
        if span.low and exceeds(span.low.d - limit, self._k, span.low.var):
            return "missed"
        return "too_close"

    def _size(
        self, start: Point | None, stop: Point | None, confirmed: bool
    ) -> tuple[Size | None, bool]:
        if start is None or stop is None:
            return None, False
        gross = stop.at - start.at
        var = start.var + stop.var + tie_var(stop, start, self._clocks)
        held, held_var = self._holds(start, stop)
        if confirmed:
            var += held_var
        return Size(gross - held, gross, var), held > 0

    def _holds(self, start: Point, stop: Point) -> tuple[Fraction, Fraction]:
        """Sum the holds inside a span that are longer than their own uncertainty."""
        total, total_var = Fraction(0), Fraction(0)
        began: dict[str, tuple[Fraction, Fraction]] = {}
        spans: list[tuple[Fraction, Fraction, Fraction]] = []
        clock_source = start.clock
        for source, word, edge in self._log.holds:
            if self._clocks.group[source] != self._clocks.group[clock_source]:
                continue
            at, tie, _ = self._clocks.convert(edge.at, source, clock_source)
            if word == "hold":
                began.setdefault(source, (at, edge.var + tie))
            elif source in began:
                since, var = began.pop(source)
                spans.append((since, at, var + edge.var))
        spans += [(since, stop.at, var) for since, var in began.values()]
        for since, until, var in spans:
            overlap = min(until, stop.at) - max(since, start.at)
            if exceeds(overlap, self._k, var):
                total, total_var = total + overlap, total_var + var
        return total, total_var

    def _no_time(self, span: Span) -> bool:
        return (
            span.is_exact
            and span.high is not None
            and span.high.gross == 0
            and span.start.step != span.stop.step
            and not (span.start.minute and span.stop.minute)
        )

    def _doubts(self, start: Node, stop: Node, span: Span) -> Iterator[str]:
        steps = {key[0] for node in (start, stop) for key in node.leaf_keys()}
        if any(steps & set(pair) for pair in self._against):
            yield "against_order"
        if span.start.differ or span.stop.differ:
            yield "observers_differ"
        weak = [
            self._clocks.convert(one.at, one.source, other.source)[2]
            for here, there in ((span.start, span.stop), (span.stop, span.start))
            for one in _makers(here)
            for other in _makers(there)
        ]
        if any(weak):
            self._conflict("weak_tie", None, *span.start.points, *span.stop.points)
            yield "weak_tie"

    # Orders.

    def _order(self, order: Doc) -> str:
        before, after = self.node(order["before"], "stop"), self.node(order["after"], "start")
        states = self._status(before, "start"), self._status(after, "start")
        if "not_applicable" in states:
            return "not_applicable"
        group = self._group(before, after, is_order=True) if states == ("time", "time") else None
        if group is None:
            return "not_recorded"
        firsts = self._instants(before, "start", group)
        seconds = self._instants(after, "start", group)
        assert firsts is not None
        assert seconds is not None
        found = set()
        for one, other in product(self._variants(firsts), self._variants(seconds)):
            earlier = self._start(before, one)
            later = self._fold(after, "start", other, earlier.some.clock)
            found.add(self._follows(earlier, later))
        return found.pop() if len(found) == 1 else "too_close"

    def _follows(self, earlier: Instant, later: Instant) -> str:
        if later.low and earlier.high:
            size = later.low.at - earlier.high.at
            var = later.low.var + earlier.high.var
            var += tie_var(later.low, earlier.high, self._clocks)
            if not _less(size, self._k, var):
                return "met"
        if later.high and earlier.low:
            size = later.high.at - earlier.low.at
            var = later.high.var + earlier.low.var
            var += tie_var(later.high, earlier.low, self._clocks)
            if exceeds(-size, self._k, var):
                return "broken"
        return "too_close"

    def _check_order(self) -> None:
        """List every `after` of the script that the log contradicts."""
        for step in self._doc["steps"]:
            for after in step.get("after", []):
                earlier = self._steps[after["step"]]
                for pair in self._compared(earlier, step):
                    if self._contradicts(*pair):
                        ids = earlier["id"], step["id"]
                        self._against.append(ids)
                        self._conflict("against_order", step["id"], steps=list(ids))
                        break

    def _compared(self, earlier: Doc, later: Doc) -> list[tuple[list[Key], list[Key]]]:
        mine, theirs = ([unit["id"] for unit in step.get("units", [])] for step in (earlier, later))
        both = [unit for unit in mine if unit in theirs]
        if both:
            return [([(earlier["id"], unit)], [(later["id"], unit)]) for unit in both]
        return [
            (
                [(earlier["id"], unit) for unit in mine or [None]],
                [(later["id"], unit) for unit in theirs or [None]],
            )
        ]

    def _contradicts(self, earlier: list[Key], later: list[Key]) -> bool:
        for group in dict.fromkeys(self._clocks.group.values()):
            firsts, seconds = (
                [
                    self._leaves[key].instants[group]
                    for key in keys
                    if group in self._leaves[key].instants
                ]
                for keys in (earlier, later)
            )
            if firsts and seconds:
                clock = firsts[0].some.clock
                one = _earliest([self._on(made, clock) for made in firsts], False)
                other = _earliest([self._on(made, clock) for made in seconds], False)
                return self._follows(one, other) == "broken"
        return False

    def _on(self, made: Instant, clock: str) -> Instant:
        low = made.low and made.low.on(clock, self._clocks)
        high = low if made.is_exact else made.high and made.high.on(clock, self._clocks)
        return replace(made, low=low, high=high)


_LEAF_STATES = ("time", "not_performed", "failed", "not_applicable")


def _less(size: Fraction, k: Fraction, var: Fraction) -> bool:
    """Tell whether size < k·√var, without a root."""
    return size < 0 or size * size < k * k * var


def _latest(made_of: list[Instant]) -> Instant:
    lows = [made for made in made_of if made.low]
    low = max(lows, key=lambda m: (m.low.at, m.low.var)) if lows else None  # type: ignore[union-attr]
    is_open = any(made.high is None for made in made_of)
    high = (
        None if is_open else max(made_of, key=lambda m: (m.high.at, m.high.var))  # type: ignore[union-attr]
    )
    return _between(low, high)


def _earliest(made_of: list[Instant], is_open: bool) -> Instant:
    is_open = is_open or any(made.low is None for made in made_of)
    low = None if is_open else min(made_of, key=lambda m: (m.low.at, -m.low.var))  # type: ignore[union-attr]
    highs = [made for made in made_of if made.high]
    high = min(highs, key=lambda m: (m.high.at, -m.high.var)) if highs else None  # type: ignore[union-attr]
    return _between(low, high)


def _between(low: Instant | None, high: Instant | None) -> Instant:
    """Make one instant of the members that give its two ends.

    An exact member and a bounded one at the same instant make an exact one, with the greater u.
    """
    known = high or low
    if known is None:
        return Instant("", None, None)
    low_point = low.low if low else None
    high_point = high.high if high else None
    is_exact = any(made is not None and made.is_exact for made in (low, high))
    if is_exact and low_point and high_point and low_point.at == high_point.at:
        low_point = high_point = max(low_point, high_point, key=lambda p: p.var)
    differ = any(made is not None and made.differ for made in (low, high))
    return Instant(known.step, low_point, high_point, known.minute, differ)


def _makers(made: Instant) -> list[Maker]:
    return [maker for point in made.points for maker in point.makers]


def sources_of(made: Iterable[Point | None]) -> list[str]:
    """Name the sources whose entries make the points, each once."""
    return list(dict.fromkeys(m.source for point in made if point for m in point.makers))
