"""Read a recorded drill as what its sources saw, in the one form that scoring reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.review.observation import HeadCount, Hold, Log, Observation, SyncMark, TimeScale
from drillplanner.run.chain import in_order
from drillplanner.run.clock.machine_clock import TIE_U_S, read_clock_note
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import heads_of, hold_reason, not_there_of, reason_in
from drillplanner.run.late_entry import read_late_text
from drillplanner.run.live_log import resolve
from drillplanner.run.rounds import read_rounds, round_to_show

_SECOND_NS = 10**9
#: Kinds whose time is a reading of the source's clock.
_TIMED = frozenset({"mark", "failed", "sync", "hold", "resume"})


@dataclass(frozen=True, slots=True)
class _Scale:
    """How to put elapsed readings of one clock on the time of day of its source.

    `at_s` of a reading is (elapsed_ns + shift_ns) / 10^9; `variance_s2` is what the tie
    of this clock to the source's first one adds.
    """

    shift_ns: int
    variance_s2: Fraction = Fraction(0)


def rounds(entries: Iterable[Sealed]) -> tuple[int, ...]:
    """List the rounds that a drill's entries speak of."""
    return tuple(sorted({sealed.entry.round for sealed in entries}))


def observe(
    entries: Iterable[Sealed], zone: str = "Asia/Shanghai", round_number: int | None = None
) -> Log:
    """Turn the entries of one round of one drill into observations.

    Voids and labels are worked in first. Each source is one clock of the day, anchored by
    the wall time of the first entry of its first clock; after that only its elapsed clock
    counts, so that a wall clock set in mid drill moves nothing. A later clock of the source
    is put on the first one by wall time, and the uncertainty of that is added to each of its
    times. Marks that were never labelled are left out.

    Args:
        entries: of one drill, of any sources, in any order.
        zone: the script's IANA zone.
        round_number: which round; the last one that is not void unless given.

    Raises:
        UserError: there is no such round.
    """
    return Reading(written_in(entries, round_number), ZoneInfo(zone)).log()


def written_in(entries: Iterable[Sealed], round_number: int | None = None) -> tuple[Entry, ...]:
    """List the entries of one round in their order; the last round that is not void by default.

    Raises:
        UserError: there is no such round.
    """
    log = in_order(entries)
    known = rounds(log)
    shown = round_to_show(read_rounds(one.entry for one in log))
    chosen = round_number if round_number is not None else shown
    if known and chosen not in known:
        raise UserError(_("The log has no round {number}.", number=chosen))
    return tuple(one.entry for one in log if one.entry.round == chosen)


