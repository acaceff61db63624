"""The room of `Services` that knows schools, and at which one a drill was held."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import Text
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.calendar import Event, calendar
from drillplanner.exchange.photo import Pixels
from drillplanner.exchange.register_tables import (
    Mapped,
    RegisterSheet,
    open_register,
    workbook,
)
from drillplanner.improve.ledger import Action
from drillplanner.organisation.field import show
from drillplanner.organisation.registers import YEAR_PLAN, Register
from drillplanner.organisation.school import HeldAt, School
from drillplanner.services.organisation import (
    county_sheets,
    duty_sheets,
    inspections,
    lead_time,
    lessons,
    overview,
    person_file,
    register_import,
    register_table,
    row_notes,
    schools,
    sheets,
)
from drillplanner.services.organisation.overview import County
from drillplanner.services.organisation.person_file import Kept
from drillplanner.services.organisation.register_import import Taken
from drillplanner.services.organisation.register_table import Change, RegisterTable
from drillplanner.services.organisation.site_plan import keeping, sheet
from drillplanner.services.organisation.site_plan.keeping import SitePlan
from drillplanner.services.sheet_blocks import write_sheet
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.terms.document import Block

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


class Organisation:
    """What is read is asked for on the work lane, what is named is entered on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def schools(self) -> tuple[School, ...]:
        """List the schools that are known here, by name."""
        return self._home.read(schools.schools)

    def school_labels(self) -> Mapping[str, str]:
        """Name the schools that are known here by id, so that no two are called alike."""
        return self._home.read(schools.school_labels)[0]

    def school_of(self, drill: str) -> HeldAt:
        return self._home.read(schools.school_of, drill)

    def schools_of_drills(self) -> Mapping[str, HeldAt]:
        """Tell of every drill at which school it was held."""
        return self._home.read(schools.schools_of_drills)

    def name_school(self, drill: DrillId, name: str) -> HeldAt:
        """Say at which school a drill is held; see `schools.name_school`."""
        return self._home.write(schools.name_school, drill, name)

    def rename(self, school: School, name: str) -> School:
        return self._home.write(schools.rename_school, school, name)

    # -- registers -----------------------------------------------------------------------------

    def table(self, register: Register, language: Language) -> RegisterTable:
        """Read a register as a table of texts."""
        return self._home.read(register_table.read_table, register, language)

    def type_cells(
        self, register: Register, typed: Mapping[str, Mapping[str, str]], *, by: str
    ) -> Change:
        """Type texts into cells of a register; see `register_table.type_cells`."""
        return self._home.write(register_table.type_cells, register, typed, by=by)

    def take_out(self, register: Register, rows: Sequence[str], *, by: str) -> Change:
        """Take rows out of a register."""
        return self._home.write(register_table.take_out, register, rows, by=by)

    def revert(self, register: Register, change: Change, *, by: str) -> Change:
        """Undo an act, or do it again."""
        return self._home.write(register_table.revert, register, change, by=by)

    def settle(self, register: Register, row: str, head: str, *, by: str) -> None:
        """Let one of several versions of a row stand."""
        self._home.write(register_table.settle, register, row, head, by=by)

    def open_table(self, path: Path, register: Register, sheet: str | None = None) -> RegisterSheet:
        """Read a table from a file and propose what its columns mean; no workspace is needed."""
        return open_register(path, register, sheet)

    def take_table(
        self,
        register: Register,
        opened: RegisterSheet,
        mapped: Mapped,
        *,
        by: str,
        year: int | None = None,
        only_try: bool = False,
    ) -> Taken:
        """Check a table and keep all of it or nothing; see `register_import.take_table`."""
        return self._home.write(
            register_import.take_table,
            register,
            opened,
            mapped,
            by=by,
            year=year,
            only_try=only_try,
        )

    # -- the plan of a school ------------------------------------------------------------------

    def site_plan(self, school: str) -> SitePlan:
        """Read the plan of a school, by id, label, name or code; see `site_plan.keeping`."""
        return self._home.read(keeping.read_plan, school)

    def set_site_picture(self, school: str, path: Path, *, by: str) -> str:
        """Take a picture as a school's plan; see `site_plan.keeping`."""
        return self._home.write(keeping.set_picture, school, path, by=by)

    def take_site_picture_out(self, school: str, picture: str, *, by: str) -> None:
        """Take the picture of a plan out; the one before stands again."""
        self._home.write(keeping.take_picture_out, school, picture, by=by)

    def put_site_picture_back(self, school: str, picture: str, *, by: str) -> str:
        """Let a picture that was taken out stand again; see `site_plan.keeping`."""
        return self._home.write(keeping.put_picture_back, school, picture, by=by)

    def site_pixels(self, plan: SitePlan) -> Pixels | None:
        """Decode the picture of a plan within bounds; None where it is not here."""
        return keeping.drawn(plan)

    def site_blocks(self, school: str) -> tuple[Block, ...]:
        """Give the plan of a school for a paper; nothing where no school of the name has one."""
        return self._home.read(sheet.site_blocks, school) if school.strip() else ()

    def print_site_plan(self, school: str, path: Path, language: Language) -> None:
        """Print the plan of a school with its marks."""
        write_sheet(self._home.read(sheet.plan_sheet, school), path, language)

    # -- safety education ----------------------------------------------------------------------

    def drills_offered(self) -> tuple[tuple[DrillId, str, str, str], ...]:
        """List the newest drills that ended at a school: id, day, school and title."""
        return self._home.read(lessons.drills_offered)

    def find_drill(self, said: str) -> DrillId:
        """Find an ended drill by id or title."""
        return self._home.read(lessons.find_drill, said)

    def propose_lessons(self, drill: DrillId, language: Language, *, by: str) -> Change:
        """Enter lessons, not given yet, for what a drill showed; see `lessons`."""
        return self._home.write(lessons.propose_lessons, drill, language, by=by)

    def coverage_json(self, today: date) -> dict[str, object]:
        """Give per school and class the themes that reached it."""
        return self._home.read(lessons.coverage_json, today)

    # -- inspections ---------------------------------------------------------------------------

    def sheets_known(self, language: Language) -> tuple[inspections.Sheet, ...]:
        """List the inspection sheets that can be begun."""
        return self._home.read(inspections.sheets_known, language)

    def begin_inspection(
        self,
        form: str,
        *,
        school: str,
        day: date,
        inspector: inspections.Inspector,
        language: Language,
        by: str,
    ) -> Change:
        """Begin an inspection sheet, a row an item; see `inspections.begin`."""
        return self._home.write(
            inspections.begin,
            form,
            school=school,
            day=day,
            inspector=inspector,
            language=language,
            by=by,
        )

    def enter_findings(self, row: str, language: Language, *, by: str) -> tuple[Action, ...]:
        """Enter what an inspection sheet found into the ledger; see `inspections`."""
        return self._home.write(inspections.enter_findings, row, language, by=by)

    def find_inspection(self, school: str, day: date, form: str, language: Language) -> str:
        """Find a row of an inspection sheet by school, day and name."""
        return self._home.read(inspections.find_sheet, school, day, form, language)

    def print_inspection(self, row: str, path: Path, language: Language) -> None:
        """Print the inspection sheet that a row is of."""
        write_sheet(self._home.read(inspections.filled_sheet, row, language), path, language)

    def print_blank_inspection(self, form: str, path: Path, language: Language) -> None:
        """Print an inspection sheet to be filled in by hand."""
        write_sheet(self._home.read(inspections.blank_sheet, form, language), path, language)

    # -- files ---------------------------------------------------------------------------------

    def as_json(self, register: Register, language: Language) -> dict[str, Any]:
        """Give a register as one JSON object: what is kept, and how it is said."""
        table = self.table(register, language)
        rows: list[dict[str, Any]] = [
            {
                "id": one.id,
                "conflict": one.is_in_conflict,
                "values": dict(one.values),
                "texts": dict(one.texts),
            }
            for one in table.rows
        ]
        told = self._home.read(row_notes.rows_json, register)
        for row in rows:
            row.update(told.get(row["id"], {}))
        return {"register": register.id, "rows": rows}

    def row_note(self, register: Register, row: str, language: Language) -> str:
        """Say what else is to be known of a row of a register; empty where nothing is."""
        said = map(translator(language).say, self._home.read(row_notes.row_note, register, row))
        return "\n".join(said)

    def leads(self) -> tuple[Text, Text]:
        """Say which lead time holds today, by which source, and which were seen elsewhere."""
        return lead_time.lead_said(self._home.read(lead_time.lead_now)), lead_time.leads_seen()

    def set_lead(self, minutes: int, source: str, *, by: str) -> Change:
        """Let a lead time hold from today on; see `lead_time.set_lead`."""
        return self._home.write(lead_time.set_lead, minutes, source, by=by)

    def write_workbook(self, register: Register, path: Path, language: Language) -> None:
        """Write a register as xlsx, all its columns; it can be brought in again as it is."""
        table, say = self.table(register, language), translator(language).say
        counts = [one.id for one in register.fields if one.kind == "count"]
        rows = [
            [
                int(text) if one.id in counts and text else text
                for one in register.fields
                for text in (row.texts.get(one.id, ""),)
            ]
            for row in table.rows
        ]
        heads = [say(one.words) for one in register.fields]
        write_durably(path, workbook(say(register.words), heads, rows))

    def print_register(self, register: Register, path: Path, language: Language) -> None:
        """Print a register as PDF: the columns that one page holds."""
        write_sheet(self._home.read(sheets.register_sheet, register, language), path, language)

    def print_sheet(self, name: str, path: Path, language: Language) -> None:
        """Print one of the sheets of `sheets.SHEETS` as PDF."""
        write_sheet(self._home.read(sheets.SHEETS[name], language), path, language)

    def person_file(self, name: str, language: Language) -> dict[str, Any]:
        """Give all that is held on the people of a name; see `person_file.person_file`."""
        return self._home.read(person_file.person_file, name, language)

    def names_beyond_period(self, today: date) -> tuple[Kept, ...]:
        """List the names kept longer than a local rule says; see `person_file`."""
        return self._home.read(person_file.beyond_period, today)

    def print_names_beyond_period(self, path: Path, language: Language) -> None:
        """Print the names kept longer than a local rule says."""
        write_sheet(self._home.read(person_file.beyond_sheet, language), path, language)

    def write_person_file(self, name: str, path: Path, language: Language) -> None:
        """Write all that is held on the people of a name as JSON."""
        told = json.dumps(self.person_file(name, language), ensure_ascii=False, indent=2)
        write_durably(path, f"{told}\n".encode())

    # -- the county at a glance ----------------------------------------------------------------

    def county(self, today: date) -> County:
        """Sum up each school as it stands on a day."""
        return self._home.read(overview.read_county, today)

    def print_overview(self, path: Path, language: Language, today: date) -> None:
        """Print all schools at a glance."""
        write_sheet(self._home.read(county_sheets.overview_sheet, today), path, language)

    def print_school(self, school: str, path: Path, language: Language, today: date) -> None:
        """Print one school's page; the school by label, name or code."""
        made = self._home.read(county_sheets.school_page, today, language, school)
        write_sheet(made, path, language)

    def print_leader(self, name: str, path: Path, language: Language, today: date) -> None:
        """Print the page of a leader, by name."""
        write_sheet(self._home.read(county_sheets.leader_sheet, today, name), path, language)

    def print_week(
        self, day: date, path: Path, language: Language, lead_minutes: int | None = None
    ) -> None:
        """Print the duty of a day's week, with its gaps; the lead time is that of the rules."""
        write_sheet(
            self._home.read(duty_sheets.week_sheet, day, language, lead_minutes), path, language
        )

    def print_roster(
        self,
        day: date,
        path: Path,
        language: Language,
        school: str = "",
        lead_minutes: int | None = None,
    ) -> None:
        """Print the roster of four weeks as it hangs at the gate; a workbook has a row a shift."""
        if path.suffix.lower() == ".xlsx":
            say = translator(language).say
            heads, rows = self._home.read(duty_sheets.roster_table, day, language, school)
            title = say(duty_sheets.ROSTER_TITLE)
            write_durably(path, workbook(title, [say(one) for one in heads], rows))
            return
        made = self._home.read(duty_sheets.roster_sheet, day, language, school, lead_minutes)
        write_sheet(made, path, language)

    def print_plan(self, path: Path, language: Language, today: date) -> None:
        """Print how the year plan stands."""
        write_sheet(self._home.read(county_sheets.plan_sheet, today, language), path, language)

    def print_coverage(self, path: Path, language: Language, today: date) -> None:
        """Print which schools had which lessons, and how many classes they reached."""
        write_sheet(self._home.read(lessons.coverage_sheet, today), path, language)

    def write_calendar(self, path: Path, language: Language, today: date) -> None:
        """Write the planned drills as an iCalendar file."""
        county, say = self.county(today), translator(language).say
        subject = YEAR_PLAN.field("subject")
        events = [
            Event(
                plan.row,
                date.fromisoformat(plan.fields["due"]),
                " · ".join(
                    filter(
                        None,
                        (
                            show(subject, plan.fields.get("subject", ""), language),
                            county.labels.get(plan.fields.get("school", ""), ""),
                        ),
                    )
                ),
                say(county_sheets.PLAN_SIGNS[plan.state][1]),
            )
            for plan in county.plans
            if plan.fields.get("due")
        ]
        write_durably(path, calendar(events, self._home.read(_now)))

    def county_json(self, today: date) -> dict[str, Any]:
        """Give all schools at a glance as one JSON object."""
        county = self.county(today)
        return {
            "day": today.isoformat(),
            "schools": [
                {
                    "id": one.id,
                    "name": one.name,
                    "last_drill": one.last.title if one.last else None,
                    "last_drill_on": one.last.day.isoformat() if one.last else None,
                    "grade": one.grade or None,
                    "open": one.open_lines,
                    "overdue": one.overdue_lines,
                    "gaps_this_week": sum(gap.missing for gap in one.gaps),
                    "leader": county.person(one.leader) or None,
                    "last_visit": one.last_visit.isoformat() if one.last_visit else None,
                    "visit_due": one.visit_due.isoformat() if one.visit_due else None,
                    "plans_missed": one.missed_plans,
                    "due_by_rule": [
                        {
                            "subject": rule.subject,
                            "due": due.isoformat(),
                            "months": rule.months,
                            "source": str(rule.source),
                            "is_local": rule.since is not None,
                        }
                        for rule, due in one.by_frequency
                    ],
                }
                for one in county.schools
            ],
        }


def _now(workspace: Workspace) -> int:
    return workspace.utc_ns()
