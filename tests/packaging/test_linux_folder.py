"""The Linux folder: what goes in, and that its starter finds it wherever it lies."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import PySide6
import pytest

from tools.build_linux import GLIBC, HERE, SYSTEM, TAGS, newest_glibc, pack, sources
from tools.build_payload import Recipe


def test_what_is_taken_of_qt_is_there() -> None:
    installed = Path(PySide6.__file__).parent
    files = [one.relative_to(installed).as_posix() for one in installed.rglob("*")]

    patterns = Recipe.read(HERE / "payload.toml").only["PySide6"]

    assert [one for one in patterns if not any(fnmatchcase(name, one) for name in files)] == []


def test_sources_are_compared_by_hash_and_wheels_are_no_newer_than_the_folder() -> None:
    for one in sources()["source"]:
        assert re.fullmatch(r"[0-9a-f]{64}", one["sha256"])
        assert one["version"] in one["path"]
    newest = max(tuple(map(int, re.findall(r"\d+", tag)))[:2] for tag in TAGS if "_" in tag)
    assert newest <= GLIBC


@pytest.mark.parametrize("name", ["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"])
def test_the_systems_own_library_stays_the_systems(name: str) -> None:
    assert SYSTEM.match(name)
    assert not SYSTEM.match("libcairo.so.2")
    assert not SYSTEM.match("libmount.so.1")


def test_the_folder_is_packed_to_the_same_bytes_and_measured(tmp_path: Path) -> None:
    payload = tmp_path / "DrillPlanner-1-linux"
    payload.mkdir()
    (payload / "a.txt").write_text("a")
    assert newest_glibc(payload) == (0, 0)

    first = pack(payload).read_bytes()
    os.utime(payload / "a.txt", (1, 1))

    assert pack(payload).read_bytes() == first


@pytest.mark.parametrize("is_portable", [False, True])
def test_the_starter_finds_the_program_by_a_link_and_keeps_data_beside_it_where_asked(
    tmp_path: Path, is_portable: bool
) -> None:
    folder = tmp_path / "程序 folder"
    (folder / "python/bin").mkdir(parents=True)
    starter, python = folder / "drillplanner", folder / "python/bin/python3"
    starter.write_bytes((HERE / "drillplanner").read_bytes())
    python.write_text('#!/bin/sh\necho "$@" "${DRILLPLANNER_HOME:-none}"\n')
    for one in (starter, python):
        one.chmod(0o755)
    if is_portable:
        (folder / "data").mkdir()
    link = tmp_path / "link"
    link.symlink_to(starter)

    environment = {k: v for k, v in os.environ.items() if k != "DRILLPLANNER_HOME"}
    done = subprocess.run(
        [link, "check", "一份.json"], capture_output=True, text=True, check=True, env=environment
    )

    home = str(folder / "data") if is_portable else "none"
    assert done.stdout.strip() == f"-I -m ui.entry check 一份.json {home}"


def test_nothing_is_named_twice() -> None:
    table = tomllib.loads((HERE / "payload.toml").read_text(encoding="utf-8"))
    for some in (*table["only"].values(), table["without"]["patterns"]):
        assert len(some) == len(set(some))
