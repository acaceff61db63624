"""Hold the particulars of one drill: when and where it is held, its schedule, who takes part.

They belong to a draft and its papers, not to the script: the script goes from school to school,
names of people do not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Appointment:
    """One line of the day's schedule, such as muster, setting watches, or the talk afterwards.

    `clock_s` is a time of day in seconds since midnight, None where none is set.
    """

    id: str
    what: str = ""
    clock_s: float | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person who takes part, with what others need to reach them."""

    id: str
    name: str = ""
    unit: str = ""
    role: str = ""
    call_sign: str = ""
    vehicle: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said of one drill; "" and empty lists where nothing is."""

    school: str = ""
    date: str = ""
    place: str = ""
    schedule: tuple[Appointment, ...] = ()
    cast: tuple[CastMember, ...] = ()
