from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.organisation.registers import SCHOOLS
from drillplanner.run.drill import Drill
from drillplanner.services.catalogue import list_drills, offers
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.improve.hazards import Hazard, enter
from drillplanner.services.organisation.register_table import type_cells
from drillplanner.services.plan.scripts import samples
from drillplanner.services.review.log.corrections import correct
from drillplanner.services.run.commands import Remark
from drillplanner.services.run.recorder import Station
from drillplanner.services.run.sessions import start_session
from drillplanner.services.workspace_home import WorkspaceHome
from tests.fakes import FakeClock
from tests.services.around import services_around
from tests.ui.fake_context import FakeContext, FakeSignal
from ui.home.presenter import WelcomePresenter
from ui.home.shelf_view import RecentScript, Shelf
from ui.widgets.card import SampleCard


class FakePage:
    def __init__(self) -> None:
        self.shown = FakeSignal()
        self.sampleRequested, self.scriptRequested = FakeSignal(), FakeSignal()
        self.forgetRequested, self.undoRequested = FakeSignal(), FakeSignal()
        self.drillRequested, self.continueRequested = FakeSignal(), FakeSignal()
        self.dropped, self.ledgerRequested = FakeSignal(), FakeSignal()
        self.tourRequested, self.tourSkipped = FakeSignal(), FakeSignal()
        self.due = ""
        self.is_touring = False
        self.cards: Sequence[SampleCard] = ()
        self.scripts: Sequence[RecentScript] = ()
        self.shelf = Shelf()
        self.told: list[str] = []

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        self.cards = cards

    def show_scripts(self, scripts: Sequence[RecentScript]) -> None:
        self.scripts = scripts

    def show_shelf(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def show_unread(self) -> None:
        self.told.append("unread")

    def show_tour(self, *, is_shown: bool) -> None:
        self.is_touring = is_shown

    def show_due(self, words: str) -> None:
        self.due = words

    def show_forgotten(self, name: str) -> None:
        self.told.append(name)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[WorkspaceHome]:
    home = WorkspaceHome(tmp_path / "workspace.drill")
    yield home
    home.close()


@pytest.fixture
def context(home: WorkspaceHome) -> FakeContext:
    return FakeContext(services_around(home))


@pytest.fixture
def page() -> FakePage:
    return FakePage()


def _present(context: FakeContext, page: FakePage) -> WelcomePresenter:
    return WelcomePresenter(context, page)  # type: ignore[arg-type] # a desk without Qt


def _begin(home: WorkspaceHome, *, is_ended: bool) -> Drill:
    workspace, sample, author = home.workspace(), samples()[0], PersonId(new_id())
    fact = publish_script(workspace, sample.script.id, sample.document, author)
    drill = open_drill(workspace, fact, "校门演练", author)
    station = Station(drill.id, "PC1", author)
    recorder = start_session(workspace, station, clock=FakeClock(), script=sample.script)
    recorder.arm()
    if is_ended:
        recorder.end()
    return drill


def test_the_samples_say_what_they_are_and_how_large(context: FakeContext, page: FakePage) -> None:
    _present(context, page)

    assert page.cards[2].facts == "anti-vehicle-ramming, 20 steps, 17 targets"
    assert page.cards[2].note == "At the dismissal peak an exercise vehicle heads for the gate."


def test_what_is_only_read_is_read_on_the_work_lane(context: FakeContext, page: FakePage) -> None:
    _present(context, page)

    assert context.jobs.lanes == ["work", "work", "work", "work"]


def test_a_sample_is_chosen_and_the_planning_room_entered(
    context: FakeContext, page: FakePage
) -> None:
    _present(context, page)

    page.sampleRequested.emit(0)

    assert context.script == samples()[0]
    assert context.roomRequested.emitted == [("plan",)]


def test_times_of_a_drill_are_those_of_its_scripts_place_and_that_is_said_once(
    context: FakeContext,
    page: FakePage,
    home: WorkspaceHome,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        _begin(home, is_ended=True)
        _present(context, page)
    finally:
        monkeypatch.undo()
        time.tzset()

    # FakeClock begins at 09:00 in Shanghai, the script's place.
    assert " 09:00 " in page.shelf.lines[0].facts
    assert "Asia/Shanghai" in page.shelf.note
    (listed,) = list_drills(home.workspace())
    (offer,) = offers(home.workspace(), samples()[0].document, "PC2")
    assert listed.zone == offer.zone == "Asia/Shanghai"


def test_a_drill_is_named_by_its_start_whatever_is_corrected_later(
    context: FakeContext, page: FakePage, home: WorkspaceHome
) -> None:
    drill = _begin(home, is_ended=True)
    workspace, clock = home.workspace(), FakeClock()
    arm = workspace.entries(drill.id)[0].entry
    clock.advance(3 * 3600)

    correct(workspace, drill.id, arm.id, Remark(arm.id, "late"), by="Wang", clock=clock)

    _present(context, page)
    assert " 09:00 " in page.shelf.lines[0].facts
    (offer,) = offers(workspace, samples()[0].document, "PC2")
    assert offer.when_utc_ns == arm.wall_utc_ns


def test_an_unfinished_drill_is_gone_on_with_in_the_run_room(
    context: FakeContext, page: FakePage, home: WorkspaceHome
) -> None:
    drill = _begin(home, is_ended=False)
    _present(context, page)
    assert page.shelf.unfinished is not None

    page.continueRequested.emit(page.shelf.unfinished.id)

    assert context.drill == drill.id
    assert context.script.is_published
    assert context.roomRequested.emitted == [("run",)]
    assert context.continueRequested.emitted == [(drill.id,)]


def test_an_ended_drill_is_opened_for_review(
    context: FakeContext, page: FakePage, home: WorkspaceHome
) -> None:
    drill = _begin(home, is_ended=True)
    _present(context, page)
    assert page.shelf.unfinished is None

    page.drillRequested.emit(page.shelf.lines[0].id)

    assert context.drill == drill.id
    assert context.roomRequested.emitted == [("review",)]


def test_a_workspace_that_is_open_elsewhere_says_so(
    context: FakeContext, page: FakePage, home: WorkspaceHome
) -> None:
    home.workspace()
    context.services = second = services_around(WorkspaceHome(home.path))

    _present(context, page)
    second.close()

    assert page.shelf.read_only != ""


def test_a_file_that_is_gone_is_known_as_gone_and_can_be_taken_out_and_put_back(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    there, gone = tmp_path / "there.json", tmp_path / "gone.json"
    there.write_text(samples()[0].document, encoding="utf-8")
    context.settings = replace(context.settings, recent=(str(gone), str(there)))
    _present(context, page)
    assert [script.is_there for script in page.scripts] == [False, True]

    page.forgetRequested.emit(str(gone))
    assert list(context.settings.recent) == [str(there)]
    assert page.told[-1] == "gone.json"

    page.undoRequested.emit()
    assert list(context.settings.recent) == [str(gone), str(there)]
    assert page.told[-1] == ""


def test_a_recent_script_is_opened_and_comes_first(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    path = tmp_path / "ours.json"
    path.write_text(samples()[1].document, encoding="utf-8")
    context.settings = replace(context.settings, recent=("/other.json", str(path)))
    _present(context, page)

    page.scriptRequested.emit(str(path))

    assert context.script.path == path
    assert context.settings.recent[0] == str(path)
    assert context.roomRequested.emitted == [("plan",)]


def test_a_script_with_faults_is_told_and_not_opened(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{}", encoding="utf-8")
    _present(context, page)

    page.scriptRequested.emit(str(path))

    assert isinstance(context.failures.told[0], FileRefused)
    assert context.script is None


def test_while_a_drill_runs_its_script_stays_chosen(context: FakeContext, page: FakePage) -> None:
    _present(context, page)
    context.is_running = True

    page.sampleRequested.emit(0)

    assert context.script is None
    assert isinstance(context.failures.told[0], UserError)


def test_what_is_due_in_the_ledger_is_said_at_the_start(
    home: WorkspaceHome, context: FakeContext, page: FakePage
) -> None:
    workspace = home.workspace()
    type_cells(workspace, SCHOOLS, {"s1": {"name": "First School"}}, by="Li")
    days = (date(2020, 1, 1), date(2020, 2, 1), local_time.local(workspace.utc_ns()).date())
    found = [Hazard(date(2020, 1, 1), "police", "s1", "Gate open", due=due) for due in days]
    enter(workspace, found, by="Li")

    _present(context, page)

    assert page.due == "Ledger: 2 lines overdue, 1 line due soon."
    page.ledgerRequested.emit()
    assert context.roomRequested.emitted == [("improve",)]
    assert context.ledgerRequested.emitted == [("",)]


def test_nothing_is_said_of_an_empty_ledger(context: FakeContext, page: FakePage) -> None:
    _present(context, page)

    assert page.due == ""
