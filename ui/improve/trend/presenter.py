"""Ask for trends on the work lane, and drop answers to old questions."""

from __future__ import annotations

from PySide6.QtCore import QObject

from drillplanner.base.errors import UserError
from drillplanner.services.improve.trends import Followed, Question, Trend
from ui.context import AppContext
from ui.improve.trend.tab import TrendTab


class TrendPresenter(QObject):
    """Reads what can be followed when the tab is first seen; nothing while a drill runs."""

    def __init__(self, context: AppContext, tab: TrendTab) -> None:
        super().__init__(tab)
        self._context, self._tab = context, tab
        tab.asked.connect(self._on_asked)

    def reload(self) -> None:
        """Read anew which scripts and targets there are, and the trend that is chosen."""
        if self._context.is_running:
            return
        improvements = self._context.services.improvements
        self._context.jobs.run(
            "work", improvements.followed, self._on_followed, owner=self, latest="followed"
        )

    def _on_followed(self, followed: tuple[Followed, ...]) -> None:
        self._tab.show_followed(followed)

    def _on_asked(self, question: Question) -> None:
        if self._context.is_running:
            return
        improvements = self._context.services.improvements

        def work() -> Trend:
            return improvements.trend(question)

        self._context.jobs.run(
            "work", work, self._on_trend, self._on_failed, owner=self, latest="trend"
        )

    def _on_trend(self, trend: Trend) -> None:
        if trend.question == self._tab.question:
            self._tab.show_trend(trend)

    def _on_failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._tab.show_nothing(error.text)
        else:
            self._context.failures.tell(error)
