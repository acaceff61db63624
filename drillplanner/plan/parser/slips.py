"""Say a slip in the writing of JSON in our own words, and mend it where the mend is sure.

The standard reader stops at the first slip and names it for programmers. What a planner needs
is what to write instead; and where that is sure, the reading can go on to find the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from json import JSONDecodeError

from drillplanner.base.texts import Text, _
from drillplanner.plan.parser.json_path import shown

#: Marks as a Chinese input method types them, and what JSON has in their place.
_FULL_WIDTH = {
    **dict.fromkeys("，、；", ","), "：": ":", "＂": '"', "“": '"', "”": '"',
    "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
}  # fmt: skip
_COMMENT = re.compile(r"//[^\n]*|#[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_CURLED = re.compile(r"[“”][^“”\"\n]*[“”]")
_SINGLE = re.compile(r"'[^'\"\\\n]*'")
_WORD = re.compile(r"[-+.\w]+")
_NUMBERS = re.compile(r"[-+.]*[0-9]")
_SPACE = " \t\r\n"
_MEMBER = '"id": "guard"'
_QUOTES = _(
    "Write straight double quotation marks: {example}, not {wrong}.",
    example='"text"',
    wrong="“text”, 'text'",
)
_MISSING_VALUE = _("A value is missing here. Write one, such as {example}.", example='"guard"')
_CLOSING = {"{": "}", "[": "]"}
_PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"?|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong at one character, and the whole text as it was meant where that is sure."""

    at: int
    text: Text
    mended: str | None = None


def slip_at(text: str, wrong: JSONDecodeError) -> Slip:
    """Say what the standard reader stopped at."""
    at = min(wrong.pos, len(text))
    if wrong.msg.startswith(("Unterminated", "Invalid")):
        return _in_a_text(at, wrong.msg)
    at += len(text[at:]) - len(text[at:].lstrip(_SPACE))
    if wrong.msg.startswith("Illegal trailing comma"):
        # Python 3.13 points to the comma, earlier ones to the bracket.
        at = next(i for i in range(at, len(text)) if text[i] in "]}")
    if at == len(text):
        return Slip(at, _unclosed(text))
    return (
        _foreign_mark(text, at)
        or _bracket(text, at, wrong.msg)
        or _missing(text, at, wrong.msg)
        or Slip(at, _odd_value(text, at))
    )


def open_brackets(text: str) -> list[int]:
    """List where the brackets begin that are still open at the end of a text."""
    open_at: list[int] = []
    for piece in _PIECE.finditer(text):
        mark = text[piece.start()]
        if mark in "[{":
            open_at.append(piece.start())
        elif mark != '"' and open_at:
            open_at.pop()
    return open_at


def _in_a_text(at: int, said: str) -> Slip:
    if said.startswith("Unterminated"):
        return Slip(
            at,
            _(
                "The closing quotation mark of this text is missing. Write {example}.",
                example='"text"',
            ),
        )
    if "control" in said:
        return Slip(
            at,
            _(
                "A line break or control character stands inside a text. Close the text with a "
                "quotation mark before it, or write {sign} for a line break.",
                sign="\\n",
            ),
        )
    return Slip(
        at,
        _(
            "This backslash is followed by no valid escape. Write {sign} for a backslash.",
            sign="\\\\",
        ),
    )


def _foreign_mark(text: str, at: int) -> Slip | None:
    """Recognise what stands for a mark of JSON elsewhere: full-width marks, quotes, comments."""
    sign = text[at]
    comment = _COMMENT.match(text, at)
    if comment:
        said = _("JSON has no comments. Take this one out, or write it into the script's notes.")
        return Slip(at, said, _blanked(text, at, comment.end()))
    for pattern, said in (
        (_CURLED, _QUOTES),
        (_SINGLE, _QUOTES),
    ):
        quoted = pattern.match(text, at)
        if quoted:
            end = quoted.end()
            return Slip(at, said, f'{text[:at]}"{text[at + 1 : end - 1]}"{text[end:]}')
    if sign == "'":
        return Slip(at, _QUOTES)
    if sign in _FULL_WIDTH:
        plain = _FULL_WIDTH[sign]
        said = _(
            'This is a full-width "{sign}". Write {plain} instead, with the input method set to '
            "English.",
            sign=sign,
            plain=plain,
        )
        # A quotation mark without its fellow would swallow what follows.
        return Slip(at, said, None if plain == '"' else text[:at] + plain + text[at + 1 :])
    return None


