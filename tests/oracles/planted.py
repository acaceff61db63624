"""Plant the truth: simulate drills whose true times are known, score them, and count.

Each configuration says how sources see a drill; the limit of every target is its true length,
which is the worst case, so that every "met" claims too much and every "missed" too. Run

    python -m tests.oracles.planted [drills of each configuration [product]]

for the table by the oracle, or by the product (docs/scoring.md, section 7).
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.oracles.scorer import plain, score

Doc = dict[str, Any]
Scorer = Callable[[Doc, Sequence[str]], Doc]
#: Draws one error, in seconds.
Error = Callable[[Random], float]

STEPS = 11
HEADER = "source,step,time,uncertainty_s,bound,note,observed,dial,reading"
SEED = 20_261_130


def gauss(sd: float, mean: float = 0.0) -> Error:
    """Draw from a normal distribution."""
    return lambda random: random.gauss(mean, sd)


def late(share: float, error: Error, plain_error: Error) -> Error:
    """Draw a late press in some of the cases, else a plain one."""

    def draw(random: Random) -> float:
        # Both are drawn, so that one seed gives one drill whatever the share.
        odd, usual = error(random), plain_error(random)
        return odd if random.random() < share else usual

    return draw


def _tail(random: Random) -> float:
    return abs(random.gauss(0, 2))


def _ten_late(random: Random) -> float:
    return 10 + random.gauss(0, 0.3)


def _radio(random: Random) -> float:
    return 1 + random.expovariate(0.5)


@dataclass(frozen=True, slots=True)
class Config:
    """How the sources of a simulated drill see it."""

    name: str
    press: Error
    sources: int = 1
    marks: str = "ab"
    span_s: float = 1_200
    odd_ppm: bool = False
    all_see: bool = False
    stop_press: Error | None = None
    #: Each source's own constant lag, drawn once, for entries and for marks.
    lag: tuple[float, float] | None = None
    mark_lag: bool = False
    u: str = "0.3"
    step_u: float = 0
    write: str = "ms"
    reading: str = ""
    first_late: bool = False
    observed: str = ""
    #: "last" or "first" of so many units within so many seconds, with a share not recorded.
    units: tuple[str, int, float, float] | None = None
    #: What rules 3 aim at is asked of it, or it is one of those that are warned about.
    is_aimed: bool = True


CONFIGS = (
    Config("1 laptop, sd .1", gauss(0.1)),
    Config("1 laptop, sd .2", gauss(0.2)),
    Config("1 laptop, sd .3", gauss(0.3)),
    Config("2 laptops, marks a b, sd .1", gauss(0.1), 2),
    Config("2 laptops, marks a b, sd .2", gauss(0.2), 2),
    Config("2 laptops, marks a b, sd .3", gauss(0.3), 2),
    Config("2 laptops, half at ±200 ppm, sd .3", gauss(0.3), 2, odd_ppm=True),
    Config("4 laptops, marks a b, sd .3", gauss(0.3), 4),
    Config("4 laptops, marks a m b, sd .3", gauss(0.3), 4, "amb"),
    Config("4 laptops, 150 s, sd .3", gauss(0.3), 4, span_s=150),
    Config("2 laptops, mark a only, sd .1", gauss(0.1), 2, "a"),
    Config("2 laptops, mark a only, sd .3", gauss(0.3), 2, "a"),
    Config("2 laptops, mark b only, sd .3", gauss(0.3), 2, "b"),
    Config("2 laptops, mark a, half ±200 ppm, 1,200 s", gauss(0.3), 2, "a", odd_ppm=True),
    Config(
        "2 laptops, mark a, half ±200 ppm, 7,200 s", gauss(0.3), 2, "a", span_s=7_200, odd_ppm=True
    ),
    Config("lag .2-.5 s, 1 laptop, sd .1", gauss(0.1), lag=(0.2, 0.5)),
    Config("lag .2-.5 s, 2, marks with it, sd .1", gauss(0.1), 2, lag=(0.2, 0.5), mark_lag=True),
    Config("lag .2-.5 s, 2, marks without it, sd .1", gauss(0.1), 2, lag=(0.2, 0.5)),
    Config("lag .2-.5 s, 2, marks without it, sd .3", gauss(0.3), 2, lag=(0.2, 0.5)),
    Config("2 observers of all, sd .3", gauss(0.3), 2, all_see=True),
    Config("3 observers of all, sd .3", gauss(0.3), 3, all_see=True),
    Config("4 observers of all, sd .3", gauss(0.3), 4, all_see=True),
    Config(
        "2 observers, first 10 s late in 10 %",
        gauss(0.3),
        2,
        all_see=True,
        first_late=True,
    ),
    Config("3 observers, first 10 s late in 10 %", gauss(0.3), 3, all_see=True, first_late=True),
    Config(
        "2 observers, each judges stops by sd 2",
        gauss(0.2),
        2,
        all_see=True,
        stop_press=gauss(2),
        is_aimed=False,
    ),
    Config(
        "3 observers, each judges stops by sd 2",
        gauss(0.2),
        3,
        all_see=True,
        stop_press=gauss(2),
        is_aimed=False,
    ),
    Config("the same 2, u_s 2", gauss(0.2), 2, all_see=True, stop_press=gauss(2), step_u=2),
    Config("the same 3, u_s 2", gauss(0.2), 3, all_see=True, stop_press=gauss(2), step_u=2),
    Config("heavy tail, 1 laptop", late(0.1, _tail, gauss(0.2)), is_aimed=False),
    Config("last of 12 units within 1 s, sd .1", gauss(0.1), units=("last", 12, 1, 0)),
    Config("last of 12 units within 1 s, sd .3", gauss(0.3), units=("last", 12, 1, 0)),
    Config("last of 12 units within 10 s, sd .3", gauss(0.3), units=("last", 12, 10, 0)),
    Config("last of 12 units within 1 s, 4 laptops", gauss(0.3), 4, units=("last", 12, 1, 0)),
    Config("first of 4 within 10 s, 10 % missing", gauss(0.3), units=("first", 4, 10, 0.1)),
    Config("first of 4 within 10 s, all recorded", gauss(0.3), units=("first", 4, 10, 0)),
    Config("stop by radio, 1 s + exp 2 s late", gauss(0.3), stop_press=_radio, observed="radio"),
    Config("judged by sd .5, u .3, no u_s", gauss(0.5), is_aimed=False),
    Config("judged by sd 1, u .3, no u_s", gauss(1), is_aimed=False),
    Config("judged by sd .5, u .3, u_s .5", gauss(0.5), step_u=0.5),
    Config("judged by sd 1, u .3, u_s 1", gauss(1), step_u=1),
    Config("stopwatch to .01 s, blank u, sd .2", gauss(0.2), u="", write="hundredth"),
    Config("watch HH:MM:SS, blank u, N(0, .3)", gauss(0.3), u="", write="clock"),
    Config("watch HH:MM:SS, blank u, N(1, 1)", gauss(1, 1), u="", write="clock"),
    Config("paper HH:MM, nearest, blank", gauss(1), u="", write="minute"),
    Config("paper HH:MM, cut off, blank", gauss(1), u="", write="cut"),
    Config("paper HH:MM, cut off, floor", gauss(1), u="", write="cut", reading="floor"),
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A simulated drill, with the true length of every target."""

    script: Doc
    log: str
    truth: dict[str, float]


