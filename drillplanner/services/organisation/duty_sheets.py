"""Make the sheets of duty posts: a week with its gaps, and the roster that hangs at the gate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.organisation.duty import (
    Gap,
    doubles,
    force_of,
    gaps,
    is_school_day,
    week_of,
)
from drillplanner.organisation.field import Field, folded, show
from drillplanner.organisation.record import read_records
from drillplanner.organisation.registers import (
    DUTY_NEEDS,
    ROSTER,
    SCHOOLS,
    TERMS,
    Register,
)
from drillplanner.services.organisation.lead_time import Leads, lead_said, leads_seen
from drillplanner.services.organisation.register_table import Look, RegisterTable, read_table
from drillplanner.services.organisation.sheets import report
from drillplanner.services.sheet_blocks import NOTHING
from drillplanner.terms.document import (
    Block,
    Column,
    Heading,
    Headline,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: How many weeks the roster at the gate holds.
WEEKS: Final = 4
ROSTER_TITLE: Final = pgettext("sheet", "Duty roster at the gate")

_WEEKDAYS = (
    pgettext("weekday", "Monday"),
    pgettext("weekday", "Tuesday"),
    pgettext("weekday", "Wednesday"),
    pgettext("weekday", "Thursday"),
    pgettext("weekday", "Friday"),
    pgettext("weekday", "Saturday"),
    pgettext("weekday", "Sunday"),
)

Texts = Mapping[str, str]


def week_sheet(
    workspace: Workspace, day: date, language: Language, lead_minutes: int | None = None
) -> Report:
    """Print a week's duty: a grid a school, then gaps, people on two posts, and the force."""
    table = read_table(workspace, ROSTER, language)
    days = week_of(day)
    said = {one.isoformat() for one in days}
    shifts = [one for one in table.rows if one.values.get("day") in said]
    by_school: dict[str, list[Texts]] = {}
    for one in shifts:
        by_school.setdefault(one.texts.get("school", ""), []).append(one.texts)
    blocks: list[Block] = []
    for number, (school, rows) in enumerate(sorted(by_school.items()), 1):
        blocks += [Heading(school or "—", (1, number)), _week_grid(rows, days)]
    if not shifts:
        blocks.append(NOTHING)
    leads = Leads(workspace, days[-1], lead_minutes)
    blocks += _week_checks(workspace, table, days, language, leads, len(by_school))
    title = pgettext("sheet", "Duty of the week from {day}", day=days[0].isoformat())
    return report(workspace, title, blocks)


# -- the roster at the gate --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Duty:
    """What a roster of several weeks is made from."""

    table: RegisterTable
    needs: tuple[Texts, ...]
    terms: tuple[Texts, ...]
    days: tuple[date, ...]
    leads: Leads


def roster_sheet(
    workspace: Workspace,
    day: date,
    language: Language,
    school: str = "",
    lead_minutes: int | None = None,
) -> Report:
    """Print the roster of four weeks in the grid that hangs at the gate, a school a page.

    Weekday against name, position and phone, with the notice above, as county bureaus of
    police and education publish it (Suixian, 2022-05-05).

    Raises:
        UserError: no school, or several, are called so.
    """
    duty = _duty(workspace, day, language, lead_minutes)
    wanted = _schools(workspace, duty, school)
    blocks: list[Block] = []
    for one in wanted:
        blocks += [PageBreak()] if blocks else []
        blocks += _gate_page(duty, one, language)
    return Report(ROSTER_TITLE, "", None, tuple(blocks) or (NOTHING,))


def roster_table(
    workspace: Workspace, day: date, language: Language, school: str = ""
) -> tuple[tuple[Text, ...], tuple[tuple[str, ...], ...]]:
    """Give four weeks of duty as a table: heads, and a row a person and slot."""
    duty = _duty(workspace, day, language, None)
    wanted = set(_schools(workspace, duty, school))
    say = translator(language).say
    heads = (
        pgettext("sheet", "Working day"),
        pgettext("sheet", "Weekday"),
        pgettext("sheet", "Working time"),
        pgettext("sheet", "Place"),
        pgettext("register", "School"),
        pgettext("sheet", "Name"),
        pgettext("register", "Position held"),
        pgettext("register", "Phone"),
    )
    times = {_slot(one): _times(one) for one in duty.needs}
    shifts = [
        one
        for one in duty.table.rows
        if one.values.get("school", "") in wanted and one.values.get("day", "") in _said(duty.days)
    ]
    shifts.sort(key=lambda one: [one.values.get(name, "") for name in ("day", "school", "slot")])
    rows = tuple(
        (
            one.texts.get("day", ""),
            say(_WEEKDAYS[date.fromisoformat(one.values["day"]).weekday()]),
            times.get(_slot(one.values)) or one.texts.get("slot", ""),
            one.texts.get("post", ""),
            one.texts.get("school", ""),
            one.texts.get("person", ""),
            one.texts.get("position") or one.texts.get("force", ""),
            one.texts.get("phone", ""),
        )
        for one in shifts
    )
    return heads, rows


