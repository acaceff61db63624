"""What the county's server forbids by itself, whatever program speaks with it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from drillplanner.base.errors import UserError
from drillplanner.run.codec import as_fact
from drillplanner.run.fact import Fact, make_fact
from drillplanner.store.hub.server import Account, Hub, connected
from tests.hub.conftest import PASSWORD, County, certificate
from tests.run.build import session

psycopg = pytest.importorskip("psycopg", exc_type=ModuleNotFoundError)

ENTRIES = tuple(as_fact(one) for one in session(4))
PLACES = {one.hash: ("s1", number) for number, one in enumerate(ENTRIES, 1)}
GRADE = make_fact("grade", "g1", {"grade": "good", "wall_utc_ns": 1}, "d1")
INSERT = (
    "INSERT INTO drillplanner.mailbox (school, id, kind, drill, session, seq, hash, bytes)"
    " VALUES ('s1', %s, 'entry', 'd1', 's1', %s, %s, %s)"
)


def row(number: int) -> tuple[str, int, str, bytes]:
    one = ENTRIES[number]
    return one.id, number + 1, one.hash, one.data


def sent(hub: Hub, *facts: Fact, school: str = "s1") -> int:
    return hub.send(school, facts, PLACES)


def test_positions_follow_the_order_of_commits(county: County) -> None:
    """Two transactions are open; the second may not be given a place before the first commits."""
    server = county.enrol("keeper", "keeper")
    order: list[str] = []
    with psycopg.connect(server) as first, connected(server) as reader:
        first.execute(INSERT, row(0))

        def second() -> None:
            with psycopg.connect(server) as other:
                other.execute(INSERT, row(1))
                other.commit()
                order.append("second")

        late = threading.Thread(target=second)
        late.start()
        late.join(0.3)
        assert late.is_alive()
        assert reader.after(0) == ()
        order.append("first")
        first.commit()
        late.join(10)
        found = reader.after(0)

    assert order == ["first", "second"]
    assert [one.fact.id for one in found] == [ENTRIES[0].id, ENTRIES[1].id]


def test_without_the_lock_what_commits_late_is_never_fetched(county: County) -> None:
    """Hold the test above to account: it is the lock that keeps the order."""
    server = county.enrol("keeper", "keeper")
    with psycopg.connect(county.admin, autocommit=True) as admin:
        admin.execute("DROP TRIGGER in_commit_order ON drillplanner.mailbox")
    with psycopg.connect(server) as first, connected(server) as reader:
        first.execute(INSERT, row(0))
        with psycopg.connect(server) as second:
            second.execute(INSERT, row(1))
        read_to = reader.after(0)[-1].position
        first.commit()

        assert reader.after(read_to) == ()
        assert len(reader.after(0)) == 2


def test_facts_are_only_added_even_by_an_administrator(county: County) -> None:
    with connected(county.enrol("planner", "planner")) as hub:
        sent(hub, *ENTRIES)
    for who in (county.server("planner"), county.admin):
        with psycopg.connect(who, autocommit=True) as connection:
            for act in (
                "UPDATE drillplanner.mailbox SET kind = 'x'",
                "DELETE FROM drillplanner.mailbox",
                "TRUNCATE drillplanner.mailbox",
            ):
                with pytest.raises(psycopg.Error):
                    connection.execute(act.encode())


def test_each_role_sends_its_own_kinds(county: County) -> None:
    with connected(county.enrol("keeper", "keeper")) as hub:
        assert sent(hub, ENTRIES[0]) == 1
        with pytest.raises(UserError, match="may not"):
            sent(hub, GRADE)
    with connected(county.enrol("approver", "approver")) as hub:
        assert sent(hub, GRADE) == 1
        with pytest.raises(UserError, match="may not"):
            sent(hub, ENTRIES[1])
    with connected(county.enrol("reader", "reader")) as hub:
        with pytest.raises(UserError, match="may not"):
            sent(hub, ENTRIES[1])
        assert len(hub.after(0)) == 2


def test_a_school_neither_sees_nor_sends_for_another(county: County) -> None:
    one, other = county.enrol("one", "planner", "s1"), county.enrol("other", "planner", "s2")
    with connected(one) as hub:
        assert sent(hub, *ENTRIES) == 4
        with pytest.raises(UserError, match="may not"):
            sent(hub, *ENTRIES, school="s2")
    with connected(other) as hub:
        assert hub.after(0) == ()
        assert hub.heads("d1") == ()
        assert hub.count() == (0, 0, 0)
        # The same script may be of both schools.
        assert sent(hub, *ENTRIES, school="s2") == 4
    with connected(county.enrol("county", "reader")) as hub:
        assert hub.count() == (8, 1, 2)


def test_bytes_that_do_not_fit_their_hash_are_not_taken(county: County) -> None:
    with (
        psycopg.connect(county.enrol("keeper", "keeper")) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(INSERT, (ENTRIES[0].id, 1, ENTRIES[0].hash, b"other"))


def test_nobody_sends_in_another_name(county: County) -> None:
    with (
        psycopg.connect(county.enrol("keeper", "keeper")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            b"INSERT INTO drillplanner.mailbox (school, id, kind, hash, bytes, sent_by)"
            b" VALUES ('s1', 'x', 'photo', encode(sha256('xx'), 'hex'), 'xx', 'boss')"
        )


def test_what_is_sent_is_noted_where_no_account_can_read_or_change_it(county: County) -> None:
    server = county.enrol("planner", "planner")
    with connected(server) as hub:
        sent(hub, *ENTRIES)
    for act in ("SELECT * FROM drillplanner.audit", "DELETE FROM drillplanner.audit"):
        with (
            psycopg.connect(server) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(act.encode())
    with psycopg.connect(county.admin) as admin:
        told = admin.execute("SELECT account, act, detail FROM drillplanner.audit").fetchall()
        assert (county.name("planner"), "sent", "s1: 4") in told
        with pytest.raises(psycopg.Error, match="only added"):
            admin.execute("UPDATE drillplanner.audit SET account = 'nobody'")


def test_a_gap_shows_itself_in_the_heads(county: County) -> None:
    with connected(county.enrol("keeper", "keeper")) as hub:
        sent(hub, ENTRIES[0], ENTRIES[3])
        (head,) = hub.heads("d1")

    assert (head.last, head.count, head.hash, head.is_whole) == (4, 2, ENTRIES[3].hash, False)


def test_who_listens_hears_that_something_came_and_not_what(county: County) -> None:
    server = county.enrol("keeper", "keeper")
    with connected(server) as listening, connected(server) as sending:
        assert not listening.listen(0.05)
        sent(sending, ENTRIES[0])

        assert listening.listen(5)


# -- who comes in -------------------------------------------------------------------------


def test_a_wrong_password_is_said(county: County) -> None:
    county.enrol("keeper", "keeper")
    server = county.postgres.by_socket(county.name("keeper"), county.database)

    with pytest.raises(UserError, match="name and password"), connected(server, "wrong"):
        pass


def test_over_a_network_the_known_certificate_is_asked_for(county: County, tmp_path: Path) -> None:
    county.enrol("keeper", "keeper")
    name, database = county.name("keeper"), county.database
    with connected(county.postgres.by_tls(name, database), PASSWORD) as hub:
        hub.require_version()
    other = certificate(tmp_path, "other")
    with (
        pytest.raises(UserError, match="certificate that is known"),
        connected(county.postgres.by_tls(name, database, other), PASSWORD),
    ):
        pass
    bare = f"host=127.0.0.1 port={county.postgres.port} user={name} dbname={database}"
    with pytest.raises(UserError, match="Name the server's certificate"), connected(bare, PASSWORD):
        pass


def test_another_role_takes_the_place_of_the_one_before(county: County) -> None:
    county.enrol("person", "keeper")
    with (
        connected(county.enrol("person", "reader", "s1")) as hub,
        pytest.raises(UserError, match="may not"),
    ):
        sent(hub, ENTRIES[0])
    with connected(county.admin) as hub:
        assert hub.accounts() == (Account(county.name("person"), "reader", "s1"),)


@pytest.mark.parametrize("name", ["postgres", "pg_read_all_data", "drillplanner_planner"])
def test_no_account_takes_the_name_of_another_role(county: County, name: str) -> None:
    with connected(county.admin) as hub, pytest.raises(UserError, match="cannot name an account"):
        hub.enrol(Account(name, "reader", "s1"), PASSWORD)


def test_accounts_are_enrolled_again_on_a_server_that_was_set_up_anew(county: County) -> None:
    county.enrol("person", "keeper")
    with psycopg.connect(county.admin, autocommit=True) as admin:
        admin.execute("DROP SCHEMA drillplanner CASCADE")
    with connected(county.admin) as hub:
        hub.set_up()
    with connected(county.server("person")) as hub:
        assert hub.after(0) == ()

    with connected(county.enrol("person", "keeper")) as hub:
        assert sent(hub, ENTRIES[0]) == 1


def test_setting_up_twice_changes_nothing_and_a_newer_server_is_refused(county: County) -> None:
    with connected(county.enrol("keeper", "keeper")) as hub:
        before = hub.id
    with connected(county.admin) as hub:
        hub.set_up()
        assert hub.id == before
    with psycopg.connect(county.admin, autocommit=True) as admin:
        admin.execute("INSERT INTO drillplanner.form (version) VALUES (99)")
    with connected(county.admin) as hub, pytest.raises(UserError, match="newer"):
        hub.set_up()
    with connected(county.server("keeper")) as hub, pytest.raises(UserError, match="form 99"):
        hub.require_version()


def test_a_server_that_was_not_set_up_is_said(county: County) -> None:
    with psycopg.connect(county.admin, autocommit=True) as admin:
        admin.execute("DROP SCHEMA drillplanner CASCADE")
    with connected(county.admin) as hub, pytest.raises(UserError, match="hub init"):
        hub.require_version()
