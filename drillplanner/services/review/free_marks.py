"""List the marks of a drill that are of no step of its script, with the words they were given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from zoneinfo import ZoneInfo

from drillplanner.base.texts import Words
from drillplanner.plan.free_play import is_free_play
from drillplanner.plan.model import Script, Step
from drillplanner.review.observation import FreeMark, Log
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.services.review.observation_builder import Reading, written_in

_DEEDS = ("mark", "failed", "not_performed")


def free_marks(
    entries: Iterable[Sealed],
    script: Script,
    round_number: int | None = None,
    began: Script | None = None,
) -> tuple[FreeMark, ...]:
    """List what was marked without a step, or of a step that the script does not know.

    Marks that were mapped to a step later are among them, with that step and with the words
    they had before; so are, in free play, the marks of its own step.

    Args:
        entries: of one drill, of any sources, in any order.
        script: what the drill is reviewed with.
        round_number: which round; the last one that is not void unless given.
        began: the script the drill began with, where it is another.

    Raises:
        UserError: there is no such round.
    """
    written = written_in(entries, round_number)
    return tuple(_Free(written, script, began or script).marks())


def known_only(log: Log, script: Script) -> Log:
    """Leave out what is said of steps, units and options that a script does not have."""
    steps = {step.id: step for step in script.steps}
    kept = tuple(
        row for row in log.observations if _is_known(steps.get(row.step), row.unit, row.option)
    )
    heads = tuple(row for row in log.heads if _is_known(steps.get(row.step), row.unit, None))
    if (len(kept), len(heads)) == (len(log.observations), len(log.heads)):
        return log
    return replace(log, observations=kept, heads=heads)


class _Free:
    """One pass over the entries of a round."""

    def __init__(self, written: Sequence[Entry], script: Script, began: Script) -> None:
        self._reading = Reading(written, ZoneInfo(script.zone))
        self._written = {entry.id: entry for entry in written}
        self._steps = {step.id: step for step in script.steps}
        self._began = {step.id: step for step in began.steps} if is_free_play(began) else {}
        #: Marks that laptops gave different steps or words.
        self._disputed = {one.entry.id for one in self._reading.resolution.conflicts}
        #: Who names a frozen instant "the danger appears" means what its key means.
        self._danger = {words for step in self._began.values() for words in _each(step.text)}
        #: The free words given last, taken back or not, by the mark they were given to.
        self._said = {
            entry.amends: entry.text
            for entry in written
            if entry.kind == "label" and entry.step is None
        }

    def marks(self) -> Iterator[FreeMark]:
        """Give them in the order in which the sources wrote."""
        for number, entry in enumerate(self._reading.resolution.entries):
            made_of = self._written[entry.id].step
            step = self._steps.get(entry.step or "")
            is_known = _is_known(step, entry.unit, entry.option)
            is_free = made_of is None or made_of in self._began or not is_known
            if entry.kind in _DEEDS and is_free:
                yield self._mark(entry, made_of, number, is_known=is_known)

    def _mark(self, entry: Entry, made_of: str | None, number: int, *, is_known: bool) -> FreeMark:
        at_s: Fraction | None = None
        variance = Fraction(0)
        if entry.kind != "not_performed":
            at_s, variance = self._reading.at(entry)
        words = self._words(entry, made_of)
        return FreeMark(
            source=entry.source,
            words=words,
            number=number,
            at_s=at_s,
            variance_s2=variance,
            bound=entry.bound,
            observed=entry.observed,
            place=entry.id,
            step=entry.step if is_known else None,
            unit=entry.unit if is_known else None,
            option=entry.option if is_known else None,
            is_danger=made_of in self._began or words in self._danger,
        )

    def _words(self, entry: Entry, made_of: str | None) -> Words:
        resolution = self._reading.resolution
        if entry.step is None and entry.id not in self._disputed:
            return resolution.words.get(entry.id, "")
        if entry.id in self._said:
            return self._said[entry.id]
        if made_of is not None and made_of in self._began:
            return self._began[made_of].text
        part = entry.unit or entry.option
        return "" if entry.step is None else f"{entry.step}/{part}" if part else entry.step


def _each(words: Words) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words.values())


def _is_known(step: Step | None, unit: str | None, option: str | None) -> bool:
    if step is None:
        return False
    has_unit = unit is None or any(one.id == unit for one in step.units)
    return has_unit and (option is None or any(one.id == option for one in step.options))