@dataclass(slots=True)
class Count:
    """What the targets of one configuration gave."""

    rows: int = 0
    valued: int = 0
    inside: int = 0
    met: int = 0
    missed: int = 0
    warned: int = 0
    plain_valued: int = 0
    plain_inside: int = 0
    plain_met: int = 0
    plain_missed: int = 0
    bias: list[float] = field(default_factory=list)

    def share(self, part: int, whole: int | None = None) -> float:
        whole = self.rows if whole is None else whole
        return 100 * part / whole if whole else 0.0

    @property
    def aims(self) -> tuple[float, float, float]:
        """Give inside, false met and false missed where no warning stands, in per cent."""
        rows = self.rows - self.warned
        return (
            self.share(self.plain_inside, self.plain_valued) if self.plain_valued else 100.0,
            self.share(self.plain_met, rows),
            self.share(self.plain_missed, rows),
        )


def plant(config: Config, number: int) -> Planted:
    """Simulate one drill."""
    random = Random(f"{SEED} {config.name} {number}")  # noqa: S311 - a simulation
    begin = 100.0
    stops = sorted(begin + random.uniform(1, config.span_s) for _ in range(STEPS - 1))
    laptops = [_Laptop(config, random, f"L{n}") for n in range(config.sources)]
    if config.sources > 1:
        for name in config.marks:
            at = {"a": begin - 60, "m": begin + config.span_s / 2, "b": stops[-1] + 30}[name]
            for laptop in laptops:
                laptop.mark(name, at)
    for laptop in laptops if config.all_see else laptops[:1]:
        laptop.see("S0", begin, is_stop=False)
    truth: dict[str, float] = {}
    steps: list[Doc] = [_step("S0", 0 if config.stop_press else config.step_u)]
    for index, at in enumerate(stops, 1):
        ident = f"S{index}"
        steps.append(_step(ident, config.step_u))
        seers = laptops if config.all_see else [random.choice(laptops[1:] or laptops)]
        end = _see(config, random, steps[-1], at, seers)
        truth[f"T{index}"] = round(end - begin, 9)
    targets = [_target(config, index, truth[f"T{index}"]) for index in range(1, STEPS)]
    rows = [row for laptop in laptops for row in laptop.rows]
    return Planted(_script(steps, targets), "\n".join([HEADER, *rows]) + "\n", truth)


