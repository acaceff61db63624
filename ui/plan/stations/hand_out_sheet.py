"""The sheet that hands a drill out: one locked pack a post, written and read back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import Text, _, ngettext, pgettext
from drillplanner.services.exchange.stations import SECRET, HandOut
from drillplanner.services.exchange.stick import OnStick, program_beside
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.services.run.live_session import NATURES
from drillplanner.terms.vocabulary import NATURES as NATURE_WORDS
from ui.context import AppContext
from ui.run.start.post_choice import PostChoice
from ui.widgets.card import push_button, words_label
from ui.widgets.dialogs import Sheet

#: What is remembered: the zip of the portable program.
_PROGRAM = "portable_program"


def _program_here(context: AppContext) -> Path | None:
    """Find the portable program: the one that runs, else that which was chosen before."""
    kept = context.settings.extra.get(_PROGRAM)
    chosen = Path(kept) if isinstance(kept, str) and kept else None
    found = program_beside(context.folder) if context.folder is not None else None
    return found or (chosen if chosen is not None and chosen.is_file() else None)


class HandOutSheet(Sheet):
    """Chooses drill, posts and folder; what was written stands below."""

    def __init__(self, context: AppContext, script: OpenScript, parent: QWidget | None) -> None:
        super().__init__(context.say(_("Station packs")), parent)
        self._context, self._script = context, script
        say, settings = context.say, context.settings
        words = context.words(script.script.title, script.script.language)
        self.title = QLineEdit(words, self)
        self.title.setMaxLength(120)
        self.nature = QComboBox(self)
        self.nature.addItems([say(NATURE_WORDS[name]) for name in NATURES])  # type: ignore[index]  # the literal's names are those of the report
        self.nature.setCurrentIndex(
            NATURES.index(settings.nature) if settings.nature in NATURES else 0
        )
        self.clock = QLineEdit(settings.source or say(_("Command post")), self)
        self.clock.setMaxLength(60)
        self.posts = PostChoice(context, self)
        language = script.script.language
        self.posts.show_posts(
            [(one.id, context.words(one.name, language)) for one in script.script.posts], ()
        )
        self.practice = QCheckBox(say(_("And one to practise with, of invented events")), self)
        form = QFormLayout()
        form.addRow(say(_("Drill")), self.title)
        form.addRow(say(pgettext("of a drill", "Nature")), self.nature)
        form.addRow(say(_("The drill's clock")), self.clock)
        self.column.addLayout(form)
        # In a form the boxes would get the height of one line, however many lines they take.
        self.column.addWidget(words_label(say(_("Posts")), "muted"))
        self.column.addWidget(self.posts)
        self.column.addWidget(self.practice)
        self.program = QCheckBox(self)
        self.program.toggled.connect(self._choose_program)
        self.column.addWidget(self.program)
        self._program: Path | None = None
        self.use_program(_program_here(context))
        self.secret = words_label("", "muted")
        self.column.addWidget(self.secret)
        self.told = words_label("")
        self.column.addWidget(self.told)
        self.column.addStretch(1)
        buttons = self.add_buttons(say(_("Close")))
        self.write = push_button(say(_("Write to a folder or stick…")), self._ask, primary="true")
        buttons.addButton(self.write, buttons.ButtonRole.ActionRole)
        self.nature.currentIndexChanged.connect(self._show_secret)
        self.posts.changed.connect(self._show_secret)
        self._show_secret()
        self.resize(context.dress.px(620), context.dress.px(560))

    def use_program(self, path: Path | None) -> None:
        """Take a portable program, its folder or its zip, as what goes along."""
        self._program = path
        say = self._context.say
        named = _("And the portable program, {file}", file=path.name if path else "")
        self.program.setText(say(named if path else _("And the portable program…")))

    def write_to(self, folder: Path) -> None:
        """Write the packs into a folder, and the portable program if it is to go along."""
        context, settings = self._context, self._context.settings
        order = HandOut(
            self._script,
            self.title.text().strip() or self._script.script.id,
            self._nature,
            folder,
            context.language,
            PersonId(settings.keeper or new_id()),
            self.posts.chosen,
            self.clock.text().strip() or context.say(_("Command post")),
            self.practice.isChecked(),
        )
        stations = context.services.stations
        self.write.setEnabled(False)
        self.told.setText(context.say(_("Writing, and reading back…")))
        context.jobs.run(
            "data", lambda: stations.hand_out(order), self._on_packs, self._fail, owner=self
        )

    @property
    def _nature(self) -> str:
        return NATURES[max(0, self.nature.currentIndex())]

    def _show_secret(self, _index: int = 0) -> None:
        words = (
            _("Each pack holds its own post's part and nothing of the others.")
            if self._nature in SECRET
            else _("Each pack holds the whole script; its post's own steps are in front.")
        )
        self.secret.setText(self._context.say(words))
        self.write.setEnabled(not self.posts.is_none)

    def _ask(self) -> None:
        words = self._context.say(_("Folder or stick for the station packs"))
        name = QFileDialog.getExistingDirectory(self, words)
        if name:
            self.write_to(Path(name))

    def _on_packs(self, paths: tuple[Path, ...]) -> None:
        program, stations = self._program, self._context.services.stations
        if program is None or not self.program.isChecked():
            self._show_written(paths)
            return
        # Not on the data lane: it takes minutes, and entries would have to wait.
        self._context.jobs.run(
            "work",
            lambda: stations.put_program(program, paths[0].parent),
            partial(self._show_written, paths),
            self._fail,
            owner=self,
        )

    def _choose_program(self, is_wanted: bool) -> None:
        if not is_wanted or self._program is not None:
            return
        words = self._context.say(_("Portable program"))
        name, _filter = QFileDialog.getOpenFileName(self, words, "", "*.zip")
        self.program.setChecked(bool(name))
        if name:
            settings = self._context.settings
            extra = {**settings.extra, _PROGRAM: name}
            self._context.remember(replace(settings, extra=extra))
            self.use_program(Path(name))

    def _show_written(self, paths: tuple[Path, ...], put: OnStick | None = None) -> None:
        say = self._context.say
        head: Text = ngettext(
            "{count} pack was written and read back, in {folder}:",
            "{count} packs were written and read back, in {folder}:",
            len(paths),
            folder=str(paths[0].parent),
        )
        key = _("Signed with this laptop's key {key}.", key=self._spoken_key())
        names = ", ".join(path.name for path in paths)
        lines = [say(head), names, say(key)]
        if put is not None:
            words = _(
                "The portable program is in {folder}: {files} files, read back.",
                folder=str(put.folder),
                files=put.files,
            )
            lines.append(say(words))
        self.told.setText("\n".join(lines))
        self.write.setEnabled(True)

    def _spoken_key(self) -> str:
        return self._context.services.packs.spoken_key()

    def _fail(self, error: BaseException) -> None:
        self.told.clear()
        self.write.setEnabled(True)
        self._context.failures.tell(error)
