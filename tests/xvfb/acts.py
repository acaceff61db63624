"""Ways of logging, each with the entries that must come of it; `play` puts them in order."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.xvfb.planted import Hand
from ui.run.console.controller import READ_NS
from ui.run.console.questions import LIKELY
from ui.run.keys import ANSWER_KEYS, MARK_KEYS, VERB_BY_KEY

#: Keys by verb, as this console has them.
KEYS = {verb: key for key, verb in reversed(tuple(VERB_BY_KEY.items()))}
#: What the console offers as "about so many seconds ago".
AGO_S = (5, 10, 20, 30)


#: So long a question must have been there before an answer is taken.
READ_S = READ_NS / 1e9 + 0.05


def answer(hand: Hand, number: int) -> None:
    """Read what is asked, and answer it."""
    time.sleep(READ_S)
    hand.press(ANSWER_KEYS[number])


def label_first(hand: Hand, steps: Sequence[str]) -> None:
    for step in steps:
        hand.mark(step)


def units(hand: Hand, step: str, names: Sequence[str]) -> None:
    for unit in names:
        hand.mark(step, unit)


def mark_now_name_later(hand: Hand, steps: Sequence[str]) -> None:
    """Freeze an instant for each step, with one mark key after the other, then name them all."""
    marks = []
    for number, step in enumerate(steps):
        key = MARK_KEYS[number % len(MARK_KEYS)]
        true_ns = hand.press(key, is_apart=True)
        marks.append(hand.expect("mark", about=step, true_ns=true_ns))
    for step, mark in zip(steps, marks, strict=True):
        hand.press(hand.keys[step], under="Shift")
        hand.expect("label", step, amends=mark)


def mark_now_name_at_once(hand: Hand, step: str) -> None:
    """Freeze an instant and pick the first of the likely steps: the one that is expected."""
    mark = hand.expect("mark", about=step, true_ns=hand.press(MARK_KEYS[0], is_apart=True))
    answer(hand, 0)
    hand.expect("label", step, amends=mark)


def by_radio(hand: Hand, step: str) -> None:
    """Hold Ctrl for one time that was called over the radio."""
    hand.mark(step, under="Ctrl", observed="radio")


def all_by_radio(hand: Hand, steps: Sequence[str]) -> None:
    """Switch to the radio, mark what is called, and switch back."""
    hand.press(KEYS["radio"])
    for step in steps:
        hand.mark(step, observed="radio")
    hand.press(KEYS["radio"])


def same_instant(hand: Hand, steps: Sequence[str]) -> None:
    """Mark one step, keep its instant, and press the keys of the others."""
    first, *others = steps
    place = hand.mark(first)
    hand.press(KEYS["same"])
    for step in others:
        hand.press(hand.keys[step])
        hand.expect("mark", step, true_ns=hand.planted[place].true_ns)
    hand.press(KEYS["same"])


def see_and_not_press(hand: Hand, step: str) -> None:
    """Have no hand free for a key just now."""
    now = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    hand.seen[step] = (now, now)


def log_late(hand: Hand, step: str) -> None:
    """Log the step that is expected as about so long ago as it was: the answer that fits best."""
    ago_s = (time.clock_gettime_ns(time.CLOCK_BOOTTIME) - hand.seen[step][0]) / 1e9
    number = min(range(len(AGO_S)), key=lambda number: abs(AGO_S[number] - ago_s))
    # A keeper is out by some tenths of a second all the same.
    time.sleep(max(0.0, AGO_S[number] - ago_s - 0.4))
    hand.press(KEYS["late"])
    answer(hand, number)
    hand.expect("mark", step, made="late", true_ns=hand.seen[step], within_ms=None)


def unit_out_of_turn(hand: Hand, step: str, in_turn: str, meant: str, number: int) -> None:
    """Press the step's key, which takes the next unit, and say that it was another one."""
    mark = hand.mark(step, in_turn, about=f"{step}/{meant}")
    answer(hand, number)
    hand.expect("label", step, unit=meant, amends=mark)


