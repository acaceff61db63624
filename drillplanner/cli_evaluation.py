"""The commands of evaluators: their sheets, and objections to a verdict (docs/formats.md, 3)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.cli_password import Voice
from drillplanner.cli_workspace import open_services
from drillplanner.review.points.objection import Objection

if TYPE_CHECKING:
    from drillplanner.services.review.evaluation.sheets import RatingSheet
    from drillplanner.services.review.review_session import DrillReview

_DONE = 0


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of evaluators to those of the program."""
    ratings = commands.add_parser(
        "ratings", help=say(_("evaluators' sheets of a drill: read, lock, verify, list"))
    )
    _add_drill(ratings, say)
    ratings.add_argument("--read", type=Path, metavar="R.csv", help=say(_("keep these ratings")))
    ratings.add_argument(
        "--reason",
        default="",
        metavar="WORDS",
        help=say(_("why ratings are changed on a sheet that is locked")),
    )
    ratings.add_argument("--lock", metavar="NAME", help=say(_("lock this evaluator's sheet")))
    ratings.add_argument(
        "--verify", metavar="NAME", help=say(_("this evaluator read the locked sheet: it is so"))
    )
    ratings.set_defaults(run=_ratings)

    objection = commands.add_parser(
        "objection", help=say(_("an organisation's objection to a verdict, and the answer"))
    )
    _add_drill(objection, say)
    objection.add_argument(
        "--to", metavar="ID", help=say(_("the target or criterion that is objected to"))
    )
    objection.add_argument("--organisation", default="", metavar="NAME")
    objection.add_argument(
        "--answer", metavar="ID", help=say(_("the objection that is answered, by the ID listed"))
    )
    objection.add_argument("--by", default="", metavar="NAME")
    objection.add_argument("--words", default="", metavar="WORDS")
    objection.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD")
    objection.set_defaults(run=_objection)
    _add_forms(commands, say)


def _add_forms(commands: Any, say: Callable[[Text], str]) -> None:
    forms = commands.add_parser(
        "self-evaluation", help=say(_("short forms of those who took part: read, count"))
    )
    _add_drill(forms, say)
    forms.add_argument("--read", type=Path, metavar="F.csv", help=say(_("keep these forms")))
    forms.set_defaults(run=_self_evaluation)


def _add_drill(command: Any, say: Callable[[Text], str]) -> None:
    command.add_argument("drill", metavar="DRILL", help=say(_("the drill's ID or title")))
    command.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    command.add_argument("--round", type=int, metavar="N")
    command.add_argument("--json", action="store_true", help=say(_("write one JSON object")))


def drill_named(services: Any, named: str) -> str:
    """Find the id of the drill of this id or title.

    Raises:
        UserError: there is none, or there are several.
    """
    found = [
        one.drill.id
        for one in services.catalogue.drills()
        if named in (one.drill.id, one.drill.title)
    ]
    if len(found) != 1:
        raise UserError(
            _(
                "{count} drills are called {name}; give the ID of one.",
                count=len(found),
                name=named,
            )
        )
    return str(found[0])


def _reviewed(services: Any, options: argparse.Namespace) -> DrillReview:
    from drillplanner.services.review.review_session import review_drill

    drill = drill_named(services, options.drill)
    return review_drill(services.reviews.drill(drill), options.round)


# -- sheets ---------------------------------------------------------------------------------------


