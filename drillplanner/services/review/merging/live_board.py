"""Put together what stations dropped while a drill runs: who is there, what came, what is open.

It is what joining would come to now, and it joins nothing: the log packs that are handed over at
the end do that. A laptop of which nothing is heard is the normal case, and raises no alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import LogPack, entries_of, read_pack
from drillplanner.plan.model import Step
from drillplanner.report.sections.targets import limit_said
from drillplanner.report.subject import Subject
from drillplanner.run.chain import in_order
from drillplanner.run.codec import Sealed, as_fact
from drillplanner.run.entry import Entry
from drillplanner.run.fact import Fact
from drillplanner.run.live_log import DEEDS, LiveLog, Phase
from drillplanner.run.rounds import Arming, read_arming
from drillplanner.services.exchange.pack_exchange import write_log_pack
from drillplanner.services.exchange.shared_folder import Drop, Dropped, Signs, drop_name
from drillplanner.services.review.merging.copies import settled
from drillplanner.services.review.merging.time_line import SourceLine, time_line
from drillplanner.services.review.review_session import (
    DrillReview,
    Recorded,
    read_drill,
    review_drill,
)
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.terms.document import Phrase, Sign
from drillplanner.terms.measured_words import measured_said
from drillplanner.terms.vocabulary import verdict_sign

_UNDER_WAY = Sign("dot", pgettext("target on the live board", "under way"))


@dataclass(frozen=True, slots=True)
class StationNow:
    """How a source stands. `heard_s` is since anything of it changed; None where nothing has.

    `battery` is in percent, None where it does not say. `at` is when its last act was.
    """

    source: str
    phase: Phase
    entries: int
    last: Phrase = ""
    at: Phrase = ""
    to_come: tuple[Phrase, ...] = ()
    tie: SourceLine | None = None
    battery: int | None = None
    heard_s: float | None = None
    is_here: bool = False
    doubt: Text | None = None


@dataclass(frozen=True, slots=True)
class TargetNow:
    """A target as it stands; `is_under_way` where it began and is not over."""

    id: str
    name: Phrase
    sign: Sign
    measured: Phrase
    limit: Phrase
    is_under_way: bool


@dataclass(frozen=True, slots=True)
class BoardNow:
    """All of it at one moment. `waiting` are posts of the script that nobody has armed for."""

    title: str
    round: int
    stations: tuple[StationNow, ...]
    waiting: tuple[Phrase, ...]
    targets: tuple[TargetNow, ...]
    refused: tuple[Phrase, ...] = ()


class LiveBoard:
    """The room of `Services` for the live board; all of it is asked for on the work lane."""

    def __init__(self, home: WorkspaceHome, key_file: Path) -> None:
        self._home, self._key_file = home, key_file
        self._packs: dict[str, tuple[str, LogPack | None]] = {}

    def drop(self, drill: str, source: str, signs: Signs) -> Drop:
        """Write what this laptop has of a drill, without photos and names, to be dropped."""
        key = LaptopKey.of_file(self._key_file)
        data = self._home.read(write_log_pack, drill, key, with_names=False, with_photos=False)
        return Drop(drop_name(source, key.public, drill), data, signs)

    def look(
        self, drill: str, dropped: Sequence[Dropped], heard_s: Mapping[str, float] | None = None
    ) -> BoardNow:
        """Say how a drill stands by what was dropped and what is here.

        Args:
            drill: which one; packs of others are passed over.
            dropped: what was read of the folder.
            heard_s: how long ago each laptop's file changed, by its name.

        Raises:
            UserError: there is no such drill here.
        """
        here = self._home.read(read_drill, drill)
        self._packs = {one.name: self._read(one) for one in dropped}
        return _board(here, dropped, {n: p for n, (_m, p) in self._packs.items()}, heard_s or {})

    def _read(self, one: Dropped) -> tuple[str, LogPack | None]:
        """Read a pack, unless it is as it was at the last look."""
        known = self._packs.get(one.name)
        if known is not None and known[0] == one.mark:
            return known
        pack = None
        with suppress(FileRefused):
            pack = read_pack(one.pack)
        return one.mark, pack


@dataclass(slots=True)
class _Heard:
    """What the folder says of a source beside its entries."""

    signs: Signs | None = None
    heard_s: float | None = None
    doubt: Text | None = None
    names: list[str] = field(default_factory=list)


def _board(
    here: Recorded,
    dropped: Sequence[Dropped],
    packs: Mapping[str, LogPack | None],
    heard_s: Mapping[str, float],
) -> BoardNow:
    own = {one.entry.source for one in here.entries}
    heard: dict[str, _Heard] = {}
    facts = list[Fact]()
    refused = list[Phrase]()
    for one in dropped:
        pack = packs.get(one.name)
        if pack is None:
            refused.append(one.name)
        elif pack.drill == here.drill.id:
            facts += pack.facts
            _hear(heard, one, pack, heard_s.get(one.name))
    review = review_drill(_with(here, facts))
    subject = Subject(review.inputs)
    of_round = [one for one in review.recorded.entries if one.entry.round == review.round]
    log = LiveLog(one.entry for one in of_round)
    ties = {one.source: one for one in time_line(subject).sources}
    armed = _armed(of_round)
    stations = tuple(
        _station(source, arming, log, review, subject, ties.get(source), heard.get(source), own)
        for source, arming in sorted(armed.items(), key=lambda one: (not one[1].is_control, one[0]))
    )
    kept = {post for arming in armed.values() for post in arming.posts}
    is_all = any(not arming.posts for arming in armed.values())
    waiting = (
        ()
        if is_all
        else tuple(subject.words(one.name) for one in review.script.posts if one.id not in kept)
    )
    targets = tuple(_targets(subject))
    return BoardNow(here.drill.title, review.round, stations, waiting, targets, tuple(refused))


def _hear(heard: dict[str, _Heard], one: Dropped, pack: LogPack, heard_s: float | None) -> None:
    """Note of which source a file speaks: of that which its signs name, else of all in it."""
    sources = {entry.entry.source for entry in entries_of(pack.facts)}
    named = {one.signs.source} & sources if one.signs is not None else set()
    for source in named or sources:
        known = heard.setdefault(source, _Heard())
        known.names.append(one.name)
        known.signs = one.signs if named else known.signs
        if heard_s is not None and (known.heard_s is None or heard_s < known.heard_s):
            known.heard_s = heard_s
        if pack.state != "signed":
            known.doubt = _("not signed as it is, look at the log pack when it is handed over")


def _with(here: Recorded, facts: Sequence[Fact]) -> Recorded:
    """Give a drill as it would be recorded here, had the packs been joined."""
    every = [*here.entries, *(one for one in entries_of(facts) if one.entry.drill == here.drill.id)]
    first: dict[str, Sealed] = {}
    others = list[Fact]()
    for one in every:
        known = first.setdefault(one.entry.id, one)
        if known.hash != one.hash:
            others.append(as_fact(one))
    known_facts = {one.id for one in here.facts}
    told = [one for one in facts if one.id not in known_facts and one.drill == here.drill.id]
    whole = (*here.facts, *{one.id: one for one in told}.values())
    entries = in_order(settled(tuple(first.values()), others, whole))
    return replace(here, entries=entries, facts=whole)


def _armed(entries: Sequence[Sealed]) -> dict[str, Arming]:
    found: dict[str, Arming] = {}
    for one in entries:
        said = read_arming(one.entry.text) if one.entry.kind == "arm" else None
        if said is not None or one.entry.source not in found:
            found[one.entry.source] = said or Arming()
    return found


def _station(
    source: str,
    arming: Arming,
    log: LiveLog,
    review: DrillReview,
    subject: Subject,
    tie: SourceLine | None,
    heard: _Heard | None,
    own: set[str],
) -> StationNow:
    mine = [one for one in log if one.source == source and log.is_live(one.id)]
    deeds = [one for one in mine if one.kind in DEEDS]
    last = deeds[-1] if deeds else None
    signs = heard.signs if heard is not None else None
    return StationNow(
        source,
        log.phase(source),
        len(mine),
        _deed(last, log, subject),
        _when(last, review, subject),
        tuple(_to_come(arming, deeds, log, review, subject)),
        tie,
        None if signs is None else signs.battery,
        None if heard is None else heard.heard_s,
        source in own and heard is None,
        None if heard is None else heard.doubt,
    )


def _deed(entry: Entry | None, log: LiveLog, subject: Subject) -> Phrase:
    if entry is None:
        return ""
    said = log.says(entry)
    if said.step is None:
        return said.text or _("an instant without a name")
    part = said.unit or said.option
    return subject.names.reference(f"{said.step}/{part}" if part else said.step)


def _when(entry: Entry | None, review: DrillReview, subject: Subject) -> Phrase:
    """Say when an act was, on the drill's clock where its own is tied to it."""
    if entry is None:
        return ""
    for row in review.log.observations:
        if row.place == entry.id and row.at_s is not None:
            return subject.drill_time(row.at_s, row.source)
    return ""


def _to_come(
    arming: Arming, deeds: Sequence[Entry], log: LiveLog, review: DrillReview, subject: Subject
) -> Iterator[Phrase]:
    said = {log.says(one).step for one in deeds}
    not_there = subject.timeline.not_applicable
    for step in review.script.steps:
        if step.id not in said and step.id not in not_there and _keeps(arming, step):
            yield subject.names.step(step.id)


def _keeps(arming: Arming, step: Step) -> bool:
    return arming.keeps(step.post, step.backup_post)


def _targets(subject: Subject) -> Iterator[TargetNow]:
    for target, result in subject.lines:
        is_open = result.verdict == "not_recorded" and result.start.at_s is not None
        yield TargetNow(
            target.id,
            subject.names.target(target.id),
            _UNDER_WAY if is_open else verdict_sign(result.verdict, result.bound),
            measured_said(target, result),
            limit_said(target),
            is_open,
        )
