"""The file that travels: cut or damaged anywhere, all that is whole is read."""

from __future__ import annotations

import pytest

from drillplanner.run.codec import as_fact
from drillplanner.run.fact import make_fact
from drillplanner.run.journal import read_journal, write_journal
from tests.run.build import session

FACTS = (
    make_fact("script", "f1", {"document": '{"title": "校园"}\n'}),
    *(as_fact(one) for one in session(3)),
)
DATA = write_journal(FACTS)


def test_what_was_written_reads_back() -> None:
    journal = read_journal(DATA)

    assert journal.facts == FACTS
    assert journal.is_whole
    assert journal.lost_bytes == 0


def test_an_empty_file_is_an_empty_journal() -> None:
    assert read_journal(b"").facts == ()


def test_cut_at_every_byte_all_whole_records_are_recovered_and_lost_bytes_counted() -> None:
    ends = [len(write_journal(FACTS[: count + 1])) - 1 for count in range(len(FACTS))]
    for cut in range(len(DATA)):
        journal = read_journal(DATA[:cut])

        whole = sum(end <= cut for end in ends)
        kept = len(write_journal(FACTS[:whole]))
        assert journal.facts == FACTS[:whole]
        assert journal.lost_bytes == max(0, cut - kept)
        assert journal.is_whole == (cut <= kept)


def test_one_bit_flipped_anywhere_is_found_and_the_rest_is_usable() -> None:
    bounds = [0, *(len(write_journal(FACTS[: count + 1])) for count in range(len(FACTS)))]
    for at in range(len(DATA)):
        hit = next(index for index in range(len(FACTS)) if bounds[index + 1] > at)
        for bit in range(8):
            damaged = bytearray(DATA)
            damaged[at] ^= 1 << bit

            journal = read_journal(bytes(damaged))

            assert not journal.is_whole
            assert set(journal.facts) >= {*FACTS[:hit], *FACTS[hit + 1 :]}
            assert set(journal.facts) <= set(FACTS)
            assert all(fault.line is not None for fault in journal.faults)


def test_a_damaged_record_is_named() -> None:
    damaged = DATA.replace(b'"elapsed_ns":2', b'"elapsed_ns":7')

    journal = read_journal(damaged)

    assert "s1-2" in str(journal.faults[0].text)
    assert journal.faults[0].line == 3
    assert journal.lost_bytes == len(damaged.split(b"\n")[2])


@pytest.mark.parametrize(
    "junk", [b"\x00" * 5000, b"\n" * 100, b"\xff\xfe" * 100, b"{" * 30_000, b"0" * 64 + b" {}"]
)
def test_junk_is_refused_and_what_surrounds_it_is_read(junk: bytes) -> None:
    journal = read_journal(DATA + junk + b"\n" + DATA)

    assert journal.facts == FACTS * 2
