"""Ask which of a drill's papers is to be saved, as what, and what is taken out of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QWidget,
)

from drillplanner.base.texts import _
from drillplanner.terms.papers import (
    FORM_WORDS,
    FORMAT_WORDS,
    FORMATS,
    FORMS,
    SECRET_WORDS,
    SECRETS,
    PaperOrder,
)
from ui.context import AppContext
from ui.widgets.columns import words_label
from ui.widgets.dialogs import Sheet
from ui.widgets.flow import Flow


class PaperSheet(Sheet):
    """Three choices; of a picture, which goes from chat to chat, all is taken out at first."""

    chosen = Signal(PaperOrder)

    def __init__(self, context: AppContext, parent: QWidget, form: str = FORMS[0]) -> None:
        say, dress = context.say, context.dress
        super().__init__(say(_("Save a paper of this drill")), parent)
        rows = QFormLayout()
        rows.setVerticalSpacing(dress.px(10))
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.form, self.format = QComboBox(self), QComboBox(self)
        for name, words in FORM_WORDS.items():
            self.form.addItem(say(words), name)
        for kind, words in FORMAT_WORDS.items():
            self.format.addItem(say(words), kind)
        self.form.setCurrentIndex(max(0, self.form.findData(form)))
        self.format.currentIndexChanged.connect(self._on_format)
        rows.addRow(say(_("Paper")), self.form)
        rows.addRow(say(_("File")), self.format)
        taken_out = QWidget(self)
        flow = Flow(taken_out, dress.px(14))
        self.secrets = {secret: QCheckBox(say(SECRET_WORDS[secret]), self) for secret in SECRETS}
        for box in self.secrets.values():
            flow.addWidget(box)
        rows.addRow(say(_("Left out")), taken_out)
        self.column.addLayout(rows)
        hint = _("What is left out stands in no page, cell or property of the file.")
        self.column.addWidget(words_label(say(hint), self, "muted", wraps=True))
        buttons = self.add_buttons(say(_("Cancel")))
        self.save = QPushButton(say(_("Choose where…")), self)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.clicked.connect(self._on_save)
        self.resize(dress.px(520), self.sizeHint().height())

    @property
    def order(self) -> PaperOrder:
        """Give what was chosen."""
        return PaperOrder(
            FORMS[self.form.currentIndex()],
            FORMATS[self.format.currentIndex()],
            frozenset(secret for secret, box in self.secrets.items() if box.isChecked()),
        )

    def _on_format(self) -> None:
        hidden = PaperOrder(format=FORMATS[self.format.currentIndex()]).hidden
        for secret, box in self.secrets.items():
            box.setChecked(secret in hidden)

    def _on_save(self) -> None:
        self.chosen.emit(self.order)
        self.accept()
