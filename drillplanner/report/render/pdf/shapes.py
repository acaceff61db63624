"""Draw the shape of a verdict, told apart without colour."""

from __future__ import annotations

from typing import Any

from drillplanner.terms.document import Shape

#: Ink of each shape; on a black-and-white printer all are dark.
COLOURS: dict[Shape, str] = {
    "disc": "#1b5e20",
    "cross": "#9c1c1c",
    "square": "#9c1c1c",
    "crossed": "#9c1c1c",
    "triangle": "#7a4b00",
    "swap": "#7a4b00",
    "pause": "#7a4b00",
    "split": "#7a4b00",
    "equal": "#7a4b00",
    "ring": "#404040",
    "lozenge": "#404040",
    "dot": "#404040",
    "dash": "#404040",
}


def draw_shape(canvas: Any, shape: Shape, x: float, y: float, size: float) -> None:
    """Draw a shape in the square of side `size` around (x, y)."""
    canvas.saveState()
    canvas.setStrokeColor(COLOURS[shape])
    canvas.setFillColor(COLOURS[shape])
    canvas.setLineWidth(size / 8)
    canvas.setLineCap(0)
    _DRAWN[shape](canvas, x, y, size / 2)
    canvas.restoreState()


def _disc(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.circle(x, y, r * 0.9, stroke=0, fill=1)


def _ring(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.circle(x, y, r * 0.82, stroke=1, fill=0)


def _dot(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.circle(x, y, r * 0.35, stroke=0, fill=1)


def _cross(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.setLineWidth(r * 0.5)
    a = r * 0.72
    canvas.line(x - a, y - a, x + a, y + a)
    canvas.line(x - a, y + a, x + a, y - a)


def _square(canvas: Any, x: float, y: float, r: float) -> None:
    a = r * 0.78
    canvas.rect(x - a, y - a, 2 * a, 2 * a, stroke=0, fill=1)


def _crossed(canvas: Any, x: float, y: float, r: float) -> None:
    a = r * 0.78
    canvas.rect(x - a, y - a, 2 * a, 2 * a, stroke=1, fill=0)
    canvas.line(x - a, y - a, x + a, y + a)
    canvas.line(x - a, y + a, x + a, y - a)


def _triangle(canvas: Any, x: float, y: float, r: float) -> None:
    _polygon(canvas, [(x - r * 0.9, y - r * 0.75), (x + r * 0.9, y - r * 0.75), (x, y + r * 0.85)])


def _lozenge(canvas: Any, x: float, y: float, r: float) -> None:
    a = r * 0.95
    _polygon(canvas, [(x - a, y), (x, y - a), (x + a, y), (x, y + a)])


def _polygon(canvas: Any, corners: list[tuple[float, float]], fill: int = 0) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=1, fill=fill)


def _pause(canvas: Any, x: float, y: float, r: float) -> None:
    for left in (-0.6, 0.2):
        canvas.rect(x + left * r, y - r * 0.75, r * 0.4, r * 1.5, stroke=0, fill=1)


def _swap(canvas: Any, x: float, y: float, r: float) -> None:
    for side in (1, -1):
        level, tip = y + side * r * 0.4, x + side * r * 0.9
        canvas.line(x - side * r * 0.9, level, tip, level)
        canvas.line(tip, level, tip - side * r * 0.5, level + r * 0.35)
        canvas.line(tip, level, tip - side * r * 0.5, level - r * 0.35)


def _split(canvas: Any, x: float, y: float, r: float) -> None:
    _ring(canvas, x, y, r)
    canvas.line(x, y - r * 0.82, x, y + r * 0.82)


def _equal(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.setLineWidth(r * 0.35)
    for level in (y - r * 0.4, y + r * 0.4):
        canvas.line(x - r * 0.75, level, x + r * 0.75, level)


def _dash(canvas: Any, x: float, y: float, r: float) -> None:
    canvas.setLineWidth(r * 0.35)
    canvas.line(x - r * 0.75, y, x + r * 0.75, y)


_DRAWN = {
    "disc": _disc,
    "ring": _ring,
    "dot": _dot,
    "cross": _cross,
    "square": _square,
    "crossed": _crossed,
    "triangle": _triangle,
    "lozenge": _lozenge,
    "pause": _pause,
    "swap": _swap,
    "split": _split,
    "equal": _equal,
    "dash": _dash,
}
