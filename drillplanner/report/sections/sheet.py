"""Put the result on one page: score, grade, a bar a target, what to mend first."""

from __future__ import annotations

from drillplanner.base.durations import number
from drillplanner.base.texts import Words, _
from drillplanner.report.sections.analysis import capped_by, coverage_said, final_grade, score_said
from drillplanner.report.sections.findings import Finding
from drillplanner.report.sections.overview import drill_name, ending, nature, unverified, when
from drillplanner.report.sections.targets import bars
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Phrase, Sheet
from drillplanner.terms.vocabulary import grade_sign

#: How many findings the page has room to spell out.
_FIXES = 3


def sheet(subject: Subject, found: tuple[Finding, ...]) -> Sheet:
    """Make the scorecard page's one block."""
    whole = subject.card.whole
    remarks: list[Phrase] = [
        _("Completeness of records: {coverage}", coverage=coverage_said(whole)),
    ]
    first, capped = ending(subject), capped_by(subject, whole)
    remarks[:0] = [first] if first else []
    remarks.extend(words for words in (unverified(subject), capped) if words)
    return Sheet(
        title=_("Scorecard"),
        name=drill_name(subject),
        facts=(
            (_("School"), subject.known(subject.details.school)),
            (_("Time"), when(subject)),
            (_("Nature"), nature(subject)),
            (_("Grade entered by the leader"), final_grade(subject)),
        ),
        score=score_said(whole),
        grade=grade_sign(whole.grade, whole.reason),
        remarks=tuple(remarks),
        owners=tuple(
            (
                subject.names.short_role(role),
                _("no score") if total.rounded is None else number(total.rounded, 1),
                grade_sign(total.grade, total.reason).words,
            )
            for role, total in sorted(
                subject.card.owners.items(), key=lambda owner: not _is_of_school(subject, owner[0])
            )
        ),
        bars=bars(subject),
        fixes=tuple(_fix(subject, finding) for finding in found[:_FIXES]),
        more_fixes=max(0, len(found) - _FIXES),
        signatures=(_("Evaluation group"), _("School"), _("Date")),
    )


def _is_of_school(subject: Subject, role: str) -> bool:
    """Tell whether a role is the school's own, whose lines come first on its page."""
    organisations = {one.id: one.organisation for one in subject.script.roles}
    school, own = _texts(subject.details.school), _texts(organisations.get(role, ""))
    return bool(school & own)


def _texts(words: Words) -> set[str]:
    return {text for text in ([words] if isinstance(words, str) else words.values()) if text}


def _fix(subject: Subject, finding: Finding) -> Phrase:
    if finding.role is None:
        return finding.words
    return _(
        "{finding} Responsible: {role}",
        finding=finding.words,
        role=subject.names.short_role(finding.role),
    )
