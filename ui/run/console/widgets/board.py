"""The board of tiles, one a step, in order of expectation; it fills its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget
from typing_extensions import override

from ui.run.console.layout import GAP_PX, LEAST_PX, MOST_COLUMNS, columns_for
from ui.run.console.widgets.fitted_words import shared_lengths
from ui.run.console.widgets.tile import StepTile, TileLook
from ui.theme.theme import Dress

#: How high a tile is at most; it grows with the screen.
_TALL_PX = 190


class StepBoard(QScrollArea):
    """Tiles in order of expectation, down the columns; `tapped` as a tile says it."""

    tapped = Signal(str, object)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._tiles: dict[str, StepTile] = {}
        self._seen: tuple[str, ...] = ()
        self._columns = 0
        self._is_by_rows = False
        self._revealed = ""
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, dress.px(6), 0)
        self._grid.setSpacing(dress.px(GAP_PX))
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(dress.px(230))

    @property
    def columns(self) -> int:
        """Give how many columns there are now."""
        return self._columns

    @property
    def rows(self) -> int:
        """Give how many tiles stand in a full column."""
        return max(1, -(-len(self._seen) // max(1, self._columns)))

    def build(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make the tiles."""
        for tile in self._tiles.values():
            tile.hide()
            tile.deleteLater()
        self._tiles = {}
        self._make(looks)

    def add(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        """Make tiles that are not there yet; from now on rows fill, so that no tile moves."""
        self._is_by_rows = True
        self._make([one for one in looks if one[0] not in self._tiles])

    def _make(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        for step, look in looks:
            tile = StepTile(self._dress, step, look, self._inner)
            tile.tapped.connect(self.tapped)
            self._tiles[step] = tile
        self._seen = tuple(self._tiles)
        names = [tile.look.title for tile in self._tiles.values()]
        for tile, shared in zip(self._tiles.values(), shared_lengths(names), strict=True):
            tile.shared = shared
        self._columns = 0
        self._arrange()

    def show_only(self, steps: Sequence[str]) -> None:
        """Show the tiles of some steps only."""
        if tuple(steps) == self._seen:
            return
        self._seen = tuple(steps)
        for step, tile in self._tiles.items():
            tile.setVisible(step in steps)
        self._columns = 0
        self._arrange()

    @property
    def tiles(self) -> Mapping[str, StepTile]:
        return self._tiles

    def show_look(self, step: str, look: TileLook) -> None:
        self._tiles[step].show_look(look)

    def reveal(self, step: str) -> None:
        """Scroll so far that a step's tile is seen."""
        self._revealed = step
        tile = self._tiles.get(step)
        if tile is not None and step in self._seen:
            self.ensureWidgetVisible(tile, 0, self._dress.px(80))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.reveal(self._revealed)

    def _arrange(self) -> None:
        if not self._tiles:
            return
        wanted = self._wanted_columns()
        if wanted != self._columns:
            self._lay_out(wanted)
        height = self._tile_height()
        for step in self._seen:
            self._tiles[step].setFixedHeight(height)

    def _wanted_columns(self) -> int:
        viewport = self.viewport()
        return columns_for(len(self._seen), viewport.width(), viewport.height(), self._dress.px)

    def _tile_height(self) -> int:
        """Give the height at which all tiles are seen, within what is legible."""
        px = self._dress.px
        fits = (self.viewport().height() + px(GAP_PX)) // self.rows - px(GAP_PX)
        return min(px(_TALL_PX), max(px(LEAST_PX), fits))

    def _lay_out(self, wanted: int) -> None:
        self._columns = wanted
        rows = self.rows
        for tile in self._tiles.values():
            self._grid.removeWidget(tile)
        for number, step in enumerate(self._seen):
            by_rows = divmod(number, wanted)
            row, column = by_rows if self._is_by_rows else (number % rows, number // rows)
            self._grid.addWidget(self._tiles[step], row, column)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(rows, 1)
        for column in range(MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < wanted else 0)
