"""Sum a drill's log up, one row a session, so that lists need not read the log.

A row says what a list, a start page or the ledger asks of a session. `summarise` computes the
rows of a drill from its log; `RoundSummary.add` brings them up to date by one entry, at the
cost of that entry. Both say the same, and `rounds_of` reads from rows what
`run.rounds.read_rounds` reads from the log itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from drillplanner.run.chain import in_order
from drillplanner.run.codec import Sealed
from drillplanner.run.drill import Drill
from drillplanner.run.entry import Entry
from drillplanner.run.entry_markers import is_void_round, reason_of
from drillplanner.run.live_log import AMENDING, LiveLog, Phase
from drillplanner.run.rounds import Round, Standing, read_arming, round_to_show

#: Changes whenever rows are computed otherwise, so that a workspace computes its own anew.
RULES: Final = 4

#: Where a source stands that has begun and neither ended nor broken off.
UNFINISHED: Final[frozenset[Phase]] = frozenset({"armed", "running", "held"})


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What is to be known of one session without reading its log.

    Attributes:
        author: who made the last entry.
        phase: where the source stands in the round, by all of its sessions.
        nature: what the session armed as, empty where it does not say.
        armed_utc_ns: when it said so; 0 where it does not say.
        is_control: whether it armed as the control post.
        begun_utc_ns: wall time of the first entry that stands; 0 where none does.
        stop: whether it broke the round off or made it void, and `stop_utc_ns`, `reason` when
            and why.
        count: entries of any kind; `last_seq` and `last_hash` are those of the last one.
        first_utc_ns: the earliest wall time, `last_utc_ns` the latest.
    """

    drill: str
    round: int
    source: str
    session: str
    author: str
    phase: Phase
    nature: str
    armed_utc_ns: int
    is_control: bool
    begun_utc_ns: int
    stop: str
    stop_utc_ns: int
    reason: str
    count: int
    last_seq: int
    last_hash: str
    first_utc_ns: int
    last_utc_ns: int

    @property
    def key(self) -> tuple[str, str]:
        """Tell this session from the others of its round."""
        return self.source, self.session

    @property
    def is_unfinished(self) -> bool:
        """Whether its source has begun and neither ended nor broken off."""
        return self.phase in UNFINISHED


@dataclass(frozen=True, slots=True)
class DrillSummary:
    """A drill and how it stands: where its last round does that is not void.

    `held_utc_ns` is when that round began, 0 where nothing was logged. `is_issued` tells
    whether a scorecard went out. `zone` is its script's, empty where nobody looked.
    """

    drill: Drill
    standing: Standing
    held_utc_ns: int
    is_issued: bool
    zone: str = ""


@dataclass(frozen=True)
class DrillSessions:
    """A drill with its sessions, for what the drill's own row does not say."""

    summary: DrillSummary
    sessions: tuple[SessionSummary, ...]

    @property
    def drill(self) -> Drill:
        return self.summary.drill

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return self.summary.standing

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds that were held, by number."""
        return rounds_of(self.sessions)

    @property
    def count(self) -> int:
        """How many entries there are."""
        return sum(one.count for one in self.sessions)

    @property
    def began_utc_ns(self) -> int:
        """Wall time of the first entry, else when it was held on paper, else of its making.

        A drill is named by this: what is corrected later changes nothing of it.
        """
        held = self.summary.held_utc_ns or self.drill.made_utc_ns
        return min((one.first_utc_ns for one in self.sessions), default=held)

    @property
    def last_utc_ns(self) -> int:
        """Wall time of the last entry, else of the drill's making."""
        return max((one.last_utc_ns for one in self.sessions), default=self.drill.made_utc_ns)

    def unfinished(self) -> tuple[SessionSummary, ...]:
        """List, one a source, what was begun and not ended in rounds that are not void."""
        return unfinished(self.sessions)


