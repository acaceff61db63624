"""What a practice found makes the presses of a session less sure, and never surer."""

from __future__ import annotations

from decimal import Decimal

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.services.run.recorder import Recorder, Station
from tests.fakes import FakeClock, ListStore


@pytest.fixture
def recorder() -> Recorder:
    made = Recorder.started(
        ListStore(), Station(DrillId("d1"), "gate", PersonId("p1")), FakeClock()
    )
    made.arm()
    return made


def test_presses_after_a_wide_practice_carry_its_spread(recorder: Recorder) -> None:
    before = recorder.mark("s1")
    assert recorder.raise_press_u_s(Decimal("0.43"))

    assert before.u_s == Decimal("0.3")
    assert recorder.mark("s2").u_s == Decimal("0.43")
    assert recorder.mark("s3", observed="radio").u_s == Decimal("1.5")
    assert recorder.sync("whistle").u_s == Decimal("0.43")


def test_a_narrow_practice_changes_nothing(recorder: Recorder) -> None:
    assert not recorder.raise_press_u_s(Decimal("0.05"))

    assert recorder.mark("s1").u_s == Decimal("0.3")


def test_what_is_heard_by_radio_is_no_surer_than_a_press(recorder: Recorder) -> None:
    recorder.raise_press_u_s(2)

    assert recorder.mark("s1", observed="radio").u_s == Decimal(2)


def test_an_impossible_uncertainty_is_refused(recorder: Recorder) -> None:
    with pytest.raises(UserError):
        recorder.raise_press_u_s(-1)
