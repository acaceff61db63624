"""Drafts stay: saved at every edit, reopened after a kill, published as a version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.plan.editing import acts
from drillplanner.plan.editing.draft import Draft, blank_script
from drillplanner.plan.editing.rules import TABLES
from drillplanner.services.plan.drafts import Drafts, draft_of
from drillplanner.services.plan.scripts import open_script, samples, save_script


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path)) as built:
        yield built


@pytest.fixture
def drafts(services: Services) -> Drafts:
    return services.drafts


def written() -> Draft:
    """Give a small draft that may be published."""
    draft = Draft(blank_script("own", "演练", "anti_ramming", "zh_CN"))
    return acts.insert(draft, TABLES["steps"], 0, "zh_CN", 2).draft


def test_a_draft_is_opened_again_as_it_was(drafts: Drafts) -> None:
    draft = replace(written(), t0_clock_s=33_000.0)
    draft = acts.lock(draft, {draft.script.steps[0].id}).draft

    kept = drafts.begin(draft)

    found = drafts.open(kept.id)
    assert found.draft.script.steps == draft.script.steps
    assert (found.draft.locked, found.draft.t0_clock_s) == (draft.locked, 33_000.0)
    assert found.revision == 1


def test_another_program_finds_what_a_killed_one_had_saved(tmp_path: Path) -> None:
    with build(Paths.within(tmp_path)) as first:
        kept = first.drafts.begin(written())

    with build(Paths.within(tmp_path)) as second:
        assert [card.id for card in second.drafts.all()] == [kept.id]
        assert second.drafts.all()[0].steps == 2


def test_a_later_revision_is_not_written_over(drafts: Drafts) -> None:
    kept = drafts.begin(written())
    drafts.save(kept)

    with pytest.raises(UserError, match="another window"):
        drafts.save(kept)

    assert drafts.open(kept.id).revision == 2


def test_a_damaged_draft_is_told_and_hides_no_other(drafts: Drafts) -> None:
    kept, other = drafts.begin(written()), drafts.begin(written())
    (drafts.folder / f"{kept.id}.draft.json").write_text("{", encoding="utf-8")

    assert [card.id for card in drafts.all()] == [other.id]
    with pytest.raises(FileRefused, match="damaged"):
        drafts.open(kept.id)


@pytest.mark.parametrize("broken", [[], {"format": "x"}, {"script": {}}, {"revision": "many"}])
def test_no_document_that_is_no_draft_is_believed(drafts: Drafts, broken: object) -> None:
    kept = drafts.begin(written())
    path = drafts.folder / f"{kept.id}.draft.json"
    value = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(value | broken if isinstance(broken, dict) else broken))

    with pytest.raises(FileRefused):
        drafts.open(kept.id)


def test_a_sample_is_taken_under_an_id_of_its_own_and_goes_on_when_opened_again(
    drafts: Drafts,
) -> None:
    sample = samples()[0]
    kept = drafts.begin(draft_of(sample), sample)

    assert kept.draft.script.id != sample.script.id
    assert drafts.of(sample) == kept
    assert drafts.of(samples()[1]) is None


def test_publishing_makes_a_version_and_the_draft_goes_on(
    services: Services, drafts: Drafts
) -> None:
    kept = drafts.begin(written())

    kept, script = drafts.publish(kept, PersonId(""))

    assert script.is_published
    assert next(one.script.id for one in services.catalogue.scripts()) == "own"
    assert drafts.open(kept.id) == kept


def test_a_draft_with_faults_is_not_published(drafts: Drafts) -> None:
    draft = written()
    script = replace(draft.script, zone="Nowhere/Land")
    kept = drafts.begin(replace(draft, script=script))

    with pytest.raises(FileRefused, match="1 fault"):
        drafts.publish(kept, PersonId(""))


def test_an_exported_file_is_read_again_and_its_change_is_noticed(
    drafts: Drafts, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    kept, script = drafts.export(drafts.begin(written()), path)

    assert open_script(path).script == script.script
    assert not drafts.is_file_changed(kept)
    save_script(samples()[0], path)
    assert drafts.is_file_changed(kept)


def test_a_discarded_draft_leaves_the_list_and_not_the_disk(drafts: Drafts) -> None:
    kept = drafts.begin(written())

    drafts.discard(kept.id)

    assert drafts.all() == ()
    assert list((drafts.folder / "discarded").iterdir())


def test_a_language_that_was_emptied_is_left_out_when_published(drafts: Drafts) -> None:
    draft = draft_of(samples()[0])
    row = draft.script.steps[1].id
    english = draft.script.steps[1].text
    assert isinstance(english, dict)
    kept = drafts.begin(acts.clear(draft, TABLES["steps"], [(row, "text")], "zh_CN").draft)

    _kept, script = drafts.publish(kept, PersonId("me"))

    assert drafts.open(kept.id).draft.script.steps[1].text == {**english, "zh_CN": ""}
    assert script.script.steps[1].text == {"en": english["en"]}


def test_a_copy_is_a_script_of_its_own_under_another_title(drafts: Drafts) -> None:
    kept = drafts.begin(written())

    copy = drafts.duplicate(kept.id, "演练二")

    assert copy.draft.script.title == "演练二"
    assert copy.draft.script.id != kept.draft.script.id
    assert copy.draft.script.steps == kept.draft.script.steps
    assert len(drafts.all()) == 2


def test_a_draft_is_renamed_in_the_script_s_own_language(drafts: Drafts) -> None:
    kept = drafts.begin(draft_of(samples()[0]))

    drafts.rename(kept.id, "县一小演练")

    title = drafts.open(kept.id).draft.script.title
    assert isinstance(title, dict)
    assert title["zh_CN"] == "县一小演练"
    assert title["en"] == samples()[0].script.title["en"]  # type: ignore[index]  # has both


def test_what_is_archived_comes_back_with_its_base(drafts: Drafts) -> None:
    sample = samples()[0]
    kept = drafts.begin(draft_of(sample), sample)

    drafts.archive(kept.id)

    assert drafts.all() == ()
    assert [card.id for card in drafts.archived()] == [kept.id]
    drafts.restore(kept.id)
    assert drafts.open(kept.id).draft == kept.draft
    assert drafts.base_of(kept) == sample.script


def test_the_base_is_what_was_published_last(drafts: Drafts) -> None:
    kept = drafts.begin(written())
    assert drafts.base_of(kept) is None
    steps = kept.draft.script.steps
    named = acts.type_cell(kept.draft, TABLES["steps"], steps[0].id, "text", "险情出现", "zh_CN")

    kept, script = drafts.publish(replace(kept, draft=named.draft), PersonId("me"))

    assert drafts.base_of(kept) == script.script


@pytest.mark.parametrize("script", [b"null", b"[]", b"7", b'{"id":null}', b'"x"'])
def test_a_draft_without_a_script_in_it_is_damaged(tmp_path: Path, script: bytes) -> None:
    with build(Paths.within(tmp_path)) as services:
        kept = services.drafts.begin(Draft(samples()[0].script))
        path = services.drafts.folder / f"{kept.id}.draft.json"
        head = path.read_bytes().partition(b'"script":')[0]
        path.write_bytes(head + b'"script":' + script + b"}")

        assert services.drafts.all() == ()
        with pytest.raises(FileRefused, match="damaged"):
            services.drafts.open(kept.id)
