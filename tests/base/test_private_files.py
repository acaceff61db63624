"""A folder that lasts as long as a piece of work is private, and no kill leaves it for good."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.base.private_files import passing_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and rights of POSIX")

_KILLED = (
    "import os; from drillplanner.base.private_files import passing_folder",
    "with passing_folder() as folder:",
    "    (folder / 'packs.drill').write_text('names')",
    "    os.kill(os.getpid(), 9)",
)


def test_what_a_kill_left_goes_with_the_next_one_and_what_is_in_use_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRILLPLANNER_HOME", str(tmp_path))
    subprocess.run([sys.executable, "-c", "\n".join(_KILLED)], check=False)
    (left,) = (tmp_path / "passing").iterdir()

    with passing_folder() as outer, passing_folder() as inner:
        assert not left.exists()
        assert outer.exists()
        assert stat.S_IMODE(inner.stat().st_mode) == 0o700

    assert list((tmp_path / "passing").iterdir()) == []


def test_where_no_data_can_be_kept_there_is_one_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("DRILLPLANNER_HOME", str(tmp_path / "file" / "home"))

    with passing_folder() as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
