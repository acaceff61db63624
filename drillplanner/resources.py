"""Find the data that ships with the program, in a wheel and in a checkout alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """Give the path of one shipped file or folder, as `resource("scripts", "gate.json")`.

    The path can be handed to libraries that open files themselves. Whether the file is
    there is left to whoever opens it, who knows what to say when it is not.
    """
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    # The build hook puts the data into the wheel as drillplanner/_resources; an editable
    # install reads it where it is edited, so that no copy can grow stale.
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
