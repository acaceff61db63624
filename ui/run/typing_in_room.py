"""Make the page of typing-in for a recorded drill."""

from __future__ import annotations

from ui.desk import Desk
from ui.run.typing_in_page import TypingInPage


def make_typing_in(desk: Desk, drill_id: str) -> TypingInPage:
    """Build the page; its signal `left` tells that the user goes back to where it was opened."""
    return TypingInPage(desk, drill_id)
