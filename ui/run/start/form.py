"""What is chosen before a drill is armed: script, round, nature, post, posts kept, command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from drillplanner.base.texts import _, pgettext
from drillplanner.services.run.live_session import NATURES
from drillplanner.terms.vocabulary import NATURES as NATURE_WORDS
from ui.context import AppContext
from ui.run.start.post_choice import PostChoice
from ui.widgets.card import words_label
from ui.widgets.narrow_page import wrap_narrow
from ui.widgets.sign import SignLabel


class StartForm(QWidget):
    """The choices, one a line; `changed` says that it may have become possible to arm, or not."""

    changed = Signal()
    scriptChosen = Signal()
    safetyRequested = Signal()

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        #: Whether somebody decided on the command; else it goes with keeping all posts.
        self._is_decided = False
        self._has_rounds = False
        self._make_fields()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(context.dress.px(10))
        column.addLayout(self._lay_out())
        words = context.say(_("Keep at least one post."))
        self.no_post = SignLabel(context.dress, "triangle", words, 15, self)
        self.no_post.hide()
        column.addWidget(self.no_post)

    # -- what is shown ----------------------------------------------------------------

    def show_choices(self, nature: str, source: str, keeper: str) -> None:
        """Show what was chosen last time."""
        self.nature.setCurrentIndex(NATURES.index(nature) if nature in NATURES else 0)
        self.source.setText(source)
        self.keeper.setText(keeper)

    def show_scripts(self, titles: Sequence[str], chosen: int = 0) -> None:
        """Offer scripts by title."""
        self.script.blockSignals(True)
        self.script.clear()
        self.script.addItems(list(titles))
        self.script.setCurrentIndex(chosen)
        self.script.blockSignals(False)
        self.scriptChosen.emit()
        self.changed.emit()

    def await_rounds(self) -> None:
        """Let nothing be armed until it is known which rounds there are."""
        self._has_rounds = False
        self.changed.emit()

    def show_rounds(self, words: Sequence[str], chosen: int = 0) -> None:
        """Offer rounds to arm, a new drill's first in front; one alone needs no choice."""
        self.round.clear()
        self.round.addItems(list(words))
        self.round.setCurrentIndex(chosen)
        self._form.setRowVisible(self.round, len(words) > 1)
        self._has_rounds = True
        self.changed.emit()

    def show_posts(
        self, posts: Sequence[tuple[str, str]], kept: Sequence[str], *, is_control: bool
    ) -> None:
        """Offer the posts of the script, with what this laptop kept last time."""
        self.posts.show_posts(posts, kept)
        self._form.setRowVisible(self.posts, len(posts) > 1)
        before: QWidget = self.source
        for after in (*self.posts.boxes.values(), self.control, self.keeper, self.safety):
            QWidget.setTabOrder(before, after)
            before = after
        self.control.setChecked(is_control)
        self._is_decided = is_control == bool(kept)
        self._on_posts()

    @property
    def is_complete(self) -> bool:
        """Tell whether all is chosen that a drill needs."""
        return self._has_rounds and self.script.count() > 0 and not self.posts.is_none

    @property
    def is_another_round(self) -> bool:
        """Tell whether a round of a drill is chosen that is here already."""
        return self.round.currentIndex() > 0

    @property
    def chosen_nature(self) -> str:
        """Give the nature of the round."""
        return NATURES[max(0, self.nature.currentIndex())]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wrap_narrow(self._form, self.width(), self._context.dress)

    def show_safety(self, words: str) -> None:
        """Show how many safety items are open; empty where the script has none."""
        self.safety.setText(words)
        self._form.setRowVisible(self.safety, bool(words))

    def show_schools(self, names: Sequence[str], called: Sequence[str] = ()) -> None:
        """Offer the schools of the register; a laptop that knows one alone proposes it.

        `called` are all the names that schools have or had.
        """
        written = self.school.currentText()
        self._known = {_folded(name) for name in (*names, *called)}
        self.school.clear()
        self.school.addItems(list(names))
        self.school.setCurrentIndex(-1)
        self.school.setEditText(written or (names[0] if len(names) == 1 else ""))
        self._on_school()

    # -- inside -----------------------------------------------------------------------

    def _make_fields(self) -> None:
        context = self._context
        self.script = self._choice()
        self.script.currentIndexChanged.connect(self.scriptChosen)
        self.round = self._choice()
        self.nature = self._choice()
        self.nature.addItems([context.say(NATURE_WORDS[name]) for name in NATURES])  # type: ignore[index]  # the literal's names are those of the report
        self.school = self._choice()
        self.school.setEditable(True)
        self.school.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        field = self.school.lineEdit()
        if field is not None:
            field.setMaxLength(120)
            field.setPlaceholderText(
                context.say(_("may stay empty; without it nothing is compared, nor closed"))
            )
        completer = self.school.completer()
        if completer is not None:
            # Some characters of a name find it: whoever cannot write it whole makes no new one.
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self._known = set[str]()
        self.school.editTextChanged.connect(self._on_school)
        # A blank keeps its line: nothing moves while a name is written.
        self.new_school = words_label(" ", "muted", self)
        # Another round is held where its drill is.
        self.round.currentIndexChanged.connect(self._on_round)
        self.source = QLineEdit(self)
        self.source.setMaxLength(60)
        self.posts = PostChoice(context, self)
        self.posts.changed.connect(self._on_posts)
        self.control = QCheckBox(context.say(_("Control post: its pauses count")), self)
        self.control.clicked.connect(self._decide)
        self.keeper = QLineEdit(self)
        self.keeper.setMaxLength(60)
        self.keeper.setPlaceholderText(context.say(_("may stay empty")))
        self.safety = QPushButton(self)
        self.safety.setAutoDefault(True)
        self.safety.clicked.connect(self.safetyRequested)

    def _lay_out(self) -> QFormLayout:
        say, dress = self._context.say, self._context.dress
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(dress.px(20))
        form.setVerticalSpacing(dress.px(12))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(say(_("Script")), self.script)
        form.addRow(say(_("Round")), self.round)
        form.addRow(say(pgettext("of a drill", "Nature")), self.nature)
        school = QVBoxLayout()
        school.setSpacing(dress.px(2))
        school.addWidget(self.school)
        school.addWidget(self.new_school)
        form.addRow(say(_("School")), school)
        self._school_row = school
        form.addRow(say(_("This post")), self.source)
        form.addRow(say(pgettext("posts", "Posts of this computer")), self.posts)
        form.addRow("", self.control)
        form.addRow(say(_("Timekeeper")), self.keeper)
        form.addRow(say(pgettext("of a drill", "Safety")), self.safety)
        form.setRowVisible(self.round, False)
        form.setRowVisible(self.posts, False)
        form.setRowVisible(self.safety, False)
        return form

    def _choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.setMinimumWidth(self._context.dress.px(100))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return choice

    def _on_posts(self) -> None:
        if not self._is_decided:
            self.control.setChecked(not self.posts.chosen)
        self.no_post.setVisible(self.posts.is_none)
        self.changed.emit()

    def _on_round(self) -> None:
        self._form.setRowVisible(self._school_row, not self.is_another_round)

    def _on_school(self, _text: str = "") -> None:
        """Say of a name that no school has or had yet that it makes one."""
        written = _folded(self.school.currentText())
        is_new = bool(written) and written not in self._known
        words = _("Not in the register yet: it is entered there as a new school.")
        self.new_school.setText(self._context.say(words) if is_new else " ")

    def _decide(self) -> None:
        self._is_decided = True


def _folded(name: str) -> str:
    return "".join(name.split())
