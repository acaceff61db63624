"""Who changed a limit of the county's own shows, and one that was changed elsewhere is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.plan.library.limits import limits
from drillplanner.plan.model import LimitSource, Target
from drillplanner.services.plan.scripts import samples
from drillplanner.store.engine import connect_raw
from drillplanner.store.tables import TRIGGERS

CHEN, LI = PersonId("p1"), PersonId("p2")


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with build(Paths.within(tmp_path)) as made:
        yield made


def target(limit_s: float, text: str = "县局〔2026〕3号") -> Target:
    plain = samples()[0].script.targets[0]
    return replace(plain, limit_s=limit_s, source=LimitSource("L", text))


def test_a_limit_is_offered_first_with_who_kept_it_and_what_it_was(services: Services) -> None:
    services.own_limits.keep(target(60), CHEN, "陈计时")
    services.own_limits.keep(target(90), LI, "李县")

    first, *others = services.own_limits.offered()

    assert first.limit_s == 90
    assert first.kept is not None
    assert (first.kept.by, first.kept.before_s) == ("李县", 60)
    assert first.kept.utc_ns > 0
    assert tuple(others) == limits()


def test_a_limit_without_a_source_is_not_kept(services: Services) -> None:
    with pytest.raises(UserError):
        services.own_limits.keep(target(60, ""), CHEN)

    assert services.own_limits.offered() == limits()


def test_a_limit_that_was_changed_behind_our_back_is_named_and_not_offered(
    services: Services, tmp_path: Path
) -> None:
    services.own_limits.keep(target(60), CHEN)
    kept = services.own_limits.offered()[0].id
    services.close()
    path = Paths.within(tmp_path).workspace
    with closing(connect_raw(path, "mode=rw")) as raw:
        for trigger in TRIGGERS:
            raw.execute(f"DROP TRIGGER {trigger.split()[2]}")
        raw.execute(
            "UPDATE facts SET bytes = CAST(replace(bytes, '\"60\"', '\"90\"') AS BLOB)"
            " WHERE kind = 'limit'"
        )

    with build(Paths.within(tmp_path)) as again:
        assert again.own_limits.offered() == limits()
        found = again.safekeeping.verify()
        assert any(kept in str(one.damage.text) for one in found.damages)


def test_limits_stand_in_no_file_beside_the_workspace(services: Services, tmp_path: Path) -> None:
    services.own_limits.keep(target(60), CHEN)

    assert not list(tmp_path.rglob("*limits*"))
