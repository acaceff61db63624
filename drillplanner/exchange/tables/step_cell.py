"""Read the step column of a log table: what a row speaks of, checked against the script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from drillplanner.base.texts import _
from drillplanner.exchange.fault_list import CellFault, shown, unknown
from drillplanner.exchange.plain_words import name_in, plain
from drillplanner.exchange.tables.formula_guard import unguarded
from drillplanner.plan.model import Script, Step

_OFFSET = "@offset:"
#: Signs that begin a row's subject, as a Chinese input method types them.
_NARROW_SIGN = {"＠": "@", "＃": "#", "！": "!"}


@dataclass(frozen=True, slots=True)
class StepSubject:
    """A step, with the unit or option where the row names one."""

    step: Step
    unit: str | None = None
    option: str | None = None


@dataclass(frozen=True, slots=True)
class MarkSubject:
    """A sync mark, `@NAME`."""

    name: str


@dataclass(frozen=True, slots=True)
class OffsetSubject:
    """The clock of another source, `@offset:OTHER`."""

    other: str


@dataclass(frozen=True, slots=True)
class TargetSubject:
    """A target, `#TARGET`."""

    target: str


@dataclass(frozen=True, slots=True)
class HoldSubject:
    """The drill held or taken up again, `!hold` and `!resume`."""

    is_resume: bool


Subject: TypeAlias = StepSubject | MarkSubject | OffsetSubject | TargetSubject | HoldSubject


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of a script that a log may name."""

    steps: Mapping[str, Step]
    targets: Mapping[str, None]


def names_of(script: Script) -> Names:
    """Gather the ids of a script that a log may name."""
    return Names(
        {step.id: step for step in script.steps},
        dict.fromkeys(target.id for target in script.targets),
    )


def subject_in(text: str, unit: str, names: Names) -> Subject:
    """Read what a row speaks of, from its step and unit cells.

    Raises:
        CellFault: the script has no such step, unit, option or target, or the cells disagree.
    """
    word = _with_narrow_sign(plain(unguarded(text)))
    if not word:
        raise CellFault(_("This cell is blank; write the id of a step."))
    if word[0] not in "@#!":
        return _step_in(word, plain(unguarded(unit)), names)
    if unit.strip():
        raise CellFault(
            _("{step} has no units; leave this cell blank.", step=shown(word)), column="unit"
        )
    if word[0] == "@":
        return _mark_in(word)
    return _target_in(word, names) if word[0] == "#" else _hold_in(word)


def _with_narrow_sign(word: str) -> str:
    return _NARROW_SIGN.get(word[:1], word[:1]) + word[1:]


def _mark_in(word: str) -> MarkSubject | OffsetSubject:
    spelled = word.replace("：", ":", 1)
    if spelled.lower().startswith(_OFFSET):
        return OffsetSubject(name_in(spelled[len(_OFFSET) :]))
    return MarkSubject(name_in(word[1:]))


def _target_in(word: str, names: Names) -> TargetSubject:
    target = word[1:].strip()
    if target not in names.targets:
        raise CellFault(
            unknown(
                target,
                names.targets,
                _("The script has no target {target}.", target=shown(target)),
            )
        )
    return TargetSubject(target)


def _hold_in(word: str) -> HoldSubject:
    match word[1:].strip().lower():
        case "hold":
            return HoldSubject(is_resume=False)
        case "resume":
            return HoldSubject(is_resume=True)
        case _:
            raise CellFault(
                _("{word} is not known; write !hold or !resume.", word=shown(word)),
            )


def _step_in(word: str, unit: str, names: Names) -> StepSubject:
    head, slash, tail = word.replace("／", "/", 1).partition("/")
    head, tail = head.strip(), tail.strip()
    step = names.steps.get(head)
    if step is None:
        raise CellFault(
            unknown(head, names.steps, _("The script has no step {step}.", step=shown(head)))
        )
    subject = _with_tail(step, tail) if slash else StepSubject(step)
    if not unit:
        return subject
    _check_unit(step, unit, "unit")
    if subject.unit not in (None, unit):
        raise CellFault(
            _(
                "The step cell names the unit {other}, this cell {unit}; name one.",
                other=subject.unit or "",
                unit=unit,
            ),
            column="unit",
        )
    return StepSubject(step, unit, subject.option)


def _with_tail(step: Step, tail: str) -> StepSubject:
    """Take what stands behind the slash for an option if there is one so named, else a unit."""
    if tail in (option.id for option in step.options):
        return StepSubject(step, option=tail)
    if step.options and not step.units:
        options = [option.id for option in step.options]
        what = _("The step {step} has no option {option}.", step=step.id, option=shown(tail))
        raise CellFault(unknown(tail, options, what))
    _check_unit(step, tail, "step")
    return StepSubject(step, unit=tail)


def _check_unit(step: Step, unit: str, column: str) -> None:
    if not step.units:
        what = _("The step {step} has no units; name the step alone.", step=step.id)
        raise CellFault(what, column)
    units = [known.id for known in step.units]
    if unit not in units:
        what = _("The step {step} has no unit {unit}.", step=step.id, unit=shown(unit))
        raise CellFault(unknown(unit, units, what), column)
