"""Photos in the review room: added by button and by dropping, described and taken out by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import _
from drillplanner.exchange.photo import PhotoFile
from drillplanner.run.photos.photo import Belongs
from drillplanner.services.review.photos import album as photos
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.workspace import Workspace
from drillplanner.terms.papers import REPORT
from tests.exchange.photos_made import phone_jpeg, png
from tests.services.review_stage import copy_drill
from tests.ui.pages.photos import PhotosPage
from tests.ui.pages.review import ReviewRoom
from tests.ui.program import ENGLISH, settled, started
from tests.ui.review.conftest import Told
from ui.context import AppContext
from ui.review.page import ReviewPage


@pytest.fixture
def tab(room: ReviewRoom) -> PhotosPage:
    return PhotosPage(room)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three photos, the first with a place in it."""
    folder = tmp_path / "card"
    folder.mkdir()
    data = {"IMG_1.jpg": phone_jpeg(), "IMG_2.png": png((40, 30)), "IMG_3.png": png((30, 40))}
    for name, content in data.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in data]


# -- adding -------------------------------------------------------------------------


def test_photos_are_added_by_the_button_and_shown(
    qtbot: QtBot, tab: PhotosPage, files: list[Path], told: Told
) -> None:
    assert tab.page.stack.currentWidget() is tab.page.hint
    QTest.keyClicks(tab.page.name, "Chen")

    tab.add(files)

    assert [photo.name for photo in tab.photos] == ["IMG_1.jpg", "IMG_2.png", "IMG_3.png"]
    assert "3 photos are attached." in tab.page.said.text()
    assert "1 photo names the place" in tab.page.note.text()
    assert "Chen" in tab.page.form.facts.text()
    tab.wait(lambda: len(tab.page.grid.pictures) == 3)
    assert all(picture is not None for picture in tab.page.grid.pictures.values())
    assert told.said == []


def test_photos_are_added_by_dropping_them(
    qtbot: QtBot, tab: PhotosPage, files: list[Path]
) -> None:
    assert tab.drop(files[:2])

    tab.wait(lambda: len(tab.photos) == 2)


def test_what_is_no_file_of_this_machine_is_not_taken(tab: PhotosPage) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.jpg")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()

    QApplication.sendEvent(tab.page, enter)

    assert not enter.isAccepted()


def test_files_that_are_refused_are_named_and_the_others_kept(
    qtbot: QtBot, tab: PhotosPage, files: list[Path], tmp_path: Path, told: Told
) -> None:
    bad = tmp_path / "IMG_9.heic"
    bad.write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(phone_jpeg()[:700])

    tab.drop([bad, files[0], cut, files[0]])

    tab.wait(lambda: "attached already" in tab.page.said.text())
    assert len(tab.photos) == 1
    lines = tab.page.said.text().split("\n")
    assert lines[0] == "1 photo is attached."
    assert lines[1].startswith("IMG_9.heic: This is HEIC")
    assert lines[2].startswith("cut.jpg: The picture is damaged")
    assert lines[3] == "IMG_1.jpg: This photo is attached already, as IMG_1.jpg."
    assert told.said == []


def test_a_disk_that_fails_half_way_is_told_and_what_was_kept_is_shown(
    qtbot: QtBot,
    tab: PhotosPage,
    files: list[Path],
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep = photos.attach

    def failing(
        workspace: Workspace,
        drill: DrillId,
        number: int,
        file: PhotoFile,
        *rest: Belongs,
        by: str = "",
    ) -> bool:
        if file.name == "IMG_2.png":
            raise StoreFault(_("The disk is full."))
        return keep(workspace, drill, number, file, *rest, by=by)

    monkeypatch.setattr(photos, "attach", failing)

    tab.drop(files)

    tab.wait(lambda: bool(tab.photos))
    assert [photo.name for photo in tab.photos] == ["IMG_1.jpg"]
    assert told.said == ["The disk is full."]
    assert tab.page.add.isEnabled()


# -- words --------------------------------------------------------------------------


def test_words_are_put_to_a_photo_by_keys_alone(
    qtbot: QtBot, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:1])
    assert tab.page.window().focusWidget() is tab.page.form.caption

    QTest.keyClicks(tab.page.form.caption, "gate rail")
    QTest.keyClick(tab.page.form.caption, Qt.Key.Key_Return)

    tab.wait(lambda: [photo.caption for photo in tab.photos] == ["gate rail"])
    assert not tab.page.form.keep.isEnabled()


