"""Answer on page 2 what is asked first: how it went, what was too slow, who fixes it by when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drillplanner.base.durations import calendar_date, duration
from drillplanner.base.texts import Text, Words, _, ngettext, pgettext
from drillplanner.plan.model import LimitSource, Target
from drillplanner.report.entry_words import outcome_said
from drillplanner.report.sections.analysis import coverage_said, final_grade, score_said
from drillplanner.report.sections.closing import due, responsible
from drillplanner.report.sections.findings import Finding
from drillplanner.report.sections.gaps import UNSCORED_WHY
from drillplanner.report.sections.overview import (
    SAFETY,
    day,
    drill_name,
    ending,
    nature,
    unverified,
)
from drillplanner.report.sections.safety import armed_open
from drillplanner.report.sections.targets import UNTOLD, excess_said, is_claimed, limit_said
from drillplanner.report.subject import Subject
from drillplanner.review.comparison import Change
from drillplanner.review.scorecard import TargetResult
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Row,
    Table,
)
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.phrases import itemised, listed, sentences
from drillplanner.terms.vocabulary import CLASSES, grade_sign, verdict_sign

#: Findings that the page has room for, alone and with what is not decided below them; the
#: others are counted. House values, class D.
_MOST, _MOST_WITH_MORE = 6, 5
#: Findings up to which the page would stand nearly empty, and what follows goes on below.
_FEW = 2
#: Characters of a source that the page has room for, by language.
_SOURCE: Mapping[str, int] = {"zh_CN": 22, "en": 40}

_UNCHANGED = pgettext("since the last drill", "unchanged")
CHANGES: Mapping[Change, Text] = {
    "better": pgettext("since the last drill", "better"),
    "worse": pgettext("since the last drill", "worse"),
    "same": pgettext("since the last drill", "no difference beyond ± U"),
}


def summary_page(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    """Make the summary: the grade and why, each problem in a row, what is still to be decided."""
    whole = subject.card.whole
    yield Heading(_("Summary"), (), holds=3)
    why = grade_reason_said(whole, subject.script)
    unsafe = armed_open(subject)
    ended, unproven = ending(subject), unverified(subject)
    yield subject.facts(
        *(((_("Ending"), ended),) if ended else ()),
        *(((SAFETY, unsafe),) if unsafe else ()),
        (_("Drill"), _drill(subject)),
        (_("Score (of 100)"), score_said(whole)),
        (_("Suggested grade"), grade_sign(whole.grade, whole.reason)),
        *(((_("Why this grade"), why),) if why else ()),
        (_("Grade entered by the leader"), final_grade(subject)),
        (_("Completeness of records"), coverage_said(whole)),
        (_("Since the last drill"), _since(subject)),
        *(((_("Records"), unproven),) if unproven else ()),
    )
    yield from _problems(subject, found)
    yield from _undecided(subject)
    yield from _contradicted(subject)
    if len(found) > _FEW:
        yield PageBreak()


def _drill(subject: Subject) -> Phrase:
    when = day(subject)
    parts: list[Phrase | None] = [
        drill_name(subject),
        subject.words(subject.details.school),
        None if isinstance(when, Blank) else when,
        nature(subject),
    ]
    return listed([part for part in parts if part])


def _problems(subject: Subject, found: tuple[Finding, ...]) -> Iterator[Block]:
    if not found and _denied(subject):
        return  # somebody's record does show something
    if not found:
        yield Prose(
            _("The record shows no target missed, left out or without effect, and no order broken.")
        )
        yield Prose(
            _(
                "How sure: “met” stands only where the time with U (coverage factor {factor}) "
                "added to it is still within the limit.",
                factor=f"{subject.scoring.coverage_factor:g}",
            ),
            "note",
        )
        return
    has_more = any((*_undecided(subject), *_contradicted(subject)))
    most = _MOST_WITH_MORE if has_more else _MOST
    shown = found[:most]
    if any(_is_missed(subject, one) for one in shown):
        # Above the problems: below them a long list would push it to the next page.
        yield Prose(
            _(
                "How sure: “missed” stands only where the time is over the limit even after U "
                "(coverage factor {factor}) is taken off it.",
                factor=f"{subject.scoring.coverage_factor:g}",
            ),
            "note",
        )
    yield Table(
        (
            Column(_("No."), 0.5, "center"),
            Column(_("Problem"), 2.3),
            Column(_("Measured ± U"), 2.3, "right"),
            Column(_("Limit and its source"), 2.6),
            Column(_("Cause (as noted)"), 1.8),
            Column(_("Responsible"), 1.7),
            Column(_("Due"), 1.2),
        ),
        tuple(_problem(subject, place, one) for place, one in enumerate(shown, 1)),
        caption=_("Problems"),
        is_dense=True,
    )
    more = len(found) - most
    if more > 0:
        yield Prose(
            ngettext(
                "{count} more finding is in section 3.",
                "{count} more findings are in section 3.",
                more,
            ),
            "note",
        )


def _problem(subject: Subject, place: int, finding: Finding) -> Row:
    kind = [*_kind(subject, finding), *_critical(finding)]
    return Row(
        (
            str(place),
            (finding.name, itemised(kind)) if kind else finding.name,
            _measured(subject, finding),
            _limit(subject, finding),
            itemised(finding.notes) or pgettext("cause of a problem", "not noted"),
            responsible(subject, finding, is_short=True),
            due(subject, finding),
        )
    )


def _kind(subject: Subject, finding: Finding) -> list[Phrase]:
    """Say what kind of shortfall it is, and of a missed limit by how much."""
    line = _line(subject, finding)
    excess = excess_said(*line) if line is not None and line[1].verdict == "missed" else ""
    if excess:
        return [_("missed by {excess}", excess=excess)]
    return [finding.kind] if finding.kind else []


def _is_missed(subject: Subject, finding: Finding) -> bool:
    line = _line(subject, finding)
    return line is not None and line[1].verdict == "missed"


def _line(subject: Subject, finding: Finding) -> tuple[Target, TargetResult] | None:
    return next((line for line in subject.lines if line[0].id == finding.target), None)


def _critical(finding: Finding) -> list[Phrase]:
    return [_("critical item")] if finding.is_critical else []


def _measured(subject: Subject, finding: Finding) -> Cell:
    line = _line(subject, finding)
    if line is None:
        return _early(subject, finding)
    said, before = measured_said(*line), subject.inputs.earlier.get(finding.target)
    if before is None:
        return said
    is_timed = line[1].elapsed_s is not None or before.change != "same"
    return (
        said,
        _(
            "last time {measured} ({day}): {change}",
            measured=before.measured,
            day=before.day.isoformat(),
            change=CHANGES[before.change] if is_timed else _UNCHANGED,
        ),
    )


def _early(subject: Subject, finding: Finding) -> Cell:
    """Say of a broken order by how much the later step came first; a dash of any other."""
    for result in subject.card.orders:
        if result.id == finding.order and result.margin_s is not None:
            return _("{duration} too early", duration=duration(-result.margin_s, 1))
    return "—"


def _limit(subject: Subject, finding: Finding) -> Cell:
    line = _line(subject, finding)
    if line is None:
        return "—"
    source = line[0].source
    if is_claimed(source):
        return (limit_said(line[0]), UNTOLD)
    class_ = CLASSES[source.class_]
    if _names_its_class(source):
        # The words of a suggested value say that it is one; cut short they would lose what
        # the text they name does not say.
        whole = _shortened(source.text) == source.text
        return (limit_said(line[0]), subject.words(source.text) if whole else _in_section(class_))
    if not source.text:
        return (limit_said(line[0]), class_)
    said = subject.words(_shortened(source.text))
    return (limit_said(line[0]), _("{class_}: {text}", class_=class_, text=said))


def _in_section(class_: Text) -> Text:
    return _("{class_}; its words are in section 3", class_=class_)


def _names_its_class(source: LimitSource) -> bool:
    texts = [source.text] if isinstance(source.text, str) else list(source.text.values())
    return source.class_ == "D" and all(
        text.startswith(("建议值", "Suggested value")) for text in texts
    )


def _shortened(words: Words) -> Words:
    """Cut an author's words where the page has no room for all of them; section 3 has them."""
    if isinstance(words, str):
        return _cut(words, _SOURCE["zh_CN"])
    return {language: _cut(text, _SOURCE[language]) for language, text in words.items()}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def _since(subject: Subject) -> Phrase:
    """Say of how many targets the drill was better, worse or alike, and since when."""
    earlier = subject.inputs.earlier
    if not earlier:
        return subject.inputs.earlier_why or _("no comparable drill is known here")
    counts: dict[Change, list[Phrase]] = {"worse": [], "better": [], "same": []}
    undone: list[Phrase] = []
    for target, result in subject.lines:
        if target.id not in earlier:
            continue
        change = earlier[target.id].change
        # What was not done in either drill has no length that could be alike.
        is_undone = change == "same" and result.elapsed_s is None
        (undone if is_undone else counts[change]).append(subject.words(target.name))
    rest = len(subject.lines) - len(undone) - sum(map(len, counts.values()))
    days = sorted({one.day for one in earlier.values()}, reverse=True)
    said: list[Phrase] = [
        _("Against {days}:", days=listed([calendar_date(one) for one in days])),
        itemised(
            [
                _("{change}: {count}", change=CHANGES[change], count=len(names))
                if change == "same"
                else _(
                    "{change}: {count} ({targets})",
                    change=CHANGES[change],
                    count=len(names),
                    targets=listed(names),
                )
                for change, names in counts.items()
                if names
            ]
            + (
                [
                    _(
                        "still not done: {count} ({targets})",
                        count=len(undone),
                        targets=listed(undone),
                    )
                ]
                if undone
                else []
            )
            + ([_("not comparable: {count}", count=rest)] if rest else [])
        ),
    ]
    return sentences(said)


