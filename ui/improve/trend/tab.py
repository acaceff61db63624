"""The tab of trends (历次对比): one target of one script over drills of one nature."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.texts import Authored, Text, _
from drillplanner.services.improve.trend_words import (
    direction_said,
    limit_said,
    measured_at,
    rate_said,
)
from drillplanner.services.improve.trends import Followed, Question, Series, Trend
from drillplanner.terms.phrases import itemised
from drillplanner.terms.vocabulary import NATURES, Nature, verdict_sign
from ui.context import AppContext
from ui.improve.trend.chart import RunChart
from ui.widgets.card import words_label
from ui.widgets.fit_height import Snug
from ui.widgets.flow import Flow
from ui.widgets.rows_model import Cell, Column, Row, RowsModel
from ui.widgets.rows_table import RowsTable
from ui.widgets.sign import SignIcons

#: What the parts take of the height at first: schools, chart, drills.
_SHARES = (110, 210, 150)


class TrendTab(QWidget):
    """Asks for a trend and shows it; it computes nothing."""

    asked = Signal(Question)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icons = SignIcons(context.dress)
        self._followed: tuple[Followed, ...] = ()
        self._trend: Trend | None = None
        dress = context.dress
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dress.px(12), 0, 0)
        column.setSpacing(dress.px(8))
        column.addWidget(self._make_head())
        self.told = words_label("", "muted", self)
        column.addWidget(self.told)
        self.schools = self._table(
            _("Schools"),
            (
                (_("School"), 240),
                (_("Drills measured"), 130),
                (_("Median"), 100),
                (_("Nine of ten within"), 160),
                (_("Limit met"), 130),
            ),
        )
        self.schools.rowChosen.connect(self._on_school)
        self.chart = RunChart(context, self)
        self.drills = self._table(
            _("Drills compared"),
            ((_("Drill"), 150), (_("Day"), 110), (_("Measured"), 130), (_("Verdict"), 160)),
        )
        self.refused = self._table(
            _("Not compared"), ((_("Not compared"), 260), (_("Day"), 110), (_("Reason"), 420))
        )
        self.said = words_label("", parent=self)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        below.addWidget(self.drills)
        below.addWidget(self.refused)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.schools)
        parts.addWidget(self.chart)
        parts.addWidget(below)
        for split in (below, parts):
            split.setChildrenCollapsible(False)
        parts.setSizes([dress.px(share) for share in _SHARES])
        column.addWidget(parts, 1)
        column.insertWidget(2, self.said)
        self.setFocusProxy(self.script)

    @override
    def sizeHint(self) -> QSize:
        # Ask for no more than the parts need: what is longer scrolls inside its part.
        return self.minimumSizeHint()

    # -- what is shown ------------------------------------------------------------------

    def show_followed(self, followed: Sequence[Followed]) -> None:
        """Offer scripts, keeping the one that was chosen; ask for the trend if it is new."""
        if followed and tuple(followed) == self._followed:
            # Another drill may have been held since.
            self.ask()
            return
        self._followed = tuple(followed)
        chosen = self.script.currentData()
        self.script.blockSignals(True)
        self.script.clear()
        for one in followed:
            self.script.addItem(self._context.say(Authored(one.title, one.language)), one.script)
        self.script.setCurrentIndex(max(0, self.script.findData(chosen)) if followed else -1)
        self.script.blockSignals(False)
        for choice in (self.script, self.target, self.nature):
            choice.setEnabled(bool(followed))
        if not followed:
            self.show_nothing(_("No drill with targets was recorded here yet."))
            return
        self._fill_targets()

    def show_trend(self, trend: Trend) -> None:
        """Show a trend, with the first school open."""
        say = self._context.say
        self._trend = trend
        limit = _("All drills have the same limit: {limit}.", limit=limit_said(trend.limit_s))
        unfair = _(
            "Drills with another limit, other ends, another nature or no school stand below with "
            "the reason."
        )
        self.told.setText(" ".join(say(one) for one in (limit, unfair)))
        self.schools.rows.show_all([self._school(one) for one in trend.series])
        self.refused.rows.show_all(
            [
                Row(str(place), (one.title, one.day.isoformat(), say(one.reason)))
                for place, one in enumerate(trend.refused)
            ]
        )
        self.refused.setVisible(bool(trend.refused))
        self._show_series(trend.series[0] if trend.series else None)
        if trend.series:
            self.schools.choose(trend.series[0].school)

    def show_nothing(self, words: Text) -> None:
        """Say why there is no trend."""
        self._trend = None
        self.told.setText(self._context.say(words))
        for table in (self.schools, self.drills, self.refused):
            table.rows.show_all(())
        self.chart.show_series(None, None)
        self.said.setText("")

    @property
    def question(self) -> Question | None:
        """Give what is chosen; None where nothing can be."""
        script, target = self.script.currentData(), self.target.currentData()
        if not script or not target:
            return None
        nature: Nature = list(NATURES)[max(0, self.nature.currentIndex())]
        return Question(str(script), str(target), nature)

    # -- building -------------------------------------------------------------------------

    def _make_head(self) -> QWidget:
        head = Snug(self)
        row = Flow(head, self._context.dress.px(8))
        self.script = self._choice(head, _("Script"), 24)
        self.target = self._choice(head, _("Target"), 24)
        self.nature = self._choice(head, _("Nature of the drills"), 10)
        for nature, words in NATURES.items():
            self.nature.addItem(self._context.say(words), nature)
        self.nature.setCurrentIndex(list(NATURES).index("formal"))
        self.script.activated.connect(self._fill_targets)
        self.target.activated.connect(self.ask)
        self.nature.activated.connect(self.ask)
        for part in (self.script, self.target, self.nature):
            row.addWidget(part)
        return head

    def _choice(self, parent: QWidget, name: Text, letters: int) -> QComboBox:
        choice = QComboBox(parent)
        choice.setAccessibleName(self._context.say(name))
        choice.setMinimumContentsLength(letters)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _table(self, name: Text, columns: Sequence[tuple[Text, int]]) -> RowsTable:
        say = self._context.say
        model = RowsModel([Column(say(words), width) for words, width in columns])
        table = RowsTable(model, self._context.dress, say(name), parent=self)
        table.setMinimumHeight(self._context.dress.px(76))
        return table

    # -- rows -----------------------------------------------------------------------------

    def _school(self, series: Series) -> Row:
        return Row(
            series.school,
            (
                series.school,
                str(len(series.lengths)),
                _seconds(series.median_s),
                _seconds(series.slow_s),
                f"{series.met} / {series.judged}",
            ),
        )

    def _show_series(self, series: Series | None) -> None:
        say = self._context.say
        self.chart.show_series(series, self._trend.limit_s if self._trend else None)
        rows = []
        for one in series.points if series else ():
            sign = verdict_sign(one.verdict)
            verdict = Cell(say(sign.words), icon=self._icons(sign.shape))
            rows.append(
                Row(one.drill, (one.title, one.day.isoformat(), say(measured_at(one)), verdict))
            )
        self.drills.rows.show_all(rows)
        rate = rate_said(series) if series else None
        said = [*([rate] if rate else []), *([direction_said(series)] if series else [])]
        self.said.setText(say(itemised(said)) if said else "")

    # -- what the user does -----------------------------------------------------------------

    def ask(self) -> None:
        """Ask for the trend of what is chosen."""
        question = self.question
        if question is not None:
            self.asked.emit(question)

    def _fill_targets(self) -> None:
        chosen = next(
            (one for one in self._followed if one.script == self.script.currentData()), None
        )
        self.target.clear()
        for id_, name in chosen.targets if chosen else ():
            language = chosen.language if chosen else ""
            self.target.addItem(self._context.say(Authored(name, language)), id_)
        self.ask()

    def _on_school(self, school: str) -> None:
        if self._trend is not None:
            found = (one for one in self._trend.series if one.school == school)
            self._show_series(next(found, None))


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} s"
