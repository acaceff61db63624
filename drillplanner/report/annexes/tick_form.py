"""Fill in the tick form that schools file (演练评估表): what is known is written, nothing ticked.

Its head, schedule and foot come from script, log and ledger. Where spans and ratings speak for
one of its choices that one is proposed; people tick. Fields and choices as schools and firms
print them (public forms of 2022); a choice whose wording is not known is left free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Step
from drillplanner.report.sections.findings import Finding
from drillplanner.report.sections.overview import drill_name, units, when
from drillplanner.report.subject import Subject
from drillplanner.review.shortfalls import shortfalls
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Phrase,
    Prose,
    Row,
    Table,
)
from drillplanner.terms.phrases import itemised, listed
from drillplanner.terms.vocabulary import VERDICTS

#: From how many points an opinion of the evaluators is good, and fair. House value, class D.
_SKILLED, _ABLE = 85, 70

_FREE = pgettext("choice of a form", "________")
_KINDS = (
    pgettext("choice of a form", "live"),
    pgettext("choice of a form", "tabletop"),
    pgettext("choice of a form", "questions and discussion"),
)
_EXTENTS = (
    pgettext("choice of a form", "the whole plan"),
    pgettext("choice of a form", "part of the plan"),
)
_PRESENT = (
    pgettext("choice of a form", "quick and exact"),
    pgettext("choice of a form", "mostly in time"),
    pgettext("choice of a form", "some persons not there"),
    pgettext("choice of a form", "persons of key posts not there"),
)
_SKILL = (
    pgettext("choice of a form", "duties clear, done with skill"),
    pgettext("choice of a form", "duties clear, not skilled enough"),
    pgettext("choice of a form", "duties unclear, not skilled"),
)
_EFFECT = (
    pgettext("choice of a form", "reached what was expected"),
    pgettext("choice of a form", "mostly reached, parts to improve"),
    pgettext("choice of a form", "not reached, to be repeated"),
)
_ASKED: tuple[tuple[Text, tuple[Text, ...]], ...] = (
    (
        pgettext("field of a form", "Plan: suitable"),
        (
            pgettext("choice of a form", "could be followed in all"),
            pgettext("choice of a form", "did not go smoothly enough"),
            pgettext("choice of a form", "clearly unsuitable"),
        ),
    ),
    (
        pgettext("field of a form", "Plan: sufficient"),
        (
            pgettext("choice of a form", "meets all needs"),
            pgettext("choice of a form", "meets most, to be completed"),
            pgettext("choice of a form", "insufficient, must be changed"),
        ),
    ),
    (
        pgettext("field of a form", "Equipment on the spot"),
        (
            pgettext("choice of a form", "sufficient"),
            pgettext("choice of a form", "insufficient"),
            pgettext("choice of a form", "badly lacking"),
        ),
    ),
    (
        pgettext("field of a form", "Personal protection"),
        (pgettext("choice of a form", "everybody has it"), _FREE, _FREE),
    ),
    (
        pgettext("field of a form", "Organisation as a whole"),
        (pgettext("choice of a form", "exact, efficient, as needed"), _FREE, _FREE),
    ),
    (
        pgettext("field of a form", "Evacuation team"),
        (pgettext("choice of a form", "safe and fast"), _FREE, _FREE),
    ),
    (
        pgettext("field of a form", "Support from outside"),
        (
            pgettext("choice of a form", "reported upwards"),
            pgettext("choice of a form", "fire and rescue worked along"),
            pgettext("choice of a form", "neighbours were moved"),
        ),
    ),
)


def tick_form(subject: Subject, annex: int, found: tuple[Finding, ...]) -> Iterator[Block]:
    """Make the annex of the form: head, schedule, choices to be ticked, problems and measures."""
    yield Heading(_("Drill evaluation form"), (annex,), is_annex=True, holds=2)
    yield Facts(tuple(_head(subject)))
    schedule = tuple(_schedule(subject))
    if schedule:
        yield Table(
            (Column(_("No."), 0.6, "center"), Column(_("Time"), 1.6), Column(_("Course"), 7)),
            schedule,
            caption=_("Schedule and course of the drill"),
            is_dense=True,
        )
    yield Table(
        (
            Column(_("Item"), 2),
            Column(_("Tick one"), 6),
            Column(_("Proposed by the record"), 2.4),
        ),
        tuple(_choices(subject)),
    )
    yield Prose(_("A proposal follows from times and ratings; only people tick."), "note")
    yield Facts(tuple(_foot(found)))


def _head(subject: Subject) -> Iterator[tuple[Phrase, Cell]]:
    details = subject.details
    plan: Cell = subject.words(details.basis[0]) if details.basis else Blank.CELL
    yield _("Plan"), plan
    yield _("Drill"), drill_name(subject)
    yield _("Place"), subject.words(details.place) or Blank.CELL
    yield _("Organised by"), _items(subject, details.organisers)
    yield _("Director"), Blank.CELL
    yield _("Time"), when(subject)
    yield _("Taking part"), _items(subject, units(details.participants))
    yield _("Kind"), (_boxes(_KINDS), _boxes(_EXTENTS))
    yield _("Equipment and training"), _items(subject, details.equipment)


def _items(subject: Subject, items: Sequence[object]) -> Cell:
    said = [subject.words(item) for item in items if isinstance(item, (str, dict))]
    return listed(said) if said else Blank.CELL


def _schedule(subject: Subject) -> Iterator[Row]:
    """Give the first time of every phase on the drill's clock.

    The phase in which the danger appears begins with T0: what came before it, as the order to
    begin, has a row of its own, or one phase would stand here with another time than T0.
    """
    clock = subject.drill_clock
    if clock is None:
        return
    group = subject.alignment.group(clock)
    t0 = subject.script.t0
    times = {step.id: _first_time(subject, step, clock, group) for step in subject.script.steps}
    zero = times.get(t0) if t0 else None
    first: dict[str | None, tuple[Fraction, str, bool]] = {}
    for step in subject.script.steps:
        timed = times[step.id]
        if timed is None:
            continue
        is_before = zero is not None and timed[0] < zero[0]
        phase = None if is_before else step.phase
        if phase not in first or timed[0] < first[phase][0]:
            first[phase] = (timed[0], step.id, timed[1])
    for number, (phase, (at_s, step_id, has_failed)) in enumerate(
        sorted(first.items(), key=lambda item: item[1][0]), 1
    ):
        name = subject.names.step(step_id)
        said: Phrase = name
        if phase is not None:
            said = _("{phase}: {step}", phase=subject.names.phase(phase), step=name)
        if has_failed:
            # A time alone would read as done.
            said = _("{step}: {outcome}", step=said, outcome=VERDICTS["not_achieved"][1])
        yield Row((str(number), subject.clock_reading(at_s, clock, 0), said))


def _first_time(
    subject: Subject, step: Step, clock: str, group: int
) -> tuple[Fraction, bool] | None:
    """Find when a step, or the first of its units, was seen, and whether it was in vain."""
    found: list[tuple[Fraction, bool]] = []
    parts: list[str | None] = [unit.id for unit in step.units]
    for part in parts or [None]:
        state = subject.timeline.points.get((step.id, part))
        edges = state.instants.get(group) if state else None
        if state is not None and edges is not None:
            at_s = edges.given.at_s(clock, subject.alignment)
            found.append((at_s, state.known == "failed"))
    return min(found, default=None)


def _choices(subject: Subject) -> Iterator[Row]:
    present, skill, effect = _presence(subject), _skill(subject), _reached(subject)
    yield _row(pgettext("field of a form", "Persons in place"), _PRESENT, present)
    yield _row(pgettext("field of a form", "Duties and skill"), _SKILL, skill)
    yield _row(pgettext("field of a form", "Effect"), _EFFECT, effect)
    for field, choices in _ASKED:
        yield _row(field, choices, None)


def _row(field: Text, choices: tuple[Text, ...], proposed: int | None) -> Row:
    said: Cell = Blank.CELL if proposed is None else choices[proposed]
    return Row((field, _boxes(choices), said))


def _boxes(choices: Sequence[Text]) -> Phrase:
    return itemised([_("□ {choice}", choice=choice) for choice in choices])


def _presence(subject: Subject) -> int | None:
    """Propose who was in place: by what was not performed, then by what was missed."""
    fell_short = shortfalls(subject.script, subject.card, subject.log)
    absent = [one for one in fell_short if one.kind in ("not_performed", "step_not_performed")]
    if any(one.is_critical for one in absent):
        return 3
    if absent:
        return 2
    verdicts = {result.verdict for target, result in subject.lines if target.limit_s is not None}
    if not verdicts & {"met", "missed"}:
        return None
    return 1 if verdicts & {"missed", "not_achieved"} else 0


def _skill(subject: Subject) -> int | None:
    """Propose how skilled they were, by the points of the evaluators."""
    rated = subject.card.whole.criteria
    if rated is None:
        return None
    return 0 if rated >= _SKILLED else 1 if rated >= _ABLE else 2


def _reached(subject: Subject) -> int | None:
    """Propose the effect, by the grade; not all was reached where anybody fell short."""
    grade = subject.card.whole.grade
    if grade is None:
        return None
    by_grade = {"excellent": 0, "good": 0, "fair": 1, "poor": 2}[grade]
    fell_short = shortfalls(subject.script, subject.card, subject.log)
    return max(by_grade, int(any(not one.is_of_record for one in fell_short)))


def _foot(found: tuple[Finding, ...]) -> Iterator[tuple[Phrase, Cell]]:
    problems = [
        _("{target}: {verdict}", target=one.name, verdict=one.kind) if one.kind else one.name
        for one in found
    ]
    measures = [one.remedy.measure for one in found if one.remedy and one.remedy.measure]
    yield _("Problems"), itemised(problems) if problems else Blank.CELL
    yield _("Measures"), itemised(list(dict.fromkeys(measures))) if measures else Blank.CELL
    yield _("Evaluated by"), Blank.CELL
    yield _("Own score"), Blank.CELL
