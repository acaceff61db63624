"""Take log packs in: say first what each of them is, then join what is sound.

The union does not ask for an order: any number of packs, in any order, any of them twice, come
to the same drill. What a pack is found to be is said of each, and nothing that a person should
look at first is joined before somebody says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from drillplanner.base.errors import FileRefused
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.exchange.pack.keys import spoken
from drillplanner.exchange.pack.log_pack import (
    MAX_BYTES,
    LogPack,
    entries_of,
    read_pack,
    vouched,
)
from drillplanner.exchange.pack.qr_codes import Gathered, gather, read_pictures
from drillplanner.exchange.pack.session_keys import Provenance, provenance
from drillplanner.plan.comparing.difference import compare
from drillplanner.run.codec import Sealed
from drillplanner.run.drill import read_drill_fact, standing_adoptions
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import (
    DRILL,
    ENTRY,
    LOG_PACK,
    SCHOOL,
    SCRIPT,
    SESSION_KEY,
    TOMBSTONE,
)
from drillplanner.services.fact_factory import script_document, script_of_drill
from drillplanner.services.plan.scripts import parsed
from drillplanner.store.fact_shapes import shape_fault

if TYPE_CHECKING:
    from drillplanner.store.changes import Joined
    from drillplanner.store.workspace import Workspace

#: What is to be said of a pack.
#:  sound      signed by the laptop it comes from; joining it asks nobody
#:  joined     it was joined
#:  here       nothing in it is new
#:  ambiguous  a person should look first; what is sound in it can be joined all the same
#:  refused    nothing in it can be joined
Verdict: TypeAlias = Literal["sound", "joined", "here", "ambiguous", "refused"]

#: What no pack brings along: it could delete what is here.
_NEVER = frozenset({TOMBSTONE})
#: What belongs to no drill and travels with one.
_OF_ALL = frozenset({SCRIPT, SCHOOL})


@dataclass(frozen=True, slots=True)
class Examined:
    """What a pack is, and what joining it would bring.

    `doubts` say why a person should look first, or why nothing can be joined; `notes` say what
    is worth knowing. `name` is the file's.
    """

    name: str
    verdict: Verdict
    doubts: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    drill: str = ""
    title: str = ""
    sources: tuple[str, ...] = ()
    key: str = ""
    entries: int = 0
    new: int = 0
    pack: LogPack | None = None

    @property
    def can_be_joined(self) -> bool:
        """Tell whether there is anything sound to join."""
        return self.verdict in ("sound", "ambiguous") and self.pack is not None


def examine_file(workspace: Workspace, path: Path, expected: str | None = None) -> Examined:
    """Say what a file is; one that cannot be read at all is refused, and never raises."""
    try:
        data = read_file(path)
    except FileRefused as refused:
        return Examined(path.name, "refused", (refused.text,))
    return examine(workspace, data, path.name, expected)


def examine_pictures(
    workspace: Workspace, paths: Sequence[Path], expected: str | None = None
) -> Examined:
    """Say what the pack is of which these are pictures; codes that are missing are named."""
    name = ", ".join(path.name for path in paths[:3]) + ("…" if len(paths) > 3 else "")  # noqa: PLR2004 - what fits a line
    try:
        return examine(workspace, read_shown(paths), name, expected)
    except FileRefused as refused:
        return Examined(name, "refused", (refused.text,))


def read_shown(paths: Sequence[Path]) -> bytes:
    """Put a pack together from pictures of its QR codes.

    Raises:
        FileRefused: they are none, do not fit, or some are missing, which are named.
    """
    found = gather(read_pictures(paths))
    if found.data is None:
        raise FileRefused(_missing(found))
    return found.data


def _missing(found: Gathered) -> Text:
    return _(
        "Of {count} codes these are missing: {numbers}. Take pictures of them, and join all of "
        "them together.",
        count=found.count,
        numbers=", ".join(map(str, found.missing)),
    )


def read_file(path: Path) -> bytes:
    """Read a pack's file, of a size that one can have and a byte more.

    Raises:
        FileRefused: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileRefused(_("{file} cannot be read: {why}", file=path.name, why=reason)) from error


