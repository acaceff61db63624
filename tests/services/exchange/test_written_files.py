"""A name of a file is made of words that may hold anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drillplanner.services.exchange.written_files import file_named


@pytest.mark.parametrize(
    "words",
    [
        "../../etc/passwd",
        "C:\\Windows\\x",
        "a\x00b",
        "演练\u202efdp.exe",
        "a\ud800b",
        "a\u2028b\u200bc",
        "CON",
        "nul.old",
        "..",
        "",
        "名" * 300,
    ],
)
def test_whatever_the_words_are_there_is_a_name_in_this_very_folder(
    words: str, tmp_path: Path
) -> None:
    for name in (file_named([words], "drill", ".drillpack"), file_named([""], words, ".drillpack")):
        path = tmp_path / name
        path.write_bytes(b"x")

        assert path.resolve().parent == tmp_path.resolve()
        assert name.endswith(".drillpack")
        assert not any(ord(one) < 32 or 0x2028 <= ord(one) <= 0x202E for one in name)
        assert name.split(".")[0].upper() not in ("CON", "NUL")
        assert len(os.fsencode(name)) < 256
