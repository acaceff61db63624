"""Simulated drills with a planted truth keep what rules 3 aim at.

Inside U in 93 % or more, false verdicts at the limit 3 % or less a side, wherever a verdict is
given without a warning on its row. The limit of every target is its true length: a real drill's
limits lie elsewhere, so this is the worst case. The seeds are fixed: what passes once passes
always.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracles.planted import CONFIGS, Config, Scorer, count, oracle, plant, product

#: What rules 3 aim at, in per cent.
INSIDE, FALSE = 93.0, 3.0
#: Rows of one drill share their start, so that 4,000 rows are worth some 1,000.
SLACK = 1.5
DRILLS = 400
QUICK_DRILLS = 8
QUICK_SLACK = 12.0
#: The latest of many noisy times is late in the mean (here by 0.25 to 0.3 s): a rule that took
#: the latest member's own u alone cannot keep the aim where units crowd within 1 s.
CROWDED = ("last of 12 units within 1 s, sd .3", "last of 12 units within 1 s, 4 laptops")

AIMED = [config for config in CONFIGS if config.is_aimed]


def _name(config: Config) -> str:
    return config.name


def _keeps_the_aim(config: Config, drills: int, scorer: Scorer, slack: float) -> None:
    inside, met, missed = count(config, drills, scorer).aims
    late = 5 if config.name in CROWDED else 0
    assert inside >= INSIDE - slack
    assert met <= FALSE + slack
    assert missed <= FALSE + slack + late


@pytest.mark.parametrize("config", AIMED, ids=_name)
def test_a_few_planted_drills_are_near_the_truth(config: Config) -> None:
    _keeps_the_aim(config, QUICK_DRILLS, oracle, QUICK_SLACK)


def test_the_product_is_near_the_planted_truth(tmp_path: Path) -> None:
    for config in AIMED[::6]:
        _keeps_the_aim(config, 3, product(tmp_path), 20.0)


@pytest.mark.soak
@pytest.mark.parametrize("config", AIMED, ids=_name)
def test_planted_drills_keep_the_aim(config: Config) -> None:
    _keeps_the_aim(config, DRILLS, oracle, SLACK)


@pytest.mark.soak
@pytest.mark.parametrize("config", AIMED, ids=_name)
def test_the_product_keeps_the_aim(config: Config, tmp_path: Path) -> None:
    _keeps_the_aim(config, DRILLS, product(tmp_path), SLACK)


@pytest.mark.soak
@pytest.mark.parametrize("config", [one for one in CONFIGS if not one.is_aimed], ids=_name)
def test_what_no_rule_can_know_gives_more_false_verdicts(config: Config) -> None:
    """Hold the simulation itself to account: these are not to look as good as the rest."""
    found = count(config, DRILLS)

    assert found.share(found.met + found.missed) > 1


def test_a_configuration_plants_the_same_drill_again() -> None:
    assert plant(CONFIGS[3], 1) == plant(CONFIGS[3], 1)