def examine(
    workspace: Workspace, data: bytes, name: str = "", expected: str | None = None
) -> Examined:
    """Say what a pack is and what it would bring.

    Args:
        workspace: what it would be joined to; nothing is changed.
        data: the file.
        name: what it is called.
        expected: the drill it should be of; None where any will do.
    """
    try:
        pack = read_pack(data)
    except FileRefused as refused:
        return Examined(name, "refused", (refused.text,))
    drill = pack.drill
    if drill is None:
        return Examined(name, "refused", (_("No record in it says which drill it is of."),))
    return _Examination(Here.of(workspace, drill), pack, drill, name).found(expected)


def join(workspace: Workspace, examined: Examined) -> tuple[Examined, Joined | None]:
    """Join what is sound in a pack, in one transaction; nothing where there is nothing.

    Of a pack whose records are here already the signature is kept: it would have been, had the
    pack come first.
    """
    pack = examined.pack
    if pack is not None and examined.verdict == "here":
        return replace(examined, pack=None), workspace.add(_signature(pack))
    if pack is None or not examined.can_be_joined:
        return examined, None
    joined = workspace.add(_brought(examined))
    workspace.add_names(pack.names)
    return replace(examined, verdict="joined", new=joined.new, pack=None), joined


def join_in_turn(
    workspace: Workspace, packs: Iterable[tuple[str, bytes]], may_join: Callable[[Examined], bool]
) -> tuple[Examined, ...]:
    """Look at packs of one drill in turn, each beside those before it, and join them at once.

    It comes to the same as joining them one by one, and writes once.

    Args:
        workspace: where they are joined.
        packs: names and bytes; the first that can be joined says which drill it is.
        may_join: asked of each that could be joined.
    """
    here: Here | None = None
    found: list[Examined] = []
    brought: list[Fact] = []
    names: dict[str, str] = {}
    for name, data in packs:
        one = _looked_at(workspace, data, name, here)
        is_of_it = here is None or one.drill == here.drill
        if one.can_be_joined and one.pack is not None and is_of_it and may_join(one):
            here = here or Here.of(workspace, one.drill)
            facts = _brought(one)
            here.take(facts)
            brought += facts
            names = {**one.pack.names, **names}
            one = replace(one, verdict="joined", pack=None)
        elif one.verdict == "here" and one.pack is not None and is_of_it:
            brought += _signature(one.pack)
        found.append(one)
    workspace.add(brought)
    workspace.add_names(names)
    return tuple(found)


def _looked_at(workspace: Workspace, data: bytes, name: str, here: Here | None) -> Examined:
    if here is None:
        return examine(workspace, data, name)
    try:
        pack = read_pack(data)
    except FileRefused as refused:
        return Examined(name, "refused", (refused.text,))
    if pack.drill != here.drill:
        return examine(workspace, data, name, here.drill)
    return _Examination(here, pack, here.drill, name).found(here.drill)


def _brought(examined: Examined) -> list[Fact]:
    pack = examined.pack
    if pack is None:
        return []
    facts, _strangers = travelling(pack.facts, examined.drill)
    return facts + _signature(pack)


def _signature(pack: LogPack) -> list[Fact]:
    return [pack.head.fact] if pack.head is not None and pack.head.is_genuine else []


@dataclass(slots=True)
class Here:
    """What is known here of a drill, as packs come in: ids, keys, title and script."""

    drill: str
    hashes: dict[str, str]
    signing: list[Fact]
    title: str | None
    script: Fact | None

    @classmethod
    def of(cls, workspace: Workspace, drill: str) -> Here:
        """Read what a workspace knows of a drill."""
        held = workspace.drill(drill)
        script = None if held is None else script_of_drill(workspace, held.drill)
        here = cls(drill, {}, [], None if held is None else held.drill.title, script)
        here.take(workspace.facts(drill))
        for kind in _OF_ALL:
            here.take(workspace.facts(kind=kind))
        return here

    def take(self, facts: Iterable[Fact]) -> None:
        """Know further facts; the first bytes of an id are those that stay."""
        facts = tuple(facts)
        for fact in facts:
            if fact.id not in self.hashes:
                self.hashes[fact.id] = fact.hash
                if fact.kind in (SESSION_KEY, LOG_PACK):
                    self.signing.append(fact)
        for fact in facts if self.title is None else ():
            if fact.kind == DRILL:
                drill = read_drill_fact(fact)
                self.title = drill.title
                wanted = (one for one in facts if one.hash == drill.script)
                self.script = self.script or next(wanted, None)


