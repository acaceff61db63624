"""Choose which copy of an entry counts where laptops brought different ones, in whatever order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from drillplanner.exchange.pack.session_keys import provenance
from drillplanner.run.chain import union
from drillplanner.run.codec import Sealed, unseal
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import ENTRY


def settled(
    entries: Sequence[Sealed], copies: Iterable[Fact], facts: Iterable[Fact]
) -> tuple[Sealed, ...]:
    """Keep one copy of each entry: that which its own laptop signed, else which its chain holds.

    Where neither tells them apart none counts; both are named by a check of the log.
    """
    others = [unseal(one.data) for one in copies if one.kind == ENTRY]
    if not others:
        return tuple(entries)
    every = {one.hash: one for one in (*entries, *others)}
    by_id: dict[str, list[Sealed]] = defaultdict(list)
    for one in every.values():
        by_id[one.entry.id].append(one)
    signed = provenance(facts).vouched_by_own(every.values())
    held = {one.hash for one in union(every.values()).entries}
    kept = set[str]()
    for found in by_id.values():
        own = [one.hash for one in found if one.hash in signed]
        kept.update(own if len(own) == 1 else [one.hash for one in found if one.hash in held])
    return tuple(one for one in every.values() if one.hash in kept)
