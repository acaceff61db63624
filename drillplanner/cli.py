"""Run the program from a terminal: check a script, score logs, write reports, demonstrate.

Exit status: 0 done, 1 the input was refused, 2 wrong usage (docs/formats.md, section 3).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import Fault, FileRefused, StoreFault, UserError
from drillplanner.base.texts import Text, _, ngettext

if TYPE_CHECKING:
    from drillplanner.base.translator import Language
    from drillplanner.exchange.time_reader.dial import Dial
    from drillplanner.plan.model import Script
    from drillplanner.review.observation import Log
    from drillplanner.services.exchange.pack_joining import Examined
    from drillplanner.services.review.merging.inputs import Inputs
    from drillplanner.terms.papers import Form, Format, PaperOrder, Secret

_DONE, _REFUSED, _MISUSED = 0, 1, 2
#: Largest template that is read, in bytes.
_MOST_TEMPLATE = 50_000_000
#: Files that a paper is written as, by the ending of their names.
_SUFFIXES = ("pdf", "docx", "xlsx", "png")
#: What a shell expects of a program that Ctrl+C stopped.
_INTERRUPTED = 130


class WrongUsage(UserError):
    """Options that do not go together, which is seen only once files are looked at."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; messages go to standard error."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    voice = Voice(system_language())
    _prepare_streams()
    try:
        options = _parser(voice).parse_args(arguments)
    except SystemExit as ending:
        return int(ending.code or 0)
    run: Callable[[argparse.Namespace, Voice], int] = options.run
    try:
        status = run(options, voice)
        _put("")
    except FileRefused as refused:
        voice.complain(refused.text)
        voice.complain_of(refused.faults)
    except WrongUsage as misused:
        voice.complain(misused.text)
        return _MISUSED
    except (UserError, StoreFault) as refused:
        voice.complain(refused.text)
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        _stop_writing()
    except KeyboardInterrupt:
        voice.complain(_("Stopped."))
        return _INTERRUPTED
    except MemoryError:
        voice.complain(
            _("There is not enough memory for this; close other programs, or give it less.")
        )
    else:
        return status
    return _REFUSED


class Voice:
    """Speak to the terminal in one language: results to standard output, the rest to error."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language

    @property
    def language(self) -> Language:
        """The terminal's language."""
        return self._language

    def say(self, text: Text) -> str:
        """Give a message in the terminal's language."""
        if self.language == "en":
            return str(text)
        from drillplanner.base.translator import translator

        return translator(self.language).say(text)

    def tell(self, text: Text | str) -> None:
        """Write a line of the result."""
        _put(f"{text if isinstance(text, str) else self.say(text)}\n")

    def tell_json(self, value: Mapping[str, Any]) -> None:
        """Write the one JSON object of a result, in ASCII whatever the console's encoding is."""
        _put(json.dumps(value, allow_nan=False, indent=2) + "\n")

    def complain(self, text: Text | str) -> None:
        """Write a line about what went wrong."""
        with contextlib.suppress(OSError):  # nowhere left to say it
            sys.stderr.write(f"{text if isinstance(text, str) else self.say(text)}\n")

    def complain_of(self, faults: Iterable[Fault]) -> None:
        """Write a line for every fault of a file."""
        for fault in faults:
            self.complain(f"  {self.line(fault)}")

    def say_readings(self, log: Log) -> None:
        """Say how the times of each source were read, before they count, and what is doubtful."""
        for one in log.readings:
            self.complain(
                ngettext(
                    "{source}: {count} time read as {dial} ({form}): {first}",
                    "{source}: {count} times read as {dial} ({form}): {first} … {last}",
                    one.rows,
                    source=one.source,
                    dial=one.dial,
                    form=one.form,
                    first=one.first,
                    last=one.last,
                )
            )
        for warning in log.warnings:
            self.complain(_("warning: {line}", line=self.line(warning)))

    def say_pack(self, found: Examined) -> None:
        """Say what a log pack is found to be, before it counts."""
        from drillplanner.cli_packs import pack_lines

        for line in pack_lines(found):
            self.complain(line)

    def line(self, fault: Fault) -> str:
        """Say where a fault is and what it is."""
        from drillplanner.base.locations import fault_said

        return self.say(fault_said(fault))


