"""Compare what the register says of a school with clauses that were read, as a reference.

Only clauses whose words were seen are here, each named. They are 参照 and never 依据: whether one
binds a school is for the bureau to say. Where a text gives no number for a case, none is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drillplanner.base.texts import Text, _, ngettext
from drillplanner.organisation.field import YES

#: GB/T 29315-2022: from so many pupils three guards, and one more for each further step.
_LARGE, _STEP, _GUARDS_LARGE, _SMALL = 1_000, 500, 3, 100

GB_29315 = _("GB/T 29315-2022 (guards of schools without boarders)")
GB_29315_RAM = _("GB/T 29315-2022 (hard anti-ramming facilities outside the gate)")
RULES_2015 = _("Rules of 2015 on the security of schools (trial), article 11 (gate, 50 m)")
HUNDRED = _("2019 requirement of the ministries (“three, later four, 100 %”)")
LOCAL_90 = _("local inspections (Zhijiang 2021: 90 days)")
OWN = _("the register itself")


@dataclass(frozen=True, slots=True)
class Remark:
    """What was noticed of one field of a school, and the clause it was compared with."""

    field: str
    text: Text
    clause: Text


def is_in_use(fields: Mapping[str, str]) -> bool:
    """Tell whether a school is open: not closed, and not merged into another."""
    return fields.get("standing", "open") in ("", "open")


def remarks(fields: Mapping[str, str]) -> tuple[Remark, ...]:
    """Compare a school with the clauses; what the register does not say is not remarked on."""
    if not is_in_use(fields):
        return ()
    return (*_sound(fields), *_guards(fields), *_hundred(fields), *_others(fields))


def guards_named(pupils: int, boarders: int | None) -> int | None:
    """Give how many guards the clause names; None where the text that was read has no number."""
    if boarders != 0:
        return None
    if pupils < _SMALL:
        return 1
    if pupils < _LARGE:
        return None
    return _GUARDS_LARGE + (pupils - _LARGE) // _STEP


def hundred(fields: Mapping[str, str]) -> tuple[bool | None, bool | None, bool | None, bool | None]:
    """Tell for each of the four 100 % whether a school is there; None where nobody said."""
    guards = fields.get("guards", "")
    alarm, cameras = _said(fields, "alarm"), _said(fields, "cameras")
    linked = None if alarm is None or cameras is None else alarm and cameras
    if alarm is False or cameras is False:
        linked = False
    return (
        _said(fields, "enclosed"),
        int(guards) > 0 if guards else None,
        linked,
        _said(fields, "duty_post"),
    )


def _said(fields: Mapping[str, str], name: str) -> bool | None:
    value = fields.get(name, "")
    return value == YES if value else None


def _number(fields: Mapping[str, str], name: str) -> int | None:
    value = fields.get(name, "")
    return int(value) if value.isdecimal() else None


def _sound(fields: Mapping[str, str]) -> Iterator[Remark]:
    for part, whole, text in (
        ("boarders", "pupils", _("More boarders than pupils.")),
        ("licensed", "guards", _("More guards with a licence than guards.")),
    ):
        few, many = _number(fields, part), _number(fields, whole)
        if few is not None and many is not None and few > many:
            yield Remark(part, text, OWN)


def _guards(fields: Mapping[str, str]) -> Iterator[Remark]:
    pupils, guards = _number(fields, "pupils"), _number(fields, "guards")
    if pupils is None or guards is None:
        return
    named = guards_named(pupils, _number(fields, "boarders"))
    if named is not None and guards < named:
        text = ngettext(
            "{guards} guards for {pupils} pupils; the clause names {count}.",
            "{guards} guards for {pupils} pupils; the clause names {count}.",
            named,
            guards=guards,
            pupils=pupils,
        )
        yield Remark("guards", text, GB_29315)


def _hundred(fields: Mapping[str, str]) -> Iterator[Remark]:
    if _said(fields, "enclosed") is False:
        yield Remark("enclosed", _("The campus is not closed."), HUNDRED)
    if fields.get("guards") == "0":
        yield Remark("guards", _("There is no guard."), HUNDRED)
    if _said(fields, "alarm") is False:
        yield Remark("alarm", _("The one-key alarm is not linked."), HUNDRED)
    if _said(fields, "cameras") is False:
        yield Remark("cameras", _("The cameras are not linked to the police."), HUNDRED)
    if _said(fields, "duty_post") is False:
        yield Remark("duty_post", _("There is no duty post."), HUNDRED)


def _others(fields: Mapping[str, str]) -> Iterator[Remark]:
    if _said(fields, "bollards") is False:
        text = _("There is no hard anti-ramming facility at the gate.")
        yield Remark("bollards", text, GB_29315_RAM)
        yield Remark("bollards", text, RULES_2015)
    days = _number(fields, "storage_days")
    if days is not None and days < 90:  # noqa: PLR2004 - what is named beside it
        yield Remark(
            "storage_days",
            ngettext(
                "Recordings are kept for {count} day.",
                "Recordings are kept for {count} days.",
                days,
            ),
            LOCAL_90,
        )
