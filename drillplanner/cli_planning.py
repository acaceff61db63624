"""The commands of the planner's desk (docs/formats.md, section 3)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.cli_password import Voice

if TYPE_CHECKING:
    from drillplanner.plan.comparing.difference import Difference

_DONE = 0
#: What packs are called; kinds and levels are read when one is asked for.
_PACKS = "violence-small, violence-full, terror-small, terror-full, ramming-small, ramming-full"


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of planning to those of the program."""
    differ = commands.add_parser("diff", help=say(_("tell what is different between two scripts")))
    differ.add_argument("before", type=Path, metavar="A")
    differ.add_argument("after", type=Path, metavar="B")
    differ.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    differ.set_defaults(run=_diff)

    new = commands.add_parser("new", help=say(_("make a script from a pack of the library")))
    new.add_argument(
        "--pack",
        required=True,
        metavar="KIND-LEVEL",
        help=_PACKS,
    )
    new.add_argument(
        "--nature",
        choices=("rehearsal", "formal", "no_notice", "double_blind"),
        default="formal",
    )
    new.add_argument(
        "--ring",
        type=int,
        choices=(60, 180, 300),
        default=300,
        help=say(_("seconds in which the police station is there")),
    )
    new.add_argument("--floors", type=int, default=4)
    new.add_argument("--pupils", type=int, default=0)
    for name in ("title", "school", "county"):
        new.add_argument(f"--{name}", default="")
    new.add_argument("-o", "--output", type=Path, required=True, metavar="SCRIPT.json")
    new.set_defaults(run=_new)

    outlook = commands.add_parser(
        "feasibility", help=say(_("play a plan many times: how often is each target met?"))
    )
    outlook.add_argument("script", type=Path, metavar="SCRIPT")
    outlook.add_argument("--samples", type=int, default=100_000)
    outlook.add_argument("--seed", type=int, default=20_261_130)
    outlook.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    outlook.set_defaults(run=_feasibility)

    taken = commands.add_parser("import", help=say(_("make a script of a table")))
    taken.add_argument("table", type=Path, metavar="TABLE")
    taken.add_argument("--map", type=Path, metavar="MAP.json")
    taken.add_argument(
        "--write-map",
        type=Path,
        metavar="MAP.json",
        help=say(_("write what is proposed to a file, to be looked at and changed")),
    )
    taken.add_argument("--sheet", metavar="NAME")
    taken.add_argument(
        "--into", type=Path, metavar="SCRIPT", help=say(_("add the rows to this script's steps"))
    )
    taken.add_argument("--title", default="", metavar="TITLE")
    taken.add_argument("--kind", choices=("anti_violence", "anti_terror", "anti_ramming", "other"))
    taken.add_argument("--lang", choices=("zh_CN", "en"))
    taken.add_argument(
        "--errors",
        type=Path,
        metavar="OUT.xlsx",
        help=say(_("give the table back with a column that says what is wrong")),
    )
    taken.add_argument("-o", "--output", type=Path, metavar="SCRIPT.json")
    taken.set_defaults(run=_import)