class RoundSummary:
    """One round, summed up as far as its log goes; `add` takes one more entry in.

    `rows` holds a row a session, by source and session.
    """

    def __init__(self, ordered: Sequence[Sealed]) -> None:
        """Sum up the log of one round, each source's entries in the order it wrote them."""
        self.rows: dict[tuple[str, str], SessionSummary] = {}
        self._log = LiveLog(one.entry for one in ordered)
        #: The session that a source wrote last, by which later entries are known to come last.
        self._last: dict[str, str] = {}
        for sealed in ordered:
            entry = sealed.entry
            key = entry.source, entry.session
            row = self.rows.get(key) or _begun(entry, self._log.phase(entry.source))
            self.rows[key] = _counted(row, sealed)
            self._last[entry.source] = entry.session
        self._tell_anew()

    def goes_on_with(self, entry: Entry) -> bool:
        """Whether `add` can take an entry: it comes last in the order that its source wrote.

        Where it is of a new session, or two sessions of one source stand side by side, only
        the whole log tells the order.
        """
        return self._last.get(entry.source) == entry.session

    def add(self, sealed: Sealed) -> tuple[SessionSummary, ...]:
        """Take one more entry in; return the rows that say something else now."""
        entry, before = sealed.entry, dict(self.rows)
        key = entry.source, entry.session
        self.rows[key] = _counted(self.rows[key], sealed)
        is_plain = _is_plain(self._log, entry)
        self._log.add(entry)
        if not is_plain:
            self._tell_anew()
        elif entry.kind not in AMENDING:
            self.rows[key] = _told(self.rows[key], entry)
        for one, row in self.rows.items():
            phase = self._log.phase(row.source)
            if row.phase != phase:
                self.rows[one] = replace(row, phase=phase)
        return tuple(row for one, row in self.rows.items() if before[one] != row)

    def _tell_anew(self) -> None:
        """Work in anew what all entries that stand say."""
        log = self._log
        self.rows = {key: replace(row, **_UNTOLD) for key, row in self.rows.items()}
        for entry in log:
            if entry.kind not in AMENDING and log.is_live(entry.id):
                key = entry.source, entry.session
                self.rows[key] = _told(self.rows[key], entry)


def summarise(log: Iterable[Sealed]) -> dict[int, RoundSummary]:
    """Sum the rounds of one drill up from its log, in whatever order it comes."""
    by_round: dict[int, list[Sealed]] = defaultdict(list)
    for sealed in in_order(log):
        by_round[sealed.entry.round].append(sealed)
    return {number: RoundSummary(ordered) for number, ordered in by_round.items()}


def rounds_of(sessions: Iterable[SessionSummary]) -> tuple[Round, ...]:
    """Read the rounds of one drill from the rows of its sessions, by number."""
    by_number: dict[int, list[SessionSummary]] = defaultdict(list)
    for one in sessions:
        by_number[one.round].append(one)
    return tuple(_round(number, by_number[number]) for number in sorted(by_number))


def unfinished(sessions: Sequence[SessionSummary]) -> tuple[SessionSummary, ...]:
    """List, one a source, what was begun and not ended in rounds of one drill that are not void."""
    begun = [one for one in sessions if one.is_unfinished]
    void = {one.number for one in rounds_of(sessions) if one.is_void} if begun else frozenset()
    found: dict[tuple[int, str], SessionSummary] = {}
    for one in begun:
        if one.round not in void:
            before = found.get((one.round, one.source))
            found[one.round, one.source] = one if before is None else _joined(before, one)
    return tuple(found.values())


def standing_of(rounds: Sequence[Round]) -> tuple[Standing, int]:
    """Tell where a drill stands, and when the round began that says so; 0 where none was held."""
    number = round_to_show(rounds)
    shown = next((one for one in rounds if one.number == number), None)
    if shown is None:
        return "empty", 0
    # Where somebody wrote something, if only a note, the drill is more than planned.
    return "under_way" if shown.standing == "empty" else shown.standing, shown.first_utc_ns


#: What a row says before any entry was heard.
_UNTOLD: Final[Mapping[str, Any]] = {
    "nature": "",
    "armed_utc_ns": 0,
    "is_control": False,
    "begun_utc_ns": 0,
    "stop": "",
    "stop_utc_ns": 0,
    "reason": "",
}


def _begun(entry: Entry, phase: Phase) -> SessionSummary:
    return SessionSummary(
        drill=entry.drill,
        round=entry.round,
        source=entry.source,
        session=entry.session,
        author=entry.author,
        phase=phase,
        count=0,
        last_seq=0,
        last_hash="",
        first_utc_ns=entry.wall_utc_ns,
        last_utc_ns=entry.wall_utc_ns,
        **_UNTOLD,
    )


