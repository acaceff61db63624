"""Say what is to be mended and what it came to: sections 4 and 5."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, ngettext, pgettext
from drillplanner.base.translator import LANGUAGES, translator
from drillplanner.report.sections.analysis import capped_by, coverage_said, final_grade, score_said
from drillplanner.report.sections.findings import Finding
from drillplanner.report.sections.overview import ending, unverified
from drillplanner.report.subject import Subject
from drillplanner.review.observation import Bound
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Heading,
    Lines,
    Phrase,
    Prose,
    Row,
    Table,
)
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import grade_sign, verdict_sign


def improvement(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    """Make section 4: advice, and the list of corrective actions with what is known of each."""
    yield Heading(_("Improvement"), (4,))
    place = 0
    if subject.details.advice or subject.inputs.has_blanks:
        place += 1
        yield Heading(_("Advice"), (4, place))
        if not subject.details.advice:
            yield Lines(_("not given"), 3)
        for advice in subject.details.advice:
            yield Prose(subject.words(advice), "item")
    yield Heading(_("Corrective actions"), (4, place + 1))
    yield from action_table(subject, found)


def action_table(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    """Make the table of corrective actions, a row a finding, with what the ledger says of it."""
    if not found:
        yield Prose(_("No finding calls for a corrective action."))
        return
    yield Table(
        (
            Column(_("No."), 0.6, "center"),
            Column(_("Problem"), 3),
            Column(_("Measure"), 3),
            Column(_("Responsible unit, person"), 2),
            Column(_("Deadline"), 1.3),
            Column(_("State, how verified"), 2),
        ),
        tuple(_action(subject, number, finding) for number, finding in enumerate(found, 1)),
    )
    if not subject.inputs.remedies:
        yield Prose(_("None of these findings stands in the ledger yet."), "note")


def _action(subject: Subject, number: int, finding: Finding) -> Row:
    remedy = finding.remedy
    open_: Cell = Blank.CELL if subject.inputs.has_blanks else "—"
    if remedy is None:
        return Row(
            (str(number), short(finding), open_, responsible(subject, finding), open_, open_)
        )
    state: Cell = (remedy.state, remedy.verification) if remedy.verification else remedy.state
    measure = remedy.measure or open_
    owner = responsible(subject, finding)
    return Row((str(number), short(finding), measure, owner, due(subject, finding), state))


def short(finding: Finding) -> Phrase:
    """Say a finding in few words: the list of findings has the others."""
    if not finding.kind:
        return finding.name
    return _("{target}: {verdict}", target=finding.name, verdict=finding.kind)


def responsible(subject: Subject, finding: Finding, *, is_short: bool = False) -> Cell:
    """Say who answers: as the ledger says, else the script's role; in short without its unit."""
    remedy, role = finding.remedy, subject.names.role(finding.role)
    named = subject.names.short_role(finding.role) if is_short and finding.role else role
    if remedy is None or not (remedy.unit or remedy.person):
        return named or (Blank.CELL if subject.inputs.has_blanks else "—")
    # The ledger names the script's role in one language; the report is read in either.
    is_role = remedy.unit in {translator(language).say(role) for language in LANGUAGES}
    return tuple(part for part in (named if is_role else remedy.unit, remedy.person) if part)


def due(subject: Subject, finding: Finding) -> Cell:
    """Say by when, as the ledger says; nobody set it, and that is said too."""
    if finding.remedy is not None and finding.remedy.due is not None:
        return finding.remedy.due.isoformat()
    return Blank.CELL if subject.inputs.has_blanks else pgettext("deadline", "not set")


def conclusion(subject: Subject) -> Iterator[Block]:
    """Make section 5: score, suggested grade and why, critical items, completeness of records."""
    whole = subject.card.whole
    yield Heading(_("Conclusion"), (5,), holds=2)
    yield Prose(_reasons(subject))
    yield subject.facts(
        (_("Score (of 100)"), score_said(whole)),
        (_("Suggested grade"), grade_sign(whole.grade, whole.reason)),
        (_("Grade entered by the leader"), final_grade(subject)),
        (_("Critical items"), _critical(subject)),
        (_("Completeness of records"), coverage_said(whole)),
    )
    if subject.inputs.has_blanks:
        yield Lines(_("Opinion of the evaluation group"), 3)


def _reasons(subject: Subject) -> Phrase:
    ended = ending(subject)
    parts: list[Phrase] = [*([ended] if ended else []), tally(subject)]
    whole = subject.card.whole
    why = grade_reason_said(whole, subject.script)
    if why:
        parts.append(why)
    else:
        # A scorecard of rules 1 or 2 holds no reason; what is known of it is said.
        capped = capped_by(subject, whole)
        parts += [capped] if capped else []
    unproven = unverified(subject)
    if unproven:
        parts.append(unproven)
    parts.append(
        _("The grade is a suggestion; the evaluation group's leader enters the final one.")
    )
    return sentences(parts)


def tally(subject: Subject) -> Phrase:
    """Count the targets with a limit by their verdicts."""
    counts: dict[tuple[Verdict, Bound | None], int] = {}
    for target, result in subject.lines:
        if target.limit_s is not None:
            verdict = result.verdict
            key = (verdict, result.bound if verdict == "too_close" else None)
            counts[key] = counts.get(key, 0) + 1
    said: list[Phrase] = [
        _("{verdict}: {number}", verdict=verdict_sign(*key).words, number=number)
        for key, number in counts.items()
    ]
    whole = sum(counts.values())
    return ngettext(
        "Of {count} target with a limit: {tally}.",
        "Of {count} targets with a limit: {tally}.",
        whole,
        tally=itemised(said),
    )


def _critical(subject: Subject) -> Phrase:
    said: list[Phrase] = [
        _(
            "{target}: {verdict}",
            target=subject.words(target.name),
            verdict=verdict_sign(result.verdict, result.bound).words,
        )
        for target, result in subject.lines
        if target.critical
    ]
    return listed(said) if said else _("none in this script")
