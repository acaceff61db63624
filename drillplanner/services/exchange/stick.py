"""Put the portable program on a stick beside a post's pack, and read every file of it back."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, StoreFault
from drillplanner.base.texts import _
from drillplanner.services.exchange.written_files import read_again

#: The folder of the portable program, on a stick and in its zip.
FOLDER = "DrillPlanner"
#: What a person starts in it; a folder without it is no portable program.
_STARTER = "DrillPlanner.exe"
#: What belongs to whoever uses it, and never goes to another stick.
_DATA = "data"
#: More than any version of ours has: files, and bytes once unpacked.
_MOST_FILES, _MOST_BYTES = 20_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class OnStick:
    """What came of putting the program on a stick: files in all, and those that were new."""

    folder: Path
    files: int
    written: int


def program_beside(data: Path) -> Path | None:
    """Find the portable program that keeps its drills in the folder `data`, if it is one."""
    folder = data.parent
    is_ours = data.name == _DATA and (folder / _STARTER).is_file()
    return folder if is_ours else None


def station_pack_beside(data: Path, suffix: str) -> Path | None:
    """Find the one station pack on the stick that the portable program was started from.

    None where this is no portable program, or there are several packs: a person then chooses.
    """
    program = program_beside(data)
    if program is None:
        return None
    try:
        found = [
            path
            for folder in (program, program.parent)
            for path in folder.iterdir()
            if path.suffix.lower() == suffix and path.is_file()
        ]
    except OSError:
        return None
    return found[0] if len(found) == 1 else None


def put_program(program: Path, stick: Path) -> OnStick:
    """Write the portable program, a folder or its zip, to a stick; what is there already stays.

    Raises:
        FileRefused: it is no portable program of ours.
        UserError: it cannot be written there.
        StoreFault: the medium failed, or does not hold what was written.
    """
    if program.is_dir():
        return _put(_of_folder(program), stick)
    try:
        with zipfile.ZipFile(program) as archive:
            return _put(_of_zip(archive, program.name), stick)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise FileRefused(
            _("{file} is not the portable program, or is damaged.", file=program.name)
        ) from error


class _File:
    """One file of the program, read when it is written."""

    def __init__(self, size: int, archive: zipfile.ZipFile | None, place: Path | str) -> None:
        self.size, self._archive, self._place = size, archive, place

    def read(self) -> bytes:
        if self._archive is not None:
            return self._archive.read(str(self._place))
        return Path(self._place).read_bytes()


def _of_folder(program: Path) -> Mapping[str, _File]:
    found: dict[str, _File] = {}
    for path in _files_in(program):
        name = path.relative_to(program).as_posix()
        if name.split("/", 1)[0] != _DATA:
            found[name] = _File(path.stat().st_size, None, path)
    return _sound(found, program.name)


def _files_in(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _of_zip(archive: zipfile.ZipFile, name: str) -> Mapping[str, _File]:
    found: dict[str, _File] = {}
    for info in archive.infolist():
        parts = PurePosixPath(info.filename).parts
        if info.is_dir():
            continue
        is_within = len(parts) > 1 and parts[0] == FOLDER
        if not is_within or any(
            part in ("..", ".") or "\\" in part or ":" in part for part in parts
        ):
            raise FileRefused(_("{file} is not the portable program, or is damaged.", file=name))
        if parts[1] != _DATA:
            found["/".join(parts[1:])] = _File(info.file_size, archive, info.filename)
    return _sound(found, name)


def _sound(found: Mapping[str, _File], name: str) -> Mapping[str, _File]:
    size = sum(one.size for one in found.values())
    if _STARTER not in found or len(found) > _MOST_FILES or size > _MOST_BYTES:
        raise FileRefused(_("{file} is not the portable program, or is damaged.", file=name))
    return found


def _put(files: Mapping[str, _File], stick: Path) -> OnStick:
    folder = stick / FOLDER
    written = 0
    for name, file in files.items():
        path = folder / name
        data = file.read()
        if not _holds(path, data):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                reason = error.strerror or type(error).__name__
                raise StoreFault(
                    _("The folder {folder} cannot be made.", folder=str(path.parent))
                ) from OSError(reason)
            write_durably(path, data)
            read_again(path, data)
            written += 1
    return OnStick(folder, len(files), written)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
