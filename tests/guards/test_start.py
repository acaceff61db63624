"""Guard the quick start: what is heavy is imported only by who needs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "PySide6",
    "alembic",
    "babel",
    "numpy",
    "pydantic",
    "pyqtgraph",
    "reportlab",
    "shiboken6",
    "sqlalchemy",
}
#: What only a chart needs: half a second that neither the start nor a drill may pay.
CHARTS = {"numpy", "pyqtgraph"}
LIST_MODULES = "import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"


def modules_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{LIST_MODULES}"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["drillplanner", "drillplanner.cli", "ui.entry"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    assert not modules_after(f"import {module}") & HEAVY


def test_asking_for_help_loads_nothing_heavy() -> None:
    statement = (
        "import contextlib, io, sys\n"
        "from ui.entry import main\n"
        "sys.argv = ['drillplanner', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main()"
    )

    assert not modules_after(statement) & HEAVY


def test_every_room_is_entered_without_what_only_a_chart_needs(tmp_path: Path) -> None:
    statement = (
        "import pathlib, time\n"
        "from PySide6.QtWidgets import QApplication\n"
        "application = QApplication([])\n"
        "from drillplanner.services.plan.scripts import samples\n"
        "from ui.app import Program\n"
        "from ui.settings import SettingsFile\n"
        "from ui.window.main_window import ROOMS\n"
        f"settings = SettingsFile(pathlib.Path({str(tmp_path)!r}) / 's.json')\n"
        "program = Program(application, settings)\n"
        "window = program.open()\n"
        "program.context.script = samples()[0]\n"
        "for room in ROOMS:\n"
        "    window.show_room(room)\n"
        "    while program.jobs.is_busy:\n"
        "        application.processEvents()\n"
        "program.close()"
    )

    loaded = modules_after(statement)

    assert "sqlalchemy" in loaded
    assert not loaded & CHARTS
