"""Lay out the tiles of all steps in columns that fit, and scroll to the one that matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from ui.run.step_tile import StepTile, TileLook
from ui.theme.dress import Dress

#: A column is at least this wide, in pixels at 100 %.
_COLUMN_PX = 255


class StepBoard(QScrollArea):
    """Tiles in order of expectation, down the columns; `tapped` as a tile says it."""

    tapped = Signal(str, object)

    def __init__(self, dress: Dress, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dress = dress
        self._tiles: dict[str, StepTile] = {}
        self._columns = 0
        self._is_by_rows = False
        self._revealed = ""
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(0, 0, dress.px(6), 0)
        self._grid.setSpacing(dress.px(6))
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
        return max(1, -(-len(self._tiles) // max(1, self._columns)))

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
        self._columns = 0
        self._arrange()

    @property
    def tiles(self) -> Mapping[str, StepTile]:
        """Give the tiles by step."""
        return self._tiles

    def show_look(self, step: str, look: TileLook) -> None:
        """Show how one step stands."""
        self._tiles[step].show_look(look)

    def reveal(self, step: str) -> None:
        """Scroll so far that a step's tile is seen."""
        self._revealed = step
        tile = self._tiles.get(step)
        if tile is not None:
            self.ensureWidgetVisible(tile, 0, self._dress.px(80))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many columns as fit, and keep in sight what was."""
        super().resizeEvent(event)
        self._arrange()
        self.reveal(self._revealed)

    def _arrange(self) -> None:
        wanted = max(1, min(3, self.viewport().width() // self._dress.px(_COLUMN_PX)))
        if wanted == self._columns or not self._tiles:
            return
        self._columns = wanted
        rows = self.rows
        for number, tile in enumerate(self._tiles.values()):
            self._grid.removeWidget(tile)
            down = (number // wanted, number % wanted)
            row, column = down if self._is_by_rows else (number % rows, number // rows)
            self._grid.addWidget(tile, row, column)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(rows, 1)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < wanted else 0)
