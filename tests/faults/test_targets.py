"""Where a report may not be written: over what it is made from, a device, a pipe (row 49)."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import UserError
from drillplanner.services.review.merging.inputs import Inputs
from drillplanner.services.review.table_review import report_files
from tests.contract.build import script, write_files


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    made = script(criteria=[{"id": "C", "text": "C", "scale": "psmu"}])
    write_files(tmp_path, made, [["A,S,0,0", "A,X,5,0"]])
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("criterion,evaluator,rating,note\nC,E,P,\n", encoding="utf-8")
    return Inputs(tmp_path / "script.json", (tmp_path / "log1.csv",), ratings)


def linked(make: Callable[[Path, Path], None]) -> Callable[[Path], Path]:
    def name(path: Path) -> Path:
        link = path.with_name("link.pdf")
        make(link, path)
        return link

    return name


NAMES: dict[str, Callable[[Path], Path]] = {
    "itself": lambda path: path,
    "by a way around": lambda path: path.parent / "x" / ".." / path.name,
    "symbolic link": linked(lambda link, path: link.symlink_to(path)),
    "hard link": linked(lambda link, path: link.hardlink_to(path)),
}


@pytest.mark.parametrize("which", ["script", "log", "ratings"])
@pytest.mark.parametrize("name", NAMES)
def test_a_report_never_takes_the_place_of_its_inputs(
    inputs: Inputs, which: str, name: str
) -> None:
    assert inputs.script is not None
    assert inputs.ratings is not None
    (inputs.script.parent / "x").mkdir()
    path = {"script": inputs.script, "log": inputs.logs[0], "ratings": inputs.ratings}[which]
    before = path.read_bytes()

    with pytest.raises(UserError, match="would be lost"):
        report_files(inputs, NAMES[name](path), "en")

    assert path.read_bytes() == before


def test_a_pipe_is_no_target(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(UserError, match="device or a pipe"):
        write_durably(pipe, b"report")

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_device_is_no_target(tmp_path: Path) -> None:
    device = tmp_path / "null"
    try:
        os.mknod(device, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EACCES):
            raise
        pytest.skip("making a device takes rights that are missing here")

    with pytest.raises(UserError, match="device or a pipe"):
        write_durably(device, b"report")

    assert stat.S_ISCHR(device.stat().st_mode)
    assert list(tmp_path.iterdir()) == [device]


def test_a_name_too_long_is_said(inputs: Inputs) -> None:
    with pytest.raises(UserError, match="too long"):
        report_files(inputs, inputs.logs[0].with_name("长" * 120 + ".pdf"), "en")
