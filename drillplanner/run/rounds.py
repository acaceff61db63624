"""Read from its entries what a round of a drill is: its nature, who commands, how it stands.

Nature and round (性质, 轮次) belong to the run: a rehearsal and the formal run after it can be
two rounds of one drill.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from drillplanner.run.arming import Arming, read_arming
from drillplanner.run.drill import DrillState, fold
from drillplanner.run.entries import Entry
from drillplanner.run.machine_words import is_void_round, reason_of
from drillplanner.run.void_effects import is_voided

#: How a round stands. under_way: a source began and has not ended. broken_off: the control post,
#: else every source, broke it off. void: it was made void, whatever else is in its log.
Standing: TypeAlias = Literal["empty", "under_way", "ended", "broken_off", "void"]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a drill. `nature` is empty where no arm entry says it.

    `control` are the sources that armed as the control post. `reason` is why it was broken
    off or made void, as it was written. `first_utc_ns` and `last_utc_ns` are wall times.
    """

    number: int
    standing: Standing
    nature: str = ""
    control: frozenset[str] = frozenset()
    reason: str = ""
    sources: tuple[str, ...] = ()
    first_utc_ns: int = 0
    last_utc_ns: int = 0

    @property
    def is_void(self) -> bool:
        """Say whether the round was made void (作废本轮)."""
        return self.standing == "void"


def read_rounds(entries: Iterable[Entry]) -> tuple[Round, ...]:
    """Read all rounds of one drill, by number."""
    logs: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        logs[entry.round].append(entry)
    return tuple(_read(number, logs[number]) for number in sorted(logs))


def round_to_show(rounds: Sequence[Round]) -> int:
    """Give the number of the last round that is not void; the last one where all are, else 1."""
    standing = [one.number for one in rounds if not one.is_void]
    return max(standing or [one.number for one in rounds], default=1)


def live_entries(state: DrillState) -> tuple[Entry, ...]:
    """List the entries of a round that were not taken back, without voids and labels."""
    return tuple(
        entry
        for entry in state.entries.values()
        if entry.amends is None and not is_voided(entry.id, state.amendments)
    )


def _read(number: int, log: Sequence[Entry]) -> Round:
    state = fold(log)
    # Of all laptops the one that spoke first, whatever the order the logs were joined in.
    live = sorted(live_entries(state), key=lambda one: (one.wall_utc_ns, one.source, one.seq))
    arms = [(one.source, said) for one in live if (said := _arming(one)) is not None]
    control = frozenset(source for source, said in arms if said.is_control)
    natures = [said.nature for source, said in arms if source in control or not control]
    others = [said.nature for _source, said in arms]
    standing, reason = _standing(state, live, control)
    return Round(
        number,
        standing,
        nature=next((nature for nature in (*natures, *others) if nature), ""),
        control=control,
        reason=reason,
        sources=tuple(dict.fromkeys(one.source for one in live)),
        first_utc_ns=min(one.wall_utc_ns for one in log),
        last_utc_ns=max(one.wall_utc_ns for one in log),
    )


def _arming(entry: Entry) -> Arming | None:
    return read_arming(entry.text) if entry.kind == "arm" else None


def _standing(
    state: DrillState, live: Sequence[Entry], control: frozenset[str]
) -> tuple[Standing, str]:
    """Say how a round stands, and why; where somebody commands, only that word breaks it off."""
    aborts = [one for one in live if one.kind == "abort"]
    commanding = [one for one in aborts if not control or one.source in control]
    voids = [one for one in commanding if is_void_round(one)]
    if voids:
        return "void", reason_of(voids[0])
    phases = {source: phase for source, phase in state.phases.items() if phase != "ready"}
    if not phases:
        return "empty", ""
    if not state.is_over:
        return "under_way", ""
    deciding = [phase for source, phase in phases.items() if not control or source in control]
    if deciding and all(phase == "aborted" for phase in deciding):
        return "broken_off", reason_of(commanding[0]) if commanding else ""
    return "ended", ""
