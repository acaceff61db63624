"""Photos in the review room: added by button and by dropping, described and taken out by keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from drillplanner.base.errors import StoreFault
from drillplanner.base.ids import DrillId
from drillplanner.base.texts import _
from drillplanner.exchange.photo import PhotoFile
from drillplanner.run.photo import Belongs, Photo
from drillplanner.services.review import photos
from drillplanner.services.workspace_home import FILE_NAME
from drillplanner.store.workspace import Workspace
from tests.exchange.photos_made import phone_jpeg, png
from tests.services.review_stage import copy_drill
from tests.ui.program import ENGLISH, settled, started
from tests.ui.review.conftest import Told, presenter_of
from ui.context import AppContext
from ui.review.page import ReviewPage
from ui.review.photos.tab import PhotosTab
from ui.review.room import make_room


@pytest.fixture
def tab(qtbot: QtBot, room: ReviewPage) -> PhotosTab:
    room.tabs.setCurrentWidget(room.photos)
    qtbot.waitUntil(room.photos.isVisible)
    return room.photos


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three photos, the first with a place in it."""
    folder = tmp_path / "card"
    folder.mkdir()
    data = {"IMG_1.jpg": phone_jpeg(), "IMG_2.png": png((40, 30)), "IMG_3.png": png((30, 40))}
    for name, content in data.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in data]


def photos_of(tab: PhotosTab) -> list[Photo]:
    return [line.photo for line in tab.grid.photos.lines]


def wait(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=10_000)


def add(qtbot: QtBot, tab: PhotosTab, files: Sequence[Path]) -> None:
    """Add photos by the button, as its dialog hands them over."""
    before = len(photos_of(tab))
    QTest.keyClick(tab.add, Qt.Key.Key_Space)
    (dialog,) = tab.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(path) for path in files])
    dialog.close()
    wait(qtbot, lambda: len(photos_of(tab)) == before + len(files))
    wait(qtbot, tab.add.isEnabled)


