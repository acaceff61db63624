"""Compose the After-Action Report and Improvement Plan in the manner of HSEEP (2020, AAR/IP).

Its ratings (P, S, M, U) are evaluators' alone: they stand where the script asks for them, and
are never made of times.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.sections.closing import due, responsible, tally
from drillplanner.report.sections.findings import Finding, findings
from drillplanner.report.sections.gaps import UNSCORED_WHY
from drillplanner.report.sections.overview import (
    day,
    drill_name,
    ending,
    mark,
    nature,
    participants,
    unverified,
    when,
)
from drillplanner.report.sections.sums import sums
from drillplanner.report.sections.targets import limit_said, points, source_said
from drillplanner.report.subject import Subject
from drillplanner.terms.document import (
    Blank,
    Block,
    Column,
    Cover,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.papers import FORM_WORDS
from drillplanner.terms.phrases import itemised, sentences
from drillplanner.terms.vocabulary import KINDS, verdict_sign

_TITLE = FORM_WORDS["aar"]


@dataclass(frozen=True, slots=True)
class _Part:
    """An objective of the script with what speaks of it, or all that is under none."""

    words: Phrase
    targets: Collection[str]
    criteria: Collection[str]
    found: tuple[Finding, ...]


def after_action_report(inputs: ReportInputs) -> Report:
    """Compose the AAR/IP."""
    subject = Subject(inputs)
    return Report(
        title=_TITLE,
        name=drill_name(subject),
        mark=mark(subject),
        blocks=tuple(_blocks(subject)),
        author=subject.words(inputs.details.school),
        sums=sums(subject),
    )


def _blocks(subject: Subject) -> Iterator[Block]:
    found = findings(subject)
    details = subject.details
    yield Cover(
        title=_TITLE,
        name=drill_name(subject),
        mark=mark(subject) or Blank.LINE,
        facts=(
            (_("School"), subject.known(details.school)),
            (_("Date of the drill"), day(subject)),
        ),
        approvals=((_("Prepared"), details.prepared_by or Blank.LINE),),
    )
    yield PageBreak()
    yield from _overview(subject)
    yield from _summary(subject, found)
    parts = tuple(_parts(subject, found))
    yield Heading(_("Analysis of objectives"), (3,))
    yield _ratings(subject, parts)
    for place, part in enumerate(parts, 1):
        yield from _part(subject, part, place)
    yield Heading(_("Improvement plan"), (1,), is_annex=True)
    yield from _plan(subject, parts)
    yield Heading(_("Participating organizations"), (2,), is_annex=True)
    yield Prose(participants(subject))
    yield Prose(
        _(
            "Times are stated with their expanded uncertainty U (coverage factor {factor}); the "
            "evaluation report has the method, the record and every target.",
            factor=f"{subject.scoring.coverage_factor:g}",
        ),
        "note",
    )


def _overview(subject: Subject) -> Iterator[Block]:
    details, script = subject.details, subject.script
    objectives = [subject.words(one.text) for one in script.objectives]
    ended, place = ending(subject), subject.words(details.place)
    scope = [one for one in (nature(subject), place) if one]
    yield Heading(_("Exercise overview"), (1,))
    yield subject.facts(
        (_("Exercise name"), drill_name(subject)),
        (_("Exercise dates"), when(subject)),
        *(((_("Ending"), ended),) if ended else ()),
        (_("Scope"), itemised(scope) if scope else Blank.LINE),
        (_("Objectives"), itemised(objectives) if objectives else Blank.LINE),
        (_("Threat or hazard"), KINDS[script.kind]),
        (_("Scenario"), subject.known(script.notes)),
        (_("Sponsor"), subject.known_list(details.organisers)),
        (_("Point of contact"), details.prepared_by or Blank.LINE),
    )


def _summary(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    whole = subject.card.whole
    parts: list[Phrase] = [tally(subject)]
    why = grade_reason_said(whole, subject.script)
    if whole.rounded is not None:
        parts.append(_("Score: {score} of 100.", score=points(whole.rounded)))
    parts += [why] if why else []
    parts.append(
        ngettext(
            "{count} area for improvement was found.",
            "{count} areas for improvement were found.",
            len(found),
        )
    )
    unproven = unverified(subject)
    parts += [unproven] if unproven else []
    yield Heading(_("Executive summary"), (2,))
    yield Prose(sentences(parts))
    for words in subject.details.strengths:
        yield Prose(_("Strength: {words}", words=subject.words(words)), "item")


def _parts(subject: Subject, found: tuple[Finding, ...]) -> Iterator[_Part]:
    script, left = subject.script, list(found)
    told: set[str] = set()
    for objective in script.objectives:
        own = {*objective.targets, *objective.criteria}
        mine = tuple(one for one in left if {one.target, one.criterion} & own)
        left = [one for one in left if one not in mine]
        told |= own
        words = subject.words(objective.text)
        yield _Part(words, objective.targets, objective.criteria, mine)
    targets = [one.id for one in script.targets if one.id not in told]
    rest = [one.id for one in script.criteria if one.id not in told]
    if targets or rest or left:
        words = _("What no objective names") if script.objectives else _("All targets")
        yield _Part(words, targets, rest, tuple(left))


def _ratings(subject: Subject, parts: tuple[_Part, ...]) -> Table:
    """Count by objective what was met, and say how evaluators rated it."""
    rows = []
    for part in parts:
        lines = [
            result
            for target, result in subject.lines
            if target.id in part.targets and target.limit_s is not None
        ]
        met = sum(result.verdict == "met" for result in lines)
        failed = sum(
            result.verdict in ("missed", "not_performed", "not_achieved") for result in lines
        )
        rated = [
            points(subject.card.criteria[one])
            for one in part.criteria
            if one in subject.card.criteria
        ]
        rest = str(len(lines) - met - failed)
        rows.append(Row((part.words, str(met), str(failed), rest, tuple(rated) or "—")))
    return Table(
        (
            Column(_("Objective"), 4),
            Column(_("Targets met"), 1.2, "right"),
            Column(_("Targets not met"), 1.2, "right"),
            Column(_("Not decided or recorded"), 1.5, "right"),
            Column(_("Rated by evaluators (of 100)"), 2, "right"),
        ),
        tuple(rows),
    )


def _part(subject: Subject, part: _Part, place: int) -> Iterator[Block]:
    yield Heading(part.words, (3, place))
    yield Heading(pgettext("of an exercise", "Strengths"), (3, place, 1))
    met = [
        _(
            "{target}: {measured} (limit {limit})",
            target=subject.words(target.name),
            measured=measured_said(target, result),
            limit=limit_said(target),
        )
        for target, result in subject.lines
        if target.id in part.targets and result.verdict == "met"
    ]
    for said in met:
        yield Prose(said, "item")
    if not met:
        yield Prose(_("The record shows no target met here."), "item")
    yield Heading(_("Areas for improvement"), (3, place, 2))
    for number, one in enumerate(part.found, 1):
        yield from _area(subject, one, number)
    if not part.found:
        yield Prose(_("The record shows none here."), "item")
    for target, result in subject.lines:
        if target.id in part.targets and target.limit_s and result.verdict in UNSCORED_WHY:
            verdict = verdict_sign(result.verdict, result.bound).words
            name = subject.words(target.name)
            yield Prose(
                _("Not decided: {target}: {verdict}.", target=name, verdict=verdict), "item"
            )


def _area(subject: Subject, found: Finding, number: int) -> Iterator[Block]:
    yield Prose(_("Area {number}. {finding}", number=number, finding=found.words), "item")
    target = next((one for one, _result in subject.lines if one.id == found.target), None)
    if target is not None and (source := source_said(subject, target)):
        yield Prose(_("Reference: {source}", source=source), "item")
    analysis = itemised(found.notes) or _("no cause was noted in the record")
    yield Prose(_("Analysis: {notes}", notes=analysis), "item")


def _plan(subject: Subject, parts: tuple[_Part, ...]) -> Iterator[Block]:
    open_ = Blank.CELL if subject.inputs.has_blanks else "—"
    rows = [
        Row(
            (
                part.words,
                _("{target}: {verdict}", target=one.name, verdict=one.kind)
                if one.kind
                else one.name,
                (one.remedy.measure if one.remedy else "") or open_,
                responsible(subject, one),
                due(subject, one),
            )
        )
        for part in parts
        for one in part.found
    ]
    if not rows:
        yield Prose(_("No finding calls for a corrective action."))
        return
    yield Table(
        (
            Column(_("Objective"), 2.2),
            Column(_("Area for improvement"), 2.6),
            Column(_("Corrective action"), 3),
            Column(_("Primary responsible organization"), 2.4),
            Column(_("Completion date"), 1.4),
        ),
        tuple(rows),
        is_dense=True,
    )
