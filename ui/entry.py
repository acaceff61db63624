"""Start the program: any argument goes to the command line, none opens the window."""

from __future__ import annotations

import contextlib
import sys


def main() -> int:
    """Run the console script and give its exit status (0 done, 1 refused, 2 usage)."""
    from drillplanner.cli import main as run_command

    arguments = sys.argv[1:]
    if arguments:
        return run_command(arguments)
    sys.stderr.write("There is no window yet; these are the commands.\n\n")
    with contextlib.redirect_stdout(sys.stderr):
        run_command(["--help"])
    return 2


if __name__ == "__main__":
    sys.exit(main())