def in_words(hand: Hand, words: str) -> None:
    """Freeze an instant that is of no step, and type what it was."""
    true_ns = hand.press(MARK_KEYS[0], is_apart=True)
    mark = hand.expect("mark", about=words, true_ns=true_ns)
    # The likely steps come before this answer.
    answer(hand, LIKELY)
    hand.type(words)
    hand.press("Enter")
    hand.expect("label", amends=mark)


def false_start(hand: Hand, step: str) -> None:
    """Start the clock, and take that back with one key."""
    mark = hand.mark(step)
    hand.press("Delete")
    answer(hand, 0)
    hand.expect("void", amends=mark)


def sync(hand: Hand) -> None:
    hand.expect("sync", true_ns=hand.press(KEYS["sync"]))


def decide(hand: Hand, step: str, option: str, number: int) -> None:
    mark = hand.mark(step)
    answer(hand, number)
    hand.expect("label", step, option=option, amends=mark)


def fail(hand: Hand, step: str, number: int) -> None:
    """Say that the step that is expected next failed; its instant is that of the first key."""
    true_ns = hand.press(KEYS["failed"])
    # The instant is on the disk at the key; the reason replaces it at the same instant.
    bare = hand.expect("failed", step, true_ns=true_ns)
    answer(hand, number)
    hand.expect("void", amends=bare)
    hand.expect("failed", step, true_ns=true_ns)


def not_performed(hand: Hand, step: str) -> None:
    hand.press(KEYS["not_performed"])
    answer(hand, 0)
    hand.expect("not_performed", step)


def undo_last(hand: Hand, wrong: str) -> None:
    mark = hand.mark(wrong)
    hand.press(KEYS["undo"])
    hand.expect("void", amends=mark)


def undo_and_redo(hand: Hand, step: str) -> None:
    """Take a mark back, do it again: the mark stands, with the instant of its press."""
    mark = hand.mark(step)
    hand.press(KEYS["undo"])
    void = hand.expect("void", amends=mark)
    hand.press(KEYS["undo"], under="Shift")
    hand.expect("restore", amends=void)


def slip_into_a_pause(hand: Hand) -> None:
    """Hold by mistake and undo that: the pause is gone, and no mark before it."""
    held = hand.expect("hold", true_ns=hand.press(KEYS["hold"]))
    hand.press(KEYS["undo"])
    hand.expect("void", amends=held)


def restore_row(hand: Hand, step: str) -> None:
    """Void a row of the log, and bring it back by the same key."""
    mark = hand.mark(step)
    hand.press("Down", under="Shift")
    hand.press(KEYS["void"])
    void = hand.expect("void", amends=mark)
    hand.press("Down", under="Shift")
    hand.press("Down", under="Shift")
    hand.press(KEYS["void"])
    hand.expect("restore", amends=void)


def name_by_plain_key(hand: Hand, step: str) -> None:
    """Freeze an instant, then press the key of what it was."""
    mark = hand.expect("mark", about=step, true_ns=hand.press(MARK_KEYS[0], is_apart=True))
    hand.press(hand.keys[step])
    hand.expect("label", step, amends=mark)


def void_chosen(hand: Hand, wrong: str, steps: Sequence[str]) -> None:
    """Mark a wrong step, go on, then choose its row in the log and take it back."""
    mark = hand.mark(wrong)
    label_first(hand, steps)
    for _row in (wrong, *steps):
        hand.press("Down", under="Shift")
    hand.press(KEYS["void"])
    hand.expect("void", amends=mark)


def hold(hand: Hand) -> None:
    hand.expect("hold", true_ns=hand.press(KEYS["hold"]))


def note(hand: Hand, text: str) -> None:
    hand.press(KEYS["note"])
    hand.type(text)
    hand.press("Enter")
    hand.expect("note")


def kill(hand: Hand, steps: Sequence[str]) -> None:
    """Press some keys and kill the program while the last of them are on their way."""
    hand.settle()
    label_first(hand, steps)
    hand.kill_and_go_on()


def end(hand: Hand) -> None:
    """Hold the end key until the end page is there, as its button asks one to."""
    hand.keyboard.down("F12")
    hand.window.again("EndPage")
    hand.keyboard.up("F12")
    hand.expect("end")
