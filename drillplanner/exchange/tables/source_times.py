"""Decide for each source of a log table what its times mean, from all its rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from drillplanner.base.locations import row_named
from drillplanner.base.texts import Text, _
from drillplanner.exchange.fault_list import CellFault, FaultList, shown
from drillplanner.exchange.tables.log_row import LogRow
from drillplanner.exchange.time_reader.cell import TimeCell, pattern
from drillplanner.exchange.time_reader.dial import (
    DIAL_NAMES,
    Ambiguous,
    Dial,
    Mixed,
    Understood,
    Written,
    understand,
)
from drillplanner.exchange.time_reader.value import (
    KIND_NAMES,
    TimeKind,
    shown_time,
    since_1970,
    time_said,
)
from drillplanner.review.observation import Reading


@dataclass(frozen=True, slots=True)
class DialDoubt:
    """A source whose times have several readings, each shown by the `first` time in question."""

    source: str
    first: str
    choices: tuple[tuple[Dial, Text], ...]


@dataclass(frozen=True, slots=True)
class SourceTimes:
    """How a source's times are understood, and the reading to be said before it counts.

    `understood` is None for a source without any time, and where nothing decides what they mean;
    `doubt` then holds the readings. `is_old` says that its table was read under older rules and
    is kept as it was.
    """

    understood: Understood | None = None
    reading: Reading | None = None
    doubt: DialDoubt | None = None
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A time of a source with the row and column it stands in."""

    row: LogRow
    number: int
    column: str
    cell: TimeCell


def understand_sources(
    rows: Sequence[LogRow],
    dials: Mapping[str, Dial],
    faults: FaultList,
    *,
    as_before: Collection[str] = (),
) -> dict[str, SourceTimes]:
    """Understand the times of every source; what nothing decides goes into `faults`."""
    times: dict[str, list[_Placed]] = {}
    declared: dict[str, tuple[Dial, str]] = {}
    for number, row in enumerate(rows):
        if row.source is None:
            continue
        column = times.setdefault(row.source, [])
        for name, cell in (("time", row.time), ("until", row.until), ("at", row.at)):
            if cell is not None:
                column.append(_Placed(row, number, name, cell))
        if row.dial is not None:
            _declare(declared, row, row.dial, dials, faults)
    return {
        source: _understood(
            source,
            column,
            declared[source][0] if source in declared else dials.get(source),
            faults,
            is_old=source in as_before,
        )
        for source, column in times.items()
    }


def _declare(
    declared: dict[str, tuple[Dial, str]],
    row: LogRow,
    dial: Dial,
    dials: Mapping[str, Dial],
    faults: FaultList,
) -> None:
    """Take the dial a row names; two different ones of a source are a fault."""
    source = row.source or ""
    first, place = declared.setdefault(source, (dial, row.place))
    if dial != first:
        what = _(
            "{source} has the dial {dial} here, but {other} in {place}; keep one of them.",
            source=shown(source),
            dial=dial,
            other=first,
            place=row_named(place),
        )
        faults.add(f"{row.place}, dial", what, row.line)
    elif place == row.place and dials.get(source, dial) != dial:
        what = _(
            "{source} has the dial {dial} here, but {other} was asked for; keep one of them.",
            source=shown(source),
            dial=dial,
            other=dials[source],
        )
        faults.add(f"{row.place}, dial", what, row.line)


