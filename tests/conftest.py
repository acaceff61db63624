"""Settings for all tests: no screen is needed, none makes a noise or has a deadline of its own.

LANG, LC_ALL and TZ stay as they are found: the program must not depend on them.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import HealthCheck, settings

from ui.system import sound as sound_players

settings.register_profile(
    "drillplanner",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("drillplanner")


@pytest.fixture(autouse=True)
def nothing_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests of a drill be quiet on a machine that has loudspeakers."""
    monkeypatch.setattr(sound_players, "COMMANDS", ())
