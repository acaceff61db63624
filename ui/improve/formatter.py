"""Say findings and actions in the window's language, as frozen lines; no widget is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from drillplanner.base import local_time
from drillplanner.base.texts import Authored, Text, Words, _, ngettext, pgettext
from drillplanner.improve import vocabulary
from drillplanner.improve.ledger import UNDONE as UNDONE_STATES
from drillplanner.improve.ledger import (
    Action,
    Content,
    Step,
    days_left,
    is_overdue,
    possible,
    reported_late,
    undoable,
)
from drillplanner.improve.proof import LaterDrill, wanted
from drillplanner.services.improve.actions import Proposal, Since, needed_said
from drillplanner.services.improve.hazards import number_of
from drillplanner.services.improve.ledger import Ledger
from drillplanner.services.improve.notices import SOON_DAYS, days_said, late_said
from drillplanner.terms.document import Shape
from ui.context import AppContext
from ui.improve.view_models import (
    KIND_SIGNS,
    STATE_SHAPES,
    ActionLine,
    ActionView,
    Draft,
    ProposalLine,
    VersionView,
)

#: Rows behind a finding that are named; more of them, and log entries, are counted.
_NAMED_ROWS = 4


class Sayer:
    """Makes the lines, in one language and by one ledger's names."""

    def __init__(self, context: AppContext, ledger: Ledger, today: date) -> None:
        self._say = context.say
        self._ledger, self._today = ledger, today

    # -- findings -----------------------------------------------------------------------------

    def proposal(self, proposal: Proposal) -> ProposalLine:
        """Say a finding and what was decided on it."""
        finding = proposal.finding
        shape, kind = KIND_SIGNS[finding.kind]
        mark, standing = self._standing(proposal)
        return ProposalLine(
            finding.key,
            shape,
            self._say(kind),
            finding.is_critical,
            self._say(finding.words),
            self._say(finding.role),
            mark,
            standing,
            proposal.is_new,
            proposal.is_dismissed,
            self._joined(
                [
                    *self._critical(finding.is_critical),
                    self._rows(finding.evidence),
                    self._say(wanted(finding.needed, finding.name)),
                    *self._dismissed(proposal),
                ]
            ),
        )

    def _standing(self, proposal: Proposal) -> tuple[Shape, str]:
        if proposal.is_new or proposal.action is None:
            return "ring", self._say(pgettext("standing of a finding", "to be decided"))
        return self._state(proposal.action)

    def _dismissed(self, proposal: Proposal) -> list[str]:
        if not proposal.is_dismissed or proposal.action is None:
            return []
        head = proposal.action.heads[0]
        return [
            self._say(
                _(
                    "Dismissed by {name}: {reason}",
                    name=self._ledger.person(head.author),
                    reason=head.content.reason,
                )
            )
        ]

    # -- actions ------------------------------------------------------------------------------

    def action(self, action: Action) -> ActionLine:
        """Say an action in one line."""
        content = action.content
        shape, state = self._state(action)
        marks = [
            self._say(words)
            for words, is_set in (
                (vocabulary.PARKED, content.is_parked),
                (vocabulary.SUPERVISED, content.is_supervised),
            )
            if is_set and not action.is_in_conflict
        ]
        late = is_overdue(content, self._today)
        due = content.due.isoformat() if content.due else ""
        left = days_left(content, self._today)
        reported = reported_late(action)
        days = late_said(reported) if reported else days_said(left)
        return ActionLine(
            action.id,
            shape,
            "\n".join([state, *([" · ".join(marks)] if marks else [])]),
            self._words(content.found.words),
            content.measure,
            self._owner(content),
            f"{due}\n{self._say(days)}" if days is not None else due,
            late,
            content.found.is_critical,
            self._where(action),
            reported > 0 or (left is not None and 0 <= left <= SOON_DAYS),
        )

    def _where(self, action: Action) -> str:
        """Say where a line comes from: a drill, or who found it at which school."""
        found = action.content.found
        if not found.is_hazard:
            return self._ledger.title(found.drill)
        source = self._say(vocabulary.SOURCES[found.source])
        return "\n".join(filter(None, (source, self._ledger.school(action))))

    def view(self, action: Action, draft: Draft | None, since: Since) -> ActionView:
        """Say all of an action for the editor, with what was not saved yet laid over."""
        content = action.content
        undo = undoable(action)
        is_editable = content.state in UNDONE_STATES and not action.is_in_conflict
        return ActionView(
            self.action(action),
            self._detail(action),
            self.draft(content),
            (draft if is_editable else None) or self.draft(content),
            is_editable,
            tuple((deed, self._say(vocabulary.MOVES[deed])) for deed in possible(action)),
            self._say(_("Take back: {step}", step=vocabulary.DEEDS[undo.deed])) if undo else "",
            tuple(self._step(step) for step in reversed(action.steps)),
            self._versions(action),
            self._closing(action, since),
            self._reason(content),
            self._proofs(content, since),
            self._reason_hint(content, since),
            content.found.is_of_record or content.found.is_hazard,
        )

    def draft(self, content: Content) -> Draft:
        """Give what stands in the fields of an action."""
        return Draft(
            content.measure,
            content.unit,
            self._ledger.person(content.person),
            content.due,
            content.hazard,
            content.verification,
            content.notes,
            content.is_parked,
            content.is_supervised,
            self._ledger.person(content.head),
            content.level,
            content.judged,
            self._ledger.person(content.judge),
        )

    def _state(self, action: Action) -> tuple[Shape, str]:
        if action.is_in_conflict:
            said = pgettext("state of a corrective action", "versions to choose from")
            return "crossed", self._say(said)
        state = action.content.state
        return STATE_SHAPES[state], self._say(vocabulary.STATES[state])

    def _owner(self, content: Content) -> str:
        person = self._ledger.person(content.person)
        return "\n".join(part for part in (content.unit, person) if part)

    def _detail(self, action: Action) -> str:
        found = action.content.found
        if found.is_hazard:
            return self._joined(
                [
                    self._say(_("Number {number}", number=number_of(action))),
                    " · ".join(
                        filter(
                            None,
                            (
                                self._ledger.school(action),
                                found.place,
                                self._say(vocabulary.SOURCES[found.source]),
                                local_time.day(found.held_utc_ns),
                            ),
                        )
                    ),
                    self._photos(action),
                ]
            )
        drill = _("Found in “{drill}”.", drill=self._ledger.title(found.drill))
        return self._joined(
            [
                *self._critical(found.is_critical),
                self._say(drill),
                self._rows(found.evidence),
                self._photos(action),
            ]
        )

    def _photos(self, action: Action) -> str:
        photos = self._ledger.photos.get(action.id, ())
        if not photos:
            return ""
        before = sum(photo.moment == "before" for photo in photos)
        return self._say(
            _("Photos: {before} before, {after} after.", before=before, after=len(photos) - before)
        )

    def _critical(self, is_critical: bool) -> list[str]:
        return [self._say(_("A critical item."))] if is_critical else []

    def _rows(self, places: Sequence[str]) -> str:
        if not places:
            return ""
        if len(places) > _NAMED_ROWS or any(len(place) == len(_UUID) for place in places):
            rows = ngettext(
                "{count} log entry supports it.",
                "{count} log entries support it.",
                len(places),
            )
            return self._say(rows)
        return self._say(_("Behind it: {rows}.", rows="; ".join(places)))

    def _reason(self, content: Content) -> str:
        if not content.reason or content.state not in ("under_way", "dismissed"):
            return ""
        return self._say(_("Reason: {reason}", reason=content.reason))

    def _proofs(self, content: Content, since: Since) -> tuple[tuple[str, str, bool], ...]:
        proofs = tuple(
            (later.drill, self._say(_drill_said(later)), later.is_rehearsal)
            for later in since.proofs
        )
        if content.found.is_hazard and proofs:
            return (("", self._say(_("No drill beside the recheck")), False), *proofs)
        return proofs

    def _reason_hint(self, content: Content, since: Since) -> str:
        if content.state != "to_verify":
            return self._say(_("Why it goes back"))
        if content.found.is_hazard:
            return self._say(_("What the recheck found, or why it goes back"))
        if content.found.is_of_record:
            return self._say(_("Why it is closed, or why it goes back"))
        if any(later.is_rehearsal for later in since.proofs):
            return self._say(_("Why a rehearsal may count, or why it goes back"))
        return self._say(_("Why it goes back"))

    def _closing(self, action: Action, since: Since) -> str:
        content = action.content
        if action.is_in_conflict:
            return ""
        if content.state == "closed":
            return self._closed(action)
        if content.state != "to_verify":
            return ""
        said = [self._say(needed_said(action))]
        if content.found.is_of_record or content.found.is_hazard:
            return said[0]
        if not since.count:
            said.append(self._say(_("There was no drill since.")))
        elif not since.proofs:
            count = ngettext(
                "There was {count} drill since; it does not show it.",
                "There were {count} drills since; none shows it.",
                since.count,
            )
            said.append(self._say(count))
            said += [self._say(one.refusal) for one in since.evidence[-1:] if one.refusal]
        else:
            said.append(self._say(_("Choose the drill that shows it, then close the action.")))
        return self._joined(said)

    def _closed(self, action: Action) -> str:
        content = action.content
        if content.found.is_hazard:
            rechecked = _(
                "Closed: rechecked by {name}: {reason}",
                name=self._ledger.person(_closer(action).author),
                reason=content.reason,
            )
            beside = _("“{drill}” stands beside it.", drill=self._ledger.title(content.proof))
            return self._joined([self._say(rechecked), self._say(beside) if content.proof else ""])
        if not content.proof:
            return self._say(
                _(
                    "Closed by decision of {name}: {reason}",
                    name=self._ledger.person(_closer(action).author),
                    reason=content.reason,
                )
            )
        shown = self._say(_("Closed: “{drill}” shows it.", drill=self._ledger.title(content.proof)))
        if not content.admission:
            return shown
        admitted = _(
            "A rehearsal, admitted by {name}: {reason}",
            name=self._ledger.person(_closer(action).author),
            reason=content.admission,
        )
        return self._joined([shown, self._say(admitted)])

    def _versions(self, action: Action) -> tuple[VersionView, ...]:
        if not action.is_in_conflict:
            return ()
        return tuple(VersionView(head.id, self._version(head)) for head in action.heads)

    def _version(self, head: Step) -> str:
        content = head.content
        parts = [
            self._step(head),
            self._say(vocabulary.STATES[content.state]),
            content.measure,
            self._owner(content).replace("\n", " · "),
            content.due.isoformat() if content.due else "",
            content.notes,
        ]
        return "\n".join(part for part in parts if part)

    def _step(self, step: Step) -> str:
        said = self._say(
            _(
                "{moment} · {name} · {step}",
                moment=local_time.day_and_minute(step.made_utc_ns),
                name=self._ledger.person(step.author),
                step=vocabulary.DEEDS[step.deed],
            )
        )
        if step.content.reason and step.deed in ("send_back", "reopen", "dismiss", "close"):
            said = self._say(_("{step}: {reason}", step=said, reason=step.content.reason))
        return said

    def _words(self, words: Words) -> str:
        return self._say(Authored(words, "zh_CN"))

    def _joined(self, parts: Sequence[str]) -> str:
        return "\n".join(part for part in parts if part)


_UUID = "00000000-0000-0000-0000-000000000000"


def _closer(action: Action) -> Step:
    """Give the step that closed an action last."""
    closing = [step for step in action.steps if step.deed == "close"]
    return closing[-1] if closing else action.heads[0]


def _drill_said(later: LaterDrill) -> Text:
    day = local_time.day(later.held_utc_ns, later.script.zone)
    if later.is_rehearsal:
        return _("{drill}, {day} (rehearsal)", drill=later.title, day=day)
    return _("{drill}, {day}", drill=later.title, day=day)
