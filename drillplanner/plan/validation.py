"""Check that a script can be held: names exist, ids are unique, branches and spans make sense."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Protocol

from drillplanner.base.errors import Fault
from drillplanner.base.texts import Text, Words, _
from drillplanner.plan.author_texts import every_text
from drillplanner.plan.model import (
    End,
    FirstOf,
    LastOf,
    Levels,
    Objective,
    Script,
    Step,
    Target,
    refs,
    split_ref,
)
from drillplanner.plan.parser.json_path import Remark, Where, json_path, shown
from drillplanner.plan.parser.shapes import STAND_IN
from drillplanner.plan.precedence import Ancestry, find_circles, steps_before
from drillplanner.plan.scales import NO_OCCASION, level_words, meanings

_LANGUAGE = r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?"
_SHOWN_STEPS = 8
#: Names that a wrong one is compared with, and names that are offered in its place, at most.
_COMPARED = 100
_OFFERED = 8


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
    yield from form_faults(script)
    yield from _scoring(script)
    yield from _zone(script)
    yield from _texts(script)


def unpublishable(script: Script) -> Iterator[Remark]:
    """Give what refuses a script that is still to be published, and only warns in one that was.

    A limit that claims a national or local text must quote it (contract rules 3).
    """
    for place, target in enumerate(script.targets):
        if target.source.class_ in ("N", "L") and not _is_told(target.source.text):
            text = _(
                'The limit of "{target}" claims a source of class {source_class}: quote the '
                "text that states it, or make it class D.",
                target=target.id,
                source_class=target.source.class_,
            )
            yield Remark(("targets", place, "source"), text)


def _is_told(words: Words) -> bool:
    return bool(words.strip() if isinstance(words, str) else words)


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


class _WithId(Protocol):
    @property
    def id(self) -> str: ...


def double_ids(script: Script) -> Iterator[Remark]:
    """Find ids given twice in one list, or to a unit and an option of one step."""
    lists: tuple[tuple[str, tuple[_WithId, ...]], ...] = (
        ("roles", script.roles),
        ("posts", script.posts),
        ("phases", script.phases),
        ("steps", script.steps),
        ("targets", script.targets),
        ("orders", script.orders),
        ("criteria", script.criteria),
        ("safety", script.safety),
        ("objectives", script.objectives),
    )
    for name, things in lists:
        yield from _doubles((name,), things)
    for place, step in enumerate(script.steps):
        yield from _doubles(("steps", place, "units"), step.units)
        yield from _doubles(("steps", place, "options"), step.options)
        units = {unit.id for unit in step.units}
        for number, option in enumerate(step.options):
            if option.id in units:
                text = _(
                    'The id "{id}" is both a unit and an option of step "{step}". '
                    "Rename one of them.",
                    id=option.id,
                    step=step.id,
                )
                yield Remark(("steps", place, "options", number, "id"), text)


def _doubles(where: Where, things: Iterable[_WithId]) -> Iterator[Remark]:
    seen: set[str] = set()
    for place, thing in enumerate(things):
        if thing.id in seen:
            text = _('The id "{id}" is given twice. Rename one of the two.', id=thing.id)
            yield Remark((*where, place, "id"), text)
        seen.add(thing.id)


def unknown_names(script: Script) -> Iterator[Remark]:
    """Find names of roles, posts, phases, steps, units and options that are not there."""
    names = _Names(script)
    for place, step in enumerate(script.steps):
        yield from _of_step(names, ("steps", place), step)
    for place, target in enumerate(script.targets):
        yield from _of_target(names, ("targets", place), target)
    for place, order in enumerate(script.orders):
        yield from names.reference(("orders", place, "before"), order.before)
        yield from names.reference(("orders", place, "after"), order.after)
    for place, criterion in enumerate(script.criteria):
        yield from names.role(("criteria", place, "role"), criterion.role)
    for place, objective in enumerate(script.objectives):
        yield from names.of_objective(("objectives", place), objective)
    yield from names.step(("t0",), script.t0)


def _of_step(names: _Names, here: Where, step: Step) -> Iterator[Remark]:
    yield from names.phase((*here, "phase"), step.phase)
    yield from names.role((*here, "role"), step.role)
    yield from names.post((*here, "post"), step.post)
    yield from names.post((*here, "backup_post"), step.backup_post)
    for number, after in enumerate(step.after):
        yield from names.step((*here, "after", number, "step"), after.step)
    if step.only_if:
        yield from names.step((*here, "only_if", "step"), step.only_if.step)


def _of_target(names: _Names, here: Where, target: Target) -> Iterator[Remark]:
    yield from names.role((*here, "owner"), target.owner)
    for name, end in (("start", target.start), ("stop", target.stop)):
        if isinstance(end, str):
            yield from names.reference((*here, name), end)
            continue
        within = "last_of" if hasattr(end, "last_of") else "first_of"
        seen: set[str] = set()
        for number, ref in enumerate(refs(end)):
            place: Where = (*here, name, within, number)
            yield from names.reference(place, ref)
            if ref in seen:
                yield Remark(place, _('"{ref}" is in this list twice.', ref=ref))
            seen.add(ref)


class _Names:
    """Know what a script names, and remark on what it does not."""

    def __init__(self, script: Script) -> None:
        self._roles = {role.id for role in script.roles}
        self._posts = {post.id for post in script.posts}
        self._phases = {phase.id for phase in script.phases}
        self._steps = {step.id: step for step in script.steps}
        self._targets = {target.id for target in script.targets}
        self._criteria = {criterion.id for criterion in script.criteria}
        self._parts: dict[str, tuple[set[str], set[str]]] = {}

    def role(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no role "{name}".', name=name or "")
        return _unknown(where, name, self._roles, text, "roles")

    def post(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no post "{name}".', name=name or "")
        return _unknown(where, name, self._posts, text, "posts")

    def phase(self, where: Where, name: str) -> Iterator[Remark]:
        text = _('There is no phase "{name}".', name=name)
        return _unknown(where, name, self._phases, text, "phases")

    def step(self, where: Where, name: str | None) -> Iterator[Remark]:
        text = _('There is no step "{name}".', name=name or "")
        return _unknown(where, name, self._steps.keys(), text, "steps")

    def of_objective(self, here: Where, objective: Objective) -> Iterator[Remark]:
        """Remark on targets and criteria that are not there, or named twice."""
        for member, named, known in (
            ("targets", objective.targets, self._targets),
            ("criteria", objective.criteria, self._criteria),
        ):
            seen: set[str] = set()
            for number, name in enumerate(named):
                where: Where = (*here, member, number)
                is_target = member == "targets"
                text = (
                    _('There is no target "{name}".', name=name)
                    if is_target
                    else _('There is no criterion "{name}".', name=name)
                )
                yield from _unknown(where, name, known, text, member)
                if name in seen:
                    yield Remark(where, _('"{ref}" is in this list twice.', ref=name))
                seen.add(name)

    def reference(self, where: Where, ref: str) -> Iterator[Remark]:
        """Remark on a step, or STEP/UNIT, that is not there."""
        name, unit = split_ref(ref)
        if name not in self._steps:
            yield from self.step(where, name)
        elif unit is not None:
            units, options = self._parts_of(name)
            if unit in units:
                return
            if unit in options:
                text = _(
                    '"{ref}" is an option of a decision. Name the decision "{step}" itself, '
                    "or a step of that branch.",
                    ref=ref,
                    step=name,
                )
            else:
                text = _('The step "{step}" has no unit "{unit}".', step=name, unit=unit)
                text = _with_offer(text, unit, units)
            yield Remark(where, text, needs="parts")

    def _parts_of(self, name: str) -> tuple[set[str], set[str]]:
        if name not in self._parts:
            step = self._steps[name]
            units, options = ({part.id for part in parts} for parts in (step.units, step.options))
            self._parts[name] = (units, options)
        return self._parts[name]


def _unknown(
    where: Where, name: str | None, known: Collection[str], text: Text, needs: str
) -> Iterator[Remark]:
    if name is not None and name not in known:
        yield Remark(where, _with_offer(text, name, known), needs)


def _with_offer(text: Text, name: str, known: Collection[str]) -> Text:
    """Add what may be written instead: the name most like it, or all where they are few."""
    known = [one for one in known if not one.startswith(STAND_IN)]
    # Looking for likeness takes long among very many names, and a list of them helps nobody.
    if len(known) <= _COMPARED:
        near = get_close_matches(name, known, n=1)
        if near:
            return _("{what} Did you mean {near}?", what=text, near=near[0])
    if 0 < len(known) <= _OFFERED:
        return _("{what} Write one of: {names}.", what=text, names=", ".join(sorted(known)))
    return text


def option_faults(script: Script) -> Iterator[Remark]:
    """Find options of what is no decision, and branches of no decision or option."""
    steps = {step.id: step for step in script.steps}
    options = {step.id: {option.id for option in step.options} for step in script.steps}
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        if step.options and step.kind != "decision":
            text = _(
                'The step "{step}" has options but is no decision. Make it one, or take the '
                "options out.",
                step=step.id,
            )
            yield Remark((*here, "options"), text)
        # A branch of the step itself is named with the circles.
        if not step.only_if or step.only_if.step not in steps or step.only_if.step == step.id:
            continue
        decision, option = steps[step.only_if.step], step.only_if.option
        if decision.kind != "decision":
            text = _('The step "{step}" is no decision, so it has no branch.', step=decision.id)
            yield Remark((*here, "only_if", "step"), text)
        elif option not in options[decision.id]:
            text = _(
                'The decision "{step}" has no option "{option}".', step=decision.id, option=option
            )
            text = _with_offer(text, option, options[decision.id])
            yield Remark((*here, "only_if", "option"), text, needs="parts")


def span_faults(script: Script) -> Iterator[Remark]:
    """Find targets whose ends are the same, or whose stop comes before its start."""
    steps = {step.id: step for step in script.steps}
    ancestry = Ancestry(steps_before(script.steps))
    for place, target in enumerate(script.targets):
        if _plain(target.start, steps) == _plain(target.stop, steps):
            text = _('The target "{target}" starts and stops at the same step.', target=target.id)
            yield Remark(("targets", place, "stop"), text)
        elif _must_precede(ancestry, target.stop, target.start):
            text = _(
                'The stop of target "{target}" comes before its start in the order of steps.',
                target=target.id,
            )
            yield Remark(("targets", place, "stop"), text)


def order_faults(script: Script) -> Iterator[Remark]:
    """Find orders of a step with itself."""
    for place, order in enumerate(script.orders):
        if order.before == order.after:
            text = _('The order "{order}" puts a step before itself.', order=order.id)
            yield Remark(("orders", place, "after"), text)


def form_faults(script: Script) -> Iterator[Remark]:
    """Find levels of a scale that cannot stand, and durations that run backwards."""
    for place, step in enumerate(script.steps):
        lasts = step.duration
        if lasts and not lasts.least_s <= lasts.likely_s <= lasts.most_s:
            text = _("least_s must not exceed likely_s, nor likely_s most_s.")
            yield Remark(("steps", place, "duration"), text)
    for place, criterion in enumerate(script.criteria):
        if isinstance(criterion.scale, Levels):
            yield from _levels(("criteria", place, "scale", "levels"), criterion.scale)


def _levels(where: Where, scale: Levels) -> Iterator[Remark]:
    """Find ids given twice, and levels that no rating can mean."""
    yield from _doubles(where, scale.levels)
    for place, level in enumerate(scale.levels):
        means_none = any(NO_OCCASION in meanings(scale, words) for words in level_words(level))
        if level.id == NO_OCCASION or means_none:
            text = _(
                '"no_occasion" (未有机会观察) is on every scale already, and counts as no rating. '
                "Take this level out."
            )
            yield Remark((*where, place), text)


def may_precede(ancestry: Ancestry, stop: End, start: End) -> bool:
    """Tell whether any step of `stop` comes before any step of `start`."""
    return ancestry.precede(_steps_of(stop), _steps_of(start))


def _must_precede(ancestry: Ancestry, stop: End, start: End) -> bool:
    """Tell whether `stop` is surely over once `start` is there."""
    return ancestry.precede(
        _steps_of(stop),
        _steps_of(start),
        all_earlier=not isinstance(stop, FirstOf),
        all_later=isinstance(start, FirstOf),
    )


def _steps_of(end: End) -> list[str]:
    return list(dict.fromkeys(split_ref(ref)[0] for ref in refs(end)))


def _plain(end: End, steps: dict[str, Step]) -> object:
    """Write an end so that two ways of saying the same are equal."""
    names = frozenset(refs(end))
    if isinstance(end, str):
        return names
    if len(names) == 1:
        step = steps.get(next(iter(names)))
        if step is None or not step.units:
            return names
    return ("last" if isinstance(end, LastOf) else "first", names)
