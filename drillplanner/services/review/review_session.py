"""Open a drill that was recorded here, and review it with all that was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from drillplanner.base import local_time
from drillplanner.base.errors import FileRefused, UserError
from drillplanner.base.ids import PersonId
from drillplanner.base.texts import Text, _
from drillplanner.organisation.school import HeldAt, held_at
from drillplanner.plan.free_play import is_free_play
from drillplanner.plan.model import Script, Target
from drillplanner.report.inputs import Decided, DrillDetails, FinalGrade, ReportInputs
from drillplanner.review.judging import judge
from drillplanner.review.observation import FreeMark, Log
from drillplanner.review.ruled_log import with_rulings
from drillplanner.review.scorecard import Scorecard, TargetResult
from drillplanner.review.scoring import score_timeline
from drillplanner.review.timeline import Timeline, merge
from drillplanner.run.chain import in_order
from drillplanner.run.codec import Sealed
from drillplanner.run.drill import Adoption, Drill, standing_adoptions
from drillplanner.run.fact import Fact
from drillplanner.run.fact_kinds import DRILL, SCRIPT
from drillplanner.run.live_log import LiveLog, is_recording
from drillplanner.run.rounds import Round, live_entries, read_rounds, round_to_show
from drillplanner.services.fact_factory import script_document, script_of_drill
from drillplanner.services.plan.scripts import parsed
from drillplanner.services.review.decisions import Decisions, decisions
from drillplanner.services.review.drill_report import (
    armed_open,
    logged_entries,
    report_inputs,
    safety_confirmed,
)
from drillplanner.services.review.evaluation.objections import objections
from drillplanner.services.review.free_marks import free_marks, known_only
from drillplanner.services.review.joining import join, table_chains
from drillplanner.services.review.merging.comparisons import comparisons
from drillplanner.services.review.merging.copies import settled
from drillplanner.services.review.observation_builder import observe, rounds, written_in
from drillplanner.services.review.particulars import Particulars, read_particulars, with_particulars
from drillplanner.services.review.scorecard_issue import Issued, differences, issue, issued
from drillplanner.terms.vocabulary import Nature

if TYPE_CHECKING:
    from drillplanner.store.workspace import Workspace

#: What a drill's fact calls its nature, in the report's words.
_NATURES: Mapping[str, Nature] = {
    "rehearsal": "rehearsal",
    "formal": "formal",
    "no_notice": "call_out",
    "call_out": "call_out",
    "double_blind": "double_blind",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """All that a workspace holds of one drill, read at once; reviewing it needs no database.

    `document` is the script it is reviewed with. `began` is the one it began with where it
    adopted another; `adoptions` are those that stand, the one that counts last.
    Of the photos it holds which are here, by hash; their bytes are fetched one by one.
    `schools` are the names of all schools that are known here, where the window asked.
    """

    drill: Drill
    author: PersonId
    document: str
    entries: tuple[Sealed, ...]
    facts: tuple[Fact, ...]
    names: Mapping[str, str]
    damages: tuple[Text, ...] = ()
    #: Sources of which the index counts more entries than can be read.
    short: frozenset[str] = frozenset()
    is_read_only: bool = False
    particulars: Mapping[int, Particulars] = field(default_factory=dict)
    attachments: frozenset[str] = frozenset()
    began: str = ""
    adoptions: tuple[Adoption, ...] = ()
    schools: tuple[str, ...] = ()
    #: When it was held, where that was on paper alone; else 0.
    paper_utc_ns: int = 0

    @property
    def school(self) -> HeldAt:
        return held_at(self.facts)

    @property
    def damaged(self) -> int:
        """How many stored records of the drill are damaged and do not count."""
        return len(self.damages)

    @property
    def scripts_differ(self) -> bool:
        """Say whether laptops gave the drill different scripts, which a person must settle."""
        return len({one.script for one in self.adoptions}) > 1

    def began_with(self) -> Script | None:
        """Read the script that the drill began with; None where it is the one it has."""
        return parsed(self.began) if self.began else None

    @property
    def rounds(self) -> tuple[Round, ...]:
        """Read what rounds were held, by number; one that nobody logged anything of, if none."""
        found = read_rounds(one.entry for one in self.entries)
        if found or not self.paper_utc_ns:
            return found or (Round(1, "empty"),)
        held = self.paper_utc_ns
        return (Round(1, "ended", self.drill.nature, first_utc_ns=held, last_utc_ns=held),)


@dataclass(frozen=True, slots=True)
class DrillReview:
    """One round of a recorded drill as scored today, and as it was issued.

    A round that was made void is reviewed like any other; it counts for nothing.
    `inputs` are the report's, with today's scorecard. `used` are the ids of all facts that
    the result was computed from.
    """

    recorded: Recorded
    script: Script
    round: int
    rounds: tuple[Round, ...]
    log: Log
    timeline: Timeline
    card: Scorecard
    decisions: Decisions
    inputs: ReportInputs
    issued: tuple[Issued, ...]
    used: tuple[str, ...]
    free: tuple[FreeMark, ...] = ()

    @property
    def held(self) -> Round:
        return next(one for one in self.rounds if one.number == self.round)

    @property
    def last_issued(self) -> Issued | None:
        return self.issued[-1] if self.issued else None

    @property
    def differences(self) -> tuple[Text, ...]:
        """Say why today's result is not the one that was issued last; empty where it is."""
        last = self.last_issued
        return differences(last, self.card, self.used) if last else ()

    @property
    def has_free_marks(self) -> bool:
        """Say whether anything was marked in words, or in a drill without a script."""
        return bool(self.free) or is_free_play(self.script)

    def as_issued(self) -> ReportInputs:
        """Give the report's inputs with the scorecard that was issued last."""
        last = self.last_issued
        if last is None or last.card is None:
            return self.inputs
        return replace(self.inputs, scorecard=last.card)


