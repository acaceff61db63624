"""Time the lists of drills beside a bare select of the rows they are made from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Comparison, Figure, interleaved
from drillplanner.base.ids import ClockId, DrillId, EntryId, PersonId, SessionId, StepId
from drillplanner.bootstrap import Paths, build
from drillplanner.improve.codec import as_fact as step_fact
from drillplanner.improve.ledger import Content, Found, Step
from drillplanner.improve.proof import Needed
from drillplanner.run.codec import as_fact, seal
from drillplanner.run.entry import Entry
from drillplanner.run.fact import Fact, make_fact
from drillplanner.services.fact_factory import script_fact
from drillplanner.services.plan.scripts import OpenScript, samples
from drillplanner.store.workspace import Workspace

#: A drill of how many has an action in the ledger, one of how many was not ended.
_ACTION_EVERY, _OPEN_EVERY = 10, 100
_SCRIPTS = 12
_SECOND_NS = 10**9
#: 2026-09-01 00:00 UTC; the drills are a day apart.
_FIRST_NS = 1_788_220_800 * _SECOND_NS
_DAY_NS = 86_400 * _SECOND_NS

#: What every list is compared with: the rows, fetched and nothing else.
_ROWS = (
    "SELECT * FROM drills ORDER BY position",
    "SELECT * FROM sessions ORDER BY drill",
    "SELECT * FROM facts WHERE kind IN ('script', 'action_step') AND kind <> 'entry'",
)


def measured(drills: int = 1000, few: int = 10, entries: int = 300, rounds: int = 20) -> Comparison:
    """Fill each list from `drills` drills of `entries` entries, `rounds` times, and from a few."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="catalogue-")))
        small = _lists(stack, folder / "few.drill", few, entries)
        large = _lists(stack, folder / "many.drill", drills, entries)
        before = {figure.name: figure for figure in interleaved(small, rounds)}
        figures = interleaved(large, rounds, aims=dict.fromkeys(list(large)[1:], 3))
    return Comparison(
        f"lists of {drills} drills of {entries} entries",
        figures,
        tuple(_growth(before[figure.name], figure, few) for figure in figures),
    )


def _growth(before: Figure, after: Figure, few: int) -> str:
    ratio = after.median_s / before.median_s
    return f"{after.name}: {ratio:.1f} times as long as of {few} drills"


def _lists(
    stack: ExitStack, path: Path, drills: int, entries: int
) -> Mapping[str, Callable[[], object]]:
    scripts = _scripts()
    _write(path, scripts, drills, entries)
    services = stack.enter_context(build(Paths.within(path.parent, path)))
    assert len(services.catalogue.drills()) == drills
    raw = stack.enter_context(closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)))
    return {
        "a bare select of the rows": lambda: [raw.execute(query).fetchall() for query in _ROWS],
        "start page": services.catalogue.shelf,
        "list of drills and how they stand": services.catalogue.drills,
        "unfinished drills": services.catalogue.unfinished,
        "rounds of one script": lambda: services.catalogue.offers(scripts[0].document, "gate"),
        "list of scripts": services.catalogue.scripts,
        "ledger": services.improvements.ledger,
    }


def _scripts() -> list[OpenScript]:
    """Give a dozen scripts that differ by their id."""
    document = json.loads(samples()[0].document)
    found = []
    for number in range(_SCRIPTS):
        text = json.dumps({**document, "id": f"script-{number}"}, ensure_ascii=False)
        found.append(replace(samples()[0], document=text))
    return found


def _write(path: Path, scripts: list[OpenScript], drills: int, entries: int) -> None:
    """Put the facts into a file at once; whoever opens it computes the index."""
    Workspace.create(path).close()
    author = PersonId("keeper")
    versions = [
        script_fact(f"script-{number}", one.document, author, _FIRST_NS)
        for number, one in enumerate(scripts)
    ]
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.executemany(
            "INSERT INTO facts (id, kind, drill, hash, bytes) VALUES (?, ?, ?, ?, ?)",
            (
                (one.id, one.kind, one.drill, one.hash, one.data)
                for one in _facts(versions, drills, entries)
            ),
        )
        raw.execute("UPDATE workspace SET index_rules = 0")
    Workspace.open(path).close()


def _facts(scripts: list[Fact], drills: int, entries: int) -> Iterator[Fact]:
    yield from scripts
    for number in range(drills):
        drill, script = f"drill-{number}", scripts[number % len(scripts)]
        at_ns = _FIRST_NS + number * _DAY_NS
        yield make_fact(
            "drill",
            f"fact-{number}",
            {
                "title": f"Drill {number}",
                "script": script.hash,
                "nature": "formal",
                "author": "keeper",
                "wall_utc_ns": at_ns,
            },
            drill,
        )
        is_open = number % _OPEN_EVERY == 0
        for source in ("gate", "command"):
            yield from _log(drill, source, at_ns, entries // 2, is_open=is_open)
        if number % _ACTION_EVERY == 0:
            yield _action(drill, number, at_ns)


def _log(drill: str, source: str, at_ns: int, count: int, *, is_open: bool) -> Iterator[Fact]:
    prev: str | None = None
    for seq in range(1, count + 1):
        kind = "arm" if seq == 1 else "end" if seq == count and not is_open else "mark"
        entry = Entry(
            id=EntryId(f"{drill}-{source}-{seq}"),
            drill=DrillId(drill),
            round=1,
            source=source,
            session=SessionId(f"{drill}-{source}"),
            clock=ClockId(f"{drill}-{source}"),
            author=PersonId("keeper"),
            seq=seq,
            kind=kind,  # type: ignore[arg-type]  # one of three
            elapsed_ns=seq * _SECOND_NS,
            wall_utc_ns=at_ns + seq * _SECOND_NS,
            step=StepId("begin") if kind == "mark" else None,
            u_s=Decimal("0.3"),
            prev=prev,
        )
        sealed = seal(entry)
        prev = sealed.hash
        yield as_fact(sealed)


def _action(drill: str, number: int, at_ns: int) -> Fact:
    words = {"zh_CN": "改进", "en": "Improve"}
    key = f"{drill}:missed:T"
    needed = Needed("script-0", "missed", "T", "a > b", "60")
    found = Found(key, words, words, DrillId(drill), at_ns, needed, False, ())
    content = Content(found, unit="保卫处")
    step = Step(f"step-{number}", key, "accept", content, (), PersonId("keeper"), at_ns)
    return step_fact(step)
