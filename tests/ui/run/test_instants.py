"""The adapters: what each platform says of when a key was pressed, matched to Qt's events."""

from __future__ import annotations

import ctypes

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from drillplanner.run.clock.machine_clock import now
from drillplanner.services.run.station_steps import STEP_KEYS
from tests.fakes import SECOND_NS, FakeClock
from ui.run.input_time import EventInstants, Message, MessageInstants
from ui.run.keys import (
    ANSWER_KEYS,
    HOLD_KEYS,
    MARK_KEYS,
    PLACES,
    STEP_ARROWS,
    VERB_BY_KEY,
    place_of,
)

MS = 10**6


def key(scan: int, qt_key: Qt.Key = Qt.Key.Key_A, timestamp: int = 0) -> QKeyEvent:
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, qt_key, none, scan, 0, 0)
    event.setTimestamp(timestamp)
    return event


def test_an_events_own_time_counts_however_late_it_is_handled(qapp: object) -> None:
    clock = FakeClock()
    instants = EventInstants(clock, known_ns=lambda: 400 * SECOND_NS)
    pressed_ms = clock.elapsed_ns() // MS - 400_000
    clock.advance(0.5)

    caught = instants.catch(key(10, timestamp=pressed_ms))

    assert caught.lag_ns == 500 * MS
    assert caught.stamp.elapsed_ns == clock.elapsed_ns() - 500 * MS


def test_a_key_made_up_without_a_time_says_so(qapp: object) -> None:
    clock = FakeClock()

    caught = EventInstants(clock).catch(key(10))

    assert caught.why == "absent"
    assert caught.stamp.elapsed_ns == clock.elapsed_ns()


def test_a_wall_clock_set_meanwhile_makes_the_lag_be_learnt_anew(qapp: object) -> None:
    clock = FakeClock()
    instants = EventInstants(clock)
    instants.map(1000, now(clock))
    clock.advance(1)
    assert instants.map(2000, now(clock)).is_exact
    clock.set_wall(3600)

    assert instants.map(2001, now(clock)).why == "first"


def test_messages_of_windows_are_matched_first_in_first_out_by_scan_code(qapp: object) -> None:
    clock = FakeClock()
    instants = MessageInstants(clock, known_ns=lambda: 400 * SECOND_NS)
    base_ms = clock.elapsed_ns() // MS - 400_000
    for scan, time_ms in ((2, 0), (2, 30), (3, 40), (4, 60)):
        instants.remember(scan, base_ms + time_ms)
    clock.advance(0.3)

    caught = [instants.catch(key(scan)) for scan in (2, 2, 4)]

    assert [one.lag_ns // MS for one in caught] == [300, 270, 240]
    assert instants.catch(key(5)).why == "absent"


def test_the_native_filter_reads_scan_code_and_time_of_key_messages(qapp: object) -> None:
    clock = FakeClock()
    instants = MessageInstants(clock)
    message = Message(message=0x0100, w_param=0x31, l_param=(0x148 << 16) | 1, time=4_000_000_000)
    other = Message(message=0x0200, time=1)

    for one in (message, other):
        verdict = instants.native_filter.nativeEventFilter(
            b"windows_generic_MSG", ctypes.addressof(one)
        )
        assert verdict == (False, 0)

    assert instants.time_ms(key(0x148)) == 4_000_000_000
    assert instants.time_ms(key(0x148)) == 0


def test_keys_are_told_by_place_whatever_layout_caps_lock_or_input_method_make_of_them(
    qapp: object,
) -> None:
    azerty = key(24, Qt.Key.Key_A)
    pinyin = key(25, Qt.Key.Key_unknown)

    assert place_of(azerty, "xcb") == "Q"
    assert place_of(pinyin, "xcb") == "W"
    assert place_of(key(16, Qt.Key.Key_A), "windows") == "Q"
    assert place_of(key(0, Qt.Key.Key_Exclam), "offscreen") == "1"
    assert place_of(key(0, Qt.Key.Key_Up), "xcb") == "Up"
    assert place_of(key(0, Qt.Key.Key_Eacute), "offscreen") == ""


def test_every_key_of_a_step_has_a_place_of_its_own() -> None:
    assert len(set(PLACES.values())) == len(PLACES)


def test_a_keypad_and_a_presenter_remote_mark_like_the_main_block(qapp: object) -> None:
    keypad = Qt.KeyboardModifier.KeypadModifier
    seven = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, keypad, 79, 0, 0)
    enter = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Enter, keypad, 104, 0, 0)

    assert place_of(seven, "xcb") == "7"
    assert place_of(enter, "xcb") in MARK_KEYS
    assert place_of(key(0, Qt.Key.Key_PageDown), "xcb") in MARK_KEYS
    assert place_of(key(0, Qt.Key.Key_PageUp), "windows") in MARK_KEYS
    assert place_of(key(60, Qt.Key.Key_Period), "xcb") in MARK_KEYS


def test_no_key_stands_for_two_things() -> None:
    verbs = [*VERB_BY_KEY, *HOLD_KEYS, *ANSWER_KEYS, *STEP_ARROWS, "Enter", "Tab", "F1", "F11"]

    assert len({*verbs, *STEP_KEYS}) == len(verbs) + len(STEP_KEYS)
    assert {*STEP_KEYS, *VERB_BY_KEY, *ANSWER_KEYS} <= {*PLACES.values(), *MARK_KEYS}
