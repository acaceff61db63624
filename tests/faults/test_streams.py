"""Standard output that is full, shut or gone: one message, no traceback, status 1."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.resources import resource

SCRIPT = resource("scripts", "gate-intruder.json")
CALL = f'"{sys.executable}" -m drillplanner.cli check "{SCRIPT}"'


def shell(line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, check=False, env={"LC_ALL": "C"}
    )


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is full")
@pytest.mark.parametrize("json", ["", "--json"])
def test_a_full_disk_under_the_output_is_said(json: str) -> None:
    done = shell(f"{CALL} {json} > /dev/full")

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "The output could not be written: No space left on device. Send it elsewhere."
    ]


def test_a_reader_that_goes_away_is_no_error_worth_words() -> None:
    done = shell(f"set -o pipefail; {CALL} --json | exec true; echo ${{PIPESTATUS[0]}}")

    assert done.stderr == ""
    assert done.stdout in ("0\n", "1\n")


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_closed_stream_stops_nothing(stream: str) -> None:
    done = shell(f"{CALL} {stream}>&-")

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
