"""The room of `Services` that reviews drills: read one, decide on it, complete it, issue it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.exchange.photo import PhotoFile
from drillplanner.report.inputs import ReportInputs
from drillplanner.review.points.ratings import Rating
from drillplanner.review.verdicts import Grade
from drillplanner.run.clock.machine_clock import Clock
from drillplanner.run.fact import Fact
from drillplanner.run.photos.photo import Belongs, Photo
from drillplanner.services.improve.actions import read_later
from drillplanner.services.improve.ledger import read_ledger
from drillplanner.services.improve.since_before import completed, drills_before
from drillplanner.services.lanes import Lanes, on_data_lane
from drillplanner.services.organisation.schools import name_school, school_labels
from drillplanner.services.review import decisions
from drillplanner.services.review.decisions import RulingKind, TableText
from drillplanner.services.review.evaluation import objections, self_evaluation, sheets
from drillplanner.services.review.evaluation.objections import NewObjection
from drillplanner.services.review.evaluation.self_evaluation import ShortForm
from drillplanner.services.review.evaluation.sheets import Deed
from drillplanner.services.review.log.corrections import correct
from drillplanner.services.review.organising import Meant, Organised, organise
from drillplanner.services.review.particulars import Particulars, save_particulars
from drillplanner.services.review.photos import album as photos
from drillplanner.services.review.photos.album import Attached
from drillplanner.services.review.review_session import (
    DrillReview,
    Recorded,
    issue_review,
    read_drill,
)
from drillplanner.services.review.typing_in import Grid, Typing, open_typing, save_typing
from drillplanner.services.run.commands import Command
from drillplanner.services.run.free_play import Organising, organising
from drillplanner.services.workspace_home import WorkspaceHome


class Reviews:
    """What is read is asked for on the work lane, what is kept is entered on the data lane.

    `review_session.review_drill` reviews what `drill` read; it needs no room and no database.
    """

    def __init__(self, home: WorkspaceHome, lanes: Lanes, clock: Clock) -> None:
        self._home, self._lanes, self._clock = home, lanes, clock

    # -- work lane: what is read ----------------------------------------------------------

    def drill(self, drill: str) -> Recorded:
        """Read all that is here of one drill; see `review_session.read_drill`."""
        recorded, (known, _held) = (
            self._home.read(read_drill, drill),
            self._home.read(school_labels),
        )
        return replace(recorded, schools=tuple(known.values()))

    def typing(self, drill: str, round_number: int | None = None) -> Typing:
        """Open a round of a drill to type times into it."""
        return self._home.read(open_typing, drill, round_number)

    def organising(self, drill: str, round_number: int | None = None) -> Organising:
        """Read what was marked in words, and what it can mean."""
        return self._home.read(organising, drill, round_number)

    def completed(self, review: DrillReview, inputs: ReportInputs) -> ReportInputs:
        """Put into a report what the ledger and earlier drills say; they are reviewed here."""
        ledger = self._home.read(read_ledger)
        before = self._home.read(drills_before, review)
        drills = [self._home.read(read_later, drill) for drill in before.drills]
        found = [drill for drill in drills if drill is not None]
        return completed(inputs, review, ledger, before, found)

    def attachment(self, sha256: str) -> bytes | None:
        """Return the bytes of a photo by their hash; None where they are not here."""
        return self._home.read(lambda workspace: workspace.attachment(sha256))

    def attach_files(
        self,
        drill: DrillId,
        round_number: int,
        paths: Sequence[Path],
        *,
        by: str = "",
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Attached:
        """Read photos on this lane and keep each on the data lane, whole or not at all."""

        def keep(file: PhotoFile) -> bool:
            return on_data_lane(
                self._lanes,
                lambda: self._home.write(
                    photos.attach, drill, round_number, file, Belongs(), by=by
                ),
            )

        return photos.attach_files(paths, keep, is_stopped)

    # -- data lane: what is kept ----------------------------------------------------------

    def issue(self, review: DrillReview) -> Fact | None:
        """Freeze a review's scorecard because it went out; None where it was issued before."""
        return self._home.write(issue_review, review)

    def enter_grade(
        self, review: DrillReview, grade: Grade, *, by: str, reason: str, suggested: Grade | None
    ) -> None:
        """Enter the leader's grade; see `decisions.enter_grade`."""
        self._home.write(
            decisions.enter_grade,
            review.recorded.drill.id,
            review.round,
            grade,
            by=by,
            reason=reason,
            suggested=suggested,
        )

    def rule(
        self,
        review: DrillReview,
        kind: RulingKind,
        target: str,
        *,
        by: str,
        reason: str,
        source: str = "",
    ) -> None:
        """Let a named person decide what the program must not; see `decisions.rule`."""
        drill = review.recorded.drill.id
        self._home.write(
            decisions.rule,
            drill,
            review.round,
            kind,
            target,
            by=by,
            reason=reason,
            source=source,
        )

    def withdraw(self, review: DrillReview, fact: str) -> None:
        """Take a decision or a table back."""
        self._home.write(sheets.take_back, review.recorded.drill.id, review.round, fact)

    def join_tables(self, review: DrillReview, tables: Sequence[TableText]) -> None:
        """Keep log tables with the drill."""
        for table in tables:
            self._home.write(decisions.save_table, review.recorded.drill.id, review.round, table)

    def save_ratings(self, review: DrillReview, ratings: Sequence[Rating]) -> None:
        """Save evaluators' ratings, each in place of the same evaluator's earlier one."""
        self._home.write(sheets.save_ratings, review.recorded.drill.id, review.round, ratings)

    def finish_sheet(self, review: DrillReview, deed: Deed, *, by: str) -> None:
        """Lock or verify an evaluator's sheet; see `evaluation.sheets`."""
        self._home.write(sheets.finish_sheet, review.recorded.drill.id, review.round, deed, by=by)

    def save_forms(self, review: DrillReview, forms: Sequence[ShortForm]) -> None:
        """Keep short forms of those who took part; see `evaluation.self_evaluation`."""
        self._home.write(
            self_evaluation.save_forms,
            review.recorded.drill.id,
            review.round,
            review.script,
            forms,
        )

    def object(self, review: DrillReview, objection: NewObjection) -> None:
        """Keep an organisation's objection to a verdict; the score stays as it is."""
        self._home.write(objections.object_to, review.recorded.drill.id, review.round, objection)

    def answer(self, review: DrillReview, objection: str, text: str, *, by: str) -> None:
        """Keep what the evaluation group answered to an objection."""
        self._home.write(
            objections.answer, review.recorded.drill.id, review.round, objection, text, by=by
        )

    def save_particulars(self, review: DrillReview, filled: Particulars) -> None:
        """Save what a report says of the drill beside script and log, and carry its school on."""
        drill = review.recorded.drill.id
        self._home.write(name_school, drill, filled.school)
        self._home.write(save_particulars, drill, review.round, filled)

    def save_typing(
        self, typing: Typing, grid: Grid, name: str, *, by: str, day: date | None = None
    ) -> Typing:
        """Keep what was typed, in place of the version that was opened; see `typing_in`."""
        return self._home.write(save_typing, typing, grid, name, by=by, day=day)

    def correct(self, drill: DrillId, entry: str, command: Command, *, by: str) -> tuple[str, ...]:
        """Do something to an entry of the log long after; see `log.corrections.correct`."""
        return self._home.write(correct, drill, entry, command, by=by, clock=self._clock)

    def organise(self, found: Organising, meant: Meant, author: PersonId) -> Organised:
        """Let a drill adopt a script, and give its free marks their steps, all at once."""
        return self._home.write(organise, found, meant, author, self._clock)

    def describe_photo(
        self, review: DrillReview, photo: Photo, caption: str, belongs: Belongs
    ) -> None:
        """Put other words to a photo, or let it belong to something else."""
        self._home.write(photos.describe, review.recorded.drill.id, photo, caption, belongs)

    def take_photo_out(self, review: DrillReview, photo: Photo) -> None:
        """Take a photo out of review and report; it stays on record."""
        self._home.write(photos.take_out, review.recorded.drill.id, photo)

    def put_photo_back(self, review: DrillReview, photo: Photo) -> None:
        """Let a photo that was taken out stand again."""
        self._home.write(photos.put_back, review.recorded.drill.id, photo)
