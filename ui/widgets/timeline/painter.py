"""Paint the rows of a time line: on the screen, in its legend and into a picture."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QPixmap, QPolygonF

from drillplanner.base.texts import pgettext
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Phrase
from drillplanner.terms.timeline import Seconds, Timeline, TimelineRow
from drillplanner.terms.vocabulary import VERDICTS
from ui.theme.theme import Dress
from ui.widgets.sign import TOKENS, draw_shape
from ui.widgets.timeline.scale import Say, first_view, tick_said, ticks

#: Heights of a row and of the axis, and the width of a tick's words, in pixels at 100 %.
ROW_PX, AXIS_PX, TICK_PX = 34, 34, 84
#: The widest that the names of rows are written, in pixels at 100 %.
NAMES_PX = 300
#: How opaque the lines of ticks are: in sunlight they are black, and less than what they measure.
_FAINT = 110


@dataclass(frozen=True, slots=True)
class LinkDrawn:
    """A link between two rows, each with its planned second."""

    earlier: int
    later: int
    earlier_s: float
    later_s: float
    is_critical: bool

    def crosses(self, rows: range) -> bool:
        """Tell whether it is seen where these rows are."""
        top, foot = sorted((self.earlier, self.later))
        return top < rows.stop and foot >= rows.start


@dataclass(slots=True)
class Shown:
    """What is painted, and how it is set apart: the current row, and rows marked with a word.

    `carried` is a row on its way to another second.
    """

    timeline: Timeline = field(default_factory=Timeline)
    marked: Mapping[str, str] = field(default_factory=dict)
    current: int = -1
    has_focus: bool = False
    carried: tuple[int, float] | None = None
    links: list[LinkDrawn] = field(init=False)
    #: The critical steps, by row and planned second, where no links are known.
    chain: list[tuple[int, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.links = list(_links(self.timeline))
        self.chain = [
            (place, row.planned[0])
            for place, row in enumerate(self.timeline.rows)
            if row.is_critical and not row.is_span and row.planned is not None and not self.links
        ]

    def chain_in(self, rows: range) -> list[tuple[int, float]]:
        """Give the part of the chain that crosses some rows, one link beyond at each side."""
        begin = max(0, bisect_left(self.chain, (rows.start, -math.inf)) - 1)
        return self.chain[begin : bisect_right(self.chain, (rows.stop, math.inf)) + 1]


def _links(timeline: Timeline) -> Iterator[LinkDrawn]:
    places = {row.id: place for place, row in enumerate(timeline.rows) if row.id}
    for place, row in enumerate(timeline.rows):
        for link in row.after:
            before = places.get(link.earlier)
            planned = timeline.rows[before].planned if before is not None else None
            if before is not None and planned is not None and row.planned is not None:
                yield LinkDrawn(before, place, planned[0], row.planned[0], link.is_critical)


class RowPainter:
    """Knows where seconds and rows stand in a rectangle, and how each thing looks there."""

    def __init__(
        self, painter: QPainter, dress: Dress, rect: QRectF, seconds: Seconds, top_row: float = 0.0
    ) -> None:
        self.painter, self.dress, self.rect, self.seconds = painter, dress, rect, seconds
        self._top = top_row
        self._x_px = rect.width() / max(seconds[1] - seconds[0], 1e-9)
        self._row_px = dress.px(ROW_PX)

    def x(self, second: float) -> float:
        """Give the place of a second."""
        return self.rect.left() + (second - self.seconds[0]) * self._x_px

    def y(self, row: float) -> float:
        """Give the place of a row's upper edge."""
        return self.rect.top() + (row - self._top) * self._row_px

    def rows_in_view(self, count: int) -> range:
        """Give the rows that are seen at least in part."""
        first = max(0, int(self._top))
        return range(first, min(count, int(self._top + self.rect.height() / self._row_px) + 1))

    # -- the plot -----------------------------------------------------------------------

    def plot(self, shown: Shown) -> None:
        """Paint everything but the names and the axis."""
        rows = shown.timeline.rows
        in_view = self.rows_in_view(len(rows))
        for place in in_view:
            self._ground(shown, place)
        for start, stop in shown.timeline.holds:
            self.hold(start, stop)
        self._grid()
        chain = shown.chain_in(in_view)
        if len(chain) > 1:
            pen = self._pen("accent", 4)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self.painter.setPen(pen)
            points = [QPointF(self.x(second), self.y(row + 0.5)) for row, second in chain]
            self.painter.drawPolyline(QPolygonF(points))
        self._draw_links(shown, in_view)
        for place in in_view:
            if rows[place].is_span:
                self._span(place, rows[place])
            elif rows[place].id:
                self._step(place, rows[place])
        if shown.carried is not None:
            self._carried(*shown.carried)

    def names(self, shown: Shown) -> None:
        """Write the names of the rows in view."""
        self.painter.fillRect(self.rect, self.dress.color("surface"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        for place in self.rows_in_view(len(shown.timeline.rows)):
            row, px = shown.timeline.rows[place], self.dress.px
            self._ground(shown, place)
            word = shown.marked.get(row.id, "")
            rect = self._row_rect(place)
            if place == shown.current:
                edge = QRectF(rect.left(), rect.top(), px(4), rect.height())
                self.painter.fillRect(edge, self.dress.color("accent"))
            font = self.dress.font(14, bold=bool(word) or row.is_critical or not row.id)
            inner = rect.adjusted(px(12), 0, -px(8), 0)
            words = f"{word} · {row.label}" if word else str(row.label)
            elided = QFontMetricsF(font).elidedText(
                words, Qt.TextElideMode.ElideRight, inner.width()
            )
            self.painter.setFont(font)
            self.painter.setPen(self.dress.color("text"))
            self.painter.drawText(inner, flags, elided)

    def axis(self, timeline: Timeline, say: Say) -> None:
        """Say the ticks in the strip above the rows, as far as their words do not meet."""
        font = self.dress.font(13)
        measure, taken, foot = QFontMetricsF(font), self.rect.left(), self.rect.bottom()
        self.painter.setFont(font)
        for second in self._ticks():
            x = self.x(second)
            words = tick_said(second, say, is_from_t0=timeline.is_from_t0)
            wide = measure.horizontalAdvance(words)
            self._line("line", 1, x, foot - self._px(5), x, foot)
            if x - wide / 2 >= taken and x + wide / 2 <= self.rect.right():
                self.painter.setPen(self.dress.color("text"))
                self.painter.drawText(QPointF(x - wide / 2, foot - self._px(12)), words)
                taken = x + wide / 2 + self._px(8)
        self._line("line", 1, self.rect.left(), foot, self.rect.right(), foot)

    def _ticks(self) -> list[float]:
        return ticks(*self.seconds, int(self.rect.width() / self._px(TICK_PX)))

    def _grid(self) -> None:
        faint = self._pen("line", 1)
        colour = faint.color()
        colour.setAlpha(_FAINT)
        faint.setColor(colour)
        for second in self._ticks():
            self.painter.setPen(faint if second else self._pen("text", 2))
            x = self.x(second)
            self.painter.drawLine(QLineF(x, self.rect.top(), x, self.rect.bottom()))

    def _row_rect(self, place: int) -> QRectF:
        return QRectF(self.rect.left(), self.y(place), self.rect.width(), self._row_px)

    def _ground(self, shown: Shown, place: int) -> None:
        row, rect = shown.timeline.rows[place], self._row_rect(place)
        if not row.id:
            self.painter.fillRect(rect, self.dress.color("raised"))
        elif row.id in shown.marked:
            self.painter.fillRect(rect, self.dress.color("accent_soft"))
        if place == shown.current:
            inset, width = self._px(1), 2 if shown.has_focus else 1
            for y in (rect.top() + inset, rect.bottom() - inset):
                self._line("accent", width, rect.left(), y, rect.right(), y)

    def _draw_links(self, shown: Shown, in_view: range) -> None:
        """Draw what comes after what: down where the earlier is, along to where the later is."""
        usual, critical, chosen = list[QLineF](), list[QLineF](), list[QLineF]()
        for link in shown.links:
            if not link.crosses(in_view):
                continue
            if shown.current in (link.earlier, link.later):
                lines = chosen
            else:
                lines = critical if link.is_critical else usual
            x, y = self.x(link.earlier_s), self.y(link.later + 0.5)
            lines.append(QLineF(x, self.y(link.earlier + 0.5), x, y))
            lines.append(QLineF(x, y, self.x(link.later_s), y))
        for colour, width, lines in (
            ("muted", 1, usual), ("accent", 3, critical), ("text", 2, chosen),
        ):  # fmt: skip
            pen = self._pen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            self.painter.setPen(pen)
            self.painter.drawLines(lines)

    # -- rows -----------------------------------------------------------------------------

    def _step(self, place: int, row: TimelineRow) -> None:
        y, drawn = self.y(place + 0.5), list[float]()
        if row.planned is not None and row.actual is not None:
            self._line("line", 2, self.x(row.planned[0]), y, self.x(row.actual[1]), y)
        if row.planned is not None:
            if row.slack_s:
                # Under the words beside the diamond.
                self.slack(row.planned[0], row.slack_s, y + self._px(11))
            drawn += self.diamond(row.planned[0], y, is_critical=row.is_critical)
        if row.actual is not None:
            drawn += self.disc(row.actual, row.uncertainty_s, y)
        self._note(drawn, y, row)

    def _span(self, place: int, row: TimelineRow) -> None:
        planned_y = self.y(place + (0.32 if row.actual else 0.5))
        actual_y = self.y(place + (0.72 if row.planned else 0.5))
        drawn: list[float] = []
        if row.planned is not None:
            drawn += self.length(row.planned, planned_y, is_actual=False)
            drawn += self.limit(row.planned, row.limit_s, planned_y)
        if row.actual is not None:
            drawn += self.length(row.actual, actual_y, is_actual=True)
            drawn += self.limit(row.actual, row.limit_s, actual_y)
            if row.uncertainty_s:
                drawn += self._whisker(row.actual[1], row.actual[1], row.uncertainty_s, actual_y)
        self._note(drawn, self.y(place + 0.5), row)

    def diamond(self, second: float, y: float, *, is_critical: bool = False) -> list[float]:
        """Draw when a step was planned."""
        x, r = self.x(second), self._px(8 if is_critical else 6)
        self.painter.setPen(self._pen("accent", 3 if is_critical else 1.5))
        self.painter.setBrush(self.dress.color("surface"))
        corners = [(0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)]
        self.painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))
        return [x - r, x + r]

    def slack(self, second: float, slack_s: float, y: float) -> None:
        """Draw how much later a step may come before the plan is longer."""
        x, tall = self.x(second + slack_s), self._px(4)
        self.painter.setPen(self._pen("muted", 2, Qt.PenStyle.DotLine))
        self.painter.drawLine(QLineF(self.x(second), y, x, y))
        self._line("muted", 2, x, y - tall, x, y + tall)

    def _carried(self, place: int, second: float) -> None:
        """Draw where a step would come to stand."""
        x = self.x(second)
        self.painter.setPen(self._pen("accent", 2, Qt.PenStyle.DashLine))
        self.painter.drawLine(QLineF(x, self.rect.top(), x, self.rect.bottom()))
        r, y = self._px(8), self.y(place + 0.5)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.dress.color("accent"))
        corners = [(0.0, -r), (r, 0.0), (0.0, r), (-r, 0.0)]
        self.painter.drawPolygon(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))

    def disc(self, seconds: Seconds, uncertainty_s: float | None, y: float) -> list[float]:
        """Draw when a step was seen, from the first time to the last."""
        drawn = self._whisker(*seconds, uncertainty_s or 0.0, y)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.dress.color("text"))
        for second in dict.fromkeys(seconds):
            self.painter.drawEllipse(QPointF(self.x(second), y), self._px(4), self._px(4))
        return drawn

    def length(self, seconds: Seconds, y: float, *, is_actual: bool) -> list[float]:
        """Draw how long a target was planned to take, or took."""
        tall, left = self._px(7 if is_actual else 11), self.x(seconds[0])
        width = max(self.x(seconds[1]) - left, self._px(3))
        self.painter.setPen(self._pen("text" if is_actual else "accent", 1.5))
        self.painter.setBrush(self.dress.color("text" if is_actual else "accent_soft"))
        self.painter.drawRect(QRectF(left, y - tall / 2, width, tall))
        return [left, left + width]

    def limit(self, seconds: Seconds, limit_s: float | None, y: float) -> list[float]:
        """Draw where a target's limit stands, and how much of it was left."""
        if limit_s is None:
            return []
        x, tall, stop = self.x(seconds[0] + limit_s), self._px(8), self.x(seconds[1])
        if x > stop:
            self.painter.setPen(self._pen("muted", 1, Qt.PenStyle.DotLine))
            self.painter.drawLine(QLineF(stop, y, x, y))
        self._line("bad", 3, x, y - tall, x, y + tall)
        return [x - self._px(2), x + self._px(2)]

    def hold(self, start: float, stop: float) -> None:
        """Hatch the time in which the drill was paused."""
        rect = QRectF(self.x(start), self.rect.top(), 1, self.rect.height())
        rect.setRight(max(self.x(stop), rect.left() + self._px(2)))
        brush = self.dress.color("muted")
        brush.setAlpha(120)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(brush)
        pattern = self.painter.brush()
        pattern.setStyle(Qt.BrushStyle.BDiagPattern)
        self.painter.fillRect(rect, pattern)

    def _whisker(self, first: float, last: float, spread: float, y: float) -> list[float]:
        left, right, tall = self.x(first - spread), self.x(last + spread), self._px(5)
        if last > first or spread:
            self._line("text", 1.5, left, y, right, y)
        if spread:
            for x in (left, right):
                self._line("text", 1.5, x, y - tall, x, y + tall)
        return [left - self._px(4), right + self._px(4)]

    def _note(self, drawn: list[float], y: float, row: TimelineRow) -> None:
        """Write beside a row what it says in words, on the side where there is room."""
        sign_px = self._px(20) if row.verdict is not None else 0.0
        if not (row.note or sign_px):
            return
        drawn = drawn or [self.x(0.0)]
        font, air = self.dress.font(13), self._px(8)
        measure = QFontMetricsF(font)
        width = measure.horizontalAdvance(str(row.note)) + sign_px
        x = max(drawn) + air
        if x + width > self.rect.right():
            x = min(*drawn, self.rect.right()) - air - width
        x = max(x, self.rect.left() + air)
        behind = QRectF(x - air / 2, y - measure.height() / 2, width + air, measure.height())
        ground = self.dress.color("surface")
        ground.setAlpha(210)
        self.painter.fillRect(behind, ground)
        if row.verdict is not None:
            self._sign(row.verdict, QRectF(x, y - self._px(7), self._px(14), self._px(14)))
        self.painter.setFont(font)
        self.painter.setPen(self.dress.color("text"))
        base = y + (measure.ascent() - measure.descent()) / 2
        self.painter.drawText(QPointF(x + sign_px, base), str(row.note))

    def _sign(self, verdict: Verdict, rect: QRectF) -> None:
        shape = VERDICTS[verdict][0]
        draw_shape(self.painter, shape, rect, self.dress.color(TOKENS[shape]))

    def _px(self, size: float) -> float:
        return float(self.dress.px(size))

    def _pen(self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        pen = QPen(self.dress.color(colour), self._px(width), style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def _line(
        self, colour: str, width: float, x: float, y: float, to_x: float, to_y: float
    ) -> None:
        self.painter.setPen(self._pen(colour, width))
        self.painter.drawLine(QLineF(x, y, to_x, to_y))


# -- the legend ---------------------------------------------------------------------------


def legend(shown: Shown, dress: Dress) -> list[tuple[QPixmap, Phrase]]:
    """Give the marks that a time line holds, drawn as there, with what they mean."""
    rows = shown.timeline.rows
    steps = [row for row in rows if row.id and not row.is_span]
    spans = [row for row in rows if row.is_span]
    marks: list[tuple[bool, Phrase, Callable[[RowPainter, float], object]]] = [
        (
            any(row.planned for row in spans),
            pgettext("legend", "planned length of a target"),
            lambda at, y: at.length((-1, 1), y, is_actual=False),
        ),
        (
            any(row.actual for row in spans),
            pgettext("legend", "measured length of a target"),
            lambda at, y: at.length((-1, 1), y, is_actual=True),
        ),
        (
            any(row.limit_s is not None for row in spans),
            pgettext("legend", "limit"),
            lambda at, y: at.limit((-1, 0), 1, y),
        ),
        (
            any(row.planned for row in steps),
            pgettext("legend", "planned time of a step"),
            lambda at, y: at.diamond(0, y),
        ),
        (
            any(row.actual for row in steps),
            pgettext("legend", "recorded time, with its uncertainty"),
            lambda at, y: at.disc((0, 0), 0.8, y),
        ),
        (
            len(shown.chain) > 1 or any(link.is_critical for link in shown.links),
            pgettext("legend", "critical path (thick line): it makes the plan as long as it is"),
            lambda at, y: at.painter.fillRect(
                QRectF(at.x(-1), y - dress.px(2), dress.px(24), dress.px(4)), dress.color("accent")
            ),
        ),
        (
            bool(shown.links),
            pgettext("legend", "comes after"),
            lambda at, y: at.painter.fillRect(
                QRectF(at.x(-1), y, dress.px(24), dress.px(1)), dress.color("muted")
            ),
        ),
        (
            any(row.slack_s for row in steps),
            pgettext("legend", "slack: may come later, the plan is no longer"),
            lambda at, y: at.slack(-1, 2, y),
        ),
        (
            bool(shown.timeline.holds),
            pgettext("legend", "drill paused"),
            lambda at, _y: at.hold(-1, 1),
        ),
    ]
    return [(_sample(draw, dress), words) for is_there, words, draw in marks if is_there]


def _sample(draw: Callable[[RowPainter, float], object], dress: Dress) -> QPixmap:
    size = QSize(dress.px(30), dress.px(20))
    sample = QPixmap(size)
    sample.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sample)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(
        RowPainter(painter, dress, QRectF(0, 0, size.width(), size.height()), (-1.3, 1.3)),
        size.height() / 2,
    )
    painter.end()
    return sample


# -- the picture --------------------------------------------------------------------------


def picture(
    timeline: Timeline, dress: Dress, say: Say, title: str, seconds: Seconds | None = None
) -> QImage:
    """Draw all rows into a picture of their own, twice as fine as the screen at 100 %.

    Any thread may; `timeline` is said already. `seconds` is the range, else that of the first
    view.
    """
    px, rows = dress.px, len(timeline.rows)
    head, names, width = px(44), px(NAMES_PX), px(1200)
    image = QImage(
        2 * width, 2 * (head + px(AXIS_PX) + rows * px(ROW_PX)), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(2)
    image.fill(dress.color("surface"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(dress.font(18, bold=True))
    painter.setPen(dress.color("text"))
    painter.drawText(QRectF(px(12), 0, width, head), Qt.AlignmentFlag.AlignVCenter, title)
    shown, view = Shown(timeline), seconds or first_view(timeline)
    top, tall = head + px(AXIS_PX), rows * px(ROW_PX)
    RowPainter(painter, dress, QRectF(names, head, width - names, px(AXIS_PX)), view).axis(
        timeline, say
    )
    RowPainter(painter, dress, QRectF(0, top, names, tall), view).names(shown)
    plot = QRectF(names, top, width - names, tall)
    painter.setClipRect(plot)
    RowPainter(painter, dress, plot, view).plot(shown)
    painter.end()
    return image
