"""Hold a drill's script: steps in a partial order, and targets as named spans between them.

The fields are those of the published format (docs/formats.md, section 1). Every value is
frozen; reading and checking a file is drillplanner.plan.parser.reading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from drillplanner.base.texts import Words

FORMAT = "drillplanner/scenario"
#: The newest format version; a script says 2 only where it uses what 1 does not have.
VERSION = 2
MAX_STEPS = 2_000
MAX_TARGETS = 2_000

#: Ids are short and safe in file names, tables and on the command line.
Id: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
Kind: TypeAlias = Literal["anti_violence", "anti_terror", "anti_ramming", "other"]
StepKind: TypeAlias = Literal["inject", "action", "decision", "check"]
SourceClass: TypeAlias = Literal["N", "L", "I", "D"]
NamedScale: TypeAlias = Literal["psmu", "grade4", "yes_no"]
Positive: TypeAlias = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False)]
NotNegative: TypeAlias = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
#: The format version. A plain Literal would let true and 1.0 pass.
Version: TypeAlias = Annotated[int, Field(ge=1, le=VERSION)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Points: TypeAlias = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]

_STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}


#: The time zone of a script that names none.
USUAL_ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Role:
    """Who acts: a gate guard, class teachers, the police station, SWAT, the traffic brigade."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words
    organisation: Words = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An observation post (观察岗位): who looks."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of the drill, such as containment or head count."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words


@dataclass(frozen=True, slots=True)
class Heads:
    """A head count is taken here, and how many are expected."""

    __pydantic_config__ = _STRICT
    expected: Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class Unit:
    """One class, gate or road end of a step; each is marked on its own."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words
    heads: Heads | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One way a decision can go."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words


@dataclass(frozen=True, slots=True)
class After:
    """A step that comes earlier, and the planned lag in seconds since it."""

    __pydantic_config__ = _STRICT
    step: Id
    lag_s: NotNegative = 0.0


@dataclass(frozen=True, slots=True)
class OnlyIf:
    """The branch a step belongs to: it is played only when `step` went the way of `option`."""

    __pydantic_config__ = _STRICT
    step: Id
    option: Id


@dataclass(frozen=True, slots=True)
class Duration:
    """How long a step is likely to take, in seconds: least, likely, most (PERT)."""

    __pydantic_config__ = _STRICT
    least_s: NotNegative
    likely_s: NotNegative
    most_s: NotNegative


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens or is done, seen from one post.

    `place`, `say`, `narration`, `props`, `from_`, `to`, `means`, `duration` and `heads` are for
    papers and screens and never scored. `u_s` is how sure anyone can be when the act is done, a
    standard uncertainty in seconds that joins once, after observers are joined.
    """

    __pydantic_config__ = _STRICT
    id: Id
    phase: Id
    kind: StepKind
    role: Id
    text: Words
    post: Id | None = None
    backup_post: Id | None = None
    done_when: Words = ""
    after: tuple[After, ...] = ()
    units: tuple[Unit, ...] = ()
    options: tuple[Option, ...] = ()
    only_if: OnlyIf | None = None
    key: Annotated[str, Field(max_length=8)] | None = None
    place: Words = ""
    say: Words = ""
    narration: Words = ""
    props: Words = ""
    from_: Annotated[Words, Field(alias="from")] = ""
    to: Words = ""
    means: Words = ""
    duration: Duration | None = None
    heads: Heads | None = None
    u_s: NotNegative = 0.0
    extra: dict[str, str] = field(default_factory=dict)


#: A step id, or "STEP/UNIT".
StepRef: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}(/[A-Za-z0-9_.-]{1,64})?$")
]