def _bracket(text: str, at: int, said: str) -> Slip | None:
    if text[at] not in "]}":
        return None
    before = text[:at].rstrip(_SPACE)
    open_at = open_brackets(text[:at])
    if not open_at or said.startswith("Extra"):
        return Slip(at, _("There is a bracket too many here. Take it out."))
    opening = open_at[-1]
    if _CLOSING[text[opening]] != text[at]:
        return Slip(
            at,
            _(
                "This bracket does not match the opening {bracket} in line {line}. Write "
                "{closing} before it.",
                bracket=text[opening],
                line=text.count("\n", 0, opening) + 1,
                closing=_CLOSING[text[opening]],
            ),
        )
    if before.endswith(","):
        told = _(
            "There is a comma too many before this bracket. Write {example}, not {wrong}.",
            example="[1, 2]",
            wrong="[1, 2,]",
        )
        return Slip(at, told, _blanked(text, len(before) - 1, len(before)))
    return Slip(at, _MISSING_VALUE)


def _missing(text: str, at: int, said: str) -> Slip | None:
    """Recognise that a mark, a name or a value should stand before this."""
    if "delimiter" in said:
        swallowed = _full_width_in_last_text(text, at)
        if swallowed is not None:
            return swallowed
    if "':'" in said:
        told = _("A colon is missing after this field name. Write {example}.", example=_MEMBER)
    elif "delimiter" in said:
        told = _(
            "A comma or a closing bracket is missing here. Write {example}, not {wrong}.",
            example="[1, 2]",
            wrong="[1 2]",
        )
    elif said.startswith("Extra"):
        told = _("The script ends before this. Take out what follows, or join the two.")
    elif "property name" in said and text[at] in "{[":
        told = _("A closing {bracket} is missing before this, or a field name.", bracket="}")
    elif "property name" in said:
        told = _(
            "A field name in double quotation marks is missing here. Write {example}.",
            example=_MEMBER,
        )
    else:
        return None
    is_sure = "','" in said and text[at] in '"{['
    return Slip(at, told, _put(text, at, ",") if is_sure else None)


def _full_width_in_last_text(text: str, at: int) -> Slip | None:
    """Recognise a text that ran on because it was closed with a full-width quotation mark."""
    *_others, last = [None, *_PIECE.finditer(text, 0, at)]
    if last is None or text[last.start()] != '"':
        return None
    curled = next((i for i in range(last.start(), last.end()) if text[i] in "“”＂"), None)
    if curled is None:
        return None
    said = _(
        "This text is closed with a full-width {sign}. Write {plain} instead, with the input "
        "method set to English.",
        sign=text[curled],
        plain='"',
    )
    return Slip(curled, said)


def _odd_value(text: str, at: int) -> Text:
    word = _WORD.match(text, at)
    if word is None:
        is_mark = text[at] in ",:"
        return _MISSING_VALUE if is_mark else _('Unexpected "{sign}".', sign=shown(text[at]))
    lower = word[0].lower()
    if lower in ("true", "false", "null", "none"):
        plain = "null" if lower == "none" else lower
        return _('Unexpected "{word}". Write {plain}.', word=shown(word[0]), plain=plain)
    if _NUMBERS.match(word[0]):
        return _(
            '"{word}" is no number in JSON. Write {example}.', word=shown(word[0]), example="0.5"
        )
    return _(
        'Unexpected "{word}". Texts take quotation marks: write {example}.',
        word=shown(word[0]),
        example=f'"{shown(word[0])}"',
    )


def _unclosed(text: str) -> Text:
    open_at = open_brackets(text)
    if not open_at:
        return _("The file ends in the middle.")
    return _(
        "The file ends in the middle: the {bracket} of line {line} is not closed. Write {closing} "
        "where it should end.",
        bracket=text[open_at[-1]],
        line=text.count("\n", 0, open_at[-1]) + 1,
        closing=_CLOSING[text[open_at[-1]]],
    )


def _put(text: str, at: int, mark: str) -> str | None:
    """Put a mark into the space before a place; None where there is none."""
    # A line end stays one, so that the lines keep their numbers.
    if at == 0 or text[at - 1] not in " \t":
        return None
    return text[: at - 1] + mark + text[at:]


def _blanked(text: str, start: int, end: int) -> str:
    blank = "".join(sign if sign == "\n" else " " for sign in text[start:end])
    return text[:start] + blank + text[end:]