def travelling(facts: Iterable[Fact], drill: str) -> tuple[list[Fact], int]:
    """Keep the sound facts of one drill and what travels with it; count the others."""
    kept: list[Fact] = []
    others = 0
    for fact in facts:
        is_of_it = fact.drill == drill or (fact.drill is None and fact.kind in _OF_ALL)
        # Entries were read one by one already.
        is_sound = fact.kind == ENTRY or (
            fact.kind not in _NEVER and is_of_it and shape_fault(fact) is None
        )
        if is_of_it and is_sound:
            kept.append(fact)
        else:
            others += 1
    return kept, others


class _Examination:
    """One look at a pack beside what is here."""

    def __init__(self, here: Here, pack: LogPack, drill: str, name: str) -> None:
        self._pack, self._drill, self._name = pack, drill, name
        self._facts, self._strangers = travelling(pack.facts, drill)
        self._here = here
        self._is_known_drill = here.title is not None
        self._title = self._title_within() if here.title is None else here.title
        self._script_here = here.script
        self._entries = entries_of(self._facts)
        known = here.hashes
        self._new = [one for one in self._facts if one.id not in known]
        self._changed = [one for one in self._facts if known.get(one.id, one.hash) != one.hash]
        self._doubts: list[Text] = []
        self._notes: list[Text] = []

    def found(self, expected: str | None) -> Examined:
        if not self._facts:
            return self._as("refused", _("Nothing in it is of the drill that it names."))
        self._look_at_drill(expected)
        self._look_at_state()
        self._look_at_names()
        self._look_at_keys()
        self._look_at_script()
        if self._changed:
            self._doubts.append(
                ngettext(
                    "{count} record is here with other bytes; both are kept, and it is named.",
                    "{count} records are here with other bytes; both are kept, and they are named.",
                    len(self._changed),
                )
            )
        if not self._new and not self._changed:
            return self._as("here")
        return self._as("ambiguous" if self._doubts else "sound")

    def _as(self, verdict: Verdict, *doubts: Text) -> Examined:
        head = self._pack.head
        return Examined(
            self._name,
            verdict,
            (*doubts, *self._doubts),
            tuple(self._notes),
            self._drill,
            self._title,
            tuple(dict.fromkeys(one.entry.source for one in self._entries)),
            head.key if head is not None and head.is_genuine else "",
            len(self._entries),
            sum(one.kind == ENTRY for one in self._new),
            self._pack,
        )

    def _title_within(self) -> str:
        for fact in self._facts:
            if fact.kind == DRILL:
                return read_drill_fact(fact).title
        return ""

    def _look_at_drill(self, expected: str | None) -> None:
        if expected is not None and self._drill != expected:
            self._doubts.append(_("It is of another drill: {drill}.", drill=self._title))
        elif not self._is_known_drill and not any(one.kind == DRILL for one in self._facts):
            self._doubts.append(_("It does not say what drill it is of, and none is here."))
        if self._strangers:
            self._doubts.append(
                ngettext(
                    "{count} record in it is of no kind that a pack of this drill has; it was "
                    "left out.",
                    "{count} records in it are of no kind that a pack of this drill has; they "
                    "were left out.",
                    self._strangers,
                )
            )

    def _look_at_state(self) -> None:
        head, pack = self._pack.head, self._pack
        match pack.state:
            case "unsigned":
                self._doubts.append(
                    _("Nobody signed it: it does not show on which laptop it was written.")
                )
            case "forged":
                self._doubts.append(
                    _("Its signature is not that of the key it names: it is forged or damaged.")
                )
            case "cut":
                self._doubts.append(
                    ngettext(
                        "It was cut: {count} record that was signed is missing.",
                        "It was cut: {count} records that were signed are missing.",
                        pack.missing,
                    )
                )
            case "changed":
                self._doubts.append(_("It was changed or damaged after it was signed."))
        if pack.faults:
            self._doubts.append(
                ngettext(
                    "{count} place in it is damaged and was not read.",
                    "{count} places in it are damaged and were not read.",
                    len(pack.faults),
                )
            )
        if head is not None and head.is_genuine and pack.state in ("cut", "changed"):
            sure = len(vouched(head, self._entries))
            self._notes.append(
                _(
                    "Of {count} entries that can be read, {sure} are signed all the same: the "
                    "chain behind a signed last entry holds.",
                    count=len(self._entries),
                    sure=sure,
                )
            )

    def _look_at_names(self) -> None:
        if self._pack.has_other_names:
            self._doubts.append(_("The names in it are not those it was written with."))

    def _look_at_script(self) -> None:
        """Tell how the script it was logged by differs from the one here; steps join by id."""
        theirs, ours = self._script_within(), self._script_here
        if theirs is None or ours is None or theirs.hash == ours.hash:
            return
        try:
            before, after = (parsed(script_document(one)) for one in (theirs, ours))
        except FileRefused as refused:
            self._notes.append(refused.text)
            return
        found = [
            one for one in compare(before, after, after.language).changes if one.part == "steps"
        ]
        said = {
            fate: ", ".join(f"{one.id} ({one.said})" for one in found if one.fate == fate) or "–"
            for fate in ("removed", "added", "changed")
        }
        self._notes.append(
            _(
                "It was logged by another version of the script; steps join by their ids. Only "
                "there: {removed}. Only here: {added}. Changed: {changed}.",
                **said,
            )
        )

    def _script_within(self) -> Fact | None:
        """Find the script that the pack's own drill is logged by."""
        drill = next((read_drill_fact(one) for one in self._facts if one.kind == DRILL), None)
        if drill is None:
            return None
        adopted = standing_adoptions(self._facts)
        wanted = adopted[-1].script if adopted else drill.script
        return next((one for one in self._facts if one.hash == wanted), None)

    def _look_at_keys(self) -> None:
        head = self._pack.head
        heads = () if head is None else (head,)
        here = provenance(self._here.signing)
        signing = [one for one in self._facts if one.kind in (SESSION_KEY, LOG_PACK)]
        whole = provenance([*self._here.signing, *signing], *heads)
        new_ids = {one.id for one in self._new}
        new = [one for one in self._entries if one.entry.id in new_ids]
        self._look_at_sessions(whole, new)
        self._look_at_sources(here, whole, new)

    def _look_at_sessions(self, whole: Provenance, new: Sequence[Sealed]) -> None:
        """Name sessions that two laptops claim, and entries their own laptop did not sign."""
        claimed = {one.entry.session: one.entry.source for one in new}
        for session, source in claimed.items():
            if len(whole.of_session.get(session, ())) > 1:
                self._doubts.append(
                    _("Two laptops claim to have recorded one session of {source}.", source=source)
                )
        signed = whole.vouched_by_own(self._entries)
        unsigned: dict[str, int] = {}
        for one in new:
            if one.entry.session in whole.of_session and one.hash not in signed:
                unsigned[one.entry.source] = unsigned.get(one.entry.source, 0) + 1
        for source, count in unsigned.items() if self._pack.state == "signed" else ():
            self._doubts.append(
                ngettext(
                    "{count} entry of {source} is not signed by the laptop that recorded it.",
                    "{count} entries of {source} are not signed by the laptop that recorded them.",
                    count,
                    source=source,
                )
            )

    def _look_at_sources(self, here: Provenance, whole: Provenance, new: Sequence[Sealed]) -> None:
        """Tell a key that is seen for the first time, and one that is another than before."""
        for source in dict.fromkeys([*(one.entry.source for one in new), *whole.of_source]):
            before, now = here.of_source.get(source), whole.of_source.get(source, frozenset())
            if before and now - before:
                self._doubts.append(
                    _(
                        "{source} was logged on another laptop before: its key is {old}, this "
                        "one is {new}.",
                        source=source,
                        old=_keys(before),
                        new=_keys(now - before),
                    )
                )
            elif now and not before:
                self._notes.append(
                    _(
                        "The key of {source} is seen here for the first time: {key}. That laptop "
                        "shows it when it writes its pack.",
                        source=source,
                        key=_keys(now),
                    )
                )


def _keys(keys: Iterable[str]) -> str:
    return ", ".join(sorted(spoken(one) for one in keys))


def counts(found: Iterable[Examined]) -> Mapping[Verdict, int]:
    """Count verdicts, for one line that says what came of all packs."""
    counted: dict[Verdict, int] = {}
    for one in found:
        counted[one.verdict] = counted.get(one.verdict, 0) + 1
    return counted
