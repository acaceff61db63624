"""Print the sheets on which timekeepers write, by the keys that their consoles have."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.plan.model import Script
from drillplanner.report.keeper_sheets import Sheet, chosen_posts, keeper_sheets
from drillplanner.services.run.station_steps import StationSteps


def write_sheets(
    script: Script, path: Path, language: Language, posts: Collection[str] = ()
) -> int:
    """Write a sheet for each post of a script as a PDF; give how many there are.

    Without `posts` every post that watches a step has one.

    Raises:
        UserError: a post is not in the script, or the file cannot be written there.
        StoreFault: the disk is full or failed.
    """
    from drillplanner.report.render.pdf import write_pdf

    known = {post.id for post in script.posts}
    for post in posts:
        if post not in known:
            raise UserError(
                _(
                    "The script has no post {post}; it has: {posts}.",
                    post=post,
                    posts=", ".join(sorted(known)) or "—",
                )
            )
    sheets = list(sheets_of(script, posts))
    write_pdf(keeper_sheets(script, sheets), path, language)
    return len(sheets)


def sheets_of(script: Script, posts: Collection[str] = ()) -> tuple[Sheet, ...]:
    """List the sheets of a script; a post that watches nothing has none."""
    found = []
    for post in chosen_posts(script, posts):
        station = StationSteps(script, () if post is None else (post,))
        steps = station.order if post is None else station.line(post)
        if steps:
            found.append(Sheet(post, steps, station.keys))
    return tuple(found)
