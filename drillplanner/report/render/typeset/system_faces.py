"""Find the faces an office expects (小标宋, 黑体, 楷体, 仿宋) among the machine's own fonts.

GB/T 9704-2012 names them, and none of them may be shipped. Where a machine has one, and its
maker lets it be embedded, headings and running text are set in it; else the built-in face
stands. The same report on two machines with other fonts therefore differs in its bytes, never
in its words. The environment variable DRILLPLANNER_FONTS names other folders to look in;
empty, it keeps to the built-in face.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["title", "hei", "kai", "fang"]

FOLDERS = "DRILLPLANNER_FONTS"

#: Files of each face, the one that is liked best first; only outlines of TrueType can be embedded.
_FILES: Mapping[Role, tuple[str, ...]] = {
    "title": ("fzxbsjw.ttf", "fzxbsjw--gb1-0.ttf", "方正小标宋简体.ttf", "stzhongs.ttf"),
    "hei": ("simhei.ttf", "stxihei.ttf"),
    "kai": ("simkai.ttf", "simkai_gb2312.ttf", "stkaiti.ttf", "gkai00mp.ttf"),
    "fang": ("simfang.ttf", "simfang_gb2312.ttf", "stfangso.ttf"),
}
#: OS/2 fsType (OpenType 1.9): not to be embedded, not in part, or bitmaps alone.
_FORBIDDEN = 0x0002 | 0x0100 | 0x0200


def font_files(role: Role) -> Iterator[Path]:
    """Give the files of a face that are here and may be embedded, the best first."""
    for path in _found().get(role, ()):
        try:
            if _may_be_embedded(path.read_bytes()):
                yield path
        except (OSError, struct.error):
            continue  # a damaged font of the system: the next one's turn


@cache
def _found() -> Mapping[Role, tuple[Path, ...]]:
    wanted = {name: role for role, names in _FILES.items() for name in names}
    found: dict[Role, list[Path]] = {}
    for folder in _folders():
        for at, _folders_in, names in os.walk(folder):
            for name in names:
                role = wanted.get(name.lower())
                if role is not None:
                    found.setdefault(role, []).append(Path(at, name))
    return {
        role: tuple(sorted(paths, key=lambda path: _FILES[role].index(path.name.lower())))
        for role, paths in found.items()
    }


def _folders() -> Iterator[Path]:
    named = os.environ.get(FOLDERS)
    if named is not None:
        yield from (Path(one) for one in named.split(os.pathsep) if one)
    elif sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts")
        if "LOCALAPPDATA" in os.environ:
            yield Path(os.environ["LOCALAPPDATA"], "Microsoft", "Windows", "Fonts")
    elif sys.platform == "darwin":
        yield from (Path("/Library/Fonts"), Path.home() / "Library" / "Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield Path.home() / ".local" / "share" / "fonts"


def _may_be_embedded(font: bytes) -> bool:
    """Read in the table OS/2 whether the maker lets the font be embedded in part."""
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if tag == b"OS/2":
            return not struct.unpack_from(">H", font, offset + 8)[0] & _FORBIDDEN
    return True
