"""List what in the record disagrees, and what it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from drillplanner.base.durations import seconds
from drillplanner.base.texts import _, ngettext
from drillplanner.report.inputs import Decided
from drillplanner.report.sections.targets import loss
from drillplanner.report.subject import Subject
from drillplanner.review.scorecard import Conflict
from drillplanner.terms.document import Block, Column, Phrase, Prose, Row, Table
from drillplanner.terms.phrases import itemised, listed
from drillplanner.terms.vocabulary import CONFLICTS, verdict_sign

#: Verdicts a recorded drill may end with that leave a target without points.
UNSCORED_WHY = (
    "not_recorded",
    "untied",
    "disputed",
    "interrupted",
    "out_of_order",
    "no_time_passed",
    "too_close",
)


#: Conflicts that are printed: nobody rules on more of them, and each takes three lines.
MOST_CONFLICTS: Final = 300


def conflicts(subject: Subject) -> Iterator[Block]:
    """List the conflicts, for a person to rule on; of very many those that decide come first."""
    found = subject.card.conflicts
    if not found:
        doubted = sum(1 for _target, result in subject.lines if result.doubts)
        yield Prose(
            ngettext(
                "{count} target is in doubt: its row above says why.",
                "{count} targets are in doubt: their rows above say why.",
                doubted,
            )
            if doubted
            else _("No records disagree.")
        )
        return
    if len(found) > MOST_CONFLICTS:
        # That one source marked twice decides nothing: the first mark counts.
        ordered = sorted(found, key=lambda one: one.kind == "repeated")
        found = tuple(ordered[:MOST_CONFLICTS])
    yield Table(
        (
            Column(_("What disagrees"), 3.4),
            Column(_("Where"), 3.2),
            Column(_("Spread"), 1.1, "right"),
            Column(_("Sources and entries"), 3),
        ),
        tuple(_conflict(subject, conflict) for conflict in found),
        caption=_("Records that disagree"),
    )
    more = len(subject.card.conflicts) - len(found)
    if more:
        yield Prose(
            ngettext(
                "{count} more such record is not listed; the score takes it into account.",
                "{count} more such records are not listed; the score takes them into account.",
                more,
            ),
            "note",
        )


def _conflict(subject: Subject, conflict: Conflict) -> Row:
    places = [subject.place(place) for place in conflict.places]
    return Row(
        (
            CONFLICTS[conflict.kind],
            _where(subject, conflict) or "—",
            "—" if conflict.spread_s is None else seconds(conflict.spread_s, 1),
            itemised(places or list(conflict.sources)),
        )
    )


def _where(subject: Subject, conflict: Conflict) -> Phrase:
    if conflict.step is not None:
        ref = conflict.step if conflict.unit is None else f"{conflict.step}/{conflict.unit}"
        return subject.names.reference(ref)
    return subject.names.target(conflict.target) if conflict.target else ""


def gaps(subject: Subject) -> Iterator[Block]:
    """List targets without points and why, and steps that nobody recorded."""
    rows = [
        Row(
            (
                subject.words(target.name),
                verdict_sign(result.verdict, result.bound),
                loss(target, result, subject.scoring, subject.names),
            )
        )
        for target, result in subject.lines
        if result.score is None and result.verdict in UNSCORED_WHY
    ]
    if rows:
        yield Table(
            (Column(_("Target"), 3), Column(_("Verdict"), 2), Column(_("Why it has no points"), 5)),
            tuple(rows),
            caption=_("Targets without points"),
        )
    absent = _unrecorded_steps(subject)
    if absent:
        yield Prose(_("No source recorded: {steps}.", steps=listed(absent)))
    elif not rows:
        yield Prose(_("Every step was recorded."))


def _unrecorded_steps(subject: Subject) -> list[Phrase]:
    missing: list[Phrase] = []
    timeline = subject.timeline
    for step in subject.script.steps:
        if step.id in timeline.not_applicable:
            continue
        units: list[str | None] = [unit.id for unit in step.units]
        for unit in units or [None]:
            state = timeline.points.get((step.id, unit))
            if state is None or state.known == "unrecorded":
                missing.append(
                    subject.names.reference(step.id if unit is None else f"{step.id}/{unit}")
                )
    return missing


def decisions(subject: Subject) -> Iterator[Block]:
    """List what named persons decided, each with the reason; nothing where nobody did."""
    decided = subject.inputs.decided
    if not decided:
        return
    yield Table(
        (
            Column(_("No."), 0.6, "center"),
            Column(_("Decision"), 4.4),
            Column(_("By"), 1.4),
            Column(_("When"), 1.8),
            Column(_("Reason"), 3),
        ),
        tuple(
            Row((str(place), decision_said(subject, one), one.by, one.when, one.reason))
            for place, one in enumerate(decided, 1)
        ),
        caption=_("Decided by named persons"),
    )


def decision_said(subject: Subject, decided: Decided) -> Phrase:
    names = subject.names
    match decided.kind:
        case "admit":
            return _("“{target}” counts though it was paused", target=names.target(decided.subject))
        case "confirm":
            return _("“{target}” was as the log says", target=names.target(decided.subject))
        case "use":
            return _(
                "“{step}”: the time of {source} stands",
                step=names.reference(decided.subject),
                source=decided.source,
            )
        case "not_applicable":
            return _("“{step}”: not there that day", step=names.reference(decided.subject))
    return _(
        "The sync marks of {source} and {other} are paired by time",
        source=decided.subject,
        other=decided.source,
    )
