"""Say what is different between two scripts: on screen, on paper and in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.plan.comparing.difference import Change, Difference, Fate, FieldChange, Limit
from drillplanner.plan.parser.item_words import field_name, item_name
from drillplanner.terms.document import Phrase

FATES: Mapping[Fate, Text] = {
    "added": pgettext("of a difference", "added"),
    "removed": pgettext("of a difference", "removed"),
    "changed": pgettext("of a difference", "changed"),
    "moved": pgettext("of a difference", "moved"),
}
_LANGUAGES = {"zh_CN": _("Chinese"), "en": _("English")}


def change_said(change: Change) -> Text:
    """Say which thing it is and what became of it: step 4 "Shut the gate": changed."""
    numbers: Phrase = str(change.number_after or change.number_before)
    if change.fate in ("moved", "changed") and change.number_before != change.number_after:
        numbers = f"{change.number_before} → {change.number_after}"
    if not change.said.strip():
        item = item_name(change.part)
        return _("{item} {number}: {fate}", item=item, number=numbers, fate=FATES[change.fate])
    return _(
        '{item} {number} "{words}": {fate}',
        item=item_name(change.part),
        number=numbers,
        words=change.said,
        fate=FATES[change.fate],
    )


def field_said(part: str, change: FieldChange) -> Phrase:
    """Name the member that is another one now."""
    if change.heading:
        return change.heading
    name: Phrase = field_name(part, change.name.rpartition(".")[2]) or change.name
    if change.language:
        language = _LANGUAGES.get(change.language, change.language)
        return _("{name} ({language})", name=name, language=language)
    return name


def limit_said(limit: Limit, *, is_before: bool) -> Phrase:
    """Say one side of a limit: 1:30, recorded only, or that there is no such target."""
    value = limit.before if is_before else limit.after
    if value is None:
        return "—"
    return value or _("recorded, not scored")


def difference_lines(difference: Difference) -> Iterator[tuple[int, Phrase, str, str]]:
    """Give all that is different as lines: how far in, what it is, before and after."""
    for one in difference.head:
        yield 0, field_said("", one), one.before, one.after
    for one in difference.scoring:
        yield 0, field_said("", one), one.before, one.after
    for change in difference.changes:
        yield 0, change_said(change), "", ""
        for inner in change.fields:
            yield 1, field_said(change.part, inner), inner.before, inner.after
