"""Put the rows of log tables together into a log, holding each source to its own rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.durations import time_of_day
from drillplanner.base.errors import Fault
from drillplanner.base.exact import exact
from drillplanner.base.locations import row_named
from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, FaultList, shown
from drillplanner.exchange.tables.log_row import Difference, LogRow
from drillplanner.exchange.tables.source_times import SourceTimes
from drillplanner.exchange.tables.step_cell import (
    HoldSubject,
    MarkSubject,
    OffsetSubject,
    StepSubject,
    TargetSubject,
)
from drillplanner.exchange.time_reader.cell import TimeCell
from drillplanner.exchange.time_reader.dial import Understood
from drillplanner.exchange.time_reader.value import (
    ReadOff,
    ShownTime,
    TimeKind,
    is_pressed,
    last_digit_variance,
    midnight_s,
    on_day,
    read_off,
    shown_time,
)
from drillplanner.plan.model import Scoring, Script
from drillplanner.review.observation import (
    Bound,
    Confirmation,
    HeadCount,
    Hold,
    Log,
    Observation,
    Observed,
    Outcome,
    StatedOffset,
    SyncMark,
    TimeScale,
    Use,
)
from drillplanner.run.entry_markers import reason_in

DAY_S = 86_400
#: A source without times has nothing to understand.
_NOTHING = Understood("clock", "hhmm")
_HALF_DAY = Fraction(DAY_S, 2)
#: An undated time of day this far from the row before, or farther, may be of two days.
DOUBTFUL_S = 8 * 3_600


@dataclass(frozen=True, slots=True)
class Uncertainties:
    """What a reading adds where its uncertainty is blank, as squares in s²."""

    press: Fraction
    watch: Fraction
    radio: Fraction

    def variance(self, at: ShownTime, off: ReadOff, observed: Observed) -> Fraction:
        """Give the variance of a reading: that of its digits, and of who read them.

        A camera and a record system have their digits alone; a person presses a stopwatch, or
        reads a watch.
        """
        match observed:
            case "radio":
                return off.variance_s2 + self.radio
            case "seen":
                return off.variance_s2 + (self.press if is_pressed(at) else self.watch)
            case _:
                return off.variance_s2


def uncertainties_of(scoring: Scoring) -> Uncertainties:
    """Give the uncertainties a script says blanks stand for."""
    return Uncertainties(
        exact(scoring.press_u_s) ** 2, exact(scoring.watch_u_s) ** 2, exact(scoring.radio_u_s) ** 2
    )


@dataclass(slots=True)
class _Source:
    """What is known of one source so far."""

    times: SourceTimes
    kind: TimeKind | None = None
    previous_s: Fraction | None = None
    previous_place: str = ""
    first_s: Fraction | None = None
    first_place: str = ""
    midnight_s: int = 0
    origin: date | None = None
    holds: list[Hold] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Timed:
    """An instant on its source's clock, as it counts."""

    at_s: Fraction
    variance_s2: Fraction
    is_minute: bool


