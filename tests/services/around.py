"""Build services around a workspace that a test looks into."""

from __future__ import annotations

from drillplanner.bootstrap import Paths, Services
from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.services.lanes import AtOnce, Lanes
from drillplanner.services.workspace_home import WorkspaceHome


def services_around(
    home: WorkspaceHome, lanes: Lanes | None = None, clock: Clock | None = None
) -> Services:
    """Build services on a home that is known outside of them."""
    paths = Paths.within(home.path.parent, home.path)
    return Services(paths, clock or SystemClock(), lanes or AtOnce(), home)
