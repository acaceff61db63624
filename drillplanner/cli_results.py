"""The commands that look at what came out: trends, agreement, archives (docs/formats.md, 3)."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.cli_evaluation import drill_named
from drillplanner.cli_password import Voice
from drillplanner.cli_workspace import open_services

if TYPE_CHECKING:
    from drillplanner.services.review.printing.archive import Part

_DONE, _REFUSED = 0, 1


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of results to those of the program."""
    trend = commands.add_parser("trend", help=say(_("follow one target over many drills")))
    trend.add_argument("--script", required=True, metavar="ID", help=say(_("the script's ID")))
    trend.add_argument("--target", required=True, metavar="ID", help=say(_("the target's ID")))
    trend.add_argument(
        "--nature",
        choices=("rehearsal", "formal", "call_out", "double_blind"),
        default="formal",
        help=say(_("only drills of this nature stand side by side")),
    )
    trend.add_argument("--school", metavar="NAME", default="", help=say(_("of one school alone")))
    trend.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    trend.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    trend.set_defaults(run=_trend)

    agreement = commands.add_parser(
        "agreement", help=say(_("tell how far evaluators agree who rated the same things"))
    )
    agreement.add_argument("--script", type=Path, required=True, metavar="SCRIPT")
    agreement.add_argument("--ratings", type=Path, required=True, metavar="R.csv")
    agreement.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    agreement.set_defaults(run=_agreement)

    archive = commands.add_parser(
        "archive", help=say(_("put all that a drill leaves into a folder, or check one"))
    )
    archive.add_argument("drill", metavar="DRILL|DIR", help=say(_("the drill's ID or title")))
    archive.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    archive.add_argument("-o", "--output", type=Path, metavar="DIR")
    archive.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN")
    archive.add_argument(
        "--with",
        dest="brought",
        action="append",
        default=[],
        metavar="PART=FILE",
        help=say(_("bring a file that the program does not have: plan, sign_in or safety")),
    )
    archive.add_argument(
        "--verify",
        action="store_true",
        help=say(_("compare an archive with its list of checksums; DIR is its folder")),
    )
    archive.set_defaults(run=_archive)


# -- trends ---------------------------------------------------------------------------------------


def _trend(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.improve.trend_words import refused_said, series_said
    from drillplanner.services.improve.trends import Question, trend_json

    question = Question(options.script, options.target, options.nature, options.school)
    with open_services(options.workspace) as services:
        trend = services.improvements.trend(question)
    if options.json:
        voice.tell_json(trend_json(trend, voice.say))
        return _DONE
    for series in trend.series:
        for line in series_said(series):
            voice.tell(line)
    for one in trend.refused:
        voice.tell(refused_said(one))
    return _DONE


# -- agreement ------------------------------------------------------------------------------------


def _agreement(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.exchange.agreement_json import agreement_json
    from drillplanner.exchange.tables.ratings_table import read_ratings
    from drillplanner.plan.parser.reading import read_script
    from drillplanner.services.review.evaluation.agreed import HIDDEN, agreed, agreement_said

    script = read_script(options.script)
    found = agreed(script, read_ratings(options.ratings, script))
    if options.json:
        voice.tell_json(agreement_json(found, voice.say(HIDDEN)))
        return _DONE
    for line in agreement_said(found):
        voice.tell(line)
    return _DONE


# -- archives -------------------------------------------------------------------------------------


def _archive(options: argparse.Namespace, voice: Voice) -> int:
    if options.verify:
        return _verify(Path(options.drill), voice)
    if options.output is None:
        raise UserError(_("Say with -o into which new folder."))
    from drillplanner.report.making import made
    from drillplanner.services.review.printing.archive import PART_WORDS, archive, gathered

    with open_services(options.workspace) as services:
        drill = gathered(services.reviews, services.packs, drill_named(services, options.drill))
        inputs = drill.inputs
        archived = archive(
            drill,
            options.output,
            options.lang,
            _brought(options.brought),
            lambda order: made(inputs, order, options.lang),
        )
    for part in archived.missing:
        voice.tell(_("missing: {part}", part=PART_WORDS[part]))
    voice.tell(_("The archive is in {folder}.", folder=str(archived.folder)))
    return _DONE


def _brought(given: list[str]) -> Mapping[Part, list[Path]]:
    from drillplanner.services.review.printing.archive import BROUGHT

    files: dict[Part, list[Path]] = defaultdict(list)
    for one in given:
        named, equals, path = one.partition("=")
        part = next((part for part in BROUGHT if part == named), None)
        if part is None or not equals:
            raise UserError(_("--with takes PART=FILE; PART is plan, sign_in or safety."))
        files[part].append(Path(path))
    return files


def _verify(folder: Path, voice: Voice) -> int:
    from drillplanner.services.review.printing.archive import check_archive

    found = check_archive(folder)
    for name in found.changed:
        voice.tell(_("changed: {name}", name=name))
    for name in found.missing:
        voice.tell(_("missing: {name}", name=name))
    for name in found.added:
        voice.tell(_("not in the list: {name}", name=name))
    if found.is_whole:
        voice.tell(
            ngettext(
                "{count} file is as it was archived.",
                "{count} files are as they were archived.",
                found.count,
            )
        )
        return _DONE
    return _REFUSED
