"""A file is written whole or not at all, with the rights it should have."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import StoreFault, UserError

ONLY_POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@ONLY_POSIX
def test_a_private_file_is_the_owners_alone_whatever_was_there(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    path.write_bytes(b"old")
    path.chmod(0o644)

    write_durably(path, b"new", is_private=True)

    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)


@ONLY_POSIX
def test_a_new_file_is_the_owners_alone_and_keeps_the_rights_it_is_given(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    write_durably(path, b"first")
    assert mode(path) == 0o600
    path.chmod(0o664)

    write_durably(path, b"second")

    assert mode(path) == 0o664


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.EACCES, UserError, "open in another program"),
        (errno.ENOSPC, StoreFault, "disk is full"),
        (errno.EIO, StoreFault, "Choose another place"),
    ],
)
def test_what_the_disk_says_is_said_in_words_and_the_old_file_stays(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    kind: type[Exception],
    words: str,
) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind, match=words):
        write_durably(path, b"new")

    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["f"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_durably(tmp_path / "nowhere" / "f", b"new")


@pytest.mark.skipif(os.name != "posix", reason="processes are told by their ids")
def test_what_a_killed_program_left_goes_with_the_next_file(tmp_path: Path) -> None:
    target = tmp_path / "report.pdf"
    lines = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])",
        "from drillplanner.base import atomic_file",
        "atomic_file.os.fsync = lambda _file: os.kill(os.getpid(), 9)",
        "atomic_file.write_durably(Path(sys.argv[1]), b'half')",
    )
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", "\n".join(lines), str(target), root], check=False)
    (left,) = tmp_path.iterdir()
    assert left.suffix == ".part"

    write_durably(target, b"whole")

    assert list(tmp_path.iterdir()) == [target]
