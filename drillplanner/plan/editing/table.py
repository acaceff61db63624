"""What a table of the editor is: columns over one list of the script, as text to be typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, TypeAlias

from drillplanner.base.texts import Text, _
from drillplanner.plan.editing.draft import (
    CellRefused,
    Draft,
    Edit,
    Look,
    NamePart,
    Part,
    changed,
    with_item,
)
from drillplanner.plan.editing.names import named

#: What a cell shows: the text that would be typed to have it so.
Show: TypeAlias = Callable[[Look, Any], str]
#: The draft after a text was typed over a cell; CellRefused where it cannot stand there.
Take: TypeAlias = Callable[[Look, Any, str], "Draft | Edit"]
#: What may be chosen in a cell; anything else may be typed all the same, where it makes sense.
Choose: TypeAlias = Callable[[Look], "tuple[str, ...]"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `where` names the members of the format it shows, so that faults find it."""

    show: Show
    take: Take | None
    where: tuple[str, ...]
    choose: Choose | None = None
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One list of the script as a table; `make` gives a blank row, as the one above suggests."""

    part: Part
    columns: Mapping[str, Column]
    make: Callable[[Look, Any | None, str], tuple[Draft, Any]]

    def column_of(self, where: tuple[str | int, ...]) -> str:
        """Name the column that shows a member of a row; the first where none does."""
        names = [str(part) for part in where if isinstance(part, str)]
        for name, column in self.columns.items():
            if names and names[0] in column.where:
                return name
        return next(iter(self.columns))


def field(name: str, *, is_long: bool = False) -> Column:
    """Make the column of an author's words."""

    def show(look: Look, thing: Any) -> str:
        return look.words(getattr(thing, name))

    def take(look: Look, thing: Any, text: str) -> Any:
        return changed(thing, **{name: look.typed(getattr(thing, name), text)})

    return Column(show, _of_item(take), (name.rstrip("_"),), is_long=is_long)


def number_field(name: str, least: float = 0.0, default: float = 1.0) -> Column:
    """Make the column of a number; a blank cell is its default, and the default a blank cell."""

    def show(_look: Look, thing: Any) -> str:
        value = getattr(thing, name)
        return "" if value == default else f"{value:.10g}"

    def take(_look: Look, thing: Any, text: str) -> Any:
        value = read_number(text) if text.strip() else default
        if not least <= value <= _MOST:
            raise CellRefused(_("Type a number from {least} up.", least=f"{least:.10g}"))
        return changed(thing, **{name: value})

    return Column(show, _of_item(take), (name,))


def yes_field(name: str, default: bool = False) -> Column:
    """Make the column of a claim that is so or not."""

    def show(look: Look, thing: Any) -> str:
        return yes_no(look)[0 if getattr(thing, name) else 1]

    def take(_look: Look, thing: Any, text: str) -> Any:
        return changed(thing, **{name: read_yes(text) if text.strip() else default})

    return Column(show, _of_item(take), (name,), choose=yes_no)


def name_field(name: str, part: NamePart, *, is_needed: bool = False) -> Column:
    """Make the column of a role, post or phase, which comes into being where it is typed."""

    def show(look: Look, thing: Any) -> str:
        return look.name(part, getattr(thing, name))

    def take(look: Look, thing: Any, text: str) -> Draft:
        if not text.strip() and not is_needed:
            return with_item(look.draft, _part_of(look, thing), changed(thing, **{name: None}))
        draft, id_ = named(look, part, text)
        return with_item(draft, _part_of(look, thing), changed(thing, **{name: id_}))

    def choose(look: Look) -> tuple[str, ...]:
        return tuple(said for said in look.names(part).values() if said)

    return Column(show, take, (name,), choose)


def item_column(
    show: Show,
    take: Callable[[Look, Any, str], Any],
    where: tuple[str, ...],
    choose: Choose | None = None,
    *,
    is_long: bool = False,
) -> Column:
    """Make a column whose typing changes the one row alone."""
    return Column(show, _of_item(take), where, choose, is_long)


def _of_item(take: Callable[[Look, Any, str], Any]) -> Take:
    def taken(look: Look, thing: Any, text: str) -> Draft:
        return with_item(look.draft, _part_of(look, thing), take(look, thing, text))

    return taken


def _part_of(look: Look, thing: Any) -> Part:
    """Tell which list a thing stands in, by what it is."""
    return _PARTS[type(thing).__name__]


_PARTS: Mapping[str, Part] = {
    "Step": "steps",
    "Target": "targets",
    "Order": "orders",
    "Criterion": "criteria",
    "Objective": "objectives",
    "SafetyItem": "safety",
    "Role": "roles",
    "Post": "posts",
    "Phase": "phases",
}


# -- texts of cells ---------------------------------------------------------------------------


def folded(text: str) -> str:
    """Bring a typed word into the form in which words are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read_number(text: str) -> float:
    """Read a number; CellRefused if it is none."""
    try:
        value = float(unicodedata.normalize("NFKC", text).strip())
    except ValueError:
        raise CellRefused(_('"{text}" is no number.', text=text.strip()[:40])) from None
    if not isfinite(value):
        raise CellRefused(_('"{text}" is no number.', text=text.strip()[:40]))
    return value


#: The greatest number that the format takes.
_MOST = 1e9
_YES = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "x", "有", "关键"})
_NO = frozenset({"否", "no", "n", "false", "0", "-", "—", "无"})


def yes_no(look: Look) -> tuple[str, ...]:
    """Give the two words of a claim."""
    return ("是", "否") if look.language == "zh_CN" else ("yes", "no")


def read_yes(text: str) -> bool:
    """Read yes or no; CellRefused if it is neither."""
    said = folded(text)
    if said in _YES or said in _NO:
        return said in _YES
    raise CellRefused(_("Type yes or no here."))


def one_of(text: str, words: Mapping[Any, tuple[str, ...]], what: Text) -> Any:
    """Read one of several words, each with its spellings; CellRefused says `what` may stand."""
    said = folded(text)
    for key, spellings in words.items():
        if said in map(folded, (str(key), *spellings)):
            return key
    raise CellRefused(what)


def parts_of(text: str) -> list[str]:
    """Cut a list as people type it: by 、 ; , or line ends."""
    out = text
    for mark in "；;，,、\n":
        out = out.replace(mark, "\n")
    return [part.strip() for part in out.split("\n") if part.strip()]
