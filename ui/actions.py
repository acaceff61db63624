"""Name every command of the program once: its words, its key, what it does.

Menus, shortcuts and the page of keys (F1) are all made from this table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from drillplanner.base.texts import Text, _, pgettext


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `menu` groups it, `keys` are portable key sequences, the first is shown."""

    id: str
    menu: str
    words: Text
    keys: tuple[str, ...] = ()


MENUS: Mapping[str, Text] = {
    "file": pgettext("menu", "&File"),
    "rooms": pgettext("menu", "&Rooms"),
    "view": pgettext("menu", "&View"),
    "help": pgettext("menu", "&Help"),
}

COMMANDS: tuple[Command, ...] = (
    Command("open", "file", _("&Open a script…"), ("Ctrl+O",)),
    Command("station", "file", _("Open a &station pack…")),
    Command("pack", "file", _("Write &log pack…")),
    Command("codes", "file", _("Show log pack as &QR codes…")),
    Command("join", "file", _("&Join log packs…")),
    Command("server", "file", _("County ser&ver…")),
    Command("workspace", "file", _("&Workspace…")),
    Command("quit", "file", _("&Quit"), ("Ctrl+Q",)),
    Command("home", "rooms", pgettext("room", "Start"), ("Ctrl+0",)),
    Command("plan", "rooms", pgettext("room", "Plan"), ("Ctrl+1",)),
    Command("run", "rooms", pgettext("room", "Run"), ("Ctrl+2",)),
    Command("review", "rooms", pgettext("room", "Review"), ("Ctrl+3",)),
    Command("improve", "rooms", pgettext("room", "Improve"), ("Ctrl+4",)),
    Command("organisation", "rooms", pgettext("room", "Schools"), ("Ctrl+5",)),
    Command("theme-light", "view", _("Light")),
    Command("theme-dark", "view", _("Dark")),
    Command("theme-sunlight", "view", _("Sunlight, high contrast")),
    Command("larger", "view", _("Larger"), ("Ctrl++", "Ctrl+=")),
    Command("smaller", "view", _("Smaller"), ("Ctrl+-",)),
    Command("fullscreen", "view", _("&Full screen"), ("F11",)),
    Command("sync", "view", _("&Compare clocks…")),
    Command("board", "view", _("Live &board…")),
    Command("screen", "view", _("&Second screen: next view, or none"), ("Shift+F11",)),
    Command("screen-move", "view", _("Second screen to the next monitor"), ("Ctrl+F11",)),
    Command("console", "view", _("Drill console &settings…")),
    Command("chinese", "view", _("中文")),
    Command("english", "view", _("English")),
    Command("keys", "help", _("&Keys"), ("F1",)),
    Command("manual", "help", _("&Manual"), ("Shift+F1",)),
    Command("tour", "help", _("&First steps")),
    Command("about", "help", _("&About drillplanner")),
)


#: Commands that keep their keys while a drill runs: the console has no use for these.
KEYS_IN_A_DRILL: frozenset[str] = frozenset({"fullscreen", "screen", "screen-move", "keys"})
#: Commands that work while a drill runs; the others are not shown then.
IN_A_DRILL: frozenset[str] = KEYS_IN_A_DRILL | {
    "sync",
    "board",
    "theme-light",
    "theme-dark",
    "theme-sunlight",
    "larger",
    "smaller",
}

#: What the commands that choose something choose: a setting and its value.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "theme-light": {"theme": "light"},
    "theme-dark": {"theme": "dark"},
    "theme-sunlight": {"theme": "sunlight"},
    "chinese": {"language": "zh_CN"},
    "english": {"language": "en"},
}


def make_action(
    command: Command, say: Callable[[Text], str], parent: QWidget, run: Callable[[], object]
) -> QAction:
    """Make the Qt action of a command."""
    action = QAction(say(command.words), parent)
    action.setObjectName(command.id)
    action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    action.triggered.connect(run)
    parent.addAction(action)
    return action


def trigger_command(page: QWidget, name: str) -> bool:
    """Run the window's command; tell whether the window has it."""
    action = page.window().findChild(QAction, name)
    if isinstance(action, QAction):
        action.trigger()
        return True
    return False
