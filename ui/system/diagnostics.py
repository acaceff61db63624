"""What a person who helps from afar asks first: versions, system, screens; no names, no paths."""

from __future__ import annotations

import platform
import sqlite3

import PySide6
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication

from drillplanner import __version__
from drillplanner.base.texts import Text, pgettext
from ui.context import AppContext


def diagnostics(context: AppContext) -> str:
    """Tell of the program and the machine, a line a thing, in the window's language.

    What is left out: names of the user, of the machine, of drills and schools, and every path.
    """
    settings = context.settings
    screens = "; ".join(
        f"{screen.size().width()}×{screen.size().height()}, {screen.devicePixelRatio():g}×, "
        f"{screen.logicalDotsPerInch():.0f} dpi, {screen.refreshRate():.0f} Hz"
        for screen in QGuiApplication.screens()
    )
    lines: tuple[tuple[Text, str], ...] = (
        (pgettext("diagnostics", "Program"), f"drillplanner {__version__}"),
        (
            pgettext("diagnostics", "Built with"),
            f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
            f"Qt {qVersion()}, SQLite {sqlite3.sqlite_version}",
        ),
        (
            pgettext("diagnostics", "System"),
            f"{platform.system()} {platform.release()} {platform.version()}, "
            f"{platform.machine()}, {QGuiApplication.platformName()}, {QLocale.system().name()}",
        ),
        (pgettext("diagnostics", "Screens"), screens),
        (
            pgettext("diagnostics", "Look"),
            f"{context.language}, {settings.theme}, {settings.scale} %, "
            f"{QFontInfo(QFont()).family()}",
        ),
    )
    return "\n".join(f"{context.say(label)}: {words}" for label, words in lines)