def _ratings(options: argparse.Namespace, voice: Voice) -> int:
    from dataclasses import replace

    from drillplanner.services.review.evaluation.sheets import rating_sheets
    from drillplanner.services.review.joining import read_rating_table

    with open_services(options.workspace) as services:
        review = _reviewed(services, options)
        if options.read is not None:
            given = read_rating_table(options.read, review.script)
            services.reviews.save_ratings(
                review, [replace(one, reason=options.reason) for one in given]
            )
        if options.lock:
            services.reviews.finish_sheet(review, "lock", by=options.lock)
        if options.verify:
            services.reviews.finish_sheet(review, "verify", by=options.verify)
        recorded = services.reviews.drill(review.recorded.drill.id)
    sheets = rating_sheets(recorded.facts, recorded.names, review.script, review.round)
    if options.json:
        voice.tell_json({"round": review.round, "sheets": [_sheet_json(one) for one in sheets]})
        return _DONE
    for sheet in sheets:
        voice.tell(_("{name}: {state}", name=sheet.evaluator, state=_states()[sheet.state]))
        for one in sheet.ratings:
            said = " · ".join(part for part in (one.rating, one.note, one.reason) if part)
            voice.tell(_("  {criterion}: {rating}", criterion=one.criterion, rating=said))
    if not sheets:
        voice.tell(_("Nobody rated anything in this round."))
    return _DONE


def _states() -> Mapping[str, Text]:
    from drillplanner.services.review.evaluation.sheets import STATE_WORDS

    return {str(state): words for state, words in STATE_WORDS.items()}


def _sheet_json(sheet: RatingSheet) -> Mapping[str, Any]:
    return {
        "evaluator": sheet.evaluator,
        "state": sheet.state,
        "changed": sorted(sheet.changed),
        "ratings": [
            {
                "criterion": one.criterion,
                "rating": one.rating,
                "note": one.note,
                "evidence": list(one.evidence),
                "reason": one.reason,
            }
            for one in sheet.ratings
        ],
    }


# -- objections -----------------------------------------------------------------------------------


def _objection(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.review.evaluation.objections import NewObjection

    with open_services(options.workspace) as services:
        review = _reviewed(services, options)
        if options.answer:
            services.reviews.answer(review, options.answer, options.words, by=options.by)
        elif options.to:
            script = review.script
            known = {one.id for one in script.targets} | {one.id for one in script.criteria}
            if options.to not in known:
                raise UserError(_("The script has no target or criterion {id}.", id=options.to))
            day = options.day or local_time.today(services.clock)
            services.reviews.object(
                review,
                NewObjection(options.to, options.organisation, options.by, options.words, day),
            )
        found = _reviewed(services, options).inputs.objections
    if options.json:
        voice.tell_json({"round": review.round, "objections": [_objection_json(o) for o in found]})
        return _DONE
    for one in found:
        voice.tell(
            _(
                "{id}  {subject}: {organisation} ({name}, {day}): {words}",
                id=one.fact,
                subject=one.subject,
                organisation=one.organisation,
                name=one.by,
                day=one.day,
                words=one.text,
            )
        )
        for text, by, day in one.answers:
            voice.tell(_("  answered: {words} ({name}, {day})", words=text, name=by, day=day))
    if not found:
        voice.tell(_("Nobody objected to anything in this round."))
    return _DONE


def _objection_json(one: Objection) -> Mapping[str, Any]:
    return {
        "id": one.fact,
        "subject": one.subject,
        "organisation": one.organisation,
        "by": one.by,
        "day": one.day,
        "words": one.text,
        "answers": [{"words": text, "by": by, "day": day} for text, by, day in one.answers],
    }


# -- short forms ----------------------------------------------------------------------------------


def _self_evaluation(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.exchange.tables.short_forms_table import read_short_forms
    from drillplanner.services.review.evaluation.self_evaluation import (
        counted,
        counts_said,
        form_of,
        short_forms,
    )

    with open_services(options.workspace) as services:
        review = _reviewed(services, options)
        if options.read is not None:
            rows = read_short_forms(options.read)
            services.reviews.save_forms(review, [form_of(row) for row in rows])
        recorded = services.reviews.drill(review.recorded.drill.id)
    forms = short_forms(recorded.facts, review.round)
    if options.json:
        voice.tell_json(
            {
                "round": review.round,
                "forms": len(forms),
                "questions": {one.question: dict(one.answers) for one in counted(forms)},
                "words": [form.words for form in forms if form.words],
            }
        )
        return _DONE
    for line in counts_said(forms):
        voice.tell(line)
    return _DONE
