from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.bootstrap import Paths, build
from drillplanner.plan.particulars import Particulars
from drillplanner.services.plan.drafts import draft_of
from drillplanner.services.plan.scripts import open_script, samples
from tests.ui.fake_context import FakeContext, FakeSignal
from ui.plan.viewer.plan_view import DraftView, PlanView
from ui.plan.viewer.presenter import PlanPresenter
from ui.widgets.card import SampleCard


class FakePage:
    def __init__(self) -> None:
        self.sampleRequested, self.runRequested = FakeSignal(), FakeSignal()
        self.filterTyped = FakeSignal()
        self.saveRequested, self.folderRequested = FakeSignal(), FakeSignal()
        self.discardRequested = FakeSignal()
        self.duplicateRequested = FakeSignal()
        self.renameRequested = FakeSignal()
        self.archiveRequested = FakeSignal()
        self.restoreRequested = FakeSignal()
        self.sheetsRequested = FakeSignal()
        self.print_to: Path | None = None
        self.drafts: Sequence[DraftView] = ()
        self.archived: Sequence[DraftView] = ()
        self.has_draft = False
        self.has_found = True
        self.faces: list[str] = []
        self.cards: Sequence[SampleCard] = ()
        self.view: PlanView | None = None
        self.save_to: Path | None = None
        self.asked: list[str] = []
        self.folder: Path | None = None

    def show_nothing(self) -> None:
        self.faces.append("nothing")

    def show_samples(self, cards: Sequence[SampleCard]) -> None:
        self.cards = cards

    def show_drafts(self, cards: Sequence[DraftView]) -> None:
        self.drafts = cards

    def show_found(self, *, has_samples: bool, has_drafts: bool) -> None:
        self.has_found = has_samples or has_drafts

    def show_archived(self, cards: Sequence[DraftView]) -> None:
        self.archived = cards

    def show_has_draft(self, has_draft: bool) -> None:
        self.has_draft = has_draft

    def show_busy(self) -> None:
        self.faces.append("busy")

    def show_script(self, view: PlanView) -> None:
        self.faces.append("script")
        self.view = view

    def ask_where_to_save(self, name: str) -> Path | None:
        self.asked.append(name)
        return self.save_to

    def ask_where_to_print(self, name: str) -> Path | None:
        self.asked.append(name)
        return self.print_to

    def open_path(self, path: Path) -> None:
        self.folder = path


@pytest.fixture
def context(tmp_path: Path) -> Iterator[FakeContext]:
    with build(Paths.within(tmp_path)) as services:
        yield FakeContext(services)


@pytest.fixture
def page() -> FakePage:
    return FakePage()


@pytest.fixture
def presenter(context: FakeContext, page: FakePage) -> PlanPresenter:
    return PlanPresenter(context, page)  # type: ignore[arg-type] # a desk without Qt


@pytest.mark.usefixtures("presenter")
def test_without_a_script_the_samples_are_offered(page: FakePage) -> None:
    assert page.faces == ["nothing"]
    assert page.cards[0].title == "Armed intruder at the school gate"
    assert len(page.cards) == 3


@pytest.mark.usefixtures("presenter")
def test_a_sample_that_is_chosen_is_set_out(context: FakeContext, page: FakePage) -> None:
    page.sampleRequested.emit(1)

    assert context.script == samples()[1]
    assert page.faces == ["nothing", "busy", "script"]
    assert page.view is not None
    assert page.view.title == "Hostage-taking, then a suspicious object"


@pytest.mark.usefixtures("presenter")
def test_an_answer_to_an_older_question_is_dropped(context: FakeContext, page: FakePage) -> None:
    first, second, _third = samples()
    context.jobs.is_held = True
    context.script = first
    context.script = second

    context.jobs.release()

    assert page.faces.count("script") == 1
    assert page.view is not None
    assert page.view.file_name == "hostage-and-object.json"


@pytest.mark.usefixtures("presenter")
def test_run_goes_to_the_room_where_drills_are_run(context: FakeContext, page: FakePage) -> None:
    page.runRequested.emit()

    assert context.roomRequested.emitted == [("run",)]


