"""Score the logs of a drill against its script, and write the report of what came out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.ratings_table import read_ratings
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import read_script
from drillplanner.report.inputs import Chain, ReportInputs
from drillplanner.review.observation import Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from drillplanner.services.exchange.pack_joining import Examined
from drillplanner.services.review.merging.inputs import Inputs, is_pack, review_packs
from drillplanner.services.review.review_session import DrillReview
from drillplanner.terms.papers import REPORT, PaperOrder


@dataclass(frozen=True, slots=True)
class Review:
    """A drill as scored: what it was scored from, and what came out.

    `packed` is the whole review where it was made from log packs.
    """

    script: Script
    log: Log
    ratings: tuple[Rating, ...]
    card: Scorecard
    packed: DrillReview | None = None


class Listener(Protocol):
    """Hears, before it counts, how files were read."""

    def say_readings(self, log: Log) -> None:
        """Hear how the times of each source were read, and what is doubtful."""
        ...

    def say_pack(self, found: Examined) -> None:
        """Hear what a log pack is found to be."""
        ...

    def complain(self, text: Text | str) -> None:
        """Hear a warning."""
        ...


class Unheard:
    """A listener for whoever does not ask."""

    def say_readings(self, log: Log) -> None:
        """Do nothing."""

    def say_pack(self, found: Examined) -> None:
        """Do nothing."""

    def complain(self, text: Text | str) -> None:
        """Do nothing."""


def score_files(files: Inputs, listener: Listener | None = None) -> Review:
    """Score log tables against a script, or log packs, with tables beside them.

    Args:
        files: what to score.
        listener: hears how they were read, before it counts.

    Raises:
        FileRefused: the script, a log or the ratings were refused; every fault is named.
    """
    heard = listener or Unheard()
    if any(is_pack(path) for path in files.logs):
        found = review_packs(files, heard.say_pack, heard.complain)
        heard.say_readings(found.log)
        return Review(found.script, found.log, found.decisions.ratings, found.card, found)
    if files.script is None:
        raise UserError(_("Give the script of these tables with --script."))
    plan = read_script(files.script)
    log = read_logs(files.logs, plan, files.dials)
    heard.say_readings(log)
    rated = read_ratings(files.ratings, plan) if files.ratings is not None else ()
    return Review(plan, log, rated, score(plan, log, rated))


def report_files(
    files: Inputs,
    target: Path,
    language: Language,
    listener: Listener | None = None,
    *,
    order: PaperOrder = REPORT,
    has_blanks: bool = False,
    has_form: bool = False,
) -> None:
    """Write a paper of logs; an old file is replaced when done.

    Args:
        files: what to report.
        target: the file.
        language: of the report.
        listener: hears how they were read, before it counts.
        order: which paper in which format, the evaluation report as PDF unless given.
        has_blanks: print room to write in what nobody told.
        has_form: add the tick form that schools file.

    Raises:
        FileRefused: an input was refused.
        UserError: the report cannot be written there, or an input would be written over.
        StoreFault: the disk failed.
    """
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.report.making import made
    from drillplanner.services.review.printing.annex import has_annex, with_annex

    _keep_inputs(files, target)
    review = score_files(files, listener)
    packed = review.packed
    inputs = packed.inputs if packed is not None else _inputs(files, review)
    inputs = replace(inputs, has_blanks=has_blanks, has_form=has_form)
    if has_annex(order):
        _keep_inputs(files, target.with_name(f"{target.stem}.log.csv"))
        inputs = with_annex(inputs, target)
    write_durably(target, made(inputs, order, language))


def _inputs(files: Inputs, review: Review) -> ReportInputs:
    chains = tuple(
        # A table carries no chain of its own: its bytes' hash says which table was read.
        Chain(path.name, _rows(review.log, path), _hash(path), "not_verified")
        for path in files.logs
    )
    return ReportInputs(review.script, review.log, review.card, review.ratings, chains=chains)


def _keep_inputs(files: Inputs, target: Path) -> None:
    """Refuse a report that would take the place of what it is made from, by whatever name."""
    for path in (
        *((files.script,) if files.script else ()),
        *files.logs,
        *((files.ratings,) if files.ratings else ()),
    ):
        if _is_same_file(target, path):
            raise UserError(
                _(
                    "{file} is read for this report and would be lost. Give the report "
                    "another name.",
                    file=str(target),
                )
            )


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there; whoever opens it says why
        return False


def _rows(log: Log, path: Path) -> int:
    prefix = f"{path.name},"
    tables = (
        log.observations, log.sync_marks, log.offsets, log.holds, log.uses, log.confirmations,
    )  # fmt: skip
    return sum(row.place.startswith(prefix) for table in tables for row in table)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
