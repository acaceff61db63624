"""Tell which of a bureau's own rules is in force on a day, and what stands where it has none.

A rule holds from its day until its end, or until a later one of the same thing begins. Each
names its source; where nobody entered one, the program's own value stands with where it was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from drillplanner.base.texts import Text
from drillplanner.organisation.duty import LEAD_MINUTES, LEAD_SOURCES
from drillplanner.organisation.year_plan import FREQUENCIES, Frequency

Fields = Mapping[str, str]

RuleKind: TypeAlias = Literal["frequency", "lead", "retention"]


@dataclass(frozen=True, slots=True)
class Lead:
    """How many minutes before the bell a post is to be manned, and who says so."""

    minutes: int
    source: Text | str
    is_own: bool = False


def in_force(rows: Iterable[Fields], kind: RuleKind, day: date) -> tuple[Fields, ...]:
    """List the rules of a kind that hold on a day, one for each subject and level."""
    said = day.isoformat()
    found: dict[tuple[str, str], Fields] = {}
    for one in sorted(rows, key=lambda row: row.get("from", "")):
        is_now = one.get("from", "") <= said <= (one.get("until") or "9999")
        if one.get("rule") == kind and is_now and one.get("number", "").isdecimal():
            found[one.get("subject", ""), one.get("level", "")] = one
    return tuple(found.values())


def lead(rows: Iterable[Fields], day: date, level: str = "") -> Lead:
    """Say how long before the bell posts are to be manned on a day, at schools of a level."""
    found = {one.get("level", ""): one for one in in_force(rows, "lead", day)}
    own = found.get(level) or found.get("")
    if own is not None:
        return Lead(int(own["number"]), own.get("source", ""), is_own=True)
    return Lead(LEAD_MINUTES, dict(LEAD_SOURCES)[LEAD_MINUTES])


def retention_years(rows: Iterable[Fields], day: date) -> tuple[int, str] | None:
    """Say how many years names are kept and who says so; None where nobody set it."""
    found = in_force(rows, "retention", day)
    return (int(found[-1]["number"]), found[-1].get("source", "")) if found else None


def frequencies(rows: Iterable[Fields], day: date) -> tuple[Frequency, ...]:
    """Say how often which subject is drilled; an own rule goes before a text that was read.

    A rule for schools of one level goes before one for all of them.
    """
    own = [
        Frequency(
            one["subject"],
            max(1, int(one["number"])),
            one.get("source", ""),
            frozenset({one["level"]} if one.get("level") else ()),
            date.fromisoformat(one["from"]),
        )
        for one in in_force(rows, "frequency", day)
        if one.get("subject")
    ]
    narrow = [one for one in own if one.levels]
    wide = [_without(one, narrow) for one in own if not one.levels]
    read = [_without(one, own) for one in FREQUENCIES]
    return tuple(one for one in (*narrow, *wide, *read) if one is not None)


def _without(rule: Frequency, others: Iterable[Frequency]) -> Frequency | None:
    """Leave to a rule the levels that no other of its subject speaks of."""
    alike = [one for one in others if one.subject == rule.subject]
    if any(not one.levels for one in alike):
        return None
    taken = frozenset(level for one in alike for level in one.levels)
    return rule.except_for(taken)
