"""Hold what a JSON text says, what is wrong with its writing, and where everything stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from drillplanner.base.errors import Fault
from drillplanner.plan.parser.json_path import Where

#: Bounds of a file (docs/formats.md): bytes, nesting, values, values of one list or object,
#: and characters of one number. All but the first are far beyond any script of that length.
MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_WIDTH = 20_000
MAX_NUMBER = 100
#: More faults than a person will mend at one sitting are not listed.
MAX_FAULTS = 2_000


@dataclass(frozen=True, slots=True)
class JsonSource:
    """What a JSON text holds, what is wrong with its writing, and where everything stands.

    `spoiled` names the places whose value could not be taken and stands as null or in
    part; further complaints about them would only repeat a fault already told.
    """

    value: object
    faults: tuple[Fault, ...]
    spoiled: frozenset[Where]
    is_broken: bool
    _offsets: dict[int, dict[str | int, int]] = field(repr=False)
    _line_ends: list[int] = field(repr=False)

    def offset(self, where: Where) -> int:
        """Tell how many characters precede a place, or the nearest thing that holds it."""
        found, value = 0, self.value
        for part in where:
            places = self._offsets.get(id(value), {})
            if part not in places:
                break
            found = places[part]
            value = value[part]  # type: ignore[index]  # only containers have places
        return found

    def line(self, where: Where) -> int:
        """Tell the line, counted from 1, of a place or of the nearest thing that holds it."""
        return bisect_right(self._line_ends, self.offset(where)) + 1
