"""Time the joining of log packs, and how keepers agree, against reading the same rows.

The baseline reads every row of the packs once, as any reader must: its hash is compared, its
fields are looked at. Joining examines each pack beside what is there, and adds its rows to a
workspace of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.append import _sealed
from benchmarks.measure import Comparison, Figure, interleaved
from drillplanner.base.ids import DrillId, EntryId, SessionId
from drillplanner.exchange.pack.keys import LaptopKey
from drillplanner.exchange.pack.log_pack import read_pack, write_pack
from drillplanner.review.keepers.agreement import times_agree
from drillplanner.run.codec import Sealed, as_fact, seal
from drillplanner.run.fact import Body, make_fact
from drillplanner.run.fact_kinds import DRILL, SCRIPT
from drillplanner.run.journal import write_journal
from drillplanner.services.exchange.pack_joining import join_in_turn
from drillplanner.services.run.sessions import create_workspace

#: How many times as long joining may take as reading.
_AIM = 3.0
_BARE = "reading the rows of {count} packs"
_JOIN = "joining {count} packs"


def measured(
    counts: tuple[int, ...] = (8, 64), entries: int = 2_000, rounds: int = 3, many: int = 10_000
) -> Comparison:
    """Join packs of `entries` entries, and sum up the agreement of two logs, in turns."""
    key = LaptopKey.made()
    packs = [_pack(number, entries, key) for number in range(max(counts))]
    out = Path("out").resolve()
    out.mkdir(exist_ok=True)
    figures: list[Figure] = []
    with TemporaryDirectory(prefix="joining-", dir=out) as name:
        for count in counts:
            some = packs[:count]
            ways: dict[str, Callable[[], object]] = {
                _BARE.format(count=count): partial(_read, some),
                _JOIN.format(count=count): partial(_joined, some, Path(name)),
            }
            figures += interleaved(ways, rounds, warm=0, aims={_JOIN.format(count=count): _AIM})
    figures += [*_agreement(min(1_000, many), rounds), *_agreement(many, rounds)]
    return Comparison(f"joining, {entries} entries a pack", tuple(figures), _ratios(figures))


def _pack(number: int, entries: int, key: LaptopKey) -> bytes:
    """Make the pack of a laptop of its own, of the one drill."""
    log: list[Sealed] = []
    for one in _sealed(entries):
        entry = replace(
            one.entry,
            id=EntryId(f"{number}-{one.entry.seq}"),
            drill=DrillId("d"),
            source=f"pc{number}",
            session=SessionId(f"s{number}"),
            prev=log[-1].hash if log else None,
        )
        log.append(seal(entry))
    body: Body = {"title": "t", "script": "h", "nature": "formal", "wall_utc_ns": 1}
    script: Body = {"script_id": "s", "document": "{}", "wall_utc_ns": 1}
    facts = [make_fact(SCRIPT, "script", script), make_fact(DRILL, "drill", body, "d")]
    records = write_journal([*facts, *(as_fact(one) for one in log)])
    return write_pack("d", records, log, {}, key)


def _read(packs: list[bytes]) -> None:
    for one in packs:
        read_pack(one)


def _joined(packs: list[bytes], folder: Path) -> None:
    with TemporaryDirectory(dir=folder) as name:
        workspace = create_workspace(Path(name) / "w.drill")
        named = ((str(number), one) for number, one in enumerate(packs))
        join_in_turn(workspace, named, lambda one: one.verdict == "sound")
        workspace.close()


def _agreement(count: int, rounds: int) -> tuple[Figure, ...]:
    import numpy as np

    chance = random.Random(count)
    apart = [chance.gauss(0, 1) for _number in range(count)]

    def bare() -> object:
        found = np.array(apart)
        return np.median(found), found.mean(), found.std(ddof=1), (abs(found) <= 2).mean()

    ways = {
        f"numpy, {count} differences": bare,
        f"agreement of {count} differences": lambda: times_agree(apart, 2.0),
    }
    return interleaved(ways, 20 * rounds, aims={f"agreement of {count} differences": _AIM})


def _ratios(figures: list[Figure]) -> tuple[str, ...]:
    """Give each way's ratio to the one measured in turns with it."""
    pairs = zip(figures[::2], figures[1::2], strict=True)
    return tuple(
        f"{way.name}: {way.median_s / base.median_s:.2f} times {base.name}" for base, way in pairs
    )