def _see(config: Config, random: Random, step: Doc, at: float, seers: list[_Laptop]) -> float:
    """Let a step be seen; return its true end."""
    if config.units is None:
        for late_one, laptop in enumerate(seers):
            is_late = config.first_late and late_one == 0 and random.random() < 0.1
            laptop.see(step["id"], at + (10 if is_late else 0))
        return at
    kind, count, within, missing = config.units
    times = [at + random.uniform(0, within) for _ in range(count)]
    step["units"] = [{"id": f"u{n}", "name": "u"} for n in range(count)]
    for number, time in enumerate(times):
        if number == 0 or random.random() >= missing:
            seers[0].see(f"{step['id']}/u{number}", time)
    return max(times) if kind == "last" else min(times)


class _Laptop:
    """A source that writes what its keeper saw, by its own clock."""

    def __init__(self, config: Config, random: Random, name: str) -> None:
        self._config, self._random, self.name = config, random, name
        self._offset = random.uniform(-60, 60)
        ppm = 200 if config.odd_ppm and random.random() < 0.5 else None
        self._ppm = random.choice((-ppm, ppm)) if ppm else random.uniform(-50, 50)
        self._lag = random.uniform(*config.lag) if config.lag else 0.0
        self.rows: list[str] = []

    def mark(self, name: str, at: float) -> None:
        config = self._config
        error = config.press(self._random)
        self._write(f"@{name}", at + error + (self._lag if config.mark_lag else 0), "")

    def see(self, step: str, at: float, *, is_stop: bool = True) -> None:
        config = self._config
        at += config.press(self._random) + self._lag
        if is_stop and config.stop_press:
            at += config.stop_press(self._random)
        self._write(step, at, config.observed if is_stop else "")

    def _write(self, step: str, at: float, observed: str) -> None:
        kind, u = self._config.write, self._config.u
        shown = at * (1 + self._ppm * 1e-6) + self._offset
        dial, reading = "stopwatch", self._config.reading
        if kind in ("ms", "hundredth"):
            time = f"{shown:.3f}" if kind == "ms" else f"{shown:.2f}"
        else:
            # Paper and watches have the right time, from 9 o'clock on.
            dial, size = "clock", 9 * 3600 + at + self._offset
            whole = round(size) if kind == "clock" else int(size if kind == "cut" else size + 30)
            time = f"{whole // 3600:02}:{whole // 60 % 60:02}"
            time += f":{whole % 60:02}" if kind == "clock" else ""
        if observed == "radio":
            u = ""
        self.rows.append(f"{self.name},{step},{time},{u},,,{observed},{dial},{reading}")


def _step(ident: str, u_s: float) -> Doc:
    made: Doc = {"id": ident, "phase": "P", "kind": "action", "role": "R", "text": "x"}
    return made | ({"u_s": u_s} if u_s else {})


def _target(config: Config, index: int, length: float) -> Doc:
    stop: Any = f"S{index}"
    if config.units and config.units[0] == "first":
        stop = {"first_of": [f"S{index}/u{n}" for n in range(config.units[1])]}
    return {
        "id": f"T{index}",
        "name": "t",
        "start": "S0",
        "stop": stop,
        "limit_s": length,
        "source": {"class": "D", "text": "the true length"},
    }


