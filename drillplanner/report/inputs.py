"""Hold all that a report is made from; what nobody told the program stays empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from drillplanner.base.texts import Text, Words
from drillplanner.plan.model import Script
from drillplanner.review.observation import FreeMark, Log
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Grade, Scorecard
from drillplanner.terms.document import Phrase
from drillplanner.terms.vocabulary import ChainState, Ending, Handling, Made, Nature


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the evaluation group, or one who kept time; `duty` says as what."""

    name: str
    duty: Words = ""


@dataclass(frozen=True, slots=True)
class DrillDetails:
    """What is known of the drill beside its script and log; every field may be empty.

    `started` and `ended` are aware times. `timekeepers` is by source. `basis` are the plans
    and rules the drill's leaders stand on, as they worded them. `ending` is there where the
    round was broken off or made void, with the reason that was written.
    """

    name: Words = ""
    school: Words = ""
    place: Words = ""
    started: datetime | None = None
    ended: datetime | None = None
    nature: Nature | None = None
    round: int | None = None
    ending: Ending | None = None
    ending_reason: str = ""
    handling: Handling | None = None
    organisers: tuple[Words, ...] = ()
    participants: tuple[Words, ...] = ()
    evaluators: tuple[Member, ...] = ()
    timekeepers: Mapping[str, str] = field(default_factory=dict)
    equipment: tuple[Words, ...] = ()
    basis: tuple[Words, ...] = ()
    purpose: Words = ""
    preparation: Words = ""
    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    self_evaluation: tuple[Words, ...] = ()
    strengths: tuple[Words, ...] = ()
    problems: tuple[Words, ...] = ()
    advice: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """One hash chain of the log, or one file: how many entries, its last hash, is it whole.

    `break_at` names the first entry that does not fit where `state` is broken.
    """

    source: str
    entries: int
    last_hash: str
    state: ChainState
    break_at: str = ""


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction in the log: which entry was made void or renamed, by whom, when, why.

    A label names the `step` it gave; one without gave the words in `reason` instead.
    """

    source: str
    entry: str
    kind: Literal["void", "label", "restore"]
    when: str = ""
    author: str = ""
    reason: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What befell the clock of a source in mid drill: by which entry, when, and what."""

    source: str
    entry: str
    when: str
    said: Text


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """The grade the evaluation group's leader entered (评定等级)."""

    grade: Grade
    by: str
    reason: Words = ""


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo of the drill: what it shows, and its picture as a JPEG that was drawn anew.

    `sha256` is that of the file that was attached, not of the picture. `taken` is the
    camera's own time. Where there is no picture `missing` says why.
    """

    caption: str
    belongs: Phrase
    name: str
    sha256: str
    taken: str = ""
    by: str = ""
    picture: bytes | None = None
    width: int = 0
    height: int = 0
    missing: Text | None = None


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """Everything a report is a function of.

    `made` says by place (`Observation.place`) how an entry came into the log; what is not
    in it was imported. `free` are the marks of no step of the script, which count for nothing.
    `has_adopted` says that the drill took this script on after it was over, `has_many_scripts`
    that laptops gave it different ones.
    """

    script: Script
    log: Log
    scorecard: Scorecard
    ratings: tuple[Rating, ...] = ()
    details: DrillDetails = field(default_factory=DrillDetails)
    chains: tuple[Chain, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    clock_events: tuple[ClockEvent, ...] = ()
    final_grade: FinalGrade | None = None
    made: Mapping[str, Made] = field(default_factory=dict)
    free: tuple[FreeMark, ...] = ()
    has_adopted: bool = False
    has_many_scripts: bool = False
    photos: tuple[ReportPhoto, ...] = ()
