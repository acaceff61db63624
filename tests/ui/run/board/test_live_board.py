"""A station drops its log while it runs; the planner's laptop shows it, and nobody is alarmed."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.exchange.pack.log_pack import entries_of, read_pack
from drillplanner.services.exchange.shared_folder import Dropper, Signs, read_folder
from tests.services.laptops import laptops
from tests.ui.pages.console import Console
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.run.board.share_thread import ShareThread
from ui.run.board.sharing import Sharing, choose_folder
from ui.run.board.sheet import BoardSheet
from ui.run.room import RunRoom


@pytest.fixture
def share(tmp_path: Path) -> Path:
    made = tmp_path / "share"
    made.mkdir()
    return made


def sharing(room: RunRoom) -> Sharing:
    made = Sharing(room.context, room)
    room.context.runningChanged.connect(made.on_running)
    return made


def dropped_kinds(share: Path) -> list[str]:
    return [
        one.entry.kind for found in read_folder(share)
        for one in entries_of(read_pack(found.pack).facts)
    ]  # fmt: skip


def test_what_is_logged_is_dropped_while_it_runs_and_at_the_end(
    room: RunRoom, qtbot: QtBot, share: Path
) -> None:
    choose_folder(room.context, share)
    drops = sharing(room)
    console = Console.armed(room, qtbot)
    console.press("1")
    drops.look()

    qtbot.waitUntil(lambda: "mark" in dropped_kinds(share), timeout=15_000)
    console.press("Esc")
    console.hold("F12")

    qtbot.waitUntil(lambda: "end" in dropped_kinds(share), timeout=15_000)
    assert len(list(share.glob("*.drillpack"))) == 1


def test_practice_is_not_dropped(room: RunRoom, qtbot: QtBot, share: Path) -> None:
    choose_folder(room.context, share)
    drops = sharing(room)
    room.practise()
    qtbot.waitUntil(lambda: room.currentWidget() is room.console)

    drops.look()
    qtbot.wait(100)

    assert list(share.iterdir()) == []


def test_a_folder_out_of_reach_is_made_up_for_and_nobody_is_told(
    room: RunRoom, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[str] = []
    room.context.failures.refused.connect(told.append)
    room.context.failures.storeFailed.connect(told.append)
    share = tmp_path / "later"
    choose_folder(room.context, share)
    sharing(room)
    console = Console.armed(room, qtbot)
    console.press("1")
    qtbot.wait(200)

    share.mkdir()

    qtbot.waitUntil(lambda: "mark" in dropped_kinds(share), timeout=20_000)
    assert told == []


def board_of(qtbot: QtBot, program: Program) -> BoardSheet:
    program.window.findChild(QObject, "board").trigger()  # type: ignore[union-attr]
    settled(qtbot, program)
    sheet = program.sheets["board"]
    assert isinstance(sheet, BoardSheet)
    qtbot.waitUntil(lambda: sheet.parts["stations"].table is not None, timeout=10_000)
    return sheet


def rows(sheet: BoardSheet) -> dict[str, tuple[str, ...]]:
    table = sheet.parts["stations"].table
    assert table is not None
    found = [table.rows.row(place) for place in range(table.rows.rowCount())]
    said = [
        tuple(cell if isinstance(cell, str) else cell.text for cell in one.cells) for one in found
    ]
    return {cells[0]: cells for cells in said}


def test_the_planner_sees_a_station_and_what_it_says_next(
    qtbot: QtBot, tmp_path: Path, share: Path
) -> None:
    settings = replace(ENGLISH, extra={"live_folder": str(share)})
    with laptops(tmp_path / "posts", ("post", "gate")) as made:
        gate, dropper = made["gate"], Dropper()
        gate.mark("shut", "c1", 5)
        planned = made["post"].pack()
        dropper.write(share, gate.services.board.drop(gate.drill, "gate", Signs("gate", 1, 55)))
        with started(qtbot, tmp_path / "home", settings) as program:
            program.join_packs([planned])
            settled(qtbot, program)
            program.sheets["packs"].close()
            sheet = board_of(qtbot, program)
            first = rows(sheet)["gate"]
            assert first[4] == "no news yet"
            assert first[6] == "55 %"

            gate.mark("shut", "c2", 5)
            dropper.write(share, gate.services.board.drop(gate.drill, "gate", Signs("gate", 2)))

            qtbot.waitUntil(lambda: "s ago" in rows(sheet)["gate"][4], timeout=20_000)
            assert "c2" in rows(sheet)["gate"][2]
            sheet.close()


def test_a_share_that_hangs_holds_nobody_up(qtbot: QtBot) -> None:
    hangs, told = threading.Event(), list[object]()
    owner = QObject()
    thread = ShareThread(owner)

    assert thread.run(hangs.wait, told.append, told.append)
    assert not thread.run(lambda: 1, told.append, told.append)
    assert thread.is_busy
    hangs.set()
    qtbot.waitUntil(lambda: not thread.is_busy)

    def refuse() -> None:
        raise StoreFault("away")  # type: ignore[arg-type]  # any words do

    assert thread.run(refuse, told.append, told.append)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert isinstance(told[1], StoreFault)
