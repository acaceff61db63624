"""The commands of the county's registers: each as JSON, xlsx or PDF, and tables brought in."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.private_files import data_folder
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.base.translator import Language
from drillplanner.cli_county import (
    add_inspections,
    add_lessons,
    add_plans,
    done_otherwise,
    read_day_said,
)
from drillplanner.cli_password import Voice, add_password_option, unlock
from drillplanner.cli_workspace import workspace_of_this_user

if TYPE_CHECKING:
    from datetime import date

    from drillplanner.bootstrap import Services
    from drillplanner.exchange.register_tables import RegisterSheet
    from drillplanner.organisation.registers import Register
    from drillplanner.services.organisation.organisation import Organisation
    from drillplanner.services.organisation.register_import import Taken

_DONE, _REFUSED = 0, 1

#: The registers by the word of their command.
_COMMANDS: dict[str, Text] = {
    "schools": _("the register of schools"),
    "responsibility": _("which leader answers for which school"),
    "visits": _("visits of leaders to their schools"),
    "duty-needs": _("posts at school gates: points, time slots and need"),
    "roster": _("who is on which duty post and when"),
    "lessons": _("safety education"),
    "year-plan": _("the year plan of drills"),
    "terms": _("the school calendar"),
    "inspections": _("inspections of schools, item by item"),
    "local-rules": _("rules of the bureau itself: how often, how early, how long"),
}


#: The notices of one line of the ledger.
_NOTICES: dict[str, Text] = {
    "notice": _("print the notice of rectification of a line"),
    "supervision": _("print the supervised follow-up of a line"),
    "reminder": _("print the reminder of a line"),
    "closing": _("print how a line was closed"),
}


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of the registers to those of the program."""
    for name, words in _COMMANDS.items():
        one = commands.add_parser(name, help=say(words))
        _add_common(one, say)
        if name == "schools":
            # argparse fills in its help by %, so that a per cent sign is written twice.
            hundred = say(_("print the four 100 %")).replace("%", "%%")
            one.add_argument("--hundred", type=Path, metavar="FILE.pdf", help=hundred)
            one.add_argument(
                "--remarks",
                type=Path,
                metavar="FILE.pdf",
                help=say(_("print what clauses say of the schools")),
            )
            add_plans(one, say)
        if name == "roster":
            one.add_argument(
                "--week",
                nargs=2,
                metavar=("DAY", "FILE.pdf"),
                help=say(_("print the week of a day, with its gaps")),
            )
            one.add_argument(
                "--weeks",
                nargs=2,
                metavar=("DAY", "FILE"),
                help=say(_("write the roster of four weeks as it hangs at the gate")),
            )
            one.add_argument(
                "--school", default="", metavar="SCHOOL", help=say(_("of this school alone"))
            )
            one.add_argument(
                "--lead",
                type=int,
                metavar="MINUTES",
                help=say(_("how long before the bell a post is to be manned on these sheets")),
            )
            one.add_argument(
                "--leads",
                action="store_true",
                help=say(_("say which lead time holds, by which source, and which were seen")),
            )
        if name == "inspections":
            add_inspections(one, say)
        if name == "lessons":
            add_lessons(one, say)
        if name == "year-plan":
            one.add_argument(
                "--standing",
                type=Path,
                metavar="FILE.pdf",
                help=say(_("print what is held, due and overdue")),
            )
            one.add_argument(
                "--ics",
                type=Path,
                metavar="FILE.ics",
                help=say(_("write the planned drills as a calendar")),
            )
        one.set_defaults(run=_register, register=name)
    ledger = commands.add_parser("ledger", help=say(_("the one ledger of hazards")))
    _add_common(ledger, say)
    ledger.add_argument(
        "--of-year", type=int, metavar="YEAR", help=say(_("the register of a year alone"))
    )
    ledger.add_argument(
        "--due", type=Path, metavar="FILE.pdf", help=say(_("print what is overdue or due soon"))
    )
    ledger.add_argument(
        "--lessons",
        type=Path,
        metavar="FILE.pdf",
        help=say(_("print what closed lines teach, without the school's name")),
    )
    ledger.add_argument(
        "--for",
        dest="for_script",
        nargs=2,
        metavar=("SCRIPT", "SCHOOL"),
        help=say(_("list the open lines of a school, and lessons, for a script that is planned")),
    )
    for name, words in _NOTICES.items():
        ledger.add_argument(f"--{name}", nargs=2, metavar=("LINE", "FILE.pdf"), help=say(words))
    ledger.add_argument(
        "--photo",
        nargs=3,
        action="append",
        metavar=("LINE", "before|after", "FILE"),
        help=say(_("attach a photo to a line")),
    )
    ledger.set_defaults(run=_ledger)
    _add_person(commands, say)
    seen = commands.add_parser("overview", help=say(_("all schools at a glance")))
    seen.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    add_password_option(seen, say)
    seen.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    seen.add_argument("--pdf", type=Path, metavar="FILE.pdf", help=say(_("print it")))
    seen.add_argument(
        "--school",
        nargs=2,
        metavar=("SCHOOL", "FILE.pdf"),
        help=say(_("print the page of one school, by name or code")),
    )
    seen.add_argument(
        "--leader", nargs=2, metavar=("NAME", "FILE.pdf"), help=say(_("print the page of a leader"))
    )
    seen.add_argument("--lang", choices=("zh_CN", "en"))
    seen.set_defaults(run=_overview)
    county = commands.add_parser(
        "sample-county", help=say(_("fill a new workspace with an invented county"))
    )
    county.add_argument("workspace", type=Path, metavar="WORKSPACE")
    add_password_option(county, say)
    county.set_defaults(run=_county)


