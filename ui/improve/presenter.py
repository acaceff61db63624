"""Decide what the improvement room shows, and take each step on the data lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, _
from drillplanner.organisation.school import HeldAt
from drillplanner.run.drill_index_row import DrillSummary
from drillplanner.services.improve import actions as improving
from drillplanner.services.improve.actions import Proposal
from drillplanner.services.improve.ledger import Ledger
from drillplanner.services.review.review_session import (
    Recorded,
    review_drill,
)
from ui.context import AppContext
from ui.improve.commands import Acting, NameView
from ui.improve.findings_tab import FindingsTab
from ui.improve.formatter import Sayer
from ui.improve.ledger_presenter import LedgerPresenter, LedgerView
from ui.improve.view_models import ProposalLine


@dataclass(frozen=True, slots=True)
class _Found:
    """What the workspace held: the ledger, all drills, and the one that is looked at."""

    ledger: Ledger
    drills: tuple[DrillSummary, ...]
    recorded: Recorded | None
    refused: Text | None = None
    schools: Mapping[str, HeldAt] = field(default_factory=dict)


class View(NameView, LedgerView, Protocol):
    """What the presenter asks of its page."""

    findings: FindingsTab
    shown: Any
    drillChosen: Any
    nameEntered: Any

    def show_drills(self, drills: Sequence[tuple[str, str]], chosen: str) -> None:
        """List the drills by id and words."""

    def show_findings(self, lines: Sequence[ProposalLine]) -> None:
        """Show the findings of the drill."""

    def show_no_findings(self, words: str) -> None:
        """Say why there are no findings, and what to do."""

    def set_refusal(self, words: str) -> None:
        """Let nothing be changed, and say why; empty words let it again."""

    def isVisible(self) -> bool:
        """Tell whether the page is seen."""
        ...


class ImprovePresenter(QObject):
    """Reads on the data lane, reviews on the work lane, and drops answers to old questions."""

    def __init__(
        self,
        context: AppContext,
        page: View,
        parent: QObject | None = None,
        today: Callable[[], date] | None = None,
    ) -> None:
        super().__init__(parent)
        today = today or partial(local_time.today, context.services.clock)
        self._context, self._page, self._today = context, page, today
        self._ledger = Ledger()
        self._proposals: dict[str, Proposal] = {}
        self._acting = Acting(context, page, self.reload, self)
        self._ledger_part = LedgerPresenter(context, page, self._acting, today, self)
        page.shown.connect(self._acting.show)
        page.shown.connect(self.reload)
        page.drillChosen.connect(self._on_drill_chosen)
        page.nameEntered.connect(self._acting.rename)
        page.findings.acceptAsked.connect(self._on_accept)
        page.findings.dismissAsked.connect(self._on_dismiss)
        page.findings.undoAsked.connect(self._on_undo_finding)
        page.findings.openAsked.connect(self._ledger_part.open)
        context.drillChanged.connect(self._on_drill_changed)
        context.ledgerRequested.connect(self._ledger_part.search)
        context.runningChanged.connect(self._on_running_changed)

    def reload(self) -> None:
        """Read the ledger and the drill anew; nothing is reviewed while a drill runs."""
        self._refuse()
        if self._context.is_running:
            return
        services, wanted = self._context.services, self._context.drill

        def read() -> _Found:
            drills = tuple(line for line in services.catalogue.drills() if line.standing != "empty")
            known = [line.drill.id for line in drills]
            chosen = wanted if wanted in known else next(iter(known), None)
            ledger = services.improvements.ledger()
            schools = services.organisation.schools_of_drills()
            try:
                recorded = services.reviews.drill(chosen) if chosen else None
            except FileRefused as error:
                return _Found(ledger, drills, None, error.text, schools)
            return _Found(ledger, drills, recorded, schools=schools)

        self._context.jobs.run("work", read, self._on_found, owner=self, latest="drill")

    # -- from question to page ----------------------------------------------------------------

    def _on_found(self, found: _Found) -> None:
        self._ledger = found.ledger
        self._ledger_part.show(found.ledger)
        self._refuse()
        recorded = found.recorded
        names = [(line.drill.id, self._named(line, found)) for line in found.drills]
        self._page.show_drills(names, recorded.drill.id if recorded else "")
        if recorded is None:
            self._proposals = {}
            nothing = found.refused or _(
                "No drill was recorded here yet. Run one; what falls short is listed here."
            )
            self._page.show_no_findings(self._context.say(nothing))
            return
        ledger = found.ledger

        def work() -> tuple[Proposal, ...]:
            return improving.propose(review_drill(recorded), ledger)

        self._context.jobs.run(
            "work", work, self._on_made, self._on_failed, owner=self, latest="drill"
        )

    def _named(self, line: DrillSummary, found: _Found) -> str:
        """Name a drill so that two of one title are told apart: title, day, school."""
        day = local_time.held(line.held_utc_ns or line.drill.made_utc_ns, line.zone)
        held = found.schools.get(line.drill.id)
        parts = [line.drill.title, day, held.name if held else ""]
        return " · ".join(part for part in parts if part)

    def _on_made(self, proposals: tuple[Proposal, ...]) -> None:
        self._proposals = {one.finding.key: one for one in proposals}
        if not proposals:
            nothing = _("Nothing fell short in this drill; there is nothing to fix.")
            self._page.show_no_findings(self._context.say(nothing))
            return
        sayer = self._sayer()
        self._page.show_findings([sayer.proposal(one) for one in proposals])

    def _on_failed(self, error: BaseException) -> None:
        self._proposals = {}
        self._page.show_no_findings(self._context.say(_("The drill could not be reviewed.")))
        self._context.failures.tell(error)

    def _sayer(self) -> Sayer:
        return Sayer(self._context, self._ledger, self._today())

    # -- findings -----------------------------------------------------------------------------

    def _on_accept(self, keys: list[str]) -> None:
        findings = [self._proposals[key].finding for key in keys]
        language = self._context.language

        improvements = self._context.services.improvements
        self._acting.do(
            lambda by: improvements.accept(findings, by=by, language=language),
            lambda: self._ledger_part.choose(keys[0]),
        )

    def _on_dismiss(self, keys: list[str], reason: str) -> None:
        findings = [self._proposals[key].finding for key in keys]
        improvements = self._context.services.improvements
        self._acting.do(lambda by: improvements.dismiss(findings, reason, by=by))

    def _on_undo_finding(self, key: str) -> None:
        action = self._ledger.action(key)
        if action is not None:
            improvements = self._context.services.improvements
            self._acting.do(lambda by: improvements.undo(action, by=by))

    # -- the desk -----------------------------------------------------------------------------

    def _on_drill_chosen(self, drill: str) -> None:
        self._context.drill = drill

    def _on_drill_changed(self, _drill: str) -> None:
        if self._page.isVisible():
            self.reload()

    def _on_running_changed(self, is_running: bool) -> None:
        self._refuse()
        if not is_running and self._page.isVisible():
            self.reload()

    def _refuse(self) -> None:
        """Say why nothing can be changed, where that is so."""
        words = ""
        if self._context.is_running:
            words = self._context.say(
                _("A drill is running; findings and actions wait until it has ended.")
            )
        elif self._ledger.is_read_only:
            because = self._context.services.read_only_because
            words = self._context.say(because or _("This workspace is open for reading only."))
        self._page.set_refusal(words)
