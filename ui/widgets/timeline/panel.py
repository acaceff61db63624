"""Show a time line once its chart library is there, with a legend, what is pointed at, export."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QImageWriter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.texts import _, ngettext
from drillplanner.terms.timeline import Timeline
from ui.context import AppContext
from ui.widgets.card import push_button, words_label
from ui.widgets.flow import Flow
from ui.widgets.timeline.painter import ROW_PX, legend, picture
from ui.widgets.timeline.scale import beyond, extent

if TYPE_CHECKING:
    # Takes half a second: it is imported on the work lane, when a time line is first seen.
    from ui.widgets.timeline.chart import TimelineChart

#: Rows more than the least that are seen before the legend is, where steps are moved.
_ROWS_FIRST = 6
_CHART = "ui.widgets.timeline.chart"


def load_chart() -> type[TimelineChart]:
    """Import the chart and all it needs; done on the work lane."""
    hooks = sys.excepthook, threading.excepthook
    try:
        from ui.widgets.timeline.chart import TimelineChart
    finally:
        # pyqtgraph puts its own in their place, which would let errors pass unseen.
        sys.excepthook, threading.excepthook = hooks
    return TimelineChart


class TimelinePanel(QWidget):
    """A chart of one time line; `chosen` tells the id of the row that is made current.

    Where `is_movable`, steps are carried to other seconds: `moved` asks for it.

    The chart is made when the panel is first seen, and never while a drill runs: until then
    what is to be shown waits.
    """

    chosen = Signal(str)
    moved = Signal(str, float)
    escaped = Signal()

    def __init__(
        self,
        context: AppContext,
        name: str,
        parent: QWidget | None = None,
        *,
        is_movable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._context, self._name = context, name
        self._timeline, self._summary = Timeline(), ""
        self._marked: Mapping[str, str] = {}
        self._chosen = ""
        self._second: float | None = None
        self._said: list[str] = []
        self._is_movable = is_movable
        self.chart: TimelineChart | None = None
        px = context.dress.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(6))
        self.waiting = words_label("", "muted", self)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self.waiting, 1)
        self.legend = QWidget(self)
        self._legend = Flow(self.legend, px(14))
        self._column.addWidget(self.legend)
        foot = QHBoxLayout()
        self.pointed = words_label("", "muted", self)
        self.pointed.setMinimumHeight(px(22))
        self.more = push_button("", self._show_everything, quiet="true")
        self.export = push_button(
            context.say(_("Save as a picture…")), self._ask_where, quiet="true"
        )
        foot.addWidget(self.pointed, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.export)
        self._column.addLayout(foot)
        self.more.hide()
        self.export.hide()
        context.runningChanged.connect(self._on_running_changed)

    # -- what is shown ----------------------------------------------------------------

    def show_timeline(self, timeline: Timeline, summary: str = "", *, keep: bool = False) -> None:
        """Show another time line; `summary` is for screen readers.

        `keep` leaves what is chosen and marked, and the range that is seen, as they are.
        """
        self._timeline, self._summary = timeline.said(self._context.say), summary
        if not keep:
            self._marked, self._chosen = {}, ""
        self._fill(keep=keep)

    def mark(self, marked: Mapping[str, str]) -> None:
        """Set rows apart, each with a word (start, stop)."""
        self._marked = marked
        if self.chart is not None:
            self.chart.mark(marked)

    def choose(self, id_: str) -> None:
        """Make a row the current one, telling nobody."""
        self._chosen = id_
        if self.chart is not None:
            self.chart.choose(id_)

    def show_playhead(self, second: float | None) -> None:
        """Show where a replay is; None shows none."""
        self._second = second
        if self.chart is not None:
            self.chart.show_playhead(second)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Leave the legend out where the chart would not have its least height.
        super().resizeEvent(event)
        self._fit_legend()

    # -- making the chart ---------------------------------------------------------------

    def _load(self) -> None:
        if self.chart is not None:
            return
        if self._context.is_running:
            self.waiting.setText(
                self._context.say(_("A drill is running; the chart is drawn when it has ended."))
            )
        elif _CHART in sys.modules:
            self._make(load_chart())
        else:
            self.waiting.setText(self._context.say(_("Drawing the chart…")))
            self._context.jobs.run("work", load_chart, self._make, owner=self, latest="chart")

    def _on_running_changed(self, is_running: bool) -> None:
        if not is_running and self.isVisible():
            self._load()

    def _make(self, make: type[TimelineChart]) -> None:
        if self.chart is not None or self._context.is_running:
            return
        self.chart = make(self._context.dress, self._context.say, self._name, self)
        self.chart.chosen.connect(self._on_chosen)
        self.chart.is_movable = self._is_movable
        self.chart.moved.connect(self.moved)
        self.chart.escaped.connect(self.escaped)
        self.chart.pointed.connect(self.pointed.setText)
        self.chart.viewChanged.connect(self._show_more)
        self._column.replaceWidget(self.waiting, self.chart)
        self._column.setStretchFactor(self.chart, 1)
        self.waiting.hide()
        # Before it takes the focus: the layout would show it later.
        self.chart.show()
        self.export.show()
        self.setFocusProxy(self.chart)
        if self.hasFocus():
            self.chart.setFocus()
        self._fill()

    def _fill(self, *, keep: bool = False) -> None:
        if self.chart is None:
            return
        self.chart.show_timeline(self._timeline, self._summary, keep=keep)
        self.chart.mark(self._marked)
        self.chart.choose(self._chosen)
        self.chart.show_playhead(self._second)
        self.pointed.setText("")
        self._fill_legend(self.chart)
        self._fit_legend()
        self._show_more()

    def _fill_legend(self, chart: TimelineChart) -> None:
        entries = legend(chart.shown, self._context.dress)
        said = [self._context.say(words) for _sample, words in entries]
        if said == self._said:
            return
        self._said = said
        while (item := self._legend.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for (sample, _words), text in zip(entries, said, strict=True):
            entry = QWidget(self.legend)
            row = QHBoxLayout(entry)
            row.setContentsMargins(0, 0, 0, 0)
            mark = QLabel(entry)
            mark.setPixmap(sample)
            label = QLabel(text, entry)
            label.setProperty("role", "muted")
            row.addWidget(mark)
            row.addWidget(label)
            self._legend.addWidget(entry)
            entry.show()

    def _fit_legend(self) -> None:
        if self.chart is None:
            return
        needed = self._legend.heightForWidth(self.width()) + self.export.sizeHint().height()
        least = self.chart.minimumHeight()
        if self._is_movable:
            # It stands beside a table: rows are worth more there than what their marks mean.
            least += self._context.dress.px(_ROWS_FIRST * ROW_PX)
        room = self.height() - least - 2 * self._column.spacing()
        self.legend.setVisible(needed <= room)

    # -- what people do -----------------------------------------------------------------

    def _on_chosen(self, id_: str) -> None:
        self._chosen = id_
        self.chosen.emit(id_)

    def _show_more(self) -> None:
        """Say that something lies to the right of what is seen, and offer to show it."""
        if self.chart is None:
            return
        count = beyond(self._timeline, self.chart.seconds[1])
        self.more.setVisible(bool(count))
        words = ngettext(
            "{count} row goes on to the right ▸ show everything (0)",
            "{count} rows go on to the right ▸ show everything (0)",
            count,
        )
        self.more.setText(self._context.say(words))

    def _show_everything(self) -> None:
        if self.chart is not None:
            self.chart.show_everything()
            self.chart.setFocus()

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self._context.say(_("Save the time line as a picture")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.png")
        dialog.setDefaultSuffix("png")
        dialog.fileSelected.connect(self._on_file)
        dialog.open()

    def _on_file(self, name: str) -> None:
        if self.chart is not None:
            self.save_picture(Path(name))

    def save_picture(self, path: Path) -> None:
        """Draw all rows, and the seconds that are seen, into a PNG file."""
        timeline, dress, say, title = (
            self._timeline, self._context.dress, self._context.say, self._name,
        )  # fmt: skip
        seconds = self.chart.seconds if self.chart is not None else extent(timeline)

        def work() -> None:
            pixels = QByteArray()
            buffer = QBuffer(pixels)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            image = picture(timeline, dress, say, title, seconds)
            QImageWriter(buffer, QByteArray(b"png")).write(image)
            write_durably(path, bytes(pixels.data()))

        def saved(_nothing: None) -> None:
            self.pointed.setText(say(_("Saved: {file}", file=str(path))))

        self._context.jobs.run("work", work, saved, owner=self)
