"""Put all that a drill leaves into one folder, with a list of its parts and of their checksums.

The folder is read years later by people and by programs that are not this one: plain names,
plain formats, and checksums that `sha256sum -c` reads too. A part that nobody gave is named as
missing, never made up.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal, TypeAlias, get_args

from drillplanner.base.errors import StoreFault, UserError
from drillplanner.base.texts import Text, _, pgettext
from drillplanner.base.translator import Language, translator
from drillplanner.exchange.tables.formula_guard import guarded
from drillplanner.exchange.tables.log_table_writer import write_log
from drillplanner.report.inputs import ReportInputs
from drillplanner.services.exchange.packs import Packs
from drillplanner.services.review.photos.album import photo_lines, with_photos
from drillplanner.services.review.review_session import review_drill
from drillplanner.services.review.reviews import Reviews
from drillplanner.terms.papers import Format, PaperOrder

#: Makes a paper of the drill that is archived.
Make: TypeAlias = Callable[[PaperOrder], bytes]

#: The parts in the order of the folder; who archives brings those of `BROUGHT`.
Part: TypeAlias = Literal[
    "plan", "script", "sign_in", "safety", "records", "ratings", "photos", "report", "actions",
]  # fmt: skip
PARTS: Final[tuple[Part, ...]] = get_args(Part)
BROUGHT: Final[tuple[Part, ...]] = ("plan", "sign_in", "safety")

PART_WORDS: Final[Mapping[Part, Text]] = {
    "plan": pgettext("part of an archive", "plan"),
    "script": pgettext("part of an archive", "script"),
    "sign_in": pgettext("part of an archive", "sign-in sheet"),
    "safety": pgettext("part of an archive", "safety confirmation"),
    "records": pgettext("part of an archive", "raw records"),
    "ratings": pgettext("part of an archive", "evaluation sheets"),
    "photos": pgettext("part of an archive", "photos"),
    "report": pgettext("part of an archive", "report"),
    "actions": pgettext("part of an archive", "corrective actions"),
}
SUMS: Final = "SHA256SUMS"
_CONTENTS: Final = _("contents")
_BLOCK: Final = 1 << 20
#: To be signed, to be edited, to be reckoned.
_REPORTS: Final[tuple[Format, ...]] = ("pdf", "docx", "xlsx")
_LISTS: Final[tuple[Format, ...]] = ("pdf", "xlsx")


@dataclass(frozen=True, slots=True)
class Drill:
    """What is archived of a drill: its report's inputs with photos, script and log pack."""

    inputs: ReportInputs
    document: bytes
    pack: bytes


