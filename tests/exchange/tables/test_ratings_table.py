"""Ratings are read in the words of their scale, in Chinese or English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused
from drillplanner.exchange.tables.ratings_table import read_ratings
from drillplanner.plan.model import Criterion, FullMarks, Level, Levels
from drillplanner.review.points.ratings import Rating, is_rating
from tests.exchange.tables.log_fixtures import script, written


def ratings(folder: Path, *rows: str) -> Sequence[Rating]:
    """Read rows of ratings."""
    return read_ratings(
        written(folder, "\n".join(["criterion,evaluator,rating,note", *rows]), "r.csv"), script()
    )


@pytest.mark.parametrize(
    ("criterion", "word", "key"),
    [
        ("calm", "P", "P"), ("calm", "s", "S"), ("calm", "Ｍ", "M"), ("calm", " u ", "U"),
        ("calm", "顺利完成", "P"), ("calm", "完成，有不足", "S"),
        ("calm", '"完成,有不足"', "S"), ("calm", "完成，有重大不足", "M"), ("calm", "未完成", "U"),
        ("order", "Excellent", "excellent"), ("order", "good", "good"), ("order", "FAIR", "fair"),
        ("order", "poor", "poor"), ("order", "优", "excellent"), ("order", "良", "good"),
        ("order", "中", "fair"), ("order", "差", "poor"),
        ("radio", "Yes", "yes"), ("radio", "no", "no"),
        ("radio", "是", "yes"), ("radio", "否", "no"),
    ],
)  # fmt: skip
def test_rating_is_read_in_any_of_its_words(
    tmp_path: Path, criterion: str, word: str, key: str
) -> None:
    (rating,) = ratings(tmp_path, f"{criterion},甲,{word},'=1")

    assert rating == Rating(criterion, "甲", key, "=1", "r.csv, row 2")
    scale = next(each.scale for each in script().criteria if each.id == criterion)
    assert is_rating(scale, rating.rating)


FORM = replace(
    script(),
    criteria=(
        Criterion("marks", "…", FullMarks(10.0)),
        Criterion(
            "boxes",
            "…",
            Levels(
                (Level("fits", {"zh_CN": "完全 符合", "en": "Fits"}, 100.0), Level("b", "否", 0.0))
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    ("criterion", "word", "key"),
    [
        ("marks", "7.5", "7.5"), ("marks", "07.50", "7.5"), ("marks", "８．５分", "8.5"),
        ("marks", "10.0", "10"), ("marks", "未有机会观察", "no_occasion"),
        ("boxes", "FITS", "fits"), ("boxes", "完全符合", "fits"), ("boxes", "否", "b"),
        ("boxes", "b", "b"), ("boxes", "No_Occasion", "no_occasion"),
    ],
)  # fmt: skip
def test_a_forms_own_scale_is_read_in_its_own_words(
    tmp_path: Path, criterion: str, word: str, key: str
) -> None:
    path = written(tmp_path, f"criterion,evaluator,rating\n{criterion},甲,{word}", "r.csv")

    (rating,) = read_ratings(path, FORM)

    assert rating.rating == key


@pytest.mark.parametrize(
    ("criterion", "word", "said"),
    [
        ("marks", "10.1", "write one of: marks from 0 to 10, no_occasion."),
        ("marks", '"7,5"', "write one of: marks from 0 to 10, no_occasion."),
        ("marks", "-1", "write one of: marks from 0 to 10, no_occasion."),
        ("boxes", "B", "write one of: Fits, 否, no_occasion."),
        ("boxes", "7", "write one of: Fits, 否, no_occasion."),
    ],
)
def test_what_is_not_on_a_forms_scale_is_refused_in_its_own_words(
    tmp_path: Path, criterion: str, word: str, said: str
) -> None:
    path = written(tmp_path, f"criterion,evaluator,rating\n{criterion},甲,{word}", "r.csv")

    with pytest.raises(FileRefused) as refusal:
        read_ratings(path, FORM)

    assert said in str(refusal.value.faults[0].text)


def test_words_that_two_levels_share_are_asked_for_by_id(tmp_path: Path) -> None:
    levels = Levels((Level("a", "到位", 100.0), Level("b", "到位", 50.0)))
    twins = replace(script(), criteria=(Criterion("c", "…", levels),))
    table = "criterion,evaluator,rating\nc,甲,到位\nc,乙,b"

    with pytest.raises(FileRefused) as refusal:
        read_ratings(written(tmp_path, table, "r.csv"), twins)

    [fault] = refusal.value.faults
    assert str(fault.text) == "到位 may be a, b of c; write one of these."


def test_every_wrong_cell_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        ratings(tmp_path, "calm,甲,P", "clam,,X", "order,甲,P", "calm,乙,", "calm,甲,S", ",甲,P")

    assert [f"{fault.path}: {fault.text}" for fault in refusal.value.faults] == [
        "r.csv, row 3, criterion: The script has no criterion clam. Did you mean calm?",
        "r.csv, row 3, evaluator: This cell is blank; write a name.",
        "r.csv, row 4, rating: P is no rating of order; write one of: excellent, good, fair, poor, "
        "no_occasion.",
        "r.csv, row 5, rating: This cell is blank; write one of: P, S, M, U, no_occasion.",
        "r.csv, row 6, evaluator: 甲 rated calm already in r.csv, row 2; "
        "keep one of the two ratings.",
        "r.csv, row 7, criterion: This cell is blank; write the id of a criterion.",
    ]


def test_note_column_may_be_missing_and_a_lone_header_is_no_rating(tmp_path: Path) -> None:
    path = written(tmp_path, "evaluator;rating;criterion\n甲;P;calm\n")

    assert read_ratings(path, script())[0].note == ""
    assert ratings(tmp_path) == ()
