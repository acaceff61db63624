"""Set a script out in rows of words, so that a window can show it without knowing its types.

Everything is `Phrase`: said in a language where it is shown. Times are planned seconds from
the step at which the danger appears (`t0`), else from the first step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.model import (
    Criterion,
    End,
    FirstOf,
    FullMarks,
    Levels,
    NamedScale,
    Objective,
    Scale,
    Script,
    Step,
    Target,
    refs,
    split_ref,
)
from drillplanner.plan.numbering import step_numbers
from drillplanner.plan.schedule import Schedule
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names, itemised, listed
from drillplanner.terms.step_notes import Note, extra_notes, source_notes, step_notes, unit_said
from drillplanner.terms.vocabulary import CLASSES, STEP_KINDS


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in words; `at_s` is its planned time, empty phrases say nothing is written.

    `after` names earlier steps by their numbers, `after_in_full` by their words. `notes` are
    what is for cue cards, narrator and screen, each under its caption.
    """

    id: str
    number: int
    at_s: float
    at: Phrase
    phase: Phrase
    text: Phrase
    kind: Phrase
    role: Phrase
    post: Phrase
    done_when: Phrase
    after: Phrase
    after_in_full: Phrase
    units: Phrase
    options: Phrase
    branch: Phrase
    key: str
    is_critical: bool
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target in words, with the ids of the steps at its ends.

    `from_s` and `to_s` are the planned ends; `to_s` is None where the plan does not link
    them. `limit_s` is None where the span is recorded and not scored.
    """

    id: str
    number: int
    name: Phrase
    start: Phrase
    stop: Phrase
    limit: Phrase
    planned: Phrase
    class_: str
    source_class: Phrase
    source: Phrase
    url: str
    notes: tuple[Note, ...]
    owner: Phrase
    weight: str
    critical: Phrase
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    from_s: float | None
    to_s: float | None
    limit_s: float | None
    is_critical: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One order, criterion, objective or safety item: what it is, says, and what about it."""

    kind: Phrase
    id: str
    text: Phrase
    details: Phrase
    critical: Phrase


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole script in words."""

    steps: tuple[StepRow, ...]
    targets: tuple[TargetRow, ...]
    rules: tuple[RuleRow, ...]
    duration: Phrase
    zero: Phrase
    has_t0: bool


_SCALES: Mapping[NamedScale, Text] = {
    "psmu": _("rated P, S, M or U"),
    "grade4": _("rated excellent, good, fair or poor"),
    "yes_no": _("yes or no"),
}
_CRITICAL = pgettext("mark of a target", "critical")


def outline(script: Script) -> Outline:
    """Set a script out in words and planned times."""
    schedule = Schedule(script.steps)
    zero = schedule.earliest_s.get(script.t0, 0.0) if script.t0 else 0.0
    names = Names(script)
    path = frozenset(schedule.critical_path())
    numbers = step_numbers(script)
    return Outline(
        tuple(
            _step(names, numbers, step, schedule.earliest_s[step.id] - zero, step.id in path)
            for step in script.steps
        ),
        tuple(
            _target(names, number, target, schedule, zero)
            for number, target in enumerate(script.targets, 1)
        ),
        tuple(_rules(names)),
        duration(exact(schedule.duration_s)),
        names.step(script.t0) if script.t0 else _("the first step"),
        script.t0 is not None,
    )


def _step(
    names: Names, numbers: Mapping[str, int], step: Step, at_s: float, is_critical: bool
) -> StepRow:
    post: Phrase = names.post(step.post) if step.post else ""
    if step.backup_post:
        backup = names.post(step.backup_post)
        post = _("{post} (backup: {backup})", post=post or "—", backup=backup)
    return StepRow(
        id=step.id,
        number=numbers[step.id],
        at_s=at_s,
        at=planned_time(at_s),
        phase=names.phase(step.phase),
        text=names.step(step.id),
        kind=STEP_KINDS[step.kind],
        role=names.short_role(step.role),
        post=post,
        done_when=names.words(step.done_when),
        after=itemised([_after(numbers[after.step], after.lag_s) for after in step.after]),
        after_in_full=itemised(
            [_after_in_full(names, after.step, after.lag_s) for after in step.after]
        ),
        units=listed([unit_said(names, unit) for unit in step.units]),
        options=listed([names.words(way.name, way.id) for way in step.options]),
        branch=_branch(names, step),
        key=step.key or "",
        is_critical=is_critical,
        notes=step_notes(names, step),
    )


def planned_time(at_s: float) -> Text:
    """Say a planned time: so long after the danger appears, or before it."""
    if at_s < 0:
        return _("{duration} before", duration=duration(exact(-at_s)))
    return _("+{duration}", duration=duration(exact(at_s)))


def _after(number: int, lag_s: float) -> Text:
    return _("step {number}, {lag} later", number=number, lag=duration(exact(lag_s)))


def _after_in_full(names: Names, step: str, lag_s: float) -> Text:
    return _('"{step}", {lag} later', step=names.step(step), lag=duration(exact(lag_s)))


def _branch(names: Names, step: Step) -> Phrase:
    if step.only_if is None:
        return ""
    return _(
        'only if "{step}" went: {option}',
        step=names.step(step.only_if.step),
        option=names.unit(step.only_if.step, step.only_if.option),
    )


def _target(
    names: Names, number: int, target: Target, schedule: Schedule, zero: float
) -> TargetRow:
    span = schedule.span_s(target)
    begin = _when(schedule, target.start) - zero
    return TargetRow(
        id=target.id,
        number=number,
        name=names.target(target.id),
        start=names.end(target.start),
        stop=names.end(target.stop),
        limit=_limit(target),
        planned="—" if span is None else duration(exact(span)),
        class_=target.source.class_,
        source_class=CLASSES[target.source.class_],
        source=names.words(target.source.text),
        url=target.source.url,
        notes=(*source_notes(names, target.source), *extra_notes(target.extra)),
        owner=names.role(target.owner) if target.owner else "—",
        weight=f"{target.weight:g}",
        critical=_CRITICAL if target.critical else "",
        starts=_steps(target.start),
        stops=_steps(target.stop),
        from_s=begin,
        to_s=None if span is None else begin + span,
        limit_s=target.limit_s,
        is_critical=target.critical,
    )


def _limit(target: Target) -> Phrase:
    if target.limit_s is None:
        return _("recorded, not scored")
    return duration(exact(target.limit_s))


def _steps(end: End) -> tuple[str, ...]:
    return tuple(dict.fromkeys(split_ref(ref)[0] for ref in refs(end)))


def _when(schedule: Schedule, end: End) -> float:
    pick = min if isinstance(end, FirstOf) else max
    return pick(schedule.earliest_s[step] for step in _steps(end))


def _rules(names: Names) -> Iterator[RuleRow]:
    script = names.script
    for order in script.orders:
        said = _(
            '"{before}" before "{after}"',
            before=names.reference(order.before),
            after=names.reference(order.after),
        )
        yield RuleRow(
            pgettext("kind of rule", "order"),
            order.id,
            names.words(order.text) or said,
            said if order.text else "",
            _CRITICAL if order.critical else "",
        )
    for criterion in script.criteria:
        yield RuleRow(
            pgettext("kind of rule", "criterion"),
            criterion.id,
            names.words(criterion.text, criterion.id),
            _criterion(names, criterion),
            _CRITICAL if criterion.critical else "",
        )
    for objective in script.objectives:
        yield RuleRow(
            pgettext("kind of rule", "objective"),
            objective.id,
            names.words(objective.text, objective.id),
            _shown_by(names, objective),
            "",
        )
    for item in script.safety:
        text = names.words(item.text, item.id)
        yield RuleRow(pgettext("kind of rule", "safety"), item.id, text, "", "")


def _criterion(names: Names, criterion: Criterion) -> Phrase:
    parts: list[Phrase] = [_scale(names, criterion.scale)]
    if criterion.role:
        parts.append(names.short_role(criterion.role))
    parts.append(_("weight {weight}", weight=f"{criterion.weight:g}"))
    parts += [
        _("{caption}: {said}", caption=key, said=said) for key, said in criterion.extra.items()
    ]
    return itemised(parts)


def _shown_by(names: Names, objective: Objective) -> Phrase:
    """Name the targets and criteria by which an objective is shown to be reached."""
    criteria = {criterion.id: criterion for criterion in names.script.criteria}
    shown: list[Phrase] = [names.target(id_) for id_ in objective.targets]
    shown += [names.words(criteria[id_].text, id_) for id_ in objective.criteria]
    return _("shown by: {items}", items=itemised(shown)) if shown else ""


def _scale(names: Names, scale: Scale) -> Phrase:
    match scale:
        case FullMarks(full):
            return _("marks out of {full}", full=f"{full:.10g}")
        case Levels(levels):
            return listed(
                [
                    _(
                        "{level} ({points})",
                        level=names.words(level.text, level.id),
                        points=f"{level.points:.10g}",
                    )
                    for level in levels
                ]
            )
        case named:
            return _SCALES[named]


def counts(script: Script) -> tuple[Text, Text]:
    """Say how many steps and targets a script has."""
    return (
        ngettext("{count} step", "{count} steps", len(script.steps)),
        ngettext("{count} target", "{count} targets", len(script.targets)),
    )
