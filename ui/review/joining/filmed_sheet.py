"""The sheet that ties a camera by pictures of the page that shows the exact time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit, QWidget

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _, ngettext
from drillplanner.exchange.time_codes import Frame, read_frames
from drillplanner.services.review.decisions import TableText
from drillplanner.services.review.merging.filmed_clock import FilmedTie, filmed_said, tie_by_frames
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet


class FilmedSheet(Sheet):
    """Reads pictures on the work lane; `made` carries the tie as a table."""

    made = Signal(TableText)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(context.say(_("Pictures of the time page")), parent)
        self._context = context
        self._frames: tuple[Frame, ...] = ()
        self._tie: FilmedTie | None = None
        say = context.say
        hint = _(
            "Choose pictures that a camera took of the page, or frames of its video exported as "
            "pictures. Of a video say how many frames a second has; its times then count from "
            "the video's first frame."
        )
        self.column.addWidget(words_label(say(hint), "muted"))
        form = QFormLayout()
        self.camera = QLineEdit(self)
        self.camera.setMaxLength(60)
        self.fps = QLineEdit(self)
        self.fps.setPlaceholderText("25")
        form.addRow(say(_("Whose clock")), self.camera)
        form.addRow(say(_("Frames a second (video only)")), self.fps)
        self.column.addLayout(form)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        buttons = self.add_buttons(say(_("Cancel")))
        self.choose = push_button(say(_("Choose pictures…")), self._choose)
        self.enter = push_button(say(_("Tie it")), self._enter, primary="true")
        buttons.addButton(self.choose, buttons.ButtonRole.ActionRole)
        buttons.addButton(self.enter, buttons.ButtonRole.AcceptRole)
        for line in (self.camera, self.fps):
            line.textChanged.connect(self._look)
        self.resize(context.dress.px(520), context.dress.px(420))
        self._look()

    def _choose(self) -> None:
        words = self._context.say(_("Pictures of the time page"))
        names, _filter = QFileDialog.getOpenFileNames(self, words, "", "*.jpg *.jpeg *.png")
        if names:
            self.read([Path(name) for name in names])

    def read(self, paths: Sequence[Path]) -> None:
        """Read pictures."""
        self.choose.setEnabled(False)
        self._context.jobs.run(
            "work", partial(read_frames, tuple(paths)), self._show, self._refuse, owner=self
        )

    def _show(self, frames: tuple[Frame, ...]) -> None:
        self._frames = frames
        self.choose.setEnabled(True)
        self._look()

    def _refuse(self, error: BaseException) -> None:
        self._frames = ()
        self.choose.setEnabled(True)
        self._look()
        if isinstance(error, UserError):
            self.told.setText(self._context.say(error.text))
        else:
            self._context.failures.tell(error)

    def _look(self, _text: str = "") -> None:
        """Say what the pictures come to under the name that is written."""
        self._tie = None
        say, fps = self._context.say, self.fps.text().strip()
        lines: list[str] = []
        if self._frames:
            count = len(self._frames)
            lines.append(say(ngettext("{count} code was read.", "{count} codes were read.", count)))
        if self._frames and self.camera.text().strip():
            try:
                number = _number(fps) if fps else None
                self._tie = tie_by_frames(self._frames, self.camera.text(), fps=number)
                lines += [say(text) for text in filmed_said(self._tie)]
            except UserError as refused:
                lines.append(say(refused.text))
        self.told.setText("\n".join(lines))
        self.enter.setEnabled(self._tie is not None)

    def _enter(self) -> None:
        if self._tie is not None:
            self.made.emit(self._tie.table)
            self.accept()


def _number(text: str) -> float:
    try:
        return float(text.replace("，", ".").replace(",", "."))
    except ValueError as error:
        raise UserError(_("Write the frames a second as a number, such as 25.")) from error
