"""Run a live drill as the window does, saying on standard output what became of each entry.

Run as a program: FILE, milliseconds between marks, how many marks at most, and "abort" to end
by `os.abort` after them. Lines: "ready", "queued ID", "saved ID", "failed WORDS"; once
standard input is closed, "unsaved COUNT", "longest MS", how long the longest verb took, and
"unclosed WORDS" if closing failed.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.live_session import Lane, LiveSession, Start, begin, resume
from drillplanner.services.run.sessions import create_workspace, open_workspace
from drillplanner.store.workspace import Workspace


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


class Crier:
    """Says at once what it hears."""

    def entries_saved(self, ids: Sequence[str]) -> None:
        say("saved", *ids)

    def saving_failed(self, fault: Text) -> None:
        say("failed", fault)


def second_place(path: Path) -> Path:
    return path.with_name("second") / "unsaved.journal"


def session(workspace: Workspace, lane: Lane) -> LiveSession:
    found = find_unfinished(workspace)
    if found:
        return resume(workspace, found[0], lane)
    start = Start(samples()[0], "演练", "formal", "gate", PersonId("p1"))
    return begin(workspace, start, lane)


def say_queued(log: LiveSession, known: int) -> int:
    """Say which entries this session made since so many were known; give how many are."""
    made = [one.id for one in log.recorder.log if one.session == log.recorder.session]
    for one in made[known:]:
        say("queued", one)
    return len(made)


def main(path: Path, between_ms: int, count: int, *, aborts: bool) -> None:
    is_told_to_end = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        is_told_to_end.set()

    threading.Thread(target=listen, daemon=True).start()
    writer = ThreadPoolExecutor(1)
    workspace = writer.submit(open_workspace if path.exists() else create_workspace, path).result()
    lane = Lane(writer.submit, Crier(), second_place(path))
    log = writer.submit(session, workspace, lane).result()
    if log.recorder.phase == "ready":
        log.recorder.arm()
    known = say_queued(log, 0)
    say("ready")
    longest_s = 0.0
    for _turn in range(count):
        if is_told_to_end.is_set():
            break
        before = time.perf_counter()
        log.recorder.mark("begin")
        longest_s = max(longest_s, time.perf_counter() - before)
        known = say_queued(log, known)
        is_told_to_end.wait(between_ms / 1000)
    if aborts:
        os.abort()
    is_told_to_end.wait()
    log.queue.flush(10)
    say("unsaved", log.queue.unsaved)
    say("longest", round(longest_s * 1000))
    try:
        writer.submit(workspace.close).result()
    except StoreFault as fault:
        say("unclosed", fault)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), aborts="abort" in sys.argv[4:])
