"""Turn the lines of a review into table rows in the window's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPixmap

from drillplanner.base.texts import Text, _
from drillplanner.services.review.evidence import STANDINGS, EntryLine, Standing
from drillplanner.services.review.log.lines import LogLine
from drillplanner.services.review.view_models import ScoreLine, Section, TargetLine
from drillplanner.terms.document import Bar, Blank, Phrase, Shape, Sign
from drillplanner.terms.document import Cell as ReportCell
from ui.context import AppContext
from ui.theme.theme import Dress
from ui.widgets.rows_model import Cell, Column, Row
from ui.widgets.sign import TOKENS, draw_shape

#: Height of a sign in a table, in pixels at 100 %.
_SIGN_PX = 14

_STANDING_SHAPES: dict[Standing, Shape] = {
    "decides": "square",
    "start": "disc",
    "stop": "disc",
    "mark": "lozenge",
    "hold": "pause",
    "conflict": "triangle",
    "other": "dash",
    "void": "cross",
}
#: Width in pixels at 100 % of a report column of width 1, and the narrowest one.
_UNIT_PX, _LEAST_PX = 70, 116
#: Beside the words of a heading, in pixels at 100 %.
_AIR_PX = 24


def shape_icon(dress: Dress, shape: Shape, token: str = "") -> QIcon:
    """Draw a shape as an icon in its own colour, sharp on dense screens."""
    pixmap = _drawn(dress, shape, token or TOKENS[shape])
    icon = QIcon(pixmap)
    # A selected row keeps its ground light, so the sign keeps its colour; a chosen button's
    # ground is dark in the sunlight theme alone.
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    if dress.tokens.name == "sunlight":
        chosen = _drawn(dress, shape, "on_accent")
        icon.addPixmap(chosen, QIcon.Mode.Normal, QIcon.State.On)
    return icon


def _drawn(dress: Dress, shape: Shape, token: str) -> QPixmap:
    side = dress.px(_SIGN_PX)
    pixmap = QPixmap(side * 2, side * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_shape(painter, shape, QRectF(0, 0, side, side), dress.color(token))
    painter.end()
    return pixmap


class Cells:
    """Makes rows of one window: its language, its dress, each sign drawn once."""

    def __init__(self, context: AppContext) -> None:
        self._say: Callable[[Phrase], str] = context.say
        self._dress = context.dress
        self._icons: dict[tuple[Shape, str], QIcon] = {}

    @property
    def icon_size(self) -> QSize:
        """Give the size that signs are drawn at."""
        side = self._dress.px(_SIGN_PX)
        return QSize(side, side)

    def icon(self, shape: Shape, token: str = "") -> QIcon:
        key = (shape, token)
        if key not in self._icons:
            self._icons[key] = shape_icon(self._dress, shape, token)
        return self._icons[key]

    def sign(self, sign: Sign) -> Cell:
        """Make the cell of a verdict or grade."""
        words = self._say(sign.words)
        return Cell(words, words, self.icon(sign.shape))

    # -- owners -----------------------------------------------------------------------

    def owner_columns(self) -> tuple[Column, ...]:
        """Name the columns of the table of owners."""
        return self._columns(
            (_("Responsible"), 260, "left"),
            (_("Score"), 80, "right"),
            (_("Suggested grade"), 200, "left"),
            (_("Completeness of records"), 130, "right"),
            (_("Targets"), 80, "right"),
            (_("Cap"), 240, "left"),
        )

    def owner(self, line: ScoreLine) -> Row:
        say = self._say
        return Row(
            line.role,
            (
                Cell(say(line.name)),
                Cell(say(line.score), is_bold=True),
                self.sign(line.sign),
                say(line.coverage),
                str(line.targets),
                say(line.capped) if line.capped else "—",
            ),
        )

    # -- targets ----------------------------------------------------------------------

    def target_columns(self) -> tuple[Column, ...]:
        """Name the columns of the table of targets."""
        return self._columns(
            (_("Target"), 210, "left"),
            (_("Verdict"), 180, "left"),
            (_("Measured ± U"), 180, "right"),
            (_("Limit"), 100, "right"),
            (_("Points"), 116, "right"),
            (_("Responsible"), 120, "left"),
            (_("Source of the limit"), 160, "left"),
            (_("Start → stop"), 300, "left"),
        )

    def target(self, line: TargetLine) -> Row:
        """Make the row of a target."""
        say = self._say
        name = say(line.name)
        if line.is_critical:
            name = say(_("{name} (critical item)", name=name))
        of_worth = line.points if line.worth == "—" else f"{line.points} / {line.worth}"
        return Row(
            line.id,
            (
                Cell(name, is_bold=line.is_critical),
                self.sign(line.sign),
                Cell(say(line.measured), say(line.why)),
                say(line.limit),
                Cell(of_worth, say(line.why)),
                say(line.owner),
                Cell(say(line.class_), say(line.source) or say(line.class_)),
                say(line.span),
            ),
        )

    # -- entries ----------------------------------------------------------------------

    def entry_columns(self) -> tuple[Column, ...]:
        """Name the columns of a table of entries."""
        return self._columns(
            (_("Part"), 110, "left"),
            (_("Source"), 90, "left"),
            (_("Reading"), 140, "right"),
            (_("± u (s)"), 80, "right"),
            (_("Step"), 200, "left"),
            (_("Bound"), 90, "left"),
            (_("Observed"), 90, "left"),
            (_("Made"), 100, "left"),
            (_("Note"), 150, "left"),
            (_("Entry"), 130, "left"),
        )

    def entry(self, line: EntryLine, number: int) -> Row:
        """Make the row of an entry; `number` keeps ids apart where one stands twice."""
        say = self._say
        return Row(
            f"{number}:{line.place}",
            (
                Cell(
                    say(STANDINGS[line.standing]),
                    icon=self._standing(line.standing),
                    is_bold=line.standing in ("start", "stop"),
                ),
                line.source,
                say(line.reading),
                line.uncertainty,
                say(line.step),
                say(line.bound),
                say(line.observed),
                say(line.made),
                say(line.note),
                Cell(say(line.where), line.place),
            ),
        )

    def _standing(self, standing: Standing) -> QIcon:
        """Draw what an entry did for a number; being used is no verdict and has no green."""
        is_used = standing in ("start", "stop")
        return self.icon(_STANDING_SHAPES[standing], "accent" if is_used else "")

    def log_columns(self) -> tuple[Column, ...]:
        """Name the columns of the whole log: what happened first, how it came last."""
        return self._columns(
            (_("No."), 56, "right"),
            (_("Source"), 110, "left"),
            (_("Reading"), 120, "right"),
            (_("Entry"), 280, "left"),
            (_("Note, place"), 240, "left"),
            (_("Observed"), 80, "left"),
            (_("Bound"), 80, "left"),
            (_("Made"), 70, "left"),
            (_("u (s)"), 60, "right"),
        )

    def log_row(self, line: LogLine) -> Row:
        """Make a row of the whole log from the cells of its annex on paper."""
        number, source, reading, u, said, observed, bound, made, note = map(self._cell, line.cells)
        cells = (number, source, reading, said, note, observed, bound, made, u)
        return Row(line.id, cells, is_struck=line.is_struck)

    # -- what the report says in tables -------------------------------------------------

    def section_columns(self, section: Section) -> tuple[Column, ...]:
        """Name the columns of a report's table, as wide as they are there."""
        if section.table is None:
            return ()
        return tuple(
            self._column(column.head, max(_LEAST_PX, round(column.width * _UNIT_PX)), column.align)
            for column in section.table.columns
        )

    def section_rows(self, section: Section) -> tuple[Row, ...]:
        """Make the rows of a report's table; those that open have the section's keys as ids."""
        if section.table is None:
            return ()
        keys = dict(enumerate(section.keys))
        return tuple(
            Row(keys.get(place, f"row:{place}"), tuple(self._cell(cell) for cell in row.cells))
            for place, row in enumerate(section.table.rows)
        )

    def _cell(self, cell: ReportCell) -> Cell | str:
        match cell:
            case Sign():
                return self.sign(cell)
            case Blank() | Bar():
                # A bar is drawn in a view of its own.
                # A place to be written in on paper says nothing on a screen.
                return ""
            case tuple():
                return "\n".join(self._say(part) for part in cell)
            case _:
                return self._say(cell)

    def _columns(self, *columns: tuple[Text, int, str]) -> tuple[Column, ...]:
        return tuple(self._column(*column) for column in columns)

    def _column(self, words: Phrase, width: int, align: str) -> Column:
        """Make a column no narrower than its heading."""
        title = self._say(words)
        heading = QFontMetrics(self._dress.font(bold=True)).horizontalAdvance(title)
        return Column(title, max(width, heading * 100 // self._dress.percent + _AIR_PX), align)


def entry_rows(cells: Cells, lines: Sequence[EntryLine]) -> tuple[Row, ...]:
    """Make the rows of a table of entries."""
    return tuple(cells.entry(line, number) for number, line in enumerate(lines))
