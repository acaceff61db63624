"""The play of thirty steps, act by act."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from tests.xvfb.planted import Act, Hand
from ui.run.console.questions import LIKELY
from ui.run.keys import ANSWER_KEYS, MARK_KEYS, VERB_BY_KEY

#: Keys by verb, as this console has them.
KEYS = {verb: key for key, verb in reversed(tuple(VERB_BY_KEY.items()))}
#: What the console offers as "about so many seconds ago".
AGO_S = (5, 10, 20, 30)


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
    hand.press(ANSWER_KEYS[0])
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
    answer = min(range(len(AGO_S)), key=lambda number: abs(AGO_S[number] - ago_s))
    # A keeper is out by some tenths of a second all the same.
    time.sleep(max(0.0, AGO_S[answer] - ago_s - 0.4))
    hand.press(KEYS["late"])
    hand.press(ANSWER_KEYS[answer])
    hand.expect("mark", step, made="late", true_ns=hand.seen[step], within_ms=None)


def unit_out_of_turn(hand: Hand, step: str, in_turn: str, meant: str, answer: int) -> None:
    """Press the step's key, which takes the next unit, and say that it was another one."""
    mark = hand.mark(step, in_turn, about=f"{step}/{meant}")
    hand.press(ANSWER_KEYS[answer])
    hand.expect("label", step, unit=meant, amends=mark)


def in_words(hand: Hand, words: str) -> None:
    """Freeze an instant that is of no step, and type what it was."""
    true_ns = hand.press(MARK_KEYS[0], is_apart=True)
    mark = hand.expect("mark", about=words, true_ns=true_ns)
    # The likely steps come before this answer.
    hand.press(ANSWER_KEYS[LIKELY])
    hand.type(words)
    hand.press("Enter")
    hand.expect("label", amends=mark)


def false_start(hand: Hand, step: str) -> None:
    """Start the clock, and take that back with one key."""
    mark = hand.mark(step)
    hand.press("Delete")
    hand.expect("void", amends=mark)


def sync(hand: Hand) -> None:
    hand.expect("sync", true_ns=hand.press(KEYS["sync"]))


def decide(hand: Hand, step: str, option: str, answer: int) -> None:
    mark = hand.mark(step)
    hand.press(ANSWER_KEYS[answer])
    hand.expect("label", step, option=option, amends=mark)


def fail(hand: Hand, step: str, answer: int) -> None:
    """Say that the step that is expected next failed; its instant is that of the first key."""
    true_ns = hand.press(KEYS["failed"])
    hand.press(ANSWER_KEYS[answer])
    hand.expect("failed", step, true_ns=true_ns)


def not_performed(hand: Hand, step: str) -> None:
    hand.press(KEYS["not_performed"])
    hand.expect("not_performed", step)


def void_last(hand: Hand, wrong: str) -> None:
    mark = hand.mark(wrong)
    hand.press(KEYS["void_last"])
    hand.expect("void", amends=mark)


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


def resume(hand: Hand) -> None:
    hand.expect("resume", true_ns=hand.press(KEYS["hold"]))


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
    hand.window.page("EndPage")
    hand.keyboard.up("F12")
    hand.expect("end")


ACTS = (
    Act("false start, taken back", partial(false_start, step="danger")),
    Act("label first", partial(label_first, steps=("danger", "shout", "alarm"))),
    Act(
        "mark now, name later",
        partial(mark_now_name_later, steps=("gate-shut", "tool-taken", "broadcast")),
    ),
    Act("sync mark", sync),
    Act("heard by radio, Ctrl", partial(by_radio, step="call-110")),
    Act("failed, with a reason", partial(fail, step="principal-told", answer=0)),
    Act("wrong key, voided", partial(void_last, wrong="surrounded")),
    Act("decision", partial(decide, step="route", option="stay", answer=0)),
    Act("units in turn", partial(units, step="locked", names=("c1", "c2", "c3"))),
    Act("label first", partial(label_first, steps=("hidden",))),
    Act(
        "unit out of turn",
        partial(unit_out_of_turn, step="counted", in_turn="c1", meant="c2", answer=0),
    ),
    Act("units in turn", partial(units, step="counted", names=("c1",))),
    Act("mark now, name at once", partial(mark_now_name_at_once, step="reported")),
    Act("not performed", partial(not_performed, step="missing")),
    Act("held", hold),
    Act("note", partial(note, text="bus")),
    Act("resumed", resume),
    Act("one instant for two steps", partial(same_instant, steps=("first-aid", "parents"))),
    Act("killed in the middle", partial(kill, steps=("cordon", "push-back", "surrounded"))),
    Act("in free words", partial(in_words, words="dog")),
    Act("seen, no hand free", partial(see_and_not_press, step="police-there")),
    Act(
        "wrong key, voided later",
        partial(void_chosen, wrong="all-clear", steps=("station-told", "car-off")),
    ),
    Act("mark now, name later", partial(mark_now_name_later, steps=("swat-off", "swat-there"))),
    Act("entered late", partial(log_late, step="police-there")),
    Act("heard by radio, switched", partial(all_by_radio, steps=("subdued", "searched"))),
    Act("label first", partial(label_first, steps=("handed-over",))),
    Act("label first", partial(label_first, steps=("evidence", "all-clear"))),
    Act("end key held", end),
)