def system_language() -> Language:
    """Choose the language of messages: Chinese where the system speaks it, else English."""
    import locale

    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh_CN" if os.environ[name].lower().startswith("zh") else "en"
    spoken = (locale.getlocale()[0] or "").lower()
    return "zh_CN" if spoken.startswith(("zh", "chinese")) else "en"


def _parser(voice: Voice) -> argparse.ArgumentParser:
    from drillplanner import __version__

    parser = argparse.ArgumentParser(
        prog="drillplanner",
        description=voice.say(
            _("Plan emergency drills at schools, score their logs and report what was measured.")
        ),
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser(
        "demo", help=voice.say(_("play one drill of each kind and report it"))
    )
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.add_argument("--lang", choices=("zh_CN", "en"))
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help=voice.say(_("check a script")))
    check.add_argument("script", type=Path, metavar="SCRIPT")
    check.add_argument("--json", action="store_true", help=voice.say(_("write one JSON object")))
    check.set_defaults(run=_check)

    score = commands.add_parser("score", help=voice.say(_("score logs against a script")))
    _add_inputs(score, voice)
    score.add_argument("--json", action="store_true", help=voice.say(_("write one JSON object")))
    score.add_argument(
        "--chain", action="store_true", help=voice.say(_("the 1-3-5 chain with its margins"))
    )
    score.set_defaults(run=_score)

    report = commands.add_parser(
        "report", help=voice.say(_("write the evaluation report or another paper of a drill"))
    )
    _add_inputs(report, voice)
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    report.add_argument("--lang", choices=("zh_CN", "en"), required=True)
    report.add_argument(
        "--form",
        choices=("evaluation", "scorecard", "remarks", "circular", "actions", "aar", "notice"),
        help=voice.say(
            _(
                "which paper: the evaluation report, the scorecard on one page, remarks on the "
                "spot, the circular, the list of corrective actions, the after-action report or "
                "the notice to parents"
            )
        ),
    )
    report.add_argument(
        "--format",
        choices=_SUFFIXES,
        help=voice.say(_("what kind of file; else as its name ends, else PDF")),
    )
    report.add_argument(
        "--redact",
        type=_secrets,
        metavar="WHAT",
        help=voice.say(
            _(
                "what is taken out: names, posts, tactics, photos, with commas between; all or "
                "none. Out of a picture all is taken unless this says otherwise"
            )
        ),
    )
    report.add_argument(
        "--template",
        type=Path,
        metavar="T.docx",
        help=voice.say(_("fill this document, whose tags stand in double braces")),
    )
    report.add_argument(
        "--protect",
        nargs="?",
        const="",
        metavar="FILE",
        help=voice.say(
            _("let the PDF open with a password alone: the first line of FILE, else asked for")
        ),
    )
    report.add_argument(
        "--page", action="store_true", help=voice.say(_("write the scorecard alone, on one page"))
    )
    report.add_argument(
        "--blanks", action="store_true", help=voice.say(_("print room to write in by hand"))
    )
    report.add_argument(
        "--tick-form",
        action="store_true",
        help=voice.say(_("add the evaluation form to be ticked")),
    )
    report.set_defaults(run=_report)

    _add_tables(commands, voice)
    from drillplanner import (
        cli_correct,
        cli_evaluation,
        cli_export,
        cli_hub,
        cli_packs,
        cli_planning,
        cli_registers,
        cli_results,
        cli_workspace,
    )

    cli_hub.add_commands(commands, voice.say)
    cli_packs.add_commands(commands, voice.say, lambda given: _add_inputs(given, voice), _inputs)
    cli_planning.add_commands(commands, voice.say)
    cli_export.add_commands(commands, voice.say)
    cli_results.add_commands(commands, voice.say)
    cli_evaluation.add_commands(commands, voice.say)
    cli_correct.add_commands(commands, voice.say)
    cli_workspace.add_commands(commands, voice.say)
    cli_registers.add_commands(commands, voice.say)
    return parser


