"""The commands that hand logs over, join them, and show them as one time line.

They say what the window says (docs/formats.md, section 3).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from drillplanner.base.durations import signed, time_of_day, uncertainty_shown
from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.cli_password import Voice as PasswordVoice
from drillplanner.cli_password import add_password_option

if TYPE_CHECKING:
    from drillplanner.review.observation import Log
    from drillplanner.services.exchange.pack_joining import Examined
    from drillplanner.services.exchange.packs import Written
    from drillplanner.services.review.merging.inputs import Inputs
    from drillplanner.services.review.merging.time_line import SourceLine, TimeLine

_DONE = 0


class Voice(PasswordVoice, Protocol):
    """What a command says, and in which language."""

    def say_readings(self, log: Log) -> None:
        """Say how the times of each source were read."""
        ...

    def say_pack(self, found: Examined) -> None:
        """Say what a log pack is found to be."""
        ...


#: Adds what `score` and `report` are given to a command too, and reads it.
AddInputs = Callable[[argparse.ArgumentParser], None]
ReadInputs = Callable[[argparse.Namespace], "Inputs"]


def add_commands(
    commands: Any, say: Callable[[Text], str], add_inputs: AddInputs, read_inputs: ReadInputs
) -> None:
    """Add the commands of packs to those of the program."""
    pack = commands.add_parser("pack", help=say(_("write a drill of the workspace as a log pack")))
    pack.add_argument("drill", metavar="DRILL", nargs="?", help=say(_("the drill's ID or title")))
    pack.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    pack.add_argument(
        "--without-names", action="store_true", help=say(_("leave the names of persons out"))
    )
    pack.add_argument(
        "--station", metavar="POST", help=say(_("hand this post what it has to see, locked"))
    )
    pack.add_argument(
        "--practice", action="store_true", help=say(_("for a post: of invented events"))
    )
    pack.add_argument(
        "--program",
        type=Path,
        metavar="FILE.zip",
        help=say(_("for a post: put this portable program into the folder of -o as well")),
    )
    pack.add_argument(
        "--codes",
        action="store_true",
        help=say(_("as numbered QR codes, a picture each, into the folder of -o")),
    )
    pack.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.drillpack")
    add_password_option(pack, say)
    pack.set_defaults(run=_pack)

    merge = commands.add_parser("merge", help=say(_("join log packs of one drill into one")))
    merge.add_argument("packs", type=Path, nargs="+", metavar="PACK")
    _add_accept(merge, say)
    merge.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    merge.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.drillpack")
    merge.set_defaults(run=_merge)

    ties = commands.add_parser("ties", help=say(_("show how the clocks of the sources are tied")))
    add_inputs(ties)
    ties.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    ties.set_defaults(run=_ties, inputs=read_inputs)

    board = commands.add_parser(
        "board", help=say(_("show what stations that share a folder have logged so far"))
    )
    board.add_argument("folder", type=Path, metavar="FOLDER")
    board.add_argument("drill", metavar="DRILL", nargs="?", help=say(_("the drill's ID or title")))
    board.add_argument("--workspace", type=Path, metavar="WORKSPACE")
    board.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    add_password_option(board, say)
    board.set_defaults(run=_board)

    clock = commands.add_parser(
        "clock", help=say(_("tie a camera's clock by its pictures of the time page"))
    )
    clock.add_argument("pictures", type=Path, nargs="+", metavar="PICTURE")
    clock.add_argument(
        "--source", required=True, metavar="NAME", help=say(_("what the camera is called"))
    )
    clock.add_argument(
        "--fps",
        type=float,
        metavar="N",
        help=say(_("frames of a video: how many a second has; names end in their number")),
    )
    clock.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.csv")
    clock.set_defaults(run=_clock)

    line = commands.add_parser(
        "timeline", help=say(_("show what all sources saw on one time line"))
    )
    add_inputs(line)
    line.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    line.set_defaults(run=_timeline, inputs=read_inputs)


def _add_accept(parser: argparse.ArgumentParser, say: Callable[[Text], str]) -> None:
    parser.add_argument(
        "--accept",
        action="store_true",
        help=say(_("take what is sound in packs that a person should look at first")),
    )


def pack_lines(found: Examined) -> Iterable[Text]:
    """Say what a pack is found to be, in lines."""
    from drillplanner.terms.pack_words import PACK_VERDICTS

    verdict = PACK_VERDICTS[found.verdict][1]
    yield _("{file}: {verdict}", file=found.name, verdict=verdict)
    for text in (*found.doubts, *found.notes):
        yield _("  {words}", words=text)


def _pack(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.cli_workspace import unlocked_services

    with unlocked_services(options, voice) as services:
        drill = services.packs.meant(options.drill)
        if options.station:
            path = services.stations.write_one(
                drill, options.station, options.output, voice.language,
                is_practice=options.practice,
            )  # fmt: skip
            key = services.packs.spoken_key()
            if options.program is not None:
                put = services.stations.put_program(options.program, path.parent)
                voice.tell(
                    _(
                        "The portable program is in {folder}: {files} files, read back.",
                        folder=str(put.folder),
                        files=put.files,
                    )
                )
            voice.tell(
                _(
                    "Written and read back: {file}, key of this laptop {key}.",
                    file=str(path),
                    key=key,
                )
            )
            return _DONE
        if options.codes:
            return _draw(services.packs.codes(drill), options.output, voice)
        written = services.packs.write(drill, options.output, with_names=not options.without_names)
    _tell_written(written, voice)
    return _DONE


def _draw(texts: Sequence[str], folder: Path, voice: Voice) -> int:
    """Draw QR codes as pictures; `merge` reads them back, in any order."""
    from drillplanner.services.exchange.written_files import draw_codes

    for path in draw_codes(texts, folder):
        voice.tell(str(path))
    return _DONE


def _tell_written(written: Written, voice: Voice) -> None:
    from drillplanner.terms.pack_words import WHAT_SIGNATURES_DO_NOT_SHOW, written_said

    voice.tell(written_said(str(written.path), written.entries, written.check_code, written.key))
    voice.complain(WHAT_SIGNATURES_DO_NOT_SHOW)


def _merge(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base.private_files import data_folder
    from drillplanner.bootstrap import Paths
    from drillplanner.exchange.pack.keys import LaptopKey
    from drillplanner.services.exchange.packs import write_back
    from drillplanner.services.review.merging.inputs import join_all, passing_workspace

    target: Path = options.output
    if any(target.exists() and path.exists() and target.samefile(path) for path in options.packs):
        raise UserError(
            _("{file} is the table that is read; give the log another name.", file=str(target))
        )
    found: list[Examined] = []

    def heard(one: Examined) -> None:
        found.append(one)
        voice.say_pack(one)

    with passing_workspace() as workspace:
        drill = join_all(workspace, options.packs, accepts=options.accept, said=heard)
        key = LaptopKey.of_file(Paths.within(data_folder()).key)
        written = write_back(workspace, drill, key, target)
    if options.json:
        voice.tell_json(
            {
                "output": str(written.path),
                "drill": drill,
                "entries": written.entries,
                "check_code": written.check_code,
                "packs": [_pack_json(one, voice) for one in found],
            }
        )
    else:
        _tell_written(written, voice)
    return _DONE


def _pack_json(found: Examined, voice: Voice) -> dict[str, Any]:
    return {
        "file": found.name,
        "verdict": found.verdict,
        "drill": found.drill or None,
        "sources": list(found.sources),
        "entries": found.entries,
        "new": found.new,
        "doubts": [voice.say(text) for text in found.doubts],
        "notes": [voice.say(text) for text in found.notes],
    }


def _board(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base.translator import translator
    from drillplanner.cli_workspace import unlocked_services
    from drillplanner.services.exchange.shared_folder import read_folder
    from drillplanner.services.review.merging.board_view import board_json, board_lines

    say = translator(voice.language).say
    with unlocked_services(options, voice) as services:
        dropped = read_folder(options.folder)
        board = services.board.look(services.packs.meant(options.drill), dropped)
    if options.json:
        voice.tell_json(board_json(board, say))
        return _DONE
    for line in board_lines(board, say):
        voice.tell(line)
    return _DONE


def _clock(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.base.atomic_file import write_durably
    from drillplanner.exchange.time_codes import read_frames
    from drillplanner.services.review.merging.filmed_clock import filmed_said, tie_by_frames

    if any(options.output.exists() and options.output.samefile(one) for one in options.pictures
           if one.exists()):  # fmt: skip
        raise UserError(_("{file} is a picture; give the table another name.",
                          file=str(options.output)))  # fmt: skip
    tie = tie_by_frames(read_frames(options.pictures), options.source, fps=options.fps)
    write_durably(options.output, tie.table.text.encode())
    for text in filmed_said(tie):
        voice.tell(text)
    voice.tell(str(options.output))
    return _DONE


def _lined_up(options: argparse.Namespace, voice: Voice) -> TimeLine:
    from drillplanner.report.subject import Subject
    from drillplanner.services.review.merging.time_line import time_line, time_line_of
    from drillplanner.services.review.table_review import score_files

    review = score_files(options.inputs(options), voice)
    packed = review.packed
    if packed is None:
        return time_line_of(review.script, review.log)
    of_round = [one for one in packed.recorded.entries if one.entry.round == packed.round]
    return time_line(Subject(packed.inputs), of_round)


def _ties(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.review.merging.time_line_json import source_json, time_line_json

    line = _lined_up(options, voice)
    if options.json:
        voice.tell_json(
            {
                "clock": line.clock,
                "sources": [source_json(one) for one in line.sources],
                "ties": time_line_json(line)["ties"],
            }
        )
        return _DONE
    for one in line.sources:
        voice.tell(source_said(one))
    return _DONE


def source_said(one: SourceLine) -> Text:
    """Say in one line how a source's clock stands to the drill's."""
    entries = ngettext("{count} entry", "{count} entries", one.entries)
    match one.standing:
        case "drill_clock":
            return _("{source}: the drill's clock; {entries}", source=one.source, entries=entries)
        case "no_clock":
            return _("{source}: no time of its own; {entries}", source=one.source, entries=entries)
        case "untied":
            return _(
                "{source}: not tied to the drill's clock; one mark that both press would give "
                "U = {more} s; {entries}",
                source=one.source,
                more=_seconds(one.one_more_s),
                entries=entries,
            )
    return _(
        "{source}: {offset} s to be added, U = {u} s, with one more mark {more} s; drift {drift}; "
        "{entries}",
        source=one.source,
        offset=signed(one.offset_s or 0, 2),
        u=_seconds(one.expanded_s),
        more=_seconds(one.one_more_s),
        drift=_("not known") if one.drift_ppm is None else f"{signed(one.drift_ppm, 0)} ppm",
        entries=entries,
    )


def _seconds(value: float | None) -> str:
    return "–" if value is None else uncertainty_shown(value)[0]


def _timeline(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.review.merging.time_line_json import time_line_json

    line = _lined_up(options, voice)
    if options.json:
        voice.tell_json(time_line_json(line))
        return _DONE
    for point in line.points:
        place = point.step if point.unit is None else f"{point.step}/{point.unit}"
        at = "–" if point.at_s is None else voice.say(time_of_day(point.at_s, 1))
        u = "" if point.u_s is None else f" ± {uncertainty_shown(2 * point.u_s)[0]} s"
        voice.tell(f"{at}{u}  {place}  {', '.join(point.sources)}")
    return _DONE
