"""The command that lists a stored log and corrects it: void, restore, name, remark on an entry."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Authored, Text, _
from drillplanner.base.translator import translator
from drillplanner.cli_evaluation import drill_named
from drillplanner.cli_password import Voice, add_password_option
from drillplanner.cli_workspace import unlocked_services
from drillplanner.plan.model import Script, split_ref

if TYPE_CHECKING:
    from drillplanner.report.inputs import LoggedEntry
    from drillplanner.services.review.log.lines import LogLine
    from drillplanner.services.review.review_session import DrillReview
    from drillplanner.services.run.commands import Command

_DONE = 0


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the command of corrections to those of the program."""
    correct = commands.add_parser(
        "correct",
        help=say(_("list the log of a drill, and void, restore, name or remark on an entry")),
    )
    correct.add_argument("drill", metavar="DRILL", help=say(_("the drill's ID or title")))
    correct.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    correct.add_argument("--round", type=int, metavar="N")
    act = correct.add_mutually_exclusive_group()
    act.add_argument(
        "--void", metavar="ENTRY", help=say(_("take an entry back, by its number or its ID"))
    )
    act.add_argument("--restore", metavar="ENTRY", help=say(_("bring an entry back")))
    act.add_argument(
        "--name",
        metavar="ENTRY",
        help=say(_("say what a mark was of, by {options}", options="--as, --words")),
    )
    act.add_argument(
        "--remark",
        metavar="ENTRY",
        help=say(_("remark on an entry, by {options}", options="--words")),
    )
    correct.add_argument(
        "--as",
        dest="step",
        metavar="STEP[/UNIT]",
        help=say(_("the step, with its unit or option, that a mark was of")),
    )
    correct.add_argument("--words", default="", metavar="WORDS")
    correct.add_argument(
        "--reason", default="", metavar="WORDS", help=say(_("why; a remark needs none"))
    )
    correct.add_argument("--by", default="", metavar="NAME", help=say(_("who corrects it")))
    correct.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    add_password_option(correct, say)
    correct.set_defaults(run=_correct)


def _correct(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.review.review_session import review_drill

    made: tuple[str, ...] = ()
    with unlocked_services(options, voice) as services:
        drill = drill_named(services, options.drill)
        review = review_drill(services.reviews.drill(drill), options.round)
        named = options.void or options.restore or options.name or options.remark
        if named:
            line = _meant(review, named)
            command = _command(options, line, review.script)
            made = services.reviews.correct(
                review.recorded.drill.id, line.id, command, by=options.by
            )
            review = review_drill(services.reviews.drill(drill), review.round)
    if options.json:
        voice.tell_json(
            {
                "drill": str(review.recorded.drill.id),
                "round": review.round,
                "made": list(made),
                "entries": [_entry_json(*one, voice) for one in _entries(review)],
            }
        )
        return _DONE
    for logged, line in _entries(review):
        if not made or logged.entry.id in made:
            voice.tell(_said(line, voice))
    return _DONE


# -- what is asked for ------------------------------------------------------------------------


def _meant(review: DrillReview, named: str) -> LogLine:
    """Find an entry by its number in the list, or by its id."""
    for number, (logged, line) in enumerate(_entries(review), 1):
        if named in (str(number), logged.entry.id):
            return line
    raise UserError(_("There is no entry {name} in this round; the list numbers them.", name=named))


def _command(options: argparse.Namespace, line: LogLine, script: Script) -> Command:
    """Make the command; UserError where it makes no sense of this entry."""
    from drillplanner.services.run.commands import Remark, Rename, Toggle

    reason, words = options.reason, options.words
    if options.remark:
        return Remark(line.id, words or reason)
    if options.name:
        if not line.can_be_named:
            raise UserError(_("This entry is no mark that stands, so it cannot be named."))
        if bool(options.step) == bool(words.strip()):
            raise UserError(
                _(
                    "Say what it was: a step by {step}, or words of your own by {words}.",
                    step="--as",
                    words="--words",
                )
            )
        if words.strip():
            return Rename(line.id, words=words, why=reason)
        return Rename(line.id, *_step(options.step, script), why=reason)
    if options.void and not line.can_be_voided:
        raise UserError(
            _("This entry is taken back already.")
            if line.is_struck
            else _("The program noted this itself; it cannot be taken back.")
        )
    if options.restore and not line.can_be_restored:
        raise UserError(_("This entry stands; there is nothing to bring back."))
    return Toggle(line.id, reason, is_whole=True)


def _step(text: str, script: Script) -> tuple[str, str | None, str | None]:
    """Read STEP, STEP/UNIT or STEP/OPTION; the recorder refuses what the script has not."""
    id_, part = split_ref(text)
    step = next((one for one in script.steps if one.id == id_), None)
    if step is not None and any(one.id == part for one in step.options):
        return id_, None, part
    return id_, part, None


# -- what is said -----------------------------------------------------------------------------


def _entries(review: DrillReview) -> Iterator[tuple[LoggedEntry, LogLine]]:
    from drillplanner.services.review.log.lines import whole_log

    lines = [line for line in whole_log(review).lines if line.is_entry]
    return zip(review.inputs.entries, lines, strict=True)


def _said(line: LogLine, voice: Voice) -> str:
    cells = [_cell(cell, voice) for cell in line.cells]
    words = "  ".join(cell for cell in cells if cell)
    return voice.say(_("{entry}  (taken back)", entry=words)) if line.is_struck else words


def _cell(cell: object, voice: Voice) -> str:
    if isinstance(cell, tuple):
        return " · ".join(_cell(part, voice) for part in cell)
    return translator(voice.language).say(cell) if isinstance(cell, Text | Authored) else str(cell)


def _entry_json(logged: LoggedEntry, line: LogLine, voice: Voice) -> Mapping[str, Any]:
    entry, says = logged.entry, logged.label or logged.entry
    return {
        "id": str(entry.id),
        "source": entry.source,
        "kind": entry.kind,
        "step": says.step,
        "unit": says.unit,
        "option": says.option,
        "wall_utc_ns": entry.wall_utc_ns,
        "amends": entry.amends,
        "by": logged.by,
        "is_struck": line.is_struck,
        "said": _cell(line.cells[4], voice),
        "note": _cell(line.cells[-1], voice),
    }
