"""Play every demonstration drill and write what a bureau would have on its desk afterwards."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Words, _
from drillplanner.base.translator import Language
from drillplanner.demonstration.plays import PLAYS, Play, before
from drillplanner.demonstration.stage import Played, played
from drillplanner.exchange.pack.log_pack import SUFFIX
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.plan.model import Script
from drillplanner.report.inputs import DrillDetails, Member, ReportInputs
from drillplanner.report.sections.overview import units
from drillplanner.resources import resource
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scoring import score
from drillplanner.run.fact_kinds import DRILL
from drillplanner.services.improve.actions import propose
from drillplanner.services.plan.scripts import OpenScript, opened
from drillplanner.services.review.drill_report import logged_entries, report_inputs
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.review_session import review_drill

#: When what fell short in the play is to be fixed.
_DAYS_TO_FIX = 30


def demonstrate(out: Path, languages: Sequence[Language] = ("zh_CN", "en")) -> Iterator[Path]:
    """Play one drill of each kind into a folder each, and give the reports as they are written.

    A folder holds the script, a log table and a log pack for each source, the ratings, all of the
    logs as one pack, the command post's workspace and the evaluation report in every language
    asked for. Files of an earlier demonstration are replaced.

    Raises:
        UserError: the folder cannot be made or is a file.
        StoreFault: the disk failed.
    """
    for play in PLAYS:
        folder = out / Path(play.script).stem
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                _("The folder {folder} cannot be made; choose another.", folder=str(folder))
            ) from error
        yield from _one(play, folder, languages)


def _one(play: Play, folder: Path, languages: Sequence[Language]) -> Iterator[Path]:
    from drillplanner.report.content import evaluation_report
    from drillplanner.report.render.pdf import write_pdf

    document = resource("scripts", play.script).read_bytes()
    opened_script = opened(document)
    script = opened_script.script
    with (
        tempfile.TemporaryDirectory(prefix="playing-", dir=folder) as room,
        played(play, opened_script, Path(room)) as drill,
    ):
        _remember_before(play, opened_script, Path(room) / "before", drill)
        recorded = drill.services.reviews.drill(drill.drill.id)
        log = observe(recorded.entries, script.zone)
        ratings = tuple(
            Rating(criterion, evaluator, rating, note)
            for criterion, evaluator, rating, note in play.ratings
        )
        card = score(script, log, ratings)
        roots = [fact.hash for fact in recorded.facts if fact.kind == DRILL]
        inputs = report_inputs(
            recorded.entries,
            roots,
            script,
            log,
            card,
            ratings,
            _details(play, script),
        )
        entries = logged_entries(recorded.entries, script.zone, recorded.names)
        inputs = replace(inputs, entries=tuple(entries), has_form=True)
        inputs = _with_ledger(drill, inputs, ratings)
        _write_files(folder, play, drill, log, document)
        report = evaluation_report(inputs)
        for language in languages:
            target = folder / f"{folder.name}.{language}.pdf"
            write_pdf(report, target, language)
            yield target
        drill.services.close()
        drill.services.paths.workspace.replace(folder / "drill.drill")


def _remember_before(play: Play, script: OpenScript, folder: Path, drill: Played) -> None:
    """Play the drill of half a year before, and join it, so that there is something to compare."""
    folder.mkdir()
    services = drill.services
    with played(before(play), script, folder) as past:
        services.packs.take_in(past.services.packs.hand_over(past.drill.id))
        past.services.close()
    for held in (past.drill, drill.drill):
        services.organisation.name_school(held.id, _in(play.school, script.script.language))


def _with_ledger(drill: Played, inputs: ReportInputs, ratings: Sequence[Rating]) -> ReportInputs:
    """Enter the findings into the ledger, each with who fixes it by when."""
    services, held = drill.services, drill.drill
    review = review_drill(services.reviews.drill(held.id))
    services.reviews.save_ratings(review, ratings)
    review = review_drill(services.reviews.drill(held.id))
    keeper = drill.play.laptops[-1].keeper
    found = propose(review, services.improvements.ledger())
    actions = services.improvements.accept(
        [one.finding for one in found], by=keeper, language=drill.script.language
    )
    due = date.fromisoformat(drill.play.danger_at[:10]) + timedelta(days=_DAYS_TO_FIX)
    for action, measure in zip(actions, cycle(drill.play.measures)):
        content = replace(action.content, measure=measure, due=due)
        services.improvements.edit(action, content, "周整改（演示）", by=keeper)
    return services.reviews.completed(review, inputs)


def _in(words: Words, language: str) -> str:
    return words if isinstance(words, str) else words[language]


def _write_files(folder: Path, play: Play, drill: Played, log: Log, document: bytes) -> None:
    (folder / "script.json").write_bytes(document)
    for source in log.scales:
        (folder / f"{source}.csv").write_bytes(write_log(_only(log, source), drill.script))
    (folder / "ratings.csv").write_text(_ratings_table(play), encoding="utf-8", newline="")
    for path in drill.packs:
        (folder / path.name).write_bytes(path.read_bytes())
    drill.services.packs.write(drill.drill.id, folder / f"log{SUFFIX}")


def _only(log: Log, source: str) -> Log:
    """Take one source's rows out of a log, as its laptop would hand them over."""
    return replace(
        log,
        observations=tuple(row for row in log.observations if row.source == source),
        sync_marks=tuple(mark for mark in log.sync_marks if mark.source == source),
        offsets=tuple(stated for stated in log.offsets if stated.source == source),
        holds=tuple(hold for hold in log.holds if hold.source == source),
        scales={source: log.scales[source]},
        origins={name: day for name, day in log.origins.items() if name == source},
    )


def _ratings_table(play: Play) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(("criterion", "evaluator", "rating", "note"))
    writer.writerows(play.ratings)
    return table.getvalue()


def _organisations(script: Script) -> tuple[Words, ...]:
    """List whom the script's roles belong to, each once."""
    return units([role.organisation for role in script.roles if role.organisation])


def _details(play: Play, script: Script) -> DrillDetails:
    evaluators = dict.fromkeys(evaluator for _c, evaluator, _r, _n in play.ratings)
    return DrillDetails(
        name=play.name,
        school=play.school,
        place=play.place,
        nature="formal",
        round=1,
        handling="internal",
        organisers=play.organisers,
        participants=_organisations(script),
        evaluators=tuple(Member(f"{name}（演示）") for name in evaluators),
        timekeepers={laptop.source: laptop.keeper for laptop in play.laptops},
        equipment=play.equipment,
        strengths=play.strengths,
    )
