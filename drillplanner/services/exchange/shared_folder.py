"""Drop what a laptop has logged into a folder that others see, and read what they dropped.

Each laptop has one file there, its log pack so far, written beside and renamed: whoever reads it
reads a whole pack or the one before. A small file beside it tells that the laptop is there. The
folder may be out of reach for as long as it likes; the next drop makes up for all that was missed.

A share that hangs holds up whoever reads it, so none of this is done on a lane that others wait
for. Nothing here touches the workspace.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import _
from drillplanner.exchange.pack.log_pack import SUFFIX
from drillplanner.run.fact import digest
from drillplanner.services.exchange.written_files import file_named

#: Ending of the file that says that a laptop is there.
_HERE: Final = ".here"
#: Largest pack that is dropped or read: ten hours at a press a second, without photos.
MAX_BYTES: Final = 24_000_000
#: Most packs that are read, and most bytes of a file beside one.
_MOST_PACKS, _MOST_BYTES = 100, 2_000


@dataclass(frozen=True, slots=True)
class Signs:
    """What a laptop says of itself: its source, a count that grows, and its battery in percent."""

    source: str
    beat: int
    battery: int | None = None
    is_plugged: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """What is to be dropped: the pack of a laptop's drill, and its signs of life."""

    name: str
    pack: bytes
    signs: Signs


@dataclass(frozen=True, slots=True)
class Dropped:
    """One laptop's file as it was read; `mark` differs where anything of it changed."""

    name: str
    pack: bytes
    mark: str
    signs: Signs | None = None


@dataclass(slots=True)
class Dropper:
    """Writes one laptop's drops; what has not changed is not written again."""

    _written: dict[Path, str] = field(default_factory=dict)

    def write(self, folder: Path, drop: Drop) -> bool:
        """Write a drop; tell whether the pack was new.

        Raises:
            UserError: the folder is not there, or cannot be written; or the pack is too large.
            StoreFault: the medium failed.
        """
        if len(drop.pack) > MAX_BYTES:
            raise UserError(_("The log is too large for the live board; hand it over at the end."))
        path, mark = folder / f"{drop.name}{SUFFIX}", digest(drop.pack)
        is_new = self._written.get(path) != mark or not path.is_file()
        if is_new:
            write_durably(path, drop.pack)
            self._written[path] = mark
        write_durably(path.with_suffix(_HERE), _signs_bytes(drop.signs))
        return is_new


def drop_name(source: str, key: str, drill: str) -> str:
    """Name a laptop's file: its source for people, its key and drill so that no two share one."""
    return file_named([source, digest(f"{key} {drill}".encode())[:8]], "post", "")


def read_folder(folder: Path) -> tuple[Dropped, ...]:
    """Read all packs of a folder, by name; one that cannot be read now is left out.

    Raises:
        StoreFault: the folder itself cannot be read.
    """
    try:
        names = sorted(one.name for one in os.scandir(folder) if one.name.endswith(SUFFIX))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreFault(
            _("The folder {folder} is not in reach: {reason}", folder=str(folder), reason=reason)
        ) from error
    found: list[Dropped] = []
    for name in names[:_MOST_PACKS]:
        path = folder / name
        data = _bytes(path, MAX_BYTES)
        if data is not None:
            signs = _bytes(path.with_suffix(_HERE), _MOST_BYTES)
            mark = digest(data + (signs or b""))
            found.append(Dropped(path.stem, data, mark, _signs(signs or b"")))
    return tuple(found)


def changed(before: Sequence[Dropped], now: Sequence[Dropped]) -> frozenset[str]:
    """Name the laptops that were heard of since the folder was read before."""
    known = {one.name: one.mark for one in before}
    return frozenset(one.name for one in now if known.get(one.name) != one.mark)


def _bytes(path: Path, most: int) -> bytes | None:
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        return None
    return data if len(data) <= most else None


def _signs_bytes(signs: Signs) -> bytes:
    said = {
        "schema": 1,
        "source": signs.source,
        "beat": signs.beat,
        "battery": signs.battery,
        "plugged": signs.is_plugged,
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


def _signs(data: bytes) -> Signs | None:
    """Read signs of life; what is none says nothing."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    match said:
        case {
            "source": str(source),
            "beat": int(beat),
            "battery": battery,
            "plugged": bool(plugged),
        }:
            is_level = isinstance(battery, int) and 0 <= battery <= 100  # noqa: PLR2004 - percent
            return Signs(source[:64], beat, battery if is_level else None, plugged)
    return None
