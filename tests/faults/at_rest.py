"""Let a trial run on a workspace that anybody can read, and on one that is encrypted.

The encrypted ones keep their key open in the key file, so that children need no password.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.store.protection.protecting import begin_locked

WAYS = ("plain", "protected")
#: For a test that takes `at_rest`, and calls `prepare` before anything else.
EITHER = pytest.mark.parametrize("at_rest", WAYS)


def prepare(path: Path, at_rest: str) -> Path:
    """Say what kind of workspace will be made under this name."""
    if at_rest == "protected":
        pytest.importorskip("sqlcipher3", reason="the packages for passwords are optional")
        path.parent.mkdir(parents=True, exist_ok=True)
        begin_locked(path)
    return path
