"""The run room in a process of its own, on a screen of our own, and what it says meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.xvfb.display import Keyboard, environment

CHILD = Path(__file__).with_name("drill_child.py")


class Window:
    """The program's window on the screen of our own, and what it said so far."""

    def __init__(self, child: subprocess.Popen[str], keyboard: Keyboard) -> None:
        self.child = child
        self.keyboard = keyboard
        self.lines: list[list[str]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self._id = int(self.wait(lambda line: line[0] == "window")[1])
        keyboard.focus(self._id)

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            self.lines.append(line.split())

    def wait(self, is_it: Callable[[list[str]], bool], timeout_s: float = 20) -> list[str]:
        def found() -> list[str]:
            return next((line for line in list(self.lines) if line and is_it(line)), [])

        self.wait_until(lambda: bool(found()), timeout_s)
        return found()

    def wait_until(self, is_so: Callable[[], bool], timeout_s: float = 20) -> None:
        """Wait until something is so; fail with what was said, if that takes too long."""
        end = time.monotonic() + timeout_s
        while not is_so():
            assert time.monotonic() < end, self.lines
            time.sleep(0.02)

    def page(self, name: str) -> None:
        self.wait(lambda line: line[:2] == ["page", name])
        # A screen without a window manager gives no keys to a window that was not there yet.
        self.keyboard.focus(self._id)
        time.sleep(0.3)

    def again(self, name: str) -> None:
        """Take the keys on a page that was seen before, once it is the one that is seen."""
        self.wait_until(lambda: self._pages[-1:] == [name])
        self.keyboard.focus(self._id)
        time.sleep(0.3)

    def count(self, *line: str) -> int:
        """Count how often it said something."""
        return sum(one == list(line) for one in list(self.lines))

    def tile(self, step: str) -> tuple[int, int]:
        """Give the middle of a step's tile on the screen, where it lies now."""
        found = [one for one in list(self.lines) if one[:2] == ["tile", step]]
        return int(found[-1][2]), int(found[-1][3])

    @property
    def _pages(self) -> list[str]:
        return [one[1] for one in list(self.lines) if one[:1] == ["page"]]

    @property
    def saved(self) -> list[str]:
        return [line[1] for line in list(self.lines) if line[:1] == ["saved"]]

    def finish(self) -> None:
        self.child.wait(15)
        self._reader.join(5)


@contextmanager
def window(display: str, home: Path, *more: str, child_file: Path = CHILD) -> Iterator[Window]:
    """Start the program of drill_child.py, or another; `more` are its further arguments."""
    with subprocess.Popen(
        [sys.executable, str(child_file), str(home), *more],
        env=environment(display, home),
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        keyboard = Keyboard(display)
        try:
            yield Window(child, keyboard)
        finally:
            if child.poll() is None:
                child.kill()
            keyboard.close()
