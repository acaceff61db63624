"""The one form in which entries are stored, hashed and sent."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drillplanner.base.errors import FileRefused, UserError
from drillplanner.run.codec import decode, encode, read_any_fact, seal, unseal
from drillplanner.run.entry import Entry, decimal_s
from drillplanner.run.fact import Body, canonical, digest, make_fact
from tests.run.build import NINE_NS, SECOND_NS, bare, entry

ids = st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True)
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=60
)
names = words.filter(lambda text: text.strip() and "\n" not in text and "\t" not in text)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    return entry(
        draw(st.integers(1, 10**9)),
        id=draw(ids),
        source=draw(names),
        round=draw(st.integers(1, 99)),
        elapsed_ns=draw(st.integers(-(10**15), 10**18)),
        wall_utc_ns=NINE_NS + draw(st.integers(-(10**15), 10**15)),
        unit=draw(st.none() | ids),
        option=draw(st.none() | ids),
        u_s=decimal_s(draw(st.decimals(0, 999_999, places=9))),
        bound=draw(st.sampled_from(["exact", "at_most", "at_least"])),
        observed=draw(st.sampled_from(["seen", "radio", "video", "record"])),
        made=draw(st.sampled_from(["key", "tap", "late", "imported"])),
        text=draw(words),
        prev=draw(st.none() | hashes),
    )


def body_of(one: Entry, **changes: Any) -> dict[str, Any]:
    return {**json.loads(encode(one)), **changes}


def spelled(body: dict[str, Any]) -> bytes:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


@given(entries())
def test_what_was_encoded_reads_back_equal(one: Entry) -> None:
    assert decode(encode(one)) == one


@given(entries())
def test_bytes_hold_only_integers_strings_and_the_schema_number(one: Entry) -> None:
    body = json.loads(encode(one))

    assert body["schema"] == 1
    assert {type(value) for value in body.values()} <= {int, str}


def test_bytes_are_utf8_json_with_sorted_keys_and_no_spaces() -> None:
    one = entry(1, text="正门 关闭", prev="a" * 64)

    assert encode(one).decode("utf-8") == (
        '{"author":"p1","bound":"exact","clock":"c1","drill":"d1","elapsed_ns":1000000000,'
        '"id":"e1","kind":"mark","made":"key","observed":"seen","prev":"' + "a" * 64 + '",'
        '"round":1,"schema":1,"seq":1,"session":"s1","source":"gate","step":"s1",'
        '"text":"正门 关闭","u_s":"0.3","wall_utc_ns":1795395601000000000}'
    )


def test_the_hash_is_sha256_of_the_bytes() -> None:
    sealed = seal(entry(1))

    assert sealed.hash == digest(sealed.data)
    assert unseal(sealed.data) == sealed


def test_equal_uncertainties_have_one_spelling() -> None:
    assert encode(entry(1, u_s=Decimal("0.30"))) == encode(entry(1, u_s=Decimal("0.3")))
    assert encode(entry(1, u_s=Decimal("1E+2"))) == encode(entry(1, u_s=Decimal(100)))


@pytest.mark.parametrize("seconds", ["-0.1", "nan", "inf", "1e6", -1.0, float("nan")])
def test_an_impossible_uncertainty_is_refused(seconds: str | float) -> None:
    with pytest.raises(UserError):
        decimal_s(seconds)


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 0},
        {"round": 0},
        {"elapsed_ns": 10**20},
        {"wall_utc_ns": -1},
        {"source": ""},
        {"source": "a\nb"},
        {"source": "x" * 65},
        {"text": "nul \x00"},
        {"text": "half \ud800"},
        {"text": "x" * 4001},
        {"id": "a/b"},
        {"step": ""},
        {"u_s": Decimal("0.0000000001")},
        {"u_s": Decimal("NaN")},
        {"kind": "party"},
        {"bound": "about"},
        {"observed": "heard"},
        {"made": "dreamt"},
        {"prev": "ABC"},
        {"step": None, "unit": "u1"},
        {"amends": "e0"},
    ],
)
def test_what_no_entry_can_hold_is_refused_at_entry(changes: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        encode(replace(entry(1), **changes))


@pytest.mark.parametrize(
    "wrong",
    [
        bare(1, "void"),
        bare(1, "label", amends="e0"),
        bare(1, "not_performed"),
        entry(1, kind="failed"),
        bare(1, "note"),
        bare(1, "sync"),
        bare(1, "sync", text="offset:gate"),
        bare(1, "sync", text=" muster"),
        bare(1, "sync", text="muster", bound="at_most"),
        bare(1, "note", text="a remark", bound="at_most"),
        bare(1, "note", text="!begin", bound="at_least"),
        entry(1, kind="arm"),
        entry(1, kind="hold"),
        entry(1, kind="void", amends="e0"),
        entry(1, kind="not_performed", option="o1"),
        bare(1, "label", amends="e0", text=" \n"),
        bare(1, "label", amends="e0", text="喊话", unit="u1"),
    ],
)
def test_each_kind_has_what_it_needs_and_nothing_else(wrong: Entry) -> None:
    with pytest.raises(UserError):
        encode(wrong)


@pytest.mark.parametrize(
    "right",
    [
        bare(1, "arm"),
        bare(1, "mark"),
        entry(1, kind="label", amends="e0", unit="u1", option="o1"),
        bare(1, "label", amends="e0", text="家长冲到门口"),
        bare(1, "void", amends="e0", text="误按"),
        entry(1, kind="not_performed", unit="u1"),
        entry(1, kind="failed", text="门未关严"),
        bare(1, "note", text="两行\n字"),
        bare(1, "note", text="!begin", bound="at_most", observed="radio"),
        bare(1, "sync", text="集合对表"),
        bare(1, "hold"),
        bare(1, "resume"),
        bare(1, "abort"),
        bare(1, "end"),
    ],
)
def test_every_kind_of_the_contract_can_be_written_and_read(right: Entry) -> None:
    assert decode(encode(right)) == right


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b'{"schema":1}',
        b"[" * 20_000,
        b'{"a":' * 20_000,
        b'{"schema":' + b"9" * 5000 + b"}",
        b"x" * 70_000,
        encode(entry(1)) + b"\n",
        encode(entry(1)).replace(b'"seq":1', b'"seq": 1'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":1.0'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":true'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":NaN'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":1,"seq":1'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":"1"'),
        encode(entry(1)).replace(b'"seq":1', b'"seq":null'),
        encode(entry(1)).replace(b'"gate"', b'"g\\u0061te"'),
        encode(entry(1)).replace(b'"gate"', b'"\\ud800"'),
        spelled(body_of(entry(1), extra="x")),
        spelled(body_of(entry(1), seq=[1])),
        spelled(body_of(entry(1), u_s="0.30")),
        spelled(body_of(entry(1), u_s="-1")),
        spelled(body_of(entry(1), u_s="1e3")),
        spelled(body_of(entry(1), source="a\nb")),
        spelled({name: v for name, v in body_of(entry(1)).items() if name != "wall_utc_ns"}),
    ],
)
def test_bytes_in_any_other_form_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        decode(data)


@given(st.binary(max_size=300) | entries().map(encode), st.integers(0, 300), st.binary(max_size=3))
def test_hostile_bytes_are_read_or_refused_and_nothing_else(
    data: bytes, at: int, put: bytes
) -> None:
    changed = data[:at] + put + data[at + 1 :]
    try:
        one = decode(changed)
    except FileRefused:
        return
    assert encode(one) == changed


def test_an_entry_of_a_newer_schema_asks_for_the_newer_version() -> None:
    with pytest.raises(FileRefused, match="newer version"):
        decode(spelled(body_of(entry(1), schema=4)))


def test_a_label_in_words_is_of_the_second_form_for_older_readers_refuse_it() -> None:
    words = bare(1, "label", amends="e0", text="家长冲到门口")

    assert body_of(words)["schema"] == 2
    assert body_of(entry(1, kind="label", amends="e0"))["schema"] == 1
    for other, number in ((words, 1), (entry(1), 2)):
        with pytest.raises(FileRefused, match="another form"):
            decode(spelled(body_of(other, schema=number)))


def test_a_start_heard_by_radio_is_no_entry_of_form_1_whose_notes_are_all_exact() -> None:
    heard = entry(1, kind="note", step=None, text="!begin", bound="at_most", observed="radio")
    typed = entry(1, kind="note", step=None, text="!begin")

    assert json.loads(encode(heard))["schema"] == 2
    assert json.loads(encode(typed))["schema"] == 1
    assert decode(encode(heard)) == heard
    with pytest.raises(FileRefused, match="another form"):
        decode(spelled(body_of(heard, schema=1)))


def test_an_old_schema_is_read_through_its_upcaster_and_keeps_its_hash() -> None:
    old = body_of(entry(1), schema=0)
    old["keeper"] = old.pop("author")

    def rename(body: Body) -> Body:
        return {("author" if key == "keeper" else key): value for key, value in body.items()}

    assert decode(spelled(old), {0: rename}) == entry(1)
    with pytest.raises(FileRefused, match="no version"):
        decode(spelled(old))


def test_an_entry_is_told_from_other_facts_by_its_kind() -> None:
    sealed = seal(entry(1))
    script = make_fact("script", "f1", {"document": "{}"})

    assert read_any_fact(sealed.data).kind == "entry"
    assert read_any_fact(script.data) == script


@pytest.mark.parametrize("value", [1.5, None, True, 2**63, "\ud800", object()])
def test_a_fact_holds_nothing_without_one_spelling(value: Any) -> None:
    with pytest.raises(ValueError, match=r".*"):
        canonical({"value": value})


def test_a_changed_field_changes_the_hash() -> None:
    one = entry(1)

    assert seal(one).hash != seal(replace(one, elapsed_ns=one.elapsed_ns + 1)).hash
    assert one.elapsed_ns == SECOND_NS


def test_a_restoration_is_of_the_third_form_for_older_readers_refuse_it() -> None:
    back = bare(1, "restore", amends="e0")

    assert body_of(back)["schema"] == 3
    assert decode(encode(back)) == back
    with pytest.raises(FileRefused, match="another form"):
        decode(spelled(body_of(back, schema=2)))
