"""Lanes keep their order, answer on the window's thread, and end without losing a write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
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


def ended(owner: QObject) -> None:
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete)


def test_whoever_is_gone_hears_no_answer_but_what_was_asked_for_is_done(
    qtbot: QtBot, jobs: Jobs
) -> None:
    gate, owner = threading.Event(), QObject()
    done: list[str] = []
    heard: list[object] = []
    jobs.run("data", gate.wait)
    jobs.run("data", lambda: done.append("written"), heard.append, owner=owner)

    ended(owner)
    gate.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)

    assert done == ["written"]
    assert heard == []


def test_an_error_is_told_to_everybody_where_who_asked_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    gate, owner = threading.Event(), QObject()
    heard: list[object] = []

    def broken() -> None:
        gate.wait()
        raise KeyError("x")

    jobs.run("work", broken, failed=heard.append, owner=owner)
    ended(owner)
    with qtbot.waitSignal(jobs.failed):
        gate.set()

    assert heard == []


def test_a_newer_question_takes_the_place_of_the_older_ones(qtbot: QtBot, jobs: Jobs) -> None:
    gate, worked, heard = threading.Event(), list[int](), list[int]()
    asking, other = QObject(), QObject()

    def work(number: int) -> int:
        gate.wait()
        worked.append(number)
        return number

    for number in (1, 2, 3):
        jobs.run("work", partial(work, number), heard.append, owner=asking, latest="drill")
    jobs.run("work", partial(work, 4), heard.append, owner=other, latest="drill")
    jobs.run("work", partial(work, 5), heard.append, owner=asking, latest="photo")
    gate.set()
    qtbot.waitUntil(lambda: not jobs.is_busy)

    assert 2 not in worked, "nobody waits for it, and it had not begun"
    assert heard == [3, 4, 5]


def test_a_question_goes_on_in_a_second_lane_under_its_name(qtbot: QtBot, jobs: Jobs) -> None:
    heard: list[str] = []
    owner = QObject()

    def ask(drill: str) -> None:
        def read(found: str) -> None:
            jobs.run("work", lambda: found * 2, heard.append, owner=owner, latest="drill")

        jobs.run("data", lambda: drill, read, owner=owner, latest="drill")

    ask("a")
    ask("b")
    qtbot.waitUntil(lambda: not jobs.is_busy)

    assert heard == ["bb"]


def test_a_question_can_be_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    heard: list[int] = []
    owner = QObject()
    jobs.run("work", lambda: 1, heard.append, owner=owner, latest="drill")

    jobs.drop(owner, "drill")
    jobs.drop(owner, "another")
    qtbot.waitUntil(lambda: not jobs.is_busy)

    assert heard == []


def test_nothing_a_job_held_is_let_go_on_a_workers_thread(qtbot: QtBot, jobs: Jobs) -> None:
    freed: list[threading.Thread] = []

    class Held:
        def __del__(self) -> None:
            freed.append(threading.current_thread())

    def work(held: Held, is_broken: bool) -> Held:
        if is_broken:
            raise KeyError(held)
        return Held()

    for number in range(200):
        jobs.run(
            "work", partial(work, Held(), number % 2 == 0), lambda _held: None, lambda _e: None
        )
    qtbot.waitUntil(lambda: not jobs.is_busy)

    assert len(freed) == 300
    assert set(freed) == {threading.main_thread()}