class LogBuilder:
    """Takes in sound rows one by one; `log` gives what they make."""

    def __init__(
        self,
        times: Mapping[str, SourceTimes],
        script: Script,
        zone: ZoneInfo,
        faults: FaultList,
    ) -> None:
        self._times = times
        self._zone = zone
        self._faults = faults
        self._factor = exact(script.scoring.coverage_factor)
        self._blanks = uncertainties_of(script.scoring)
        self._number = 0
        self._sources: dict[str, _Source] = {}
        self._observations: list[Observation] = []
        self._marks: dict[tuple[str, str], SyncMark] = {}
        self._offsets: list[tuple[LogRow, StatedOffset]] = []
        self._not_applicable: dict[str, str] = {}
        self._uses: dict[tuple[str, str | None], tuple[LogRow, Use]] = {}
        self._confirmations: list[Confirmation] = []
        self._heads: list[HeadCount] = []

    def add(self, row: LogRow) -> None:
        """Take in one row; CellFault where it does not go with the rows before."""
        name = row.source or ""
        source = self._sources.setdefault(name, _Source(self._times[name]))
        has_times = row.time is not None or row.until is not None or row.at is not None
        if has_times and source.times.understood is None:
            # Nothing decided what its times mean; that was told of.
            return
        match row.subject:
            case StepSubject() if row.said == "use":
                self._add_use(row, row.subject)
            case StepSubject() if row.said == "counted":
                self._add_heads(row, row.subject, self._next_number())
            case StepSubject():
                self._add_observation(source, row, row.subject)
            case MarkSubject(name) if row.time is not None:
                self._add_mark(row, name, self._timed(source, row, row.time))
            case OffsetSubject(other) if row.difference is not None:
                self._add_offset(source, row, other, row.difference)
            case HoldSubject(is_resume) if row.time is not None:
                self._add_hold(source, row, is_resume, self._timed(source, row, row.time))
            case TargetSubject(target) if row.said == "confirmed":
                number = self._next_number()
                self._confirmations.append(
                    Confirmation(row.source or "", target, row.note, number, row.place)
                )
            case TargetSubject(target):
                self._not_applicable.setdefault(target, row.place)

    def finish(self) -> None:
        """Place what waits for all rows of its source, and check what needs them all."""
        self._place_offsets()
        timed = {
            (row.source, row.step, row.unit) for row in self._observations if row.at_s is not None
        }
        for row, use in self._uses.values():
            if (use.source, use.step, use.unit) not in timed:
                what = _(
                    "{source} has no time of {step} that could stand; name a source that has.",
                    source=shown(use.source),
                    step=use.step if use.unit is None else f"{use.step}/{use.unit}",
                )
                self._faults.add(f"{row.place}, source", what, row.line)

    def log(self, times: Mapping[str, SourceTimes], warnings: tuple[Fault, ...]) -> Log:
        """Give the log of all rows taken in."""
        sources = self._sources.items()
        return Log(
            observations=tuple(self._observations),
            sync_marks=tuple(self._marks.values()),
            offsets=tuple(offset for _row, offset in self._offsets),
            holds=tuple(hold for _name, source in sources for hold in source.holds),
            not_applicable=self._not_applicable,
            scales={name: _scale(source.kind) for name, source in sources},
            origins={name: source.origin.isoformat() for name, source in sources if source.origin},
            uses=tuple(use for _row, use in self._uses.values()),
            confirmations=tuple(self._confirmations),
            heads=tuple(self._heads),
            readings=tuple(one.reading for one in times.values() if one.reading is not None),
            warnings=warnings,
        )

    # -- times ----------------------------------------------------------------------------

    def _timed(self, source: _Source, row: LogRow, cell: TimeCell) -> _Timed:
        """Place a row's time on its source's clock, with what its blanks stand for."""
        shown_at = self._shown(source, cell)
        at_s = self._place(source, row, shown_at, cell)
        _go_on(source, at_s, row.place)
        observed = row.observed or "seen"
        off = read_off(shown_at, row.reading, has_uncertainty=row.uncertainty_s is not None)
        variance = (
            self._blanks.variance(shown_at, off, observed)
            if row.uncertainty_s is None
            else row.uncertainty_s**2
        )
        shifted = at_s + off.shift_s if off.shift_s else at_s
        return _Timed(shifted, variance, shown_at.is_minute)

    def _between(
        self, source: _Source, row: LogRow, cell: TimeCell, until: TimeCell
    ) -> tuple[_Timed, Fraction]:
        """Place both edges of a row; they are hard, and shown as they are meant."""
        shown_at, shown_until = self._shown(source, cell), self._shown(source, until)
        at_s = self._place(source, row, shown_at, cell)
        _go_on(source, at_s, row.place)
        until_s = self._undated(source, shown_until, until, "until")
        if until_s < at_s:
            raise CellFault(
                _("{text} lies before the time of its row.", text=shown(until.written)), "until"
            )
        variance = (row.uncertainty_s or Fraction(0)) ** 2
        is_minute = shown_at.is_minute and shown_until.is_minute
        return _Timed(at_s, variance, is_minute), until_s

    def _shown(self, source: _Source, cell: TimeCell) -> ShownTime:
        at = shown_time(cell, source.times.understood or _NOTHING, self._zone)
        if source.kind is None:
            source.kind = at.kind
            if at.day is not None:
                self._begin_on(source, at.day)
        return at

    def _begin_on(self, source: _Source, day: date) -> None:
        source.origin, source.midnight_s = day, midnight_s(day, self._zone)

    def _place(self, source: _Source, row: LogRow, at: ShownTime, cell: TimeCell) -> Fraction:
        if row.day is None:
            return self._undated(source, at, cell, "time")
        if at.kind != "clock":
            raise CellFault(
                _("Only a time of day has a day; leave this cell blank.")
                if at.kind == "seconds"
                else _("The time has its date already; leave this cell blank."),
                "day",
            )
        if isinstance(row.day, date):
            if source.previous_s is None:
                self._begin_on(source, row.day)
            elif source.origin is None:
                raise CellFault(
                    _(
                        "{source} begins without a date; write one in its first timed row too, or "
                        "count the days: 0, 1.",
                        source=shown(row.source or ""),
                    ),
                    "day",
                )
            return self._on_date(source, row.day, at)
        if source.origin is None:
            return at.value_s + DAY_S * row.day
        return self._on_date(source, source.origin + timedelta(days=row.day), at)

    def _on_date(self, source: _Source, day: date, at: ShownTime) -> Fraction:
        return on_day(day, at, self._zone).value_s - source.midnight_s

    def _undated(self, source: _Source, at: ShownTime, cell: TimeCell, column: str) -> Fraction:
        """Place a time that names no day: a time of day on the one nearest the row before."""
        if at.kind != "clock":
            return at.value_s - (source.midnight_s if at.kind == "instant" else 0)
        before = source.previous_s
        if before is None:
            return at.value_s
        placed = nearest_day(at.value_s, before)
        if abs(placed - before) >= DOUBTFUL_S and not source.times.is_old:
            raise CellFault(self._two_days(source, cell, placed, before), column)
        return placed

    def _two_days(
        self, source: _Source, cell: TimeCell, placed: Fraction, before: Fraction
    ) -> Text:
        # Rows after it go on from here, so that one doubt is told once.
        source.previous_s = placed
        other = placed + (DAY_S if placed < before else -DAY_S)
        first, second = sorted((placed, other))
        return _(
            "{text} lies 8 to 16 h from {place} either way: it may be {one} (day {first}) or "
            "{other} (day {second}). Write its day in the column day, 0 for the source's first, "
            "or a date.",
            text=shown(cell.written),
            place=row_named(source.previous_place),
            one=time_of_day(first),
            first=_day_number(first),
            other=time_of_day(second),
            second=_day_number(second),
        )

    # -- rows -----------------------------------------------------------------------------

    def _next_number(self) -> int:
        self._number += 1
        return self._number - 1

    def _add_observation(self, source: _Source, row: LogRow, subject: StepSubject) -> None:
        timed: _Timed | None = None
        until_s: Fraction | None = None
        if row.time is not None and row.until is not None:
            timed, until_s = self._between(source, row, row.time, row.until)
        elif row.time is not None:
            timed = self._timed(source, row, row.time)
        number = self._next_number()
        self._observations.append(
            Observation(
                source=row.source or "",
                step=subject.step.id,
                unit=subject.unit,
                option=subject.option,
                outcome=_outcome(row),
                number=number,
                at_s=timed.at_s if timed else None,
                variance_s2=timed.variance_s2 if timed else Fraction(0),
                bound=_bound(row, subject) if timed else "exact",
                observed=row.observed or "seen",
                note=row.note,
                place=row.place,
                until_s=until_s,
                is_typed=timed is not None,
                is_minute=timed is not None and timed.is_minute,
            )
        )
        self._add_heads(row, subject, number)

    def _add_heads(self, row: LogRow, subject: StepSubject, number: int) -> None:
        if row.heads is not None:
            place = (row.source or "", subject.step.id, subject.unit)
            self._heads.append(HeadCount(*place, row.heads, row.note, number, row.place))

    def _add_use(self, row: LogRow, subject: StepSubject) -> None:
        key = (subject.step.id, subject.unit)
        if key in self._uses:
            raise CellFault(
                _(
                    "{place} says already whose time of {step} stands; keep one of them.",
                    step=subject.step.id if subject.unit is None else "/".join(key),  # type: ignore[arg-type]  # the unit is no None here
                    place=row_named(self._uses[key][0].place),
                )
            )
        use = Use(row.source or "", *key, row.note, self._next_number(), row.place)
        self._uses[key] = (row, use)

    def _add_mark(self, row: LogRow, name: str, timed: _Timed) -> None:
        source = row.source or ""
        earlier = self._marks.get((source, name))
        if earlier is not None:
            raise CellFault(
                _(
                    "{source} has the sync mark {name} already in {place}; "
                    "give each moment a name of its own.",
                    source=shown(source),
                    name=shown(name),
                    place=row_named(earlier.place),
                ),
                column="step",
            )
        self._marks[source, name] = SyncMark(
            source, name, timed.at_s, timed.variance_s2, self._next_number(), row.place
        )

    def _add_hold(self, source: _Source, row: LogRow, is_resume: bool, timed: _Timed) -> None:
        held = source.holds[-1] if source.holds and source.holds[-1].stop_s is None else None
        if not is_resume:
            if held is not None:
                what = _(
                    "The drill has been paused since {place}; write !resume before the next !hold.",
                    place=row_named(held.place),
                )
                raise CellFault(what, column="step")
            number = self._next_number()
            reason, said = reason_in(row.note)
            hold = Hold(
                row.source or "", timed.at_s, None, row.place, number,
                variance_s2=timed.variance_s2, reason=reason, said=said,
            )  # fmt: skip
            source.holds.append(hold)
            return
        if held is None:
            what = _("The drill is not paused here; write !hold before !resume.")
            raise CellFault(what, column="step")
        early = held.start_s - timed.at_s
        doubt = self._factor**2 * (held.variance_s2 + timed.variance_s2)
        if early > 0 and early * early > doubt:
            raise CellFault(_("This is before the pause in {place}.", place=row_named(held.place)))
        source.holds[-1] = replace(
            held,
            # Within what the two readings leave open, the hold had no length.
            stop_s=max(timed.at_s, held.start_s),
            stop_number=self._next_number(),
            stop_variance_s2=timed.variance_s2,
        )

    def _add_offset(self, source: _Source, row: LogRow, other: str, difference: Difference) -> None:
        unit = difference.unit_s
        # Nobody presses anything to compare two clocks: a blank is that of the digits alone.
        variance = last_digit_variance(unit)
        if row.uncertainty_s is not None:
            variance = row.uncertainty_s**2
        elif row.observed == "radio":
            variance += self._blanks.radio
        at_s = None
        if row.at is not None and (source.previous_s is not None or row.day is not None):
            at_s = self._at(source, row, row.at)
        stated = StatedOffset(
            row.source or "",
            other,
            difference.value_s + (unit / 2 if row.reading == "floor" else 0),
            variance,
            self._next_number(),
            row.place,
            at_s,
        )
        self._offsets.append((row, stated))

    def _at(self, source: _Source, row: LogRow, cell: TimeCell) -> Fraction:
        """Place when a difference was read; rows after it go on from the row before it."""
        before = source.previous_s, source.previous_place
        try:
            return self._place(source, row, self._shown(source, cell), cell)
        except CellFault as fault:
            raise CellFault(fault.text, fault.column if fault.column == "day" else "at") from None
        finally:
            source.previous_s, source.previous_place = before

    def _place_offsets(self) -> None:
        """Check the differences of each pair, and place those that came before any time."""
        first: dict[frozenset[str], StatedOffset] = {}
        several = _several([stated for _row, stated in self._offsets])
        for place, (row, stated) in enumerate(self._offsets):
            pair = frozenset((stated.source, stated.other))
            earlier = first.setdefault(pair, stated)
            try:
                if pair in several:
                    _check_several(row, stated, earlier)
                if row.at is not None and stated.at_s is None:
                    source = self._sources[stated.source]
                    source.previous_s, source.previous_place = source.first_s, source.first_place
                    at_s = self._at(source, row, row.at)
                    if source.first_s is None:
                        source.first_s, source.first_place = at_s, row.place
                    self._offsets[place] = row, replace(stated, at_s=at_s)
            except CellFault as fault:
                self._faults.add(f"{row.place}, {fault.column}", fault.text, row.line)


