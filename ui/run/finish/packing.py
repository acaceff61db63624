"""Write a drill's log pack where a person says, and say that it was read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from drillplanner.base.texts import _
from drillplanner.exchange.pack.log_pack import SUFFIX
from drillplanner.services.exchange.packs import Written
from drillplanner.terms.pack_words import written_said
from ui.context import AppContext

#: What is remembered: the folder that the last pack was written to.
_FOLDER = "packs"


class PackWriter(QObject):
    """Writes packs; `tell` says what came of it. The folder of the last one is remembered."""

    #: A pack was written and read back; carries where it lies.
    packWritten = Signal(object)

    def __init__(
        self, context: AppContext, tell: Callable[[str], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._tell = context, tell

    @property
    def folder(self) -> Path | None:
        """The folder of the last pack, where it is there: a stick may be pulled."""
        kept = self._context.settings.extra.get(_FOLDER)
        folder = Path(kept) if isinstance(kept, str) and kept else None
        return folder if folder is not None and folder.is_dir() else None

    def write_at_once(self, drill: str, parent: QWidget | None) -> None:
        """Write to the folder of the last pack; where there is none, ask for one."""
        folder = self.folder
        if folder is None:
            name = QFileDialog.getExistingDirectory(
                parent, self._context.say(_("Folder or stick for the log pack"))
            )
            folder = Path(name) if name else None
        if folder is not None:
            self.write(drill, folder)

    def ask(self, parent: QWidget | None) -> None:
        """Ask where the pack of the chosen drill, or of the latest, is to be written."""
        services, chosen = self._context.services, self._context.drill

        def name() -> tuple[str, str]:
            drill = chosen or services.catalogue.latest()
            return drill, services.packs.file_name(drill)

        def ask(found: tuple[str, str]) -> None:
            drill, suggested = found
            place = str((self.folder or Path.home()) / suggested)
            words = self._context.say(_("Write log pack"))
            target, _filter = QFileDialog.getSaveFileName(parent, words, place, f"*{SUFFIX}")
            if target:
                self.write(drill, Path(target))

        self._context.jobs.run("work", name, ask, self._context.failures.tell, owner=self)

    def write(self, drill: str, target: Path) -> None:
        """Write a drill's pack to a file, or into a folder."""
        packs = self._context.services.packs
        self._context.jobs.run(
            "work",
            lambda: packs.write(drill, target),
            self._on_written,
            self._context.failures.tell,
            owner=self,
        )

    def _on_written(self, written: Written) -> None:
        settings = self._context.settings
        extra = {**settings.extra, _FOLDER: str(written.path.parent)}
        self._context.remember(replace(settings, extra=extra))
        words = written_said(str(written.path), written.entries, written.check_code, written.key)
        self._tell(self._context.say(words))
        self.packWritten.emit(written.path)
