"""Decisions become facts: script versions, drills, issued scorecards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.base.ids import PersonId
from drillplanner.run.fact import read_body
from drillplanner.services.fact_factory import (
    drills,
    issue_scorecard,
    open_drill,
    publish_script,
    script_document,
)
from drillplanner.store.workspace import Workspace

AUTHOR = PersonId("p1")
DOCUMENT = '{\n  "id": "s", "limit_s": 60.0, "title": "防暴演练"\n}\n'


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.db") as made:
        yield made


def test_a_script_version_keeps_its_text_to_the_letter(workspace: Workspace) -> None:
    fact = publish_script(workspace, "s", DOCUMENT, AUTHOR)

    assert script_document(workspace.facts(kind="script")[0]) == DOCUMENT
    assert publish_script(workspace, "s", DOCUMENT, AUTHOR) == fact
    assert publish_script(workspace, "s", DOCUMENT + " ", AUTHOR) != fact


def test_a_drill_holds_the_hash_of_its_script_version(workspace: Workspace) -> None:
    fact = publish_script(workspace, "s", DOCUMENT, AUTHOR)

    drill = open_drill(workspace, fact, "秋季演练", AUTHOR, nature="no_notice")

    assert drill.script == fact.hash
    assert drills(workspace) == (drill,)


def test_an_issued_scorecard_is_frozen_with_its_inputs_and_rules(workspace: Workspace) -> None:
    drill = open_drill(workspace, publish_script(workspace, "s", DOCUMENT, AUTHOR), "演练", AUTHOR)

    fact = issue_scorecard(
        workspace, drill.id, '{"score": 87.5}', inputs=["b", "a"], rules="1", author=AUTHOR
    )

    body = read_body(fact.data)
    assert workspace.facts(drill.id, "scorecard") == (fact,)
    assert (body["document"], body["inputs"], body["rules"]) == ('{"score": 87.5}', ["a", "b"], "1")


def test_a_fact_of_another_kind_is_no_script(workspace: Workspace) -> None:
    script = publish_script(workspace, "s", DOCUMENT, AUTHOR)
    drill = open_drill(workspace, script, "演练", AUTHOR)

    with pytest.raises(FileRefused):
        script_document(workspace.facts(drill.id)[0])
