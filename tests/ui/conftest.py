"""A test of the window ends with the top-level widgets it began with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget


@pytest.fixture(autouse=True)
def no_widget_is_left_open() -> Iterator[None]:
    """Fail where a test leaves a window on the screen."""
    before = shown()
    yield
    left = [widget for widget in shown() if widget not in before]
    for widget in left:
        widget.close()
        widget.deleteLater()
    assert left == []


def shown() -> list[QWidget]:
    """List the windows on the screen."""
    return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
