"""Keep drafts of scripts: one JSON document each, overwritten at every edit, never a fact.

A draft says what it began from (its base) and which revision it is. Publishing makes a fact of
it; the draft stays, and goes on from there.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from drillplanner.base.atomic_file import write_durably
from drillplanner.base.errors import FileRefused, StoreFault, UserError
from drillplanner.base.ids import PersonId, new_id
from drillplanner.base.private_files import make_private_folder
from drillplanner.base.texts import Words, _, ngettext
from drillplanner.plan.author_texts import without_blank_languages
from drillplanner.plan.editing.draft import Draft, with_words
from drillplanner.plan.model import MAX_STEPS, Kind, Script
from drillplanner.plan.parser.json_reader import MAX_BYTES
from drillplanner.plan.parser.reading import Examination, examine
from drillplanner.plan.parser.shapes import adapter, take_shape
from drillplanner.plan.particulars import Particulars
from drillplanner.plan.versions import upcast
from drillplanner.plan.writer import format_script
from drillplanner.run.clock.machine_clock import Clock
from drillplanner.services.fact_factory import publish_script
from drillplanner.services.plan.scripts import OpenScript, opened
from drillplanner.services.workspace_home import WorkspaceHome
from drillplanner.store.protection.sealing import Sealer, sealer_of

log = logging.getLogger(__name__)

_FORMAT, _VERSION = "drillplanner/draft", 1
_SUFFIX = ".draft.json"
#: The script a draft began from, word for word; it is read when somebody compares with it.
_BASE_SUFFIX = ".base.json"
_DISCARDED, _ARCHIVED, _VIGNETTES = "discarded", "archived", "vignettes"
_OWNER_ONLY = 0o700
_MOST_NAMED = 8
#: What a name from a backup may be: of a draft, here or in a folder of those put away.
_KEPT_NAME = re.compile(
    r"(?:(?:discarded|archived|vignettes)/)?[A-Za-z0-9_-]{1,64}\.(?:draft|base)\.json", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Base:
    """What a draft began from: a file by its path, or a text that was published; blank if new."""

    path: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A draft as it is kept. `revision` counts the times it was saved."""

    id: str
    draft: Draft
    base: Base = Base()
    revision: int = 0


@dataclass(frozen=True, slots=True)
class DraftCard:
    """What a list of drafts says of one."""

    id: str
    title: Words
    language: str
    steps: int
    targets: int
    saved_utc_ns: int
    kind: Kind = "other"
    school: str = ""


