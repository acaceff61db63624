"""Decide what the page of versions shows, sign off, and merge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from drillplanner.base.errors import UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.local_time import day_and_minute
from drillplanner.base.texts import Text, _
from drillplanner.plan.comparing.difference import Difference, compare
from drillplanner.plan.comparing.merging import (
    ORDER,
    WHOLE,
    Choice,
    Merged,
    Side,
    choices,
    is_missing,
    merge,
    proposals,
)
from drillplanner.plan.comparing.values import Values
from drillplanner.plan.model import Script
from drillplanner.plan.parser.item_words import field_name, item_name
from drillplanner.plan.sign_off import STAGES, SignOff, Stage
from drillplanner.services.plan.drafts import KeptDraft
from drillplanner.services.plan.script_versions import Version
from drillplanner.services.plan.scripts import OpenScript, open_script
from ui.context import AppContext
from ui.plan.versions.state import ChoiceRow, SideCard, StageCard, View

_DRAFT, _BASE, _FILE = "draft", "base", "file:"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose versions are shown: a draft that is being written, or a script as it was opened."""

    script: Script
    kept: KeptDraft | None = None
    opened: OpenScript | None = None


class VersionsPresenter(QObject):
    """Follows two chosen scripts; what is slow is done on the work lane."""

    #: A merge was carried out: the script, and what came along.
    merged = Signal(object)

    def __init__(
        self, context: AppContext, page: View, subject: Subject, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._page, self._subject = context, page, subject
        self._sides: dict[str, tuple[str, Callable[[], Script]]] = {}
        self._versions: tuple[Version, ...] = ()
        self._base: Script | None = None
        self._before = self._after = ""
        self._mine, self._theirs = subject.script, subject.script
        self._found: tuple[Choice, ...] = ()
        self._taken: dict[tuple[str, str, str], Side] = {}
        page.compared.connect(self.compare)
        page.fileAsked.connect(self.compare_with_file)
        page.mergeAsked.connect(self.begin_merge)
        page.signAsked.connect(self.sign)
        page.takeAsked.connect(self.take)
        page.doneAsked.connect(self.finish_merge)
        self._load()

    # -- sides ---------------------------------------------------------------------------------

    def _load(self, chosen: tuple[str, str] | None = None) -> None:
        services, subject = self._context.services, self._subject

        def work() -> tuple[tuple[Version, ...], Script | None, Path | None]:
            versions = services.versions.of(subject.script.id)
            if subject.kept is None:
                return versions, None, None
            base = services.drafts.base_of(subject.kept)
            is_changed = services.drafts.is_file_changed(subject.kept)
            return versions, base, Path(subject.kept.base.path) if is_changed else None

        self._context.jobs.run(
            "work", work, partial(self._show_sides, chosen), owner=self, latest="sides"
        )

    def _show_sides(
        self,
        chosen: tuple[str, str] | None,
        found: tuple[tuple[Version, ...], Script | None, Path | None],
    ) -> None:
        self._versions, self._base, changed = found
        say, services, script = self._context.say, self._context.services, self._subject.script
        sides: dict[str, tuple[str, Callable[[], Script]]] = {}
        this = _("This draft") if self._subject.kept is not None else _("The script as opened")
        sides[_DRAFT] = (say(this), lambda: script)
        if self._base is not None:
            base = self._base
            sides[_BASE] = (say(_("What the draft began from, or was published as")), lambda: base)
        if changed is not None:
            sides |= self._file_side(changed)
        for version in self._versions:
            read = partial(services.versions.script, version.hash)
            sides[version.hash] = (say(_version_said(version)), read)
        sides |= {id_: side for id_, side in self._sides.items() if id_.startswith(_FILE)}
        self._sides = sides
        others = [id_ for id_ in sides if id_ != _DRAFT]
        before, after = chosen or (others[0] if others else _DRAFT, _DRAFT)
        cards = [SideCard(id_, label) for id_, (label, _read) in sides.items()]
        self._page.show_sides(cards, before, after)
        self.compare(before, after)

    def _file_side(self, path: Path) -> Mapping[str, tuple[str, Callable[[], Script]]]:
        label = self._context.say(_("The file {file}", file=path.name))
        return {f"{_FILE}{path}": (label, lambda: open_script(path).script)}

    def compare_with_file(self, path: Path) -> None:
        """Add a file to what can be compared, and compare it with what is chosen."""
        self._sides |= self._file_side(path)
        self._load((f"{_FILE}{path}", self._after or _DRAFT))

    def compare(self, before: str, after: str) -> None:
        """Show how two of the scripts differ, and who signed the later off."""
        self._before, self._after = before, after
        self._page.show_notice("")
        (_l, old), (_m, new) = self._sides[before], self._sides[after]
        language = self._context.language

        def work() -> Difference:
            return compare(old(), new(), language)

        can_merge = self._subject.kept is not None and after == _DRAFT and before != _DRAFT
        show = partial(self._page.show_difference, can_merge=can_merge)
        self._context.jobs.run("work", work, show, owner=self, latest="difference")
        self._page.show_stages(self._stage_cards())

    # -- signing off ---------------------------------------------------------------------------

    def _version(self) -> Version | None:
        """Give the published version that is chosen, the later one first."""
        by_hash = {version.hash: version for version in self._versions}
        return by_hash.get(self._after) or by_hash.get(self._before)

    def _stage_cards(self) -> Sequence[StageCard]:
        version, say = self._version(), self._context.say
        if version is None:
            return ()
        done = [one.stage for one in version.sign_offs]
        return [
            StageCard(
                stage,
                say(STAGE_WORDS[stage]),
                say(_signed(version.signed(stage))),
                all(one in done for one in STAGES[: STAGES.index(stage)]),
            )
            for stage in STAGES
        ]

    def sign(self, stage: Stage, name: str) -> None:
        """Enter who prepared, reviewed or approved the chosen version."""
        version = self._version()
        if version is None:
            return
        sign = self._context.services.versions.sign
        typed_by = PersonId(self._context.settings.keeper)
        chosen = (self._before, self._after)
        self._context.jobs.run(
            "data",
            lambda: sign(version.hash, stage, name, typed_by),
            lambda _nothing: self._load(chosen),
            owner=self,
        )

    # -- merging -------------------------------------------------------------------------------

    def begin_merge(self, side: str) -> None:
        """List what has to be chosen between the draft and another script."""
        _label, read = self._sides[side]
        base, mine, language = self._base, self._subject.script, self._context.language
        if side == _BASE or base is None or base.id != mine.id:
            base = None

        def work() -> tuple[Script, tuple[Choice, ...], tuple[ChoiceRow, ...]]:
            theirs = read()
            found = choices(base, mine, theirs)
            say = self._context.say
            return theirs, found, tuple(_rows(found, base, mine, theirs, language, say))

        self._context.jobs.run("work", work, self._show_choices, owner=self, latest="merge")

    def _show_choices(
        self, found: tuple[Script, tuple[Choice, ...], tuple[ChoiceRow, ...]]
    ) -> None:
        self._theirs, self._found, rows = found
        self._taken = dict(proposals(self._found))
        self._page.show_choices(rows, self._sides_taken())

    def take(self, places: Sequence[int], side: Side) -> None:
        """Take pieces from a side."""
        for place in places:
            self._taken[self._found[place].key] = side
        self._page.show_taken(self._sides_taken())

    def finish_merge(self) -> None:
        """Carry out what was chosen, and go back with it."""
        try:
            done: Merged = merge(self._mine, self._theirs, self._found, self._taken)
        except UserError as fault:
            self._page.show_notice(self._context.say(fault.text))
            return
        self.merged.emit(done)
        self._page.leave()

    def _sides_taken(self) -> list[str]:
        return [self._taken.get(one.key, "") for one in self._found]


#: What the stages are called.
STAGE_WORDS: Mapping[Stage, Text] = {
    "prepared": _("Prepared"),
    "reviewed": _("Reviewed"),
    "approved": _("Approved"),
}


def _signed(one: SignOff | None) -> Text:
    if one is None:
        return _("not yet")
    when = day_and_minute(one.utc_ns)
    if one.typed_by:
        return _(
            "{name}, {when} (typed by {who}, not signed)",
            name=one.name,
            when=when,
            who=one.typed_by,
        )
    return _("{name}, {when} (typed, not signed)", name=one.name, when=when)


def _version_said(version: Version) -> Text:
    when = day_and_minute(version.utc_ns)
    if version.sign_offs:
        stage = STAGE_WORDS[version.sign_offs[-1].stage]
        return _("Version {number}, {when}: {stage}", number=version.number, when=when, stage=stage)
    return _("Version {number}, {when}", number=version.number, when=when)


def _rows(
    found: Sequence[Choice],
    base: Script | None,
    mine: Script,
    theirs: Script,
    language: str,
    say: Callable[[Text | str], str],
) -> list[ChoiceRow]:
    """Say the pieces of a merge in words."""
    values = [None if one is None else Values(one, language) for one in (base, mine, theirs)]

    def side(choice: Choice, place: int) -> str:
        said, value = values[place], (choice.base, choice.mine, choice.theirs)[place]
        if said is None or is_missing(value):
            return "—"
        if choice.name == WHOLE:
            return said.thing(choice.part, value)
        if choice.name == ORDER:
            return say(_("its own order"))
        return said.member(choice.part, _holder(said.script, choice), choice.name)

    rows = []
    for one in found:
        name: Text | str = field_name(one.part, one.name.rstrip("_")) or one.name
        if one.name == WHOLE:
            name = _("the whole row")
        elif one.name == ORDER:
            name = _("order of the rows")
        where = _where(one, values[1], values[2], say)
        rows.append(ChoiceRow(one, where, say(name), side(one, 0), side(one, 1), side(one, 2)))
    return rows


def _holder(script: Script, choice: Choice) -> object:
    if not choice.part:
        return script
    return next(one for one in getattr(script, choice.part) if one.id == choice.id)


def _where(
    one: Choice, mine: Values | None, theirs: Values | None, say: Callable[[Text | str], str]
) -> str:
    if not one.part:
        return say(_("The script"))
    item = say(item_name(one.part))
    for said in (mine, theirs):
        things = getattr(said.script, one.part) if said is not None else ()
        for number, thing in enumerate(things, 1):
            if thing.id == one.id and said is not None:
                return f"{item} {number} {said.thing(one.part, thing)}"
    return item
