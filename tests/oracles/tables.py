"""Read scripts and log tables the way the contract words it, into exact fractions.

Written from the contract's page alone and shares no line with the product. A fault of the
input raises `Refused`; the texts of its messages are nobody's model.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

Doc = dict[str, Any]

DAY = 86_400
HOUR = 3_600
#: Days of Excel's serial dates count from here.
SERIAL_EPOCH = date(1899, 12, 30).toordinal()
WORDS = ("not_performed", "done", "failed", "not_applicable", "use", "confirmed")
DEFAULTS: Doc = {
    "coverage_factor": 2,
    "press_u_s": Fraction("0.3"),
    "watch_u_s": 1,
    "radio_u_s": Fraction("1.5"),
    "half_ratio": Fraction("1.5"),
    "half_score": 60,
    "zero_ratio": 2,
    "cap": 59,
    "conflict_s": 2,
    "min_coverage": Fraction("0.7"),
    "drift_ppm": 50,
    "drift_span_s": 300,
    "share_timed": Fraction("0.6"),
    "grades": {"excellent": 90, "good": 80, "fair": 60},
    "reference": None,
}

_WIDE = str.maketrans("０１２３４５６７８９：．－", "0123456789:.-")
_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?"
)
_HALVES = re.compile(
    r"(上午|下午|晚上)?\s*(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?\s*(AM|PM|am|pm)?"
)
_HAN_CLOCK = re.compile(r"(上午|下午|晚上)?(\d{1,2})[时点](\d{1,2})分(?:(\d{1,2})(\.\d{1,9})?秒)?")
_HAN_WATCH = re.compile(r"(-?)(\d+)分(\d{1,2})(\.\d{1,9})?秒")
_THREE = re.compile(r"(-?)(\d+):(\d{2}):(\d{2})(\.\d{1,9})?")
_TWO = re.compile(r"(-?)(\d+):(\d{2})(\.\d{1,9})?")
_PLAIN = re.compile(r"-?\d+(\.\d+)?")


class Refused(Exception):
    """The input is refused; the command line's exit status would be 1."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One instant on its source's clock, in seconds, with its variance."""

    at: Fraction
    var: Fraction
    #: "low" or "high" of an interval, so that one of no length is still an interval.
    side: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one source says of one step and unit."""

    source: str
    step: str
    unit: str | None
    word: str
    low: Edge | None
    high: Edge | None
    radio: bool
    minute: bool
    row: int
    option: str | None = None

    @property
    def is_timed(self) -> bool:
        return self.low is not None or self.high is not None

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated difference: source minus other, at an instant of the source where one is given."""

    source: str
    other: str
    value: Fraction
    var: Fraction
    at: Fraction | None


@dataclass(slots=True)
class Log:
    """All that the tables say."""

    entries: list[Entry] = field(default_factory=list)
    marks: dict[str, dict[str, Edge]] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)
    holds: list[tuple[str, str, Edge]] = field(default_factory=list)
    uses: dict[tuple[str, str | None], str] = field(default_factory=dict)
    not_applicable: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    is_clock: dict[str, bool] = field(default_factory=dict)
    first_at: dict[str, Fraction] = field(default_factory=dict)
    timed_rows: dict[str, int] = field(default_factory=dict)
    readings: list[Doc] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Shown:
    """A time as it was written: of a day or elapsed, with the unit of its last digit."""

    of_day: bool
    seconds: Fraction
    unit: Fraction
    ordinal: int | None = None


def read_script(made: Doc | str) -> Doc:
    """Read a script with every number as a fraction or an integer."""
    text = made if isinstance(made, str) else json.dumps(made)
    doc: Doc = json.loads(text, parse_float=Fraction)
    doc["scoring"] = DEFAULTS | doc.get("scoring", {})
    doc["scoring"]["grades"] = DEFAULTS["grades"] | doc["scoring"]["grades"]
    return doc


def read_rows(text: str) -> list[dict[str, str]]:
    """Split a table at commas, semicolons or tabs, whichever its header uses."""
    header = text.lstrip("﻿").split("\n", 1)[0]
    mark = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text.lstrip("﻿")), delimiter=mark)
    return [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in rows]


def read_log(doc: Doc, texts: Sequence[str], dial: Mapping[str, str] | None = None) -> Log:
    """Read all tables of one drill; rows count in the order of the tables given."""
    rows = [row for text in texts for row in read_rows(text)]
    return _Reader(doc, rows, dict(dial or {})).read()


def _fraction_of(digits: str | None) -> tuple[Fraction, Fraction]:
    if not digits:
        return Fraction(0), Fraction(1)
    return Fraction("0" + digits), Fraction(1, 10 ** (len(digits) - 1))


def _hours(hour: int, half: str | None) -> int:
    if half in ("下午", "晚上", "PM", "pm"):
        return hour % 12 + 12
    if half in ("AM", "am", "上午"):
        return hour % 12
    return hour


def time_part(cell: str) -> str:
    """Take the time out of a cell; empty where it holds a word alone."""
    if cell.startswith("failed"):
        return cell[6:].strip()
    return "" if cell in WORDS else cell


def decide_dial(cells: Sequence[str]) -> str:
    """Decide what a source's times are from how they look.

    Raises:
        Refused: Nothing decides, or two kinds are mixed.
    """
    certain = {kind for cell in cells if (kind := _certain(cell))}
    if len(certain) > 1:
        raise Refused("two kinds of times in one source")
    if certain:
        return certain.pop()
    three = [found for cell in cells if (found := _THREE.fullmatch(cell))]
    if three:
        if len(three) >= 2 and all(_no_seconds(found) for found in three):
            raise Refused("H:MM:00 or M:SS:00")
        return "clock"
    if any(_TWO.fullmatch(cell) for cell in cells):
        raise Refused("H:MM or M:SS")
    return _plain_dial(cells)


def _no_seconds(found: re.Match[str]) -> bool:
    return int(found[4]) == 0 and not (found[5] or "").strip(".0")


def _certain(cell: str) -> str | None:
    if _ISO.fullmatch(cell) or _HAN_CLOCK.fullmatch(cell):
        return "clock"
    halves = _HALVES.fullmatch(cell)
    if halves and (halves[1] or halves[6]):
        return "clock"
    if cell.startswith("-") or _HAN_WATCH.fullmatch(cell):
        return "stopwatch"
    three = _THREE.fullmatch(cell)
    if three and int(three[2]) > 23:
        return "stopwatch"
    two = _TWO.fullmatch(cell)
    return "stopwatch" if two and two[4] else None


def _plain_dial(cells: Sequence[str]) -> str:
    numbers = [Fraction(cell) for cell in cells]
    whole = all("." not in cell for cell in cells)
    pairs = all(
        3 <= len(cell) <= 6 and all(int(pair) < 60 for pair in _later_pairs(cell))
        for cell in cells
        if whole
    )
    if cells and whole and pairs:
        raise Refused("seconds, or digits without separators")
    if numbers and all(0 <= n <= 1 for n in numbers) and any(len(c) > 5 for c in cells):
        raise Refused("seconds, or parts of a day")
    if numbers and all(20_000 <= n <= 80_000 for n in numbers) and any("." in c for c in cells):
        raise Refused("seconds, or a spreadsheet's dates")
    if any(n > 10**8 for n in numbers):
        raise Refused("too great for seconds")
    return "seconds"


def _later_pairs(cell: str) -> list[str]:
    cut = len(cell) % 2 or 2
    return [cell[at : at + 2] for at in range(cut, len(cell), 2)]


def show(cell: str, dial: str, to_minute: bool, zone: ZoneInfo) -> Shown:
    """Read one time by its source's dial.

    Raises:
        Refused: The time is not one of this dial.
    """
    if dial == "clock" and _PLAIN.fullmatch(cell):
        dial = "hhmm" if "." not in cell and len(cell) > 2 else "day_fraction"
    shown: Shown | None
    if dial == "clock":
        shown = _show_clock(cell, to_minute, zone)
    elif dial in ("hhmm", "mmss", "hmmss"):
        shown = _show_digits(cell, dial)
    elif dial in ("day_fraction", "serial"):
        shown = _show_serial(cell, dial == "serial")
    else:
        shown = _show_watch(cell)
    if shown is None:
        raise Refused(f"{cell} is no time of dial {dial}")
    return shown


def _show_clock(cell: str, to_minute: bool, zone: ZoneInfo) -> Shown | None:
    iso = _ISO.fullmatch(cell)
    if iso:
        more, unit = _fraction_of(iso[5])
        if iso[4] is None:
            unit = Fraction(60)
        then = datetime.fromisoformat(f"{iso[1]}T{iso[2]}:{iso[3]}:{iso[4] or '00'}{iso[6] or ''}")
        local = then.astimezone(zone) if iso[6] else then
        seconds = local.hour * HOUR + local.minute * 60 + local.second + more
        return Shown(True, seconds, unit, local.toordinal())
    found = _HALVES.fullmatch(cell)
    half = (found[1] or found[6]) if found else None
    if not found:
        found = _HAN_CLOCK.fullmatch(cell)
        half = found[1] if found else None
    if not found:
        return None
    hour, minute, second = _hours(int(found[2]), half), int(found[3]), int(found[4] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    more, unit = _fraction_of(found[5])
    if found[4] is None or to_minute:
        unit = Fraction(60)
    return Shown(True, hour * HOUR + minute * 60 + second + more, unit)


def _show_watch(cell: str) -> Shown | None:
    if _PLAIN.fullmatch(cell):
        decimals = len(cell.partition(".")[2])
        return Shown(False, Fraction(cell), Fraction(1, 10**decimals))
    three, two = _THREE.fullmatch(cell), _TWO.fullmatch(cell) or _HAN_WATCH.fullmatch(cell)
    if three:
        minutes, second, rest = int(three[2]) * 60 + int(three[3]), int(three[4]), three[5]
    elif two:
        minutes, second, rest = int(two[2]), int(two[3]), two[4]
    else:
        return None
    more, unit = _fraction_of(rest)
    size = minutes * 60 + second + more
    return Shown(False, -size if cell.startswith("-") else size, unit)


def _show_digits(cell: str, dial: str) -> Shown | None:
    sign, cell = (-1, cell[1:]) if cell.startswith("-") else (1, cell)
    if not cell.isdigit() or (sign < 0 and dial == "hhmm"):
        return None
    if len(cell) > (4 if dial == "mmss" else 6):
        return None
    head = len(cell) % 2 or 2
    parts = [int(cell[:head]), *(int(pair) for pair in _later_pairs(cell))]
    if dial == "hhmm":
        hour, minute, second = (*parts, 0)[:3]
        return Shown(
            True,
            Fraction(hour * HOUR + minute * 60 + second),
            Fraction(60 if len(parts) < 3 else 1),
        )
    # Of mmss and hmmss all digits have their place: 10327 is no mmss, it may be 1 h 3 min 27 s.
    seconds, minutes = int(cell[-2:]), cell[:-2]
    size = int(minutes[:-2] or 0) * HOUR + int(minutes[-2:] or 0) * 60 + seconds
    return Shown(False, Fraction(sign * size), Fraction(1))


def _show_serial(cell: str, dated: bool) -> Shown:
    seconds = (Fraction(cell) * DAY + Fraction(1, 2)).__floor__()
    day, rest = divmod(seconds, DAY)
    return Shown(True, Fraction(rest), Fraction(1), SERIAL_EPOCH + day if dated else None)


class _Reader:
    """Read the rows of one drill in order, keeping each source's day."""

    def __init__(self, doc: Doc, rows: list[dict[str, str]], dial: dict[str, str]) -> None:
        self.doc = doc
        self.scoring: Doc = doc["scoring"]
        self.zone = ZoneInfo(doc.get("zone", "Asia/Shanghai"))
        self.steps = {step["id"]: step for step in doc["steps"]}
        self.rows = rows
        self.log = Log()
        self.dial: dict[str, str] = {}
        self.to_minute: dict[str, bool] = {}
        self.day_zero: dict[str, int] = {}
        self.last: dict[str, Fraction] = {}
        self._decide(dial)

    def read(self) -> Log:
        self.log.sources = list(dict.fromkeys(row["source"] for row in self.rows))
        for number, row in enumerate(self.rows):
            self._row(number, row)
        for one in self.log.stated:
            others = [s for s in self.log.stated if {s.source, s.other} == {one.source, one.other}]
            if len(others) > 1 and one.at is None:
                raise Refused("several differences of one pair without the instants they hold at")
        for source, cells in self.written.items():
            self.log.readings.append(
                {
                    "source": source,
                    "dial": self.dial[source],
                    "rows": len(cells),
                    "first": cells[0],
                    "last": cells[-1],
                }
            )
        return self.log

    def _decide(self, dial: dict[str, str]) -> None:
        self.cells: dict[str, list[tuple[str, str]]] = {}
        self.written: dict[str, list[str]] = {}
        said: dict[str, set[str]] = {s: {word} for s, word in dial.items()}
        if not set(dial) <= {row["source"] for row in self.rows}:
            raise Refused("a dial of a source that is not there")
        for row in self.rows:
            written = time_part(row["time"])
            for name in ("time", "until", "at"):
                row[name] = row.get(name, "").translate(_WIDE)
            if row.get("dial"):
                said.setdefault(row["source"], set()).add(row["dial"])
            cell = time_part(row["time"])
            if cell and not row["step"].startswith("@offset:"):
                self.cells.setdefault(row["source"], []).append((cell, row["until"]))
                self.written.setdefault(row["source"], []).append(written)
        for source, cells in self.cells.items():
            words = said.get(source, set())
            if len(words) > 1:
                raise Refused("two dials of one source")
            looked = [cell for pair in cells for cell in pair if cell]
            self.dial[source] = words.pop() if words else decide_dial(looked)
            three = [found for cell in looked if (found := _THREE.fullmatch(cell))]
            self.to_minute[source] = len(three) >= 2 and all(_no_seconds(one) for one in three)

    def _shown(self, source: str, cell: str) -> Shown:
        return show(cell, self.dial[source], self.to_minute[source], self.zone)

    def _place(self, source: str, shown: Shown, day: str, near: Fraction | None) -> Fraction:
        """Turn a shown time into seconds after midnight of the source's first day."""
        if not shown.of_day:
            if day:
                raise Refused("a day beside a stopwatch")
            return shown.seconds
        if day and shown.ordinal is not None:
            raise Refused("a day beside a date")
        if shown.ordinal is not None:
            zero = self.day_zero.setdefault(source, shown.ordinal)
            return (shown.ordinal - zero) * DAY + shown.seconds
        if day:
            if day.isdigit():
                self.day_zero.setdefault(source, 0)
                return int(day) * DAY + shown.seconds
            ordinal = date.fromisoformat(day).toordinal()
            return (ordinal - self.day_zero.setdefault(source, ordinal)) * DAY + shown.seconds
        self.day_zero.setdefault(source, 0)
        if near is None:
            return shown.seconds
        days = ((near - shown.seconds) / DAY + Fraction(1, 2)).__floor__()
        at = days * DAY + shown.seconds
        if abs(at - near) >= 8 * HOUR:
            raise Refused("an undated row half a day away")
        return at

    def _edge(self, row: dict[str, str]) -> tuple[Edge, Shown]:
        """Read a row's time with its uncertainty, by its reading and who observed it."""
        source = row["source"]
        shown = self._shown(source, time_part(row["time"]))
        at = self._place(source, shown, row.get("day", ""), self.last.get(source))
        self.last[source] = at
        self.log.is_clock[source] = shown.of_day
        self.log.first_at.setdefault(source, at)
        unit, stated, reading = shown.unit, row.get("uncertainty_s", ""), row.get("reading", "")
        half = unit / 2
        if row["until"]:
            return Edge(at, Fraction(stated or 0) ** 2), shown
        if reading == "floor":
            at += half
        elif not reading and not stated and shown.of_day and unit == 60:
            at, half = at + 15, Fraction(45)
        if stated:
            return Edge(at, Fraction(stated) ** 2), shown
        var = half**2 / 3
        observed = row.get("observed", "")
        if observed == "radio":
            var += self.scoring["radio_u_s"] ** 2
        elif observed in ("", "seen"):
            by_press = not shown.of_day or unit < 1
            var += self.scoring["press_u_s" if by_press else "watch_u_s"] ** 2
        return Edge(at, Fraction(var)), shown

    def _row(self, number: int, row: dict[str, str]) -> None:
        step, cell, source = row["step"], row["time"], row["source"]
        odd = row.get("bound") or row.get("reading") or cell.startswith("failed") or step[0] in "@!"
        if row["until"] and odd:
            raise Refused("until beside a bound, a reading, failed, @ or !")
        if cell in ("use", "confirmed") and not row.get("note"):
            raise Refused(f"{cell} without a note")
        if step.startswith("#"):
            kept = self.log.confirmed if cell == "confirmed" else self.log.not_applicable
            kept.add(step[1:])
        elif step.startswith("@offset:"):
            self._offset(row, step[8:])
        elif step.startswith("@"):
            self.log.marks.setdefault(source, {})[step[1:]] = self._edge(row)[0]
        elif step.startswith("!"):
            self.log.holds.append((source, step[1:], self._edge(row)[0]))
        else:
            self._step(number, row)

    def _offset(self, row: dict[str, str], other: str) -> None:
        value = Fraction(row["time"])
        decimals = len(row["time"].partition(".")[2])
        stated = row.get("uncertainty_s", "")
        var = Fraction(stated) ** 2 if stated else Fraction(1, 10**decimals) ** 2 / 12
        at = None
        if row["at"]:
            shown = self._shown(row["source"], row["at"])
            at = self._place(row["source"], shown, "", self.last.get(row["source"]))
        self.log.stated.append(Stated(row["source"], other, value, var, at))

    def _step(self, number: int, row: dict[str, str]) -> None:
        step, _, part = row["step"].partition("/")
        part = part or row.get("unit", "")
        asked = self.steps[step]
        option = part if part and asked.get("options") else None
        unit = part if part and option is None else None
        cell, source = row["time"], row["source"]
        if cell == "use":
            if (step, unit) in self.log.uses:
                raise Refused("use twice")
            self.log.uses[step, unit] = source
            return
        word = "failed" if cell.startswith("failed") else cell if cell in WORDS else "time"
        low = high = None
        minute = False
        if time_part(cell):
            edge, shown = self._edge(row)
            minute = shown.of_day and shown.unit == 60
            low, high = self._bounds(row, edge, shown)
            self.log.timed_rows[source] = self.log.timed_rows.get(source, 0) + 1
        radio = row.get("observed") == "radio"
        entry = Entry(source, step, unit, word, low, high, radio, minute, number, option)
        self.log.entries.append(entry)

    def _bounds(
        self, row: dict[str, str], edge: Edge, shown: Shown
    ) -> tuple[Edge | None, Edge | None]:
        if row["until"]:
            later = self._shown(row["source"], row["until"])
            size = later.seconds - shown.seconds
            if later.ordinal is not None and shown.ordinal is not None:
                size += (later.ordinal - shown.ordinal) * DAY
            elif later.of_day and size < -DAY / 2:
                size += DAY
            if size < 0:
                raise Refused("until before its time")
            return replace(edge, side="low"), replace(edge, at=edge.at + size, side="high")
        bound = row.get("bound") or ("at_most" if row.get("observed") == "radio" else "exact")
        return (None if bound == "at_most" else edge, None if bound == "at_least" else edge)
