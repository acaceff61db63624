"""Read a log as it stands: what was taken back, restored, named, and where each source is.

This is the one place that interprets voids, restorations and labels; the live console, the
review and the report all read them here. A log is a set of entries: what is void does not
depend on the order in which logs were joined, and taking one more entry in costs the same
however long the log is.

An entry of any kind is live unless a live void amends it; a void is dead too once a live
restoration amends it. Nothing is ever deleted by that: whoever takes back an undo adds an entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal, TypeAlias

from drillplanner.run.entry import Entry, Kind
from drillplanner.run.entry_markers import is_begin

Phase: TypeAlias = Literal["ready", "armed", "running", "held", "ended", "aborted"]

#: Kinds that speak of another entry; all others say something of the drill itself.
AMENDING: frozenset[Kind] = frozenset({"void", "label", "restore"})
#: Kinds that say what happened in the drill, as against notes, sync marks and amendments.
DEEDS: frozenset[Kind] = frozenset({"mark", "not_performed", "failed"})
#: What takes an entry back, by whether the entry is itself a void.
_TAKES_BACK: Mapping[bool, frozenset[Kind]] = {
    False: frozenset({"void"}),
    True: frozenset({"void", "restore"}),
}
#: Kinds that turn a source from one phase to the next, and those that only set it going.
_TURNS: frozenset[Kind] = frozenset({"arm", "hold", "resume", "abort", "end"})
_STARTS: frozenset[Kind] = frozenset({"mark", "failed"})


def is_recording(entry: Entry) -> bool:
    """Say whether an entry records the drill, as against what corrects or remarks on others.

    Whoever made one kept the log; who only corrected it afterwards did not.
    """
    return entry.kind not in AMENDING and entry.kind != "note"


@dataclass(frozen=True, slots=True)
class AmendmentConflict:
    """Two or more live amendments of one entry that disagree; a person rules by voiding one.

    Until then the entry counts as it was first made.
    """

    entry: Entry
    amendments: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A log with its amendments worked in: what is left to be read as said.

    `entries` keep their order and hold no amendment; labelled ones carry the label's step,
    unit and option. `unlabelled` are the marks of which nobody said which step they mark;
    `words` are the free words that some of them were given instead, by entry.
    """

    entries: tuple[Entry, ...]
    voided: tuple[Entry, ...]
    unlabelled: tuple[Entry, ...]
    conflicts: tuple[AmendmentConflict, ...]
    words: Mapping[str, str] = field(default_factory=dict)


class _Source:
    """What turned one source from phase to phase, in the order it wrote."""

    __slots__ = ("phase", "starts", "turns")

    def __init__(self) -> None:
        self.turns: list[Entry] = []
        self.starts: dict[str, int] = {}
        #: None until it is computed anew.
        self.phase: Phase | None = "ready"


