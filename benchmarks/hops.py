"""Count the way of one key: project files and calls from the key's handler to its return."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from types import FrameType

from benchmarks.keys_console import console, press

_ROOT = Path(__file__).parent.parent
_ROOMS = tuple(str(_ROOT / name) + "/" for name in ("drillplanner", "ui"))


class Hops:
    """Counts calls of the project's own functions, by file and name, while it is entered."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> Hops:
        sys.setprofile(self._note)
        return self

    def __exit__(self, *_error: object) -> None:
        sys.setprofile(None)

    def _note(self, frame: FrameType, event: str, _what: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(_ROOMS):
            self.calls[code.co_filename.removeprefix(str(_ROOT) + "/"), code.co_qualname] += 1

    @property
    def files(self) -> int:
        """Count the files that were entered."""
        return len({file for file, _name in self.calls})

    @property
    def count(self) -> int:
        """Count the calls."""
        return self.calls.total()


def count_hops(entries: int = 20) -> Hops:
    """Press a step's key on a console that has logged so many entries, and count its way."""
    with tempfile.TemporaryDirectory() as folder, console(Path(folder), entries) as found:
        for _warm in range(3):
            press(found.page, next(found.keys))
            found.settle()
        key = next(found.keys)
        hops = Hops()
        with hops:
            press(found.page, key)
        found.settle()
        return hops


def main() -> None:
    """Print the figures; with -v every function on the way too."""
    hops = count_hops()
    print(f"one key: {hops.files} project files, {hops.count} calls")
    if "-v" in sys.argv:
        for (file, name), count in sorted(hops.calls.items()):
            print(f"{count:5d}  {file}  {name}")


if __name__ == "__main__":
    main()
