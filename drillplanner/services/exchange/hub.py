"""Send a drill to the county's server and fetch what others sent: a union there and back.

Views are computed on each laptop as ever; the server only passes facts on. A laptop without it
loses nothing and catches up whenever it is in reach, in any order, to the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.private_files import read_private
from drillplanner.base.texts import _
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.organisation.school import held_at
from drillplanner.run.codec import sealed_of
from drillplanner.run.fact import Fact, canonical, digest, read_body
from drillplanner.run.fact_kinds import ENTRY, LOG_PACK_NAMES, TOMBSTONE
from drillplanner.services.exchange.pack_exchange import write_log_pack
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.store.fact_shapes import shape_fault
from drillplanner.store.hub.server import BATCH, Head, Hub, connected

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: What the server passes on to nobody: it could delete what is here, or names people.
_NEVER: Final = frozenset({TOMBSTONE, LOG_PACK_NAMES})
#: The file beside a workspace that says how far each server was read.
_READ_TO: Final = ".hub"
_MOST_BYTES: Final = 100_000
#: How many facts are joined in one transaction, of some 500 bytes each.
_MOST_JOINED: Final = 50_000
#: What the first line of a backup says.
_BACKUP: Final = "drillplanner/hub-backup"


@dataclass(frozen=True, slots=True)
class Pushed:
    """What came of sending a drill: of which school it is, and how many records were new there."""

    drill: str
    school: str
    facts: int
    new: int


@dataclass(frozen=True, slots=True)
class Pulled:
    """What came of fetching: records read, those new here, and those left out as unsound."""

    facts: int
    new: int
    unsound: int

    def and_then(self, more: Pulled) -> Pulled:
        """Count further ones to these."""
        return Pulled(self.facts + more.facts, self.new + more.new, self.unsound + more.unsound)


@dataclass(frozen=True, slots=True)
class Fetched:
    """Facts of one server on their way here, up to a position; `is_more` where more may lie."""

    hub: str
    facts: tuple[Fact, ...]
    position: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class SessionThere:
    """A session of a drill here and on the server: the last entry's place, or 0, and gaps."""

    session: str
    source: str
    here: int
    there: int
    missing_there: int

    @property
    def is_whole(self) -> bool:
        """Whether the server lacks no entry of it."""
        return not self.missing_there


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server is, as PostgreSQL writes it, and the account's password, kept nowhere."""

    address: str
    password: str | None = field(default=None, repr=False)


class HubExchange:
    """The room of `Services` for the server; a connection is handed in, or made for one act."""

    def __init__(self, home: WorkspaceHome, key_file: Path) -> None:
        self._home, self._key_file = home, key_file

    def push(self, hub: Hub, drill: str, school: str = "") -> Pushed:
        """Send what the server lacks of a drill; on the work lane.

        Args:
            hub: the server.
            drill: which one.
            school: whose it is, where the drill does not say at which school it was held.

        Raises:
            UserError: nobody says of which school it is, or the account may not send that.
            StoreFault: the server went away in the middle; what was sent until then stays there.
        """
        hub.require_version()
        key = LaptopKey.of_file(self._key_file)
        facts, of_school = self._home.read(_sendable, drill, key)
        school = of_school or school
        if not school:
            raise UserError(
                _(
                    "This drill does not say at which school it was held; name the school: "
                    "{option}.",
                    option="--school ID",
                )
            )
        heads = {one.session: one for one in hub.heads(drill)}
        known = hub.known(school, drill)
        places = {one.hash: _place(one) for one in facts if one.kind == ENTRY}
        there = _sessions_there(places, heads)
        wanted = [
            one
            for one in facts
            if one.hash not in known and not _is_within(places.get(one.hash), there)
        ]
        new = 0
        for begin in range(0, len(wanted), BATCH):
            new += hub.send(school, wanted[begin : begin + BATCH], places)
        return Pushed(drill, school, len(facts), new)

    def pull(self, hub: Hub) -> Pulled:
        """Fetch what was sent since the last time, and join it; on the data lane.

        Raises:
            FileRefused: the server gave bytes that do not fit their hash; nothing of them is kept.
            StoreFault: the server or the disk failed; what was joined until then stays.
        """
        done = Pulled(0, 0, 0)
        while (found := self.fetch(hub)).facts:
            done = done.and_then(self.join(found))
        return done

    def fetch(self, hub: Hub) -> Fetched:
        """Fetch the next facts after those that were joined; on the work lane.

        Raises:
            FileRefused: the server gave bytes that do not fit their hash.
            StoreFault: the server is out of reach.
        """
        hub.require_version()
        name = hub.id
        position = _read_to(self._home.path).get(name, 0)
        facts: list[Fact] = []
        is_more = True
        # Many batches are joined at once: each joining reads anew what it adds to.
        while is_more and len(facts) < _MOST_JOINED:
            found = hub.after(position, BATCH)
            is_more = len(found) == BATCH
            facts += [one.fact for one in found]
            position = found[-1].position if found else position
        return Fetched(name, tuple(facts), position, is_more)

    def join(self, found: Fetched) -> Pulled:
        """Join what was fetched, then keep how far that is; on the data lane."""
        sound = [one for one in found.facts if _is_sound(one)]
        new = self._home.write(_add, sound)
        if found.facts:
            # Only now: what is read twice is joined once.
            read_to = _read_to(self._home.path)
            _keep(self._home.path, {**read_to, found.hub: found.position})
        return Pulled(len(found.facts), new, len(found.facts) - len(sound))

    def push_to(self, server: Server, drill: str, school: str = "") -> Pushed:
        """Connect, and send what the server lacks of a drill; on the work lane. See `push`."""
        with connected(server.address, server.password) as hub:
            return self.push(hub, drill, school)

    def fetch_from(self, server: Server) -> Fetched:
        """Connect, and fetch the next facts; on the work lane. See `fetch`."""
        with connected(server.address, server.password) as hub:
            return self.fetch(hub)

    def sessions_at(self, server: Server, drill: str) -> tuple[SessionThere, ...]:
        """Connect, and compare each session of a drill; on the work lane."""
        with connected(server.address, server.password) as hub:
            hub.require_version()
            return self.sessions(hub, drill)

    def sessions(self, hub: Hub, drill: str) -> tuple[SessionThere, ...]:
        """Compare each session of a drill here with the server's; on the work lane."""
        heads = {one.session: one for one in hub.heads(drill)}
        here = self._home.read(_sessions, drill)
        nobody = Head("", 0, 0, "")
        found: list[SessionThere] = []
        for session in dict.fromkeys([*here, *heads]):
            head = heads.get(session, nobody)
            source, last = here.get(session, ("", 0))
            missing = max(last, head.last) - head.count
            found.append(SessionThere(session, source, last, head.last, missing))
        return tuple(found)


