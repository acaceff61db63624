"""A small disk of our own, made in memory, that can be filled, pulled out and put back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class SmallDisk:
    """A file system of its own, seen at `path` while it is plugged in."""

    def __init__(self, folder: Path) -> None:
        self._keeper = folder / "keeper"
        self.path = folder / "stick"
        self._ballast = self.path / "ballast"

    def fill(self, *, leaving: int = 0) -> None:
        """Take all space but so many bytes."""
        numbers = os.statvfs(self.path)
        size = numbers.f_bavail * numbers.f_frsize - leaving
        if size > 0:
            self._ballast.write_bytes(bytes(size))

    def free(self) -> None:
        """Give the space back."""
        self._ballast.unlink(missing_ok=True)

    def pull(self) -> None:
        """Let it be gone, whatever is open on it."""
        assert _run("umount", "-l", str(self.path))

    def put_back(self) -> None:
        assert _run("mount", "--bind", str(self._keeper), str(self.path))


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[SmallDisk]:
    """Make a disk of that size; skips where only root may."""
    disk = SmallDisk(folder)
    keeper = folder / "keeper"
    for one in (keeper, disk.path):
        one.mkdir()
    is_made = sys.platform == "linux" and os.geteuid() == 0
    if not is_made or not _run("mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(keeper)):
        pytest.skip("making a file system takes rights that are missing here")
    try:
        disk.put_back()
        yield disk
    finally:
        while _run("umount", "-l", str(disk.path)):
            pass
        _run("umount", "-l", str(keeper))