def _undecided(subject: Subject) -> Iterator[Block]:
    """List the targets whose verdict is still open, for a person or for better records."""
    said: list[Phrase] = [
        _(
            "{target}: {verdict}, {measured} (limit {limit}, {source})",
            target=subject.words(target.name),
            verdict=verdict_sign(result.verdict, result.bound).words,
            measured=measured_said(target, result),
            limit=limit_said(target),
            source=UNTOLD if is_claimed(target.source) else CLASSES[target.source.class_],
        )
        if result.elapsed_s is not None
        else _(
            "{target}: {verdict}",
            target=subject.words(target.name),
            verdict=verdict_sign(result.verdict, result.bound).words,
        )
        for target, result in subject.lines
        if result.verdict in UNSCORED_WHY and target.limit_s is not None
    ]
    if said:
        yield Prose(_("Not decided: {targets}.", targets=itemised(said)), "item")


def _contradicted(subject: Subject) -> Iterator[Block]:
    """Name what one source saw done and another did not: a time counts, nothing above tells."""
    refs = _denied(subject)
    if refs:
        yield Prose(
            _(
                "Records contradict each other on whether it was done: {steps}. A time counts "
                "before “not performed” and “without effect” until a named person decides.",
                steps=itemised([_said_of(subject, ref) for ref in refs]),
            ),
            "item",
        )


def _said_of(subject: Subject, ref: str) -> Phrase:
    """Say of a step or unit what each source says of it."""
    said: dict[str, Phrase] = {}
    for row in subject.log.observations:
        if ref not in (row.step, f"{row.step}/{row.unit}") or row.source in said:
            continue
        word = outcome_said(row)
        if row.at_s is not None:
            word = subject.drill_time(row.at_s, row.source)
            if row.outcome == "failed":
                word = listed([word, outcome_said(row)])
        said[row.source] = _("{source}: {said}", source=row.source, said=word)
    name = subject.names.reference(ref)
    if not said:
        return name
    return _("{step} ({said})", step=name, said=itemised(list(said.values())))


def _denied(subject: Subject) -> tuple[str, ...]:
    """List the steps and units of which one source says otherwise than another."""
    refs = [
        conflict.step if conflict.unit is None else f"{conflict.step}/{conflict.unit}"
        for conflict in subject.card.conflicts
        if conflict.kind == "disagreement" and conflict.step is not None
    ]
    return tuple(dict.fromkeys(refs))
