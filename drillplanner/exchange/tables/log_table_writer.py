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
from zoneinfo import ZoneInfo

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.exchange.clock_text import midnight_s
from drillplanner.exchange.tables.formula_guard import guarded
from drillplanner.exchange.tables.log_row import COLUMNS
from drillplanner.exchange.tables.log_table import nearest_day
from drillplanner.exchange.tables.shown_value import (
    CLOCK_UNITS,
    SECOND_UNITS,
    ShownValue,
    clock_text,
    decimal_text,
    instant_text,
    shown_value,
)
from drillplanner.plan.model import Script, Step
from drillplanner.review.observation import Hold, Log, Observation, StatedOffset, SyncMark

_DAY_S = 86_400
#: A mark's name in which a spreadsheet finds nothing to compute; it needs no guard.
_HARMLESS_MARK = re.compile(r"@[\w .:_-]*")


def write_log(log: Log, script: Script) -> bytes:
    """Write a log as CSV in UTF-8 with a byte order mark, in the order of its numbers.

    Reading it back gives the same log but for places, numbers and the order of sources. Only a
    variance that is no square of a decimal, and times finer than half a nanosecond, come back
    rounded. Texts that a spreadsheet might compute are guarded
    (drillplanner.exchange.formula_guard).

    Raises:
        UserError: a source of times of day, without a date, has a gap of over twelve hours,
            which such times cannot tell.
    """
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    table.writeheader()
    for cells in _rows(log, script):
        table.writerow({column: _printable(text) for column, text in cells.items()})
    return out.getvalue().encode("utf-8-sig", errors="replace")


def _rows(log: Log, script: Script) -> Iterator[Mapping[str, str]]:
    steps = {step.id: step for step in script.steps}
    sources = {name: _Source(name, log, ZoneInfo(script.zone)) for name in log.scales}
    numbered: list[Observation | SyncMark | StatedOffset | _HoldTime] = [
        *log.observations,
        *log.sync_marks,
        *log.offsets,
        *(time for hold in log.holds for time in _times(hold)),
    ]
    for row in sorted(numbered, key=lambda row: row.number):
        match row:
            case StatedOffset():
                yield _offset_cells(row)
            case SyncMark():
                yield sources[row.source].timed_row(row) | {"step": mark_cell(row.name)}
            case _HoldTime():
                yield sources[row.source].hold_row(row)
            case Observation(at_s=None):
                yield _named(row, steps) | {"time": row.outcome}
            case Observation():
                yield sources[row.source].timed_row(row) | _named(row, steps)
    yield from _not_applicable_rows(log)


@dataclass(frozen=True, slots=True)
class _HoldTime:
    source: str
    at_s: Fraction
    word: str
    number: int


class _Source:
    """Writes the timed rows of one source so that each is read back on its own day."""

    def __init__(self, name: str, log: Log, zone: tzinfo) -> None:
        self._name = name
        self._zone = zone
        self._scale = log.scales[name]
        origin = log.origins.get(name)
        self._origin = date.fromisoformat(origin) if origin else None
        self._midnight_s = midnight_s(self._origin, zone) if self._origin else 0
        self._previous_s: Fraction | None = None

    def timed_row(self, row: Observation | SyncMark) -> dict[str, str]:
        """Give the cells of an observation with a time or of a sync mark, but its name."""
        bound = row.bound if isinstance(row, Observation) else "exact"
        observed = row.observed if isinstance(row, Observation) else "seen"
        at_s = row.at_s or Fraction(0)
        shown = shown_value(at_s, row.variance_s2, self._units(), is_plain=observed != "radio")
        failed = isinstance(row, Observation) and row.outcome == "failed"
        time = self._time_text(at_s, shown)
        return {
            "source": guarded(self._name),
            "time": f"failed {time}" if failed else time,
            "uncertainty_s": shown.uncertainty,
            "bound": "" if bound == "exact" and observed != "radio" else bound,
            "reading": shown.reading,
        }

    def hold_row(self, hold: _HoldTime) -> dict[str, str]:
        """Give the cells of a hold or of its end."""
        shown = shown_value(hold.at_s, None, self._units(), is_plain=True)
        return {
            "source": guarded(self._name),
            "step": hold.word,
            "time": self._time_text(hold.at_s, shown),
            "reading": shown.reading,
        }

    def _units(self) -> tuple[Fraction, ...]:
        return SECOND_UNITS if self._scale == "seconds" else CLOCK_UNITS

    def _is_told(self, at_s: Fraction, shown: ShownValue) -> bool:
        """Tell whether the shown time, read after the row before, falls on its own day."""
        if self._scale == "seconds":
            return shown.value_s >= 0
        if self._origin is not None:
            return self._previous_s is not None or self._is_on_first_day(shown.value_s)
        if self._previous_s is None:
            return 0 <= shown.value_s < _DAY_S
        read_s = shown.value_s % _DAY_S + shown.shift_s
        return nearest_day(read_s, self._previous_s) == shown.value_s + shown.shift_s

    def _is_on_first_day(self, value_s: Fraction) -> bool:
        if self._origin is None or value_s < 0:
            return False
        day_after = date.fromordinal(self._origin.toordinal() + 1)
        return value_s < midnight_s(day_after, self._zone) - self._midnight_s

    def _time_text(self, at_s: Fraction, shown: ShownValue) -> str:
        if not self._is_told(at_s, shown):
            raise UserError(
                _(
                    "The times of {source} cannot be written as a table: between two of them lie "
                    "more than twelve hours, or they come before its first day.",
                    source=self._name,
                )
            )
        self._previous_s = shown.value_s + shown.shift_s
        if self._scale == "seconds":
            return decimal_text(shown.value_s, shown.unit_s)
        if self._origin is not None:
            return instant_text(shown.value_s + self._midnight_s, shown.unit_s, self._zone)
        return clock_text(shown.value_s % _DAY_S, shown.unit_s)


def _times(hold: Hold) -> Iterator[_HoldTime]:
    yield _HoldTime(hold.source, hold.start_s, "!hold", hold.number)
    if hold.stop_s is not None:
        yield _HoldTime(hold.source, hold.stop_s, "!resume", hold.stop_number)


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


def _offset_cells(row: StatedOffset) -> Mapping[str, str]:
    shown = shown_value(row.offset_s, row.variance_s2, SECOND_UNITS, is_plain=True)
    return {
        "source": guarded(row.source),
        "step": mark_cell(f"offset:{row.other}"),
        "time": decimal_text(shown.value_s, shown.unit_s),
        "uncertainty_s": shown.uncertainty,
        "reading": shown.reading,
    }


def _not_applicable_rows(log: Log) -> Iterator[Mapping[str, str]]:
    """Say what does not apply, by sources that say nothing else where there are such."""
    targets = list(log.not_applicable)
    if not targets:
        return
    heard = {row.source for row in log.observations} | {hold.source for hold in log.holds}
    heard |= {mark.source for mark in log.sync_marks} | {row.source for row in log.offsets}
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
