"""Make the planning room."""

from __future__ import annotations

from functools import partial

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
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
    page.stationsRequested.connect(partial(_hand_out, context, page))
    page.papersRequested.connect(partial(_offer_papers, context, page))
    page.openRequested.connect(partial(trigger_command, page, "open"))
    return page


def _hand_out(context: AppContext, page: PlanPage) -> None:
    """Open the sheet that hands the chosen script's drill out to its posts."""
    from ui.plan.stations.hand_out_sheet import HandOutSheet

    if context.script is None:
        return
    if context.is_running:
        words = _("A drill is running; hand out packs when it has ended.")
        context.failures.tell(UserError(words))
        return
    HandOutSheet(context, context.script, page).present()


def _offer_papers(context: AppContext, page: PlanPage) -> None:
    """Offer the papers of the script that is shown, with those who signed it off."""
    # What writes papers is imported when somebody asks for one.
    from drillplanner.services.plan.papers import PaperOrder
    from ui.plan.papers_sheet import PapersSheet

    script, versions = context.script, context.services.versions
    if script is None:
        return

    def show(order: PaperOrder) -> None:
        PapersSheet(context, order, page).present()

    def work() -> PaperOrder:
        version = versions.find(script.document, script.script.id)
        signed = version.sign_offs if version is not None else ()
        return PaperOrder(script.script, sign_offs=signed)

    context.jobs.run("work", work, show, owner=page, latest="papers")