@dataclass(frozen=True, slots=True)
class LastOf:
    """The latest of several steps: "all road ends closed" means the last."""

    __pydantic_config__ = _STRICT
    last_of: Annotated[tuple[StepRef, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The earliest of several steps: "own unit or neighbours arrive" means the first."""

    __pydantic_config__ = _STRICT
    first_of: Annotated[tuple[StepRef, ...], Field(min_length=1)]


#: One end of a span.
End: TypeAlias = StepRef | LastOf | FirstOf


@dataclass(frozen=True, slots=True)
class LimitSource:
    """Where a limit comes from: N national text, L local police, I international, D ours."""

    __pydantic_config__ = _STRICT
    class_: Annotated[SourceClass, Field(alias="class")]
    text: Words = ""
    url: str = ""
    clause: Words = ""
    seen: str = ""
    confirmed_by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A named span between two steps with a sourced limit in seconds; null is not scored."""

    __pydantic_config__ = _STRICT
    id: Id
    name: Words
    start: End
    stop: End
    limit_s: Positive | None
    source: LimitSource
    owner: Id | None = None
    weight: NotNegative = 1.0
    critical: bool = False
    caps_whole: bool = True
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """One step that must precede another."""

    __pydantic_config__ = _STRICT
    id: Id
    before: StepRef
    after: StepRef
    critical: bool = False
    text: Words = ""


@dataclass(frozen=True, slots=True)
class FullMarks:
    """A scale of marks out of a number: 7.5 of 10."""

    __pydantic_config__ = _STRICT
    full: Positive


@dataclass(frozen=True, slots=True)
class Level:
    """One box of a form: its own words, and what it is worth in points of 100."""

    __pydantic_config__ = _STRICT
    id: Id
    text: Words
    points: Points


@dataclass(frozen=True, slots=True)
class Levels:
    """A form's own scale, a box a level."""

    __pydantic_config__ = _STRICT
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


#: What a criterion is rated on.
Scale: TypeAlias = NamedScale | FullMarks | Levels


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an evaluator rates by eye; it enters the score once ratings exist."""

    __pydantic_config__ = _STRICT
    id: Id
    text: Words
    scale: Scale
    role: Id | None = None
    weight: NotNegative = 1.0
    critical: bool = False
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Objective:
    """What the drill is to show, with the targets and criteria that show it, by id."""

    __pydantic_config__ = _STRICT
    id: Id
    text: Words
    targets: tuple[Id, ...] = ()
    criteria: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyItem:
    """One line of the safety gate (演练安全确认单)."""

    __pydantic_config__ = _STRICT
    id: Id
    text: Words


@dataclass(frozen=True, slots=True)
class Grades:
    """Lowest score of each suggested grade; below `fair` is poor (doctrine: 优良中差)."""

    __pydantic_config__ = _STRICT
    excellent: Points = 90.0
    good: Points = 80.0
    fair: Points = 60.0


@dataclass(frozen=True, slots=True)
class Scoring:
    """The parameters of scoring (docs/scoring.md); their defaults are house values, class D."""

    __pydantic_config__ = _STRICT
    coverage_factor: Positive = 2.0
    press_u_s: NotNegative = 0.3
    watch_u_s: NotNegative = 1.0
    radio_u_s: NotNegative = 1.5
    half_ratio: Positive = 1.5
    half_score: Points = 60.0
    zero_ratio: Positive = 2.0
    cap: Points = 59.0
    conflict_s: NotNegative = 2.0
    min_coverage: Share = 0.7
    drift_ppm: NotNegative = 50.0
    drift_span_s: Positive = 300.0
    share_timed: Share = 0.6
    grades: Grades = field(default_factory=Grades)
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script, sound by the rules of drillplanner.plan.validation once it was read."""

    __pydantic_config__ = _STRICT
    format: Literal["drillplanner/scenario"]
    version: Version
    id: Id
    title: Words
    kind: Kind
    language: Literal["zh_CN", "en"]
    roles: tuple[Role, ...]
    posts: tuple[Post, ...]
    phases: tuple[Phase, ...]
    steps: Annotated[tuple[Step, ...], Field(max_length=MAX_STEPS)]
    targets: Annotated[tuple[Target, ...], Field(max_length=MAX_TARGETS)]
    zone: str = USUAL_ZONE
    notes: Words = ""
    t0: Id | None = None
    orders: tuple[Order, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    safety: tuple[SafetyItem, ...] = ()
    scoring: Scoring = field(default_factory=Scoring)
    objectives: tuple[Objective, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)

    def step(self, id: str) -> Step:
        """Find a step by id; KeyError if there is none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)


def refs(end: End) -> tuple[str, ...]:
    """List the step references that one end of a span names."""
    match end:
        case LastOf():
            return end.last_of
        case FirstOf():
            return end.first_of
        case _:
            return (end,)


def split_ref(ref: str) -> tuple[str, str | None]:
    """Split "STEP/UNIT" into step and unit; a bare step has no unit."""
    step, _, unit = ref.partition("/")
    return step, unit or None
