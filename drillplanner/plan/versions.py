"""Tell format versions of a script's document apart, and bring an older one up to the newest.

Everything here is a pure function on the document, the JSON value of a script's file. Types and
rules know the newest version alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from drillplanner.plan.model import VERSION
from drillplanner.plan.parser.json_path import Where

#: Names of members without the places in lists: ("steps", "units").
_Shape: TypeAlias = "tuple[str, ...]"

#: What version 2 added, by the object in which it stands (docs/formats.md, section 1).
SINCE_2: Mapping[_Shape, frozenset[str]] = {
    (): frozenset({"objectives", "extra"}),
    ("steps",): frozenset(
        {
            *("place", "say", "narration", "props", "from", "to", "means"),
            *("duration", "heads", "u_s", "extra"),
        }
    ),
    ("steps", "units"): frozenset({"heads"}),
    ("targets",): frozenset({"extra"}),
    ("targets", "source"): frozenset({"clause", "seen", "confirmed_by"}),
    ("criteria",): frozenset({"extra"}),
    ("scoring",): frozenset({"watch_u_s"}),
}
_DEEPEST = max(len(shape) for shape in SINCE_2)


def since_2(document: Any) -> Iterator[Where]:
    """Give each place in a document that only version 2 has."""
    yield from _since_2(document, (), ())


def least_version(document: Any) -> int:
    """Tell the lowest format version that has all that a document holds."""
    return 1 if next(since_2(document), None) is None else VERSION


def upcast(document: Any) -> Any:
    """Bring a document of an older version up to the newest; any other value is given back.

    All that version 1 says means the same in version 2.
    """
    if not is_of_version_1(document):
        return document
    return {**document, "version": VERSION}


def is_of_version_1(document: Any) -> bool:
    """Tell whether a document says version 1; true and 1.0 are no version."""
    version = document.get("version") if isinstance(document, dict) else None
    return type(version) is int and version == 1


def _since_2(value: Any, where: Where, shape: _Shape) -> Iterator[Where]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, dict):
                yield from _since_2(item, (*where, place), shape)
    elif isinstance(value, dict):
        newer = SINCE_2.get(shape, frozenset())
        for name, inner in value.items():
            # A scale is a word in version 1, an object since version 2.
            is_scale = (shape, name) == (("criteria",), "scale") and isinstance(inner, dict)
            if name in newer or is_scale:
                yield (*where, name)
            elif len(shape) < _DEEPEST:
                yield from _since_2(inner, (*where, name), (*shape, name))
