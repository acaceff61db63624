"""Keep what a report says of a drill beside its script and log: school, place, who answers.

It is a draft, not a fact: it is overwritten as it is edited and counts in no hash. What nobody
filled in stays a blank line in the report, to be written in by hand.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, cast

from drillplanner.base.texts import Text, _

if TYPE_CHECKING:
    from drillplanner.report.inputs import DrillDetails
    from drillplanner.store.workspace import Workspace
    from drillplanner.terms.vocabulary import Handling

#: The kind of the draft.
KIND = "report_particulars"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What was filled in; fields that list things hold one a line. `handling` may be empty.

    `blanks` is "yes" where room to write in is wanted in the report, `form` where the tick
    form that schools file is.
    """

    school: str = ""
    place: str = ""
    handling: str = ""
    organisers: str = ""
    participants: str = ""
    evaluators: str = ""
    equipment: str = ""
    basis: str = ""
    purpose: str = ""
    preparation: str = ""
    strengths: str = ""
    problems: str = ""
    advice: str = ""
    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    blanks: str = ""
    form: str = ""


#: The words of every field but `handling`, in the order they are asked for.
WORDS: dict[str, Text] = {
    "school": _("School"),
    "place": _("Place"),
    "organisers": _("Organised by"),
    "participants": _("Taking part"),
    "evaluators": _("Evaluation group"),
    "equipment": _("Equipment"),
    "basis": _("Basis"),
    "purpose": _("Purpose"),
    "preparation": _("Preparation"),
    "strengths": _("What went well"),
    "problems": _("Problems seen"),
    "advice": _("Advice"),
    "prepared_by": _("Prepared"),
    "reviewed_by": _("Reviewed"),
    "approved_by": _("Approved"),
}

#: Fields that list things, one a line.
LISTS = frozenset(
    {
        "organisers",
        "participants",
        "evaluators",
        "equipment",
        "basis",
        "strengths",
        "problems",
        "advice",
    }
)


def read_particulars(workspace: Workspace, drill: str, round_number: int) -> Particulars:
    """Read what was filled in of one round; empty where nothing was."""
    draft = workspace.draft(_id(drill, round_number))
    if draft is None:
        return Particulars()
    try:
        document = json.loads(draft.document)
    except ValueError:
        return Particulars()
    known = {field.name for field in fields(Particulars)}
    given = document if isinstance(document, dict) else {}
    return Particulars(**{name: str(value) for name, value in given.items() if name in known})


def save_particulars(
    workspace: Workspace, drill: str, round_number: int, filled: Particulars
) -> None:
    """Save what was filled in, over what stood there."""
    from drillplanner.store.queries import Draft

    old = workspace.draft(_id(drill, round_number))
    document = json.dumps(asdict(filled), ensure_ascii=False)
    draft = (
        Draft(_id(drill, round_number), KIND, document, None, 0, 0)
        if old is None
        else replace(old, document=document)
    )
    workspace.save_draft(draft)


def with_particulars(details: DrillDetails, filled: Particulars) -> DrillDetails:
    """Put what was filled in into what the program knows itself."""
    from drillplanner.report.inputs import Member

    members = tuple(Member(name) for name in _lines(filled.evaluators))
    return replace(
        details,
        school=filled.school.strip(),
        place=filled.place.strip(),
        handling=_handling(filled.handling),
        organisers=_lines(filled.organisers),
        participants=_lines(filled.participants),
        evaluators=members or details.evaluators,
        equipment=_lines(filled.equipment),
        basis=_lines(filled.basis),
        purpose=filled.purpose.strip(),
        preparation=filled.preparation.strip(),
        strengths=_lines(filled.strengths),
        problems=_lines(filled.problems),
        advice=_lines(filled.advice),
        prepared_by=filled.prepared_by.strip(),
        reviewed_by=filled.reviewed_by.strip(),
        approved_by=filled.approved_by.strip(),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _handling(text: str) -> Handling | None:
    return cast("Handling", text) if text in ("internal", "work_secret") else None


def _id(drill: str, round_number: int) -> str:
    return f"{KIND}:{drill}:{round_number}"
