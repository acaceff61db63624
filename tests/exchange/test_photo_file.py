"""Photos from outside: what is read, what is refused in one sentence, what never leaves again."""

from __future__ import annotations

import os
import struct
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drillplanner.exchange.photo import examine, jpeg_copy, pixels, read_photo_file
from drillplanner.exchange.text_file import Unreadable
from drillplanner.run.fact import digest
from tests.exchange.photos_made import camera, jpeg, phone_jpeg, png


def refusal(data: bytes, name: str = "a.jpg") -> str:
    with pytest.raises(Unreadable) as refused:
        examine(name, data)
    return str(refused.value.text)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def declared(width: int, height: int) -> bytes:
    """Give a PNG of a few bytes that claims to be of any size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# -- what is read -----------------------------------------------------------------------------


def test_a_phones_photo_is_read_with_its_own_time_and_that_it_names_a_place(
    tmp_path: Path,
) -> None:
    data = phone_jpeg()
    (tmp_path / "IMG 1.jpg").write_bytes(data)

    photo = read_photo_file(tmp_path / "IMG 1.jpg")

    assert (photo.name, photo.type) == ("IMG 1.jpg", "image/jpeg")
    assert (photo.data, photo.sha256) == (data, digest(data))
    assert (photo.width, photo.height) == (64, 48)
    assert photo.taken == "2026:11:23 15:08:40"
    assert photo.has_location
    assert not examine("a.jpg", phone_jpeg(place=False)).has_location


def test_a_place_in_the_other_packet_is_found_too() -> None:
    packet = b"<x:xmpmeta><exif:GPSLatitude>31,12N</exif:GPSLatitude></x:xmpmeta>"

    assert examine("a.jpg", jpeg(xmp=packet)).has_location


def test_a_photo_taken_on_its_side_has_the_size_it_is_looked_at_with() -> None:
    photo = examine("a.jpg", phone_jpeg(orientation=6))

    assert (photo.width, photo.height) == (48, 64)


def test_the_type_is_that_of_the_bytes_whatever_the_name_says() -> None:
    assert examine("a.jpg", png()).type == "image/png"
    assert examine("a.png", jpeg()).type == "image/jpeg"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read_and_drawn(mode: str) -> None:
    data = png(mode=mode)

    assert examine("a.png", data).width == 64
    assert len(pixels(data, 32).data) == 32 * 24 * 3


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_every_kind_of_jpeg_is_read_and_drawn(mode: str) -> None:
    data = jpeg(mode=mode, progressive=True)

    assert examine("a.jpg", data).width == 64
    assert jpeg_copy(data, 32).width == 32


def test_a_damaged_note_of_the_camera_costs_only_the_note() -> None:
    data = bytearray(phone_jpeg())
    at = data.index(b"Exif\0\0") + 6
    data[at : at + 8] = b"\xff" * 8

    photo = examine("a.jpg", bytes(data))

    assert (photo.width, photo.taken) == (64, "")
    assert jpeg_copy(bytes(data)).width == 64


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(50), "This is GIF"),
        (bytes(4) + b"ftypheic" + bytes(50), "This is HEIC"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "This is WebP"),
        (b"<svg onload='x'>", "no JPEG or PNG"),
        (b"MZ" + bytes(99), "no JPEG or PNG"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff" + b"\xff\xe1\xff\xff" * 100, "damaged"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_picture_that_claims_too_many_pixels_is_refused_before_it_is_decoded() -> None:
    assert "million pixels" in refusal(declared(10_000, 8_001))
    assert "pixels long" in refusal(declared(1, 79_999_999))
    assert "pixels long" in refusal(declared(79_999_999, 1))
    assert "million pixels" in refusal(declared(2**31 - 1, 2**31 - 1))
    assert "damaged" in refusal(declared(8_000, 8_000))


def test_a_jpeg_of_endless_passes_is_refused() -> None:
    data = jpeg(progressive=True)
    scan = data.index(b"\xff\xda")

    assert "damaged" in refusal(data[:scan] + data[scan:-2] * 60 + data[-2:])


def test_a_picture_that_moves_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])

    assert "moves" in refusal(target.getvalue())


def test_a_file_that_is_too_large_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.touch()
    os.truncate(large, 20_000_001)

    for path, words in ((large, "20 MB"), (tmp_path / "no.jpg", "no such"), (tmp_path, "folder")):
        with pytest.raises(Unreadable, match=words):
            read_photo_file(path)


@pytest.mark.parametrize("data", [phone_jpeg(), png(exif=camera()), jpeg(progressive=True)])
def test_cut_at_every_fiftieth_it_is_refused_in_one_sentence(data: bytes) -> None:
    for share in range(50):
        assert refusal(data[: len(data) * share // 50]).endswith(".")


@pytest.mark.parametrize("data", [phone_jpeg(), png(exif=camera()), png(mode="P")])
def test_a_byte_flipped_anywhere_is_read_or_refused_and_drawn_if_it_was_read(data: bytes) -> None:
    for at in range(0, len(data), 3):
        damaged = data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1 :]
        try:
            examine("a", damaged)
        except Unreadable:
            continue
        assert b"SECRET" not in jpeg_copy(damaged, 32).data


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_any_bytes_are_read_or_refused(tail: bytes, head: bytes) -> None:
    with suppress(Unreadable):
        assert examine("a", head + tail).data == head + tail


# -- what leaves again ----------------------------------------------------------------------------


def test_a_copy_carries_nothing_of_what_the_camera_wrote() -> None:
    copy = jpeg_copy(phone_jpeg())

    assert b"SECRET" not in copy.data
    assert b"Exif" not in copy.data
    with Image.open(BytesIO(copy.data)) as image:
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not image.getexif()


def test_a_copy_is_no_longer_than_asked_and_never_larger_than_the_photo() -> None:
    assert (jpeg_copy(jpeg((3000, 2000)), 1600).width, jpeg_copy(jpeg(), 1600).width) == (1600, 64)


@pytest.mark.parametrize(
    ("orientation", "corner"),
    list(enumerate([(0, 0), (1, 0), (1, 1), (0, 1)] * 2, start=1)),
)
def test_a_copy_stands_upright(orientation: int, corner: tuple[int, int]) -> None:
    # The red corner is top left in the file; EXIF 6 says: turn it clockwise, so it is top right.
    copy = pixels(phone_jpeg(orientation), 64)
    x, y = (corner[0] * (copy.width - 9) + 4, corner[1] * (copy.height - 9) + 4)
    at = (y * copy.width + x) * 3

    assert copy.data[at] > 150
    assert copy.data[at + 1] < 100
    assert (copy.width > copy.height) == (orientation < 5)


def test_what_is_transparent_becomes_white() -> None:
    target = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")

    assert set(pixels(target.getvalue(), 8).data) == {255}


def test_deep_grey_keeps_its_greys() -> None:
    target = BytesIO()
    Image.new("I;16", (8, 8), 32_768).save(target, "PNG")

    assert set(pixels(target.getvalue(), 8).data) == {128}
