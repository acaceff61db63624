"""Time the start of the command line, whole processes, beside a Python that does nothing.

Two more baselines say what the libraries cost that the command cannot do without.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from benchmarks.measure import ROOT, Comparison, interleaved
from drillplanner.resources import resource


def measured(rounds: int = 12) -> Comparison:
    """Start each process `rounds` times."""
    script = str(resource("scripts", "gate-intruder.json"))
    program = ("-c", "import sys; from ui.entry import main; sys.exit(main())")
    figures = interleaved(
        {
            "python -c pass": _process("-c", "pass"),
            "python -c 'import argparse, dataclasses, json, pathlib'": _process(
                "-c", "import argparse, dataclasses, json, pathlib"
            ),
            "python -c 'import pydantic.main'": _process("-c", "import pydantic.main"),
            "drillplanner --version": _process(*program, "--version"),
            "drillplanner --version, in Chinese": _process(
                *program, "--version", locale="zh_CN.UTF-8"
            ),
            "drillplanner check SCRIPT --json": _process(*program, "check", script, "--json"),
        },
        rounds,
    )
    return Comparison(f"start of the command line, {rounds} processes each", figures)


def _process(*arguments: str, locale: str = "C.UTF-8") -> Callable[[], object]:
    command = [sys.executable, *arguments]
    environment = {**os.environ, "LC_ALL": locale}

    def run() -> object:
        return subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, env=environment, cwd=ROOT
        )

    return run
