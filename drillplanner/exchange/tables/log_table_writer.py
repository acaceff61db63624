"""Write a log as a table that other programs open and `read_logs` reads back as it was."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from fractions import Fraction
from typing import TypeAlias
from zoneinfo import ZoneInfo

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.exchange.tables.formula_guard import guarded
from drillplanner.exchange.tables.log_builder import (
    DAY_S,
    DOUBTFUL_S,
    Uncertainties,
    nearest_day,
    uncertainties_of,
)
from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.shown_value import (
    ShownValue,
    ValueWriter,
    bare_value,
    clock_text,
    decimal_text,
    difference_value,
    instant_text,
    moment_text,
    root_text,
)
from drillplanner.exchange.time_reader.value import TimeKind, midnight_s
from drillplanner.plan.model import Script, Step
from drillplanner.review.observation import (
    Confirmation,
    HeadCount,
    Hold,
    Log,
    Observation,
    Observed,
    StatedOffset,
    SyncMark,
    Use,
)

_KINDS: Mapping[str, TimeKind] = {"clock": "clock", "seconds": "seconds", "none": "clock"}
_DIALS: Mapping[str, str] = {"clock": "clock", "seconds": "seconds"}
#: What was not kept of how marks and holds were observed is tried in this order.
_ANY_OBSERVED: tuple[Observed, ...] = ("seen", "record", "radio")
#: A mark's name in which a spreadsheet finds nothing to compute; it needs no guard.
_HARMLESS_MARK = re.compile(r"@[\w .:_-]*")


def write_log(log: Log, script: Script) -> bytes:
    """Write a log as CSV in UTF-8 with a byte order mark, in the order of its numbers.

    Reading it back gives the same log but for places, numbers and the order of sources. Only a
    variance that is no square of a decimal, and times finer than half a nanosecond, come back
    rounded. Texts that a spreadsheet might compute are guarded
    (drillplanner.exchange.formula_guard).

    Raises:
        UserError: a time lies before the first day of its source, where no day can be written.
    """
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for cells in _rows(log, script):
        table.writerow({column: _printable(text) for column, text in cells.items()})
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _rows(log: Log, script: Script) -> Iterator[Mapping[str, str]]:
    steps = {step.id: step for step in script.steps}
    blanks, zone = uncertainties_of(script.scoring), ZoneInfo(script.zone)
    names = dict.fromkeys([*log.scales, *(offset.source for offset in log.offsets)])
    sources = {name: _Source(name, log, zone, blanks) for name in names}
    rows = {row.number for row in log.observations}
    heads = {one.number: str(one.heads) for one in log.heads}
    numbered: list[_Numbered] = [
        *log.observations,
        *log.sync_marks,
        *log.offsets,
        *log.uses,
        *log.confirmations,
        *(time for hold in log.holds for time in _times(hold)),
        *(one for one in log.heads if one.number not in rows and _is_counted(one, steps)),
    ]
    for row in sorted(numbered, key=lambda row: row.number):
        source = sources[row.source]
        match row:
            case StatedOffset():
                yield source.offset_row(row)
            case SyncMark():
                cells = source.tied_row(row.at_s, row.variance_s2)
                yield cells | {"step": mark_cell(row.name)}
            case _HoldTime():
                cells = source.tied_row(row.at_s, row.variance_s2)
                yield cells | {"step": row.word, "note": guarded(row.note)}
            case Use() | Confirmation() | HeadCount():
                yield _said(row)
            case Observation():
                timed = source.timed_row(row) if row.at_s is not None else {"time": row.outcome}
                yield timed | _named(row, steps) | {"heads": heads.get(row.number, "")}
    yield from _not_applicable_rows(log)


@dataclass(frozen=True, slots=True)
class _HoldTime:
    source: str
    at_s: Fraction
    variance_s2: Fraction
    word: str
    number: int
    note: str = ""


_Numbered: TypeAlias = (
    "Observation | SyncMark | StatedOffset | Use | Confirmation | HeadCount | _HoldTime"
)


class _Source:
    """Writes the timed rows of one source so that each is read back on its own day."""

    def __init__(self, name: str, log: Log, zone: tzinfo, blanks: Uncertainties) -> None:
        self._name = name
        self._zone = zone
        self._scale = log.scales.get(name, "none")
        origin = log.origins.get(name)
        self._origin = date.fromisoformat(origin) if origin else None
        self._midnight_s = midnight_s(self._origin, zone) if self._origin else 0
        self._previous_s: Fraction | None = None
        self._values = ValueWriter(_KINDS[self._scale], blanks)
        # H:MM:SS that all end in :00 would be read to the minute.
        self._is_spelled_out = self._is_of_whole_minutes(log)

    def timed_row(self, row: Observation) -> dict[str, str]:
        """Give the cells of an observation with a time, but its name."""
        at_s = row.at_s or Fraction(0)
        if row.until_s is not None:
            return self._between_row(row, at_s, row.until_s)
        shown = self._shown(row, at_s)
        time = self._time_cells(shown)
        if row.outcome == "failed":
            time["time"] = f"failed {time['time']}"
        return time | {
            "uncertainty_s": shown.uncertainty,
            "bound": "" if row.bound == "exact" and row.observed != "radio" else row.bound,
            "reading": shown.reading,
        }

    def tied_row(self, at_s: Fraction, variance_s2: Fraction) -> dict[str, str]:
        """Give the cells of a mark, a hold or its end, but its name.

        How it was observed is not kept of these; it is written as what the digits then say.
        """
        shown, observed = self._tied(at_s, variance_s2)
        return self._time_cells(shown) | {
            "uncertainty_s": shown.uncertainty,
            "reading": shown.reading,
            "observed": "" if observed == "seen" else observed,
            "bound": "exact" if observed == "radio" else "",
        }

    def _tied(self, at_s: Fraction, variance_s2: Fraction) -> tuple[ShownValue, Observed]:
        for observed in _ANY_OBSERVED:
            for is_minute in (True, False):
                shown = self._values.blank(at_s, variance_s2, observed, is_minute=is_minute)
                if shown is not None:
                    return shown, observed
        return self._values.stated(at_s, variance_s2), "seen"

    def offset_row(self, row: StatedOffset) -> dict[str, str]:
        """Give the cells of a stated difference of clocks."""
        shown = difference_value(row.offset_s, row.variance_s2)
        cells = {
            "source": guarded(row.source),
            "step": mark_cell(f"offset:{row.other}"),
            "time": decimal_text(shown.value_s, shown.unit_s),
            "uncertainty_s": shown.uncertainty,
            "reading": shown.reading,
        }
        if row.at_s is not None:
            at = bare_value(row.at_s)
            day = at.value_s // DAY_S
            is_dated = self._scale == "clock" and self._origin is None and day >= 0
            cells |= {
                "at": self._text(at),
                "day": str(day) if is_dated else "",
                "dial": self._dial,
            }
        return cells

    def _between_row(self, row: Observation, at_s: Fraction, until_s: Fraction) -> dict[str, str]:
        cells = self._time_cells(bare_value(at_s, is_minute=row.is_minute))
        until = bare_value(until_s, is_minute=row.is_minute)
        if self._scale == "clock" and self._origin is None and not _is_near(until_s, at_s):
            raise self._untold()
        return cells | {
            "until": self._text(until),
            "uncertainty_s": root_text(row.variance_s2) if row.variance_s2 else "",
        }

    def _shown(self, row: Observation, at_s: Fraction) -> ShownValue:
        blank = self._values.blank(at_s, row.variance_s2, row.observed, is_minute=row.is_minute)
        return blank or self._values.stated(at_s, row.variance_s2, is_minute=row.is_minute)

    def _is_of_whole_minutes(self, log: Log) -> bool:
        """Tell whether all that is shown to the second or finer ends in :00."""
        shown: list[ShownValue] = []
        for row in log.observations:
            if row.source == self._name and row.at_s is not None:
                edges = (row.at_s,) if row.until_s is None else (row.at_s, row.until_s)
                is_exact = row.until_s is not None
                shown += [
                    bare_value(at_s, is_minute=row.is_minute)
                    if is_exact
                    else self._shown(row, at_s)
                    for at_s in edges
                ]
        tied = [(one.at_s, one.variance_s2) for one in log.sync_marks if one.source == self._name]
        for hold in log.holds:
            if hold.source == self._name:
                tied += [(one.at_s, one.variance_s2) for one in _times(hold)]
        shown += [self._tied(*one)[0] for one in tied]
        stated = [one.at_s for one in log.offsets if one.source == self._name]
        shown += [bare_value(at_s) for at_s in stated if at_s is not None]
        return all(one.unit_s > 1 or one.value_s % 60 == 0 for one in shown)

    @property
    def _dial(self) -> str:
        """Say the dial, which dates need not have."""
        return "" if self._origin is not None or self._scale == "none" else _DIALS[self._scale]

    def _time_cells(self, shown: ShownValue) -> dict[str, str]:
        """Give the time, its day where it needs one, and its dial."""
        day = ""
        if not self._is_told(shown.value_s):
            if self._scale != "clock" or self._origin is not None or shown.value_s < 0:
                raise self._untold()
            day = str(shown.value_s // DAY_S)
        self._previous_s = shown.value_s
        return {
            "source": guarded(self._name),
            "time": self._text(shown),
            "day": day,
            "dial": self._dial,
        }

    def _is_told(self, value_s: Fraction) -> bool:
        """Tell whether a time, read after the row before, falls on its own day."""
        if self._scale == "seconds":
            return True
        if self._origin is not None:
            return self._previous_s is not None or self._is_on_first_day(value_s)
        if self._previous_s is None:
            return 0 <= value_s < DAY_S
        return _is_near(value_s, self._previous_s)

    def _is_on_first_day(self, value_s: Fraction) -> bool:
        if self._origin is None or value_s < 0:
            return False
        day_after = date.fromordinal(self._origin.toordinal() + 1)
        return value_s < midnight_s(day_after, self._zone) - self._midnight_s

    def _text(self, shown: ShownValue) -> str:
        if self._scale == "seconds":
            return decimal_text(shown.value_s, shown.unit_s)
        if self._origin is not None:
            return instant_text(shown.value_s + self._midnight_s, shown.unit_s, self._zone)
        write = moment_text if self._is_spelled_out and shown.unit_s <= 1 else clock_text
        return write(shown.value_s % DAY_S, shown.unit_s)

    def _untold(self) -> UserError:
        return UserError(
            _(
                "The times of {source} cannot be written as a table: some come before its first "
                "day.",
                source=self._name,
            )
        )


def _is_near(value_s: Fraction, previous_s: Fraction) -> bool:
    """Tell whether a time of day without a day is read on its own day, and without doubt."""
    is_nearest = nearest_day(value_s % DAY_S, previous_s) == value_s
    return is_nearest and abs(value_s - previous_s) < DOUBTFUL_S


def _times(hold: Hold) -> Iterator[_HoldTime]:
    note = f"{hold.reason} {hold.said}".strip()
    yield _HoldTime(hold.source, hold.start_s, hold.variance_s2, "!hold", hold.number, note)
    if hold.stop_s is not None:
        yield _HoldTime(
            hold.source, hold.stop_s, hold.stop_variance_s2, "!resume", hold.stop_number
        )


def _said(row: Use | Confirmation | HeadCount) -> Mapping[str, str]:
    """Write what a named person decided, or a head count that stands in no row with a time."""
    cells = {"source": guarded(row.source), "note": guarded(row.note)}
    if isinstance(row, Confirmation):
        return cells | {"step": f"#{row.target}", "time": "confirmed"}
    said = {"time": "use"} if isinstance(row, Use) else {"heads": str(row.heads)}
    return cells | {"step": guarded(row.step), "unit": guarded(row.unit or "")} | said


def _is_counted(row: HeadCount, steps: Mapping[str, Step]) -> bool:
    """Tell whether the script counts heads there; a table says nothing of heads elsewhere."""
    step = steps.get(row.step)
    units = {unit.id: unit.heads for unit in step.units} if step is not None else {}
    return step is not None and (step.heads or units.get(row.unit or "")) is not None


def _named(row: Observation, steps: Mapping[str, Step]) -> dict[str, str]:
    """Name the step with its option or unit; a unit beside an option, or named like one, apart."""
    step = steps.get(row.step)
    options = [option.id for option in step.options] if step is not None else []
    stands_apart = row.option is not None or row.unit in options
    behind = row.option if stands_apart else row.unit
    return {
        "source": guarded(row.source),
        "step": guarded(row.step if behind is None else f"{row.step}/{behind}"),
        "unit": guarded(row.unit or "") if stands_apart else "",
        "observed": "" if row.observed == "seen" else row.observed,
        "note": guarded(row.note),
    }


def mark_cell(name: str) -> str:
    """Write the step cell of a sync mark, guarded where a spreadsheet might compute it."""
    cell = f"@{name}"
    return cell if _HARMLESS_MARK.fullmatch(cell) else guarded(cell)


def _not_applicable_rows(log: Log) -> Iterator[Mapping[str, str]]:
    """Say what does not apply, by sources that say nothing else where there are such."""
    targets = list(log.not_applicable)
    if not targets:
        return
    heard = {row.source for row in log.observations} | {hold.source for hold in log.holds}
    heard |= {mark.source for mark in log.sync_marks} | {row.source for row in log.offsets}
    heard |= {use.source for use in log.uses} | {one.source for one in log.confirmations}
    silent = [name for name in log.scales if name not in heard]
    speakers = silent or list(log.scales)[:1]
    for index in range(max(len(targets), len(silent))):
        yield {
            "source": guarded(speakers[index % len(speakers)]),
            "step": f"#{targets[index % len(targets)]}",
            "time": "not_applicable",
        }


def _printable(text: str) -> str:
    """Replace control characters, which no table carries, but tabs and line breaks."""
    if text.isprintable():
        return text
    return "".join(
        "\ufffd" if c not in "\t\r\n" and unicodedata.category(c) in ("Cc", "Cs") else c
        for c in text
    )
