"""The demonstration goes the whole way, and shows what it was planted with."""

from __future__ import annotations

from pathlib import Path

import pytest

from drillplanner.demonstration import demonstrate
from drillplanner.exchange.pack.log_pack import read_pack
from drillplanner.exchange.tables.log_table import read_logs
from drillplanner.exchange.tables.ratings_table import read_ratings
from drillplanner.plan.parser.reading import read_script
from drillplanner.review.observation import Observation
from drillplanner.review.scorecard import Scorecard
from drillplanner.review.scoring import score
from drillplanner.services.exchange.log_export import ExportOrder, export_log
from drillplanner.services.fact_factory import drills
from drillplanner.services.review.merging.inputs import Inputs
from drillplanner.services.review.observation_builder import observe
from drillplanner.services.review.table_review import score_files
from drillplanner.services.run.sessions import open_workspace

DRILLS = ("gate-intruder", "hostage-and-object", "vehicle-at-dismissal")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("shown")
    list(demonstrate(out))
    return out


def from_tables(folder: Path) -> Scorecard:
    script = read_script(folder / "script.json")
    tables = sorted(folder.glob("PC*.csv"))
    ratings = read_ratings(folder / "ratings.csv", script)
    return score(script, read_logs(tables, script), ratings)


def from_workspace(folder: Path) -> Scorecard:
    script = read_script(folder / "script.json")
    with open_workspace(folder / "drill.drill", read_only=True) as workspace:
        drill = drills(workspace)[0]  # the other one is that of half a year before
        log = observe(workspace.entries(drill.id), script.zone)
    return score(script, log, read_ratings(folder / "ratings.csv", script))


def test_it_writes_one_report_a_drill_and_language(shown: Path) -> None:
    reports = sorted(path.name for path in shown.rglob("*.pdf"))

    assert reports == sorted(f"{d}.{lang}.pdf" for d in DRILLS for lang in ("zh_CN", "en"))


def test_it_leaves_nothing_half_made_and_may_be_played_again(shown: Path) -> None:
    before = sorted(path.relative_to(shown) for path in shown.rglob("*"))

    again = list(demonstrate(shown, ("en",)))

    assert len(again) == 3
    assert sorted(path.relative_to(shown) for path in shown.rglob("*")) == before


@pytest.mark.parametrize("drill", DRILLS)
def test_a_log_pack_is_exported_as_a_table_of_the_same_instants(
    shown: Path, tmp_path: Path, drill: str
) -> None:
    folder, table = shown / drill, tmp_path / "log.csv"
    script = read_script(folder / "script.json")

    written = export_log(ExportOrder((folder / "log.drillpack",)), table).log

    read = read_logs([table], script)
    assert [_instant(one) for one in read.observations] == [
        _instant(one) for one in written.observations
    ]
    assert [(one.source, one.name, one.at_s) for one in read.sync_marks] == [
        (one.source, one.name, one.at_s) for one in written.sync_marks
    ]
    assert [(one.start_s, one.stop_s) for one in read.holds] == [
        (one.start_s, one.stop_s) for one in written.holds
    ]
    assert read.observations


def _instant(one: Observation) -> tuple[object, ...]:
    return one.source, one.step, one.unit, one.outcome, one.at_s, one.until_s, one.bound, one.note


@pytest.mark.parametrize("drill", DRILLS)
def test_the_tables_handed_over_score_as_the_workspace_does(shown: Path, drill: str) -> None:
    tables, workspace = from_tables(shown / drill), from_workspace(shown / drill)

    assert [(t.id, t.verdict) for t in tables.targets] == [
        (t.id, t.verdict) for t in workspace.targets
    ]
    assert tables.whole == workspace.whole
    assert tables.owners == workspace.owners
    assert [(o.id, o.verdict) for o in tables.orders] == [
        (o.id, o.verdict) for o in workspace.orders
    ]


@pytest.mark.parametrize("drill", DRILLS)
def test_every_drill_shows_what_real_logs_have(shown: Path, drill: str) -> None:
    card = from_workspace(shown / drill)
    verdicts = {target.verdict for target in card.targets}

    assert {"met", "too_close", "interrupted"} <= verdicts
    assert "not_achieved" in verdicts
    assert any(conflict.kind == "spread" for conflict in card.conflicts)
    assert any(target.bound in ("at_most", "between") for target in card.targets)
    assert len(card.ties) == 3


def test_the_planted_offsets_are_found(shown: Path) -> None:
    ties = {(t.source, t.other): t for t in from_workspace(shown / DRILLS[0]).ties}

    # Laptops stand at +0.4, +37.2 and −12.9 s and drift by 6, −11 and 18 ppm.
    planted = {"PC1": (0.4, 6.0), "PC2": (37.2, -11.0), "PC3": (-12.9, 18.0)}
    for (source, other), tie in ties.items():
        offset = planted[source][0] - planted[other][0]
        assert abs(tie.offset_s - offset) < 3 * tie.uncertainty_s
        assert tie.drift_ppm is not None


@pytest.mark.parametrize("drill", DRILLS)
def test_the_log_pack_is_whole(shown: Path, drill: str) -> None:
    pack = read_pack((shown / drill / "log.drillpack").read_bytes())

    assert pack.state == "signed"
    assert len(pack.facts) > 30


def test_the_laptops_packs_come_to_the_same_as_the_command_posts(shown: Path) -> None:
    folder = shown / DRILLS[0]
    packs = tuple(sorted(folder.glob("PC*.drillpack")))

    joined = score_files(Inputs(None, packs[::-1])).card.targets

    assert len(packs) == 3
    assert joined == score_files(Inputs(None, (folder / "log.drillpack",))).card.targets
