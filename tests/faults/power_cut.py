"""Cut the power in mid drill: keep what was flushed, and of the rest whatever chance leaves.

strace writes down what a live drill wrote, cut, flushed, removed and acknowledged. From that
the files are rebuilt as a disk may hold them if the power fails after any of these steps:
what a flush that succeeded covers is there; every other write is there whole, in part (cut
at a sector or inside one) or not at all, and the last ones in any order. A write whose flush
failed stays in doubt whatever is flushed later, as on Linux.

What this cannot show: a disk that says it flushed and did not, and what a file system makes
of its own tables.
"""

from __future__ import annotations

import math
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
_SECTOR = 512

_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_CALL = re.compile(r"(?P<name>\w+)\((?P<args>.*)\) += (?P<status>-?\d+)")
_FD = r"(?P<fd>\d+)<(?P<path>[^>]*)>(?:\(deleted\))?"
_DATA = r'"(?P<data>(?:\\x[0-9a-f]{2})*)"'
_WRITE = re.compile(rf"{_FD}, {_DATA}, \d+(?:, (?P<offset>\d+))?")
_CUT = re.compile(rf"{_FD}, (?P<size>\d+)")
_NAME = re.compile(_DATA)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: to the file of that name in the folder, or to who looks on."""

    what: str  # made, write, cut, flush, flush-failed, gone, said
    name: str = ""
    at: int = 0
    data: bytes = b""


def traced(trace: Path) -> list[str]:
    """Give what to put before a command to have it traced."""
    strace = shutil.which("strace")
    assert strace, "strace is not installed; `make test` names the package"
    return [strace, "-f", "-y", "-xx", "-s", "100000", "-o", str(trace), "-e", f"trace={CALLS}"]


def steps_of(trace: Path, folder: Path) -> list[Step]:
    """Read what happened to the files of a folder, in order."""
    found: list[Step] = []
    for name, args, status in _calls(trace.read_text("ascii")):
        step = _step(name, args, status)
        if step is None:
            continue
        path = Path(step.name)
        if step.what == "said" or path.parent == folder:
            found.append(Step(step.what, path.name, step.at, step.data))
        elif path == folder:
            found.append(Step("folder-flush"))
    return found


def _calls(trace: str) -> Iterator[tuple[str, str, int]]:
    """Join calls that another thread's interrupted."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        found = _LINE.fullmatch(line)
        assert found, line[:200]
        pid, rest = found["pid"], found["rest"]
        if rest.endswith("<unfinished ...>"):
            begun[pid] = rest.removesuffix("<unfinished ...>")
            continue
        resumed = re.fullmatch(r"<\.\.\. \w+ resumed>(.*)", rest)
        call = _CALL.match(begun.pop(pid, "") + resumed[1] if resumed else rest)
        if call:
            yield call["name"], call["args"], int(call["status"])


def _step(name: str, args: str, status: int) -> Step | None:
    if name in ("fsync", "fdatasync"):
        found = re.match(_FD, args)
        assert found
        return Step("flush" if status == 0 else "flush-failed", _text(found["path"]))
    if status < 0:
        return None
    if name in ("write", "pwrite64"):
        return _write(args, status)
    if name == "ftruncate":
        found = _CUT.match(args)
        assert found, args
        return Step("cut", _text(found["path"]), int(found["size"]))
    found = _NAME.search(args)
    if found is None or (name == "openat" and "O_CREAT" not in args):
        return None
    return Step("gone" if name == "unlink" else "made", _bytes(found["data"]).decode())


def _write(args: str, status: int) -> Step | None:
    found = _WRITE.match(args)
    assert found, args[:200]
    # What was written is as much as the call says, which may be less than was asked.
    data = _bytes(found["data"])[:status]
    if found["fd"] == "1":
        return Step("said", data=data)
    if found["offset"] is None:
        return None
    return Step("write", _text(found["path"]), int(found["offset"]), data)


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _text(path: str) -> str:
    return _bytes(path).decode() if "\\x" in path else path


def said(steps: list[Step], word: str) -> list[str]:
    """List what stood after a word in what was written to standard output."""
    lines = b"".join(step.data for step in steps if step.what == "said").decode().splitlines()
    return [line.partition(" ")[2] for line in lines if line.partition(" ")[0] == word]


def lay_out(
    steps: list[Step], moment: int, before: Path, folder: Path, chance: random.Random
) -> None:
    """Make a folder as the disk may hold it if the power fails before the step of that number.

    `before` holds the files as they were flushed before the first step.
    """
    folder.mkdir()
    sure_from = _sure_from(steps)
    names = {step.name for step in steps if step.name} | {one.name for one in before.iterdir()}
    for name in sorted(names):
        if name.endswith("-shm") or (before / name).is_dir():
            continue
        done = [
            (step, sure_from[number] < moment)
            for number, step in enumerate(steps[:moment])
            if step.name == name and step.what in ("made", "gone", "write", "cut")
        ]
        content = _content(done, before / name, chance)
        if content is not None:
            (folder / name).write_bytes(content)


def _content(done: list[tuple[Step, bool]], before: Path, chance: random.Random) -> bytes | None:
    exists = before.exists()
    content = bytearray(before.read_bytes() if exists else b"")
    flushed = 1 + max((n for n, (_step, is_sure) in enumerate(done) if is_sure), default=-1)
    tail = done[flushed:]
    chance.shuffle(tail)
    for step, is_sure in [*done[:flushed], *tail]:
        share = 1.0 if is_sure else chance.choice([0.0, 0.0, chance.random(), 1.0])
        if step.what in ("made", "gone"):
            if share == 1.0:
                exists = step.what == "made"
                content = content if exists else bytearray()
        elif step.what == "cut" and share == 1.0:
            del content[step.at :]
            content.extend(bytes(step.at - len(content)))
        elif step.what == "write":
            _put(content, step, _torn(len(step.data), share, chance))
            exists = exists or is_sure
    return bytes(content) if exists else None


def _sure_from(steps: list[Step]) -> list[float]:
    """Give for each step the number of the flush that makes it sure; infinity if none does.

    It is the next flush of that file, and for a name that of the folder. If that flush
    failed, no later one counts.
    """
    sure: list[float] = []
    following: dict[str, float] = {}
    for number in range(len(steps) - 1, -1, -1):
        step = steps[number]
        if step.what == "folder-flush":
            following[""] = number
        elif step.what in ("flush", "flush-failed"):
            following[step.name] = number if step.what == "flush" else math.inf
        is_name = step.what in ("made", "gone")
        sure.append(following.get("" if is_name else step.name, math.inf))
    return sure[::-1]


def _torn(size: int, share: float, chance: random.Random) -> int:
    kept = int(size * share)
    return kept if chance.random() < 0.5 else kept // _SECTOR * _SECTOR if kept < size else size


def _put(content: bytearray, step: Step, kept: int) -> None:
    if kept > 0:
        content.extend(bytes(max(0, step.at - len(content))))
        content[step.at : step.at + kept] = step.data[:kept]
