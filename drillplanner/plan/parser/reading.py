"""Read a script from a file, or refuse it with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from drillplanner.base.errors import Fault, FileRefused
from drillplanner.base.texts import _, ngettext
from drillplanner.plan.advice import findings
from drillplanner.plan.model import FORMAT, VERSION, Script
from drillplanner.plan.parser.file_kinds import stranger_said
from drillplanner.plan.parser.item_words import item_said
from drillplanner.plan.parser.json_path import Remark, json_path, shown, shown_path
from drillplanner.plan.parser.json_reader import (
    MAX_BYTES,
    MAX_FAULTS,
    JsonSource,
    read_json,
    too_long,
)
from drillplanner.plan.parser.shapes import Shaped, is_under, take_shape
from drillplanner.plan.validation import unpublishable, unsound
from drillplanner.plan.versions import is_of_version_1, since_2, upcast

#: More faults than a person will mend at one sitting are not listed.
MAX_LISTED = 2_000
#: By these first bytes a file too long for a script is still named for what it is.
_HEAD = 65_536
_MORE = Fault("$", _("There are more than can be listed."))


@dataclass(frozen=True, slots=True)
class Examination:
    """What a look at a script found: faults refuse it, warnings are advice to its planner.

    Both stand in the order of the file. `script` is None where there are faults, but for those
    that refuse only what is still to be published.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...] = ()
    script: Script | None = None


def read_script(path: Path) -> Script:
    """Read the script in a file, as one that may have been published.

    Raises:
        FileRefused: the file can not be read or has faults; `faults` lists them all.
    """
    examination = examine_file(path, is_published=True)
    if examination.script is not None:
        return examination.script
    faults = examination.faults
    text = ngettext(
        'The script "{name}" was refused for {count} fault; correct it and read the script again.',
        'The script "{name}" was refused for {count} faults; correct them and read the script '
        "again.",
        len(faults),
        name=shown_path(path),
    )
    raise FileRefused(text, faults)


def parse_script(data: bytes) -> Script:
    """Read a script from the bytes of its file, as one that may have been published.

    Raises:
        FileRefused: the script has faults; `faults` lists them all.
    """
    examination = examine(data, is_published=True)
    if examination.script is not None:
        return examination.script
    faults = examination.faults
    if len(faults) == 1:
        raise FileRefused(faults[0].text, faults)
    text = ngettext(
        "The script has {count} fault. Correct it and read the script again.",
        "The script has {count} faults. Correct them and read the script again.",
        len(faults),
    )
    raise FileRefused(text, faults)


def refuse_unpublishable(document: str) -> None:
    """Refuse to publish a script that claims more than it quotes.

    Raises:
        FileRefused: `faults` lists every limit that does.
    """
    examination = examine(document.encode())
    if examination.script is None or not examination.faults:
        return
    text = ngettext(
        "The script cannot be used for a drill yet: {count} limit names no source. Fix it in the "
        "script's file and open that again.",
        "The script cannot be used for a drill yet: {count} limits name no source. Fix them in the "
        "script's file and open that again.",
        len(examination.faults),
    )
    raise FileRefused(text, examination.faults)


def examine_file(path: Path, *, is_published: bool = False) -> Examination:
    """Look at the script in a file; a file that can not be read at all is a fault too."""
    try:
        return examine(read_bytes(path), is_published=is_published)
    except FileRefused as refused:
        return Examination(refused.faults or (Fault("$", refused.text),))


def examine(data: bytes, *, is_published: bool = False) -> Examination:
    """Look at the bytes of a script: list all that is wrong, and what its planner should know.

    Args:
        data: the bytes of its file.
        is_published: the script may have been published before a rule became stricter; what
            `unpublishable` finds is a warning then, not a fault.
    """
    try:
        source = read_json(data)
    except FileRefused as refused:
        return Examination(refused.faults or (Fault("$", refused.text),))
    if source.is_broken:
        is_cut = len(source.faults) >= MAX_FAULTS
        return Examination((*source.faults, _MORE) if is_cut else source.faults)
    stranger = _stranger(source.value)
    if stranger is not None:
        return Examination((_fault(source, stranger),))
    shaped = take_shape(upcast(source.value))
    script = shaped.script
    rules: Iterable[Remark] = ()
    claims: list[Remark] = []
    if script is not None:
        rules = _not_caused(unsound(script), shaped, source)
        claims = list(_not_caused(unpublishable(script), shaped, source))
    found = chain(_too_new(source.value), _of_shape(shaped, source), rules)
    # No more than are listed are looked for: a hostile file may have very many.
    wrong = list(islice(found, MAX_LISTED + 1))
    is_sound = script is not None and not wrong and not source.faults
    faults, is_cut = _listed(wrong if is_published else [*wrong, *claims], source)
    faults = sorted([*source.faults, *faults], key=lambda fault: fault.line or 0)
    told = (*faults, _MORE) if is_cut or shaped.is_cut else tuple(faults)
    if script is None or not is_sound:
        return Examination(told)
    warnings, is_cut = _listed(chain(claims if is_published else (), findings(script)), source)
    return Examination(told, (*warnings, _MORE) if is_cut else tuple(warnings), script)