def read_drill(workspace: Workspace, drill: str) -> Recorded:
    """Read all that a workspace holds of one drill.

    Raises:
        UserError: there is no such drill.
        FileRefused: the version of the script it was held with is not in the workspace.
    """
    held = workspace.drill(drill)
    if held is None:
        raise UserError(_("This drill is not in the workspace any more; choose another."))
    found, kept = held.drill, workspace.read(drill)
    own = script_of_drill(workspace, found)
    document = None if own is None else script_document(own)
    if document is None:
        raise FileRefused(
            _(
                "The script of “{drill}” is not in this workspace; join the log pack of the "
                "laptop it was planned on.",
                drill=found.title,
            )
        )
    has_adopted = found.began_with != found.script
    return Recorded(
        drill=found,
        author=found.author,
        document=document,
        # In their own order, whichever pack came first.
        entries=in_order(settled(kept.entries, workspace.copies(drill), kept.facts)),
        facts=kept.facts,
        names=workspace.names(),
        damages=tuple(one.text for one in kept.damaged),
        short=_short(workspace, drill, kept.entries),
        is_read_only=workspace.is_read_only,
        particulars={
            number: _of_school(read_particulars(workspace, drill, number), kept.facts)
            for number in rounds(kept.entries) or (1,)
        },
        began=(_document(workspace, found.began_with) or "") if has_adopted else "",
        adoptions=standing_adoptions(kept.facts),
        attachments=workspace.attachments(drill),
        paper_utc_ns=0 if kept.entries else held.held_utc_ns,
    )


def _short(workspace: Workspace, drill: str, entries: Iterable[Sealed]) -> frozenset[str]:
    """Name the sources that wrote more entries than can be read."""
    found = Counter(one.entry.source for one in entries)
    told: Counter[str] = Counter()
    for one in workspace.sessions(drill):
        told[one.source] += one.count
    return frozenset(source for source, count in told.items() if count > found[source])