def _script(steps: list[Doc], targets: list[Doc]) -> Doc:
    return {
        "format": "drillplanner/scenario",
        "version": 2,
        "id": "planted",
        "title": "Planted",
        "kind": "other",
        "language": "en",
        "roles": [{"id": "R", "name": "R"}],
        "posts": [{"id": "post", "name": "post"}],
        "phases": [{"id": "P", "name": "P"}],
        "steps": steps,
        "targets": targets,
    }


def oracle(script: Doc, logs: Sequence[str]) -> Doc:
    """Score by the oracle."""
    answer = plain(score(script, logs))
    assert isinstance(answer, dict)
    return answer


def product(folder: Path) -> Scorer:
    """Make a scorer of the command line, called in this process."""

    def scored(script: Doc, logs: Sequence[str]) -> Doc:
        from drillplanner.cli import main

        path = folder / "script.json"
        path.write_text(json.dumps(script), encoding="utf-8")
        arguments = ["score", "--script", str(path), "--json"]
        for number, text in enumerate(logs):
            path = folder / f"log{number}.csv"
            path.write_text(text, encoding="utf-8")
            arguments += ["--log", str(path)]
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(arguments)
        assert status == 0, err.getvalue()
        answer: Doc = json.loads(out.getvalue())
        return answer

    return scored


def count(config: Config, drills: int, scorer: Scorer = oracle) -> Count:
    """Simulate and score the drills of one configuration."""
    found = Count()
    for number in range(drills):
        planted = plant(config, number)
        answer = scorer(planted.script, [planted.log])
        # A doubted tie is told of no step; it may stand under every row that uses it.
        doubted = any(
            one["kind"] in ("weak_tie", "doubtful_tie") and one["step"] is None
            for one in answer["conflicts"]
        ) and not any("weak_tie" in target["doubts"] for target in answer["targets"])
        stopped = {f"T{one['step'][1:]}" for one in answer["conflicts"] if one["step"]}
        begun = "T0" in stopped
        for target in answer["targets"]:
            warned = doubted or begun or target["id"] in stopped or bool(target["doubts"])
            _count(found, target, planted.truth[target["id"]], warned)
    return found


def _count(found: Count, target: Doc, true: float, warned: bool) -> None:
    met, missed = target["verdict"] == "met", target["verdict"] == "missed"
    found.rows += 1
    found.warned += warned
    found.met += met
    found.missed += missed
    found.plain_met += met and not warned
    found.plain_missed += missed and not warned
    if target["elapsed_s"] is None:
        return
    error, u = target["elapsed_s"] - true, target["expanded_uncertainty_s"]
    inside = error >= -u if target["bound"] == "at_most" else abs(error) <= u
    found.valued += 1
    found.inside += inside
    found.plain_valued += not warned
    found.plain_inside += inside and not warned
    found.bias.append(error)


def table(drills: int, scorer: Scorer = oracle, configs: Sequence[Config] = CONFIGS) -> list[str]:
    """Give the table's lines, one a configuration."""
    lines = [
        "all rows: inside U %, false met / missed %; warned %; rows without a warning: the same",
        f"{'configuration':45} {'in':>5} {'met':>5} {'miss':>5} {'warn':>5} "
        f"{'in':>6} {'met':>5} {'miss':>5} {'bias':>7}",
    ]
    for config in configs:
        found = count(config, drills, scorer)
        inside, met, missed = found.aims
        bias = sum(found.bias) / len(found.bias) if found.bias else 0.0
        lines.append(
            f"{config.name:45} {found.share(found.inside, found.valued):5.1f} "
            f"{found.share(found.met):5.1f} {found.share(found.missed):5.1f} "
            f"{found.share(found.warned):5.1f} {inside:6.1f} {met:5.1f} {missed:5.1f} {bias:+7.2f}"
            + ("" if config.is_aimed else "  (warned or undecided)")
        )
    return lines


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with TemporaryDirectory() as made:
        scorer = product(Path(made)) if "product" in sys.argv[2:] else oracle
        sys.stdout.write("\n".join(table(asked, scorer)) + "\n")
