"""Acknowledge to the ear what the console shows: one call an event, for sound and speech alike.

What shows a thing tells it here in the same breath, so that sight, sound and speech of one
event cannot drift apart. The sounds may be off; speech goes to whoever has a screen reader.
"""

from __future__ import annotations

from typing import Protocol

from ui.run.sound_thread import Meaning


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
