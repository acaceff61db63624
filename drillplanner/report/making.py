"""Make one of a drill's papers: compose it, take out what is not to leave, write it in a format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drillplanner.base.errors import UserError
from drillplanner.base.texts import _
from drillplanner.base.translator import Language
from drillplanner.report.content import compose
from drillplanner.report.inputs import ReportInputs
from drillplanner.report.redaction import redacted, without_secrets
from drillplanner.terms.document import Prose, Report, Sheet
from drillplanner.terms.papers import Format, PaperOrder


def content(inputs: ReportInputs, order: PaperOrder) -> Report:
    """Compose a paper without what is hidden, in no language yet."""
    inputs = without_secrets(inputs, order.hidden)
    report = redacted(compose(order.form, inputs), inputs)
    return _reminded(report) if order.format == "png" else report


def made(inputs: ReportInputs, order: PaperOrder, language: Language) -> bytes:
    """Make a paper; the same inputs give the same bytes, unless a password protects them.

    Raises:
        StoreFault: the program's font is missing or damaged.
        UserError: it is too long for a picture, the template cannot be filled, or the password
            does not suit.
    """
    if order.password:
        from drillplanner.report.render.pdf.password import require_password, with_password

        if order.format != "pdf":
            raise UserError(_("Only a PDF takes a password; choose PDF, or leave it out."))
        require_password(order.password)
        return with_password(made(inputs, replace(order, password=""), language), order.password)
    if order.template is not None:
        from drillplanner.report.papers.fields import template_fields
        from drillplanner.report.render.office.template import fill_template

        inputs = without_secrets(inputs, order.hidden)
        return fill_template(order.template, redacted(template_fields(inputs), inputs), language)
    return writer(order.format)(content(inputs, order), language)


def writer(format_: Format) -> Callable[[Report, Language], bytes]:
    """Give what writes a report in a format."""
    # Each library is loaded by the one who asks for its format.
    match format_:
        case "docx":
            from drillplanner.report.render.office.document import build_document

            return build_document
        case "xlsx":
            from drillplanner.report.render.office.workbook import build_workbook

            return build_workbook
        case "png":
            from drillplanner.report.render.picture import build_picture

            return build_picture
        case "pdf":
            from drillplanner.report.render.pdf.building import build

            return build


def _reminded(report: Report) -> Report:
    """Remind whoever sends a picture on of what it is."""
    said = _("For internal exchange: look whether this may be seen by all before you send it on.")
    first, *rest = report.blocks
    if isinstance(first, Sheet):
        return replace(report, blocks=(replace(first, remarks=(*first.remarks, said)), *rest))
    return replace(report, blocks=(*report.blocks, Prose(said, "note")))
