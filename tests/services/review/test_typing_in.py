"""What was typed counts in the review at once, is had back as it was, and is never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base import local_time
from drillplanner.base.errors import UserError
from drillplanner.base.ids import DrillId, PersonId
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.typed_table import grid_of, table_text
from drillplanner.exchange.time_reader.value import shown_time
from drillplanner.plan.model import Heads, refs
from drillplanner.plan.parser.reading import read_script
from drillplanner.plan.writer import format_script
from drillplanner.services.catalogue import offers
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.plan.scripts import opened
from drillplanner.services.review.decisions import TableText, save_table, withdraw
from drillplanner.services.review.review_session import DrillReview, read_drill, review_drill
from drillplanner.services.review.typing_in import (
    CellFault,
    Column,
    Grid,
    PaperDrill,
    checked_mark,
    checked_name,
    export_typing,
    first_grid,
    lines_of,
    new_typing,
    open_typing,
    read_cell,
    read_typed,
    save_typing,
    understand_column,
)
from drillplanner.services.run.free_play import free_play
from drillplanner.store.workspace import Workspace
from tests.review.build import script, step
from tests.services.drills_held import hold, plan

PLAN = script(
    [step("alarm"), step("shut", ["c1", "c2"]), step("way", options=["stay", "go"]), step("-odd")],
    [],
)
SCRIPTS = sorted((Path(__file__).parents[3] / "resources" / "scripts").glob("*.json"))
PAPER = Column(1, "paper", "clock")
WATCH = Column(2, "watch", "hmmss", "floor")
CALLED = Column(3, "called", "clock", "nearest", "radio")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "w.drill")
    yield made
    made.close()


@pytest.fixture
def drill(workspace: Workspace) -> DrillId:
    return hold(workspace, "Lockdown in May")


def grid(columns: tuple[Column, ...] = (PAPER,), marks: tuple[str, ...] = (), **cells: str) -> Grid:
    """Make a grid; cells are named STEP or STEP__UNIT, of the first column."""
    named = {(name.replace("__", "/u/"), columns[0].id): text for name, text in cells.items()}
    return Grid(columns, marks, named)


def review(workspace: Workspace, drill: DrillId) -> DrillReview:
    return review_drill(read_drill(workspace, drill))


# -- grid and table -----------------------------------------------------------------------------


def test_a_step_is_followed_by_its_units_and_ways() -> None:
    assert [line.key for line in lines_of(PLAN, ["gong"])] == [
        "alarm", "shut", "shut/u/c1", "shut/u/c2", "way", "way/o/stay", "way/o/go", "-odd", "@gong",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "column", "text", "why"),
    [
        ("alarm", PAPER, "soon", "is no time"),
        ("@gong", PAPER, "n", "needs a time"),
        ("@gong", CALLED, "090000", "ties no clocks"),
        ("way/o/go", PAPER, "n", "the decision itself"),
    ],
)
def test_what_a_line_cannot_hold_is_refused(key: str, column: Column, text: str, why: str) -> None:
    line = next(one for one in lines_of(PLAN, ["gong"]) if one.key == key)

    with pytest.raises(CellFault) as refused:
        read_cell(line, column, text)

    assert why in str(refused.value.text)


def test_a_cell_that_cannot_be_read_is_named_when_the_table_is_written() -> None:
    with pytest.raises(UserError) as refused:
        table_text(grid(shut__c1="2500"), PLAN)

    assert "shut/c1, paper" in str(refused.value.text)


COLUMNS = (PAPER, WATCH, CALLED, Column(4, "=录像", "clock", "floor", "video"))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw grids of which every cell can be read."""
    marks = tuple(draw(st.lists(st.sampled_from(["gong", "对时1", "=1+1"]), unique=True)))
    cells: dict[tuple[str, int], str] = {}
    for line in lines_of(PLAN, marks):
        for column in COLUMNS:
            sampled = ["", "n", "f", "d", "0320", "032502", "041530.5", "0001", "f0335", "10320.25"]
            text = draw(st.sampled_from(sampled))
            try:
                one = Grid(COLUMNS, marks, {(line.key, column.id): text})
                if read_cell(line, column, text) is not None:
                    table_text(one, PLAN)
                    cells[line.key, column.id] = text
            except (CellFault, UserError):
                continue
    return Grid(COLUMNS, marks, cells)


