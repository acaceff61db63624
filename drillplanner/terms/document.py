"""Hold what a report says as blocks, with no language and no layout chosen yet.

A renderer (drillplanner.report.render.pdf) takes a `Report` and a language. Words are `Text`
(ours, translated), `Authored` (the script author's) or plain strings (names, numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal, TypeAlias

from drillplanner.base.durations import Shown
from drillplanner.base.texts import Authored, Text

Phrase: TypeAlias = "Text | Authored | str"

#: Drawn shapes; each verdict has its own, so that print without colour still tells them apart.
Shape: TypeAlias = Literal[
    "disc",
    "cross",
    "triangle",
    "square",
    "crossed",
    "ring",
    "lozenge",
    "pause",
    "swap",
    "split",
    "equal",
    "dot",
    "dash",
]

Align: TypeAlias = Literal["left", "center", "right"]


class Blank(Enum):
    """A place to be filled in by hand, because nobody told the program."""

    LINE = "line"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Sign:
    """A verdict or grade: a drawn shape and its word."""

    shape: Shape
    words: Phrase


@dataclass(frozen=True, slots=True)
class Bar:
    """One target in the chart: how long it took as a share of its limit.

    `value`, `low` and `high` are multiples of the limit; None where nothing was measured.
    `label` stands beside the bar, `limit` names the limit.
    """

    name: Phrase
    limit: Phrase
    label: Phrase
    sign: Sign
    value: Fraction | None = None
    low: float | None = None
    high: float | None = None
    is_critical: bool = False


#: What a table cell holds; several phrases stand on a line each.
Cell: TypeAlias = "Phrase | Sign | Bar | Blank | tuple[Phrase, ...]"


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: what it is, of what, how it is to be handled, who answers for it."""

    title: Phrase
    name: Phrase
    mark: Phrase | Blank
    facts: tuple[tuple[Phrase, Cell], ...]
    approvals: tuple[tuple[Phrase, Cell], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number, (3, 2) for the second part of the third section.

    An annex counts on its own, (1,) for the first. `holds` is how many of the blocks after it
    stand on its page, as far as one page can hold them.
    """

    words: Phrase
    number: tuple[int, ...] = ()
    is_annex: bool = False
    holds: int = 1

    @property
    def level(self) -> int:
        """Give the depth, from 1."""
        return max(1, len(self.number))


@dataclass(frozen=True, slots=True)
class Headline:
    """The title of a paper without a cover, in the middle above its text."""

    words: Phrase


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; an item is one of a list, a note is small."""

    words: Phrase
    style: Literal["body", "item", "note"] = "body"


@dataclass(frozen=True, slots=True)
class Lines:
    """Empty lines to write on, under a word that says what for."""

    words: Phrase
    count: int = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, two columns."""

    rows: tuple[tuple[Phrase, Cell], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `width` is its share of the line."""

    head: Phrase
    width: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; `details` follow it over the whole width, each a label and what it says.

    What was taken back is struck through, but for the last cell, which says why.
    """

    cells: tuple[Cell, ...]
    details: tuple[tuple[Phrase, Phrase], ...] = ()
    is_total: bool = False
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page and whose rows stay whole.

    `written_pt` is the height of the cells that are written in by hand.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: Phrase | None = None
    is_dense: bool = False
    written_pt: float = 20.0


@dataclass(frozen=True, slots=True)
class BarChart:
    """Planned against actual: a bar a target, the limit one line for all."""

    caption: Phrase
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One step in the chart of steps: seconds since the zero, planned and seen.

    `seen` runs from the first to the last time recorded.
    """

    name: Phrase
    planned_s: Fraction | None = None
    seen: tuple[Fraction, Fraction] | None = None
    without: Phrase | None = None


@dataclass(frozen=True, slots=True)
class StepChart:
    """When each step was planned and when it was seen, on one axis of seconds."""

    caption: Phrase
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """Boxes to sign in: whose signature, and the name in print where it is known."""

    heads: tuple[Phrase, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as a JPEG with what is said of it, the first line above all.

    Where there is no picture `missing` stands in its place.
    """

    lines: tuple[Phrase, ...]
    picture: bytes | None = None
    width: int = 0
    height: int = 0
    missing: Phrase = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures, two a row; wide ones, such as a plan, have a row each."""

    figures: tuple[Figure, ...]
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scorecard on one page, whatever the number of targets."""

    title: Phrase
    name: Phrase
    facts: tuple[tuple[Phrase, Cell], ...]
    score: Phrase
    grade: Sign
    remarks: tuple[Phrase, ...]
    owners: tuple[tuple[Phrase, Phrase, Phrase], ...]
    bars: tuple[Bar, ...]
    fixes: tuple[Phrase, ...]
    more_fixes: int = 0
    signatures: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class SumLine:
    """What one target or criterion adds to the score, in numbers; None is none.

    `counts` says that it has a limit and applies, so that the completeness of records asks for it.
    `printed` is the pair of length and U that stands on paper for the unrounded `elapsed_s`.
    """

    name: Phrase
    weight: Fraction
    points: Fraction | None
    counts: bool = True
    limit_s: Fraction | None = None
    elapsed_s: Fraction | None = None
    printed: Shown | None = None
    verdict: Sign | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The score as a sum that a reader can check, for those forms that reckon.

    `cap` is there where a critical failure limits the score. `share` is that of the timed score.
    """

    targets: tuple[SumLine, ...]
    criteria: tuple[SumLine, ...]
    share: Fraction
    cap: Fraction | None
    timed: Fraction | None
    rated: Fraction | None
    score: Fraction | None
    coverage: Fraction | None


Block: TypeAlias = (
    "Cover | Heading | Headline | Prose | Lines | Facts | Table | BarChart | StepChart | "
    "Signatures | Figures | PageBreak | Sheet"
)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document: its blocks in order, and what stands on every page."""

    title: Phrase
    name: Phrase
    mark: Phrase | None
    blocks: tuple[Block, ...]
    author: Phrase = ""
    sums: Sums | None = None
