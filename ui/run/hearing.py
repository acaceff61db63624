"""What the run room lets be heard: its sounds, as each post chose, and what a reader speaks."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from drillplanner.base.texts import Text
from ui.desk import Desk
from ui.run.acknowledger import Acknowledger
from ui.run.announce import Announcer
from ui.run.kept_posts import Kept
from ui.run.sound_choice import has_sounds, with_sounds
from ui.run.sounds import Sounds


class Hearing:
    """One room's sounds and speech, and the choice of the post that is kept now."""

    def __init__(self, desk: Desk, room: QWidget) -> None:
        self._desk = desk
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
        self.acknowledger.has_sounds = has_sounds(self._desk.settings, source, kept)

    def turn(self, is_on: bool) -> None:
        """Turn the sounds on or off, and remember it for this post."""
        self.acknowledger.has_sounds = is_on
        self._desk.remember(with_sounds(self._desk.settings, self._source, is_on=is_on))
        if is_on:
            self.sounds.play("saved")

    def try_out(self) -> None:
        """Play the sound that acknowledges an entry, whatever was chosen."""
        self.sounds.play("saved")

    def end(self, how: Text) -> None:
        """Say that the drill is over, and how."""
        self.acknowledger.ended(self._desk.say(how))
