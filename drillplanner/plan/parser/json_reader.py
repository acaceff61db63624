"""Read strict JSON from outside by the standard reader, with every fault told at once.

Hooks catch what the standard reader takes and strict JSON does not: a name given twice, NaN,
numbers without bound. What no hook can do is done here: a pass over the text bounds nesting and
size before json recurses into them, and another finds the line of each value, once there is
something to say about one. Slips with one sure mend (drillplanner.plan.parser.slips) are told
and read on as if mended, so that a planner sees all of them in one run.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from json import JSONDecodeError, JSONDecoder
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
from math import isinf
from typing import Any

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import Text, _
from drillplanner.plan.parser.file_kinds import stranger_said
from drillplanner.plan.parser.json_path import Where, json_path, shown
from drillplanner.plan.parser.slips import Slip, open_brackets, slip_at

#: Bounds of a file (docs/formats.md): bytes, nesting, values, values of one list or object,
#: and characters of one number. All but the first are far beyond any script of that length.
MAX_BYTES = 5_000_000
MAX_DEPTH = 64
MAX_VALUES = 200_000
MAX_WIDTH = 20_000
MAX_NUMBER = 100
#: More faults than a person will mend at one sitting are not listed.
MAX_FAULTS = 2_000
#: Each slip that is read on from costs one more reading of the whole text.
_MAX_SLIPS = 20

_SURROGATE = re.compile("[\ud800-\udfff]")
#: Strings (the last one perhaps without an end), marks, and whatever else stands together.
#: What may follow a string may be nothing, so that no text makes it try anything twice.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"?|[\[\]{},:]|[^\s"\[\]{},:]++', re.DOTALL)


def read_json(data: bytes) -> JsonSource:
    """Read strict JSON: UTF-8 (a leading BOM is passed over), no doubles, no NaN.

    Raises:
        FileRefused: nothing can be read at all: too long, empty, or not UTF-8 text.
    """
    stranger = stranger_said(data)
    if stranger is not None:
        raise FileRefused(stranger)
    if len(data) > MAX_BYTES:
        raise FileRefused(too_long())
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise FileRefused(_("The file is empty or damaged. Take it from its source again."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        fault = Fault("$", _("This is not UTF-8 text. Save the file as UTF-8."), line)
        raise FileRefused(fault.text, (fault,)) from wrong
    return _read(text)


def too_long() -> Text:
    """Say that a file is longer than a script may be."""
    return _("The file is longer than {limit} MB, the most a script may have.", limit=5)


@dataclass(frozen=True)
class JsonSource:
    """What a JSON text holds, what is wrong with its writing, and where everything stands.

    `spoiled` names the places whose value could not be taken and stands as null or in
    part; further complaints about them would only repeat a fault already told. `is_broken`
    says that the text could not be followed to its end.
    """

    text: str
    value: Any = None
    faults: tuple[Fault, ...] = ()
    spoiled: frozenset[Where] = frozenset()
    is_broken: bool = False

    def offset(self, where: Where) -> int:
        """Tell how many characters precede a place, or the nearest thing that holds it."""
        held = (where[:depth] for depth in range(len(where), 0, -1))
        return next((self._offsets[place] for place in held if place in self._offsets), 0)

    def line(self, where: Where) -> int:
        """Tell the line, counted from 1, of a place or of the nearest thing that holds it."""
        return self.line_at(self.offset(where))

    def line_at(self, offset: int) -> int:
        """Tell the line, counted from 1, of a character."""
        return bisect_right(self._line_starts, offset)

    def column_at(self, offset: int) -> int:
        """Tell the column, counted from 1, of a character."""
        return offset - self._line_starts[self.line_at(offset) - 1] + 1

    @cached_property
    def _offsets(self) -> Mapping[Where, int]:
        return dict(_places(self.text))

    @cached_property
    def _line_starts(self) -> list[int]:
        lengths = (len(line) + 1 for line in self.text.split("\n")[:-1])
        return list(accumulate(lengths, initial=0))


def _read(text: str) -> JsonSource:
    source = JsonSource(text)
    beyond = _beyond_bounds(text)
    if beyond is not None:
        return JsonSource(text, faults=(_slip_fault(source, beyond),), is_broken=True)
    slips: list[Slip] = []
    hooks = _Hooks()
    mended: str | None = text
    value: Any = None
    while mended is not None and len(slips) < _MAX_SLIPS:
        hooks = _Hooks()
        try:
            value = hooks.decode(mended)
            break
        except JSONDecodeError as wrong:
            slips.append(slip_at(mended, wrong))
            # A mend keeps the length, so that all places stay where they are.
            mended = slips[-1].mended
    else:
        faults = tuple(_slip_fault(source, slip) for slip in slips)
        return JsonSource(text, faults=faults, is_broken=True)
    # In a list, so that the whole may be taken out too.
    holder = [value]
    spoiled_places = [(inside[1:], said) for inside, said in hooks.spoiled(holder)]
    source = JsonSource(mended, holder[0])
    found = sorted(spoiled_places, key=lambda one: source.offset(one[0]))
    faults = tuple(
        Fault(json_path(_once(where)), said or _twice(source, where), source.line(where))
        for where, said in found[:MAX_FAULTS]
    )
    spoiled = frozenset(_once(where) for where, _said in found if not _is_again(where))
    told = (*(_slip_fault(source, slip) for slip in slips), *faults)
    is_cut = len(found) >= MAX_FAULTS
    return JsonSource(mended, holder[0], told, spoiled, is_broken=is_cut)


def _twice(source: JsonSource, where: Where) -> Text:
    first = (*where[:-1], *_once(where[-1:]))
    return _(
        'The field "{name}" stands twice here, first in line {line}. Keep one.',
        name=shown(first[-1]),
        line=source.line(first),
    )


def _slip_fault(source: JsonSource, slip: Slip) -> Fault:
    where: Where = ()
    before = source.text[: slip.at]
    for place, _offset in _places(before):
        where = place
    # What was closed before the slip does not hold it.
    where = where[: len(open_brackets(before))]
    column = source.column_at(slip.at)
    text = _("Column {column}: {reason}", column=column, reason=slip.text)
    return Fault(json_path(_once(where)), text, source.line_at(slip.at))


def _beyond_bounds(text: str) -> Slip | None:
    """Find where a text is nested deeper, or holds more, than any script."""
    values, commas = 0, [0]
    for token in _TOKEN.finditer(text):
        at = token.start()
        mark = text[at]
        if mark == ",":
            commas[-1] += 1
            if commas[-1] >= MAX_WIDTH:
                said = _("One list or object holds more than {limit} values.", limit=MAX_WIDTH)
                return Slip(at, said)
        elif mark in "]}":
            del commas[1 if len(commas) == 1 else -1 :]
        elif mark == ":":
            # What came before it was a name.
            values -= 1
        else:
            values += 1
            if mark in "[{":
                commas.append(0)
            if len(commas) > MAX_DEPTH + 1:
                return Slip(at, _("The nesting is deeper than {limit} here.", limit=MAX_DEPTH))
            if values > MAX_VALUES:
                return Slip(at, _("The file holds more than {limit} values.", limit=MAX_VALUES))
    return None


class _Spoiled:
    """Stands for a value that JSON does not allow."""

    def __init__(self, said: Text) -> None:
        self.said = said


class _Hooks:
    """The standard reader, told to note what strict JSON forbids instead of taking it."""

    def __init__(self) -> None:
        #: Members beyond the first of their name, by the identity of the object they are in.
        self._again: dict[int, list[tuple[str, int, Any]]] = {}
        self.decode = JSONDecoder(
            object_pairs_hook=self._object,
            parse_constant=lambda word: _Spoiled(_('"{word}" is no number in JSON.', word=word)),
            parse_int=lambda digits: self._number(digits, int),
            parse_float=lambda digits: self._number(digits, float),
        ).decode

    def _object(self, members: list[tuple[str, Any]]) -> dict[str, Any]:
        box: dict[str, Any] = {}
        times: dict[str, int] = {}
        for name, value in members:
            times[name] = times.get(name, 0) + 1
            if times[name] == 1:
                box[name] = value
            else:
                self._again.setdefault(id(box), []).append((name, times[name], value))
        return box

    def _number(self, digits: str, read: type[int] | type[float]) -> object:
        if len(digits) > MAX_NUMBER:
            return _Spoiled(_("This number is too long."))
        number = read(digits)
        return _Spoiled(_("This number is too great.")) if isinf(number) else number

    def spoiled(self, value: Any, where: Where = ()) -> Iterator[tuple[Where, Text | None]]:
        """Give each place that JSON does not allow, and put null or a clean text there.

        A name that stands twice has nothing said yet: that takes the line of the first.
        """
        if isinstance(value, dict):
            members: list[tuple[Any, Any]] = list(value.items())
        elif isinstance(value, list):
            members = list(enumerate(value))
        else:
            return
        for name, inner in members:
            key, here = name, (*where, name)
            if isinstance(name, str) and not name.isascii() and _SURROGATE.search(name):
                key = _SURROGATE.sub("\ufffd", name)
                here = (*where, key)
                yield here, _("This field name holds half a character (a lone surrogate).")
                value[key] = value.pop(name)
            if isinstance(inner, _Spoiled):
                yield here, inner.said
                value[key] = None
            elif isinstance(inner, str):
                if not inner.isascii() and _SURROGATE.search(inner):
                    yield here, _("This text holds half a character (a lone surrogate).")
                    value[key] = _SURROGATE.sub("\ufffd", inner)
            else:
                yield from self.spoiled(inner, here)
        for name, times, inner in self._again.get(id(value), ()):
            again = (*where, _again(name, times))
            yield again, None
            # The value is followed too, so that its own faults show.
            for inside, said in self.spoiled([inner]):
                yield (*again, *inside[1:]), said


def _again(name: str, times: int) -> str:
    """Name a member that is not the first of its name; no name in JSON text can be equal."""
    return f"{name}\ud800{times}"


def _is_again(where: Where) -> bool:
    return any(isinstance(part, str) and "\ud800" in part for part in where)


def _once(where: Where) -> Where:
    return tuple(p.partition("\ud800")[0] if isinstance(p, str) else p for p in where)


def _places(text: str) -> Iterator[tuple[Where, int]]:
    """Give where each member and item of a valid text begins; a member at its name."""
    where: list[str | int] = []
    # For each open bracket the names met so far, or the number of items.
    boxes: list[dict[str, int] | list[int]] = []
    for token in _TOKEN.finditer(text):
        at = token.start()
        mark = text[at]
        if mark == ":" or (mark in ",]}" and not boxes):
            continue
        if mark in ",]}":
            del where[len(boxes) - 1 :]
            if mark != ",":
                boxes.pop()
            continue
        if boxes and len(where) < len(boxes):
            box = boxes[-1]
            if isinstance(box, list):
                where.append(box[0])
                box[0] += 1
                yield tuple(where), at
            else:
                name = _name(text, token)
                box[name] = box.get(name, 0) + 1
                where.append(name if box[name] == 1 else _again(name, box[name]))
                yield tuple(where), at
                continue
        if mark in "[{":
            boxes.append([0] if mark == "[" else {})


def _name(text: str, token: re.Match[str]) -> str:
    try:
        name: str = (
            scanstring(text, token.start() + 1)[0] if text[token.start()] == '"' else token[0]
        )
    except JSONDecodeError:
        # Only in the part before a slip that is being told.
        name = token[0]
    return name if name.isascii() else _SURROGATE.sub("\ufffd", name)
