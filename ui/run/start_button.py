"""The console's button of the start: it begins, takes a false start back, or makes void."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from drillplanner.base.texts import Text, _, pgettext
from ui.desk import Desk
from ui.run.strips import VerbButton

#: What is offered, the key that does it, and the words on the button.
_OFFERS: Mapping[str, tuple[str, Text]] = {
    "begin": ("↵", pgettext("verb", "Begin")),
    "withdraw": ("Del", pgettext("verb", "False start")),
    "void_round": ("Del", _("Hold: void round")),
}


class StartButton(VerbButton):
    """One place for what can be done about the start, whatever that is now."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._words = {name: desk.say(words) for name, (_cap, words) in _OFFERS.items()}
        cap, _words = _OFFERS["begin"]
        super().__init__(desk.dress, "begin", cap, self._words["begin"], parent)
        self.reserve((cap, self._words[name]) for name, (cap, _said) in _OFFERS.items())

    def offer(self, verb: str) -> None:
        """Offer to begin, withdraw or void_round; what is being held stays till it is let go."""
        if not self.share and verb != self.verb:
            self._show(verb)

    def fill(self, share: float) -> None:
        """Show how far the key that makes the round void was held, from 0 to 1."""
        if share and self.verb != "void_round":
            self._show("void_round")
        super().fill(share)

    def _show(self, verb: str) -> None:
        self.verb = verb
        self.set_cap(_OFFERS[verb][0])
        self.say(self._words[verb])
