"""Ask which of a drill's papers is to be saved, as what, and what is taken out of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from drillplanner.base.texts import Text, _
from drillplanner.terms.papers import (
    FORM_WORDS,
    FORMAT_WORDS,
    FORMATS,
    FORMS,
    LEAST_PASSWORD,
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
        self._context = context
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
        self.password, self.again = self._password(), self._password()
        rows.addRow(say(_("Password (PDF, may stay empty)")), self.password)
        rows.addRow(say(_("The same again")), self.again)
        self.column.addLayout(rows)
        hint = _("What is left out stands in no page, cell or property of the file.")
        self.column.addWidget(words_label(say(hint), self, "muted", wraps=True))
        buttons = self.add_buttons(say(_("Cancel")))
        self.save = QPushButton(say(_("Choose where…")), self)
        self.save.setProperty("primary", True)
        self.save.setDefault(True)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.save.clicked.connect(self._on_save)
        self.told = words_label("", self, wraps=True)
        self.column.insertWidget(self.column.count() - 1, self.told)
        self.told.hide()
        self.resize(dress.px(520), self.sizeHint().height())

    @property
    def order(self) -> PaperOrder:
        """Give what was chosen."""
        return PaperOrder(
            FORMS[self.form.currentIndex()],
            FORMATS[self.format.currentIndex()],
            frozenset(secret for secret, box in self.secrets.items() if box.isChecked()),
            password=self.password.text(),
        )

    def _password(self) -> QLineEdit:
        line = QLineEdit(self)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.setMaxLength(100)
        return line

    def _on_format(self) -> None:
        hidden = PaperOrder(format=FORMATS[self.format.currentIndex()]).hidden
        for secret, box in self.secrets.items():
            box.setChecked(secret in hidden)
        is_pdf = FORMATS[self.format.currentIndex()] == "pdf"
        for line in (self.password, self.again):
            line.setEnabled(is_pdf)
            if not is_pdf:
                line.clear()

    def _on_save(self) -> None:
        if self.password.text() != self.again.text():
            self._tell(_("These two are not the same; nothing was saved."))
            return
        if 0 < len(self.password.text()) < LEAST_PASSWORD:
            self._tell(_("The password needs {count} characters or more.", count=LEAST_PASSWORD))
            return
        self.chosen.emit(self.order)
        self.accept()

    def _tell(self, words: Text) -> None:
        self.told.setText(self._context.say(words))
        self.told.show()
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
