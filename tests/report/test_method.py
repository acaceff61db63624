"""The report's method says what the engine does: each verdict is scored and looked up there."""

from __future__ import annotations

from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

from drillplanner.plan.model import Scoring, Target
from drillplanner.report.annexes.method import PARAMETERS, method_annex
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.subject import Subject
from drillplanner.review.points.totals import points, total, with_points
from drillplanner.review.rules import WORTH
from drillplanner.review.scorecard import EndResult, TargetResult
from drillplanner.review.verdicts import Verdict
from drillplanner.terms.document import Facts, Prose
from drillplanner.terms.vocabulary import GRADES, VERDICTS
from tests.report.sample import sample_inputs
from tests.review.build import script, step, target

VERDICT_WORDS: dict[Verdict, str] = {
    verdict: str(words) for verdict, (_s, words) in VERDICTS.items()
}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> ReportInputs:
    return sample_inputs(tmp_path_factory.mktemp("method"))


def sentences(inputs: ReportInputs) -> list[str]:
    return [
        str(block.words) for block in method_annex(Subject(inputs), 4) if isinstance(block, Prose)
    ]


def listed_after(said: list[str], opening: str, closing: str = ".") -> set[Verdict]:
    """Give the verdicts named between an opening and a closing."""
    text = next(one for one in said if opening in one).split(opening, 1)[1].split(closing, 1)[0]
    return {verdict for verdict, words in VERDICT_WORDS.items() if words in text.split("; ")}


def ended(verdict: Verdict, **values: Any) -> TargetResult:
    return TargetResult("T", verdict, EndResult(), EndResult(), **values)


def test_points_are_what_the_method_says_of_every_verdict(inputs: ReportInputs) -> None:
    said = sentences(inputs)
    asked = target("T", "S", "X", 60)

    def worth(verdict: Verdict, bound: Any) -> Fraction | None:
        return points(ended(verdict, elapsed_s=Fraction(75), bound=bound), asked, Scoring())

    # 75 s of 60: 100 − 40·15/30 = 80 by the curve
    curve = {v for v in WORTH if worth(v, "exact") == 80 == worth(v, "at_most")}
    measured = {v for v in WORTH if worth(v, "exact") == 80 and worth(v, "at_most") is None}
    nothing = {v for v in WORTH if worth(v, "exact") == 0}
    unscored = {v for v in WORTH if worth(v, "exact") is None}

    assert listed_after(said, "Points of a target (", "): ") == curve == {"met", "missed"}
    assert listed_after(said, "where only bounds are known: ") == measured == {"too_close"}
    assert listed_after(said, "0 points: ") == nothing
    assert listed_after(said, "No points: ") == unscored
    assert curve | measured | nothing | unscored == set(get_args(Verdict)) == set(WORTH)


def drill_with(verdict: Verdict, **fields_: Any) -> tuple[Any, Any]:
    """Total a met target of weight 99 and a second one with this verdict."""
    steps = [step("S"), step("X"), step("Y")]
    targets: list[Target] = [
        target("M", "S", "X", 60, weight=99),
        target("T", "S", "Y", 60, **fields_),
    ]
    made = script(steps, targets)
    met = replace(ended("met", elapsed_s=Fraction(30), bound="exact"), id="M")
    other = ended(verdict, elapsed_s=Fraction(60), bound="exact", expanded_uncertainty_s=1.0)
    results = with_points([met, other], made)
    return total(made, results, (), {}), made


def test_caps_are_what_the_method_says_of_every_verdict(inputs: ReportInputs) -> None:
    said = listed_after(
        sentences(inputs), "A critical target with the verdict ", ", a critical order"
    )

    assert said == {v for v in WORTH if drill_with(v, critical=True)[0].capped}


def test_no_grade_is_what_the_method_says_of_every_verdict(inputs: ReportInputs) -> None:
    said = listed_after(sentences(inputs), "a critical target with a limit is ", ", unless")

    assert said == {v for v in WORTH if drill_with(v, critical=True)[0].grade is None}


