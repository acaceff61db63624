"""Decide what the page of organising offers, and let the services do what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import _, ngettext
from drillplanner.plan.free_play import is_free_play
from drillplanner.services.plan.scripts import OpenScript, open_script, save_script
from drillplanner.services.review.organising import Meant, Organised, new_title
from drillplanner.services.run.free_play import Choice, Organising, Wording
from ui.context import AppContext
from ui.review.organise.choices import Choices


@dataclass(frozen=True, slots=True)
class _Read:
    """What the workspace holds: the marks of the drill, and the scripts it can adopt."""

    found: Organising
    own: OpenScript
    scripts: tuple[OpenScript, ...]


class View(Protocol):
    """What the presenter asks of its page."""

    scriptChosen: Any
    fileChosen: Any
    organiseAsked: Any
    savedAs: Any

    @property
    def chosen(self) -> Mapping[str, Choice]:
        """Give what each wording means, by its key."""
        ...

    @property
    def written_title(self) -> str:
        """Give the title that was written for a new script."""
        ...

    def show_drill(self, title: str) -> None:
        """Name the drill."""

    def show_scripts(self, titles: Sequence[str], chosen: int, *, is_fixed: bool) -> None:
        """Offer scripts by title; one that is fixed is the drill's own."""

    def show_title(self, title: str) -> None:
        """Ask how a script made of the words is called; empty asks nothing."""

    def show_wordings(self, wordings: Sequence[Wording], choices: Choices) -> None:
        """Ask of each wording what it means."""

    def show_choices(self, wordings: Sequence[Wording], choices: Choices) -> None:
        """Offer the steps of another script."""

    def show_busy(self, *, is_busy: bool) -> None:
        """Let nothing be pressed twice."""

    def show_done(self, words: str, *, can_save: bool) -> None:
        """Say what was written, and offer the script as a file."""

    def tell(self, words: str) -> None:
        """Say what came of it."""


class OrganisePresenter(QObject):
    """Reads and writes on the data lane; nothing is done while a drill runs.

    `organised` tells that the drill is another now.
    """

    organised = Signal()

    def __init__(
        self,
        context: AppContext,
        page: View,
        drill: str,
        round_number: int | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page = context, page
        self._drill, self._round = drill, round_number
        self._found: Organising | None = None
        #: None is a script that is made of the words.
        self._scripts: list[OpenScript | None] = []
        self._base = 0
        self._made: OpenScript | None = None
        page.scriptChosen.connect(self._on_script)
        page.fileChosen.connect(self._on_file)
        page.organiseAsked.connect(self._on_organise)
        page.savedAs.connect(self._on_save)
        self.load()

    def load(self) -> None:
        """Read what there is to organise."""
        services, drill, number = self._context.services, self._drill, self._round

        def read() -> _Read:
            found = services.reviews.organising(drill, number)
            return _Read(found, found.own, services.catalogue.scripts())

        self._context.jobs.run("work", read, self._show, self._fail, owner=self)

    # -- what is offered ----------------------------------------------------------------

    def _show(self, read: _Read) -> None:
        found = self._found = read.found
        self._page.show_drill(found.recorded.drill.title)
        others = [one for one in read.scripts if one.document != read.own.document]
        if not found.is_free_play:
            self._scripts = [read.own]
        elif is_free_play(read.own.script):
            self._scripts = [None, *others]
        else:
            self._scripts = [read.own, None, *others]
        self._base = 0
        self._offer()
        self._page.show_wordings(found.wordings, self._choices())
        if not found.wordings:
            self._page.tell(self._context.say(_("Nothing was marked in words in this drill.")))

    def _offer(self) -> None:
        found = self._found
        if found is None:
            return
        made = self._context.say(_("A new script, made of these words"))
        words = self._context.words
        titles = [
            made if one is None else words(one.script.title, one.script.language)
            for one in self._scripts
        ]
        self._page.show_scripts(titles, self._base, is_fixed=not found.is_free_play)
        title = found.recorded.drill.title
        is_new = self._script is None
        self._page.show_title(new_title(title, self._context.language) if is_new else "")

    def _on_script(self, place: int) -> None:
        if place != self._base:
            self._base = place
            self._offer()
            if self._found is not None:
                self._page.show_choices(self._found.wordings, self._choices())

    def _on_file(self, path: Path) -> None:
        def opened(script: OpenScript) -> None:
            self._scripts.append(script)
            self._on_script(len(self._scripts) - 1)

        self._context.jobs.run("work", lambda: open_script(path), opened, self._fail, owner=self)

    @property
    def _script(self) -> OpenScript | None:
        return self._scripts[self._base] if self._base < len(self._scripts) else None

    def _choices(self) -> Choices:
        script = self._script
        return Choices(self._context, script.script if script is not None else None, self)

    # -- what is done -------------------------------------------------------------------

    def _on_organise(self) -> None:
        found, context = self._found, self._context
        if found is None:
            return
        if context.is_running:
            words = _("A drill is running; organise when it is over.")
            self._page.tell(context.say(words))
            return
        author = PersonId(context.settings.keeper or new_id())
        context.remember(replace(context.settings, keeper=author))
        title = self._page.written_title or found.recorded.drill.title
        meant = Meant(self._script, dict(self._page.chosen), title)
        reviews = context.services.reviews
        self._page.show_busy(is_busy=True)
        context.jobs.run(
            "data",
            lambda: reviews.organise(found, meant, author),
            self._on_done,
            self._fail,
            owner=self,
        )

    def _on_done(self, done: Organised) -> None:
        self._made = done.script
        # The plan room shows it now, and saves it as a file like any other.
        self._context.script = done.script
        title = self._context.words(done.script.script.title, done.script.script.language)
        words = ngettext(
            "{count} mark counts as a step of “{script}” now. Saved.",
            "{count} marks count as steps of “{script}” now. Saved.",
            done.mapped,
            script=title,
        )
        self._page.show_busy(is_busy=False)
        self._page.show_done(self._context.say(words), can_save=done.script.path is None)
        self.organised.emit()
        self._again()

    def _again(self) -> None:
        """Read the log anew, so that what was decided can be changed at once."""
        reviews, drill, number = self._context.services.reviews, self._drill, self._round

        def read(found: Organising) -> None:
            self._found = found

        self._context.jobs.run(
            "work", lambda: reviews.organising(drill, number), read, self._fail, owner=self
        )

    def _on_save(self, path: Path) -> None:
        made = self._made
        if made is None:
            return

        def saved(opened: OpenScript) -> None:
            self._context.script = opened
            self._page.tell(self._context.say(_("The script is in {file}.", file=str(path))))

        self._context.jobs.run(
            "work", lambda: save_script(made, path), saved, self._fail, owner=self
        )

    def _fail(self, error: BaseException) -> None:
        self._page.show_busy(is_busy=False)
        self._context.failures.tell(error)
