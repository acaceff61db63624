"""What the editor's page is told by its presenter, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from drillplanner.base.texts import Text
from drillplanner.plan.editing.draft import Draft
from drillplanner.plan.library.limits import SourcedLimit
from drillplanner.plan.outlook.runs import Outlook
from drillplanner.services.plan.checklist import Finding
from drillplanner.services.plan.drafts import KeptDraft
from drillplanner.services.plan.papers import PaperOrder
from drillplanner.terms.timeline import Timeline
from ui.widgets.grid.model import Selection


@dataclass(frozen=True, slots=True)
class EditorState:
    """What the page's buttons and its line of state say."""

    undo: Text | None = None
    redo: Text | None = None
    is_saved: bool = True


@dataclass(frozen=True, slots=True)
class Checks:
    """What was found in a draft, and how its plan may go; no outlook where there are faults."""

    findings: tuple[Finding, ...] = ()
    outlook: Outlook | None = None


class View(Protocol):
    """What the presenter asks of its page."""

    typed: Any
    insertAsked: Any
    deleteAsked: Any
    duplicateAsked: Any
    moveAsked: Any
    fillAsked: Any
    clearAsked: Any
    pasteAsked: Any
    t0Asked: Any
    lockAsked: Any
    targetAsked: Any
    planAtAsked: Any
    scheduleAsked: Any
    replaceAsked: Any
    headTyped: Any
    clockTyped: Any
    particularsTyped: Any
    limitChosen: Any
    limitsAsked: Any
    keepLimitAsked: Any
    vignettesAsked: Any
    vignetteChosen: Any
    keepVignetteAsked: Any
    discardVignetteAsked: Any
    mendAsked: Any
    undoAsked: Any
    redoAsked: Any
    publishAsked: Any
    exportAsked: Any
    versionsAsked: Any
    papersAsked: Any
    backAsked: Any

    def show_draft(self, draft: Draft, chosen: Selection) -> None:
        """Show a draft, and what is chosen in it."""

    def show_state(self, state: EditorState) -> None:
        """Show what is saved and what can be undone."""

    def show_checks(self, checks: Checks) -> None:
        """Show what was found."""

    @property
    def is_schedule_seen(self) -> bool:
        """Tell whether the plan is seen beside the tables."""

    def show_schedule(self, timeline: Timeline, summary: str) -> None:
        """Show the plan beside the tables."""

    def show_notice(self, words: str) -> None:
        """Say what came of an act; empty words take it away."""

    def selection(self) -> Selection:
        """Tell what is chosen now."""

    def visible_columns(self) -> tuple[str, ...]:
        """Name the columns of the table that is seen, in their order."""

    def finish_cell(self) -> None:
        """Take what is being typed as typed."""

    def show_faults(self) -> None:
        """Turn to the check list."""

    def show_limits(self, offered: Sequence[SourcedLimit]) -> None:
        """Offer limits with their sources for the current target."""

    def show_vignettes(self, kept: Sequence[KeptDraft]) -> None:
        """Offer the blocks of steps that are kept."""

    def show_papers(self, order: PaperOrder) -> None:
        """Offer the papers of the script."""

    def leave(self) -> None:
        """Tell that the page was left."""
