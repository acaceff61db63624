"""Hold all that a report is made from; what nobody told the program stays empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Final, Literal

from drillplanner.base.texts import Text, Words
from drillplanner.plan.model import Script
from drillplanner.review.comparison import Change
from drillplanner.review.observation import FreeMark, Log
from drillplanner.review.points.objection import Objection
from drillplanner.review.points.ratings import Rating
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.verdicts import Grade
from drillplanner.run.entry import Entry
from drillplanner.terms.document import Phrase
from drillplanner.terms.papers import Secret
from drillplanner.terms.vocabulary import ChainState, Ending, Handling, Made, Nature


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the evaluation group, or one who kept time; `duty` says as what."""

    name: str
    duty: Words = ""


@dataclass(frozen=True, slots=True)
class DrillDetails:
    """What is known of the drill beside its script and log; every field may be empty.

    `started` and `ended` are aware times; of a drill from paper `day` alone is known.
    `timekeepers` is by source. `basis` are the plans and rules the drill's leaders stand on, as
    they worded them. `ending` is there where the round was broken off or made void, with the
    reason that was written. `also` are other natures that laptops armed the round as.
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
    day: date | None = None
    also: tuple[Nature, ...] = ()


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


#: Rows of a log that are printed; a longer one stands in a table beside the report. A drill of
#: eight hours at a press every ten seconds has 3,000.
MOST_ROWS: Final = 5000


@dataclass(frozen=True, slots=True)
class Decided:
    """What a named person decided of a target, a step or unit, or the marks of a source."""

    kind: Literal["admit", "confirm", "use", "not_applicable", "tie"]
    subject: str
    source: str
    by: str
    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One entry of a recorded log: on its source's clock, with the name of who made it.

    `voided_by` is the void that stands against it, `label` the one that gave it its step or
    its words, `remarks` the notes on it that stand. `person` is whom the entry names, such as
    who confirmed a safety item.
    """

    entry: Entry
    at_s: Fraction
    by: str = ""
    voided_by: Entry | None = None
    label: Entry | None = None
    remarks: tuple[Entry, ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the ledger says of a finding, found by `about` (Shortfall.about)."""

    about: str
    state: Text
    measure: str = ""
    unit: str = ""
    person: str = ""
    due: date | None = None
    verification: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The last comparable drill in which a target was measured, and how it went since."""

    day: date
    measured: Phrase
    change: Change


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who confirmed a safety item before arming, and the time of day."""

    item: str
    by: str
    when: str


@dataclass(frozen=True, slots=True)
class ArmedOpen:
    """Who armed with safety items open, which ones, why, and the time of day."""

    items: tuple[str, ...]
    by: str
    reason: str
    when: str


@dataclass(frozen=True, slots=True)
class ReportInputs:
    """Everything a report is a function of.

    `made` says by place (`Observation.place`) how an entry came into the log; what is not
    in it was imported. `free` are the marks of no step of the script, which count for nothing.
    `has_adopted` says that the drill took this script on after it was over, `has_many_scripts`
    that laptops gave it different ones. `damages` say which stored records of the drill were
    damaged and do not count. `annex` names the table beside the report that holds a log which
    is too long to be printed (`MOST_ROWS`). `entries` is the recorded log as it was written.
    `earlier` is by target; where it is empty `earlier_why` says why. With `has_blanks` what
    nobody told is printed as room to write in, without it is left out. `has_form` adds the tick
    form that schools file. `confirmed` and `armed_open` are the safety gate. `hidden` is what a
    redaction took out.
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
    damages: tuple[Text, ...] = ()
    annex: str = ""
    made: Mapping[str, Made] = field(default_factory=dict)
    free: tuple[FreeMark, ...] = ()
    has_adopted: bool = False
    has_many_scripts: bool = False
    photos: tuple[ReportPhoto, ...] = ()
    entries: tuple[LoggedEntry, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    decided: tuple[Decided, ...] = ()
    objections: tuple[Objection, ...] = ()
    confirmed: tuple[Confirmed, ...] = ()
    armed_open: tuple[ArmedOpen, ...] = ()
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    earlier_why: Text | None = None
    has_blanks: bool = False
    has_form: bool = False
    hidden: frozenset[Secret] = frozenset()

    @property
    def is_log_too_long(self) -> bool:
        """Whether the log is too long to be printed row by row."""
        return len(self.log.observations) + len(self.free) > MOST_ROWS
