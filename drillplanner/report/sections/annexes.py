"""Add what the report rests on: the script, the method with every parameter, signatures."""

from __future__ import annotations

from collections.abc import Iterator

from drillplanner.base.durations import duration
from drillplanner.base.exact import exact
from drillplanner.base.texts import Text, _
from drillplanner.plan.model import Step
from drillplanner.report.subject import Subject
from drillplanner.terms.document import (
    Blank,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Phrase,
    Prose,
    Row,
    Signatures,
    Table,
)
from drillplanner.terms.phrases import listed, sentences
from drillplanner.terms.vocabulary import STEP_KINDS


def script_annex(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex of the script's steps."""
    yield Heading(_("Script of the drill"), (annex,), is_annex=True)
    rows = [_step_row(subject, number, step) for number, step in enumerate(subject.script.steps, 1)]
    yield Table(
        (
            Column(_("No."), 0.55, "center"),
            Column(_("Phase"), 1.3),
            Column(_("Step"), 4.4),
            Column(_("Who acts"), 1.5),
            Column(_("Post"), 1.4),
            Column(_("Done when"), 2.4),
        ),
        tuple(rows),
        is_dense=True,
    )


def _step_row(subject: Subject, number: int, step: Step) -> Row:
    names = subject.names
    said: list[Phrase] = [
        _("{step} [{kind}, {id}]", step=names.step(step.id), kind=STEP_KINDS[step.kind], id=step.id)
    ]
    if step.units:
        said.append(
            _("Units: {units}", units=listed([names.unit(step.id, u.id) for u in step.units]))
        )
    if step.options:
        ways = listed([names.unit(step.id, way.id) for way in step.options])
        said.append(_("Ways: {options}", options=ways))
    if step.only_if:
        way = names.reference(f"{step.only_if.step}/{step.only_if.option}")
        said.append(_("Only if: {way}", way=way))
    if step.after:
        said.append(
            _("After: {steps}", steps=listed([_after(a.step, a.lag_s) for a in step.after]))
        )
    return Row(
        (
            str(number),
            names.phase(step.phase),
            tuple(said),
            names.short_role(step.role),
            names.post(step.post) or "—",
            subject.words(step.done_when) or "—",
        )
    )


def _after(step: str, lag_s: float) -> Phrase:
    if not lag_s:
        return step
    return _("{step} + {lag}", step=step, lag=duration(exact(lag_s)))


def method_annex(subject: Subject, annex: int) -> Iterator[Block]:
    """Make the annex on method: the formulas in words, every parameter, the rules' version."""
    yield Heading(_("Method and parameters"), (annex,), is_annex=True)
    for rule in _rules(subject):
        yield Prose(rule, "item")
    yield Facts(tuple(_parameters(subject)))
    yield Prose(_sources(), "note")


def _rules(subject: Subject) -> Iterator[Phrase]:
    scoring = subject.scoring
    yield _(
        "Span: d = stop − start, on the start's clock, less the time the drill was held inside it. "
        "u² = u²(start) + u²(stop) + u²(tie); U = {factor}u.",
        factor=f"{scoring.coverage_factor:g}",
    )
    yield _(
        "Holds: where the control post held the drill, its holds alone count; else, of holds of "
        "several laptops that overlap, the one that began first."
    )
    yield _(
        "Verdict: met if d + U ≤ limit; missed if d − U > limit; else too close to call. With "
        "times known only as bounds, both ends of the interval are tested in the same way."
    )
    yield _(
        "Points of a target: 100 up to the limit; in a line to {half} at {half_ratio} times the "
        "limit; in a line to 0 at {zero_ratio} times; 0 beyond. Not performed or without effect: "
        "0. Every other verdict has no points.",
        half=f"{scoring.half_score:g}",
        half_ratio=f"{scoring.half_ratio:g}",
        zero_ratio=f"{scoring.zero_ratio:g}",
    )
    yield _(
        "Timed score: sum of weight × points over sum of weights of the scored targets. Score: "
        "{timed} × timed + {rated} × rated; where only one exists, that one.",
        timed=f"{scoring.share_timed:g}",
        rated=f"{round(1 - scoring.share_timed, 6):g}",
    )
    yield _(
        "Completeness of records: weight of the scored targets over weight of the targets that "
        "have a limit and apply. Under {least}%, or where a critical target was not recorded or "
        "not tied, no grade is suggested.",
        least=f"{scoring.min_coverage * 100:g}",
    )
    yield _(
        "A critical target missed, not performed or without effect, or a critical order broken, "
        "limits its owner's score to {cap}, and the whole where the script says so.",
        cap=f"{scoring.cap:g}",
    )
    yield _(
        "Several observers of one step: the middle one counts; of an even number, the mean of the "
        "middle two. A time seen comes before one called by radio."
    )


def _parameters(subject: Subject) -> Iterator[tuple[Phrase, Cell]]:
    yield from _of_measuring(subject)
    yield from _of_scoring(subject)


def _of_measuring(subject: Subject) -> Iterator[tuple[Phrase, Cell]]:
    scoring = subject.scoring
    yield _("Rules, version"), str(subject.card.rules)
    yield _("Coverage factor"), f"{scoring.coverage_factor:g}"
    yield _("u of a key pressed"), _plain_seconds(scoring.press_u_s)
    yield _("u of a time called by radio"), _plain_seconds(scoring.radio_u_s)
    yield (
        _("Drift allowed for between sync marks"),
        _("{number} ppm", number=f"{scoring.drift_ppm:g}"),
    )
    yield _("Drift is fitted from a span of"), _plain_seconds(scoring.drift_span_s)
    yield _("Spread of observers that is a conflict"), _plain_seconds(scoring.conflict_s)
    yield _("Time zone"), subject.script.zone
    yield _("Reference clock"), scoring.reference or _("none named")


def _of_scoring(subject: Subject) -> Iterator[tuple[Phrase, Cell]]:
    scoring, grades = subject.scoring, subject.scoring.grades
    yield (
        _("Points curve"),
        _(
            "{half} at {half_ratio} times, 0 at {zero_ratio} times the limit",
            half=f"{scoring.half_score:g}",
            half_ratio=f"{scoring.half_ratio:g}",
            zero_ratio=f"{scoring.zero_ratio:g}",
        ),
    )
    yield _("Cap by a critical failure"), f"{scoring.cap:g}"
    yield (
        _("Least completeness for a grade"),
        _("{number}%", number=f"{scoring.min_coverage * 100:g}"),
    )
    yield (
        _("Share of the timed score"),
        _("{number}%", number=f"{scoring.share_timed * 100:g}"),
    )
    yield (
        _("Grade boundaries"),
        _(
            "excellent {excellent} (with every limit of class N and L met), good {good}, fair "
            "{fair}, poor below",
            excellent=f"{grades.excellent:g}",
            good=f"{grades.good:g}",
            fair=f"{grades.fair:g}",
        ),
    )
    yield (
        _("Weights of the targets"),
        listed(
            [
                _("{target} {weight}", target=subject.words(t.name), weight=f"{t.weight:g}")
                for t in subject.script.targets
            ]
        ),
    )


def _plain_seconds(value: float) -> Text:
    return _("{seconds} s", seconds=f"{value:g}")


def _sources() -> Phrase:
    return sentences(
        [
            _(
                "Decision rule: guarded acceptance and rejection after JCGM 106:2012. The points, "
                "caps and grades are this program's suggestions."
            ),
            _(
                "Sections in the manner of GB/T 46792-2025 and AQ/T 9009-2015, whose texts were "
                "not at hand: they are a reference, not a basis."
            ),
        ]
    )


def signature_annex(subject: Subject, annex: int, code: str) -> Iterator[Block]:
    """Make the page to sign: evaluation group, timekeepers, organisations taking part."""
    yield Heading(_("Signatures"), (annex,), is_annex=True)
    yield Prose(
        _(
            "By signing, each confirms the records of their own post or unit; check code of the "
            "log and score: {code}.",
            code=code,
        )
    )
    heads = (_("As"), _("Name"), _("Signature"), _("Date"))
    yield Signatures(heads, tuple(_signers(subject)))


def _signers(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    evaluators = subject.details.evaluators
    for person in evaluators:
        duty = subject.words(person.duty)
        role = _("Evaluation group: {duty}", duty=duty) if duty else _("Evaluation group")
        yield role, person.name, Blank.CELL, Blank.CELL
    for _empty in range(0 if evaluators else 2):
        yield _evaluation_group(), Blank.CELL, Blank.CELL, Blank.CELL
    for source in subject.log.scales:
        name = subject.details.timekeepers.get(source)
        keeper = _timekeeper(source)
        yield keeper, name or Blank.CELL, Blank.CELL, Blank.CELL
    for unit in _units(subject):
        yield _taking_part(unit), Blank.CELL, Blank.CELL, Blank.CELL


def _evaluation_group() -> Text:
    return _("Evaluation group")


def _timekeeper(source: str) -> Text:
    return _("Timekeeper: {source}", source=source)


def _taking_part(unit: Phrase) -> Text:
    return _("Taking part: {unit}", unit=unit)


def _units(subject: Subject) -> list[Phrase]:
    """List the organisations that took part: as given, else the script's, else its roles."""
    if subject.details.participants:
        return [subject.words(unit) for unit in subject.details.participants]
    found: dict[str, Phrase] = {}
    for role in subject.script.roles:
        words = role.organisation or role.name
        found.setdefault(str(subject.words(words)), subject.words(words))
    return list(found.values())
