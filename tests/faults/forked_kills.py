"""Kill a program that logs, some ten times a second, and count what it had acknowledged.

Run as a program: FILE, how many kills, seed. A server forks one writer a kill, so that a kill
costs no start of Python. Each writer opens the workspace, begins or takes up its drill, logs
without a pause, closes and begins again; the kill comes at a random moment of all that. Writers
append by themselves and through the queue of the console in turns. A pipe is the witness: the
id of an entry is written to it once the entry was acknowledged. The next writer opens the
workspace as the next start would, and compares before it logs; now and then a fork looks at
chains, facts and the index too.

Prints `{"kills", "acknowledged", "lost", "opened_hurt"}` as JSON; the last counts openings that
were refused or found a chain, a fact or an index that is not whole.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.base.texts import Text
from drillplanner.run.chain import verify
from drillplanner.run.fact import Fact
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.live_session import Lane, LiveSession, Start, begin, resume
from drillplanner.services.run.recorder import Station
from drillplanner.services.run.sessions import create_workspace, open_workspace, start_session
from drillplanner.store.protection.key_file import copy_key_file
from drillplanner.store.workspace import Workspace

#: One in so many is killed while it opens and begins, the others after they acknowledged an entry.
_EARLY = 4
#: Longest life of a writer, in seconds, from its start or from the first that it acknowledged.
_EARLY_S, _LATE_S = 0.1, 0.05
#: Longest wait for that first one.
_PATIENCE_S = 20.0
#: Entries between two openings of one writer.
_AT_A_TIME = 40
#: Kills after which chains, facts and the index are looked at too.
_ALL_EVERY = 5
#: An id with the end of its line; a line of a writer's finding is as long.
_ROW = 37
_FOUND = "!"


@dataclass(slots=True)
class Counts:
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    opened_hurt: int = 0
    #: What was not whole, in words, for whoever looks into it.
    hurts: list[str] = field(default_factory=list)


def kill_again_and_again(path: Path, times: int, seed: int) -> Counts:
    """Kill so many writers of one workspace, and look after each kill."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    _warm_up(path)
    counts, known = Counts(), set[str]()
    for turn in range(times):
        write = _append if turn % 2 else _log_through_the_queue
        is_early = turn % _EARLY == 0
        life_s = chance.uniform(0, _EARLY_S if is_early else _LATE_S)
        work = partial(write, path, known=known)
        said, is_killed = _said_by_killed(work, life_s, is_early=is_early)
        if not is_killed:
            counts.opened_hurt += 1
            counts.hurts.append("a writer ended by itself")
        counts.kills += is_killed
        found = {one for one in said if one.startswith(_FOUND)}
        counts.lost += sum(int(one[1:]) for one in found)
        known |= said - found
        if path.exists() and (turn % _ALL_EVERY == 0 or turn == times - 1):
            missing, hurt = _looked_at(path, known)
            counts.lost += missing
            if hurt:
                counts.opened_hurt += 1
                counts.hurts.append(hurt)
    counts.acknowledged = len(known)
    return counts


def _warm_up(path: Path) -> None:
    """Import and compile once what every fork needs; no thread and no connection stays."""
    beside = path.with_name("warm") / path.name
    beside.parent.mkdir(exist_ok=True)
    copy_key_file(path, beside)
    with open(os.devnull, "wb") as mouth:
        _append_some(beside, mouth.fileno(), set(), 2)
        _queue_some(beside, mouth.fileno(), set(), 2)
    _compared(beside, set())


def _said_by_killed(
    write: Callable[[int], None], life_s: float, *, is_early: bool
) -> tuple[set[str], bool]:
    """Let a writer live so long; what it said in whole lines, and whether the kill ended it."""
    ear, mouth = os.pipe()
    child = _forked(partial(write, mouth), mouth_of=ear)
    os.close(mouth)
    heard, end = bytearray(), time.monotonic() + (life_s if is_early else _PATIENCE_S)
    while (left := end - time.monotonic()) > 0:
        if select.select([ear], [], [], left)[0]:
            piece = os.read(ear, 65536)
            if not piece:
                break
            if not heard and not is_early:
                end = time.monotonic() + life_s
            heard += piece
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    while piece := os.read(ear, 65536):
        heard += piece
    os.close(ear)
    whole = len(heard) // _ROW * _ROW
    said = {heard[at : at + _ROW - 1].decode("ascii") for at in range(0, whole, _ROW)}
    return said, os.WIFSIGNALED(status)


