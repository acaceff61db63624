"""Make a picture of every page, in every theme and both languages (`make pictures`).

The pages are those of the real program on a workspace of its own, in which a demonstration
drill was played; so pictures in the documents never go stale.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


ROOMS = ("home", "plan", "run", "review", "improve", "organisation")
THEMES = ("light", "dark", "sunlight")
LANGUAGES = ("zh_CN", "en")

#: How long a page may take to fill, in seconds.
_PATIENCE_S = 20.0


def main() -> int:
    """Write the pictures into a folder; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/pictures"))
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--size", default="1180x760", help="of the window at 100 %%")
    parser.add_argument("--pixels", help="of the screen and the window at any scale, as 1366x768")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--room", choices=ROOMS, action="append")
    parser.add_argument(
        "--check", action="store_true", help="save nothing; tell words that are cut, and fail"
    )
    options = parser.parse_args()
    if not options.check:
        options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["QT_QPA_PLATFORM"] = _screen(Path(home), *_pixels(options))
        os.environ["DRILLPLANNER_HOME"] = home
        _play_into(Path(home))
        for language in options.lang or LANGUAGES:
            for theme in options.theme or THEMES:
                _picture(options, language, theme)
    return 1 if _cut else 0


def _pixels(options: argparse.Namespace) -> tuple[int, int]:
    """Give the width and height of the screen, which the window fills."""
    share = 1.0 if options.pixels else options.scale / 100
    width, height = (options.pixels or options.size).split("x")
    return round(int(width) * share), round(int(height) * share)


def _screen(folder: Path, width: int, height: int) -> str:
    """Describe a screen of that size, as armed consoles fill it; give the name of the platform."""
    screen = {"name": "pictures", "x": 0, "y": 0, "width": width, "height": height}
    path = folder / "screen.json"
    path.write_text(json.dumps({"screens": [{**screen, "logicalDpi": 96, "dpr": 1}]}))
    return f"offscreen:configfile={path}"


def _play_into(home: Path) -> None:
    """Put a played drill into the workspace the program will open."""
    from drillplanner.demonstration import demonstrate
    from drillplanner.services.workspace_home import FILE_NAME

    shown = home / "shown"
    for _report in demonstrate(shown, ("zh_CN",)):
        pass
    shutil.copy(shown / "vehicle-at-dismissal" / "drill.drill", home / FILE_NAME)


def _picture(options: argparse.Namespace, language: str, theme: str) -> None:
    from PySide6.QtWidgets import QApplication, QTabWidget

    from drillplanner.services.plan.scripts import samples
    from ui.app import Program
    from ui.settings import Settings, SettingsFile

    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError(application)
    file = SettingsFile()
    file.save(Settings(language=language, theme=theme, scale=options.scale))  # type: ignore[arg-type]
    program = Program(application, file)
    window = program.open()
    window.resize(*_pixels(options))
    _settle(application, lambda: not program.jobs.is_busy)
    program.context.script = samples()[0]
    for room in options.room or ROOMS:
        window.show_room(room)
        _settle(application, lambda: not program.jobs.is_busy)
        tabs = window.page(room).findChild(QTabWidget)
        for tab in range(tabs.count() if tabs else 1):
            if tabs:
                tabs.setCurrentIndex(tab)
                _settle(application, lambda: not program.jobs.is_busy)
            name = f"{room}-{tab + 1}" if tabs else room
            _save(window, options, f"{name}-{theme}-{language}")
    if options.room is None or "run" in options.room:
        from tools.pictured_drill import PicturedDrill

        def save(widget: QWidget, name: str) -> None:
            _save(widget, options, f"{name}-{theme}-{language}")

        PicturedDrill(program, window, save).play()
    window.closeRequested.disconnect()
    window.close()
    program.close()
    window.deleteLater()
    _settle(application, lambda: True)


#: Words that were found cut, by picture.
_cut: list[str] = []


def _save(window: QWidget, options: argparse.Namespace, name: str) -> None:
    if options.check:
        from tools.cut_words import cut_words

        found = [f"{name} at {options.scale} %: {line}\n" for line in cut_words(window)]
        _cut.extend(found)
        sys.stdout.writelines(found)
        return
    path = options.out / f"{name}-{options.scale}.png"
    window.grab().save(str(path))
    sys.stdout.write(f"{path}\n")


def _settle(application: object, is_done: Callable[[], bool]) -> None:
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + _PATIENCE_S
    for _turn in range(8):
        QApplication.processEvents()
    while not is_done() and time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)
    for _turn in range(8):
        QApplication.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
