"""Compile the translations while the project is built, and by hand: `python hatch_build.py`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from typing_extensions import override

RESOURCES = Path("resources")
LOCALE = RESOURCES / "locale"


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo beside every .po under `root` that is newer than its .mo.

    Each file is written beside and then renamed, so that a reader never sees half of it.

    Returns:
        The files written.
    """
    written = []
    for source in sorted((root / LOCALE).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        _compile(source, target)
        written.append(target)
    return written


def _compile(source: Path, target: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    beside = target.with_name(f"{target.name}.{os.getpid()}")
    with beside.open("wb") as file:
        write_mo(file, catalogue)
    beside.replace(target)


class CompileCatalogues(BuildHookInterface[Any]):
    """Have the compiled catalogues in place before hatchling collects the files."""

    PLUGIN_NAME = "custom"

    @override
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile what changed, and put the data into the wheel.

        An editable install gets none: it reads the data in place (drillplanner.resources).
        """
        compile_catalogues(Path(self.root))
        if version == "standard" and self.target_name == "wheel":
            for path in sorted((Path(self.root) / RESOURCES).rglob("*")):
                if path.is_file():
                    inside = path.relative_to(Path(self.root) / RESOURCES).as_posix()
                    build_data["force_include"][str(path)] = f"drillplanner/_resources/{inside}"


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).resolve().parent):
        sys.stdout.write(f"compiled {path.name} in {path.parent}\n")