def test_a_photo_is_put_to_an_entry_by_keys(
    qtbot: QtBot, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:1])
    tab.page.form.shows.setFocus()

    QTest.keyClick(tab.page.form.shows, Qt.Key.Key_Down)
    words = tab.page.form.shows.currentText()
    QTest.keyClick(tab.page.form.keep, Qt.Key.Key_Space)

    tab.wait(lambda: tab.photos[0].belongs != Belongs())
    assert tab.photos[0].belongs.entry is not None
    assert tab.page.form.shows.currentText() == words
    assert words in tab.page.form.facts.text()


def test_words_are_saved_when_another_photo_is_chosen(
    qtbot: QtBot, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:2])
    tab.page.grid.setFocus()
    QTest.keyClick(tab.page.grid, Qt.Key.Key_Home)
    QTest.keyClicks(tab.page.form.caption, "first")

    QTest.keyClick(tab.page.grid, Qt.Key.Key_Right)

    tab.wait(lambda: "first" in [photo.caption for photo in tab.photos])
    assert sorted(photo.caption for photo in tab.photos) == ["", "first"]


def test_words_are_saved_when_the_tab_is_left(
    qtbot: QtBot, room: ReviewRoom, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:1])
    QTest.keyClicks(tab.page.form.caption, "left")

    room.turn_to(room.page.score)

    tab.wait(lambda: [photo.caption for photo in tab.photos] == ["left"])


# -- taking out ---------------------------------------------------------------------


def test_a_photo_is_taken_out_and_put_back_by_keys(
    qtbot: QtBot, tab: PhotosPage, files: list[Path], told: Told
) -> None:
    tab.add(files[:2])
    tab.page.grid.setFocus()
    QTest.keyClick(tab.page.grid, Qt.Key.Key_Home)

    QTest.keyClick(tab.page.grid, Qt.Key.Key_Delete)

    tab.wait(lambda: [photo.name for photo in tab.photos] == ["IMG_2.png"])
    tab.wait(lambda: tab.page.window().focusWidget() is tab.page.undo)
    assert "Taken out: IMG_1.jpg" in tab.page.said.text()
    QTest.keyClick(tab.page.undo, Qt.Key.Key_Space)
    tab.wait(lambda: len(tab.photos) == 2)
    assert not tab.page.outcome.isVisible()
    assert told.said == []


def test_a_photo_opens_large_with_enter_and_closes_with_escape(
    qtbot: QtBot, room: ReviewRoom, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:1])
    tab.page.grid.setFocus()

    QTest.keyClick(tab.page.grid, Qt.Key.Key_Return)

    keeper = room.presenter.photos
    tab.wait(lambda: keeper.sheet is not None and keeper.sheet.isVisible())
    sheet = keeper.sheet
    assert sheet is not None
    assert "IMG_1.jpg" in sheet.picture.accessibleName()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    tab.wait(lambda: not tab.page.findChildren(type(sheet)))


def test_a_copy_is_saved_to_pass_on(
    qtbot: QtBot, tab: PhotosPage, files: list[Path], tmp_path: Path
) -> None:
    tab.add(files[:1])
    QTest.keyClick(tab.page.form.copy, Qt.Key.Key_Space)
    (dialog,) = tab.page.findChildren(QFileDialog)
    target = tmp_path / "IMG_1-copy.jpg"

    dialog.fileSelected.emit(str(target))
    dialog.close()

    tab.wait(lambda: "Saved without what the camera wrote" in tab.page.said.text())
    assert target.read_bytes().startswith(b"\xff\xd8\xff")
    assert b"SECRET" not in target.read_bytes()


