"""Build all that the program is made of, in the one place that does (docs/python.md).

The window, the command line, the demonstration and the tests get the same `Services`; what
differs between them is handed in: where files lie, which clock is read, where work is done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from drillplanner.run.clock.machine_clock import Clock, SystemClock
from drillplanner.services.lanes import AtOnce, Lanes
from drillplanner.services.workspace_home import FILE_NAME, WorkspaceHome

if TYPE_CHECKING:
    from types import TracebackType

    from drillplanner.base.texts import Text
    from drillplanner.services.catalogue import Catalogue
    from drillplanner.services.exchange.hub import HubExchange
    from drillplanner.services.exchange.packs import Packs
    from drillplanner.services.exchange.stations import Stations
    from drillplanner.services.exchange.wiping import Wipe
    from drillplanner.services.improve.improvements import Improvements
    from drillplanner.services.organisation.organisation import Organisation
    from drillplanner.services.plan.drafts import Drafts
    from drillplanner.services.plan.own_limits import OwnLimits
    from drillplanner.services.plan.script_versions import ScriptVersions
    from drillplanner.services.protection import Protection
    from drillplanner.services.review.merging.live_board import LiveBoard
    from drillplanner.services.review.reviews import Reviews
    from drillplanner.services.run.emergency_journal import EmergencyJournals
    from drillplanner.services.run.sessions import Sessions
    from drillplanner.services.safekeeping import Safekeeping

#: The folder, in that of a person's data, for entries that could not be saved in their place.
_UNSAVED = "unsaved"
#: The file there that holds the private key of this laptop.
_KEY = "laptop.key"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things lie: the workspace file, and the private folder for unsaved entries."""

    workspace: Path
    unsaved: Path

    @property
    def key(self) -> Path:
        """The file of this laptop's key, which signs what it logged."""
        return self.unsaved.parent / _KEY

    @classmethod
    def within(cls, folder: Path, workspace: Path | None = None) -> Self:
        """Put all of it into one person's folder, but the workspace where that is chosen."""
        return cls(workspace or folder / FILE_NAME, folder / _UNSAVED)


@dataclass(frozen=True)
class Services:
    """The use cases, by room; a room is imported when it is first asked for.

    What a room's own words call reading is asked for on the work lane, what changes something
    on the data lane. `close` comes last, once the lanes have ended.
    """

    paths: Paths
    clock: Clock
    lanes: Lanes
    _home: WorkspaceHome = field(repr=False)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Which drills are here and how they stand; which scripts they are held with."""
        from drillplanner.services.catalogue import Catalogue

        return Catalogue(self._home)

    @cached_property
    def sessions(self) -> Sessions:
        """Running drills."""
        from drillplanner.services.run.sessions import Sessions

        return Sessions(self._home, self.lanes, self.clock, self._unsaved(), self.paths.key)

    @cached_property
    def drafts(self) -> Drafts:
        """Scripts that are being written."""
        from drillplanner.services.plan.drafts import Drafts

        return Drafts(self._home, self.clock)

    @cached_property
    def own_limits(self) -> OwnLimits:
        """Limits that a county keeps itself."""
        from drillplanner.services.plan.own_limits import OwnLimits

        return OwnLimits(self._home)

    @cached_property
    def versions(self) -> ScriptVersions:
        """Published versions of scripts."""
        from drillplanner.services.plan.script_versions import ScriptVersions

        return ScriptVersions(self._home)

    @cached_property
    def reviews(self) -> Reviews:
        """Reviewing what was run."""
        from drillplanner.services.review.reviews import Reviews

        return Reviews(self._home, self.lanes, self.clock)

    @cached_property
    def improvements(self) -> Improvements:
        """Corrective actions."""
        from drillplanner.services.improve.improvements import Improvements

        return Improvements(self._home)

    @cached_property
    def organisation(self) -> Organisation:
        """Schools, and which drill was held at which."""
        from drillplanner.services.organisation.organisation import Organisation

        return Organisation(self._home)

    @cached_property
    def packs(self) -> Packs:
        """Handing drills over to another laptop, and taking theirs in."""
        from drillplanner.services.exchange.packs import Packs

        return Packs(self._home, self.paths.key)

    @cached_property
    def stations(self) -> Stations:
        """Handing a drill out to its posts, and taking one over at a post."""
        from drillplanner.services.exchange.stations import Stations

        return Stations(self._home, self.paths.key, self.clock)

    @cached_property
    def safekeeping(self) -> Safekeeping:
        """Checks, backups, and deleting for good."""
        from drillplanner.services.safekeeping import Safekeeping

        return Safekeeping(self._home, self.paths.unsaved, self.drafts)

    @cached_property
    def hub(self) -> HubExchange:
        """Sending to the county's server, and fetching from it."""
        from drillplanner.services.exchange.hub import HubExchange

        return HubExchange(self._home, self.paths.key)

    @cached_property
    def board(self) -> LiveBoard:
        """What stations that share a folder have logged so far."""
        from drillplanner.services.review.merging.live_board import LiveBoard

        return LiveBoard(self._home, self.paths.key)

    @cached_property
    def wiping(self) -> Wipe:
        """Clearing a post's laptop once its log pack was read back."""
        from drillplanner.services.exchange.wiping import Wipe

        return Wipe(self._home, self.safekeeping, self.paths.key)

    @cached_property
    def protection(self) -> Protection:
        """A password for the workspace, its recovery sheet, its key."""
        from drillplanner.services.protection import Protection

        def beside() -> tuple[Path, ...]:
            return (*self.drafts.files(), *self._unsaved().left())

        return Protection(self._home, self.safekeeping, self.clock, beside)

    def _unsaved(self) -> EmergencyJournals:
        from drillplanner.services.run.emergency_journal import EmergencyJournals

        return EmergencyJournals(self.paths.unsaved, self.paths.workspace)

    @property
    def read_only_because(self) -> Text | None:
        """Why the workspace can only be read; None where it is open for writing, or not yet."""
        return self._home.read_only_because

    @property
    def is_open(self) -> bool:
        """Whether the workspace is open by now."""
        return self._home.is_open

    def close(self) -> None:
        """Close the workspace; once is enough, and any later use opens it again."""
        self._home.close()

    def __enter__(self) -> Self:
        """Return the services themselves."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the workspace."""
        self.close()


def build(paths: Paths, clock: Clock | None = None, lanes: Lanes | None = None) -> Services:
    """Build the services; nothing is opened and nothing heavy imported yet.

    Args:
        paths: where things lie.
        clock: the machine's clocks unless given.
        lanes: where work is done; unless given, at once on the calling thread.
    """
    clock = clock or SystemClock()
    return Services(paths, clock, lanes or AtOnce(), WorkspaceHome(paths.workspace, clock))
