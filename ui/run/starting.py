"""Decide what the start page offers: scripts, last time's choices, and unfinished drills."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from shiboken6 import isValid

from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.texts import _, ngettext
from drillplanner.base.translator import Language
from drillplanner.services.running import NATURES, Start, Unfinished, find_unfinished, recover
from ui.desk import Desk
from ui.run.start_page import StartPage
from ui.run.wording import Wording

if TYPE_CHECKING:
    from drillplanner.services.planning import OpenScript

#: Unfinished drills that are offered, the latest first.
_OFFERED = 3


class Starting:
    """What can be started: it looks on the lanes, and tells the page."""

    def __init__(self, desk: Desk, page: StartPage) -> None:
        self._desk = desk
        self._page = page
        self._scripts: list[OpenScript] = []
        self._samples: tuple[OpenScript, ...] = ()
        self._unfinished: tuple[Unfinished, ...] = ()
        desk.scriptChanged.connect(self._offer_scripts)
        settings = desk.settings
        page.show_choices(
            settings.nature or NATURES[0],
            settings.source or self._usual_source(),
            settings.keeper_name,
        )

    def load(self) -> None:
        """Look for samples and for unfinished drills."""
        language = self._desk.language
        self._desk.jobs.run(
            "work", lambda: _samples(language), self._show_samples, self._desk.failures.tell
        )
        self.look_for_unfinished()

    def look_for_unfinished(self) -> None:
        """Look for drills that were begun and not ended; join what was saved elsewhere."""
        home = self._desk.home
        second = second_place(home.path)

        def look() -> tuple[tuple[Unfinished, ...], int]:
            workspace = home.workspace()
            joined = 0
            if second.exists() and not workspace.is_read_only:
                joined = recover(workspace, second)
                second.unlink()
            return find_unfinished(workspace), joined

        self._desk.jobs.run("data", look, self._show_unfinished, self._desk.failures.tell)

    def chosen(self) -> Start | None:
        """Give what was chosen, and remember it for the next time; None without a script."""
        page, desk = self._page, self._desk
        number = page.script.currentIndex()
        if not 0 <= number < len(self._scripts):
            return None
        opened = self._scripts[number]
        source = page.source.text().strip() or self._usual_source()
        keeper = PersonId(desk.settings.keeper or new_id())
        name, nature = page.keeper.text().strip(), page.chosen_nature
        desk.remember(
            replace(desk.settings, keeper=keeper, keeper_name=name, source=source, nature=nature)
        )
        title = desk.words(opened.script.title, opened.script.language)
        return Start(opened, title, nature, source, keeper, name)

    def unfinished(self, number: int) -> Unfinished | None:
        """Give one of the unfinished drills."""
        return self._unfinished[number] if 0 <= number < len(self._unfinished) else None

    def _show_samples(self, samples: tuple[OpenScript, ...]) -> None:
        self._samples = samples
        if not isValid(self._page):
            # The window was built anew meanwhile; its own page looks for itself.
            return
        self._offer_scripts(self._desk.script)
        self._page.take_focus()

    def _offer_scripts(self, script: OpenScript | None) -> None:
        known = {one.document for one in self._samples}
        own = [script] if script is not None and script.document not in known else []
        self._scripts = [*own, *self._samples]
        documents = [one.document for one in self._scripts]
        chosen = documents.index(script.document) if script is not None else 0
        words = self._desk.words
        titles = [words(one.script.title, one.script.language) for one in self._scripts]
        self._page.show_scripts(titles, chosen)

    def _show_unfinished(self, found: tuple[tuple[Unfinished, ...], int]) -> None:
        self._unfinished, joined = found
        if not isValid(self._page):
            return
        desk, page = self._desk, self._page
        reason = desk.home.read_only_because
        if reason is not None:
            page.show_unfinished([])
            words = _("{reason} Here it is open for reading only.", reason=reason)
            page.show_notice(desk.say(words), is_read_only=True)
            return
        page.show_unfinished([self._known(one) for one in self._unfinished[:_OFFERED]])
        if joined:
            words = ngettext(
                "{count} entry that could not be saved last time was found and is in the log now.",
                "{count} entries that could not be saved last time were found and are in the log "
                "now.",
                joined,
            )
            page.show_notice(desk.say(words))

    def _known(self, found: Unfinished) -> tuple[str, str]:
        words = ngettext(
            "{source}: {count} entry, the last at {time}. All of it is on the disk.",
            "{source}: {count} entries, the last at {time}. All of them are on the disk.",
            found.count,
            source=found.station.source,
            time=Wording.moment(found.last_wall_utc_ns),
        )
        return found.drill.title, self._desk.say(words)

    def _usual_source(self) -> str:
        return self._desk.say(_("Command post"))


def second_place(workspace: Path) -> Path:
    """Name the file, in the system's folder for passing files, that keeps what is unsaved."""
    name = hashlib.sha256(str(workspace.absolute()).encode("utf-8")).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"drillplanner-unsaved-{name}.journal"


def _samples(language: Language) -> tuple[OpenScript, ...]:
    """Open the samples, and as the last choice the script of a drill without one."""
    from drillplanner.services.free_play import free_play
    from drillplanner.services.planning import samples

    return (*samples(), free_play(language))
