"""Name what columns can be, and say how a proposal stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drillplanner.base.texts import Authored, Text, _, pgettext
from drillplanner.exchange.importing.mapping import ValueRole
from drillplanner.exchange.importing.proposals import Proposal
from drillplanner.exchange.importing.vocabulary import Role
from drillplanner.exchange.time_reader.dial import DIAL_NAMES, Dial
from drillplanner.plan.model import Option, Script, Unit

#: What each role is called, in the order in which they are offered.
ROLE_NAMES: Mapping[Role, Text] = {
    "step": pgettext("column", "Step"),
    "time": pgettext("column", "Time"),
    "unit": pgettext("column", "Unit"),
    "source": pgettext("column", "Source (whose clock)"),
    "date": pgettext("column", "Date"),
    "day": pgettext("column", "Day (0, 1, next day)"),
    "until": pgettext("column", "Until (latest time)"),
    "observed": pgettext("column", "How observed"),
    "bound": pgettext("column", "Exact, at most, at least"),
    "uncertainty_s": pgettext("column", "Standard uncertainty, s"),
    "reading": pgettext("column", "How the display is read"),
    "present": pgettext("column", "Heads present"),
    "expected": pgettext("column", "Heads expected"),
    "dial": pgettext("column", "What the figures are"),
    "at": pgettext("column", "When a difference was read"),
    "heads": pgettext("column", "Heads, present/expected"),
    "note": pgettext("column", "Note"),
    "ignore": pgettext("column", "Leave out"),
}

VALUE_ROLES: Mapping[ValueRole, Text] = {
    "step": pgettext("column", "Step"),
    "unit": pgettext("column", "Unit"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a column or a word can mean: what it is kept as, and what it is called."""

    role: Role
    ref: str | None
    words: Text | Authored | str


def column_meanings(script: Script | None, known: Sequence[str] = ()) -> tuple[Meaning, ...]:
    """List what a column can be: a role, or the times of one step or unit.

    `known` are steps that a mapping names where there is no script.
    """
    plain = tuple(Meaning(role, None, words) for role, words in ROLE_NAMES.items())
    if script is None:
        return (
            *plain,
            *(Meaning("time_of", ref, _("Times of: {step}", step=ref)) for ref in known),
        )
    return (
        *plain,
        *(
            Meaning("time_of", ref, _("Times of: {step}", step=words))
            for ref, words in _steps(script, with_units=True)
        ),
    )


def value_meanings(
    role: ValueRole, script: Script | None
) -> tuple[tuple[str, Text | Authored], ...]:
    """List what a word can stand for, by what it is kept as."""
    if script is None:
        return ()
    if role == "unit":
        found: dict[str, Authored] = {}
        for step in script.steps:
            for unit in step.units:
                found.setdefault(unit.id, Authored(unit.name, script.language))
        return tuple(found.items())
    return tuple(_steps(script, with_units=False))


def _steps(script: Script, *, with_units: bool) -> list[tuple[str, Text | Authored]]:
    found: list[tuple[str, Text | Authored]] = []
    for step in script.steps:
        words = Authored(step.text, script.language)
        found.append((step.id, words))
        behind: list[Option | Unit] = [*step.options, *(step.units if with_units else ())]
        found.extend(
            (
                f"{step.id}/{one.id}",
                _("{step}: {part}", step=words, part=Authored(one.name, script.language)),
            )
            for one in behind
        )
    return found


def proposal_said(proposal: Proposal | None) -> Text | None:
    """Say why something is proposed; with a word that it is to be looked at where it is unsure."""
    if proposal is None:
        return None
    if proposal.is_sure:
        return _("Proposed: {why}", why=proposal.why)
    percent = f"{round(proposal.confidence * 100)}%"
    return _("Please check ({percent}): {why}", percent=percent, why=proposal.why)


def dial_said(dial: Dial, written: str, read: Text) -> Text:
    """Say what a dial is, and what a time would be under it."""
    return _("{meaning}: {written} is {read}", meaning=DIAL_NAMES[dial], written=written, read=read)
