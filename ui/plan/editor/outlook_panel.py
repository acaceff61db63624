"""Show whether the plan will hold: how often each target is met, and what decides where not."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import _, pgettext
from drillplanner.plan.editing.times import span_text
from drillplanner.plan.model import Script
from drillplanner.plan.outlook.runs import Outlook
from ui.context import AppContext
from ui.widgets.card import words_label
from ui.widgets.rows_model import Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable


class OutlookPanel(QWidget):
    """A row a target; what it rests on stands above."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        say = context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, context.dress.px(6), 0, 0)
        self.basis = words_label("", "muted", self)
        column.addWidget(self.basis)
        self._model = RowsModel(
            [
                Column(say(pgettext("column", "Target")), 240),
                Column(say(pgettext("column", "Limit")), 80, "right"),
                Column(say(_("Met in")), 80, "right"),
                Column(say(_("Half within")), 100, "right"),
                Column(say(_("9 of 10 within")), 110, "right"),
                Column(say(_("What most often decides where it is missed")), 280),
            ]
        )
        self.table = RowsTable(
            self._model, context.dress, say(_("Will it hold?")), lines=2, stretched=5
        )
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_outlook(self, outlook: Outlook | None, script: Script) -> None:
        """Show another projection; none where the script has faults."""
        say, words = self._context.say, self._context.words
        if outlook is None:
            self.basis.setText(say(_("The script has faults; see the check list.")))
            self._model.show_all(())
            return
        self.basis.setText(
            say(
                _(
                    "A projection from typed durations (class D), not a measurement: {samples} "
                    "runs, seed {seed}. {ranged} of {steps} steps have a range in the column "
                    "Duration; the others come as planned.",
                    samples=str(outlook.samples),
                    seed=str(outlook.seed),
                    ranged=str(outlook.ranged),
                    steps=str(outlook.steps),
                )
            )
        )
        names = {step.id: (n, step.text) for n, step in enumerate(script.steps, 1)}
        rows = []
        for target, one in zip(script.targets, outlook.targets, strict=True):
            decides = ""
            if one.deciding:
                number, text = names[one.deciding]
                share = f"{one.deciding_share:.0%}"
                decides = f"{number} {words(text, script.language)} ({share})"
            rows.append(
                Row(
                    target.id,
                    (
                        words(target.name, script.language),
                        "—" if target.limit_s is None else span_text(target.limit_s),
                        "—" if one.met is None else f"{one.met:.0%}",
                        say(duration(exact(round(one.p50_s, 1)))),
                        say(duration(exact(round(one.p90_s, 1)))),
                        decides,
                    ),
                )
            )
        self._model.show_all(rows)
