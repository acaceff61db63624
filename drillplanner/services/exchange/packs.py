"""The room of `Services` that hands drills over to another laptop, and takes theirs in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.exchange.pack.keys import LaptopKey, spoken
from drillplanner.exchange.pack.log_pack import SUFFIX, entries_of, read_pack
from drillplanner.exchange.pack.qr_codes import codes
from drillplanner.services.exchange.pack_exchange import (
    Checked,
    TakenIn,
    check_log,
    hand_over,
    pack_code,
    take_in,
    write_log_pack,
)
from drillplanner.services.exchange.pack_joining import (
    Examined,
    examine_file,
    examine_pictures,
    join,
)
from drillplanner.services.exchange.written_files import file_named, read_again
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """A log pack that was written, and read back from where it lies."""

    path: Path
    entries: int
    size: int
    check_code: str
    key: str


class Packs:
    """What is read is asked for on the work lane; what joins is done on the data lane."""

    def __init__(self, home: WorkspaceHome, key_file: Path) -> None:
        self._home, self._key_file = home, key_file

    def hand_over(self, drill: str) -> bytes:
        """Write all that is known of a drill as a journal that travels."""
        return self._home.read(hand_over, drill)

    def take_in(self, data: bytes) -> TakenIn:
        """Join all that is whole in a journal, in one transaction."""
        return self._home.write(take_in, data)

    def check(self, drill: str, known: Mapping[str, str] | None = None) -> Checked:
        """Examine a drill's hash chains and every byte they stand for."""
        return self._home.read(check_log, drill, known)

    def spoken_key(self) -> str:
        """Return the code of this laptop's key, as two people read it to each other."""
        return spoken(self._key().public)

    def write(self, drill: str, target: Path, *, with_names: bool = True) -> Written:
        """Write a drill's log pack to a file, or into a folder, and read it back from there.

        Raises:
            UserError: it cannot be written there.
            StoreFault: the disk failed, or what is read back is not what was written.
        """
        path = target / self.file_name(drill) if target.is_dir() else target
        return self._home.read(write_back, drill, self._key(), path, with_names=with_names)

    def meant(self, wanted: str | None = None) -> str:
        """Find a drill by its id or title; without either the latest one.

        Raises:
            UserError: there is none, or there are several.
        """
        return self._home.read(_meant, wanted)

    def file_name(self, drill: str) -> str:
        """Suggest the name of a drill's log pack: its title, and who logged it."""
        return self._home.read(_file_name, drill)

    def examine(self, path: Path, expected: str | None = None) -> Examined:
        """Say what a pack is and what it would bring; see `pack_joining.examine`."""
        return self._home.read(examine_file, path, expected)

    def codes(self, drill: str) -> tuple[str, ...]:
        """Cut a drill's log pack, without photos, into the texts of QR codes.

        Raises:
            UserError: it is too large to be shown in this way.
        """
        return codes(self._home.read(write_log_pack, drill, self._key(), with_photos=False))

    def examine_pictures(self, paths: Sequence[Path], expected: str | None = None) -> Examined:
        """Say what the log pack is of which these are pictures, or which codes are missing."""
        return self._home.read(examine_pictures, paths, expected)

    def join(self, examined: Examined) -> Examined:
        """Join what is sound in a pack that was examined."""
        return self._home.write(join, examined)[0]

    def _key(self) -> LaptopKey:
        return LaptopKey.of_file(self._key_file)


def write_back(
    workspace: Workspace, drill: str, key: LaptopKey, path: Path, *, with_names: bool = True
) -> Written:
    """Write a drill's log pack to a file and read it back from there; see `Packs.write`."""
    data = write_log_pack(workspace, drill, key, with_names=with_names)
    write_durably(path, data)
    read_again(path, data)
    pack = read_pack(data)
    signer = pack.head.key if pack.head is not None else ""
    code = pack_code(workspace, drill)
    return Written(path, len(entries_of(pack.facts)), len(data), code, spoken(signer))


def _meant(workspace: Workspace, wanted: str | None) -> str:
    known = [one.drill for one in workspace.drills()]
    found = [one.id for one in known if wanted in (one.id, one.title)]
    if wanted is None:
        found = [one.id for one in known[-1:]]
    if len(found) != 1:
        raise UserError(
            _(
                "{count} drills are called {name}; give the ID of one.",
                count=len(found),
                name=wanted or "",
            )
        )
    return found[0]


def _file_name(workspace: Workspace, drill: str) -> str:
    held, sessions = workspace.drill(drill), workspace.sessions(drill)
    sources = list(dict.fromkeys(one.source for one in sessions))
    words = [held.drill.title if held else drill, *(sources if len(sources) == 1 else ())]
    return file_named(words, drill, SUFFIX)
