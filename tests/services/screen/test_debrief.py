"""The debrief shows times of the main targets, the slowest, what is doubtful, and no grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from drillplanner.base.translator import translator
from drillplanner.services.screen.debrief import MOST_BARS, SLOWEST, Debrief, debrief
from drillplanner.store.workspace import Workspace
from tests.services.review_stage import copy_drill, review_of


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.open(copy_drill(tmp_path / "w.db")) as opened:
        yield opened


def test_the_main_targets_the_slowest_and_the_doubtful_are_chosen(workspace: Workspace) -> None:
    review = review_of(workspace)

    found = debrief(review.inputs)

    limited = [t for t in review.script.targets if t.limit_s is not None]
    assert len(found.bars) == min(MOST_BARS, len(limited))
    assert len(found.bars) + found.more == len(limited)
    critical = [t for t in limited if t.critical]
    assert sum(bar.is_critical for bar in found.bars) == min(len(critical), MOST_BARS)
    shares = [bar.value for bar in found.slowest if bar.value is not None]
    assert len(shares) == SLOWEST
    assert shares == sorted(shares, reverse=True)
    doubtful = {r.id for r in review.card.targets if r.verdict in ("too_close", "interrupted")}
    assert doubtful
    assert len(found.doubtful) >= len(doubtful)


def test_it_says_no_score_and_no_grade() -> None:
    assert {field.name for field in fields(Debrief)} == {
        "name", "bars", "more", "slowest", "doubtful", "speech",
    }  # fmt: skip


def test_the_speech_is_short_enough_to_be_read_and_says_that_it_is_preliminary(
    workspace: Workspace,
) -> None:
    said = translator("zh_CN").say(debrief(review_of(workspace).inputs).speech)

    assert 0 < len(said) <= 200
    assert "初步" in said


def test_a_speech_stays_short_however_much_went_wrong_and_however_long_names_are(
    workspace: Workspace,
) -> None:
    inputs = review_of(workspace).inputs
    script = inputs.script
    long = replace(
        inputs,
        script=replace(
            script, targets=tuple(replace(one, name="很长的名称" * 40) for one in script.targets)
        ),
    )

    said = translator("zh_CN").say(debrief(long).speech)

    assert 0 < len(said) <= 200
    assert "项" in said
