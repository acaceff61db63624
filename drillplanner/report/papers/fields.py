"""Give what a unit's own document template can ask for, each under a name in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from drillplanner.report.inputs import ReportInputs
from drillplanner.report.seals import check_code
from drillplanner.report.sections.analysis import coverage_said, final_grade, score_said
from drillplanner.report.sections.closing import action_table, tally
from drillplanner.report.sections.findings import findings
from drillplanner.report.sections.overview import day, drill_name, nature, participants, when
from drillplanner.report.sections.targets import target_table
from drillplanner.report.subject import Subject
from drillplanner.terms.document import Cell, Table
from drillplanner.terms.grade_words import grade_reason_said
from drillplanner.terms.vocabulary import HANDLING, grade_sign


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a template can ask for, by its names; `holds` goes where the tag stands."""

    chinese: str
    english: str
    holds: Cell | Table

    @property
    def names(self) -> tuple[str, str]:
        """The names that a tag can take."""
        return self.chinese, self.english


def template_fields(inputs: ReportInputs) -> tuple[Field, ...]:
    """List all fields of a drill."""
    subject = Subject(inputs)
    details, whole = subject.details, subject.card.whole
    found = findings(subject)
    tables = [block for block in action_table(subject, found) if isinstance(block, Table)]
    mark = HANDLING[details.handling] if details.handling else ""
    return (
        Field("演练名称", "drill", drill_name(subject)),
        Field("学校", "school", subject.known(details.school)),
        Field("演练日期", "date", day(subject)),
        Field("演练时间", "time", when(subject)),
        Field("演练地点", "place", subject.known(details.place)),
        Field("演练性质", "nature", nature(subject)),
        Field("内部标识", "mark", mark),
        Field("组织单位", "organisers", subject.known_list(details.organisers)),
        Field("参演单位", "participants", participants(subject)),
        Field("得分", "score", score_said(whole)),
        Field("建议等级", "grade", grade_sign(whole.grade, whole.reason).words),
        Field("等级理由", "grade_reason", grade_reason_said(whole, subject.script) or ""),
        Field("认定等级", "final_grade", final_grade(subject)),
        Field("记录完整率", "completeness", coverage_said(whole)),
        Field("计时结论", "tally", tally(subject)),
        Field("存在问题", "problems", tuple(one.words for one in found)),
        Field("好的做法", "strengths", tuple(map(subject.words, details.strengths))),
        Field("改进建议", "advice", tuple(map(subject.words, details.advice))),
        Field("编制", "prepared", details.prepared_by),
        Field("审核", "reviewed", details.reviewed_by),
        Field("批准", "approved", details.approved_by),
        Field("报告识别码", "check_code", check_code(subject)),
        Field("计时项表", "targets", target_table(subject)),
        Field("整改清单", "actions", tables[0] if tables else ""),
    )
