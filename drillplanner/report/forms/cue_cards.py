"""What single people carry: a cue card a role, the narrator's sheet, the sign-in sheet."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.model import Step
from drillplanner.report.forms.script_book import people_of
from drillplanner.report.forms.subject import FormInputs, FormSubject
from drillplanner.terms.document import (
    Blank,
    Block,
    Column,
    Facts,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)
from drillplanner.terms.phrases import Names
from drillplanner.terms.step_notes import MESSAGE, PLACE, PROPS, SAY, step_notes

CARDS, NARRATION, SIGN_IN = _("Cue cards"), _("Narrator's sheet"), _("Sign-in sheet")
#: Empty lines of a sign-in sheet beside the people who are named.
_SPARE = 20


def cue_cards(inputs: FormInputs) -> Report:
    """Compose a page a role: what to do, when, where, what to say and to carry."""
    subject = FormSubject(inputs)
    return subject.paper(CARDS, _cards(subject))


def _cards(subject: FormSubject) -> Iterator[Block]:
    script, names = subject.script, subject.names
    roles = [role for role in script.roles if any(step.role == role.id for step in script.steps)]
    for place, role in enumerate(roles):
        if place:
            yield PageBreak()
        yield Heading(names.role(role.id))
        facts: list[tuple[Phrase, Phrase | Blank]] = [
            (_("Drill"), subject.title),
            (_("Name"), people_of(subject, role.id) or Blank.CELL),
        ]
        yield Facts((*facts, *subject.when()[1:3]))
        steps = [step for step in subject.in_time() if step.role == role.id]
        yield Table(
            (
                Column(_("No."), 0.8, "right"),
                Column(pgettext("column", "Planned"), 1.6),
                Column(_("What to do"), 6),
                Column(pgettext("column", "After"), 3),
            ),
            tuple(_card_row(subject, step) for step in steps),
        )
        yield Prose(
            _(
                "Numbers are those of the script. A real danger ends the drill at once: say "
                '"real incident, stop the drill".'
            ),
            "note",
        )


def _card_row(subject: FormSubject, step: Step) -> Row:
    names = subject.names
    details: list[tuple[Phrase, Phrase]] = []
    if step.done_when:
        details.append((_("Done when"), names.words(step.done_when)))
    shown = (PLACE, SAY, PROPS, MESSAGE)
    details += [note for note in step_notes(names, step) if note[0] in shown]
    before = [names.step(one.step) for one in step.after]
    earlier = tuple(before) if len(before) > 1 else (before[0] if before else "—")
    number = str(subject.numbers[step.id])
    return Row((number, subject.planned(step), names.step(step.id), earlier), tuple(details))


def narrator_sheet(inputs: FormInputs) -> Report:
    """Compose what the narrator reads, in the order of the plan."""
    subject = FormSubject(inputs)
    return subject.paper(NARRATION, _narration(subject))


def _narration(subject: FormSubject) -> Iterator[Block]:
    yield Heading(NARRATION)
    yield Facts(((_("Drill"), subject.title), *subject.when()))
    spoken = [step for step in subject.in_time() if step.narration]
    if not spoken:
        yield Prose(_("The script has no narration. It is written in the column of that name."))
        return
    yield Table(
        (
            Column(_("No."), 0.8, "right"),
            Column(pgettext("column", "Planned"), 1.6),
            Column(_("When this is seen"), 3.2),
            Column(_("Narration"), 6.4),
        ),
        tuple(_told(subject.names, subject, step) for step in spoken),
    )


def _told(names: Names, subject: FormSubject, step: Step) -> Row:
    number = str(subject.numbers[step.id])
    narration = names.words(step.narration)
    return Row((number, subject.planned(step), names.step(step.id), narration))


def sign_in_sheet(inputs: FormInputs) -> Report:
    """Compose the list in which everybody signs, with the cast and room for others."""
    subject = FormSubject(inputs)
    return subject.paper(SIGN_IN, _sign_in(subject))


def _sign_in(subject: FormSubject) -> Iterator[Block]:
    yield Heading(SIGN_IN)
    yield Facts(((_("Drill"), subject.title), *subject.when()))
    cast = subject.particulars.cast
    rows = [
        Row(
            (
                str(number),
                one.name,
                one.unit or Blank.CELL,
                one.role or Blank.CELL,
                one.phone or Blank.CELL,
                Blank.CELL,
                Blank.CELL,
            )
        )
        for number, one in enumerate(cast, 1)
    ]
    rows += [
        Row((str(number), *(Blank.CELL,) * 6))
        for number in range(len(cast) + 1, len(cast) + _SPARE + 1)
    ]
    heads: tuple[tuple[Text, float], ...] = (
        (_("Name"), 2),
        (_("Unit"), 2.4),
        (pgettext("cast", "Role"), 2),
        (_("Phone"), 2),
        (_("Arrived at"), 1.5),
        (_("Signature"), 2),
    )
    columns = (Column(_("No."), 0.7, "right"), *(Column(head, width) for head, width in heads))
    yield Table(columns, tuple(rows))
