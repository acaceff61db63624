"""Take persons, posts, how acts are done, or photos out of a paper, whatever its form and format.

Words are taken out of the composed content, before any writer sees it: what is not in the
content can stand in no page, no cell and no property of a file. A word of one character is
taken out only where it stands alone, as a name in a table does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from drillplanner.base.texts import Words
from drillplanner.report.inputs import ReportInputs
from drillplanner.terms.papers import Secret

_Block = TypeVar("_Block")
#: From here on characters are wide: such words have no spaces around them.
_WIDE_FROM = "\u2e80"


@dataclass(frozen=True, slots=True)
class _StandIn:
    """What stands in the place of a word, in a Chinese and in an English text."""

    chinese: str
    english: str


_NAMELESS = _StandIn("某人", "[name]")
_WITHHELD = _StandIn("（略）", "[withheld]")


def without_secrets(inputs: ReportInputs, secrets: frozenset[Secret]) -> ReportInputs:
    """Leave out what a paper is not to be made from at all: annexes of the log, photos."""
    photos = () if "photos" in secrets else inputs.photos
    return replace(inputs, hidden=secrets, photos=photos)


def redacted(report: _Block, inputs: ReportInputs) -> _Block:
    """Take the words of what is hidden out of a report, or a part of one, that was composed."""
    words = dict(_words(inputs))
    if not words:
        return report
    return _walked(report, _Exchange(words).of)


def secret_words(inputs: ReportInputs) -> frozenset[str]:
    """List the words that a redaction takes out."""
    return frozenset(word for word, _stand_in in _words(inputs))


# -- which words ----------------------------------------------------------------------------------


def _words(inputs: ReportInputs) -> Iterator[tuple[str, _StandIn]]:
    hidden = inputs.hidden
    if "tactics" in hidden:
        yield from _of_tactics(inputs)
    if "posts" in hidden:
        yield from _numbered([one.name for one in inputs.script.posts], "岗位", "post")
        yield from _numbered(list(inputs.log.scales), "来源", "source ")
    if "names" in hidden:
        yield from ((name, _NAMELESS) for name in _names(inputs) if name.strip())


def _of_tactics(inputs: ReportInputs) -> Iterator[tuple[str, _StandIn]]:
    script, log = inputs.script, inputs.log
    noted: list[Words] = [script.notes]
    for step in script.steps:
        noted += [step.done_when, step.say, step.narration, step.place]
    noted += [row.note for row in log.observations]
    noted += [row.note for row in log.uses]
    noted += [row.note for row in log.confirmations]
    noted += [one.entry.text for one in inputs.entries if one.entry.kind in ("note", "hold")]
    noted += [one.note for one in inputs.ratings]
    noted += [one.reason for one in inputs.ratings]
    noted += [one.reason for one in inputs.decided]
    noted += [one.text for one in inputs.objections]
    noted += [text for one in inputs.objections for text, _by, _day in one.answers]
    noted += [one.reason for one in inputs.armed_open]
    for words in noted:
        yield from ((word, _WITHHELD) for word in _said(words))
    yield from _numbered([one.text for one in script.orders], "次序要求", "order ")
    yield from _numbered([one.text for one in script.criteria], "评估要点", "criterion ")
    yield from _numbered([one.text for one in script.steps], "步骤", "step ")


def _numbered(
    named: list[Words] | list[str], chinese: str, english: str
) -> Iterator[tuple[str, _StandIn]]:
    for number, words in enumerate(named, 1):
        stand_in = _StandIn(f"{chinese}{number}", f"{english}{number}")
        yield from ((word, stand_in) for word in _said(words))


def _said(words: Words) -> Iterator[str]:
    texts = [words] if isinstance(words, str) else list(words.values())
    return (text for text in texts if text.strip())


def _names(inputs: ReportInputs) -> Iterator[str]:
    details = inputs.details
    yield from (person.name for person in details.evaluators)
    yield from details.timekeepers.values()
    yield from (details.prepared_by, details.reviewed_by, details.approved_by)
    yield from (rating.evaluator for rating in inputs.ratings)
    yield from (one.by for one in inputs.entries)
    yield from (one.person for one in inputs.entries)
    yield from (one.person for one in inputs.remedies)
    yield from (one.by for one in inputs.decided)
    yield from (one.by for one in inputs.objections)
    yield from (by for one in inputs.objections for _text, by, _day in one.answers)
    yield from (one.by for one in inputs.confirmed)
    yield from (one.by for one in inputs.armed_open)
    yield from (one.by for one in inputs.photos)
    yield from (one.author for one in inputs.amendments)
    if inputs.final_grade is not None:
        yield inputs.final_grade.by


# -- taking them out ------------------------------------------------------------------------------


class _Exchange:
    """Exchanges words for what stands in their place, the longest first."""

    def __init__(self, words: Mapping[str, _StandIn]) -> None:
        self._words = words
        inside = sorted((word for word in words if len(word) > 1), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_bounded, inside))) if inside else None

    def of(self, text: str) -> str:
        """Give a text without the words."""
        is_chinese = any(char >= _WIDE_FROM for char in text)

        def said(word: str) -> str:
            stand_in = self._words[word]
            return stand_in.chinese if is_chinese else stand_in.english

        alone = text.strip()
        if alone in self._words:
            return said(alone)
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: said(found[0]), text)


def _bounded(word: str) -> str:
    """Match a word of letters only where it is no part of another."""
    before = r"(?<![A-Za-z0-9])" if word[0] < _WIDE_FROM and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1] < _WIDE_FROM and word[-1].isalnum() else ""
    return f"{before}{re.escape(word)}{after}"


def _walked(value: _Block, of: Callable[[str], str]) -> _Block:
    return _walk(value, of)  # type: ignore[no-any-return]  # of the same type as it was


def _walk(value: Any, of: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return of(value)
    if isinstance(value, (tuple, Mapping)):
        return _each(value, of)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    # What a message says is ours; its values are not, nor are an author's words.
    kept = (
        "message",
        "plural",
        "context",
        "language",
        "style",
        "align",
        "shape",
        "chinese",
        "english",
    )
    return replace(
        value,
        **{
            field.name: _walk(getattr(value, field.name), of)
            for field in fields(value)
            if field.name not in kept
        },
    )


def _each(values: Any, of: Callable[[str], str]) -> Any:
    if isinstance(values, tuple):
        return tuple(_walk(one, of) for one in values)
    return {name: _walk(one, of) for name, one in values.items()}
