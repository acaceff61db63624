"""Make random drills from a seed: small scripts and logs that use all the contract offers.

    python -m tests.oracles.random_drills SEED FOLDER

writes one drill's files. Nothing here knows a right answer; two scorers are compared on what is
made. Choices that the contract leaves open (README.md) are avoided where they can be, so that
a difference is a fault of one side or a word of the contract to mend.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

Doc = dict[str, Any]
Row = dict[str, str]

NANO = 10**9
DAY = 86_400
COLUMNS = (
    "source",
    "step",
    "time",
    "uncertainty_s",
    "bound",
    "note",
    "observed",
    "unit",
    "reading",
    "until",
    "day",
    "dial",
    "at",
)


@dataclass(frozen=True, slots=True)
class Drill:
    """One drill as the command line takes it."""

    script: Doc
    logs: tuple[str, ...]
    ratings: str | None
    dial: dict[str, str]


@dataclass(slots=True)
class Source:
    """A clock with its way of writing; its time is offset_ns + true · (1 + drift)."""

    name: str
    form: str
    offset_ns: int
    drift_ppm: int
    decimals: int
    dial: str
    rows: list[tuple[int, Row]] = field(default_factory=list)

    @property
    def is_clock(self) -> bool:
        return self.form in CLOCK_FORMS

    def reads(self, true_ns: int) -> int:
        return true_ns + self.offset_ns + true_ns * self.drift_ppm // 10**6


def _hms(seconds: Fraction, decimals: int) -> tuple[int, int, int, str]:
    whole = int(seconds)
    rest = seconds - whole
    tail = f".{int(rest * 10**decimals):0{decimals}d}" if decimals else ""
    return whole // 3600, whole // 60 % 60, whole % 60, tail


def _clock(kind: str, at: Fraction, decimals: int) -> str:
    h, m, s, tail = _hms(at % DAY, decimals)
    half = h % 12 or 12
    return {
        "clock": f"{h:02}:{m:02}:{s:02}{tail}",
        "wide": f"{h:02}:{m:02}:{s:02}{tail}".translate(
            str.maketrans("0123456789:", "０１２３４５６７８９：")
        ),
        "minute": f"{h:02}:{m:02}",
        "ampm": f"{half}:{m:02}:{s:02}{tail} {'AM' if h < 12 else 'PM'}",
        "halves": f"{'上午' if h < 12 else '下午'}{half}:{m:02}:{s:02}{tail}",
        "han": f"{h}时{m:02}分{s:02}秒",
        "dots": f"{h}点{m:02}分",
        "hhmm": f"{h:02}{m:02}",
        "hhmmss": f"{h:02}{m:02}{s:02}",
    }[kind]


_FIRST_DATE = date(2026, 5, 12)
CLOCK_FORMS = (
    "clock",
    "wide",
    "minute",
    "ampm",
    "halves",
    "han",
    "dots",
    "hhmm",
    "hhmmss",
    "iso",
    "isozone",
    "isominute",
    "fraction",
    "serial",
)
MINUTES = ("minute", "dots", "hhmm", "isominute")
WATCH_FORMS = ("seconds", "mss", "hmmss", "hanwatch", "mmss", "digits")
#: Forms that only a stated dial decides.
DIALS = {
    "minute": ("clock",),
    "hhmm": ("hhmm", "clock"),
    "hhmmss": ("hhmm", "clock"),
    "fraction": ("day_fraction", "clock"),
    "serial": ("serial",),
    "mss": ("stopwatch",),
    "hmmss": ("stopwatch",),
    "mmss": ("mmss",),
    "digits": ("hmmss",),
    "seconds": ("seconds", "stopwatch", ""),
}
WHOLE = (
    "minute",
    "dots",
    "hhmm",
    "isominute",
    "han",
    "hhmmss",
    "fraction",
    "serial",
    "mmss",
    "digits",
)


def _iso(form: str, at: Fraction, decimals: int) -> str:
    then = datetime.combine(_FIRST_DATE, datetime.min.time()) + timedelta(seconds=int(at))
    tail = _hms(at % DAY, decimals)[3]
    if form == "isominute":
        return then.strftime("%Y-%m-%dT%H:%M")
    if form == "isozone":
        return (then - timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%S") + tail + "Z"
    return then.strftime("%Y-%m-%dT%H:%M:%S") + tail


def _serial(form: str, at: Fraction) -> str:
    days = Fraction(int(at), DAY)
    if form == "fraction":
        days %= 1
    else:
        days += _FIRST_DATE.toordinal() - date(1899, 12, 30).toordinal()
    size = round(days * 10**10)
    return f"{size // 10**10}.{size % 10**10:010d}"


def _watch(form: str, at: Fraction, decimals: int) -> str:
    sign, at = ("-", -at) if at < 0 else ("", at)
    h, m, s, tail = _hms(at, decimals)
    return (
        sign
        + {
            "seconds": f"{int(at)}{tail}",
            "mss": f"{h * 60 + m}:{s:02}{tail}",
            "hmmss": f"{h}:{m:02}:{s:02}{tail}",
            "hanwatch": f"{h * 60 + m}分{s:02}秒",
            "mmss": f"{h * 60 + m:02}{s:02}",
            "digits": f"{h}{m:02}{s:02}",
        }[form]
    )


def write_time(source: Source, true_ns: int) -> str:
    """Write what a source's clock shows at a true instant."""
    at = Fraction(source.reads(true_ns), NANO)
    decimals = 0 if source.form in WHOLE else source.decimals
    if source.form in ("iso", "isozone", "isominute"):
        return _iso(source.form, at, decimals)
    if source.form in ("fraction", "serial"):
        return _serial(source.form, at)
    if source.is_clock:
        return _clock(source.form, at, decimals)
    return _watch(source.form, at, decimals)


