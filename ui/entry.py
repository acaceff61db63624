"""Start the program: a command goes to the command line, a file or nothing opens the window.

Neither way imports Qt before it must.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The first words that mean the command line.
COMMANDS = frozenset(
    {"demo", "check", "score", "report", "import-log", "export-log"}
    | {"pack", "merge", "ties", "timeline", "board", "clock", "hub", "correct"}
    | {"new", "import", "export", "diff", "feasibility", "manual"}
    | {"trend", "agreement", "ratings", "objection", "self-evaluation", "archive"}
    | {"verify", "backup", "restore", "purge", "wipe", "forget", "protect", "unprotect"}
    | {"schools", "responsibility", "visits", "duty-needs", "roster", "lessons", "year-plan"}
    | {"terms", "local-rules", "inspections", "ledger", "person", "overview", "sample-county"}
)


def main() -> int:
    """Run the console script and give its exit status (0 done, 1 refused, 2 usage)."""
    arguments = sys.argv[1:]
    if arguments and not _is_file(arguments):
        from drillplanner.cli import main as run_command

        return run_command(arguments)
    if not _has_screen():
        sys.stderr.write(f"{_no_screen()}\n")
        return 1
    from ui.main import run

    return run(Path(arguments[0]) if arguments else None)


def _is_file(arguments: list[str]) -> bool:
    """Tell a file to open from a command, even a mistyped one."""
    if len(arguments) > 1 or arguments[0] in COMMANDS or arguments[0].startswith("-"):
        return False
    path = Path(arguments[0])
    return bool(path.suffix) or path.exists()


def _has_screen() -> bool:
    """Tell whether a window can be shown; without one Qt would abort the process."""
    if sys.platform != "linux":
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _no_screen() -> str:
    from drillplanner.base.texts import _
    from drillplanner.base.translator import translator
    from drillplanner.cli import system_language

    message = _(
        "There is no screen to show the window on. Without one, use the commands: "
        "drillplanner --help lists them."
    )
    return translator(system_language()).say(message)


if __name__ == "__main__":
    sys.exit(main())
