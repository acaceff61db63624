"""A drill for the ear: what sounds and what is spoken at each event, by real keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.texts import _
from drillplanner.run.codec import Sealed
from drillplanner.store.workspace import Workspace
from ui.context import AppContext
from ui.run.console.page import ConsolePage
from ui.run.room import RunRoom
from ui.run.sound_choice import has_sounds, with_sounds
from ui.run.start.kept_posts import Kept
from ui.settings import Settings
from ui.system.sound import Meaning, Sounds
from ui.system.speech import Announcer

ONE_POST = Kept(("gate",), is_control=False)


class Heard:
    """What sounded and what was spoken, in order."""

    def __init__(self) -> None:
        self.sounds: list[Meaning] = []
        self.words: list[tuple[str, bool]] = []


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    found = Heard()

    def play(_sounds: Sounds, meaning: Meaning) -> None:
        found.sounds.append(meaning)

    def say(_voice: Announcer, words: str, *, is_urgent: bool = False) -> None:
        found.words.append((words, is_urgent))

    monkeypatch.setattr(Sounds, "play", play)
    monkeypatch.setattr(Announcer, "say", say)
    return found


@pytest.fixture
def room(context: AppContext, qtbot: QtBot, heard: Heard) -> RunRoom:
    made = RunRoom(context)
    qtbot.addWidget(made)
    made.resize(1076, 760)
    made.show()
    qtbot.waitUntil(made.start.arm.isEnabled, timeout=10_000)
    return made


def armed(room: RunRoom, qtbot: QtBot, heard: Heard, source: str = "") -> ConsolePage:
    if source:
        room.start.form.source.setText(source)
    QTest.keyClick(room.start.arm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: room.currentWidget() is room.console and room.console is not None)
    assert room.console is not None
    room.console.setFocus()
    qtbot.waitUntil(lambda: ("Logged: Armed: the post is ready", False) in said(heard))
    heard.sounds.clear()
    heard.words.clear()
    return room.console


def said(heard: Heard) -> list[tuple[str, bool]]:
    return [(words.partition(", at ")[0], is_urgent) for words, is_urgent in heard.words]


def test_an_entry_is_acknowledged_once_it_is_on_the_disk(
    room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    page = armed(room, qtbot, heard)
    QTest.keyClicks(page, "2")
    assert heard.sounds == []

    qtbot.waitUntil(lambda: heard.sounds == ["saved"])
    ((words, is_urgent),) = heard.words
    assert words.startswith("Logged: ")
    assert words.endswith(", 0 s")
    assert not is_urgent


def test_a_press_that_counts_for_nothing_is_heard_to_be_refused(
    room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    page = armed(room, qtbot, heard)
    QTest.keyClicks(page, "11")
    qtbot.waitUntil(lambda: len(heard.sounds) == 2)

    assert sorted(heard.sounds) == ["not_taken", "saved"]
    assert ("Pressed twice at once: it counts as one.", False) in heard.words
    assert page.hint.label.text() == "Pressed twice at once: it counts as one."


def test_unsaved_entries_sound_the_alarm_once_until_they_are_saved(
    room: RunRoom, qtbot: QtBot, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = armed(room, qtbot, heard)
    whole = Workspace.append

    def full(_workspace: Workspace, _sealed: Sealed) -> None:
        raise StoreFault(_("The disk is full."))

    monkeypatch.setattr(Workspace, "append", full)
    QTest.keyClicks(page, "123")
    qtbot.waitUntil(lambda: not page.unsaved.isHidden())
    qtbot.wait(250)
    assert heard.sounds == ["alarm"]
    assert [is_urgent for _words, is_urgent in heard.words] == [True]

    monkeypatch.setattr(Workspace, "append", whole)
    page.retryRequested.emit()
    qtbot.waitUntil(lambda: heard.sounds == ["alarm", "saved", "saved", "saved"])


def test_keys_that_go_to_another_window_sound_the_alarm(
    room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    page = armed(room, qtbot, heard)
    other = QLineEdit()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: not page.lost.isHidden())

    assert heard.sounds == ["alarm"]
    assert heard.words == [("Keys are not being logged: click here.", True)]


def test_the_lines_own_keys_are_no_alarm(room: RunRoom, qtbot: QtBot, heard: Heard) -> None:
    page = armed(room, qtbot, heard)
    QTest.keyClicks(page, "m")

    assert not page.typing.isHidden()
    assert heard.sounds == []


def test_the_end_is_heard(room: RunRoom, qtbot: QtBot, heard: Heard) -> None:
    page = armed(room, qtbot, heard)
    page.holdReached.emit("end")
    qtbot.waitUntil(lambda: "ended" in heard.sounds)

    assert ("The drill has ended", False) in heard.words


def test_an_unfinished_drill_is_said_to_go_on(
    context: AppContext, room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    armed(room, qtbot, heard)
    again = RunRoom(context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: len(again.start.resume_buttons) == 1)
    QTest.keyClick(again.start.resume_buttons[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: again.console is not None)

    assert ("The drill goes on: 1 entry is on the disk.", False) in heard.words


def test_a_quiet_post_stays_quiet_until_its_switch_is_pressed_and_that_is_remembered(
    context: AppContext, room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    for box in list(room.start.form.posts.boxes.values())[1:]:
        QTest.keyClick(box, Qt.Key.Key_Space)
    page = armed(room, qtbot, heard, "Class 3")
    assert room.presenter is not None
    assert len(room.presenter.session.arming.posts) == 1
    assert page.head.sounds.accessibleName() == "Sounds off"
    QTest.keyClicks(page, "2")
    qtbot.waitUntil(lambda: bool(heard.words))
    assert heard.sounds == []

    QTest.mouseClick(page.head.sounds, Qt.MouseButton.LeftButton)
    assert page.head.sounds.accessibleName() == "Sounds on"
    # The switch is heard, and the keys stay with the console.
    assert heard.sounds == ["saved"]
    assert page.hasFocus()
    QTest.keyClicks(page, "3")
    qtbot.waitUntil(lambda: heard.sounds == ["saved", "saved"])
    assert has_sounds(context.settings, "Class 3", ONE_POST)
    assert not has_sounds(context.settings, "Class 4", ONE_POST)


def test_the_readiness_check_plays_the_very_sound_of_an_entry(
    room: RunRoom, qtbot: QtBot, heard: Heard
) -> None:
    room.before.show_readiness()
    assert room.before.readiness is not None
    QTest.mouseClick(room.before.readiness.play, Qt.MouseButton.LeftButton)

    assert heard.sounds == ["saved"]


# -- which posts sound ----------------------------------------------------------------------


def test_only_the_control_post_and_a_laptop_that_keeps_all_posts_sound_by_themselves() -> None:
    settings = Settings()

    assert has_sounds(settings, "gate", Kept(("gate",), is_control=True))
    assert has_sounds(settings, "gate", Kept((), is_control=False))
    assert not has_sounds(settings, "gate", ONE_POST)


def test_each_post_is_remembered_and_the_oldest_forgotten() -> None:
    settings = Settings()
    for number in range(60):
        settings = with_sounds(settings, f"post {number}", is_on=True)
    settings = with_sounds(settings, "Command post", is_on=False)

    assert not has_sounds(settings, "Command post", Kept())
    assert has_sounds(settings, "post 59", ONE_POST)
    assert not has_sounds(settings, "post 0", ONE_POST)
    assert len(settings.extra["sounds"]) == 50


@pytest.mark.parametrize("kept", [None, 3, ["Class 3"], {"Class 3": "yes"}])
def test_a_damaged_choice_is_none(kept: object) -> None:
    assert not has_sounds(Settings(extra={"sounds": kept}), "Class 3", ONE_POST)