class Drafts:
    """The drafts of one workspace. Reading is for the work lane, the rest for the data lane."""

    def __init__(self, home: WorkspaceHome, clock: Clock) -> None:
        self._home, self._clock = home, clock
        self.folder = home.path.with_name(f"{home.path.stem}.drafts")

    # -- reading -------------------------------------------------------------------------------

    def all(self) -> tuple[DraftCard, ...]:
        """List the drafts, the one saved last first; what cannot be read is left out and logged."""
        return self._cards(self.folder)

    def archived(self) -> tuple[DraftCard, ...]:
        """List the drafts that were put out of the way, the one saved last first."""
        return self._cards(self.folder / _ARCHIVED)

    def base_of(self, kept: KeptDraft) -> Script | None:
        """Read the script a draft began from, or was published as last; None where it is new."""
        try:
            path = self._base_path(kept.id)
            data = self._sealer().opened_file(path.read_bytes(), path.name)
        except (OSError, FileRefused):
            return None
        return examine(data, is_published=True).script

    def vignettes(self) -> tuple[KeptDraft, ...]:
        """List the blocks of steps that are kept, by name; what cannot be read is left out."""
        sealer, found = self._sealer(), []
        for path in (self.folder / _VIGNETTES).glob(f"*{_SUFFIX}"):
            try:
                found.append(_read(path, sealer)[0])
            except (UserError, OSError) as error:
                log.warning("a block cannot be read: %s", type(error).__name__)
        return tuple(sorted(found, key=lambda one: (str(one.draft.script.title), one.id)))

    def _cards(self, folder: Path) -> tuple[DraftCard, ...]:
        cards, sealer = [], self._sealer()
        for path in folder.glob(f"*{_SUFFIX}"):
            try:
                kept, saved = _read(path, sealer)
            except (UserError, OSError) as error:
                log.warning("a draft cannot be read: %s", type(error).__name__)
                continue
            script = kept.draft.script
            counts = len(script.steps), len(script.targets)
            whose = script.kind, kept.draft.particulars.school
            cards.append(DraftCard(kept.id, script.title, script.language, *counts, saved, *whose))
        return tuple(sorted(cards, key=lambda card: -card.saved_utc_ns))

    def open(self, id: str) -> KeptDraft:
        """Read a draft as it was saved last.

        Raises:
            FileRefused: it is not there, or damaged.
        """
        return _read(self._path(id), self._sealer())[0]

    def of(self, script: OpenScript) -> KeptDraft | None:
        """Find the draft that goes on from a script, if one was begun."""
        wanted = _base_of(script)
        for card in self.all():
            kept = self.open(card.id)
            same_file = bool(wanted.path) and kept.base.path == wanted.path
            if same_file or kept.base == wanted:
                return kept
        return None

    def check(self, draft: Draft) -> Examination:
        """Look at a draft as at a file that is to be published."""
        return examine(_written(draft))

    def is_file_changed(self, kept: KeptDraft) -> bool:
        """Tell whether the file a draft began from holds something else by now."""
        if not kept.base.path:
            return False
        try:
            data = Path(kept.base.path).read_bytes()
        except OSError:
            return False
        return hashlib.sha256(data).hexdigest() != kept.base.sha256

    # -- writing -------------------------------------------------------------------------------

    def begin(self, draft: Draft, script: OpenScript | None = None) -> KeptDraft:
        """Begin a draft, from a script or from nothing, and keep it."""
        base = _base_of(script) if script is not None else Base()
        kept = self.save(KeptDraft(new_id(), draft, base))
        if script is not None:
            self._keep_base(kept.id, script.document)
        return kept

    def begin_imported(self, draft: Draft, base: Script | None) -> KeptDraft:
        """Begin a draft with what came of a table; `base` is what a workbook was written from."""
        if base is None:
            return self.begin(draft)
        kept = self.save(KeptDraft(new_id(), draft))
        self._keep_base(kept.id, format_script(base).decode())
        return kept

    def save(self, kept: KeptDraft) -> KeptDraft:
        """Write a draft in the place of its last revision.

        Raises:
            UserError: another window saved a later revision; nothing was written.
            StoreFault: the disk is full or failed.
        """
        path = self._path(kept.id)
        try:
            self.folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        except OSError as error:
            folder = str(self.folder)
            raise StoreFault(_("The folder {folder} cannot be made.", folder=folder)) from error
        sealer = self._sealer()
        if path.exists() and _revision(path, sealer) > kept.revision:
            raise UserError(
                _("This draft was changed in another window; open it again to go on from there.")
            )
        saved = replace(kept, revision=kept.revision + 1)
        document = _document(saved, self._clock.wall_utc_ns())
        write_durably(path, sealer.file(document, path.name), is_private=True)
        return saved

    def contents(self) -> dict[str, str]:
        """Read the files of all drafts by their names within the folder, for a backup."""
        sealer, found = self._sealer(), {}
        for path in self.files():
            try:
                text = sealer.opened_file(path.read_bytes(), path.name).decode("utf-8")
            except (UserError, OSError, ValueError) as error:
                log.warning("a draft is in no backup: %s", type(error).__name__)
                continue
            found[path.relative_to(self.folder).as_posix()] = text
        return found

    def put_back(self, contents: Mapping[str, str]) -> int:
        """Write what a backup held and is not here any more; count it."""
        sealer, count = self._sealer(), 0
        for name, text in contents.items():
            path = self.folder / name
            if _KEPT_NAME.fullmatch(name) is None or path.exists():
                continue
            make_private_folder(path.parent)
            write_durably(path, sealer.file(text.encode("utf-8"), path.name), is_private=True)
            count += 1
        return count

    def forget(self, words: str) -> tuple[Path, ...]:
        """Delete what was discarded and holds these words; name the drafts that hold them still."""
        left: list[Path] = []
        for name, text in self.contents().items():
            path = self.folder / name
            if words not in text:
                continue
            if path.parent.name == _DISCARDED:
                path.unlink(missing_ok=True)
            else:
                left.append(path)
        return tuple(left)

    def files(self) -> tuple[Path, ...]:
        """Name the files of all drafts and what they began from, those put away too."""
        return tuple(sorted(one for one in self.folder.rglob("*.json") if one.is_file()))

    def keep_vignette(self, script: Script) -> KeptDraft:
        """Keep a block of steps, to be put into this script or another.

        Raises:
            StoreFault: the disk is full or failed.
        """
        kept = KeptDraft(new_id(), Draft(script), revision=1)
        path = self.folder / _VIGNETTES / self._path(kept.id).name
        make_private_folder(path.parent)
        document = _document(kept, self._clock.wall_utc_ns())
        write_durably(path, self._sealer().file(document, path.name), is_private=True)
        return kept

    def discard_vignette(self, id: str) -> None:
        """Put a block out of the list; its file goes to a folder beside."""
        self._put_away(id, self.folder / _VIGNETTES, self.folder / _DISCARDED)

    def discard(self, id: str) -> None:
        """Put a draft out of the list; its file goes to a folder beside."""
        self._put_away(id, self.folder, self.folder / _DISCARDED)

    def archive(self, id: str) -> None:
        """Put a draft out of the way; `restore` brings it back."""
        self._put_away(id, self.folder, self.folder / _ARCHIVED)

    def restore(self, id: str) -> None:
        """Bring a draft back out of the archive."""
        self._put_away(id, self.folder / _ARCHIVED, self.folder)

    def duplicate(self, id: str, title: str) -> KeptDraft:
        """Make a copy of a draft under a title and a script id of its own.

        Raises:
            FileRefused: the draft is not there, or damaged.
        """
        from drillplanner.services.plan.scripts import own_id

        draft = self.open(id).draft
        named = with_title(draft, title)
        script = replace(named.script, id=own_id(draft.script.id))
        return self.begin(replace(named, script=script))

    def rename(self, id: str, title: str) -> KeptDraft:
        """Give a draft another title.

        Raises:
            FileRefused: the draft is not there, or damaged.
        """
        kept = self.open(id)
        return self.save(replace(kept, draft=with_title(kept.draft, title)))

    def publish(self, kept: KeptDraft, author: PersonId) -> tuple[KeptDraft, OpenScript]:
        """Freeze the draft as a version of its script.

        Raises:
            FileRefused: it has faults; all of them are listed.
        """
        document = _written(kept.draft).decode()
        _refuse_faults(examine(document.encode()))
        self._home.write(publish_script, kept.draft.script.id, document, author)
        script = replace(opened(document.encode()), is_published=True)
        kept = self.save(replace(kept, base=replace(kept.base, sha256=_hash(document))))
        self._keep_base(kept.id, document)
        return kept, script

    def export(self, kept: KeptDraft, path: Path) -> tuple[KeptDraft, OpenScript]:
        """Write the draft to a script's file; it goes on from there.

        Raises:
            FileRefused: it has faults, with which no file could be opened again.
            UserError: the file is held by another program, or its folder is missing.
            StoreFault: the disk is full or failed.
        """
        data = write_script(kept.draft, path)
        base = Base(str(path.absolute()), hashlib.sha256(data).hexdigest())
        self._keep_base(kept.id, data.decode())
        return self.save(replace(kept, base=base)), opened(data, path)

    def _sealer(self) -> Sealer:
        return sealer_of(self._home.path)

    def _put_away(self, id: str, here: Path, there: Path) -> None:
        there.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        for name in (self._path(id).name, self._base_path(id).name):
            with contextlib.suppress(FileNotFoundError):
                (here / name).replace(there / name)

    def _keep_base(self, id: str, document: str) -> None:
        path = self._base_path(id)
        write_durably(path, self._sealer().file(document.encode(), path.name), is_private=True)

    def _base_path(self, id: str) -> Path:
        return self.folder / f"{id}{_BASE_SUFFIX}"

    def _path(self, id: str) -> Path:
        return self.folder / f"{id}{_SUFFIX}"


