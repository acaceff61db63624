"""Every finding leads to its cell, says its mend, and names no id."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.plan.editing import acts
from drillplanner.plan.editing.acts import TABLES, type_cell, type_cells
from drillplanner.plan.editing.draft import Draft, blank_script, items
from drillplanner.plan.parser.reading import parse_script
from drillplanner.resources import resource
from drillplanner.services.plan.checklist import Finding, checklist

STEPS = TABLES["steps"]


def two_steps() -> Draft:
    draft = Draft(blank_script("own", "演练", "anti_ramming", "zh_CN"))
    draft = acts.insert(draft, STEPS, 0, "zh_CN", 2).draft
    for step in draft.script.steps:
        cells = {(step.id, "text"): "甲", (step.id, "role"): "门卫", (step.id, "phase"): "处置"}
        draft = type_cells(draft, STEPS, cells, "zh_CN").draft
    return draft


def found(draft: Draft, words: str) -> Finding:
    return next(one for one in checklist(draft) if words in str(one.text))


def test_what_is_missing_leads_to_its_cell() -> None:
    draft = two_steps()

    finding = found(draft, "No post watches")

    assert (finding.part, finding.row) == ("steps", draft.script.steps[0].id)
    assert str(finding.text) == 'No post watches the step "1 甲".'


def test_no_finding_names_an_id() -> None:
    draft = two_steps()
    draft = acts.span_over(draft, [step.id for step in draft.script.steps], "zh_CN").draft

    said = " ".join(str(one.text) for one in checklist(draft))

    things = [one.id for table in TABLES.values() for one in items(draft, table.part)]
    assert [id_ for id_ in things if id_ in said] == []


def test_a_missing_t0_is_offered() -> None:
    draft = two_steps()

    mend = found(draft, '"t0"').mend

    assert mend is not None
    assert mend.t0 == draft.script.steps[0].id


def test_a_claimed_source_without_words_is_a_fault_with_a_mend() -> None:
    draft = two_steps()
    edit = acts.span_over(draft, [step.id for step in draft.script.steps], "zh_CN")
    table = TABLES["targets"]
    draft = type_cell(edit.draft, table, edit.rows[0], "class", "N", "zh_CN").draft

    finding = next(one for one in checklist(draft) if one.weight == "fault")
    assert finding.mend is not None
    mended = type_cells(draft, table, finding.mend.texts, "zh_CN").draft

    assert not any(one.weight == "fault" for one in checklist(mended))


def test_samples_have_no_faults() -> None:
    for name in ("gate-intruder", "hostage-and-object", "vehicle-at-dismissal"):
        draft = Draft(parse_script(resource("scripts", f"{name}.json").read_bytes()))

        assert [one for one in checklist(draft) if one.weight == "fault"] == []


def test_every_mend_settles_what_it_is_offered_for() -> None:
    draft = two_steps()
    first = draft.script.steps[0].id
    cells = {(first, "post"): "东门", (first, "backup_post"): "东门", (first, "to"): "110"}
    draft = type_cells(draft, STEPS, cells, "zh_CN").draft
    settled = 0

    for finding in checklist(draft):
        if finding.mend is not None and finding.mend.texts:
            after = type_cells(draft, TABLES[finding.part], finding.mend.texts, "zh_CN").draft
            assert finding.text not in [one.text for one in checklist(after)]
            settled += 1

    assert settled == 2


def test_a_zone_nobody_knows_is_about_the_whole() -> None:
    draft = two_steps()

    finding = found(replace(draft, script=replace(draft.script, zone="X/Y")), "time zone")

    assert (finding.part, finding.row) == ("", "")
