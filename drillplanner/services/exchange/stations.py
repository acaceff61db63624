"""Hand a drill out to its posts, a pack each, and take one over at a post."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import Authored, Text, Words, _
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.station_pack import (
    MAX_BYTES,
    SUFFIX,
    Assignment,
    StationPack,
    read_station_pack,
    station_fact,
    write_station_pack,
)
from drillplanner.organisation.school import held_at
from drillplanner.plan.model import Script
from drillplanner.plan.writer import format_script
from drillplanner.run.clock.machine_clock import Clock
from drillplanner.run.drill import Drill, standing_adoptions
from drillplanner.run.fact import Body, Fact, make_fact, read_body
from drillplanner.run.fact_kinds import ADOPTION, CLOCK_COMPARISON, DRILL, SCHOOL, SCRIPT, STATION
from drillplanner.services.exchange.stick import OnStick, put_program
from drillplanner.services.exchange.written_files import file_named, read_again
from drillplanner.services.fact_factory import (
    adoption,
    open_drill,
    publish_script,
    script_document,
    script_fact,
    script_id_of,
    script_of_drill,
)
from drillplanner.services.plan.for_post import practice_script, script_for_post
from drillplanner.services.plan.scripts import OpenScript, opened, parsed
from drillplanner.services.run.station_steps import StationSteps
from drillplanner.services.workspace_home import WorkspaceHome

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

_OF_DAY = re.compile(r"([01]?\d|2[0-3]):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", re.ASCII)
_NARROW = str.maketrans("０１２３４５６７８９：．", "0123456789:.")
_DAY_S = Decimal(86_400)
#: u of a clock that a person reads: `watch_u_s` and half a shown second as a rectangle.
_READ_U_S = Decimal("1.04")

#: Natures of a drill of which a post is told nothing but its own part.
SECRET = frozenset({"no_notice", "call_out", "double_blind"})


@dataclass(frozen=True, slots=True)
class HandOut:
    """What a planner hands out: a script's drill, to which posts, where to.

    `posts` are all of the script's where none are named; `clock` is what the control post will
    be called, whose clock is the drill's.
    """

    script: OpenScript
    title: str
    nature: str
    folder: Path
    language: Language
    author: PersonId
    posts: tuple[str, ...] = ()
    clock: str = ""
    with_practice: bool = False


class Stations:
    """The room of `Services` for posts: what writes is done on the data lane."""

    def __init__(self, home: WorkspaceHome, key_file: Path, clock: Clock) -> None:
        self._home, self._key_file, self._clock = home, key_file, clock

    def hand_out(self, order: HandOut) -> tuple[Path, ...]:
        """Enter the drill, unless it waits already, and write a pack a post; on the data lane.

        Raises:
            UserError: one cannot be written there, or is of no post of the script.
            StoreFault: the disk failed.
        """
        return self._home.write(hand_out, order, LaptopKey.of_file(self._key_file))

    def write_one(
        self, drill: str, post: str, target: Path, language: Language, *, is_practice: bool = False
    ) -> Path:
        """Write the pack of one post of a drill to a file, or into a folder; on the work lane.

        Raises:
            UserError: there is no such drill or post, or it cannot be written there.
            StoreFault: the disk failed.
        """
        key = LaptopKey.of_file(self._key_file)
        data = self._home.read(_one, drill, post, key, language, is_practice=is_practice)
        if target.is_dir():
            target /= file_named([read_station_pack(data).assignment.name], post, SUFFIX)
        write_durably(target, data)
        read_again(target, data)
        return target

    def put_program(self, program: Path, stick: Path) -> OnStick:
        """Write the portable program beside a post's pack; on the work lane.

        Raises:
            FileRefused: it is no portable program.
            UserError: it cannot be written there.
            StoreFault: the medium failed.
        """
        return put_program(program, stick)

    def open(self, path: Path) -> tuple[StationPack, tuple[Text, ...]]:
        """Read a station pack, and say what a person should look at first; on the work lane.

        Raises:
            FileRefused: it cannot be read, is none, or was changed.
        """
        pack = open_file(path)
        return pack, self._home.read(doubts, pack, self._clock.wall_utc_ns())

    def take_over(self, pack: StationPack, compared: ClockCompared | None = None) -> OpenScript:
        """Keep what a station pack brings, so that its drill can be armed here."""
        # The laptop has a key from now on, so that what it logs is signed.
        LaptopKey.of_file(self._key_file)
        return self._home.write(take_over, pack, compared)


@dataclass(frozen=True, slots=True)
class ClockCompared:
    """How far a station's clock was ahead of the drill's, in seconds, when it was enrolled."""

    offset_s: Decimal
    u_s: Decimal


def hand_out(workspace: Workspace, order: HandOut, key: LaptopKey) -> tuple[Path, ...]:
    """Enter the drill, unless it waits already, and write a pack a post; see `Stations`."""
    drill = planned_drill(workspace, order.script, order.title, order.nature, order.author)
    return write_stations(
        workspace,
        drill,
        order.posts or tuple(one.id for one in order.script.script.posts),
        order.folder,
        key,
        order.language,
        clock=order.clock,
        with_practice=order.with_practice,
    )


def _one(
    workspace: Workspace,
    drill: str,
    post: str,
    key: LaptopKey,
    language: Language,
    *,
    is_practice: bool,
) -> bytes:
    held = workspace.drill(drill)
    if held is None:
        raise UserError(_("This drill is not in the workspace any more; choose another."))
    return station_pack(workspace, held.drill, post, key, language, is_practice=is_practice)


def planned_drill(
    workspace: Workspace, script: OpenScript, title: str, nature: str, author: PersonId
) -> Drill:
    """Return the drill that is to be held with a script, entered now unless it waits already.

    A drill waits while nothing was logged of it. One that waits with an earlier version of the
    script takes this one on, so that logs by either version come to one drill.
    """
    fact = publish_script(workspace, script.script.id, script.document, author)
    versions = {
        one.hash for one in workspace.facts(kind=SCRIPT) if script_id_of(one) == script.script.id
    }
    for held in reversed(workspace.drills_of_scripts(versions)):
        drill = held.drill
        if held.count or (drill.title, drill.nature) != (title, nature):
            continue
        if drill.script != fact.hash:
            before = [one.fact for one in standing_adoptions(workspace.facts(drill.id, ADOPTION))]
            workspace.add([adoption(drill.id, fact, author, before, workspace.utc_ns())])
            return replace(drill, script=fact.hash)
        return drill
    return open_drill(workspace, fact, title, author, nature=nature)


def station_pack(
    workspace: Workspace,
    drill: Drill,
    post: str,
    key: LaptopKey,
    language: Language,
    *,
    clock: str = "",
    is_practice: bool = False,
) -> bytes:
    """Write what one post is handed: the whole script, or in a no-notice drill its own part.

    Raises:
        UserError: the script has no such post.
        FileRefused: the drill's script is not here.
    """
    whole = _script(workspace, drill)
    script = parsed(script_document(whole))
    name = _post_name(script, post, language)
    keys = StationSteps(script).keys
    made = workspace.utc_ns()
    given = Assignment(post, name, drill.nature, clock, is_practice)
    if is_practice:
        events = _fact_of(practice_script(script, post, keys), drill.author, made)
        return write_station_pack(given, events, (), key, made)
    is_secret = drill.nature in SECRET
    own = _fact_of(script_for_post(script, post, keys), drill.author, made) if is_secret else whole
    facts = workspace.facts(drill.id)
    kept = [one for one in facts if one.kind in (DRILL, ADOPTION)]
    school = held_at(facts).id
    schools = [
        one
        for one in (workspace.facts(kind=SCHOOL) if school and not is_secret else ())
        if read_body(one.data).get("school") == school
    ]
    station = station_fact(drill.id, post, own, drill.script, key.public, made)
    return write_station_pack(given, own, [*schools, *kept, station], key, made, drill.title)


def write_stations(
    workspace: Workspace,
    drill: Drill,
    posts: Sequence[str],
    folder: Path,
    key: LaptopKey,
    language: Language,
    *,
    clock: str = "",
    with_practice: bool = False,
) -> tuple[Path, ...]:
    """Write a pack a post into a folder, and read each back.

    Raises:
        UserError: one cannot be written there, or is of no post of the script.
        StoreFault: the disk failed.
    """
    written: list[Path] = []
    for post in posts:
        for is_practice in (False, True) if with_practice else (False,):
            data = station_pack(
                workspace, drill, post, key, language, clock=clock, is_practice=is_practice
            )
            name = read_station_pack(data).assignment.name
            said = translator(language).say(_("{post} practice", post=name))
            path = folder / file_named([said if is_practice else name], post, SUFFIX)
            write_durably(path, data)
            read_again(path, data)
            written.append(path)
    return tuple(written)


def open_file(path: Path) -> StationPack:
    """Read a station pack from a file.

    Raises:
        FileRefused: it cannot be read, is none, or was changed.
    """
    try:
        with path.open("rb") as file:
            return read_station_pack(file.read(MAX_BYTES + 1))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FileRefused(_("{file} cannot be read: {why}", file=path.name, why=reason)) from error


def doubts(workspace: Workspace, pack: StationPack, now_utc_ns: int) -> tuple[Text, ...]:
    """Say what a person should look at before taking a pack over."""
    found: list[Text] = []
    before = {
        str(read_body(one.data).get("key", "")) for one in workspace.facts(pack.drill, STATION)
    }
    if pack.drill and before and pack.key not in before:
        found.append(
            _("An earlier pack of this drill was signed with another key; ask the planner.")
        )
    behind_s = (pack.made_utc_ns - now_utc_ns) // 10**9
    if behind_s > 0:
        found.append(
            _(
                "This laptop's clock is behind the planner's by {seconds} s or more: by it, the "
                "pack was written in the future.",
                seconds=behind_s,
            )
        )
    return tuple(found)


def take_over(
    workspace: Workspace, pack: StationPack, compared: ClockCompared | None = None
) -> OpenScript:
    """Keep what a pack brings, so that its drill can be armed here; return what to log by.

    Of a practice pack nothing is kept.
    """
    script = opened(pack.document.encode())
    if pack.assignment.is_practice:
        return script
    workspace.add(pack.facts)
    if compared is not None:
        workspace.add([_comparison(pack, compared, workspace.utc_ns())])
    return script


def _comparison(pack: StationPack, compared: ClockCompared, made_utc_ns: int) -> Fact:
    body: Body = {
        "source": pack.assignment.name,
        "other": pack.assignment.clock,
        "offset_s": f"{compared.offset_s:f}",
        "u_s": f"{compared.u_s:f}",
        "wall_utc_ns": made_utc_ns,
    }
    return make_fact(CLOCK_COMPARISON, new_id(), body, pack.drill)


def _script(workspace: Workspace, drill: Drill) -> Fact:
    found = script_of_drill(workspace, drill)
    if found is None:
        raise FileRefused(_("The script of the drill {title} is not here.", title=drill.title))
    return found


def _fact_of(script: Script, author: PersonId, made_utc_ns: int) -> Fact:
    return script_fact(script.id, format_script(script).decode(), author, made_utc_ns)


def _post_name(script: Script, post: str, language: Language) -> str:
    for one in script.posts:
        if one.id == post:
            return _said(one.name, script, language)
    raise UserError(
        _(
            "The script has no post {post}; it has {posts}.",
            post=post,
            posts=", ".join(one.id for one in script.posts),
        )
    )


def _said(words: Words, script: Script, language: Language) -> str:
    return translator(language).say(Authored(words, script.language))


def compared(shown: str, wall_utc_ns: int, zone: str = "Asia/Shanghai") -> ClockCompared:
    """Compare what the drill's clock shows with this laptop's clock at the same moment.

    A person reads it off: its u is that of a watch, with the half second that it does not show.

    Raises:
        UserError: it is no time of day.
    """
    found = _OF_DAY.fullmatch(shown.strip().translate(_NARROW))
    if found is None:
        raise UserError(_("Write what that clock shows as 09:12:30."))
    hour, minute, second = int(found[1]), int(found[2]), Decimal(found[3])
    own = local_time.local(wall_utc_ns, zone)
    own_s = Decimal(own.hour * 3600 + own.minute * 60 + own.second)
    own_s += Decimal(wall_utc_ns % 10**9).scaleb(-9)
    # A clock that shows whole seconds is on the average half a second further.
    half = Decimal("0.5") if "." not in found[3] else Decimal(0)
    apart = own_s - (Decimal(hour * 3600 + minute * 60) + second + half)
    apart -= _DAY_S * round(apart / _DAY_S)
    return ClockCompared(apart.quantize(Decimal("0.001")), _READ_U_S)