def _understood(
    source: str,
    column: Sequence[_Placed],
    declared: Dial | None,
    faults: FaultList,
    *,
    is_old: bool,
) -> SourceTimes:
    if not column:
        return SourceTimes(is_old=is_old)
    written = [Written(one.number, one.cell) for one in column]
    try:
        understood = understand(written, declared, as_before=is_old)
    except Ambiguous as doubt:
        at = column[0]
        what = ambiguous_said(source, at.cell, doubt)
        faults.add(f"{at.row.place}, {at.column}", what, at.row.line)
        choices = previews(at.cell, doubt)
        return SourceTimes(doubt=DialDoubt(source, at.cell.written, choices), is_old=is_old)
    except Mixed as mixed:
        at, first = column[mixed.at], column[mixed.first]
        what = _(
            "{source} gives {kind} here, but {before} in {place}; one source uses one kind of "
            "time. Where all are of one kind, the column dial says which.",
            source=shown(source),
            kind=_kind_said(at.cell),
            before=_kind_said(first.cell),
            place=row_named(first.row.place),
        )
        faults.add(f"{at.row.place}, {at.column}", what, at.row.line)
        return SourceTimes(is_old=is_old)
    return SourceTimes(understood, _reading(source, column, understood), is_old=is_old)


def ambiguous_said(source: str, cell: TimeCell, doubt: Ambiguous) -> Text:
    """Say both readings of a time that nothing decides, and what would decide it."""
    if doubt.doubt == "epoch":
        instant = since_1970(cell)
        return _(
            "{source} has times that may be seconds, or counted since 1970: {text} is {seconds} s "
            "or {instant}. Write dates and times such as 2026-05-12T09:12:30, or say seconds or "
            "stopwatch in the column dial or with --dial {source}=seconds.",
            text=shown(cell.written),
            seconds=shown(cell.written),
            instant=time_said(instant) if instant is not None else _("no date"),
            source=shown(source),
        )
    options = previews(cell, doubt)
    return _(
        "{text} of {source} may be {readings}. Say which in the column dial, with --dial "
        "{source}={dial}, or by the choice in the window.",
        text=shown(cell.written),
        source=shown(source),
        readings=readings_said(options),
        dial=options[0][0],
    )


def readings_said(options: Sequence[tuple[Dial, Text]]) -> Text:
    """Say several readings of one time, each with its dial."""
    *others, (dial, time) = options
    said = _of_dial(dial, time)
    for dial, time in reversed(others):
        said = _("{one}, or {other}", one=_of_dial(dial, time), other=said)
    return said


def previews(cell: TimeCell, doubt: Ambiguous) -> tuple[tuple[Dial, Text], ...]:
    """Give what a time would be under each dial in question that can show it."""
    found: list[tuple[Dial, Text]] = []
    # Whether seconds were read at all is told by two rows.
    rows = 2 if doubt.doubt == "whole_minutes" else 1
    column = [Written(row, cell) for row in range(rows)]
    for dial in doubt.dials:
        try:
            at = shown_time(cell, understand(column, dial), UTC)
        except CellFault:
            continue
        found.append((dial, time_said(at)))
    return tuple(found)


def _of_dial(dial: Dial, time: Text) -> Text:
    return _("{time} (dial {dial}: {meaning})", time=time, dial=dial, meaning=DIAL_NAMES[dial])


def _kind_said(cell: TimeCell) -> Text:
    if cell.form == "number" and not cell.is_negative:
        return _("a number")
    kinds: dict[str | None, TimeKind] = {
        "clock": "clock",
        "date": "instant",
        "stopwatch": "seconds",
        None: "clock",
    }
    return KIND_NAMES[kinds[cell.certainty]]


def _reading(source: str, column: Sequence[_Placed], understood: Understood) -> Reading:
    """Say how the times were read, by the forms that occur in them."""
    timed = [one.cell for one in column if one.column == "time"]
    cells = timed or [one.cell for one in column]
    patterns = dict.fromkeys(_pattern(cell, understood) for cell in cells)
    return Reading(
        source=source,
        dial=understood.dial,
        form=", ".join(patterns),
        rows=len(timed),
        first=cells[0].written,
        last=cells[-1].written,
    )


def _pattern(cell: TimeCell, understood: Understood) -> str:
    if understood.is_to_minute and cell.is_whole_minutes:
        return "H:MM:00"
    return pattern(cell, understood.numbers if cell.form == "number" else understood.dial)
