"""The commands of the planner's desk (docs/formats.md, section 3)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drillplanner.base.texts import Text, _
from drillplanner.cli_password import Voice

if TYPE_CHECKING:
    from drillplanner.plan.comparing.difference import Difference

_DONE = 0


def add_commands(commands: Any, say: Callable[[Text], str]) -> None:
    """Add the commands of planning to those of the program."""
    differ = commands.add_parser("diff", help=say(_("tell what is different between two scripts")))
    differ.add_argument("before", type=Path, metavar="A")
    differ.add_argument("after", type=Path, metavar="B")
    differ.add_argument("--json", action="store_true", help=say(_("write one JSON object")))
    differ.set_defaults(run=_diff)


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