@dataclass(frozen=True, slots=True)
class Archived:
    """What came of it: the folder, and the parts that are missing."""

    folder: Path
    missing: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """How an archive stands against its list; all empty where it is as it was made."""

    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    count: int = 0

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was changed, lost or added."""
        return not (self.changed or self.missing or self.added)


def gathered(reviews: Reviews, packs: Packs, drill: str) -> Drill:
    """Read all that is archived of a drill, its last round; on the work lane."""
    review = review_drill(reviews.drill(drill))
    inputs = reviews.completed(review, review.inputs)
    inputs = with_photos(inputs, photo_lines(review), reviews.attachment)
    return Drill(inputs, review.recorded.document.encode(), packs.hand_over(drill))


def archive(
    drill: Drill,
    folder: Path,
    language: Language,
    brought: Mapping[Part, Sequence[Path]],
    make: Make,
) -> Archived:
    """Write the folder, which appears whole under its name or not at all.

    Args:
        drill: what is archived.
        folder: a new one.
        language: of the papers and of the names of files.
        brought: files of the parts that the program does not have.
        make: makes a paper of the drill; what it raises leaves nothing behind.

    Raises:
        UserError: the folder is there already, or a file cannot be read.
        StoreFault: the disk failed.
    """
    if folder.exists():
        raise UserError(_("{folder} is there already; name a new folder.", folder=str(folder)))
    say = translator(language).say
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".archive-", dir=folder.parent))
        try:
            missing = _fill(drill, beside, language, brought, make)
            _list(beside, f"00 {say(_CONTENTS)}.txt", missing, language)
            beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise StoreFault(
            _(
                "The archive could not be written: {reason}.",
                reason=error.strerror or type(error).__name__,
            )
        ) from error
    return Archived(folder, missing)


def check_archive(folder: Path) -> Checked:
    """Compare an archive with its list of checksums.

    Raises:
        UserError: there is no such list, or it is none.
    """
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("{folder} has no list of checksums ({file}).", folder=str(folder), file=SUMS)
        ) from error
    listed = dict(_listed(line) for line in lines if line.strip())
    here = {_name(path, folder): path for path in _files(folder) if path.name != SUMS}
    return Checked(
        changed=tuple(
            name for name, known in listed.items() if name in here and _sum(here[name]) != known
        ),
        missing=tuple(name for name in listed if name not in here),
        added=tuple(name for name in here if name not in listed),
        count=len(listed),
    )


# -- the parts ------------------------------------------------------------------------------------


def _fill(
    drill: Drill,
    folder: Path,
    language: Language,
    brought: Mapping[Part, Sequence[Path]],
    make: Make,
) -> tuple[Part, ...]:
    missing: list[Part] = []
    for number, part in enumerate(PARTS, 1):
        files = dict(_of(part, drill, make))
        for path in brought.get(part, ()):
            files[path.name] = _read(path)
        if not files:
            missing.append(part)
            continue
        within = folder / f"{number:02} {translator(language).say(PART_WORDS[part])}"
        within.mkdir()
        for name, data in files.items():
            (within / name).write_bytes(data)
    return tuple(missing)


def _of(part: Part, drill: Drill, make: Make) -> Iterator[tuple[str, bytes]]:
    """Give the files of a part that the program has."""
    inputs = drill.inputs
    match part:
        case "script":
            yield "script.json", drill.document
        case "records":
            yield "log.journal", drill.pack
            yield "log.csv", write_log(inputs.log, inputs.script)
        case "ratings" if inputs.ratings:
            yield "ratings.csv", _ratings(inputs)
        case "photos":
            yield from _photos(inputs)
        case "report":
            for kind in _REPORTS:
                yield f"report.{kind}", make(PaperOrder("evaluation", kind))
            yield "scorecard.pdf", make(PaperOrder("scorecard"))
        case "actions" if inputs.remedies:
            for kind in _LISTS:
                yield f"actions.{kind}", make(PaperOrder("actions", kind))


def _photos(inputs: ReportInputs) -> Iterator[tuple[str, bytes]]:
    """Give the pictures as they were drawn anew, without what the camera wrote beside them."""
    for number, photo in enumerate(inputs.photos, 1):
        if photo.picture is not None:
            yield f"{number:03} {Path(photo.name).stem[:60]}.jpg", photo.picture


def _ratings(inputs: ReportInputs) -> bytes:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(("criterion", "evaluator", "rating", "note"))
    for r in inputs.ratings:
        # As the log table has them: an evaluator's words are no formula of a spreadsheet.
        writer.writerow(map(guarded, (r.criterion, r.evaluator, r.rating, r.note)))
    return table.getvalue().encode("utf-8-sig")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(_("{file} cannot be read.", file=str(path))) from error


# -- the lists ------------------------------------------------------------------------------------


def _list(folder: Path, contents: str, missing: Sequence[Part], language: Language) -> None:
    """Write the contents in words, and the checksums of all files, the contents' too."""
    say = translator(language).say
    lines = [f"{_name(path, folder)}" for path in _files(folder)]
    if missing:
        words = "、" if language == "zh_CN" else ", "
        named = words.join(say(PART_WORDS[part]) for part in missing)
        lines += ["", say(_("Missing: {parts}", parts=named))]
    (folder / contents).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    sums = [f"{_sum(path)}  {_name(path, folder)}" for path in _files(folder)]
    (folder / SUMS).write_text("\n".join(sums) + "\n", encoding="utf-8", newline="\n")


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _listed(line: str) -> tuple[str, str]:
    known, gap, name = line.partition("  ")
    if not gap or len(known) != 2 * sha256().digest_size:
        raise UserError(_("The list of checksums cannot be read: {line}", line=line[:80]))
    return name, known
