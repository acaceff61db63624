"""Compute a drill's state from its entries, and refuse an entry that makes no sense next.

The state is a fold: it is stored nowhere. A press is refused only where nothing could be
meant by it (marking before the source is armed); what is merely odd, such as a mark while
the drill is held, is logged, because a log that drops a press loses more than an odd row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.run.entry import Entry, Kind
from drillplanner.run.entry_markers import is_begin, is_void_round
from drillplanner.run.persistent_map import Growing
from drillplanner.run.void_effects import is_voided, leaves_phases

Phase: TypeAlias = Literal["ready", "armed", "running", "held", "ended", "aborted"]

#: Kinds that move a source from one phase to the next.
_MOVES: frozenset[Kind] = frozenset({"arm", "mark", "failed", "hold", "resume", "abort", "end"})
#: Kinds that say what happened in the drill, as against notes, sync marks and amendments.
_DEEDS: frozenset[Kind] = frozenset({"mark", "not_performed", "failed"})


@dataclass(frozen=True, slots=True)
class AmendmentConflict:
    """Two or more amendments of one entry that disagree; a person rules by voiding a label.

    Until then the entry counts as it was first made.
    """

    entry: Entry
    amendments: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A log with voids and labels worked in: what is left to be read as said.

    `entries` keep their order and hold no void and no label; labelled ones carry the label's
    step, unit and option. `unlabelled` are the marks of which nobody said which step they
    mark; `words` are the free words that some of them were given instead, by entry.
    """

    entries: tuple[Entry, ...]
    voided: tuple[Entry, ...]
    unlabelled: tuple[Entry, ...]
    conflicts: tuple[AmendmentConflict, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DrillState:
    """Where one round of a drill stands, as far as the entries at hand tell."""

    phases: Mapping[str, Phase] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    amendments: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    def phase(self, source: str) -> Phase:
        """Give the phase of one source; one that said nothing yet is `ready`."""
        return self.phases.get(source, "ready")

    @property
    def is_over(self) -> bool:
        """Say whether every source that began has ended or aborted."""
        begun = [phase for phase in self.phases.values() if phase != "ready"]
        return bool(begun) and all(phase in ("ended", "aborted") for phase in begun)


def fold(entries: Iterable[Entry]) -> DrillState:
    """Compute the state of one round from its entries, each source's in the order it wrote."""
    log: dict[str, Entry] = {entry.id: entry for entry in entries}
    amendments: dict[str, tuple[Entry, ...]] = {}
    for entry in log.values():
        if entry.amends is not None:
            amendments[entry.amends] = (*amendments.get(entry.amends, ()), entry)
    resolved = resolve(log.values())
    sources = {entry.source: None for entry in log.values()}
    phases = {
        source: _phase(entry for entry in resolved.entries if entry.source == source)
        for source in sources
    }
    return DrillState(phases, log, amendments)


def advance(state: DrillState, entry: Entry) -> DrillState:
    """Give the state after one more entry; equal to folding anew, and quick while logging."""
    known = state.entries
    entries = (known if isinstance(known, Growing) else Growing(known)).plus(entry.id, entry)
    is_label = entry.kind == "label" and not _is_amended(state, entry)
    if is_label or (entry.kind == "void" and _leaves_phases(state, entry)):
        # What a mark marked moves no phase; a press in free words must not cost a whole fold.
        amended = str(entry.amends)
        given = {**state.amendments, amended: (*state.amendments.get(amended, ()), entry)}
        phases = {**state.phases, entry.source: state.phase(entry.source)}
        return replace(state, phases=phases, entries=entries, amendments=given)
    if entry.amends is not None or entry.id in state.amendments:
        return fold(entries.values())
    phase = _step(state.phase(entry.source), entry)
    return replace(state, phases={**state.phases, entry.source: phase}, entries=entries)


def resolve(entries: Iterable[Entry]) -> Resolution:
    """Work voids and labels into a log of any number of sources.

    A voided label counts as if it had never been given. An entry with several amendments
    that say the same counts as amended once.
    """
    log = tuple(entries)
    amendments: dict[str, list[Entry]] = defaultdict(list)
    for entry in log:
        if entry.amends is not None:
            amendments[entry.amends].append(entry)
    live = {
        target: [one for one in given if not is_voided(one.id, amendments)]
        for target, given in amendments.items()
    }
    kept: list[Entry] = []
    voided: list[Entry] = []
    conflicts: list[AmendmentConflict] = []
    words: dict[str, str] = {}
    for entry in log:
        if entry.amends is not None:
            continue
        given = live.get(entry.id, [])
        says = {_says(one) for one in given}
        if len(says) > 1:
            conflicts.append(AmendmentConflict(entry, tuple(given)))
            kept.append(entry)
        elif given and given[0].kind == "void":
            voided.append(entry)
        elif given:
            label = given[0]
            kept.append(replace(entry, step=label.step, unit=label.unit, option=label.option))
            if label.step is None:
                words[entry.id] = label.text
        else:
            kept.append(entry)
    unlabelled = tuple(entry for entry in kept if entry.kind == "mark" and entry.step is None)
    return Resolution(tuple(kept), tuple(voided), unlabelled, tuple(conflicts), words)


def refusal(state: DrillState, entry: Entry) -> Text | None:
    """Say why `entry` cannot come next, in words for the timekeeper; None if it can."""
    if entry.id in state.entries:
        return _("This entry is in the log already.")
    if entry.kind in ("void", "label"):
        return _amendment_refusal(state, entry)
    if entry.kind == "sync":
        return _sync_refusal(state, entry)
    if is_begin(entry) or is_void_round(entry):
        return _once_refusal(state, entry)
    return _phase_refusal(state.phase(entry.source), entry)


def require_legal(state: DrillState, entry: Entry) -> None:
    """Raise UserError with the reason if `entry` cannot come next."""
    reason = refusal(state, entry)
    if reason is not None:
        raise UserError(reason)


def _leaves_phases(state: DrillState, void: Entry) -> bool:
    return leaves_phases(state.entries, state.amendments, state.phase(void.source), void)


def _is_amended(state: DrillState, label: Entry) -> bool:
    """Tell whether a label, or what it speaks of, was amended before."""
    return label.id in state.amendments or (label.amends or "") in state.amendments


def _says(amendment: Entry) -> tuple[str, ...]:
    place = (amendment.step, amendment.unit, amendment.option)
    words = amendment.text if amendment.kind == "label" and amendment.step is None else ""
    return (amendment.kind, *(part or "" for part in place), words)


def _phase(entries: Iterable[Entry]) -> Phase:
    phase: Phase = "ready"
    for entry in entries:
        phase = _step(phase, entry)
    return phase


def _step(phase: Phase, entry: Entry) -> Phase:  # noqa: PLR0911 - a table of moves, one a line
    is_move = entry.kind in _MOVES or is_begin(entry)
    if not is_move or entry.made in ("late", "imported"):
        return phase
    over = phase in ("ended", "aborted")
    match entry.kind:
        case "arm":
            return "armed" if phase == "ready" else phase
        case "hold":
            return phase if over else "held"
        case "resume":
            return "running" if phase == "held" else phase
        case "abort":
            return phase if over else "aborted"
        case "end":
            return phase if over else "ended"
        case _:
            return "running" if phase in ("ready", "armed") else phase


def _phase_refusal(phase: Phase, entry: Entry) -> Text | None:  # noqa: PLR0911 - one a reason
    source = entry.source
    if entry.kind == "note" or entry.made in ("late", "imported"):
        return None
    if entry.kind == "arm":
        if phase == "ready":
            return None
        return _("{source} is armed already.", source=source)
    if phase == "ready":
        return _("{source} is not armed yet; arm it first.", source=source)
    if phase in ("ended", "aborted"):
        if entry.kind == "not_performed":
            return None
        if entry.kind in _DEEDS:
            return _("The drill is over for {source}; enter this as a late entry.", source=source)
        return _("The drill is over for {source}.", source=source)
    if entry.kind == "hold" and phase == "held":
        return _("The drill is paused already; resume it first.")
    if entry.kind == "resume" and phase != "held":
        return _("The drill is not paused, so it cannot be resumed.")
    return None


def _once_refusal(state: DrillState, entry: Entry) -> Text | None:
    """Refuse to begin a running clock anew, and to make void what is void; no round is too late."""
    phase = state.phase(entry.source)
    if phase == "ready":
        return _("{source} is not armed yet; arm it first.", source=entry.source)
    is_same = is_begin if is_begin(entry) else is_void_round
    is_there = any(
        is_same(other)
        and other.source == entry.source
        and not is_voided(other.id, state.amendments)
        for other in state.entries.values()
    )
    if is_void_round(entry):
        return _("This round is void already.") if is_there else None
    if phase in ("ended", "aborted"):
        return _("The drill is over for {source}.", source=entry.source)
    return _("The drill has begun already.") if is_there else None


def _amendment_refusal(  # noqa: PLR0911 - one a reason
    state: DrillState, entry: Entry
) -> Text | None:
    target = state.entries.get(entry.amends or "")
    if target is None:
        return _("The entry to be changed is not in this log.")
    if target.kind == "void":
        return _("A void cannot be taken back; mark the step anew.")
    if entry.kind == "label" and target.kind not in _DEEDS:
        return _("Only a mark, a failed or a not performed can be given another step.")
    if entry.kind == "label" and entry.step is None and target.kind != "mark":
        return _("Only a mark can be named in words; choose a step for the others.")
    given = [
        one
        for one in state.amendments.get(target.id, ())
        if not is_voided(one.id, state.amendments)
    ]
    if any(one.kind == "void" for one in given):
        return _("This entry is void already.")
    if given and entry.kind == "label":
        return _("This entry has a label already; void that label first.")
    if given and target.kind in _DEEDS:
        return _("This entry has a label; void that label first, then the entry.")
    return None


def _sync_refusal(state: DrillState, entry: Entry) -> Text | None:
    for other in state.entries.values():
        same = other.kind == "sync" and (other.source, other.text) == (entry.source, entry.text)
        if same and not is_voided(other.id, state.amendments):
            return _(
                "{source} has the sync mark {name} already; give another name.",
                source=entry.source,
                name=entry.text,
            )
    return None
