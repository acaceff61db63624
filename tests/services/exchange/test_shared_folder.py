"""What a laptop drops is whole, written once while nothing changed, and read without trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.services.exchange import shared_folder
from drillplanner.services.exchange.shared_folder import (
    Drop,
    Dropper,
    Signs,
    changed,
    drop_name,
    read_folder,
)


def drop(pack: bytes = b"pack", beat: int = 1, name: str = "gate-1") -> Drop:
    return Drop(name, pack, Signs("gate", beat, 80, is_plugged=True))


def test_a_pack_is_written_when_it_changed_and_the_signs_every_time(tmp_path: Path) -> None:
    dropper = Dropper()

    assert dropper.write(tmp_path, drop())
    first = read_folder(tmp_path)
    assert not dropper.write(tmp_path, drop(beat=2))
    second = read_folder(tmp_path)
    assert dropper.write(tmp_path, drop(b"more", 3))

    assert [one.signs for one in second] == [Signs("gate", 2, 80, is_plugged=True)]
    assert changed(first, second) == {"gate-1"}
    assert changed(second, second) == frozenset()
    assert read_folder(tmp_path)[0].pack == b"more"


def test_what_somebody_deleted_is_written_again(tmp_path: Path) -> None:
    dropper = Dropper()
    dropper.write(tmp_path, drop())
    (tmp_path / "gate-1.drillpack").unlink()

    assert dropper.write(tmp_path, drop())


def test_a_folder_out_of_reach_is_said_and_made_up_for_later(tmp_path: Path) -> None:
    dropper, folder = Dropper(), tmp_path / "share"
    with pytest.raises(UserError):
        dropper.write(folder, drop())
    with pytest.raises(StoreFault, match="not in reach"):
        read_folder(folder)

    folder.mkdir()

    assert dropper.write(folder, drop())


def test_too_much_is_neither_dropped_nor_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_folder, "MAX_BYTES", 10)
    with pytest.raises(UserError, match="too large"):
        Dropper().write(tmp_path, drop(b"x" * 11))
    (tmp_path / "large.drillpack").write_bytes(b"x" * 11)
    (tmp_path / "folder.drillpack").mkdir()
    (tmp_path / "other.txt").write_bytes(b"x")

    assert read_folder(tmp_path) == ()


@pytest.mark.parametrize(
    "said",
    [b"", b"{", b"[1]", b"\xff", b'{"source":1}', b"x" * 3_000,
     b'{"source":"a","beat":1,"battery":900,"plugged":1}'],
)  # fmt: skip
def test_signs_that_are_none_say_nothing(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "a.drillpack").write_bytes(b"pack")
    (tmp_path / "a.here").write_bytes(said)

    assert read_folder(tmp_path)[0].signs is None


def test_two_laptops_of_one_name_have_files_of_their_own() -> None:
    assert drop_name("门卫", "k1", "d") != drop_name("门卫", "k2", "d")
    assert drop_name("a/b", "k1", "d").startswith("a b-")
