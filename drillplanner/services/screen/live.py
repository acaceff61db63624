"""Say what others see of a running drill on a second screen: exercise control, or the audience.

What is told here is only read from the session's board; nothing of it is logged or changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drillplanner.plan.model import Script, Step
from drillplanner.plan.numbering import step_numbers
from drillplanner.plan.schedule import planned_times
from drillplanner.run.live_log import DEEDS, Phase
from drillplanner.services.run.board import Board
from drillplanner.services.run.session import LiveSession
from drillplanner.terms.document import Phrase
from drillplanner.terms.phrases import Names, itemised

#: How many lines there are of each kind, and how far back the log is looked through for them.
NOW, NEXT, OVERDUE = 3, 5, 4
_LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A step or target: its number in the script (0 for a target), its words, and a time.

    `at_ns` is since T0: when a step was seen, or is planned; None where nobody knows. Of what
    is overdue `over_s` tells by how much. `cue` is what an inject says, by what means, to whom.
    """

    number: int
    words: Phrase
    at_ns: int | None = None
    over_s: float = 0.0
    cue: Phrase = ""


@dataclass(frozen=True, slots=True)
class ScreenFrame:
    """All that either screen shows at one moment.

    `since_ns` is the time since T0, None before it. `phases` are those of the script in order,
    `phase` the place of the one the drill is in. `narration` is what is told to the audience of
    the step that was seen last, or what that step is.
    """

    title: Phrase
    state: Phase
    since_ns: int | None
    done: tuple[ScreenLine, ...]
    next: tuple[ScreenLine, ...]
    overdue: tuple[ScreenLine, ...]
    phases: tuple[Phrase, ...]
    phase: int
    narration: Phrase


class ScreenReader:
    """Reads frames off one session; the script's own words are looked up once."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        script = self._script = session.script
        self._names = Names(script)
        self._numbers = step_numbers(script)
        self._planned_ns = _planned_ns(script)
        self._phases = {phase.id: place for place, phase in enumerate(script.phases)}
        self._phase_words = tuple(self._names.phase(one.id) for one in script.phases)

    def frame(self, now_ns: int) -> ScreenFrame:
        """Tell what stands now; `now_ns` is on the session's elapsed clock."""
        board = self._session.board
        zero_ns = board.zero_ns
        since_ns = None if zero_ns is None else now_ns - zero_ns
        last = next(self._seen(board), None)
        return ScreenFrame(
            title=self._names.words(self._script.title, self._script.id),
            state=self._session.recorder.phase,
            since_ns=since_ns,
            done=tuple(self._done(board, zero_ns)),
            next=tuple(self._line(board.steps[one]) for one in board.likely(NEXT)),
            overdue=tuple(self._overdue(board, since_ns, now_ns))[:OVERDUE],
            phases=self._phase_words,
            phase=self._phases.get(last.phase, 0) if last is not None else 0,
            narration=self._narration(last),
        )

    def _done(self, board: Board, zero_ns: int | None) -> Iterator[ScreenLine]:
        count = 0
        for entry in board.log.newest(_LOOKED_AT):
            says = board.labelled(entry)
            if entry.kind != "mark" or board.is_void(entry.id) or says.step not in board.steps:
                continue
            part = says.unit or says.option
            ref = f"{says.step}/{part}" if part else says.step
            at_ns = None if zero_ns is None else board.axis_ns(entry) - zero_ns
            yield ScreenLine(self._numbers[says.step], self._names.reference(ref), at_ns)
            count += 1
            if count == NOW:
                return

    def _seen(self, board: Board) -> Iterator[Step]:
        """Give the steps that something was said of, the last one first."""
        for entry in board.log.newest(_LOOKED_AT):
            step = board.steps.get(board.labelled(entry).step or "")
            if entry.kind in DEEDS and step is not None and not board.is_void(entry.id):
                yield step

    def _line(self, step: Step) -> ScreenLine:
        cue: list[Phrase] = [
            self._names.words(words)
            for words in (step.from_, step.to, step.means, step.say)
            if words and step.kind == "inject"
        ]
        return ScreenLine(
            self._numbers[step.id],
            self._names.step(step.id),
            self._planned_ns.get(step.id),
            cue=itemised(cue),
        )

    def _overdue(self, board: Board, since_ns: int | None, now_ns: int) -> Iterator[ScreenLine]:
        """Give targets beyond their limit, then injects whose planned time is past."""
        for one in board.running(now_ns):
            if one.left_s < 0:
                yield ScreenLine(0, self._names.target(one.target.id), over_s=-one.left_s)
        if since_ns is None:
            return
        for id_ in board.likely(NEXT):
            step, planned = board.steps[id_], self._planned_ns.get(id_)
            if step.kind == "inject" and planned is not None and since_ns > planned:
                over_s = (since_ns - planned) / 1e9
                yield ScreenLine(self._numbers[id_], self._names.step(id_), planned, over_s)

    def _narration(self, last: Step | None) -> Phrase:
        if last is None:
            return ""
        return self._names.words(last.narration) or self._names.step(last.id)


def _planned_ns(script: Script) -> Mapping[str, int]:
    """Give when each step is planned, since T0; nothing where the script plans no times."""
    times = planned_times(script)
    if not any(times.values()):
        return {}
    zero = times[script.t0 or script.steps[0].id]
    return {id_: round((at_s - zero) * 1e9) for id_, at_s in times.items()}
