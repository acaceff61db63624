"""Check that a script is sound: what it names exists, what it orders can happen, and so on.

Each rule gives every fault it finds; docs/formats.md, section 1, lists the rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.errors import Fault
from drillplanner.base.texts import _
from drillplanner.plan.check_branches import option_faults
from drillplanner.plan.check_names import double_ids, unknown_names
from drillplanner.plan.check_spans import order_faults, span_faults
from drillplanner.plan.partial_order import find_circles, steps_before
from drillplanner.plan.places import Remark, json_path, shown
from drillplanner.plan.scenario import Script
from drillplanner.plan.words_of import every_text

_LANGUAGE = r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?"
_SHOWN_STEPS = 8


def check(script: Script) -> tuple[Fault, ...]:
    """List every fault of a script that has the right shape; none means it is sound."""
    return tuple(Fault(json_path(remark.where), remark.text) for remark in unsound(script))


def unsound(script: Script) -> Iterator[Remark]:
    """Give every fault with its place, rule by rule."""
    yield from double_ids(script)
    yield from unknown_names(script)
    yield from option_faults(script)
    yield from _circles(script)
    yield from span_faults(script)
    yield from order_faults(script)
    yield from _scoring(script)
    yield from _zone(script)
    yield from _texts(script)


def _circles(script: Script) -> Iterator[Remark]:
    places = {step.id: place for place, step in reversed(list(enumerate(script.steps)))}
    for circle in find_circles(steps_before(script.steps)):
        place = min(places[step] for step in circle)
        if len(circle) == 1:
            text = _('The step "{step}" comes after itself.', step=circle[0])
        else:
            text = _(
                "These steps wait for each other in a circle: {steps}. Take one link out.",
                steps=_chain(circle),
            )
        yield Remark(("steps", place, "after"), text)
    decisions = {
        step.id: {step.only_if.step: 0.0} if step.only_if and step.only_if.step in places else {}
        for step in script.steps
    }
    for circle in find_circles(decisions):
        place = min(places[step] for step in circle)
        text = _(
            'The branch of step "{step}" depends on the step itself: {steps}.',
            step=script.steps[place].id,
            steps=_chain(circle),
        )
        yield Remark(("steps", place, "only_if"), text)


def _chain(circle: tuple[str, ...]) -> str:
    names = [*circle, circle[0]]
    if len(names) > _SHOWN_STEPS:
        names = [*names[: _SHOWN_STEPS - 2], "…", *names[-2:]]
    return " → ".join(names)


def _scoring(script: Script) -> Iterator[Remark]:
    scoring, grades = script.scoring, script.scoring.grades

    if scoring.half_ratio <= 1:
        yield Remark(("scoring", "half_ratio"), _("half_ratio must be greater than 1."))
    comparisons = (
        (
            scoring.zero_ratio <= scoring.half_ratio,
            ("zero_ratio",),
            _("zero_ratio must be greater than half_ratio."),
        ),
        (
            grades.excellent <= grades.good,
            ("grades", "excellent"),
            _('The grade "excellent" must begin above "good".'),
        ),
        (
            grades.good <= grades.fair,
            ("grades", "good"),
            _('The grade "good" must begin above "fair".'),
        ),
    )
    for is_wrong, where, text in comparisons:
        if is_wrong:
            yield Remark(("scoring", *where), text, needs="scoring")


def _zone(script: Script) -> Iterator[Remark]:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(script.zone)
    # A name that is no zone ends in a missing key, a forbidden path or a folder.
    except (KeyError, ValueError, OSError):
        text = _(
            'There is no time zone "{zone}". Write a name such as Asia/Shanghai.',
            zone=shown(script.zone),
        )
        yield Remark(("zone",), text)


def _texts(script: Script) -> Iterator[Remark]:
    import re

    for where, words in every_text(script):
        if isinstance(words, str):
            continue
        if not words:
            yield Remark(where, _("This text is given in no language."))
        for language, text in words.items():
            if not re.fullmatch(_LANGUAGE, language):
                told = _(
                    '"{language}" is no language here. Write zh_CN or en.',
                    language=shown(language),
                )
                yield Remark((*where, language), told)
            if not text.strip():
                told = _("This text is blank. Write it, or leave the language out.")
                yield Remark((*where, language), told)
