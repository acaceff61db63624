"""Join what several sources say of one step and unit into one instant with its variance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from tests.oracles.clocks import Clocks
from tests.oracles.tables import Doc, Entry, Log, Refused

#: ISO 13528: small-sample factors of the scaled MAD, n = 3 to 9.
MAD_FACTORS = dict(
    zip(range(3, 10), ("1.495", "1.363", "1.206", "1.200", "1.140", "1.129", "1.107"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Maker:
    """A source whose entry makes a value, with its share of it."""

    source: str
    at: Fraction
    share: Fraction
    minute: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One end of an instant on some clock."""

    at: Fraction
    var: Fraction
    makers: tuple[Maker, ...]
    is_mean: bool
    clock: str
    side: str = ""
    #: The observers lie further apart than their own u explains.
    differ: bool = False

    def on(self, clock: str, clocks: Clocks) -> Point:
        """Read the same point on another clock; its own variance stays."""
        return replace(self, at=clocks.convert(self.at, self.clock, clock)[0], clock=clock)


@dataclass(frozen=True, slots=True)
class Instant:
    """When a step (and unit) happened: exact where both points are the same one."""

    step: str
    low: Point | None
    high: Point | None
    readings: tuple[Instant, ...] = ()

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def points(self) -> tuple[Point, ...]:
        """The points known, the high one first; an exact instant has one."""
        known = (self.high, None if self.is_exact else self.low)
        return tuple(point for point in known if point is not None)

    @property
    def some(self) -> Point:
        return self.points[0]


@dataclass(frozen=True, slots=True)
class Leaf:
    """All that is known of one step and unit, by tied group."""

    status: str
    instants: dict[int, Instant]


def tie_var(stop: Point, start: Point, clocks: Clocks) -> Fraction:
    """Take the tie's variance between two joined values (contract 7, "Joining")."""
    pairs = [
        (one.share * other.share, clocks.tie_var(one.at, one.source, other.source))
        for one in stop.makers
        for other in start.makers
    ]
    plain = all(point.is_mean or len(point.makers) == 1 for point in (stop, start))
    if plain:
        return sum((share * var for share, var in pairs), Fraction(0))
    return max(var for _, var in pairs)


def exceeds(size: Fraction, k: Fraction, var: Fraction) -> bool:
    """Tell whether size > k·√var, without a root."""
    return size > 0 and size * size > k * k * var


