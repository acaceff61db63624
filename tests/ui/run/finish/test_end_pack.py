"""From the end of a drill one click writes its log pack, and says that it was read back."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from drillplanner.exchange.pack.log_pack import read_pack
from tests.ui.pages.console import Console
from tests.ui.pages.finish import Finish
from ui.run.room import RunRoom


def test_the_end_page_writes_a_pack_to_the_folder_of_the_last_one(
    room: RunRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    console = Console.armed(room, qtbot)
    console.press("1", "2")
    console.press("Esc")
    console.hold("F12")
    finish = Finish(room, qtbot)
    finish.remember_stick(stick)

    finish.write_pack()

    (path,) = stick.glob("*.drillpack")
    assert f"Written and read back: {path}" in finish.told
    assert read_pack(path.read_bytes()).state == "signed"
