"""The script as a paper (演练脚本): scene, roles, steps with what is said, limits, rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, groupby

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Words, _, ngettext, pgettext
from drillplanner.plan.model import Step, Target
from drillplanner.report.forms.subject import FormInputs, FormSubject
from drillplanner.terms.document import (
    Block,
    Cell,
    Column,
    Cover,
    Facts,
    Heading,
    PageBreak,
    Phrase,
    Prose,
    Report,
    Row,
    Table,
)
from drillplanner.terms.phrases import itemised, listed
from drillplanner.terms.step_notes import source_notes, step_notes, unit_said
from drillplanner.terms.vocabulary import CLASSES, KINDS, STEP_KINDS

TITLE = _("Drill script")


def script_paper(inputs: FormInputs) -> Report:
    """Compose the script as it is handed to those who play and watch."""
    subject = FormSubject(inputs)
    return subject.paper(TITLE, _blocks(subject))


def script_cover(subject: FormSubject, title: Phrase) -> Cover:
    """Compose the first page: what it is, when and where, who answers for it."""
    script = subject.script
    facts: tuple[tuple[Phrase, Cell], ...] = (
        (_("Kind of drill"), KINDS[script.kind]),
        *subject.when(),
        (_("Steps"), str(len(script.steps))),
        (_("Planned length"), subject.length),
    )
    return Cover(title, subject.title, "", facts, subject.approvals())


def _blocks(subject: FormSubject) -> Iterator[Block]:
    number = count(1)
    script, names = subject.script, subject.names
    yield script_cover(subject, TITLE)
    yield PageBreak()
    if script.notes:
        yield Heading(_("Scene and notes"), (next(number),))
        yield from prose(names.words(script.notes))
    if script.objectives:
        yield Heading(_("What the drill is to show"), (next(number),))
        yield from objectives(subject)
    yield Heading(_("Who acts, who watches"), (next(number),))
    yield roles_table(subject)
    yield posts_table(subject)
    yield Heading(_("Steps"), (next(number),))
    yield from steps_tables(subject)
    if script.targets:
        yield Heading(_("Targets and their limits"), (next(number),))
        yield targets_table(subject)
    if script.orders or script.criteria:
        yield Heading(_("What else is judged"), (next(number),))
        yield from rules(subject)
    if script.safety:
        yield Heading(_("Safety items"), (next(number),))
        for item in script.safety:
            yield Prose(names.words(item.text, item.id), "item")


def prose(words: Phrase) -> Iterator[Block]:
    """Set a text that may have several paragraphs."""
    yield Prose(words)


def objectives(subject: FormSubject) -> Iterator[Block]:
    """List what the drill is to show, each with the targets that show it."""
    names = subject.names
    for one in subject.script.objectives:
        words = names.words(one.text, one.id)
        shown: list[Phrase] = [names.target(id_) for id_ in one.targets]
        shown += [names.criterion(id_) for id_ in one.criteria]
        if shown:
            words = _("{objective} ({shown})", objective=words, shown=listed(shown))
        yield Prose(words, "item")


def roles_table(subject: FormSubject) -> Table:
    """List the roles with their people, where they are named."""
    rows = []
    for role in subject.script.roles:
        name = subject.names.words(role.name, role.id)
        people = people_of(subject, role.id)
        rows.append(
            Row(
                (
                    name,
                    subject.names.words(role.organisation) or "—",
                    str(sum(step.role == role.id for step in subject.script.steps)),
                    people or "—",
                )
            )
        )
    return Table(
        (
            Column(pgettext("column", "Role"), 3),
            Column(pgettext("column", "Organisation"), 3),
            Column(_("Steps"), 1, "right"),
            Column(_("People"), 3),
        ),
        tuple(rows),
        _("Roles"),
    )


def people_of(subject: FormSubject, role: str) -> Phrase:
    """Name the people of the cast who play a role."""
    found = next((one.name for one in subject.script.roles if one.id == role), "")
    return people_called(subject, found)


def people_called(subject: FormSubject, words: Words) -> Phrase:
    """Name the people of the cast whose role is called so, in any of its languages."""
    said = {words} if isinstance(words, str) else set(words.values())
    return listed([one.name for one in subject.particulars.cast if one.name and one.role in said])


def posts_table(subject: FormSubject) -> Table:
    """List the observation posts with what they watch."""
    rows = [
        Row(
            (
                subject.names.words(post.name, post.id),
                listed(
                    [
                        str(subject.numbers[step.id])
                        for step in subject.script.steps
                        if step.post == post.id
                    ]
                )
                or "—",
                listed(
                    [
                        str(subject.numbers[step.id])
                        for step in subject.script.steps
                        if step.backup_post == post.id
                    ]
                )
                or "—",
            )
        )
        for post in subject.script.posts
    ]
    return Table(
        (
            Column(pgettext("column", "Post"), 4),
            Column(_("Steps it watches"), 3),
            Column(_("Steps it backs up"), 3),
        ),
        tuple(rows),
        _("Observation posts"),
    )


def steps_tables(subject: FormSubject) -> Iterator[Block]:
    """Set the steps out, a table a phase in their order."""
    names = subject.names
    for phase, group in groupby(subject.script.steps, key=lambda step: step.phase):
        yield Table(
            (
                Column(_("No."), 0.7, "right"),
                Column(pgettext("column", "Planned"), 1.4),
                Column(_("Step"), 5),
                Column(pgettext("column", "Role"), 1.9),
                Column(_("Post"), 1.9),
            ),
            tuple(_step_row(subject, step) for step in group),
            names.phase(phase),
        )


def _step_row(subject: FormSubject, step: Step) -> Row:
    names = subject.names
    post: Phrase = names.post(step.post) if step.post else "—"
    if step.backup_post:
        post = _("{post} (backup: {backup})", post=post, backup=names.post(step.backup_post))
    details: list[tuple[Phrase, Phrase]] = []
    if step.kind != "action":
        details.append((_("Kind"), STEP_KINDS[step.kind]))
    if step.done_when:
        details.append((_("Done when"), names.words(step.done_when)))
    if step.units:
        details.append(
            (pgettext("column", "Units"), listed([unit_said(names, unit) for unit in step.units]))
        )
    if step.options:
        ways = listed([names.words(way.name, way.id) for way in step.options])
        details.append((pgettext("column", "Options"), ways))
    if step.only_if:
        way = names.unit(step.only_if.step, step.only_if.option)
        number = str(subject.numbers.get(step.only_if.step, "?"))
        details.append((_("Only if"), _("step {number}: {option}", number=number, option=way)))
    details += step_notes(names, step)
    text: Cell = names.step(step.id)
    if step.id == subject.script.t0:
        text = (names.step(step.id), _("T0: the danger appears"))
    number = str(subject.numbers[step.id])
    planned = subject.planned(step)
    return Row((number, planned, text, names.short_role(step.role), post), tuple(details))


def targets_table(subject: FormSubject) -> Table:
    """List the targets, each with its ends, its limit and the limit's source."""
    names = subject.names
    return Table(
        (
            Column(_("No."), 0.7, "right"),
            Column(_("Target"), 3),
            Column(pgettext("column", "Start"), 2.6),
            Column(pgettext("column", "Stop"), 2.6),
            Column(_("Limit"), 1.3, "right"),
        ),
        tuple(
            Row(
                (
                    str(number),
                    names.target(target.id),
                    names.end(target.start),
                    names.end(target.stop),
                    limit_said(target),
                ),
                tuple(_target_details(subject, target)),
            )
            for number, target in enumerate(subject.script.targets, 1)
        ),
    )


