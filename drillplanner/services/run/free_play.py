"""Hold drills without a script, and read what was marked in words once they are over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import words_in
from drillplanner.plan.free_play import FREE_PLAY, free_script, is_free_play
from drillplanner.plan.model import Script
from drillplanner.plan.writer import format_script
from drillplanner.review.clocks.alignment import Alignment
from drillplanner.review.observation import FreeMark
from drillplanner.run.fact_kinds import SCRIPT
from drillplanner.run.rounds import round_to_show
from drillplanner.services.fact_factory import script_document, script_id_of
from drillplanner.services.plan.scripts import OpenScript, opened, parsed, samples
from drillplanner.services.review.free_marks import free_marks
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.review_session import Recorded, read_drill

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ToStep:
    """What a wording means: a step of the script, or one of its units or options."""

    step: str
    unit: str | None = None
    option: str | None = None


#: A mark becomes a new step of its words, or stays words that count for nothing.
Choice: TypeAlias = "ToStep | Literal['new', 'leave']"


@dataclass(frozen=True, slots=True)
class Wording:
    """One mark and the words it was given, none where nobody named it.

    `since_t0_s` is on its source's clock; None where T0 is not known, or was marked on clocks
    only that nothing ties to it. `now` is what it counts as.
    """

    mark: FreeMark
    words: str
    since_t0_s: float | None

    @property
    def key(self) -> str:
        """Name the mark."""
        return self.mark.place

    @property
    def is_danger(self) -> bool:
        """Say whether it is that of the danger itself."""
        return self.mark.is_danger

    @property
    def now(self) -> ToStep | None:
        """Give what it counts as now."""
        return meaning(self.mark)


@dataclass(frozen=True, slots=True)
class Organising:
    """What there is to organise in one round of a drill, in the order it happened."""

    recorded: Recorded
    round: int
    script: Script
    began: Script
    wordings: tuple[Wording, ...]

    @property
    def own(self) -> OpenScript:
        """Give the very version of the script that the drill has now."""
        return opened(self.recorded.document.encode("utf-8"))

    @property
    def is_free_play(self) -> bool:
        """Say whether the drill began without a script, so that it may adopt any."""
        return is_free_play(self.began)


def free_play(language: Literal["zh_CN", "en"]) -> OpenScript:
    """Give the script of a drill without one, to be begun like any other."""
    return opened(format_script(free_script(language)))


def known_scripts(workspace: Workspace) -> tuple[OpenScript, ...]:
    """List the scripts a free play can be mapped to: published ones, the latest first, samples."""
    latest: dict[str, OpenScript] = {}
    for fact in reversed(workspace.facts(kind=SCRIPT)):
        script_id = script_id_of(fact)
        if script_id != FREE_PLAY and script_id not in latest:
            try:
                found = opened(script_document(fact).encode("utf-8"))
            except FileRefused:
                # Of another version of the program: this one can neither show nor adopt it.
                continue
            latest[script_id] = replace(found, is_published=True)
    rest = (one for one in samples() if one.script.id not in latest)
    return (*latest.values(), *rest)


def organising(workspace: Workspace, drill: str, round_number: int | None = None) -> Organising:
    """Read what there is to organise, of the last round that is not void unless one is given.

    Raises:
        UserError: there is no such drill or round.
        FileRefused: its script is not in the workspace.
    """
    recorded = read_drill(workspace, drill)
    script = parsed(recorded.document)
    began = recorded.began_with() or script
    marks = free_marks(recorded.entries, script, round_number, began)
    number = round_number or round_to_show(recorded.rounds)
    timed = tuple(mark for mark in marks if mark.at_s is not None)
    zeros = _zeros(recorded, script, number, timed)
    wordings = _wordings(timed, zeros, began.language)
    return Organising(recorded, number, script, began, wordings)


def meaning(mark: FreeMark) -> ToStep | None:
    """Give the step that a mark counts as now, if any."""
    return None if mark.step is None else ToStep(mark.step, mark.unit, mark.option)


def _wordings(
    marks: Sequence[FreeMark], zeros: Mapping[str, Fraction], language: str
) -> tuple[Wording, ...]:
    """Give each mark with its words, in the order in which they happened."""
    return tuple(
        Wording(mark, words_in(mark.words, language, language), _since(mark, zeros))
        for mark in sorted(marks, key=lambda one: (one.at_s or 0, one.number))
    )


def _since(mark: FreeMark, zeros: Mapping[str, Fraction]) -> float | None:
    zero = zeros.get(mark.source)
    return None if zero is None else float((mark.at_s or 0) - zero)


def _zeros(
    recorded: Recorded, script: Script, number: int, marks: Sequence[FreeMark]
) -> dict[str, Fraction]:
    """Find T0 on each source's clock: where it marked it, else by the tie to one that did."""
    zeros: dict[str, Fraction] = {}
    log = observe(recorded.entries, script.zone, number)
    t0s = [(row.source, row.at_s) for row in log.observations if row.step == script.t0]
    t0s += [(mark.source, mark.at_s) for mark in marks if mark.is_danger]
    for source, at_s in t0s:
        if at_s is not None:
            zeros[source] = min(at_s, zeros.get(source, at_s))
    ties = Alignment(log, script.scoring)
    carried: dict[str, Fraction] = {}
    for source in [one for one in log.scales if one not in zeros]:
        found = [
            ties.carry(at_s, one, source).at_s
            for one, at_s in zeros.items()
            if one in log.scales and ties.group(one) == ties.group(source)
        ]
        if found:
            carried[source] = min(found)
    return {**zeros, **carried}