def _counted(row: SessionSummary, sealed: Sealed) -> SessionSummary:
    entry = sealed.entry
    is_last = entry.seq >= row.last_seq
    return replace(
        row,
        author=entry.author if is_last else row.author,
        count=row.count + 1,
        last_seq=entry.seq if is_last else row.last_seq,
        last_hash=sealed.hash if is_last else row.last_hash,
        first_utc_ns=min(row.first_utc_ns, entry.wall_utc_ns),
        last_utc_ns=max(row.last_utc_ns, entry.wall_utc_ns),
    )


def _is_plain(before: LiveLog, entry: Entry) -> bool:
    """Whether an entry changes nothing of what earlier ones say; a label seldom does."""
    if before.live_amendments(entry.id):
        return False
    if entry.kind not in AMENDING:
        return True
    return entry.kind == "label" and not before.live_amendments(entry.amends or "")


def _told(row: SessionSummary, entry: Entry) -> SessionSummary:
    """Work in what an entry that stands says; the earliest by the wall clock is heard."""
    at = entry.wall_utc_ns
    if not row.begun_utc_ns or at < row.begun_utc_ns:
        row = replace(row, begun_utc_ns=at)
    arming = read_arming(entry.text) if entry.kind == "arm" else None
    if arming is not None:
        row = replace(row, is_control=row.is_control or arming.is_control)
        if arming.nature and (not row.nature or at < row.armed_utc_ns):
            row = replace(row, nature=arming.nature, armed_utc_ns=at)
    if entry.kind == "abort":
        stop = "void" if is_void_round(entry) else "broken_off"
        is_stronger = (stop == "void", -at) > (row.stop == "void", -row.stop_utc_ns)
        if not row.stop or is_stronger:
            row = replace(row, stop=stop, stop_utc_ns=at, reason=reason_of(entry))
    return row


def _round(number: int, sessions: Sequence[SessionSummary]) -> Round:
    control = frozenset([one.source for one in sessions if one.is_control])
    commanding = [one for one in sessions if not control or one.source in control]
    phases = {one.source: one.phase for one in sessions if one.phase != "ready"}
    standing, reason = _standing(commanding, phases, control)
    begun = sorted([one for one in sessions if one.begun_utc_ns], key=_begun_at)
    return Round(
        number,
        standing,
        nature=_nature(commanding) or _nature(sessions),
        control=control,
        reason=reason,
        sources=tuple(dict.fromkeys([one.source for one in begun])),
        first_utc_ns=min([one.first_utc_ns for one in sessions]),
        last_utc_ns=max([one.last_utc_ns for one in sessions]),
    )


def _begun_at(one: SessionSummary) -> tuple[int, str]:
    return one.begun_utc_ns, one.source


def _nature(sessions: Sequence[SessionSummary]) -> str:
    """Return the nature that was said first."""
    said = [(one.armed_utc_ns, one.source, one.nature) for one in sessions if one.nature]
    return min(said)[2] if said else ""


def _standing(
    commanding: Sequence[SessionSummary], phases: Mapping[str, Phase], control: frozenset[str]
) -> tuple[Standing, str]:
    """Tell how a round stands, and why; where somebody commands, only that word breaks it off.

    `phases` are those of all sources that began, whether they command or not.
    """
    stops = [one for one in commanding if one.stop]
    if stops:
        stops.sort(key=lambda one: (one.stop_utc_ns, one.source))
        void = next((one for one in stops if one.stop == "void"), None)
        if void is not None:
            return "void", void.reason
    if not phases:
        return "empty", ""
    if not UNFINISHED.isdisjoint(phases.values()):
        return "under_way", ""
    deciding = [phase for source, phase in phases.items() if not control or source in control]
    if deciding and all(phase == "aborted" for phase in deciding):
        return "broken_off", stops[0].reason if stops else ""
    return "ended", ""


def _joined(first: SessionSummary, second: SessionSummary) -> SessionSummary:
    """Return two sessions of one source as one, whose last entry is that of the later."""
    last = max(first, second, key=lambda one: one.last_utc_ns)
    return replace(
        last,
        count=first.count + second.count,
        first_utc_ns=min(first.first_utc_ns, second.first_utc_ns),
    )
