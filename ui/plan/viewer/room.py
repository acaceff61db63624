"""Make the planning room."""

from __future__ import annotations

from functools import partial

from ui.actions import trigger_command
from ui.context import AppContext
from ui.plan.editor.room import EditorOver
from ui.plan.viewer.page import PlanPage
from ui.plan.viewer.presenter import PlanPresenter


def make_room(context: AppContext) -> PlanPage:
    """Make the page with the presenter that decides for it."""
    page = PlanPage(context)
    presenter = PlanPresenter(context, page, page)
    editor = EditorOver(page.stack, context)
    editor.closed.connect(presenter.show_again)
    page.newRequested.connect(editor.begin)
    page.draftRequested.connect(editor.go_on)
    page.editRequested.connect(editor.edit_chosen)
    page.versionsRequested.connect(editor.versions.open_chosen)
    page.openRequested.connect(partial(trigger_command, page, "open"))
    return page
