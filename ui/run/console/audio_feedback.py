"""Let the ear have what the console shows: sounds as each post chose, words for readers."""

from __future__ import annotations

from fractions import Fraction
from typing import Protocol

from PySide6.QtWidgets import QWidget

from drillplanner.base.durations import duration
from drillplanner.base.texts import Text, _, ngettext
from drillplanner.run.entry import Entry
from drillplanner.services.run.board import Board
from ui.context import AppContext
from ui.run.console.wording import Wording
from ui.run.sound_choice import has_sounds, with_sounds
from ui.run.start.kept_posts import Kept
from ui.system.sound import Meaning, Sounds
from ui.system.speech import Announcer

_SECOND_NS = 10**9


def saved_said(entry: Entry, board: Board, wording: Wording) -> Text:
    """Say that an entry is on the disk, and when it was: 3 min 20 s after T0, else by the clock."""
    _shape, what = wording.entry(entry, board)
    if board.zero_ns is None:
        return _("Logged: {what}, at {time}", what=what, time=wording.wall(entry.wall_utc_ns))
    since = Fraction(board.axis_ns(entry) - board.zero_ns, _SECOND_NS)
    return _("Logged: {what}, {span}", what=what, span=duration(since, 0))


def resumed_said(count: int) -> Text:
    """Say that an unfinished drill goes on."""
    return ngettext(
        "The drill goes on: {count} entry is on the disk.",
        "The drill goes on: {count} entries are on the disk.",
        count,
    )


class Ear(Protocol):
    """What plays sounds."""

    def play(self, meaning: Meaning) -> None:
        """Let it sound; this returns at once."""
        ...


class Voice(Protocol):
    """What speaks to a screen reader."""

    def say(self, words: str, *, is_urgent: bool = False) -> None:
        """Announce words."""
        ...


class Acknowledger:
    """Tells the ear of four things that may become of a press, and that a drill goes on.

    Without `ear` and `voice` it tells nobody.
    """

    def __init__(self, ear: Ear | None = None, voice: Voice | None = None) -> None:
        self._ear = ear
        self._voice = voice
        self.has_sounds = True

    def entry_saved(self, words: str = "") -> None:
        """Acknowledge an entry: the disk has it. The words say what and when."""
        self._sound("saved")
        self._say(words)

    def not_taken(self, words: str) -> None:
        """Say that a press was not taken, and why."""
        self._sound("not_taken")
        self._say(words)

    def alarm(self, words: str) -> None:
        """Say that entries are not saved, or that keys are not logged."""
        self._sound("alarm")
        self._say(words, is_urgent=True)

    def ended(self, words: str) -> None:
        """Say that the drill is over."""
        self._sound("ended")
        self._say(words)

    def resumed(self, words: str) -> None:
        """Say that an unfinished drill goes on; there is nothing to hear but that."""
        self._say(words)

    def _sound(self, meaning: Meaning) -> None:
        if self.has_sounds and self._ear is not None:
            self._ear.play(meaning)

    def _say(self, words: str, *, is_urgent: bool = False) -> None:
        if words and self._voice is not None:
            self._voice.say(words, is_urgent=is_urgent)


class Hearing:
    """One room's sounds and speech, and the choice of the post that is kept now."""

    def __init__(self, context: AppContext, room: QWidget) -> None:
        self._context = context
        self._source = ""
        self.sounds = Sounds(parent=room)
        self.acknowledger = Acknowledger(self.sounds, Announcer(room))

    @property
    def is_on(self) -> bool:
        """Say whether the console sounds."""
        return self.acknowledger.has_sounds

    def enter(self, source: str, kept: Kept) -> None:
        """Begin with a post, as it was chosen there the last time."""
        self._source = source
        self.acknowledger.has_sounds = has_sounds(self._context.settings, source, kept)

    def turn(self, is_on: bool) -> None:
        """Turn the sounds on or off, and remember it for this post."""
        self.acknowledger.has_sounds = is_on
        self._context.remember(with_sounds(self._context.settings, self._source, is_on=is_on))
        if is_on:
            self.sounds.play("saved")

    def try_out(self) -> None:
        """Play the sound that acknowledges an entry, whatever was chosen."""
        self.sounds.play("saved")

    def end(self, how: Text) -> None:
        """Say that the drill is over, and how."""
        self.acknowledger.ended(self._context.say(how))
