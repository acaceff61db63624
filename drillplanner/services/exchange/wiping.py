"""Wipe what a post's laptop holds of a drill, once its log pack was read back.

A laptop that was lent, or stands where anybody can open it, should not go on holding a drill. One
step takes the log, what lies in its second places and the station pack away, and it is taken only
while a log pack is at hand that holds every byte of what goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.texts import Text, _
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.run.fact import digest, read_body
from drillplanner.run.fact_kinds import STATION
from drillplanner.services.exchange.pack_exchange import hand_over
from drillplanner.services.exchange.pack_joining import read_file
from drillplanner.services.exchange.stations import open_file
from drillplanner.services.safekeeping import Gone, Safekeeping, Traces
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wiping:
    """What one step would take away, and the pack that holds all of it."""

    drill: str
    title: str
    pack: Path
    stations: tuple[Path, ...]
    traces: Traces


class Wipe:
    """The room of `Services` that clears a post's laptop."""

    def __init__(self, home: WorkspaceHome, safekeeping: Safekeeping, key_file: Path) -> None:
        self._home, self._safekeeping, self._key_file = home, safekeeping, key_file

    def is_offered(self, drill: str) -> bool:
        """Tell whether a drill was handed to this laptop by another one; on the work lane."""
        return self._home.read(was_handed, drill, LaptopKey.of_file(self._key_file).public)

    def look(self, drill: str, pack: Path, stations: Sequence[Path] = ()) -> Wiping:
        """Say what would go, after reading the log pack once more; on the work lane.

        Raises:
            UserError: the pack does not hold all that would go.
            FileRefused: a file cannot be read, or is of another drill.
        """
        title = self._home.read(_require_held, drill, pack)
        here = tuple(path for path in stations if path.is_file())
        for path in here:
            if open_file(path).drill != drill:
                raise FileRefused(_("{file} is the station pack of another drill.", file=path.name))
        return Wiping(drill, title, pack, here, self._safekeeping.traces(drill))

    def wipe(self, found: Wiping, by: str) -> Gone:
        """Take all of it away; on the data lane.

        Raises:
            UserError: the pack is not there any more, something was logged since, or nobody is
                named who decided it; nothing was taken away.
            StoreFault: nothing was taken away.
        """
        self.look(found.drill, found.pack, found.stations)
        gone = self._safekeeping.purge(found.drill, by)
        cleaned, left = list(gone.cleaned), list[tuple[Path, Text]](gone.left)
        for path in found.stations:
            try:
                path.unlink()
                cleaned.append(path)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                left.append((path, _("It cannot be deleted: {reason}", reason=reason)))
        return Gone(tuple(cleaned), tuple(left))


def wiping_said(found: Wiping) -> tuple[Text, Text]:
    """Say what would go, and what that means."""
    what = _(
        "From this laptop go: the log of {drill} ({entries} entries, {photos} photos), here, in "
        "{copies} backups and in its second place, and its station pack. All of the log is in "
        "{pack}, which was read back just now.",
        drill=found.title,
        entries=found.traces.entries,
        photos=found.traces.photos,
        copies=len(found.traces.copies),
        pack=found.pack.name,
    )
    means = _(
        "It cannot be undone: from now on only that log pack holds what this post logged, and "
        "this laptop takes part in this drill no more. The steps of the post stay in the list of "
        "scripts, and the timekeeper's name stays."
    )
    return what, means


def was_handed(workspace: Workspace, drill: str, key: str) -> bool:
    """Tell whether a drill came by a station pack that another laptop's key signed."""
    found = [read_body(one.data).get("key") for one in workspace.facts(drill, STATION)]
    return bool(found) and key not in found


def _require_held(workspace: Workspace, drill: str, path: Path) -> str:
    """Read a log pack again, and give the drill's title if it holds all there is of it."""
    held = workspace.drill(drill)
    if held is None:
        raise UserError(_("This drill is not in the workspace any more; choose another."))
    pack = read_pack(read_file(path))
    content = digest(hand_over(workspace, drill))
    if pack.state != "signed" or pack.head is None or pack.head.content != content:
        raise UserError(
            _(
                "{file} does not hold all that is here of the drill. Write the log pack once "
                "more; nothing was wiped.",
                file=path.name,
            )
        )
    return held.drill.title