def _duty(workspace: Workspace, day: date, language: Language, minutes: int | None) -> _Duty:
    monday = week_of(day)[0]
    days = tuple(monday + timedelta(days=offset) for offset in range(7 * WEEKS))
    return _Duty(
        read_table(workspace, ROSTER, language),
        tuple(_kept(workspace, DUTY_NEEDS)),
        tuple(_kept(workspace, TERMS)),
        days,
        Leads(workspace, days[0], minutes),
    )


def _schools(workspace: Workspace, duty: _Duty, said: str) -> list[str]:
    """List the schools that have a shift in these weeks, or the one that is named."""
    if said:
        look = Look(workspace, SCHOOLS)
        found = [
            id_
            for id_, label in look.labels.items()
            if said in (id_, look.codes.get(id_)) or folded(said) == folded(label)
        ]
        if len(found) != 1:
            raise UserError(_("No school, or more than one, is called {name}.", name=said[:40]))
        return found
    known = {
        one.values.get("school", "")
        for one in duty.table.rows
        if one.values.get("day", "") in _said(duty.days)
    }
    return sorted(known - {""}, key=lambda id_: duty.table.schools.get(id_, ""))


def _gate_page(duty: _Duty, school: str, language: Language) -> Iterable[Block]:
    name, told = duty.table.schools.get(school, ""), duty.leads.of(school)
    yield Headline(pgettext("sheet", "Duty roster of {school}", school=name))
    yield Prose(
        _(
            "People on duty are on post {count} min before school begins and ends, in a "
            "reflective vest marked 护学执勤, and keep their phones on.",
            count=told.minutes,
        )
    )
    yield Prose(
        _(
            "Vehicles passing by: please slow down. No vehicle enters the campus or the area "
            "before the gate in these times. Parents: please wait in the area that is marked. "
            "Thank you."
        )
    )
    needs = [one for one in duty.needs if one.get("school") == school]
    slots = dict.fromkeys(f"{one.get('slot', '')} {_times(one)}".strip() for one in needs)
    if slots:
        times = pgettext("sheet", "Time slots")
        yield Prose(_("{name}: {said}", name=times, said="；".join(slots)), "note")
    yield Prose(lead_said(told), "note")
    for number in range(WEEKS):
        days = duty.days[7 * number : 7 * number + 7]
        yield _gate_table(duty, school, days, number + 1, language)


def _gate_table(
    duty: _Duty, school: str, days: Sequence[date], number: int, language: Language
) -> Block:
    columns = (
        Column(pgettext("sheet", "Weekday \\ people"), 1.3),
        Column(pgettext("sheet", "Name"), 1.6),
        Column(pgettext("register", "Position held"), 1.4),
        Column(pgettext("sheet", "Phone"), 1.6),
    )
    shifts = [
        one for one in duty.table.rows
        if one.values.get("school") == school and one.values.get("day", "") in _said(days)
    ]  # fmt: skip
    needs = [one for one in duty.needs if one.get("school") == school]
    lacking = gaps(needs, [one.values for one in shifts], duty.terms, days)
    rows: list[Row] = []
    for day in days:
        mine = [one.texts for one in shifts if one.values.get("day") == day.isoformat()]
        missing = [one for one in lacking if one.day == day]
        if not mine and not missing and not is_school_day(day, duty.terms):
            continue
        told = [*_people(mine), *_lacking(missing, language)]
        if not mine:
            told = [(pgettext("sheet", "nobody is on the roster yet"), "", "")]
        weekday = _("{day} {weekday}", day=f"{day:%m-%d}", weekday=_WEEKDAYS[day.weekday()])
        rows += [Row((weekday if not place else "", *one)) for place, one in enumerate(told)]
    caption = pgettext(
        "sheet",
        "Week {number}, {first} to {last}",
        number=number,
        first=days[0].isoformat(),
        last=days[-1].isoformat(),
    )
    return Table(columns, tuple(rows), caption, is_dense=True)


def _people(shifts: Sequence[Texts]) -> Iterable[tuple[Phrase, Phrase, Phrase]]:
    """Say each person of a day once; the slots stand behind who has not all of them."""
    slots = dict.fromkeys(one.get("slot", "") for one in shifts)
    people = dict.fromkeys((one.get("person", ""), one.get("phone", "")) for one in shifts)
    for name, phone in people:
        own = [
            one for one in shifts if (one.get("person", ""), one.get("phone", "")) == (name, phone)
        ]
        held = dict.fromkeys(one.get("slot", "") for one in own)
        part = "" if len(held) == len(slots) else f"（{'、'.join(held)}）"
        position = own[0].get("position") or own[0].get("force", "")
        yield f"{name}{part}", position, phone or "—"


def _lacking(missing: Sequence[Gap], language: Language) -> Iterable[tuple[Phrase, Phrase, Phrase]]:
    """Say who lacks on a day: of which force how many, and in which slots."""
    force = DUTY_NEEDS.field("force")
    slots: dict[tuple[str, int], list[str]] = {}
    for gap in missing:
        key = gap.need.get("force", ""), gap.missing
        slots.setdefault(key, []).append(gap.need.get("slot", ""))
    for (name, count), found in slots.items():
        said = pgettext("sheet", "{count} lacking ({slot})", count=count, slot="、".join(found))
        yield said, show(force, name, language), ""


