"""Lanes keep their order, answer on the window's thread, and end without losing a write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from ui.jobs import Jobs


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_a_lane_works_in_order_and_answers_on_the_windows_thread(qtbot: QtBot, jobs: Jobs) -> None:
    answers: list[tuple[int, bool]] = []
    here = threading.current_thread()

    def work(number: int) -> tuple[int, bool]:
        return number, threading.current_thread() is here

    for number in range(20):
        jobs.run("data", partial(work, number), answers.append)

    qtbot.waitUntil(lambda: len(answers) == 20)
    assert answers == [(number, False) for number in range(20)]
    assert not jobs.is_busy


def test_an_error_goes_to_who_asked_else_to_everybody(qtbot: QtBot, jobs: Jobs) -> None:
    def broken() -> None:
        raise KeyError("x")

    heard: list[BaseException] = []
    jobs.run("work", broken, failed=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    with qtbot.waitSignal(jobs.failed) as told:
        jobs.run("work", broken)

    assert isinstance(told.args[0], KeyError)
    assert len(heard) == 1


def test_the_lanes_do_not_wait_for_each_other(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    done: list[str] = []
    jobs.run("work", gate.wait, lambda _ok: done.append("work"))
    jobs.run("data", lambda: None, lambda _none: done.append("data"))

    qtbot.waitUntil(lambda: done == ["data"])
    gate.set()
    qtbot.waitUntil(lambda: done == ["data", "work"])


def test_closing_finishes_what_is_to_be_written_and_drops_what_was_to_be_computed(
    qtbot: QtBot,
) -> None:
    jobs = Jobs()
    gate, done = threading.Event(), []
    jobs.run("data", gate.wait)
    jobs.run("data", lambda: done.append("written"))
    jobs.run("work", gate.wait)
    jobs.run("work", lambda: done.append("computed"), lambda _none: done.append("answered"))
    threading.Timer(0.02, gate.set).start()

    jobs.close()
    jobs.run("data", lambda: done.append("late"))
    qtbot.wait(20)

    assert done == ["written"]
    with pytest.raises(RuntimeError):
        jobs.submit("data", lambda: None)
