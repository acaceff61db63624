"""A keeper's hand on a console: a fake page, a real recorder, a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text, words_in
from drillplanner.run.clock.input_time import Caught
from drillplanner.run.clock.machine_clock import now
from drillplanner.run.codec import Sealed
from drillplanner.run.entry import Entry
from drillplanner.services.catalogue import find_unfinished
from drillplanner.services.plan.scripts import OpenScript, samples
from drillplanner.services.run.live_session import Lane, Start, begin, resume
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock
from ui.run.console.controller import ConsoleController
from ui.run.console.presenter import ConsolePresenter
from ui.run.console.widgets.log_table import LogRow
from ui.run.console.widgets.tile import TileLook
from ui.run.console.widgets.unit_grid import UnitLook
from ui.run.console.wording import Wording


@dataclass
class FakePage:
    """Remembers what it was told to show."""

    looks: dict[str, TileLook] = field(default_factory=dict)
    rows: list[LogRow] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    unsaved: str = ""
    asked: list[str] = field(default_factory=list)
    time: str = ""
    state: str = ""
    chosen_entry: str = ""
    rows_of_steps: int = 10
    lines: list[str] = field(default_factory=list)
    line: str = ""
    seen: list[str] = field(default_factory=list)
    running: list[tuple[str, str, bool]] = field(default_factory=list)
    kept: str = ""
    is_radio: bool = False
    ending: str = ""
    start: str = ""
    standing: str = ""
    caption: str = ""
    next: str = ""
    let_go_of: int = 0
    typed: str = ""
    question: str = ""
    unnamed: str = ""
    offers_heads: bool = False
    units: tuple[str, str, str, tuple[UnitLook, ...]] = ("", "", "", ())
    zoomed: int = 0

    def build_steps(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        self.looks = dict(looks)

    def add_tiles(self, looks: Sequence[tuple[str, TileLook]]) -> None:
        self.looks.update(looks)

    def show_step(self, step: str, look: TileLook) -> None:
        self.looks[step] = look

    def reveal_step(self, step: str) -> None: ...

    def add_row(self, row: LogRow) -> None:
        self.rows.append(row)

    def show_row(self, entry: str, words: str, *, is_void: bool) -> None:
        if is_void:
            self.struck.append(entry)
        elif entry in self.struck:
            self.struck.remove(entry)
        self.rows = [
            replace(row, words=words, is_void=is_void) if row.entry == entry else row
            for row in self.rows
        ]

    def show_unnamed(self, words: str) -> None:
        self.unnamed = words

    def retime_rows(self, times: Mapping[str, str]) -> None:
        self.rows = [replace(row, time=times.get(row.entry, row.time)) for row in self.rows]

    def choose_row(self, by: int) -> None: ...

    def choose_entry(self, entry: str) -> None:
        self.chosen_entry = entry

    def show_time(self, text: str, ink: str) -> None:
        self.time = text

    def show_state(self, shape: str, words: str, caption: str) -> None:
        self.state, self.caption = words, caption

    def show_next(self, words: str) -> None:
        self.next = words

    def show_where(self, words: str) -> None: ...

    def show_hold(self, words: str) -> None: ...

    def build_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        self.lines = [post for post, _words in lines]

    def show_line(self, post: str, steps: Sequence[str]) -> None:
        self.line, self.seen = post, list(steps)

    def show_running(self, running: Sequence[tuple[str, str, bool]], count: int) -> None:
        self.running = list(running)

    def show_kept(self, words: str) -> None:
        self.kept = words

    def show_radio(self, *, is_on: bool) -> None:
        self.is_radio = is_on

    def acknowledge(self, entry: str, words: str) -> None:
        self.acknowledged.append(words)

    def refuse(self, words: str, shape: str = "triangle") -> None:
        self.refused.append(words)
        self.tell(words, shape)

    def tell_resumed(self, words: str) -> None:
        self.tell(words)

    def show_ending(self, words: str, hint: str) -> None:
        self.ending = words

    def show_units(
        self, step: str, heading: str, shares: str, looks: Sequence[UnitLook], **_: Any
    ) -> None:
        self.units = (step, heading, shares, tuple(looks))

    def offer_units(self, *, is_on: bool) -> None: ...

    def offer_heads(self, *, is_on: bool) -> None:
        self.offers_heads = is_on

    def show_start(self, offer: str) -> None:
        self.start = offer

    def show_standing(self, words: str, shape: str) -> None:
        self.standing = words

    def let_go(self) -> None:
        self.let_go_of += 1

    def show_unsaved(self, words: str) -> None:
        self.unsaved = words

    def tell(self, words: str, shape: str = "dot") -> None:
        self.told.append(words)

    def ask(self, words: str, answers: Sequence[tuple[str, str]], hint: str, **_: Any) -> None:
        self.asked = [name for name, _shown in answers]
        self.question = words

    def put_away(self) -> bool:
        return False

    def zoom(self, by: int) -> None:
        self.zoomed += by

    def drop_question(self) -> None:
        self.asked = []


class Hand:
    """A keeper's hand on the console of the first sample.

    With `after` the drill of that hand is taken up again, on the same machine.
    """

    def __init__(
        self,
        workspace: Workspace,
        sample: int = 0,
        *,
        source: str = "gate",
        ahead_s: float = 0,
        posts: tuple[str, ...] = (),
        after: Hand | None = None,
        script: OpenScript | None = None,
    ) -> None:
        self.clock: FakeClock = after.clock if after is not None else FakeClock()
        self.clock.wall += round(ahead_s * 10**9)
        self._workspace = workspace
        self.page = FakePage()
        self.is_ended = False
        self._waiting: list[Callable[[], None]] = []
        self.is_stalled = False
        opened = script or samples()[sample]
        start = Start(opened, "演练", "formal", source, PersonId("p1"), posts=posts)
        lane = Lane(self._submit, self, make_clock=lambda: self.clock)
        if after is None:
            session = begin(workspace, start, lane)
        else:
            session = resume(workspace, find_unfinished(workspace)[0], lane)
        self.wording = wording = Wording(
            session.script, str, lambda words: words_in(words, "en", "zh_CN"), ZoneInfo("UTC")
        )
        self.presenter = ConsolePresenter(self.page, session, wording, self.clock)
        self.controller = ConsoleController(
            self.page,
            session,
            self.presenter,
            wording,
            self.clock,
            double_press_ms=400,
            ended=self._end,
        )
        self.presenter.open()
        self.controller.guard_start()

    def _submit(self, work: Callable[[], None]) -> None:
        if self.is_stalled:
            self._waiting.append(work)
        else:
            work()

    def _end(self) -> None:
        self.is_ended = True

    def entries_saved(self, ids: Sequence[str]) -> None: ...

    def saving_failed(self, fault: Text) -> None: ...

    def press(
        self, place: str, after_s: float = 1.0, *, shifted: bool = False, ctrl: bool = False
    ) -> None:
        self.clock.advance(after_s)
        self.controller.on_key(place, Caught(now(self.clock)), shifted, ctrl)

    def tick(self) -> None:
        self.controller.on_tick(self.presenter.on_tick())

    @property
    def saved(self) -> tuple[Sealed, ...]:
        """Give what the workspace holds of the drill."""
        return self._workspace.entries(self.presenter.session.drill.id)

    @property
    def log(self) -> list[Entry]:
        return list(self.presenter.session.recorder.log.entries.values())

    @property
    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.log]
