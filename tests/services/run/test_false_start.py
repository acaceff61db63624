"""Whatever was pressed since the start, taking it back leaves the clock waiting and the past."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.run.entry import Entry
from drillplanner.services.plan.scripts import samples
from drillplanner.services.run.board import Board
from drillplanner.services.run.recorder import Recorder, Station
from tests.fakes import FakeClock, ListStore

SCRIPT = samples()[0].script
STEPS = ("begin", "intruder", "alarm", "police-there")


class Post:
    """A post that presses keys; a second passes before each."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        station = Station(DrillId("d"), "gate", PersonId("p"))
        self.recorder = Recorder.started(ListStore(), station, self.clock, script=SCRIPT)
        base_ns = self.clock.wall - self.clock.elapsed
        self.board = Board(SCRIPT, self.recorder.clock_id, base_ns)
        self.take(self.recorder.arm())

    def take(self, entry: Entry) -> None:
        self.board.add(entry)

    def press(self, what: str, step: str) -> None:
        self.clock.advance(1)
        waiting = self.board.unlabelled
        match what:
            case "mark":
                self.take(self.recorder.mark(step))
            case "space":
                self.take(self.recorder.mark())
            case "label" if waiting:
                self.take(self.recorder.label(waiting[0].id, step))
            case "words" if waiting:
                self.take(self.recorder.label_free(waiting[0].id, "smoke"))
            case "not_performed":
                self.take(self.recorder.not_performed(step))
            case "begin" if self.board.start is None:
                self.take(self.recorder.begin())
            case "hold" if self.recorder.phase == "held":
                self.take(self.recorder.resume())
            case "hold":
                self.take(self.recorder.hold())

    def live(self) -> dict[str, Entry]:
        entries = self.recorder.log.entries.values()
        voided = {one.amends for one in entries if one.kind == "void"}
        return {one.id: one for one in entries if one.amends is None and one.id not in voided}


presses = st.lists(
    st.tuples(
        st.sampled_from(["mark", "space", "label", "words", "not_performed", "begin", "hold"]),
        st.sampled_from(STEPS),
    ),
    max_size=12,
)


@given(presses)
def test_a_false_start_leaves_the_clock_waiting_and_what_was_before(
    pressed: list[tuple[str, str]],
) -> None:
    post = Post()
    for what, step in pressed:
        post.press(what, step)
    zeros = [
        one.elapsed_ns
        for one in post.live().values()
        if post.board.labelled(one).step == "intruder" and one.kind == "mark"
    ]
    started = post.board.start
    before = post.live()

    for entry in post.board.withdrawing():
        post.take(post.recorder.void(entry, "!false_start"))

    assert post.board.start is None
    assert post.board.withdrawing() == ()
    if started is None:
        assert post.live() == before
        return
    since_ns = min(zeros, default=started.elapsed_ns)
    deeds = ("mark", "failed", "not_performed", "hold")
    left = list(post.live().values())
    assert {one.id for one in left if one.kind != "resume"} == {
        one.id
        for one in before.values()
        if one.kind == "arm" or (one.kind in deeds and one.elapsed_ns < since_ns)
    }
    # A hold from before the start keeps its end, whenever that came; one since then has none.
    held = [one.kind for one in left if one.kind in ("hold", "resume")]
    resumed = [one.kind for one in before.values() if one.kind in ("hold", "resume")]
    assert held == resumed[: len(held)]
    assert len(held) == len(resumed) or len(held) % 2 == 0
    ran = any(one.kind in ("mark", "resume") for one in left)
    assert post.recorder.phase == ("held" if len(held) % 2 else "running" if ran else "armed")
