"""Keep what the user chose, and where windows stood; a damaged file costs only the choices."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import data_folder, make_private_folder, open_private
from drillplanner.base.translator import Language
from ui.theme.tokens import SCALES, THEMES, ThemeName

log = logging.getLogger(__name__)

#: Two presses of one key count as one within at least and at most this many milliseconds: a
#: key bounces for some tens, and a person who means it twice needs a second. House values, D.
DOUBLE_PRESS_MS = range(200, 1001)
#: In `extra`: who was at work here last; offered after a restart, never assumed.
NAME_AT_WORK = "improve.name"
#: Files that are remembered.
_RECENT = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the person at this machine; `extra` holds what single rooms remember.

    `language` empty follows the system.
    """

    language: str = ""
    theme: ThemeName = "light"
    scale: int = 100
    recent: tuple[str, ...] = ()
    #: Where the window stood, by the sizes of the screens there were.
    geometry: dict[str, str] = field(default_factory=dict)
    workspace: str = ""
    double_press_ms: int = 400
    #: Whether the window fills the screen by itself while a drill is logged.
    full_screen: bool = True
    #: After how many seconds the share of units done is told, as they were typed.
    unit_seconds: str = "30 60 120 180"
    extra: dict[str, Any] = field(default_factory=dict)
    #: What was chosen for the last drill: the timekeeper's id and name, the post, the nature.
    keeper: str = ""
    keeper_name: str = ""
    source: str = ""
    nature: str = ""

    @property
    def second_backups(self) -> Path | None:
        """The folder on another disk for backups, where one was chosen."""
        folder = self.extra.get("backups")
        return Path(folder) if isinstance(folder, str) and folder else None

    def with_recent(self, path: Path) -> Settings:
        """Put a file first among the recent ones."""
        name = str(path)
        return replace(self, recent=(name, *(r for r in self.recent if r != name))[:_RECENT])


def without_names(settings: Settings) -> Settings:
    """Leave out who worked here, for a file that lies open beside an encrypted workspace."""
    extra = {name: one for name, one in settings.extra.items() if name != NAME_AT_WORK}
    return replace(settings, keeper_name="", extra=extra)


class SettingsFile:
    """The file the settings are kept in, written beside and renamed."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or data_folder() / "settings.json"
        self.was_damaged = False

    def load(self) -> Settings:
        """Read the settings; what is missing, damaged or of the future takes its default."""
        try:
            document = json.loads(self.path.read_text(encoding="utf-8"))
            return _sound(document)
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log.warning("settings were not read: %s", type(error).__name__)
            self.was_damaged = True
            return Settings()

    def save(self, settings: Settings) -> bool:
        """Write the settings; tell whether the disk took them (a read-only home does not)."""
        beside = self.path.with_suffix(".new")
        try:
            make_private_folder(self.path.parent)
            text = json.dumps(asdict(settings), ensure_ascii=False, indent=2)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
            with os.fdopen(open_private(beside, flags), "wb") as stream:
                stream.write(text.encode("utf-8"))
            beside.replace(self.path)
        except (OSError, StoreFault) as error:
            log.warning("settings were not saved: %s", type(error).__name__)
            return False
        return True


def language_of(settings: Settings) -> Language:
    """Give the language that was chosen, else the system's."""
    if settings.language == "zh_CN":
        return "zh_CN"
    if settings.language == "en":
        return "en"
    from drillplanner.cli import system_language

    return system_language()


def _sound(document: Any) -> Settings:
    """Take the settings that are known; TypeError where one is of another type than ours."""
    if not isinstance(document, dict):
        raise TypeError(document)
    values: dict[str, Any] = {}
    for name, usual in asdict(Settings()).items():
        if name not in document:
            continue
        value = tuple(document[name]) if name == "recent" else document[name]
        if type(value) is not type(usual):
            raise TypeError(name)
        values[name] = value
    found = replace(Settings(), **values)
    return replace(
        found,
        theme=found.theme if found.theme in THEMES else "light",
        scale=found.scale if found.scale in SCALES else 100,
        double_press_ms=(
            found.double_press_ms
            if found.double_press_ms in DOUBLE_PRESS_MS
            else Settings().double_press_ms
        ),
        language=found.language if found.language in ("zh_CN", "en") else "",
        recent=tuple(str(name) for name in found.recent),
        geometry={key: value for key, value in found.geometry.items() if isinstance(value, str)},
    )
