"""Play one demonstration drill once, and give each test a workspace of its own with it."""

from __future__ import annotations

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from drillplanner.demonstration.plays import PLAYS
from drillplanner.demonstration.stage import HEAD, played
from drillplanner.resources import resource
from drillplanner.services.catalogue import list_drills
from drillplanner.services.plan.scripts import opened
from drillplanner.services.review.review_session import DrillReview, read_drill, review_drill
from drillplanner.store.workspace import Workspace


@cache
def _played_file() -> Path:
    folder = Path(mkdtemp(prefix="played-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    document = resource("scripts", PLAYS[0].script).read_bytes()
    with played(PLAYS[0], opened(document), folder):
        pass
    return folder / f"{HEAD}.drill"


def copy_drill(target: Path) -> Path:
    """Put a workspace with the drill of PLAYS[0] at `target`."""
    shutil.copyfile(_played_file(), target)
    return target


def review_of(workspace: Workspace) -> DrillReview:
    """Review the one drill of a workspace."""
    return review_drill(read_drill(workspace, list_drills(workspace)[0].drill.id))
