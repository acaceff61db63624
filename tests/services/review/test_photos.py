"""Photos of a recorded drill: attached, described, taken out, put back, printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import DrillId, EntryId, PersonId
from drillplanner.base.texts import _
from drillplanner.base.translator import translator
from drillplanner.exchange.photo import PhotoFile, examine
from drillplanner.run.codec import seal
from drillplanner.run.photos.attachments import parts
from drillplanner.run.photos.photo import Belongs, Photo, album, photo_fact
from drillplanner.services.exchange.pack_exchange import hand_over, take_in
from drillplanner.services.review.photos import album as photos
from drillplanner.services.review.photos.album import PhotoLine, attach, photo_lines
from drillplanner.services.review.photos.places import Places
from drillplanner.services.review.review_session import DrillReview, read_drill, review_drill
from drillplanner.store.workspace import Workspace
from drillplanner.terms.document import Phrase
from tests.exchange.photos_made import jpeg, phone_jpeg, png
from tests.services.drills_held import hold


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.drill") as made:
        yield made


@pytest.fixture
def drill(workspace: Workspace) -> DrillId:
    return hold(workspace, "Lockdown")


def review(workspace: Workspace, drill: DrillId) -> DrillReview:
    return review_drill(read_drill(workspace, drill))


def lines(workspace: Workspace, drill: DrillId) -> tuple[PhotoLine, ...]:
    return photo_lines(review(workspace, drill))


def file(number: int = 0) -> PhotoFile:
    return examine(f"IMG_{number}.png", png((20 + number, 10)))


def said(phrase: Phrase) -> str:
    return translator("en").say(phrase)


# -- attaching ----------------------------------------------------------------------------------


def test_a_photo_belongs_to_an_entry_a_step_a_unit_or_the_drill(
    workspace: Workspace, drill: DrillId
) -> None:
    call = next(one.entry for one in workspace.entries(drill) if one.entry.step == "call")
    places = (
        Belongs(entry=call.id),
        Belongs(step="call"),
        Belongs(step="shut", unit="c2"),
        Belongs(),
    )
    for number, belongs in enumerate(places):
        assert attach(workspace, drill, 1, file(number), belongs, by="Chen")

    found = lines(workspace, drill)
    # The drill began at 09:00:00; the call was marked 20 s later.
    assert [said(line.belongs) for line in found] == [
        "09:00:20.0 gate: Call to 110",
        "Call to 110",
        "Classroom shut (c2)",
        "The whole drill",
    ]
    assert {line.by for line in found} == {"Chen"}
    assert all(line.is_here for line in found)


def test_a_photo_changes_neither_score_nor_log(workspace: Workspace, drill: DrillId) -> None:
    before = review(workspace, drill)

    attach(workspace, drill, 1, file(), Belongs())

    after = review(workspace, drill)
    assert (after.card, after.used, after.inputs) == (before.card, before.used, before.inputs)


def test_many_files_are_kept_each_or_refused_each(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    (tmp_path / "good.jpg").write_bytes(phone_jpeg())
    (tmp_path / "same.jpg").write_bytes(phone_jpeg())
    (tmp_path / "cut.jpg").write_bytes(phone_jpeg()[:500])
    (tmp_path / "other.png").write_bytes(png())
    names = ("good.jpg", "same.jpg", "cut.jpg", "none.jpg", "other.png")

    done = photos.attach_files(
        [tmp_path / name for name in names],
        lambda one: attach(workspace, drill, 1, one, Belongs()),
    )

    assert done.added == ("good.jpg", "other.png")
    assert [(name, str(why)) for name, why in done.refused] == [
        ("same.jpg", "This photo is attached already, as good.jpg."),
        ("cut.jpg", "The picture is damaged or was cut; it cannot be read."),
        ("none.jpg", "There is no such file; check the path."),
    ]
    assert [line.photo.name for line in lines(workspace, drill)] == ["good.jpg", "other.png"]


def test_files_left_when_a_drill_begins_are_named(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    (tmp_path / "a.png").write_bytes(png())

    done = photos.attach_files([tmp_path / "a.png"], lambda _one: True, lambda: True)

    assert done.added == ()
    assert "a drill began" in str(done.refused[0][1])


def test_a_drill_holds_so_many_bytes_of_photos_and_no_more(
    workspace: Workspace, drill: DrillId, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = file(1), file(2)
    monkeypatch.setattr(photos, "MOST_BYTES", len(one.data) + len(two.data) - 1)
    attach(workspace, drill, 1, one, Belongs())

    with pytest.raises(UserError, match="more than is left"):
        attach(workspace, drill, 1, two, Belongs())
    assert len(lines(workspace, drill)) == 1


def test_missing_bytes_are_given_by_attaching_the_file_again(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    attach(workspace, drill, 1, file(), Belongs(step="call"))
    facts = [one for one in workspace.facts() if one.kind != "attachment_part"]
    with Workspace.create(tmp_path / "other.drill") as other:
        other.add(facts)
        (line,) = lines(other, drill)
        assert not line.is_here

        assert not attach(other, drill, 1, file(), Belongs())

        (line,) = lines(other, drill)
        assert line.is_here
        assert line.photo.belongs == Belongs(step="call")


def test_a_photo_whose_bytes_are_missing_in_one_round_is_attached_to_another_all_the_same(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    attach(workspace, drill, 1, file(), Belongs())
    facts = [one for one in workspace.facts() if one.kind != "attachment_part"]
    with Workspace.create(tmp_path / "other.drill") as other:
        other.add(facts)

        assert attach(other, drill, 2, file(), Belongs())

        photos_of = album(other.facts(drill)).photos
        assert [photo.round for photo in photos_of] == [1, 2]
        assert other.attachment(file().sha256) == file().data


def test_photos_go_along_when_a_drill_is_handed_over(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    attach(workspace, drill, 1, file(), Belongs())
    packed = hand_over(workspace, drill)
    with Workspace.create(tmp_path / "other.drill") as other:
        take_in(other, packed)

        assert [line.is_here for line in lines(other, drill)] == [True]
        assert other.attachment(file().sha256) == file().data


# -- words, taking out ----------------------------------------------------------------------------


def only(workspace: Workspace, drill: DrillId) -> Photo:
    (line,) = lines(workspace, drill)
    return line.photo


def test_other_words_stand_in_place_of_the_old(workspace: Workspace, drill: DrillId) -> None:
    attach(workspace, drill, 1, file(), Belongs(), by="Chen")

    photos.describe(workspace, drill, only(workspace, drill), " 门锁\n磨损 ", Belongs(step="call"))
    photos.describe(workspace, drill, only(workspace, drill), "门锁磨损，已换", Belongs())

    found = only(workspace, drill)
    assert (found.caption, found.belongs) == ("门锁磨损，已换", Belongs())
    assert lines(workspace, drill)[0].by == "Chen"
    assert len(workspace.facts(drill, "photo")) == 3


def test_words_that_are_too_long_change_nothing(workspace: Workspace, drill: DrillId) -> None:
    attach(workspace, drill, 1, file(), Belongs())

    with pytest.raises(UserError, match="too long"):
        photos.describe(workspace, drill, only(workspace, drill), "x" * 501, Belongs())
    assert only(workspace, drill).caption == ""


def test_a_photo_that_was_taken_out_is_gone_and_can_be_put_back(
    workspace: Workspace, drill: DrillId
) -> None:
    attach(workspace, drill, 1, file(), Belongs())
    photos.describe(workspace, drill, only(workspace, drill), "门锁", Belongs())
    before = only(workspace, drill)

    photos.take_out(workspace, drill, before)
    assert lines(workspace, drill) == ()
    photos.put_back(workspace, drill, before)

    after = only(workspace, drill)
    assert (after.caption, after.sha256) == ("门锁", before.sha256)
    assert lines(workspace, drill)[0].is_here


def test_a_photo_that_was_taken_out_can_be_attached_anew(
    workspace: Workspace, drill: DrillId
) -> None:
    attach(workspace, drill, 1, file(), Belongs())
    photos.take_out(workspace, drill, only(workspace, drill))

    assert attach(workspace, drill, 1, file(), Belongs())
    assert len(lines(workspace, drill)) == 1


# -- what it belongs to ---------------------------------------------------------------------------


def test_a_photo_can_belong_to_the_drill_every_entry_and_every_step(
    workspace: Workspace, drill: DrillId
) -> None:
    places = [said(place.words) for place in Places(review(workspace, drill)).all()]

    assert places[:5] == [
        "The whole drill",
        "09:00:00.0 gate: Alarm raised",
        "09:00:05.0 gate: Classroom shut (c1)",
        "09:00:20.0 gate: Call to 110",
        "09:00:40.0 gate: Classroom shut (c2)",
    ]
    assert places[5:] == [
        "Alarm raised",
        "Classroom shut",
        "Classroom shut (c1)",
        "Classroom shut (c2)",
        "Call to 110",
    ]


def test_a_note_is_named_by_its_words_and_the_programs_own_notes_are_no_choice(
    workspace: Workspace, drill: DrillId
) -> None:
    before = review(workspace, drill)
    last = workspace.entries(drill)[-1].entry
    notes = [
        seal(replace(last, id=EntryId(f"n{seq}"), seq=50 + seq, kind="note", text=text))
        for seq, text in enumerate(("rail stuck " + "x" * 40, "!clock jump moved_ns=1 u_s=0"))
    ]
    recorded = replace(before.recorded, entries=(*before.recorded.entries, *notes))

    places = [said(place.words) for place in Places(review_drill(recorded)).all()]

    assert [words for words in places if "rail stuck" in words] == [
        f"09:00:45 gate: rail stuck {'x' * 29}…"
    ]
    assert not any("!clock" in words for words in places)


def test_an_entry_of_another_laptop_is_named_by_its_id(
    workspace: Workspace, drill: DrillId
) -> None:
    elsewhere = Belongs(entry="01a22258-1d11-7198-94b1-08d42de5a216")
    attach(workspace, drill, 1, file(), elsewhere)

    assert said(lines(workspace, drill)[0].belongs) == (
        "log entry …2de5a216, not in this workspace"
    )


# -- showing and printing -------------------------------------------------------------------------


def test_a_report_gets_pictures_drawn_anew_and_says_what_is_missing(
    workspace: Workspace, drill: DrillId
) -> None:
    attach(workspace, drill, 1, examine("a.jpg", phone_jpeg()), Belongs(step="call"))
    absent = examine("b.jpg", jpeg((30, 20)))
    lost = Photo(
        "p9", 1, PersonId("keeper"), Belongs(), "", "b.jpg", absent.type, 9, "f" * 64, 30, 20
    )
    workspace.add([photo_fact(lost, drill)])
    made = review(workspace, drill)

    inputs = photos.with_photos(made.inputs, photo_lines(made), workspace.attachment)

    here, missing = inputs.photos
    assert (here.width, here.height, here.taken) == (64, 48, "2026:11:23 15:08:40")
    assert here.picture is not None
    assert b"SECRET" not in here.picture
    assert missing.picture is None
    assert str(missing.missing) == "The picture is not in this workspace."


def test_bytes_that_were_changed_are_said_in_the_report(
    workspace: Workspace, drill: DrillId
) -> None:
    attach(workspace, drill, 1, file(), Belongs())
    made = review(workspace, drill)

    def changed(_sha256: str) -> bytes:
        raise FileRefused(_("The photo was changed."))

    (one,) = photos.with_photos(made.inputs, photo_lines(made), changed).photos
    assert "damaged" in str(one.missing)
    assert photos.small_picture(file().sha256, changed, 64) is None


def test_a_copy_to_pass_on_carries_nothing_the_camera_wrote(
    workspace: Workspace, drill: DrillId, tmp_path: Path
) -> None:
    attach(workspace, drill, 1, examine("a.jpg", phone_jpeg()), Belongs())
    sha256, target = only(workspace, drill).sha256, tmp_path / "copy.jpg"

    photos.save_copy(sha256, workspace.attachment, target)

    assert examine("copy.jpg", target.read_bytes()).width == 64
    assert b"SECRET" not in target.read_bytes()
    with pytest.raises(UserError, match="not in this workspace"):
        photos.save_copy("0" * 64, workspace.attachment, target)
    with pytest.raises(UserError, match="damaged"):
        photos.save_copy(sha256, lambda _name: b"no picture", target)
    assert examine("copy.jpg", target.read_bytes()).width == 64


def test_a_small_picture_is_no_larger_than_asked(workspace: Workspace, drill: DrillId) -> None:
    attach(workspace, drill, 1, examine("a.jpg", jpeg((300, 100))), Belongs())
    photo = only(workspace, drill)

    small = photos.small_picture(photo.sha256, workspace.attachment, 90)

    assert small is not None
    assert (small.width, small.height, len(small.data)) == (90, 30, 90 * 30 * 3)
    assert photos.small_picture("0" * 64, workspace.attachment, 90) is None


def test_parts_of_foreign_bytes_never_become_a_photo(workspace: Workspace, drill: DrillId) -> None:
    workspace.add(parts(drill, b"MZ no picture"))

    assert lines(workspace, drill) == ()
