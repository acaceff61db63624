"""The short form (自评表) that those who took part fill in: what it asks, and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias, get_args

from drillplanner.base.texts import Text, _, pgettext

Answer: TypeAlias = Literal["yes", "partly", "no"]
ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)

#: House questions, class D: five that take a minute, and one line for words.
QUESTIONS: Final[Mapping[str, Text]] = {
    "task": _("I knew what I had to do."),
    "told": _("I was told in time."),
    "means": _("What I needed was at hand: equipment, keys, radio."),
    "others": _("Working with others went smoothly."),
    "real": _("If it happened, I would know what to do."),
}
ANSWER_WORDS: Final[Mapping[Answer, Text]] = {
    "yes": pgettext("answer of a short form", "yes"),
    "partly": pgettext("answer of a short form", "partly"),
    "no": pgettext("answer of a short form", "no"),
}
