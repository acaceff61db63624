"""Watch a live drill in a process of its own, and let its disk fail while it runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from drillplanner.run.chain import verify
from drillplanner.run.codec import Sealed
from drillplanner.services.fact_factory import drills
from drillplanner.services.run.sessions import open_workspace

CHILD = Path(__file__).with_name("live_child.py")
ROOT = Path(__file__).parents[2]


class Live:
    """A live drill that is running, and what it has said so far."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child
        self.lines: list[list[str]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            # A line that was cut by a kill says nothing.
            if line.endswith("\n"):
                self.lines.append(line.split())

    def said(self, word: str) -> list[str]:
        """List what stood after each line's first word."""
        return [" ".join(line[1:]) for line in list(self.lines) if line[0] == word]

    def wait(self, is_so: Callable[[], bool], timeout_s: float = 20) -> None:
        end = time.monotonic() + timeout_s
        while not is_so():
            assert time.monotonic() < end, self.lines[-20:]
            time.sleep(0.005)

    def wait_for(self, word: str, count: int = 1) -> None:
        self.wait(lambda: len(self.said(word)) >= count)

    def wait_for_more(self, word: str, count: int) -> None:
        """Wait until so many more were said than now."""
        self.wait_for(word, len(self.said(word)) + count)

    def kill(self) -> None:
        self.child.send_signal(signal.SIGKILL)
        self.over()

    def over(self) -> int:
        """Wait for the end of the process and of what it said."""
        status = self.child.wait(20)
        self._reader.join(5)
        return status

    def finish(self) -> int:
        """Let it end by itself: it saves what it can and closes the workspace; give its status."""
        assert self.child.stdin is not None
        self.child.stdin.close()
        return self.over()


@contextmanager
def live(
    path: Path,
    between_ms: int = 5,
    count: int = 1_000_000,
    *,
    aborts: bool = False,
    before: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Live]:
    """Run a live drill on a workspace; `before` stands before the command, as strace does."""
    (path.parent / "second").mkdir(exist_ok=True)
    last = ["abort"] if aborts else []
    child = [sys.executable, str(CHILD), str(path), str(between_ms), str(count), *last]
    with subprocess.Popen(
        [*before, *child],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **(environment or {})},
        start_new_session=True,
    ) as process:
        try:
            yield Live(process)
        finally:
            if process.poll() is None:
                # Whatever stands before the command goes with it.
                os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def injected(drill: Live, path: Path, fault: str) -> Iterator[None]:
    """Let system calls on a file and on its write-ahead log fail as strace's `inject` says."""
    strace = shutil.which("strace")
    assert strace, "strace is not installed; `make test` names the package"
    calls = fault.partition(":")[0]
    command = [strace, "-f", "-p", str(drill.child.pid), "-o", os.devnull]
    command += ["-e", f"trace={calls}", "-e", f"inject={fault}"]
    command += ["-P", str(path), "-P", f"{path}-wal"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr is not None
        assert "attached" in tracer.stderr.readline()
        try:
            yield
        finally:
            tracer.terminate()
            tracer.wait(20)


def checked_log(path: Path) -> tuple[Sealed, ...]:
    """Open a workspace, as the next start would, and give its drill's log if it is whole.

    A kill between a drill's beginning and its first entry leaves a drill without entries.
    """
    with open_workspace(path) as workspace:
        whole: list[tuple[Sealed, ...]] = []
        for drill in drills(workspace):
            log = workspace.entries(drill.id)
            roots = [fact.hash for fact in workspace.facts(drill.id, "drill")]
            assert verify(log, roots).is_whole
            assert workspace.damaged(drill.id) == ()
            whole += [log] if log else []
    assert len(whole) <= 1
    return whole[0] if whole else ()


def ids(log: Sequence[Sealed]) -> list[str]:
    return [one.entry.id for one in log]
