"""Read strict JSON from outside, and know the line in which each value stands.

The standard reader keeps the last of two equal names without a word, takes NaN, knows no
lines and fails on deep nesting. This one goes on where it can, so that a person is told of
every fault at once; its work grows with the length of the file and nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from json import JSONDecodeError, JSONDecoder
from math import isinf
from typing import NoReturn

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import Text, _
from drillplanner.plan.parser.json_path import Where, json_path, shown
from drillplanner.plan.parser.json_source import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_FAULTS,
    MAX_NUMBER,
    MAX_VALUES,
    MAX_WIDTH,
    JsonSource,
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(
    r"[ \t\n\r]*(?:"
    r'"(?P<plain>[^"\\\x00-\x1f]*)"'
    r"|(?P<mark>[,:])"
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<open>[\[{])"
    r"|(?P<close>[\]}])"
    r"|(?P<word>-?[A-Za-z]+)"
    r'|(?P<quote>")'
    r")"
)
_STRINGS = JSONDecoder()
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}


def read_json(data: bytes) -> JsonSource:
    """Read strict JSON: UTF-8 (a leading BOM is passed over), no doubles, no NaN.

    Raises:
        FileRefused: nothing can be read at all: too long, empty, or not UTF-8.
    """
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
    return _Reader(text).read()


def too_long() -> Text:
    """Say that a file is longer than a script may be."""
    return _("The file is longer than {limit} MB, the most a script may have.", limit=5)


class _Broken(Exception):
    """The text can not be followed any further."""


class _Reader:
    """Follow one JSON text from token to token, without recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._start = 0
        self._root: list[object] = []
        self._stack: list[list[object] | dict[str, object]] = [self._root]
        self._where: list[str | int] = []
        self._name = ""
        self._count = 0
        self._dropped: list[object] = []
        self._offsets: dict[int, dict[str | int, int]] = {}
        self._faults: list[Fault] = []
        self._spoiled: set[Where] = set()
        ends = accumulate(len(line) for line in text.split("\n")[:-1])
        self._line_ends = [end + 1 + i for i, end in enumerate(ends)]

    def read(self) -> JsonSource:
        is_broken = False
        try:
            self._follow()
        except _Broken:
            is_broken = True
        return JsonSource(
            self._root[0] if self._root else None,
            tuple(self._faults),
            frozenset(self._spoiled),
            is_broken,
            self._offsets,
            self._line_ends,
        )

    def _follow(self) -> None:
        self._value(self._token())
        while len(self._stack) > 1:
            box = self._stack[-1]
            kind, token = self._token()
            offsets = self._offsets[id(box)]
            if kind == "close":
                self._close(box, token)
                continue
            if offsets:
                if (kind, token) != ("mark", ","):
                    self._stop(_("A comma or a closing bracket is missing here."))
                kind, token = self._token()
                if kind == "close":
                    self._stop(_("There is a comma too many before this bracket."))
            if isinstance(box, dict):
                self._member(box, offsets, kind, token)
            else:
                offsets[len(box)] = self._start
                self._where.append(len(box))
                self._value((kind, token))
        if self._text[self._at :].strip(" \t\r\n"):
            self._token()
            self._stop(_("The script ends before this; nothing may follow."))

    def _token(self) -> tuple[str, str]:
        match = _TOKEN.match(self._text, self._at)
        if match is None or match.lastgroup is None:
            rest = self._text[self._at :]
            self._start = self._at + len(rest) - len(rest.lstrip(" \t\r\n"))
            if self._start >= len(self._text):
                self._stop(_("The file ends in the middle."))
            self._stop(_('The sign "{sign}" can not stand here.', sign=shown(rest.lstrip()[0])))
        kind = match.lastgroup
        self._at = match.end()
        token = match[kind]
        self._start = self._at - len(token) - (2 if kind == "plain" else 0)
        return (kind, token) if kind != "quote" else ("plain", self._quoted())

    def _quoted(self) -> str:
        try:
            text, self._at = _STRINGS.raw_decode(self._text, self._at - 1)
        except JSONDecodeError as wrong:
            self._start = min(wrong.pos, len(self._text))
            match wrong.msg.partition(" ")[0]:
                case "Unterminated":
                    self._stop(_("The closing quotation mark of this text is missing."))
                case "Invalid":
                    if self._start < len(self._text) and self._text[self._start] < " ":
                        self._stop(_("A line break or control character stands inside a text."))
            self._stop(_("This backslash is followed by no valid escape."))
        return str(text)

    def _member(
        self, box: dict[str, object], offsets: dict[str | int, int], kind: str, token: str
    ) -> None:
        if kind != "plain":
            self._stop(_("A field name in double quotation marks is missing here."))
        start = self._start
        if _SURROGATE.search(token):
            token = _SURROGATE.sub("\ufffd", token)
            self._fault(_("This field name holds half a character (a lone surrogate)."))
        if self._token() != ("mark", ":"):
            self._stop(_("A colon is missing after this field name."))
        if token not in offsets:
            offsets[token] = start
            self._where.append(token)
            following = self._token()
            self._name = token
            self._value(following)
            return
        self._where.append(token)
        first = bisect_right(self._line_ends, offsets[token]) + 1
        self._start = start
        self._fault(
            _(
                'The field "{name}" stands twice here, first in line {line}. Keep one.',
                name=shown(token),
                line=first,
            )
        )
        # The second value is followed too, so that its own faults show.
        self._value(self._token(), is_double=True)

    def _value(self, piece: tuple[str, str], *, is_double: bool = False) -> None:
        self._count += 1
        if self._count > MAX_VALUES:
            self._stop(_("The file holds more than {limit} values.", limit=MAX_VALUES))
        kind, token = piece
        value: object
        if kind == "open":
            value = self._open(token)
        else:
            value = self._scalar(kind, token)
            del self._where[-1:]
        if is_double:
            # Kept alive so that no later container takes its identity.
            self._dropped.append(value)
            return
        box = self._stack[-2 if kind == "open" else -1]
        if len(box) >= MAX_WIDTH:
            self._stop(_("One list or object holds more than {limit} values.", limit=MAX_WIDTH))
        if isinstance(box, dict):
            box[self._name] = value
        else:
            box.append(value)

    def _open(self, bracket: str) -> list[object] | dict[str, object]:
        if len(self._stack) > MAX_DEPTH:
            self._stop(_("The nesting is deeper than {limit} here.", limit=MAX_DEPTH))
        box: list[object] | dict[str, object] = [] if bracket == "[" else {}
        self._stack.append(box)
        self._offsets[id(box)] = {}
        return box

    def _close(self, box: list[object] | dict[str, object], bracket: str) -> None:
        if isinstance(box, dict) != (bracket == "}"):
            self._stop(_("This bracket does not match the opening one."))
        self._stack.pop()
        del self._where[-1:]

    def _scalar(self, kind: str, token: str) -> object:
        match kind:
            case "plain":
                return self._plain(token)
            case "number":
                return self._number(token)
            case "word":
                return self._word(token)
        self._stop(_("A value is missing here."))

    def _plain(self, token: str) -> str:
        if token.isascii() or not _SURROGATE.search(token):
            return token
        self._spoil(_("This text holds half a character (a lone surrogate)."))
        return _SURROGATE.sub("\ufffd", token)

    def _number(self, token: str) -> object:
        if len(token) > MAX_NUMBER:
            self._spoil(_("This number is too long."))
            return None
        if token.lstrip("-").isdigit():
            return int(token)
        number = float(token)
        if isinf(number):
            self._spoil(_("This number is too great."))
            return None
        return number

    def _word(self, token: str) -> object:
        if token in _WORDS:
            return _WORDS[token]
        if token.lstrip("-") not in ("NaN", "Infinity"):
            self._stop(_('"{word}" can not stand here. Texts take quotation marks.', word=token))
        self._spoil(_('"{word}" is no number in JSON.', word=token))
        return None

    def _spoil(self, text: Text) -> None:
        self._spoiled.add(tuple(self._where))
        self._fault(text)

    def _fault(self, text: Text) -> None:
        line = bisect_right(self._line_ends, self._start) + 1
        self._faults.append(Fault(json_path(tuple(self._where)), text, line))
        if len(self._faults) >= MAX_FAULTS:
            raise _Broken

    def _stop(self, reason: Text) -> NoReturn:
        before = bisect_right(self._line_ends, self._start)
        column = self._start - (self._line_ends[before - 1] if before else 0) + 1
        self._fault(_("Column {column}: {reason}", column=column, reason=reason))
        raise _Broken
