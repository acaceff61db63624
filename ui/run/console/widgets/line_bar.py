"""Choose which line's steps are seen: all posts', or one post's alone (门卫线, 疏散线, 警方线)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from drillplanner.base.texts import _, pgettext
from ui.context import AppContext
from ui.widgets.flow import Flow


class LineBar(QWidget):
    """A row of buttons, one a line; Tab goes through them. It never takes the focus.

    `chosen` carries the post's id, empty for all.
    """

    chosen = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._row = Flow(self, context.dress.px(6))
        self.buttons: dict[str, QPushButton] = {}
        self._seen = ""
        self._is_short = self._is_none = False
        self.setAccessibleName(context.say(_("Lines; Tab changes")))
        self.hide()

    def build(self, lines: Sequence[tuple[str, str]]) -> None:
        """Make a button for all and one for each line, given as post and words."""
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        if not lines:
            self.hide()
            return
        px = self._context.dress.px
        everything = self._context.say(pgettext("lines", "All lines"))
        for post, words in [("", everything), *lines]:
            button = QPushButton(f"Tab  {words}" if not post else words, self)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            # The style sheet's least height counts, not the widget's.
            button.setStyleSheet(f"padding: {px(4)}px {px(10)}px; min-height: {px(26)}px;")
            button.clicked.connect(partial(self._choose, post))
            self._row.addWidget(button)
            self.buttons[post] = button
        self.show_chosen("")
        self.setVisible(not self._is_none)

    def show_chosen(self, post: str) -> None:
        self._seen = post
        for name, button in self.buttons.items():
            button.setChecked(name == post)
            button.setVisible(name == post or not self._is_short)

    def show_short(self, *, is_short: bool, is_none: bool) -> None:
        """Show only the line that is seen, or none, where room is short; Tab changes it anyway."""
        self._is_none = is_none
        self.setVisible(bool(self.buttons) and not is_none)
        if is_short != self._is_short:
            self._is_short = is_short
            self.show_chosen(self._seen)

    def _choose(self, post: str, _is_checked: bool = False) -> None:
        self.show_chosen(post)
        self.chosen.emit(post)
