"""Decide what the ledger's tab shows, and which step its editor takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, cast

from PySide6.QtCore import QObject

from drillplanner.base.texts import _
from drillplanner.improve.ledger import Action, Deed
from drillplanner.services.improve.actions import Since
from drillplanner.services.improve.ledger import Ledger, Shown
from ui.context import AppContext
from ui.improve.commands import Acting
from ui.improve.formatter import Sayer
from ui.improve.ledger_files import LedgerFiles
from ui.improve.ledger_tab import LedgerTab
from ui.improve.view_models import ActionLine, ActionView, Draft


class LedgerView(Protocol):
    """Where the page shows the ledger."""

    ledger: LedgerTab

    def show_owners(self, owners: Sequence[str]) -> None:
        """List who answers for actions."""

    def show_actions(self, lines: Sequence[ActionLine], chosen: str, empty: str) -> None:
        """Show the actions that are wanted, with one chosen."""

    def show_action(self, view: ActionView) -> None:
        """Show one action in the editor."""

    def open_ledger(self, shown: str) -> None:
        """Go to the ledger, with actions of a kind."""


class LedgerPresenter(QObject):
    """Shows the actions that are wanted and edits the chosen one.

    What is written into an action and not saved is kept for each action until it is saved or
    discarded.
    """

    def __init__(
        self,
        context: AppContext,
        page: LedgerView,
        acting: Acting,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._acting, self._today = context, page, acting, today
        self._ledger = Ledger()
        self._since: dict[tuple[str, ...], Since] = {}
        self._drafts: dict[str, Draft] = {}
        self._chosen = ""
        self._shown: Shown = "undone"
        self._owner = ""
        self._words = ""
        self._files = LedgerFiles(context, page.ledger, acting, today, self._expect, self)
        page.ledger.searched.connect(self._on_search)
        page.ledger.filterChosen.connect(self._on_filter)
        page.ledger.actionChosen.connect(self.choose)
        editor = page.ledger.editor
        editor.draftChanged.connect(self._on_draft)
        editor.saveAsked.connect(self._on_save)
        editor.discardAsked.connect(self._on_discard)
        editor.moveAsked.connect(self._on_move)
        editor.closeAsked.connect(self._on_close)
        editor.undoAsked.connect(self._on_undo)
        editor.settleAsked.connect(self._on_settle)

    def show(self, ledger: Ledger) -> None:
        """Show a ledger that was read anew, with the same action chosen."""
        self._ledger = ledger
        self._since.clear()
        self._files.show(ledger)
        self._page.show_owners(ledger.owners())
        self._show_ledger()

    def choose(self, id_: str) -> None:
        """Show an action in the editor."""
        self._chosen = id_
        self._files.choose(id_)
        self._show_action()

    def open(self, id_: str) -> None:
        """Go to an action, whatever was filtered for."""
        self._chosen, self._shown, self._owner, self._words = id_, "all", "", ""
        self._files.choose(id_)
        self._page.open_ledger("all")
        self._show_ledger()

    def _show_ledger(self) -> None:
        """Show what is wanted, and the chosen action even if its last step took it out of that."""
        actions = list(self._ledger.only(self._shown, self._today(), self._owner, self._words))
        kept = self._ledger.action(self._chosen)
        if kept is not None and kept.is_listed and kept not in actions:
            actions.insert(0, kept)
        ids = [action.id for action in actions]
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else ""
        sayer = Sayer(self._context, self._ledger, self._today())
        lines = [sayer.action(action) for action in actions]
        self._page.show_actions(lines, self._chosen, self._empty_words())

    def _empty_words(self) -> str:
        if any(action.is_listed for action in self._ledger.actions):
            return self._context.say(_("No action is of this kind; choose another kind above."))
        return self._context.say(
            _("The ledger is empty. Enter a finding of a drill, and its action is listed here.")
        )

    def _show_action(self) -> None:
        action = self._ledger.action(self._chosen)
        if action is None:
            return
        since = self._since.get(action.head_ids)
        view = Sayer(self._context, self._ledger, self._today()).view(
            action, self._drafts.get(action.id), since or Since()
        )
        is_shown = not view.is_decided or action.content.found.is_hazard
        if since is None and action.content.state == "to_verify" and is_shown:
            self._look_for_proof(action)
            searching = self._context.say(_("Looking through the drills since then…"))
            view = replace(view, closing=searching)
        self._page.show_action(view)

    def _look_for_proof(self, action: Action) -> None:
        """Review the drills held since, which takes its time, and show the action again."""
        if self._context.is_running or action.is_in_conflict:
            return
        context, improvements = self._context, self._context.services.improvements

        def found(since: Since) -> None:
            self._on_since(action, since)

        context.jobs.run(
            "work", lambda: improvements.since(action), found, owner=self, latest="proof"
        )

    def _on_since(self, action: Action, since: Since) -> None:
        self._since[action.head_ids] = since
        if action.id == self._chosen:
            self._show_action()

    # -- steps --------------------------------------------------------------------------------

    def _on_filter(self, shown: str, owner: str) -> None:
        self._chosen, self._shown, self._owner = "", cast("Shown", shown), owner
        self._show_ledger()

    def search(self, words: str) -> None:
        """Go to the lines that hold words, such as a school's name."""
        self._shown, self._owner = "undone", ""
        self._page.open_ledger("undone")
        self._page.ledger.search.setText(words)
        self._on_search(words)

    def _expect(self, id_: str) -> None:
        """Go to an action that is read next."""
        self._chosen, self._shown, self._owner, self._words = id_, "all", "", ""
        self._files.choose(id_)
        self._page.open_ledger("all")

    def _on_search(self, words: str) -> None:
        self._chosen, self._words = "", words
        self._show_ledger()

    def _on_draft(self, draft: Draft) -> None:
        self._drafts[self._chosen] = draft

    def _on_discard(self) -> None:
        self._drafts.pop(self._chosen, None)
        self._show_action()

    def _on_save(self) -> None:
        self._save_and(lambda action, _by: action)

    def _on_move(self, deed: str, reason: str) -> None:
        move, improvements = cast("Deed", deed), self._context.services.improvements
        self._save_and(lambda action, by: improvements.move(action, move, reason, by=by))

    def _on_close(self, drill: str, reason: str) -> None:
        improvements = self._context.services.improvements
        self._save_and(lambda action, by: improvements.close(action, drill, by=by, reason=reason))

    def _on_undo(self) -> None:
        improvements = self._context.services.improvements
        self._step(lambda action, by: improvements.undo(action, by=by))

    def _on_settle(self, head: str) -> None:
        improvements = self._context.services.improvements
        self._step(lambda action, by: improvements.settle(action, head, by=by))

    def _save_and(self, step: Callable[[Action, str], object]) -> None:
        """Save what was written into the action, then take a step with it."""
        draft, chosen = self._drafts.get(self._chosen), self._chosen
        improvements = self._context.services.improvements

        def save(action: Action, by: str) -> None:
            if draft is not None:
                wanted = draft.over(action.content)
                action = improvements.edit(
                    action, wanted, draft.person, by=by, head=draft.head, judge=draft.judge
                )
            step(action, by)

        def saved() -> None:
            self._drafts.pop(chosen, None)

        self._step(save, saved)

    def _step(
        self,
        step: Callable[[Action, str], object],
        done: Callable[[], object] = lambda: None,
    ) -> None:
        action = self._ledger.action(self._chosen)
        if action is not None:
            self._acting.do(lambda by: step(action, by), done)
