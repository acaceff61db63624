"""Sounds: one at a time, the urgent ones kept, and no fault of theirs reaches the drill."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest
from pytestqt.qtbot import QtBot

from drillplanner.resources import resource
from ui.system import sound as sound_players
from ui.system.sound import (
    Meaning,
    Outcome,
    Sounds,
    find_players,
    length_s,
    play_by_command,
    play_by_windows,
    sound_file,
)

ROOT = Path(__file__).parents[3]
PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))
needs_shell = pytest.mark.skipif(sys.platform == "win32", reason="players are shell scripts here")


class FakePlayer:
    """Plays as long as it is not let go, and remembers what."""

    def __init__(self, outcome: Outcome = "played") -> None:
        self.played: list[str] = []
        self.outcome: Outcome = outcome
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, file: Path) -> Outcome:
        self.played.append(file.stem)
        assert self.gate.wait(5)
        return self.outcome


def silent(sounds: Sounds) -> Callable[[], bool]:
    return lambda: not sounds.is_sounding


# -- the files ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", get_args(Meaning))
def test_each_meaning_has_a_short_sound_of_its_own(name: str) -> None:
    # shorter than the 100 ms of an acknowledgement for "saved", never over half a second
    assert length_s(sound_file(name)) <= (0.1 if name == "saved" else 0.5)
    assert sound_file(name).stat().st_size < 10_000
    others = {one.read_bytes() for one in resource("sounds").glob("*.wav")}
    assert len(others) == len(get_args(Meaning))


def test_the_tool_makes_the_files_that_are_shipped(tmp_path: Path) -> None:
    tool = ROOT / "tools" / "make_sounds.py"
    subprocess.run([sys.executable, str(tool), str(tmp_path)], check=True, timeout=60)

    for name in get_args(Meaning):
        made, shipped = frames(tmp_path / f"{name}.wav"), frames(sound_file(name))
        # Another machine's sine may differ in its last bit.
        assert len(made) == len(shipped)
        assert max(abs(a - b) for a, b in zip(made, shipped, strict=True)) <= 1


def frames(path: Path) -> list[int]:
    with wave.open(str(path), "rb") as file:
        raw = file.readframes(file.getnframes())
    return [int.from_bytes(raw[n : n + 2], "little", signed=True) for n in range(0, len(raw), 2)]


# -- one at a time --------------------------------------------------------------------------


def test_a_burst_of_presses_plays_what_it_can_and_drops_the_rest(qtbot: QtBot) -> None:
    player = FakePlayer()
    player.gate.clear()
    sounds = Sounds(lambda: [player])
    for _press in range(20):
        sounds.play("saved")
    qtbot.waitUntil(lambda: player.played == ["saved"])
    player.gate.set()
    qtbot.waitUntil(silent(sounds))
    assert player.played == ["saved"]

    sounds.play("saved")
    qtbot.waitUntil(silent(sounds))
    assert player.played == ["saved", "saved"]


def test_an_alarm_in_a_burst_is_kept_and_plays_next(qtbot: QtBot) -> None:
    player = FakePlayer()
    player.gate.clear()
    sounds = Sounds(lambda: [player])
    meanings: list[Meaning] = ["saved", "saved", "not_taken", "alarm", "ended", "not_taken"]
    for meaning in meanings:
        sounds.play(meaning)
        qtbot.waitUntil(lambda: bool(player.played))
    player.gate.set()
    qtbot.waitUntil(silent(sounds))

    assert player.played == ["saved", "alarm"]


# -- what may fail --------------------------------------------------------------------------


def test_a_player_that_fails_gives_way_to_the_next_for_good(qtbot: QtBot) -> None:
    broken, good = FakePlayer("failed"), FakePlayer()
    sounds = Sounds(lambda: [broken, good])
    for _turn in range(2):
        sounds.play("saved")
        qtbot.waitUntil(silent(sounds))

    assert broken.played == ["saved"]
    assert good.played == ["saved", "saved"]


def test_a_player_with_a_bug_counts_as_one_that_failed(qtbot: QtBot) -> None:
    def buggy(_file: Path) -> Outcome:
        raise ZeroDivisionError

    good = FakePlayer()
    sounds = Sounds(lambda: [buggy, good])
    sounds.play("alarm")
    qtbot.waitUntil(silent(sounds))

    assert good.played == ["alarm"]


def test_where_nothing_plays_the_systems_beep_stands_in(qtbot: QtBot) -> None:
    beeps: list[threading.Thread] = []
    sounds = Sounds(lambda: [], lambda: beeps.append(threading.current_thread()))
    sounds.play("alarm")

    qtbot.waitUntil(lambda: bool(beeps))
    assert beeps == [threading.main_thread()]


def test_a_sound_that_came_late_is_not_made_up_for(qtbot: QtBot) -> None:
    beeps: list[str] = []
    hung, good = FakePlayer("late"), FakePlayer()
    sounds = Sounds(lambda: [hung, good], lambda: beeps.append("beep"))
    sounds.play("saved")
    qtbot.waitUntil(silent(sounds))
    assert good.played == []

    sounds.play("saved")
    qtbot.waitUntil(silent(sounds))
    assert (hung.played, good.played, beeps) == (["saved"], ["saved"], [])


def test_no_thread_to_be_had_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    sounds = Sounds(lambda: [])
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        sounds.play("saved")

    assert not sounds.is_sounding


def test_the_thread_ends_with_what_it_played_for(qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    sounds = Sounds(lambda: [FakePlayer()])
    for _turn in range(3):
        sounds.play("saved")
        qtbot.waitUntil(silent(sounds))
    (thread,) = set(threading.enumerate()) - before
    assert thread.name == "sound"
    sounds.deleteLater()

    qtbot.waitUntil(lambda: not thread.is_alive())


def test_sounds_that_are_gone_before_they_beep_are_no_matter(qtbot: QtBot) -> None:
    gate = threading.Event()

    def find() -> list[FakePlayer]:
        gate.wait(5)
        return []

    sounds = Sounds(find)
    sounds.play("alarm")
    sounds.deleteLater()
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(silent(sounds))


# -- the system's players -------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return tmp_path


def script(folder: Path, name: str, body: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


@needs_shell
def test_the_first_command_that_is_there_plays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_players, "COMMANDS", PLAYERS)
    for name, *_options in reversed(PLAYERS):
        script(folder, name, f'echo "{name} $*" >> "{folder}/told"')
    for player in find_players():
        assert player(sound_file("saved")) == "played"

    told = (folder / "told").read_text(encoding="utf-8").splitlines()
    wav = str(sound_file("saved"))
    assert told == [f"pw-play {wav}", f"paplay {wav}", f"aplay -q {wav}"]


@needs_shell
def test_without_any_command_there_is_no_player(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert list(find_players()) == []


@needs_shell
@pytest.mark.parametrize(("body", "outcome"), [("exit 0", "played"), ("exit 1", "failed")])
def test_a_command_says_by_its_status_whether_it_played(
    folder: Path, body: str, outcome: str
) -> None:
    script(folder, "player", body)

    assert play_by_command([str(folder / "player")], sound_file("saved")) == outcome


@needs_shell
def test_a_command_that_hangs_is_ended_and_leaves_no_process(folder: Path) -> None:
    script(folder, "player", f'echo $$ > "{folder}/pid"; exec sleep 60')
    began = time.monotonic()

    outcome = play_by_command([str(folder / "player")], sound_file("saved"), longest_s=0.3)

    assert outcome == "late"
    assert time.monotonic() - began < 5
    pid = (folder / "pid").read_text(encoding="utf-8").strip()
    assert not Path("/proc", pid).exists()


@needs_shell
def test_a_command_that_is_gone_fails(folder: Path) -> None:
    assert play_by_command([str(folder / "gone")], sound_file("saved")) == "failed"


@needs_shell
def test_a_press_never_waits_for_a_player_that_hangs(folder: Path, qtbot: QtBot) -> None:
    script(folder, "player", "exec sleep 60")
    command = [str(folder / "player")]
    sounds = Sounds(lambda: [lambda file: play_by_command(command, file, longest_s=0.3)])
    began = time.perf_counter()
    for _press in range(100):
        sounds.play("saved")
    spent = time.perf_counter() - began
    qtbot.waitUntil(silent(sounds))

    assert spent < 0.25


class FakeWinsound:
    """Python's winsound; it may refuse."""

    SND_FILENAME, SND_ASYNC, SND_NODEFAULT = 0x20000, 1, 2

    def __init__(self, *, refuses: bool = False) -> None:
        self.played: list[tuple[Any, ...]] = []
        self._refuses = refuses

    def PlaySound(self, name: str, flags: int) -> None:  # noqa: N802 - Python's own name
        if self._refuses:
            raise RuntimeError("Failed to play sound")
        self.played.append((name, flags))


def test_windows_plays_in_the_background_and_no_default_sound() -> None:
    winsound, waits = FakeWinsound(), list[float]()

    assert play_by_windows(winsound, sound_file("ended"), wait=waits.append) == "played"

    assert winsound.played == [(str(sound_file("ended")), 0x20003)]
    # 0.11 + 0.11 + 0.2 s
    assert waits == [pytest.approx(0.42, abs=0.001)]


def test_a_windows_without_sound_fails() -> None:
    assert play_by_windows(FakeWinsound(refuses=True), sound_file("saved")) == "failed"
