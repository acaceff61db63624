"""Let a page run a command of its window, by the name it has in ui.actions."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget


def trigger_command(page: QWidget, name: str) -> bool:
    """Run the window's command; tell whether the window has it."""
    action = page.window().findChild(QAction, name)
    if isinstance(action, QAction):
        action.trigger()
        return True
    return False
