"""Write a script's papers: what is printed and handed out, and the workbooks that come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from drillplanner.base.errors import UserError
from drillplanner.base.texts import Text, _
from drillplanner.base.translator import Language
from drillplanner.exchange.scripts.columns import Form
from drillplanner.plan.model import Script
from drillplanner.plan.particulars import Particulars
from drillplanner.plan.sign_off import SignOff
from drillplanner.report.forms.cue_cards import cue_cards, narrator_sheet, sign_in_sheet
from drillplanner.report.forms.day_papers import (
    CONTACTS,
    DRILL_NOTICE,
    DUTIES,
    contact_list,
    drill_notice,
    duties_sheet,
)
from drillplanner.report.forms.matrix import matrix_paper
from drillplanner.report.forms.plan_book import plan_paper
from drillplanner.report.forms.rating_sheets import rating_sheets
from drillplanner.report.forms.safety_sheets import parents_notice, safety_sheet
from drillplanner.report.forms.script_book import script_paper
from drillplanner.report.forms.self_evaluation_form import self_evaluation_form
from drillplanner.report.forms.subject import FormInputs
from drillplanner.terms.document import Block, Report

Write = Callable[[FormInputs, Path, Language], None]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what it is called, and how it is written, by the ending of its file."""

    name: str
    title: Text
    writers: Mapping[str, Write]

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Endings of files it is written as, the usual one first."""
        return tuple(self.writers)


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Which script to write a paper of, with what is known of the drill."""

    script: Script
    particulars: Particulars = field(default_factory=Particulars)
    t0_clock_s: float | None = None
    sign_offs: tuple[SignOff, ...] = ()
    site: tuple[Block, ...] = ()


def write_paper(form: str, order: PaperOrder, path: Path, language: Language) -> None:
    """Write a paper to a file; the file's ending says as what.

    Raises:
        UserError: there is no such form, or it is not written as such a file; the file is held
            by another program, or its folder is missing.
        StoreFault: the disk is full or failed.
    """
    paper = PAPERS.get(form)
    if paper is None:
        raise UserError(
            _("There is no form {form}; there are {forms}.", form=form, forms=", ".join(PAPERS))
        )
    write = paper.writers.get(path.suffix.lower())
    if write is None:
        raise UserError(
            _(
                "The form {form} is written as {suffixes}; name the file so.",
                form=form,
                suffixes=", ".join(paper.suffixes),
            )
        )
    inputs = FormInputs(
        order.script, order.particulars, order.t0_clock_s, order.sign_offs, order.site
    )
    write(inputs, path, language)


def _pdf(compose: Callable[[FormInputs], Report]) -> Write:
    def write(inputs: FormInputs, path: Path, language: Language) -> None:
        from drillplanner.report.render.pdf import write_pdf

        write_pdf(compose(inputs), path, language)

    return write


def _docx(compose: Callable[[FormInputs], Report]) -> Write:
    def write(inputs: FormInputs, path: Path, language: Language) -> None:
        from drillplanner.base.atomic_file import write_durably
        from drillplanner.report.render.office.document import build_document

        write_durably(path, build_document(compose(inputs), language))

    return write


def _workbook(form: str) -> Write:
    def write(inputs: FormInputs, path: Path, language: Language) -> None:
        from drillplanner.base.atomic_file import write_durably
        from drillplanner.exchange.scripts.workbook_writer import script_workbook

        columns: Form = "hseep" if form == "hseep" else "script"
        write_durably(path, script_workbook(inputs.script, columns, language))

    return write


def _timekeepers_sheets(inputs: FormInputs, path: Path, language: Language) -> None:
    from drillplanner.services.plan.sheets import write_sheets

    write_sheets(inputs.script, path, language)


def _printed(compose: Callable[[FormInputs], Report]) -> dict[str, Write]:
    return {".pdf": _pdf(compose), ".docx": _docx(compose)}


#: Every paper, in the order in which they are offered.
PAPERS: Mapping[str, Paper] = {
    paper.name: paper
    for paper in (
        Paper(
            "script", _("Drill script"), {**_printed(script_paper), ".xlsx": _workbook("script")}
        ),
        Paper("plan", _("Drill plan"), _printed(plan_paper)),
        Paper("drill-notice", DRILL_NOTICE, _printed(drill_notice)),
        Paper("duties", DUTIES, _printed(duties_sheet)),
        Paper("contacts", CONTACTS, _printed(contact_list)),
        Paper("cards", _("Cue cards"), _printed(cue_cards)),
        Paper("narration", _("Narrator's sheet"), _printed(narrator_sheet)),
        Paper("sign-in", _("Sign-in sheet"), _printed(sign_in_sheet)),
        Paper("matrix", _("Steps against posts"), _printed(matrix_paper)),
        Paper("sheets", _("Timekeepers' sheets"), {".pdf": _timekeepers_sheets}),
        Paper("ratings", _("Evaluators' sheets"), _printed(rating_sheets)),
        Paper(
            "self-evaluation",
            _("Self-evaluation of who took part"),
            _printed(self_evaluation_form),
        ),
        Paper("safety", _("Drill safety confirmation"), _printed(safety_sheet)),
        Paper("notice", _("Notice to parents"), _printed(parents_notice)),
        Paper("hseep", _("MSEL (HSEEP columns)"), {".xlsx": _workbook("hseep")}),
    )
}
