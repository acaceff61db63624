"""The room of `Services` that improves: findings become actions, later drills close them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.register_tables import (
    Mapped,
    RegisterSheet,
    open_register,
    workbook,
)
from drillplanner.improve.columns import LEDGER
from drillplanner.improve.findings import Finding
from drillplanner.improve.ledger import Action, Content, Deed
from drillplanner.organisation.registers import Register
from drillplanner.plan.model import Kind
from drillplanner.services.improve import actions, hazards, line_photos, notices
from drillplanner.services.improve.actions import Evidence, Since
from drillplanner.services.improve.for_script import ForScript, for_script
from drillplanner.services.improve.hazards import Hazard
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.improve.line_photos import Moment
from drillplanner.services.improve.notices import YearLine
from drillplanner.services.improve.trends import (
    Followed,
    Question,
    Trend,
    drills_of,
    follow,
    followed,
)
from drillplanner.services.organisation.register_import import Taken
from drillplanner.services.sheet_blocks import write_sheet
from drillplanner.services.workspace_home import WorkspaceHome


class Improvements:
    """What is read is asked for on the work lane; each step is taken on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def ledger(self) -> Ledger:
        """Read the ledger of corrective actions."""
        return self._home.read(read_ledger)

    def since(self, action: Action) -> Since:
        """Tell which drills were held since a finding, and which of them show that it is fixed.

        Only drills whose script could show it are reviewed, one after the other; in between
        the workspace is free for other reads.
        """
        later = self._home.read(actions.drills_since, action)
        evidence: list[Evidence] = []
        for held in later.candidates:
            recorded = self._home.read(actions.read_later, held)
            found = (
                actions.evidence_of(action, recorded, later.school)
                if recorded is not None
                else None
            )
            if found is not None:
                evidence.append(found)
        return Since(later.count, tuple(evidence))

    def for_script(self, kind: Kind, language: Language) -> ForScript:
        """List what the ledger holds for a script of a kind; see `for_script`."""
        return self._home.read(for_script, kind, language)

    def followed(self) -> tuple[Followed, ...]:
        """List the scripts and targets that can be followed over drills."""
        return self._home.read(followed)

    def trend(self, question: Question) -> Trend:
        """Follow a target over the drills that are here; see `trends.follow`."""
        drills = self._home.read(drills_of, question.script)
        return follow(question, drills, lambda drill: self._home.read(actions.read_later, drill))

    def accept(
        self, findings: Sequence[Finding], *, by: str, language: Language
    ) -> tuple[Action, ...]:
        """Enter findings into the ledger as actions not started."""
        return self._home.write(actions.accept, findings, by=by, language=language)

    def dismiss(self, findings: Sequence[Finding], reason: str, *, by: str) -> None:
        """Put findings aside with a reason."""
        self._home.write(actions.dismiss, findings, reason, by=by)

    def edit(
        self,
        seen: Action,
        content: Content,
        person: str,
        *,
        by: str,
        head: str = "",
        judge: str = "",
    ) -> Action:
        """Save what a person wrote into an action."""
        return self._home.write(actions.edit, seen, content, person, by=by, head=head, judge=judge)

    def move(self, seen: Action, deed: Deed, reason: str = "", *, by: str) -> Action:
        """Move an action to its next state, or back."""
        return self._home.write(actions.move, seen, deed, reason, by=by)

    def close(self, seen: Action, drill: str, *, by: str, reason: str = "") -> Action:
        """Close an action by a later drill that shows that it is fixed; see `actions.close`."""
        return self._home.write(actions.close, seen, drill, by=by, reason=reason)

    def undo(self, seen: Action, *, by: str) -> Action:
        """Take the last step of an action back."""
        return self._home.write(actions.undo, seen, by=by)

    def settle(self, seen: Action, head: str, *, by: str) -> Action:
        """Let one of several versions of an action stand."""
        return self._home.write(actions.settle, seen, head, by=by)

    # -- hazards from elsewhere, and files -----------------------------------------------------

    def enter(self, found: Sequence[Hazard], *, by: str) -> tuple[Action, ...]:
        """Enter hazards that were found elsewhere than in a drill; see `hazards.enter`."""
        return self._home.write(hazards.enter, found, by=by)

    def enter_row(self, register: Register, row: str, *, by: str) -> Action:
        """Enter what a row of a register says was seen; see `hazards.enter_row`."""
        return self._home.write(hazards.enter_row, register, row, by=by)

    def attach(self, line: str, moment: Moment, files: Sequence[Path], *, by: str) -> None:
        """Attach photos to a line, from before or after it was mended."""
        self._home.write(line_photos.attach, self._line(line).id, moment, files, by=by)

    def take_photo_out(self, line: str, *, by: str) -> None:
        """Take the photo of a line out that was attached last."""
        self._home.write(line_photos.take_out, self._line(line).id, by=by)

    def _line(self, line: str) -> Action:
        for action in self.ledger().actions:
            if line in (action.id, hazards.number_of(action)) and action.is_listed:
                return action
        raise UserError(_("The ledger has no line {number}.", number=line))

    def open_table(self, path: Path, sheet: str | None = None) -> RegisterSheet:
        """Read a ledger from a file and propose what its columns mean; no workspace is needed."""
        return open_register(path, LEDGER, sheet)

    def take_table(
        self,
        opened: RegisterSheet,
        mapped: Mapped,
        *,
        by: str,
        year: int | None = None,
        only_try: bool = False,
    ) -> Taken:
        """Take a ledger in, all of it or nothing; see `hazards.take_table`."""
        return self._home.write(
            hazards.take_table, opened, mapped, by=by, year=year, only_try=only_try
        )

    def as_json(self, language: Language, year: int | None = None) -> dict[str, Any]:
        """Give the ledger, or a year's register, as one JSON object."""
        ledger = self.ledger()
        lines = notices.year_lines(ledger, year) if year is not None else _all(ledger)
        return {
            "register": LEDGER.id,
            "rows": [
                {
                    "id": line.action.id,
                    "conflict": line.action.is_in_conflict,
                    "carried": line.is_carried,
                    "state": line.action.content.state,
                    "texts": hazards.line_texts(ledger, line.action, language),
                }
                for line in lines
            ],
        }

    def due_said(self, today: date) -> Text | None:
        """Say how many lines are overdue and due soon; None where none is."""
        return notices.due_said(self.ledger(), today)

    def write_workbook(self, path: Path, language: Language, year: int | None = None) -> None:
        """Write the ledger as xlsx, as an education bureau takes it and as it comes in again."""
        ledger, say = self.ledger(), translator(language).say
        lines = notices.year_lines(ledger, year) if year is not None else _all(ledger)
        told = [hazards.line_texts(ledger, line.action, language) for line in lines]
        rows = [[texts.get(one.id, "") for one in LEDGER.fields] for texts in told]
        heads = [say(one.words) for one in LEDGER.fields]
        write_durably(path, workbook(say(LEDGER.words), heads, rows))

    def print_year(self, path: Path, language: Language, year: int, today: date) -> None:
        """Print the register of a year."""
        write_sheet(notices.year_sheet(self.ledger(), today, language, year), path, language)

    def print_due(self, path: Path, language: Language, today: date) -> None:
        """Print what is overdue or due soon."""
        write_sheet(notices.due_sheet(self.ledger(), today, language), path, language)

    def print_lessons(self, path: Path, language: Language, today: date) -> None:
        """Print what closed lines teach, without the name of the school."""
        write_sheet(notices.lessons_sheet(self.ledger(), today, language), path, language)

    def print_notice(
        self, name: str, line: str, path: Path, language: Language, today: date
    ) -> None:
        """Print one of `notices.NOTICES` of a line, given by id or number.

        Raises:
            UserError: there is no such line, or it is not where the notice is of.
        """
        ledger, action = self.ledger(), self._line(line)
        made = notices.NOTICES[name](ledger, today, language, action)
        photos = self._home.read(line_photos.figures, action.id)
        if photos is not None:
            made = replace(made, blocks=(*made.blocks, photos))
        write_sheet(made, path, language)


def _all(ledger: Ledger) -> tuple[YearLine, ...]:
    return tuple(YearLine(one, is_carried=False) for one in ledger.actions if one.is_listed)
