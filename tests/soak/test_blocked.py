"""A window that is busy for five seconds at a time while real X keys arrive (row 25)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.xvfb.display import is_available
from tests.xvfb.test_instant import errors_ms


@pytest.mark.soak
@pytest.mark.skipif(not is_available(), reason="needs Xvfb and libXtst")
@pytest.mark.parametrize("busy_ms", [1000, 5000])
def test_every_key_has_the_time_of_its_press(tmp_path: Path, busy_ms: int) -> None:
    errors = errors_ms(tmp_path, busy_ms=busy_ms, free_ms=60, count=60)

    assert len(errors) == 60
    assert max(abs(by_event) for by_event, _by_slot in errors) < 20
    assert max(abs(by_slot) for _by_event, by_slot in errors) > busy_ms / 2
