from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.plan.parser.reading import parse_script
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import open_script, samples, save_copy, script_of
from drillplanner.services.run.sessions import create_workspace


def test_a_saved_copy_opens_as_the_same_script(tmp_path: Path) -> None:
    sample = samples()[0]

    copy = save_copy(sample, tmp_path / "副本.json")

    assert copy.path == tmp_path / "副本.json"
    assert open_script(tmp_path / "副本.json") == copy
    assert [path.name for path in tmp_path.iterdir()] == ["副本.json"]


def test_a_copy_into_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        save_copy(samples()[0], tmp_path / "nowhere" / "copy.json")


def test_the_script_of_a_drill_is_the_version_it_is_held_with(tmp_path: Path) -> None:
    sample = samples()[0]
    author = PersonId(new_id())
    with create_workspace(tmp_path / "w.drill") as workspace:
        fact = publish_script(workspace, sample.script.id, sample.document, author)
        drill = open_drill(workspace, fact, "校门演练", author)

        opened = script_of(workspace, drill.id)

    assert opened.is_published
    assert opened.script == parse_script(sample.document.encode())


def test_a_drill_that_is_not_there_has_no_script(tmp_path: Path) -> None:
    with create_workspace(tmp_path / "w.drill") as workspace, pytest.raises(UserError):
        script_of(workspace, "nobody-knows")
