"""One time line says of each entry what became of it, on the drill's clock, with its U."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.text_file import HeldText
from drillplanner.review.observation import Log
from drillplanner.services.review.merging.clock_shown import clock_table
from drillplanner.services.review.merging.joined_view import joined_view
from drillplanner.services.review.merging.time_line import TimeLine, time_line_of
from drillplanner.services.review.review_session import review_drill
from tests.services.drills_held import plan
from tests.services.laptops import laptops

HEAD = "source,step,time,uncertainty_s,bound,note,observed\n"
ROWS = """gate,@m,09:00:00.0,,,,
post,@m,09:00:40.0,,,,
gate,alarm,09:10:00.0,0.3,,,
post,alarm,09:10:40.5,0.3,,,
roof,alarm,09:10:00.0,0.3,,,
gate,alarm,09:10:07.0,0.3,,,
post,call,09:11:00.0,,,,radio
gate,call,09:10:19.0,0.3,,,
gate,shut/c1,09:10:30.0,0.3,,,
"""


def logged(*more: str) -> Log:
    return read_logs([HeldText("log.csv", HEAD + ROWS + "".join(more))], plan())


def laid_out(*more: str) -> TimeLine:
    return time_line_of(plan(), logged(*more))


def fates(line: TimeLine, step: str) -> dict[str, str]:
    return {
        f"{one.source} {one.place}": one.reason
        for point in line.points
        if point.step == step
        for one in point.entries
    }


def test_each_entry_is_used_or_set_aside_with_its_reason() -> None:
    line = laid_out()

    assert list(fates(line, "alarm").values()) == ["mean", "mean", "not_tied", "later"]
    assert sorted(fates(line, "call").values()) == ["alone", "radio"]
    (point,) = [one for one in line.points if one.step == "alarm"]
    assert point.spread_s == Fraction(1, 2)
    assert sum(len(point.entries) for point in line.points) == len(logged().observations)


def test_sources_stand_to_the_drills_clock_and_one_more_mark_would_help() -> None:
    found = {one.source: one for one in laid_out().sources}

    assert found["gate"].standing == "drill_clock"
    post, roof = found["post"], found["roof"]
    assert post.standing == "tied"
    assert post.offset_s == -40
    assert post.expanded_s is not None
    assert post.one_more_s is not None
    assert post.one_more_s < post.expanded_s
    assert roof.standing == "untied"
    assert roof.offset_s is None
    assert roof.one_more_s is not None


def test_a_persons_choice_sets_the_others_aside() -> None:
    line = laid_out("post,alarm,use,,,Wang: nearer,\n")

    assert sorted(fates(line, "alarm").values()) == ["chosen", "chosen", "chosen", "decided"]
    (point,) = [one for one in line.points if one.step == "alarm"]
    assert point.chosen == "post"


def test_a_camera_is_tied_by_what_its_clock_showed() -> None:
    table = clock_table("cctv", "09:03:25", "gate", "09:00:05", watch_u_s=1.0, is_picture=True)
    camera = "cctv,shut/c2,09:14:00,,,,video\n"
    text = HeldText(table.name, table.text)

    log = read_logs([HeldText("log.csv", HEAD + ROWS + camera), text], plan())
    line = time_line_of(plan(), log)

    (cctv,) = [one for one in line.sources if one.source == "cctv"]
    assert cctv.standing == "tied"
    assert cctv.offset_s == -200
    # Two readings of whole seconds, each u = 0.5/√3.
    assert cctv.expanded_s == pytest.approx(2 * 0.41, abs=0.01)


def test_a_clock_is_not_compared_with_itself() -> None:
    for source, shown in (("gate", "09:00:00"), ("", "09:00:00"), ("cctv", "9 o'clock")):
        with pytest.raises(UserError):
            clock_table(source, shown, "gate", "09:00:00", watch_u_s=1.0, is_picture=False)


def test_the_window_lists_sources_line_and_agreement_with_what_can_be_decided(
    tmp_path: Path,
) -> None:
    with laptops(tmp_path, ("post", "gate")) as made:
        post, gate = made.values()
        for one in (post, gate):
            one.sync("sync-1")
            one.mark("alarm", after_s=5)
            one.mark("call", after_s=2)
        gate.clock.advance(1)
        assert gate.session is not None
        gate.session.recorder.mark()
        post.take(gate.pack())

        view = joined_view(review_drill(post.services.reviews.drill(post.drill)))

    sections = {one.id: one for one in view.sections}
    assert set(sections) == {"sources", "line", "agreement", "proposals"}
    assert {choice.source for choice in view.asked["row:alarm"].choices} == {"post", "gate"}
    agreement = sections["agreement"].table
    assert agreement is not None
    assert agreement.rows[0].cells[1] == "2"


def test_the_number_of_packs_or_their_order_changes_nothing_in_the_line(tmp_path: Path) -> None:
    log = logged()

    turned = replace(log, observations=log.observations[::-1])

    assert time_line_of(plan(), turned).points == time_line_of(plan(), log).points