def test_excellence_is_what_the_method_says_of_every_verdict(inputs: ReportInputs) -> None:
    said = listed_after(sentences(inputs), "and that no target with a limit is ")

    assert said == {v for v in WORTH if drill_with(v)[0].grade != "excellent"}
    assert any(str(GRADES["excellent"][1]) in one for one in sentences(inputs))


def test_verdicts_before_the_limit_are_named_in_their_order(inputs: ReportInputs) -> None:
    text = next(one for one in sentences(inputs) if "the first of these that applies: " in one)
    named = text.split("applies: ", 1)[1].rstrip(".").split("; ")

    wanted = [VERDICT_WORDS[v] for v in WORTH if v not in ("met", "missed", "too_close")]
    assert named == wanted
    assert list(WORTH) == list(get_args(Verdict))


def test_every_parameter_of_scoring_is_printed(inputs: ReportInputs) -> None:
    apart = {"grades", "reference"}

    assert {field.name for field in fields(Scoring)} == {*PARAMETERS, *apart}
    blocks = method_annex(Subject(inputs), 4)
    facts = next(block for block in blocks if isinstance(block, Facts))
    labels = [str(label) for label, _said in facts.rows]
    assert labels[0] == "Rules, version"
    assert len(labels) == len(set(labels)) == len(PARAMETERS) + 5


def test_targets_that_lean_on_one_start_are_named(inputs: ReportInputs) -> None:
    said = [one for one in sentences(inputs) if one.startswith("One start")]

    assert said
    assert all("is shared by these targets" in one for one in said)


def test_targets_that_lean_on_one_stop_or_one_tie_are_named(inputs: ReportInputs) -> None:
    west = EndResult(at_s=Fraction(0), sources=("west",))
    east = EndResult(at_s=Fraction(9), sources=("east",))
    (first, second), others = inputs.scorecard.targets[:2], inputs.scorecard.targets[2:]
    twins = [replace(one, elapsed_s=Fraction(9), start=west, stop=east) for one in (first, second)]
    one, other = inputs.script.targets[:2]
    targets = (one, replace(other, start=one.start, stop=one.stop), *inputs.script.targets[2:])
    leaning = replace(
        inputs,
        script=replace(inputs.script, targets=targets),
        scorecard=replace(inputs.scorecard, targets=(*twins, *others)),
    )

    said = sentences(leaning)

    assert any(text.startswith("One stop, ") for text in said)
    assert any(text.startswith("The tie of east and west carries these targets") for text in said)


def test_a_scorecard_of_older_rules_says_that_it_stands_under_them(inputs: ReportInputs) -> None:
    older = replace(inputs, scorecard=replace(inputs.scorecard, rules=2))

    assert sentences(older)[0].startswith("This scorecard was issued under rules 2")


# -- the written rules ----------------------------------------------------------------------------

WRITTEN = Path(__file__).parents[2] / "docs" / "scoring.md"


def test_the_document_names_every_parameter_with_its_default() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in WRITTEN.read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    written = {row[0].strip("`"): row[1] for row in rows}

    for field in fields(Scoring):
        value = getattr(Scoring(), field.name)
        if isinstance(value, float):
            assert written[field.name] == f"{value:g}", field.name
        else:
            assert field.name in written


def test_the_document_lists_verdicts_in_the_order_of_the_rules() -> None:
    text = WRITTEN.read_text(encoding="utf-8")
    section = text.split("## 4 ", 1)[1].split("## 5 ", 1)[0]
    first = [line.split("|")[1].strip() for line in section.splitlines() if line.startswith("| ")]

    assert [one for one in first if one in WORTH] == list(WORTH)


def test_the_document_names_every_conflict_and_reason() -> None:
    from drillplanner.review.verdicts import ConflictKind, Doubt, ReasonCode

    text = WRITTEN.read_text(encoding="utf-8")

    for word in (*get_args(ConflictKind), *get_args(Doubt), *get_args(ReasonCode)):
        assert f"`{word}`" in text, word
