"""Run the benchmarks, all or those named, and print one table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from benchmarks import (
    append,
    catalogue,
    charts,
    editing,
    hours,
    instants,
    joining,
    keys,
    long_report,
    memory,
    report,
    scoring,
    start,
    verify,
    watchdog,
    window_start,
)
from benchmarks.measure import Comparison, Figure

#: What `python -m benchmarks NAME` knows.
BENCHMARKS: Mapping[str, Callable[[], Comparison]] = {
    "append": append.measured,
    "catalogue": catalogue.measured,
    "start": start.measured,
    "scoring": scoring.measured,
    "report": report.measured,
    "long_report": long_report.measured,
    "window": window_start.measured,
    "keys": keys.measured,
    "watchdog": watchdog.measured,
    "instants": instants.measured,
    "memory": memory.measured,
    "hours": hours.measured,
    "charts": charts.measured,
    "verify": verify.measured,
    "joining": joining.measured,
    "editing": editing.measured,
}
_LINE = "{name:<60}{median:>11}{p99:>11}{ratio:>8}  {aim}"


def main() -> None:
    """Run what was asked for; each result is printed as soon as it is there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    for unknown in set(names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {unknown}; there are {', '.join(BENCHMARKS)}")
    print(_line("", "median", "p99", "ratio"))
    for name in names:
        print(f"\n{shown(BENCHMARKS[name]())}", flush=True)


def shown(found: Comparison) -> str:
    """Give one result as lines of the table; ratios are to its first figure."""
    rows = [_row(found, figure) for figure in found.figures]
    return "\n".join([found.title, *rows, *(f"  {note}" for note in found.notes)])


def _row(found: Comparison, figure: Figure) -> str:
    p99 = "" if figure.p99_s is None else _amount(figure, figure.p99_s)
    aim = "" if figure.aim is None else f"aim {figure.aim:g}"
    median = _amount(figure, figure.median_s)
    return _line(f"  {figure.name}", median, p99, f"{found.ratio(figure.name):.2f}", aim)


def _amount(figure: Figure, value: float) -> str:
    return f"{value:.1f} MiB" if figure.unit == "MiB" else f"{value * 1000:.2f} ms"


def _line(name: str, median: str, p99: str, ratio: str, aim: str = "") -> str:
    return _LINE.format(name=name, median=median, p99=p99, ratio=ratio, aim=aim).rstrip()


if __name__ == "__main__":
    main()
