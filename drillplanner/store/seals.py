"""Seal the rows that no fact's hash vouches for, so that one flipped bit in them is seen."""

from __future__ import annotations

from collections.abc import Iterable

from drillplanner.run.fact import digest

#: Hex digits of a seal: enough to see damage; it is no defence against somebody who forges.
LENGTH = 16
#: Stands in none of the texts that are sealed, so that no two rows spell alike.
_BETWEEN = "\x1f"


def seal_of(values: Iterable[object]) -> str:
    """Compute the seal of a row from what its columns hold, in their order."""
    spelled = (
        str(int(one)) if isinstance(one, bool) else "" if one is None else str(one)
        for one in values
    )
    return digest(_BETWEEN.join(spelled).encode("utf-8", "surrogatepass"))[:LENGTH]
