"""Hold small drills in a workspace, so that later ones can show what earlier ones lacked."""

from __future__ import annotations

from dataclasses import replace

from drillplanner.base.ids import DrillId, PersonId
from drillplanner.plan.model import Criterion, Order, Role, Script
from drillplanner.plan.writer import format_script
from drillplanner.services.fact_factory import open_drill, publish_script
from drillplanner.services.organisation.schools import name_school
from drillplanner.services.run.recorder import Recorder, Station
from drillplanner.store.workspace import Workspace
from tests.fakes import FakeClock, wall_ns
from tests.review.build import script, step, target


def plan(limit_s: float = 60.0) -> Script:
    """Give a sound script: an alarm, two classes to be shut, a call."""
    steps = [
        replace(step("alarm"), text="Alarm raised"),
        replace(step("shut", ["c1", "c2"]), text="Classroom shut"),
        replace(step("call"), text="Call to 110"),
    ]
    shut = target("T", "alarm", "shut", limit_s, owner="r")
    call = target("U", "alarm", "call", 30.0, owner="q", critical=True)
    made = script(
        steps,
        [replace(shut, name="All classrooms shut"), replace(call, name="Call made")],
        orders=(Order("O", "alarm", "call"),),
        criteria=(Criterion("C", "Calm", "yes_no", "q"),),
    )
    roles = (Role("r", "Class teachers", "School"), Role("q", "Gate guard"))
    return replace(made, title="Lockdown", roles=roles)


def hold(
    workspace: Workspace,
    title: str,
    at: str = "2026-11-23T09:00:00+08:00",
    *,
    shut_s: float = 40.0,
    call_s: float = 20.0,
    limit_s: float = 60.0,
    nature: str = "formal",
    school: str = "First School",
) -> DrillId:
    """Hold a drill: alarm, call, and the second class shut `shut_s` after the alarm."""
    made = plan(limit_s)
    author = PersonId("keeper")
    fact = publish_script(workspace, made.id, format_script(made).decode(), author)
    drill = open_drill(workspace, fact, title, author, nature=nature)
    if school:
        name_school(workspace, drill.id, school)
    run_round(workspace, drill.id, 1, at, shut_s=shut_s, call_s=call_s).end()
    return drill.id


def run_round(
    workspace: Workspace,
    drill: DrillId,
    number: int,
    at: str,
    *,
    source: str = "gate",
    arming: str = "",
    shut_s: float = 40.0,
    call_s: float = 20.0,
) -> Recorder:
    """Run a round of a drill up to where it is to be ended, broken off or made void."""
    clock = FakeClock(wall_ns(at))
    recorder = Recorder.started(
        workspace,
        Station(drill, source, PersonId("keeper"), number),
        clock,
        log=workspace.entries(drill),
        root=workspace.facts(drill, "drill")[0].hash,
        script=plan(),
    )
    recorder.arm(arming)
    acts = [
        (0.0, "alarm", None),
        (5.0, "shut", "c1"),
        (call_s, "call", None),
        (shut_s, "shut", "c2"),
    ]
    passed = 0.0
    for at_s, name, unit in sorted(acts, key=lambda act: act[0]):
        clock.advance(at_s - passed)
        passed = at_s
        recorder.mark(name, unit=unit)
    clock.advance(5)
    return recorder
