"""The invented county is whole, says that it is invented, and is entered once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drillplanner.bootstrap import Paths, build
from drillplanner.demonstration.county import fill_county
from drillplanner.organisation.registers import REGISTERS, SCHOOLS


def test_the_invented_county_fills_every_register_once(tmp_path: Path) -> None:
    with build(Paths.within(tmp_path)) as services:
        first = fill_county(services, date(2026, 11, 30))
        again = fill_county(services, date(2026, 11, 30))
        tables = [services.organisation.table(one, "zh_CN") for one in REGISTERS.values()]

    assert first > 0
    assert again == 0
    assert all(table.rows for table in tables)
    schools = next(table for table in tables if table.register is SCHOOLS)
    assert len(schools.rows) == 12
    assert all("虚构" in row.texts["notes"] for row in schools.rows)
