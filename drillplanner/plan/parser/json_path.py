"""Name places in a JSON file for people: paths, and texts that are safe to show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from drillplanner.base.texts import Text

#: Where a value stands: names of members and indexes of items, from the root inwards.
Where: TypeAlias = "tuple[str | int, ...]"

_CLIP = 60
_PATH_CLIP = 200
_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about one place in a script.

    `needs` names the list that had to be known whole for this to be said.
    """

    where: Where
    text: Text
    needs: str = ""


def shown(value: object) -> str:
    """Make any text safe to show: clipped, and free of control characters."""
    text = str(value)
    return _printable(text if len(text) <= _CLIP else text[:_CLIP] + "…")


def shown_path(path: Path) -> str:
    """Make a path safe to show; a long one keeps its end, which names the file."""
    text = str(path)
    return _printable(text if len(text) <= _PATH_CLIP else "…" + text[-_PATH_CLIP:])


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def json_path(where: Where) -> str:
    """Write a place as JSONPath (RFC 9535): `$.steps[3].role`."""
    parts = ["$"]
    for part in where:
        if isinstance(part, int):
            parts.append(f"[{part}]")
        elif _PLAIN_NAME.fullmatch(part) and len(part) <= _CLIP:
            parts.append(f".{part}")
        else:
            quoted = shown(part).replace("\\", "\\\\").replace("'", "\\'")
            parts.append(f"['{quoted}']")
    return "".join(parts)