def limit_said(target: Target) -> Phrase:
    """Say a limit, or that the span is only recorded."""
    if target.limit_s is None:
        return _("recorded, not scored")
    return duration(exact(target.limit_s))


def _target_details(subject: FormSubject, target: Target) -> Iterator[tuple[Phrase, Phrase]]:
    names, source = subject.names, target.source
    said: list[Phrase] = [CLASSES[source.class_]]
    said += [names.words(source.text)] if source.text else []
    said += [source.url] if source.url else []
    yield _("Source"), itemised(said)
    yield from source_notes(names, source)
    if target.owner:
        yield pgettext("column", "Owner"), names.role(target.owner)
    if target.critical:
        yield pgettext("column", "Critical"), _("yes")


def rules(subject: FormSubject) -> Iterator[Block]:
    """List required orders and criteria."""
    script, names = subject.script, subject.names
    rows: list[tuple[Phrase, Cell]] = []
    for order in script.orders:
        said = _(
            '"{before}" before "{after}"',
            before=names.reference(order.before),
            after=names.reference(order.after),
        )
        words = names.words(order.text) if order.text else said
        rows.append((_("Required order"), (words, said) if order.text else said))
    for criterion in script.criteria:
        weight = ngettext("weight {count}", "weight {count}", round(criterion.weight))
        rows.append((_("Criterion"), (names.words(criterion.text, criterion.id), weight)))
    yield Facts(tuple(rows))
