"""A log pack leaves the screen as numbered QR codes and is put together from pictures of them."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest
from PIL import Image

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.exchange.pack.qr_codes import codes, gather, read_pictures
from drillplanner.services.exchange.written_files import draw_codes
from tests.exchange.pack.test_log_pack import chain, packed


def test_sixty_entries_come_back_from_pictures_in_any_order(tmp_path: Path) -> None:
    pack = packed(chain(60), {"p1": "王老师"})
    texts = codes(pack)
    paths = list(draw_codes(texts, tmp_path))
    random.Random(5).shuffle(paths)  # noqa: S311 - the same order every time

    found = gather(read_pictures([*paths, paths[0]]))

    assert found.count == len(texts) > 3
    assert found.data == pack
    assert read_pack(pack).state == "signed"


def test_a_picture_taken_askew_and_grey_is_read(tmp_path: Path) -> None:
    texts = codes(packed(chain(3)))
    (path, *_rest) = draw_codes(texts, tmp_path)
    with Image.open(path) as picture:
        photo = Image.new("L", (1600, 1200), 90)
        photo.paste(picture.convert("L").point(lambda light: 30 + light * 170 // 255), (500, 200))
    photo.rotate(7, fillcolor=90).save(tmp_path / "photo.jpg", quality=70)

    assert read_pictures([tmp_path / "photo.jpg"]) == (texts[0],)


def test_codes_that_are_missing_are_named() -> None:
    texts = codes(packed(chain(60)))

    found = gather(text for number, text in enumerate(texts, 1) if number not in (2, 4))

    assert (found.data, found.missing, found.count) == (None, (2, 4), len(texts))


def test_codes_of_two_packs_or_of_none_are_refused() -> None:
    first, second = codes(packed(chain(3))), codes(packed(chain(4)))

    with pytest.raises(FileRefused, match="several"):
        gather([*first, *second])
    with pytest.raises(FileRefused, match="no code"):
        gather(["https://example.org", "DP1/XX"])


def test_a_code_that_was_forged_does_not_fit() -> None:
    texts = list(codes(packed(chain(30))))
    tail = texts[0][-4:]
    texts[0] = texts[0][:-4] + ("0000" if tail != "0000" else "1111")

    with pytest.raises(FileRefused, match="do not fit"):
        gather(texts)


def test_what_unpacks_to_more_than_a_log_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = codes(b"x" * 1000)
    monkeypatch.setattr("drillplanner.exchange.pack.qr_codes.MAX_BYTES", 100)

    with pytest.raises(FileRefused, match="more than a log"):
        gather(bomb)


def test_a_log_too_large_for_codes_is_said() -> None:
    noise = random.Random(1).randbytes(200_000)  # noqa: S311 - what cannot be compressed

    with pytest.raises(UserError, match="stick"):
        codes(noise)
    assert len(zlib.compress(noise)) > 100_000


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n broken")

    with pytest.raises(FileRefused, match=r"x\.png"):
        read_pictures([path])
