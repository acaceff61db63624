"""The wheel holds the program and its data, nothing else, and finds that data where it lies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from drillplanner.resources import resource

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("drillplanner", "ui")
COPIED = (*PACKAGES, "resources")
BUILD_FILES = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")
BUILT_HERE = shutil.ignore_patterns("__pycache__", "*.mo")
PROBE = """
import sys
from drillplanner.resources import resource
print(resource(*sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tree as a fresh clone has it, without anything that was built in it."""
    folder = tmp_path_factory.mktemp("source")
    for package in COPIED:
        shutil.copytree(ROOT / package, folder / package, ignore=BUILT_HERE)
    for name in BUILD_FILES:
        shutil.copy(ROOT / name, folder)
    (folder / "tests").mkdir()
    (folder / "tests" / "test_nothing.py").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the copy, with the locked build tools of this environment."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel the way installers do with a pure one: unpack it."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _in_wheel(name: str) -> str:
    return f"drillplanner/_{name}" if name.startswith("resources/") else name


def expected_files() -> set[str]:
    files = {
        _in_wheel(path.relative_to(ROOT).as_posix())
        for package in COPIED
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    }
    catalogues = {name for name in files if name.endswith(".po")}
    return files | {name.removesuffix(".po") + ".mo" for name in catalogues}


def found_by(folder: Path, *parts: str) -> Path:
    """Ask the program that lies in `folder`, and no other, where one resource is."""
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", PROBE, *parts],
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(folder)},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Path(done.stdout.strip())


def test_the_wheel_holds_the_program_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        others = {name.split("/")[0] for name in archive.namelist()} - set(PACKAGES)

    assert names == expected_files()
    assert len(others) == 1
    assert others.pop().endswith(".dist-info")


def test_the_wheel_carries_compiled_catalogues(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert "drillplanner/_resources/locale/zh_CN/LC_MESSAGES/drillplanner.mo" in names


def test_the_wheel_carries_the_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert any(Path(name).name.startswith("OFL") for name in names)


@pytest.mark.parametrize(
    "parts", [("locale",), ("fonts",), ("scripts",), ("sounds",), ("icons",), ("schema",)]
)
def test_a_resource_is_found_in_wheel_and_checkout(unpacked: Path, parts: tuple[str, ...]) -> None:
    installed = found_by(unpacked, *parts)
    in_checkout = found_by(ROOT, *parts)

    assert installed == unpacked.joinpath("drillplanner", "_resources", *parts)
    assert in_checkout == resource(*parts)
    assert installed.exists()
    assert in_checkout.exists()


def test_the_checkout_has_its_catalogues_compiled() -> None:
    for catalogue in resource("locale").glob("*/LC_MESSAGES/*.po"):
        assert catalogue.with_suffix(".mo").is_file(), "run `make test` or `python hatch_build.py`"
