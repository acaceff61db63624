"""Settings for all tests: no screen is needed, and no test has a deadline of its own.

LANG, LC_ALL and TZ stay as they are found: the program must not depend on them.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hypothesis import HealthCheck, settings

settings.register_profile(
    "drillplanner",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("drillplanner")
