"""A screen of our own and a keyboard on it: Xvfb, and key events made by the XTest extension."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: X key codes of places on the main block: the kernel's and 8.
CODES = {
    **{name: 10 + n for n, name in enumerate("1234567890")},
    **{name: 20 + n for n, name in enumerate("-=")},
    **{name: 24 + n for n, name in enumerate("QWERTYUIOP[]")},
    **{name: 38 + n for n, name in enumerate("ASDFGHJKL;'")},
    **{name: 52 + n for n, name in enumerate("ZXCVBNM,./")},
    **{f"F{n + 1}": 67 + n for n in range(10)},
    "Esc": 9,
    "Backspace": 22,
    "Enter": 36,
    "Ctrl": 37,
    "Shift": 50,
    "Space": 65,
    "CapsLock": 66,
    "F11": 95,
    "F12": 96,
}
#: Keys beside the main block, whose codes differ from server to server, by their X symbols.
SYMBOLS = {
    "Left": 0xFF51,
    "Up": 0xFF52,
    "Right": 0xFF53,
    "Down": 0xFF54,
    "PageUp": 0xFF55,
    "PageDown": 0xFF56,
    "KeypadEnter": 0xFF8D,
    "Delete": 0xFFFF,
}


def is_available() -> bool:
    """Say whether this machine has what a screen of our own needs."""
    has_libraries = all(ctypes.util.find_library(name) for name in ("X11", "Xtst"))
    return shutil.which("Xvfb") is not None and has_libraries


class Keyboard:
    """Presses keys as a person would, as far as the X server can tell."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self._test = ctypes.CDLL(ctypes.util.find_library("Xtst"))
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display

    def down(self, place: str) -> None:
        self._event(place, is_down=True)

    def up(self, place: str) -> None:
        self._event(place, is_down=False)

    def press(self, place: str, held_s: float = 0.02, *, under: str = "") -> tuple[int, int]:
        """Press and let go; give the elapsed clock, in nanoseconds, before and after the press.

        The X server has the press between the two; on a busy machine they lie apart. `under`
        names a key that is held down meanwhile, such as Shift.
        """
        if under:
            self.down(under)
        before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self.down(place)
        after = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        time.sleep(held_s)
        self.up(place)
        if under:
            self.up(under)
        return before, after

    def press_at_once(self, places: str) -> tuple[int, int]:
        """Press several keys at one instant, then let them go; as `press` gives the clock."""
        before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        for place in places:
            self._test.XTestFakeKeyEvent(self._display, CODES[place], 1, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)
        after = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        time.sleep(0.02)
        for place in places:
            self.up(place)
        return before, after

    def click(self, x: int, y: int) -> tuple[int, int]:
        """Click at a pixel of the screen; as `press` gives the clock."""
        now = ctypes.c_ulong(0)
        self._test.XTestFakeMotionEvent(self._display, 0, x, y, now)
        self._x.XSync(self._display, 0)
        time.sleep(0.02)
        before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        self._test.XTestFakeButtonEvent(self._display, 1, 1, now)
        self._x.XSync(self._display, 0)
        after = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        time.sleep(0.02)
        self._test.XTestFakeButtonEvent(self._display, 1, 0, now)
        self._x.XSync(self._display, 0)
        return before, after

    def focus(self, window: int) -> None:
        """Give a window the keys; there is no window manager to do it."""
        self._x.XSetInputFocus(self._display, ctypes.c_ulong(window), 1, 0)
        self._x.XSync(self._display, 0)

    def lock(self) -> None:
        """Take all keys for nobody, as a screen locker does."""
        root = self._x.XDefaultRootWindow(self._display)
        taken = self._x.XGrabKeyboard(self._display, ctypes.c_ulong(root), 0, 1, 1, 0)
        self._x.XSync(self._display, 0)
        assert taken == 0

    def unlock(self) -> None:
        """Give the keys back."""
        self._x.XUngrabKeyboard(self._display, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)

    def _event(self, place: str, *, is_down: bool) -> None:
        code = CODES.get(place) or self._code_of(SYMBOLS[place])
        self._test.XTestFakeKeyEvent(self._display, code, int(is_down), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def _code_of(self, symbol: int) -> int:
        return int(self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(symbol)))


@contextmanager
def screen() -> Iterator[str]:
    """Start an X server of our own; give its display's name."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            yield f":{answer.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def environment(display: str, home: Path) -> dict[str, str]:
    """Give what a program on that screen needs to know."""
    kept = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    return {
        **kept,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
        "DRILLPLANNER_HOME": str(home),
        "TMPDIR": str(home),
    }