def backup(hub: Hub, path: Path) -> int:
    """Write all facts of a server to a file, as they lay at one moment; count them.

    Raises:
        UserError: it cannot be written there, or the account may not read everything.
        StoreFault: the server or the disk failed.
    """
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        head = canonical({"format": _BACKUP, "version": 1, "hub": hub.id})
        yield digest(head).encode() + b" " + head + b"\n"
        for _position, school, fact in hub.everything():
            count += 1
            line = canonical({"school": school, "fact": fact.data.decode()})
            yield digest(line).encode() + b" " + line + b"\n"

    write_durably(path, b"".join(lines()))
    return count


def read_backup(path: Path) -> Iterator[tuple[str, Fact]]:
    """Read a server's backup, each fact with its school.

    Raises:
        FileRefused: it is none, or a line of it was changed.
    """
    from drillplanner.run.codec import read_any_fact

    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileRefused(_("{file} cannot be read: {why}", file=path.name, why=reason)) from error
    first, *rest = data.removesuffix(b"\n").split(b"\n")
    if _line(first).get("format") != _BACKUP:
        raise FileRefused(_("{file} is no backup of a server.", file=path.name))
    for raw in rest:
        match _line(raw):
            case {"school": str(school), "fact": str(text)}:
                yield school, read_any_fact(text.encode())
            case _:
                raise FileRefused(_("A line of {file} was changed or damaged.", file=path.name))


def restore(hub: Hub, path: Path) -> int:
    """Put a backup into a server that was set up; count what was new. All of it is read first."""
    by_school: dict[str, list[Fact]] = {}
    for school, fact in read_backup(path):
        by_school.setdefault(school, []).append(fact)
    new = 0
    for school, facts in by_school.items():
        places = {one.hash: _place(one) for one in facts if one.kind == ENTRY}
        for begin in range(0, len(facts), BATCH):
            new += hub.send(school, facts[begin : begin + BATCH], places)
    return new


def _line(raw: bytes) -> dict[str, object]:
    hash_, _blank, data = raw.partition(b" ")
    if digest(data).encode() != hash_:
        return {}
    with suppress(FileRefused, ValueError):
        return dict(read_body(data))
    return {}


def _sendable(workspace: Workspace, drill: str, key: LaptopKey) -> tuple[tuple[Fact, ...], str]:
    """Give what travels of a drill, signed by this laptop, and at which school it was held."""
    if workspace.drill(drill) is None:
        raise UserError(_("This drill is not in the workspace any more; choose another."))
    data = write_log_pack(workspace, drill, key, with_names=False, with_photos=False)
    pack = read_pack(data)
    signed = (pack.head.fact,) if pack.head is not None else ()
    return (*pack.facts, *signed), held_at(workspace.facts(drill)).id


def _place(fact: Fact) -> tuple[str, int]:
    entry = sealed_of(fact).entry
    return entry.session, entry.seq


def _sessions_there(
    places: Mapping[str, tuple[str, int]], heads: Mapping[str, Head]
) -> dict[str, int]:
    """Say up to which place the server has a session as it is here.

    Each entry holds the hash of the one before it, so one equal last hash stands for all of them.
    A session with gaps, or that went another way there, is sent as a whole.
    """
    here = set(places)
    return {name: head.last for name, head in heads.items() if head.is_whole and head.hash in here}


def _is_within(place: tuple[str, int] | None, there: Mapping[str, int]) -> bool:
    return place is not None and place[1] <= there.get(place[0], 0)


def _is_sound(fact: Fact) -> bool:
    return fact.kind not in _NEVER and shape_fault(fact) is None


def _add(workspace: Workspace, facts: Sequence[Fact]) -> int:
    return workspace.add(facts).new


def _sessions(workspace: Workspace, drill: str) -> dict[str, tuple[str, int]]:
    return {one.session: (one.source, one.last_seq) for one in workspace.sessions(drill)}


def _read_to(workspace: Path) -> dict[str, int]:
    """Read how far each server was read; where that cannot be told all is fetched again."""
    try:
        said = json.loads(read_private(workspace.with_suffix(_READ_TO), _MOST_BYTES))
    except (UserError, StoreFault, ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    return {name: at for name, at in said.items() if isinstance(at, int) and at >= 0}


def _keep(workspace: Path, read_to: dict[str, int]) -> None:
    data = json.dumps(read_to, sort_keys=True).encode()
    write_durably(workspace.with_suffix(_READ_TO), data, is_private=True)
