"""Show all there is to say of one photo, and let its words and what it shows be changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.run.photos.photo import MAX_CAPTION, Belongs, Photo
from drillplanner.services.review.photos.album import PhotoLine
from drillplanner.services.review.photos.places import Place
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow

#: From this width on, in pixels at 100 %, names stand beside their fields.
_WIDE = 480
#: Digits of a hash that are shown, as in the report.
_DIGITS = 16


class PhotoForm(QScrollArea):
    """The form; it saves when asked, and before another photo is shown in it."""

    #: The photo, its words, and what it belongs to.
    described = Signal(Photo, str, Belongs)
    takeOutAsked = Signal()
    openAsked = Signal()
    copyAsked = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._line: PhotoLine | None = None
        self._places: tuple[Place, ...] = ()
        self._may_enter = True
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(dress.px(16), dress.px(4), dress.px(8), dress.px(12))
        column.setSpacing(dress.px(10))
        column.addLayout(self._make_fields(body))
        column.addWidget(self._make_buttons(body))
        self.facts = words_label("", body, "muted", wraps=True)
        column.addWidget(self.facts)
        column.addStretch(1)
        self.setWidget(body)
        self._enable()

    def show_places(self, places: Sequence[Place]) -> None:
        """List what a photo can belong to."""
        if tuple(places) == self._places:
            return
        self.save()
        self._line = None
        self._places = tuple(places)
        self.shows.clear()
        self.shows.addItems([self._context.say(place.words) for place in places])

    def show_photo(self, line: PhotoLine | None) -> None:
        """Show a photo, None for none; what was changed of the one before is saved first."""
        self.save()
        self._line = line
        self.caption.setText(line.photo.caption if line else "")
        self.shows.setCurrentIndex(self._place_of(line))
        self.facts.setText("\n".join(self._said(line)) if line else "")
        self._enable()

    def save(self) -> None:
        """Ask for what was changed to be saved."""
        line = self._line
        if line is None or not self._is_changed or not self._may_enter:
            return
        belongs = self._belongs(line)
        self._line = None
        self.described.emit(line.photo, self.caption.text(), belongs)

    def set_refusal(self, words: str) -> None:
        """Let nothing be changed while there is a reason not to."""
        self._may_enter = not words
        self._enable()

    def _make_fields(self, body: QWidget) -> QFormLayout:
        say = self._context.say
        rows = self._rows = QFormLayout()
        rows.setVerticalSpacing(self._context.dress.px(8))
        self.caption = QLineEdit(body)
        self.caption.setMaxLength(MAX_CAPTION)
        self.caption.textChanged.connect(self._enable)
        self.caption.returnPressed.connect(self.save)
        rows.addRow(say(_("Words under the photo")), self.caption)
        self.shows = QComboBox(body)
        self.shows.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.shows.setMinimumContentsLength(12)
        # Steps have long names: the list is wider than the field.
        self.shows.view().setMinimumWidth(self._context.dress.px(440))
        self.shows.currentIndexChanged.connect(self._enable)
        rows.addRow(say(_("What it shows")), self.shows)
        return rows

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Put the fields beside their names where there is room, so that the form is low.
        super().resizeEvent(event)
        is_wide = event.size().width() >= self._context.dress.px(_WIDE)
        policy = QFormLayout.RowWrapPolicy
        self._rows.setRowWrapPolicy(policy.DontWrapRows if is_wide else policy.WrapAllRows)

    def _make_buttons(self, body: QWidget) -> QWidget:
        holder = Snug(body)
        row = Flow(holder, self._context.dress.px(8))
        self.keep = self._button(holder, _("Save the words"))
        self.keep.setProperty("primary", True)
        self.keep.clicked.connect(self.save)
        self.open = self._button(holder, _("Look at it"))
        self.open.clicked.connect(self.openAsked)
        self.copy = self._button(holder, _("Save a copy…"))
        self.copy.setToolTip(
            self._context.say(_("A smaller copy to pass on, without place, device and time"))
        )
        self.copy.clicked.connect(self.copyAsked)
        self.out = self._button(holder, pgettext("photo", "Take out"))
        self.out.clicked.connect(self.takeOutAsked)
        for button in (self.keep, self.open, self.copy, self.out):
            row.addWidget(button)
        return holder

    def _button(self, parent: QWidget, words: Text) -> QPushButton:
        return QPushButton(self._context.say(words), parent)

    def _enable(self) -> None:
        line, may = self._line, self._may_enter
        for part in (self.caption, self.shows, self.out):
            part.setEnabled(line is not None and may)
        self.keep.setEnabled(may and self._is_changed)
        for part in (self.open, self.copy):
            part.setEnabled(line is not None and line.is_here)

    @property
    def _is_changed(self) -> bool:
        line = self._line
        return line is not None and (
            " ".join(self.caption.text().split()) != line.photo.caption
            or self._belongs(line) != line.photo.belongs
        )

    def _belongs(self, line: PhotoLine) -> Belongs:
        """Give what is chosen; a photo may belong to what is not here and not in the list."""
        place = self.shows.currentIndex()
        return self._places[place].belongs if place >= 0 else line.photo.belongs

    def _place_of(self, line: PhotoLine | None) -> int:
        if line is None:
            return -1
        same = (n for n, place in enumerate(self._places) if place.belongs == line.photo.belongs)
        return next(same, -1)

    def _said(self, line: PhotoLine) -> list[str]:
        photo, say = line.photo, self._context.say
        said = [
            _("Shows: {what}", what=line.belongs),
            _("File: {name}, {hash}", name=photo.name, hash=photo.sha256[:_DIGITS]),
            _(
                "{width} × {height} pixels, {size} kB",
                width=photo.width,
                height=photo.height,
                size=-(-photo.size // 1000),
            ),
        ]
        if photo.taken:
            said.append(_("Camera time, not calibrated: {taken}", taken=photo.taken))
        if photo.has_location:
            said.append(_("The file names the place where it was taken."))
        if line.by:
            said.append(_("Attached by: {name}", name=line.by))
        return [say(words) for words in said]
