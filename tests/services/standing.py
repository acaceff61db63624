"""Tell, for tests, what was begun and not ended in a drill, fact of its own or not."""

from __future__ import annotations

from drillplanner.run.drill_index_row import unfinished as unfinished_sessions
from drillplanner.run.live_log import Phase
from drillplanner.store.workspace import Workspace


def unfinished(workspace: Workspace, drill: str) -> tuple[tuple[int, str, Phase], ...]:
    """List the rounds and sources of a drill that were begun and not ended."""
    found = unfinished_sessions(workspace.sessions(drill))
    return tuple((one.round, one.source, one.phase) for one in found)