@given(grids())
def test_a_table_gives_back_the_grid_it_was_written_from(drawn: Grid) -> None:
    again = grid_of(table_text(drawn, PLAN), PLAN)

    def named(one: Grid) -> dict[tuple[str, str], str]:
        names = {column.id: column.name for column in one.columns}
        return {(key, names[id_]): text.lower() for (key, id_), text in one.cells.items()}

    assert named(again) == named(drawn)
    timed = {id_ for (_key, id_), text in drawn.cells.items() if text[-1].isdigit()}
    for column in drawn.columns:
        if column.id in timed:
            found = next(one for one in again.columns if one.name == column.name)
            assert replace(found, id=column.id) == column


@given(drawn=grids())
def test_the_log_is_what_was_typed(drawn: Grid, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("typed") / "typed.csv"
    path.write_text(table_text(drawn, PLAN), encoding="utf-8", newline="")
    log = read_logs([path], PLAN)
    columns = {column.name: column for column in drawn.columns}
    lines = lines_of(PLAN, drawn.marks)

    assert len(log.observations) + len(log.sync_marks) == len(drawn.cells)
    for row in log.observations:
        column = columns[row.source]
        keys = {(one.step.id, one.unit, one.option): one.key for one in lines if one.step}
        typed = read_typed(drawn.text(keys[row.step, row.unit, row.option], column.id))
        assert row.outcome == typed.outcome
        assert row.observed == column.observed
        if typed.cell is None:
            assert row.at_s is None
            continue
        understood = understand_column(drawn, column, lines).understood
        assert understood is not None
        shown = shown_time(typed.cell, understood, UTC)
        assert row.at_s is not None
        # Cut off, the instant is half a unit on; a minute of which nothing is known, a quarter.
        shift = shown.unit_s / 2 if column.reading == "floor" else Fraction(0)
        if shown.is_minute and column.reading is None:
            shift = Fraction(15)
        assert (row.at_s - shown.value_s - shift) % 86_400 == 0
        assert row.variance_s2 >= (shown.unit_s / 2) ** 2 / 3
        assert row.is_minute == shown.is_minute
        assert (row.bound == "at_most") >= (column.observed == "radio")


@pytest.mark.parametrize("kind", ["anti_violence", "anti_terror", "anti_ramming"])
def test_a_bundled_bilingual_script_is_typed_into_and_had_back(kind: str) -> None:
    # Its texts are objects by language, which cannot be hashed.
    plan = read_script(next(one for one in SCRIPTS if kind in one.read_text(encoding="utf-8")))
    first = plan.steps[0].id

    text = table_text(Grid((PAPER,), (), {(first, 1): "090000"}), plan)

    assert grid_of(text, plan).cells == {(first, 1): "090000"}


def test_a_column_without_a_dial_is_understood_from_all_its_cells() -> None:
    free = Column(1, "watch")
    lines = lines_of(PLAN)

    in_doubt = understand_column(grid((free,), alarm="1:20"), free, lines)
    decided = understand_column(grid((free,), alarm="1:20", way="2:05.5"), free, lines)

    # 1:20 may be 01:20 of a clock or 80 s of a stopwatch; tenths have only stopwatches.
    assert in_doubt.understood is None
    assert [(dial, str(said)) for dial, said in in_doubt.choices] == [
        ("clock", "01:20"),
        ("stopwatch", "1 min 20 s"),
    ]
    assert decided.understood is not None
    assert decided.understood.dial == "stopwatch"
    with pytest.raises(UserError, match="may be 01:20"):
        table_text(grid((free,), alarm="1:20"), PLAN)


def test_a_table_of_before_rules_3_is_shown_as_it_was_typed() -> None:
    old = "source,step,time,uncertainty_s,bound,note,observed,unit,reading\r\n"
    old += "watch,alarm,200,,,,,,\r\npaper,alarm,09:35,,,,,,\r\n"

    again = grid_of(old, PLAN)

    assert [(one.name, one.dial) for one in again.columns] == [
        ("watch", "seconds"),
        ("paper", "clock"),
    ]
    assert again.cells == {("alarm", 1): "200", ("alarm", 2): "09:35"}


# -- kept with the drill ------------------------------------------------------------------------


def test_what_was_typed_counts_in_the_review(workspace: Workspace, drill: DrillId) -> None:
    typing = open_typing(workspace, drill)
    watch = Column(1, "watch", "mmss")

    save_typing(workspace, typing, grid((watch,), alarm="0", call="0019"), "typed.csv", by="Li")

    seen = [row for row in review(workspace, drill).log.observations if row.source == "watch"]
    assert {row.step: row.at_s for row in seen} == {"alarm": Fraction(0), "call": Fraction(19)}
    assert review(workspace, drill).decisions.tables[0].by == "Li"


def test_a_drill_that_no_machine_logged_is_typed_in_whole(workspace: Workspace) -> None:
    made = plan()
    fact = publish_script(workspace, made.id, format_script(made).decode(), PersonId("keeper"))
    paper = open_drill(workspace, fact, "On paper only", PersonId("keeper")).id
    typed = grid(alarm="090000", shut__c1="090005", shut__c2="090040", call="090020")

    save_typing(workspace, open_typing(workspace, paper), typed, "t", by="")

    card = review(workspace, paper).card
    assert [(one.id, one.verdict) for one in card.targets] == [("T", "met"), ("U", "met")]


def test_a_later_version_replaces_the_one_before(workspace: Workspace, drill: DrillId) -> None:
    first = save_typing(workspace, open_typing(workspace, drill), grid(alarm="090001"), "t", by="")
    assert first.grid is not None
    second = save_typing(
        workspace, first, first.grid.with_cells({("call", 1): "090020"}), "t", by=""
    )

    assert [table.fact for table in review(workspace, drill).decisions.tables] == [second.fact]
    assert second.grid is not None
    assert second.grid.cells == {("alarm", 1): "090001", ("call", 1): "090020"}
    withdraw(workspace, drill, second.fact)
    assert open_typing(workspace, drill).fact == first.fact


def test_saving_the_same_again_makes_no_new_version(workspace: Workspace, drill: DrillId) -> None:
    first = save_typing(workspace, open_typing(workspace, drill), grid(alarm="090001"), "t", by="")
    assert first.grid is not None

    assert save_typing(workspace, first, first.grid, "t", by="").fact == first.fact


def test_all_can_be_cleared_again(workspace: Workspace, drill: DrillId) -> None:
    first = save_typing(workspace, open_typing(workspace, drill), grid(alarm="090001"), "t", by="")

    save_typing(workspace, first, grid(), "t", by="")

    sources = {row.source for row in review(workspace, drill).log.observations}
    assert sources == {"gate"}


def test_an_older_page_does_not_overwrite_a_newer_version(
    workspace: Workspace, drill: DrillId
) -> None:
    opened = open_typing(workspace, drill)
    save_typing(workspace, opened, grid(alarm="090001"), "t", by="")

    with pytest.raises(UserError, match="elsewhere in the meantime"):
        save_typing(workspace, opened, grid(alarm="090002"), "t", by="")


def test_a_live_source_cannot_be_typed_over(workspace: Workspace, drill: DrillId) -> None:
    opened = open_typing(workspace, drill)

    with pytest.raises(CellFault):
        checked_name(grid(), opened, 1, "gate")
    with pytest.raises(UserError, match="recorded live"):
        save_typing(
            workspace, opened, grid((replace(PAPER, name="gate"),), alarm="0900"), "t", by=""
        )
    assert open_typing(workspace, drill).fact == ""


def test_a_joined_file_keeps_its_name_and_stays(workspace: Workspace, drill: DrillId) -> None:
    save_table(
        workspace, drill, 1, TableText("t.csv", "source,step,time\r\ncam,alarm,09:00:01\r\n")
    )

    saved = save_typing(
        workspace, open_typing(workspace, drill), grid(alarm="0900"), "t.csv", by=""
    )

    names = [table.name for table in review(workspace, drill).decisions.tables]
    assert sorted(names) == ["t-2.csv", "t.csv"]
    assert saved.beside == 0


def test_nothing_typed_is_not_kept(workspace: Workspace, drill: DrillId) -> None:
    with pytest.raises(UserError, match="Nothing is typed"):
        save_typing(workspace, open_typing(workspace, drill), grid(), "t", by="")


def test_the_first_grid_has_a_column_for_each_usual_source(
    workspace: Workspace, drill: DrillId
) -> None:
    typing = open_typing(workspace, drill)

    made = first_grid(str, typing)

    assert [(one.name, one.dial, one.reading, one.observed) for one in made.columns] == [
        ("Stopwatch", "hmmss", None, "seen"),
        ("Paper", "clock", None, "seen"),
        ("Video", "clock", "floor", "video"),
        ("110 record", "clock", "floor", "record"),
    ]


def test_names_are_held_apart() -> None:
    with pytest.raises(CellFault):
        checked_mark(grid(marks=("gong",)), "@gong")
    with pytest.raises(CellFault):
        checked_mark(grid(), "offset：x")
    assert checked_mark(grid(), "＠gong ") == "gong"


def test_an_export_is_a_table_that_can_be_joined(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"

    export_typing(path, PLAN, grid(alarm="090001", shut__c2="n"))

    log = read_logs([path], PLAN)
    assert [(row.step, row.unit, row.outcome) for row in log.observations] == [
        ("alarm", None, "time"),
        ("shut", "c2", "not_performed"),
    ]


# -- a drill from paper ------------------------------------------------------------------------


def paper(**cells: str) -> Grid:
    return Grid((PAPER,), (), {(step_id, PAPER.id): text for step_id, text in cells.items()})


@pytest.mark.parametrize("name", [path.name for path in SCRIPTS])
def test_a_drill_from_paper_is_made_of_every_bundled_script(
    workspace: Workspace, name: str
) -> None:
    chosen = opened((SCRIPTS[0].parent / name).read_bytes())
    typing = new_typing(PaperDrill(chosen, "纸质演练", "formal", "城南小学"))
    target = typing.script.targets[0]
    first, last = (refs(end)[0].split("/")[0] for end in (target.start, target.stop))

    assert workspace.drills() == ()
    kept = save_typing(
        workspace,
        typing,
        paper(**{first: "15:08:00", last: "15:08:40"}),
        "typed-in.csv",
        by="王",
        day=date(2026, 11, 3),
    )

    (held,) = workspace.drills()
    assert (held.standing, held.drill.title, held.drill.nature) == ("ended", "纸质演练", "formal")
    assert local_time.day(held.held_utc_ns, typing.script.zone) == "2026-11-03"
    assert (kept.drill, kept.paper, kept.by) == (held.drill.id, None, "王")
    seen = review(workspace, held.drill.id)
    assert {row.step for row in seen.log.observations} >= {first, last}
    assert seen.inputs.details.day == date(2026, 11, 3)
    assert [one.standing for one in seen.rounds] == ["ended"]
    assert seen.recorded.school.name == "城南小学"
    assert workspace.check_index() == ()
    # Nothing was begun, so that no console offers to go on with it.
    assert offers(workspace, chosen.document, "gate") == ()
    again = save_typing(workspace, kept, paper(**{first: "15:09:00"}), "typed-in.csv", by="王")
    assert again.drill == kept.drill


def test_a_drill_from_paper_that_is_not_saved_leaves_nothing(workspace: Workspace) -> None:
    typing = new_typing(PaperDrill(opened(SCRIPTS[0].read_bytes()), "t", "formal"))

    with pytest.raises(UserError, match="Nothing is typed"):
        save_typing(workspace, typing, Grid(), "typed-in.csv", by="")
    with pytest.raises(UserError):
        save_typing(workspace, typing, paper(**{typing.script.steps[0].id: "tea"}), "t.csv", by="")

    assert workspace.drills() == ()


def test_a_drill_from_paper_needs_a_script() -> None:
    with pytest.raises(UserError, match="Choose a script"):
        new_typing(PaperDrill(free_play("zh_CN"), "t", "formal"))


def test_head_counts_are_typed_beside_the_times_and_had_back(workspace: Workspace) -> None:
    counted = replace(
        PLAN.steps[1],
        units=tuple(replace(one, heads=Heads(40)) for one in PLAN.steps[1].units),
    )
    held = replace(PLAN, version=2, steps=(PLAN.steps[0], counted, *PLAN.steps[2:]))
    keys = [line.key for line in lines_of(held)]
    assert keys[2:6] == ["shut/u/c1", "shut/u/c1/heads", "shut/u/c2", "shut/u/c2/heads"]
    typed = grid((PAPER,), shut__c1="15:08:00")
    typed = typed.with_cells({("shut/u/c1/heads", 1): "36+2 缺小明", ("shut/u/c2/heads", 1): "40"})

    text = table_text(typed, held)
    again = grid_of(text, held)

    assert again.text("shut/u/c1/heads", 1) == "36+2/40 缺小明"
    assert again.text("shut/u/c2/heads", 1) == "40/40"
    assert again.text("shut/u/c1", 1) == "15:08:00"
    path = Path(workspace.path).parent / "typed.csv"
    path.write_text(text, encoding="utf-8")
    log = read_logs([path], held)
    assert [(one.unit, str(one.heads), one.note) for one in log.heads] == [
        ("c1", "36+2/40", "缺小明"),
        ("c2", "40/40", ""),
    ]
    with pytest.raises(UserError, match="no head count"):
        table_text(typed.with_cells({("shut/u/c2/heads", 1): "many"}), held)