def _looked_at(path: Path, known: set[str]) -> tuple[int, str]:
    """Open it as the next start would, in a fork; how many are missing, and what is not whole."""
    ear, mouth = os.pipe()

    def look() -> None:
        os.write(mouth, json.dumps(_compared(path, known)).encode("utf-8"))

    child = _forked(look, mouth_of=ear)
    os.close(mouth)
    with os.fdopen(ear, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    missing, hurt = json.loads(said) if said else (len(known), "the look failed")
    return int(missing), str(hurt)


def _compared(path: Path, known: set[str]) -> tuple[int, str]:
    try:
        with open_workspace(path) as workspace:
            entries = workspace.facts(None, "entry")
            hurts = _hurts(workspace, {fact.drill or "" for fact in entries})
    except (UserError, StoreFault) as refused:
        return len(known), str(refused)
    return _missing(entries, known), "; ".join(hurts)


def _missing(entries: Sequence[Fact], known: set[str]) -> int:
    return len(known - {fact.id for fact in entries})


def _say_missing(workspace: Workspace, mouth: int, known: set[str]) -> None:
    missing = _missing(workspace.facts(None, "entry"), known)
    if missing:
        os.write(mouth, f"{_FOUND}{missing:035d}\n".encode("ascii"))


def _hurts(workspace: Workspace, drills: set[str]) -> list[str]:
    found = [str(one) for one in workspace.check_index()]
    for drill in sorted(drills):
        roots = [fact.hash for fact in workspace.facts(drill, "drill")]
        if not verify(workspace.entries(drill), roots).is_whole:
            found.append(f"the chain of {drill}")
        found += [f"damaged in {drill}: {one}" for one in workspace.damaged(drill)]
    return found


def _forked(work: Callable[[], None], mouth_of: int) -> int:
    child = os.fork()
    if child:
        return child
    try:
        os.close(mouth_of)
        work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


def _opened(path: Path) -> Workspace:
    return open_workspace(path) if path.exists() else create_workspace(path)


def _append(path: Path, mouth: int, *, known: set[str]) -> None:
    while True:
        _append_some(path, mouth, known, _AT_A_TIME)


def _append_some(path: Path, mouth: int, known: set[str], count: int) -> None:
    """Append one by one; an entry is acknowledged when `mark` returns."""
    with _opened(path) as workspace:
        _say_missing(workspace, mouth, known)
        recorder = start_session(workspace, Station(DrillId("d1"), "gate", PersonId("p1")))
        if recorder.phase == "ready":
            recorder.arm()
        for _turn in range(count):
            os.write(mouth, f"{recorder.mark('s1').id}\n".encode("ascii"))


class _Crier:
    """Says the ids of entries when the console would show them as saved."""

    def __init__(self, mouth: int) -> None:
        self._mouth = mouth

    def entries_saved(self, ids: Sequence[str]) -> None:
        os.write(self._mouth, "".join(f"{one}\n" for one in ids).encode("ascii"))

    def saving_failed(self, fault: Text) -> None:
        sys.stderr.write(f"{fault}\n")


def _log_through_the_queue(path: Path, mouth: int, *, known: set[str]) -> None:
    while True:
        _queue_some(path, mouth, known, _AT_A_TIME)


def _queue_some(path: Path, mouth: int, known: set[str], count: int) -> None:
    """Log as the console does: entries are queued, and shown as saved from the writer's lane."""
    with ThreadPoolExecutor(1) as writer:
        workspace = writer.submit(_opened, path).result()
        writer.submit(_say_missing, workspace, mouth, known).result()
        lane = Lane(writer.submit, _Crier(mouth), path.with_name("unsaved.journal"))
        log = writer.submit(_session, workspace, lane).result()
        if log.recorder.phase == "ready":
            log.recorder.arm()
        for _turn in range(count):
            log.recorder.mark("begin")
            time.sleep(0.0005)
        log.queue.flush(10)
        writer.submit(workspace.close).result()


def _session(workspace: Workspace, lane: Lane) -> LiveSession:
    found = find_unfinished(workspace)
    if found:
        return resume(workspace, found[0], lane)
    return begin(workspace, Start(samples()[0], "演练", "formal", "gate", PersonId("p1")), lane)


def main() -> None:
    path, times, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    sys.stdout.write(json.dumps(asdict(kill_again_and_again(path, times, seed))) + "\n")


if __name__ == "__main__":
    main()
