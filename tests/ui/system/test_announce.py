"""What a screen reader is told, and by which sounds it goes along."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.run.console.audio_feedback import Acknowledger
from ui.system import speech as announce
from ui.system.sound import Meaning
from ui.system.speech import Announcer

POLITE = QAccessible.AnnouncementPoliteness.Polite
ASSERTIVE = QAccessible.AnnouncementPoliteness.Assertive


class Reader:
    """A screen reader that may be switched off."""

    def __init__(self) -> None:
        self.is_on = True
        self.heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(self, event: QAccessibleEvent) -> None:
        said = cast(QAccessibleAnnouncementEvent, event)
        assert said.type() == QAccessible.Event.Announcement
        self.heard.append((said.message(), said.politeness()))


@pytest.fixture
def speaker(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_words_reach_a_reader_politely_and_an_alarm_at_once(speaker: QWidget) -> None:
    reader = Reader()
    voice = Announcer(speaker, lambda: reader.is_on, reader.hear)

    voice.say("Logged: police there, 3 min 20 s")
    voice.say("3 entries are not saved", is_urgent=True)

    assert reader.heard == [
        ("Logged: police there, 3 min 20 s", POLITE),
        ("3 entries are not saved", ASSERTIVE),
    ]


def test_nothing_is_made_where_nobody_listens_or_nothing_is_said(speaker: QWidget) -> None:
    reader = Reader()
    voice = Announcer(speaker, lambda: reader.is_on, reader.hear)
    voice.say("")
    reader.is_on = False
    voice.say("Logged")

    assert reader.heard == []


def test_a_qt_without_announcements_says_nothing(
    speaker: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader()
    monkeypatch.setattr(announce, "HAS_ANNOUNCEMENTS", False)
    Announcer(speaker, lambda: True, reader.hear).say("Logged")

    assert reader.heard == []


def test_the_platforms_own_reader_is_handed_the_event(speaker: QWidget) -> None:
    # The offscreen platform has no reader: what can be shown is that handing it over is sound.
    QAccessible.setActive(True)
    Announcer(speaker, lambda: True).say("Logged", is_urgent=True)
    Announcer(speaker).say("Logged")
    QAccessible.setActive(False)


class Ear:
    """Remembers what sounded."""

    def __init__(self) -> None:
        self.heard: list[Meaning] = []

    def play(self, meaning: Meaning) -> None:
        self.heard.append(meaning)


class Voice:
    """Remembers what was said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []

    def say(self, words: str, *, is_urgent: bool = False) -> None:
        self.said.append((words, is_urgent))


def tell_all(acknowledger: Acknowledger) -> None:
    acknowledger.entry_saved("saved")
    acknowledger.not_taken("not taken")
    acknowledger.alarm("alarm")
    acknowledger.ended("ended")
    acknowledger.resumed("resumed")


def test_one_call_sounds_and_speaks_and_only_an_alarm_is_urgent() -> None:
    ear, voice = Ear(), Voice()

    tell_all(Acknowledger(ear, voice))

    assert ear.heard == ["saved", "not_taken", "alarm", "ended"]
    assert voice.said == [
        ("saved", False),
        ("not taken", False),
        ("alarm", True),
        ("ended", False),
        ("resumed", False),
    ]


def test_with_sounds_off_it_speaks_all_the_same() -> None:
    ear, voice = Ear(), Voice()
    quiet = Acknowledger(ear, voice)
    quiet.has_sounds = False

    tell_all(quiet)

    assert ear.heard == []
    assert len(voice.said) == 5


def test_with_nobody_to_hear_it_tells_nobody() -> None:
    tell_all(Acknowledger())
