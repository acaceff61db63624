"""A laptop that slept in mid drill: the review and the report of its round say so."""

from __future__ import annotations

from pathlib import Path

from drillplanner.base.ids import PersonId
from drillplanner.base.translator import translator
from drillplanner.plan.writer import format_script
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.review.review_session import read_drill, review_drill
from drillplanner.services.review.view_models import show
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.services.run.sessions import create_workspace
from tests.fakes import FakeClock, wall_ns
from tests.services.drills_held import plan


def test_what_befell_the_clocks_is_in_the_review_of_its_round_alone(tmp_path: Path) -> None:
    made, author = plan(), PersonId("keeper")
    clock = FakeClock(wall_ns("2026-11-23T09:00:00+08:00"))
    with create_workspace(tmp_path / "w.drill") as workspace:
        fact = publish_script(workspace, made.id, format_script(made).decode(), author)
        drill = open_drill(workspace, fact, "Slept", author)
        for number in (1, 2):
            station = Station(drill.id, "gate", author, number)
            recorder = Recorder.started(workspace, station, clock, root=fact.hash, script=made)
            recorder.arm()
            recorder.mark("alarm")
            clock.sleep(600 * number)
            recorder.watch()
            recorder.mark("call")
            recorder.end()
        review = review_drill(read_drill(workspace, drill.id), 1)

    say = translator("en").say
    (event,) = review.inputs.clock_events
    assert (event.source, event.when) == ("gate", "09:10:00")
    assert say(event.said) == "The computer slept for 10 min; time was counted all the same."
    (ties,) = [one for one in show(review, review.inputs).sections if one.id == "ties"]
    assert say(ties.words[-1]).startswith("gate, 09:10:00: The computer slept")
    # The 600 s asleep lie between alarm and call.
    assert [one.elapsed_s for one in review.card.targets if one.id == "U"] == [600]
