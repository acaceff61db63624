"""Set a difference out as a page to be read: what went is struck, what came is underlined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby

from drillplanner.base.texts import Authored, Text, _, pgettext
from drillplanner.plan.comparing.difference import Change, Difference, FieldChange, Limit
from drillplanner.terms.difference_words import change_said, field_said, limit_said
from ui.theme.theme import Dress

#: Where what is written in markup comes to stand in a translated line.
_PLACE = "\ufffc"

Say = Callable[["Text | Authored | str"], str]


def difference_page(difference: Difference, say: Say, dress: Dress) -> str:
    """Write the page; every word of an author stands as it was typed."""
    return "".join(_Page(say, dress).parts(difference))


class _Page:
    def __init__(self, say: Say, dress: Dress) -> None:
        self._say = say
        removed, added = dress.color("bad").name(), dress.color("good").name()
        self._removed = f'<span style="color:{removed};text-decoration:line-through">{{}}</span>'
        self._added = f'<span style="color:{added};text-decoration:underline">{{}}</span>'

    def parts(self, difference: Difference) -> Iterator[str]:
        if difference.is_empty:
            yield f"<p>{self._word(_('Both say the same.'))}</p>"
            return
        changed = [limit for limit in difference.limits if limit.is_changed]
        if changed:
            yield self._heading(_("Limits side by side"))
            yield from self._limits(changed)
        for heading, found in (
            (_("The script"), difference.head),
            (_("Scoring"), difference.scoring),
        ):
            if found:
                yield self._heading(heading)
                yield f"<ul>{''.join(self._field('', one) for one in found)}</ul>"
        for part, group in groupby(difference.changes, key=lambda change: change.part):
            yield self._heading(_HEADINGS[part])
            for change in group:
                yield from self._change(change)

    def _change(self, change: Change) -> Iterator[str]:
        said = self._word(change_said(change))
        if change.fate in ("added", "removed"):
            said = (self._added if change.fate == "added" else self._removed).format(said)
        yield f'<p><a name="{escape(change.part)}:{escape(change.id)}"></a>{said}</p>'
        if change.fields:
            yield f"<ul>{''.join(self._field(change.part, one) for one in change.fields)}</ul>"

    def _field(self, part: str, one: FieldChange) -> str:
        pieces = one.pieces
        is_text = any(piece.fate == "kept" for piece in pieces)
        if is_text:
            shown = "".join(self._piece(piece.fate, piece.text) for piece in pieces)
        else:
            shown = f"{self._side('removed', one.before)} → {self._side('added', one.after)}"
        line = self._word(_("{caption}: {said}", caption=field_said(part, one), said=_PLACE))
        return f"<li>{line.replace(_PLACE, shown)}</li>"

    def _piece(self, fate: str, text: str) -> str:
        words = escape(text).replace("\n", "<br>")
        match fate:
            case "removed":
                return self._removed.format(words)
            case "added":
                return self._added.format(words)
            case _:
                return words

    def _side(self, fate: str, text: str) -> str:
        return self._piece(fate, text) if text else "—"

    def _limits(self, limits: list[Limit]) -> Iterator[str]:
        heads = (_("Target"), _("Limit before"), _("Limit now"), _("Source"))
        yield '<table border="1" cellspacing="0" cellpadding="4"><tr>'
        yield "".join(f"<th>{self._word(head)}</th>" for head in heads)
        yield "</tr>"
        for limit in limits:
            before, after = (limit_said(limit, is_before=side) for side in (True, False))
            source = self._source(limit)
            cells = (escape(limit.said), self._word(before), f"<b>{self._word(after)}</b>", source)
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        yield "</table>"

    def _source(self, limit: Limit) -> str:
        if limit.source_before == limit.source_after:
            return escape(limit.source_after)
        before = self._side("removed", limit.source_before)
        return f"{before}<br>{self._side('added', limit.source_after)}"

    def _heading(self, words: Text) -> str:
        return f"<h3>{self._word(words)}</h3>"

    def _word(self, words: Text | Authored | str) -> str:
        return escape(self._say(words))


_HEADINGS = {
    "steps": pgettext("tab", "Steps"),
    "targets": pgettext("tab", "Targets"),
    "orders": pgettext("tab", "Orders"),
    "criteria": pgettext("tab", "Criteria"),
    "objectives": pgettext("tab", "Objectives"),
    "safety": pgettext("tab", "Safety items"),
    "roles": pgettext("tab", "Roles"),
    "posts": pgettext("tab", "Posts"),
    "phases": pgettext("tab", "Phases"),
}