def _of_school(filled: Particulars, facts: Sequence[Fact]) -> Particulars:
    """Put the school that the drill carries into the particulars, over words of before."""
    school = held_at(facts)
    return replace(filled, school=school.name) if school.id else filled


def _document(workspace: Workspace, script: str) -> str | None:
    """Read the text of a script's version; None where it is not here."""
    found = workspace.facts(kind=SCRIPT, hash=script)
    return script_document(found[0]) if found else None


def review_drill(recorded: Recorded, round_number: int | None = None) -> DrillReview:
    """Review one round of a drill: join, merge, rule, score.

    Unless it is given, it is the last round that is not void.

    Raises:
        UserError: there is no such round.
        FileRefused: the script or a joined table is not sound any more.
    """
    script = parsed(recorded.document)
    known = recorded.rounds
    number = round_number or round_to_show(known)
    decided = decisions(recorded.facts, recorded.names, script, number)
    free = free_marks(recorded.entries, script, number, recorded.began_with())
    log = _log(recorded, script, decided, number)
    timeline = merge(script, log)
    card = score_timeline(script, log, timeline, decided.ratings, decided.for_scoring)
    return DrillReview(
        recorded=recorded,
        script=script,
        round=number,
        rounds=known,
        log=log,
        timeline=timeline,
        card=card,
        decisions=decided,
        inputs=replace(
            _inputs(recorded, script, log, card, decided, number),
            free=tuple(mark for mark in free if mark.step is None),
            has_adopted=_was_free(recorded),
            has_many_scripts=recorded.scripts_differ,
        ),
        issued=issued(recorded.facts, number),
        used=_used(recorded, decided, number),
        free=free,
    )


@dataclass(frozen=True, slots=True)
class TargetReview:
    """One target of the round of a drill that is shown; neither is there where it has none."""

    recorded: Recorded
    script: Script
    held: Round
    target: Target | None = None
    result: TargetResult | None = None


def review_target(recorded: Recorded, target_id: str) -> TargetReview:
    """Judge one target as `review_drill` does, and nothing else: for many drills in a row.

    Raises:
        FileRefused: the script or a joined table is not sound any more.
    """
    script, known = parsed(recorded.document), recorded.rounds
    number = round_to_show(known)
    held = next(one for one in known if one.number == number)
    target = next((one for one in script.targets if one.id == target_id), None)
    if target is None:
        return TargetReview(recorded, script, held)
    decided = decisions(recorded.facts, recorded.names, script, number)
    log = _log(recorded, script, decided, number)
    alone = replace(script, targets=(target,), orders=())
    judged = judge(alone, log, merge(script, log), decided.for_scoring)
    return TargetReview(recorded, script, held, target, judged.targets[0])


def _log(recorded: Recorded, script: Script, decided: Decisions, number: int) -> Log:
    """Join what was recorded of a round with tables, rulings and comparisons of clocks."""
    seen = known_only(observe(recorded.entries, script.zone, number), script)
    joined = join(seen, [table.table for table in decided.tables], script)
    log = with_rulings(joined, decided.for_log)
    return replace(log, comparisons=(*log.comparisons, *comparisons(recorded.facts)))


def issue_review(workspace: Workspace, review: DrillReview) -> Fact | None:
    """Freeze a review's scorecard because it went out; None where it was issued before."""
    recorded = review.recorded
    return issue(
        workspace,
        recorded.drill.id,
        review.round,
        review.card,
        review.script,
        review.used,
        recorded.author,
    )


def _was_free(recorded: Recorded) -> bool:
    """Tell whether the drill began without a script and took one on afterwards."""
    began = recorded.began_with() if recorded.adoptions else None
    return began is not None and is_free_play(began)


