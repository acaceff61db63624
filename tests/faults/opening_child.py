"""Open a workspace, append three entries and close it, saying which were acknowledged.

Run as a program by the tests that let one system call of this fail.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.store.workspace import Workspace
from tests.run.build import session


def main(path: Path, name: str) -> int:
    try:
        with Workspace.open(path) as workspace:
            for one in session(3, name):
                workspace.append(one)
                os.write(1, one.entry.id.encode("ascii") + b"\n")
    except (UserError, StoreFault) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
