"""Find the data that ships with the program, in a wheel and in a checkout alike."""

from __future__ import annotations

import importlib.resources
from pathlib import Path


def resource(*parts: str) -> Path:
    """Give the path of one shipped file or folder, as `resource("scripts", "gate.json")`.

    The path can be handed to libraries that open files themselves. Whether the file is
    there is left to whoever opens it, who knows what to say when it is not.

    Raises:
        NotADirectoryError: the program was imported from an archive, not from files.
    """
    root = importlib.resources.files("drillplanner.resources")
    if not isinstance(root, Path):
        raise NotADirectoryError(str(root))
    return root.joinpath(*parts)
