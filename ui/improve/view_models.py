"""Hold what the room shows of findings and actions, as frozen lines in the window's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from drillplanner.base.texts import Text, pgettext
from drillplanner.improve.ledger import (
    Content,
    Deed,
    Hazard,
    Judged,
    Level,
    State,
)
from drillplanner.review.shortfalls import ShortfallKind
from drillplanner.services.improve.ledger import Shown
from drillplanner.terms.document import Phrase, Shape
from drillplanner.terms.vocabulary import HEADS_MISSING, ORDERS, VERDICTS

#: Not begun, in work, waiting, done.
STATE_SHAPES: Mapping[State, Shape] = {
    "open": "ring",
    "under_way": "lozenge",
    "to_verify": "pause",
    "closed": "disc",
    "dismissed": "dash",
    "withdrawn": "dash",
}

#: What fell short, by the signs of the scorecard.
KIND_SIGNS: Mapping[ShortfallKind, tuple[Shape, Phrase]] = {
    "missed": VERDICTS["missed"],
    "not_performed": VERDICTS["not_performed"],
    "not_achieved": VERDICTS["not_achieved"],
    "step_not_performed": VERDICTS["not_performed"],
    "not_recorded": VERDICTS["not_recorded"],
    "broken_order": ORDERS["broken"],
    "heads_missing": ("triangle", HEADS_MISSING),
    "low_rating": ("triangle", pgettext("kind of finding", "rated low")),
    "conflict": ("lozenge", pgettext("kind of finding", "records disagree")),
}

FILTERS: Mapping[Shown, Text] = {
    "undone": pgettext("filter of actions", "Not closed"),
    "overdue": pgettext("filter of actions", "Overdue"),
    "to_verify": pgettext("filter of actions", "Fixed, to be verified"),
    "closed": pgettext("filter of actions", "Closed"),
    "all": pgettext("filter of actions", "All"),
}


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A finding of the drill as its table and panel show it."""

    id: str
    shape: Shape
    kind: str
    is_critical: bool
    words: str
    role: str
    standing_shape: Shape
    standing: str
    is_new: bool
    is_dismissed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An action as the ledger's table shows it."""

    id: str
    shape: Shape
    state: str
    words: str
    measure: str
    owner: str
    due: str
    is_overdue: bool
    is_critical: bool
    drill: str
    is_soon: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What the editor holds, as the person sees it: `person` is a name."""

    measure: str = ""
    unit: str = ""
    person: str = ""
    due: date | None = None
    hazard: Hazard | None = None
    verification: str = ""
    notes: str = ""
    is_parked: bool = False
    is_supervised: bool = False
    head: str = ""
    level: Level = ""
    judged: Judged = ""
    judge: str = ""

    def over(self, content: Content) -> Content:
        """Lay the draft over an action; who answers is found by name elsewhere."""
        return replace(
            content,
            measure=self.measure.strip(),
            unit=self.unit.strip(),
            due=self.due,
            hazard=self.hazard,
            verification=self.verification.strip(),
            notes=self.notes.strip(),
            is_parked=self.is_parked,
            is_supervised=self.is_supervised,
            level=self.level,
            judged=self.judged,
        )


@dataclass(frozen=True, slots=True)
class VersionView:
    """One of several versions that stand side by side."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action as the editor shows it.

    `saved` is what stands in the ledger, `draft` what the person wrote over it. `proofs` are
    the drills that would close it, by id and words, and whether one needs a reason to count.
    `is_decided` says that a reason closes it in place of a drill.
    """

    line: ActionLine
    detail: str
    saved: Draft
    draft: Draft
    is_editable: bool
    moves: tuple[tuple[Deed, str], ...]
    undo: str
    history: tuple[str, ...]
    versions: tuple[VersionView, ...]
    closing: str
    reason: str
    proofs: tuple[tuple[str, str, bool], ...] = ()
    reason_hint: str = ""
    is_decided: bool = False
