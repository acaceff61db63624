"""The console's verbs as buttons, the start button among them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from drillplanner.base.texts import Text, _, pgettext
from ui.context import AppContext
from ui.navigation_guard import HOLD_MS
from ui.run.console.widgets.message_strip import VerbButton
from ui.run.console.widgets.packed_rows import PackedRows
from ui.run.keys import CAPS, SHIFTED_VERBS, VERBS, Verb

#: In so many steps a button fills while it is held.
_STEPS = 20


class ConsoleVerbs(PackedRows):
    """A row of verbs that breaks where it does not fit; none of them takes the focus."""

    #: A verb, with the event for its instant.
    struck = Signal(str, object)
    #: A button that is to be held went down, named by what it does, or came up.
    holdStruck = Signal(str)
    letGo = Signal()
    #: Words on how long to hold.
    told = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        dress = context.dress
        super().__init__(dress.px(3), parent)
        self._context = context
        self.buttons: dict[str, VerbButton] = {}
        for verb in VERBS:
            self._add(verb, "")
            for shifted in SHIFTED_VERBS:
                if shifted.key == verb.key:
                    self._add(shifted, "Shift ")
        self.buttons["hold"].reserve([("Z", context.say(pgettext("verb", "Resume")))])
        self.start = StartButton(context, self)
        self.start.struck.connect(self._strike_start)
        self.end = VerbButton(dress, "end", "F12", context.say(_("Hold to end")), self)
        self.end.reserve([("F12", context.say(_("Hold to break off")))])
        self.end.struck.connect(self._strike_end)
        for button in (self.start, self.end):
            button.letGo.connect(self.letGo)
        #: What is of no use here: no heads to be counted, no units to be shown.
        self._left_out = {"heads", "units"}
        self._arrange_all()
        self._end_hint = ""
        self._filling: VerbButton | None = None
        self._filled = 0
        self._timer = QTimer(self)
        self._timer.setInterval(HOLD_MS // _STEPS)
        self._timer.timeout.connect(self._fill)

    def offer(self, verb: str, *, is_on: bool) -> None:
        """Offer a verb that is of use in some drills, or in some windows, alone."""
        if is_on == (verb in self._left_out):
            self._left_out ^= {verb}
            self._arrange_all()

    def _add(self, verb: Verb, under: str) -> None:
        cap = f"{under}{CAPS.get(verb.key, verb.key)}"
        context = self._context
        button = VerbButton(context.dress, verb.name, cap, context.say(verb.words), self)
        button.struck.connect(self.struck)
        self.buttons[verb.name] = button

    def _arrange_all(self) -> None:
        verbs = [one for name, one in self.buttons.items() if name not in self._left_out]
        for name in self._left_out:
            self.buttons[name].hide()
        self.show_buttons([*verbs, self.start, self.end])

    def fit_rows(self, text_px: int, *, is_low: bool) -> None:
        """Take rows as high as words of that size ask for; spare room where the window is low."""
        for button in (*self.buttons.values(), self.start, self.end):
            button.fit(is_low=is_low)
        px = self._context.dress.px
        self.fit(px(24), max(px(24), round(text_px * 2.8)))

    def show_ending(self, words: str, hint: str) -> None:
        """Show what holding F12 does now, and what is said where it is let go too soon."""
        self.end.say(words)
        self._end_hint = hint

    def show_held(self, name: str, is_held: bool) -> None:
        """Fill the button of a held key; where it was let go too soon, say how long to hold."""
        if self._filling is not None:
            self._filling.fill(0)
        self._filled = 0
        buttons = {"end": self.end, "void_round": self.start}
        self._filling = buttons.get(name) if is_held else None
        if is_held:
            self._timer.start()
            return
        self._timer.stop()
        if name == "end":
            self.told.emit(self._end_hint)
        elif name == "void_round":
            words = _("Hold Delete for one second to make the round void.")
            self.told.emit(self._context.say(words))

    def _strike_end(self, name: str, _event: QInputEvent) -> None:
        self.holdStruck.emit(name)

    def _strike_start(self, verb: str, event: QInputEvent) -> None:
        if verb == "void_round":
            self.holdStruck.emit(verb)
        elif verb == "begin_t0":
            self.struck.emit("begin", event)
        else:
            self.struck.emit(verb, event)

    def _fill(self) -> None:
        self._filled += 1
        if self._filling is not None:
            self._filling.fill(min(1.0, self._filled / _STEPS))
        if self._filled >= _STEPS:
            self._timer.stop()


#: What is offered, the key that does it, and the words on the button.
_OFFERS: Mapping[str, tuple[str, Text]] = {
    "begin": ("↵", pgettext("verb", "Begin heard (no T0)")),
    "begin_t0": ("↵", pgettext("verb", "Begin: T0")),
    "withdraw": ("Del", pgettext("verb", "False start")),
    "void_round": ("Del", _("Hold: void round")),
}


class StartButton(VerbButton):
    """One place for what can be done about the start, whatever that is now."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        self._words = {name: context.say(words) for name, (_cap, words) in _OFFERS.items()}
        cap, _words = _OFFERS["begin"]
        super().__init__(context.dress, "begin", cap, self._words["begin"], parent)
        self.reserve((cap, self._words[name]) for name, (cap, _said) in _OFFERS.items())

    def offer(self, verb: str) -> None:
        """Offer to begin, withdraw or void_round; what is being held stays till it is let go."""
        if not self.share and verb != self.verb:
            self._show(verb)

    @override
    def fill(self, share: float) -> None:
        if share and self.verb != "void_round":
            self._show("void_round")
        super().fill(share)

    def _show(self, verb: str) -> None:
        self.verb = verb
        self.set_cap(_OFFERS[verb][0])
        self.say(self._words[verb])