class LiveLog:
    """The entries of one round, each source's in the order it wrote, and how they stand.

    `add` takes one more in. Entries that come twice count once.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._numbers: dict[str, int] = {}
        self._amendments: dict[str, list[Entry]] = defaultdict(list)
        self._dead: set[str] = set()
        #: The label that holds, by the mark it names.
        self._labels: dict[str, Entry] = {}
        self._disputed: set[str] = set()
        self._sources: dict[str, _Source] = {}
        for entry in entries:
            self._enter(entry)
        self._judge_all()

    # -- taking in ---------------------------------------------------------------------

    def add(self, entry: Entry) -> tuple[str, ...]:
        """Take one entry in; give the ids of those that are read otherwise now, itself first."""
        if not self._enter(entry):
            return ()
        self._judge(entry)
        changed = {entry.id: None}
        # What an amendment changes goes up along what it amends, as far as anything changes.
        at = entry
        while (target := self._entries.get(at.amends or "")) is not None:
            if target.id in changed:
                break
            is_other = self._judge(target)
            if target.kind in AMENDING and not is_other:
                break
            changed[target.id] = None
            at = target
        return tuple(changed)

    def _enter(self, entry: Entry) -> bool:
        """Put an entry in its places without judging it; tell whether it is new."""
        if entry.id in self._entries:
            return False
        self._numbers[entry.id] = len(self._entries)
        self._entries[entry.id] = entry
        if entry.amends is not None:
            self._amendments[entry.amends].append(entry)
        self._place(entry)
        return True

    def _judge_all(self) -> None:
        """Judge a whole log once, amendments before what they amend, however long a chain is."""
        judged: set[str] = set()
        for entry in self._entries.values():
            waiting = [(entry, False)]
            while waiting:
                at, is_ready = waiting.pop()
                if is_ready:
                    self._judge(at)
                elif at.id not in judged:
                    judged.add(at.id)
                    waiting.append((at, True))
                    waiting.extend((one, False) for one in self._amendments.get(at.id, ()))

    def _place(self, entry: Entry) -> None:
        source = self._sources.setdefault(entry.source, _Source())
        if entry.made in ("late", "imported"):
            return
        if entry.kind in _TURNS:
            source.turns.append(entry)
            source.phase = None
        elif entry.kind in _STARTS or is_begin(entry):
            source.starts[entry.id] = self._numbers[entry.id]
            if source.phase in ("ready", "armed"):
                source.phase = None

    def _judge(self, entry: Entry) -> bool:
        """See anew whether an entry is live and how it is named; tell whether that changed."""
        was_dead = entry.id in self._dead
        takes_back = _TAKES_BACK[entry.kind == "void"]
        live = [one for one in self._amendments.get(entry.id, ()) if one.id not in self._dead]
        is_dead = any(one.kind in takes_back for one in live)
        if entry.kind not in AMENDING:
            before = self._labels.pop(entry.id, None)
            said = {_says(one) for one in live if one.kind in ("void", "label")}
            self._disputed.discard(entry.id)
            if len(said) > 1:
                # Two laptops disagree: it counts as it was made until a person rules.
                self._disputed.add(entry.id)
                is_dead = False
            elif not is_dead:
                label = next((one for one in live if one.kind == "label"), None)
                if label is not None:
                    self._labels[entry.id] = label
            is_other = before is not self._labels.get(entry.id)
        else:
            is_other = False
        if is_dead != was_dead:
            (self._dead.add if is_dead else self._dead.discard)(entry.id)
            if entry.kind in _TURNS or entry.id in self._sources[entry.source].starts:
                self._sources[entry.source].phase = None
            is_other = True
        return is_other

    # -- reading -----------------------------------------------------------------------

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Give all entries by id, those taken back and the amendments among them."""
        return self._entries

    def __iter__(self) -> Iterator[Entry]:
        """Go through all entries in the order they came."""
        return iter(self._entries.values())

    def __len__(self) -> int:
        """Count all entries."""
        return len(self._entries)

    def newest(self, most: int) -> Iterator[Entry]:
        """Go through the newest entries, the last one first."""
        return islice(reversed(self._entries.values()), most)

    def number(self, entry: str) -> int:
        """Give an entry's place in the log."""
        return self._numbers[entry]

    def is_live(self, entry: str) -> bool:
        """Say whether an entry stands: it was not taken back, or that was taken back itself."""
        return entry not in self._dead

    def label(self, entry: str) -> Entry | None:
        """Give the label that says what an entry is of; None without one that holds."""
        return self._labels.get(entry)

    def says(self, entry: Entry) -> Entry:
        """Give the entry that says which step a mark is of: its label, or itself."""
        return self._labels.get(entry.id, entry)

    def read(self, entry: Entry) -> Entry:
        """Give an entry with its label's step, unit and option."""
        label = self._labels.get(entry.id)
        if label is None:
            return entry
        return replace(entry, step=label.step, unit=label.unit, option=label.option)

    def live_amendments(self, entry: str) -> tuple[Entry, ...]:
        """List what stands of all that was said of an entry."""
        given = self._amendments.get(entry, ())
        return tuple(one for one in given if one.id not in self._dead)

    def taken_back_by(self, entry: str) -> Entry | None:
        """Give the void, or restoration, by which an entry does not stand; None if it does."""
        if entry not in self._dead:
            return None
        return next((one for one in self.live_amendments(entry) if one.kind != "label"), None)

    @property
    def phases(self) -> Mapping[str, Phase]:
        """Give the phase of each source that said anything."""
        return {source: self.phase(source) for source in self._sources}

    def phase(self, source: str) -> Phase:
        """Give the phase of one source; one that said nothing yet is `ready`."""
        found = self._sources.get(source)
        if found is None:
            return "ready"
        if found.phase is None:
            found.phase = self._phase(found)
        return found.phase

    @property
    def is_over(self) -> bool:
        """Say whether every source that began has ended or aborted."""
        begun = [phase for phase in self.phases.values() if phase != "ready"]
        return bool(begun) and all(phase in ("ended", "aborted") for phase in begun)

    def resolution(self) -> Resolution:
        """Work all amendments in, for whoever reads the log as a whole."""
        said = [one for one in self if one.kind not in AMENDING]
        kept = tuple(self.read(one) for one in said if one.id not in self._dead)
        return Resolution(
            kept,
            tuple(one for one in said if one.id in self._dead),
            tuple(one for one in kept if one.kind == "mark" and one.step is None),
            tuple(
                AmendmentConflict(one, self._named(one.id))
                for one in said
                if one.id in self._disputed
            ),
            {id_: label.text for id_, label in self._labels.items() if label.step is None},
        )

    # -- inside ------------------------------------------------------------------------

    def _named(self, entry: str) -> tuple[Entry, ...]:
        return tuple(one for one in self.live_amendments(entry) if one.kind != "restore")

    def _phase(self, source: _Source) -> Phase:
        """Go through what turns a source; of what sets it going only the first counts."""
        turns = [one for one in source.turns if one.id not in self._dead]
        first = next((one for one in source.starts if one not in self._dead), None)
        phase: Phase = "ready"
        is_going = first is None
        for turn in turns:
            if first is not None and not is_going and source.starts[first] < self.number(turn.id):
                is_going = True
                phase = _gone(phase)
            phase = _turned(phase, turn.kind)
        return phase if is_going else _gone(phase)


def resolve(entries: Iterable[Entry]) -> Resolution:
    """Work the amendments into a log of any number of sources."""
    return LiveLog(entries).resolution()


def _says(amendment: Entry) -> tuple[str, ...]:
    place = (amendment.step, amendment.unit, amendment.option)
    words = amendment.text if amendment.kind == "label" and amendment.step is None else ""
    return (amendment.kind, *(part or "" for part in place), words)


def _gone(phase: Phase) -> Phase:
    return "running" if phase in ("ready", "armed") else phase


def _turned(phase: Phase, kind: Kind) -> Phase:
    is_over = phase in ("ended", "aborted")
    match kind:
        case "arm":
            return "armed" if phase == "ready" else phase
        case "resume":
            return "running" if phase == "held" else phase
        case "hold" if not is_over:
            return "held"
        case "abort" if not is_over:
            return "aborted"
        case "end" if not is_over:
            return "ended"
    return phase