def _used(recorded: Recorded, decided: Decisions, number: int) -> tuple[str, ...]:
    """List the facts of a result; the leader's grade is not computed from and not into it."""
    entries = [one.entry.id for one in recorded.entries if one.entry.round == number]
    decided_by = [
        *(one.fact for one in decided.rulings),
        *(one.place for one in decided.ratings),
        *(one.fact for one in decided.tables),
        *(one.fact for one in recorded.adoptions[-1:]),
    ]
    return tuple(sorted([*map(str, entries), *decided_by]))


def _inputs(
    recorded: Recorded,
    script: Script,
    log: Log,
    card: Scorecard,
    decided: Decisions,
    number: int,
) -> ReportInputs:
    roots = [fact.hash for fact in recorded.facts if fact.kind == DRILL]
    entries = tuple(one for one in recorded.entries if one.entry.round == number)
    held = next(one for one in recorded.rounds if one.number == number)
    filled = recorded.particulars.get(number, Particulars())
    details = with_particulars(_details(recorded, decided, held), filled)
    inputs = report_inputs(
        recorded.entries,
        roots,
        script,
        log,
        card,
        decided.ratings,
        details,
        number,
    )
    of_round = {one.entry.id for one in entries}
    names = recorded.names
    standing = live_entries(LiveLog(written_in(recorded.entries, number)))
    return replace(
        inputs,
        chains=(
            *(
                replace(one, state="broken") if one.source in recorded.short else one
                for one in inputs.chains
            ),
            *table_chains(decided.tables, log),
        ),
        amendments=tuple(
            replace(one, author=names.get(one.author, one.author))
            for one in inputs.amendments
            if one.entry in of_round
        ),
        clock_events=tuple(one for one in inputs.clock_events if one.entry in of_round),
        final_grade=_final_grade(decided),
        damages=recorded.damages,
        decided=_decided(decided, script),
        objections=objections(recorded.facts, names, script.zone, number),
        confirmed=tuple(safety_confirmed(standing, script.zone, names)),
        armed_open=tuple(armed_open(standing, script.zone, names)),
        has_blanks=bool(filled.blanks),
        has_form=bool(filled.form),
        entries=tuple(logged_entries(recorded.entries, script.zone, names, number)),
    )


def _decided(decided: Decisions, script: Script) -> tuple[Decided, ...]:
    from drillplanner.report.inputs import Decided

    return tuple(
        Decided(
            one.kind,
            one.target,
            one.source,
            one.by,
            one.reason,
            local_time.day_and_minute(one.made_utc_ns, script.zone),
        )
        for one in decided.rulings
    )


def _final_grade(decided: Decisions) -> FinalGrade | None:
    """Give the leader's grade; none where two stand side by side, for that is for people."""
    from drillplanner.report.inputs import FinalGrade

    if len(decided.grades) != 1:
        return None
    one = decided.grades[0]
    return FinalGrade(one.grade, one.by, one.reason)


def _details(recorded: Recorded, decided: Decisions, held: Round) -> DrillDetails:
    from drillplanner.report.inputs import DrillDetails, Member

    keepers = {
        one.entry.source: recorded.names.get(one.entry.author, "")
        for one in recorded.entries
        if one.entry.round == held.number and is_recording(one.entry)
    }
    ending = held.standing if held.standing in ("broken_off", "void") else None
    evaluators = dict.fromkeys(rating.evaluator for rating in decided.ratings)
    return DrillDetails(
        name=recorded.drill.title,
        # What the round was armed as; an older log leaves it to the drill's own fact.
        nature=_NATURES.get(held.nature or recorded.drill.nature),
        round=held.number,
        ending=ending,
        ending_reason=held.reason if ending else "",
        evaluators=tuple(Member(name) for name in evaluators),
        timekeepers={source: name for source, name in keepers.items() if name},
        day=_paper_day(recorded),
        also=tuple(_NATURES[one] for one in held.also if one in _NATURES),
    )


def _paper_day(recorded: Recorded) -> date | None:
    """Give the day of a drill that was held on paper: its tables name none."""
    held = recorded.paper_utc_ns
    return local_time.local(held, parsed(recorded.document).zone).date() if held else None