class Reading:
    """One pass over the resolved entries of a round; `resolution` is what is left to be read."""

    def __init__(self, written: Sequence[Entry], zone: ZoneInfo) -> None:
        self.resolution = resolve(written)
        self._zone = zone
        self._entries = self.resolution.entries
        self._scales: dict[tuple[str, str], _Scale] = {}
        self._origins: dict[str, date] = {}
        self._kinds: dict[str, TimeScale] = {}
        commanding = {one for found in read_rounds(written) for one in found.control}
        self._commands: dict[str, bool] = {}
        for source in dict.fromkeys(entry.source for entry in written):
            self._commands[source] = source in commanding
            self._place([entry for entry in written if entry.source == source], zone)

    def log(self) -> Log:
        """Give what was seen, in the order in which the sources wrote."""
        return Log(
            observations=tuple(self._observations()),
            sync_marks=tuple(self._sync_marks()),
            holds=tuple(self._holds()),
            heads=tuple(self._heads()),
            scales=self._kinds,
            origins={source: day.isoformat() for source, day in self._origins.items()},
            commands=self._commands,
        )

    def _place(self, written: Sequence[Entry], zone: ZoneInfo) -> None:
        """Find the scales of one source's clocks, and the midnight its first time is of."""
        source = written[0].source
        timed = [one for one in self._entries if one.source == source and one.kind in _TIMED]
        self._kinds[source] = "clock" if timed else "none"
        if not timed:
            return
        shifts = _shifts(written)
        first = timed[0]
        wall_ns = first.elapsed_ns + shifts[first.clock].shift_ns
        local = (
            datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=wall_ns // 1000)
        ).astimezone(zone)
        self._origins[source] = local.date()
        of_day_s = local.hour * 3600 + local.minute * 60 + local.second
        of_day_ns = of_day_s * _SECOND_NS + wall_ns % _SECOND_NS
        for clock, scale in shifts.items():
            shift = scale.shift_ns - wall_ns + of_day_ns
            self._scales[source, clock] = _Scale(shift, scale.variance_s2)

    def at(self, entry: Entry) -> tuple[Fraction, Fraction]:
        """Give the time of day in seconds on the source's first clock, and its variance."""
        scale = self._scales[entry.source, entry.clock]
        at_s = Fraction(entry.elapsed_ns + scale.shift_ns, _SECOND_NS)
        return at_s, Fraction(entry.u_s) ** 2 + scale.variance_s2

    def of_day(self, entry: Entry) -> Fraction:
        """Give the seconds of the day at which any entry was made, on its source's clock."""
        if (entry.source, entry.clock) in self._scales:
            return self.at(entry)[0]
        local = datetime.fromtimestamp(entry.wall_utc_ns // _SECOND_NS, self._zone)
        of_day_s = local.hour * 3600 + local.minute * 60 + local.second
        return of_day_s + Fraction(entry.wall_utc_ns % _SECOND_NS, _SECOND_NS)

    def _observations(self) -> Iterable[Observation]:
        for number, entry in enumerate(self._entries):
            gone = not_there_of(entry)
            if gone is not None:
                yield Observation(
                    entry.source,
                    gone.step,
                    gone.unit,
                    None,
                    "not_applicable",
                    number,
                    note=gone.words,
                    place=entry.id,
                )
            if entry.step is None or entry.kind not in ("mark", "failed", "not_performed"):
                continue
            is_timed = entry.kind != "not_performed"
            at_s, variance = self.at(entry) if is_timed else (None, Fraction(0))
            yield Observation(
                source=entry.source,
                step=entry.step,
                unit=entry.unit,
                option=entry.option,
                outcome="time" if entry.kind == "mark" else entry.kind,
                number=number,
                at_s=at_s,
                variance_s2=variance,
                bound=entry.bound if is_timed else "exact",
                observed=entry.observed,
                # The program's words for how long ago it was are no remark: time and u_s say it.
                note="" if read_late_text(entry.text) else entry.text,
                place=entry.id,
            )

    def _heads(self) -> Iterable[HeadCount]:
        for number, entry in enumerate(self._entries):
            said = heads_of(entry)
            if said is not None:
                yield HeadCount(
                    entry.source, said.step, said.unit, said.heads, said.words, number, entry.id
                )

    def _sync_marks(self) -> Iterable[SyncMark]:
        seen: set[tuple[str, str]] = set()
        for number, entry in enumerate(self._entries):
            if entry.kind == "sync" and (entry.source, entry.text) not in seen:
                seen.add((entry.source, entry.text))
                at_s, variance = self.at(entry)
                yield SyncMark(entry.source, entry.text, at_s, variance, number, entry.id)

    def _holds(self) -> Iterable[Hold]:
        found = (hold_reason(entry) for entry in self._entries)
        # The last reason that was given for a pause stands.
        reasons = {one[0]: one[1:] for one in found if one is not None}
        pending: dict[str, Hold] = {}
        for number, entry in enumerate(self._entries):
            if entry.kind == "hold":
                at_s, variance = self.at(entry)
                reason, said = reasons.get(entry.id) or reason_in(entry.text)
                begun = Hold(
                    entry.source,
                    at_s,
                    None,
                    entry.id,
                    number,
                    variance_s2=variance,
                    reason=reason,
                    said=said,
                )
                pending.setdefault(entry.source, begun)
            elif entry.kind == "resume" and entry.source in pending:
                begun = pending.pop(entry.source)
                at_s, variance = self.at(entry)
                yield replace(begun, stop_s=at_s, stop_number=number, stop_variance_s2=variance)
        yield from pending.values()


def _shifts(written: Sequence[Entry]) -> Mapping[str, _Scale]:
    """Find, for each clock of one source, what to add to its elapsed readings to get wall time.

    The first clock is taken as its first entry says. A later one is joined to the one before
    by what both clocks said of wall minus elapsed on either side of the change, so that a
    wall clock set earlier, within a session, does not count twice.
    """
    scales: dict[str, _Scale] = {}
    last: Entry | None = None
    for entry in written:
        if entry.clock not in scales:
            base = entry.wall_utc_ns - entry.elapsed_ns
            if last is None:
                scales[entry.clock] = _Scale(base)
            else:
                before = scales[last.clock]
                drift = before.shift_ns - (last.wall_utc_ns - last.elapsed_ns)
                tie = _tie_u_s(entry) ** 2
                scales[entry.clock] = _Scale(base + drift, before.variance_s2 + tie)
        last = entry
    return scales


def _tie_u_s(first: Entry) -> Fraction:
    """Read the uncertainty of a clock's tie from the note its session began with."""
    note = read_clock_note(first.text) if first.kind == "note" else None
    return Fraction(note.u_s if note and note.what == "new" else TIE_U_S)
