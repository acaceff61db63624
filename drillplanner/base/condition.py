"""Tell the condition of a workspace file: what is damaged, mended, copied or joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.texts import Text


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is damaged: of which drill and session, which fact, and what it is.

    `drill`, `session` and `fact` are empty where the damage does not tell.
    """

    text: Text
    drill: str = ""
    session: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check came to; `is_whole` where every byte is as it was stored.

    `is_mendable` says that what was found is all in what can be computed anew or is in a
    journal, so that `Workspace.repair` mends it.
    """

    damages: tuple[Damage, ...]
    facts: int
    bytes: int
    seconds: float
    is_mendable: bool
    is_complete: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether nothing damaged was found, by a check that came to its end."""
        return self.is_complete and not self.damages

    @property
    def drills(self) -> frozenset[str]:
        """Which drills have damage of their own."""
        return frozenset(one.drill for one in self.damages if one.drill)

    @property
    def is_general(self) -> bool:
        """Whether some damage cannot be told to be of one drill."""
        return any(not one.drill for one in self.damages)


@dataclass(frozen=True, slots=True)
class Mended:
    """What a comparison brought back: entries by drill, and those whose bytes were put right.

    `unread` names journals that could not be read, or hold damaged lines that the database
    has not either.
    """

    missing: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, int] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many entries were brought back or put right."""
        return sum(self.missing.values()) + sum(self.damaged.values())


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """What came of joining a file: new facts, photos, names and drafts, and what was left out.

    `skipped` counts what could not be read or was malformed. `held_back` names drills that
    are deleted there and here are not: only a person can say that they are to go.
    """

    new: int = 0
    known: int = 0
    photos: int = 0
    names: int = 0
    drafts: int = 0
    #: Files that lay beside a workspace when it was backed up, text by name.
    files: Mapping[str, str] = field(default_factory=dict)
    skipped: int = 0
    tampered: tuple[str, ...] = ()
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was whole when it was made, and what it holds."""

    path: Path
    made_utc_s: int
    size: int
    drills: int
    entries: int
    last_utc_ns: int
