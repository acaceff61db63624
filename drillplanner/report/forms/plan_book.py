"""The plan of a drill (演练方案): aim, basis, time and place, organisation, course, safety."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby

from drillplanner.base.texts import _, pgettext
from drillplanner.plan.editing.times import day_text
from drillplanner.report.forms.script_book import (
    objectives,
    posts_table,
    prose,
    roles_table,
    rules,
    script_cover,
    targets_table,
)
from drillplanner.report.forms.subject import FormInputs, FormSubject
from drillplanner.terms.document import (
    Blank,
    Block,
    Column,
    Facts,
    Heading,
    Lines,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)
from drillplanner.terms.phrases import itemised
from drillplanner.terms.vocabulary import CLASSES, KINDS

TITLE = _("Drill plan")


def plan_paper(inputs: FormInputs) -> Report:
    """Compose the plan that is approved before a drill; what nobody wrote is left to be written."""
    subject = FormSubject(inputs)
    return subject.paper(TITLE, _blocks(subject))


def _blocks(subject: FormSubject) -> Iterator[Block]:
    number = count(1)
    script, names = subject.script, subject.names
    yield script_cover(subject, TITLE)
    yield PageBreak()
    yield Heading(_("Aim"), (next(number),))
    if script.objectives:
        yield from objectives(subject)
    else:
        yield Lines(_("What the drill is to show"), 3)
    yield Heading(_("Basis"), (next(number),))
    yield from _basis(subject)
    yield Heading(_("Time, place and form"), (next(number),))
    form = (_("Kind of drill"), KINDS[script.kind])
    yield Facts((*subject.when(), form, (_("Planned length"), subject.length)))
    yield Heading(_("Organisation and duties"), (next(number),))
    yield roles_table(subject)
    yield posts_table(subject)
    if subject.inputs.site:
        yield Heading(_("Plan of the site"), (next(number),))
        yield from subject.inputs.site
    yield Heading(_("Scene"), (next(number),))
    if script.notes:
        yield from prose(names.words(script.notes))
    else:
        yield Lines(_("Situation, consequences, background, how it develops"), 4)
    yield Heading(_("Schedule of the day"), (next(number),))
    yield schedule_table(subject)
    yield Heading(_("Course of the drill"), (next(number),))
    yield _course(subject)
    yield Heading(_("Evaluation"), (next(number),))
    if script.targets:
        yield targets_table(subject)
    if script.orders or script.criteria:
        yield from rules(subject)
    yield Heading(_("Safety and support"), (next(number),))
    for item in script.safety:
        yield Prose(names.words(item.text, item.id), "item")
    yield Lines(_("Persons and means: medical post, radio, vehicles, props"), 3)
    yield Heading(_("Requirements"), (next(number),))
    yield Lines(_("What everybody keeps to"), 3)


def _basis(subject: FormSubject) -> Iterator[Block]:
    """List the texts that limits come from; what is only suggested is said so."""
    seen: dict[str, None] = {}
    suggested = 0
    for target in subject.script.targets:
        source = target.source
        if source.class_ == "D":
            suggested += target.limit_s is not None
        elif source.text and str(source.text) not in seen:
            seen[str(source.text)] = None
            parts: list[Phrase] = [CLASSES[source.class_], subject.names.words(source.text)]
            parts += [subject.names.words(source.clause)] if source.clause else []
            parts += [source.url] if source.url else []
            yield Prose(itemised(parts), "item")
    if suggested:
        yield Prose(
            _(
                "Limits that are suggested values, to be confirmed by the command: {count}.",
                count=str(suggested),
            ),
            "item",
        )
    if not seen:
        yield Lines(_("Laws, plans and orders"), 2)


def schedule_table(subject: FormSubject) -> Table:
    """List the day's appointments by time; where none are set, the usual ones with room."""
    rows: list[Row] = []
    for one in sorted(
        subject.particulars.schedule, key=lambda one: (one.clock_s is None, one.clock_s or 0.0)
    ):
        clock = Blank.CELL if one.clock_s is None else day_text(one.clock_s)
        rows.append(Row((clock, one.what, one.place or Blank.CELL)))
    if not rows:
        blank = (
            _("Muster"),
            _("Setting the clocks"),
            _("Start of the drill"),
            _("Talk on the spot"),
        )
        rows = [Row((Blank.CELL, what, Blank.CELL)) for what in blank]
    return Table((Column(_("Time"), 2), Column(_("What"), 5), Column(_("Place"), 3)), tuple(rows))


def _course(subject: FormSubject) -> Table:
    rows = []
    for phase, group in groupby(subject.script.steps, key=lambda step: step.phase):
        for place, step in enumerate(group):
            rows.append(
                Row(
                    (
                        subject.names.phase(phase) if place == 0 else "",
                        subject.planned(step),
                        subject.names.step(step.id),
                        subject.names.short_role(step.role),
                    )
                )
            )
    return Table(
        (
            Column(_("Phase"), 2),
            Column(pgettext("column", "Planned"), 1.5),
            Column(_("Step"), 5),
            Column(pgettext("column", "Role"), 2),
        ),
        tuple(rows),
    )