def _add_person(commands: Any, say: Callable[[Text], str]) -> None:
    person = commands.add_parser("person", help=say(_("all that is held on one person")))
    person.add_argument("name", metavar="NAME", nargs="?", default="")
    person.add_argument(
        "--beyond-period",
        action="store_true",
        help=say(_("name instead who is kept longer than a local rule says")),
    )
    person.add_argument("--pdf", type=Path, metavar="FILE", help=say(_("print that list")))
    person.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    person.add_argument("--lang", choices=("zh_CN", "en"))
    add_password_option(person, say)
    person.set_defaults(run=_person)


def _add_common(parser: Any, say: Callable[[Text], str]) -> None:
    parser.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    add_password_option(parser, say)
    parser.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    parser.add_argument("--xlsx", type=Path, metavar="FILE.xlsx", help=say(_("write a workbook")))
    parser.add_argument("--pdf", type=Path, metavar="FILE.pdf", help=say(_("print it")))
    parser.add_argument("--lang", choices=("zh_CN", "en"))
    taken = parser.add_argument_group(say(_("bringing a table in")))
    taken.add_argument("--import", dest="table", type=Path, metavar="TABLE")
    taken.add_argument("--sheet", metavar="NAME")
    taken.add_argument("--map", type=Path, metavar="MAP.json")
    taken.add_argument(
        "--write-map",
        type=Path,
        metavar="MAP.json",
        help=say(_("write what is proposed to a file, to be looked at and changed")),
    )
    taken.add_argument(
        "--yes", action="store_true", help=say(_("take the proposed columns as they are"))
    )
    taken.add_argument(
        "--year", type=int, metavar="YEAR", help=say(_("the year of days that have none"))
    )
    taken.add_argument(
        "--dry-run", action="store_true", help=say(_("say what would be taken in, keep nothing"))
    )
    taken.add_argument(
        "--errors",
        type=Path,
        metavar="OUT.xlsx",
        help=say(_("give the table back with a column that says what is wrong")),
    )
    taken.add_argument("--by", metavar="NAME", default="", help=say(_("who brings it in")))


def services_of(options: argparse.Namespace, voice: Voice, *, may_make: bool = False) -> Services:
    """Build the services on a workspace; one is made only where something is brought in."""
    from drillplanner.bootstrap import Paths, build

    found = options.workspace or workspace_of_this_user()
    unlock(found, options, voice)
    if not may_make and not found.exists():
        raise UserError(_("There is no file {file}.", file=str(found)))
    return build(Paths.within(data_folder(), found))