# -- when nothing may be entered ----------------------------------------------------


def test_while_a_drill_runs_nothing_is_taken(
    qtbot: QtBot, context: AppContext, tab: PhotosPage, files: list[Path]
) -> None:
    tab.add(files[:1])

    context.is_running = True

    assert not tab.page.add.isEnabled()
    assert not tab.page.form.caption.isEnabled()
    assert not tab.drop(files[1:])
    QTest.keyClick(tab.page.grid, Qt.Key.Key_Delete)
    context.is_running = False
    tab.wait(tab.page.add.isEnabled)
    assert len(tab.photos) == 1


def test_in_a_workspace_that_is_read_only_photos_are_only_looked_at(
    qtbot: QtBot, context: AppContext, told: Told, tmp_path: Path, files: list[Path]
) -> None:
    from drillplanner.base.ids import DrillId
    from drillplanner.exchange.photo import read_photo_file
    from drillplanner.services.catalogue import list_drills
    from drillplanner.services.review.photos.album import attach

    with Workspace.open(copy_drill(tmp_path / FILE_NAME)) as writer:
        drill = DrillId(list_drills(writer)[0].drill.id)
        attach(writer, drill, 1, read_photo_file(files[0]), Belongs())
        room = ReviewRoom(context, qtbot)
        room.open()
        tab = PhotosPage(room)
        tab.wait(lambda: len(tab.photos) == 1)
        tab.wait(lambda: len(tab.page.grid.pictures) == 1)

        assert not tab.page.add.isEnabled()
        assert not tab.page.form.out.isEnabled()
        assert tab.page.form.open.isEnabled()
        assert not tab.drop(files[1:])
        assert [picture is not None for picture in tab.page.grid.pictures.values()] == [True]
        context.jobs.run("data", context.services.close)
        tab.settle()
    assert told.said == []


# -- the report, and the way from the console ---------------------------------------


def test_a_saved_report_holds_the_photos(
    qtbot: QtBot, room: ReviewRoom, tab: PhotosPage, files: list[Path], tmp_path: Path
) -> None:
    tab.add(files[:2])
    target = tmp_path / "report.pdf"

    room.page.saveAsked.emit(REPORT, "en", target)

    qtbot.waitUntil(target.exists, timeout=30_000)
    tab.wait(lambda: not room.printer.is_printing)
    pages = [page for page in PdfReader(target).pages if "Photo 2" in page.extract_text()]
    assert "Photo 2: IMG_2.png" in pages[-1].extract_text()
    assert len(pages[-1].images) == 2
    assert b"SECRET" not in target.read_bytes()


def test_whoever_asks_for_photos_is_led_to_the_tab(
    qtbot: QtBot, context: AppContext, room: ReviewRoom
) -> None:
    context.photosRequested.emit()

    photos_tab = room.page.photos
    room.wait(photos_tab.isVisible)
    assert room.page.window().focusWidget() is photos_tab.add


def test_in_the_whole_window_the_way_leads_there_at_the_rooms_first_use(
    qtbot: QtBot, tmp_path: Path
) -> None:
    copy_drill(tmp_path / FILE_NAME)
    with started(qtbot, tmp_path, ENGLISH) as program:
        program.context.roomRequested.emit("review")
        program.context.photosRequested.emit()
        window = settled(qtbot, program)

        page = window.page("review")
        assert isinstance(page, ReviewPage)
        qtbot.waitUntil(page.photos.isVisible, timeout=10_000)
        assert window.room == "review"
        assert page.photos.add.isEnabled()
        assert window.focusWidget() is page.photos.add
