"""A log pack says what it is: whole, cut, changed, forged, of nobody, of a newer version."""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from drillplanner.base.errors import FileRefused, StoreFault
from drillplanner.exchange.pack.keys import LaptopKey, is_signed, spoken
from drillplanner.exchange.pack.log_pack import (
    FORM,
    PURPOSE,
    LogPack,
    entries_of,
    read_pack,
    vouched,
    write_pack,
)
from drillplanner.run.codec import Sealed, as_fact, seal
from drillplanner.run.fact import Body, canonical, digest, read_body
from drillplanner.run.journal import write_journal
from tests.run.build import entry

KEY = LaptopKey.made()


def chain(count: int = 6) -> list[Sealed]:
    log: list[Sealed] = []
    for number in range(1, count + 1):
        prev = log[-1].hash if log else None
        log.append(seal(entry(number, step="s1", prev=prev, u_s=Decimal("0.3"))))
    return log


def packed(log: list[Sealed], names: dict[str, str] | None = None) -> bytes:
    records = write_journal(as_fact(one) for one in log)
    return write_pack("d1", records, log, names or {}, KEY)


def ids(pack: LogPack) -> list[str]:
    return [one.id for one in pack.facts]


def test_what_was_written_is_read_back_signed() -> None:
    log = chain()

    pack = read_pack(packed(log, {"p1": "王老师"}))

    assert pack.state == "signed"
    assert ids(pack) == [one.entry.id for one in log]
    assert pack.names == {"p1": "王老师"}
    assert pack.head is not None
    assert pack.head.key == KEY.public
    assert {end.hash for end in pack.head.sessions.values()} == {log[-1].hash}


def test_the_same_facts_give_the_same_bytes() -> None:
    assert packed(chain(), {"b": "2", "a": "1"}) == packed(chain(), {"a": "1", "b": "2"})


def test_names_can_be_taken_out_and_the_pack_stays_signed() -> None:
    first, _names, rest = packed(chain(), {"p1": "王老师"}).split(b"\n", 2)

    pack = read_pack(first + b"\n" + rest)

    assert pack.state == "signed"
    assert not pack.names


def test_names_that_were_changed_are_left_out_and_said() -> None:
    data = packed(chain(), {"p1": "Wang"})
    head, names, rest = data.split(b"\n", 2)
    other = names[65:].replace(b"Wang", b"Chen")
    line = digest(other).encode() + b" " + other

    pack = read_pack(b"\n".join([head, line, rest]))

    assert pack.has_other_names
    assert not pack.names
    assert pack.state == "signed"


def test_cut_at_every_byte_it_is_never_taken_for_whole() -> None:
    data = packed(chain(3))
    first = data.index(b"\n") + 1

    for length in range(first, len(data) - 1):
        pack = _read(data[:length])
        assert pack is None or pack.state in ("cut", "changed"), length
        assert pack is None or pack.head is not None


def test_of_a_cut_pack_the_number_that_is_missing_is_told() -> None:
    lines = packed(chain(6)).splitlines(keepends=True)

    pack = read_pack(b"".join(lines[:4]))

    assert (pack.state, pack.missing) == ("cut", 3)


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.soak)])
def test_one_bit_flipped_anywhere_is_seen(count: int) -> None:
    data = packed(chain(12), {"p1": "王老师"})
    whole = read_pack(data)
    chance = random.Random(14)  # noqa: S311 - the same places every time

    for _turn in range(count):
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
        hurt = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        pack = _read(hurt)
        assert pack is None or pack != whole, at
        if pack is not None and pack.state == "signed":
            # What is not signed is names, and that they were changed is said.
            assert pack.has_other_names or pack.faults or not pack.names
            assert pack.facts == whole.facts


def test_an_entry_that_was_rewritten_with_its_own_hash_is_named_changed() -> None:
    log = chain()
    forged = seal(replace(log[2].entry, elapsed_ns=1))
    data = packed(log).replace(write_journal([as_fact(log[2])]), write_journal([as_fact(forged)]))

    pack = read_pack(data)

    assert pack.state == "changed"
    assert pack.head is not None
    # The chain behind the signed last entry holds as far as the one that was changed.
    sure = vouched(pack.head, entries_of(pack.facts))
    assert sure == {one.hash for one in log[3:]}


def test_a_head_that_was_written_anew_without_the_key_is_forged() -> None:
    log = chain()
    head, rest = packed(log).split(b"\n", 1)
    body = read_body(head[65:])
    records = write_journal(as_fact(one) for one in log[:3])
    body.update({"content": digest(records), "records": 3})
    data = canonical(body)

    pack = read_pack(digest(data).encode() + b" " + data + b"\n" + records)

    assert rest
    assert pack.state == "forged"
    assert not vouched(_head(pack), log)


def test_without_its_head_nobody_signed_it() -> None:
    data = packed(chain())

    pack = read_pack(data.split(b"\n", 1)[1])

    assert pack.state == "unsigned"
    assert pack.head is None


def test_a_newer_version_is_refused_by_name() -> None:
    head = packed(chain()).split(b"\n", 1)[0]
    body: Body = {**read_body(head[65:]), "form": FORM + 1}
    data = canonical(body)

    with pytest.raises(FileRefused, match="newer version"):
        read_pack(digest(data).encode() + b" " + data + b"\n")


def test_archives_and_other_files_are_no_packs() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../climbs.jsonl", b"\0" * 10_000_000)

    for data in (bomb.getvalue(), b"", b"{}", b"PK\x03\x04", b"\0" * 5000, b"a" * 5000):
        with pytest.raises(FileRefused, match="no log pack"):
            read_pack(data)


def test_a_key_is_made_once_and_is_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "laptop.key"

    first, second = LaptopKey.of_file(path), LaptopKey.of_file(path)

    assert first.public == second.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert KEY.public != first.public
    assert re.fullmatch(r"[0-9A-F]{4}( [0-9A-F]{4}){2}", spoken(first.public))


def test_a_damaged_key_is_said_and_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "laptop.key"
    path.write_bytes(b"damaged")
    path.chmod(0o600)

    with pytest.raises(StoreFault, match="holds no key"):
        LaptopKey.of_file(path)

    assert path.read_bytes() == b"damaged"


def test_a_signature_is_good_for_one_purpose() -> None:
    signature = KEY.sign(PURPOSE, b"data")

    assert is_signed(KEY.public, signature, PURPOSE, b"data")
    assert not is_signed(KEY.public, signature, "session 1", b"data")
    assert not is_signed(KEY.public, "no hex", PURPOSE, b"data")
    assert not is_signed("00", signature, PURPOSE, b"data")


def _read(data: bytes) -> LogPack | None:
    try:
        return read_pack(data)
    except FileRefused:
        return None


def _head(pack: LogPack):  # type: ignore[no-untyped-def]
    assert pack.head is not None
    return pack.head