def _register(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.organisation.registers import REGISTERS

    register = REGISTERS[options.register]
    with services_of(options, voice, may_make=options.table is not None) as services:
        room, language = services.organisation, _language(options, voice)
        if done_otherwise(options, voice, services, language):
            return _DONE
        if options.table is not None:
            opened = room.open_table(options.table, register, options.sheet)
            return _take(options, voice, register, opened, partial(room.take_table, register))
        writers: list[tuple[Path | None, Callable[[Path, Language], None]]] = [
            (options.xlsx, partial(room.write_workbook, register)),
            (options.pdf, partial(room.print_register, register)),
            (getattr(options, "hundred", None), partial(room.print_sheet, "hundred")),
            (getattr(options, "remarks", None), partial(room.print_sheet, "remarks")),
            (getattr(options, "coverage", None), partial(_with_day, services, room.print_coverage)),
            (getattr(options, "standing", None), partial(_with_day, services, room.print_plan)),
            (getattr(options, "ics", None), partial(_with_day, services, room.write_calendar)),
            *_of_weeks(options, room),
        ]
        wanted = [(target, write) for target, write in writers if target is not None]
        for target, write in wanted:
            write(target, language)
            voice.tell(_("The sheet is in {file}.", file=str(target)))
        if options.json or not wanted:
            voice.tell_json(room.as_json(register, language))
    return _DONE


def _with_day(
    services: Services,
    write: Callable[[Path, Language, date], None],
    path: Path,
    language: Language,
) -> None:
    from drillplanner.base import local_time

    write(path, language, local_time.today(services.clock))


def _of_weeks(
    options: argparse.Namespace, room: Organisation
) -> list[tuple[Path | None, Callable[[Path, Language], None]]]:
    """List the sheets of the duty roster that are wanted: a week with its gaps, and four weeks."""
    found: list[tuple[Path | None, Callable[[Path, Language], None]]] = []
    for name in ("week", "weeks"):
        said = getattr(options, name, None)
        if said is None:
            continue
        day = read_day_said(said[0])
        if name == "week":
            write = partial(_of_week, room, day, options.lead)
        else:
            write = partial(_of_four, room, day, options.school, options.lead)
        found.append((Path(said[1]), write))
    return found


def _of_week(
    room: Organisation, day: date, lead: int | None, path: Path, language: Language
) -> None:
    room.print_week(day, path, language, lead)


def _of_four(
    room: Organisation, day: date, school: str, lead: int | None, path: Path, language: Language
) -> None:
    room.print_roster(day, path, language, school, lead)


def _person(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base import local_time

    with services_of(options, voice) as services:
        room, language = services.organisation, _language(options, voice)
        if options.beyond_period and options.pdf:
            room.print_names_beyond_period(options.pdf, language)
            voice.tell(_("The sheet is in {file}.", file=str(options.pdf)))
        elif options.beyond_period:
            kept = room.names_beyond_period(local_time.today(services.clock))
            voice.tell_json(
                {
                    "names": [
                        {"id": one.id, "name": one.name, "last": one.last.isoformat()}
                        for one in kept
                    ]
                }
            )
        else:
            voice.tell_json(room.person_file(options.name, language))
    return _DONE


def _overview(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base import local_time

    with services_of(options, voice) as services:
        room, language = services.organisation, _language(options, voice)
        today = local_time.today(services.clock)
        written: list[str] = []
        if options.pdf:
            room.print_overview(options.pdf, language, today)
            written.append(str(options.pdf))
        if options.school:
            room.print_school(options.school[0], Path(options.school[1]), language, today)
            written.append(options.school[1])
        if options.leader:
            room.print_leader(options.leader[0], Path(options.leader[1]), language, today)
            written.append(options.leader[1])
        for file in written:
            voice.tell(_("The sheet is in {file}.", file=file))
        if options.json or not written:
            voice.tell_json(room.county_json(today))
    return _DONE


def _county(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base import local_time
    from drillplanner.demonstration.county import fill_county

    if options.workspace.exists():
        raise UserError(_("{file} exists already; give another name.", file=str(options.workspace)))
    with services_of(options, voice, may_make=True) as services:
        count = fill_county(services, local_time.today(services.clock))
    voice.tell(
        ngettext(
            "An invented county is in {file}: {count} row.",
            "An invented county is in {file}: {count} rows.",
            count,
            file=str(options.workspace),
        )
    )
    return _DONE


def _ledger(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base import local_time
    from drillplanner.improve.columns import LEDGER

    with services_of(options, voice, may_make=options.table is not None) as services:
        room, language = services.improvements, _language(options, voice)
        if options.table is not None:
            opened = room.open_table(options.table, options.sheet)
            return _take(options, voice, LEDGER, opened, room.take_table)
        if options.photo:
            for line, moment, file in options.photo:
                if moment not in ("before", "after"):
                    raise UserError(_("{word} is neither before nor after.", word=moment))
                room.attach(line, moment, [Path(file)], by=options.by)
            voice.tell(_("Attached."))
            return _DONE
        if options.for_script:
            script, school = options.for_script
            voice.tell_json(_for_script(services, Path(script), school, language))
            return _DONE
        today = local_time.today(services.clock)
        year = options.of_year or today.year
        writers: list[tuple[Path | None, Callable[[Path], None]]] = [
            (options.xlsx, lambda path: room.write_workbook(path, language, options.of_year)),
            (options.pdf, lambda path: room.print_year(path, language, year, today)),
            (options.due, lambda path: room.print_due(path, language, today)),
            (options.lessons, lambda path: room.print_lessons(path, language, today)),
        ]
        for name in _NOTICES:
            line, file = getattr(options, name) or ("", None)
            target = Path(file) if file else None
            writers.append((target, partial(_notice, services, name, line, language, today)))
        wanted = [(target, write) for target, write in writers if target is not None]
        for target, write in wanted:
            write(target)
            voice.tell(_("The sheet is in {file}.", file=str(target)))
        if options.json or not wanted:
            voice.tell_json(room.as_json(language, options.of_year))
    return _DONE


def _for_script(services: Services, path: Path, school: str, language: Language) -> dict[str, Any]:
    from drillplanner.services.improve.for_script import for_script_json
    from drillplanner.services.plan.scripts import open_script

    script = open_script(path).script
    return for_script_json(services.improvements.for_script(script.kind, language), script, school)


def _notice(
    services: Services, name: str, line: str, language: Language, today: date, path: Path
) -> None:
    services.improvements.print_notice(name, line, path, language, today)


def _take(
    options: argparse.Namespace,
    voice: Voice,
    register: Register,
    opened: RegisterSheet,
    take: Callable[..., Taken],
) -> int:
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.exchange.register_tables import mapping_json, read_mapping
    from drillplanner.services.organisation.register_import import error_table, refusal

    mapped = read_mapping(options.map, register) if options.map else opened.proposed
    if options.write_map:
        write_durably(options.write_map, mapping_json(mapped))
        voice.tell(_("The mapping is in {file}.", file=str(options.write_map)))
    for heading in opened.headings:
        column = mapped.get(heading)
        if column is None:
            voice.complain(_("{heading}: passed over", heading=heading))
        else:
            words = register.field(column).words
            voice.complain(_("{heading}: {column}", heading=heading, column=words))
    if not options.map and not options.yes:
        if options.write_map:
            return _DONE
        raise UserError(
            _(
                "Nothing was taken in. Add {option} where these columns are right, or {other}.",
                option="--yes",
                other="--map",
            )
        )
    taken = take(
        opened,
        mapped,
        by=options.by,
        year=options.year,
        only_try=options.dry_run,
    )
    if taken.errors:
        if options.errors:
            data = error_table(opened, taken.errors, voice.say, options.errors.suffix)
            write_durably(options.errors, data)
            voice.complain(
                _("The table with what is wrong in it is in {file}.", file=str(options.errors))
            )
        raise refusal(opened, taken.errors)
    voice.tell(ngettext("{count} row is new.", "{count} rows are new.", taken.new))
    voice.tell(ngettext("{count} row was here.", "{count} rows were here.", taken.known))
    if options.dry_run:
        voice.tell(_("Nothing was kept."))
    return _DONE


def _language(options: argparse.Namespace, voice: Voice) -> Language:
    language: Language = options.lang or voice.language
    return language
