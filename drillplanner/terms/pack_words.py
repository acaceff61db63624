"""Name what log packs are found to be, and say what a signature shows and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from drillplanner.base.texts import Text, _, pgettext
from drillplanner.terms.document import Shape

#: What a person reads of a log pack's verdict, and its shape.
PACK_VERDICTS: Mapping[str, tuple[Shape, Text]] = {
    "sound": ("ring", pgettext("log pack", "sound")),
    "joined": ("disc", pgettext("log pack", "joined")),
    "here": ("dash", pgettext("log pack", "already here")),
    "ambiguous": ("triangle", pgettext("log pack", "look first")),
    "refused": ("crossed", pgettext("log pack", "refused")),
}

#: Printed beside a check code, and said wherever a signature is shown.
WHAT_SIGNATURES_DO_NOT_SHOW: Text = _(
    "A signature shows on which laptop entries were logged and that nobody changed them since. It "
    "does not show whether that laptop left out its last entries, or wrote its chain anew, before "
    "it signed: only a check code that was written down at the end of the drill does."
)


def written_said(file: str, entries: int, check_code: str, key: str) -> Text:
    """Say that a pack was written and read back, and what two people compare."""
    return _(
        "Written and read back: {file}, entries: {count}. Pack code {code} (packs with one code "
        "hold the same entries, tables and decisions; it is not the check code of the end page), "
        "key of this laptop {key}.",
        file=file,
        count=entries,
        code=f"{check_code[:4]} {check_code[4:]}",
        key=key,
    )
