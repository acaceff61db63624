"""A program that copied cells ends as any other, and leaves their text behind."""

from __future__ import annotations

import subprocess
import sys

CHILD = """
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from ui.system.clipboard import leave_clipboard, put_on_clipboard
application = QGuiApplication([])
data = QMimeData()
data.setText("a\\tb")
data.setHtml("<table><tr><td>a</td><td>b</td></tr></table>")
put_on_clipboard(data)
leave_clipboard()
print(application.clipboard().text())
"""


def test_what_was_copied_does_not_take_the_process_down_at_its_end() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stdout) == (0, "a\tb\n")
