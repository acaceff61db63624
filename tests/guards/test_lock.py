"""Guard what the lock files promise: hashes, no host, both systems, one Qt."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)
VERSIONS = ("3.11", "3.12", "3.13")


def blocks(name: str) -> list[str]:
    """Give the lock's requirements, each with its hash lines."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def requirements(name: str) -> list[Requirement]:
    return [Requirement(block.split("--hash")[0].strip()) for block in blocks(name)]


def pins(name: str, environment: dict[str, str]) -> dict[str, str]:
    return {
        canonicalize_name(requirement.name): str(requirement.specifier).removeprefix("==")
        for requirement in requirements(name)
        if requirement.marker is None or requirement.marker.evaluate(environment)
    }


def environments() -> list[dict[str, str]]:
    return [
        {**system, "python_version": version, "python_full_version": f"{version}.1"}
        for system in SYSTEMS
        for version in VERSIONS
    ]


def project() -> dict[str, list[Requirement]]:
    """Give what pyproject.toml asks for, by lock file."""
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = document["dependency-groups"]
    run = [*document["project"]["dependencies"], *groups["build"]]
    development = [entry for entry in groups["dev"] if isinstance(entry, str)]
    return {
        "requirements.lock": [Requirement(text) for text in run],
        "requirements-dev.lock": [Requirement(text) for text in [*run, *development]],
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_and_hashed(lock: str) -> None:
    for block in blocks(lock):
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", block), block[:60]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_system_gets_everything_the_project_asks_for(lock: str) -> None:
    for environment in environments():
        pinned = pins(lock, environment)
        for wanted in project()[lock]:
            version = pinned[canonicalize_name(wanted.name)]
            assert wanted.specifier.contains(version, prereleases=True), wanted


def test_the_lock_for_tests_holds_the_other_in_the_same_versions() -> None:
    for environment in environments():
        run, development = (pins(lock, environment) for lock in LOCKS)

        assert run.items() <= development.items()


def test_what_builds_the_project_is_locked() -> None:
    pinned = pins("requirements.lock", environments()[0])

    assert {"hatchling", "editables", "babel"} <= pinned.keys()


@pytest.mark.parametrize("lock", LOCKS)
def test_qt_is_the_one_that_was_measured(lock: str) -> None:
    for environment in environments():
        pinned = pins(lock, environment)

        assert pinned["pyside6-essentials"] == pinned["shiboken6"] == "6.9.3"
