"""Laptops send and fetch in any order, and come to the same drill as by sticks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.cli import main
from drillplanner.report.subject import Subject
from drillplanner.services.exchange import hub as exchange
from drillplanner.services.exchange.hub import SessionThere, backup, read_backup, restore
from drillplanner.services.review.merging.time_line import time_line
from drillplanner.services.review.merging.time_line_json import time_line_json
from drillplanner.services.review.review_session import review_drill
from drillplanner.store.hub.server import Hub, connected
from tests.hub.conftest import PASSWORD, County
from tests.services.laptops import Laptop, another, laptops

psycopg = pytest.importorskip("psycopg", exc_type=ModuleNotFoundError)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Mapping[str, Laptop]]:
    with laptops(tmp_path / "held") as made:
        for one in made.values():
            one.sync("sync-1")
        made["post"].mark("alarm")
        made["gate"].mark("shut", "c1", 20)
        made["roof"].mark("shut", "c2", 30)
        yield made


@pytest.fixture
def server(county: County) -> str:
    return county.enrol("planner", "planner")


def push(server: str, laptop: Laptop) -> int:
    with connected(server) as hub:
        return laptop.services.hub.push(hub, laptop.drill, "s1").new


def pull(server: str, laptop: Laptop) -> int:
    with connected(server) as hub:
        return laptop.services.hub.pull(hub).new


def at_gate(gate: Laptop, hub: Hub) -> SessionThere:
    found = gate.services.hub.sessions(hub, gate.drill)
    return next(one for one in found if one.source == "gate")


def came_to(laptop: Laptop, drill: str) -> str:
    review = review_drill(laptop.services.reviews.drill(drill))
    line = time_line(Subject(review.inputs), review.recorded.entries)
    return json.dumps(time_line_json(line))


def test_any_order_and_twice_comes_to_the_same_time_line_as_by_sticks(
    held: Mapping[str, Laptop], server: str, tmp_path: Path
) -> None:
    drill = held["post"].drill
    by_stick = another(tmp_path / "stick")
    for one in held.values():
        by_stick.take(one.pack())
    first = another(tmp_path / "first")
    for name in ("roof", "post", "gate"):
        push(server, held[name])
        pull(server, first)
    again = push(server, held["roof"])
    late = another(tmp_path / "late")
    pull(server, late)
    pull(server, late)

    assert again == 0
    assert came_to(first, drill) == came_to(by_stick, drill)
    assert came_to(late, drill) == came_to(by_stick, drill)
    # By whatever way two came to all of it, they hand on the same bytes.
    assert first.services.packs.hand_over(drill) == late.services.packs.hand_over(drill)


def test_only_what_is_new_is_sent_and_fetched(held: Mapping[str, Laptop], server: str) -> None:
    gate, post = held["gate"], held["post"]
    push(server, gate)
    pull(server, post)
    gate.mark("call")

    # The entry, and the signature of what was sent.
    assert push(server, gate) == 2
    assert pull(server, post) == 2
    assert pull(server, post) == 0


def test_a_server_that_goes_away_in_the_middle_is_caught_up_with(
    held: Mapping[str, Laptop], server: str, county: County, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(exchange, "BATCH", 3)
    gate, send, sends = held["gate"], Hub.send, list[int]()

    def cut(hub: Hub, *arguments: object) -> int:
        sends.append(1)
        if len(sends) == 2:
            with psycopg.connect(county.admin, autocommit=True) as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                    (county.name("planner"),),
                )
        return send(hub, *arguments)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(Hub, "send", cut)
    with pytest.raises(StoreFault, match="in the middle"):
        push(server, gate)
    push(server, gate)
    planner = another(tmp_path / "planner")
    pull(server, planner)

    assert came_to(planner, gate.drill) == came_to(gate, gate.drill)


def test_what_is_fetched_in_parts_comes_to_the_same(
    held: Mapping[str, Laptop], server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in held.values():
        push(server, one)
    monkeypatch.setattr(exchange, "BATCH", 2)
    monkeypatch.setattr(exchange, "_MOST_JOINED", 4)
    parts = another(tmp_path / "parts")

    assert pull(server, parts) > 4
    assert pull(server, parts) == 0


def test_gaps_are_named_and_filled_by_whoever_has_the_entries(
    held: Mapping[str, Laptop], server: str, county: County
) -> None:
    gate = held["gate"]
    with connected(server) as hub:
        every = gate.services.reviews.drill(gate.drill).entries
        log = [one for one in every if one.entry.source == "gate"]
        from drillplanner.run.codec import as_fact

        hub.send("s1", [as_fact(log[-1])], {log[-1].hash: (log[-1].entry.session, 3)})
        before = at_gate(gate, hub)
    push(server, gate)
    with connected(server) as hub:
        after = at_gate(gate, hub)

    assert (before.there, before.missing_there) == (3, 2)
    assert (after.here, after.there, after.missing_there) == (3, 3, 0)


def test_no_fact_from_the_server_deletes_anything(
    held: Mapping[str, Laptop], server: str, tmp_path: Path
) -> None:
    from drillplanner.run.fact import make_fact

    gate = held["gate"]
    push(server, gate)
    planner = another(tmp_path / "planner")
    pull(server, planner)
    grave = make_fact("tombstone", "t1", {"purged": gate.drill, "wall_utc_ns": 1, "author": "x"})
    with connected(server) as hub:
        hub.send("s1", [grave], {})
        done = planner.services.hub.pull(hub)

    assert done.unsound == 1
    assert len(planner.services.catalogue.drills()) == 1


def test_a_drill_without_a_school_asks_for_one(held: Mapping[str, Laptop], server: str) -> None:
    gate = held["gate"]
    with connected(server) as hub, pytest.raises(UserError, match="--school"):
        gate.services.hub.push(hub, gate.drill)


def test_how_far_it_was_read_may_be_lost(
    held: Mapping[str, Laptop], server: str, tmp_path: Path
) -> None:
    push(server, held["gate"])
    planner = another(tmp_path / "planner")
    pull(server, planner)
    planner.services.paths.workspace.with_suffix(".hub").write_text("{broken")

    assert pull(server, planner) == 0


def test_a_backup_fills_another_server(
    held: Mapping[str, Laptop], county: County, server: str, tmp_path: Path, postgres: object
) -> None:
    for one in held.values():
        push(server, one)
    path = tmp_path / "county.backup"
    with connected(county.admin) as hub:
        count = backup(hub, path)
        facts = [(one.school, one.fact) for one in hub.after(0)]
        with psycopg.connect(county.admin, autocommit=True) as admin:
            admin.execute("DROP SCHEMA drillplanner CASCADE")
        hub.set_up()
        new = restore(hub, path)
        after = [(one.school, one.fact) for one in hub.after(0)]
        again = restore(hub, path)

    assert (count, new, again) == (len(facts), len(facts), 0)
    assert after == facts


def test_a_backup_that_was_changed_is_refused_before_anything_is_put_in(
    held: Mapping[str, Laptop], county: County, server: str, tmp_path: Path
) -> None:
    push(server, held["gate"])
    path = tmp_path / "county.backup"
    with connected(county.admin) as hub:
        backup(hub, path)
    path.write_bytes(path.read_bytes().replace(b'"school":"s1"', b'"school":"s2"', 1))

    with pytest.raises(FileRefused, match="changed or damaged"):
        list(read_backup(path))
    (tmp_path / "other").write_bytes(b"no backup")
    with pytest.raises(FileRefused, match="no backup"):
        list(read_backup(tmp_path / "other"))


def test_the_commands_go_the_whole_way(
    held: Mapping[str, Laptop], county: County, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("DRILLPLANNER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    gate = held["gate"]
    gate.services.close()
    here = str(gate.services.paths.workspace)
    name = county.name("gate")
    plain = county.postgres.by_socket(name, county.database)
    account = ["--server", plain, "--server-password-file", str(secret)]

    def run(*words: str) -> str:
        capsys.readouterr()
        status = main(["hub", *words])
        said = capsys.readouterr()
        assert status == 0, said.err
        return said.out

    run("init", "--server", county.admin)
    run("enrol", name, "--role", "planner", "--school", "s1", "--new-password-file", str(secret),
        "--server", county.admin)  # fmt: skip
    run("push", gate.drill, "--school", "s1", "--workspace", here, *account)
    planner = another(tmp_path / "planner")
    planner.services.catalogue.drills()
    planner.services.close()
    run("pull", "--workspace", str(planner.services.paths.workspace), *account)
    told = json.loads(run("status", "--workspace", here, "--json", *account))
    run("backup", "-o", str(tmp_path / "b"), "--server", county.admin)

    (session,) = [one for one in told["sessions"] if one["source"] == "gate"]
    assert (session["here"], session["there"], session["missing_there"]) == (3, 3, 0)
    assert told["schools"] == 1
    assert main(["hub", "push", "--school", "s2", "--workspace", here, *account]) == 1
    assert "may not" in capsys.readouterr().err