def read_bytes(path: Path) -> bytes:
    """Read a file that may be a script; a longer one is refused without reading it.

    Raises:
        FileRefused: there is no such file, it can not be read, or it is too long.
    """
    name = shown_path(path)
    try:
        with path.open("rb") as file:
            if path.stat().st_size > MAX_BYTES:
                raise FileRefused(stranger_said(file.read(_HEAD)) or too_long())
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as wrong:
        text = _('There is no file "{name}". Check the name and the folder.', name=name)
        raise FileRefused(text) from wrong
    except IsADirectoryError as wrong:
        text = _('"{name}" is a folder. Name a script in it.', name=name)
        raise FileRefused(text) from wrong
    except (OSError, ValueError) as wrong:
        text = _('"{name}" can not be opened. Check that you may read it.', name=name)
        raise FileRefused(text) from wrong
    return data


def _stranger(value: object) -> Remark | None:
    """Tell whether this is no script of ours, or one of a later version."""
    if not isinstance(value, dict):
        return Remark((), _("This is no script: a script is one JSON object."))
    if "format" in value and value["format"] != FORMAT:
        text = _(
            'This is no script: its "format" is not "{format}". Choose another file.',
            format=FORMAT,
        )
        return Remark(("format",), text)
    version = value.get("version")
    if type(version) is int and version > VERSION:
        text = _(
            "The script is written in format version {version}; this program reads up to "
            "{known}. Update the program to read it.",
            version=shown(version),
            known=VERSION,
        )
        return Remark(("version",), text)
    return None


def _too_new(document: Any) -> Iterator[Remark]:
    """Find what version 1 does not have in a document that says version 1; each field once."""
    if not is_of_version_1(document):
        return
    told: set[str | int] = set()
    for where in since_2(document):
        if where[-1] not in told:
            told.add(where[-1])
            text = _(
                'The field "{name}" is not in format version 1. Write {example} at the top of the '
                "script.",
                name=shown(where[-1]),
                example=f'"version": {VERSION}',
            )
            if where[-1] == "scale":
                text = _(
                    "A scale of a form's own is not in format version 1. Write {example} at the "
                    "top of the script.",
                    example=f'"version": {VERSION}',
                )
            yield Remark(where, text)


def _of_shape(shaped: Shaped, source: JsonSource) -> Iterator[Remark]:
    """Give the faults of shape, but where the writing itself was told to be wrong."""
    return (remark for remark in shaped.remarks if not is_under(remark.where, source.spoiled))


def _not_caused(remarks: Iterable[Remark], shaped: Shaped, source: JsonSource) -> Iterator[Remark]:
    """Give the faults of sense that no stand-in has caused."""
    doubtful = shaped.mended | source.spoiled
    holders = {where[:depth] for where in doubtful for depth in range(len(where))}
    unsure = _unsure_lists(doubtful)
    for remark in remarks:
        if remark.needs in unsure or remark.where in holders:
            continue
        if not is_under(remark.where, doubtful):
            yield remark


def _unsure_lists(doubtful: frozenset[tuple[str | int, ...]]) -> set[str]:
    """Name the lists that could not be read, so that nothing is called missing there."""
    names = {str(where[0]) for where in doubtful if len(where) == 1 or where[0] == "scoring"}
    if any(where[-1:] in (("units",), ("options",)) for where in doubtful):
        names.add("parts")
    return names


def _listed(remarks: Iterable[Remark], source: JsonSource) -> tuple[list[Fault], bool]:
    """Put remarks in the order of the file, with their lines; tell whether some were cut."""
    found = list(islice(remarks, MAX_LISTED + 1))
    listed = sorted(found[:MAX_LISTED], key=lambda remark: source.offset(remark.where))
    return [_fault(source, remark) for remark in listed], len(found) > MAX_LISTED


def _fault(source: JsonSource, remark: Remark) -> Fault:
    item = item_said(source.value, remark.where)
    return Fault(json_path(remark.where), remark.text, source.line(remark.where), item)