def nearest_day(at_s: Fraction, previous_s: Fraction) -> Fraction:
    """Shift a time of day by whole days so that it comes nearest `previous_s`.

    Of two days equally near, twelve hours off, the later is taken.
    """
    days = (previous_s - at_s + _HALF_DAY) // DAY_S
    return at_s + DAY_S * days if days else at_s


def _go_on(source: _Source, at_s: Fraction, place: str) -> None:
    if source.previous_s is None:
        source.first_s, source.first_place = at_s, place
    source.previous_s, source.previous_place = at_s, place


def _several(offsets: Sequence[StatedOffset]) -> frozenset[frozenset[str]]:
    """Find the pairs of sources whose difference is stated more than once."""
    counts = Counter(frozenset((one.source, one.other)) for one in offsets)
    return frozenset(pair for pair, count in counts.items() if count > 1)


def _check_several(row: LogRow, stated: StatedOffset, earlier: StatedOffset) -> None:
    if earlier.source != stated.source:
        raise CellFault(
            _(
                "{place} states how {other} differs from {source}; write all differences of two "
                "clocks in one direction.",
                place=row_named(earlier.place),
                source=shown(stated.source),
                other=shown(stated.other),
            ),
            "step",
        )
    if row.at is None:
        raise CellFault(
            _(
                "The difference of {source} from {other} is stated several times; write in the "
                "column at when each was read, by the clock of {source}, or use sync marks "
                "(@NAME).",
                source=shown(stated.source),
                other=shown(stated.other),
            ),
            "at",
        )


def _bound(row: LogRow, subject: StepSubject) -> Bound:
    if row.until is not None:
        return "between"
    if subject.step.units and subject.unit is None:
        # The time by which all units were reported done bounds each of them from above.
        return "at_most"
    return row.bound or ("at_most" if row.observed == "radio" else "exact")


def _outcome(row: LogRow) -> Outcome:
    match row.said:
        case "time" | "done" | "not_performed" | "failed" | "not_applicable":
            return row.said
        case _:
            raise AssertionError(row.said)


def _day_number(at_s: Fraction) -> int:
    return int(at_s // DAY_S)


def _scale(kind: TimeKind | None) -> TimeScale:
    match kind:
        case None:
            return "none"
        case "seconds":
            return "seconds"
        case _:
            return "clock"