def drop(tab: PhotosTab, paths: Sequence[Path]) -> bool:
    """Drag files onto the tab and let go; False where they are not taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), copy, data, left, none)
    enter.ignore()
    QApplication.sendEvent(tab, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(tab, QDropEvent(QPointF(20, 20), copy, data, left, none))
    return True


# -- adding -------------------------------------------------------------------------


def test_photos_are_added_by_the_button_and_shown(
    qtbot: QtBot, tab: PhotosTab, files: list[Path], told: Told
) -> None:
    assert tab.stack.currentWidget() is tab.hint
    QTest.keyClicks(tab.name, "Chen")

    add(qtbot, tab, files)

    assert [photo.name for photo in photos_of(tab)] == ["IMG_1.jpg", "IMG_2.png", "IMG_3.png"]
    assert "3 photos are attached." in tab.said.text()
    assert "1 photo names the place" in tab.note.text()
    assert "Chen" in tab.form.facts.text()
    wait(qtbot, lambda: len(tab.grid.pictures) == 3)
    assert all(picture is not None for picture in tab.grid.pictures.values())
    assert told.said == []


def test_photos_are_added_by_dropping_them(qtbot: QtBot, tab: PhotosTab, files: list[Path]) -> None:
    assert drop(tab, files[:2])

    wait(qtbot, lambda: len(photos_of(tab)) == 2)


def test_what_is_no_file_of_this_machine_is_not_taken(tab: PhotosTab) -> None:
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.jpg")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()

    QApplication.sendEvent(tab, enter)

    assert not enter.isAccepted()


def test_files_that_are_refused_are_named_and_the_others_kept(
    qtbot: QtBot, tab: PhotosTab, files: list[Path], tmp_path: Path, told: Told
) -> None:
    bad = tmp_path / "IMG_9.heic"
    bad.write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(phone_jpeg()[:700])

    drop(tab, [bad, files[0], cut, files[0]])

    wait(qtbot, lambda: "attached already" in tab.said.text())
    assert len(photos_of(tab)) == 1
    lines = tab.said.text().split("\n")
    assert lines[0] == "1 photo is attached."
    assert lines[1].startswith("IMG_9.heic: This is HEIC")
    assert lines[2].startswith("cut.jpg: The picture is damaged")
    assert lines[3] == "IMG_1.jpg: This photo is attached already, as IMG_1.jpg."
    assert told.said == []


def test_a_disk_that_fails_half_way_is_told_and_what_was_kept_is_shown(
    qtbot: QtBot,
    tab: PhotosTab,
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

    drop(tab, files)

    wait(qtbot, lambda: bool(photos_of(tab)))
    assert [photo.name for photo in photos_of(tab)] == ["IMG_1.jpg"]
    assert told.said == ["The disk is full."]
    assert tab.add.isEnabled()


# -- words --------------------------------------------------------------------------


def test_words_are_put_to_a_photo_by_keys_alone(
    qtbot: QtBot, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:1])
    assert tab.window().focusWidget() is tab.form.caption

    QTest.keyClicks(tab.form.caption, "gate rail")
    QTest.keyClick(tab.form.caption, Qt.Key.Key_Return)

    wait(qtbot, lambda: [photo.caption for photo in photos_of(tab)] == ["gate rail"])
    assert not tab.form.keep.isEnabled()


def test_a_photo_is_put_to_an_entry_by_keys(
    qtbot: QtBot, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:1])
    tab.form.shows.setFocus()

    QTest.keyClick(tab.form.shows, Qt.Key.Key_Down)
    words = tab.form.shows.currentText()
    QTest.keyClick(tab.form.keep, Qt.Key.Key_Space)

    wait(qtbot, lambda: photos_of(tab)[0].belongs != Belongs())
    assert photos_of(tab)[0].belongs.entry is not None
    assert tab.form.shows.currentText() == words
    assert words in tab.form.facts.text()


def test_words_are_saved_when_another_photo_is_chosen(
    qtbot: QtBot, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:2])
    tab.grid.setFocus()
    QTest.keyClick(tab.grid, Qt.Key.Key_Home)
    QTest.keyClicks(tab.form.caption, "first")

    QTest.keyClick(tab.grid, Qt.Key.Key_Right)

    wait(qtbot, lambda: "first" in [photo.caption for photo in photos_of(tab)])
    assert sorted(photo.caption for photo in photos_of(tab)) == ["", "first"]


def test_words_are_saved_when_the_tab_is_left(
    qtbot: QtBot, room: ReviewPage, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:1])
    QTest.keyClicks(tab.form.caption, "left")

    room.tabs.setCurrentWidget(room.score)

    wait(qtbot, lambda: [photo.caption for photo in photos_of(tab)] == ["left"])


# -- taking out ---------------------------------------------------------------------


def test_a_photo_is_taken_out_and_put_back_by_keys(
    qtbot: QtBot, tab: PhotosTab, files: list[Path], told: Told
) -> None:
    add(qtbot, tab, files[:2])
    tab.grid.setFocus()
    QTest.keyClick(tab.grid, Qt.Key.Key_Home)

    QTest.keyClick(tab.grid, Qt.Key.Key_Delete)

    wait(qtbot, lambda: [photo.name for photo in photos_of(tab)] == ["IMG_2.png"])
    wait(qtbot, lambda: tab.window().focusWidget() is tab.undo)
    assert "Taken out: IMG_1.jpg" in tab.said.text()
    QTest.keyClick(tab.undo, Qt.Key.Key_Space)
    wait(qtbot, lambda: len(photos_of(tab)) == 2)
    assert not tab.outcome.isVisible()
    assert told.said == []


def test_a_photo_opens_large_with_enter_and_closes_with_escape(
    qtbot: QtBot, room: ReviewPage, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:1])
    tab.grid.setFocus()

    QTest.keyClick(tab.grid, Qt.Key.Key_Return)

    keeper = presenter_of(room).photos
    wait(qtbot, lambda: keeper.sheet is not None and keeper.sheet.isVisible())
    sheet = keeper.sheet
    assert sheet is not None
    assert "IMG_1.jpg" in sheet.picture.accessibleName()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    wait(qtbot, lambda: not tab.findChildren(type(sheet)))


def test_a_copy_is_saved_to_pass_on(
    qtbot: QtBot, tab: PhotosTab, files: list[Path], tmp_path: Path
) -> None:
    add(qtbot, tab, files[:1])
    QTest.keyClick(tab.form.copy, Qt.Key.Key_Space)
    (dialog,) = tab.findChildren(QFileDialog)
    target = tmp_path / "IMG_1-copy.jpg"

    dialog.fileSelected.emit(str(target))
    dialog.close()

    wait(qtbot, lambda: "Saved without what the camera wrote" in tab.said.text())
    assert target.read_bytes().startswith(b"\xff\xd8\xff")
    assert b"SECRET" not in target.read_bytes()


# -- when nothing may be entered ----------------------------------------------------


def test_while_a_drill_runs_nothing_is_taken(
    qtbot: QtBot, context: AppContext, tab: PhotosTab, files: list[Path]
) -> None:
    add(qtbot, tab, files[:1])

    context.is_running = True

    assert not tab.add.isEnabled()
    assert not tab.form.caption.isEnabled()
    assert not drop(tab, files[1:])
    QTest.keyClick(tab.grid, Qt.Key.Key_Delete)
    context.is_running = False
    wait(qtbot, tab.add.isEnabled)
    assert len(photos_of(tab)) == 1


def test_in_a_workspace_that_is_read_only_photos_are_only_looked_at(
    qtbot: QtBot, context: AppContext, told: Told, tmp_path: Path, files: list[Path]
) -> None:
    from drillplanner.base.ids import DrillId
    from drillplanner.exchange.photo import read_photo_file
    from drillplanner.services.catalogue import list_drills
    from drillplanner.services.review.photos import attach

    with Workspace.open(copy_drill(tmp_path / FILE_NAME)) as writer:
        drill = DrillId(list_drills(writer)[0].drill.id)
        attach(writer, drill, 1, read_photo_file(files[0]), Belongs())
        page = make_room(context)
        assert isinstance(page, ReviewPage)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        page.show()
        page.tabs.setCurrentWidget(page.photos)
        wait(qtbot, lambda: len(photos_of(page.photos)) == 1)
        wait(qtbot, lambda: len(page.photos.grid.pictures) == 1)

        assert not page.photos.add.isEnabled()
        assert not page.photos.form.out.isEnabled()
        assert page.photos.form.open.isEnabled()
        assert not drop(page.photos, files[1:])
        assert [picture is not None for picture in page.photos.grid.pictures.values()] == [True]
        context.jobs.run("data", context.services.close)
        wait(qtbot, lambda: not context.jobs.is_busy)
    assert told.said == []


# -- the report, and the way from the console ---------------------------------------


def test_a_saved_report_holds_the_photos(
    qtbot: QtBot, room: ReviewPage, tab: PhotosTab, files: list[Path], tmp_path: Path
) -> None:
    add(qtbot, tab, files[:2])
    target = tmp_path / "report.pdf"

    room.saveAsked.emit("report", "en", target)

    qtbot.waitUntil(target.exists, timeout=30_000)
    wait(qtbot, lambda: not presenter_of(room).printer.is_printing)
    last = PdfReader(target).pages[-1]
    assert "Photo 2: IMG_2.png" in last.extract_text()
    assert len(last.images) == 2
    assert b"SECRET" not in target.read_bytes()


def test_whoever_asks_for_photos_is_led_to_the_tab(
    qtbot: QtBot, context: AppContext, room: ReviewPage
) -> None:
    context.photosRequested.emit()

    wait(qtbot, room.photos.isVisible)
    assert room.window().focusWidget() is room.photos.add
    assert isinstance(room.photos.add, QPushButton)


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
        wait(qtbot, page.photos.isVisible)
        assert window.room == "review"
        assert page.photos.add.isEnabled()
        assert window.focusWidget() is page.photos.add
