"""Tell apart what the user can mend, what the world did, and (all else) our bugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drillplanner.base.texts import Text


class UserError(Exception):
    """Something the user can act on; `text` says what happened, to what, what to do next."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class StoreFault(Exception):
    """The disk, the database or the system failed; nothing was acknowledged."""

    def __init__(self, text: Text) -> None:
        super().__init__(str(text))
        self.text = text


class DiskFull(StoreFault):
    """There is no room: what was stored is whole, and opens again when there is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file from outside.

    `path` is a JSONPath ("$.steps[3].role") in a script; in a table it is
    "row 4, time". `line` counts from 1 where it is known. `item` names the place for people
    where the path says little to them ("step 4 (gate_shut), role").
    """

    path: str
    text: Text
    line: int | None = None
    item: Text | None = None


class FileRefused(UserError):
    """A file from outside was refused; every fault found is listed, in file order."""

    def __init__(self, text: Text, faults: Sequence[Fault] = ()) -> None:
        super().__init__(text)
        self.faults = tuple(faults)


class CheckFirst(FileRefused):
    """A workspace that may lack its newest entries; it opens all the same, after a check."""


class LeftElsewhere(UserError):
    """A workspace that another computer opened and did not close; a person can take it over."""


class Locked(UserError):
    """A workspace that is protected by a password, which was not given yet."""
