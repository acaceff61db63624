"""Whatever a log holds, a report comes out, in both languages, and reads as a PDF."""

from __future__ import annotations

import io
from fractions import Fraction

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from drillplanner.base.translator import LANGUAGES
from drillplanner.plan.model import Script
from drillplanner.plan.parser.reading import read_script
from drillplanner.report.content import compose
from drillplanner.report.inputs import DrillDetails, Member, ReportInputs
from drillplanner.report.render.office.document import build_document
from drillplanner.report.render.office.workbook import build_workbook
from drillplanner.report.render.pdf.building import build
from drillplanner.resources import resource
from drillplanner.review.observation import (
    Hold,
    Log,
    Observation,
    Outcome,
    StatedOffset,
    SyncMark,
    TimeScale,
)
from drillplanner.review.scoring import score
from drillplanner.terms.papers import FORMS

SCRIPTS = {
    name: read_script(resource("scripts", f"{name}.json"))
    for name in ("gate-intruder", "hostage-and-object", "vehicle-at-dismissal")
}
OUTCOMES: tuple[Outcome, ...] = ("time", "time", "time", "done", "not_performed", "failed")
SCALES: tuple[TimeScale, ...] = ("clock", "seconds")
SOURCES = ("门岗", "指挥部", "110")
TIMES = st.fractions(min_value=-100, max_value=200_000, max_denominator=1000)
VARIANCES = st.fractions(min_value=0, max_value=100, max_denominator=100)


@st.composite
def observations(draw: st.DrawFn, script: Script) -> tuple[Observation, ...]:
    rows = []
    for number in range(draw(st.integers(0, 30))):
        step = draw(st.sampled_from(script.steps))
        unit = draw(st.sampled_from([None, *(unit.id for unit in step.units)]))
        option = draw(st.sampled_from([way.id for way in step.options])) if step.options else None
        outcome = draw(st.sampled_from(OUTCOMES))
        is_timed = outcome == "time" or (outcome == "failed" and draw(st.booleans()))
        rows.append(
            Observation(
                draw(st.sampled_from(SOURCES)),
                step.id,
                unit,
                option,
                outcome,
                number,
                at_s=draw(TIMES) if is_timed else None,
                variance_s2=draw(VARIANCES),
                bound=draw(st.sampled_from(["exact", "at_most", "at_least"])),
                observed=draw(st.sampled_from(["seen", "radio", "video", "record"])),
                note=draw(st.text(max_size=20)),
                place=f"log.csv, row {number + 2}",
            )
        )
    return tuple(rows)


@st.composite
def reports(draw: st.DrawFn) -> ReportInputs:
    script = SCRIPTS[draw(st.sampled_from(sorted(SCRIPTS)))]
    marks = tuple(
        SyncMark(source, "对表", draw(TIMES), draw(VARIANCES), 1000 + place)
        for place, source in enumerate(SOURCES)
        if draw(st.booleans())
    )
    offsets: tuple[StatedOffset, ...] = ()
    if draw(st.booleans()):
        offsets = (StatedOffset(SOURCES[0], SOURCES[2], draw(TIMES), draw(VARIANCES), 2000),)
    start = draw(TIMES)
    stop = draw(st.sampled_from([None, start + Fraction(30)]))
    holds = (Hold(SOURCES[0], start, stop),) if draw(st.booleans()) else ()
    scale = draw(st.sampled_from(SCALES))
    log = Log(
        draw(observations(script)),
        sync_marks=marks,
        offsets=offsets,
        holds=holds,
        not_applicable=draw(st.sampled_from([{}, {script.targets[0].id: "log.csv, row 3"}])),
        scales=dict.fromkeys(SOURCES, scale),
        origins={},
    )
    return ReportInputs(script, log, score(script, log))


def check(inputs: ReportInputs) -> None:
    for form in FORMS:
        report = compose(form, inputs)
        for language in LANGUAGES if form == "evaluation" else LANGUAGES[:1]:
            assert PdfReader(io.BytesIO(build(report, language))).pages
        assert docx.Document(io.BytesIO(build_document(report, "zh_CN"))).paragraphs
        assert build_workbook(report, "en").startswith(b"PK")


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_any_log_makes_a_report(inputs: ReportInputs) -> None:
    check(inputs)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_very_many_logs_make_reports(inputs: ReportInputs) -> None:
    check(inputs)


def test_a_thousand_findings_and_names_of_all_kinds_make_every_paper() -> None:
    script = SCRIPTS["gate-intruder"]
    words = ("名" * 200, "😀 drill", "𠮷野家", "a\x00b\ud800", "=1+1", "<w:p>&amp;")
    details = DrillDetails(
        name="演练" * 100,
        school=words[2],
        evaluators=tuple(Member(word) for word in words),
        problems=tuple(f"{words[n % len(words)]} {n}" for n in range(1000)),
    )
    log = Log((), scales={}, origins={})
    inputs = ReportInputs(script, log, score(script, log), details=details)

    for form in FORMS:
        report = compose(form, inputs)
        assert docx.Document(io.BytesIO(build_document(report, "zh_CN"))).paragraphs
        assert build_workbook(report, "en").startswith(b"PK")
    assert PdfReader(io.BytesIO(build(compose("evaluation", inputs), "zh_CN"))).pages
