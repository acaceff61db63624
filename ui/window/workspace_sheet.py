"""The sheet about the workspace: what a check found, backups, joining, deleting for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from drillplanner.base import local_time
from drillplanner.base.condition import Backup, JoinedFile, Mended
from drillplanner.base.errors import Locked, UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.services.lanes import Lane
from drillplanner.services.safekeeping import Checkup, Gone, Traces, damage_said
from ui.context import AppContext
from ui.widgets.dialogs import Sheet
from ui.window.password_panel import PasswordPanel
from ui.window.unlock_sheet import UnlockSheet

T = TypeVar("T")
_MIB = 1024 * 1024


class WorkspaceSheet(Sheet):
    """What keeps the workspace whole, and what deletes from it, each said before it is done."""

    def __init__(self, context: AppContext, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Workspace")), parent)
        self._context = context
        self._keeping = context.services.safekeeping
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget(area)
        self._rows = QVBoxLayout(body)
        self._rows.setSpacing(context.dress.px(6))
        area.setWidget(body)
        self.column.addWidget(area)
        self._make_state()
        self._make_backups()
        self._make_password()
        self._make_deleting()
        self._rows.addStretch(1)
        self.add_buttons(context.say(_("Close")))
        self.resize(context.dress.px(680), context.dress.px(620))
        self.check_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_last()
        self._load()

    # -- what a check found -----------------------------------------------------------

    def _make_state(self) -> None:
        self._rows.addWidget(self._words(str(self._keeping.path), "muted"))
        self.state = self._words(self._say(_("Not checked yet since the program was started.")))
        self._rows.addWidget(self.state)
        self.damages = QPlainTextEdit(self)
        self.damages.setReadOnly(True)
        self.damages.setAccessibleName(self._say(_("Damage")))
        self.damages.setTabChangesFocus(True)
        self.damages.hide()
        self._rows.addWidget(self.damages)
        self.check_button = self._button(_("Check every byte now"), self._check)
        self.repair_button = self._button(_("Repair what can be repaired"), self._repair)
        self.repair_button.hide()
        self._add_row(self.check_button, self.repair_button)

    def _check(self) -> None:
        self.state.setText(self._say(_("Checking…")))
        self._run("work", self._keeping.verify, self.show_checkup)

    def _show_last(self) -> None:
        if self._keeping.last is not None:
            self.show_checkup(self._keeping.last)

    def show_checkup(self, found: Checkup) -> None:
        """Say what a check found, damage by damage."""
        if found.is_whole:
            words = ngettext(
                "{count} record checked, nothing is damaged.",
                "{count} records checked, nothing is damaged.",
                found.verified.facts,
            )
        else:
            words = ngettext(
                "The workspace is damaged in {count} place.",
                "The workspace is damaged in {count} places.",
                len(found.damages),
            )
        self.state.setText(self._say(words))
        self.damages.setPlainText("\n".join(self._say(damage_said(one)) for one in found.damages))
        self.damages.setVisible(not found.is_whole)
        self.repair_button.setVisible(not found.is_whole)

    def _repair(self) -> None:
        def done(_mended: Mended) -> None:
            self._check()

        self._run("data", self._keeping.repair, done)

    # -- backups ----------------------------------------------------------------------

    def _make_backups(self) -> None:
        self._heading(_("Backups"))
        self.backups = QListWidget(self)
        self.backups.setAccessibleName(self._say(_("Backups")))
        self._rows.addWidget(self.backups)
        self.folder = self._words("", "muted")
        self._rows.addWidget(self.folder)
        self.backup_button = self._button(_("Back up now"), self._back_up)
        self.restore_button = self._button(_("Restore the chosen one"), self._restore)
        self.second_button = self._button(_("Second folder…"), self._choose_second)
        self.join_button = self._button(_("Join another workspace…"), self._choose_file)
        self._add_row(self.backup_button, self.restore_button)
        self._add_row(self.second_button, self.join_button)
        self.joined = self._words("")
        self.joined.hide()
        self._rows.addWidget(self.joined)

    def _load(self) -> None:
        self._show_second()
        self._run("work", self._keeping.backups, self._show_backups)
        self._run("work", self._named_drills, self._show_drills)
        self._run("work", self._keeping.people, self._show_people)

    def _show_backups(self, found: tuple[Backup, ...]) -> None:
        self.backups.clear()
        for one in found:
            item = QListWidgetItem(self._backup_said(one))
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
            self.backups.addItem(item)
        if found:
            self.backups.setCurrentRow(0)
        self.restore_button.setEnabled(bool(found))

    def _backup_said(self, one: Backup) -> str:
        made = local_time.day_and_minute(one.made_utc_s * 10**9)
        last = local_time.day_and_minute(one.last_utc_ns) if one.last_utc_ns else "–"
        return self._say(
            _(
                "{made} – drills: {drills}, entries: {entries}, last entry {last}; {size} MB; "
                "{folder}",
                made=made,
                drills=one.drills,
                entries=one.entries,
                last=last,
                size=f"{one.size / _MIB:.1f}",
                folder=str(one.path.parent),
            )
        )

    def _back_up(self) -> None:
        def done(made: tuple[Path, ...]) -> None:
            words = (
                _("A checked copy was made.")
                if made
                else _("Nothing changed since the last backup.")
            )
            self._tell(words)
            self._load()

        self._run("work", self._keeping.back_up, done)

    def _restore(self) -> None:
        item = self.backups.currentItem()
        if item is not None:
            self.join(Path(str(item.data(Qt.ItemDataRole.UserRole))))

    def _choose_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(self, self._say(_("Join another workspace")))
        if name:
            self.join(Path(name))

    def join(self, path: Path) -> None:
        """Join a backup or another workspace, once its password is given where it has one."""

        def refused(error: BaseException) -> None:
            if isinstance(error, Locked):
                self._ask_for_password(path)
            else:
                self._context.failures.tell(error)

        self._run("data", lambda: self._keeping.join(path), self._show_joined, refused)

    def _ask_for_password(self, path: Path) -> None:
        asked = self.asked = UnlockSheet(self._context, self, path)
        asked.unlocked.connect(partial(self.join, path))
        asked.present()

    def _show_joined(self, joined: JoinedFile) -> None:
        lines = [ngettext("{count} record was new.", "{count} records were new.", joined.new)]
        if joined.skipped:
            lines.append(
                ngettext(
                    "{count} record could not be read and was left out.",
                    "{count} records could not be read and were left out.",
                    joined.skipped,
                )
            )
        if joined.held_back:
            lines.append(
                ngettext(
                    "{count} drill is deleted there and was kept here; it can be deleted below.",
                    "{count} drills are deleted there and were kept here; they can be deleted "
                    "below.",
                    len(joined.held_back),
                )
            )
        self.joined.setText(" ".join(self._say(line) for line in lines))
        self.joined.show()
        self._context.drillChanged.emit(self._context.drill)
        self._load()

    def _choose_second(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._say(_("Second folder for backups")))
        if name:
            settings = self._context.settings
            extra = {**settings.extra, "backups": name}
            self._context.remember(replace(settings, extra=extra))
            self._keeping.second = Path(name)
            self._show_second()

    def _show_second(self) -> None:
        second = self._context.settings.second_backups
        words = (
            _("Copies are kept in {folder} as well.", folder=str(second))
            if second
            else _("Choose a folder on another disk: what lies on one disk is lost with it.")
        )
        self.folder.setText(self._say(words))

    # -- the password -----------------------------------------------------------------

    def _make_password(self) -> None:
        self._heading(_("Password"))
        self.password = PasswordPanel(self._context, self)
        self.password.changed.connect(self._load)
        self._rows.addWidget(self.password)

    # -- deleting for good ------------------------------------------------------------

    def _make_deleting(self) -> None:
        self._heading(_("Delete for good"))
        self.drills = QComboBox(self)
        self.drills.setAccessibleName(self._say(pgettext("choice", "Drill")))
        self.purge_button = self._button(_("Delete this drill…"), self._ask_to_purge)
        self._add_row(self.drills, self.purge_button)
        self.people = QComboBox(self)
        self.people.setAccessibleName(self._say(_("Person")))
        self.forget_button = self._button(_("Delete this name…"), self._ask_to_forget)
        self._add_row(self.people, self.forget_button)
        self.meaning = self._words("")
        self.by = QLineEdit(self)
        self.by.setPlaceholderText(self._say(_("Who decided it")))
        self.by.setAccessibleName(self._say(_("Who decided it")))
        self.confirm_button = self._button(_("Delete for good"), self._confirm)
        self.cancel_button = self._button(_("Cancel"), self._cancel)
        self._rows.addWidget(self.meaning)
        self._add_row(self.by, self.confirm_button, self.cancel_button)
        self._confirmed: Callable[[], None] | None = None
        self._cancel()

    def _named_drills(self) -> list[tuple[str, str]]:
        drills = self._context.services.catalogue.drills()
        return [(one.drill.id, one.drill.title) for one in drills]

    def _show_drills(self, found: list[tuple[str, str]]) -> None:
        self.drills.clear()
        for drill, title in found:
            self.drills.addItem(title, drill)
        self.purge_button.setEnabled(bool(found))

    def _show_people(self, found: dict[PersonId, str]) -> None:
        self.people.clear()
        for person, name in found.items():
            self.people.addItem(name, person)
        self.forget_button.setEnabled(bool(found))

    def _ask_to_purge(self) -> None:
        drill, title = str(self.drills.currentData()), self.drills.currentText()

        def show(traces: Traces) -> None:
            words = _(
                "Deleting {drill} for good takes {entries} entries and {photos} photos away, here "
                "and in {copies} copies. What was printed, exported or handed over stays.",
                drill=title,
                entries=traces.entries,
                photos=traces.photos,
                copies=len(traces.copies),
            )
            self._ask(words, partial(self._purge, drill), asks_who=True)

        self._run("work", lambda: self._keeping.traces(drill), show)

    def _purge(self, drill: str) -> None:
        by = self.by.text()
        if not by.strip():
            text = _("Write the name of who decides this, then enter it again.")
            self._context.failures.tell(UserError(text))
            return
        if self._context.drill == drill:
            self._context.drill = ""
        self._run("data", lambda: self._keeping.purge(drill, by), self._show_gone)

    def _ask_to_forget(self) -> None:
        person, name = PersonId(str(self.people.currentData())), self.people.currentText()
        words = _(
            "Deleting the name {name} leaves what the person logged, under a number. What was "
            "printed, exported or handed over stays.",
            name=name,
        )
        self._ask(words, partial(self._forget, person), asks_who=False)

    def _forget(self, person: PersonId) -> None:
        settings = self._context.settings
        if settings.keeper == person:
            self._context.remember(replace(settings, keeper="", keeper_name=""))
        self._run("data", lambda: self._keeping.forget(person), self._show_gone)

    def _ask(self, words: Text, run: Callable[[], None], *, asks_who: bool) -> None:
        self.meaning.setText(self._say(words))
        self._confirmed = run
        for widget in (self.meaning, self.confirm_button, self.cancel_button):
            widget.show()
        self.by.setVisible(asks_who)
        (self.by if asks_who else self.cancel_button).setFocus()

    def _confirm(self) -> None:
        if self._confirmed is not None:
            self._confirmed()

    def _cancel(self) -> None:
        self._confirmed = None
        self.by.clear()
        for widget in (self.meaning, self.by, self.confirm_button, self.cancel_button):
            widget.hide()

    def _show_gone(self, gone: Gone) -> None:
        self._cancel()
        lines = [self._say(_("Deleted."))]
        lines += [
            self._say(_("{file} still holds it: {reason}", file=str(path), reason=reason))
            for path, reason in gone.left
        ]
        self.meaning.setText("\n".join(lines))
        self.meaning.show()
        self._context.drillChanged.emit(self._context.drill)
        self._load()

    # -- what it is made of -----------------------------------------------------------

    def _run(
        self,
        lane: Lane,
        work: Callable[[], T],
        done: Callable[[T], None],
        refused: Callable[[BaseException], None] | None = None,
    ) -> None:
        if self._context.is_running:
            text = _("A drill is running; look after the workspace when it has ended.")
            self._context.failures.tell(UserError(text))
            return

        refused = refused or self._context.failures.tell
        self._context.jobs.run(lane, work, done, refused, owner=self)

    def _say(self, text: Text) -> str:
        return self._context.say(text)

    def _tell(self, text: Text) -> None:
        self.joined.setText(self._say(text))
        self.joined.show()

    def _words(self, words: str, role: str = "") -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        return label

    def _heading(self, words: Text) -> None:
        label = self._words(self._say(words), "heading")
        self._rows.addSpacing(self._context.dress.px(8))
        self._rows.addWidget(label)

    def _button(self, words: Text, run: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._say(words), self)
        button.setAutoDefault(True)
        button.clicked.connect(run)
        return button

    def _add_row(self, *widgets: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._context.dress.px(6))
        for widget in widgets:
            row.addWidget(widget, 1 if isinstance(widget, QComboBox | QLineEdit) else 0)
        row.addStretch(0 if any(isinstance(one, QComboBox | QLineEdit) for one in widgets) else 1)
        self._rows.addLayout(row)