def _said(days: Sequence[date]) -> frozenset[str]:
    return frozenset(one.isoformat() for one in days)


def _slot(one: Texts) -> tuple[str, str]:
    return one.get("school", ""), one.get("slot", "")


def _times(need: Texts) -> str:
    begin, end = need.get("begin", ""), need.get("end", "")
    return f"{begin}–{end}" if begin and end else ""


# -- one week ----------------------------------------------------------------------------------


def _week_grid(rows: Sequence[Texts], days: Sequence[date]) -> Block:
    columns = (
        Column(pgettext("sheet", "Day"), 1.3),
        Column(pgettext("register", "Time slot"), 0.9),
        Column(pgettext("register", "Point"), 1.2),
        Column(pgettext("sheet", "Name, force, phone"), 3.6),
    )
    found = []
    for day in days:
        of_day = [row for row in rows if row.get("day") == day.isoformat()]
        places = dict.fromkeys((row.get("slot", ""), row.get("post", "")) for row in of_day)
        for place, (slot, post) in enumerate(places):
            people = tuple(
                " ".join(
                    filter(None, (row.get("person"), row.get("force"), row.get("position"),
                                  row.get("phone"), row.get("state")))
                )
                for row in of_day
                if (row.get("slot", ""), row.get("post", "")) == (slot, post)
            )  # fmt: skip
            weekday = _("{day} {weekday}", day=day.isoformat(), weekday=_WEEKDAYS[day.weekday()])
            found.append(Row(("" if place else weekday, slot, post, people)))
    return Table(columns, tuple(found), is_dense=True)


def _week_checks(
    workspace: Workspace,
    table: RegisterTable,
    days: Sequence[date],
    language: Language,
    leads: Leads,
    after: int,
) -> list[Block]:
    needs, terms = _kept(workspace, DUTY_NEEDS), _kept(workspace, TERMS)
    shifts = [one.values for one in table.rows]
    force = DUTY_NEEDS.field("force")
    lines: list[Phrase] = [
        _(
            "{day} {school}, {post}, {slot}: {force} {planned} of {number}",
            day=gap.day.isoformat(),
            school=table.schools.get(gap.need.get("school", ""), ""),
            post=gap.need.get("post", ""),
            slot=gap.need.get("slot", ""),
            force=show(force, gap.need.get("force", ""), language),
            planned=gap.planned,
            number=gap.need.get("number", ""),
        )
        for gap in gaps(needs, shifts, terms, days)
    ]
    twice: list[Phrase] = [
        _(
            "{day} {person}: {first} and {second}",
            day=one.day.isoformat(),
            person=table.names.get(one.person, ""),
            first=_place(one.shifts[0], table),
            second=_place(one.shifts[1], table),
        )
        for one in doubles(shifts, needs)
        if one.day in days
    ]
    early: list[Phrase] = [
        _(
            "{school}, {post}, {slot}: on post from {begin}, bell {bell}",
            school=table.schools.get(need.get("school", ""), ""),
            post=need.get("post", ""),
            slot=need.get("slot", ""),
            begin=need.get("begin", ""),
            bell=need.get("bell", ""),
        )
        for need in leads.late(needs)
    ]
    blocks: list[Block] = []
    titles = (
        (pgettext("sheet", "Gaps"), lines),
        (pgettext("sheet", "On two posts at once"), twice),
        (
            pgettext(
                "sheet", "Manned less than {count} min before the bell", count=leads.of().minutes
            ),
            early,
        ),
    )
    for number, (title, found) in enumerate(titles, after + 1):
        blocks += [
            Heading(title, (1, number)),
            *(Prose(one, "item") for one in found or [_("None.")]),
        ]
    blocks += [Prose(lead_said(leads.of()), "note"), Prose(leads_seen(), "note")]
    return [*blocks, Heading(pgettext("sheet", "Force of the day"), (1, after + len(titles) + 1)),
            _force(shifts, days, force, language)]  # fmt: skip


def _force(
    shifts: Sequence[Texts], days: Sequence[date], force: Field, language: Language
) -> Block:
    kinds = list(force.choices)
    columns = (
        Column(pgettext("sheet", "Day"), 1.4),
        *(Column(force.choices[kind].words, 1, "right") for kind in kinds),
        Column(pgettext("sheet", "All"), 1, "right"),
    )
    rows = []
    for day in days:
        found = force_of(shifts, day)
        counts = [found.get(kind, 0) for kind in kinds]
        cells = (day.isoformat(), *map(str, counts), str(sum(found.values())))
        rows.append(Row(cells))
    return Table(columns, tuple(rows), is_dense=True)


def _place(shift: Texts, table: RegisterTable) -> str:
    school = table.schools.get(shift.get("school", ""), "")
    return " ".join(filter(None, (school, shift.get("post"), shift.get("slot"))))


def _kept(workspace: Workspace, register: Register) -> list[Texts]:
    records = read_records(workspace.facts(kind=register.kind))
    return [one.fields for one in records.values() if not one.is_gone]