def _diff(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.comparing.difference import compare
    from drillplanner.plan.parser.reading import read_script

    before, after = read_script(options.before), read_script(options.after)
    difference = compare(before, after, voice.language)
    if options.json:
        voice.tell_json(_difference_json(difference))
        return _DONE
    from drillplanner.base.translator import translator
    from drillplanner.terms.difference_words import difference_lines, limit_said

    say = translator(voice.language).say
    if difference.is_empty:
        voice.tell(_("Both scripts say the same."))
    for depth, said, old, new in difference_lines(difference):
        line = f"{'  ' * depth}{say(said)}"
        voice.tell(f"{line}: {old} → {new}" if old or new else line)
    limits = [limit for limit in difference.limits if limit.is_changed]
    if limits:
        voice.tell(_("Limits, before and after:"))
    for limit in limits:
        sides = (
            f"{say(limit_said(limit, is_before=is_before))} ({source or '—'})"
            for is_before, source in ((True, limit.source_before), (False, limit.source_after))
        )
        voice.tell(f"  {limit.said}: {' → '.join(sides)}")
    return _DONE


def _import(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.editing.draft import Draft
    from drillplanner.plan.parser.reading import read_script
    from drillplanner.services.plan import script_import as importing

    onto = Draft(read_script(options.into)) if options.into else None
    order = importing.ImportOrder(
        options.sheet,
        None,
        options.lang or voice.language,
        options.kind or "other",
        options.title,
        onto,
    )
    if options.write_map:
        importing.save_map(options.table, options.sheet, options.write_map)
        voice.tell(_("The mapping is in {file}.", file=str(options.write_map)))
        if not options.output:
            return _DONE
    imported = importing.import_file(options.table, order, options.map)
    for meaning in imported.meanings:
        voice.complain(_("column {name}: {column}", name=meaning.heading, column=meaning.column))
    for text in imported.said:
        voice.complain(text)
    if imported.faults:
        if options.errors:
            importing.write_errors(imported, options.errors, voice.say)
            voice.complain(
                _("The table with what is wrong in it is in {file}.", file=str(options.errors))
            )
        raise importing.refusal(imported)
    if options.output:
        from drillplanner.services.plan.drafts import write_script

        write_script(imported.draft, options.output)
        voice.tell(_("The script is in {file}.", file=str(options.output)))
    else:
        raise UserError(_("Say with -o where the script is to be written."))
    return _DONE


def _new(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.editing.draft import Draft
    from drillplanner.plan.library.packs import KINDS, LEVELS, Wish, build
    from drillplanner.services.plan.drafts import write_script
    from drillplanner.services.plan.scripts import own_id

    packs = {
        f"{kind.removeprefix('anti_')}-{level}": (kind, level) for kind in KINDS for level in LEVELS
    }
    if options.pack not in packs:
        raise UserError(
            _(
                "There is no pack {pack}; there are {packs}.",
                pack=options.pack,
                packs=", ".join(packs),
            )
        )
    kind, level = packs[options.pack]
    wish = Wish(
        kind,
        level,
        options.nature,
        options.ring,
        max(1, options.floors),
        max(0, options.pupils),
        options.title,
        options.school,
        options.county,
    )
    write_script(Draft(build(wish, own_id(options.pack))), options.output)
    voice.tell(_("The script is in {file}.", file=str(options.output)))
    return _DONE


#: Runs that `feasibility` plays at least and at most.
_FEWEST, _MOST = 100, 1_000_000


def _feasibility(options: argparse.Namespace, voice: Voice) -> int:
    from drillplanner.plan.outlook.runs import outlook
    from drillplanner.plan.parser.reading import read_script

    if not _FEWEST <= options.samples <= _MOST or options.seed < 0:
        raise UserError(
            _("Give from {least} to {most} samples, and a seed from 0 up.",
              least=str(_FEWEST), most=str(_MOST))
        )  # fmt: skip
    script = read_script(options.script)
    found = outlook(script, options.samples, options.seed)
    if options.json:
        voice.tell_json(
            {
                "samples": found.samples,
                "seed": found.seed,
                "steps": found.steps,
                "steps_with_range": found.ranged,
                "targets": [
                    {
                        "id": one.id,
                        "met": one.met,
                        "p50_s": one.p50_s,
                        "p90_s": one.p90_s,
                        "deciding_step": one.deciding,
                        "deciding_share": one.deciding_share if one.deciding else None,
                    }
                    for one in found.targets
                ],
            }
        )
        return _DONE
    from drillplanner.base.translator import translator
    from drillplanner.terms.phrases import Names

    names, say = Names(script), translator(voice.language).say
    voice.tell(
        _(
            "Projected from typed ranges, not measured: {samples} runs, seed {seed}; {ranged} of "
            "{steps} steps have a range, the others come as planned.",
            samples=str(found.samples),
            seed=str(found.seed),
            ranged=str(found.ranged),
            steps=str(found.steps),
        )
    )
    for one in found.targets:
        if one.met is None:
            continue
        line = _(
            "{target}: met in {share} %", target=names.target(one.id), share=f"{one.met:.1%}"[:-1]
        )
        if one.deciding:
            line = _(
                "{line}; where it is not, most often for {step}",
                line=line,
                step=names.step(one.deciding),
            )
        voice.tell(say(line))
    return _DONE


def _difference_json(difference: Difference) -> dict[str, Any]:
    def fields(found: Any) -> list[dict[str, Any]]:
        return [
            {
                "field": one.name,
                "heading": one.heading or None,
                "language": one.language or None,
                "before": one.before,
                "after": one.after,
            }
            for one in found
        ]

    return {
        "is_empty": difference.is_empty,
        "script": fields(difference.head),
        "scoring": fields(difference.scoring),
        "changes": [
            {
                "list": change.part,
                "id": change.id,
                "change": change.fate,
                "number_before": change.number_before or None,
                "number_after": change.number_after or None,
                "text": change.said,
                "fields": fields(change.fields),
            }
            for change in difference.changes
        ],
        "limits": [
            {
                "target": limit.target,
                "text": limit.said,
                "before": limit.before,
                "after": limit.after,
                "source_before": limit.source_before,
                "source_after": limit.source_after,
                "is_changed": limit.is_changed,
            }
            for limit in difference.limits
        ],
    }
