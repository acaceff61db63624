"""The commands that print: a script in other forms, the manual (docs/formats.md, section 3)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.cli_password import Voice

if TYPE_CHECKING:
    from drillplanner.plan.model import Script
    from drillplanner.services.plan.papers import PaperOrder

_DONE = 0


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which a script can be written: its file's endings, what it is, who writes it.

    `write` gives the sentence that says what was written.
    """

    suffixes: tuple[str, ...]
    words: Text
    write: Callable[[Script, argparse.Namespace, Voice], Text]


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the command to those of the program."""
    listed = "; ".join(f"{name}: {say(form.words)}" for name, form in FORMS.items())
    export = commands.add_parser("export", help=say(_("write a script in another form")))
    export.add_argument("script", type=Path, metavar="SCRIPT")
    export.add_argument("--form", choices=tuple(FORMS), required=True, help=listed)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--lang", choices=("zh_CN", "en"))
    export.add_argument(
        "--post", action="append", default=[], metavar="ID", help=say(_("of this post alone"))
    )
    day = export.add_argument_group(say(_("of the day, for papers that say it")))
    for name in ("school", "date", "place"):
        day.add_argument(f"--{name}", default="")
    day.add_argument("--t0", default="", metavar="9:10", help=say(_("time of day of T0")))
    day.add_argument(
        "--schedule",
        type=Path,
        metavar="FILE",
        help=say(_("a line each: 8:30 muster, east gate")),
    )
    day.add_argument(
        "--cast",
        type=Path,
        metavar="FILE",
        help=say(_("a line each: name, unit, role, call sign, vehicle, phone")),
    )
    export.set_defaults(run=_export)
    manual = commands.add_parser("manual", help=say(_("print the manual as a PDF")))
    manual.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    manual.add_argument("--lang", choices=("zh_CN", "en"))
    manual.set_defaults(run=_manual)


def _export(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.parser.reading import read_script

    form = FORMS[options.form]
    if options.output.suffix.lower() not in form.suffixes:
        raise UserError(
            _(
                "{form} is written as {suffix}; give the file that ending.",
                form=options.form,
                suffix=", ".join(form.suffixes),
            )
        )
    voice.tell(form.write(read_script(options.script), options, voice))
    return _DONE


def _manual(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.services.manual import write_manual

    write_manual(options.output, options.lang or voice.language)
    voice.tell(_("Written to {file}.", file=str(options.output)))
    return _DONE


def _sheets(script: Script, options: argparse.Namespace, voice: Voice) -> Text:
    from drillplanner.services.plan.sheets import write_sheets

    language = options.lang or voice.language
    write_sheets(script, options.output, language, options.post)
    return _("The timekeepers' sheets are in {file}.", file=str(options.output))


def _paper(script: Script, options: argparse.Namespace, _voice: Voice) -> Text:
    from drillplanner.services.plan.papers import write_paper

    language = options.lang or script.language
    write_paper(options.form, _order(script, options), options.output, language)
    return _("Written to {file}.", file=str(options.output))


def _order(script: Script, options: argparse.Namespace) -> PaperOrder:
    """Say what is known of the day, as it would be typed in the window."""
    from drillplanner.plan.editing.particulars_text import read_cast, read_schedule
    from drillplanner.plan.editing.times import read_day_time
    from drillplanner.plan.particulars import Particulars
    from drillplanner.services.plan.papers import PaperOrder

    particulars = Particulars(
        options.school,
        options.date,
        options.place,
        read_schedule(_lines_of(options.schedule)),
        read_cast(_lines_of(options.cast)),
    )
    return PaperOrder(script, particulars, read_day_time(options.t0) if options.t0 else None)


def _lines_of(path: Path | None) -> str:
    from drillplanner.exchange.text_file import Unreadable, text_of

    if path is None:
        return ""
    try:
        return text_of(path)
    except Unreadable as error:
        said = _("{file} cannot be read: {why}", file=path.name, why=error.text)
        raise UserError(said) from error


#: What is printed, or edited by an office before it is.
_PRINTED = (".pdf", ".docx")
#: The forms by name; what is added here is offered at once.
FORMS: Mapping[str, Form] = {
    "script": Form((".pdf", ".docx", ".xlsx"), _("the script, printed or as a workbook"), _paper),
    "plan": Form(_PRINTED, _("the plan of the drill"), _paper),
    "drill-notice": Form(_PRINTED, _("the notice that calls units to the drill"), _paper),
    "duties": Form(_PRINTED, _("who does what, and who watches"), _paper),
    "contacts": Form(_PRINTED, _("how everybody is reached"), _paper),
    "cards": Form(_PRINTED, _("a cue card a role"), _paper),
    "narration": Form(_PRINTED, _("what the narrator reads"), _paper),
    "sign-in": Form(_PRINTED, _("the list in which everybody signs"), _paper),
    "matrix": Form(_PRINTED, _("steps against posts, and each keeper's load"), _paper),
    "sheets": Form((".pdf",), _("timekeepers' sheets, a page a post"), _sheets),
    "ratings": Form(_PRINTED, _("evaluators' sheets, a page a post"), _paper),
    "self-evaluation": Form(_PRINTED, _("the short form of those who took part"), _paper),
    "safety": Form(_PRINTED, _("the confirmation of the safety items"), _paper),
    "notice": Form(_PRINTED, _("the letter to parents"), _paper),
    "hseep": Form((".xlsx",), _("a workbook in the columns of HSEEP"), _paper),
}
