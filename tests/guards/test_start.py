"""Guard the quick start: what is heavy is imported only by who needs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"PySide6", "alembic", "babel", "pydantic", "reportlab", "shiboken6", "sqlalchemy"}
LIST_MODULES = "import json, sys; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"


def modules_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{LIST_MODULES}"],
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
