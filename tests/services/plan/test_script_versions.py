"""Versions are listed with who prepared, reviewed and approved them, and who typed that."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.rules import TABLES
from drillplanner.services.plan.drafts import draft_of
from drillplanner.services.plan.scripts import samples

TYPIST = PersonId("李四")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path)) as built:
        yield built


def published(services: Services, *places: str) -> str:
    """Publish one version after the other, the first step at other places; give the script's id."""
    drafts, sample = services.drafts, samples()[0]
    kept = drafts.begin(draft_of(sample), sample)
    for place in places:
        step = kept.draft.script.steps[0].id
        edit = acts.type_cell(kept.draft, TABLES["steps"], step, "place", place, "zh_CN")
        kept, _script = drafts.publish(
            type(kept)(kept.id, edit.draft, kept.base, kept.revision), TYPIST
        )
    return kept.draft.script.id


def test_versions_are_numbered_in_the_order_of_publishing(services: Services) -> None:
    id_ = published(services, "东门", "西门")

    versions = services.versions.of(id_)

    assert [one.number for one in versions] == [2, 1]
    assert services.versions.script(versions[0].hash).steps[0].place == "西门"
    assert versions[1].author == TYPIST


def test_a_version_is_signed_off_stage_by_stage_and_says_who_typed_it(services: Services) -> None:
    id_ = published(services, "东门")
    (version,) = services.versions.of(id_)

    services.versions.sign(version.hash, "prepared", " 张三 ", TYPIST)
    services.versions.sign(version.hash, "reviewed", "王五", TYPIST)

    (version,) = services.versions.of(id_)
    prepared = version.signed("prepared")
    assert prepared is not None
    assert (prepared.name, prepared.typed_by) == ("张三", "李四")
    assert version.signed("approved") is None


def test_nobody_approves_what_was_not_reviewed(services: Services) -> None:
    (version,) = services.versions.of(published(services, "东门"))

    with pytest.raises(UserError, match="prepared, then reviewed"):
        services.versions.sign(version.hash, "approved", "局长", TYPIST)


def test_a_name_typed_again_takes_the_place_of_the_first(services: Services) -> None:
    id_ = published(services, "东门")
    (version,) = services.versions.of(id_)

    services.versions.sign(version.hash, "prepared", "张三", TYPIST)
    services.versions.sign(version.hash, "prepared", "张三丰", TYPIST)

    assert [one.name for one in services.versions.of(id_)[0].sign_offs] == ["张三丰"]
