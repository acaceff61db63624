"""The portable program goes onto a post's stick, is read back, and finds the post's pack there."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.services.exchange import stick as sticks
from drillplanner.services.exchange.stick import put_program, station_pack_beside

FILES = {"DrillPlanner.exe": b"MZ", "program/python.exe": b"python", "program/a/b.py": b"x = 1\n"}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def program(tmp_path: Path) -> Path:
    files = {f"DrillPlanner/{name}": data for name, data in FILES.items()}
    return zipped(tmp_path / "portable.zip", files)


def read(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_file_is_written_and_the_second_time_none_is_new(tmp_path: Path, stick: Path) -> None:
    put = put_program(program(tmp_path), stick)
    again = put_program(program(tmp_path), stick)

    assert read(stick / "DrillPlanner") == FILES
    assert (put.files, put.written) == (3, 3)
    assert (again.files, again.written) == (3, 0)


def test_a_program_that_runs_goes_along_without_its_drills(tmp_path: Path, stick: Path) -> None:
    put_program(program(tmp_path), tmp_path)
    running = tmp_path / "DrillPlanner"
    (running / "data").mkdir()
    (running / "data" / "workspace.drill").write_bytes(b"secret")

    put_program(running, stick)

    assert read(stick / "DrillPlanner") == FILES


def test_a_file_that_was_damaged_on_the_stick_is_written_anew(tmp_path: Path, stick: Path) -> None:
    put_program(program(tmp_path), stick)
    (stick / "DrillPlanner/program/a/b.py").write_bytes(b"x = 2\n")

    assert put_program(program(tmp_path), stick).written == 1


@pytest.mark.parametrize(
    "name",
    ["../out", "DrillPlanner/../../out", "/out", "DrillPlanner/C:/out", "DrillPlanner/..\\out"],
)
def test_a_name_that_climbs_is_refused_and_nothing_is_written(
    tmp_path: Path, stick: Path, name: str
) -> None:
    files = {f"DrillPlanner/{one}": data for one, data in FILES.items()}
    bad = zipped(tmp_path / "bad.zip", {**files, name: b"out"})

    with pytest.raises(FileRefused):
        put_program(bad, stick)
    assert not os.listdir(stick)


def test_what_is_no_program_or_too_large_is_refused(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = zipped(tmp_path / "other.zip", {"DrillPlanner/readme.txt": b"x"})
    (tmp_path / "no.zip").write_bytes(b"no zip")
    for path in (other, tmp_path / "no.zip", tmp_path / "missing.zip"):
        with pytest.raises(FileRefused):
            put_program(path, stick)
    monkeypatch.setattr(sticks, "_MOST_BYTES", 4)
    with pytest.raises(FileRefused):
        put_program(program(tmp_path), stick)


def test_the_one_pack_beside_the_program_is_found(tmp_path: Path, stick: Path) -> None:
    put_program(program(tmp_path), stick)
    data = stick / "DrillPlanner" / "data"
    assert station_pack_beside(data, ".drillpost") is None
    (stick / "门卫.drillpost").write_bytes(b"1")

    assert station_pack_beside(data, ".drillpost") == stick / "门卫.drillpost"

    (stick / "楼长.drillpost").write_bytes(b"2")
    assert station_pack_beside(data, ".drillpost") is None
    assert station_pack_beside(stick / "data", ".drillpost") is None
