"""Catalogues are compiled once, when their source is newer."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from hatch_build import compile_catalogues

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Missed"
msgstr "未达标"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "resources/locale/zh_CN/LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "drillplanner.po"
    path.write_text(CATALOGUE, encoding="utf-8")
    return path


def test_a_catalogue_is_compiled_in_place(source: Path, tmp_path: Path) -> None:
    written = compile_catalogues(tmp_path)

    assert written == [source.with_suffix(".mo")]
    with written[0].open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Missed") == "未达标"
    assert sorted(path.suffix for path in source.parent.iterdir()) == [".mo", ".po"]


def test_what_is_compiled_is_left_alone_until_the_source_is_newer(
    source: Path, tmp_path: Path
) -> None:
    compile_catalogues(tmp_path)
    os.utime(source.with_suffix(".mo"), (2_000_000_000, 2_000_000_000))

    assert compile_catalogues(tmp_path) == []

    os.utime(source, (2_000_000_001, 2_000_000_001))
    assert len(compile_catalogues(tmp_path)) == 1
