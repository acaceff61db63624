"""The room of `Services` that improves: findings become actions, later drills close them."""

from __future__ import annotations

from collections.abc import Sequence

from drillplanner.base.translator import Language
from drillplanner.improve.findings import Finding
from drillplanner.improve.ledger import Action, Content, Deed
from drillplanner.services.improve import actions
from drillplanner.services.improve.actions import Evidence, Since
from drillplanner.services.improve.ledger import Ledger, read_ledger
from drillplanner.services.improve.trends import Question, Trend, drills_of, follow
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

    def edit(self, seen: Action, content: Content, person: str, *, by: str) -> Action:
        """Save what a person wrote into an action."""
        return self._home.write(actions.edit, seen, content, person, by=by)

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
