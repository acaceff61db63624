"""The tab of photos: add them by button or by dropping, see them, put words to them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from drillplanner.exchange.photo import Pixels
from drillplanner.run.photos.photo import Belongs, Photo
from drillplanner.services.review.photos.album import Attached, PhotoLine, ShownPhotos
from ui.context import AppContext
from ui.review.photos.form import PhotoForm
from ui.review.photos.grid import PhotoGrid
from ui.review.photos.words import attached_said, note_said
from ui.widgets.columns import words_label
from ui.widgets.details_panel import DetailsSplit
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow


class PhotosTab(QWidget):
    """Shows the photos of a review. Every signal is something the user asked for."""

    #: Files, and the name of who attaches them.
    filesChosen = Signal(list, str)
    described = Signal(Photo, str, Belongs)
    takenOut = Signal(Photo)
    putBack = Signal(Photo)
    openAsked = Signal(Photo)
    #: A photo, and where a copy of it is to be saved.
    copyAsked = Signal(Photo, Path)
    pictureWanted = Signal(str, int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._refusal = ""
        self._is_busy = False
        self._last_out: Photo | None = None
        dress, say = context.dress, context.say
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        column.addWidget(self._make_bar())
        column.addWidget(self._make_outcome())
        self.note = words_label("", self, "muted", wraps=True)
        self.note.hide()
        column.addWidget(self.note)
        self.grid = PhotoGrid(context, self)
        self.form = PhotoForm(context, self)
        self.hint = words_label("", self, "muted", wraps=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setText(
            say(
                _(
                    "No photo is attached yet. Drop pictures here, or choose “Add photos…”: JPEG "
                    "and PNG, up to 20 MB each."
                )
            )
        )
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.hint)
        self.stack.addWidget(DetailsSplit(dress, self.grid, self.form))
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.stack)
        column.addWidget(area, 1)
        self._connect()

    # -- what is shown --------------------------------------------------------------------

    def show_photos(self, shown: ShownPhotos) -> None:
        """Show the photos of a review, keeping the one that was chosen."""
        self.form.show_places(shown.places)
        self.grid.show_photos(shown.lines)
        self.form.show_photo(self.grid.line)
        self.stack.setCurrentIndex(1 if shown.lines else 0)
        note = note_said(self._context, shown)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def take_picture(self, sha256: str, small: Pixels | None) -> None:
        """Show a small picture that was asked for."""
        self.grid.take_picture(sha256, small)

    def show_busy(self, words: str) -> None:
        """Say what is under way; empty words when it is done."""
        self._is_busy = bool(words)
        self._enable()
        self._say(words)

    def show_attached(self, done: Attached) -> None:
        """Say what came of attaching files, and go to the newest photo."""
        self._say(attached_said(self._context, done))
        if done.added:
            self.grid.choose_last()
            self.form.caption.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_taken_out(self, photo: Photo) -> None:
        """Say that a photo was taken out, and offer to put it back."""
        self._last_out = photo
        words = _(
            "Taken out: {name}. Its record and its file stay in the workspace.",
            name=photo.caption or photo.name,
        )
        self._say(self._context.say(words), is_undoable=True)
        self.undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_copied(self, target: Path) -> None:
        """Say that a copy was saved."""
        words = _("Saved without what the camera wrote: {file}", file=str(target))
        self._say(self._context.say(words))

    def forget(self) -> None:
        """Take away what was said of another drill."""
        self._say("")

    def set_refusal(self, words: str) -> None:
        """Let nothing be entered while there is a reason not to; looking goes on."""
        if words != self._refusal:
            self._refusal = words
            self.form.set_refusal(words)
            self._enable()
            self.grid.ask_again()

    # -- building ---------------------------------------------------------------------------

    def _make_bar(self) -> QWidget:
        say = self._context.say
        bar = Snug(self)
        row = Flow(bar, self._context.dress.px(8))
        self.add = QPushButton(say(_("Add photos…")), bar)
        self.add.setProperty("primary", True)
        self.name = QLineEdit(bar)
        self.name.setMaxLength(100)
        self.name.setMinimumWidth(self._context.dress.px(180))
        self.name.setPlaceholderText(say(_("Your name, if you like")))
        self.name.setAccessibleName(say(_("Name of who attaches the photos")))
        row.addWidget(self.add)
        row.addWidget(self.name)
        return bar

    def _make_outcome(self) -> QWidget:
        self.outcome = Snug(self)
        self.outcome.setProperty("role", "banner")
        row = QHBoxLayout(self.outcome)
        px = self._context.dress.px
        row.setContentsMargins(px(12), px(6), px(12), px(6))
        self.said: QLabel = words_label("", self.outcome, wraps=True)
        self.undo = QPushButton(self._context.say(pgettext("photo", "Put it back")), self.outcome)
        row.addWidget(self.said, 1)
        row.addWidget(self.undo)
        self.outcome.hide()
        return self.outcome

    def _connect(self) -> None:
        self.add.clicked.connect(self._ask_for_files)
        self.undo.clicked.connect(self._on_undo)
        self.grid.chosen.connect(self._on_chosen)
        self.grid.pictureWanted.connect(self.pictureWanted)
        self.grid.openAsked.connect(self._on_open)
        self.grid.takeOutAsked.connect(self._on_take_out)
        self.form.described.connect(self.described)
        self.form.openAsked.connect(self._on_open)
        self.form.copyAsked.connect(self._ask_where_to_copy)
        self.form.takeOutAsked.connect(self._on_take_out)

    def _say(self, words: str, *, is_undoable: bool = False) -> None:
        self.said.setText(words)
        self.undo.setVisible(is_undoable)
        self.outcome.setVisible(bool(words))

    def _enable(self) -> None:
        may = not self._refusal and not self._is_busy
        for part in (self.add, self.name, self.undo):
            part.setEnabled(may)

    # -- what the user does ---------------------------------------------------------------------

    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, self._context.say(_("Add photos")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters(
            [
                self._context.say(_("Pictures (*.jpg *.jpeg *.png)")),
                self._context.say(_("All files (*)")),
            ]
        )
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _on_files(self, names: Sequence[str]) -> None:
        if names and self.add.isEnabled():
            self.filesChosen.emit([Path(name) for name in names], self.name.text())

    def _on_chosen(self) -> None:
        self.form.show_photo(self.grid.line)

    def _on_open(self) -> None:
        line: PhotoLine | None = self.grid.line
        if line is not None and line.is_here:
            self.openAsked.emit(line.photo)

    def _ask_where_to_copy(self) -> None:
        line: PhotoLine | None = self.grid.line
        if line is None:
            return
        photo = line.photo
        dialog = QFileDialog(self, self._context.say(_("Save a copy")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("JPEG (*.jpg)")
        dialog.setDefaultSuffix("jpg")
        dialog.selectFile(f"{Path(photo.name).stem}-copy.jpg")
        dialog.fileSelected.connect(lambda name: self.copyAsked.emit(photo, Path(name)))
        dialog.open()

    def _on_take_out(self) -> None:
        line = self.grid.line
        if line is not None and self.add.isEnabled():
            self.takenOut.emit(line.photo)

    def _on_undo(self) -> None:
        if self._last_out is not None:
            self.putBack.emit(self._last_out)
            self._last_out = None
            self._say("")

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # Take files from this machine, unless nothing may be entered.
        if self.add.isEnabled() and _files(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        names = _files(event)
        if names:
            event.acceptProposedAction()
            self._on_files(names)

    @override
    def hideEvent(self, event: QEvent) -> None:
        self.form.save()
        super().hideEvent(event)  # type: ignore[arg-type] # Qt hands a QHideEvent in


def _files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