def _add_tables(commands: Any, voice: Voice) -> None:
    """Add the commands that bring tables in and logs out."""
    taken = commands.add_parser(
        "import-log", help=voice.say(_("make a log of a table of another program"))
    )
    taken.add_argument("table", type=Path, metavar="TABLE")
    taken.add_argument("--script", type=Path, metavar="SCRIPT")
    taken.add_argument("--map", type=Path, metavar="MAP.json")
    taken.add_argument(
        "--write-map",
        type=Path,
        metavar="MAP.json",
        help=voice.say(_("write what is proposed to a file, to be looked at and changed")),
    )
    taken.add_argument("--sheet", metavar="NAME")
    taken.add_argument(
        "--dry-run", action="store_true", help=voice.say(_("say what would be read, write no log"))
    )
    taken.add_argument(
        "--errors",
        type=Path,
        metavar="OUT.xlsx",
        help=voice.say(_("give the table back with a column that says what is wrong")),
    )
    taken.add_argument("-o", "--output", type=Path, metavar="LOG.csv")
    _add_dial(taken, voice)
    taken.set_defaults(run=_import_log)

    given = commands.add_parser(
        "export-log", help=voice.say(_("write a log, or a log pack, as one table"))
    )
    given.add_argument("--script", type=Path, metavar="SCRIPT")
    given.add_argument("--log", type=Path, action="append", required=True, metavar="LOG")
    given.add_argument("--drill", metavar="ID")
    given.add_argument("--round", type=int, metavar="NUMBER")
    given.add_argument("-o", "--output", type=Path, required=True, metavar="LOG.csv")
    _add_dial(given, voice)
    given.set_defaults(run=_export_log)


def _add_inputs(parser: argparse.ArgumentParser, voice: Voice) -> None:
    parser.add_argument(
        "--script",
        type=Path,
        metavar="SCRIPT",
        help=voice.say(_("needed with tables; a log pack brings its own")),
    )
    parser.add_argument(
        "--log", type=Path, action="append", required=True, metavar="LOG.csv|PACK.drillpack"
    )
    parser.add_argument("--ratings", type=Path, metavar="R.csv")
    parser.add_argument("--round", type=int, metavar="NUMBER", help=voice.say(_("of log packs")))
    parser.add_argument(
        "--accept",
        action="store_true",
        help=voice.say(_("take what is sound in packs that a person should look at first")),
    )
    _add_dial(parser, voice)


def _add_dial(parser: argparse.ArgumentParser, voice: Voice) -> None:
    parser.add_argument(
        "--dial",
        type=_dial,
        action="append",
        default=[],
        metavar="SOURCE=DIAL",
        help=voice.say(
            _(
                "what the figures of a source are: clock, stopwatch, hhmm, mmss, hmmss, seconds, "
                "day_fraction or serial"
            )
        ),
    )


def _dial(text: str) -> tuple[str, Dial]:
    """Read SOURCE=DIAL."""
    from drillplanner.exchange.fault_list import CellFault
    from drillplanner.exchange.plain_words import name_in
    from drillplanner.exchange.time_reader.dial import dial_in

    source, equals, word = text.rpartition("=")
    try:
        dial = dial_in(word)
        if not equals or dial is None:
            raise argparse.ArgumentTypeError(f"{text}: SOURCE=DIAL")
        return name_in(source), dial
    except CellFault as fault:
        raise argparse.ArgumentTypeError(str(fault.text)) from fault


