"""Tell at once that a void moves no source to another phase, so that nothing is computed anew.

Whoever takes an entry back after hours waits for this as for any press, and a long log takes
long to be folded. Where it is not plain, the answer is no, and the log is folded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_begin

#: Kinds that set a running clock going and do nothing else to a phase.
_STARTS = ("mark", "failed")
#: Phases that no mark brings about or ends.
_OF_THEIR_OWN = ("held", "ended", "aborted")

_Amendments = Mapping[str, Sequence[Entry]]


def leaves_phases(
    entries: Mapping[str, Entry], amendments: _Amendments, phase: str, void: Entry
) -> bool:
    """Say whether it is plain that a void changes no phase; False where it is not plain.

    Args:
        entries: the log before the void, by id.
        amendments: what was amended before it, by the id of what was amended.
        phase: that of the void's source.
        void: the void; it speaks for its own source only.
    """
    target = entries.get(void.amends or "")
    if target is None or target.source != void.source or void.id in amendments:
        return False
    if target.kind == "label":
        # Which step a mark is of moves nothing, unless laptops said different things of it.
        marked = amendments.get(target.amends or "", ())
        return target.id not in amendments and len(marked) == 1
    if not all(_is_voided_label(one, amendments) for one in amendments.get(target.id, ())):
        return False
    if target.kind in ("not_performed", "sync") or (target.kind == "note" and not is_begin(target)):
        return True
    return target.kind in _STARTS and (
        target.made in ("late", "imported")
        or phase in _OF_THEIR_OWN
        or (phase == "running" and _has_another_start(entries, amendments, target))
    )


def is_voided(entry: str, amendments: _Amendments) -> bool:
    """Say whether an entry was taken back, by what was amended, listed under what it amends."""
    return any(one.kind == "void" for one in amendments.get(entry, ()))


def _is_voided_label(one: Entry, amendments: _Amendments) -> bool:
    return one.kind == "label" and is_voided(one.id, amendments)


def _has_another_start(
    entries: Mapping[str, Entry], amendments: _Amendments, target: Entry
) -> bool:
    return any(
        one.kind in _STARTS
        and one.source == target.source
        and one.id != target.id
        and one.made not in ("late", "imported")
        and not is_voided(one.id, amendments)
        for one in entries.values()
    )
