"""Compare a duty roster with what posts need: gaps, people on two posts, and the day's force.

A need says how many of which force a point needs in a time slot, from and until which day; a
shift puts one person there on one day. Everything here is told before it happens as well as
after.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from drillplanner.base.texts import Text, _

Fields = Mapping[str, str]

#: How long before the bell a post is to be manned, in minutes, unless set otherwise.
LEAD_MINUTES: Final = 20
#: Where lead times were read; local practice differs, so it is a setting.
LEAD_SOURCES: Final[tuple[tuple[int, Text], ...]] = (
    (10, _("a school's duty rules")),
    (15, _("a kindergarten's duty rules of 2023")),
    (20, _("Suixian county, police and education, 2022")),
    (30, _("Shangzhou district, 2024 (before and after)")),
)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Gap:
    """A post that lacks people on a day: how many are needed, and how many are there."""

    day: date
    need: Fields
    planned: int

    @property
    def missing(self) -> int:
        """Count the people that lack."""
        return int(self.need["number"]) - self.planned


@dataclass(frozen=True, slots=True)
class Double:
    """A person on two posts at once."""

    day: date
    person: str
    shifts: tuple[Fields, ...]


def is_school_day(day: date, terms: Iterable[Fields]) -> bool:
    """Tell whether there is school on a day by the calendar.

    Made-up days go before holidays, holidays before the term; where no term is entered a
    weekday is a school day.
    """
    known = list(terms)
    kinds = {one.get("days", "") for one in known if _is_within(day, one)}
    if "made_up" in kinds:
        return True
    if "holiday" in kinds or day.weekday() >= _SATURDAY:
        return False
    has_terms = any(one.get("days") == "term" for one in known)
    return "term" in kinds or not has_terms


def gaps(
    needs: Iterable[Fields],
    shifts: Iterable[Fields],
    terms: Iterable[Fields],
    days: Sequence[date],
) -> tuple[Gap, ...]:
    """Name the gaps of some days; who left the post does not count as there."""
    known = list(terms)
    school_days = [day for day in days if is_school_day(day, known)]
    manned: Counter[tuple[str, ...]] = Counter()
    for shift in shifts:
        if shift.get("state") != "away":
            manned[_place(shift, shift.get("day", ""))] += 1
    wanted = [need for need in needs if need.get("number", "").isdecimal()]
    found = [
        Gap(day, need, manned[_place(need, day.isoformat())])
        for day in school_days
        for need in wanted
        if _is_within(day, need)
    ]
    return tuple(gap for gap in found if gap.missing > 0)


def doubles(shifts: Iterable[Fields], needs: Iterable[Fields]) -> tuple[Double, ...]:
    """Name the people who are on two posts at once; times of slots are those of the needs."""
    times = {_slot(need): (need.get("begin", ""), need.get("end", "")) for need in needs}
    by_person: dict[tuple[str, str], list[Fields]] = defaultdict(list)
    for shift in shifts:
        if shift.get("person") and shift.get("day"):
            by_person[shift["day"], shift["person"]].append(shift)
    found: list[Double] = []
    for (day, person), held in by_person.items():
        clash = [
            (one, other)
            for place, one in enumerate(held)
            for other in held[place + 1 :]
            if _overlap(one, other, times)
        ]
        if clash:
            found.append(Double(date.fromisoformat(day), person, clash[0]))
    return tuple(sorted(found, key=lambda one: one.day))


def is_late(need: Fields, lead_minutes: int) -> bool:
    """Tell whether a post is manned less than so long before the bell."""
    begin, bell = need.get("begin", ""), need.get("bell", "")
    return bool(begin and bell) and 0 <= _minutes(bell) - _minutes(begin) < lead_minutes


def force_of(shifts: Iterable[Fields], day: date) -> Mapping[str, int]:
    """Count the people of each force on duty on a day, each person once."""
    people: dict[str, set[str]] = defaultdict(set)
    for shift in shifts:
        if shift.get("day") == day.isoformat() and shift.get("state") != "away":
            people[shift.get("force", "")].add(shift.get("person", ""))
    return {force: len(names) for force, names in sorted(people.items())}


def week_of(day: date) -> tuple[date, ...]:
    """Give the seven days of a week, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=offset) for offset in range(7))


def _place(one: Fields, day: str) -> tuple[str, ...]:
    return (day, *(one.get(name, "") for name in ("school", "post", "slot", "force")))


def _slot(one: Fields) -> tuple[str, str, str]:
    return one.get("school", ""), one.get("post", ""), one.get("slot", "")


def _overlap(
    one: Fields, other: Fields, times: Mapping[tuple[str, str, str], tuple[str, str]]
) -> bool:
    if _slot(one) == _slot(other):
        return False
    first, second = times.get(_slot(one)), times.get(_slot(other))
    if first is None or second is None or not all((*first, *second)):
        # Without times only slots of one name are surely at one time.
        return one.get("slot", "") == other.get("slot", "")
    return _minutes(first[0]) < _minutes(second[1]) and _minutes(second[0]) < _minutes(first[1])


def _is_within(day: date, one: Fields) -> bool:
    first, last = one.get("from", ""), one.get("until", "")
    if one.get("days") in ("holiday", "made_up") and not last:
        last = first  # a single day of the calendar; a term may have no end yet
    said = day.isoformat()
    return (not first or first <= said) and (not last or said <= last)


def _minutes(clock: str) -> int:
    hours, _colon, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)
