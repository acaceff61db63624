"""Decide for a school's plan: read it, keep what is placed, undo every act of this dialog."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from drillplanner.base.ids import new_id
from drillplanner.organisation.site_plan import SITE_MARKS, Place, write_places
from drillplanner.services.organisation.register_table import Change
from drillplanner.services.organisation.site_plan.keeping import SitePlan
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.organisation.site_dialog import SiteDialog


@dataclass(frozen=True, slots=True)
class _Act:
    """What was done: marks that changed, or a picture that was set or taken out."""

    change: Change | None = None
    picture: str = ""
    is_out: bool = False


class SitePresenter(QObject):
    """Ends with its dialog; what it does goes through the room's `Acting`."""

    def __init__(
        self, context: AppContext, acting: Acting, school: str, dialog: SiteDialog
    ) -> None:
        super().__init__(dialog)
        self._context, self._acting, self._dialog = context, acting, dialog
        self._school = school
        self._plan: SitePlan | None = None
        self._undo: list[_Act] = []
        self._redo: list[_Act] = []
        dialog.pictureAsked.connect(self._on_picture)
        dialog.pictureOutAsked.connect(self._on_picture_out)
        dialog.markPlaced.connect(self._on_placed)
        dialog.markRenamed.connect(self._on_renamed)
        dialog.markOutAsked.connect(self._on_mark_out)
        dialog.undoAsked.connect(self._on_undo)
        dialog.redoAsked.connect(self._on_redo)
        dialog.printAsked.connect(self._on_print)
        self.reload()

    def reload(self) -> None:
        """Read the plan anew; its picture is decoded on the work lane."""
        room, school = self._context.services.organisation, self._school

        def work() -> tuple[SitePlan, QImage | None]:
            plan = room.site_plan(school)
            shown = room.site_pixels(plan)
            if shown is None:
                return plan, None
            image = QImage(
                shown.data,
                shown.width,
                shown.height,
                3 * shown.width,
                QImage.Format.Format_RGB888,
            )
            # Qt does not keep the bytes alive; the copy has its own.
            return plan, image.copy()

        self._context.jobs.run("work", work, self._on_plan, owner=self, latest="site")

    def _on_plan(self, told: tuple[SitePlan, QImage | None]) -> None:
        self._plan, picture = told
        self._dialog.show_plan(
            self._plan, picture, can_undo=bool(self._undo), can_redo=bool(self._redo)
        )

    # -- acts ----------------------------------------------------------------------------------

    def _on_placed(self, kind: str, name: str, places: tuple[Place, ...]) -> None:
        if self._plan is None:
            return
        row = {
            "school": self._plan.label,
            "kind": kind,
            "name": name,
            "places": write_places(places),
        }
        self._type({new_id(): row})

    def _on_renamed(self, mark: str, name: str) -> None:
        self._type({mark: {"name": name}})

    def _type(self, rows: dict[str, dict[str, str]]) -> None:
        room = self._context.services.organisation

        def work(by: str) -> _Act:
            return _Act(room.type_cells(SITE_MARKS, rows, by=by))

        self._do(work)

    def _on_mark_out(self, mark: str) -> None:
        room = self._context.services.organisation

        def work(by: str) -> _Act:
            return _Act(room.take_out(SITE_MARKS, [mark], by=by))

        self._do(work)

    def _on_picture(self, path: Path) -> None:
        room, school = self._context.services.organisation, self._school

        def work(by: str) -> _Act:
            return _Act(picture=room.set_site_picture(school, path, by=by))

        self._do(work)

    def _on_picture_out(self) -> None:
        if self._plan is None or self._plan.picture is None:
            return
        room, school = self._context.services.organisation, self._school
        picture = self._plan.picture.id

        def work(by: str) -> _Act:
            room.take_site_picture_out(school, picture, by=by)
            return _Act(picture=picture, is_out=True)

        self._do(work)

    def _on_undo(self) -> None:
        if self._undo:
            self._go(self._undo.pop(), self._redo)

    def _on_redo(self) -> None:
        if self._redo:
            self._go(self._redo.pop(), self._undo)

    def _turned(self, act: _Act, by: str) -> _Act:
        """Do the opposite of an act, and give that."""
        room = self._context.services.organisation
        if act.change is not None:
            return _Act(room.revert(SITE_MARKS, act.change, by=by))
        if act.is_out:
            return _Act(picture=room.put_site_picture_back(self._school, act.picture, by=by))
        room.take_site_picture_out(self._school, act.picture, by=by)
        return _Act(picture=act.picture, is_out=True)

    def _go(self, act: _Act, given: list[_Act]) -> None:
        made: list[_Act] = []

        def step(by: str) -> None:
            made.append(self._turned(act, by))

        def done() -> None:
            given.extend(made)
            self.reload()

        self._acting.do(step, done)

    def _do(self, work: Callable[[str], _Act]) -> None:
        made: list[_Act] = []

        def step(by: str) -> None:
            made.append(work(by))

        def done() -> None:
            for act in made:
                if act.picture or (act.change is not None and act.change.rows):
                    self._undo.append(act)
                    self._redo.clear()
            self.reload()

        self._acting.do(step, done)

    def _on_print(self, path: Path) -> None:
        room, language = self._context.services.organisation, self._context.language
        work = partial(room.print_site_plan, self._school, path, language)
        self._context.jobs.run("work", work, owner=self)