def draft_of(script: OpenScript) -> Draft:
    """Take a script up for editing; a sample is taken under an id of its own."""
    from drillplanner.services.plan.scripts import own_id

    plan = script.script
    is_sample = script.path is None and not script.is_published
    return Draft(replace(plan, id=own_id(plan.id)) if is_sample else plan)


def with_title(draft: Draft, title: str) -> Draft:
    """Give a draft another title, in the script's own language."""
    language = draft.script.language
    words = with_words(draft.script.title, title.strip(), language, language)
    return replace(draft, script=replace(draft.script, title=words))


def write_script(draft: Draft, path: Path) -> bytes:
    """Write a draft as a script's file; give its bytes.

    Raises:
        FileRefused: it has faults, with which no file could be opened again.
        UserError: the file is held by another program, or its folder is missing.
        StoreFault: the disk is full or failed.
    """
    data = _written(draft)
    _refuse_faults(examine(data, is_published=True))
    write_durably(path, data)
    return data


def _written(draft: Draft) -> bytes:
    """Write a draft as a script's file; a language in which a text was emptied is left out."""
    return format_script(without_blank_languages(draft.script))


def _base_of(script: OpenScript) -> Base:
    path = str(script.path.absolute()) if script.path is not None else ""
    return Base(path, _hash(script.document))


