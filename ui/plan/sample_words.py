"""Say what the cards of the sample scripts say; called on the work lane."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drillplanner.base.local_time import day_and_minute
from drillplanner.base.texts import Authored, Text, _, ngettext
from drillplanner.services.plan.drafts import DraftCard
from drillplanner.services.plan.outline import counts
from drillplanner.services.plan.scripts import OpenScript
from drillplanner.terms.phrases import listed
from drillplanner.terms.vocabulary import KINDS
from ui.plan.viewer.plan_view import DraftView
from ui.widgets.card import SampleCard

Say = Callable[["Text | Authored | str"], str]

#: Characters of a note on a card: Chinese ones are twice as wide.
_NOTE = {"zh_CN": 62, "en": 130}


def sample_cards(scripts: Sequence[OpenScript], say: Say, language: str) -> tuple[SampleCard, ...]:
    """Make a card for each script: its title, kind, size, and how its notes set the scene."""
    return tuple(_card(opened, say, language) for opened in scripts)


def _card(opened: OpenScript, say: Say, language: str) -> SampleCard:
    script = opened.script
    facts = listed([KINDS[script.kind], *counts(script)])
    notes = " ".join(say(Authored(script.notes, script.language)).split())
    return SampleCard(
        say(Authored(script.title, script.language)), say(facts), scene(notes, _NOTE[language])
    )


def draft_cards(drafts: Sequence[DraftCard], say: Say) -> tuple[DraftView, ...]:
    """Make a card for each draft: its title, its size, and when it was saved last."""
    return tuple(_draft(card, say) for card in drafts)


def _draft(card: DraftCard, say: Say) -> DraftView:
    steps = ngettext("{count} step", "{count} steps", card.steps)
    targets = ngettext("{count} target", "{count} targets", card.targets)
    saved = _("saved {when}", when=day_and_minute(card.saved_utc_ns))
    title = say(Authored(card.title, card.language)) or say(_("Untitled script"))
    facts = listed([KINDS[card.kind], steps, targets, saved])
    school = (card.school,) if card.school else ()
    return DraftView(card.id, title, say(listed([*school, facts])), card.kind, card.school)


def scene(notes: str, most: int) -> str:
    """Take from notes the sentence that sets the scene, else their beginning, clipped."""
    for word in ("情景：", "Scenario: "):
        _before, found, after = notes.partition(word)
        if found:
            notes = after
    sentence = min(
        (notes[: at + 1] for stop in ("。", ". ") if (at := notes.find(stop)) > 0),
        key=len,
        default=notes,
    )
    sentence = sentence[:1].upper() + sentence[1:].rstrip()
    return sentence if len(sentence) <= most else sentence[: most - 1].rstrip() + "…"
