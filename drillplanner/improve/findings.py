"""Propose findings from what fell short in a drill, in words, for people to accept or dismiss."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.base.durations import duration, number
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.improve.proof import Needed, needed_for
from drillplanner.plan.model import Script, Target
from drillplanner.review.observation import Log
from drillplanner.review.scorecard import OrderResult, Scorecard, TargetResult
from drillplanner.review.shortfalls import Shortfall, ShortfallKind, shortfalls
from drillplanner.terms.document import Phrase
from drillplanner.terms.measured_words import measured_said, missing_said
from drillplanner.terms.phrases import Names, listed


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to be mended, as found in one drill.

    `key` is the same whenever the drill is reviewed again: drill, kind, what it is about and
    who was slow. `name` is the target, order or criterion in words, `role` who answers for it
    (empty where nobody is named), `evidence` names the rows behind it.
    """

    key: str
    drill: str
    held_utc_ns: int
    kind: ShortfallKind
    words: Text
    name: Phrase
    role: Phrase
    is_critical: bool
    needed: Needed
    evidence: tuple[str, ...] = ()


def propose(
    script: Script, card: Scorecard, log: Log | None, drill: str, held_utc_ns: int
) -> tuple[Finding, ...]:
    """Propose a finding for each thing that fell short, worst first.

    Args:
        script: what the drill was held with.
        card: what it came to.
        log: its rows, which name who was last; None leaves that out.
        drill: its id.
        held_utc_ns: when it began, in UTC nanoseconds.
    """
    said = _Sayer(script, card)
    return tuple(
        Finding(
            f"{drill}:{found.about}",
            drill,
            held_utc_ns,
            found.kind,
            said.words(found),
            said.name(found),
            said.names.role(found.role),
            found.is_critical,
            needed_for(script, found),
            found.evidence,
        )
        for found in shortfalls(script, card, log)
    )


class _Sayer:
    """Says what fell short, by the names of one script and the numbers of one scorecard."""

    def __init__(self, script: Script, card: Scorecard) -> None:
        self.names = Names(script)
        self._targets: dict[str, Target] = {target.id: target for target in script.targets}
        self._results: dict[str, TargetResult] = {one.id: one for one in card.targets}
        self._orders: dict[str, OrderResult] = {one.id: one for one in card.orders}
        self._points = card.criteria

    def name(self, found: Shortfall) -> Phrase:
        """Name what a finding is about."""
        match found.kind:
            case "broken_order":
                after, before = found.members
                return _(
                    "“{before}” before “{after}”",
                    before=self.names.reference(before),
                    after=self.names.reference(after),
                )
            case "low_rating":
                return self.names.criterion(found.subject)
            case "step_not_performed" | "heads_missing":
                return self.names.reference(found.subject)
            case "conflict":
                return self._conflict(found)
        return self.names.target(found.subject)

    def words(self, found: Shortfall) -> Text:
        """Say what fell short in whole sentences, with what was noted beside it."""
        said = self._said(found)
        if not found.notes:
            return said
        noted = _("Noted: {notes}.", notes=listed(found.notes))
        return pgettext("sentences", "{first} {rest}", first=said, rest=noted)

    def _said(self, found: Shortfall) -> Text:
        name = self.name(found)
        match found.kind:
            case "missed":
                said = self._missed(found)
            case "not_performed" | "step_not_performed":
                said = self._with_members(_("“{target}” was not performed.", target=name), found)
            case "not_achieved":
                tried = _("“{target}” was tried without effect.", target=name)
                said = self._with_members(tried, found)
            case "broken_order":
                said = self._broken(found)
            case "low_rating":
                points = number(self._points[found.subject], 1)
                said = _("“{criterion}” was rated {points} of 100.", criterion=name, points=points)
            case "heads_missing":
                said = missing_said(name, found.heads)
            case "not_recorded":
                said = _(
                    "“{target}” could not be judged: nobody recorded {members}.",
                    target=name,
                    members=self._members(found),
                )
            case "conflict":
                said = self._conflict(found)
        return said

    def _missed(self, found: Shortfall) -> Text:
        target, result = self._targets[found.subject], self._results[found.subject]
        if result.elapsed_s is None or target.limit_s is None:
            return _("“{target}” took longer than its limit.", target=self.name(found))
        limit = exact(target.limit_s)
        over = _(
            "“{target}” took {measured}, {excess} over the limit of {limit}.",
            target=self.name(found),
            measured=measured_said(target, result),
            excess=duration(result.elapsed_s - limit, 1),
            limit=duration(limit),
        )
        if not found.members:
            return over
        last = _("Last was: {member}.", member=self.names.reference(found.members[0]))
        return pgettext("sentences", "{first} {rest}", first=over, rest=last)

    def _with_members(self, said: Text, found: Shortfall) -> Text:
        if not found.members:
            return said
        members = _("Concerns: {members}.", members=self._members(found))
        return pgettext("sentences", "{first} {rest}", first=said, rest=members)

    def _members(self, found: Shortfall) -> Phrase:
        return listed([self.names.reference(ref) for ref in found.members])

    def _broken(self, found: Shortfall) -> Text:
        after, before = found.members
        margin = self._orders[found.subject].margin_s
        return _(
            "Out of order: “{after}” came {early} before “{before}”.",
            after=self.names.reference(after),
            before=self.names.reference(before),
            early=duration(-(margin or 0), 1),
        )

    def _conflict(self, found: Shortfall) -> Text:
        sources = listed(found.sources)
        members = self._members(found) or sources
        match found.subject:
            case "untied_group":
                said = _("Clocks were not tied to the others: {sources}.", sources=sources)
            case "untied_hold":
                said = _("A pause could not be placed on other clocks: {sources}.", sources=sources)
            case "drift":
                said = _("Clocks drifted apart too fast: {sources}.", sources=sources)
            case "residual":
                said = _("A sync mark does not fit the tie of clocks: {sources}.", sources=sources)
            case "offset":
                said = _(
                    "Statements or dates of two clocks contradict each other: {sources}.",
                    sources=sources,
                )
            case "doubtful_tie":
                said = _("Sync marks may be of different moments: {sources}.", sources=sources)
            case "weak_tie":
                said = _("Clocks were tied at one end only: {sources}.", sources=sources)
            case "contradicts_bound":
                said = _("A bound excludes the time that counts: {members}.", members=members)
            case "spread":
                said = _("Observers lie too far apart: {members}.", members=members)
            case _:
                said = _(
                    "One source has a time where another says otherwise: {members}.",
                    members=members,
                )
        return said