def _hash(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _refuse_faults(found: Examination) -> None:
    if found.faults:
        raise FileRefused(
            ngettext(
                "The script has {count} fault; correct what the check list names, then try again.",
                "The script has {count} faults; correct what the check list names, then try again.",
                len(found.faults),
            ),
            found.faults[:_MOST_NAMED],
        )


def _document(kept: KeptDraft, utc_ns: int) -> bytes:
    # Written at every edit: pydantic takes a fraction of the time of the writer for people.
    script = adapter().dump_json(kept.draft.script, exclude_defaults=True, by_alias=True)
    value = {
        "format": _FORMAT,
        "version": _VERSION,
        "id": kept.id,
        "revision": kept.revision,
        "saved_utc_ns": utc_ns,
        "base": {"path": kept.base.path, "sha256": kept.base.sha256},
        "locked": sorted(kept.draft.locked),
        "t0_clock_s": kept.draft.t0_clock_s,
        "particulars": asdict(kept.draft.particulars),
        "prepared": sorted(kept.draft.prepared),
    }
    head = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return head[:-1] + b',"script":' + script + b"}"


def _revision(path: Path, sealer: Sealer) -> int:
    try:
        return int(_value(path, sealer)["revision"])
    except (FileRefused, KeyError, TypeError, ValueError):
        return 0


def _value(path: Path, sealer: Sealer) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _damaged(path)
        value = json.loads(sealer.opened_file(path.read_bytes(), path.name))
    except FileNotFoundError as error:
        raise FileRefused(_("This draft is not here any more.")) from error
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path) from error
    if not isinstance(value, dict) or value.get("format") != _FORMAT:
        raise _damaged(path)
    if value.get("version") != _VERSION:
        raise FileRefused(_("This draft was written by a later version of the program."))
    return value


def _read(path: Path, sealer: Sealer) -> tuple[KeptDraft, int]:
    value = _value(path, sealer)
    try:
        shaped = take_shape(upcast(value["script"]))
        script: Script | None = None if shaped.remarks else shaped.script
        base = value["base"]
        clock = value["t0_clock_s"]
        kept = KeptDraft(
            path.name.removesuffix(_SUFFIX),
            Draft(
                script or _no_script(path),
                frozenset(map(str, value["locked"][:MAX_STEPS])),
                None if clock is None else float(clock),
                _particulars().validate_python(value.get("particulars", {})),
                frozenset(map(str, value.get("prepared", ()))),
            ),
            Base(str(base["path"]), str(base["sha256"])),
            int(value["revision"]),
        )
        return kept, int(value["saved_utc_ns"])
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise _damaged(path) from error


@cache
def _particulars() -> TypeAdapter[Particulars]:
    return TypeAdapter(Particulars)


def _no_script(path: Path) -> Script:
    raise _damaged(path)


def _damaged(path: Path) -> FileRefused:
    return FileRefused(_("The draft {file} is damaged; it stays where it is.", file=path.name))


class DraftDesk:
    """One draft while it is edited; all of it is for the data lane, so saves follow each other."""

    def __init__(self, drafts: Drafts, kept: KeptDraft) -> None:
        self._drafts = drafts
        self.kept = kept

    def save(self, draft: Draft) -> KeptDraft:
        """Keep the draft as it is now; see `Drafts.save`."""
        self.kept = self._drafts.save(replace(self.kept, draft=draft))
        return self.kept

    def publish(self, draft: Draft, author: PersonId) -> OpenScript:
        """Freeze the draft as a version; see `Drafts.publish`."""
        self.kept, script = self._drafts.publish(replace(self.kept, draft=draft), author)
        return script

    def export(self, draft: Draft, path: Path) -> OpenScript:
        """Write the draft to a script's file; see `Drafts.export`."""
        self.kept, script = self._drafts.export(replace(self.kept, draft=draft), path)
        return script
