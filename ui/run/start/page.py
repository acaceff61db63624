"""The page before a drill: go on with an unfinished one, or choose a script and arm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from ui.context import AppContext
from ui.run.start.form import StartForm
from ui.system.lifetime import keep_until_destroyed
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import plain_tip
from ui.widgets.sign import SignLabel


class StartPage(QScrollArea):
    """Asks what is drilled, how, and from which post; offers the unfinished drill first."""

    armRequested = Signal()
    resumeRequested = Signal(int)
    checkRequested = Signal()
    practiceRequested = Signal()
    typingRequested = Signal()
    paperRequested = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        keep_until_destroyed(self)
        self.context = context
        dress = context.dress
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget(self)
        outer = QHBoxLayout(inner)
        outer.setContentsMargins(dress.px(32), dress.px(24), dress.px(32), dress.px(24))
        body = QWidget(inner)
        body.setMaximumWidth(dress.px(760))
        # Nearly all of a narrow window; in a wide one the rest stays empty.
        outer.addWidget(body, 100)
        outer.addStretch(1)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(dress.px(16))
        self._column.addWidget(self._label(context.say(_("Run a drill")), "title"))
        self._found = QVBoxLayout()
        self._found.setSpacing(dress.px(8))
        self._column.addLayout(self._found)
        self.resume_buttons: list[QPushButton] = []
        self._is_read_only = self._has_looked = self._is_busy = False
        self._column.addWidget(self._make_form())
        self._column.addStretch(1)
        self.setWidget(inner)

    # -- what is shown ----------------------------------------------------------------

    def show_unfinished(self, drills: Sequence[tuple[str, str]]) -> None:
        """Offer drills to go on with: a title and what is known of each; the first has the key."""
        while self._found.count():
            widget = self._found.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.resume_buttons = []
        for number, (title, known) in enumerate(drills):
            card = self._card(number, title, known)
            self._found.addWidget(card)
            # Qt forgets a focus that is given to what was not shown yet.
            card.show()
        self.arm.setProperty("primary", "false" if drills else "true")
        self.arm.style().unpolish(self.arm)
        self.arm.style().polish(self.arm)
        # Only now may Enter arm: before, a drill to go on with might have been passed over.
        self._has_looked = True
        self._allow()
        self.take_focus()

    def show_notice(self, words: str, *, is_read_only: bool = False) -> None:
        """Show why nothing can be armed, or what was found at the start."""
        self._is_read_only = is_read_only
        self.notice.setText(words)
        self._notice_frame.setVisible(bool(words))
        self._allow()

    def show_typing_of(self, words: str) -> None:
        """Say of which drill times are typed in; empty: of the last one."""
        last = _("Times of the last drill from a watch, paper or video")
        self.typing.setToolTip(plain_tip(words or self.context.say(last)))

    def show_busy(self, *, is_busy: bool) -> None:
        """Show that the drill is being prepared."""
        self._is_busy = is_busy
        self._allow()
        for button in self.resume_buttons:
            button.setEnabled(not is_busy)

    def take_focus(self) -> None:
        """Put the focus where one key does the likeliest thing."""
        if self.form.is_another_round and self.arm.isEnabled():
            # Somebody came here for the next round; an older unfinished drill can wait.
            self.arm.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.resume_buttons:
            self.resume_buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.arm.isEnabled():
            self.arm.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_focused()

    def _show_focused(self) -> None:
        """Bring into sight what Enter would do: on a small screen it lies below the form."""
        focused = self.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            # The place is known once what was just shown has been laid out.
            QTimer.singleShot(0, focused, partial(self.ensureWidgetVisible, focused))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        # Pass the focus on: who comes back from another page presses one key, not two.
        super().focusInEvent(event)
        self.take_focus()

    def _allow(self) -> None:
        is_ready = self._has_looked and self.form.is_complete
        self.arm.setEnabled(is_ready and not self._is_busy and not self._is_read_only)
        self.paper.setEnabled(self.form.is_complete and not self._is_read_only)

    # -- inside -----------------------------------------------------------------------

    def _make_form(self) -> QFrame:
        context, dress = self.context, self.context.dress
        card = QFrame(self)
        card.setProperty("role", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(dress.px(24), dress.px(20), dress.px(24), dress.px(20))
        column.setSpacing(dress.px(14))
        heading = self._label(context.say(_("New drill, or another round")), "heading")
        heading.setWordWrap(True)
        column.addWidget(heading)
        self.form = StartForm(context, card)
        self.form.changed.connect(self._allow)
        column.addWidget(self.form)
        self._notice_frame = QFrame(card)
        self._notice_frame.setProperty("role", "banner")
        notice_row = QHBoxLayout(self._notice_frame)
        self.notice = self._label("", "")
        self.notice.setWordWrap(True)
        notice_row.addWidget(self.notice)
        self._notice_frame.hide()
        column.addWidget(self._notice_frame)
        column.addLayout(self._make_arming(card))
        column.addWidget(self._make_trying(card))
        return card

    def _make_arming(self, card: QFrame) -> QVBoxLayout:
        context, dress = self.context, self.context.dress
        column = QVBoxLayout()
        column.setSpacing(dress.px(6))
        self.arm = QPushButton(context.say(pgettext("verb", "Arm")), card)
        self.arm.setProperty("primary", "true")
        self.arm.setProperty("large", "true")
        self.arm.setMinimumWidth(dress.px(180))
        self.arm.setEnabled(False)
        self.arm.setAutoDefault(True)
        self.arm.clicked.connect(self.armRequested)
        column.addWidget(self.arm, 0, Qt.AlignmentFlag.AlignLeft)
        explained = self._label(
            context.say(_("Arming logs that this post is ready. The clock starts with T0.")),
            "muted",
        )
        explained.setWordWrap(True)
        column.addWidget(explained)
        return column

    def _make_trying(self, card: QFrame) -> QWidget:
        """Offer what can be done before the drill: nothing of it has to be."""
        context = self.context
        holder = Snug(card)
        row = Flow(holder, context.dress.px(8))
        self.check = QPushButton(context.say(_("Readiness check")), card)
        self.check.clicked.connect(self.checkRequested)
        self.practice = QPushButton(context.say(pgettext("heading", "Practice")), card)
        self.practice.clicked.connect(self.practiceRequested)
        self.typing = QPushButton(context.say(_("Type times in…")), card)
        self.show_typing_of("")
        self.typing.clicked.connect(self.typingRequested)
        self.paper = QPushButton(context.say(_("New drill from paper…")), card)
        self.paper.setToolTip(
            context.say(_("A drill of the chosen script that was held without this program"))
        )
        self.paper.setEnabled(False)
        self.paper.clicked.connect(self.paperRequested)
        for button in (self.check, self.practice, self.typing, self.paper):
            button.setAutoDefault(True)
            row.addWidget(button)
        return holder

    def _card(self, number: int, title: str, known: str) -> QFrame:
        context, dress = self.context, self.context.dress
        card = QFrame(self)
        card.setProperty("role", "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(dress.px(24), dress.px(16), dress.px(24), dress.px(16))
        row.setSpacing(dress.px(16))
        words = QVBoxLayout()
        words.addWidget(
            SignLabel(dress, "pause", context.say(_("An unfinished drill was found")), 14, card)
        )
        heading = self._label(title, "heading")
        heading.setWordWrap(True)
        words.addWidget(heading)
        detail = self._label(known, "muted")
        detail.setWordWrap(True)
        words.addWidget(detail)
        row.addLayout(words, 1)
        button = QPushButton(
            context.say(_("Continue (Enter)")) if not number else context.say(_("Continue"))
        )
        button.setParent(card)
        button.setProperty("primary", "true" if not number else "false")
        button.setAutoDefault(True)
        button.setProperty("large", "true")
        button.setAccessibleName(f"{button.text()}: {title}")
        button.clicked.connect(lambda _checked=False, n=number: self.resumeRequested.emit(n))
        row.addWidget(button)
        self.resume_buttons.append(button)
        return card

    def _label(self, words: str, role: str) -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        return label
