"""Settings survive damage: what is broken takes its default, and the program starts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ui.settings import Settings, SettingsFile


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "deep" / "settings.json")
    chosen = Settings(language="en", theme="sunlight", scale=150, recent=("a.json",))

    assert file.save(chosen)

    assert file.load() == chosen
    assert not file.was_damaged


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 64, b"[]", b"{", b'{"recent": 3}', b'{"scale": "x"}', b"\xff\xfe"]
)
def test_a_damaged_file_costs_only_the_choices(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    file = SettingsFile(path)

    assert file.load() == Settings()
    assert file.was_damaged


def test_a_file_of_the_future_keeps_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "neon", "scale": 150, "new": 1}), encoding="utf-8")

    found = SettingsFile(path).load()

    assert (found.theme, found.scale) == ("light", 150)


def test_a_home_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert not SettingsFile(tmp_path / "file" / "settings.json").save(Settings())


def test_recent_files_stand_newest_first_and_once() -> None:
    settings = Settings()
    for name in ("a", "b", "a", *(str(n) for n in range(20))):
        settings = settings.with_recent(Path(name))

    assert len(settings.recent) == 10
    assert settings.recent[0] == "19"
    assert len(set(settings.recent)) == 10
