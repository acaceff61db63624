"""Choose which observation posts of a script this laptop keeps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from drillplanner.base.texts import _
from ui.context import AppContext
from ui.widgets.flow import Flow


class PostChoice(QWidget):
    """A box for each post; all are kept unless some were taken out."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = Flow(self, context.dress.px(14))
        self.setAccessibleName(context.say(_("Posts kept here")))
        self.boxes: dict[str, QCheckBox] = {}

    def show_posts(self, posts: Sequence[tuple[str, str]], kept: Sequence[str]) -> None:
        """Show posts by id and words; none kept means all of them."""
        for box in self.boxes.values():
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for post, words in posts:
            box = QCheckBox(words, self)
            box.setChecked(not kept or post in kept)
            box.toggled.connect(self.changed)
            self._flow.addWidget(box)
            self.boxes[post] = box

    @property
    def chosen(self) -> tuple[str, ...]:
        """Give the posts that are kept; empty where all are."""
        kept = tuple(post for post, box in self.boxes.items() if box.isChecked())
        return () if len(kept) == len(self.boxes) else kept

    @property
    def is_none(self) -> bool:
        """Tell that every post was taken out: then nothing is left to log."""
        return bool(self.boxes) and not any(box.isChecked() for box in self.boxes.values())