@pytest.mark.usefixtures("presenter")
def test_a_saved_copy_takes_the_samples_place(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    context.script = samples()[0]
    page.save_to = tmp_path / "ours.json"

    page.saveRequested.emit()

    assert page.asked == ["gate-intruder.json"]
    saved = open_script(page.save_to)
    assert saved.script.steps == samples()[0].script.steps
    assert saved.script.id != samples()[0].script.id
    assert context.script == saved
    assert context.settings.recent == (str(page.save_to),)


@pytest.mark.usefixtures("presenter")
def test_thinking_better_of_saving_changes_nothing(context: FakeContext, page: FakePage) -> None:
    context.script = samples()[0]

    page.saveRequested.emit()

    assert context.script.path is None
    assert not context.settings.recent


@pytest.mark.usefixtures("presenter")
def test_a_copy_that_cannot_be_written_is_told(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    context.script = samples()[0]
    page.save_to = tmp_path / "nowhere" / "ours.json"

    page.saveRequested.emit()

    assert isinstance(context.failures.told[0], UserError)
    assert context.script.path is None


@pytest.mark.usefixtures("presenter")
def test_no_dialog_opens_while_a_drill_runs(context: FakeContext, page: FakePage) -> None:
    context.script = samples()[0]
    context.is_running = True

    page.saveRequested.emit()

    assert page.asked == []
    assert isinstance(context.failures.told[0], UserError)


@pytest.mark.usefixtures("presenter")
def test_the_folder_of_a_file_is_opened_and_of_a_sample_none(
    context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    context.script = samples()[0]
    page.folderRequested.emit()
    assert page.folder is None

    context.script = replace(samples()[0], path=tmp_path / "ours.json")
    page.folderRequested.emit()

    assert page.folder == tmp_path


def test_drafts_are_offered_and_put_out_of_the_list(context: FakeContext, page: FakePage) -> None:
    drafts = context.services.drafts  # type: ignore[attr-defined]  # real services
    kept = drafts.begin(draft_of(samples()[0]), samples()[0])
    PlanPresenter(context, page)  # type: ignore[arg-type] # a desk without Qt
    assert [card.id for card in page.drafts] == [kept.id]

    page.discardRequested.emit(kept.id)

    assert page.drafts == ()


def test_a_draft_is_copied_renamed_and_put_out_of_the_way(
    context: FakeContext, page: FakePage
) -> None:
    drafts = context.services.drafts  # type: ignore[attr-defined]  # real services
    kept = drafts.begin(draft_of(samples()[0]), samples()[0])
    PlanPresenter(context, page)  # type: ignore[arg-type] # a desk without Qt

    page.duplicateRequested.emit(kept.id, "Copy")
    page.renameRequested.emit(kept.id, "First")
    page.archiveRequested.emit(kept.id)

    assert len(page.drafts) == 1
    assert [card.id for card in page.archived] == [kept.id]
    page.restoreRequested.emit(kept.id)
    assert len(page.drafts) == 2


@pytest.mark.usefixtures("presenter")
def test_a_script_with_a_draft_says_so(context: FakeContext, page: FakePage) -> None:
    drafts = context.services.drafts  # type: ignore[attr-defined]  # real services
    drafts.begin(draft_of(samples()[0]), samples()[0])

    page.sampleRequested.emit(0)
    assert page.has_draft
    page.sampleRequested.emit(1)

    assert not page.has_draft


def test_timekeepers_sheets_are_printed_and_shown(
    presenter: PlanPresenter, context: FakeContext, page: FakePage, tmp_path: Path
) -> None:
    page.sampleRequested.emit(0)
    page.sheetsRequested.emit()
    assert not list(tmp_path.glob("*.pdf"))

    page.print_to = path = tmp_path / "sheets.pdf"
    page.sheetsRequested.emit()

    assert page.asked == ["gate-intruder-sheets.pdf"] * 2
    assert page.folder == path
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("presenter")
def test_samples_are_found_by_words_initials_and_kind(context: FakeContext, page: FakePage) -> None:
    page.filterTyped.emit("object", "")
    assert [card.title for card in page.cards] == ["Hostage-taking, then a suspicious object"]
    page.sampleRequested.emit(0)
    assert context.script == samples()[1]

    page.filterTyped.emit("", "anti_ramming")
    assert len(page.cards) == 1
    page.filterTyped.emit("nothing of the kind", "")
    assert not page.cards
    assert not page.has_found


@pytest.mark.usefixtures("presenter")
def test_drafts_are_found_by_their_school_and_its_initials(
    context: FakeContext, page: FakePage, presenter: PlanPresenter
) -> None:
    draft, drafts = draft_of(samples()[0]), context.services.drafts  # type: ignore[attr-defined]
    drafts.begin(replace(draft, particulars=Particulars(school="安禾县第一小学")))
    drafts.begin(draft)
    presenter.load_drafts()
    assert len(page.drafts) == 2

    page.filterTyped.emit("dyxx", "")

    assert [one.school for one in page.drafts] == ["安禾县第一小学"]
