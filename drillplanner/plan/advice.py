"""Say what the planner of a valid script should reconsider; nothing here refuses a script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from drillplanner.base.texts import Words, _, ngettext
from drillplanner.plan.author_texts import every_text, required_texts
from drillplanner.plan.branches import Branches
from drillplanner.plan.model import FirstOf, Levels, Scale, Script, Step, Target, refs, split_ref
from drillplanner.plan.parser.json_path import Remark, Where, shown
from drillplanner.plan.precedence import Ancestry
from drillplanner.plan.scales import level_words, meanings
from drillplanner.plan.schedule import Schedule
from drillplanner.plan.validation import may_precede

_LANGUAGES = ("zh_CN", "en")


def findings(script: Script) -> Iterator[Remark]:
    """Give what the planner of a sound script should think over, each with its place."""
    yield from _emptiness(script)
    branches, schedule = Branches(script), Schedule(script.steps)
    yield from step_findings(script, branches, schedule)
    for place, target in enumerate(script.targets):
        yield from _of_target(target, ("targets", place))
        yield from _of_span(target, ("targets", place), schedule, branches)
    yield from _untold_acts(script)
    yield from _suggested(script)
    yield from _orders(script, schedule.ancestry)
    for place, criterion in enumerate(script.criteria):
        if criterion.weight == 0:
            text = _('The criterion "{id}" has weight 0, so it never counts.', id=criterion.id)
            yield Remark(("criteria", place, "weight"), text)
        yield from _alike(criterion.scale, ("criteria", place, "scale", "levels"))
    yield from _texts(script)


def _alike(scale: Scale, where: Where) -> Iterator[Remark]:
    """Find levels whose words read alike, so that a rating in words could mean either."""
    if not isinstance(scale, Levels):
        return
    for number, level in enumerate(scale.levels):
        if any(len(meanings(scale, words)) > 1 for words in level_words(level)):
            text = _(
                'The words of level "{id}" read like those of another. Ratings in words cannot '
                "tell the two apart; word one of them differently.",
                id=level.id,
            )
            yield Remark((*where, number, "text"), text)


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
    if isinstance(target.start, FirstOf):
        text = _(
            'The target "{target}" starts at the first of several. While the record of one of '
            "them is missing, it can never be met.",
            target=target.id,
        )
        yield Remark((*here, "start"), text)
    if target.source.seen and not _is_date(target.source.seen):
        text = _(
            '"{date}" is no date. Write the day the source was read as 2026-11-30.',
            date=shown(target.source.seen),
        )
        yield Remark((*here, "source", "seen"), text)
    if target.source.class_ != "D" and not target.source.url.strip():
        text = _(
            'The source of target "{target}" has no address where it can be read.',
            target=target.id,
        )
        yield Remark((*here, "source"), text)


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
                'The ends of target "{target}" are in branches of which only one is played.',
                target=target.id,
            )
            yield Remark(here, text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _untold_acts(script: Script) -> Iterator[Remark]:
    """Find steps by which a critical target or order stands or falls, without a done_when.

    When an act counts as done is a matter of seconds where nobody said by what it is known.
    """
    ends = [
        ref
        for target in script.targets
        if target.critical
        for ref in (*refs(target.start), *refs(target.stop))
    ]
    ends += [
        ref for order in script.orders if order.critical for ref in (order.before, order.after)
    ]
    critical = {split_ref(ref)[0] for ref in ends}
    for place, step in enumerate(script.steps):
        if step.id in critical and step.kind != "inject" and not step.done_when:
            text = _(
                'A critical target or order hangs on the step "{step}": write into "done_when" by '
                "what an observer knows that it is done.",
                step=step.id,
            )
            yield Remark(("steps", place), text)


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
        is_quotation = isinstance(words, str) and where[-2:-1] == ("source",)
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


#: House values, class D: a person marks this many steps at most within this many seconds.
MOST_MARKS = 3
WITHIN_S = 5.0


def step_findings(script: Script, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    """Give what is odd about single steps, branches, and the load of each post."""
    keys: set[tuple[str, str]] = set()
    for place, step in enumerate(script.steps):
        here: Where = ("steps", place)
        if step.post is None:
            text = _('No post watches the step "{step}".', step=step.id)
            yield Remark(here, text)
        elif step.backup_post == step.post:
            text = _('The step "{step}" has one post as its own backup.', step=step.id)
            yield Remark((*here, "backup_post"), text)
        if step.kind != "inject":
            for name, words in (("from", step.from_), ("to", step.to), ("means", step.means)):
                if words:
                    text = _('"{name}" is shown for injects only.', name=name)
                    yield Remark((*here, name), text)
        if step.kind == "decision" and not step.options:
            text = _('The decision "{step}" has no options to choose from.', step=step.id)
            yield Remark(here, text)
        if step.key and step.post:
            if (step.post, step.key) in keys:
                text = _(
                    'Another step of post "{post}" wishes for the key "{key}" too.',
                    post=step.post,
                    key=step.key,
                )
                yield Remark((*here, "key"), text)
            keys.add((step.post, step.key))
        yield from _of_branch(step, here, branches, schedule)
    yield from _crowds(script, branches, schedule)


def _of_branch(step: Step, here: Where, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    for number, after in enumerate(step.after):
        if branches.exclude(step.id, after.step):
            text = _(
                'The step "{step}" can never be reached: it comes after "{other}", which is '
                "in another branch.",
                step=step.id,
                other=after.step,
            )
            yield Remark((*here, "after", number), text)
    if step.only_if and schedule.ancestry.precedes(step.id, step.only_if.step):
        text = _(
            'The step "{step}" comes before the decision "{decision}" on which it depends.',
            step=step.id,
            decision=step.only_if.step,
        )
        yield Remark((*here, "only_if"), text)


def _crowds(script: Script, branches: Branches, schedule: Schedule) -> Iterator[Remark]:
    """Find, for each post, the first moment with more marks than a person can make.

    Steps planned at the very beginning are left out: they have no planned time of their own.
    """
    watched: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for place, step in enumerate(script.steps):
        if step.post is not None and schedule.earliest_s[step.id] > 0:
            watched[step.post].append((schedule.earliest_s[step.id], place))
    for post, dues in watched.items():
        crowd = _first_crowd(sorted(dues), script, branches)
        if crowd is not None:
            text = _(
                'The post "{post}" has more than {most} steps to mark within {seconds} s here. '
                "Give some to another post.",
                post=post,
                most=MOST_MARKS,
                seconds=int(WITHIN_S),
            )
            yield Remark(("steps", crowd, "post"), text)


def _first_crowd(dues: list[tuple[float, int]], script: Script, branches: Branches) -> int | None:
    for first, (due, place) in enumerate(dues):
        count = 0
        for later, other in dues[first:]:
            if later - due > WITHIN_S:
                break
            count += not branches.exclude(script.steps[place].id, script.steps[other].id)
            if count > MOST_MARKS:
                return other
    return None
