"""Number headings as readers of each language expect: 一、（一）1. or 1, 1.1, 1.1.1."""

from __future__ import annotations

from drillplanner.base.translator import Language
from drillplanner.terms.document import Heading

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Write a number below 100 in Chinese: 3 三, 10 十, 21 二十一."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def numbered(heading: Heading, words: str, language: Language) -> str:
    """Set a heading's number before its words (GB/T 9704-2012: 一、（一）1.)."""
    if not heading.number:
        return words
    if language == "zh_CN":
        return _in_chinese(heading, words)
    if heading.is_annex:
        return f"Annex {heading.number[0]}  {words}"
    return f"{'.'.join(str(part) for part in heading.number)}  {words}"


def _in_chinese(heading: Heading, words: str) -> str:
    last = heading.number[-1]
    if heading.is_annex:
        return f"附件{last}　{words}"
    match heading.level:
        case 1:
            return f"{chinese(last)}、{words}"
        case 2:
            return f"（{chinese(last)}）{words}"
    return f"{last}. {words}"
