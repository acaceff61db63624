"""The same drill gives the same bytes, whatever the process, its hash seed and its time zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracles.random_drills import make, write

ROOT = Path(__file__).parents[2]
#: Drills with several clocks, disputes, groups and conflicts of many kinds.
SEEDS = (81, 667)
SURROUNDINGS = (("0", "America/St_Johns"), ("4242", "Pacific/Kiritimati"))


def _scored(arguments: list[str], hash_seed: str, zone: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "drillplanner.cli", "score", "--json", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed, "TZ": zone},
        capture_output=True,
        check=True,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("seed", SEEDS)
def test_two_processes_print_the_same_bytes(seed: int, tmp_path: Path) -> None:
    arguments = write(make(seed), tmp_path)

    one, other = (_scored(arguments, *surrounding) for surrounding in SURROUNDINGS)

    assert one
    assert one == other
