"""Ask the machine how it stands: how fast its disk makes a line safe, and what feeds it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _

#: Lines written to measure the disk, as long as a usual entry.
_LINES, _LINE = 12, b"x" * 511 + b"\n"
#: A slow disk is measured no longer than this.
_LONGEST_NS = 2 * 10**9

#: Where Linux tells of batteries and mains.
SUPPLIES = Path("/sys/class/power_supply")

#: GetSystemPowerStatus: no system battery; a value that is not known.
_NO_BATTERY, _UNKNOWN = 128, 255


@dataclass(frozen=True, slots=True)
class DiskReading:
    """Free space, and how long durable appends took, in nanoseconds: the median and the worst."""

    free_bytes: int
    median_ns: int
    worst_ns: int


@dataclass(frozen=True, slots=True)
class Power:
    """What feeds the machine; None where it does not say."""

    has_battery: bool | None = None
    percent: int | None = None
    is_plugged: bool | None = None


def measure_disk(folder: Path, elapsed_ns: Callable[[], int] = time.perf_counter_ns) -> DiskReading:
    """Append some lines durably to a scratch file in `folder`, and remove it again.

    Takes two seconds at most on a disk that answers; call it on the data lane.

    Raises:
        StoreFault: the folder cannot be written, or the disk is full.
    """
    scratch: Path | None = None
    spans: list[int] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Under a name that nobody can have put a link under.
        descriptor, name = tempfile.mkstemp(prefix=".drillplanner-write-test-", dir=folder)
        scratch = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            begun = elapsed_ns()
            while len(spans) < _LINES and elapsed_ns() - begun < _LONGEST_NS:
                before = elapsed_ns()
                file.write(_LINE)
                file.flush()
                os.fsync(file.fileno())
                spans.append(elapsed_ns() - before)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreFault(
            _("{folder} cannot be written: {reason}.", folder=str(folder), reason=reason)
        ) from error
    finally:
        if scratch is not None:
            with contextlib.suppress(OSError):
                scratch.unlink()
    return DiskReading(free, round(statistics.median(spans)), max(spans))


def read_power() -> Power:
    """Say what feeds this machine."""
    if sys.platform == "win32":
        return windows_power(_windows_status())
    return linux_power(SUPPLIES)


def linux_power(folder: Path) -> Power:
    """Read the kernel's list of supplies; batteries of mice and the like are left out."""
    levels: list[int] = []
    batteries = 0
    mains: bool | None = None
    try:
        supplies = sorted(folder.iterdir())
    except OSError:
        return Power()
    for supply in supplies:
        kind = _line(supply / "type")
        if kind == "Battery" and _line(supply / "scope") != "Device":
            batteries += 1
            level = _line(supply / "capacity")
            if level.isdecimal():
                levels.append(min(100, int(level)))
        elif kind in ("Mains", "USB"):
            mains = bool(mains) or _line(supply / "online") == "1"
    if not batteries:
        return Power(has_battery=False)
    percent = round(statistics.mean(levels)) if levels else None
    return Power(has_battery=True, percent=percent, is_plugged=mains)


def windows_power(status: tuple[int, int, int] | None) -> Power:
    """Read GetSystemPowerStatus: line status, battery flag, percent of life left.

    Its values: learn.microsoft.com/windows/win32/api/winbase/ns-winbase-system_power_status
    """
    if status is None:
        return Power()
    line, flag, percent = status
    plugged = None if line == _UNKNOWN else line == 1
    if flag == _UNKNOWN:
        return Power(is_plugged=plugged)
    if flag & _NO_BATTERY:
        return Power(has_battery=False)
    return Power(True, None if percent == _UNKNOWN else percent, plugged)


class _Status(ctypes.Structure):
    """Windows' SYSTEM_POWER_STATUS."""

    _fields_ = (
        ("line", ctypes.c_ubyte),
        ("flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("left_s", ctypes.c_uint32),
        ("full_s", ctypes.c_uint32),
    )


def _windows_status() -> tuple[int, int, int] | None:
    libraries: Any = getattr(ctypes, "windll", None)
    status = _Status()
    if libraries is None or not libraries.kernel32.GetSystemPowerStatus(ctypes.byref(status)):
        return None
    return status.line, status.flag, status.percent


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
