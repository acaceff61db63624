"""Write days as an iCalendar file (RFC 5545), which calendars of phones and offices take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from drillplanner.base import local_time

#: A line may have this many octets; what is longer goes on in the next, after a blank.
_MOST_OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a whole day; `id` stays, so that a calendar replaces it."""

    id: str
    day: date
    title: str
    notes: str = ""


def calendar(events: Sequence[Event], made_utc_ns: int) -> bytes:
    """Write events as a calendar of whole days."""
    stamp = f"{local_time.in_utc(made_utc_ns):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//drillplanner//year plan//ZH"]
    for one in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(one.id)}@drillplanner",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(one.title)}",
            *([f"DESCRIPTION:{_escaped(one.notes)}"] if one.notes else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    # Any other end of a line would begin a line of somebody else's.
    return "\\n".join(_CONTROLS.sub("", line) for line in text.splitlines())


def _folded(line: str) -> str:
    """Break a line between characters, never inside one."""
    parts: list[str] = []
    now = ""
    for sign in line:
        if len((now + sign).encode()) > _MOST_OCTETS - bool(parts):
            parts.append(now)
            now = ""
        now += sign
    return "\r\n ".join([*parts, now])
