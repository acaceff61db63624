"""The room of `Services` that hands drills over to another laptop, and takes theirs in."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.services.exchange.pack_exchange import (
    Checked,
    TakenIn,
    check_log,
    hand_over,
    take_in,
)
from drillplanner.services.workspace_home import WorkspaceHome


class Packs:
    """What is read is asked for on the work lane; `take_in` is done on the data lane."""

    def __init__(self, home: WorkspaceHome) -> None:
        self._home = home

    def hand_over(self, drill: str) -> bytes:
        """Write all that is known of a drill as a journal that travels."""
        return self._home.read(hand_over, drill)

    def take_in(self, data: bytes) -> TakenIn:
        """Join all that is whole in a journal, in one transaction."""
        return self._home.write(take_in, data)

    def check(self, drill: str, known: Mapping[str, str] | None = None) -> Checked:
        """Examine a drill's hash chains and every byte they stand for."""
        return self._home.read(check_log, drill, known)
