"""Add what the report rests on: the script as it was held, and the page to sign."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Step
from drillplanner.plan.numbering import step_numbers
from drillplanner.report.sections.overview import units
from drillplanner.report.subject import Subject
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
    Signatures,
    Table,
)
from drillplanner.terms.phrases import itemised, listed
from drillplanner.terms.step_notes import extra_notes, step_notes, unit_said
from drillplanner.terms.vocabulary import STEP_KINDS


def script_annex(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the script's steps."""
    yield Heading(_("Script of the drill"), (annex,), is_annex=True)
    yield from _objectives(subject)
    if subject.script.extra:
        yield Facts(extra_notes(subject.script.extra))
    numbers = step_numbers(subject.script)
    rows = [_step_row(subject, numbers[step.id], step) for step in subject.script.steps]
    yield Table(
        (
            Column(_("No."), 0.55, "center"),
            Column(_("Phase"), 1.3),
            Column(_("Step"), 4.4),
            Column(_("Who acts"), 1.5),
            Column(_("Post"), 1.4),
            Column(_("Done when"), 2.4),
        ),
        tuple(rows),
        is_dense=True,
    )


def _step_row(subject: Subject, number: int, step: Step) -> Row:
    names = subject.names
    said: list[Phrase] = [
        _("{step} [{kind}, {id}]", step=names.step(step.id), kind=STEP_KINDS[step.kind], id=step.id)
    ]
    if step.units:
        said.append(_("Units: {units}", units=listed([unit_said(names, u) for u in step.units])))
    if step.options:
        ways = listed([names.unit(step.id, way.id) for way in step.options])
        said.append(_("Ways: {options}", options=ways))
    if step.only_if:
        way = names.reference(f"{step.only_if.step}/{step.only_if.option}")
        said.append(_("Only if: {way}", way=way))
    if step.after:
        said.append(
            _("After: {steps}", steps=listed([_after(a.step, a.lag_s) for a in step.after]))
        )
    said += [
        _("{caption}: {said}", caption=caption, said=note)
        for caption, note in step_notes(names, step)
    ]
    return Row(
        (
            str(number),
            names.phase(step.phase),
            tuple(said),
            names.short_role(step.role),
            names.post(step.post) or "—",
            subject.words(step.done_when) or "—",
        )
    )


def _objectives(subject: Subject) -> Iterator[Block]:
    """Say what the drill was to show, where the script says so."""
    criteria = {criterion.id: criterion.text for criterion in subject.script.criteria}
    for objective in subject.script.objectives:
        shown = [subject.names.target(id_) for id_ in objective.targets]
        shown += [subject.words(criteria[id_]) or id_ for id_ in objective.criteria]
        text = subject.words(objective.text)
        said = _("{objective} (shown by: {items})", objective=text, items=itemised(shown))
        yield Prose(said if shown else text, "item")


def _after(step: str, lag_s: float) -> Phrase:
    if not lag_s:
        return step
    return _("{step} + {lag}", step=step, lag=duration(exact(lag_s)))


def signature_annex(subject: Subject, annex: int, code: str) -> Iterator[Block]:
    """Make the page to sign: evaluation group, timekeepers, organisations taking part."""
    yield Heading(_("Signatures"), (annex,), is_annex=True)
    yield Prose(
        _(
            "By signing, each confirms the records of their own post or unit; report code of "
            "these records and this score: {code}.",
            code=code,
        )
    )
    heads = (_("As"), _("Name"), _("Signature"), _("Date"))
    yield Signatures(heads, tuple(_signers(subject)))


def _signers(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    evaluators = subject.details.evaluators
    for person in evaluators:
        duty = subject.words(person.duty)
        role = _("Evaluation group: {duty}", duty=duty) if duty else _("Evaluation group")
        yield role, person.name, Blank.CELL, Blank.CELL
    for _empty in range(0 if evaluators else 2):
        yield _evaluation_group(), Blank.CELL, Blank.CELL, Blank.CELL
    keepers: dict[str, list[str]] = {}
    for source in subject.clocks:
        keepers.setdefault(subject.details.timekeepers.get(source, ""), []).append(source)
    for name, sources in keepers.items():
        yield _timekeeper(listed(sources)), name or Blank.CELL, Blank.CELL, Blank.CELL
    for unit in _units(subject):
        yield _taking_part(unit), Blank.CELL, Blank.CELL, Blank.CELL


def _evaluation_group() -> Text:
    return _("Evaluation group")


def _timekeeper(source: Phrase) -> Text:
    return _("Timekeeper: {source}", source=source)


def _taking_part(unit: Phrase) -> Text:
    return _("Taking part: {unit}", unit=unit)


def _units(subject: Subject) -> list[Phrase]:
    """List the organisations that took part: as given, else the script's, else its roles."""
    of_roles = [role.organisation or role.name for role in subject.script.roles]
    return [subject.words(one) for one in units(subject.details.participants or of_roles)]
