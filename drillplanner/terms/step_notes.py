"""Say what a script holds for cue cards, narrator and screen: where, what is said, with what.

None of it is scored. Only what is written is given, so that papers show no empty fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.plan.model import Heads, LimitSource, Step, Unit
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names, itemised

#: A caption and what stands under it.
Note: TypeAlias = "tuple[Phrase, Phrase]"

#: What is shown in columns of its own where any step of the script has it.
PLACE = pgettext("field of a step", "Place")
SAY = pgettext("field of a step", "Commands and dialogue")
NARRATION = pgettext("field of a step", "Narration")
PROPS = pgettext("field of a step", "Props")
MESSAGE = pgettext("field of a step", "Message")
DURATION = pgettext("field of a step", "Duration")
HEADS = pgettext("field of a step", "Head count")


def step_notes(names: Names, step: Step) -> tuple[Note, ...]:
    """Give every note of a step that is written, in the order of the format."""
    notes: tuple[Note, ...] = (
        (PLACE, names.words(step.place)),
        (SAY, names.words(step.say)),
        (NARRATION, names.words(step.narration)),
        (PROPS, names.words(step.props)),
        (MESSAGE, _message(names, step)),
        (DURATION, _duration(step)),
        (HEADS, heads_said(step.heads)),
        (pgettext("field of a step", "Judged to within"), _within(step)),
        *extra_notes(step.extra),
    )
    return tuple((caption, said) for caption, said in notes if said)


def extra_notes(extra: Mapping[str, str]) -> tuple[Note, ...]:
    """Give columns of other programs that were carried along, under their own headings."""
    return tuple(extra.items())


def heads_said(heads: Heads | None) -> Phrase:
    """Say how many are expected at a head count; "" where none is taken."""
    if heads is None:
        return ""
    return ngettext("{count} expected", "{count} expected", heads.expected)


def unit_said(names: Names, unit: Unit) -> Phrase:
    """Name a unit, with how many are expected of it."""
    name = names.words(unit.name, unit.id)
    if unit.heads is None:
        return name
    return _("{name} ({heads})", name=name, heads=heads_said(unit.heads))


def source_notes(
    names: Names, source: LimitSource, *, with_clause: bool = True
) -> tuple[Note, ...]:
    """Give what a limit's source says beside its text and address."""
    notes: tuple[Note, ...] = (
        (pgettext("of a source", "Clause"), names.words(source.clause) if with_clause else ""),
        (pgettext("of a source", "Read on"), source.seen),
        (pgettext("of a source", "Confirmed by"), source.confirmed_by),
    )
    return tuple((caption, said) for caption, said in notes if said)


def source_text(names: Names, source: LimitSource) -> Phrase:
    """Say a limit's source in its author's words, with its clause."""
    text = names.words(source.text)
    if not source.clause:
        return text
    clause = names.words(source.clause)
    return _("{text}, {clause}", text=text, clause=clause) if source.text else clause


def _message(names: Names, step: Step) -> Phrase:
    """Say from whom to whom an inject goes, and by what."""
    parts: list[Phrase] = []
    if step.from_:
        parts.append(_("from: {sender}", sender=names.words(step.from_)))
    if step.to:
        parts.append(_("to: {receiver}", receiver=names.words(step.to)))
    if step.means:
        parts.append(_("by: {means}", means=names.words(step.means)))
    return itemised(parts)


def _duration(step: Step) -> Text | str:
    lasts = step.duration
    if lasts is None:
        return ""
    return _(
        "{likely} ({least} to {most})",
        likely=duration(exact(lasts.likely_s)),
        least=duration(exact(lasts.least_s)),
        most=duration(exact(lasts.most_s)),
    )


def _within(step: Step) -> Text | str:
    return _("± {seconds} s (standard uncertainty)", seconds=f"{step.u_s:.10g}") if step.u_s else ""
