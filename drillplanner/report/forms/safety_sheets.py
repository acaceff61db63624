"""Papers about safety: the confirmation before arming (演练安全确认单), the notice to parents."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import _, pgettext
from drillplanner.report.forms.subject import FormInputs, FormSubject
from drillplanner.terms.document import (
    Blank,
    Block,
    Column,
    Facts,
    Heading,
    Lines,
    Phrase,
    Prose,
    Report,
    Row,
    Signatures,
    Table,
)
from drillplanner.terms.vocabulary import KINDS

SAFETY, NOTICE = _("Drill safety confirmation"), _("Notice to parents")


def safety_sheet(inputs: FormInputs) -> Report:
    """Compose the list that named people tick before a drill is armed."""
    subject = FormSubject(inputs)
    return subject.paper(SAFETY, _safety(subject))


def _safety(subject: FormSubject) -> Iterator[Block]:
    yield Heading(SAFETY)
    yield Facts(((_("Drill"), subject.title), *subject.when()))
    items = subject.script.safety
    rows = [
        Row(
            (
                str(number),
                subject.names.words(item.text, item.id),
                Blank.CELL,
                Blank.CELL,
                Blank.CELL,
            )
        )
        for number, item in enumerate(items, 1)
    ]
    rows += [Row((str(len(items) + n), *(Blank.CELL,) * 4)) for n in range(1, 4)]
    yield Table(
        (
            Column(_("No."), 0.7, "right"),
            Column(_("Item"), 5.5),
            Column(_("Confirmed by"), 1.8),
            Column(_("Time"), 1.3),
            Column(_("Remark"), 1.8),
        ),
        tuple(rows),
    )
    yield Prose(
        _("The drill is not started while an item is open, unless the director gives a reason:"),
        "note",
    )
    yield Lines(_("Reason"), 2)
    heads = (pgettext("column", "Role"), _("Name"), _("Signature"), _("Time"))
    people: tuple[Phrase, ...] = (_("Safety officer"), _("Exercise director"), _("School"))
    signed = tuple((who, Blank.CELL, Blank.CELL, Blank.CELL) for who in people)
    yield Signatures(heads, signed)


def parents_notice(inputs: FormInputs) -> Report:
    """Compose the letter that tells parents of a drill, with a slip to send back."""
    subject = FormSubject(inputs)
    return subject.paper(NOTICE, _notice(subject))


def _notice(subject: FormSubject) -> Iterator[Block]:
    said = subject.particulars
    yield Heading(NOTICE)
    yield Prose(_("Dear parents,"))
    yield Prose(
        _(
            "to keep the pupils safe, the school holds a drill ({kind}) together with the police. "
            "There is no real danger: uniforms, sirens, props and role players belong to it.",
            kind=KINDS[subject.script.kind],
        )
    )
    yield Facts(subject.when())
    yield Prose(_("Please"))
    for words in (
        _("do not come to the gate and do not call 110 because of the drill;"),
        _("do not film pupils, and pass on no pictures or rumours;"),
        _("tell the class teacher beforehand if your child is ill, afraid or in special need;"),
        _("talk with your child after the drill; the school's counsellor is there for questions."),
    ):
        yield Prose(words, "item")
    yield Prose(
        _("If a real incident happens meanwhile, the drill is stopped at once and you are told.")
    )
    contact: tuple[tuple[Phrase, str | Blank], ...] = (
        (_("School"), said.school or Blank.CELL),
        (_("Contact and phone"), Blank.CELL),
        (_("Date"), Blank.CELL),
    )
    yield Facts(contact)
    yield Heading(_("Slip to send back"))
    yield Prose(_("I have read the notice and told my child about it."))
    yield Facts(
        (
            (_("Class and name of the pupil"), Blank.CELL),
            (_("Signature of a parent"), Blank.CELL),
            (_("Special needs of the child"), Blank.CELL),
        )
    )