def make(seed: int) -> Drill:
    """Make the drill of a seed; the same seed makes the same drill."""
    return _Maker(Random(seed)).make()  # noqa: S311 - a drill for a test


class _Maker:
    """Draw one drill, part by part."""

    def __init__(self, random: Random) -> None:
        self.r = random
        self.span_s = random.choice((60, 300, 900, 1200, 6000))
        self.truth: dict[tuple[str, str], int] = {}
        self.tail: list[Row] = []
        self.copied: dict[tuple[str, str], tuple[str, str]] = {}
        self.errors: dict[tuple[str, str, str], int] = {}

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def make(self) -> Drill:
        self._steps()
        self._sources()
        self._ties()
        self._entries()
        self._holds()
        script = self._script()
        self._said_of_targets(script)
        logs, dial = self._write()
        return Drill(script, logs, self._ratings(script), dial)

    # The script.

    def _steps(self) -> None:
        self.steps: list[Doc] = []
        for number in range(self.r.randint(3, 7)):
            made: Doc = {
                "id": f"S{number}",
                "phase": "P",
                "kind": "action",
                "role": self.r.choice("RQ"),
                "text": "x",
            }
            if number and self.chance(0.3):
                count = self.r.randint(2, 3)
                made["units"] = [{"id": f"u{n}", "name": "u"} for n in range(count)]
            if number and self.chance(0.35):
                made["after"] = [{"step": f"S{self.r.randrange(number)}", "lag_s": 0}]
            if self.chance(0.2):
                made["u_s"] = self.r.choice((0.1, 0.5, 1, 2.5))
            self.steps.append(made)
            begin = number * self.span_s * NANO // 8
            for unit in [one["id"] for one in made.get("units", [])] or [""]:
                late = self.r.randint(-NANO * self.span_s // 30, NANO * self.span_s // 8)
                self.truth[made["id"], unit] = begin + late + NANO * self.span_s // 20
        if self.chance(0.15):
            # Two steps typed with one time: an untouched field.
            one, other = self.r.sample(sorted(self.truth), 2)
            self.truth[one] = self.truth[other]
            self.copied = {one: other}
        self.taken: str | None = None
        if len(self.steps) > 4 and self.chance(0.25):
            self._branch()

    def _branch(self) -> None:
        decision = self.steps[1]
        if "units" in decision:
            return
        decision |= {"kind": "decision", "options": [{"id": o, "name": o} for o in ("o1", "o2")]}
        for step, option in ((self.steps[3], "o1"), (self.steps[4], "o2")):
            step["only_if"] = {"step": "S1", "option": option}
        self.taken = self.r.choice(("o1", "o2", "none"))

    def _script(self) -> Doc:
        scoring: Doc = {}
        for name, values in _SCORING.items():
            if self.chance(0.15):
                scoring[name] = self.r.choice(values)
        if self.chance(0.5):
            scoring["min_coverage"] = 0.3
        if self.chance(0.3):
            scoring["reference"] = self.r.choice(self.sources).name
        return {
            "format": "drillplanner/scenario",
            "version": 2,
            "id": "random",
            "title": "Random",
            "kind": "other",
            "language": "en",
            "roles": [{"id": one, "name": one} for one in "RQZ"],
            "posts": [{"id": "post", "name": "post"}],
            "phases": [{"id": "P", "name": "P"}],
            "steps": self.steps,
            "targets": [self._target(n) for n in range(self.r.randint(2, 6))],
            "orders": [one for n in range(2) if self.chance(0.4) and (one := self._order(n))],
            "criteria": self._criteria(),
            "scoring": scoring,
        }

    def _target(self, number: int) -> Doc:
        cut = self.r.randrange(1, len(self.steps))
        start, begin = self._end(self.steps[:cut], "start")
        stop, end = self._end(self.steps[cut:], "stop")
        length = max(end - begin, NANO) / NANO
        limit: float | None = round(length * self.r.choice((0.45, 0.7, 0.95, 1, 1, 1.05, 1.3)), 3)
        if self.chance(0.1):
            limit = None
        made: Doc = {
            "id": f"T{number}",
            "name": "t",
            "start": start,
            "stop": stop,
            "limit_s": limit,
            "source": {"class": self.r.choice("NLIDD"), "text": "a text"},
            "weight": self.r.choice((1, 1, 2, 0.5)),
            "critical": self.chance(0.25),
            "caps_whole": self.chance(0.8),
        }
        if self.chance(0.8):
            made["owner"] = self.r.choice("RQ")
        return made

    def _end(self, steps: list[Doc], role: str) -> tuple[Any, int]:
        refs = [self._ref(step) for step in steps]
        self.r.shuffle(refs)
        if len(refs) > 1 and self.chance(0.3):
            some = refs[: self.r.randint(2, 3)]
            kind = self.r.choice(("last_of", "first_of"))
            pick: Callable[..., int] = max if kind == "last_of" else min
            return {kind: some}, pick(self._when(ref, role) for ref in some)
        return refs[0], self._when(refs[0], role)

    def _ref(self, step: Doc) -> str:
        if "units" in step and self.chance(0.4):
            return f"{step['id']}/{self.r.choice(step['units'])['id']}"
        return str(step["id"])

    def _when(self, ref: str, role: str) -> int:
        step, _, unit = ref.partition("/")
        times = [at for (s, u), at in self.truth.items() if s == step and unit in ("", u)]
        return max(times) if role == "stop" else min(times)

    def _order(self, number: int) -> Doc | None:
        single = [step["id"] for step in self.steps if "units" not in step]
        if len(single) < 2:
            return None
        before, after = self.r.sample(single, 2)
        made = {"id": f"O{number}", "before": before, "after": after, "text": "x"}
        return made | {"critical": self.chance(0.3)}

    def _criteria(self) -> list[Doc]:
        scales: list[Any] = ["psmu", "grade4", "yes_no", {"full": 10}, {"levels": _LEVELS}]
        return [
            {
                "id": f"C{n}",
                "text": "x",
                "scale": self.r.choice(scales),
                "role": self.r.choice("RQZ"),
                "weight": self.r.choice((1, 2)),
                "critical": self.chance(0.2),
            }
            for n in range(self.r.choice((0, 0, 1, 3)))
        ]

    def _ratings(self, script: Doc) -> str | None:
        if not script["criteria"] or self.chance(0.2):
            return None
        lines = ["criterion,evaluator,rating,note"]
        for criterion in script["criteria"]:
            scale = criterion["scale"]
            words = _WORDS[scale] if isinstance(scale, str) else _WORDS[next(iter(scale))]
            for evaluator in "甲乙丙"[: self.r.randint(0, 3)]:
                word = "no_occasion" if self.chance(0.15) else self.r.choice(words)
                lines.append(f"{criterion['id']},{evaluator},{word},")
        return "\n".join(lines) + "\n"

    # The sources and their ties.

    def _sources(self) -> None:
        self.sources: list[Source] = []
        base = self.r.choice((9 * 3600, 14 * 3600 + 1234, DAY - 300, 11 * 3600 + 3500)) * NANO
        for name in "ABCDE"[: self.r.randint(1, 5)]:
            form = self.r.choice(WATCH_FORMS if self.chance(0.4) else CLOCK_FORMS)
            if form in WATCH_FORMS:
                least = NANO * self.span_s // 4
                offset = self.r.randint(least, least + 5000 * NANO)
                if form == "seconds" and self.chance(0.2):
                    offset -= 3000 * NANO
            else:
                offset = base + self.r.randint(-60 * NANO, 60 * NANO)
            if form == "mmss" and not self.chance(0.02):
                # Four digits end at 99 minutes.
                form, offset = (
                    ("mmss", offset % (2000 * NANO)) if self.span_s < 6000 else ("digits", offset)
                )
            drift = self.r.randint(-50, 50) if self.chance(0.9) else 700
            decimals = self.r.choice((0, 0, 1, 3, 6, 9))
            if form == "seconds":
                decimals = max(decimals, 1)
            dial = self.r.choice(DIALS.get(form, ("",)))
            self.sources.append(Source(name, form, offset, drift, decimals, dial))

    def _row(self, source: Source, step: str, true_ns: int, **more: str) -> Row:
        row: Row = {
            "source": source.name,
            "step": step,
            "time": write_time(source, true_ns),
            **more,
        }
        source.rows.append((true_ns, row))
        return row

    def _u(self, blank: float = 0.3) -> str:
        return "" if self.chance(blank) else f"{self.r.randint(3, 60) / 100:.2f}"

    def _ties(self) -> None:
        marks = {
            "a": -NANO * self.span_s // 15,
            "m": NANO * self.span_s // 2,
            "b": NANO * self.span_s,
        }
        for source in self.sources:
            if self.chance(0.2):
                continue
            for name, at in marks.items():
                if self.chance(0.6):
                    error = round(self.r.gauss(0, 0.1) * NANO)
                    self._row(source, f"@{name}", at + error, uncertainty_s=self._u())
        for before, source in zip(self.sources, self.sources[1:], strict=False):
            if self.chance(0.35):
                self._stated(source, before)

    def _stated(self, source: Source, other: Source) -> None:
        def difference(at: int) -> str:
            size = source.reads(at) - other.reads(at)
            if source.is_clock and other.is_clock:
                size = (size + DAY * NANO // 2) % (DAY * NANO) - DAY * NANO // 2
            return f"{size / NANO:.2f}"

        made: Row = {"source": source.name, "step": f"@offset:{other.name}"}
        if self.chance(0.6) or source.form in MINUTES:
            at = NANO * self.span_s // 2
            self.tail.append(made | {"time": difference(at), "uncertainty_s": self._u()})
            return
        for at in (0, NANO * self.span_s):
            row = made | {
                "time": difference(at),
                "uncertainty_s": self._u(),
                "at": write_time(source, at),
            }
            self.tail.append(row)

    # The entries.

    def _entries(self) -> None:
        for step in self.steps:
            if self.chance(0.03):
                continue
            option = step.get("only_if", {}).get("option")
            if option and self.taken not in (None, "none", option):
                continue
            units = [one["id"] for one in step.get("units", [])]
            if units and self.chance(0.2):
                observer = self.r.choice(self.sources)
                at = max(self.truth[step["id"], unit] for unit in units)
                self._timed(observer, step, "", at, whole=True)
                units = [unit for unit in units if self.chance(0.4)]
            for unit in units or ([] if step.get("units") else [""]):
                self._of_one(step, unit)

    def _of_one(self, step: Doc, unit: str) -> None:
        true_ns = self.truth[step["id"], unit]
        count = min(len(self.sources), self.r.choice((1, 1, 1, 2, 2, 3, 4)))
        observers = self.r.sample(self.sources, count)
        is_decision = "options" in step
        if self.chance(0.14) and not is_decision:
            word = self.r.choice(("not_performed", "done", "failed", "not_applicable"))
            self._word(observers.pop(), step, unit, word)
            if self.chance(0.6):
                return
        if self.chance(0.04) and not is_decision:
            for observer in observers:
                row = self._timed(observer, step, unit, true_ns)
                if not row.get("until"):
                    row["time"] = f"failed {row['time']}"
            return
        timed = []
        for observer in observers:
            row = self._timed(observer, step, unit, true_ns)
            timed.append(observer)
            if self.chance(0.04):
                self._row(observer, row["step"], true_ns + 9 * NANO, unit=unit)
        if timed and self.chance(0.1):
            use: Row = {"source": self.r.choice(timed).name, "step": step["id"], "unit": unit}
            self.tail.append(use | {"time": "use", "note": "the leader: nearest"})

    def _word(self, source: Source, step: Doc, unit: str, word: str) -> None:
        made = {"source": source.name, "step": step["id"], "unit": unit, "time": word}
        self.tail.append(made | {"note": "why"})

    def _timed(
        self, source: Source, step: Doc, unit: str, true_ns: int, *, whole: bool = False
    ) -> Row:
        place, named = step["id"], unit
        if "options" in step and self.taken != "none":
            place += f"/{self.taken}"
        elif unit and self.chance(0.5):
            place, unit = f"{place}/{unit}", ""
        error = self.r.gauss(0, 0.3)
        if self.chance(0.08):
            error += self.r.choice((-10, 4, 10, 60))
        key = step["id"], named
        key = self.copied.get(key, key)
        at = true_ns + self.errors.setdefault((source.name, *key), round(error * NANO))
        row = self._row(source, place, at, unit=unit, uncertainty_s=self._u(0.5))
        kind = self.r.random()
        if whole:
            row["observed"] = self.r.choice(("", "radio"))
        elif kind < 0.06:
            row["observed"] = "radio"
            row["bound"] = self.r.choice(("", "exact"))
        elif kind < 0.12:
            row["bound"] = self.r.choice(("at_most", "at_least"))
        elif kind < 0.18 and source.form not in ("fraction", "serial"):
            # A day fraction's digits are long, and its edges round to seconds apart.
            row["until"] = write_time(source, at + self.r.randint(1, 70) * NANO)
            row["uncertainty_s"] = self.r.choice(("", "0.2"))
            return row
        elif kind < 0.2 and "options" not in step:
            self._pair(source, row, at)
        elif kind < 0.35:
            row["observed"] = self.r.choice(("seen", "video", "record"))
        if self.chance(0.1):
            row["reading"] = self.r.choice(("nearest", "floor"))
        return row

    def _pair(self, source: Source, row: Row, at: int) -> None:
        """Let two rows of one source bound one instant."""
        row["bound"], row["uncertainty_s"] = "at_least", "0.1"
        after = self._row(source, row["step"], at + 9 * NANO, unit=row["unit"])
        after["bound"], after["uncertainty_s"] = "at_most", "0.2"

    def _holds(self) -> None:
        while self.chance(0.2):
            self._hold(self.r.choice(self.sources))

    def _hold(self, source: Source) -> None:
        if any(row["step"].startswith("!") for _, row in source.rows):
            return
        begin = self.r.randint(0, self.span_s * NANO)
        self._row(source, "!hold", begin, uncertainty_s=self._u())
        if self.chance(0.8):
            size = self.r.choice((NANO // 5, 20 * NANO, 40 * NANO))
            self._row(source, "!resume", begin + size, uncertainty_s=self._u())

    def _said_of_targets(self, script: Doc) -> None:
        for target in script["targets"]:
            word = self.r.choice(("confirmed",) * 2 + ("not_applicable",) + ("",) * 12)
            if word:
                made = {"source": self.sources[0].name, "step": f"#{target['id']}", "time": word}
                self.tail.append(made | {"note": "the leader: so it was"})

    # The tables.

    def _write(self) -> tuple[tuple[str, ...], dict[str, str]]:
        said: dict[str, str] = {}
        for source in self.sources:
            source.rows.sort(key=lambda pair: pair[0])
            self._days(source)
            if self.chance(0.01):
                # Nothing is said: refused, or read as it looks.
                continue
            if source.dial and self.chance(0.4):
                said[source.name] = source.dial
            elif source.dial and source.rows:
                self.r.choice(source.rows)[1]["dial"] = source.dial
        rows = [pair for source in self.sources for pair in source.rows]
        if self.chance(0.6):
            rows.sort(key=lambda pair: pair[0])
        plain = [row for _, row in rows]
        cut = self.r.randrange(len(plain) + 1) if self.chance(0.4) else len(plain)
        # An instant of a source that shows no other time cannot be read.
        tail = [row for row in self.tail if not row.get("at") or row["source"] in self._timing()]
        parts = [plain[:cut], plain[cut:] + tail]
        return tuple(self._table(part) for part in parts if part), said

    def _timing(self) -> list[str]:
        return [source.name for source in self.sources if source.rows]

    def _days(self, source: Source) -> None:
        plain_clock = source.is_clock and source.form not in (
            "iso",
            "isozone",
            "isominute",
            "serial",
        )
        if not plain_clock or not self.chance(0.25):
            return
        first = source.reads(source.rows[0][0]) // NANO // DAY if source.rows else 0
        dated = self.chance(0.5)
        for true_ns, row in source.rows:
            day = source.reads(true_ns) // NANO // DAY
            row["day"] = str(_FIRST_DATE + timedelta(days=day)) if dated else str(day - first)

    def _table(self, rows: list[Row]) -> str:
        names = list(COLUMNS[:6]) + [n for n in COLUMNS[6:] if any(row.get(n) for row in rows)]
        if self.chance(0.3):
            self.r.shuffle(names)
        text = io.StringIO()
        mark = self.r.choice((",", ";", "\t"))
        writer = csv.DictWriter(
            text, names, restval="", lineterminator="\n", delimiter=mark, extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()


_LEVELS = [
    {"id": "l1", "text": {"en": "On time", "zh_CN": "按时"}, "points": 100},
    {"id": "l2", "text": "later", "points": 55},
    {"id": "l3", "text": "not at all", "points": 0},
]
_WORDS: dict[str, tuple[str, ...]] = {
    "psmu": ("P", "S", "M", "U"),
    "grade4": ("excellent", "good", "fair", "poor"),
    "yes_no": ("yes", "no"),
    "full": ("0", "7", "8.5", "10"),
    "levels": ("l1", "l2", "l3", "按时", "not at all"),
}
_SCORING: dict[str, tuple[Any, ...]] = {
    "coverage_factor": (1, 2, 3, 1.96),
    "press_u_s": (0, 0.2, 0.5),
    "watch_u_s": (0.5, 2),
    "radio_u_s": (1, 3),
    "half_ratio": (1.2, 1.7),
    "half_score": (50, 70),
    "zero_ratio": (2.5, 3),
    "cap": (55, 40),
    "conflict_s": (0, 5),
    "min_coverage": (0.3, 0.9),
    "drift_ppm": (0, 100),
    "drift_span_s": (100, 1000),
    "share_timed": (0.5, 0.8),
}


def write(drill: Drill, folder: Path) -> list[str]:
    """Write a drill's files; return the arguments of `drillplanner score` that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    script = folder / "script.json"
    script.write_text(json.dumps(drill.script, ensure_ascii=False, indent=1), encoding="utf-8")
    arguments = ["--script", str(script)]
    for number, text in enumerate(drill.logs):
        path = folder / f"log{number}.csv"
        path.write_text(text, encoding="utf-8")
        arguments += ["--log", str(path)]
    if drill.ratings is not None:
        path = folder / "ratings.csv"
        path.write_text(drill.ratings, encoding="utf-8")
        arguments += ["--ratings", str(path)]
    for source, dial in drill.dial.items():
        arguments += ["--dial", f"{source}={dial}"]
    return arguments


if __name__ == "__main__":
    told = write(make(int(sys.argv[1])), Path(sys.argv[2]))
    sys.stdout.write(f"drillplanner score --json {' '.join(told)}\n")
