"""Draw the program's icon in the sizes that Windows asks for: `python tools/make_icon.py`.

Out comes resources/icons/drillplanner.ico, from the .svg beside it.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication([])
    drawing = QSvgRenderer(str(ICONS / "drillplanner.svg"))
    pictures = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        pictures.append(Image.open(io.BytesIO(buffer.data().data())))
    *smaller, largest = pictures
    largest.save(ICONS / "drillplanner.ico", sizes=[(s, s) for s in SIZES], append_images=smaller)
    application.quit()


if __name__ == "__main__":
    main()
