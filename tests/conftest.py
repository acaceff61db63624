"""Settings for all tests: no screen is needed, none makes a noise or has a deadline of its own.

LANG, LC_ALL and TZ stay as they are found: the program must not depend on them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Reports are set in the built-in face, whatever fonts the machine has.
os.environ["DRILLPLANNER_FONTS"] = ""

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication

from ui.system import sound as sound_players
from ui.system.clipboard import leave_clipboard

# Python would collect on whichever thread allocates, and destroy widgets on a worker's.
gc.disable()

settings.register_profile(
    "drillplanner",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("drillplanner")

#: How many objects tests without Qt leave before they are looked through.
_MANY_OBJECTS = 100_000


def pytest_collection_finish() -> None:
    """Leave all that was imported and collected out of what is looked through after each test."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    """Let Python end as it does in the program."""
    gc.unfreeze()
    if isinstance(QCoreApplication.instance(), QGuiApplication):
        leave_clipboard()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Free what a test left, as the program does: Qt first, then Python, on this thread."""
    yield
    application = QCoreApplication.instance()
    if application is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
    if application is not None or gc.get_count()[0] > _MANY_OBJECTS:
        gc.collect()


@pytest.fixture(autouse=True)
def nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests of a drill be quiet on a machine that has loudspeakers."""
    monkeypatch.setattr(sound_players, "COMMANDS", ())
