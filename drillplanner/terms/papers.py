"""Name the papers that a drill leaves, the files they are written as, and what is taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from drillplanner.base.texts import Text, _, pgettext

Form: TypeAlias = Literal[
    "evaluation", "scorecard", "remarks", "circular", "actions", "aar", "notice"
]  # fmt: skip
Format: TypeAlias = Literal["pdf", "docx", "xlsx", "png"]
#: What a redaction takes out: persons' names, posts and sources, how acts are done, photos.
Secret: TypeAlias = Literal["names", "posts", "tactics", "photos"]

FORMS: Final[tuple[Form, ...]] = get_args(Form)
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
SECRETS: Final[tuple[Secret, ...]] = get_args(Secret)

#: Fewer characters of a password are guessed in hours. House value, class D.
LEAST_PASSWORD: Final = 8

FORM_WORDS: Final[Mapping[Form, Text]] = {
    "evaluation": _("Drill evaluation report"),
    "scorecard": _("Scorecard"),
    "remarks": _("Remarks on the spot (preliminary)"),
    "circular": _("Circular"),
    "actions": _("List of corrective actions"),
    "aar": _("After-Action Report and Improvement Plan"),
    "notice": _("Notice to parents"),
}
FORMAT_WORDS: Final[Mapping[Format, Text]] = {
    "pdf": _("PDF, to print and to sign"),
    "docx": _("Word document, to edit"),
    "xlsx": _("Excel workbook, to reckon"),
    "png": _("Picture, for a chat"),
}
SECRET_WORDS: Final[Mapping[Secret, Text]] = {
    "names": pgettext("taken out of a paper", "names of persons"),
    "posts": pgettext("taken out of a paper", "posts"),
    "tactics": pgettext("taken out of a paper", "how acts are done"),
    "photos": pgettext("taken out of a paper", "photos"),
}


@dataclass(frozen=True, slots=True)
class PaperOrder:
    """Which paper as which file; `secrets` None takes out what the file's kind asks for.

    `template` is a unit's own document, which is filled instead of a form. With a `password` a
    PDF opens with it alone.
    """

    form: Form = "evaluation"
    format: Format = "pdf"
    secrets: frozenset[Secret] | None = None
    template: bytes | None = None
    password: str = field(default="", repr=False)

    @property
    def hidden(self) -> frozenset[Secret]:
        """What is taken out: of a picture, which goes from chat to chat, all, unless said."""
        if self.secrets is not None:
            return self.secrets
        return frozenset(SECRETS) if self.format == "png" else frozenset()


#: The evaluation report as PDF, whole: what is printed where nothing else is asked for.
REPORT: Final = PaperOrder()
