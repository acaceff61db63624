"""Play a drill on laptops of its own: the real services on simulated clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random

from drillplanner.base.ids import PersonId, new_id
from drillplanner.bootstrap import Paths, Services, build
from drillplanner.demonstration.plays import Laptop, Play, Press
from drillplanner.exchange.pack.log_pack import SUFFIX
from drillplanner.plan.model import Script, split_ref
from drillplanner.run.drill import Drill
from drillplanner.run.entry import Entry
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.services.run.live_session import Again, Start
from drillplanner.services.run.recorder import Recorder
from drillplanner.services.run.session import LiveSession

_NS = 10**9

#: How unsteady a practised thumb is, in seconds; well inside the press_u_s of 0.3.
_JITTER_S = 0.15

#: The laptop the others' log packs are joined into: the command post's.
HEAD = "PC3"


class SimulatedClock:
    """The two clocks of one laptop at a true time that the stage sets."""

    def __init__(self, laptop: Laptop, origin_ns: int) -> None:
        """Start at the true time 0; `origin_ns` is that moment in true UTC nanoseconds."""
        self._rate = 1 + laptop.drift_ppm / 1_000_000
        self._wall_ns = origin_ns + round(laptop.offset_s * _NS)
        self.true_s = 0.0

    def elapsed_ns(self) -> int:
        """Give the elapsed clock, which was started an hour before the danger appeared."""
        return 3600 * _NS + round(self.true_s * self._rate * _NS)

    def wall_utc_ns(self) -> int:
        """Give the wall clock, off by the laptop's offset and drifting with its crystal."""
        return self._wall_ns + round(self.true_s * self._rate * _NS)

    def asleep_ns(self) -> int:
        """Say that this laptop never sleeps."""
        return 0


@dataclass(frozen=True, slots=True)
class Played:
    """A drill that was played: all of it is in `services`, the command post's, still open.

    `packs` are the log packs as the laptops wrote them.
    """

    play: Play
    script: Script
    drill: Drill
    services: Services
    packs: tuple[Path, ...]


@contextmanager
def played(play: Play, script: OpenScript, folder: Path) -> Iterator[Played]:
    """Play a drill, a laptop a source, and join all logs into the command post's workspace."""
    origin_ns = int(datetime.fromisoformat(play.danger_at).timestamp()) * _NS
    clocks = {laptop.source: SimulatedClock(laptop, origin_ns) for laptop in play.laptops}
    with ExitStack() as stack:
        laptops = {
            source: stack.enter_context(
                build(Paths.within(folder / source, folder / f"{source}.drill"), clock)
            )
            for source, clock in clocks.items()
        }
        for clock in clocks.values():
            clock.true_s = min(press.at_s for press in play.presses) - 60
        logs = _armed(play, script, laptops)
        drill = logs[HEAD].drill
        _perform(play, script.script, clocks, {one: log.recorder for one, log in logs.items()})
        head = laptops[HEAD]
        packs = tuple(
            services.packs.write(drill.id, folder / f"{source}{SUFFIX}").path
            for source, services in laptops.items()
        )
        for path in packs:
            head.packs.join(head.packs.examine(path))
        yield Played(play, script.script, drill, head, packs)


def _armed(
    play: Play, script: OpenScript, laptops: Mapping[str, Services]
) -> Mapping[str, LiveSession]:
    """Enter the drill at the command post, hand it to all others, and arm every laptop."""
    title = play.name if isinstance(play.name, str) else play.name[script.script.language]
    logs: dict[str, LiveSession] = {}
    again: Again | None = None
    pack = b""
    for laptop in sorted(play.laptops, key=lambda one: one.source != HEAD):
        services = laptops[laptop.source]
        if again is not None:
            services.packs.take_in(pack)
        keeper = PersonId(new_id())
        log = services.sessions.begin(
            Start(script, title, "formal", laptop.source, keeper, laptop.keeper, again=again)
        )
        if again is None:
            again = Again(log.drill.id, 1)
            pack = services.packs.hand_over(log.drill.id)
        log.recorder.arm()
        logs[laptop.source] = log
    return logs


def _perform(
    play: Play,
    script: Script,
    clocks: Mapping[str, SimulatedClock],
    recorders: Mapping[str, Recorder],
) -> None:
    presses = sorted(play.presses, key=lambda press: press.at_s)
    thumb = Random(play.script)  # noqa: S311 - a steady demonstration, not a secret
    last: dict[str, Entry] = {}
    for press in presses:
        clocks[press.source].true_s = press.at_s + thumb.uniform(-_JITTER_S, _JITTER_S)
        last[press.source] = _press(recorders[press.source], press, script, last.get(press.source))
    for source, recorder in recorders.items():
        clocks[source].true_s = presses[-1].at_s + 60
        recorder.end()


def _press(recorder: Recorder, press: Press, script: Script, before: Entry | None) -> Entry:
    step, tail = split_ref(press.ref)
    match press.verb, before:
        case "mark" | "radio", _:
            is_choice = any(option.id == tail for option in script.step(step).options)
            said = recorder.mark(
                step,
                unit=None if is_choice else tail,
                option=tail if is_choice else None,
                observed="radio" if press.verb == "radio" else "seen",
                text=press.text,
            )
        case "not_performed", _:
            said = recorder.not_performed(step, unit=tail, text=press.text)
        case "failed", _:
            said = recorder.failed(step, press.text, unit=tail)
        case "void", Entry(id=entry):
            said = recorder.void(entry, press.text)
        case "sync", _:
            said = recorder.sync(press.ref)
        case "hold", _:
            said = recorder.hold(press.text)
        case "resume", _:
            said = recorder.resume(press.text)
        case _:
            raise ValueError(press)
    return said
