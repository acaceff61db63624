"""The machine's own faces: found by file, used only where they may be embedded and have all."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from pathlib import Path

from drillplanner.report.render.typeset.faces import REGULAR
from drillplanner.resources import resource

_FACES_OF = """
from drillplanner.report.render.typeset.paragraph import Prose
from drillplanner.report.render.typeset.styles import HEADING_2
for words in ("（一）得分", "（一）得分😀", "1.1  Score"):
    print(Prose(words, HEADING_2).face.name)
"""


def faces_with(folder: Path) -> list[str]:
    environment = {**os.environ, "DRILLPLANNER_FONTS": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", _FACES_OF],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def font_with_permission(path: Path, bits: int) -> None:
    font = bytearray(resource("fonts", f"{REGULAR}.ttf").read_bytes())
    (count,) = struct.unpack_from(">H", font, 4)
    for place in range(count):
        tag, _sum, offset, _length = struct.unpack_from(">4sLLL", font, 12 + 16 * place)
        if tag == b"OS/2":
            struct.pack_into(">H", font, offset + 8, bits)
    path.write_bytes(font)


def test_a_chinese_heading_takes_the_systems_face_and_english_ours(tmp_path: Path) -> None:
    font_with_permission(tmp_path / "SIMKAI.TTF", 0)

    chinese, rare, english = faces_with(tmp_path)

    assert chinese == rare == "DrillPlannerSystem-kai"  # the rare one is drawn as 〔U+1F600〕
    assert english == "DrillPlannerSansSC-Bold"


def test_a_face_that_may_not_be_embedded_or_is_damaged_is_left_alone(tmp_path: Path) -> None:
    font_with_permission(tmp_path / "simkai.ttf", 2)
    (tmp_path / "stkaiti.ttf").write_bytes(b"no font at all")

    assert set(faces_with(tmp_path)) == {"DrillPlannerSansSC-Bold"}
