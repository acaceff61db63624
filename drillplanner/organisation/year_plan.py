"""Tell how a planned drill stands, and how often a text asks for drills.

A planned drill is held by the drill that its row names, else by the first formal one of its
school and subject in the month it was planned for; one drill holds one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from drillplanner.base.texts import Text, TextValue, _

Fields = Mapping[str, str]

PlanState: TypeAlias = Literal["held", "overdue", "due_soon", "due", "to_come"]

#: From how many days before its day a planned drill counts as due soon. House value, D.
SOON_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class HeldDrill:
    """A drill that ended: where, when, of which subject, and whether it was in earnest."""

    id: str
    title: str
    school: str
    day: date
    subject: str
    is_formal: bool


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A row of the year plan as it stands, and the drill that holds it."""

    row: str
    fields: Fields
    state: PlanState
    drill: HeldDrill | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a subject is to be drilled at schools of some levels, in months; its source.

    Without `levels` it speaks of all but those of `apart`. `since` is the day from which a
    bureau's own rule holds; a text that was read and binds nobody here has none.
    """

    subject: str
    months: int
    source: Text | str
    levels: frozenset[str] = frozenset()
    since: date | None = None
    apart: frozenset[str] = frozenset()

    def is_for(self, level: str) -> bool:
        """Tell whether it speaks of schools of a level; one that is not named is not left out."""
        return level in self.levels if self.levels else level not in self.apart

    def except_for(self, levels: frozenset[str]) -> Frequency | None:
        """Leave levels to other rules; None where none is left."""
        if not self.levels:
            return replace(self, apart=self.apart | levels)
        left = self.levels - levels
        return replace(self, levels=left) if left else None


_GUIDE = _("Guide to evacuation drills, 教基一厅〔2014〕2号")
_SCHOOL_LEVELS = frozenset(
    {"primary", "junior", "nine_year", "senior", "whole_middle", "vocational", "special"}
)

#: What texts ask for that were read; a bureau's own rules may be given in their place.
FREQUENCIES: Final[tuple[Frequency, ...]] = (
    Frequency("evacuation", 1, _GUIDE, _SCHOOL_LEVELS),
    Frequency("evacuation", 3, _GUIDE, frozenset({"kindergarten"})),
)


def due_said(rule: Frequency, subject: str, due: date) -> Text:
    """Say by which day the next drill of a subject is due, and by which rule."""
    values: dict[str, TextValue] = {
        "subject": subject,
        "day": due.isoformat(),
        "source": rule.source,
    }
    if rule.since is not None:
        return _("{subject}: due by {day}, by local rule: {source}.", **values)
    return _("{subject}: due by {day}; for reference: {source}.", **values)


def plan_lines(
    rows: Mapping[str, Fields], held: Iterable[HeldDrill], today: date
) -> tuple[PlanLine, ...]:
    """Tell how each planned drill stands, by its day."""
    drills = sorted(held, key=lambda one: (one.day, one.id))
    ordered = sorted(rows.items(), key=lambda one: (one[1].get("due", ""), one[0]))
    taken: dict[str, str] = {}
    for row, fields in ordered:
        named = _named(fields, drills)
        if named is not None:
            taken[named.id] = row
    found: list[PlanLine] = []
    for row, fields in ordered:
        drill = _named(fields, drills) or _matching(fields, drills, taken)
        if drill is not None:
            taken[drill.id] = row
        found.append(PlanLine(row, fields, _state(fields, drill, today), drill))
    return tuple(found)


def due_by_frequency(
    level: str,
    held: Sequence[HeldDrill],
    since: date,
    today: date,
    rules: Sequence[Frequency] = FREQUENCIES,
) -> tuple[tuple[Frequency, date], ...]:
    """Say by which day the next drill of each subject is due at one school.

    Args:
        level: of the school.
        held: its drills; rehearsals do not count.
        since: from when the rule is counted where nothing was held, such as the term's begin.
        today: what is past a period is due by the end of it.
        rules: how often which subject is to be drilled.
    """
    found: list[tuple[Frequency, date]] = []
    for rule in rules:
        if rule.is_for(level):
            days = [
                one.day
                for one in held
                if one.subject == rule.subject and one.is_formal and one.day <= today
            ]
            last = max(days, default=None)
            due = month_end(last or since, rule.months if last else rule.months - 1)
            if rule.since is not None:
                # A rule that came in mid-term asks for nothing before its own first period ends.
                due = max(due, month_end(rule.since, rule.months - 1))
            found.append((rule, due))
    return tuple(found)


def said_of(rule: Frequency, subject: str) -> Text:
    """Say a rule with its source; a text that binds nobody here is named for reference."""
    values: dict[str, TextValue] = {
        "subject": subject,
        "months": rule.months,
        "source": rule.source,
    }
    if rule.since is not None:
        return _("{subject}: every {months} months, by local rule: {source}.", **values)
    return _("{subject}: every {months} months; for reference: {source}.", **values)


def month_end(day: date, months: int) -> date:
    """Give the last day of the month that is so many months after a day's own."""
    count = day.year * 12 + day.month - 1 + months + 1
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)


def _named(fields: Fields, drills: Iterable[HeldDrill]) -> HeldDrill | None:
    wanted = fields.get("drill", "").strip()
    if not wanted:
        return None
    return next(
        (
            one
            for one in drills
            if wanted in (one.id, one.title) and one.school == fields.get("school")
        ),
        None,
    )


def _matching(
    fields: Fields, drills: Iterable[HeldDrill], taken: Mapping[str, str]
) -> HeldDrill | None:
    month = fields.get("due", "")[:7]
    for one in drills:
        is_same = (one.school, one.subject) == (fields.get("school"), fields.get("subject"))
        is_free = one.id not in taken and one.is_formal
        if is_same and is_free and one.day.isoformat()[:7] == month:
            return one
    return None


def _state(fields: Fields, drill: HeldDrill | None, today: date) -> PlanState:
    if drill is not None:
        return "held"
    due = fields.get("due", "")
    if not due:
        return "to_come"
    left = (date.fromisoformat(due) - today).days
    if left < 0:
        return "overdue"
    if left == 0:
        return "due"
    return "due_soon" if left <= SOON_DAYS else "to_come"
