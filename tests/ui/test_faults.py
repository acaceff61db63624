"""What the world does to the program: errors, a damaged or locked home, another window, signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.private_files import data_folder
from drillplanner.base.texts import _
from drillplanner.services.workspace_home import FILE_NAME
from tests.ui.program import ENGLISH, settled, started
from ui.app import Program
from ui.errors import crash_report
from ui.settings import SettingsFile
from ui.system.termination import TerminationHandler
from ui.window.crash_dialog import CrashSheet

ROOT = Path(__file__).parents[2]

#: A folder with a person's name in it, as error messages have them.
HOME = "/".join(("", "home", "zhangsan"))


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with started(qtbot, tmp_path, ENGLISH) as program:
        yield program


def told(program: Program) -> list[str]:
    assert program.window is not None
    return [text for _key, _kind, text in program.window.banners]


def seen(program: Program) -> str:
    assert program.window is not None
    labels = program.window.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def raise_in_a_slot(words: str) -> None:
    # pytest-qt catches what slots raise before the program can; as outside of tests it is ours.
    def slot() -> None:
        raise ValueError(words)

    try:
        slot()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)


def test_an_exception_in_a_slot_is_shown_without_names_and_the_program_goes_on(
    qtbot: QtBot, program: Program, tmp_path: Path
) -> None:
    raise_in_a_slot(f"张三 {HOME}/drill.json")

    sheet = program.sheets["crash"]
    assert isinstance(sheet, CrashSheet)
    report = sheet.text.toPlainText()
    assert "ValueError" in report
    assert "raise_in_a_slot" in report
    for private in ("张三", "zhangsan", str(Path.home()) + "/", str(tmp_path)):
        assert private not in report
    assert report.splitlines()[-1] in (tmp_path / "drillplanner.log").read_text(encoding="utf-8")
    sheet.close()
    assert program.window is not None
    program.window.show_room("plan")
    assert program.window.room == "plan"
    settled(qtbot, program)


def test_a_flood_of_exceptions_opens_one_dialog(qtbot: QtBot, program: Program) -> None:
    for _number in range(50):
        raise_in_a_slot("again")

    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, CrashSheet)]
    assert len(dialogs) == 1
    reports = dialogs[0].findChild(QPlainTextEdit)
    assert isinstance(reports, QPlainTextEdit)
    assert reports.toPlainText().count("ValueError") == 1
    dialogs[0].close()


def test_while_a_drill_runs_a_crash_is_told_in_a_banner(qtbot: QtBot, program: Program) -> None:
    program.context.is_running = True

    raise_in_a_slot("now")

    assert "crash" not in program.sheets
    assert QApplication.activeModalWidget() is None
    assert "Something went wrong in the program" in told(program)[0]
    program.context.is_running = False


def test_a_report_names_the_cause_behind_an_error() -> None:
    def read() -> None:
        raise OSError(HOME)

    def load() -> None:
        try:
            read()
        except OSError as error:
            raise RuntimeError("张三") from error

    with pytest.raises(RuntimeError) as caught:
        load()
    report = crash_report(caught.value)

    assert report.index("RuntimeError") < report.index("OSError")
    assert "zhangsan" not in report
    assert "张三" not in report


def test_a_store_fault_stays_told_while_others_come_and_go(qtbot: QtBot, program: Program) -> None:
    def full() -> None:
        raise StoreFault(_("The disk failed: {problem}", problem="full"))

    program.jobs.run("data", full)
    qtbot.waitUntil(lambda: bool(told(program)))
    assert program.window is not None
    program.context.failures.refused.emit("Something else.")
    program.window.show_room("review")
    program.window.show_room("home")
    settled(qtbot, program)

    assert [one[:2] for one in program.window.banners] == [("store", "alarm")]


def test_damaged_settings_are_told_once_and_it_starts(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b"\x00" * 512)

    with started(qtbot, tmp_path) as program:
        assert len(told(program)) == 1
    with started(qtbot, tmp_path) as program:
        assert told(program) == []


def test_a_home_that_cannot_be_written_is_told_and_it_starts(qtbot: QtBot, tmp_path: Path) -> None:
    # A file where the folder should be: even an administrator cannot write there.
    (tmp_path / "file").write_text("", encoding="utf-8")

    with started(qtbot, tmp_path / "file") as program:
        assert program.window is not None
        assert program.window.isVisible()
        assert len(told(program)) <= 2
        assert "crash" not in program.sheets
        program.remember(program.settings)
        assert any(str(tmp_path / "file") in text for text in told(program))


def test_without_a_home_there_is_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DRILLPLANNER_HOME", "HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert data_folder().is_absolute()

    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert data_folder().is_absolute()


def test_a_second_program_on_the_same_workspace_looks_only_and_says_who_has_it(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with started(qtbot, tmp_path, ENGLISH) as first, started(qtbot, tmp_path) as second:
        reason = second.context.services.read_only_because

        assert first.context.services.read_only_because is None
        assert reason is not None
        assert second.context.say(reason) in seen(second)
        assert str(os.getpid()) in second.context.say(reason)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_at_a_signal_the_window_closes_as_by_hand(tmp_path: Path, number: signal.Signals) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", "import sys; from ui.main import run; sys.exit(run())"],
        cwd=ROOT,
        env={**os.environ, "DRILLPLANNER_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 20
    while not (tmp_path / FILE_NAME).exists() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)

    running.send_signal(number)
    said = running.communicate(timeout=20)[1]

    assert running.returncode == 0
    assert "Traceback" not in said
    assert SettingsFile(tmp_path / "settings.json").load().geometry
    assert not (tmp_path / f"{FILE_NAME}-wal").exists()


def test_signals_go_back_to_who_had_them(qtbot: QtBot) -> None:
    before = (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT))
    parent = QApplication.instance()
    assert parent is not None
    end = TerminationHandler(lambda: None, parent)
    end.watch()
    end.watch()
    end.rest()
    end.rest()

    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    end.deleteLater()
