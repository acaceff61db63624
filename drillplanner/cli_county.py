"""What some registers are asked for beside their sheets: plans, inspections, lessons of a drill."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.base.translator import Language
from drillplanner.cli_password import Voice

if TYPE_CHECKING:
    from datetime import date

    from drillplanner.bootstrap import Services
    from drillplanner.services.organisation.organisation import Organisation


def add_plans(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    parser.add_argument(
        "--plan",
        nargs=2,
        metavar=("SCHOOL", "FILE"),
        help=say(_("print the plan of a school with its marks")),
    )
    parser.add_argument(
        "--plan-picture",
        nargs=2,
        metavar=("SCHOOL", "PICTURE"),
        help=say(_("take a picture as the plan of a school")),
    )
    parser.add_argument(
        "--plan-mark",
        nargs=4,
        action="append",
        metavar=("SCHOOL", "post|route|waiting|assembly|cordon", "NAME", "X,Y[ X,Y…]"),
        help=say(_("place a mark on it, in thousandths of its width and height")),
    )


def add_lessons(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    parser.add_argument(
        "--coverage",
        type=Path,
        metavar="FILE.pdf",
        help=say(_("print which schools and classes were reached")),
    )
    parser.add_argument(
        "--classes",
        action="store_true",
        help=say(_("give the themes that reached each class, as JSON")),
    )
    parser.add_argument(
        "--from-drill",
        metavar="DRILL",
        help=say(_("enter lessons, not given yet, for what a drill showed")),
    )


def add_inspections(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    parser.add_argument(
        "--forms", action="store_true", help=say(_("list the sheets that can be begun"))
    )
    parser.add_argument(
        "--blank",
        nargs=2,
        metavar=("FORM", "FILE"),
        help=say(_("print a sheet to be filled in by hand")),
    )
    parser.add_argument(
        "--begin",
        nargs=4,
        metavar=("FORM", "SCHOOL", "DAY", "self_check|police|joint"),
        help=say(_("begin a sheet: a row an item")),
    )
    parser.add_argument(
        "--filled",
        nargs=4,
        metavar=("FORM", "SCHOOL", "DAY", "FILE"),
        help=say(_("print a sheet as it was filled in")),
    )
    parser.add_argument(
        "--findings",
        nargs=3,
        metavar=("FORM", "SCHOOL", "DAY"),
        help=say(_("enter what a sheet found into the ledger")),
    )


def done_otherwise(
    options: argparse.Namespace, voice: Voice, services: Services, language: Language
) -> bool:
    """Do what some registers are asked for beside their sheets; False where nothing is."""
    from drillplanner.base import local_time

    room = services.organisation
    if options.register == "schools":
        return _plans(options, voice, room, language)
    if options.register == "inspections":
        return _inspections(options, voice, room, language)
    if options.register == "lessons" and options.from_drill:
        drill = room.find_drill(options.from_drill)
        change = room.propose_lessons(drill, language, by=options.by)
        voice.tell(ngettext("{count} row is new.", "{count} rows are new.", len(change.rows)))
        return True
    if options.register == "lessons" and options.classes:
        voice.tell_json(room.coverage_json(local_time.today(services.clock)))
        return True
    if options.register == "roster" and options.leads:
        for words in room.leads():
            voice.tell(words)
        return True
    return False


def _plans(
    options: argparse.Namespace, voice: Voice, room: Organisation, language: Language
) -> bool:
    """Do what is asked of plans of schools; False where nothing is."""
    from drillplanner.base.ids import new_id
    from drillplanner.organisation.site_plan import SITE_MARKS, read_places, write_places

    if options.plan_picture:
        school, file = options.plan_picture
        plan = room.site_plan(school)
        room.set_site_picture(plan.school, Path(file), by=options.by)
        voice.tell(_("Attached."))
    for school, kind, name, said in options.plan_mark or ():
        places = read_places(said)
        if not places:
            raise UserError(_("{text} names no place; write it as 120,340.", text=said[:40]))
        plan = room.site_plan(school)
        mark = {"school": plan.label, "kind": kind, "name": name, "places": write_places(places)}
        room.type_cells(SITE_MARKS, {new_id(): mark}, by=options.by)
    if options.plan:
        school, file = options.plan
        room.print_site_plan(school, Path(file), language)
        voice.tell(_("The sheet is in {file}.", file=file))
    return bool(options.plan_picture or options.plan_mark or options.plan)


def _inspections(
    options: argparse.Namespace, voice: Voice, room: Organisation, language: Language
) -> bool:
    """Do what is asked of inspection sheets; False where nothing is."""
    done = False
    if options.forms:
        voice.tell_json(
            {
                "forms": [
                    {"name": one.name, "source": one.source or None, "items": list(one.items)}
                    for one in room.sheets_known(language)
                ]
            }
        )
        done = True
    if options.begin:
        form, school, day, inspector = options.begin
        if inspector not in ("self_check", "police", "joint"):
            raise UserError(
                _("{word} is none of: {words}.", word=inspector, words="self_check, police, joint")
            )
        change = room.begin_inspection(
            form,
            school=school,
            day=read_day_said(day),
            inspector=inspector,
            language=language,
            by=options.by,
        )
        voice.tell(ngettext("{count} row is new.", "{count} rows are new.", len(change.rows)))
        done = True
    for name in ("filled", "blank"):
        said = getattr(options, name)
        if said:
            path = Path(said[-1])
            if name == "blank":
                room.print_blank_inspection(said[0], path, language)
            else:
                row = room.find_inspection(said[1], read_day_said(said[2]), said[0], language)
                room.print_inspection(row, path, language)
            voice.tell(_("The sheet is in {file}.", file=str(path)))
            done = True
    if options.findings:
        form, school, day = options.findings
        row = room.find_inspection(school, read_day_said(day), form, language)
        made = room.enter_findings(row, language, by=options.by)
        voice.tell(ngettext("{count} line is new.", "{count} lines are new.", len(made)))
        done = True
    return done


def read_day_said(said: str) -> date:
    from drillplanner.organisation.dates import FieldRefused, read_day

    try:
        return read_day(said)
    except FieldRefused as refused:
        raise UserError(refused.text) from refused