def _check(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.parser.reading import examine_file

    examined = examine_file(options.script)
    if options.json:
        voice.tell_json(
            {
                "ok": not examined.faults,
                "faults": [_fault_json(fault, voice) for fault in examined.faults],
                "warnings": [_fault_json(warning, voice) for warning in examined.warnings],
                "soundness": list(_soundness_json(examined.script, voice)),
            }
        )
        return _REFUSED if examined.faults else _DONE
    file = str(options.script)
    if examined.faults:
        voice.complain(_("{file} was refused; fix these and check it again:", file=file))
        voice.complain_of(examined.faults)
    else:
        voice.tell(_("{file}: no errors.", file=file))
    for warning in examined.warnings:
        voice.tell(_("warning: {line}", line=voice.line(warning)))
    for one in _soundness_json(examined.script, voice):
        if one["weight"] == "warning":
            voice.tell(_("warning: {line}", line=f"{one['path']}: {one['text']}"))
    return _REFUSED if examined.faults else _DONE


def _soundness_json(script: Script | None, voice: Voice) -> Iterator[dict[str, Any]]:
    """Give what a planner should think over besides, each with its code and its mend."""
    if script is None:
        return
    from drillplanner.plan.parser.json_path import json_path
    from drillplanner.plan.soundness.look_over import look_over

    for one in look_over(script):
        yield {
            "code": one.code,
            "weight": one.weight,
            "path": json_path(one.where),
            "text": voice.say(one.text),
            "mend": voice.say(one.remedy.words) if one.remedy is not None else None,
        }


def _score(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.exchange.scorecard_json import scorecard_json
    from drillplanner.services.review.table_review import score_files

    review = score_files(_inputs(options), voice)
    if options.json:
        told = scorecard_json(review.card, review.script)
        if options.chain:
            from drillplanner.review.points.chain import chain
            from drillplanner.services.review.evaluation.chain_view import chain_json

            told["chain"] = chain_json(chain(review.script, review.card))
        voice.tell_json(told)
        return _DONE
    if options.chain:
        from drillplanner.services.review.evaluation.chain_view import chain_lines

        for line in chain_lines(review.script, review.card):
            voice.tell(line)
        return _DONE
    from drillplanner.report.summary import summary

    for line in summary(review.script, review.card):
        voice.tell(line)
    return _DONE


def _report(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.review.table_review import report_files

    report_files(
        _inputs(options),
        options.output,
        options.lang,
        voice,
        order=_protected(_order(options), options, voice),
        has_blanks=options.blanks,
        has_form=options.tick_form,
    )
    voice.tell(_("The report is in {file}.", file=str(options.output)))
    return _DONE


def _order(options: argparse.Namespace) -> PaperOrder:
    from drillplanner.terms.papers import FORMATS, PaperOrder

    if options.page and options.form not in (None, "scorecard"):
        raise WrongUsage(_("--page is --form scorecard; name one form."))
    form: Form = "scorecard" if options.page else options.form or "evaluation"
    ending = options.output.suffix.lower().removeprefix(".")
    named: Format = next((one for one in FORMATS if one == ending), "pdf")
    format_: Format = options.format or named
    if options.template is None:
        return PaperOrder(form, format_, options.redact)
    if options.form or options.page or format_ not in ("pdf", "docx") or options.format == "pdf":
        raise WrongUsage(_("A template is filled as a Word document; name no other form."))
    from drillplanner.exchange.text_file import Unreadable, bytes_of

    too_large = _("The template is larger than {most} MB.", most=_MOST_TEMPLATE // 1_000_000)
    try:
        template = bytes_of(options.template, _MOST_TEMPLATE, too_large)
    except Unreadable as error:
        name = str(options.template)
        raise FileRefused(
            _("{file} cannot be read.", file=name), [Fault(name, error.text)]
        ) from error
    return PaperOrder(form, "docx", options.redact, template)


def _protected(order: PaperOrder, options: argparse.Namespace, voice: Voice) -> PaperOrder:
    """Take the password of a PDF, where one is wanted."""
    from dataclasses import replace

    from drillplanner.cli_password import new_password

    if options.protect is None:
        return order
    if order.format != "pdf":
        raise UserError(_("Only a PDF takes a password; choose PDF, or leave it out."))
    file = Path(options.protect) if options.protect else None
    return replace(order, password=new_password(file, voice, "--protect FILE"))


def _secrets(text: str) -> frozenset[Secret]:
    """Read what is to be taken out."""
    from drillplanner.terms.papers import SECRETS

    words = [word.strip() for word in text.split(",") if word.strip()]
    if words == ["all"]:
        return frozenset(SECRETS)
    if words == ["none"]:
        return frozenset()
    known = frozenset(one for one in SECRETS if one in words)
    if len(known) != len(words) or not words:
        raise argparse.ArgumentTypeError(f"{text}: all, none, {', '.join(SECRETS)}")
    return known


def _import_log(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.parser.reading import read_script
    from drillplanner.services.exchange import table_import as importing

    script = read_script(options.script) if options.script else None
    draft, table_map = importing.import_file(
        importing.ImportOrder(options.table, script, options.map, options.sheet)
    )
    if options.write_map:
        importing.save_map(table_map or draft.proposed.table_map, options.write_map)
        voice.tell(_("The mapping is in {file}.", file=str(options.write_map)))
    if options.map is None:
        for line in importing.proposal_lines(draft):
            voice.complain(line)
    if table_map is None:
        if options.write_map:
            return _DONE
        raise UserError(importing.NOTHING_APPLIED)
    if not (options.output or options.dry_run or options.write_map):
        raise UserError(_("Say with -o where the log is to be written, or --dry-run."))
    tried = importing.try_map(draft, table_map, _dials(options))
    for line in importing.passed_over_lines(draft, tried):
        voice.complain(line)
    if tried.checked.log is None:
        if options.errors:
            importing.write_errors(draft, tried, options.errors, voice.say)
            voice.complain(
                _("The table with what is wrong in it is in {file}.", file=str(options.errors))
            )
        raise importing.refusal(draft, tried)
    voice.say_readings(tried.checked.log)
    if options.output and not options.dry_run:
        importing.write_table(draft, tried, options.output)
        voice.tell(_("The log is in {file}.", file=str(options.output)))
    return _DONE


def _export_log(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.exchange.log_export import ExportOrder, export_log

    order = ExportOrder(
        tuple(options.log), options.script, options.drill, options.round, _dials(options)
    )
    written = export_log(order, options.output)
    voice.say_readings(written.log)
    voice.tell(_("The log is in {file}.", file=str(options.output)))
    for words in written.left_out:
        voice.tell(words)
    return _DONE


def _inputs(options: argparse.Namespace) -> Inputs:
    from drillplanner.services.review.merging.inputs import Inputs, is_pack

    if options.script is None and not any(is_pack(path) for path in options.log):
        raise WrongUsage(_("Give the script of these tables with --script."))
    return Inputs(
        options.script,
        tuple(options.log),
        options.ratings,
        _dials(options),
        accepts=options.accept,
        round=options.round,
    )


def _dials(options: argparse.Namespace) -> dict[str, Dial]:
    dials: dict[str, Dial] = {}
    for source, dial in options.dial:
        if dials.setdefault(source, dial) != dial:
            raise UserError(
                _("--dial names two dials for {source}; keep one of them.", source=source)
            )
    return dials


def _demo(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.demonstration import demonstrate

    languages: tuple[Language, ...] = (options.lang,) if options.lang else ("zh_CN", "en")
    for written in demonstrate(options.out, languages):
        voice.tell(str(written))
    voice.tell(_("The demonstration is in {folder}.", folder=str(options.out)))
    return _DONE


def _fault_json(fault: Fault, voice: Voice) -> dict[str, Any]:
    return {"path": fault.path, "line": fault.line, "text": voice.say(fault.text)}


def _put(words: str) -> None:
    """Write to standard output and bring it out, so that what fails is said in our words."""
    try:
        sys.stdout.write(words)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _stop_writing()
        raise StoreFault(
            _(
                "The output could not be written: {reason}. Send it elsewhere.",
                reason=error.strerror or type(error).__name__,
            )
        ) from error


def _stop_writing() -> None:
    """Let what is left in the buffer go nowhere when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _prepare_streams() -> None:
    """Write what a console cannot show as an escape; without a console write nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