class Joiner:
    """Resolve the entries of one drill into leaves, listing conflicts on the way."""

    def __init__(self, doc: Doc, log: Log, clocks: Clocks) -> None:
        self._doc, self._log, self._clocks = doc, log, clocks
        self._scoring: Doc = doc["scoring"]
        self._k = Fraction(self._scoring["coverage_factor"])
        self.conflicts: list[Doc] = []
        self.options: dict[str, set[str]] = {}

    def leaves(self) -> dict[tuple[str, str | None], Leaf]:
        """Resolve every step and unit of the script."""
        found: dict[tuple[str, str | None], Leaf] = {}
        entries = self._first_ones()
        for entry in entries:
            if entry.option is not None:
                self.options.setdefault(entry.step, set()).add(entry.option)
        for step in self._doc["steps"]:
            mine = [entry for entry in entries if entry.step == step["id"]]
            for unit, some in self._by_unit(step, mine):
                found[step["id"], unit] = self._leaf(step, unit, some)
        return found

    def _conflict(self, kind: str, step: str, unit: str | None, sources: list[str]) -> None:
        self.conflicts.append({"kind": kind, "step": step, "unit": unit, "sources": sources})

    def _first_ones(self) -> list[Entry]:
        kept: dict[tuple[str, str, str | None], Entry] = {}
        for entry in self._log.entries:
            key = entry.source, entry.step, entry.unit
            first = kept.get(key)
            if first is None:
                kept[key] = entry
            elif entry.word != first.word:
                self._conflict("repeated", entry.step, entry.unit, [entry.source])
            elif first.low is None and first.high and entry.high is None and entry.low:
                kept[key] = replace(first, low=entry.low)
            elif first.high is None and first.low and entry.low is None and entry.high:
                kept[key] = replace(first, high=entry.high)
            else:
                self._conflict("repeated", entry.step, entry.unit, [entry.source])
        return list(kept.values())

    def _by_unit(self, step: Doc, mine: list[Entry]) -> list[tuple[str | None, list[Entry]]]:
        units = [unit["id"] for unit in step.get("units", [])]
        if not units:
            return [(None, mine)]
        whole = [entry for entry in mine if entry.unit is None]
        whole = [
            replace(entry, low=None, high=entry.high) if entry.is_timed else entry
            for entry in whole
        ]
        split = []
        for unit in units:
            own = [entry for entry in mine if entry.unit == unit]
            split.append((unit, own or whole))
        return split

    def _leaf(self, step: Doc, unit: str | None, entries: list[Entry]) -> Leaf:
        ident = step["id"]
        words = {entry.word for entry in entries}
        if len(words - ({"done"} if "time" in words else set())) > 1:
            self._conflict("disagreement", ident, unit, [entry.source for entry in entries])
        used = self._log.uses.get((ident, unit))
        chosen = [entry for entry in entries if entry.source == used and entry.is_timed]
        if used is not None and not chosen:
            raise Refused("use without a time of its source")
        status, pool = _standing(entries)
        listed = len(self.conflicts)
        instants = {group: self._join(step, unit, here) for group, here in self._grouped(pool)}
        if used is not None:
            # A spread stays listed; the entries of the others are dropped.
            self.conflicts[listed:] = [
                one for one in self.conflicts[listed:] if one["kind"] != "contradicts_bound"
            ]
            status, pool = _standing(chosen)
            instants = {g: self._alone(step, here[0]) for g, here in self._grouped(pool)}
        return Leaf(status, instants)

    def _grouped(self, pool: list[Entry]) -> list[tuple[int, list[Entry]]]:
        groups = dict.fromkeys(self._clocks.group[entry.source] for entry in pool)
        return [
            (group, [e for e in pool if self._clocks.group[e.source] == group]) for group in groups
        ]

    def _alone(self, step: Doc, entry: Entry) -> Instant:
        own = Fraction(step.get("u_s", 0)) ** 2

        def point(which: str) -> Point | None:
            edge = entry.low if which == "low" else entry.high
            if edge is None:
                return None
            maker = Maker(entry.source, edge.at, Fraction(1), entry.minute)
            return Point(edge.at, edge.var + own, (maker,), False, entry.source, edge.side)

        return Instant(step["id"], point("low"), point("high"))

    def _join(self, step: Doc, unit: str | None, entries: list[Entry]) -> Instant:
        near = [entry for entry in entries if not entry.radio] or entries
        exact = [entry for entry in near if entry.is_exact]
        used = sorted(exact or near, key=lambda entry: entry.row)
        sources = [entry.source for entry in used]
        reference = self._scoring["reference"]
        clock = reference if reference in sources else sources[0]
        readings = [self._alone(step, entry) for entry in used]
        alone = [
            replace(
                made,
                low=made.low and made.low.on(clock, self._clocks),
                high=made.high and made.high.on(clock, self._clocks),
            )
            for made in readings
        ]
        own = Fraction(step.get("u_s", 0)) ** 2
        joined = self._exact(step, alone, own) if exact else self._bounded(step, alone)
        if self._is_spread(step, unit, alone, own, bool(exact)):
            # Each stands as if it were alone, on its own clock, the lowest first.
            order = sorted(range(len(alone)), key=lambda i: _place(alone[i].some))
            joined = replace(joined, readings=tuple(readings[i] for i in order))
        if exact:
            others = [e for e in entries if not e.is_exact]
            self._contradictions(step, unit, joined, others)
        return joined

    def _exact(self, step: Doc, alone: list[Instant], own: Fraction) -> Instant:
        if len(alone) == 1:
            return alone[0]
        points = sorted((made.some for made in alone), key=_place)
        variances = [point.var - own for point in points]
        sure = any(var == 0 for var in variances)
        weights = [Fraction(var == 0) if sure else 1 / var for var in variances]
        if len(points) == 2:
            value, var, differ, made = _mean(points, weights, sure)
        else:
            value, var, differ, made = _median(points, weights, sure)
        total = sum((weight for _, weight in made), Fraction(0))
        makers = tuple(replace(point.makers[0], share=w / total) for point, w in made)
        is_mean = len(points) == 2
        point = Point(value, var + own, makers, is_mean, points[0].clock, differ=differ)
        return Instant(step["id"], point, point)

    def _bounded(self, step: Doc, alone: list[Instant]) -> Instant:
        lows = [made.low for made in alone if made.low]
        highs = [made.high for made in alone if made.high]
        low = max(lows, key=_place) if lows else None
        high = min(highs, key=_place) if highs else None
        return Instant(step["id"], low, high)

    def _is_spread(
        self, step: Doc, unit: str | None, alone: list[Instant], own: Fraction, exact: bool
    ) -> bool:
        if exact:
            low = min((made.some for made in alone), key=_place)
            high = max((made.some for made in alone), key=_place)
        else:
            joined = self._bounded(step, alone)
            if joined.low is None or joined.high is None or joined.low.at <= joined.high.at:
                return False
            low, high = joined.high, joined.low
        size = high.at - low.at
        # The variances hold the step's own u_s once each already: 2·u_s² in all.
        var = high.var + low.var + tie_var(high, low, self._clocks)
        if not exceeds(size - self._scoring["conflict_s"], self._k, var):
            return False
        sources = [made.some.makers[0].source for made in alone]
        self._conflict("spread", step["id"], unit, sources)
        self.conflicts[-1]["spread_s"] = size
        return True

    def _contradictions(
        self, step: Doc, unit: str | None, joined: Instant, others: list[Entry]
    ) -> None:
        point = joined.some
        for entry in others:
            made = self._alone(step, entry)
            for bound, sign in ((made.high, 1), (made.low, -1)):
                if bound is None:
                    continue
                there = bound.on(point.clock, self._clocks)
                bound_var = bound.var - Fraction(step.get("u_s", 0)) ** 2
                var = point.var + bound_var + tie_var(bound, point, self._clocks)
                if exceeds(sign * (point.at - there.at), self._k, var):
                    sources = [m.source for m in point.makers] + [entry.source]
                    self._conflict("contradicts_bound", step["id"], unit, sources)


