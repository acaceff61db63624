"""Papers of one day, from the drill's particulars: its notice, who does what, how to call them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from drillplanner.base.texts import _, pgettext
from drillplanner.plan.particulars import CastMember
from drillplanner.report.forms.plan_book import schedule_table
from drillplanner.report.forms.script_book import objectives, people_called, people_of
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
    Table,
)
from drillplanner.terms.phrases import itemised, listed
from drillplanner.terms.vocabulary import KINDS

DRILL_NOTICE, DUTIES, CONTACTS = _("Notice of a drill"), _("Duties"), _("Contacts")
#: Empty lines below the people who are named.
_SPARE = 6


def drill_notice(inputs: FormInputs) -> Report:
    """Compose the notice that calls units to a drill; the course of the drill is not in it."""
    subject = FormSubject(inputs)
    return subject.paper(DRILL_NOTICE, _notice(subject))


def _notice(subject: FormSubject) -> Iterator[Block]:
    number, said = count(1), subject.particulars
    units = _units(said.cast)
    yield Heading(_("Notice on holding “{drill}”", drill=subject.title))
    yield Facts(((_("Number of the paper"), Blank.CELL), (_("To"), listed(units) or Blank.CELL)))
    yield Prose(
        _(
            "To test the emergency plan and how police and school act together, a drill is held "
            "as follows."
        )
    )
    yield Heading(_("Aim"), (next(number),))
    if subject.script.objectives:
        yield from objectives(subject)
    else:
        yield Lines(_("What the drill is to show"), 2)
    yield Heading(_("Time, place and form"), (next(number),))
    yield Facts((*subject.when(), (_("Kind of drill"), KINDS[subject.script.kind])))
    yield Heading(_("Schedule of the day"), (next(number),))
    yield schedule_table(subject)
    yield Heading(_("Who takes part"), (next(number),))
    yield _units_table(subject, units)
    yield Heading(_("Requirements"), (next(number),))
    for words in (
        _("Arrive in time, sign in, and set your watch when the clocks are set."),
        _("Keep to your duties and to the safety items; nobody carries a loaded weapon."),
        _("A real danger ends the drill at once: say “real incident, stop the drill”."),
        _("Do not tell others what was not made public, and pass on no pictures of pupils."),
    ):
        yield Prose(words, "item")
    yield Facts(
        (
            (_("Contact and phone"), Blank.CELL),
            (_("Issued by"), Blank.CELL),
            (_("Date"), Blank.CELL),
        )
    )


def _units(cast: tuple[CastMember, ...]) -> list[str]:
    return list(dict.fromkeys(one.unit for one in cast if one.unit))


def _units_table(subject: FormSubject, units: list[str]) -> Table:
    """List units with their number of people and vehicles, as the cast names them."""
    cast = subject.particulars.cast
    rows: list[Row] = []
    for unit in units:
        mine = [one for one in cast if one.unit == unit]
        vehicles = dict.fromkeys(one.vehicle for one in mine if one.vehicle)
        roles = dict.fromkeys(one.role for one in mine if one.role)
        rows.append(
            Row((unit, str(len(mine)), listed(list(roles)) or "—", listed(list(vehicles)) or "—"))
        )
    if not rows:
        named = dict.fromkeys(
            str(role.organisation) for role in subject.script.roles if role.organisation
        )
        of_script = {str(role.organisation): role.organisation for role in subject.script.roles}
        rows = [
            Row((subject.names.words(of_script[one]), Blank.CELL, Blank.CELL, Blank.CELL))
            for one in named
        ]
        rows += [Row((Blank.CELL,) * 4) for _n in range(2)]
    return Table(
        (
            Column(_("Unit"), 3),
            Column(_("Persons"), 1, "right"),
            Column(pgettext("cast", "Role"), 4),
            Column(_("Vehicles"), 2),
        ),
        tuple(rows),
    )


def duties_sheet(inputs: FormInputs) -> Report:
    """Compose who does what: a row a role with its people and steps, then a row a post."""
    subject = FormSubject(inputs)
    return subject.paper(DUTIES, _duties(subject))


def _duties(subject: FormSubject) -> Iterator[Block]:
    script, names = subject.script, subject.names
    yield Heading(DUTIES)
    yield Facts(((_("Drill"), subject.title), *subject.when()))
    acting = [role for role in script.roles if any(step.role == role.id for step in script.steps)]
    rows = [
        Row(
            (
                names.words(role.name, role.id),
                names.words(role.organisation) or "—",
                people_of(subject, role.id) or Blank.CELL,
                _steps_said(subject, role=role.id),
            )
        )
        for role in acting
    ]
    heads = (
        Column(_("Unit"), 2.4),
        Column(_("People"), 2),
        Column(_("What to do"), 5.6),
    )
    title = _("Roles: who acts")
    yield Table((Column(pgettext("column", "Role"), 2), *heads), tuple(rows), title)
    in_time, numbers = subject.in_time(), subject.numbers
    watching = [
        Row(
            (
                names.words(post.name, post.id),
                _steps_said(subject, post=post.id),
                listed([str(numbers[one.id]) for one in in_time if one.backup_post == post.id])
                or "—",
                people_called(subject, post.name) or Blank.CELL,
            )
        )
        for post in script.posts
    ]
    if watching:
        yield Table(
            (
                Column(pgettext("column", "Post"), 2.4),
                Column(_("Steps it watches"), 5.6),
                Column(_("Steps it backs up"), 2),
                Column(_("Timekeeper"), 2),
            ),
            tuple(watching),
            _("Posts: who watches"),
        )
    placed = set(_role_names(subject))
    others = [one for one in subject.particulars.cast if one.name and one.role not in placed]
    if others:
        yield Table(
            (
                Column(_("Name"), 3),
                Column(_("Unit"), 4),
                Column(_("As written in the cast"), 5),
            ),
            tuple(Row((one.name, one.unit or "—", one.role or "—")) for one in others),
            _("People whose role the script does not have"),
        )


def _role_names(subject: FormSubject) -> Iterator[str]:
    named = [one.name for one in subject.script.roles] + [one.name for one in subject.script.posts]
    for name in named:
        yield from {name} if isinstance(name, str) else set(name.values())


def _steps_said(subject: FormSubject, **whose: str) -> Phrase:
    """Say the steps of a role, or those a post watches, in the order of the plan."""
    said: list[Phrase] = []
    for step in subject.in_time():
        if all(getattr(step, name) == id_ for name, id_ in whose.items()):
            number = subject.numbers[step.id]
            said.append(_("{number} {step}", number=number, step=subject.names.step(step.id)))
    return itemised(said) or "—"


def contact_list(inputs: FormInputs) -> Report:
    """Compose how everybody is reached, unit by unit, with room for others."""
    subject = FormSubject(inputs)
    return subject.paper(CONTACTS, _contacts(subject))


def _contacts(subject: FormSubject) -> Iterator[Block]:
    yield Heading(CONTACTS)
    yield Facts(((_("Drill"), subject.title), *subject.when()))
    cast = subject.particulars.cast
    order = [*_units(cast), ""]
    rows = [
        Row(
            (
                str(number),
                one.name or Blank.CELL,
                one.unit or Blank.CELL,
                one.role or Blank.CELL,
                one.call_sign or Blank.CELL,
                one.vehicle or Blank.CELL,
                one.phone or Blank.CELL,
            )
        )
        for number, one in enumerate(sorted(cast, key=lambda one: order.index(one.unit)), 1)
    ]
    rows += [
        Row((str(number), *(Blank.CELL,) * 6))
        for number in range(len(cast) + 1, len(cast) + _SPARE + 1)
    ]
    yield Table(
        (
            Column(_("No."), 0.7, "right"),
            Column(_("Name"), 1.6),
            Column(_("Unit"), 2.6),
            Column(pgettext("cast", "Role"), 2.2),
            Column(_("Call sign"), 1.4),
            Column(_("Vehicle"), 1.5),
            Column(_("Phone"), 2),
        ),
        tuple(rows),
    )
    yield Prose(
        _("For this drill alone: hand it back after the drill, and pass no number on."), "note"
    )
