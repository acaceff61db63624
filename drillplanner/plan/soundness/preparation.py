"""Ask the questions of a preparation table: answered by the script where it can, else by a person.

They are the seventeen readable questions of the preparation forms that the field uses (forms seen,
section 3.5), in own words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Script
from drillplanner.plan.soundness.finding import Remedy, SoundnessFinding


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `answer` tells from the script, None where only a person can."""

    id: str
    text: Text
    answer: Callable[[Script], bool] | None = None


def _has_measured_objectives(script: Script) -> bool:
    return bool(script.objectives) and all(one.targets or one.criteria for one in script.objectives)


def _has_scene(script: Script) -> bool:
    return bool(script.notes)


def _has_course(script: Script) -> bool:
    return bool(script.steps) and sum(bool(step.after) for step in script.steps) + 1 >= len(
        script.steps
    )


def _has_expected_actions(script: Script) -> bool:
    roles = {step.role for step in script.steps}
    return bool(script.steps) and all(role.id in roles for role in script.roles)


def _has_fixed_injects(script: Script) -> bool:
    injects = [step for step in script.steps if step.kind == "inject"]
    return bool(injects) and all(step.means or step.from_ or step.to for step in injects)


def _has_safety(script: Script) -> bool:
    return bool(script.safety)


def _has_booklet(script: Script) -> bool:
    return bool(script.posts) and any(step.post for step in script.steps)


QUESTIONS: tuple[Question, ...] = (
    Question("1", _("Does the aim fit the unit?")),
    Question("2", _("Is the aim short, measurable and reachable?"), _has_measured_objectives),
    Question("3", _("Does it say who does what, when, by which standard, to what effect?")),
    Question("4", _("Does it aim at what people are able to do?")),
    Question("5", _("Does the scene fit the unit?")),
    Question("6", _("Is the effect on the public around considered?")),
    Question("7", _("Has the scene summary, consequences, background and course?"), _has_scene),
    Question("8", _("Do events follow from each other, each planned?"), _has_course),
    Question("9", _("Is there an expected action of every party?"), _has_expected_actions),
    Question("10", _("Are the injects and their form fixed?"), _has_fixed_injects),
    Question("11", _("Are safety, support and publicity planned?"), _has_safety),
    Question("12", _("Is there a script or an observer's booklet?"), _has_booklet),
    Question("13", _("Are the papers complete?")),
    Question("14", _("Are they written plainly?")),
    Question("15", _("Are they in order?")),
    Question("16", _("Was the plan reviewed or approved?")),
    Question("17", _("Did the support plan reach those concerned?")),
)


def preparation(script: Script, ticked: Collection[str] = ()) -> Iterator[SoundnessFinding]:
    """Give each question that neither the script answers nor a person has ticked."""
    for question in QUESTIONS:
        if question.id in ticked or (question.answer is not None and question.answer(script)):
            continue
        yield SoundnessFinding(
            f"preparation_{question.id}",
            "hint",
            (),
            _("Preparation {number}: {question}", number=question.id, question=question.text),
            Remedy(_("Yes, that is so"), tick=question.id),
        )
