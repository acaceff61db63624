from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.plan.parser.reading import parse_script
from drillplanner.services.fact_factory import open_drill, publish_script, script_fact
from drillplanner.services.plan.scripts import (
    open_script,
    opened,
    samples,
    save_copy,
    save_script,
    script_of,
)
from drillplanner.services.run.sessions import create_workspace
from tests.plan.sample import sample, written


def test_a_saved_script_opens_as_the_same_script(tmp_path: Path) -> None:
    built_in = samples()[0]

    saved = save_script(built_in, tmp_path / "脚本.json")

    assert open_script(tmp_path / "脚本.json") == saved
    assert saved.script == built_in.script


def test_a_saved_copy_is_a_script_of_its_own_and_else_the_same(tmp_path: Path) -> None:
    built_in = samples()[0]

    copy = save_copy(built_in, tmp_path / "副本.json")

    assert copy.path == tmp_path / "副本.json"
    assert open_script(tmp_path / "副本.json") == copy
    assert copy.script.id != built_in.script.id
    assert copy.script == replace(built_in.script, id=copy.script.id)
    assert copy.document == built_in.document.replace(built_in.script.id, copy.script.id, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["副本.json"]


def test_two_copies_and_a_copy_of_a_copy_are_three_scripts(tmp_path: Path) -> None:
    first = save_copy(samples()[0], tmp_path / "1.json")
    second = save_copy(samples()[0], tmp_path / "2.json")
    third = save_copy(first, tmp_path / "3.json")

    ids = {one.script.id for one in (samples()[0], first, second, third)}
    assert len(ids) == 4
    assert len(third.script.id) == len(first.script.id)


def test_a_copy_of_a_script_with_the_longest_id_has_one_that_is_allowed(tmp_path: Path) -> None:
    value = {**sample(), "id": "x" * 64}

    copy = save_copy(opened(written(value)), tmp_path / "copy.json")

    assert open_script(tmp_path / "copy.json") == copy


def test_a_limit_that_names_no_source_is_opened_but_not_published(tmp_path: Path) -> None:
    value = sample()
    value["targets"][0]["source"] = {"class": "N", "url": "https://example.org"}
    script = opened(written(value))
    author = PersonId(new_id())

    with create_workspace(tmp_path / "w.drill") as workspace:
        with pytest.raises(FileRefused, match="1 limit names no source") as refused:
            publish_script(workspace, script.script.id, script.document, author)
        before = script_fact(script.script.id, script.document, author, 1)
        workspace.add([before])

        assert publish_script(workspace, script.script.id, script.document, author) == before
    assert [fault.path for fault in refused.value.faults] == ["$.targets[0].source"]
    assert any("class N" in str(warning.text) for warning in script.warnings)


def test_a_copy_into_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        save_copy(samples()[0], tmp_path / "nowhere" / "copy.json")


def test_the_script_of_a_drill_is_the_version_it_is_held_with(tmp_path: Path) -> None:
    built_in = samples()[0]
    author = PersonId(new_id())
    with create_workspace(tmp_path / "w.drill") as workspace:
        fact = publish_script(workspace, built_in.script.id, built_in.document, author)
        drill = open_drill(workspace, fact, "校门演练", author)

        held = script_of(workspace, drill.id)

    assert held.is_published
    assert held.script == parse_script(built_in.document.encode())


def test_a_drill_that_is_not_there_has_no_script(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "w.drill") as workspace, pytest.raises(UserError):
        script_of(workspace, "nobody-knows")
