"""Find what the planner of a sound script should think over; nothing here refuses a script."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.texts import Words, _, ngettext
from drillplanner.plan.branches import Branches
from drillplanner.plan.check_spans import may_precede
from drillplanner.plan.findings_steps import step_findings
from drillplanner.plan.partial_order import Ancestry
from drillplanner.plan.places import Remark, Where
from drillplanner.plan.scenario import Script, Target, refs, split_ref
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.words_of import every_text, required_texts

_LANGUAGES = ("zh_CN", "en")


def findings(script: Script) -> Iterator[Remark]:
    """Give what the planner of a sound script should think over, each with its place."""
    yield from _emptiness(script)
    branches, schedule = Branches(script), Schedule(script.steps)
    yield from step_findings(script, branches, schedule)
    for place, target in enumerate(script.targets):
        yield from _of_target(target, ("targets", place))
        yield from _of_span(target, ("targets", place), schedule, branches)
    yield from _suggested(script)
    yield from _orders(script, schedule.ancestry)
    for place, criterion in enumerate(script.criteria):
        if criterion.weight == 0:
            text = _('The criterion "{id}" has weight 0, so it never counts.', id=criterion.id)
            yield Remark(("criteria", place, "weight"), text)
    yield from _texts(script)


def _emptiness(script: Script) -> Iterator[Remark]:
    if not script.steps:
        yield Remark(("steps",), _("The script has no steps yet."))
    if not script.targets:
        yield Remark(("targets",), _("The script has no targets, so nothing will be scored."))
    if script.t0 is None:
        text = _('No step is named as "t0", the moment at which the danger appears.')
        yield Remark(("t0",), text)


def _of_target(target: Target, here: Where) -> Iterator[Remark]:
    if target.owner is None:
        text = _(
            'The target "{target}" has no owner, so it counts for the whole only.',
            target=target.id,
        )
        yield Remark(here, text)
    if target.weight == 0:
        text = _('The target "{target}" has weight 0, so it never counts.', target=target.id)
        yield Remark((*here, "weight"), text)
    if target.limit_s is None and target.critical:
        text = _(
            'The critical target "{target}" has no limit: it can not be missed for time, only '
            "for not being performed.",
            target=target.id,
        )
        yield Remark((*here, "critical"), text)
    if target.source.class_ in ("N", "L") and not _is_told(target.source.text):
        text = _(
            'The limit of "{target}" claims a source of class {source_class}: quote the '
            "text that states it, or make it class D.",
            target=target.id,
            source_class=target.source.class_,
        )
        yield Remark((*here, "source"), text)
    if target.source.class_ != "D" and not target.source.url.strip():
        text = _(
            'The source of target "{target}" has no address where it can be read.',
            target=target.id,
        )
        yield Remark((*here, "source"), text)


def _is_told(words: Words) -> bool:
    return bool(words.strip() if isinstance(words, str) else words)


def _of_span(
    target: Target, here: Where, schedule: Schedule, branches: Branches
) -> Iterator[Remark]:
    span = schedule.span_s(target)
    if span is not None and target.limit_s is not None and span > target.limit_s:
        text = _(
            'The limit of "{target}" is {limit} s, shorter than its planned path of {planned} s.',
            target=target.id,
            limit=f"{target.limit_s:.10g}",
            planned=f"{span:.10g}",
        )
        yield Remark((*here, "limit_s"), text)
    if may_precede(schedule.ancestry, target.stop, target.start):
        text = _(
            'A step in the stop of target "{target}" comes before a step in its start.',
            target=target.id,
        )
        yield Remark((*here, "stop"), text)
    starts, stops = refs(target.start), refs(target.stop)
    if len(starts) == len(stops) == 1:
        start, stop = split_ref(starts[0])[0], split_ref(stops[0])[0]
        if branches.exclude(start, stop):
            text = _(
                'The ends of target "{target}" lie in branches of which only one is played.',
                target=target.id,
            )
            yield Remark(here, text)


def _suggested(script: Script) -> Iterator[Remark]:
    count = sum(1 for one in script.targets if one.source.class_ == "D" and one.limit_s is not None)
    if count:
        text = ngettext(
            "{count} limit is a suggested value (class D). Have the command confirm it.",
            "{count} limits are suggested values (class D). Have the command confirm them.",
            count,
        )
        yield Remark(("targets",), text)


def _orders(script: Script, ancestry: Ancestry) -> Iterator[Remark]:
    for place, order in enumerate(script.orders):
        before, after = split_ref(order.before)[0], split_ref(order.after)[0]
        if ancestry.precedes(after, before):
            text = _(
                'The order "{order}" asks for the reverse of what the steps are planned in.',
                order=order.id,
            )
            yield Remark(("orders", place), text)


def _texts(script: Script) -> Iterator[Remark]:
    texts = list(every_text(script))
    for where, words in required_texts(script):
        if isinstance(words, str) and not words.strip():
            yield Remark(where, _("This text is blank."))
    wanted: set[str] = {script.language}
    if any(_has(words, _LANGUAGES) for _where, words in texts):
        wanted.update(_LANGUAGES)
    for where, words in texts:
        has: set[str] = {script.language} if isinstance(words, str) else set(words)
        # A quotation stands in the language of its source.
        is_quotation = isinstance(words, str) and where[-2:] == ("source", "text")
        for language in sorted(wanted - has):
            if words and not is_quotation:
                text = _("This text is missing in {language}.", language=language)
                yield Remark(where, text)
        for language in sorted(has.difference(_LANGUAGES)):
            text = _(
                "Texts in {language} are kept, but this program does not show them.",
                language=language,
            )
            yield Remark((*where, language), text)


def _has(words: Words, languages: tuple[str, ...]) -> bool:
    return isinstance(words, dict) and all(language in words for language in languages)