def _place(point: Point) -> tuple[Fraction, Fraction, str]:
    return point.at, point.var, point.makers[0].source


def _standing(entries: list[Entry]) -> tuple[str, list[Entry]]:
    """Give the word that stands of what was said of a step, and its timed entries."""
    said = {entry.word for entry in entries}
    word = next((word for word in _RANK if word in said), "missing")
    timed = [entry for entry in entries if entry.word == word and entry.is_timed]
    return word, timed


#: What stands before what, where sources say different things.
_RANK = ("time", "not_performed", "failed", "done", "not_applicable")


_Made = tuple[Fraction, Fraction, bool, list[tuple[Point, Fraction]]]


def _mean(points: list[Point], weights: list[Fraction], sure: bool) -> _Made:
    total = sum(weights, Fraction(0))
    pairs = list(zip(points, weights, strict=True))
    value = sum((w * p.at for p, w in pairs), Fraction(0)) / total
    inner = Fraction(0) if sure else 1 / total
    outer = sum((w * (p.at - value) ** 2 for p, w in pairs), Fraction(0)) / total
    used = [(point, weight) for point, weight in pairs if weight]
    return value, max(inner, outer), outer > inner, used


def _median(points: list[Point], weights: list[Fraction], sure: bool) -> _Made:
    half = sum(weights, Fraction(0)) / 2
    heap = Fraction(0)
    middle: list[Point] = []
    for number, (point, weight) in enumerate(zip(points, weights, strict=True)):
        heap += weight
        if heap > half:
            middle = [point]
            break
        if heap == half:
            after = next(i for i in range(number + 1, len(points)) if weights[i])
            middle = [point, points[after]]
            break
    value = sum((point.at for point in middle), Fraction(0)) / len(middle)
    own = {id(point): weight for point, weight in zip(points, weights, strict=True)}
    # With u = 0 somewhere the weights are 0 and 1 and only sure entries reach the middle.
    inner = Fraction(0) if sure else max(1 / own[id(point)] for point in middle)
    n = len(points)
    deviations = sorted(abs(point.at - value) for point in points)
    mad = (deviations[(n - 1) // 2] + deviations[n // 2]) / 2
    factor = Fraction(MAD_FACTORS[n]) if n in MAD_FACTORS else n / (n - Fraction("0.8"))
    outer = (Fraction("1.25") * Fraction("1.483") * factor * mad) ** 2 / n
    return value, max(inner, outer), outer > inner, [(point, Fraction(1)) for point in middle]
