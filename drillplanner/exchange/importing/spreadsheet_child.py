"""Read one spreadsheet in a process of its own, which may die of it.

The file's bytes come on standard input, its cells go as JSON to standard output. Memory and
time are bounded by the process itself before its reader is even loaded.
"""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from drillplanner.exchange.importing.cells import MOST_CELLS, MOST_CHARACTERS

#: Address space of the process. The interpreter and the reader take some 150 MB of it.
MEMORY_BYTES = 1 << 30
#: Seconds of processor time; 200,000 cells take about one.
PROCESSOR_S = 20

#: How OpenDocument writes a duration; the reader gives those over a day as this text.
_ISO_DURATION = re.compile(r"(-?)PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,](\d{1,9}))?S)?")
_MINUTE, _HOUR = 60, 3_600
_MILLI = 1_000


def main() -> int:
    """Read what stands on standard input; exit status 0 if an answer was written."""
    bound_process()
    data = sys.stdin.buffer.read()
    answer = json.dumps(_answer(data), separators=(",", ":"))
    sys.stdout.buffer.write(answer.encode("ascii"))
    sys.stdout.buffer.flush()
    return 0


def bound_process() -> None:
    """Hold this process to its memory and processor time."""
    if sys.platform == "win32":
        _bound_windows()
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
        # What dies here leaves no picture of the file's content behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if sys.platform == "win32":

    def _bound_windows() -> None:
        """Put this process into a job object with limits (Windows, "Job Objects")."""
        import ctypes
        from ctypes import wintypes

        class Basic(ctypes.Structure):
            _fields_ = (
                ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
                ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
                ("LimitFlags", wintypes.DWORD),
                ("MinimumWorkingSetSize", ctypes.c_size_t),
                ("MaximumWorkingSetSize", ctypes.c_size_t),
                ("ActiveProcessLimit", wintypes.DWORD),
                ("Affinity", ctypes.c_size_t),
                ("PriorityClass", wintypes.DWORD),
                ("SchedulingClass", wintypes.DWORD),
            )

        class Extended(ctypes.Structure):
            _fields_ = (
                ("Basic", Basic),
                ("IoInfo", ctypes.c_ulonglong * 6),
                ("ProcessMemoryLimit", ctypes.c_size_t),
                ("JobMemoryLimit", ctypes.c_size_t),
                ("PeakProcessMemoryUsed", ctypes.c_size_t),
                ("PeakJobMemoryUsed", ctypes.c_size_t),
            )

        process_time, die_on_unhandled, process_memory = 0x2, 0x400, 0x100
        extended_information = 9
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = wintypes.HANDLE
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        job = wintypes.HANDLE(kernel.CreateJobObjectW(None, None))
        limits = Extended()
        limits.Basic.LimitFlags = process_time | die_on_unhandled | process_memory
        limits.Basic.PerProcessUserTimeLimit = PROCESSOR_S * 10_000_000
        limits.ProcessMemoryLimit = MEMORY_BYTES
        kernel.SetInformationJobObject(
            job, extended_information, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        kernel.AssignProcessToJobObject(job, wintypes.HANDLE(kernel.GetCurrentProcess()))


def _answer(data: bytes) -> dict[str, Any]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _sheets(book)
    except calamine.PasswordError:
        return {"refused": "protected"}
    except (calamine.CalamineError, OSError, ValueError):
        return {"refused": "damaged"}


def _sheets(book: Any) -> dict[str, Any]:
    import python_calamine as calamine

    sheets: list[dict[str, Any]] = []
    cells = characters = 0
    for about in book.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            return {"refused": "too_large"}
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        characters += sum(len(cell[1]) for row in rows for cell in row if cell)
        if characters > MOST_CHARACTERS:
            return {"refused": "too_large"}
        sheets.append(
            {
                "name": about.name,
                "hidden": about.visible != calamine.SheetVisibleEnum.Visible,
                "rows": rows,
                "merges": [[*first, *last] for first, last in sheet.merged_cell_ranges or ()],
            }
        )
    return {"sheets": sheets}


def _cell(value: object) -> list[str] | None:
    """Give a cell's kind and text; None where it is blank."""
    kind, text = _told(value)
    return [kind, text] if text else None


def _told(value: object) -> tuple[str, str]:
    if isinstance(value, bool):
        return "text", "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return "number", _number(value)
    return _text(value) if isinstance(value, str) else _dated(value)


def _dated(value: object) -> tuple[str, str]:
    match value:
        case datetime():
            return "datetime", f"{value:%Y-%m-%d}T{_of_day(value.time())}"
        case date():
            return "date", value.isoformat()
        case time():
            return "time", _of_day(value)
        case timedelta():
            return "duration", _duration(round(value.total_seconds() * _MILLI))
        case _:
            return "text", ""


def _text(value: str) -> tuple[str, str]:
    found = _ISO_DURATION.fullmatch(value)
    if found is None or found[2] is found[3] is found[4] is None:
        return "text", value
    minus, hours, minutes, seconds, decimals = found.groups()
    whole = (int(hours or 0) * _HOUR + int(minutes or 0) * _MINUTE + int(seconds or 0)) * _MILLI
    milli = whole + round(int((decimals or "0").ljust(9, "0")) / 10**6)
    return "duration", _duration(-milli if minus else milli)


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _of_day(value: time) -> str:
    """Write a time of day to the millisecond: finer is noise of a day's fraction."""
    milli = min(round(value.microsecond / _MILLI), _MILLI - 1)
    return f"{value:%H:%M:%S}" + _decimals(milli)


def _duration(milli: int) -> str:
    seconds, rest = divmod(abs(milli), _MILLI)
    minutes, seconds = divmod(seconds, _MINUTE)
    hours, minutes = divmod(minutes, _MINUTE)
    sign = "-" if milli < 0 else ""
    return f"{sign}{hours}:{minutes:02d}:{seconds:02d}{_decimals(rest)}"


def _decimals(milli: int) -> str:
    return f".{milli:03d}".rstrip("0") if milli else ""


if __name__ == "__main__":
    sys.exit(main())
