"""Record marks until killed, saying each one on standard output once it is acknowledged.

Run as a program by the tests of kill -9 and of flushes: FILE and how many marks at most.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.services.run.recorder import Station
from drillplanner.services.run.sessions import create_workspace, open_workspace, start_session


def main(path: Path, count: int) -> None:
    workspace = open_workspace(path) if path.exists() else create_workspace(path)
    recorder = start_session(workspace, Station(DrillId("d1"), "gate", PersonId("p1")))
    if recorder.phase == "ready":
        recorder.arm()
    os.write(1, b"ready\n")
    for _ in range(count):
        entry = recorder.mark("s1")
        os.write(1, entry.id.encode("ascii") + b"\n")
    workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
